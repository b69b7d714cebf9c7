"""Duties as the rows both sides see: who, by which means, from when, overdue when, and with which gap."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from calc.plan.asked import Asked
from calc.plan.duties import Owed
from calc.plan.occurrences import THROUGH_OTC, Occurrence, Status, calls, terminal_down
from calc.plan.types import CLEARING_HOUSE, PARTICIPANT, Row

SILENT = "notice"


def rows_of(owed: Iterable[Owed], *, asked: Asked) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows that are due and those missed, each by time, then plan order, then participant."""
    found = list(owed)
    due = [row for each in found if each.status is Status.OPEN for row in _due(each.occurrence, asked=asked)]
    missed = [_row(each.occurrence, asked=asked) for each in found if each.status is Status.MISSED]
    return _in_order(due, asked=asked), _in_order(missed, asked=asked)


def _in_order(rows: Iterable[Row], *, asked: Asked) -> tuple[Row, ...]:
    order = list(asked.book.clauses)
    return tuple(sorted(rows, key=lambda row: (row.opens, order.index(row.clause), row.what, row.participant or "")))


def _due(occurrence: Occurrence, *, asked: Asked) -> list[Row]:
    """Return an open duty's row; on the participant's side an overdue notice becomes a call to JSCC (G14)."""
    row = _row(occurrence, asked=asked)
    silent = asked.day.role == PARTICIPANT and row.what == SILENT and asked.at > row.overdue_from
    if not silent:
        return [row]
    return [] if calls(row.clause, None, after=row.overdue_from, asked=asked) else [_call_to_jscc(row, asked=asked)]


def _call_to_jscc(row: Row, *, asked: Asked) -> Row:
    own = asked.day.participants[0] if len(asked.day.participants) == 1 else PARTICIPANT
    return Row(
        clause=row.clause,
        what="call",
        channel="telephone",
        participant=row.participant,
        by_whom=row.participant or own,
        mode="do",
        opens=row.opens,
        by=row.by,
        overdue_from=row.overdue_from,
        gap=asked.book.marks["silence"],
        means=row.means,
        item=row.item,
    )


def _row(occurrence: Occurrence, *, asked: Asked) -> Row:
    duty, participant = occurrence.duty, occurrence.participant
    down = duty.channel in THROUGH_OTC and terminal_down(asked, asked.at)
    return Row(
        clause=duty.clause,
        what=duty.what,
        channel=duty.channel,
        participant=participant,
        by_whom=CLEARING_HOUSE if duty.by_whom == CLEARING_HOUSE else participant or PARTICIPANT,
        mode="do" if duty.by_whom == asked.day.role else "expect",
        opens=occurrence.start,
        by=_deadline(occurrence, asked=asked),
        overdue_from=occurrence.start + timedelta(minutes=asked.day.settings.notice_grace_minutes),
        gap=asked.book.marks["terminal_down"] if down else duty.gap,
        means=_six_means(asked) if down else duty.means,
        item=duty.item,
        amount=occurrence.amount,
    )


def _deadline(occurrence: Occurrence, *, asked: Asked) -> datetime | None:
    """Return until when a duty is to be done: a cut-off, or the quote window's end as the desk has set it."""
    by = occurrence.duty.by
    cut = by if isinstance(by, time) or by is None else asked.day.settings.quote_window_close
    return None if cut is None else asked.clock.instant(cut)


def _six_means(asked: Asked) -> tuple[str, ...]:
    """Return the means of communication of BCP-4.3, in order."""
    (means,) = asked.book.values("means").values()
    return tuple(means)
