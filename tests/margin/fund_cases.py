"""Accounts, losses and markets of a handful of numbers for the clearing fund."""

from __future__ import annotations

import numpy as np

from calc.margin.fund_rules import fund_rules
from calc.margin.requirement import Valued
from calc.margin.rounding import Rounding, RoundMode
from calc.margin.stress import StressedLosses, StressScenario
from calc.types import Account, AccountKind

OLDER, DAILY = fund_rules()
YEN = Rounding(RoundMode.UP, 1)


def holder(code, participant=None, *, deposited=0, group="", kind=AccountKind.HOUSE):
    """Return an account with a deposit."""
    return Account(code, participant or code, kind, group, deposited, 1.0, 0)


def client(code, participant, *, deposited=0):
    """Return a client account."""
    return holder(code, participant, deposited=deposited, kind=AccountKind.CLIENT)


def losing(**losses):
    """Return the losses of accounts in as many scenarios as each has numbers."""
    table = np.array(list(losses.values()), dtype=np.float64)
    names = tuple(StressScenario(f"s{number}", "") for number in range(table.shape[1]))
    return StressedLosses(names, tuple(losses), table)


def shocked(instruments, moves, *, stress):
    """Return a market of the given moves, of which those named are stress scenarios."""
    table = np.array(moves, dtype=np.float64).reshape(len(instruments), -1)
    is_stress = np.array([number in stress for number in range(table.shape[1])])
    names = tuple(f"s{number}" for number in range(table.shape[1]))
    return Valued(tuple(instruments), names, is_stress, table, np.zeros(len(instruments)))
