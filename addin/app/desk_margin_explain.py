"""要因 / Why a requirement is what it is, as `hikae explain` says it: contributions, worst days, readings."""

from collections.abc import Sequence
from dataclasses import replace

from addin.app.day.labels import COMPONENTS
from addin.books.desk_cells import day_number
from addin.books.port import Cell
from addin.books.regions import margin
from calc.margin.explain import ATTRIBUTED, Explanation, explanations
from calc.margin.readings import Book
from calc.margin.requirement import Component
from calc.outcome import Finding
from calc.text.numeral import iso_date

Row = Sequence[Cell]

READINGS = {
    "fractional": "端数まで fractional",
    "floor": "切捨て floor",
    "ceil": "切上げ ceil",
    "in_set": "ストレスを含める in set",
    "off": "ストレスなし off",
    "constituents": "指数を構成銘柄に分ける constituents",
    "one_name": "指数を一つの名前とみる one name",
}
STRESS_FLOOR = "ストレスを下限とする floor"


def explained(book: Book, account: str) -> Explanation | None:
    """Return the explanation of one account, None for one that could not be computed."""
    alone = replace(
        book,
        accounts=[each for each in book.accounts if each.code == account],
        positions=[each for each in book.positions if each.account == account],
    )
    return next(iter(explanations(alone, most=margin.EXPLAINED_DAYS.rows)), None)


def contribution_rows(made: Explanation, book: Book) -> list[Row]:
    """Return what each instrument brings to each component, the largest first, beside its notional."""
    held = [each for each in book.positions if each.account == made.requirement.account]
    notionals = {code: sum(each.notional for each in held if each.instrument == code) for code in made.contributions}
    ordered = sorted(made.contributions.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    return [(code, notionals[code], *(parts[part] for part in ATTRIBUTED)) for code, parts in ordered]


def component_rows(made: Explanation) -> list[Row]:
    """Return the account's components by their names, the total last."""
    return [(" ".join(COMPONENTS[part]), made.requirement.amounts[part]) for part in Component]


def day_rows(made: Explanation) -> list[Row]:
    """Return the worst scenarios with their dates, the loss in yen, and the share in the base amount."""
    return [(each.name, _date(each.name), each.loss, each.share) for each in made.worst]


def _date(scenario: str) -> float | None:
    """Return the date that a scenario is named for, None for one that has none."""
    read = iso_date(scenario.rpartition(":")[2])
    return None if isinstance(read, Finding) else day_number(read)


def reading_rows(made: Explanation) -> list[Row]:
    """Return the totals under each other reading, by their words."""
    return [(_reading(name), total) for name, total in made.readings.items()]


def _reading(name: str) -> str:
    tail, _, stress = name.partition("/")
    if not stress:
        return READINGS[tail]
    return f"{READINGS[tail]} / {STRESS_FLOOR if stress == 'floor' else READINGS[stress]}"
