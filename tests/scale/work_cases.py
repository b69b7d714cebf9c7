"""What the tests let a worker do; workers find this module by the path they are started with."""

import os
import signal

from distributed import get_worker

from addin.scale import member
from calc.outcome import Place, RefusedError, finding


def deadly(_shared, _part):
    """End the process that computes it, without notice."""
    os.kill(os.getpid(), signal.SIGKILL)


def refusing(_shared, part):
    """Refuse the part."""
    raise RefusedError([finding("scale_positions", Place("positions.csv", 3), account=part)])


def unreadable(_shared, part):
    """Fail as a file that is not there does."""
    raise FileNotFoundError(part)


def total(shared, part):
    """Return the part, and the sum of all that is shared."""
    return part, sum(float(array.sum()) for array in shared.arrays())


def forgetful(_work, _part, **_run):
    """Answer as a worker that never keeps what it was given."""
    return member.Missing(get_worker().address)


def far(run, shared):
    """Answer as a worker on another computer: what it can use is only what it was sent."""
    return member.holds(run, shared.layouts)


def full(_run, _number, _array):
    """Answer as a worker whose disk is full."""
    raise RefusedError([finding("file_not_written", path="blocks", needed=1, reason_ja="-", reason_en="-")])
