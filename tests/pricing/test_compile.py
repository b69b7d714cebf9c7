"""Two offices, one number: what is compiled for, and that threads, caches and hosts change no bit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import llvmlite.binding as llvm
import pytest
from draws import LONG
from numba.core.registry import cpu_target

from calc.compile import FASTMATH, V3_FEATURES, target

PROGRAM = Path(__file__).with_name("every_kernel.py")
V3 = dict.fromkeys(V3_FEATURES, True)
LINUX = "x86_64-unknown-linux-gnu"


def test_a_host_of_today_gets_exactly_the_v3_set():
    """A host with all of x86-64-v3, whatever more it has, is compiled for by name and by exactly that feature list."""
    for more in ({}, {"avx512f": True, "vaes": True}):
        name, features = target(LINUX, {**V3, **more})
        assert name == "x86-64-v3"
        assert features.split(",") == [f"+{each}" for each in V3_FEATURES]
        assert "512" not in features


@pytest.mark.parametrize("lacking", ["avx2", "fma", "bmi2"])
def test_an_older_host_gets_plain_code(lacking):
    """A host that lacks one feature of the set, or does not tell it, gets code that every x86-64 runs."""
    assert target(LINUX, {**V3, lacking: False}) == ("x86-64", "+sse2")
    assert target(LINUX, {name: there for name, there in V3.items() if name != lacking}) == ("x86-64", "+sse2")
    assert target("x86_64-pc-windows-msvc", {}) == ("x86-64", "+sse2")


@pytest.mark.parametrize("triple", ["aarch64-apple-darwin", "arm64-apple-darwin", "aarch64-unknown-linux-gnu"])
def test_another_architecture_is_left_alone(triple):
    """Where there is no x86-64 the compiler chooses for itself."""
    assert target(triple, V3) is None


def test_the_cache_is_keyed_by_what_we_chose():
    """Kernel caches are kept under our own name and features, so that one built elsewhere is hit."""
    chosen = target(llvm.get_process_triple(), dict(llvm.get_host_cpu_features()))
    told = cpu_target.target_context.codegen().magic_tuple()
    if chosen is not None:
        assert told[1:] == chosen
    assert told[0] == llvm.get_process_triple()


def test_sums_are_never_reordered():
    """Of the liberties of fast mathematics the one that reorders sums is not taken."""
    assert "reassoc" not in FASTMATH
    assert "fast" not in FASTMATH
    assert isinstance(FASTMATH, set)


def run(*arguments, **environment):
    """Run every kernel in a process of its own; return what it tells."""
    words = [sys.executable, str(PROGRAM), *arguments]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def cold(tmp_path_factory):
    """Return what a process with an empty kernel cache tells, of two kernels in an ordinary run."""
    folder = tmp_path_factory.mktemp("kernels")
    folder.chmod(0o700)
    return run("registers" if LONG else "few", NUMBA_CACHE_DIR=str(folder), NUMBA_NUM_THREADS="2")


@pytest.fixture(scope="module")
def warm():
    """Return what a process with two threads tells that may take its kernels from the cache."""
    return run(NUMBA_NUM_THREADS="2")


def test_threads_change_no_bit(warm):
    """One thread or two, every figure has the same bits."""
    assert run(NUMBA_NUM_THREADS="1")["bits"] == warm["bits"]


@pytest.mark.long
def test_caches_change_no_bit(cold, warm):
    """Compiled just now or taken from the cache, every figure has the same bits, and nothing is compiled late."""
    assert cold["bits"] == warm["bits"]
    assert cold["late"] == []


def test_after_warming_up_nothing_is_left_to_compile(warm):
    """The first bad day waits for no compiler: every kernel that a figure needs has its form after warming up."""
    assert warm["kernels"] >= 5
    assert warm["late"] == []


def test_no_kernel_uses_512_bit_registers(cold):
    """The machine code of every compiled kernel stays within 256-bit registers, also on a host that has wider ones."""
    assert len(cold["registers"]) >= cold["kernels"]
    assert {name for name, (wide, _, _) in cold["registers"].items() if wide} == set()
    assert all(size > 500 for _, _, size in cold["registers"].values())


@pytest.mark.skipif(not llvm.get_host_cpu_features().get("avx2"), reason="this processor has no AVX2")
def test_the_lanes_use_256_bit_registers(cold):
    """On a processor that has them, 256-bit registers are in use: the look at the code sees what it should."""
    assert sum(narrow for _, narrow, _ in cold["registers"].values()) > (100 if LONG else 40)


FROM_THE_CACHE = """
import sys
from addin import runtime
runtime.prepare()
import numpy as np
from calc.pricing.kernels import legs
from numba.core.registry import cpu_target
legs(np.array([0.01]), np.full((4, 1), 0.25), 1.0)
assert sum(legs.stats.cache_hits.values()) == 1, legs.stats
print(len(cpu_target.target_context._defns), "numba.np.polynomial.polynomial_core" in sys.modules)
"""


def test_finished_code_needs_no_compiler():
    """A kernel that is in the cache is taken from there without the compiler's tables being filled."""
    done = None
    for _ in range(2):  # the first may have to compile it
        done = subprocess.run([sys.executable, "-c", FROM_THE_CACHE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[1] == "False"
    assert int(done.stdout.split()[0]) < 100


PLAIN = """
import numpy as np
from calc.pricing.kernels import legs
print(*map(float, legs(np.array([0.01]), np.full((4, 1), 0.25), 1.0)))
"""


def test_kernels_can_be_walked_through_in_plain_python():
    """With Numba's own switch for debugging, kernels are plain functions and give the same price."""
    told = [
        subprocess.run(
            [sys.executable, "-c", PLAIN], capture_output=True, text=True, check=True, env=environment
        ).stdout
        for environment in (os.environ, {**os.environ, "NUMBA_DISABLE_JIT": "1"})
    ]
    compiled, plain = ([float(part) for part in text.split()] for text in told)
    assert len(plain) == 2
    assert plain == pytest.approx(compiled, rel=1e-14)
