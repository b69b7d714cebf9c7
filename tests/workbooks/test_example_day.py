"""The committed example day: made again to the byte, and true to the product's rules."""

import os
import subprocess
import sys
from collections import Counter

import pytest

from workbooks import example_day as maker
from workbooks.example_day_accounts import PARTICIPANTS

COLUMNS = {
    "instruments.csv": "instrument,entity,kind,maturity,coupon_bp,recovery,index_factor,bid_offer_width_bp,"
    "history_from,history_proxy,name",
    "constituents.csv": "index,entity,weight",
    "accounts.csv": "account,participant,kind,affiliate_group,deposited_im,multiplier,add_on",
    "positions.csv": "account,instrument,notional",
    "fallback_days.csv": "date,reason",
    "vendor_prices.csv": "instrument,price_bp,as_of",
    "quotes.csv": "participant,instrument,bid_bp,offer_bp,as_of",
    "curves.csv": "curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,"
    "float_frequency,float_day_count,spot_lag_days",
    "previous_requirements.csv": "account,measure,component,amount,date,chain",
    "notified_requirements.csv": "version,account,measure,component,amount",
}


HEADER = ("account", "measure", "component", "amount")
MEASURES = {"im": "im", "vm": "vm_stock", "clearing_fund": "clearing_fund"}


def engine_figures(rows):
    """Return the requirements file that the committed folder was made from: what it notified in the end."""
    right = [row for row in rows("notified_requirements.csv") if row["version"] == "2"]
    for row in right:
        row["account"] = row["account"][:3] if row["measure"] == "clearing_fund" else row["account"]
        row["measure"] = MEASURES[row["measure"]]
    return maker.table_bytes(HEADER, [[row[name] for name in HEADER] for row in right])


def made_again(rows):
    """Return the files made from the figures that the committed folder notified in the end."""
    return maker.example_day(maker.figures_in(engine_figures(rows)))


def test_the_generator_makes_the_committed_bytes(folder, rows):
    """Every committed file but the README comes out of the generator again, byte for byte."""
    files = made_again(rows)
    assert {path.name for path in folder.iterdir()} == {*files, "README.md"}
    assert [name for name, data in files.items() if (folder / name).read_bytes() != data] == []


def test_the_command_writes_the_same_inputs_in_any_environment(tmp_path, folder):
    """The module run as a command writes the committed inputs whatever the hash seed, time zone and locale."""
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C"}
    command = [sys.executable, "-m", "workbooks.example_day", str(tmp_path)]
    subprocess.run(command, check=True, env=environment, cwd=folder.parents[1], timeout=60)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == maker.input_files()


def test_the_command_adds_the_requirement_files_from_a_requirements_file(tmp_path, rows, folder):
    """Given a requirements file of the margin command, the module also writes what was notified and applied before."""
    figures = tmp_path / "requirements.csv"
    figures.write_bytes(engine_figures(rows))
    command = [sys.executable, "-m", "workbooks.example_day", str(tmp_path), str(figures)]
    subprocess.run(command, check=True, cwd=folder.parents[1], timeout=60)
    for name in ("notified_requirements.csv", "previous_requirements.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_its_columns_and_plain_lines(name, rows, folder):
    """Each table starts with its exact header, ends its lines with LF and has no empty table body."""
    data = (folder / name).read_bytes()
    assert data.decode().split("\n")[0] == COLUMNS[name]
    assert b"\r" not in data
    assert len(rows(name)) > 0


def test_the_folder_stays_small(folder):
    """The whole example day is at most one and a half megabytes."""
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 1_500_000


def test_the_readme_says_synthetic_in_both_languages_japanese_first(folder):
    """The README says that all data are made up, in Japanese and then in English."""
    text = (folder / "README.md").read_text("utf-8")
    assert "合成" in text.splitlines()[0]
    assert 0 < text.index("すべて合成") < text.index("all synthetic")


def test_the_series_follow_the_roll_rule(instruments):
    """The series start on the first open day from 20 March or 20 September on and end 5¼ years later."""
    expected = {
        36: ("2021-09-21", "2026-12-20"),
        37: ("2022-03-22", "2027-06-20"),
        38: ("2022-09-20", "2027-12-20"),
        39: ("2023-03-20", "2028-06-20"),
        40: ("2023-09-20", "2028-12-20"),
        41: ("2024-03-21", "2029-06-20"),
        42: ("2024-09-20", "2029-12-20"),
        43: ("2025-03-21", "2030-06-20"),
        44: ("2025-09-22", "2030-12-20"),
        45: ("2026-03-23", "2031-06-20"),
        46: ("2026-09-24", "2031-12-20"),
    }
    found = {int(code[5:7]): row for code, row in instruments.items() if row["kind"] == "index"}
    assert {series: (row["history_from"], row["maturity"]) for series, row in found.items()} == expected
    assert [found[series]["history_proxy"] for series in range(37, 47)] == [f"ITXJS{s}05" for s in range(36, 46)]


def test_sixty_single_names_of_several_tenors_carry_the_standard_terms(instruments):
    """Sixty single names, one per entity, have 100 bp coupons, 35 % recovery and widths of 4 to 20 bp."""
    singles = [row for row in instruments.values() if row["kind"] == "single"]
    assert len({row["entity"] for row in singles}) == len(singles) == 60
    assert {(row["coupon_bp"], row["recovery"], row["index_factor"]) for row in singles} == {("100", "0.35", "1")}
    assert all(4 <= float(row["bid_offer_width_bp"]) <= 20 for row in singles)
    tenors = Counter(row["maturity"] for row in singles)
    assert tenors.keys() == {"2029-12-20", "2031-06-20", "2031-12-20", "2033-12-20", "2036-12-20"}
    assert tenors["2031-12-20"] + tenors["2031-06-20"] >= 50


def test_constituents_weigh_what_is_left_of_each_series(instruments, rows):
    """Each series holds forty names at one fortieth, the oldest thirty-nine after its credit event."""
    names = Counter(row["index"] for row in rows("constituents.csv"))
    assert {row["weight"] for row in rows("constituents.csv")} == {"0.025"}
    for code, row in instruments.items():
        if row["kind"] == "index":
            assert names[code] / 40 == float(row["index_factor"])
    assert sorted(names.values()) == [39] + [40] * 10
    assert {row["entity"] for row in rows("constituents.csv")} <= {row["entity"] for row in instruments.values()}


def test_every_position_is_cleared_flat_and_within_the_limits(instruments, rows):
    """Each instrument's notionals sum to zero over the accounts, in multiples of 100 million up to 100 billion yen."""
    table = rows("positions.csv")
    sums = Counter()
    for row in table:
        sums[row["instrument"]] += int(row["notional"])
    assert set(sums) == set(instruments)
    assert set(sums.values()) == {0}
    assert all(int(r["notional"]) % 100_000_000 == 0 < abs(int(r["notional"])) <= 100_000_000_000 for r in table)
    assert len({(row["account"], row["instrument"]) for row in table}) == len(table)
    assert all(20 <= lines <= 71 for lines in Counter(row["account"] for row in table).values())


def test_eight_participants_hold_thirteen_accounts(rows):
    """Every participant has a house account, five also a client account, and two pairs are affiliated."""
    table = rows("accounts.csv")
    assert [row["participant"] for row in table if row["kind"] == "house"] == list(PARTICIPANTS)
    assert sum(row["kind"] == "client" for row in table) == 5
    groups = {row["participant"]: row["affiliate_group"] for row in table}
    assert sorted(Counter(group for group in groups.values() if group).values()) == [2, 2]


def test_the_curve_is_one_tona_curve_of_the_day(rows):
    """The curve file holds one TONA curve from one month to thirty years for the business date."""
    table = rows("curves.csv")
    assert {(row["curve_id"], row["trade_date"]) for row in table} == {("JPY-TONA", "2026-11-20")}
    assert [row["tenor"] for row in table][0::18] == ["1M", "30Y"]
    assert all(-0.01 < float(row["rate"]) < 0.05 for row in table)
    assert {row["kind"]: (row["fixed_frequency"], row["fixed_day_count"]) for row in table} == {
        "deposit": ("", ""),
        "swap": ("1", "ACT/365F"),
    }
