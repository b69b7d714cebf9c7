"""The upfront alone, and the coupon alone: the very figures of the whole price."""

from datetime import date, timedelta

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from pricing_cases import MATURITY, TRADE_DATE, base_pair

from calc.days.business_day import WEEKENDS, tokyo
from calc.pricing import isda
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, accrued_of, jump_to_default, price, upfront
from calc.pricing.legs import contract_legs
from calc.pricing.terms import DateOverrides

PILLARS = Quotes((60.0, 120.0, 150.0), (date(2026, 12, 20), date(2028, 12, 20), date(2032, 12, 20)))
MARKET = Market(base_pair()[0], tokyo())


@settings(max_examples=drawn(80))
@given(
    spread_bp=st.floats(0.01, 5000.0),
    coupon_bp=st.sampled_from([25.0, 100.0, 500.0]),
    recovery=st.sampled_from([0.0, 0.2, 0.35, 0.4]),
    quarters=st.integers(1, 40),
    notional=st.floats(-1e12, 1e12),
)
def test_the_upfront_is_that_of_the_price(spread_bp, coupon_bp, recovery, quarters, notional):
    """Clean, accrued and cash are the same bits with and without the sensitivities beside them."""
    maturity = date(2025 + (quarters + 3) // 4, 3 * ((quarters + 3) % 4 + 1), 20)
    contract, quotes = Contract(maturity, coupon_bp, recovery, notional), Quotes((spread_bp,))
    whole, alone = price(contract, quotes, market=MARKET), upfront(contract, quotes, market=MARKET)
    assert (alone.clean, alone.accrued, alone.cash) == (whole.clean_upfront, whole.accrued, whole.cash_upfront)
    assert accrued_of(contract, TRADE_DATE, calendar=tokyo()) == whole.accrued


def test_the_upfront_of_pillars_is_that_of_the_price():
    """It holds on a hazard curve of several quotes, and with dates of the contract's own."""
    stated = DateOverrides(accrual_begin=TRADE_DATE - timedelta(days=10))
    contract = Contract(MATURITY, 100.0, 0.35, 1e9, stated)
    whole = price(contract, PILLARS, market=MARKET)
    assert upfront(contract, PILLARS, market=MARKET).clean == whole.clean_upfront
    assert accrued_of(contract, TRADE_DATE, calendar=tokyo()) == whole.accrued == 1e9 * 0.01 * 11 / 360


@pytest.mark.parametrize(
    ("contract", "quotes", "code"),
    [
        (Contract(TRADE_DATE, 100.0, 0.35), Quotes((60.0,)), "contract_over"),
        (Contract(MATURITY, 100.0, 1.0), Quotes((60.0,)), "recovery_range"),
        (Contract(MATURITY, float("inf"), 0.35), Quotes((60.0,)), "price_not_finite"),
        (Contract(MATURITY, 100.0, 0.35), Quotes((-1.0,)), "spread_negative"),
        (Contract(MATURITY, 100.0, 0.35), Quotes((1e9,)), "hazard_not_solved"),
    ],
)
def test_what_has_no_price_has_no_upfront(contract, quotes, code):
    """The finding is the one of the price."""
    assert upfront(contract, quotes, market=MARKET).code == price(contract, quotes, market=MARKET).code == code


def test_a_coupon_needs_a_contract():
    """The coupon of a contract that is over, or whose numbers are none, is a finding."""
    for contract, code in (
        (Contract(TRADE_DATE, 100.0, 0.0), "contract_over"),
        (Contract(MATURITY, float("nan"), 0.0), "price_not_finite"),
    ):
        assert accrued_of(contract, TRADE_DATE, calendar=WEEKENDS).code == code


def test_a_contract_is_laid_out_once(monkeypatch):
    """Its price, the bump of it and every other spread of it share one grid; another market has its own."""
    made = []
    monkeypatch.setattr(
        isda, "contract_legs", lambda *given, **told: made.append(given) or contract_legs(*given, **told)
    )
    contract = Contract(date(2033, 9, 20), 100.0, 0.35)
    for spread_bp in (60.0, 61.0):
        price(contract, Quotes((spread_bp,)), market=MARKET)
        upfront(contract, Quotes((spread_bp,)), market=MARKET)
    assert len(made) == 1
    price(contract, Quotes((60.0,)), market=Market(MARKET.curve, WEEKENDS))
    assert len(made) == 2


def test_a_default_pays_the_loss_less_the_upfront():
    """Jump to default is the loss on the notional less what was paid, whatever the sign of either."""
    contract, quotes = Contract(MATURITY, 100.0, 0.35, 1e9), Quotes((60.0,))
    paid = upfront(contract, quotes, market=MARKET).clean
    assert jump_to_default(contract, paid) == 0.65 * 1e9 - paid > 0.65e9
    assert jump_to_default(Contract(MATURITY, 100.0, 0.35, -1e9), -paid) == -0.65 * 1e9 + paid
