"""取消 / What was declared wrongly is taken back by a fact of its own that names its entry; nothing is ever edited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from addin.app.declared import Item
from addin.app.desk_lines import Line
from addin.app.outage_facts import fact_items
from addin.app.plan_facts import RECORDED
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.outcome import RefusedError, finding
from calc.plan.fact_rows import RETRACTION

_NUMBER = re.compile(r"#?(\d{1,9})")
_MARKED = re.compile(r"recorded #(\d{1,9})")
_SAYING = ("business_date", "at", "what", "details")


@dataclass(frozen=True, slots=True)
class Declared:
    """The facts that the record holds of a day, by number, and the keys of those that were taken back."""

    entries: Mapping[int, Entry]
    retracted: frozenset[str]

    def item(self, line: Line, at: datetime, details: Mapping[str, Any]) -> Item:
        """Return the fact that takes back the entry that a line names `#n`.

        Raises RefusedError `declare_unnamed` at its cell where the day has no such fact, or as `fact_items`.
        """
        told = str(details.get("id", ""))
        read = _NUMBER.fullmatch(told)
        named = self.entries.get(int(read[1])) if read else None
        if named is None or named.body["what"] == RETRACTION:
            raise RefusedError([finding("declare_unnamed", line.places["names"], text=told[:20])])
        first = next(each for each in self.entries.values() if _says_same(each.body, named.body))
        body, day = first.body, date.fromisoformat(first.body["business_date"])
        before = (datetime.fromisoformat(body["at"]), body["what"], {**body["details"], "id": first.key})
        return fact_items([before, (at, RETRACTION, {**details, "id": first.key})], business_date=day)[-1]

    def refuse_changed(self, line: Line, item: Item) -> None:
        """Raise RefusedError for a line that would leave a wrong fact standing, or bring back one taken back.

        Codes: `declare_edited` for a recorded line that says something else now, `declare_retracted`.
        """
        place = line.places["what"]
        for entry in self.entries.values():
            if _says_same(entry.body, item[1]) and entry.key in self.retracted:
                raise RefusedError([finding("declare_retracted", place, n=entry.n)])
        read = _MARKED.search(line.text("state"))
        marked = self.entries.get(int(read[1])) if read else None
        if marked is not None and marked.key not in self.retracted and not _says_same(marked.body, item[1]):
            raise RefusedError([finding("declare_edited", place, n=marked.n)])


def declared_of(journal: Journal, day: date) -> Declared:
    """Return what was declared of a business day."""
    found = [each for each in journal.entries(RECORDED) if each.body.get("business_date") == day.isoformat()]
    gone = (each.body["details"].get("id") for each in found if each.body.get("what") == RETRACTION)
    return Declared({each.n: each for each in found}, frozenset(str(each) for each in gone))


def _says_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one.get(name) == other.get(name) for name in _SAYING)
