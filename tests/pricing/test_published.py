from datetime import date
from functools import cache

import pricing_cases
import published_cases
import pytest

from addin.app.price_contracts import RESULT, price_contracts
from addin.books.tables import read_table
from calc.days.business_day import WEEKENDS, tokyo
from calc.pricing.hazard import Quotes, hazard_curve
from calc.pricing.kernels import legs
from calc.pricing.legs import AccrualOnDefault, contract_legs
from calc.pricing.terms import DateOverrides, contract_terms

SOURCES = sorted({row["source"] for row in published_cases.rows("expected") if row["column"] in RESULT})
ZERO_CURVES = sorted({(row["curve_id"], row["trade_date"]) for row in published_cases.rows("zero_rates")})
SURVIVAL = sorted({(row["case"], row["formula"]) for row in published_cases.rows("survival")})
FORMULAS = {"original": AccrualOnDefault.ORIGINAL_ISDA, "markit_fix": AccrualOnDefault.MARKIT_FIX}
NOTIONALS = {"cs01_par": 1e6, "cs01_sunday": 1e7, "markit_fix": 1.0}


@cache
def priced():
    """Return the product's result of every published contract, by contract and column."""
    contracts = read_table(published_cases.DATA / "contracts.csv").value
    made = price_contracts(contracts, pricing_cases.published_curves(), tokyo_days=tokyo())
    assert made.findings == ()
    return {each.contract_id: dict(zip(RESULT, each.cells, strict=True)) for each in made.value}


def test_all_published_values_are_compared():
    """139 published values stand in columns of the product's result."""
    assert sum(row["column"] in RESULT for row in published_cases.rows("expected")) == 139


@pytest.mark.parametrize("source", SOURCES)
def test_prices_are_the_published_ones(source):
    """The product gives every published price, accrual and sensitivity within the digits that were printed."""
    rows = [row for row in published_cases.expected_rows(source) if row["column"] in RESULT]
    assert rows
    for row in rows:
        found = float(priced()[row["contract_id"]][row["column"]])
        assert found == pytest.approx(float(row["value"]), rel=0, abs=float(row["tolerance"])), row


@pytest.mark.parametrize(("curve_id", "trade_date"), ZERO_CURVES)
def test_zero_rates_are_those_of_the_published_curves(curve_id, trade_date):
    """The product's discount curve has the published zero rates."""
    built, base = pricing_cases.published_curve(curve_id, trade_date), date.fromisoformat(trade_date)
    rows = [
        row
        for row in published_cases.rows("zero_rates")
        if (row["curve_id"], row["trade_date"]) == (curve_id, trade_date)
    ]
    found = {
        row["days"]: -built.log_discount(base.toordinal() + int(row["days"])) * 365 / int(row["days"]) for row in rows
    }
    wrong = [row for row in rows if not abs(found[row["days"]] - float(row["zero_rate"])) <= float(row["tolerance"])]
    assert wrong == []


def pillar_curve(case, formula, moved_bp=0.0):
    """Return the product's hazard curve through the pillars of a published case, and its market."""
    rows = published_cases.pillars(case)
    discount = pricing_cases.published_curve(rows[0]["curve_id"], rows[0]["trade_date"])
    overrides = DateOverrides(accrual_begin=published_cases.day_or_none(rows[0]["accrual_begin"]))
    pillars = tuple(date.fromisoformat(row["maturity"]) for row in rows)
    cuts = [day.toordinal() for day in pillars]

    def legs_to(maturity, begin=overrides):
        terms = contract_terms(discount.trade_date, maturity, calendar=WEEKENDS, overrides=begin)
        return contract_legs(terms, discount, recovery=float(rows[0]["recovery"]), cuts=cuts, formula=formula)

    spreads = tuple(float(row["spread_bp"]) + moved_bp for row in rows)
    return hazard_curve(Quotes(spreads, pillars), legs_to, pillars[-1]), discount, legs_to


@pytest.mark.parametrize(("case", "formula"), SURVIVAL)
def test_survival_is_the_published_one(case, formula):
    """The product's hazard curve has the published survival probabilities of both formulas, to 14 decimals."""
    curve, discount, _ = pillar_curve(case, FORMULAS[formula])
    rows = [row for row in published_cases.rows("survival") if (row["case"], row["formula"]) == (case, formula)]
    assert len(rows) == 15
    for row in rows:
        found = pricing_cases.survival(curve, discount.trade_date, int(row["days"]))
        assert found == pytest.approx(float(row["survival"]), abs=1e-14)


def value_on(curve, made, coupon):
    """Return the clean value of a contract at cash settlement, and its accrued coupon."""
    hazards = curve.on(made.ordinals)
    protection, premium = legs(hazards, made.grid, made.terms[3])
    dirty = (made.terms[0] * protection - coupon * premium) * made.settlement_growth
    return dirty + coupon * made.accrued_fraction, coupon * made.accrued_fraction


@pytest.mark.parametrize("case", NOTIONALS)
def test_contracts_on_a_term_structure(case):
    """CS01 by a parallel move of all pillars, and upfronts under the Markit fix, are the published ones."""
    formula = AccrualOnDefault.MARKIT_FIX if case == "markit_fix" else AccrualOnDefault.ORIGINAL_ISDA
    coupon = 0.0101 if case == "cs01_sunday" else 0.01
    base, _, legs_to = pillar_curve(case, formula)
    moved, _, _ = pillar_curve(case, formula, 1.0)
    begin = DateOverrides(accrual_begin=date(2011, 3, 20)) if case == "markit_fix" else DateOverrides()
    for row in [row for row in published_cases.rows("pillar_values") if row["case"] == case]:
        made = legs_to(date.fromisoformat(row["maturity"]), begin)
        clean, accrued = value_on(base, made, coupon)
        cs01 = NOTIONALS[case] * (value_on(moved, made, coupon)[0] - clean)
        found = clean - accrued if row["measure"] == "cash_upfront" else cs01
        assert found == pytest.approx(float(row["value"]), abs=float(row["tolerance"]))


def test_the_corrected_formula_gives_its_own_known_value():
    """With the corrected accrual formula the JPY case of 2013 settles at the 91,812,146,282 yen known for it."""
    discount = pricing_cases.published_curve("JPY_LIBOR", "2013-10-16")
    found = pricing_cases.base_price(120.0, curve=discount, maturity=date(2018, 12, 20), formula="correct")
    assert 1e13 * found.cash_upfront == pytest.approx(91_812_146_282, abs=1)


def test_actual_365_swaps_miss_the_japan_case():
    """The JPY case of 2013 needs ACT/ACT swaps: with ACT/365F ones it settles 413,000 yen lower."""
    day = date(2013, 10, 16)
    rows = [
        {**row, "fixed_day_count": "ACT/365F"} if row["kind"] == "swap" else row
        for row in published_cases.curve_rows("JPY_LIBOR", "2013-10-16")
    ]
    discount, _ = pricing_cases.curve_pair(day, rows)
    found = pricing_cases.base_price(120.0, curve=discount, maturity=date(2018, 12, 20))
    assert 1e13 * found.cash_upfront == pytest.approx(91_814_158_757, abs=2)
