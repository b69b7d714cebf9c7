"""What a margin cell is computed under: the desk's settings in force, and what its own settings range adds to them.

The range has two columns, name and value. A workbook sets nothing for anybody else: its values hold for its own cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from addin.app.cell_tables import Cells, Rows, cells_of, day_text
from addin.app.kept import good
from addin.app.settings_record import settings_in_force
from addin.settings import Settings, catalogue
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.columns import code, day, number, whole, within

SOURCE = "settings_range"
HEADER = "name"
MULTIPLIERS = (0.0, 1000.0)


def _handle(cell: Any) -> str | Finding:  # noqa: ANN401 - a cell holds anything
    return cell if isinstance(cell, str) else finding("handle_form", handle=cell, example="curve:2026-11-20@7f3a")


_READERS = {
    "account": code,
    "multiplier": within(number, *MULTIPLIERS),
    "add_on": whole,
    "trade_date": lambda cell: day(day_text(cell)),
    "curve_id": code,
    "curve": _handle,
    "constituents": _handle,
    "events": _handle,
    "previous_curve": _handle,
}
STORED = ("curve", "constituents", "events", "previous_curve")


_LOGICAL: dict[float, str] = {0.0: "false", 1.0: "true"}


class Said(NamedTuple):
    """One value of the range and the row it stands in."""

    row: int
    value: Any


@dataclass(frozen=True, slots=True)
class Holder:
    """The account a cell speaks of, "" for the only one there is, and what is added for it alone."""

    account: str = ""
    multiplier: float = 1.0
    add_on: int = 0


@dataclass(frozen=True, slots=True)
class MarketTerms:
    """What a market is valued under; two are equal when every value is, so that what is valued once can be kept.

    Tables that are None stand in the market range itself, or are not there.
    """

    settings: Settings = field(compare=False, repr=False)
    values: tuple[tuple[str, str], ...]
    trade_date: date | None = None
    curve_id: str | None = None
    curve: Cells | None = None
    constituents: Cells | None = None
    events: Cells | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything a settings range says: of the market, of the market before it, and of the account."""

    market: MarketTerms
    previous: MarketTerms
    holder: Holder


def terms_of(given: Rows | None, *, home: Path) -> Terms:
    """Return the terms of a settings range, those of the desk where there is none.

    Raises RefusedError `setting_unknown`, `setting_refused`, `key_repeated`, or as the reader of a name or handle says.
    """
    said = _said(given or ())
    own = {name: _read(name, each) for name, each in said.items() if name in _READERS}
    stored = {name: cells_of(own[name], name, home=home) for name in STORED if name in own}
    settings = _settings({name: each.value for name, each in said.items() if name not in _READERS}, home=home)
    values = tuple(settings.recorded().items())
    named = {"curve_id": own.get("curve_id")} | {name: stored.get(name) for name in ("constituents", "events")}
    return Terms(
        MarketTerms(settings, values, own.get("trade_date"), curve=stored.get("curve"), **named),
        MarketTerms(settings, values, curve=stored.get("previous_curve"), **named),
        Holder(own.get("account", ""), own.get("multiplier", 1.0), own.get("add_on", 0)),
    )


def _said(rows: Rows) -> dict[str, Said]:
    """Return the values by name; a name without a value says nothing."""
    said: dict[str, Said] = {}
    for number_, row in enumerate(rows, start=1):
        name, value = (str(row[0]).strip(), row[1]) if len(row) > 1 else ("", "")
        if not name or name == HEADER or value == "":
            continue
        if name in said:
            raise RefusedError([finding("key_repeated", Place(SOURCE, number_), key=name, first=said[name].row)])
        said[name] = Said(number_, value)
    return said


def _read(name: str, said: Said) -> Any:  # noqa: ANN401 - each name has its own type
    value = _READERS[name](said.value)
    return good(value.at(Place(SOURCE, said.row, name)) if isinstance(value, Finding) else value)


def _settings(said: Mapping[str, Any], *, home: Path) -> Settings:
    """Return the settings in force in the home, then those of the range."""
    return settings_in_force(home, {}, sets=[f"{name}={_text(name, value)}" for name, value in said.items()])


def _text(name: str, value: Any) -> str:  # noqa: ANN401 - a cell holds anything
    """Return a cell as `--set` takes it: in a sheet 750 is 750.0, and true is 1."""
    if not isinstance(value, (int, float)):
        return str(value).strip()
    if name in catalogue() and catalogue()[name].type == "bool":
        return _LOGICAL.get(value, str(value))
    return f"{Decimal(repr(value)).normalize():f}"
