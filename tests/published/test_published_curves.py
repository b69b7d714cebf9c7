from datetime import date, timedelta
from functools import cache

import published_cases
import pytest
import twin_cds
import twin_curve

ZERO_CURVES = sorted({(row["curve_id"], row["trade_date"]) for row in published_cases.rows("zero_rates")})
SURVIVAL_CASES = ("survival_sunday", "survival_inverted", "survival_low")
TERM_STRUCTURE_CASES = {"cs01_par": "USD on 1,000,000", "cs01_sunday": "USD on 10,000,000", "markit_fix": "of notional"}
NOTIONALS = {"cs01_par": 1e6, "cs01_sunday": 1e7}


@cache
def curve(curve_id, trade_date):
    rows = published_cases.curve_rows(curve_id, trade_date)
    return twin_curve.discount_curve(date.fromisoformat(trade_date), rows)


def pillar_deals(case, formula=twin_cds.ORIGINAL):
    """Return the pillar contracts of a case, their spreads and the discount curve."""
    rows = published_cases.pillars(case)
    deals = [
        twin_cds.contract(
            date.fromisoformat(row["trade_date"]),
            date.fromisoformat(row["maturity"]),
            recovery=float(row["recovery"]),
            accrual_begin=published_cases.day_or_none(row["accrual_begin"]),
            formula=formula,
        )
        for row in rows
    ]
    return deals, [float(row["spread_bp"]) for row in rows], curve(rows[0]["curve_id"], rows[0]["trade_date"])


@cache
def survival_curve(case, formula, bump_bp=0.0):
    deals, spreads, discount = pillar_deals(case, formula)
    return twin_cds.bootstrap(deals, [(spread + bump_bp) * 1e-4 for spread in spreads], discount=discount)


@pytest.mark.parametrize(("curve_id", "trade_date"), ZERO_CURVES)
def test_zero_rates_are_those_of_the_published_curves(curve_id, trade_date, compare):
    """The discount curve has the published zero rates, those of ISDA's spreadsheet to its own root tolerance."""
    built = curve(curve_id, trade_date)
    rows = [
        row
        for row in published_cases.rows("zero_rates")
        if (row["curve_id"], row["trade_date"]) == (curve_id, trade_date)
    ]
    triples = (
        (
            -built.log_at(built.base + timedelta(days=int(row["days"]))) * 365 / int(row["days"]),
            float(row["zero_rate"]),
            float(row["tolerance"]),
        )
        for row in rows
    )
    compare(f"zero {curve_id} {trade_date}", triples, "zero rate")


@pytest.mark.parametrize("formula", [twin_cds.ORIGINAL, twin_cds.MARKIT_FIX])
@pytest.mark.parametrize("case", SURVIVAL_CASES)
def test_survival_is_the_published_one(case, formula, compare):
    """The bootstrapped survival probabilities are the published ones of both accrual formulas, to 14 decimals."""
    built = survival_curve(case, formula)
    rows = [row for row in published_cases.rows("survival") if (row["case"], row["formula"]) == (case, formula)]
    triples = ((built.at(built.base + timedelta(days=int(row["days"]))), float(row["survival"]), 1e-14) for row in rows)
    compare(f"{case} {formula}", triples, "probability")


def value_in_case(row):
    """Return the CS01, or the cash upfront, of one contract on the term structure of its case."""
    case = row["case"]
    formula = twin_cds.MARKIT_FIX if case == "markit_fix" else twin_cds.ORIGINAL
    deals, _, discount = pillar_deals(case, formula)
    coupon, begin = (0.0101, None) if case == "cs01_sunday" else (0.01, None)
    if case == "markit_fix":
        begin = deals[0].periods[0].start
    deal = twin_cds.contract(
        deals[0].trade_date, date.fromisoformat(row["maturity"]), recovery=0.4, accrual_begin=begin, formula=formula
    )
    clean = twin_cds.clean_value(deal, coupon, discount=discount, survival=survival_curve(case, formula))
    if row["measure"] == "cash_upfront":
        return clean - coupon * deal.accrued
    bumped = twin_cds.clean_value(deal, coupon, discount=discount, survival=survival_curve(case, formula, 1.0))
    return NOTIONALS[case] * (bumped - clean)


@pytest.mark.parametrize("case", TERM_STRUCTURE_CASES)
def test_contracts_on_a_term_structure(case, compare):
    """CS01 by a parallel move of all pillars, and upfronts under the Markit fix, are the published ones."""
    rows = [row for row in published_cases.rows("pillar_values") if row["case"] == case]
    triples = ((value_in_case(row), float(row["value"]), float(row["tolerance"])) for row in rows)
    compare(case, triples, TERM_STRUCTURE_CASES[case])
