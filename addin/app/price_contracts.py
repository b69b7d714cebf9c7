"""Price contracts on curves: every row of the contracts file gets a row of the result, priced or refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from addin.books import inputs
from addin.books.tables import read_table
from calc.days.business_day import WEEKENDS, Calendar, tokyo
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.pricing.curve import DiscountCurve, discount_curve
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, Price, price
from calc.pricing.terms import DateOverrides
from calc.text.columns import Column, Table, code, day, number, one_of, records, shape_findings, shown, text
from calc.types import CurveQuote

CONTRACT = (
    Column("contract_id", text),
    Column("trade_date", day),
    Column("maturity", day),
    Column("coupon_bp", number),
    Column("recovery", number),
    Column("notional", number),
    Column("quoted_spread_bp", number, required=False),
    Column("curve_id", code),
    Column("calendar", one_of("TYO", "WEEKENDS"), required=False, empty="TYO"),
    Column("pillar_dates", text, required=False, empty=""),
    Column("pillar_spreads_bp", text, required=False, empty=""),
    Column("step_in_date", day, required=False),
    Column("cash_settle_date", day, required=False),
    Column("accrual_begin_date", day, required=False),
)
RESULT = ("contract_id", "status", *(field.name for field in fields(Price) if field.name != "residual"), "finding")

T = TypeVar("T")

Curves = Mapping[tuple[str, date], tuple[CurveQuote, ...]]


@dataclass(frozen=True, slots=True)
class Priced:
    """One row of the result: its price, or why there is none."""

    row: int
    contract_id: str
    price: Price | Finding

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row's cells in the order of RESULT, numbers with 17 significant digits."""
        if isinstance(self.price, Finding):
            return (self.contract_id, "refused", *("" for _ in RESULT[2:-1]), self.price.code)
        numbers = (getattr(self.price, name) for name in RESULT[2:-1])
        return (self.contract_id, "ok", *(format(value, ".17g") for value in numbers), "")


def price_contracts(contracts: Table, curves: Curves, *, tokyo_days: Calendar) -> Outcome[tuple[Priced, ...]]:
    """Return one result a row, in the order of the rows; findings stand at their rows."""
    read = records(contracts, CONTRACT)
    found = (*shape_findings(contracts), *read.findings)
    bad = {each.place.row: each for each in reversed(found) if each.place.row and each.place.row > 1}
    good = dict(read.value)
    if not good and not bad:
        return Outcome((), read.findings)
    book = _Book(curves, {"TYO": tokyo_days, "WEEKENDS": WEEKENDS})
    first_rows = dict[str, int]()
    results: list[Priced] = []
    for row, cells in sorted((*contracts.rows, *contracts.misshapen), key=lambda each: each[0]):
        said = dict(zip(contracts.columns, cells, strict=False))
        contract_id = good[row]["contract_id"] if row in good else shown(str(said.get("contract_id", "")).strip())
        made = bad[row] if row in bad else book.priced(good[row])
        first = first_rows.setdefault(contract_id, row)
        if first != row and row not in bad:
            made = finding("key_repeated", key=contract_id, first=first)
        results.append(Priced(row, contract_id, made))
    refused = [
        each.price.at(Place(contracts.source, each.row))
        for each in results
        if isinstance(each.price, Finding) and each.row not in bad
    ]
    return Outcome(tuple(results), (*read.findings, *refused))


class _Book:
    """Curves built once, whichever rows need them."""

    def __init__(self, curves: Curves, calendars: Mapping[str, Calendar]) -> None:
        self.curves, self.calendars = curves, calendars
        self.built: dict[tuple[str, date], DiscountCurve | Finding] = {}

    def curve(self, curve_id: str, trade_date: date) -> DiscountCurve | Finding:
        key = (curve_id, trade_date)
        if key not in self.built:
            quotes = self.curves.get(key)
            missing = finding("curve_missing", curve_id=curve_id, trade_date=trade_date)
            self.built[key] = discount_curve(quotes, trade_date) if quotes else missing
        return self.built[key]

    def priced(self, values: Mapping[str, Any]) -> Price | Finding:
        curve = self.curve(values["curve_id"], values["trade_date"])
        if isinstance(curve, Finding):
            return curve
        quotes = market_quotes(values)
        if isinstance(quotes, Finding):
            return quotes
        overrides = DateOverrides(values["step_in_date"], values["cash_settle_date"], values["accrual_begin_date"])
        contract = Contract(values["maturity"], values["coupon_bp"], values["recovery"], values["notional"], overrides)
        return price(contract, quotes, market=Market(curve, self.calendars[values["calendar"]]))


def market_quotes(values: Mapping[str, Any]) -> Quotes | Finding:
    """Return the flat quote of a row, or its pillars; exactly one of the two must be there."""
    dates, spreads = _parts(values["pillar_dates"], day), _parts(values["pillar_spreads_bp"], number)
    if isinstance(dates, Finding):
        return dates
    if isinstance(spreads, Finding):
        return spreads
    flat = values["quoted_spread_bp"]
    if (flat is None) == (not dates and not spreads):
        return finding("quote_choice")
    if len(dates) != len(spreads):  # a spread without its date would pass for a flat quote
        return finding("pillars_shape")
    return Quotes(spreads, dates) if flat is None else Quotes((flat,))


def _parts(cell: str, read: Callable[[str], T | Finding]) -> tuple[T, ...] | Finding:
    """Return the values of a cell that lists them with `;`, or the first that cannot be read."""
    parts: list[T] = []
    for text_of_part in cell.split(";"):
        if text_of_part.strip():
            value = read(text_of_part.strip())
            if isinstance(value, Finding):
                return value
            parts.append(value)
    return tuple(parts)


def price_files(contracts: Path, curves: Path, *, holidays: Path | None, output: Path) -> Outcome[tuple[Priced, ...]]:
    """Return the prices of a contracts file; refused when a file cannot be trusted at all, or would be overwritten."""
    if output.resolve() in {path.resolve() for path in (contracts, curves, holidays or curves)}:
        raise RefusedError([finding("output_is_input", Place(str(output)), path=output)])
    found = list[Finding]()
    contract_table, curve_table = trusted(contracts, found), trusted(curves, found)
    tokyo_days = tokyo() if holidays is None else inputs.holidays(trusted(holidays, found))
    curve_quotes = inputs.curves(curve_table)
    found += curve_quotes.findings
    if not curve_quotes.value:
        raise RefusedError(found)
    made = price_contracts(contract_table, curve_quotes.value, tokyo_days=tokyo_days)
    if not made.value:
        raise RefusedError((*found, *made.findings))
    return Outcome(made.value, (*found, *made.findings))


def trusted(path: Path, found: list[Finding]) -> Table:
    """Return a file's table, its findings added to the others; refused when there is no table in it."""
    read = read_table(path)
    if read.value is None:
        raise RefusedError(read.findings)
    found += read.findings
    return read.value
