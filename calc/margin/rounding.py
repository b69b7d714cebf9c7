"""From doubles to the yen that leave the desk."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class RoundMode(StrEnum):
    """Which way a part of a unit goes; `nearest` takes halves away from zero."""

    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class Rounding:
    """The desk's setting: the mode, and the unit in yen."""

    mode: RoundMode
    unit: int

    def yen(self, amount: float) -> int:
        """Return the amount in whole units of yen; up and down are meant by size, away from and towards zero."""
        units = abs(amount) / self.unit
        whole = _WHOLE[self.mode](units)
        return (-whole if amount < 0.0 else whole) * self.unit


def _half_away(units: float) -> int:
    return math.floor(units + 0.5)


_WHOLE: dict[RoundMode, Callable[[float], int]] = {
    RoundMode.UP: math.ceil,
    RoundMode.DOWN: math.floor,
    RoundMode.NEAREST: _half_away,
}
