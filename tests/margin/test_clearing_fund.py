from datetime import date, timedelta

import pytest
import twin_dates
import twin_fund
from fund_cases import DAILY, OLDER, YEN, client, holder, losing
from hypothesis import given
from hypothesis import strategies as st

from calc.days.business_day import tokyo
from calc.margin.clearing_fund import (
    affiliates,
    averaged_requirement,
    daily_requirement,
    excesses,
    fund,
    lacking_days,
    notified_findings,
    participant_margin,
)
from calc.margin.compare import Tolerance, Verdict, comparison
from calc.outcome import Finding

DAY = date(2020, 3, 31)
CLOSED = twin_dates.tokyo(2019, 2020)


def beyond(accounts, required, **losses):
    """Return the excess of every group by its members."""
    return {each.members: list(each.amounts) for each in excesses(accounts, required, losing(**losses))}


def shared(accounts, required, **losses):
    """Return the fund of accounts that lose so much by scenario."""
    found = losing(**losses)
    margin = participant_margin(accounts, required)
    return fund(excesses(accounts, required, found), margin, losses=found, rule=DAILY, rounding=YEN)


@pytest.mark.parametrize(("required", "deposited", "excess"), [(10, 12, 5), (12, 10, 5), (15, 15, 0), (20, 20, 0)])
def test_the_smaller_of_required_and_deposited_margin_covers(required, deposited, excess):
    """Of a loss of 15, margin of 10 covers 10, be it the required or the deposited amount, and nothing beyond it."""
    assert beyond([holder("P", deposited=deposited)], {"P": required}, P=[15.0]) == {("P",): [excess]}


def test_house_margin_never_pays_for_a_client():
    """A house with 90 of margin to spare and a client 4 short: the participant's excess is 4."""
    accounts = [holder("H", "P", deposited=100), client("C", "P", deposited=6)]
    assert beyond(accounts, {"H": 100, "C": 6}, H=[10.0], C=[10.0]) == {("P",): [4.0]}


def test_house_gains_never_pay_for_a_client():
    """A house that gains 50 and a client 4 short: the participant's excess is 4."""
    accounts = [holder("H", "P"), client("C", "P", deposited=6)]
    assert beyond(accounts, {"H": 0, "C": 6}, H=[-50.0], C=[10.0]) == {("P",): [4.0]}


def test_what_a_clients_margin_does_not_cover_falls_on_the_participant():
    """A house 5 short and its clients 4 and 3 short make an excess of 12."""
    accounts = [holder("H", "P"), client("C", "P"), client("D", "P")]
    assert beyond(accounts, dict.fromkeys("HCD", 0), H=[5.0], C=[4.0], D=[3.0]) == {("P",): [12.0]}


def test_one_clients_margin_never_pays_for_another():
    """A client with 50 to spare covers nothing of the 3 that another is short."""
    accounts = [client("C", "P", deposited=60), client("D", "P")]
    assert beyond(accounts, {"C": 60, "D": 0}, C=[10.0], D=[3.0]) == {("P",): [3.0]}


def test_affiliates_count_as_one():
    """Two participants of a group, 3 and 4 short, have an excess of 7 together, beside a third one's 5."""
    accounts = [holder("P", group="G"), holder("Q", group="G"), holder("R")]
    found = beyond(accounts, dict.fromkeys("PQR", 0), P=[3.0], Q=[4.0], R=[5.0])
    assert found == {("P", "Q"): [7.0], ("R",): [5.0]}


def test_affiliation_reaches_over_every_account_and_group():
    """One account in a group binds its participant, and two groups with a common member are one, in any order."""
    accounts = [holder("A", "P", group="G1"), holder("B", "P"), holder("C", "Q", group="G1")]
    accounts += [holder("D", "Q", group="G2"), holder("E", "R", group="G2"), holder("F", "S", group="G1")]
    accounts += [holder("X", "T")]
    together = ("P", "Q", "R", "S")
    expected = {**dict.fromkeys(together, together), "T": ("T",)}
    assert affiliates(accounts) == affiliates(accounts[::-1]) == expected


def test_a_participant_named_like_a_group_is_not_in_it():
    """A participant whose code is the name of others' group does not belong to it."""
    found = affiliates([holder("A", "G1"), holder("B", "P", group="G1"), holder("C", "Q", group="G1")])
    assert found["G1"] == ("G1",)


def test_the_two_largest_of_the_worst_scenario_are_covered():
    """With excesses of 9, 1, 1 and of 6, 5, 4, the second scenario is worse for two: 11 are covered, of P and Q."""
    made = shared([holder(each) for each in "PQR"], {"P": 0, "Q": 0, "R": 0}, P=[9.0, 6.0], Q=[1.0, 5.0], R=[1.0, 4.0])
    assert (made.scenario, made.covers, made.groups) == ("s1", 11, (("P",), ("Q",)))


def test_the_largest_are_taken_in_one_scenario_together():
    """Excesses of 9 in one scenario and 8 in another never add up: the fund covers 9, of the first."""
    made = shared([holder("P"), holder("Q")], {"P": 0, "Q": 0}, P=[9.0, 0.0], Q=[0.0, 8.0])
    assert (made.covers, made.groups) == (9, (("P",),))


def test_of_equal_scenarios_the_first_is_named():
    """Two scenarios equally bad are told by the first of them."""
    assert shared([holder("P")], {"P": 0}, P=[1.0, 7.0, 7.0]).scenario == "s1"


def test_shares_are_in_proportion_to_required_margin():
    """40 to cover over required margins of 10 and 30, client accounts counted, are 10 and 30."""
    accounts = [holder("P", deposited=0), holder("H", "Q"), client("C", "Q")]
    made = shared(accounts, {"P": 10, "H": 10, "C": 20}, P=[30.0], H=[10.0], C=[0.0])
    assert made.stressed == {"P": 10, "Q": 30}


def test_a_share_is_rounded_by_the_desks_rule():
    """10 to cover over three equal margins are 4 each when rounded up."""
    assert shared([holder(each) for each in "PQR"], dict.fromkeys("PQR", 1), P=[10.0], Q=[0.0], R=[0.0]).stressed == {
        "P": 4, "Q": 4, "R": 4,
    }  # fmt: skip


def test_where_nobody_has_margin_nobody_shares():
    """Without any required margin the shares are zero, and what is to be covered is still told."""
    made = shared([holder("P")], {"P": 0}, P=[10.0])
    assert (made.covers, made.stressed) == (10, {"P": 0})


def test_without_a_scenario_there_is_no_fund():
    """No stress scenario is a finding, not a fund of zero."""
    made = shared([holder("P")], {"P": 0}, P=[])
    assert isinstance(made, Finding)
    assert made.code == "stress_missing"


def test_nobody_has_less_than_the_floor():
    """A share of 60 million is lifted to 100 million, one of 160 million stays."""
    assert daily_requirement({"P": 60_000_000, "Q": 160_000_000}, DAILY) == {"P": 100_000_000, "Q": 160_000_000}


def history(amount, *, days, participant="P"):
    """Return so many days up to the day, each with one amount."""
    return {DAY - timedelta(days=back): {participant: amount} for back in range(days)}


def averaged(stressed, margin):
    """Return the requirement of the older rule."""
    return averaged_requirement(stressed, margin, day=DAY, rule=OLDER, rounding=YEN)


def test_the_older_rule_takes_the_mean_of_a_month():
    """Shares of 200 and 400 million on alternate days of a month make 300 million; those before it count no more."""
    shares = {DAY - timedelta(days=back): {"P": 200_000_000 + back % 2 * 200_000_000} for back in range(30)}
    shares[date(2020, 2, 29)] = {"P": 10**12}
    assert averaged(shares, history(1, days=10)) == {"P": 300_000_000}


def test_the_older_rule_covers_99_of_100_days_of_margin():
    """With one larger day of a hundred 350 million cover 99 of them; with two the larger amount is needed."""
    usual = history(350_000_000, days=100)
    once = {**usual, DAY: {"P": 500_000_000}}
    twice = {**once, DAY - timedelta(days=1): {"P": 500_000_000}}
    shares = history(0, days=1)
    assert averaged(shares, once) == {"P": 350_000_000}
    assert averaged(shares, twice) == {"P": 500_000_000}


def test_the_older_rule_looks_back_six_months():
    """The margin of 30 September counts no more on 31 March, that of 1 October does."""
    shares, usual = history(0, days=1), history(100_000_001, days=2)
    assert averaged(shares, {**usual, date(2019, 9, 30): {"P": 10**9}}) == {"P": 100_000_001}
    assert averaged(shares, {**usual, date(2019, 10, 1): {"P": 10**9}}) == {"P": 10**9}


def test_days_that_lack_a_participant_are_told():
    """A weekend lacks nothing, a business day without a row or without one of two participants does."""
    monday, friday = date(2026, 11, 16), date(2026, 11, 13)
    daily = {monday: {"P": 1, "Q": 1}, friday: {"P": 1}}
    found = lacking_days(daily, date(2026, 11, 17), months=0, participants="PQ", calendar=tokyo())
    assert found == ()
    found = lacking_days(daily, date(2026, 11, 17), months=1, participants="PQ", calendar=tokyo())
    assert found[-1] == friday
    assert monday not in found
    assert min(found) == date(2026, 10, 19)


@given(kept=st.sets(st.integers(1, 200)), months=st.integers(1, 6))
def test_the_days_lacking_are_the_twins(kept, months):
    """Day by day of the calendar: open, within the months, before the day, and without a row."""
    daily = {DAY - timedelta(days=back): {"P": 1} for back in kept}
    expected = twin_fund.lacking(daily, DAY, months=months, closed_days=CLOSED)
    assert list(lacking_days(daily, DAY, months=months, participants=("P",), calendar=tokyo())) == expected


def test_the_older_rule_has_the_floor():
    """Where share and margin are small, the floor is what is required."""
    assert averaged(history(1, days=20), history(1, days=100)) == {"P": 100_000_000}


@pytest.mark.parametrize(("shares", "margin"), [({}, {DAY: {"P": 1}}), ({DAY: {"P": 1}}, {})])
def test_without_a_history_the_older_rule_says_nothing(shares, margin):
    """The older rule without today's share or without any day of margin is a finding, not the floor."""
    made = averaged(shares, margin)
    assert isinstance(made, Finding)
    assert made.code == "fund_history_missing"


@given(
    shares=st.lists(st.integers(0, 10**9), min_size=1, max_size=20),
    margin=st.lists(st.integers(0, 10**9), min_size=1, max_size=120),
)
def test_the_older_rule_is_the_twins(shares, margin):
    """Mean, cover and floor are those of the plain reading, to the yen rounded up."""
    days = {DAY - timedelta(days=back): {"P": share} for back, share in enumerate(shares)}
    bases = {DAY - timedelta(days=back): {"P": each} for back, each in enumerate(margin)}
    expected = twin_fund.averaged([{"share": share} for share in shares], margin)
    assert averaged(days, bases)["P"] == pytest.approx(expected, abs=1.0)


def test_a_participant_alone_checks_the_floor_only():
    """99 million notified are below the floor and told; an own amount there is none, so the verdict is cannot check."""
    (found,) = notified_findings({"P": 99_000_000, "Q": 100_000_000}, DAILY)
    assert (found.code, dict(found.details)["participant"]) == ("fund_below_floor", "P")
    row = comparison("P", "clearing_fund", own=None, notified=99_000_000, within=Tolerance(1.0, 0.0))
    assert row.verdict is Verdict.CANNOT_CHECK


BOOKS = st.lists(
    st.tuples(
        st.sampled_from("PQRST"),
        st.sampled_from(["", "", "G", "K"]),
        st.integers(0, 100),
        st.integers(0, 100),
        st.lists(st.floats(-500.0, 500.0), min_size=3, max_size=3),
    ),
    min_size=1,
    max_size=9,
)


def built(rows):
    """Return accounts with their requirements and losses."""
    accounts = [holder(f"A{n}", each[0], deposited=each[3], group=each[1]) for n, each in enumerate(rows)]
    return (
        accounts,
        {f"A{n}": each[2] for n, each in enumerate(rows)},
        {f"A{n}": each[4] for n, each in enumerate(rows)},
    )


@given(rows=BOOKS)
def test_any_fund_is_the_twins(rows):
    """What is covered and every share are those of the plain reading, to the yen rounded up."""
    accounts, required, losses = built(rows)
    made = shared(accounts, required, **losses)
    plain = [
        {"account": a.code, "participant": a.participant, "affiliate_group": a.affiliate_group,
         "deposited_im": a.deposited_im}
        for a in accounts
    ]  # fmt: skip
    worst, parts = twin_fund.stressed(plain, required, losses)
    assert made.covers == pytest.approx(worst, abs=1.0)
    assert made.stressed == pytest.approx(parts, abs=1.0)


@given(rows=BOOKS, more=st.floats(0.0, 500.0))
def test_a_larger_loss_never_makes_the_fund_smaller(rows, more):
    """Where one account loses more in every scenario, no less is covered."""
    accounts, required, losses = built(rows)
    worse = {**losses, "A0": [each + more for each in losses["A0"]]}
    assert shared(accounts, required, **worse).covers >= shared(accounts, required, **losses).covers


@given(rows=BOOKS, deposit=st.integers(0, 1000))
def test_one_participants_deposit_covers_no_other(rows, deposit):
    """Whatever one account deposits on top, the excess of the groups it is not in stays."""
    accounts, required, losses = built(rows)
    found = losing(**losses)
    richer = [holder("A0", accounts[0].participant, deposited=deposit + accounts[0].deposited_im,
                     group=accounts[0].affiliate_group), *accounts[1:]]  # fmt: skip
    before, after = ({each.members: each.amounts for each in excesses(book, required, found)}
                     for book in (accounts, richer))  # fmt: skip
    own = affiliates(accounts)[accounts[0].participant]
    assert {name: amounts for name, amounts in before.items() if name != own} == {
        name: amounts for name, amounts in after.items() if name != own
    }
    assert all(b >= a for b, a in zip(before[own], after[own], strict=True))
