"""What a change does to a book: each account's total before and after, and whether one falls far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from addin.store.chain import Json

FALL = Fraction(1, 5)  # a larger one needs a second person, also in solo mode


@dataclass(frozen=True, slots=True)
class AccountEffect:
    """One account's total in yen before and after; None where it could not be computed."""

    account: str
    old: int | None
    new: int | None

    @property
    def difference(self) -> int | None:
        """The new total less the old, None when one of them is not there."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def percent(self) -> float | None:
        """The difference in per cent of the old total, None where that says nothing."""
        return None if self.difference is None or not self.old else 100.0 * self.difference / self.old

    @property
    def falls_far(self) -> bool:
        """Whether more than a fifth of the old total is gone; a total that can no longer be computed is gone."""
        return self.old is not None and self.old > 0 and self.old - (self.new or 0) > FALL * self.old


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect on every account of a book, in the order of their names."""

    accounts: tuple[AccountEffect, ...]

    @property
    def total(self) -> AccountEffect:
        """The sums over all accounts."""
        old, new = sum(each.old or 0 for each in self.accounts), sum(each.new or 0 for each in self.accounts)
        return AccountEffect("", old, new)

    @property
    def falling(self) -> tuple[str, ...]:
        """The accounts whose total falls by more than a fifth."""
        return tuple(each.account for each in self.accounts if each.falls_far)

    def body(self) -> Sequence[Json]:
        """Return the effect as it stands in an entry."""
        return [{"account": each.account, "old": each.old, "new": each.new} for each in self.accounts]


def effect(old: Mapping[str, int], new: Mapping[str, int]) -> Effect:
    """Return the effect between two sets of totals by account."""
    return Effect(tuple(AccountEffect(name, old.get(name), new.get(name)) for name in sorted({*old, *new})))


def effect_of_body(body: Sequence[Mapping[str, Any]] | None) -> Effect | None:
    """Return the effect that an entry holds, None where it holds none."""
    if not body:
        return None
    return Effect(tuple(AccountEffect(each["account"], each["old"], each["new"]) for each in body))
