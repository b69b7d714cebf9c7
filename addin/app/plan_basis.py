"""What the plan's answers of a business date rest on: the day's facts as recorded last, and those beside them.

A desk on which no day was ever run can declare a failure all the same: then the facts of the record are all there is,
and `Basis.words` says so. With neither there is no answer, as a ruling without facts would be a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from addin.app.day.read import FACTS
from addin.app.day.rule import plan_settings
from addin.app.plan_day import day_content
from addin.app.plan_facts import recorded_facts, unsaid, with_facts
from addin.app.settings_record import settings_in_force
from addin.settings import Settings
from addin.store import snapshots
from addin.store.chain import Entry
from addin.store.journal import Journal
from addin.store.stamp import stamp
from calc.outcome import RefusedError, finding
from calc.plan.board import said
from calc.plan.types import Day, Fact
from calc.text.wording import Words

KEPT = ("day.inputs", "desk.imported")  # a run of the day, and a day's folder taken into a workbook
UNRECORDED = "plan_day_unrecorded"
_DAYS_KEPT = 4


@dataclass(frozen=True, slots=True)
class Basis:
    """A business day as the record holds it: its facts, the settings in force, and which entry brought the day file.

    `entry` is None where only facts were recorded; `beside` counts those recorded beside the day file.
    """

    day: Day
    settings: Settings
    entry: Entry | None
    beside: int

    @property
    def words(self) -> Words:
        """Return what the answers rest on, in words."""
        if self.entry is None:
            return said("basis", "facts_alone", facts=self.beside)
        return said("basis", "run", n=self.entry.n, facts=self.beside)


def basis_of(home: Path, business_date: date, seen: bytes) -> Basis:
    """Return the newest basis of a date; `seen` is the record's stamp, so that one that has changed is read again.

    Raises RefusedError `plan_day_unrecorded` where the record holds neither the day nor a fact of it, or as reading
    the record, its snapshots and its settings does.
    """
    day, given, entry, beside = _recorded(home, business_date, seen)
    settings = settings_in_force(home, given)
    return Basis(replace(day, settings=plan_settings(settings)), settings, entry, beside)


def facts_of(home: Path, business_date: date) -> tuple[Fact, ...]:
    """Return every fact that the record holds of a date, none where it holds nothing of it. Errors as `basis_of`."""
    try:
        return basis_of(home, business_date, stamp(home)).day.facts
    except RefusedError as refused:
        if [each.code for each in refused.findings] != [UNRECORDED]:
            raise
        return ()


@lru_cache(maxsize=_DAYS_KEPT)
def _recorded(home: Path, business_date: date, seen: bytes) -> tuple[Day, Mapping[str, object], Entry | None, int]:
    """Return the day, the settings that its file names, the entry that brought the file, and how many facts beside."""
    del seen
    with Journal(home) as journal:
        entry = _newest(journal, business_date)
        facts = recorded_facts(journal, business_date)
        if entry is None and not facts:
            raise RefusedError([finding(UNRECORDED, day=business_date)])
        if entry is None:
            return with_facts(_empty(home, business_date), facts), {}, None, len(facts)
        file = day_content(snapshots.content(home, entry.body["files"][FACTS]), FACTS)
        more = unsaid(facts, beside=file.read.value.facts)
        return with_facts(file.read.value, more), file.settings, entry, len(more)


def _newest(journal: Journal, business_date: date) -> Entry | None:
    """Return the newest entry that kept a day file of the date."""
    day = business_date.isoformat()
    found = (
        each
        for kind in KEPT
        for each in journal.entries(kind)
        if each.body["business_date"] == day and FACTS in each.body["files"]
    )
    return max(found, key=lambda each: each.n, default=None)


def _empty(home: Path, business_date: date) -> Day:
    """Return a day of which nothing is known but the settings of the desk."""
    settings = settings_in_force(home, {})
    return Day(business_date=business_date, settings=plan_settings(settings), role=settings.text("role"))
