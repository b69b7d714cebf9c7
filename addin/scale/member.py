"""What runs on a worker of a cluster: what it is, the arrays it was given, the parts it computes.

Dask names these functions by their module, so that a worker runs the code of its own installation; a run brings along
arrays and plain data.
"""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from addin import runtime
from addin.scale.shared import Array, Layout, Shared, laid, put

_held: dict[str, Shared] = {}  # what this process was given, by run


@dataclass(frozen=True, slots=True)
class Missing:
    """The address of a worker that came too late to be given what a part needs."""

    worker: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """The address of a worker whose figures might be others, and its versions."""

    worker: str
    versions: dict[str, str]


def dask_setup(_worker: object) -> None:
    """Leave an interrupt to the process that started this one; Dask calls it where this module is a preload."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@cache
def versions() -> dict[str, str]:
    """Return all that two processes must have in common to get the same yen."""
    runtime.prepare()  # one cache of kernels, wherever the worker was started
    from calc import ENGINE_VERSION  # noqa: PLC0415 - after the cache is chosen
    from calc.compile import PROCESSOR  # noqa: PLC0415

    return {
        "hikae": version("hikae"),
        "engine": ENGINE_VERSION,
        "python": ".".join(map(str, sys.version_info[:2])),
        **{name: version(name) for name in ("numpy", "numba", "llvmlite")},
        "processor": PROCESSOR,
    }


def adopted(run: str, shared: Shared) -> bool:
    """Return whether this process has all arrays of a run: it was given them, or can read the file itself."""
    if run not in _held and shared.is_there():
        _held[run] = shared
    return holds(run, shared.layouts)


def received(run: str, number: int, array: Array, dask_worker: Any) -> None:  # noqa: ANN401 - Dask's own, by this name
    """Keep an array of a run behind those before it; who missed one is given all of them again when that is seen.

    Raises RefusedError `file_not_written`.
    """
    path = Path(dask_worker.local_directory) / own_name(run)
    held = Shared(path, ()) if number == 0 else _held.get(run, Shared(path, ()))
    if number == len(held.layouts):
        put(path, held.size, array)
        _held[run] = replace(held, layouts=(*held.layouts, laid(array)))


def own_name(run: str) -> str:
    """Return the name of the file in which a worker keeps what it was given."""
    return f"hikae-{run}"


def holds(run: str, layouts: tuple[Layout, ...]) -> bool:
    """Return whether this process has everything of a run."""
    return run in _held and _held[run].layouts == layouts


def forgotten(run: str) -> None:
    """Give up what belongs to a run."""
    held = _held.pop(run, None)
    if held is not None and held.path.name == own_name(run):
        held.path.unlink(missing_ok=True)


def computed(
    work: Callable[[Shared, Any], Any],
    part: Any,  # noqa: ANN401 - whatever the work takes
    *,
    run: str,
    layouts: tuple[Layout, ...],
    expected: dict[str, str],
) -> Any:  # noqa: ANN401 - whatever the work gives
    """Return a part's result, `Missing` or `Foreign`."""
    from distributed import get_worker  # noqa: PLC0415 - there is one

    if versions() != expected:
        return Foreign(get_worker().address, versions())
    if not holds(run, layouts):
        return Missing(get_worker().address)
    return work(_held[run], part)
