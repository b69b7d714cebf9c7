"""The tables people hand in, typed: instruments, positions, accounts, curves, history, quotes, requirements.

Each reader takes a table and returns good records with findings for the bad cells; what a row refers to is checked
where both sides are known (`known`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from calc.days.business_day import Calendar, calendar_from_dates
from calc.market.conventions import convention_names
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.quotes.quote import Quote
from calc.text.columns import (
    Column,
    Table,
    choice,
    code,
    day,
    number,
    one_of,
    records,
    shape_findings,
    text,
    unique,
    whole,
    within,
)
from calc.types import Account, AccountKind, CurveQuote, Instrument, InstrumentKind, Position

HIGHEST_SPREAD_BP = 1_000_000.0
LARGEST_NOTIONAL = 1e15
LARGEST_YEN = 10**15

MEASURES = one_of("im", "vm", "clearing_fund", "intraday_im")
COMPONENTS = one_of(
    "base", "short_charge", "bid_offer", "credit_event", "single_name", "add_on", "total", "carried"
)  # of a requirement, and of variation margin what fallback days left out


def recovery(cell: Any) -> Any:
    """Return a recovery as a fraction in [0, 1)."""
    value = number(cell)
    return value if isinstance(value, Finding) or 0.0 <= value < 1.0 else finding("recovery_range", recovery=cell)


SPREAD = within(number, 0.0, HIGHEST_SPREAD_BP)

INSTRUMENT = (
    Column("instrument", code),
    Column("entity", text, required=False, empty=""),
    Column("kind", choice(InstrumentKind)),
    Column("maturity", day),
    Column("coupon_bp", SPREAD),
    Column("recovery", recovery, required=False),
    Column("index_factor", within(number, 0.0, 1.0000001), required=False, empty=1.0),
    Column("bid_offer_width_bp", SPREAD, required=False, empty=0.0),
    Column("history_proxy", code, required=False, empty=""),
    Column("spread_bp", SPREAD, required=False),
)
POSITION = (
    Column("account", code),
    Column("instrument", code),
    Column("notional", within(number, -LARGEST_NOTIONAL, LARGEST_NOTIONAL)),
)
ACCOUNT = (
    Column("account", code),
    Column("participant", code),
    Column("kind", choice(AccountKind)),
    Column("affiliate_group", code, required=False, empty=""),
    Column("deposited_im", within(whole, 0, LARGEST_YEN), required=False, empty=0),
    Column("multiplier", within(number, 0.0, 1000.0), required=False, empty=1.0),
    Column("add_on", whole, required=False, empty=0),
)
CURVE = (
    Column("curve_id", code),
    Column("trade_date", day),
    Column("kind", one_of("deposit", "swap", "zero")),
    Column("tenor", code),
    Column("rate", within(number, -1.0, 10.0)),
    Column("mm_day_count", text, required=False, empty=""),
    Column("fixed_frequency", whole, required=False, empty=0),
    Column("fixed_day_count", text, required=False, empty=""),
    Column("spot_lag_days", within(whole, 0, 10), required=False),
    Column("convention", one_of(*convention_names()), required=False, empty=""),
)
CONSTITUENT = (Column("index", code), Column("entity", text), Column("weight", within(number, 0.0, 1.0000001)))
VENDOR = (Column("instrument", code), Column("price_bp", SPREAD), Column("as_of", text, required=False, empty=""))
QUOTE = (
    Column("participant", code),
    Column("instrument", code),
    Column("bid_bp", SPREAD),
    Column("offer_bp", SPREAD),
    Column("as_of", text, required=False, empty=""),
)
REQUIREMENT = (
    Column("version", within(whole, 1, 100), required=False, empty=1),
    Column("account", code),
    Column("measure", MEASURES),
    Column("component", COMPONENTS, required=False, empty="total"),
    Column("amount", whole),
    Column("date", day, required=False),
    Column("chain", within(whole, 0, 10_000), required=False, empty=0),
)


@dataclass(frozen=True, slots=True)
class NotifiedAmount:
    """A requirement that came from outside, in yen: notified today by version, or applied on an earlier date."""

    version: int
    account: str
    measure: str
    component: str
    amount: int
    date: date | None
    chain: int


def _typed(
    table: Table,
    columns: tuple[Column, ...],
    make: Callable[[Mapping[str, Any]], Any],
    *,
    keys: tuple[str, ...] = (),
    known: Mapping[str, Collection[str]] | None = None,
) -> Outcome[Any]:
    """Return one record a good row."""
    rows = _good_rows(table, columns, keys=keys, known=known or {})
    return Outcome(tuple(make(values) for _, values in rows.value), rows.findings)


def _good_rows(
    table: Table, columns: tuple[Column, ...], *, keys: tuple[str, ...], known: Mapping[str, Collection[str]]
) -> Outcome[tuple[tuple[int, Mapping[str, Any]], ...]]:
    """Return the rows, with their numbers, whose key stands once and which refer to what is known."""
    read = records(table, columns)
    rows = unique(read.value, keys, table.source) if keys else Outcome(read.value)
    strange = {name: {values[name] for _, values in rows.value}.difference(codes) for name, codes in known.items()}
    if not any(strange.values()):
        return Outcome(rows.value, (*read.findings, *rows.findings))
    kept, strangers = [], list[Finding]()
    for row, values in rows.value:
        unknown = [name for name, codes in strange.items() if values[name] in codes]
        strangers += [_unknown(name, values[name], Place(table.source, row, name)) for name in unknown]
        if not unknown:
            kept.append((row, values))
    return Outcome(tuple(kept), (*read.findings, *rows.findings, *strangers))


def _unknown(name: str, value: str, place: Place) -> Finding:
    codes = {"instrument": "instrument_unknown", "account": "account_unknown"}
    return finding(codes[name], place, **{name: value})


def instruments(
    table: Table, *, recoveries: Mapping[InstrumentKind, float]
) -> Outcome[tuple[tuple[Instrument, float | None], ...]]:
    """Return each instrument with the spread its row carries, if any (bp).

    An empty recovery is that of its kind; one without an entity, such as an index, is its own.
    """

    def make(values: Mapping[str, Any]) -> tuple[Instrument, float | None]:
        fields = {name: value for name, value in values.items() if name not in {"instrument", "spread_bp"}}
        if fields["recovery"] is None:
            fields["recovery"] = recoveries[values["kind"]]
        fields["entity"] = fields["entity"] or values["instrument"]
        return Instrument(code=values["instrument"], **fields), values["spread_bp"]

    return _typed(table, INSTRUMENT, make, keys=("instrument",))


def accounts(table: Table) -> Outcome[tuple[Account, ...]]:
    """Return the margin accounts; where no column tells what is deposited, that is warned of."""

    def make(values: Mapping[str, Any]) -> Account:
        return Account(code=values["account"], **{name: value for name, value in values.items() if name != "account"})

    read = _typed(table, ACCOUNT, make, keys=("account",))
    if "deposited_im" in table.columns:
        return read
    return Outcome(read.value, (*read.findings, finding("deposits_missing", Place(table.source, 1, "deposited_im"))))


def positions(table: Table, *, instrument: Collection[str], account: Collection[str]) -> Outcome[tuple[Position, ...]]:
    """Return the positions; rows that stand twice are added and warned of."""
    read = position_rows(table, instrument=instrument, account=account)
    seen = set[tuple[str, str]]()
    doubled = list[Finding]()
    for each in read.value:
        key = (each.account, each.instrument)
        if key in seen:
            place = Place(table.source)
            doubled.append(finding("position_repeated", place, account=each.account, instrument=each.instrument))
        seen.add(key)
    return Outcome(read.value, (*read.findings, *doubled))


def position_rows(
    table: Table, *, instrument: Collection[str], account: Collection[str]
) -> Outcome[tuple[Position, ...]]:
    """Return one position a good row."""
    return _typed(table, POSITION, lambda v: Position(**v), known={"account": account, "instrument": instrument})


def holidays(table: Table) -> Calendar:
    """Return the Tokyo calendar of a user's own closed days (column `date`); refused when one is unreadable."""
    read = records(table, (Column("date", day),))
    if read.findings or table.misshapen:
        raise RefusedError((*shape_findings(table), *read.findings))
    return calendar_from_dates("TYO", [values["date"] for _, values in read.value])


def curves(table: Table) -> Outcome[Mapping[tuple[str, date], tuple[CurveQuote, ...]]]:
    """Return the quotes of each curve by its name and trade date; one with a bad row is left out as a whole."""

    def make(values: Mapping[str, Any]) -> tuple[tuple[str, date], CurveQuote]:
        rest = {name: value for name, value in values.items() if name not in {"curve_id", "trade_date"}}
        return (values["curve_id"], values["trade_date"]), CurveQuote(**rest)

    read = _typed(table, CURVE, make, keys=("curve_id", "trade_date", "kind", "tenor"))
    by_curve = defaultdict(list)
    for key, quote in read.value:
        by_curve[key].append(quote)
    spoiled = _curves_of_bad_rows(table, read.findings)
    left_out = [key for key in by_curve if key in spoiled or (key[0], None) in spoiled]
    incomplete = [
        finding("curve_incomplete", Place(table.source), curve_id=name, trade_date=on) for name, on in left_out
    ]
    whole_curves = {key: tuple(quotes) for key, quotes in by_curve.items() if key not in left_out}
    return Outcome(whole_curves, (*read.findings, *incomplete))


def _curves_of_bad_rows(table: Table, found: Collection[Finding]) -> set[tuple[str, date | None]]:
    """Return the curves that bad rows name; the date is None where it cannot be read."""
    bad = {each.place.row for each in found}
    named = set[tuple[str, date | None]]()
    for row, cells in (*table.rows, *table.misshapen):
        if row in bad or (row, cells) in table.misshapen:
            said = dict(zip(table.columns, cells, strict=False))
            on = day(said.get("trade_date", ""))
            named.add((str(said.get("curve_id", "")).strip(), None if isinstance(on, Finding) else on))
    return named


def constituents(table: Table) -> Outcome[Mapping[str, Mapping[str, float]]]:
    """Return the weights of each index by entity."""
    read = _typed(table, CONSTITUENT, dict, keys=("index", "entity"))
    by_index: dict[str, dict[str, float]] = defaultdict(dict)
    for values in read.value:
        by_index[values["index"]][values["entity"]] = values["weight"]
    return Outcome(dict(by_index), read.findings)


def vendor_prices(table: Table, *, instrument: Collection[str], day_is: date) -> Outcome[Mapping[str, float]]:
    """Return the vendor's settlement price of each instrument in bp; a price of another day is refused."""
    read = _good_rows(table, VENDOR, keys=("instrument",), known={"instrument": instrument})
    prices, old = dict[str, float](), list[Finding]()
    for row, values in read.value:
        code_, as_of = values["instrument"], values["as_of"]
        if as_of and as_of[:10] != day_is.isoformat():
            place = Place(table.source, row, "as_of")
            old.append(finding("price_of_another_day", place, instrument=code_, as_of=as_of))
        else:
            prices[code_] = values["price_bp"]
    return Outcome(prices, (*read.findings, *old))


def fallback_days(table: Table) -> Outcome[frozenset[date]]:
    """Return the days whose settlement prices were carried over (column `date`)."""
    read = records(table, (Column("date", day),))
    return Outcome(frozenset(values["date"] for _, values in read.value), read.findings)


def quotes(table: Table, *, instrument: Collection[str]) -> Outcome[tuple[Quote, ...]]:
    """Return the quotes (気配値) of all participants."""
    return _typed(
        table, QUOTE, lambda v: Quote(**v), keys=("participant", "instrument"), known={"instrument": instrument}
    )


def requirements(table: Table, *, account: Collection[str]) -> Outcome[tuple[NotifiedAmount, ...]]:
    """Return notified or applied requirements."""
    keys = ("version", "account", "measure", "component")
    return _typed(table, REQUIREMENT, lambda v: NotifiedAmount(**v), keys=keys, known={"account": account})
