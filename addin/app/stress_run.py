"""Every account of the house in every scenario: base amount, worst scenarios, and what its margin leaves uncovered."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from addin.app.margin_run import margin_rules
from addin.app.stress_inputs import MarginHeld, StressInputs
from addin.books.position_stream import MOST_FAULTS
from addin.scale.crew import Crew
from addin.scale.stress import ScenarioStream, account_tails
from calc.margin.clearing_fund import affiliates
from calc.outcome import Finding, Outcome, Place, finding
from calc.types import Account


@dataclass(frozen=True, slots=True)
class Group:
    """A participant with its affiliates, and what their accounts' margin leaves uncovered, in yen."""

    members: tuple[str, ...]
    uncovered: int


@dataclass(frozen=True, slots=True)
class Stressed:
    """What a stress run found, in the order of the accounts; amounts in yen.

    `base` are the base amounts (expected shortfalls), rounded as margin rounds them; `losses` the largest ones of each
    account, the worst first, accounts x as many as were asked for, gains below zero; `places` the scenarios they stand
    in. `uncovered` has None where nobody said what margin an account holds, and is empty where nobody said it of any.
    """

    accounts: tuple[Account, ...]
    scenarios: tuple[str, ...]
    base: tuple[int, ...]
    losses: NDArray[np.float64]
    places: NDArray[np.int32]
    margin: MarginHeld | None
    uncovered: tuple[int | None, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the accounts of which nobody said what margin they hold, where that was said of others."""
        paired = zip(self.accounts, self.uncovered, strict=False)
        return tuple(account.code for account, amount in paired if amount is None)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return the groups of affiliates, the largest uncovered loss first.

        Each account counts with the worst scenario of its own: what a group would cost in one and the same scenario
        is at most that. One account's margin covers no other one.
        """
        together, parts = affiliates(self.accounts), defaultdict[tuple[str, ...], list[int]](list)
        for account, amount in zip(self.accounts, self.uncovered, strict=False):
            parts[together[account.participant]].append(amount or 0)
        made = [Group(members, sum(amounts)) for members, amounts in parts.items()]
        return tuple(sorted(made, key=lambda each: (-each.uncovered, each.members)))


def stressed(
    given: StressInputs, *, most: int, crew: Crew, tell: Callable[[int, int], object] = lambda _done, _all: None
) -> Outcome[Stressed]:
    """Return each account's base amount and at most so many of its worst scenarios; `tell` hears accounts done of all.

    Raises RefusedError as `addin.scale.stress.account_tails`.
    """
    names, accounts, market = given.scenarios.names, given.accounts, given.market
    most = min(most, len(names))
    codes = [each.code for each in market.instruments]
    rules = margin_rules(given.settings)
    tails = account_tails(
        given.parts(),
        ScenarioStream(names, given.scenarios.is_stress, given.scenarios.blocks(codes)),
        market=market,
        spreads_bp=given.spreads_bp,
        bump_bp=given.settings.number("cs01_bump_bp"),
        rules=rules.base,
        most=most,
        crew=crew,
        tell=lambda done: tell(done, len(accounts)),
    )
    base, room = list[int](), (len(accounts), most)
    losses, places = np.zeros(room), np.zeros(room, np.int32)
    known = {name: place for place, name in enumerate(names)}
    for row, tail in enumerate(tails):
        base.append(rules.rounding.yen(tail.amount))
        losses[row] = [loss + 0.0 for _, loss in tail.worst]  # minus zero is zero
        places[row] = [known[name] for name, _ in tail.worst]
    uncovered = _uncovered(given, losses, rules.rounding.yen)
    made = Stressed(accounts, names, tuple(base), losses, places, given.margin, uncovered)
    missing = [finding("margin_held_missing", account=code) for code in made.gaps]
    return Outcome(made, (*_repeated(given), *missing))


def _uncovered(given: StressInputs, losses: NDArray[np.float64], yen: Callable[[float], int]) -> tuple[int | None, ...]:
    """Return what each account's margin leaves of its largest loss."""
    if given.margin is None:
        return ()
    held = (given.margin.amounts.get(each.code) for each in given.accounts)
    worst = losses[:, 0].tolist()
    return tuple(
        None if amount is None else yen(max(0.0, loss - amount)) for loss, amount in zip(worst, held, strict=True)
    )


def _repeated(given: StressInputs) -> tuple[Finding, ...]:
    """Return the pairs of account and instrument that several rows named: they were added."""
    pairs, instruments = given.held.held.repeated, given.market.instruments
    place = Place(given.held.source)
    told = [
        finding("position_repeated", place, account=given.held.accounts[a], instrument=instruments[i].code)
        for a, i in pairs[:MOST_FAULTS]
    ]
    more = len(pairs) - len(told)
    return tuple(chain(told, [finding("rows_more", place, more=more)] if more else []))
