"""The warm process, what makes its calls fail, and places for many small runs."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "plan"):  # the naive model of the plan is there
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from warm_process import CALLS, FAMILIES, MEMORY, WHEN, Faults, Warm  # noqa: E402 - found by the lines above

CHILD = HERE / "failing_child.py"
LONGEST = ("test_random_days", "test_random_approvals")


def pytest_collection_modifyitems(items):
    """Have the longest tests begin first, so that at the end none of them runs alone."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)


@pytest.fixture(scope="session")
def strace():
    """Return the path of strace, without which a fault test on Linux is a failure, never a silent skip."""
    if sys.platform != "linux":
        pytest.skip("strace is a tool of Linux")
    found = shutil.which("strace")
    assert found, "strace がありません / strace is missing: apt-get install strace"
    return found


def in_memory(otherwise):
    """Yield a folder for many small runs, in memory where there is such a place."""
    if not os.access(MEMORY, os.W_OK):
        yield otherwise
        return
    with tempfile.TemporaryDirectory(prefix="hikae-faults-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def place(tmp_path):
    """Return a folder for the runs of one test."""
    yield from in_memory(tmp_path)


@pytest.fixture(scope="session")
def warm_place(tmp_path_factory):
    """Return the folder of the warm process itself."""
    yield from in_memory(tmp_path_factory.mktemp("warm"))


@pytest.fixture(scope="session")
def warm(strace, warm_place):
    """Return the warm process: kernels compiled, modules loaded, every use case run once."""
    program = [sys.executable, "-B", str(CHILD), str(warm_place)]
    env = {**os.environ, "NUMBA_THREADING_LAYER": "workqueue"}  # the one that lives on in a forked child
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        assert process.stdout.readline() == b"ready\n"
        yield Warm(process, strace)
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.fixture
def faults(warm):
    """Return what sets up one kind of fault for a while."""

    @contextmanager
    def opened(kind):
        families = {call: FAMILIES.get(call, call) for call in CALLS}
        injected = [f"-einject={names}:{kind}:when={WHEN}" for names in families.values()]
        with warm.watched("-o", "/dev/null", f"-etrace={','.join(families.values())}", *injected):
            yield Faults(warm, kills=kind.startswith("signal"))

    return opened
