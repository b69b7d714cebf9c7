"""The small sums of the desk, slowly: verdicts, calls during the day, cash lines, the fund's rule by date.

The only sources are the dossier's sections 1.8, 1.9 and 4 and the clauses CP-3.1.1, CP-3.1.R1 and CP-3.2.3.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import twin_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[Any, Any]
CHANGE = date(2024, 3, 29)  # first figures known of the rule of today


def verdict(own: int | None, notified: int | None, *, yen: float, ratio: float) -> str:
    """Return what is said of two amounts: how far they are apart, in yen and in parts of the larger one."""
    if own is None or notified is None:
        return "cannot_check"
    apart = Fraction(max(own, notified) - min(own, notified))
    larger = Fraction(max(own, -own, notified, -notified))
    return "agrees" if apart <= Fraction(yen) or apart <= Fraction(ratio) * larger else "differs"


def compared(own: Row, notified: Row, *, yen: float, ratio: float) -> list[tuple[str, str, str]]:
    """Return account, measure and verdict of every pair that stands on either list, account by account."""
    found = []
    for account in sorted({key[0] for key in [*own, *notified]}):
        for measure in sorted({key[1] for key in [*own, *notified] if key[0] == account}):
            key = account, measure
            found.append((*key, verdict(own.get(key), notified.get(key), yen=yen, ratio=ratio)))
    return found


def call(required: int | None, deposited: int) -> int | None:
    """Return the yen that are asked for, counted down from what is required as far as the deposit reaches."""
    if required is None:
        return None
    return required - deposited if deposited < required else 0


def intraday(accounts: Sequence[Row], margin: Row, *, unsettled: Row, whose: str, counts: str) -> list[Row]:
    """Return required yen and call of each account that is asked; unsettled variation margin is owed positive."""
    found = []
    for row in accounts:
        if whose == "house" and row["kind"] != "house":
            continue
        required, owed = margin.get(row["account"]), unsettled.get(row["account"])
        if counts != "ignored" and required is not None:
            if owed is None:
                required = None
            else:
                required += owed if owed > 0 or counts == "net" else 0
                required = max(required, 0)
        found.append({"account": row["account"], "required": required, "call": call(required, row["deposited_im"])})
    return found


def previous_day(accounts: Sequence[Row], house_margin: Row) -> list[tuple[str, int | None, str]]:
    """Return each house account with the call on its previous day's margin, and what must be told of it."""
    found = []
    for row in accounts:
        if row["kind"] == "house":
            asked = call(house_margin.get(row["account"]), row["deposited_im"])
            said = "intraday_previous_missing" if asked is None else "intraday_fallback_short" if asked else ""
            found.append((row["account"], asked, said))
    return found


def due(day: date, closed_days: frozenset[date]) -> date:
    """Return the next day on which offices are open, looked for day by day."""
    day += timedelta(days=1)
    while not twin_dates.is_open(day, closed_days):
        day += timedelta(days=1)
    return day


def to_pay(applied: Row, deposited: Row) -> tuple[dict[tuple[str, str], int | None], int]:
    """Return what each account pays, or may ask back, per measure, and the sum of payments alone."""
    lines, total = {}, 0
    for key, yen in applied.items():
        lines[key] = None if yen is None or key not in deposited else yen - deposited[key]
        if lines[key] is not None and lines[key] > 0:
            total += lines[key]
    return lines, total


def fund_rule(day: date) -> Row:
    """Return the numbers of the fund's rule on a day: two participants, 100 million, and what is averaged."""
    both = {"largest": 2, "floor": 100_000_000}
    if day < CHANGE:
        return {**both, "averaged_months": 1, "base_coverage": 0.99, "base_months": 6}
    return {**both, "averaged_months": 0, "base_coverage": 0.0, "base_months": 0}
