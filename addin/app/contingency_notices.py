"""The notices of a day as a board shows them: those due, those expected, those missed, and those that went out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from calc.plan.board import both, choice_of, duty_state, duty_words, said, until
from calc.plan.clauses import book
from calc.plan.notices import has_notice, notice_text
from calc.plan.page import filled
from calc.plan.types import Day, Fact, Plan, Row

NOTICES = ("notice", "message", "contact", "call")
SENT, RECEIVED, CALLED = "notice.sent", "notice.received", "phone.called"
DONE = (SENT, RECEIVED, CALLED)
MISSED = "missed"
SYMBOLS = {"overdue": "✗ 超過 overdue", "do": "● 要対応 to do", "expect": "▲ 待ち expected", MISSED: "✗ 未了 missed"}
TELEPHONE = "telephone"
DONE_STATES = {SENT: "○ 済 sent", RECEIVED: "○ 受領 received", CALLED: "○ 済 called"}

Key = tuple[str, str, str]  # clause, participant, means


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: how it stands, until when it is in time, whom it is for, by which means, and what it says.

    `at` is when it went out or came in, None for an open one; `is_awaited` where it is somebody else's to send.
    """

    state: str
    until: datetime | None
    clause: str
    what: str
    participant: str
    channel: str
    text: str
    at: datetime | None
    is_awaited: bool = False

    @property
    def key(self) -> Key:
        """Return what makes it the same notice in a list made anew."""
        return (self.clause, self.participant, self.channel)


def notices_of(plan: Plan, day: Day) -> tuple[Notice, ...]:
    """Return every notice of the day at the plan's instant: open ones first, gravest and earliest before all others.

    What has gone out, or came in, stands last, the newest first; nothing that was missed is left out.
    """
    opened = sorted(_open(plan), key=lambda each: (list(SYMBOLS.values()).index(each.state), each.until, each.key))
    done = sorted(_done(day, plan.at), key=lambda each: each.at or plan.at, reverse=True)
    return (*opened, *done)


def as_fact(notice: Notice) -> tuple[str, dict[str, str | bool]]:
    """Return the fact that says that an open notice went out, or came in where it was one to wait for."""
    details: dict[str, str | bool] = {"clause": notice.clause}
    if notice.participant:
        details["participant"] = notice.participant
    is_call = notice.channel == TELEPHONE and notice.what.startswith(filled("what", "call").ja)
    if is_call:
        return CALLED, {**details, "reached": True}
    return RECEIVED if notice.is_awaited else SENT, {**details, "channel": notice.channel}


def channel_words(channel: str) -> str:
    """Return a means as the board's list shows it: its label, then the word of the closed list."""
    return choice_of(channel) if channel else ""


def _open(plan: Plan) -> Iterator[Notice]:
    for row in plan.due:
        if row.what in NOTICES:
            yield _of_row(row, plan, SYMBOLS[duty_state(row, plan.at)])
    for row in plan.missed:
        if row.what in NOTICES:
            yield _of_row(row, plan, SYMBOLS[MISSED])


def _of_row(row: Row, plan: Plan, state: str) -> Notice:
    text = both(notice_text(row, plan)) if has_notice(row) else both(duty_words(row))
    what = both(filled("what", row.what), between=" ")
    name, channel, is_awaited = row.participant or "", row.channel or "", row.mode == "expect"
    return Notice(state, until(row), row.clause, what, name, channel, text, None, is_awaited)


def _done(day: Day, at: datetime) -> Iterator[Notice]:
    for fact in day.facts:
        if fact.what in DONE and fact.learned <= at:
            yield _of_fact(fact)


def _of_fact(fact: Fact) -> Notice:
    clause = str(fact.details.get("clause", ""))
    words = book().clauses[clause].words if clause else said("entry", "fact.recorded")
    what, channel = DONE_STATES[fact.what], str(fact.details.get("channel", TELEPHONE))
    name = str(fact.details.get("participant", ""))
    return Notice(what, None, clause, "", name, channel, both(words), fact.at)
