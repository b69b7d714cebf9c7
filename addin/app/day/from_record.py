"""What a day's run takes from the record of its home beside the folder: facts declared there, and prices set there.

The folder comes first: a fact that both tell counts once, and a price of the folder's own table stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.approval.subjects import Subject, SubjectKind
from addin.app.approval.touches import standing_subjects
from addin.app.plan_facts import recorded_facts, unsaid
from addin.store.journal import Journal
from calc.plan.types import Day, Fact

SET_PRICE = "price.set_by_jscc"


@dataclass(frozen=True, slots=True)
class FromRecord:
    """Facts of the business date that the folder does not tell, and the prices in bp that those among them set."""

    facts: tuple[Fact, ...]
    set_bp: Mapping[str, float]


def from_record(home: Path, day: Day) -> FromRecord:
    """Return what the record of a home adds to a day; reading makes no record.

    Raises RefusedError as `recorded_facts` does.
    """
    with Journal(home) as journal:
        facts = unsaid(recorded_facts(journal, day.business_date), beside=day.facts)
        setting = [fact for fact in facts if fact.what == SET_PRICE]
        return FromRecord(facts, _prices(journal, day, setting) if setting else {})


def _prices(journal: Journal, day: Day, setting: Iterable[Fact]) -> dict[str, float]:
    """Return the prices of the decisions that the facts refer to, as two persons agreed to them (CP-1.3.2)."""
    standing = standing_subjects(desk_entries(journal), day.business_date)
    prices: dict[str, float] = {}
    for fact in setting:
        decision = standing.get(Subject(day.business_date, SubjectKind.JSCC_PRICE, fact.details["reference"]))
        if decision is not None:
            prices |= decision.body["prices"]
    return prices
