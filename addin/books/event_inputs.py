"""The table of credit events in force, typed: one row an entity, a kind of event and a period."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from calc.margin.short_charge import CreditEvent, EventKind
from calc.outcome import Finding, Outcome, Place, finding
from calc.text.columns import Column, Table, choice, day, number, records, shape_findings, text, within

OPEN_END = date(2199, 12, 31)
EVENT = (
    Column("entity", text),
    Column("kind", choice(EventKind)),
    Column("ratio", within(number, 0.0, 1.0000001)),
    Column("from", day),
    Column("until", day, required=False, empty=OPEN_END),
)

Numbered = tuple[int, CreditEvent]


def events(table: Table) -> Outcome[tuple[CreditEvent, ...] | None]:
    """Return the events; a table with a header alone has none, and one with a bad row is not trusted at all.

    An event left out would make a requirement too small unseen, one counted twice too large.
    """
    read = records(table, EVENT)
    if [each.code for each in read.findings] == ["table_without_rows"]:
        return Outcome(())
    made = [
        (row, CreditEvent(said["entity"], said["kind"], said["ratio"], said["from"], said["until"]))
        for row, said in read.value
    ]
    found = (*read.findings, *_periods(made, table.source))
    return Outcome(None if found or shape_findings(table) else tuple(event for _, event in made), found)


def _periods(made: list[Numbered], source: str) -> list[Finding]:
    """Return the rows that end before they begin, or begin while another of their entity and kind is in force."""
    found = [
        finding("event_period", Place(source, row, "until"), entity=event.entity, first=event.first, last=event.last)
        for row, event in made
        if event.last < event.first
    ]
    alike: dict[tuple[str, EventKind], list[Numbered]] = defaultdict(list)
    for row, event in made:
        alike[event.entity, event.kind].append((row, event))
    for rows in alike.values():
        for (first, earlier), (row, later) in pairwise(sorted(rows, key=_begin)):
            if later.first <= earlier.last:
                found.append(finding("event_overlap", Place(source, row, "from"), entity=later.entity, first=first))
    return found


def _begin(numbered: Numbered) -> tuple[date, int]:
    row, event = numbered
    return event.first, row
