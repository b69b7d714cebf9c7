"""The facts that the record holds of a business day, as the plan's day uses them: the day's own first, each said once.

They come from `hikae outage`, `hikae hearing`, `hikae quotes send` and `hikae proxy enter`, as entries `fact.recorded`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.plan.fact_rows import RETRACTION, fact_findings, facts_from
from calc.plan.lines import lines_of
from calc.plan.types import Day, Fact

RECORDED = "fact.recorded"
SOURCE = "journal"
INSTANTS = ("known_at", "occurred_at")  # details that are instants: the record holds them as text


def recorded_facts(journal: Journal, business_date: date) -> tuple[Fact, ...]:
    """Return the facts recorded of a business day, in the order of the record; what two people said counts once.

    `row` counts them from 1; each is known from its own instant on, as whoever recorded it said.

    Raises RefusedError as reading the record does, or with what the plan finds wrong (`fact_unknown` …): another
    office's record may hold a fact that this version cannot read, and a ruling without it would be a guess.
    """
    return facts_of_entries(journal.entries(RECORDED), business_date)


def facts_of_entries(said: Iterable[Entry], business_date: date) -> tuple[Fact, ...]:
    """Return the same of entries that are at hand; those of another kind or of another day count for nothing."""
    day = business_date.isoformat()
    entries = [each for each in said if each.kind == RECORDED and each.body.get("business_date") == day]
    rows = [_row(entry.body) for entry in entries]
    gone = {row.get("id") for row in rows if row["what"] == RETRACTION}  # a retraction names an entry by its key
    for entry, row in zip(entries, rows, strict=True):
        row.update({"id": entry.key} if entry.key in gone else {})
    if found := list(fact_findings(rows, lines_of(""), source=SOURCE, day=business_date)):
        raise RefusedError(found)
    return unsaid(facts_from(rows, lines_of("")), beside=())


def with_recorded(day: Day, journal: Journal) -> Day:
    """Return the day with the facts recorded of its business date behind its own; what both say is the day's own."""
    return with_facts(day, unsaid(recorded_facts(journal, day.business_date), beside=day.facts))


def read_with_recorded(read: Outcome[Day], journal: Journal) -> Outcome[Day]:
    """Return a day as it was read, with the facts that the record adds, and a finding that tells which."""
    facts = unsaid(recorded_facts(journal, read.value.business_date), beside=read.value.facts)
    return Outcome(with_facts(read.value, facts), (*read.findings, *facts_finding(facts)))


def with_facts(day: Day, facts: Iterable[Fact]) -> Day:
    """Return the day with more facts behind its own."""
    return replace(day, facts=(*day.facts, *facts))


def facts_finding(facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """Return the finding that tells how many facts the record adds, and which; none where it adds none."""
    names = (fact.details.get("participant") or fact.details.get("reference") or "" for fact in facts)
    told = [f"{fact.at:%H:%M:%S} {fact.what} {name}".rstrip() for fact, name in zip(facts, names, strict=True)]
    return (finding("facts_recorded", Place(SOURCE), number=len(told), facts=", ".join(told)),) if told else ()


def unsaid(facts: Iterable[Fact], *, beside: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that others do not say already, each once.

    A fact that the others retract is said all the same: the record does not bring back what a day file took back.
    """
    said, new = {saying(fact) for fact in beside}, list[Fact]()
    for fact in facts:
        if saying(fact) not in said:
            said.add(saying(fact))
            new.append(fact)
    return tuple(new)


def saying(fact: Fact) -> str:
    """Return what a fact says: its instant, its word and its details, whatever its row and the order of its names."""
    details = {name: _said(value) for name, value in fact.details.items()}
    return repr((iso(fact.at), fact.what, sorted(details.items())))


def _said(value: Any) -> Any:  # noqa: ANN401 - a detail of any kind
    """Return a detail in one form: lists in order, instants as text."""
    if isinstance(value, list):
        return sorted(value, key=repr)
    return iso(value) if isinstance(value, datetime) else value


def _row(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as a row of a day file; a time that cannot be read stays as it is, for the plan to refuse."""
    told = body.get("details")
    details = told if isinstance(told, Mapping) else {}
    instants = {name: _moment(details[name]) for name in INSTANTS if name in details}
    return {**details, **instants, "at": _moment(body.get("at")), "what": body.get("what")}


def _moment(told: Any) -> Any:  # noqa: ANN401 - whatever another office has recorded
    try:
        return datetime.fromisoformat(str(told))
    except ValueError:
        return told
