"""The complete enumeration: every meaningful state of every item at every meaningful instant, and its ruling.

The states stand in `enumeration.toml`. Asking them all proves that exactly one ruling or a named gap answers each:
`ruling_of` raises PlanError for anything else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain, groupby, product
from typing import Any

from calc.days.business_day import tokyo
from calc.days.cutoff import instant
from calc.plan.asked import question
from calc.plan.clauses import PACKAGE, Book
from calc.plan.day import settings_from
from calc.plan.states import State, state_of
from calc.plan.types import Day, Fact, Ruling
from calc.tables import packaged

SAMPLE_DAY = date(2026, 11, 20)
Known = tuple[datetime, tuple[str | None, ...]]
DETAILS: dict[str, tuple[str, ...]] = {"principle.departed": ("item", "applies")}


@dataclass(frozen=True, slots=True)
class Case:
    """One state of one item, asked at one instant under one boundary."""

    item: str
    facts: tuple[str, ...]
    at: datetime
    inclusive: bool
    state: State


def enumerated(table_name: str, *, plan: Book | None = None) -> Iterator[Case]:
    """Yield the ruling of every state of one table, at every instant, under both boundaries."""
    table = packaged(PACKAGE, "enumeration.toml")[table_name]
    item = table["item"]
    instants = [*(instant(SAMPLE_DAY, at) for at in table["at"]), instant(SAMPLE_DAY + timedelta(days=1), time())]
    for inclusive in (True, False):
        seen: dict[Known, State] = {}
        for chosen in product(*table["axis"]):
            names = tuple(chain.from_iterable(chosen))
            day = day_of(names, inclusive=inclusive)
            for at in instants:
                yield Case(item, names, at, inclusive, _state(item, day, at=at, seen=seen, plan=plan))


def _state(item: str, day: Day, *, at: datetime, seen: dict[Known, State], plan: Book | None) -> State:
    """Return the state at an instant; states that differ only in what is not yet known are the same one."""
    asked = question(day, at, calendar=tokyo(), plan=plan)
    known = (at, tuple(fact.id for fact in asked.facts))
    if known not in seen:
        seen[known] = state_of(item, None, asked=asked)
    return seen[known]


def day_of(names: Sequence[str], *, inclusive: bool) -> Day:
    """Return the sample day with the facts of these names."""
    settings = replace(settings_from({}), boundary_inclusive=inclusive)
    return Day(SAMPLE_DAY, settings, facts=tuple(_fact(row, name) for row, name in enumerate(names)))


def _fact(row: int, name: str) -> Fact:
    """Return a fact from its name, time and details, such as `margin.computed 17:30:00 im`."""
    what, at, *words = name.split()
    details: dict[str, Any] = dict(zip(DETAILS.get(what, ()), words, strict=False))
    if what == "margin.computed" and words:
        details["measures"] = words
    moment = instant(SAMPLE_DAY, time.fromisoformat(at))
    return Fact(row, moment, what, moment, id=name, details=details)


def table_lines(*, plan: Book | None = None) -> Iterator[str]:
    """Yield the enumeration as text: a line for each state, with its ruling from each instant at which it changes.

    Under the exclusive boundary only the states that are ruled otherwise have a line.
    """
    for item in packaged(PACKAGE, "enumeration.toml"):
        told: dict[tuple[str, ...], str] = {}
        for (inclusive, facts), cases in groupby(
            enumerated(item, plan=plan), key=lambda case: (case.inclusive, case.facts)
        ):
            if not told:
                yield f"## {item}"
            line = _line(facts, cases)
            if told.setdefault(facts, line) != line or inclusive:
                yield line if inclusive else f"(exclusive) {line}"


def _line(facts: Sequence[str], cases: Iterable[Case]) -> str:
    """Return one state's line: its facts, then each ruling with the first instant that shows it."""
    rulings = [(case.at, _ruling(case.state.ruling)) for case in cases]
    changes = [(at, said) for n, (at, said) in enumerate(rulings) if n == 0 or rulings[n - 1][1] != said]
    return " | ".join([", ".join(facts) or "-", *(f"{at:%H:%M:%S} {said}" for at, said in changes)])


def _ruling(ruling: Ruling) -> str:
    beside = [ruling.provisional, ruling.standing, "floor" if ruling.floor else None]
    return " ".join(word for word in (ruling.applies or "no rule", ruling.clause, ruling.gap, *beside) if word)
