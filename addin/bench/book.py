"""A clearing house of round size, from a fixed seed: 300 instruments, 100 accounts, 755 scenarios."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from addin.export.rows import csv_bytes
from calc.days.business_day import tokyo
from calc.pricing.curve import DiscountCurve, discount_curve
from calc.types import CurveQuote, Instrument, InstrumentKind

TRADE_DATE = date(2026, 11, 20)
SEED = 20261120
ACCOUNTS, INSTRUMENTS, SCENARIOS, HISTORY = 100, 300, 755, 765
RATES = {
    "1Y": 0.0123,
    "2Y": 0.0139,
    "3Y": 0.015,
    "5Y": 0.0167,
    "7Y": 0.0182,
    "10Y": 0.02045,
    "15Y": 0.024,
    "20Y": 0.0269,
}


@dataclass(frozen=True, slots=True)
class Book:
    """Instruments with today's spreads (bp), the curve, scenario spreads (bp) and notionals, accounts x instruments."""

    instruments: tuple[Instrument, ...]
    spreads_bp: NDArray[np.float64]
    curve: DiscountCurve
    scenarios_bp: NDArray[np.float64]
    notionals: NDArray[np.float64]


def book() -> Book:
    """Return the book; maturities are the quarterly ones up to ten years, so most are shared."""
    rng = random.Random(SEED)  # noqa: S311 - a fixed book, not a secret
    maturities = [date(year, month, 20) for year in range(2027, 2037) for month in (3, 6, 9, 12)]
    instruments = tuple(
        Instrument(f"N{i:03d}", f"E{i:03d}", InstrumentKind.SINGLE, rng.choice(maturities), 100.0, 0.35, 1.0, 5.0)
        for i in range(INSTRUMENTS)
    )
    spreads = np.array([round(20.0 + rng.random() * 300.0, 2) for _ in instruments])
    moves = np.array([[rng.gauss(0.0, 0.12) for _ in range(SCENARIOS)] for _ in instruments])
    notionals = np.array([[rng.randrange(-50, 51) * 1e8 for _ in instruments] for _ in range(ACCOUNTS)])
    curve = discount_curve(curve_quotes(), TRADE_DATE)
    assert isinstance(curve, DiscountCurve)  # noqa: S101 - these quotes fit
    return Book(instruments, spreads, curve, spreads[:, None] * np.exp(moves), notionals)


def curve_quotes() -> list[CurveQuote]:
    """Return the curve's quotes: annual swaps ACT/365F, spot two days."""
    return [
        CurveQuote("swap", tenor, rate, fixed_frequency=1, fixed_day_count="ACT/365F", spot_lag_days=2)
        for tenor, rate in RATES.items()
    ]


def files(made: Book) -> Iterator[tuple[str, bytes]]:
    """Yield the book as the files of `hikae margin`."""
    names = [instrument.code for instrument in made.instruments]
    yield (
        "instruments.csv",
        csv_bytes(
            ("instrument", "entity", "kind", "maturity", "coupon_bp", "recovery", "spread_bp", "bid_offer_width_bp"),
            [
                (i.code, i.entity, "single", i.maturity.isoformat(), 100, 0.35, spread, 5)
                for i, spread in zip(made.instruments, made.spreads_bp.tolist(), strict=True)
            ],
        ),
    )
    yield (
        "positions.csv",
        csv_bytes(
            ("account", "instrument", "notional"),
            [
                (f"A{a:03d}", name, int(notional))
                for a, row in enumerate(made.notionals.tolist())
                for name, notional in zip(names, row, strict=True)
            ],
        ),
    )
    yield (
        "curves.csv",
        csv_bytes(
            ("curve_id", "trade_date", "kind", "tenor", "rate", "fixed_frequency", "fixed_day_count", "spot_lag_days"),
            [("JPY", TRADE_DATE, "swap", tenor, rate, 1, "ACT/365F", 2) for tenor, rate in RATES.items()],
        ),
    )
    days, day, rng = list[date](), TRADE_DATE, random.Random(SEED)  # noqa: S311
    while len(days) < HISTORY:
        day -= timedelta(days=1)
        if tokyo().is_open(day):
            days.append(day)
    level, rows = made.spreads_bp.tolist(), []
    for day in days:
        rows.append((day.isoformat(), *(f"{spread:.2f}" for spread in level)))
        level = [max(1.0, spread * (1.0 + rng.gauss(0.0, 0.04))) for spread in level]
    yield "history.csv", csv_bytes(("date", *names), rows[::-1])
