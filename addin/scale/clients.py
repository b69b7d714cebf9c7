"""Connections to a Dask cluster: processes that are started on this computer, or a scheduler that runs.

What can fail in starting, connecting and ending is met here, so that nothing hangs and nothing is left behind.
"""

import asyncio
import logging
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from multiprocessing import resource_tracker

import dask
from distributed import Client, LocalCluster, Security
from distributed.comm.core import connect

from addin.scale import member
from addin.scale.crew import LOCAL, processors
from calc.outcome import RefusedError, finding

CONNECTING_SECONDS = 10
NO_PAGES: dict[str, list[str]] = {
    f"distributed.{each}.http.routes": [] for each in ("scheduler", "worker")
}  # nothing to ask by a browser


def client_of(cluster: str) -> AbstractContextManager[Client]:
    """Return a connection to `local` or to a scheduler's address. Raises RefusedError `scale_unreachable`."""
    return _local() if cluster == LOCAL else _running(cluster)


@contextmanager
def _local() -> Iterator[Client]:
    """Give processes of this computer, one for each processor; their folder ends with them."""
    with ExitStack() as kept:
        folder = kept.enter_context(tempfile.TemporaryDirectory(prefix="hikae-scale-", ignore_cleanup_errors=True))
        with _undisturbed(), _reached(LOCAL), dask.config.set({**NO_PAGES, "temporary-directory": folder}):
            own = LocalCluster(
                n_workers=processors(),
                threads_per_worker=1,
                memory_limit=0,  # no work of ours grows with its input
                dashboard_address="127.0.0.1:0",
                scheduler_kwargs={"dashboard": False},
                security=True,
                silence_logs=logging.CRITICAL,
                env={"NUMBA_NUM_THREADS": "1"},
                preload=[member.__name__],
            )
            kept.callback(_ended, own)
        yield kept.enter_context(Client(own, set_as_default=False))


def _ended(own: LocalCluster) -> None:
    with _undisturbed():
        own.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let an interrupt wait to the end: processes that are started or ended by half are left behind.

    They are started with interrupts blocked: a terminal sends one to all of them.
    """
    is_main = threading.current_thread() is threading.main_thread()  # interrupts come to this one alone
    if not is_main or not callable(signal.getsignal(signal.SIGINT)):  # or to nobody, in the background of a shell
        yield
        return
    came, blocks = list[int](), hasattr(signal, "pthread_sigmask")  # not on Windows
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    if blocks:
        resource_tracker.ensure_running()  # it would let interrupts through where it is started
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if blocks:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, before)
        if came:
            raise KeyboardInterrupt


@contextmanager
def _running(address: str) -> Iterator[Client]:
    """Give a scheduler that runs; certificates are those of Dask's settings."""
    with _reached(address):
        said = asyncio.run(asyncio.wait_for(_identity(address), CONNECTING_SECONDS))
        if not isinstance(said, dict) or said.get("type") != "Scheduler":
            raise ValueError("no Dask scheduler")
        client = Client(address, timeout=CONNECTING_SECONDS, set_as_default=False)
    try:
        yield client
    finally:
        client.close(timeout=CONNECTING_SECONDS)


async def _identity(address: str) -> object:
    """Return what a program at an address says it is; a client would wait without end for one that says nothing."""
    comm = await connect(address, timeout=CONNECTING_SECONDS, **Security().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        return await comm.read()
    finally:
        comm.abort()


@contextmanager
def _reached(address: str) -> Iterator[None]:
    """Refuse with `scale_unreachable` what cannot be started or connected to, TLS settings that do not fit included.

    What another program says may be read as the length of a message beyond all memory.
    """
    try:
        yield
    except (OSError, ValueError, TypeError, RuntimeError, MemoryError) as error:
        reason = str(error) or type(error).__name__
        raise RefusedError([finding("scale_unreachable", address=address, reason=reason)]) from error
