"""What each worksheet function answers, for every way of calling it: command line, worker, LibreOffice.

Dates are ISO text, ranges lists of rows, a blank cell is None, an error cell {"error": …}: what calls from a sheet
turns them into cells of the argument's kind. The home holds the record of the example day as of 19:00, so that there
are facts and stored tables (`recorded_home`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import contract_measures
import contract_tables

from addin.functions.catalogue import FUNCTIONS
from addin.functions.registry import Kind, Zero

Json = Any

NUMBERS_AGREE = 1e-11  # relative: what another processor may do to the last bits, of an amount on 1e9
ANYTHING = object()
ERROR_CELL = {"error": "#N/A"}


@dataclass(frozen=True)
class Case:
    """One call; its value, or the code of its error. `sheet` says why a cell cannot ask it, where it cannot."""

    function: str
    said: str
    arguments: tuple[Json, ...]
    value: Json = ANYTHING
    code: str = ""
    sheet: str = ""

    @property
    def name(self) -> str:
        """The name of the case in a list of tests."""
        return f"{self.function}: {self.said}"


EXAMPLE_DAY = Path(__file__).parents[2] / "workbooks" / "example-day"


def handle(kind, file):
    """Return the name under which a file of the example day is stored."""
    return f"{kind}:2026-11-20@{sha256((EXAMPLE_DAY / file).read_bytes()).hexdigest()[:4]}"


HEAD = ["kind", "tenor", "rate", "mm_day_count", "fixed_frequency", "fixed_day_count", "float_frequency",
        "float_day_count", "spot_lag_days"]  # fmt: skip
RATES = [
    ["deposit", "6M", 0.0021, "ACT/360", "", "", "", "", 2],
    ["swap", "1Y", 0.0031, "", 2, "ACT/365F", 2, "ACT/360", 2],
    ["swap", "5Y", 0.0051, "", 2, "ACT/365F", 2, "ACT/360", 2],
    ["swap", "10Y", 0.0081, "", 2, "ACT/365F", 2, "ACT/360", 2],
]
NODES = [
    ["2026-11-20", 1.0], ["2027-05-24", 0.9989219841197585], ["2027-11-24", 0.9968832071749445],
    ["2031-11-24", 0.9747915802617825], ["2036-11-24", 0.9216495012376296],
]  # fmt: skip
BLOCK = [*NODES, *[["", ""]] * 35]
DAY, MATURITY = "2026-11-20", "2031-12-20"
QUOTED = (DAY, MATURITY, 55.95, 100, 0.35, RATES, 1e9)


def changed(arguments, position, value):
    """Return arguments with another value in one place."""
    return (*arguments[:position], value, *arguments[position + 1 :])


def quoted(function, *, value, per_unit):
    """Return what holds of the four functions that take the arguments of CDS_UPFRONT."""
    return (
        Case(function, "a quote below the coupon", QUOTED, value),
        Case(function, "per unit when the notional is left out", QUOTED[:-1], per_unit),
        Case(function, "a curve with its header and blank rows", changed(QUOTED, 5, [HEAD, *RATES, [""] * 9]), value),
        Case(function, "a curve as CDS_CURVE returns it", changed(QUOTED, 5, BLOCK), value),
        Case(function, "a maturity that is over", changed(QUOTED, 1, DAY), code="contract_over"),
        Case(function, "a negative spread", changed(QUOTED, 2, -5.0), code="spread_negative"),
        Case(function, "a recovery of one", changed(QUOTED, 4, 1), code="recovery_range"),
        Case(function, "a curve without rows", changed(QUOTED, 5, [["", ""]]), code="curve_empty"),
        Case(function, "a curve of another day", changed(QUOTED, 0, "2026-11-19")),
        Case(function, "nodes of another day", (*changed(QUOTED, 0, "2026-11-19")[:5], BLOCK), code="curve_start"),
        Case(function, "a day that the calendar does not know", ("2099-11-20", "2104-12-20", *QUOTED[2:]),
             code="calendar_horizon"),
        Case(function, "a stored curve", changed(QUOTED, 5, handle("curve", "curves.csv"))),
        Case(function, "a stored curve that nobody stored", changed(QUOTED, 5, "curve:2026-11-20@00000000"),
             code="handle_unknown"),
        Case(function, "a name that is no handle", changed(QUOTED, 5, "curve"), code="handle_form"),
    )  # fmt: skip


DESK = (
    Case("CDS_STATUS", "a line of text", (), sheet="its journal grows while the tests run"),
    Case("CDS_NUMBER", "full width with unit", ("▲１，２３４．５ｂｐ",), -1234.5),
    Case("CDS_NUMBER", "per cent in a column of bp", ("0.29%", "bp"), 29.0),
    Case("CDS_NUMBER", "a number as it is", (1.5, "%"), 1.5),
    Case("CDS_NUMBER", "zero", (0,), 0.0),
    Case("CDS_NUMBER", "nothing", (None,), code="missing", sheet="a blank cell is 0 there"),
    Case("CDS_NUMBER", "a logical value", (True,), code="type", sheet="TRUE is 1 there"),
    Case("CDS_NUMBER", "a unit of no column", ("1", "percent"), code="unit"),
    Case("CDS_NUMBER", "a digit of another script", ("٣",), code="character"),
    Case("CDS_NUMBER", "an error cell", (ERROR_CELL,), code="type"),
    Case("CDS_NUMBER", "no argument", (), code="arguments"),
    Case("CDS_NUMBER", "three arguments", ("1", "bp", 1), code="arguments"),
)
DAYS = (
    Case("CDS_BUSINESS_DAY", "an open day", (DAY,), DAY),
    Case("CDS_BUSINESS_DAY", "a long weekend", ("2026-11-21",), "2026-11-24"),
    Case("CDS_BUSINESS_DAY", "the year-end closing", ("2026-12-31",), "2027-01-04"),
    Case("CDS_BUSINESS_DAY", "beyond the calendar", ("2099-11-20",), code="calendar_horizon"),
    Case("CDS_PREVIOUS_DAY", "after a holiday", ("2026-11-24",), DAY),
    Case("CDS_PREVIOUS_DAY", "on a holiday", ("2026-11-23",), DAY),
    Case("CDS_PREVIOUS_DAY", "the first open day of a year", ("2027-01-04",), "2026-12-30"),
    Case("CDS_PREVIOUS_DAY", "before the calendar", ("1901-01-01",), code="calendar_horizon"),
    Case("CDS_MATURITY", "five years", (DAY, "5Y"), MATURITY),
    Case("CDS_MATURITY", "half a year", (DAY, "6M"), "2027-06-20"),
    Case("CDS_MATURITY", "before the half-yearly roll", ("2015-06-20", "5Y"), "2020-09-20"),
    Case("CDS_MATURITY", "no tenor", (DAY, "5X"), code="tenor_refused"),
)
CURVES = (
    Case("CDS_CURVE", "quotes that spell their conventions out", (DAY, RATES), BLOCK),
    Case("CDS_CURVE", "a convention that is left out", (DAY, RATES, None), BLOCK),
    Case("CDS_CURVE", "a convention that is blank", (DAY, RATES, 0), BLOCK),
    Case("CDS_CURVE", "factors come back", (DAY, BLOCK), BLOCK),
    Case("CDS_CURVE", "an unknown convention", (DAY, RATES, "CHF"), code="curve_convention_unknown"),
    Case("CDS_CURVE", "too few columns without one", (DAY, [["swap", "5Y", 0.01]]), code="curve_day_count"),
    Case("CDS_CURVE", "more knots than the block has rows", (DAY, [["zero", f"{n}M", 0.01] for n in range(1, 41)]),
         code="block_rows"),
)  # fmt: skip
SPREAD = (DAY, MATURITY, -0.021940305674239245, 100, 0.35, RATES)
PRICING = (
    *CURVES,
    *quoted("CDS_UPFRONT", value=-21940305.674239244, per_unit=-0.021940305674239245),
    *quoted("CDS_CASH", value=-23551416.785350356, per_unit=-0.023551416785350356),
    *quoted("CDS_CS01", value=506466.34148703364, per_unit=0.0005064663414870336),
    *quoted("CDS_JTD", value=671940305.6742393, per_unit=0.6719403056742392),
    Case("CDS_ACCRUED", "fifty-eight days", (DAY, MATURITY, 100, 1e9), 1611111.1111111112),
    Case("CDS_ACCRUED", "per unit when the notional is left out", (DAY, MATURITY, 100), 0.0016111111111111111),
    Case("CDS_ACCRUED", "a notional of nothing", (DAY, MATURITY, 100, 0), 0.0),
    Case("CDS_ACCRUED", "a maturity that is over", (DAY, DAY, 100), code="contract_over"),
    Case("CDS_SPREAD", "the upfront of a spread", SPREAD, 55.95),
    Case("CDS_SPREAD", "a blank upfront is none: the coupon", changed(SPREAD, 2, None), 100.0),
    Case("CDS_SPREAD", "more than a default pays", changed(SPREAD, 2, 0.66), code="upfront_range"),
    Case("CDS_SPREAD", "less than riskless coupons cost", changed(SPREAD, 2, -0.5), code="upfront_range"),
    Case("CDS_SPREAD", "an amount in yen", changed(SPREAD, 2, -21940305.0), code="upfront_range"),
)
QUOTES, MARGIN, MEASURES, PLAN, BOARD = (
    tuple(Case(name, said, arguments, ANYTHING if code else value, code) for name, said, arguments, value, code in rows)
    for rows in (
        contract_tables.QUOTES,
        contract_tables.MARGIN,
        contract_measures.MEASURES,
        contract_tables.PLAN,
        contract_tables.BOARD,
    )
)

CASES = (*DESK, *DAYS, *PRICING, *QUOTES, *MARGIN, *MEASURES, *PLAN, *BOARD)


def good_case(function):
    """Return the first case of a function that has a value."""
    return next(case for case in CASES if case.function == function and not case.code)


def derived_cases():
    """Yield what follows from the declaration of each function, made from its first case that has a value."""
    for function in FUNCTIONS:
        if any(case.function == function.name and not case.code for case in CASES):
            yield from _of_count(function, good_case(function.name))
            for position, argument in enumerate(function.arguments):
                yield from _of_argument(function.name, position, argument)


def _of_count(function, case):
    least = sum(not argument.optional for argument in function.arguments)
    told = {"code": "arguments"}
    if least:
        yield Case(function.name, "too few arguments", case.arguments[: least - 1], **told)
    full = (*case.arguments, *(argument.default for argument in function.arguments[len(case.arguments) :]))
    yield Case(function.name, "too many arguments", (*full, 1), **told)


def _of_argument(name, position, argument):
    case = good_case(name)
    padding = (None,) * (position + 1 - len(case.arguments))

    def wrong(said, value, code="arguments"):
        arguments = changed((*case.arguments, *padding), position, value)
        return Case(name, f"{argument.name} {said}", arguments, code=code)

    if argument.zero is Zero.BLANK and not argument.optional:
        yield from (wrong(f"is {blank!r}", blank) for blank in (None, 0, ""))
    if argument.kind in {Kind.DATE, Kind.NUMBER}:
        yield wrong("is a word", "word")
    if argument.kind is Kind.INSTANT:
        yield wrong("has no offset", "2026-11-20T19:00:00", "instant_without_offset")
    if argument.kind in {Kind.RANGE, Kind.TABLE}:
        yield wrong("is one number", 0.01)
        rows = case.arguments[position] if position < len(case.arguments) else [["x", 1.0]]
        if isinstance(rows, list):
            yield wrong("has an error cell", [*rows[:-1], [ERROR_CELL, *rows[-1][1:]]], "cell_error")


def agrees(value, expected):
    """Return whether a value is the expected one, numbers to `NUMBERS_AGREE`."""
    if expected is ANYTHING:
        return value is not None
    if isinstance(expected, list):
        return len(value) == len(expected) and all(map(agrees, value, expected))
    if isinstance(expected, float):
        return isinstance(value, float) and math.isclose(value, expected, rel_tol=NUMBERS_AGREE, abs_tol=1e-300)
    return value == expected
