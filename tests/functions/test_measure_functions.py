"""The functions around initial margin beside the command line on the example day, and junk in their cells."""

import csv
import json
import time
from collections import defaultdict

import pytest
import sheet_tables
from contract_measures import APPLIED, DONE, HISTORY, JUMPED, LISTED, ONE, PAR
from hypothesis import given
from hypothesis import strategies as st
from sheet_tables import as_cells, table

from addin.functions import declared
from addin.functions.catalogue import FUNCTIONS, function_named
from addin.functions.invoke import answer
from addin.functions.measures import MOST_DAYS
from calc.margin.explain import ATTRIBUTED
from calc.margin.variation import FlowPart

SHORTER = ["reference_days", 700]  # of the example day's history, so that more days can be tested
MEASURES = [each.name for each in FUNCTIONS if each.target.startswith("addin.functions.measures:")]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Let every call find a home of its own, without settings and record."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def options(tmp_path_factory, example_day):
    """Return the tables of the example day as options of the command line."""
    folder = tmp_path_factory.mktemp("tables")
    instruments = folder / "instruments.csv"
    instruments.write_text("\n".join(",".join(row) for row in sheet_tables.instruments()), encoding="utf-8")
    names = ("positions", "curves", "history", "constituents", "accounts")
    files = [word for name in names for word in (f"--{name}", example_day / f"{name}.csv")]
    return ["--trade-date", "2026-11-20", "--instruments", instruments, *files]


def value(name, *arguments):
    """Return the rows of a block that are used."""
    answered = answer(name, list(arguments))
    assert list(answered) == ["value"], answered
    return [row for row in answered["value"] if any(cell != "" for cell in row)]


def code(name, *arguments):
    return answer(name, list(arguments))["error"]["code"]


def example(settings=None):
    """Return the first four arguments, of the example day."""
    return (as_cells(table("positions")), sheet_tables.market(), as_cells(table("history")), settings)


def test_the_other_measures_are_the_command_lines(hikae, options, tmp_path, example_day):
    """Level and transfer by part of 13 accounts, the fund of 8 participants, 8 house calls: what `hikae margin` has."""
    told = ["margin", *options, "--previous", example_day / "previous_requirements.csv", "-o", tmp_path / "out"]
    assert hikae(*told, HIKAE_HOME=str(tmp_path / "other")).returncode == 0
    amounts = defaultdict(dict)
    with (tmp_path / "out" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            amounts[row["measure"]][row["account"], row["component"]] = int(row["amount"])
    accounts, applied = as_cells(table("accounts")), as_cells(table("previous_requirements"))
    moved = value("CDS_VM_ACCOUNTS", *example(), accounts, applied)
    assert {(row[0], "total"): row[1] for row in moved} == amounts["vm_stock"]
    parts = [*(each.value for each in FlowPart), "total"]
    assert {(row[0], part): row[2 + place] for row in moved for place, part in enumerate(parts)} == amounts["vm_flow"]
    assert {(row[0], "total"): row[1] for row in value("CDS_CLEARING_FUND", *example(), accounts)} == (
        amounts["clearing_fund"]
    )
    calls = value("CDS_INTRADAY", *example(), accounts)
    assert {(row[0], "total"): row[1] for row in calls} == amounts["intraday_im"]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert {row[0]: row[3] for row in calls} == summary["measures"]["intraday"]["calls"]
    assert (len(moved), len(calls), {row[4] for row in calls}) == (13, 8, {DONE})


@pytest.mark.parametrize("account", ["P05H", "P05C"])
def test_where_margin_comes_from_is_the_command_lines(hikae, options, tmp_path, account):
    """Each position's contribution and each other reading is what `hikae explain` tells, the largest first."""
    done = hikae("explain", account, *options, "--json", HIKAE_HOME=str(tmp_path / "other"))
    told = json.loads(done.stdout)
    terms = next(row for row in table("accounts") if row[0] == account)
    settings = [["account", account], ["multiplier", float(terms[5])], ["add_on", float(terms[6])]]
    *rows, own = value("CDS_IM_EXPLAIN", *example(settings))
    expected = [
        [each["instrument"], *(each[part.value] for part in ATTRIBUTED), each["total"]]
        for each in told["contributions"]
    ]
    assert sorted(rows) == sorted(expected)
    assert [row[-1] for row in rows] == sorted((row[-1] for row in rows), reverse=True)
    assert own[-1] + sum(row[-1] for row in rows) == told["components"]["total"]
    readings = [[each["reading"], each["total"], each["effect"]] for each in told["readings"]]
    assert value("CDS_IM_READINGS", *example(settings)) == readings


def test_the_backtest_is_the_command_lines(hikae, options, tmp_path):
    """Every account's tests, and one account day by day, are what `hikae backtest` writes."""
    folder = tmp_path / "out"
    done = hikae("backtest", *options, "--set", "=".join(map(str, SHORTER)), "--days", "20", "--json", "-o", folder,
                 HIKAE_HOME=str(tmp_path / "other"))  # fmt: skip
    told = json.loads(done.stdout)["accounts"]
    accounts = as_cells(table("accounts"))
    rows = value("CDS_BACKTEST", *example([SHORTER]), accounts, 20)
    assert {row[0]: row[2:6] for row in rows} == {
        name: [each["exceedances"], *(each[test]["probability"] for test in ("kupiec", "christoffersen", "both"))]
        for name, each in told.items()
    }
    assert {(row[1], row[6]) for row in rows} == {(20, DONE)}
    with (folder / "backtest.csv").open(encoding="utf-8", newline="") as file:
        written = [row for row in csv.DictReader(file) if row["account"] == "P05H"]
    shown = value("CDS_BACKTEST_DAYS", *example([SHORTER, ["account", "P05H"]]), accounts, 20)
    assert shown == [
        [row["date"], int(row["base"]), int(row["total"]), float(row["gain"]), int(row["exceeded"])] for row in written
    ]


def test_the_transfers_of_cleared_accounts_cancel():
    """Who pays is paid by somebody: levels and transfers of the whole example day sum to nothing but rounding."""
    applied = as_cells(table("previous_requirements"))
    rows = value("CDS_VM_ACCOUNTS", *example(), as_cells(table("accounts")), applied)
    assert abs(sum(row[1] for row in rows)) <= 13
    assert abs(sum(row[-2] for row in rows)) <= 26


def test_a_transfer_without_interest_says_so():
    """Where the desk has set no rate the amounts stand with a word in both languages, as nowhere else."""
    row = value("CDS_VM_ACCOUNTS", *PAR[:3], None, None, APPLIED)[0]
    assert row[7] == 300_000
    assert row[8].startswith("▲ 変動証拠金の利息の年率")
    assert "No price alignment rate" in row[8]


def test_what_is_not_known_is_blank_and_says_why():
    """Without a level of the day before there is a level, no transfer and no zero."""
    row = value("CDS_VM_ACCOUNTS", *PAR)[0]
    assert row[:8] == ["PH", 100_000, *[""] * 6]
    assert row[8].startswith("✗ PH の前日の変動証拠金の水準が分からず")
    owed = [["idm_unsettled_vm", "owed"]]
    assert value("CDS_INTRADAY", *PAR[:3], owed, LISTED)[0][1:4] == ["", "", ""]


def test_an_account_that_cannot_be_tested_has_blanks():
    """Its row says what is in the way."""
    row = value("CDS_BACKTEST", [*JUMPED[0], ["P2C", "ZZ", 1.0]], *JUMPED[1:])[1]
    assert row[:6] == ["P2C", *[""] * 5]
    assert row[6].startswith("✗ ")


@pytest.mark.parametrize("days", [-1, 0.5, 1.5, MOST_DAYS + 1, 1e300])
@pytest.mark.parametrize("name", ["CDS_BACKTEST", "CDS_BACKTEST_DAYS"])
def test_a_number_of_days_that_cannot_be_shown_is_refused(name, days):
    """Less than one, a fraction, or more than the block has rows is an error of the argument, in both languages."""
    error = answer(name, [*ONE, None, days])["error"]
    assert (error["code"], "n_days" in error["ja"], "n_days" in error["en"]) == ("arguments", True, True)


def test_a_blank_number_of_days_is_all_there_are():
    """A blank cell, which is 0 in a sheet, is as good as none; the history allows three."""
    assert len(value("CDS_BACKTEST_DAYS", *ONE, None, 0)) == len(HISTORY) - 1 - 3 == 3


def test_the_blocks_have_room_for_what_they_show():
    """As many days as may be asked for, every other reading, and more instruments than the example day lists."""
    rows = {name: function_named(name).result.rows for name in MEASURES}
    assert rows["CDS_BACKTEST_DAYS"] == MOST_DAYS == declared.measures.TESTED.default
    assert rows["CDS_IM_READINGS"] == len(value("CDS_IM_READINGS", *PAR[:3], [["account", "PH"]]))
    assert rows["CDS_IM_EXPLAIN"] > 2 * len(table("instruments"))


def test_all_of_them_begin_with_the_arguments_of_margin():
    """Positions, market, scenarios and settings, in the order of CDS_IM."""
    same = [argument.name for argument in function_named("CDS_IM").arguments]
    assert {tuple(argument.name for argument in function_named(name).arguments[:4]) for name in MEASURES} == {
        tuple(same)
    }


CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), st.integers(-(10**6), 10**6), st.text(max_size=8),
    st.sampled_from(["instrument", "notional", "account", "measure", "amount", "vm", "carried", "upfront", "PH", "AA"]),
)  # fmt: skip
RANGES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)
DEALS = [["account", "instrument", "notional", "upfront"], ["PH", "AA", 1e9, 0.01]]
GOOD = {
    "CDS_VM_ACCOUNTS": (*PAR, LISTED, APPLIED, DEALS, PAR[0]),
    "CDS_CLEARING_FUND": (*PAR, LISTED),
    "CDS_INTRADAY": (*PAR, LISTED, APPLIED, DEALS, PAR[0]),
    "CDS_IM_EXPLAIN": ONE,
    "CDS_IM_READINGS": ONE,
    "CDS_BACKTEST": (*JUMPED, None, 3),
    "CDS_BACKTEST_DAYS": (*ONE, None, 3),
}


@given(st.sampled_from(MEASURES), st.integers(0, 7), RANGES | CELLS)
def test_whatever_stands_in_a_range_there_is_an_answer(name, place, junk):
    """Anything in one of the arguments gives a value or an error that is not our fault, never a traceback."""
    good = list(GOOD[name])
    good[place % len(good)] = junk
    answered = answer(name, good)
    assert set(answered) in ({"value"}, {"error"})
    assert answered.get("error", {}).get("code") != "function_failed"


@given(st.sampled_from(MEASURES), st.integers(0, 7), RANGES)
def test_whatever_stands_below_a_table_there_is_an_answer(name, place, junk):
    """Junk below the rows of a table is an error of its row or account, or passed over where it is blank."""
    good = list(GOOD[name])
    rows = good[place % len(good)]
    if isinstance(rows, list):
        width = max(len(row) for row in (*rows, *junk))
        good[place % len(good)] = [[*row, *[""] * (width - len(row))] for row in (*rows, *junk)]
    answered = answer(name, good)
    assert answered.get("error", {}).get("code") != "function_failed", answered


def test_a_warm_cell_is_quick():
    """Once the book of the example day is carried back, each account's days take less than 50 ms."""
    cells, accounts, took = example()[:3], as_cells(table("accounts")), []
    value("CDS_BACKTEST", *cells, None, accounts)
    for row in table("accounts")[1:]:
        started = time.perf_counter()
        value("CDS_BACKTEST_DAYS", *cells, [["account", row[0]]], accounts)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.050
