import os
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from time import perf_counter

import numpy as np
import pytest
import twin_backtest
from margin_cases import DAY, account, example, rules, single, valued

from calc.days.business_day import tokyo
from calc.margin.backtest import ABREAST, Backtest, Ground, backtest, days_possible
from calc.margin.coverage import christoffersen
from calc.margin.engine import priceable
from calc.margin.engine import valued as valued_now
from calc.margin.readings import Book
from calc.margin.requirement import Component, requirements
from calc.market.history import SpreadHistory
from calc.market.scenarios import ScenarioRules, ShockType, filled_levels, historical_scenarios
from calc.outcome import Finding
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.pricing.revaluation import revaluation
from calc.types import CurveQuote, Position

CODES = ("I", "J", "K")
SHORT = ScenarioRules(ShockType.RELATIVE, 30, 5, 10)
HELD = {"I": 4e9, "J": -3e9, "K": 1e9}


def past(days, *, seed=1, hole=None):
    """Return a made-up history; `hole` is (instrument, number) of what has no spread on so many first days."""
    draw = Random(seed)  # noqa: S311 - a reproducible test, no secret
    row, rows = [50.0, 80.0, 120.0], []
    for _ in range(days):
        row = [spread * draw.uniform(0.95, 1.055) for spread in row]
        rows.append(row)
    table = np.array(rows)
    if hole:
        table[: hole[1], CODES.index(hole[0])] = np.nan
    start = DAY - timedelta(days=days)
    return SpreadHistory(tuple(start + timedelta(days=n) for n in range(days)), CODES, table)


def ground_of(history, scenario_rules=SHORT):
    """Return three single names on a flat curve, today's spreads the history's last."""
    listed = [single(code) for code in CODES]
    spreads = dict(zip(CODES, history.spreads_bp[-1].tolist(), strict=True))
    market = Market(discount_curve([CurveQuote("zero", "5Y", 0.01)], DAY), tokyo())
    book = priceable(listed, spreads_bp=spreads, market=market).value
    return Ground(book, spreads, history, scenario_rules, 1.0)


def book_of(ground, held=HELD, **changes):
    """Return account A with positions, and B without any."""
    nothing = valued(ground.priceable.instruments, [[0.0]] * len(ground.priceable.instruments))
    positions = [Position("A", code, notional) for code, notional in held.items()]
    return Book([account("A"), account("B")], positions, nothing, {}, (), DAY, rules(**changes))


def test_margin_and_gain_of_each_day_are_the_twins():
    """On a history of 60 days each of the last days has the twin's base amount and the twin's gain of the next five."""
    history = past(60)
    ground = ground_of(history)
    made = backtest(book_of(ground, tail_fraction=0.1), ground, days=12)
    assert made.days == history.days[60 - 5 - 12 : 60 - 5]
    known = {}

    def value(code, spread):
        if (code, spread) not in known:
            place = CODES.index(code)
            one = ([ground.priceable.instruments[place]], [ground.priceable.legs[place]])
            known[code, spread] = float(revaluation(*one, spreads_bp=np.array([[spread]])).values[0, 0])
        return known[code, spread]

    levels = [dict(zip(CODES, row, strict=True)) for row in history.spreads_bp.tolist()]
    for place, day in enumerate(range(60 - 5 - 12, 60 - 5)):
        base, gain = twin_backtest.past_day(
            levels, day, held=HELD, value=value, reference=30, holding=5, stress_holding=10, tail=0.1
        )
        assert made.base[0, place] == pytest.approx(base, abs=2.0)
        assert made.gains[0, place] == pytest.approx(gain, abs=2.0)
    assert made.base[0].min() > 0


def test_each_day_is_what_margin_was_on_it():
    """A past day's components are those of the scenarios of the history cut off after that day, to the yen."""
    history = past(70)
    ground = ground_of(history)
    book = book_of(ground, tail_fraction=0.05)
    made = backtest(book, ground, days=ABREAST + 3)
    for place in (0, ABREAST - 1, ABREAST + 2):
        day = made.days[place]
        cut = history.before(day + timedelta(days=1))
        today = cut.on(day)
        scenarios = historical_scenarios(cut, ground.priceable.instruments, today_bp=today, rules=SHORT).value
        market, _ = valued_now(ground.priceable, scenarios, spreads_bp=today, bump_bp=1.0)
        (one, _) = requirements(
            book.accounts, book.positions, valued=market, constituents={}, events=(), day=day, rules=book.rules
        )
        assert made.base[0, place] == one.amounts[Component.BASE]
        assert made.total[0, place] == one.total


def test_tomorrow_changes_nothing_of_today():
    """Another spread on the last day leaves every margin before it, and the gains that had ended, as they were."""
    history, other = past(60), past(60)
    other.spreads_bp[-1] *= 3.0
    ground = ground_of(history)
    one, two = (backtest(book_of(ground), replace(ground, history=each), days=8) for each in (history, other))
    assert np.array_equal(one.base, two.base)
    assert one.gains[:, :-1] == pytest.approx(two.gains[:, :-1], abs=0.001)
    assert abs(one.gains[0, -1] - two.gains[0, -1]) > 1e6


def test_an_account_without_positions_is_never_exceeded():
    """An empty account has no margin and no loss, and no loss is more than none."""
    ground = ground_of(past(60))
    made = backtest(book_of(ground), ground, days=8)
    assert (made.base[1].max(), made.gains[1].max()) == (0, 0.0)
    assert not made.exceeded[1].any()
    assert made.coverage("B", expected=0.01).exceedances == 0


def test_a_loss_beyond_margin_is_an_exceedance():
    """Losses of 10, 11 and 12 against a base amount of 11: one exceedance, on the third day."""
    days = tuple(date(2026, 1, day) for day in (5, 6, 7))
    base = np.array([[11, 11, 11]])
    made = Backtest(("A",), days, base, base, np.array([[-10.0, -11.0, -12.0]]), step=1)
    assert made.exceeded.tolist() == [[False, False, True]]
    assert made.coverage("A", expected=0.01).exceedances == 1


def test_independence_is_tested_on_gains_that_share_no_day():
    """With holding periods of two days every second day counts: no, yes, no, instead of two no, two yes, two no."""
    days = tuple(date(2026, 1, day) for day in range(5, 11))
    base = np.full((1, 6), 11)
    made = Backtest(("A",), days, base, base, np.array([[0.0, 0.0, -12.0, -12.0, 0.0, 0.0]]), step=2)
    assert made.coverage("A", expected=0.01).independence == christoffersen([False, True, False])


@pytest.mark.skipif("HIKAE_LONG" not in os.environ, reason="measures time on a quiet machine: --long")
def test_eight_participants_take_five_seconds():
    """A backtest of 250 days of the example's thirteen accounts ends within 5 s, kernels warm."""
    book, ground = example_ground()
    took = []
    for _ in range(3):
        started = perf_counter()
        assert len(backtest(book, ground, days=250).days) == 250
        took.append(perf_counter() - started)
    assert min(took) <= 5.0


def test_a_market_that_jumps_exceeds_a_quiet_past():
    """After a quiet past every spread doubles in a day: protection sold loses more than its margin on five days."""
    history = past(60)
    quiet = np.tile(history.spreads_bp[0], (60, 1)) * (1.0 + 0.001 * np.sin(np.arange(60))[:, None])
    quiet[-8:] *= 2.0
    ground = ground_of(replace(history, spreads_bp=quiet))
    made = backtest(book_of(ground, held={"I": -1e9}), ground, days=12)
    assert made.exceeded[0].sum() == 5
    assert made.exceeded[0].tolist().index(True) == made.days.index(history.days[60 - 8 - 5])


def test_only_what_is_possible_is_done():
    """A history of 47 days with 30 + 5 needed and 5 to come after allows 8 days, however many are asked for."""
    history = past(47)
    assert days_possible(history, SHORT) == 8
    ground = ground_of(history)
    assert len(backtest(book_of(ground), ground, days=250).days) == 8
    assert days_possible(past(39), SHORT) == 0
    assert days_possible(past(40), SHORT) == 1


def test_progress_is_told_to_the_end():
    """Who listens hears how many days are done, up to all of them."""
    heard, ground = [], ground_of(past(70))
    backtest(book_of(ground), ground, days=ABREAST * 2 + 1, tell=lambda done, days: heard.append((done, days)))
    assert heard == [(ABREAST, 21), (2 * ABREAST, 21), (21, 21)]


def test_a_hole_in_the_past_is_filled_by_what_stands_in_for_it():
    """Where I has no spread, its level goes back from its first one by the median move of the other names."""
    history = past(60, hole=("I", 20))
    listed = [single(code) for code in CODES]
    levels = filled_levels(history, listed, today_bp=history.on(history.days[-1]), rules=SHORT)
    whole = past(60).spreads_bp
    assert np.array_equal(levels[20:], whole[20:])
    assert np.array_equal(levels[:, 1:], whole[:, 1:])
    moves = (whole[20, 1:] / whole[19, 1:]).tolist()
    assert levels[19, 0] == pytest.approx(whole[20, 0] / (sum(moves) / 2))


def test_levels_go_back_by_absolute_moves_where_these_are_read():
    """With absolute shocks the level before a hole's end is the first spread less the others' median difference."""
    history = past(60, hole=("I", 20))
    listed = [single(code) for code in CODES]
    absolute = replace(SHORT, shock_type=ShockType.ABSOLUTE)
    levels = filled_levels(history, listed, today_bp=history.on(history.days[-1]), rules=absolute)
    whole = past(60).spreads_bp
    moves = (whole[20, 1:] - whole[19, 1:]).tolist()
    assert levels[19, 0] == pytest.approx(whole[20, 0] - sum(moves) / 2)


def test_an_instrument_without_any_past_stands_at_todays_spread_at_its_end():
    """A name that the history does not know ends at today's spread and moved as its kind did before."""
    history = past(60)
    listed = [*(single(code) for code in CODES), single("NEW")]
    levels = filled_levels(history, listed, today_bp={**history.on(history.days[-1]), "NEW": 77.0}, rules=SHORT)
    assert levels[-1, 3] == 77.0
    assert levels[-2, 3] == pytest.approx(77.0 / np.median(history.spreads_bp[-1] / history.spreads_bp[-2]))


def test_what_cannot_be_valued_is_a_finding():
    """A bump that is no number refuses the backtest instead of a figure."""
    ground = ground_of(past(60))
    assert isinstance(backtest(book_of(ground), replace(ground, bump_bp=np.nan), days=8), Finding)


def example_ground():
    """Return the example day's book, and what its backtest over 500 days of reference stands on."""
    given = example()
    market = Market(discount_curve(given.curve, DAY), tokyo())
    made = priceable(given.instruments, spreads_bp=given.spreads_bp, market=market).value
    ground = Ground(made, given.spreads_bp, given.market_moves, ScenarioRules(ShockType.RELATIVE, 500, 5, 10), 1.0)
    nothing = valued(made.instruments, [[0.0]] * len(made.instruments))
    return Book(given.accounts, given.positions, nothing, given.constituents, (), DAY, rules()), ground


def test_the_example_days_accounts_can_be_carried_back():
    """On the example's own market the last days are possible, each account has a margin, and gains of all sum to 0."""
    told = backtest(*example_ground(), days=3)
    assert told.base.min() > 0
    assert np.abs(told.gains.sum(axis=0)).max() < 1.0
