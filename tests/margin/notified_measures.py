"""Days with a notified file of variation margin and clearing fund as it should be, and with one error put into it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import SimpleNamespace

from margin_cases import example
from notified_faults import POWERS, SOURCE, WITHIN, Day

from addin.app.margin_check import Outside, causes_of, repeated_accounts
from addin.app.measure_check import own_measures
from addin.app.measure_fund import FundResult
from addin.app.measures import Measures
from addin.books import inputs
from addin.books.inputs import NotifiedAmount
from addin.books.tables import table_of
from addin.settings import load_settings
from calc.days.business_day import tokyo
from calc.margin.causes import Cause
from calc.margin.clearing_fund import daily_requirement, excesses, fund, participant_margin
from calc.margin.engine import priceable
from calc.margin.fund_rules import fund_rule
from calc.margin.marks import Mark, marks
from calc.margin.stress import stressed_losses
from calc.margin.variation import Held, Marked, computed_accounts
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market

VM, FUND = MEASURES = ("vm", "clearing_fund")
NO_MARGIN = SimpleNamespace(amounts=dict)  # a book without initial margin: none is notified in these files


@cache
def example_marks():
    """Return what the example day's instruments are worth."""
    given = example()
    market = Market(discount_curve(given.curve, given.trade_date), tokyo())
    book = priceable(given.instruments, spreads_bp=given.spreads_bp, market=market).value
    return marks(book, spreads_bp=given.spreads_bp)


class MeasureDay:
    """One made-up day: levels and funds of today and yesterday, and a file that agrees to a yen."""

    def __init__(self, book, seed, home):
        """Draw the day from the one that initial margin is proved on: its positions, moves and requirements."""
        day = Day(book, seed)
        self.draw, self.settings, self.accounts = day.draw, load_settings(home), book.accounts
        now, then = self._marks(), self._marks()
        margin, past_margin = ({name: each["total"] for name, each in of.items()} for of in (day.own, day.past))
        past = replace(day.book, positions=day.before)
        self.past = {VM: self._levels(past, then), FUND: self._funds(past, then, past_margin).required}
        found = Measures(
            levels=self._computed(day.book, now),
            standings={},
            variations={},
            fund=self._funds(day.book, now, margin),
            intraday=(),
            stale=self._levels(past, now),
        )
        self.houses = {each.participant: each.code for each in self.accounts if each.kind.value == "house"}
        self.past[FUND] = {self.houses[name]: yen for name, yen in self.past[FUND].items()}
        self.own = own_measures(found, [], self.accounts, settings=self.settings)
        self.right = {
            measure: {name: yen + self.draw.choice((-1, 0, 1)) for name, yen in amounts.items()}
            for measure, amounts in self.own.amounts.items()
        }

    def _marks(self):
        """Return marks of a market that has moved by up to a third."""
        moved = {code: self.draw.uniform(0.7, 1.3) for code in example_marks()}
        return {code: Mark(each.clean * moved[code], each.accrued) for code, each in example_marks().items()}

    def _computed(self, book, found):
        factors = {each.code: each.index_factor for each in book.valued.instruments}
        market = Marked(book.day, found, {}, factors)
        names = [each.code for each in book.accounts]
        return computed_accounts(names, Held(book.positions, ()), market=market, rounding=book.rules.rounding)

    def _levels(self, book, found):
        return {name: each.stock for name, each in self._computed(book, found).items()}

    def _funds(self, book, found, required):
        """Return the fund; deposits are half of what is required, so that the stress goes well beyond the floor."""
        accounts = [replace(each, deposited_im=required[each.code] // 2) for each in book.accounts]
        losses = stressed_losses(
            accounts, book.positions, valued=book.valued, marks=found, constituents=book.constituents
        )
        rule, margin = fund_rule(book.day), participant_margin(accounts, required)
        beyond = excesses(accounts, required, losses)
        told = fund(beyond, margin, losses=losses, rule=rule, rounding=book.rules.rounding)
        return FundResult(told, daily_requirement(told.stressed, rule))

    def rows(self, told):
        """Return a file's rows, measure by measure."""
        return [(1, name, of, "total", yen) for of in MEASURES for name, yen in told[of].items()]

    def found(self, rows):
        """Return what is said of each account and measure of a file, read from its text as the program reads it."""
        lines = ["version,account,measure,component,amount", *(",".join(map(str, row)) for row in rows)]
        table = table_of("\n".join(lines).encode(), f"{SOURCE}.csv").value
        read = inputs.requirements(table, account={each.code for each in self.accounts})
        previous = [
            NotifiedAmount(1, name, of, "total", yen, None, 0) for of in MEASURES for name, yen in self.past[of].items()
        ]
        outside = Outside(read.value, previous, (), repeated_accounts(read.findings, SOURCE))
        return causes_of(outside, NO_MARGIN, within=WITHIN, others=self.own)[1]


def _slip(day, measure, slipped, *, least):
    """Return a file with a slip in one amount that is large enough to show it."""
    large = sorted(name for name, yen in day.right[measure].items() if abs(yen) >= least)
    if not large:
        return day.right[measure]
    name = day.draw.choice(large)
    return {**day.right[measure], name: slipped(day.right[measure][name])}


def unit(day, measure):
    """Return a file with an amount in thousands, millions, or hundred millions, or too large by as much."""
    power = day.draw.choice(POWERS)
    scale = 10 ** abs(power)
    cut = (lambda n: n * scale) if power > 0 else (lambda n: n // scale if n > 0 else -(-n // scale))
    return _slip(day, measure, cut, least=10 if power > 0 else scale * 10)


def sign(day, measure):
    """Return a file with an amount with its sign turned."""
    return _slip(day, measure, lambda n: -n, least=10)


def doubled(day, measure):
    """Return a file with an amount added twice."""
    return _slip(day, measure, lambda n: 2 * n, least=10)


def yesterday(day, measure):
    """Return a file with yesterday's amounts, of all accounts or of one."""
    past = day.past[measure]
    changed = [name for name, yen in past.items() if abs(yen - day.own.amounts[measure][name]) > 1]
    if changed and day.draw.random() < 0.5:
        name = day.draw.choice(changed)
        return {**day.right[measure], name: past[name]}
    return past


def stale(day, measure):
    """Return a file of the levels that yesterday's positions have at today's prices; of funds no such file is made."""
    return dict(day.own.stale) if measure == VM else day.right[measure]


def swapped(day, measure):
    """Return a file with two accounts' amounts changed for one another."""
    one, other = day.draw.sample(sorted(day.right[measure]), 2)
    amounts = day.right[measure]
    return {**amounts, one: amounts[other], other: amounts[one]}


def typo(day, measure):
    """Return a file with two digits of one amount changed for one another."""
    name = day.draw.choice(sorted(day.right[measure]))
    told = day.right[measure][name]
    digits = list(str(abs(told)))
    place = day.draw.randrange(len(digits) - 1) if len(digits) > 1 else 0
    digits[place : place + 2] = reversed(digits[place : place + 2])
    return {**day.right[measure], name: int("".join(digits)) * (-1 if told < 0 else 1)}


AMOUNTS = {
    unit: Cause.UNIT,
    sign: Cause.SIGN,
    doubled: Cause.REPEATED_ROWS,
    yesterday: Cause.YESTERDAYS_FILE,
    stale: Cause.STALE_POSITIONS,
    swapped: Cause.SWAPPED_ACCOUNTS,
    typo: Cause.UNKNOWN,
}


def missing(day, measure, rows):
    """Return the rows without one account's."""
    name = day.draw.choice(sorted(day.right[measure]))
    return [row for row in rows if row[1:3] != (name, measure)], {name: Cause.MISSING_ACCOUNT}


def cut_off(day, measure, rows):
    """Return the rows without the measure's last ones; a single last one is no other than a missing account."""
    names = list(day.right[measure])
    lost = set(names[-day.draw.randint(1, len(names) // 2) :])
    kept = [row for row in rows if row[2] != measure or row[1] not in lost]
    return kept, dict.fromkeys(lost, Cause.MISSING_ACCOUNT if len(lost) == 1 else Cause.MISSING_ROWS)


def repeated(day, measure, rows):
    """Return the rows with one standing twice."""
    row = day.draw.choice([each for each in rows if each[2] == measure])
    return [*rows, row], {row[1]: Cause.REPEATED_ROWS}


ROWS = (missing, cut_off, repeated)
KINDS = (*AMOUNTS, *ROWS)


def injected(day, kind, measure):
    """Return rows with an error of a kind in a measure, and the cause of each account it is in; None if it is none."""
    if kind in ROWS:
        return kind(day, measure, day.rows(day.right))
    told = kind(day, measure)
    wrong = [name for name, yen in told.items() if abs(yen - day.own.amounts[measure][name]) > 1]
    return (day.rows({**day.right, measure: told}), dict.fromkeys(wrong, AMOUNTS[kind])) if wrong else None
