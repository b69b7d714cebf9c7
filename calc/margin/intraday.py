"""Intraday initial margin of the house accounts: required, deposited, and the call between them.

Source: CP-3.1.1 (previous day's house initial margin as a floor), CP-3.1.R1 and CP-3.2.R2 (then in effect no call);
domain dossier section 1.9. Snapshot, accounts, price and unsettled variation margin are not published: settings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from calc.outcome import Finding, Outcome, finding
from calc.types import Account, AccountKind


class IntradayAccounts(StrEnum):
    """Whose accounts intraday margin is computed for; under a fallback it is the house's alone."""

    HOUSE = "house"
    ALL = "all"


class IntradayPrice(StrEnum):
    """At which prices positions are taken: the last settlement price, or those of the snapshot."""

    SETTLEMENT = "settlement"
    SNAPSHOT = "snapshot"


class UnsettledVariation(StrEnum):
    """What variation margin not yet paid adds to the requirement: nothing, what is owed, or also what is to come in."""

    IGNORED = "ignored"
    OWED = "owed"
    NET = "net"


class IntradayBasis(StrEnum):
    """What the requirement rests on."""

    COMPUTED = "computed"
    PREVIOUS_DAY_HOUSE = "previous_day_house"


@dataclass(frozen=True, slots=True)
class IntradayRules:
    """The desk's settings; the snapshot's time is None while nobody has found it out."""

    snapshot: time | None
    accounts: IntradayAccounts
    price: IntradayPrice
    unsettled: UnsettledVariation


@dataclass(frozen=True, slots=True)
class IntradayCall:
    """One account in yen; `required` is None where it is not known, which is no requirement of zero."""

    account: str
    required: int | None
    deposited: int
    basis: IntradayBasis

    @property
    def call(self) -> int | None:
        """Return what must be deposited on top; never below zero: a surplus is not paid out during the day."""
        return None if self.required is None else max(0, self.required - self.deposited)


def intraday_calls(
    accounts: Sequence[Account],
    margin: Mapping[str, int],
    *,
    unsettled: Mapping[str, int],
    rules: IntradayRules,
) -> tuple[IntradayCall, ...]:
    """Return the calls on what was computed; `margin` is initial margin at the snapshot, `unsettled` owed positive.

    An account whose margin, or whose unsettled variation margin where it counts, is not known has no requirement.
    """
    chosen = [each for each in accounts if rules.accounts is IntradayAccounts.ALL or each.kind is AccountKind.HOUSE]
    return tuple(
        IntradayCall(
            each.code,
            _required(margin.get(each.code), unsettled.get(each.code), rules.unsettled),
            each.deposited_im,
            IntradayBasis.COMPUTED,
        )
        for each in chosen
    )


def _required(margin: int | None, unsettled: int | None, reading: UnsettledVariation) -> int | None:
    if margin is None or reading is UnsettledVariation.IGNORED:
        return margin
    if unsettled is None:
        return None
    added = unsettled if reading is UnsettledVariation.NET else max(0, unsettled)
    return max(0, margin + added)


def fallback_calls(accounts: Sequence[Account], previous: Mapping[str, int]) -> Outcome[tuple[IntradayCall, ...]]:
    """Return the calls where the previous day's house initial margin is the floor (CP-3.1.1, CP-3.2.3).

    Findings: `intraday_fallback_short`, as in effect no call arises (CP-3.1.R1), and `intraday_previous_missing`.
    """
    calls = tuple(
        IntradayCall(each.code, previous.get(each.code), each.deposited_im, IntradayBasis.PREVIOUS_DAY_HOUSE)
        for each in accounts
        if each.kind is AccountKind.HOUSE
    )
    return Outcome(calls, tuple(found for each in calls if (found := _finding(each)) is not None))


def _finding(each: IntradayCall) -> Finding | None:
    if each.call is None:
        return finding("intraday_previous_missing", account=each.account)
    if each.call == 0:
        return None
    return finding(
        "intraday_fallback_short",
        account=each.account,
        call=f"{each.call:,}",
        deposited=f"{each.deposited:,}",
        required=f"{each.required:,}",
    )
