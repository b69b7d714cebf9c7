"""Checks of what computes: the worker behind the cells, the compiled kernels."""

from pathlib import Path

from addin.now import seconds
from addin.office.profile import hikae_program
from addin.worker.child import WorkerError
from addin.worker.client import Client
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

_CALL, _ARGUMENTS = "CDS_NUMBER", ["1.5"]


def worker(_home: Path) -> Words:
    """Return in what time a new worker answers. Raises RefusedError with the worker's own code."""
    client, start = Client("functions", lambda: str(hikae_program())), seconds()
    try:
        client.call(_CALL, _ARGUMENTS)
    except WorkerError as fault:
        raise RefusedError([finding(fault.code, detail=fault.detail)]) from fault
    finally:
        client.end()
    return Words(*[f"{seconds() - start:.1f} s"] * 2)


def kernels(_home: Path) -> Words:
    """Return how many kernels are compiled, and in what time they ran; those that were not compiled are now."""
    from addin.app.warm import warmed  # noqa: PLC0415 - loads the compiler, which no other check needs

    start = seconds()
    count = warmed()
    taken = f"{seconds() - start:.1f} s"
    return Words(f"{count} 個、{taken}", f"{count}, {taken}")
