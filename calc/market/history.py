"""Daily spreads of every instrument, as they were recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SpreadHistory:
    """Spreads in bp, one row a business day from the earliest on, one column an instrument; NaN where there is none.

    `fallback_days` are days whose price was not made that day but carried over.
    """

    days: tuple[date, ...]
    instruments: tuple[str, ...]
    spreads_bp: NDArray[np.float64]
    fallback_days: frozenset[date] = frozenset()

    def with_day(self, day: date, spreads_bp: Mapping[str, float]) -> "SpreadHistory":
        """Return the history with one more day at its end."""
        row = [spreads_bp.get(instrument, np.nan) for instrument in self.instruments]
        return replace(self, days=(*self.days, day), spreads_bp=np.vstack([self.spreads_bp, row]))

    def before(self, day: date) -> "SpreadHistory":
        """Return the history of the days before one day."""
        kept = sum(each < day for each in self.days)
        return replace(self, days=self.days[:kept], spreads_bp=self.spreads_bp[:kept])

    def with_fallback_days(self, days: frozenset[date]) -> "SpreadHistory":
        """Return the history with the days whose price was carried over named."""
        return replace(self, fallback_days=days)

    def on(self, day: date) -> dict[str, float]:
        """Return the spreads of one day, instruments without one left out."""
        row = self.spreads_bp[self.days.index(day)].tolist() if day in self.days else []
        return {name: value for name, value in zip(self.instruments, row, strict=False) if value == value}  # noqa: PLR0124
