"""Who computes the parts of a run: threads of this process, processes of this computer, or a cluster.

A part is computed by the same function on the same arrays wherever that is, and results come in the order of the
parts, so that nobody can tell from a figure who computed it.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar

from addin.scale.shared import Array, Shared, sharing
from calc.outcome import RefusedError, finding

LOCAL = "local"
AHEAD = 3  # parts begun for each thread: one is computed, others wait so that nobody else has to

P = TypeVar("P")
R = TypeVar("R")
F = TypeVar("F")
Work = Callable[[Shared, P], R]


class Crew(Protocol):
    """Computes parts that share arrays; a part's result does not depend on who computes it."""

    def shared(self, arrays: Iterable[Array]) -> AbstractContextManager[Shared]:
        """Give arrays, taken one by one, to everybody who computes, for as long as the context lasts."""

    def each(self, work: Work[P, R], parts: Iterable[P], shared: Shared) -> Iterator[R]:
        """Yield the result of each part in the order of the parts, which are taken as they are needed."""


class ThisProcess:
    """Computes in threads of this process: the kernels let go of the interpreter."""

    def __init__(self, threads: int) -> None:
        self._threads = threads

    def shared(self, arrays: Iterable[Array]) -> AbstractContextManager[Shared]:
        """Give arrays as `Crew.shared` says. Raises RefusedError `file_not_written`."""
        return sharing(arrays)

    def each(self, work: Work[P, R], parts: Iterable[P], shared: Shared) -> Iterator[R]:
        """Yield results as `Crew.each` says, and what the work raises."""
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="hikae-scale")
        try:
            yield from in_order(
                parts,
                begin=lambda part: pool.submit(work, shared, part),
                end=lambda future: future.result(),
                ahead=AHEAD * self._threads,
            )
        finally:
            pool.shutdown(cancel_futures=True)


def in_order(parts: Iterable[P], *, begin: Callable[[P], F], end: Callable[[F], R], ahead: int) -> Iterator[R]:
    """Yield what has ended in the order it was begun in, with so many begun at a time."""
    begun = deque[F]()
    for part in parts:
        begun.append(begin(part))
        if len(begun) >= ahead:
            yield end(begun.popleft())
    while begun:
        yield end(begun.popleft())


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def crew_of(cluster: str = "") -> Iterator[Crew]:
    """Give who computes: empty this process, `local` processes of this computer, else a scheduler's address.

    Raises RefusedError `scale_extra_missing`, and as `addin.scale.cluster` says.
    """
    if not cluster:
        yield ThisProcess(processors())
        return
    try:
        from addin.scale.cluster import cluster_crew  # noqa: PLC0415 - Dask, only when a cluster is asked for
    except ModuleNotFoundError as missing:
        raise RefusedError([finding("scale_extra_missing", package=missing.name)]) from missing
    with cluster_crew(cluster) as crew:
        yield crew
