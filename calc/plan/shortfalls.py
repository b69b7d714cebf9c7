"""Who is short while the CMF terminal is down, and what became of it (CP-3.3)."""

from dataclasses import dataclass
from datetime import datetime

from calc.plan.asked import Asked
from calc.plan.moments import ats
from calc.plan.occurrences import calls
from calc.plan.predicates import Moments


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One participant short: since when, and by how much in integer yen as last told."""

    since: datetime
    amount: int


def shortfalls(asked: Asked) -> dict[str, Shortfall]:
    """Return the participants short since the CMF terminal's last recovery."""
    family = sorted(asked.known.family("cmf"), key=lambda fact: fact.at)
    recovered = max(ats(family, "recovered"), default=None)
    short: dict[str, Shortfall] = {}
    for fact in family:
        if fact.what == "cmf.failed" and (recovered is None or fact.at > recovered):
            for told in fact.details["short"]:
                known = short.get(told["participant"])
                short[told["participant"]] = Shortfall(known.since if known else fact.at, told["amount"])
    return {participant: each for participant, each in sorted(short.items()) if each.amount > 0}


def cmf_down(asked: Asked) -> bool:
    """Return whether the CMF terminal is down: its last failure has no recovery after it."""
    family = asked.known.family("cmf")
    failed = max(ats(family, "failed"), default=None)
    return failed is not None and not any(each >= failed for each in ats(family, "recovered"))


def shortfall_moments(participant: str, since: datetime, *, asked: Asked) -> Moments:
    """Return when the participant turned out short, and when it was first reached by telephone after that."""
    (call,) = (duty.clause for duty in asked.book.duties("cmf") if duty.what == "call")
    return {"short": (since,), "first_call": tuple(calls(call, participant, after=since, asked=asked)[:1])}
