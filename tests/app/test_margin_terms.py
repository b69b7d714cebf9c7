"""What a margin cell is computed under: the desk's settings, and what its own two columns say."""

from datetime import date

import pytest
from sheet_tables import DAY, record_run

from addin.app.handles import handles_of
from addin.app.margin_terms import Holder, terms_of
from calc.outcome import RefusedError

CURVES = b"curve_id,trade_date,kind,tenor,rate\nT,2026-11-20,zero,5Y,0.01\n"


def terms(home, *rows):
    """Return the terms of a settings range."""
    return terms_of([list(row) for row in rows], home=home)


def refused(home, *rows):
    """Return code, row and details with which a settings range is refused."""
    with pytest.raises(RefusedError) as caught:
        terms(home, *rows)
    found = caught.value.findings[0]
    return found.code, found.place.row, dict(found.details)


def test_without_a_range_the_desks_settings_hold(tmp_path):
    """No range, and a range without a value, are the settings in force for the only account there is."""
    (tmp_path / "settings.toml").write_text("reference_days = 500\n", encoding="utf-8")
    plain = terms_of(None, home=tmp_path)
    assert plain.market.settings.whole("reference_days") == 500
    assert plain.holder == Holder("", 1.0, 0)
    assert (plain.market.trade_date, plain.market.curve, plain.previous.curve) == (None, None, None)
    assert terms(tmp_path, ("name", "value"), ("account", ""), ("", "x"), ("", "")) == plain


def test_the_range_says_whose_margin_it_is(tmp_path):
    """Account, multiplier and add-on are read from their rows, in any order, numbers as a sheet holds them."""
    found = terms(tmp_path, ("add_on", 150000000.0), ("account", " P08H "), ("multiplier", 1.1))
    assert found.holder == Holder("P08H", 1.1, 150_000_000)


@pytest.mark.parametrize("cell", ["2026-11-20", 46346.0])
def test_the_trade_date_is_a_day_or_its_number(tmp_path, cell):
    """The trade date may be typed as text or be a date of the sheet."""
    assert terms(tmp_path, ("trade_date", cell)).market.trade_date == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("reference_days", 500.0, 500),
        ("reference_days", "500", 500),
        ("short_charge_ratio", 0.5, 0.5),
        ("compare_tolerance_ratio", 1e-05, 1e-05),
        ("tail_rule", "floor", "floor"),
        ("index_look_through", 0.0, False),
        ("index_look_through", "true", True),
        ("cs01_bump_bp", 1.0, 1.0),
    ],
)
def test_any_setting_may_stand_in_the_range(tmp_path, name, cell, value):
    """A setting is read as its own type from what a sheet holds: whole numbers as doubles, true as 1."""
    assert terms(tmp_path, (name, cell)).market.settings.value(name) == value


def test_the_range_changes_nothing_for_anybody_else(tmp_path):
    """What one cell sets is not in force for the next."""
    terms(tmp_path, ("reference_days", 500.0))
    assert terms(tmp_path).market.settings.whole("reference_days") == 750


def test_stored_tables_are_named_in_the_range(tmp_path):
    """Curve, constituents, events and the earlier curve are stored names, each with the rows of its table."""
    record_run(tmp_path, curves=CURVES, constituents=b"index,entity,weight\nIX,AA,1\n")
    named = {handle.partition(":")[0]: handle for handle in handles_of(DAY, home=tmp_path)}
    found = terms(
        tmp_path,
        ("curve", named["curve"]),
        ("previous_curve", named["curve"]),
        ("constituents", named["constituents"]),
    )
    assert found.market.curve.day == DAY
    assert found.market.curve.rows == found.previous.curve.rows
    assert found.market.constituents.rows[1] == ("IX", "AA", "1")
    assert found.previous.constituents == found.market.constituents
    assert found.market.events is None


def test_equal_ranges_are_equal_terms(tmp_path):
    """Two cells with the same settings ask for the same market, and one changed value asks for another."""
    one, same, other = (terms(tmp_path, ("account", name), ("tail_rule", rule)) for name, rule in
                        (("A", "floor"), ("B", "floor"), ("A", "ceil")))  # fmt: skip
    assert one.market == same.market
    assert hash(one.market) == hash(same.market)
    assert one.market != other.market
    assert one.holder != same.holder


@pytest.mark.parametrize(
    ("rows", "code", "row"),
    [
        ([("account", "A"), ("account", "B")], "key_repeated", 2),
        ([("", ""), ("account", "口座")], "code_refused", 2),
        ([("multiplier", -0.1)], "number_range", 1),
        ([("add_on", 0.5)], "number_not_whole", 1),
        ([("trade_date", 0.0)], "date_unreadable", 1),
        ([("curve", 5.0)], "handle_form", 1),
        ([("curve", "curve:2026-11-20@7f3a")], "handle_unknown", None),
        ([("refrence_days", 500.0)], "setting_unknown", None),
        ([("reference_days", 500.5)], "setting_refused", None),
        ([("index_look_through", 2.0)], "setting_refused", None),
        ([("tail_rule", 1.0)], "setting_refused", None),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, rows, code, row):
    """A name that stands twice, a bad value, an unknown name: each is told, the cells of the range with their row."""
    assert refused(tmp_path, *rows)[:2] == (code, row)


def test_a_misspelt_name_is_told_what_is_near(tmp_path):
    """A setting that does not exist is refused with the names that come near."""
    assert "reference_days" in refused(tmp_path, ("refrence_days", 500.0))[2]["allowed"]
