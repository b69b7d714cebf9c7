"""Which entries somebody was told are recorded: a file of one byte per entry, at the offset of its number.

The mark is put after the telling and not made durable: losing it says more than needed, never less. Several processes
may put marks at once, as none of them writes another's bytes.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from addin.files import is_there, read_limited, replace_file
from addin.store.chain import Entry
from addin.streams import write_at
from calc.outcome import Finding, RefusedError, finding

FILE_NAME = "journal.shown"
_MARK = b"\1"
_MOST = 1 << 30


def mark_shown(home: Path, numbers: Iterable[int]) -> None:
    """Mark entries as told; a mark that cannot be put disturbs nobody."""
    with suppress(OSError):
        for first, count in runs(numbers):
            write_at(home / FILE_NAME, first, _MARK * count)


def not_shown(home: Path, last: int) -> Iterator[int]:
    """Yield the numbers up to `last` that nobody was told of, smallest first."""
    path = home / FILE_NAME
    marks = read_limited(path, _MOST) if is_there(path) else b""
    missing = marks[1 : last + 1].translate(_INVERTED)
    number = missing.find(_MARK)
    while number >= 0:
        yield number + 1
        number = missing.find(_MARK, number + 1)
    yield from range(max(len(marks), 1), last + 1)


def last_shown(home: Path) -> int:
    """Return the highest number that somebody was told of, 0 when the marks cannot be read."""
    with suppress(RefusedError):
        return max(0, read_limited(home / FILE_NAME, _MOST).rfind(_MARK)) if is_there(home / FILE_NAME) else 0
    return 0


def forget_shown(home: Path) -> None:
    """Take away the marks of a record that is no longer there, durable; raises RefusedError `file_not_written`."""
    if is_there(home / FILE_NAME):
        replace_file(home / FILE_NAME, b"")


def unconfirmed(entries: Sequence[Entry]) -> tuple[Finding, ...]:
    """Return what to tell of entries that nobody may have seen confirmed: one finding, or none."""
    if not entries:
        return ()
    return (finding("journal_unconfirmed", count=len(entries), first=entries[0].n, last=entries[-1].n),)


_INVERTED = bytes(number != _MARK[0] for number in range(256))


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first number and the length of each run of numbers that follow one another."""
    ordered = sorted(set(numbers))
    for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]):
        together = [number for _, number in run]
        yield together[0], len(together)
