"""A backtest with its accounts in parts is the backtest of all of them, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from test_backtest import SHORT, book_of, example_ground, ground_of, past

from addin.scale import backtest as product
from addin.scale.backtest import backtest_in_parts
from addin.scale.crew import ThisProcess, crew_of
from calc.margin.backtest import backtest
from calc.outcome import RefusedError

CREW = ThisProcess(2)


def assert_same(made, expected):
    """Compare two backtests, every bit of them."""
    assert (made.accounts, made.days, made.step) == (expected.accounts, expected.days, expected.step)
    for name in ("base", "total", "gains"):
        one, other = getattr(made, name), getattr(expected, name)
        assert (one.dtype, one.tolist()) == (other.dtype, other.tolist())


@pytest.mark.parametrize("accounts", [1, 5, 64])
def test_parts_change_no_bit(monkeypatch, accounts):
    """The example's accounts one by one, five by five and all together have the same days, amounts and gains."""
    monkeypatch.setattr(product, "ACCOUNTS", accounts)
    given = example_ground()
    assert_same(backtest_in_parts(*given, days=13, crew=CREW), backtest(*given, days=13))


def test_a_cluster_changes_no_bit(two_workers, monkeypatch):
    """Two processes give the same."""
    monkeypatch.setattr(product, "ACCOUNTS", 5)
    given = example_ground()
    with crew_of(two_workers.address) as crew:
        assert_same(backtest_in_parts(*given, days=13, crew=crew), backtest(*given, days=13))


def test_progress_counts_days_and_accounts():
    """Who listens hears of the days that are valued, then of the accounts that are done, up to all of them."""
    given, heard = example_ground(), []
    backtest_in_parts(*given, days=13, crew=CREW, tell=lambda done, number: heard.append((done, number)))
    accounts = len(given[0].accounts)
    assert heard == [(10, 13 + accounts), (13, 13 + accounts), (13 + accounts, 13 + accounts)]


@pytest.mark.parametrize(("accounts", "days"), [(0, 8), (2, 0)])
def test_nothing_to_do_is_done(accounts, days):
    """Without accounts, and without days that are possible, the backtest is as empty as that of one process."""
    ground = ground_of(past(60 if days else 39))
    book = book_of(ground)
    book = replace(book, accounts=tuple(book.accounts)[:accounts], positions=book.positions if accounts else ())
    assert_same(backtest_in_parts(book, ground, days=8, crew=CREW), backtest(book, ground, days=8))
    assert len(backtest(book, ground, days=8).days) == days


def test_what_cannot_be_valued_is_refused():
    """A bump that is no number refuses the run with the valuation's finding."""
    ground = ground_of(past(60))
    with pytest.raises(RefusedError) as said:
        backtest_in_parts(book_of(ground), replace(ground, bump_bp=np.nan), days=8, crew=CREW)
    assert said.value.findings[0].code == "price_not_finite"
    assert ground.rules == SHORT
