"""The clearing fund under the older rule: the table of past days closes its gap, whole or not at all."""

from datetime import date, timedelta

import pytest

from addin.app.margin_files import MarginFiles, margin_files, settings_of
from addin.app.measure_fund import Known, fund_of
from calc.days.business_day import tokyo
from calc.margin.marks import OVER
from calc.outcome import RefusedError

DAY = date(2026, 12, 21)
OLDER = "cf_rule_version=average_2017"
TABLES = {
    "instruments": "instrument,entity,kind,maturity,coupon_bp,recovery,spread_bp,index_factor\n"
    "IX,ITRAXX,index,2031-12-20,100,0.35,60,1\n",
    "positions": "account,instrument,notional\nPH,IX,36000000000\nQH,IX,-36000000000\n",
    "curves": "curve_id,trade_date,kind,tenor,rate\nT,2026-12-21,zero,5Y,0.01\n",
    "scenarios": "scenario,kind,IX\ns1,reference,70\ns2,reference,50\nup,stress,90\n",
    "constituents": "index,entity,weight\nIX,AA,1\n",
    "accounts": "account,participant,kind,deposited_im\nPH,P,house,0\nQH,Q,house,0\n",
}
HEAD = "date,participant,stressed,margin\n"


@pytest.fixture
def run(tmp_path):
    """Return a function that computes the tables, with past days if any, under some settings."""

    def computed(*sets, history=None, **changes):
        paths = {}
        for name, text in {**TABLES, **changes, **({} if history is None else {"fund_history": history})}.items():
            paths[name] = tmp_path / f"{name}.csv"
            paths[name].write_text(text, encoding="utf-8")
        settings = settings_of(tmp_path / "home", None, sets).value
        return margin_files(MarginFiles(**paths), trade_date=DAY, curve_id=None, settings=settings)

    return computed


def days(stressed, margin, *, since=date(2026, 6, 22), left_out=()):
    """Return the table of both participants' business days from a date until the day before."""
    rows, each = [], since
    while each < DAY:
        if tokyo().is_open(each) and each not in left_out:
            rows += [f"{each},{name},{stressed},{margin}\n" for name in "PQ"]
        each += timedelta(days=1)
    return HEAD + "".join(rows)


def gaps(made):
    """Return why the fund has no amount, or what it lacks."""
    return [why.code for measure, why in made.measures.gaps if measure == "clearing_fund"]


@pytest.mark.parametrize("row", ["QH,Q,house,x\n", "QH,Q,hous,0\n", "PH,P,house,5\n", ""])
def test_one_account_lost_leaves_no_fund(run, row):
    """Where a row of the accounts is bad or stands twice, or a position is a stranger's, nobody's share is told."""
    made = run(accounts=f"account,participant,kind,deposited_im\nPH,P,house,0\n{row}")
    assert (made.measures.fund, gaps(made)) == (None, ["fund_unchecked"])


def test_without_past_days_the_older_rule_has_no_amount(run):
    """Nothing but today is no average: the gap says which table closes it."""
    made = run(OLDER)
    assert (made.measures.fund, gaps(made)) == (None, ["fund_history_missing"])


def test_six_months_of_past_days_close_the_gap(run):
    """With both participants' rows on every business day of six months there is an amount and nothing is lacking."""
    made = run(OLDER, history=days(0, 300_000_000))
    assert gaps(made) == []
    assert made.measures.fund.required["P"] >= 300_000_000


def test_the_share_is_the_mean_over_a_month(run):
    """Shares of ten billion on every day of the last month outweigh margin, and today's own share is one among them."""
    made = run(OLDER, history=days(10_000_000_000, 0))
    today = made.measures.fund.fund.stressed["P"]
    month = [day for day in _open_days() if date(2026, 11, 21) < day]
    expected = (10_000_000_000 * len(month) + today) / (len(month) + 1)
    assert made.measures.fund.required["P"] == pytest.approx(expected, abs=1)


def _open_days():
    """Return the business days of the table."""
    every = (date(2026, 6, 22) + timedelta(days=each) for each in range(200))
    return [each for each in every if each < DAY and tokyo().is_open(each)]


def test_margin_with_variation_margin_covers_99_of_100_days(run):
    """Today's margin, variation margin with it, is one of the days: the largest of so few, it is what is needed."""
    made = run(OLDER, history=days(0, 0, since=date(2026, 12, 1)))
    total = {each.account: each.total for each in made.result.requirements}
    own = {name: total[name] + made.measures.levels[name].stock for name in total}
    assert own["PH"] > 100_000_000
    assert made.measures.fund.required == {name[0]: max(100_000_000, own[name]) for name in own}


def test_a_day_that_is_missing_is_told(run):
    """Two business days left out, and one with a participant only: an average over the rest, and told as such."""
    left_out = (date(2026, 8, 3), date(2026, 8, 4))
    made = run(OLDER, history=days(0, 300_000_000, left_out=left_out).replace("2026-08-05,Q,0,300000000\n", ""))
    (why,) = [why for measure, why in made.measures.gaps if measure == "clearing_fund"]
    told = dict(why.details)
    assert (why.code, told["days"], told["first"]) == ("fund_history_short", "3", "2026-08-03")
    assert made.measures.fund is not None


def test_what_is_said_of_the_day_itself_is_not_past(run):
    """A row of the trade date in the table changes nothing: the day's own figures are computed."""
    plain = run(OLDER, history=days(0, 300_000_000)).measures.fund.required
    assert run(OLDER, history=days(0, 300_000_000) + f"{DAY},P,9000000000,9000000000\n").measures.fund.required == plain


def test_rows_of_the_day_alone_are_no_history(run):
    """A table that holds the trade date and nothing before it leaves the gap open."""
    made = run(OLDER, history=HEAD + f"{DAY},P,1,1\n{DAY},Q,1,1\n")
    assert (made.measures.fund, gaps(made)) == (None, ["fund_history_missing"])


def test_the_rule_in_force_needs_no_past(run):
    """Under the daily rule the table changes nothing."""
    assert run(history=days(10_000_000_000, 0)).measures.fund == run().measures.fund


def test_a_bad_row_leaves_no_run(run):
    """A share that cannot be read refuses the table: an average without it would be another one."""
    with pytest.raises(RefusedError) as refused:
        run(OLDER, history=HEAD + "2026-12-18,P,x,1\n")
    assert {each.place.source for each in refused.value.findings} == {"fund_history.csv"}


def test_on_a_day_an_untrusted_table_leaves_the_fund_open(run):
    """Where the day's table cannot be trusted the rest is computed, and the fund says why it is not."""
    made = run(OLDER)
    told = fund_of(
        made.given, made.result, _marks(made), settings=made.settings, known=Known({}, None, has_accounts=True)
    )
    assert (told.value, [each.code for each in told.findings]) == (None, ["fund_untrusted"])


def _marks(made):
    """Return marks of nothing for every instrument: only the way to the fund is looked at."""
    return {each.code: OVER for each in made.given.instruments}


def test_a_day_folder_reads_the_table(run_day, folder):
    """fund_history.csv in a day's folder gives `hikae day` the older rule's amount, short of days as it is."""
    assert run_day(sets=[OLDER]).result.measures.fund is None
    rows = "".join(f"2026-11-19,P0{n},150000000,200000000\n" for n in range(1, 9))
    (folder / "fund_history.csv").write_text(HEAD + rows, encoding="utf-8")
    made = run_day(sets=[OLDER]).result.measures
    assert len(made.fund.required) == 8
    assert ("clearing_fund", "fund_history_short") in [(measure, why.code) for measure, why in made.gaps]
