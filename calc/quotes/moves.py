"""How far the vendor's marks moved since yesterday: evidence for whether yesterday's prices still fit (CP-1.3.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves of one day as ratios of today's mark to yesterday's price.

    `middle` is the median, `apart` the median distance from it, both None without a mark; `far` are the instruments
    that moved by more than the limit, `lacking` those of the day that have no mark.
    """

    ratios: Mapping[str, float]
    middle: float | None
    apart: float | None
    far: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def lowest(self) -> tuple[str, float] | None:
        """Return the instrument that fell most, and its ratio."""
        return min(self.ratios.items(), key=lambda row: row[1], default=None)

    @property
    def highest(self) -> tuple[str, float] | None:
        """Return the instrument that rose most, and its ratio."""
        return max(self.ratios.items(), key=lambda row: row[1], default=None)


def moves(marks_bp: Mapping[str, float], previous_bp: Mapping[str, float], *, limit: float) -> Moves:
    """Return the moves of marks in bp beside yesterday's prices; `limit` is a ratio above 1, for both directions."""
    known = {code: bp for code, bp in previous_bp.items() if bp > 0.0}
    ratios = {code: marks_bp[code] / was for code, was in sorted(known.items()) if marks_bp.get(code, 0.0) > 0.0}
    middle = median(ratios.values()) if ratios else None
    return Moves(
        ratios,
        middle,
        median(abs(each - middle) for each in ratios.values()) if middle is not None else None,
        tuple(code for code, ratio in ratios.items() if not 1.0 / limit <= ratio <= limit),
        tuple(code for code in sorted(previous_bp) if code not in ratios),
    )
