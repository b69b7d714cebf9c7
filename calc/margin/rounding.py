"""From doubles to the yen that leave the desk."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

# What the last bits of a double may add to an amount that is a whole number of units on paper.
_NOISE_YEN = 1e-6
_NOISE_RATIO = 1e-15


class RoundMode(StrEnum):
    """Which way a part of a unit goes; `half_up` goes to the nearest, halves away from zero."""

    UP = "up"
    DOWN = "down"
    HALF_UP = "half_up"


@dataclass(frozen=True, slots=True)
class Rounding:
    """The desk's setting: the mode, and the unit in yen."""

    mode: RoundMode
    unit: int

    def yen(self, amount: float) -> int:
        """Return the amount in whole units of yen; up and down are meant by size, away from and towards zero.

        An amount within a millionth of a yen of a whole unit is that unit: 0.65 of a round notional is a round amount.
        """
        units = abs(amount) / self.unit
        nearest = _half_away(units)
        noise = max(_NOISE_YEN, _NOISE_RATIO * abs(amount))
        whole = nearest if abs(units - nearest) * self.unit <= noise else _WHOLE[self.mode](units)
        return (-whole if amount < 0.0 else whole) * self.unit


def _half_away(units: float) -> int:
    return math.floor(units + 0.5)


_WHOLE: dict[RoundMode, Callable[[float], int]] = {
    RoundMode.UP: math.ceil,
    RoundMode.DOWN: math.floor,
    RoundMode.HALF_UP: _half_away,
}
