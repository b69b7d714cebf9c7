"""What may be wrong with an account's rows, slowly: every slip is made on our own amounts, and the outcome compared."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

TOTAL = "total"
Amounts = dict[str, int]


def unit(power: int) -> Callable[[int], int]:
    """Return the slip of a unit so many powers of ten away, digits cut off."""
    return lambda amount: amount * 10**power if power > 0 else int(amount / 10**-power)


SLIPS: dict[tuple[str, str], Callable[[int], int]] = {
    ("missing_rows", ""): lambda _amount: 0,
    **{("unit", f"×10^{power}"): unit(power) for power in range(-9, 10) if power},
    ("sign", ""): lambda amount: -amount,
    ("repeated_rows", ""): lambda amount: 2 * amount,
}


def slipped(own: Mapping[str, int], slip: Callable[[int], int]) -> Iterator[Amounts]:
    """Return every file that one slip can make: in any of the parts, the total left, summed again or slipped too."""
    parts = [part for part in own if part != TOTAL]
    for number in range(len(parts) + 1):
        for chosen in combinations(parts, number):
            told = {part: slip(own[part]) if part in chosen else own[part] for part in parts}
            for total in {own[TOTAL], sum(told.values()), slip(own[TOTAL])}:
                yield {**told, TOTAL: total}


def causes(
    told: Mapping[str, int], own: Mapping[str, int], wholes: Mapping[tuple[str, str], Amounts]
) -> set[tuple[str, str]]:
    """Return every cause, with its name, that gives the told rows back exactly, `wholes` being whole files."""
    if dict(told) == dict(own):
        return set()
    found = {key for key, amounts in wholes.items() if amounts == dict(told)}
    for key, slip in SLIPS.items():
        if any(made == dict(told) for made in slipped(own, slip)):
            found.add(key)
    return found


def every_file(own: Mapping[str, int]) -> Iterator[Amounts]:
    """Return every file that one slip of any kind makes."""
    for slip in SLIPS.values():
        yield from slipped(own, slip)
