"""The next business day, started from the pack where its folder lacks yesterday's tables."""

import csv
import io
import shutil
from datetime import date, datetime

import pytest
from recorded_days import record_day

from addin.app.day.finish import finished_day
from addin.app.pack_seal import sealed_pack
from addin.app.pack_use import spare_tables
from addin.store.journal import Journal
from calc.days.business_day import tokyo

FRIDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 24)
SPARED = ("previous_requirements.csv", "history.csv", "instruments.csv", "accounts.csv", "constituents.csv")


@pytest.fixture(scope="module")
def sealed(tmp_path_factory, example_day):
    """Return a home in which the example day was sealed."""
    home = tmp_path_factory.mktemp("sealed") / "home"
    record_day(home, example_day)
    sealed_pack(home, None, at=datetime.fromisoformat("2026-11-20T20:40:00+09:00"))
    return home


@pytest.fixture
def home(sealed, tmp_path):
    return shutil.copytree(sealed, tmp_path / "home")


@pytest.fixture
def tuesday(example_day, tmp_path):
    """Return a folder of the next business day: the systems are down, and yesterday's tables did not come."""
    folder = tmp_path / "tuesday"
    folder.mkdir()
    (folder / "day.toml").write_text(
        'business_date = 2026-11-24\nrole = "clearing_house"\nparticipants = ["P01", "P02", "P03", "P04", "P05", '
        '"P06", "P07", "P08"]\n\n[[fact]]\nat = 2026-11-24T16:05:00+09:00\nwhat = "price.failed"\n',
        encoding="utf-8",
    )
    for name in ("positions.csv", "quotes.csv"):
        shutil.copy(example_day / name, folder)
    curves = (example_day / "curves.csv").read_text(encoding="utf-8").replace("2026-11-20", "2026-11-24")
    (folder / "curves.csv").write_text(curves, encoding="utf-8")
    return folder


def run(folder, home, out):
    """Run a day to its evening."""
    at = datetime.fromisoformat("2026-11-24T20:30:00+09:00")
    return finished_day(folder, home=home, out=out, at=at, sets=(), tell=lambda _: None)


def test_only_what_the_folder_lacks_is_taken(home, tuesday):
    """The tables that stand in come from the pack of the business day before, and a person is told which."""
    spare = spare_tables(home, tuesday, TUESDAY, tokyo())
    assert sorted(spare.paths) == [
        "accounts", "constituents", "fallback_days", "history", "instruments", "previous_requirements",
    ]  # fmt: skip
    (told,) = spare.findings
    assert (told.code, dict(told.details)["date"]) == ("pack_used", "2026-11-20")


def test_a_folder_with_its_own_tables_takes_nothing(home, example_day):
    """A day whose systems work never looks at the pack."""
    assert spare_tables(home, example_day, TUESDAY, tokyo()).paths == {}


def test_the_days_own_table_counts(home, tuesday, example_day):
    """What the folder has beats the pack: with its own history, the list of fallback days is its own, too."""
    shutil.copy(example_day / "history.csv", tuesday)
    spare = spare_tables(home, tuesday, TUESDAY, tokyo())
    assert sorted(spare.paths) == ["accounts", "constituents", "instruments", "previous_requirements"]


def test_a_history_that_stops_a_day_early_goes_on_with_the_packs_prices(home, tuesday, example_day, tmp_path):
    """Copied from Friday's folder it ends with Thursday: Friday's settled prices are added, and a person is told."""
    shutil.copy(example_day / "history.csv", tuesday)
    result = run(tuesday, home, tmp_path / "out").result
    assert "history_continued" in [each.code for each in result.findings]
    prices = {row["instrument"]: float(row["price_bp"]) for row in rows_of(home, "previous_prices.csv")}
    assert result.inputs.history.days[-1] == FRIDAY
    assert result.inputs.history.on(FRIDAY) == prices
    assert "previous_prices.csv" in result.inputs.hashes


def test_a_whole_history_needs_no_prices(home, tuesday, tmp_path):
    """The pack's own ends with Friday: nothing is added, and the prices are no input of the run."""
    result = run(tuesday, home, tmp_path / "out").result
    assert "history_continued" not in [each.code for each in result.findings]
    assert "previous_prices.csv" not in result.inputs.hashes


def test_prices_of_another_day_are_not_yesterdays(home, tuesday, example_day, tmp_path):
    """A table of the folder's own counts before the pack's, and each of its rows says which day it is of."""
    shutil.copy(example_day / "history.csv", tuesday)
    (tuesday / "previous_prices.csv").write_text(
        "instrument,price_bp,as_of\nITXJS4605,55,2026-11-20\nITXJS4505,50,2026-11-19\n", encoding="utf-8"
    )
    result = run(tuesday, home, tmp_path / "out").result
    assert result.inputs.history.on(FRIDAY) == {"ITXJS4605": 55.0}
    assert "price_of_another_day" in [each.code for each in result.findings]


def test_another_days_pack_is_no_fallback(home, tuesday):
    """Only the business day before counts: two days later nothing stands in."""
    assert spare_tables(home, tuesday, date(2026, 11, 25), tokyo()).paths == {}


def test_looking_for_a_pack_makes_no_record(tuesday, tmp_path):
    """A home that is not there is not made, and an empty one stays empty."""
    assert spare_tables(tmp_path / "none", tuesday, TUESDAY, tokyo()).paths == {}
    assert not (tmp_path / "none").exists()


def test_a_day_runs_from_the_pack(home, tuesday, tmp_path):
    """With the vendor down and nothing notified: yesterday's prices and yesterday's applied amounts, to the yen."""
    done = run(tuesday, home, tmp_path / "out")
    result = done.result
    assert "pack_used" in [each.code for each in result.findings]
    sealed = rows_of(home, "previous_requirements.csv")
    totals = {(row["account"], row["measure"]): int(row["amount"]) for row in sealed if row["component"] == "total"}
    margin = result.plan.items["margin"]
    assert margin.applies == "previous_day"
    known = {(row.account, row.measure): row.amount for row in margin.amounts if row.amount is not None}
    assert known == totals
    prices = {row["instrument"]: float(row["price_bp"]) for row in rows_of(home, "previous_prices.csv")}
    assert {each.instrument: each.previous_bp for each in result.prices} == prices


def test_the_run_records_the_tables_that_stood_in(home, tuesday, tmp_path):
    """Their hashes stand among its inputs, so that the same day can be run again from the record."""
    run(tuesday, home, tmp_path / "out")
    with Journal(home) as journal:
        inputs, pack = journal.latest("day.inputs").body["files"], journal.latest("pack.sealed").body["files"]
    assert {name: inputs[name] for name in SPARED} == {name: pack[name] for name in SPARED}


def rows_of(home, name):
    """Return a sealed table's rows."""
    (place,) = (each for each in (home / "packs").iterdir() if each.is_dir())
    return list(csv.DictReader(io.StringIO((place / name).read_text(encoding="utf-8"))))
