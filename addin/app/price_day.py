"""The control composite of every instrument in a table of quotes; evidence beside the vendor's price (CP-1.3)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from addin.app.quote_checks import composite_rule
from addin.books.tables import read_table
from addin.settings import Settings
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.quotes.averages import Side, Sided
from calc.quotes.composite import Composite, composite
from calc.text.columns import Column, Table, code, records
from calc.text.numeral import Unit, number

SIDES = (("bid_bp", Side.BID), ("offer_bp", Side.OFFER))


def _judged(cell: object) -> tuple[Decimal | Finding]:
    """Return a typed number or what is wrong with it, wrapped, so that a bad side does not hide its row."""
    return (number(cell, unit=Unit.BP),)


COLUMNS = (
    Column("instrument", code),
    Column("participant", code),
    Column("bid_bp", _judged, required=False),
    Column("offer_bp", _judged, required=False),
)


def composites(quotes: Path, settings: Settings) -> Outcome[dict[str, Composite]]:
    """Return the composite of each instrument by name, with a finding for every cell that could not be read.

    Raises RefusedError with the table's findings when there is no row with an instrument and a participant in it.
    """
    read = read_table(quotes)
    if read.value is None:
        raise RefusedError(read.findings)
    made = composites_of(read.value, settings)
    if not made.value:
        raise RefusedError((*read.findings, *made.findings))
    return Outcome(made.value, (*read.findings, *made.findings))


def composites_of(table: Table, settings: Settings) -> Outcome[dict[str, Composite]]:
    """Return the same of a table's rows, wherever they were read; without a good row there is no composite.

    Raises RefusedError `column_missing`.
    """
    missing = [name for name, _ in SIDES if name not in table.columns]
    if missing:
        raise RefusedError([finding("column_missing", Place(table.source, 1, name), column=name) for name in missing])
    sided = _sided_by_instrument(table)
    rule, terms = composite_rule(settings)
    made = {instrument: composite(each, rule, terms=terms) for instrument, each in sorted(sided.value.items())}
    return Outcome(made, sided.findings)


def _sided_by_instrument(table: Table) -> Outcome[dict[str, list[Sided]]]:
    rows = records(table, COLUMNS)
    found = list(rows.findings)
    by_instrument: dict[str, list[Sided]] = {}
    for row, values in rows.value:
        by_instrument.setdefault(values["instrument"], []).append(_sided(values))
        found += [
            each.at(Place(table.source, row, name))
            for name, _ in SIDES
            for each in values[name] or ()
            if isinstance(each, Finding)
        ]
    return Outcome(by_instrument, tuple(found))


def _sided(values: Mapping[str, Any]) -> Sided:
    level = dict[Side, Fraction | None]()
    refused = []
    for name, side in SIDES:
        (read,) = values[name] or (None,)
        level[side] = Fraction(read) if isinstance(read, Decimal) else None
        refused += [side] if isinstance(read, Finding) else []
    wrong = Side.BOTH if len(refused) == len(SIDES) else refused[0] if refused else None
    return Sided(values["participant"], level[Side.BID], level[Side.OFFER], wrong)


def as_json(rule: str, made: Mapping[str, Composite]) -> dict[str, object]:
    """Return the composites as `hikae price-day --json` prints them."""
    return {"rule": rule, "instruments": {instrument: _instrument(each) for instrument, each in made.items()}}


def _instrument(each: Composite) -> dict[str, object]:
    return {
        "composite": each.level_bp,
        "price": _nearest(each.price),
        "contributors": list(each.contributors),
        "removed": [{"participant": r.participant, "side": r.side.value, "code": r.code} for r in each.removed],
        "dispersion_bp": _nearest(each.dispersion),
        "finding": each.finding or None,
    }


def _nearest(exact: Fraction | None) -> float | None:
    return None if exact is None else float(exact)
