"""Days with a notified file as it should be, and with one error put into it: what somebody's slip would have made."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from margin_cases import example

from addin.app.margin_books import margin_book_of
from addin.app.margin_check import Outside, alternatives, judged, repeated_accounts
from addin.app.margin_run import margin_run
from addin.books import inputs
from addin.books.inputs import NotifiedAmount
from addin.books.tables import table_of
from addin.settings import load_settings
from calc.margin.causes import Cause
from calc.margin.compare import Tolerance
from calc.margin.readings import other_look_through, tail_readings

if TYPE_CHECKING:
    from calc.types import Position

WITHIN = Tolerance(1.0, 0.0)
SOURCE = "notified_requirements"
PARTS = ("base", "short_charge", "bid_offer", "credit_event", "single_name", "add_on")
POWERS = (3, -3, 6, -6, 4, -4, 8, -8)


def example_book(home):
    """Return the example day's book, its spreads those of the day before, valued once."""
    given, settings = example(), load_settings(home)
    return margin_book_of(given, margin_run(given, settings).value, settings)


@dataclass
class Day:
    """One made-up day: other positions and moves than the example's, what was before, and a file that agrees."""

    book: object
    seed: int
    draw: Random = field(init=False)

    def __post_init__(self):
        """Draw the day: some positions are new today, and the market has moved since."""
        self.draw = Random(self.seed)  # noqa: S311 - a reproducible test, no secret
        valued = replace(self.book.valued, moves=self.book.valued.moves * self.draw.uniform(0.7, 1.3))
        held = [replace(each, notional=self._millions(each)) for each in self.book.positions]
        self.before = [each for each in held if self.draw.random() > 0.1]
        self.book = replace(self.book, valued=valued, positions=held)
        quieter = replace(valued, moves=valued.moves * self.draw.uniform(0.9, 0.99))
        past = replace(self.book, positions=self.before, valued=quieter).amounts()
        self.previous = [NotifiedAmount(1, a, "im", p, n, None, 0) for a, each in past.items() for p, n in each.items()]
        self.past, self.own = past, self.book.amounts()
        self.right = {name: self._within_a_yen(amounts) for name, amounts in self.own.items()}

    def _millions(self, each: Position) -> float:
        return float(round(each.notional * self.draw.uniform(0.7, 1.3) / 1e6) * 1_000_000)

    def _within_a_yen(self, amounts):
        off = self.draw.choice((-1, 0, 0, 1))
        return {**amounts, "base": amounts["base"] + off, "total": amounts["total"] + off}

    @cached_property
    def others(self):
        """Return what would have been notified under every cause that changes the whole file."""
        return alternatives(Outside((), self.previous, self.before), self.book)

    def rows(self, told):
        """Return a file's rows."""
        return [(1, name, "im", part, amount) for name, parts in told.items() for part, amount in parts.items()]

    def found(self, rows):
        """Return the explained accounts of a file, read from its text as the program reads it."""
        lines = ["version,account,measure,component,amount", *(",".join(map(str, row)) for row in rows)]
        table = table_of("\n".join(lines).encode(), f"{SOURCE}.csv").value
        read = inputs.requirements(table, account=set(self.own))
        outside = Outside(read.value, self.previous, self.before, repeated_accounts(read.findings, SOURCE))
        return judged(outside, self.own, lambda: self.others, within=WITHIN)[1]


def _differs(day, told):
    """Return the accounts whose rows are no longer within the tolerance of our own."""
    return {n for n, parts in told.items() if any(abs(parts[p] - day.own[n][p]) > 1 for p in parts)}


def _some(day, changed):
    """Return a file in which all accounts are changed, or one of those that the change reaches."""
    reached = sorted(_differs(day, changed))
    if reached and day.draw.random() < 0.5:
        name = day.draw.choice(reached)
        changed = {**day.right, name: changed[name]}
    return changed


def _slip(day, slipped, *, least):
    """Return a file with a slip in one component of an account, in its total alone, or in all its rows."""
    name = day.draw.choice(sorted(day.right))
    parts = day.right[name]
    large = [part for part in PARTS if abs(parts[part]) >= least]
    if not large:
        return dict(day.right)
    way = day.draw.choice(("one", "one_left", "total", "all"))
    if way == "all":
        told = {part: slipped(amount) for part, amount in parts.items()}
    elif way == "total":
        told = {**parts, "total": slipped(parts["total"])}
    else:
        part = day.draw.choice(large)
        told = {**parts, part: slipped(parts[part])}
        if way == "one":
            told["total"] = sum(told[each] for each in PARTS)
    return {**day.right, name: told}


def unit(day):
    """Return a file with an amount in thousands, millions, or hundred millions, or too large by as much."""
    power = day.draw.choice(POWERS)
    scale = 10 ** abs(power)
    return _slip(day, lambda n: n * scale if power > 0 else n // scale, least=scale * 10 if power < 0 else 10)


def sign(day):
    """Return a file with an amount with its sign turned."""
    return _slip(day, lambda n: -n, least=10)


def doubled(day):
    """Return a file with an amount added twice."""
    return _slip(day, lambda n: 2 * n, least=10)


def stale(day):
    """Return a file of amounts of yesterday's positions."""
    return _some(day, replace(day.book, positions=day.before).amounts())


def yesterday(day):
    """Return a file of yesterday's amounts."""
    return _some(day, day.past)


def tail(day):
    """Return a file of amounts under another reading of the tail or of the stress scenarios."""
    return _some(day, day.draw.choice(list(tail_readings(day.book).values())).amounts())


def look_through(day):
    """Return a file of amounts without the look-through of indices."""
    return _some(day, other_look_through(day.book)[1].amounts())


def swapped(day):
    """Return a file with two accounts' amounts changed for one another."""
    one, other = day.draw.sample(sorted(day.right), 2)
    return {**day.right, one: day.right[other], other: day.right[one]}


def typo(day):
    """Return a file with two digits of one amount changed for one another."""
    name = day.draw.choice(sorted(day.right))
    part = day.draw.choice(("base", "short_charge", "bid_offer"))
    digits = list(str(day.right[name][part]))
    place = day.draw.randrange(len(digits) - 1) if len(digits) > 1 else 0
    digits[place : place + 2] = reversed(digits[place : place + 2])
    told = {**day.right[name], part: int("".join(digits))}
    if day.draw.random() < 0.5:
        told["total"] = sum(told[each] for each in PARTS)
    return {**day.right, name: told}


AMOUNTS = {
    unit: {Cause.UNIT},
    sign: {Cause.SIGN},
    doubled: {Cause.REPEATED_ROWS},
    stale: {Cause.STALE_POSITIONS},
    yesterday: {Cause.YESTERDAYS_FILE},
    tail: {Cause.TAIL_RULE},
    look_through: {Cause.LOOK_THROUGH},
    swapped: {Cause.SWAPPED_ACCOUNTS},
    typo: {Cause.UNKNOWN, Cause.WRONG_SUM},
}


def missing(day, rows):
    """Return the rows without one account."""
    name = day.draw.choice(sorted(day.right))
    return [row for row in rows if row[1] != name], {name}, {Cause.MISSING_ACCOUNT}


def cut_off(day, rows):
    """Return the rows without the last ones; a whole last account missing is no other than a missing account."""
    kept = len(rows) - day.draw.randint(1, len(rows) // 2)
    lost = {row[1] for row in rows[kept:]}
    one = {Cause.MISSING_ACCOUNT} if kept == len(rows) - len(PARTS) - 1 else {Cause.MISSING_ROWS}
    return rows[:kept], lost, one


def repeated(day, rows):
    """Return the rows with some of an account's standing twice."""
    first = day.draw.randrange(len(rows))
    again = [row for row in rows[first : first + day.draw.randint(1, 7)] if row[1] == rows[first][1]]
    return [*rows, *again], {rows[first][1]}, {Cause.REPEATED_ROWS}


ROWS = (missing, cut_off, repeated)
KINDS = (*AMOUNTS, *ROWS)


def injected(day, kind):
    """Return rows with an error of a kind, the accounts it is in, and the causes that name it; None if it is none."""
    if kind in ROWS:
        return kind(day, day.rows(day.right))
    told = kind(day)
    wrong = _differs(day, told)
    return (day.rows(told), wrong, AMOUNTS[kind]) if wrong else None
