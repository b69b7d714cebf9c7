"""A requirement under every reading of what is not published: tail rule, stress mode, look-through of indices.

Source: domain dossier section 1.2 (`tail_rule`, `stress_mode`) and 1.3 (`index_decomposition`): each is a setting, and
who computes the same requirement elsewhere may have read it otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import product

from calc.margin.base import StressMode, TailRule
from calc.margin.requirement import MarginRules, Requirement, Valued, requirements
from calc.margin.short_charge import Constituents, CreditEvent
from calc.types import Account, Position

Amounts = Mapping[str, int]  # yen by component


class LookThrough(StrEnum):
    """Whether an index counts as its constituents, or as one name of its own."""

    CONSTITUENTS = "constituents"
    ONE_NAME = "one_name"


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that requirements are computed from, so that they can be computed again otherwise."""

    accounts: Sequence[Account]
    positions: Sequence[Position]
    valued: Valued
    constituents: Constituents
    events: Sequence[CreditEvent]
    day: date
    rules: MarginRules
    look_through: LookThrough = LookThrough.CONSTITUENTS

    @property
    def weights(self) -> Constituents:
        """Return the constituents that count: none where an index is one name."""
        return self.constituents if self.look_through is LookThrough.CONSTITUENTS else {}

    def requirements(self) -> tuple[Requirement, ...]:
        """Return every account's requirement, as `calc.margin.requirement` does."""
        return requirements(
            self.accounts,
            self.positions,
            valued=self.valued,
            constituents=self.weights,
            events=self.events,
            day=self.day,
            rules=self.rules,
        )

    def amounts(self) -> dict[str, Amounts]:
        """Return every account's yen by component, the total among them."""
        return {each.account: named(each) for each in self.requirements()}

    def read_as(self, tail: TailRule, stress: StressMode) -> "Book":
        """Return the same book under another tail rule and stress mode."""
        base = replace(self.rules.base, tail_rule=tail, stress_mode=stress)
        return replace(self, rules=replace(self.rules, base=base))


def named(requirement: Requirement) -> dict[str, int]:
    """Return the yen of each component by its name."""
    return {part.value: amount for part, amount in requirement.amounts.items()}


def tail_readings(book: Book) -> dict[str, Book]:
    """Return the book under every pair of tail rule and stress mode but its own, by their names.

    Without a scenario that is no stress one only the readings that count these are there; without stress scenarios
    the stress mode says nothing, and only its own is.
    """
    is_stress, chosen = book.valued.is_stress, book.rules.base
    modes = list(StressMode) if not is_stress.all() else [StressMode.IN_SET]
    modes = modes if is_stress.any() else [chosen.stress_mode]
    pairs = [pair for pair in product(TailRule, modes) if pair != (chosen.tail_rule, chosen.stress_mode)]
    return {f"{tail.value}/{stress.value}": book.read_as(tail, stress) for tail, stress in pairs}


def other_look_through(book: Book) -> tuple[str, Book]:
    """Return the name of the other way to count an index, and the book so counted."""
    other = next(way for way in LookThrough if way is not book.look_through)
    return other.value, replace(book, look_through=other)


def every_reading(book: Book) -> dict[str, Book]:
    """Return the book under each other reading, the look-through last."""
    name, turned = other_look_through(book)
    return {**tail_readings(book), name: turned}
