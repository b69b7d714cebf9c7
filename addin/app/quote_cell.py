"""Quotes for cells: the state of every row of a quote table, and the control composite of one instrument.

The checks are those of `hikae quotes check`, the arithmetic that of `hikae price-day`. A cell knows no open interest:
a quote that is owed and has no row is not told here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from addin.app.cell_tables import Rows, cells_of, tables_of, without_head
from addin.app.price_day import composites_of
from addin.app.quote_checks import quote_limits
from addin.app.quotes_sheet import AS_OF, BID, COLUMNS, OFFER
from addin.app.settings_record import settings_in_force
from addin.books.inputs import SPREAD
from calc.days.cutoff import JST
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.quotes.quote import Quote, given_at
from calc.quotes.sheet import BLOCKING, Beside, checked_sheet
from calc.text.columns import Column, Table, choice, code, day, records, unique
from calc.text.wording import Words
from calc.types import InstrumentKind

QUOTES, PREVIOUS = "quotes_range", "previous_range"
PRICE, PARTICIPANT = "price_bp", "participant"
SIDES = ((BID, OFFER), ("bid_bp", "offer_bp"))  # as a quote sheet has them, and as a table of many participants

_SHEET = (Column(PARTICIPANT, code, required=False, empty=""), *COLUMNS)
_BEFORE = (
    Column("instrument", code),
    Column(PRICE, SPREAD, required=False),
    Column("kind", choice(InstrumentKind), required=False),
    Column("maturity", day, required=False),
)
_OK, _ASK, _BLOCK = Words("可", "ok"), Words("確認", "ask"), Words("不可", "block")
_NEVER = datetime(1900, 1, 1, tzinfo=JST)  # no quote says when it was good: none is older than another
_UNREADABLE = Words("読めない", "unreadable")
_SAID = {
    "cell_empty": Words("未入力", "missing"),
    "instrument_unknown": Words("知らない銘柄", "unknown instrument"),
    "previous_price_missing": Words("前日なし", "no previous price"),
    "quote_crossed": Words("逆転", "crossed"),
    "quote_locked": Words("同値", "locked"),
    "quote_order": Words("高低が逆", "out of order"),
    "quote_repeated": Words("重複", "repeated"),
    "quote_sign": Words("ゼロ以下", "zero or below"),
    "quote_spike": Words("急変", "spike"),
    "quote_stale": Words("古い", "stale"),
    "quote_unchanged": Words("前日のまま", "unchanged"),
    "quote_unit_slip": Words("単位か桁", "unit or digits"),
    "quote_wide": Words("幅が広い", "wide"),
}


@dataclass(frozen=True, slots=True)
class RowState:
    """What the checks say of one row: the state, the codes behind it, and what they mean, in both languages."""

    state: Words
    codes: tuple[str, ...]
    said: Words


@dataclass(frozen=True, slots=True)
class Before:
    """Yesterday's prices in bp, the instruments there are, and the series of an index from the oldest on."""

    prices_bp: Mapping[str, float]
    instruments: frozenset[str]
    series: tuple[str, ...]


def quote_states(quotes: Rows, previous: Rows, *, home: Path) -> list[RowState | None]:
    """Return the state of each row of the quotes, None for its header and blank rows.

    `quotes`: columns instrument, bid, offer, and as_of and participant where they are known; `previous`: instrument and
    price_bp, and kind and maturity where neighbouring series are to be compared. Unreadable, crossed, repeated or
    empty quotes and unknown instruments block; everything else asks. Age is measured from the newest quote.

    Raises RefusedError `column_missing`, or with the first row of `previous` that is wrong.
    """
    table, before = _quotes(quotes, home=home), _before(previous, home=home)
    read = records(table, _SHEET)
    found = defaultdict[int, list[Finding]](list)
    for each in read.findings:
        found[each.place.row or 1].append(each)
    limits = quote_limits(settings_in_force(home, {}))
    given = {row: _quote(values) for row, values in read.value}
    at = max((when for each in given.values() if (when := given_at(each)) is not None), default=_NEVER)
    beside = Beside(before.prices_bp, {}, before.series)
    for each in checked_sheet(list(given.values()), beside, limits=limits, at=at):
        for row in _rows_of(each, given):
            found[row].append(each)
    for row, quote in given.items():
        if quote.instrument not in before.instruments:
            found[row].append(finding("instrument_unknown", instrument=quote.instrument))
        elif quote.instrument not in before.prices_bp:
            found[row].append(finding("previous_price_missing", instrument=quote.instrument))
    judged = {row: _state(found[row]) for row, _ in table.rows}
    return [judged.get(row) for row in range(1, len(quotes) + 1)]


def composite_price(quotes: Rows, *, rule: str | None, home: Path) -> float:
    """Return the composite of one instrument's quotes in bp, rounded to the desk's tick; evidence, not the price.

    `quotes`: columns instrument, participant, bid_bp, offer_bp; the rule is the desk's where none is named.

    Raises RefusedError `instrument_choice`, `too_few_contributors`, `no_inside_market`, `setting_refused`, or with a
    row that names no instrument or participant.
    """
    settings = settings_in_force(home, {}, sets=[f"composite_rule={rule}"] if rule else [])
    made = composites_of(_named(_quotes(quotes, home=home), SIDES[1]), settings)
    nameless = [each for each in made.findings if each.place.column not in SIDES[1]]
    if nameless:
        raise RefusedError(nameless)
    if len(made.value) != 1:
        raise RefusedError([finding("instrument_choice", Place(QUOTES), number=len(made.value))])
    (composite,) = made.value.values()
    if composite.price is None:
        raise RefusedError([finding(composite.finding)])
    return float(composite.price)


def _quotes(quotes: Rows, *, home: Path) -> Table:
    """Return the table of quotes, its sides named as in a quote sheet."""
    heads = {" ".join(sides): frozenset({"instrument", *sides}) for sides in SIDES}
    tables = tables_of(cells_of(quotes, QUOTES, home=home), heads)
    if not tables:
        raise without_head(QUOTES, ("instrument", *SIDES[0]))
    return _named(next(iter(tables.values())), SIDES[0])


def _named(table: Table, sides: tuple[str, str]) -> Table:
    """Return the table with its sides under these names."""
    names = {name: as_named for pair in SIDES for name, as_named in zip(pair, sides, strict=True)}
    return replace(table, columns=tuple(names.get(each, each) for each in table.columns))


def _before(previous: Rows, *, home: Path) -> Before:
    heads = {PREVIOUS: frozenset({"instrument", PRICE})}
    tables = tables_of(cells_of(previous, PREVIOUS, home=home), heads)
    if not tables:
        raise without_head(PREVIOUS, ("instrument", PRICE))
    read = records(tables[PREVIOUS], _BEFORE)
    rows: Outcome[Any] = unique(read.value, ("instrument",), PREVIOUS)
    if read.findings or rows.findings:
        raise RefusedError((*read.findings, *rows.findings))
    values = [values for _, values in rows.value]
    indices = [each for each in values if each["kind"] is InstrumentKind.INDEX and each["maturity"] is not None]
    return Before(
        {each["instrument"]: each[PRICE] for each in values if each[PRICE] is not None},
        frozenset(each["instrument"] for each in values),
        tuple(each["instrument"] for each in sorted(indices, key=lambda each: (each["maturity"], each["instrument"]))),
    )


def _quote(values: Mapping[str, Any]) -> Quote:
    return Quote(values[PARTICIPANT], values["instrument"], values[BID], values[OFFER], values[AS_OF])


def _rows_of(found: Finding, given: Mapping[int, Quote]) -> Iterable[int]:
    """Return the rows that a finding speaks of; of a quote that stands twice, the later ones."""
    said = dict(found.details)
    codes = {said.get(name) for name in ("instrument", "older", "newer")}
    rows = [
        row for row, each in given.items() if each.instrument in codes and each.participant == said.get(PARTICIPANT)
    ]
    return rows[1:] if found.code == "quote_repeated" else rows


def _state(found: Iterable[Finding]) -> RowState:
    codes = tuple(dict.fromkeys(each.code for each in found))
    said = [_SAID.get(code, _UNREADABLE) for code in codes]
    worst = _BLOCK if any(map(_blocks, codes)) else _ASK if codes else _OK
    return RowState(worst, codes, Words("、".join(each.ja for each in said), ", ".join(each.en for each in said)))


def _blocks(code: str) -> bool:
    """Return whether a row with this finding cannot be sent; what has no words of its own could not be read."""
    return code in BLOCKING or code in {"cell_empty", "instrument_unknown"} or code not in _SAID
