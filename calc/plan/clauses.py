"""The plan as data: clauses, gaps and what is normal, read from `clauses/*.toml` and `gaps.toml`, all checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import Any

from calc.plan.predicates import When
from calc.tables import packaged
from calc.text.wording import Words

PACKAGE = "calc.plan"
PARTS = ("CP-0", "CP-1", "CP-2", "CP-3", "CP-4", "BCP-0", "BCP-3", "BCP-4")
PLANS = {"CP": "CP-2011-07", "BCP": "BCP-2020-07-27"}


@dataclass(frozen=True, slots=True)
class Duty:
    """What a clause asks of somebody: when it opens, until when, what closes it and what overtakes it."""

    clause: str
    item: str
    what: str
    by_whom: str
    channel: str | None = None
    when: When = field(default_factory=dict)
    opens: str | time | None = None
    opened_by: time | None = None
    opened_from: time | None = None
    start: time | None = None
    by: str | time | None = None
    closed_by: tuple[str, ...] = ()
    since: str | None = None
    ends: tuple[str | time, ...] | None = None
    accompanies: tuple[str, ...] = ()
    gap: str | None = None
    means: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of one of the two plans, in our own short words."""

    id: str
    words: Words
    item: str
    side: str
    strength: str
    in_force: date
    when: When = field(default_factory=dict)
    then: Mapping[str, Any] = field(default_factory=dict)
    wait: Mapping[str, Any] = field(default_factory=dict)
    channel: str | None = None
    window: Mapping[str, Any] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    override: Mapping[str, Any] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    hit_by: tuple[str, ...] = ()
    nothing: str = ""

    @property
    def plan(self) -> str:
        """Return the document, with its version."""
        return PLANS[self.id.split("-", maxsplit=1)[0]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which an item is ruled: by a clause, by a named gap, or as normal business."""

    id: str
    item: str
    when: When
    then: Mapping[str, Any]
    overrides: frozenset[str] = frozenset()
    clause: str | None = None
    gap: str | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A gap that stands beside a ruling without being one."""

    id: str
    gap: str
    item: str
    when: When
    clauses: frozenset[str] = frozenset()
    behind: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """Both plans, ready to be asked."""

    clauses: Mapping[str, Clause]
    gaps: Mapping[str, Words]
    marks: Mapping[str, str]
    rules: tuple[Rule, ...]
    beside: tuple[Beside, ...]

    def rule(self, rule: str) -> Rule:
        """Return one rule by its id."""
        return next(each for each in self.rules if each.id == rule)

    def duties(self, item: str) -> tuple[Duty, ...]:
        """Return the duties of one item, in plan order."""
        return tuple(duty for clause in self.clauses.values() if clause.item == item for duty in clause.duties)

    def cutoffs(self, item: str | None = None) -> tuple[tuple[time, str], ...]:
        """Return the timetable, of one item or of all: each cut-off with the clause that bites then."""
        chosen = (each for each in self.clauses.values() if item in (None, each.item))
        return tuple(sorted((each.window["cutoff"], each.id) for each in chosen if "cutoff" in each.window))

    def values(self, key: str, item: str | None = None) -> dict[str, Any]:
        """Return what the clauses' `then` hold under a key, by clause id."""
        return {
            each.id: each.then[key] for each in self.clauses.values() if key in each.then and item in (None, each.item)
        }


@cache
def book() -> Book:
    """Return both plans as shipped."""
    parts = [packaged(PACKAGE, f"clauses/{part}.toml")["clause"] for part in PARTS]
    return book_from([each for part in parts for each in part], packaged(PACKAGE, "gaps.toml"))


def book_from(clauses: Iterable[Mapping[str, Any]], gaps: Mapping[str, Any]) -> Book:
    """Return a book made of clause tables and the gap table."""
    read = [_clause(table) for table in clauses]
    return Book(
        clauses={each.id: each for each in read},
        gaps={gap["id"]: Words(gap["ja"], gap["en"]) for gap in gaps["gap"]},
        marks={gap["marks"]: gap["id"] for gap in gaps["gap"] if "marks" in gap},
        rules=(*_rules_of(read), *_rules_beyond(gaps)),
        beside=tuple(_beside(gap["id"], table) for gap in gaps["gap"] for table in gap.get("beside", ())),
    )


def _clause(table: Mapping[str, Any]) -> Clause:
    optional = {name: table[name] for name in ("when", "then", "wait", "channel", "window", "override", "nothing")
                if name in table}  # fmt: skip
    return Clause(
        id=table["id"],
        item=table["item"],
        side=table["side"],
        strength=table["strength"],
        words=Words(table["ja"], table["en"]),
        in_force=table["in_force"]["from"],
        duties=tuple(_duty(table, duty) for duty in table.get("duty", ())),
        overrides=tuple(table.get("overrides", ())),
        gaps=tuple(table.get("gaps", ())),
        hit_by=tuple(table.get("hit_by", ())),
        **optional,
    )


def _duty(clause: Mapping[str, Any], table: Mapping[str, Any]) -> Duty:
    plain = {name: table[name] for name in ("what", "when", "opens", "opened_by", "opened_from", "by", "since", "gap")
             if name in table}  # fmt: skip
    channel = None if table["what"] in ("upload", "decide", "proxy_entry") else clause.get("channel")
    return Duty(
        clause=clause["id"],
        item=clause["item"],
        by_whom=clause["side"],
        channel=table.get("channel", channel),
        start=table.get("from"),
        closed_by=tuple(table.get("closed_by", ())),
        ends=tuple(table["ends"]) if "ends" in table else None,
        accompanies=tuple(table.get("with", ())),
        means=tuple(table.get("means", ())),
        **plain,
    )


def _rules_of(clauses: Iterable[Clause]) -> Iterable[Rule]:
    for clause in clauses:
        if "applies" in clause.then:
            yield Rule(clause.id, clause.item, clause.when, clause.then, frozenset(clause.overrides), clause.id)
        if clause.wait:
            overrides = frozenset(clause.wait["overrides"])
            yield Rule(f"{clause.id}.wait", clause.item, clause.wait["when"], clause.wait, overrides, clause.id)


def _rules_beyond(gaps: Mapping[str, Any]) -> Iterable[Rule]:
    tables = [(None, table) for table in gaps["normal"]]
    tables += [(gap["id"], table) for gap in gaps["gap"] for table in gap.get("ruling", ())]
    for gap, table in tables:
        overrides = frozenset(table.get("overrides", ()))
        yield Rule(table["id"], table["item"], table["when"], table["then"], overrides, None, gap)


def _beside(gap: str, table: Mapping[str, Any]) -> Beside:
    lists = {name: frozenset(table.get(name, ())) for name in ("clauses", "behind")}
    return Beside(table["id"], gap, table["item"], table["when"], **lists)
