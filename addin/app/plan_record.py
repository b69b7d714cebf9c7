"""What both plans say, put into the record as decisions: each once, a new one naming the one it supersedes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.versions import versions
from addin.store.journal import Entry, Journal, Json
from calc.days.business_day import Calendar, tokyo
from calc.outcome import Finding, Place, finding
from calc.plan.latch import Decision, Latched, Standing, latched
from calc.plan.page import filled
from calc.plan.types import Day, Plan
from calc.text.wording import Words

KIND = "plan.ruled"
UNTOLD: Mapping[str, Json] = {"facts": None, "supersedes": None, "because": []}  # what version 0.1 did not record


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording the rulings came to: the new entries, a line for each item that has more to tell, findings."""

    entries: tuple[Entry, ...]
    lines: tuple[Words, ...]
    findings: tuple[Finding, ...]


def record_rulings(plan: Plan, day: Day, journal: Journal, *, calendar: Calendar | None = None) -> Recorded:
    """Return what was recorded of a plan's rulings, durable; a ruling that stands, or a look back, adds nothing.

    Raises RefusedError as `Journal.append_all` does.
    """
    decisions = latched_rulings(plan, day, journal, calendar=calendar)
    entries = journal.append_all(list(ruling_entries(decisions)))
    return Recorded(entries, ruling_lines(decisions), ruling_findings(decisions))


def latched_rulings(plan: Plan, day: Day, journal: Journal, *, calendar: Calendar | None = None) -> tuple[Latched, ...]:
    """Return each item's ruling beside the decisions of the day that are recorded already."""
    earlier = earlier_decisions(journal, plan.business_date)
    return latched(plan, day, earlier=earlier, calendar=calendar or tokyo(), versions=versions())


def earlier_decisions(journal: Journal, business_date: date) -> list[Decision]:
    """Return the recorded decisions of a day, in the order of the record."""
    return [
        Decision(entry.key, datetime.fromisoformat(entry.body["at"]), {**UNTOLD, **entry.body})
        for entry in journal.entries(KIND)
        if entry.body["business_date"] == business_date.isoformat()
    ]


def ruling_entries(decisions: Iterable[Latched]) -> Iterable[tuple[str, Mapping[str, Json]]]:
    """Yield kind and content of each decision to record."""
    return ((KIND, each.body) for each in decisions if each.body is not None)


def ruling_lines(decisions: Iterable[Latched]) -> tuple[Words, ...]:
    """Return a line for each item that supersedes a decision or looks back behind one."""
    return tuple(filled("line", "latch", item=filled("item", each.item), said=each.words)
                 for each in decisions if each.words)  # fmt: skip


def ruling_findings(decisions: Iterable[Latched]) -> tuple[Finding, ...]:
    """Return a warning for each decision that something learned late has superseded, a note for each look back."""
    return tuple(
        finding(
            "ruling_looked_back" if each.standing is Standing.LOOK_BACK else "ruling_superseded",
            Place(each.item),
            reason_ja=each.words.ja,
            reason_en=each.words.en,
        )
        for each in decisions
        if each.words and (each.late or each.standing is Standing.LOOK_BACK)
    )
