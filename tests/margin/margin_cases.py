"""Small books and the example day, as the margin tests need them."""

from __future__ import annotations

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from addin.app.margin_run import MarginInputs
from addin.books import history_inputs, inputs
from addin.books.tables import read_table
from calc.days.business_day import tokyo
from calc.margin.base import BaseRules, StressMode, TailRule
from calc.margin.requirement import MarginRules, Valued, requirements
from calc.margin.rounding import Rounding, RoundMode
from calc.types import Account, AccountKind, Instrument, InstrumentKind, Position

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "example-day"
DAY = date(2026, 11, 20)
SPREAD_DAY = date(2026, 11, 19)


def rows_of(name):
    """Return a table of the example day as dictionaries."""
    return list(csv.DictReader(io.StringIO((EXAMPLE / name).read_text("utf-8"))))


@cache
def example():
    """Return what the example day's margin is computed from, spreads of the day before."""
    tables = {path.stem: read_table(path).value for path in EXAMPLE.glob("*.csv")}
    listed = tuple(each for each, _ in inputs.instruments(tables["instruments"], recoveries={}).value)
    accounts = inputs.accounts(tables["accounts"]).value
    codes, names = {each.code for each in listed}, {each.code for each in accounts}
    history = history_inputs.history(tables["history"], calendar=tokyo()).value
    (curve,) = inputs.curves(tables["curves"]).value.values()
    return MarginInputs(
        trade_date=DAY,
        instruments=listed,
        spreads_bp=history.on(SPREAD_DAY),
        accounts=accounts,
        positions=inputs.positions(tables["positions"], instrument=codes, account=names).value,
        curve=curve,
        market_moves=history,
        constituents=inputs.constituents(tables["constituents"]).value,
    )


def rules(**changes):
    """Return the default rules of the requirement, some of them changed."""
    told = {"tail_rule": TailRule.FRACTIONAL, "stress_mode": StressMode.IN_SET, "tail_fraction": 0.01}
    base = BaseRules(**{name: changes.get(name, value) for name, value in told.items()})
    rounding = Rounding(changes.get("round_mode", RoundMode.UP), changes.get("round_unit", 1))
    return MarginRules(base, changes.get("short_charge_ratio", 0.65), rounding)


def single(code, *, entity=None, factor=1.0, width=0.0, kind=InstrumentKind.SINGLE, proxy=""):
    """Return an instrument for which only what is named here matters."""
    return Instrument(code, entity or code, kind, date(2031, 12, 20), 100.0, 0.35, factor, width, proxy)


def index(code, *, factor=1.0, width=0.0):
    """Return an index, its own entity beside its names."""
    return single(code, entity=f"{code}-X", factor=factor, width=width, kind=InstrumentKind.INDEX)


def account(code="A", *, multiplier=1.0, add_on=0):
    """Return a house account."""
    return Account(code, "P", AccountKind.HOUSE, "", 0, multiplier, add_on)


def valued(instruments, moves, *, stress=0, cs01=0.0):
    """Return a market whose moves are given, instruments by scenario, the last `stress` of them stress scenarios."""
    table = np.array(moves, dtype=np.float64).reshape(len(instruments), -1)
    is_stress = np.arange(table.shape[1]) >= table.shape[1] - stress
    names = tuple(f"s{number}" for number in range(table.shape[1]))
    return Valued(tuple(instruments), names, is_stress, table, np.full(len(instruments), cs01))


def required(market, held, *, accounts=None, constituents=None, events=(), day=DAY, **changes):
    """Return requirements by account: `held` are (account, instrument, notional)."""
    made = requirements(
        accounts or [account()],
        [Position(*each) for each in held],
        valued=market,
        constituents=constituents or {},
        events=events,
        day=day,
        rules=rules(**changes),
    )
    return {each.account: each for each in made}
