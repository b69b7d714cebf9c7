"""What is recorded only while nothing newer stands beside it: a judgement that rests on all entries of a kind.

Two processes that judge at the same instant look at the same record; only the first may add what it concluded. The
other looks again, at the first one's entry too, and concludes anew.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from addin.store.chain import Entry, Json
from calc.outcome import RefusedError, finding

if TYPE_CHECKING:
    from addin.store.journal import Journal

T = TypeVar("T")

ATTEMPTS = 20  # each lost to another process that recorded meanwhile


class Seen(NamedTuple):
    """What a content was judged beside: every entry of a kind up to the number `n`, 0 for none."""

    kind: str
    n: int


def refuse_newer(last: Sequence[Any] | None, seen: Seen) -> None:
    """Raise RefusedError `journal_moved_on` when the last row of the kind is newer than what was seen.

    Asked inside the write lock, before anything is added.
    """
    if last is not None and last[0] > seen.n:
        raise RefusedError([finding("journal_moved_on", kind=seen.kind)])


def recorded_beside(
    journal: "Journal",
    kind: str,
    judge: Callable[[Sequence[Entry]], tuple[T, Mapping[str, Json]]],
    *,
    on_recorded: Callable[[Entry], object] | None = None,
) -> tuple[T, Entry]:
    """Return what `judge` makes of all entries of a kind, recorded in the same kind before any other comes between.

    `judge` returns its result and the body to record; it is asked again whenever somebody else was quicker. Raises
    RefusedError as `Journal.append_all`.
    """
    for attempt in range(1, ATTEMPTS + 1):
        earlier = list(journal.entries(kind))
        result, body = judge(earlier)
        seen = Seen(kind, earlier[-1].n if earlier else 0)
        try:
            return result, journal.append_all([(kind, body)], on_recorded=on_recorded, seen=seen)[0]
        except RefusedError as refused:
            if attempt == ATTEMPTS or all(each.code != "journal_moved_on" for each in refused.findings):
                raise
    raise AssertionError("the last attempt returns or raises")
