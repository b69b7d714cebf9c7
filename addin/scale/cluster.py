"""A Dask cluster as crew: processes of this computer, or a running scheduler with its workers.

What Dask sends between its processes are pickles: whoever can reach a scheduler or a worker can run code there. A
cluster therefore belongs into the firm's own network, its connections under TLS. Certificates are Dask's own
configuration (`distributed.comm.tls`, `distributed.comm.require-encryption`, or environment variables that begin with
`DASK_DISTRIBUTED__COMM__`) and hold here as they do for its scheduler and workers. Processes that are started here
listen on this computer alone, under a certificate that lives as long as they do.

Nothing stands on a cluster that a run could not do without: arrays are given to each worker, again to one that comes
later or was started anew, and Dask repeats the parts of a worker that ends.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from secrets import token_hex
from typing import Any, TypeVar, cast

from distributed import CancelledError, Client, Future, KilledWorker

from addin.scale import member
from addin.scale.clients import client_of
from addin.scale.crew import AHEAD, Work, in_order
from addin.scale.shared import Array, Shared, sharing
from calc.outcome import Finding, RefusedError, finding

P = TypeVar("P")
R = TypeVar("R")

PATIENCE_SECONDS = 30  # how long nobody may be there to compute: a worker that ended may be on its way back
ANSWER_SECONDS = 120  # how long a worker may take to answer, or to be sent an array
MOST_BEGUN = 5  # how often a part begins anew since its worker lacked what all have been given by then
LOOK_SECONDS = 1  # how often it is seen whether anybody is there, while a part takes its time
SCHEDULER, RUNNING = "scheduler", "running"
LOUD = ("distributed", "tornado", "asyncio")


@dataclass(frozen=True, slots=True)
class _Begun:
    """A part that somebody computes."""

    part: Any
    future: Future[Any]


class ClusterCrew:
    """Computes on the workers of a cluster."""

    def __init__(self, client: Client, name: str) -> None:
        self._client, self._name, self._run = client, name, ""

    def check(self) -> None:
        """Refuse a cluster whose figures might be others: `scale_version`, `scale_package`, `scale_workers_missing`."""
        self._threads()
        found = self._on_workers(member.versions)
        with self._connected():
            try:
                found[SCHEDULER] = self._client.run_on_scheduler(member.versions)
            except OSError:
                raise
            except Exception as fault:  # noqa: BLE001 - told below, as a worker's
                found[SCHEDULER] = fault
        for worker, told in sorted(found.items()):
            if not isinstance(told, dict):
                raise RefusedError([_unloaded(worker, told)])
            if told != member.versions():
                raise RefusedError([_other(worker, told)])

    @contextmanager
    def shared(self, arrays: Iterable[Array]) -> Iterator[Shared]:
        """Give arrays as `Crew.shared` says.

        Raises RefusedError `file_not_written` here or on a worker, `scale_scheduler_lost`, `scale_worker_silent`.
        """
        with sharing(arrays) as own:
            self._run = token_hex(8)
            try:
                self._give(own)
                yield own
            finally:
                with suppress(RefusedError):  # who is gone or silent has nothing that a result needs
                    self._on_workers(member.forgotten, self._run, seconds=PATIENCE_SECONDS)

    def each(self, work: Work[P, R], parts: Iterable[P], shared: Shared) -> Iterator[R]:
        """Yield results as `Crew.each` says.

        Raises RefusedError `scale_scheduler_lost`, `scale_worker_lost`, `scale_workers_missing`, `scale_version`,
        `scale_package`, `scale_worker_silent`, and what the work raises.
        """
        task = partial(member.computed, work, run=self._run, layouts=shared.layouts, expected=member.versions())
        yield from in_order(
            parts,
            begin=lambda part: _Begun(part, self._submitted(task, part)),
            end=lambda begun: cast("R", self._ended(begun, task, shared)),
            ahead=AHEAD * self._threads(),
        )

    def _submitted(self, task: "partial[Any]", part: object) -> Future[Any]:
        with self._connected():
            return self._client.submit(task, part, pure=False)

    def _ended(self, begun: _Begun, task: "partial[Any]", shared: Shared) -> object:
        """Return a part's result; where its worker lacks the arrays, all are given them, and the part begins again.

        Each time only a worker that came later still can lack them.
        """
        made = self._result(begun.future)
        for _ in range(MOST_BEGUN):
            if not isinstance(made, member.Missing):
                break
            self._give(shared)
            made = self._result(self._submitted(task, begun.part))
        if isinstance(made, member.Missing):
            raise RefusedError([finding("scale_arrays_lost", worker=made.worker, times=MOST_BEGUN)])
        if isinstance(made, member.Foreign):
            raise RefusedError([_other(made.worker, made.versions)])
        return made

    def _result(self, future: Future[Any]) -> object:
        """Return what a worker made, looking from time to time whether there is one."""
        while True:
            with self._connected(), suppress(TimeoutError):
                fault = future.exception(timeout=LOOK_SECONDS)
                if fault is None:
                    return future.result(timeout=PATIENCE_SECONDS)
                break
            self._threads()
        if isinstance(fault, KilledWorker):
            raise RefusedError([finding("scale_worker_lost", worker=fault.last_worker.address)]) from fault
        if isinstance(fault, ImportError):
            raise RefusedError([_unloaded(self._name, fault)]) from fault
        raise fault

    def _threads(self) -> int:
        """Return how many threads compute. Raises RefusedError `scale_workers_missing` when none comes in time."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with self._connected():
                if threads := sum(self._client.nthreads().values()):
                    return int(threads)
            time.sleep(LOOK_SECONDS)
        raise RefusedError([finding("scale_workers_missing", address=self._name, seconds=PATIENCE_SECONDS)])

    def _give(self, shared: Shared) -> None:
        """Give a run's arrays to all workers that lack them; who is gone is not waited for.

        A worker of this computer reads the file that is there.
        """
        told = self._on_workers(member.adopted, self._run, shared)
        lacking = [each for each, has in told.items() if not has]
        for number, array in enumerate(shared.arrays() if lacking else ()):
            for fault in self._on_workers(member.received, self._run, number, array, to=lacking).values():
                if isinstance(fault, Exception):
                    raise fault

    def _on_workers(
        self,
        function: Callable[..., object],
        *given: object,
        to: list[str] | None = None,
        seconds: float | None = None,
    ) -> dict[str, object]:
        """Return what a function returns or raises on each worker, but for those that are gone.

        Raises RefusedError `scale_scheduler_lost`, `scale_worker_silent` where one does not answer in time.
        """
        patience = ANSWER_SECONDS if seconds is None else seconds
        with self._connected():
            try:
                told = self._client.run(function, *given, workers=to, on_error="return", callback_timeout=patience)
            except TimeoutError as late:
                raise RefusedError([finding("scale_worker_silent", address=self._name, seconds=patience)]) from late
        return {worker: each for worker, each in told.items() if not isinstance(each, OSError)}

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Refuse with `scale_scheduler_lost` where the scheduler is gone; what Dask then raises is of many kinds."""
        try:
            yield
        except RefusedError:
            raise
        except Exception as error:
            if self._client.status == RUNNING and not isinstance(error, (CancelledError, OSError)):
                raise
            raise RefusedError([finding("scale_scheduler_lost", address=self._name)]) from error


@contextmanager
def cluster_crew(cluster: str) -> Iterator[ClusterCrew]:
    """Give the workers of `local` or of a scheduler's address, checked.

    Raises RefusedError `scale_unreachable`, as `ClusterCrew.check`, and as its methods while it lasts.
    """
    _silence()
    with client_of(cluster) as client:
        crew = ClusterCrew(client, cluster)
        crew.check()
        yield crew


def _silence() -> None:
    """Leave it to findings to say what happens: Dask and what it stands on write warnings and tracebacks."""
    for name in [*LOUD, *logging.root.manager.loggerDict]:
        if name.partition(".")[0] in LOUD:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _other(worker: str, told: dict[str, str]) -> Finding:
    """Return the finding for the first version that differs."""
    own = member.versions()
    name = next(name for name in {**own, **told} if own.get(name) != told.get(name))
    return finding("scale_version", worker=worker, name=name, found=told.get(name, "-"), expected=own.get(name, "-"))


def _unloaded(worker: str, fault: object) -> Finding:
    return finding("scale_package", worker=worker, reason=fault)
