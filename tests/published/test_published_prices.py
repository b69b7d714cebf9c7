from datetime import date
from functools import cache

import published_cases
import pytest
import twin_cds
import twin_curve
import twin_dates

UNITS = {
    "quantlib_isda_engine": "USD on 10,000,000",
    "quantlib_accrual": "on 10,000,000",
    "quantlib_eur": "EUR on 1,000,000",
    "strata_japan": "yen on 10,000,000,000,000",
    "strata_excel": "GBP on 1,000,000",
    "strata_upfront_flat": "on 10,000,000",
    "strata_cash_quoted": "USD on 1,000,000, printed without decimals",
    "strata_cs01_quoted": "USD on 1,000,000",
    "markit_index": "USD on 10,000,000,000,000,000",
    "tepco": "yen on 10,000,000",
    "tepco_flat": "yen on 10,000,000, within 0.3 %",
}


@cache
def curve(curve_id, trade_date):
    rows = published_cases.curve_rows(curve_id, trade_date)
    return twin_curve.discount_curve(date.fromisoformat(trade_date), rows)


@cache
def priced(contract_id):
    """Return the twin's price of a published contract, also seen from the trade date."""
    row = published_cases.contract_rows()[contract_id]
    discount = curve(row["curve_id"], row["trade_date"])
    trade_date = date.fromisoformat(row["trade_date"])
    closed = twin_dates.tokyo(2007, 2045) if row["calendar"] == "TYO" else twin_dates.WEEKENDS
    result = twin_cds.price(
        trade_date,
        date.fromisoformat(row["maturity"]),
        coupon_bp=float(row["coupon_bp"]),
        recovery=float(row["recovery"]),
        notional=float(row["notional"]),
        curve=discount,
        quoted_spread_bp=float(row["quoted_spread_bp"]) if row["quoted_spread_bp"] else None,
        pillars=published_cases.pillar_pairs(row),
        closed_days=closed,
    )
    factor = discount.at(twin_dates.add_open_days(trade_date, 3, closed=closed))
    for kind in ("clean", "cash"):
        result[f"{kind}_at_trade_date"] = factor * result[f"{kind}_upfront"]
    return result


@pytest.mark.parametrize("source", UNITS)
def test_prices_are_the_published_ones(source, compare):
    """The twin gives every published price, accrual and sensitivity within the digits that were printed."""
    rows = published_cases.expected_rows(source)
    triples = (
        (priced(row["contract_id"])[row["column"]], float(row["value"]), float(row["tolerance"])) for row in rows
    )
    compare(source, triples, UNITS[source])


def test_japan_case_needs_the_original_accrual_formula():
    """With the corrected accrual formula the JPY case of 2013 settles at the 91,812,146,282 yen known for it."""
    row = published_cases.contract_rows()["jpy-2013"]
    result = twin_cds.price(
        date(2013, 10, 16),
        date(2018, 12, 20),
        coupon_bp=100,
        recovery=0.35,
        notional=1e13,
        quoted_spread_bp=120,
        curve=curve(row["curve_id"], row["trade_date"]),
        closed_days=twin_dates.tokyo(2007, 2045),
        formula=twin_cds.CORRECT,
    )
    assert result["cash_upfront"] == pytest.approx(91_812_146_282, abs=1)


def test_quoted_spread_of_the_excel_case():
    """An upfront of 0.7 % gives back the quoted spread that Excel-ISDA shows, to 14 decimals."""
    row = published_cases.contract_rows()["strata-excel"]
    deal = twin_cds.contract(date(2008, 9, 19), date(2015, 12, 20), recovery=0.4)
    discount = curve(row["curve_id"], row["trade_date"])
    assert twin_cds.quoted_spread(deal, 0.007, coupon=0.01, discount=discount) == pytest.approx(
        0.011112592882846, abs=2e-14
    )


def test_half_yearly_excel_case():
    """A half-yearly contract at 143.4 bp against a coupon of 500 bp has the upfront that Excel-ISDA shows."""
    row = published_cases.contract_rows()["strata-excel"]
    deal = twin_cds.contract(date(2008, 9, 19), date(2015, 12, 20), recovery=0.4, months=6)
    discount = curve(row["curve_id"], row["trade_date"])
    survival = twin_cds.bootstrap([deal], [0.01434], discount=discount)
    clean = twin_cds.clean_value(deal, 0.05, discount=discount, survival=survival)
    assert clean == pytest.approx(-0.2195134271137960, abs=5e-13)


def test_every_value_names_its_source():
    """Each published value names a source that is described with path, licence and terms."""
    described = published_cases.sources()
    assert {row["source"] for row in published_cases.rows("expected")} == set(UNITS)
    assert set(UNITS) <= set(described)
    assert all({"path", "licence", "terms"} <= set(source) for source in described.values())
