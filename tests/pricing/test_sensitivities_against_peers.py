"""What moves a price, against differences that the slow twin takes, and against QuantLib's ISDA engine."""

import math
import warnings
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
import twin_cds
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from pricing_cases import (
    CALENDARS,
    CLOSED,
    FORMULAS,
    MATURITY,
    TONA,
    TRADE_DATE,
    base_pair,
    base_price,
    base_twin,
    curve_pair,
    quotes_of,
    swap_rows,
)

from calc.days.business_day import WEEKENDS, tokyo
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, price
from calc.pricing.sensitivities import quoted_spread_bp, sensitivities, survival

SAME = 2e-12  # of notional: a difference of two prices, each within 1e-12
PEER = 2e-10  # what QuantLib's own root search leaves
PILLARS = ((date(2026, 12, 20), 60.0), (date(2028, 12, 20), 120.0), (date(2032, 12, 20), 150.0))
CURVE_QUOTES = quotes_of(swap_rows(TONA))
UP = {tenor: rate + 1e-4 for tenor, rate in TONA.items()}

contracts = st.fixed_dictionaries(
    {
        "maturity": st.dates(TRADE_DATE + timedelta(days=2), date(2036, 12, 20)),
        "coupon_bp": st.sampled_from([0.0, 25.0, 100.0, 500.0]),
        "recovery": st.floats(0.02, 0.8),
        "calendar": st.sampled_from(["TYO", "WEEKENDS"]),
        "formula": st.sampled_from([*FORMULAS]),
    }
)
spreads = st.one_of(st.floats(1.0, 1500.0), st.floats(1500.0, 8000.0))


def ours(told, spread_bp):
    """Return contract, quotes and market of a drawn contract."""
    contract = Contract(told["maturity"], told["coupon_bp"], told["recovery"])
    market = Market(base_pair()[0], CALENDARS[told["calendar"]], FORMULAS[told["formula"]])
    return contract, Quotes((spread_bp,)), market


def made_by_us(told, spread_bp):
    """Return our sensitivities of a drawn contract."""
    contract, quotes, market = ours(told, spread_bp)
    return sensitivities(contract, quotes, curve_quotes=CURVE_QUOTES, market=market)


@settings(max_examples=12)
@given(told=contracts, spread_bp=spreads)
def test_rates_up_is_the_twins_difference(told, spread_bp):
    """IR DV01 is the twin's price on curve quotes a basis point higher less its price on the quotes themselves."""
    moved = base_twin(spread_bp, **told, curve=curve_pair(TRADE_DATE, swap_rows(UP))[1])
    expected = moved["clean_upfront"] - base_twin(spread_bp, **told)["clean_upfront"]
    assert made_by_us(told, spread_bp).ir_dv01 == pytest.approx(expected, rel=0, abs=SAME)


@settings(max_examples=12)
@given(told=contracts, spread_bp=spreads)
def test_recovery_up_is_half_the_twins_way(told, spread_bp):
    """The recovery sensitivity is half of what the twin's price moves from a percent less to a percent more."""
    less, more = (
        base_twin(spread_bp, **{**told, "recovery": told["recovery"] + step})["clean_upfront"] for step in (-0.01, 0.01)
    )
    assert made_by_us(told, spread_bp).recovery_01 == pytest.approx((more - less) / 2, rel=0, abs=SAME)


@settings(max_examples=12)
@given(told=contracts, spread_bp=spreads)
def test_a_default_at_once_is_the_loss_less_the_twins_upfront(told, spread_bp):
    """Jump to default pays the loss against the upfront, and its probability is what the twin does not survive."""
    expected, made = base_twin(spread_bp, **told), made_by_us(told, spread_bp)
    assert made.jump_to_default == pytest.approx(1 - told["recovery"] - expected["clean_upfront"], rel=0, abs=SAME)
    assert made.default_probability == pytest.approx(1 - expected["survival_at_maturity"], rel=0, abs=SAME)


@settings(max_examples=12)
@given(told=contracts, upfront=st.floats(0.0, 0.4))
def test_the_quoted_spread_is_the_twins(told, upfront):
    """From an upfront to the quoted spread, under any formula, both find the same spread."""
    contract, _, market = ours(told, 100.0)
    deal = twin_cds.contract(
        TRADE_DATE,
        contract.maturity,
        recovery=contract.recovery,
        closed_days=CLOSED[told["calendar"]],
        formula=told["formula"],
    )
    coupon = contract.coupon_bp / 1e4
    found = quoted_spread_bp(contract, upfront, market=market)
    if not isinstance(found, float):  # a short contract cannot cost that much at any hazard the search goes to
        assert found.code == "upfront_range"
        return
    expected = twin_cds.quoted_spread(deal, upfront, coupon=coupon, discount=base_pair()[1])
    assert found == pytest.approx(expected * 1e4, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("days", [0, 1, 36, 431, 432, 1162, 2623, 4000])
def test_survival_between_and_beyond_pillars_is_the_twins(formula, days):
    """On a hazard curve of three pillars every day's survival is the twin's, under each accrual formula."""
    deals = [
        twin_cds.contract(TRADE_DATE, day, recovery=0.35, closed_days=CLOSED["TYO"], formula=formula)
        for day, _ in PILLARS
    ]
    twin = twin_cds.bootstrap(deals, [spread / 1e4 for _, spread in PILLARS], discount=base_pair()[1])
    quotes = Quotes(tuple(spread for _, spread in PILLARS), tuple(day for day, _ in PILLARS))
    market = Market(base_pair()[0], tokyo(), FORMULAS[formula])
    day = TRADE_DATE + timedelta(days=days)
    (found,) = survival(Contract(MATURITY, 100.0, 0.35), quotes, days=[day], market=market)
    assert found == pytest.approx(twin.at(day), rel=0, abs=1e-13)


@pytest.mark.parametrize("formula", FORMULAS)
def test_pillars_under_each_accrual_formula_are_the_twins(formula):
    """A term structure is priced as the twin prices it, under each named variant of accrual on default."""
    quotes = Quotes(tuple(spread for _, spread in PILLARS), tuple(day for day, _ in PILLARS))
    found = price(Contract(MATURITY, 100.0, 0.35), quotes, market=Market(base_pair()[0], tokyo(), FORMULAS[formula]))
    expected = base_twin(None, formula=formula, pillars=[*PILLARS])
    for name in ("clean_upfront", "cs01", "risky_annuity", "survival_at_maturity"):
        assert getattr(found, name) == pytest.approx(expected[name], rel=0, abs=SAME)


def test_the_formulas_differ_away_from_the_coupon_only():
    """The variants of accrual on default differ by less than a thousandth of the upfront, and not at the coupon."""
    dear, at_par = (
        [base_price(spread_bp, formula=formula).clean_upfront for formula in FORMULAS] for spread_bp in (300.0, 100.0)
    )
    assert len(set(dear)) == len(FORMULAS) == 3
    assert max(dear) - min(dear) < 1e-3 * max(dear)
    assert at_par == pytest.approx([0.0, 0.0, 0.0], abs=1e-14)


@settings(max_examples=drawn(30))
@given(told=contracts, spread_bp=spreads)
def test_signs_are_those_of_protection_bought(told, spread_bp):
    """A default at once pays the buyer the loss at most, and the coupons he is spared, and may always happen."""
    made = made_by_us(told, spread_bp)
    assert 0.0 < made.default_probability < 1.0
    assert 0.0 <= made.jump_to_default <= 1.0 - told["recovery"] + told["coupon_bp"] * 12e-4


def test_at_the_coupon_neither_rates_nor_recovery_matter():
    """A contract quoted at its coupon costs nothing whatever rates and recovery are, so both sensitivities vanish."""
    at_par = {"maturity": MATURITY, "coupon_bp": 100.0, "recovery": 0.35, "calendar": "TYO", "formula": "original"}
    made = made_by_us(at_par, 100.0)
    assert (made.ir_dv01, made.recovery_01) == pytest.approx((0.0, 0.0), abs=1e-14)
    assert made.jump_to_default == pytest.approx(0.65, abs=1e-14)


@settings(max_examples=20)
@given(told=contracts, spread_bp=st.floats(1.0, 1500.0))
def test_a_higher_upfront_is_a_higher_quoted_spread(told, spread_bp):
    """The quoted spread rises with the upfront, from one quote to a slightly dearer one."""
    contract, _, market = ours(told, spread_bp)
    upfronts = [price(contract, Quotes((each,)), market=market).clean_upfront for each in (spread_bp, spread_bp + 5)]
    found = [quoted_spread_bp(contract, each, market=market) for each in upfronts]
    assert all(later > earlier for earlier, later in pairwise(found))


@pytest.fixture
def peer():
    """Return QuantLib, or skip where it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its generated types have no module, which newer Pythons warn of
        return pytest.importorskip("QuantLib")


def peer_upfront(ql, curve, *, spread=0.03, recovery=0.35, coupon=0.01):
    """Return QuantLib's clean upfront on our discount curve, and its flat hazard."""

    def day(each):
        return ql.Date(each.day, each.month, each.year)

    ql.Settings.instance().evaluationDate = day(curve.trade_date)
    knots = [day(curve.trade_date), *(day(date.fromordinal(knot)) for knot in curve.knots)]
    factors = [1.0, *(math.exp(log) for log in curve.log_discounts)]
    years = ql.Actual365Fixed()
    discount = ql.YieldTermStructureHandle(ql.DiscountCurve(knots, factors, years, ql.WeekendsOnly()))
    quoted, deal = (ql.MakeCreditDefaultSwap(day(MATURITY), each) for each in (spread, coupon))
    hazard = quoted.impliedHazardRate(0.0, discount, years, recovery, 1e-15, ql.CreditDefaultSwap.ISDA)
    quote = ql.QuoteHandle(ql.SimpleQuote(hazard))
    flat = ql.DefaultProbabilityTermStructureHandle(ql.FlatHazardRate(0, ql.WeekendsOnly(), quote, years))
    deal.setPricingEngine(ql.IsdaCdsEngine(flat, recovery, discount))
    return deal.fairUpfront(), hazard


@pytest.mark.parametrize("spread_bp", [20.0, 100.0, 300.0, 1000.0])
def test_quantlib_finds_the_same_sensitivities(peer, spread_bp):
    """On the same curve QuantLib's upfront, hazard and differences are ours, as far as its own search goes."""
    curve, moved = base_pair()[0], curve_pair(TRADE_DATE, swap_rows(UP))[0]
    told = {"maturity": MATURITY, "coupon_bp": 100.0, "recovery": 0.35, "calendar": "WEEKENDS", "formula": "original"}
    made = made_by_us(told, spread_bp)
    base, hazard = peer_upfront(peer, curve, spread=spread_bp / 1e4)
    up, _ = peer_upfront(peer, moved, spread=spread_bp / 1e4)
    less, more = (peer_upfront(peer, curve, spread=spread_bp / 1e4, recovery=each)[0] for each in (0.34, 0.36))
    assert made.jump_to_default == pytest.approx(0.65 - base, abs=PEER)
    assert made.ir_dv01 == pytest.approx(up - base, abs=PEER)
    assert made.recovery_01 == pytest.approx((more - less) / 2, abs=PEER)
    years = (MATURITY - TRADE_DATE).days / 365
    assert made.default_probability == pytest.approx(1 - math.exp(-hazard * years), abs=2 * PEER)


def test_quantlib_pays_the_upfront_of_our_quoted_spread(peer):
    """The spread that we read out of an upfront is, put into QuantLib, worth that upfront."""
    market = Market(base_pair()[0], WEEKENDS)
    for upfront in (-0.02, 0.007, 0.15):
        spread_bp = quoted_spread_bp(Contract(MATURITY, 100.0, 0.35), upfront, market=market)
        assert peer_upfront(peer, base_pair()[0], spread=spread_bp / 1e4)[0] == pytest.approx(upfront, abs=PEER)


def test_rates_up_moves_every_quote_of_a_named_convention_too():
    """A curve whose quotes name their convention has the sensitivity of the one that spells them out."""
    named = [replace(quote, fixed_frequency=0, fixed_day_count="", convention="JPY") for quote in CURVE_QUOTES]
    contract, quotes, market = Contract(MATURITY, 100.0, 0.35), Quotes((300.0,)), Market(base_pair()[0], tokyo())
    assert sensitivities(contract, quotes, curve_quotes=named, market=market) == sensitivities(
        contract, quotes, curve_quotes=CURVE_QUOTES, market=market
    )
