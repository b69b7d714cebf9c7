"""The measures beside initial margin, from tables as people hand them in."""

import csv
import io
import json
from datetime import date, time

import pytest

from addin.app.margin_files import MarginFiles, margin_files, settings_of, written
from addin.app.measure_rules import (
    deposit_terms,
    fund_rule_of,
    intraday_rules,
    intraday_terms,
    knows_only_itself,
    previous_price,
    rate_missing,
    variation_rules,
    vm_is_stock,
)
from addin.settings import load_settings
from calc.margin.intraday import IntradayAccounts, IntradayPrice, UnsettledVariation
from calc.margin.marks import PreviousPrice
from calc.outcome import RefusedError

DAY = date(2026, 12, 21)
NAMES = "instrument,entity,kind,maturity,coupon_bp,recovery,spread_bp,index_factor\n"
TABLES = {
    "instruments": NAMES + "IX,ITRAXX,index,2031-12-20,100,0.35,60,1\nAA,AA,single,2031-12-20,100,0.35,60,1\n",
    "positions": "account,instrument,notional\nPH,IX,3600000000\nPC,IX,-3600000000\nQH,AA,-1000000000\n",
    "curves": "curve_id,trade_date,kind,tenor,rate\nT,2026-12-21,zero,5Y,0.01\n",
    "scenarios": "scenario,kind,IX,AA\ns1,reference,70,70\ns2,reference,50,50\nup,stress,90,90\n",
    "constituents": "index,entity,weight\nIX,AA,0.5\nIX,BB,0.5\n",
    "accounts": "account,participant,kind,affiliate_group,deposited_im\n"
    "PH,P,house,,0\nPC,P,client,,0\nQH,Q,house,,700000000\n",
}
PREVIOUS = "account,measure,component,amount,date\n"
YESTERDAY = PREVIOUS + (
    "PH,im,total,500,2026-12-18\nPC,im,total,2000000000,2026-12-18\nQH,im,total,650000000,2026-12-18\n"
    "PH,vm,total,75000000,2026-12-18\nPC,vm,total,-75000000,2026-12-18\nQH,vm,total,0,2026-12-18\n"
    "PH,clearing_fund,total,60000000,2026-12-18\nPC,clearing_fund,total,50000000,2026-12-18\n"
)


@pytest.fixture
def run(tmp_path):
    """Return a function that computes the tables, some of them changed, under some settings."""

    def computed(*sets, **changes):
        paths = {}
        for name, text in {**TABLES, **changes}.items():
            if text is not None:
                paths[name] = tmp_path / f"{name}.csv"
                paths[name].write_text(text, encoding="utf-8")
        settings = settings_of(tmp_path / "home", None, sets).value
        return margin_files(MarginFiles(**paths), trade_date=DAY, curve_id=None, settings=settings)

    return computed


@pytest.fixture
def files(run, tmp_path):
    """Return a function that writes the results and gives their rows by name."""

    def made(*sets, **changes):
        out = written(run(*sets, **changes), tmp_path / "out")
        tables = {path.name: path.read_text("utf-8") for path in out}
        return {name: list(csv.DictReader(io.StringIO(text))) for name, text in tables.items() if name[-4:] == ".csv"}

    return made


def gaps(made):
    """Return measure and code of what could not be computed."""
    return [(measure, why.code) for measure, why in made.measures.gaps]


def test_every_measure_has_its_rows_after_initial_margin(files):
    """Initial margin stands first as ever; level, transfer by part, fund by participant, intraday by house follow."""
    table = files(previous=YESTERDAY)["requirements.csv"]
    order = list(dict.fromkeys(row["measure"] for row in table))
    assert order == ["im", "vm_stock", "vm_flow", "clearing_fund", "intraday_im"]
    assert [row["account"] for row in table if row["measure"] == "clearing_fund"] == ["P", "Q"]
    assert [row["account"] for row in table if row["measure"] == "intraday_im"] == ["PH", "QH"]
    flow = [row for row in table if (row["measure"], row["account"]) == ("vm_flow", "PH")]
    assert [row["component"] for row in flow] == [
        "mtm_change", "coupon", "entry", "carried", "price_alignment", "total",
    ]  # fmt: skip
    assert sum(int(row["amount"]) for row in flow[:-1]) == int(flow[-1]["amount"])


def test_buyer_and_seller_stand_at_opposite_levels(run):
    """Two accounts of opposite positions have opposite levels and, on the coupon day, opposite coupons."""
    levels = run().measures.levels
    assert levels["PH"].stock == -levels["PC"].stock
    assert (levels["PH"].coupon, levels["PC"].coupon) == (8_800_000, -8_800_000)


def test_a_transfer_goes_from_the_level_applied_before(run):
    """From 75,000,000 yesterday the transfer is the new level's difference with the coupon of the day."""
    made = run(previous=YESTERDAY).measures
    assert made.variations["PH"].flow == made.levels["PH"].stock - 75_000_000 + 8_800_000
    assert gaps(run(previous=YESTERDAY)) == [("vm_flow", "price_alignment_missing")]


def test_interest_is_counted_where_the_desk_has_set_a_rate(run):
    """At 1.46 % a year the three days on 75,000,000 bring 9,000 back, and nothing is missing."""
    made = run("pai_rate=0.0146", previous=YESTERDAY)
    without = run(previous=YESTERDAY)
    assert made.measures.variations["PH"].flow == without.measures.variations["PH"].flow - 9_000
    assert gaps(made) == []


def test_what_fallback_days_left_out_comes_with_the_transfer(run):
    """A row `carried` of yesterday's variation margin is added to the transfer."""
    carried = run(previous=YESTERDAY + "PH,vm,carried,1234,2026-12-18\n").measures.variations["PH"].flow
    assert carried == run(previous=YESTERDAY).measures.variations["PH"].flow + 1234


def test_an_unknown_level_of_yesterday_is_a_gap(run):
    """Without yesterday's level an account has its level of today and no transfer, and that is told by account."""
    made = run(previous=YESTERDAY.replace("QH,vm,total,0,2026-12-18\n", ""))
    assert "QH" in made.measures.levels
    assert "QH" not in made.measures.variations
    assert ("vm_flow", "vm_previous_missing") in gaps(made)


def test_a_level_that_stood_over_a_coupon_needs_what_was_carried(run):
    """PH's level is of 18 September, before a coupon: it has a transfer only where a row tells what was left out."""
    old = YESTERDAY.replace("PH,vm,total,75000000,2026-12-18", "PH,vm,total,75000000,2026-09-18")
    without, told = run(previous=old), run(previous=old + "PH,vm,carried,0,2026-09-18\n")
    assert ("PH" in without.measures.variations, "PH" in told.measures.variations) == (False, True)
    assert ("vm_flow", "vm_carried_missing") in gaps(without)
    assert "PC" in without.measures.variations


@pytest.mark.parametrize("mode", ["zero_flow", "repeat_flow"])
def test_a_flow_of_yesterday_is_no_level(run, mode):
    """Where the desk reads yesterday's amount as a flow, no transfer can be told from it, and it covers no level."""
    made = run(f"vm_fallback_mode={mode}", previous=YESTERDAY)
    assert made.measures.variations == {}
    assert {each.applied for each in made.costs if each.measure == "vm_stock"} == {None}


def test_a_trade_of_today_is_transferred_at_its_own_price(run):
    """Bought today at the day's own clean value, a position moves nothing; without its trade the whole value would."""
    flat = YESTERDAY.replace("PH,vm,total,75000000", "PH,vm,total,0")
    whole = run(previous=flat).measures
    deal = "account,instrument,notional,upfront\nPH,IX,3600000000,-0.0185\n"
    traded = run(previous=flat, trades=deal).measures
    assert traded.levels["PH"].coupon == 0
    assert abs(traded.variations["PH"].flow) < abs(whole.variations["PH"].flow) / 10


def test_a_day_without_trades_may_have_an_empty_table(run):
    """A table of trades that holds no row changes nothing and is trusted."""
    made = run(previous=YESTERDAY, trades="account,instrument,notional,upfront\n")
    assert made.measures.variations == run(previous=YESTERDAY).measures.variations


def test_a_bad_trade_stops_the_run(run):
    """A trade that cannot be read is not left out: the run is refused with its cell."""
    with pytest.raises(RefusedError) as refused:
        run(trades="account,instrument,notional,upfront\nPH,IX,1,2.5\n")
    assert [(each.code, each.place.column) for each in refused.value.findings] == [("number_range", "upfront")]


def test_a_position_that_has_ended_owes_its_last_coupon(run):
    """What ended over the weekend stands only in the positions before, and its 88 days of coupon are owed."""
    ended = TABLES["instruments"] + "OLD,OLD,single,2026-12-20,100,0.35,60,1\n"
    before = "account,instrument,notional\nQH,AA,-1000000000\nQH,OLD,3600000000\n"
    scenarios = "scenario,kind,IX,AA,OLD\ns1,reference,70,70,70\nup,stress,90,90,90\n"
    levels = run(instruments=ended, before=before, scenarios=scenarios).measures.levels
    assert levels["QH"].coupon == 8_800_000 - 2_444_444
    assert levels["PH"].coupon == 0


def test_the_fund_needs_deposits(run):
    """Without the table of accounts neither deposits nor participants are known, and there is no fund."""
    made = run(accounts=None)
    assert made.measures.fund is None
    assert ("clearing_fund", "fund_unchecked") in gaps(made)


def test_a_participant_cannot_check_the_fund(run):
    """On a participant's desk there is no own fund, whatever its tables hold."""
    made = run("role=participant")
    assert made.measures.fund is None
    assert ("clearing_fund", "fund_unchecked") in gaps(made)


def test_one_account_not_computed_leaves_no_fund(run):
    """Where an account cannot be computed, the fund of all cannot, and the account is named."""
    made = run(positions=TABLES["positions"] + "QH,IX,x\n")
    assert made.measures.fund is None
    (why,) = [each for measure, each in made.measures.gaps if measure == "clearing_fund"]
    assert (why.code, dict(why.details)["accounts"]) == ("fund_incomplete", "QH")


def test_without_stress_scenarios_there_is_no_fund(run):
    """Scenarios without a stress row make initial margin, and no fund."""
    made = run(scenarios="scenario,kind,IX,AA\ns1,reference,70,70\n")
    assert ("clearing_fund", "stress_missing") in gaps(made)


def test_the_older_rule_says_that_it_needs_the_past(run):
    """Under the averaged rule one day is not enough, and no amount is made of it."""
    made = run("cf_rule_version=average_2017")
    assert made.measures.fund is None
    assert ("clearing_fund", "fund_history_missing") in gaps(made)


def test_the_fund_covers_the_default_that_margin_does_not(run):
    """A name sold by both sides without enough margin makes the fund; each participant has at least 100 million."""
    made = run("short_charge_ratio=0")
    fund = made.measures.fund
    assert fund.fund.scenario == "up + AA"
    assert fund.fund.covers > 0
    assert min(fund.required.values()) >= 100_000_000


def test_unsettled_variation_margin_counts_where_the_desk_says_so(run):
    """With `owed`, what the house pays for the day is added to its intraday requirement."""
    plain, owed = (run(f"idm_unsettled_vm={each}", previous=YESTERDAY).measures for each in ("ignored", "owed"))
    added = {a.account: a.required - b.required for a, b in zip(owed.intraday, plain.intraday, strict=True)}
    assert added == {name: max(0, owed.variations[name].flow) for name in ("PH", "QH")}


def test_what_a_fallback_would_cost_is_told_account_by_account(files):
    """Each amount of today beyond yesterday's is uncovered, a missing one a gap, the fund summed per participant."""
    table = {(row["account"], row["measure"]): row for row in files(previous=YESTERDAY)["fallback_cost.csv"]}
    assert (table["P", "clearing_fund"]["applied"], table["Q", "clearing_fund"]["applied"]) == ("110000000", "")
    assert table["Q", "clearing_fund"]["cost"] == ""
    assert ("PC", "intraday_im") not in table
    for row in table.values():
        if row["applied"]:
            assert int(row["cost"]) == max(0, int(row["own"]) - int(row["applied"]))
    assert table["PH", "intraday_im"]["applied"] == table["PH", "im"]["applied"] == "500"


def test_an_amount_of_the_day_itself_covers_nothing(run):
    """A row that is not dated before the trade date is told and left out: what it would cost is not known."""
    made = run(previous=YESTERDAY.replace("PH,im,total,500,2026-12-18", "PH,im,total,500,2026-12-21"))
    assert [each.cost for each in made.costs if (each.account, each.measure) == ("PH", "im")] == [None]
    assert [dict(each.details)["rows"] for each in made.findings if each.code == "previous_not_before"] == ["1"]


def test_without_yesterday_no_cost_is_told(files):
    """Where nothing of the previous day was given, no file of costs is written."""
    assert set(files()) == {"requirements.csv", "pnl.csv", "explain.csv"}


def test_the_summary_names_what_the_measures_rest_on(run, tmp_path):
    """The summary has rule, scenario and groups of the fund, the calls, the uncovered yen, and the gaps in words."""
    made = run(previous=YESTERDAY)
    written(made, tmp_path / "out")
    told = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    assert told["measures"]["clearing_fund"]["rule"] == "daily_2024"
    assert told["measures"]["intraday"]["deposit_by"] == "15:30:00"
    assert set(told["measures"]["intraday"]["calls"]) == {"PH", "QH"}
    assert told["uncovered"]["clearing_fund"]["gaps"] == ["Q"]
    (gap,) = told["measures"]["gaps"]
    assert gap["code"] == "price_alignment_missing"
    assert "TONA" in gap["ja"]
    assert "TONA" in gap["en"]


def test_the_rules_are_the_desks_settings(tmp_path):
    """Each rule is read from its own setting."""
    sets = ["px_prev_kind=same_upfront", "pai_rate=0.005", "pai_daycount=ACT/360", "role=participant"]
    sets += ["cf_rule_version=average_2017", "idm_snapshot_time=11:30:00", "idm_accounts=all", "idm_price=snapshot"]
    sets += ["idm_unsettled_vm=net", "idm_deposit_deadline=15:00:00", "eod_deposit_deadline=10:00:00"]
    sets += ["deposit_collateral=JGB", "vm_fallback_mode=zero_flow", "round_unit=1000"]
    settings = load_settings(tmp_path, sets=sets)
    assert previous_price(settings) is PreviousPrice.SAME_UPFRONT
    rules = variation_rules(settings)
    assert (rules.pai_rate, rules.pai_daycount, rules.rounding.unit) == (0.005, "ACT/360", 1000)
    assert rate_missing(settings) is None
    assert fund_rule_of(settings, DAY).name == "average_2017"
    assert knows_only_itself(settings)
    assert not vm_is_stock(settings)
    intraday = intraday_rules(settings)
    assert (intraday.snapshot, intraday.accounts) == (time(11, 30), IntradayAccounts.ALL)
    assert (intraday.price, intraday.unsettled) == (IntradayPrice.SNAPSHOT, UnsettledVariation.NET)
    assert (intraday_terms(settings).by, deposit_terms(settings).by) == (time(15), time(10))
    assert deposit_terms(settings).collateral == intraday_terms(settings).collateral == "JGB"


def test_by_default_no_interest_is_counted_and_that_is_told(tmp_path):
    """Without a rate the interest is nil, and the finding names the reference rate."""
    settings = load_settings(tmp_path)
    assert variation_rules(settings).pai_rate == 0.0
    assert dict(rate_missing(settings).details) == {"reference": "TONA"}
