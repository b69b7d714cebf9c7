"""Compiled kernels carried from one computer to another of the same system and Python.

Their code is for the fixed processor of `calc/compile.py`, and Numba knows it again by the source's content. Only the
folder in its cache is named after the place of the source; so in a kit they lie under their module's name.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from addin.files import read_limited, replace_files
from calc.outcome import RefusedError, finding

MODULES = ("calc.margin.kernels", "calc.pricing.kernels", "calc.pricing.lanes.kernels")
FILE_LIMIT = 10_000_000
_FINISHED = "[!.]*.nb[ic]"  # an index and its code; a desktop hides files of its own beside them


@contextmanager
def warming(program: Path, cache: Path) -> Iterator[None]:
    """Let a `hikae` compile every kernel into an empty cache beside other work; it is finished in the end.

    When that work fails nobody waits for the kernels.
    """
    with subprocess.Popen(  # noqa: S603 - ourselves
        [str(program), "warm"], env=os.environ | {"NUMBA_CACHE_DIR": str(cache)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            yield
        except BaseException:
            process.kill()
            raise


def carried(cache: Path) -> dict[str, bytes]:
    """Return {module/file: content} of a cache's kernels. Raises RefusedError `kit_kernels` where a module has none."""
    found = dict[str, bytes]()
    for module in MODULES:
        files = sorted((cache / _cache_folder(module).name).glob(_FINISHED))
        if not files:
            raise RefusedError([finding("kit_kernels", path=module)])
        found |= {f"{module}/{path.name}": read_limited(path, FILE_LIMIT) for path in files}
    return found


def laid_down(folder: Path) -> int:
    """Return how many files of a kit's kernels lie in this program's cache now.

    Raises RefusedError `file_not_written`.
    """
    wanted = {
        _cache_folder(module) / path.name: read_limited(path, FILE_LIMIT)
        for module in MODULES
        for path in sorted((folder / module).glob(_FINISHED))
    }
    replace_files(wanted)
    return len(wanted)


def compiled_here() -> int:
    """Return how many kernels this process had to compile because its cache did not have them."""
    return sum(sum(each.stats.cache_misses.values()) for module in MODULES for each in _kernels(module))


def _cache_folder(module: str) -> Path:
    return Path(next(_kernels(module)).stats.cache_path)


def _kernels(module: str) -> Iterator[Any]:
    """Yield Numba's dispatchers of one module's own kernels."""
    for each in vars(import_module(module)).values():
        if hasattr(each, "py_func") and each.py_func.__module__ == module:
            yield each
