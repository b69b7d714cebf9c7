"""Compiled kernels travel under their module's name, and lie where this program looks for them."""

import shutil
import sys

import pytest

from addin import runtime
from addin.app.warm import warmed
from addin.kit import compiled
from calc.outcome import RefusedError


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Return the cache of a program that is installed elsewhere: other names for the folders."""
    folder = tmp_path / "elsewhere"
    monkeypatch.setattr(compiled, "_cache_folder", lambda module: folder / f"{module.rpartition('.')[0]}_0123")
    return folder


def files(folder):
    """Return {name: content} of what lies in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def carried(tmp_path):
    """Return a folder with the kernels of a cache as a kit carries them."""
    cache = tmp_path / "cache"
    for module in compiled.MODULES:
        folder = cache / compiled._cache_folder(module).name  # noqa: SLF001 - what Numba calls it here
        folder.mkdir(parents=True)
        for name in ("kernels.x-1.py311.nbi", "kernels.x-1.py311.1.nbc", "kernels.x-1.py311.nbi.tmp.1"):
            (folder / name).write_text(f"{module} {name}", encoding="utf-8")
    folder = tmp_path / "kit"
    for name, data in compiled.carried(cache).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_kernels_travel_under_their_modules_name(carried):
    """Each module's index and code are taken, and nothing that a killed compiler left."""
    names = {f"{module}/kernels.x-1.py311.{end}" for module in compiled.MODULES for end in ("nbi", "1.nbc")}
    assert set(files(carried)) == names


def test_kernels_are_laid_down_where_the_program_looks(carried, elsewhere):
    """In another place they lie, unchanged, in the folders that this place gives its modules."""
    assert compiled.laid_down(carried) == 2 * len(compiled.MODULES)
    found = files(elsewhere)
    assert found["calc.pricing.lanes_0123/kernels.x-1.py311.nbi"] == b"calc.pricing.lanes.kernels kernels.x-1.py311.nbi"
    assert sorted(found.values()) == sorted(files(carried).values())


def test_a_module_without_kernels_stops_the_kit(tmp_path):
    """A cache that lacks one module's kernels is not carried: the other office would wait for them."""
    with pytest.raises(RefusedError, match="kit_kernels"):
        compiled.carried(tmp_path)


def test_no_module_of_kernels_is_forgotten():
    """Every module of kernels in the product is on the list."""
    warmed()
    loaded = {name for name in sys.modules if name.startswith("calc.") and name.endswith(".kernels")}
    assert loaded == set(compiled.MODULES)


def test_an_installed_kit_has_its_own_cache(monkeypatch, tmp_path):
    """Beside an installed environment the kernels are its own and go with it; elsewhere they are the user's."""
    assert runtime.cache_folder().name == "hikae-kernels"
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert runtime.cache_folder().name == "hikae-kernels"
    (tmp_path / "kernels").mkdir()
    assert runtime.cache_folder() == tmp_path / "kernels"


def test_kernels_that_are_not_compiled_beside_failing_work_are_not_waited_for(tmp_path):
    """When the work beside the compiler fails, the compiler is ended at once."""
    program = tmp_path / "hikae"
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o700)
    with pytest.raises(LookupError), compiled.warming(program, tmp_path):
        raise LookupError


@pytest.mark.long
def test_a_cold_cache_is_told_from_a_warm_one(hikae_process, tmp_path):
    """With an empty cache every kernel is compiled and counted, and the second time none."""
    cold, warm = (hikae_process("warm", NUMBA_CACHE_DIR=str(tmp_path)).stdout for _ in range(2))
    assert " 0 compiled here" not in cold
    assert " 0 compiled here" in warm
    shutil.rmtree(tmp_path)
