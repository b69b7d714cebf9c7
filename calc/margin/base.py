"""The initial margin base amount: expected shortfall of a full revaluation.

Source: JSCC CDS margin page (average of the worst 1 % over 750 days, stress scenarios included). How 1 % of 750 is
rounded and how the stress scenarios enter are not published: settings.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from calc.margin.kernels import tail_mean


class TailRule(StrEnum):
    """How many scenarios the worst 1 % are when that is not a whole number."""

    FRACTIONAL = "fractional"
    FLOOR = "floor"
    CEIL = "ceil"


class StressMode(StrEnum):
    """Whether stress scenarios join the sample, are a floor under its result, or are left out."""

    IN_SET = "in_set"
    FLOOR = "floor"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class BaseRules:
    """The desk's settings of the base amount; the tail as a fraction of the sample."""

    tail_rule: TailRule
    stress_mode: StressMode
    tail_fraction: float


def base_amount(gains: NDArray[np.float64], is_stress: NDArray[np.bool_], *, rules: BaseRules) -> float:
    """Return the base amount of one account in yen, never below zero; `gains` are its gains by scenario."""
    losses = -gains
    sample = losses if rules.stress_mode is StressMode.IN_SET else losses[~is_stress]
    shortfall = tail_mean(np.ascontiguousarray(sample), tail_number(sample.size, rules))
    if rules.stress_mode is StressMode.FLOOR and is_stress.any():
        shortfall = max(shortfall, float(losses[is_stress].max()))
    return max(0.0, shortfall)


def tail_number(size: int, rules: BaseRules) -> float:
    """Return how many scenarios the tail of a sample of so many is, the last one perhaps in part."""
    number = rules.tail_fraction * size
    if rules.tail_rule is TailRule.FLOOR:
        return max(1.0, math.floor(number + 1e-9))
    if rules.tail_rule is TailRule.CEIL:
        return max(1.0, math.ceil(number - 1e-9))
    return number
