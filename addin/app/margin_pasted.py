"""貼付 / Notified amounts that the record holds beside a day's folder: pasted or keyed tables of requirements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from addin.app.day.rule import TOTAL
from addin.app.import_table import IMPORTED, Content, read_content
from addin.app.margin_challenge import PastedAmount
from addin.export.template import template
from addin.store import snapshots
from addin.store.chain import Entry
from addin.store.journal import Journal

REQUIREMENTS, MEASURE = "requirements_upload", "im"


def pasted_amounts(journal: Journal, business_date: date, *, home: Path) -> Mapping[tuple[str, int], PastedAmount]:
    """Return by account and total, in yen, each initial margin that a recorded table of the day brought.

    The newest entry counts where two brought the same. Raises RefusedError where a recorded table is not to be read.
    """
    made: dict[tuple[str, int], PastedAmount] = {}
    for entry in journal.entries(IMPORTED):
        said = entry.body["template"], entry.body["business_date"]
        if said == (REQUIREMENTS, business_date.isoformat()):
            for account, amounts in _amounts(_rows(entry, business_date, home)).items():
                if TOTAL in amounts:
                    made[account, amounts[TOTAL]] = PastedAmount(entry.key, amounts)
    return made


def _rows(entry: Entry, business_date: date, home: Path) -> Iterable[Mapping[str, Any]]:
    """Return the rows of a recorded table, read again from its kept content."""
    ((name, sha256),) = entry.body["files"].items()
    encoding = "utf-8" if entry.body["encoding"] == "xlsx" else str(entry.body["encoding"])
    content = Content(name, snapshots.content(home, sha256), encoding, business_date)
    return read_content(template(REQUIREMENTS), content).rows


def _amounts(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for each in rows:
        if each["measure"] == MEASURE:
            found[str(each["account"])][str(each["component"])] = int(each["amount"])
    return found
