"""Variation margin, clearing fund and intraday margin as cells show them, on a book that is computed by hand."""

import pytest
from par_book import APPLIED, HELD, LISTED, MOVES, QUIET, market
from sheet_tables import stacked

from addin.app.margin_cell import MarginCells
from addin.app.measures_cell import MeasureCells, fund_rows, intraday_rows, variation_rows
from calc.margin.variation import FlowPart
from calc.outcome import RefusedError

MONDAY = "2026-12-21"


@pytest.fixture
def asked(tmp_path):
    """Return a function that asks one of the three for its rows of a book by name."""

    def rows(function, day=MONDAY, *, held=HELD, settings=(), accounts=LISTED, on=None, **known):
        margin = MarginCells(held, on or market(day), MOVES, [*QUIET, *settings])
        found = function(MeasureCells(margin, accounts, **known), home=tmp_path / "home")
        return {getattr(each, "account", "") or each.participant: each for each in found}

    return rows


def parts(row):
    """Return the parts of a transfer that are not nothing, by name."""
    return {part.value: amount for part, amount in row.variation.parts.items() if amount}


def refused(asked, function, **told):
    with pytest.raises(RefusedError) as caught:
        asked(function, **told)
    return caught.value.findings[0].code


def test_a_level_is_the_coupon_accrued(asked):
    """Stepping in on Tuesday a buyer of 3.6e9 owes one day of coupon, its seller is owed it; QH sold 1e9."""
    rows = asked(variation_rows)
    assert {name: row.stock for name, row in rows.items()} == {"PH": 100_000, "PC": -100_000, "QH": -27_778}
    assert {row.why.code for row in rows.values()} == {"vm_previous_missing"}


def test_over_the_coupon_day_three_days_are_transferred(asked):
    """From 86 days on Friday to one on Monday, with a coupon of 88 days paid between: 100,000 for each of three."""
    row = asked(variation_rows, applied=APPLIED)["PH"]
    assert parts(row) == {"mtm_change": -8_500_000, "coupon": 8_800_000}
    assert (row.stock, row.variation.flow, row.why.code) == (100_000, 300_000, "price_alignment_missing")


def test_what_two_fallback_days_left_out_comes_on_the_third(asked):
    """Friday and Monday re-applied Thursday's 8,500,000 and kept the coupon: Tuesday transfers five days at once."""
    applied = [APPLIED[0], ["PH", "vm", "total", 8_500_000, "2026-12-17"], ["PH", "vm", "carried", 8_800_000, MONDAY]]
    row = asked(variation_rows, "2026-12-22", applied=applied)["PH"]
    assert parts(row) == {"mtm_change": -8_300_000, "carried": 8_800_000}
    assert row.variation.flow == 500_000


def test_a_deal_of_today_pays_no_coupon_and_its_own_price(asked):
    """Bought today at a clean half per cent, 3.6e9 owes 18,000,000 less its one day; the coupon was another's."""
    applied = [APPLIED[0], ["PH", "vm", "total", 0, "2026-12-18"]]
    deals = [["account", "instrument", "notional", "upfront"], ["PH", "AA", 3.6e9, 0.005]]
    row = asked(variation_rows, applied=applied, deals=deals)["PH"]
    assert parts(row) == {"mtm_change": 100_000, "entry": 17_900_000}


def test_a_position_that_ended_owes_its_last_coupon(asked):
    """Held on Friday and gone on Monday, it stands in the positions of the day before alone."""
    before = [HELD[0], ["PH", "AA", 7.2e9]]
    assert parts(asked(variation_rows, applied=APPLIED, before=before)["PH"])["coupon"] == 17_600_000


def test_interest_is_on_the_level_that_was_applied(asked):
    """At 3.65 % on 365 days, three days on 8,600,000 come back: 2,580 yen; then nothing is left to be said."""
    rate = [["pai_rate", 0.0365], ["pai_daycount", "ACT/365F"]]
    row = asked(variation_rows, settings=rate, applied=APPLIED)["PH"]
    assert row.variation.parts[FlowPart.PRICE_ALIGNMENT] == -2_580
    assert row.why is None


def test_each_account_has_its_own_fault(asked):
    """A bad position takes its account alone, and a market that cannot be valued takes all of them."""
    rows = asked(variation_rows, held=[*HELD, ["QH", "ZZ", 1.0]], applied=APPLIED)
    assert (rows["QH"].stock, rows["QH"].why.code) == (None, "instrument_unknown")
    assert rows["PH"].variation.flow == 300_000
    for function in (variation_rows, intraday_rows):
        rows = asked(function, on=market(MONDAY, "dear"))
        assert {row.why.code for row in rows.values()} == {"number_character"}


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"applied": [["account", "amount"], ["PH", 1]]}, "column_missing"),
        ({"applied": [*APPLIED, ["PH", "vm", "carried", "1OO", MONDAY]]}, "number_character"),
        ({"applied": [*APPLIED, ["ZZ", "vm", "total", 1, MONDAY]]}, "account_unknown"),
        ({"deals": [["account", "instrument", "notional", "upfront"], ["PH", "ZZ", 1.0, 0.0]]}, "instrument_unknown"),
        ({"before": [HELD[0], ["ZZ", "AA", 1.0]]}, "account_unknown"),
    ],
)
def test_a_table_with_a_bad_row_is_refused_whole(asked, known, code):
    """A row left out of what is known of the day before would move a transfer unseen."""
    assert refused(asked, variation_rows, **known) == code


def test_a_table_of_a_header_alone_says_nothing(asked):
    """No deals today is a table without rows, and nothing applied before leaves every transfer unknown."""
    deals = [["account", "instrument", "notional", "upfront"]]
    assert parts(asked(variation_rows, applied=APPLIED, deals=deals)["PH"])["coupon"] == 8_800_000
    assert asked(variation_rows, applied=APPLIED[:1])["PH"].variation is None


def test_the_fund_covers_the_worst_default(asked):
    """AA fails: PC, without deposit, loses 65 % of 3.6e9; it is shared 15 to 25 by margin, and P lost most."""
    rows = asked(fund_rows)
    assert rows["P"].share == 2_340_000_000 * 15 // 40
    assert rows["Q"].share == 2_340_000_000 * 25 // 40
    assert {name: row.required == row.share for name, row in rows.items()} == {"P": True, "Q": True}
    assert {name: row.scenario for name, row in rows.items()} == {"P": "up + AA", "Q": ""}


def test_the_fund_has_a_floor(asked):
    """A participant without margin has no share, and 100,000,000 in the fund all the same."""
    row = asked(fund_rows, accounts=[*LISTED, ["RH", "R", "house", 0, 0]])["R"]
    assert (row.required, row.share) == (100_000_000, 0)


def test_a_participant_cannot_compute_the_fund(asked):
    """On its side, and where the accounts are not known, the fund is unchecked; a fault of one account refuses it."""
    assert refused(asked, fund_rows, settings=[["role", "participant"]]) == "fund_unchecked"
    assert refused(asked, fund_rows, accounts=None) == "fund_unchecked"
    assert refused(asked, fund_rows, held=[*HELD, ["QH", "ZZ", 1.0]]) == "instrument_unknown"
    assert refused(asked, fund_rows, on=market(MONDAY, "dear")) == "number_character"


def test_a_book_without_accounts_has_no_fund(tmp_path):
    """An empty table of positions in a market that cannot be valued shows no row, and fails nowhere."""
    margin = MarginCells([*HELD[:1], ["", "", ""]], market(MONDAY, "dear"), MOVES, None)
    assert fund_rows(MeasureCells(margin, LISTED[:1]), home=tmp_path) == ()


def test_a_call_is_what_is_required_beyond_deposits(asked):
    """House accounts alone: PH lacks 1,000,000 of 10,000,000, and QH 5,000,000 of 25,000,000."""
    rows = asked(intraday_rows)
    assert {name: (row.call.required, row.call.deposited, row.call.call) for name, row in rows.items()} == {
        "PH": (10_000_000, 9_000_000, 1_000_000),
        "QH": (25_000_000, 20_000_000, 5_000_000),
    }
    assert {row.why for row in rows.values()} == {None}


def test_a_surplus_is_no_call(asked):
    """Deposits beyond the requirement are not paid out during the day."""
    accounts = [LISTED[0], ["PH", "P", "house", 12_000_000, 10_000_000], *LISTED[2:]]
    assert asked(intraday_rows, accounts=accounts)["PH"].call.call == 0


def test_the_clients_have_rows_where_the_desk_says_so(asked):
    """With the setting `all` the order is that of the accounts, and a client's fault stands in its row."""
    rows = asked(intraday_rows, settings=[["idm_accounts", "all"]], held=[*HELD, ["PC", "ZZ", 1.0]])
    assert list(rows) == ["PH", "PC", "QH"]
    assert (rows["PC"].call, rows["PC"].why.code) == (None, "instrument_unknown")


def test_unsettled_variation_counts_where_the_desk_says_so(asked):
    """What PH still owes is added; where the day before is not known there is no requirement, and no zero."""
    owed = [["idm_unsettled_vm", "owed"]]
    assert asked(intraday_rows, settings=owed, applied=APPLIED)["PH"].call.required == 10_300_000
    row = asked(intraday_rows, settings=owed)["PH"]
    assert (row.call, row.why.code) == (None, "vm_previous_missing")


def test_an_account_that_may_be_a_house_one_has_a_row(asked):
    """A fault stands in the row of a house account and of one whose kind cannot be read, not of a client's."""
    held = [*HELD, ["PC", "ZZ", 1.0], ["PH", "ZZ", 1.0]]
    accounts = [*LISTED, ["XX", "X", "hous", 0, 0]]
    rows = asked(intraday_rows, held=held, accounts=accounts)
    assert {name: row.why and row.why.code for name, row in rows.items()} == {
        "PH": "instrument_unknown", "QH": None, "XX": "choice_refused",
    }  # fmt: skip


def test_the_market_is_valued_once_for_all_of_them(asked, monkeypatch):
    """Cells of one sheet that show parts of the same measures share them."""
    from addin.app import measures_cell  # noqa: PLC0415 - to count its calls

    made, real = [], measures_cell.measures
    monkeypatch.setattr(measures_cell, "measures", lambda *told, **named: made.append(1) or real(*told, **named))
    on = stacked(market(MONDAY), [["index", "entity", "weight"], ["ZZ", "AA", 1.0]])
    for function in (variation_rows, fund_rows, intraday_rows, variation_rows):
        asked(function, on=on)
    assert len(made) == 1
