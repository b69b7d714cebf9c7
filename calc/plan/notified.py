"""Whether the participant's side has the notice that announces what applies."""

from calc.plan.asked import Asked
from calc.plan.duties import announced
from calc.plan.handling import with_handling
from calc.plan.states import State
from calc.plan.types import PARTICIPANT


def is_confirmed(state: State, *, asked: Asked) -> bool:
    """Return whether the ruling is confirmed: JSCC's own always is, a participant's once JSCC's notice came.

    The newest notice that has come up must have been received; where the plan has none, what applies is enough.
    """
    if asked.day.role != PARTICIPANT:
        return True
    notices = announced(asked.book.duties(state.item), with_handling(state, asked=asked), asked=asked)
    if not notices:
        return state.ruling.applies not in (None, "pending")
    newest = notices[-1]
    return any(
        fact.what == "notice.received" and fact.details["clause"] == newest.duty.clause and fact.at > newest.start
        for fact in asked.known.family("notice")
    )
