"""Variation margin, clearing fund, intraday margin, cash and cost of the example day."""

from dataclasses import replace
from datetime import date, time

import pytest

from addin.app.day.measures import applied_variations, day_cash, day_costs, day_json, fallback_intraday, floor_findings
from calc.days.business_day import tokyo
from calc.margin.compare import Verdict

PREVIOUS_CURVE = (
    "JPY-TONA,2026-11-19,deposit,1M,0.00985,ACT/365F,,,,,2\n"
    "JPY-TONA,2026-11-19,swap,5Y,0.0150,,1,ACT/365F,1,ACT/365F,2\n"
)


def shown(done):
    """Return what the day's JSON says of measures, cash and cost."""
    result = done.result
    return day_json(result.margin, result.measures, result.plan, result.settings, inputs=result.inputs)


def gaps(done):
    """Return measure and code of what could not be computed."""
    return [(measure, why.code) for measure, why in done.result.measures.gaps]


def append(folder, name, text):
    """Add rows to a table of the day folder."""
    path = folder / name
    path.write_text(path.read_text("utf-8") + text, encoding="utf-8")


def test_the_example_day_has_every_measure(seen_day):
    """Thirteen levels and transfers, eight participants' funds and eight intraday requirements are computed."""
    made = seen_day().result.measures
    assert (len(made.levels), len(made.variations), len(made.fund.required), len(made.intraday)) == (13, 13, 8, 8)
    assert sum(each.stock for each in made.levels.values()) == pytest.approx(0, abs=13)


def test_only_the_rate_of_interest_is_missing(seen_day):
    """On the example day nothing but the price alignment rate is missing, and that is no finding of the day."""
    done = seen_day()
    assert gaps(done) == [("vm_flow", "price_alignment_missing")]
    assert "price_alignment_missing" not in [each.code for each in done.result.findings]


def test_the_two_largest_groups_hold_affiliates(seen_day):
    """P02 and P05 are affiliated and stand together in the fund's worst scenario, beside one other group."""
    groups = seen_day().result.measures.fund.fund.groups
    assert ("P02", "P05") in groups
    assert len(groups) == 2


def test_intraday_margin_rests_on_the_last_settlement_price(run_day):
    """At 13:00 the day's own price is not made: house margin is that of the day before's, or of today's if set so."""
    plain, snapshot = run_day().result, run_day(sets=["idm_price=snapshot"]).result
    totals = {each.account: each.total for each in snapshot.margin.requirements}
    assert {each.account: each.required for each in snapshot.measures.intraday} == {
        each.account: totals[each.account] for each in snapshot.measures.intraday
    }
    assert [each.required for each in plain.measures.intraday] != [each.required for each in snapshot.measures.intraday]


def test_cash_is_what_applies_beyond_what_is_deposited(seen_day):
    """P06H, which has deposited too little, is to pay by 11:00 on Tuesday 24 November; the others may ask back."""
    result = seen_day().result
    lines = {each.account: each for each in day_cash(result.inputs, result.plan, result.settings, calendar=tokyo())}
    due = lines["P06H"]
    assert due.amount == due.applied - 3_500_000_000 > 0
    assert (due.due, due.terms.by, due.terms.collateral) == (date(2026, 11, 24), time(11), "JPY (BOJ-NET)")
    assert len(lines) == 13


def test_the_cost_is_our_own_amount_beyond_the_applied_one(seen_day):
    """When the renotified amounts apply, which are ours, initial margin leaves nothing uncovered."""
    result = seen_day().result
    costs = day_costs(result.margin, result.measures, result.plan, result.settings)
    assert {each.cost for each in costs if each.measure == "im"} == {0}
    assert len({each.account for each in costs}) == 13


def test_the_wrong_amount_leaves_its_account_uncovered(seen_day):
    """Where the flagged version stands, P05H alone is uncovered, by what its base amount lacks."""
    result = seen_day().result
    item = result.plan.items["margin"]
    wrong = tuple(replace(row, amount=row.amount // 2) if row.account == "P05H" else row for row in item.amounts)
    plan = replace(result.plan, items={**result.plan.items, "margin": replace(item, amounts=wrong)})
    costs = day_costs(result.margin, result.measures, plan, result.settings)
    assert [each.account for each in costs if each.measure == "im" and each.cost] == ["P05H"]


def test_an_account_that_cannot_be_read_leaves_no_fund(run_day, folder):
    """Without P06H's row the losses and the margin of one participant are missing: nobody's share is told."""
    path = folder / "accounts.csv"
    path.write_text(path.read_text("utf-8").replace("P06H,P06,house,,3500000000", "P06H,P06,house,,x"), "utf-8")
    done = run_day()
    assert done.result.measures.fund is None
    assert ("clearing_fund", "fund_unchecked") in gaps(done)


def test_an_account_that_could_not_be_computed_is_a_gap_in_the_cost(run_day, folder):
    """A position of P05H that cannot be read leaves its margin without a cost, and is named beside the total."""
    path = folder / "positions.csv"
    path.write_text(path.read_text("utf-8").replace("P05H,ITXJS3705,", "P05H,ITXJS3705,x", 1), encoding="utf-8")
    told = shown(run_day())["uncovered"]
    assert (told["im"]["gaps"], told["vm"]["gaps"]) == (["P05H"], ["P05H"])


def test_before_anything_applies_there_is_neither_cash_nor_cost(seen_day):
    """At 18:00 nothing applies yet: no line, no cost, and the measures are there."""
    told = shown(seen_day("18:00:00"))
    assert (told["cash"], told["uncovered"]) == ([], {})
    assert told["measures"]["rows"]


def test_the_json_tells_each_amount_with_what_it_rests_on(seen_day):
    """The day's JSON has rows, the fund's scenario, calls, cash with its due day, and the gaps in both languages."""
    told = shown(seen_day())
    assert {row["measure"] for row in told["measures"]["rows"]} == {
        "vm_stock", "vm_flow", "clearing_fund", "intraday_im",
    }  # fmt: skip
    assert told["measures"]["clearing_fund"]["groups"]
    assert told["cash"][0]["due"] == "2026-11-24"
    assert {"im", "vm"} == set(told["uncovered"])
    assert told["measures"]["gaps"][0]["ja"]


def test_trades_of_the_day_are_taken_at_their_own_price(run_day, folder):
    """A deal in trades.csv changes the transfer of its account by what it cost, and no level."""
    plain = run_day().result.measures
    (folder / "trades.csv").write_text(
        "account,instrument,notional,upfront\nP01H,ITXJS4605,1000000000,0.01\n", encoding="utf-8"
    )
    traded = run_day().result.measures
    assert traded.levels["P01H"].stock == plain.levels["P01H"].stock
    assert traded.variations["P01H"].flow - plain.variations["P01H"].flow == traded.levels["P01H"].entry != 0
    assert traded.variations["P02H"] == plain.variations["P02H"]


def test_a_bad_trade_leaves_no_transfer(run_day, folder):
    """A row of trades that cannot be read leaves levels and margin, and no transfer of anybody."""
    (folder / "trades.csv").write_text("account,instrument,notional,upfront\nP01H,ITXJS4605,1,x\n", encoding="utf-8")
    done = run_day()
    assert done.result.measures.variations == {}
    assert ("vm_flow", "trades_untrusted") in gaps(done)
    assert done.result.margin is not None


def test_the_same_upfront_needs_the_curve_of_the_day_before(run_day, folder):
    """Where the previous upfront applies, its day's curve is needed: without it the spread stands in, which is told."""
    plain = run_day().result.measures
    without = run_day(sets=["px_prev_kind=same_upfront"])
    assert ("vm_stock", "previous_curve_missing") in gaps(without)
    assert without.result.measures.levels == plain.levels
    append(folder, "curves.csv", PREVIOUS_CURVE)
    kept = run_day(sets=["px_prev_kind=same_upfront"])
    assert ("vm_stock", "previous_curve_missing") not in gaps(kept)
    assert kept.result.measures.levels != plain.levels


def test_the_fallback_of_intraday_margin_is_told(seen_day):
    """Where the plan rules the previous day's house margin, house accounts are called up to it, the short ones told."""
    result = seen_day().result
    item = replace(
        result.plan.items["intraday"],
        ruling=replace(result.plan.items["intraday"].ruling, applies="previous_day_house"),
    )
    plan = replace(result.plan, items={**result.plan.items, "intraday": item})
    made = fallback_intraday(result.inputs, plan)
    assert len(made.value) == 8
    assert all(each.account.endswith("H") for each in made.value)
    short = {each.account for each in made.value if each.call}
    assert {dict(each.details)["account"] for each in made.findings} == short
    assert fallback_intraday(result.inputs, result.plan).value == ()


def fallen_back(plan):
    """Return the plan with the previous day's margin ruled."""
    item = plan.items["margin"]
    return replace(
        plan, items={**plan.items, "margin": replace(item, ruling=replace(item.ruling, applies="previous_day"))}
    )


def test_under_the_fallback_the_previous_level_stands_and_nothing_is_transferred(seen_day):
    """Where the previous day's margin applies, every account stands at yesterday's level, and nobody pays."""
    result = seen_day().result
    made = applied_variations(result.measures, fallen_back(result.plan))
    before = {
        row.account: row.amount for row in result.inputs.previous if (row.measure, row.component) == ("vm", "total")
    }
    assert {name: each.stock for name, each in made.items()} == before
    assert {each.flow for each in made.values()} == {0}
    assert applied_variations(result.measures, result.plan) == result.measures.variations


def test_a_bad_trade_leaves_nothing_to_go_on_from_under_the_fallback(run_day, folder):
    """What trades that cannot be read would carry to the next day is not told as nothing."""
    (folder / "trades.csv").write_text("account,instrument,notional,upfront\nP01H,ITXJS4605,1,x\n", encoding="utf-8")
    result = run_day().result
    assert applied_variations(result.measures, fallen_back(result.plan)) == {}


def test_what_the_next_day_goes_on_from_is_told(seen_day):
    """The day's JSON has each account's level, what was left out, and since when, and what is to be paid in all."""
    done = seen_day()
    told = shown(done)
    assert len(told["variation"]) == 13
    assert {row["since"] for row in told["variation"]} == {"2026-11-20"}
    assert told["to_be_paid"] == sum(max(0, row["amount"]) for row in told["cash"]) > 0


def test_a_notified_fund_below_the_floor_is_told(seen_day):
    """P01's fund, notified as 99,999,999, is below the floor; the example's own are not."""
    result = seen_day().result
    assert floor_findings(result.inputs, result.settings) == ()
    lowered = tuple(
        replace(row, amount=99_999_999) if (row.account, row.measure) == ("P01H", "clearing_fund") else row
        for row in result.inputs.notified
    )
    (found,) = floor_findings(replace(result.inputs, notified=lowered), result.settings)
    assert (found.code, dict(found.details)["participant"]) == ("fund_below_floor", "P01")


def test_a_participants_comparison_leaves_the_fund_open(run_day):
    """On a participant's desk variation margin agrees, and the clearing fund cannot be checked."""
    rows = run_day(sets=["role=participant"]).result.comparisons[2]
    assert {(row.measure, row.verdict) for row in rows if row.measure != "im"} == {
        ("vm", Verdict.AGREES), ("clearing_fund", Verdict.CANNOT_CHECK),
    }  # fmt: skip


def test_a_fund_that_is_not_ours_is_told_with_its_measure(run_day, folder):
    """P07's fund a hundredth too small in the last version differs, by an error finding that names the fund."""
    path = folder / "notified_requirements.csv"
    text = path.read_text("utf-8")
    (line,) = [each for each in text.splitlines() if each.startswith("2,P07H,clearing_fund")]
    amount = int(line.rpartition(",")[2])
    path.write_text(text.replace(line, line.replace(str(amount), str(amount // 100))), encoding="utf-8")
    found = {each.code: dict(each.details) for each in run_day().result.findings}
    assert (found["measure_differs"]["account"], found["measure_differs"]["measure_en"]) == ("P07H", "Clearing fund")
    assert found["requirement_cause"]["parts_ja"] == "清算基金"
