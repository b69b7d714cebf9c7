"""Numbers and dates out of cells: one grammar for what people type, a plain one for what programs write.

Python's own parsers are never asked first: they read `1_000`, `٣`, `nan` and `1e400`.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from math import inf, isfinite, nextafter

from calc.outcome import Finding, finding

DIGIT_LIMIT = 15  # what a spreadsheet cell keeps
SHOWN = 40  # characters of a refused text that its finding repeats

# Every character that may be typed, under its meaning. Decided before any Unicode normalisation,
# which would turn `²`, `①` and `𝟏` into digits.
SPELLINGS = {
    **{digit: digit + full for digit, full in zip("0123456789", "０１２３４５６７８９", strict=True)},
    ".": ".．",
    ",": ",，",
    "-": "-－−▲△",
    "+": "+＋",
    "b": "bBｂＢ",
    "p": "pPｐＰ",
    "%": "%％",
    " ": " \u00a0\u3000",
}
MEANING = {ord(typed): meaning for meaning, spellings in SPELLINGS.items() for typed in spellings}
FOREIGN = re.compile("[^" + re.escape("".join(map(chr, MEANING))) + "]")
TYPED = re.compile(
    r"(?P<sign>[-+]?)(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?P<decimals>\.[0-9]+)?(?: ?(?P<unit>bp|%))?"
)
# What our own and other programs write, 17 significant digits and exponents too. Never infinite by its length.
MACHINE = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,25})?(?:[eE][-+]?[0-9]{1,2})?")
DAY = re.compile(r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})")


class Percent(float):
    """A number that its workbook shows as a percentage: `Percent(0.4)` stands there as 40%."""


class Unit(StrEnum):
    """The unit of a column, and of its values."""

    BP = "bp"
    PERCENT = "%"
    YEN = "yen"


# Powers of ten from a typed unit to the column's; a pair that is not here is refused.
SHIFT = {
    ("bp", Unit.BP): 0,
    ("%", Unit.BP): 2,
    ("bp", Unit.PERCENT): -2,
    ("%", Unit.PERCENT): 0,
}


def number(text: object, *, unit: Unit) -> Decimal | Finding:
    """Return what a person typed into a column of this unit, exactly; a finite number passes through.

    Findings, in this order: `number_missing`, `number_percent`, `number_type`, `number_character`, `number_form`,
    `number_digits`, `number_unit`.
    """
    match text:
        case Percent() if unit is not Unit.YEN:
            return finding("number_percent")  # is it 0.4 or 40 that was meant? Only without a unit it is 0.4
        case None:
            return finding("number_missing")
        case str():
            return _typed_number(text, unit)
        case int() | float() | Decimal() if not isinstance(text, bool) and _is_finite(text):
            return _unsigned_zero(Decimal(str(text)))
        case _:
            return finding("number_type", type=type(text).__name__)


def cell_of(said: object) -> object:
    """Return a cell as the reader of workbooks says it in JSON: `{"percent": 0.4}` is a number shown as 40%."""
    return Percent(said["percent"]) if isinstance(said, Mapping) else said


def plain_number(text: object) -> float | Finding:
    """Return a number without unit, as programs write them: `-0.25`, `1e-05`, 17 digits; else as people do.

    Findings as for `number`; any unit is `number_unit`.
    """
    if isinstance(text, str) and MACHINE.fullmatch(text):
        return float(text) + 0.0  # minus zero is zero
    typed = number(text, unit=Unit.YEN)
    return float(typed) if isinstance(typed, Decimal) else typed


def bounds(least: float, most: float, *, free: float = inf) -> str:
    """Return bounds as a person reads them: the number next to a rounder one stands for that one, left out.

    From `-free` to `free` says nothing.
    """
    if (least, most) == (-free, free):
        return ""
    low, high = nextafter(least, -inf), nextafter(most, inf)
    above, below = len(repr(low)) < len(repr(least)), len(repr(high)) < len(repr(most))
    if not above and not below:
        return f"{least:.15g} … {most:.15g}"
    begin = f"({low:.15g}" if above else f"[{least:.15g}"
    return f"{begin}, {high:.15g})" if below else f"{begin}, {most:.15g}]"


def iso_date(text: object) -> date | Finding:
    """Return a day written `YYYY-MM-DD` or `YYYY/MM/DD` in ASCII digits, else `date_unreadable`."""
    parts = DAY.fullmatch(text) if isinstance(text, str) else None
    if parts is not None:
        with suppress(ValueError):  # 30 February
            return date(int(parts[1]), int(parts[3]), int(parts[4]))
    return finding("date_unreadable", text=_shown(text))


def _typed_number(text: str, unit: Unit) -> Decimal | Finding:
    if foreign := FOREIGN.search(text):
        return _character_finding(foreign)
    typed = text.translate(MEANING).strip(" ")
    if not typed:
        return finding("number_missing")
    parts = TYPED.fullmatch(typed)
    if parts is None:
        return finding("number_form", text=_shown(text))
    digits = sum(map(str.isdecimal, typed))
    if digits > DIGIT_LIMIT:
        return finding("number_digits", text=_shown(text), digits=digits, limit=DIGIT_LIMIT)
    shift = SHIFT.get((parts["unit"], unit)) if parts["unit"] else 0
    if shift is None:
        return finding("number_unit", text=_shown(text), unit=parts["unit"])
    # Constructor and format are exact whatever the thread's decimal context says; the format drops the exponent.
    spelling = parts["sign"] + parts["whole"].replace(",", "") + (parts["decimals"] or "")
    return _unsigned_zero(Decimal(f"{Decimal(f'{spelling}E{shift}'):f}"))


def _character_finding(foreign: re.Match[str]) -> Finding:
    character = foreign[0]
    return finding("number_character", character=character, codepoint=f"U+{ord(character):04X}", at=foreign.start() + 1)


def _unsigned_zero(value: Decimal) -> Decimal:
    return Decimal(0) if value.is_zero() else value


def _is_finite(value: float | Decimal) -> bool:
    try:
        return isfinite(value)
    except (OverflowError, ValueError):  # an integer no float can hold; a signalling NaN
        return False


def _shown(refused: object) -> str:
    beginning = str(refused)[:SHOWN]
    return beginning if beginning.isprintable() else repr(beginning)
