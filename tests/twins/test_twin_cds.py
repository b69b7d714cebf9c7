import math
from datetime import date, timedelta

import pytest
import twin_cds
import twin_curve
import twin_dates
from twin_cds import CORRECT, MARKIT_FIX, ORIGINAL

TRADE_DATE = date(2026, 6, 24)
MATURITY = date(2031, 6, 20)
RATES = [
    (date(2026, 12, 24), 0.004),
    (date(2028, 6, 26), -0.001),
    (date(2031, 1, 15), 0.006),
    (date(2036, 6, 24), 0.011),
]
PILLARS = [(date(2027, 6, 20), 40.0), (date(2029, 6, 20), 90.0), (date(2031, 6, 20), 120.0), (date(2033, 6, 20), 125.0)]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def curve():
    return twin_curve.zero_curve(TRADE_DATE, RATES)


def deal(maturity=MATURITY, **terms):
    return twin_cds.contract(TRADE_DATE, maturity, recovery=0.35, **terms)


def survival_of(curve, **terms):
    deals = [deal(day, **terms) for day, _ in PILLARS]
    return twin_cds.bootstrap(deals, [spread * 1e-4 for _, spread in PILLARS], discount=curve)


def priced(curve, spread_bp, **changes):
    arguments = {"coupon_bp": 100.0, "recovery": 0.35, "notional": 1e9, "quoted_spread_bp": spread_bp, "curve": curve}
    return twin_cds.price(TRADE_DATE, MATURITY, **{**arguments, **changes})


def simpson_by_day(first, last, integrand):
    """Add up Simpson's rule over every single day; integrand takes a day and a fraction of it."""
    parts, day = [], first
    while day < last:
        parts.append((integrand(day, 0.0) + 4 * integrand(day, 0.5) + integrand(day, 1.0)) / 6)
        day += DAY
    return math.fsum(parts)


def default_density(discount, survival, day, fraction):
    """Give the discounted probability of default per day at a moment of the day."""
    hazard = survival.log_at(day) - survival.log_at(day, 1.0)
    return hazard * math.exp(discount.log_at(day, fraction) + survival.log_at(day, fraction))


def test_protection_leg_is_the_integral_it_stands_for(curve):
    """Adding up the discounted default density over each day gives the closed form of the protection leg."""
    survival, contract = survival_of(curve), deal()
    brute = 0.65 * simpson_by_day(TRADE_DATE, MATURITY, lambda *at: default_density(curve, survival, *at))
    assert twin_cds.protection_leg(contract, discount=curve, survival=survival) == pytest.approx(brute, abs=1e-15)


@pytest.mark.parametrize(("formula", "half"), [(ORIGINAL, 0.5), (CORRECT, 0.0)])
def test_accrual_on_default_is_the_integral_it_stands_for(curve, formula, half):
    """Adding up accrued days times the default density gives the accrual leg, with and without the half day."""
    survival, contract = survival_of(curve, formula=formula), deal(formula=formula)
    for period in (contract.periods[0], contract.periods[9], contract.periods[-1]):
        first, last = period.start - DAY, period.end - DAY

        def accrued(day, fraction, first=first):
            days = (day - first).days + fraction + half
            return days / 360 * default_density(curve, survival, day, fraction)

        brute = simpson_by_day(max(first, TRADE_DATE), last, accrued)
        closed = twin_cds.accrual_on_default(contract, period, discount=curve, survival=survival)
        assert closed == pytest.approx(brute, rel=1e-13)


def test_the_markit_fix_forgets_what_accrued_before_a_knot(curve):
    """Under the Markit fix a period that holds a curve knot has less accrual on default, one without has the same."""
    survival = survival_of(curve)
    fixed, correct = deal(formula=MARKIT_FIX), deal(formula=CORRECT)
    pairs = [
        tuple(twin_cds.accrual_on_default(each, period, discount=curve, survival=survival) for each in (fixed, correct))
        for period in correct.periods
    ]
    knotted = [len(twin_cds.grid(p.start - DAY, p.end - DAY, curves=(curve, survival))) > 2 for p in correct.periods]
    assert sum(knotted[1:]) == 4
    for (less, full), knot in list(zip(pairs, knotted, strict=True))[1:]:
        assert (less < full * (1 - 1e-6)) if knot else (less == pytest.approx(full, rel=1e-13))


def test_step_in_is_the_day_after_the_trade_and_settlement_three_open_days():
    """Step-in is T+1 in calendar days and cash settlement T+3 in open days."""
    contract = twin_cds.contract(date(2026, 6, 26), MATURITY, recovery=0.35)
    assert contract.step_in == date(2026, 6, 27)
    assert contract.cash_settle == date(2026, 7, 1)


def test_periods_are_adjusted_but_the_last_end_is_not():
    """Coupons move to open days; the last period ends one day after the unadjusted maturity."""
    contract = twin_cds.contract(date(2026, 6, 24), date(2027, 6, 20), recovery=0.35)
    last = contract.periods[-1]
    assert (last.start, last.end, last.pay) == (date(2027, 3, 22), date(2027, 6, 21), date(2027, 6, 21))
    assert contract.periods[0].start == date(2026, 6, 22)


def test_tokyo_holidays_move_the_coupon_and_its_accrual():
    """In silver week 2015 the coupon of 20 September accrues to, and is paid on, the 24th in Tokyo."""
    terms = {"recovery": 0.35, "closed_days": twin_dates.tokyo(2015, 2020)}
    contract = twin_cds.contract(date(2015, 7, 1), date(2016, 6, 20), **terms)
    assert contract.periods[0].end == contract.periods[0].pay == date(2015, 9, 24)
    assert contract.periods[1].start == date(2015, 9, 24)


def test_accrued_is_zero_when_step_in_is_a_coupon_day():
    """On the day before a coupon day the accrued premium is zero, a day earlier it is the whole period less a day."""
    days = [twin_cds.contract(date(2026, 9, day), MATURITY, recovery=0.35).accrued_days for day in (18, 19, 20)]
    assert days == [89, 90, 0]


def test_the_last_period_keeps_its_accrual_to_the_end():
    """On the day before a weekday maturity 92 days have accrued, because that period has one more day to run."""
    assert twin_cds.contract(date(2014, 6, 19), date(2014, 6, 20), recovery=0.4).accrued_days == 92


def test_a_contract_at_its_maturity_is_refused():
    """A contract traded on its maturity has no day left and is refused."""
    with pytest.raises(ValueError, match="one day"):
        twin_cds.contract(MATURITY, MATURITY, recovery=0.35)


def test_overrides_replace_the_three_dates():
    """Given step-in, settlement and accrual dates are used as they are, on weekends too."""
    given = {"step_in": date(2026, 6, 24), "cash_settle": date(2026, 6, 24), "accrual_begin": date(2026, 6, 20)}
    contract = deal(**given)
    assert (contract.step_in, contract.cash_settle) == (date(2026, 6, 24), date(2026, 6, 24))
    assert contract.periods[0].start == date(2026, 6, 20)
    assert contract.accrued_days == 4


@pytest.mark.parametrize("spread_bp", [1.0, 100.0, 1000.0, 30000.0])
def test_a_coupon_at_the_quoted_spread_has_no_upfront(curve, spread_bp):
    """A contract whose coupon is its quoted spread is worth nothing, and its par spread is the quote."""
    result = priced(curve, spread_bp, coupon_bp=spread_bp)
    assert result["clean_upfront"] / 1e9 == pytest.approx(0.0, abs=2e-15)
    assert result["par_spread_bp"] == pytest.approx(spread_bp, rel=1e-12)


def test_upfront_is_the_spread_difference_on_the_annuity(curve):
    """The clean upfront equals quoted spread less coupon, times the risky annuity, times the notional."""
    result = priced(curve, 300.0)
    assert result["clean_upfront"] == pytest.approx(1e9 * 0.02 * result["risky_annuity"], rel=1e-12)
    assert result["cash_upfront"] == pytest.approx(result["clean_upfront"] - result["accrued"], abs=1e-6)


def test_the_annuity_leaves_out_what_has_accrued(curve):
    """The risky annuity is the premium leg at settlement less the accrued days over 360."""
    contract, survival = deal(), survival_of(curve)
    dirty = twin_cds.premium_leg(contract, discount=curve, survival=survival) / curve.at(date(2026, 6, 29))
    assert contract.accrued_days == 3
    assert twin_cds.annuity(contract, discount=curve, survival=survival) == pytest.approx(dirty - 3 / 360, abs=1e-15)


def test_hazard_counts_in_years_of_365_days(curve):
    """Survival to the maturity is the exponential of the hazard over days divided by 365."""
    result = priced(curve, 120.0)
    years = (MATURITY - TRADE_DATE).days / 365
    assert result["survival_at_maturity"] == pytest.approx(math.exp(-result["hazard"] * years), abs=1e-15)


def test_upfront_and_quoted_spread_are_inverse(curve):
    """The quoted spread found from an upfront is the one the upfront came from."""
    clean = priced(curve, 275.0, notional=1.0)["clean_upfront"]
    assert twin_cds.quoted_spread(deal(), clean, coupon=0.01, discount=curve) == pytest.approx(0.0275, abs=1e-15)


def test_cs01_is_the_move_of_the_price_by_one_basis_point(curve):
    """CS01 is the price at the quote plus one basis point less the price at the quote."""
    at, above = priced(curve, 120.0), priced(curve, 121.0)
    assert at["cs01"] == pytest.approx(above["clean_upfront"] - at["clean_upfront"], abs=1e-6)


def test_every_pillar_is_priced_at_par(curve):
    """On the bootstrapped curve each pillar contract has the clean value zero at its own spread."""
    survival = survival_of(curve)
    values = [
        twin_cds.clean_value(deal(day), spread * 1e-4, discount=curve, survival=survival) for day, spread in PILLARS
    ]
    assert max(map(abs, values)) < 2e-15


def test_equal_pillars_give_one_hazard_up_to_the_settlement_effect(curve):
    """Pillars at one spread price a five-year contract within 1e-6 of the flat quote, but not to the last digit."""
    pillars = [(day, 120.0) for day, _ in PILLARS]
    flat = priced(curve, 120.0)["clean_upfront"]
    stepped = priced(curve, None, pillars=pillars)["clean_upfront"]
    assert 0 < abs(stepped - flat) / 1e9 < 1e-5


def test_a_steep_inversion_is_refused(curve):
    """Spreads that fall so steeply that a forward hazard would be negative are refused."""
    with pytest.raises(ValueError, match="no hazard"):
        priced(curve, None, pillars=[(date(2027, 6, 20), 900.0), (date(2031, 6, 20), 100.0)])


def test_a_price_needs_a_quote(curve):
    """Without a quoted spread and without pillars there is no price."""
    with pytest.raises(ValueError, match="neither"):
        priced(curve, None)


def test_an_unknown_accrual_formula_is_refused():
    """A formula name outside the three is refused instead of taken for one of them."""
    with pytest.raises(ValueError, match="newest"):
        deal(formula="newest")


@pytest.mark.parametrize("x", [-0.2, -0.1001, -0.0999, -1e-9, 0.0, 1e-9, 0.0999, 0.1001, 3.0])
def test_the_two_step_integrals_hold_at_and_around_zero(x):
    """The functions decay and ramp agree with Simpson sums of their integrals on both sides of the series' border."""
    steps = 2000

    def simpson(function):
        weights = [1, *([4, 2] * (steps // 2))[:-1], 1]
        return math.fsum(w * function(k / steps) for k, w in enumerate(weights)) / (3 * steps)

    assert twin_cds.decay(x) == pytest.approx(simpson(lambda u: math.exp(-x * u)), rel=1e-12)
    assert twin_cds.ramp(x) == pytest.approx(simpson(lambda u: u * math.exp(-x * u)), rel=1e-12)
