"""A small clearing house for runs in parts, and its amounts computed all at once."""

from functools import cache

import numpy as np
from margin_cases import rules

from addin.bench.book import book
from addin.scale import stress
from addin.scale.stress import AccountPart, ScenarioStream, account_tails
from calc.days.business_day import tokyo
from calc.margin.base import base_amount
from calc.margin.engine import priceable, valued
from calc.margin.kernels import account_moves
from calc.market.scenarios import ScenarioKind, Scenarios
from calc.pricing.isda import Market

INSTRUMENTS, ACCOUNTS, SCENARIOS = 6, 61, 9000
BUMP_BP = 1.0
MOST = 3


@cache
def market():
    """Return six instruments that can be valued, and today's spreads by their names."""
    made = book()
    spreads = {each.code: float(spread) for each, spread in zip(made.instruments, made.spreads_bp, strict=True)}
    laid = priceable(made.instruments[:INSTRUMENTS], spreads_bp=spreads, market=Market(made.curve, tokyo()))
    return laid.value, spreads


@cache
def shocked(scenarios=SCENARIOS):
    """Return shocked spreads in bp, instruments x scenarios."""
    laid, spreads = market()
    today = np.array([[spreads[each.code]] for each in laid.instruments])
    return today * np.exp(np.random.default_rng(7).standard_normal((INSTRUMENTS, scenarios)) * 0.1)


@cache
def held(accounts=ACCOUNTS):
    """Return notionals in yen, accounts x instruments; the first account holds nothing."""
    made = np.random.default_rng(8).integers(-50, 51, (accounts, INSTRUMENTS)) * 1e8
    made[0] = 0.0
    return made


def stress_at(scenarios=SCENARIOS, every=1000):
    """Return which scenarios are stress ones: one in so many."""
    return np.arange(scenarios) % every == every - 1


def parts(size, accounts=ACCOUNTS, *, before=lambda _account: None):
    """Yield the accounts in parts of a size; `before` hears the first account of each before it is given."""
    for first in range(0, accounts, size):
        before(first)
        rows = range(first, min(accounts, first + size))
        yield AccountPart(tuple(f"A{row:04d}" for row in rows), held(accounts)[rows.start : rows.stop])


def stream(size=4096, scenarios=SCENARIOS):
    """Return the scenarios in blocks of a size."""
    made = shocked(scenarios)
    blocks = (made[:, first : first + size] for first in range(0, scenarios, size))
    return ScenarioStream([f"S{place:05d}" for place in range(scenarios)], stress_at(scenarios), blocks)


def run(crew, *, size=5, block=4096, before=lambda _account: None, tell=lambda _done: None, **changes):
    """Return every account's tail, computed by a crew."""
    laid, spreads = market()
    return tuple(
        account_tails(
            parts(size, before=before),
            stream(block),
            market=laid,
            spreads_bp=spreads,
            bump_bp=BUMP_BP,
            rules=rules(**changes).base,
            most=MOST,
            crew=crew,
            tell=tell,
        )
    )


@cache
def at_once(**changes):
    """Return the same as (account, amount, worst) from all gains at once, as margin computes them."""
    laid, spreads = market()
    kinds = tuple(ScenarioKind.STRESS if each else ScenarioKind.REFERENCE for each in stress_at())
    names = stream().names
    scenarios = Scenarios(tuple(names), kinds, tuple(each.code for each in laid.instruments), shocked())
    known, _ = valued(laid, scenarios, spreads_bp=spreads, bump_bp=BUMP_BP)
    found = []
    for row, gains in enumerate(account_moves(held(), known.moves)):
        worst = np.lexsort((np.arange(SCENARIOS), gains))[:MOST].tolist()
        amount = base_amount(gains, known.is_stress, rules=rules(**changes).base)
        found.append((f"A{row:04d}", amount, tuple((names[place], -float(gains[place])) for place in worst)))
    return tuple(found)


def plain(tails):
    """Return tails as they can be compared with `at_once`, to the last bit."""
    return tuple((each.account, each.amount, each.worst) for each in tails)


def many_parts(patch, number=5):
    """Let a run compute so many accounts in a part."""
    patch.setattr(stress, "MOST_ACCOUNTS", number)
