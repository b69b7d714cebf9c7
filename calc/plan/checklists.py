"""The read-do lists: what to read and do in a failure, item by item, each with its clause and its pause point."""

from dataclasses import dataclass
from functools import cache

from calc.plan.clauses import PACKAGE
from calc.tables import packaged
from calc.text.wording import Words


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a list; `code` names it in the record, `pause` is the cut-off to stop at, "" for none."""

    code: str
    words: Words
    clause: str
    pause: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """One list with its items in the order in which they are done."""

    id: str
    words: Words
    clause: str
    steps: tuple[Step, ...]


@cache
def checklists() -> tuple[Checklist, ...]:
    """Return every list as shipped."""
    return tuple(
        Checklist(
            each["id"],
            Words(each["ja"], each["en"]),
            each["clause"],
            tuple(
                Step(f"{each['id']}/{n}", Words(item["ja"], item["en"]), item["clause"], item.get("pause", ""))
                for n, item in enumerate(each["item"], start=1)
            ),
        )
        for each in packaged(PACKAGE, "checklists.toml")["list"]
    )


def page_rows() -> tuple[Checklist | Step | None, ...]:
    """Return the rows of the page that holds every list: its head, its items, and an empty row behind each."""
    rows = list[Checklist | Step | None]()
    for each in checklists():
        rows += [each, *each.steps, None]
    return tuple(rows[:-1])
