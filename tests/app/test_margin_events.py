"""Credit events from a file, and trade dates in a projected year, on the way to a margin requirement."""

import csv
import io
from datetime import date

import pytest
import twin_curve
import twin_dates
import twin_margin

from addin.app.margin_files import MarginFiles, margin_files
from addin.settings import load_settings
from calc.margin.requirement import Component
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)
TABLES = {
    "instruments": """instrument,entity,kind,maturity,coupon_bp,recovery,spread_bp,index_factor,bid_offer_width_bp
IX,ITRAXX,index,2031-12-20,100,0.35,60,1,4
AA,AA,single,2029-12-20,100,0.35,40,,8
BB,BB,single,2031-12-20,500,0.2,900,1,30
""",
    "positions": "account,instrument,notional\nH,IX,-5000000000\nH,AA,2000000000\nC,BB,-300000000\n",
    "curves": """curve_id,trade_date,kind,tenor,rate,convention
T,2026-11-20,swap,1Y,0.0065,JPY
T,2026-11-20,swap,5Y,0.0112,JPY
""",
    "scenarios": "scenario,kind,IX,AA,BB\ns1,reference,70,40,1000\ns2,stress,120,90,2500\n",
    "constituents": "index,entity,weight\nIX,AA,0.5\nIX,CC,0.5\n",
}
EVENTS = """entity,kind,ratio,from,until
CC,credit_event,0.3,2026-11-01,2026-11-20
AA,restructuring,0.2,2026-11-20,
BB,restructuring,0.1,2026-10-01,2026-11-19
BB,credit_event,0.5,2026-11-19,
"""


@pytest.fixture
def run(tmp_path):
    """Return a function that computes the margin of tables, some of them changed, under some settings."""

    def computed(*sets, trade_date=DAY, **changes):
        paths = {}
        for name, text in {**TABLES, **changes}.items():
            paths[name] = tmp_path / f"{name}.csv"
            paths[name].write_text(text, encoding="utf-8")
        settings = load_settings(tmp_path / "home", sets=sets)
        return margin_files(MarginFiles(**paths), trade_date=trade_date, curve_id=None, settings=settings)

    return computed


def amounts(made):
    """Return the amounts of every account by component name."""
    return {each.account: {part.value: each.amounts[part] for part in Component} for each in made.result.requirements}


def refused(run, *sets, **changes):
    """Return the codes with which tables are refused."""
    with pytest.raises(RefusedError) as caught:
        run(*sets, **changes)
    return [each.code for each in caught.value.findings]


def rows(text):
    """Return CSV text as dictionaries."""
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("look_through", [True, False])
def test_events_of_a_file_cost_what_the_twin_says(run, look_through):
    """Both parts of every account, and its total, are the twin's from the very same file."""
    made = run(f"index_look_through={str(look_through).lower()}", events=EVENTS)
    spelt = [
        {**row, "fixed_frequency": "1", "fixed_day_count": "ACT/365F", "spot_lag_days": "2", "mm_day_count": ""}
        for row in rows(TABLES["curves"])
    ]
    expected = twin_margin.requirement(
        DAY,
        instruments=rows(TABLES["instruments"]),
        positions=rows(TABLES["positions"]),
        scenarios=[
            {**row, "spreads": {name: float(row[name]) for name in ("IX", "AA", "BB")}}
            for row in rows(TABLES["scenarios"])
        ],
        curve=twin_curve.discount_curve(DAY, spelt),
        constituents=rows(TABLES["constituents"]),
        events=rows(EVENTS),
        settings={"index_look_through": look_through},
        closed_days=twin_dates.tokyo(2007, 2045),
    )
    assert amounts(made) == {account: told["amounts"] for account, told in expected.items()}
    assert amounts(made)["C"]["credit_event"] == 150_000_000
    assert (amounts(made)["H"]["credit_event"] > 0) is look_through


def test_without_the_file_both_parts_are_zero(run):
    """No file, and a file that says that nothing happened, leave both parts at zero and the rest as it was."""
    without, nothing, charged = run(), run(events=EVENTS.splitlines()[0] + "\n"), run(events=EVENTS)
    assert amounts(without) == amounts(nothing)
    for account, parts in amounts(without).items():
        assert (parts["credit_event"], parts["single_name"]) == (0, 0)
        with_events = amounts(charged)[account]
        added = with_events["credit_event"] + with_events["single_name"]
        assert with_events["total"] == parts["total"] + added
    assert nothing.findings == without.findings == ()


def test_a_bad_row_refuses_the_margin(run):
    """An event that cannot be read would make a requirement too small, so nothing is computed."""
    assert refused(run, events=EVENTS.replace("0.3", "30%")) == ["number_unit"]
    assert refused(run, events=EVENTS.replace(",ratio", ",share")) == ["column_missing"]
    assert refused(run, events="") == ["file_empty"]
    assert "row_shape" in refused(run, events=EVENTS + "AA\n")


def test_an_event_of_an_unknown_name_is_told(run):
    """A name that no instrument refers to charges nobody, and the finding says so."""
    made = run(events=EVENTS.replace("CC,", "CD,"))
    assert [each.code for each in made.findings] == ["event_entity_unknown"]


def test_the_file_of_events_is_among_the_inputs(run):
    """The summary's hashes hold the file of events beside the others."""
    assert "events.csv" in run(events=EVENTS).hashes
    assert set(run(events=EVENTS).hashes) == {f"{name}.csv" for name in (*TABLES, "events")}


def test_a_projected_trade_date_is_refused_until_confirmed(run):
    """In a year whose holidays are projected nothing is computed before somebody confirms, and then it is told."""
    later = {name: text.replace("2026-11-20", "2028-03-01") for name, text in TABLES.items()}
    assert refused(run, trade_date=date(2028, 3, 1), **later) == ["calendar_unconfirmed"]
    made = run("projected_holidays=confirmed", trade_date=date(2028, 3, 1), **later)
    assert [each.code for each in made.findings] == ["calendar_projected"]
    assert amounts(made)["H"]["total"] > 0


def test_a_calendar_of_weekends_needs_no_confirmation(run):
    """Where only Saturdays and Sundays are closed no year is projected."""
    later = {name: text.replace("2026-11-20", "2028-03-01") for name, text in TABLES.items()}
    assert run("calendar=WEEKENDS", trade_date=date(2028, 3, 1), **later).findings == ()


def test_coupon_dates_may_use_projected_years(run):
    """A contract whose coupons fall in projected years is valued without a word."""
    assert run(instruments=TABLES["instruments"].replace("2031-12-20", "2036-12-20")).findings == ()
