"""Margin from tables on disk, against the slow twin that reads the same tables."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
import twin_curve
import twin_dates
import twin_margin

from addin.app.margin_files import MarginFiles, margin_files, settings_of, written
from calc.margin.requirement import Component
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)
TABLES = {
    "instruments": """instrument,entity,kind,maturity,coupon_bp,recovery,spread_bp,index_factor,bid_offer_width_bp
IX,ITRAXX,index,2031-12-20,100,0.35,60,0.975,4
AA,AA,single,2029-12-20,100,0.35,40,,8
BB,BB,single,2031-12-20,500,0.2,900,1,30
""",
    "positions": """account,instrument,notional
P1H,IX,-5000000000
P1H,AA,2000000000
P2C,BB,-300000000
P2C,AA,100000000
""",
    "curves": """curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,spot_lag_days
T,2026-11-20,swap,1Y,0.0065,,1,ACT/365F,2
T,2026-11-20,swap,5Y,0.0112,,1,ACT/365F,2
""",
    "scenarios": """scenario,kind,IX,AA,BB
s1,reference,70,40,1000
s2,reference,55,60,700
s3,stress,120,90,2500
s4,stress,30,20,400
""",
    "constituents": """index,entity,weight
IX,AA,0.5
IX,CC,0.475
""",
    "accounts": """account,participant,kind,affiliate_group,deposited_im,multiplier,add_on
P2C,P2,client,,0,1.1,7
P1H,P1,house,G,5000000000,1,0
""",
}


@pytest.fixture
def tables(tmp_path):
    """Return a function that writes tables, some of them changed, and gives their places."""

    def made(**changes):
        paths = {}
        for name, text in {**TABLES, **changes}.items():
            if text is not None:
                paths[name] = tmp_path / f"{name}.csv"
                paths[name].write_text(text, encoding="utf-8")
        return MarginFiles(**paths)

    return made


@pytest.fixture
def run(tables, tmp_path):
    """Return a function that computes the margin of tables, some of them changed, under some settings."""

    def computed(*sets, curve_id=None, **changes):
        settings = settings_of(tmp_path / "home", None, sets).value
        return margin_files(tables(**changes), trade_date=DAY, curve_id=curve_id, settings=settings)

    return computed


def refused(run, *sets, **changes):
    """Return the codes with which tables are refused."""
    with pytest.raises(RefusedError) as caught:
        run(*sets, **changes)
    return [each.code for each in caught.value.findings]


def rows(text):
    """Return CSV text as dictionaries."""
    return list(csv.DictReader(io.StringIO(text)))


def initial_margin(text):
    """Return the rows of initial margin, which stand first."""
    table = rows(text)
    return table[: sum(row["measure"] == "im" for row in table)]


def twin(**settings):
    """Return the twin's requirements of the tables."""
    scenarios = [
        {"scenario": row["scenario"], "kind": row["kind"], "spreads": {n: float(row[n]) for n in ("IX", "AA", "BB")}}
        for row in rows(TABLES["scenarios"])
    ]
    return twin_margin.requirement(
        DAY,
        instruments=rows(TABLES["instruments"]),
        positions=rows(TABLES["positions"]),
        scenarios=scenarios,
        curve=twin_curve.discount_curve(DAY, rows(TABLES["curves"])),
        constituents=rows(TABLES["constituents"]),
        accounts=rows(TABLES["accounts"]),
        settings=settings,
        closed_days=twin_dates.tokyo(2007, 2045),
    )


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"stress_mode": "off"},
        {"tail_rule": "ceil", "stress_mode": "floor"},
        {"round_mode": "half_up", "round_unit": "1000"},
    ],
)
def test_requirements_are_the_twins_to_the_yen(run, settings):
    """Every component of every account is what the twin makes of the same tables, under any rules."""
    made = run(*(f"{name}={value}" for name, value in settings.items()))
    assert made.findings == ()
    expected = twin(**settings)
    for each in made.result.requirements:
        told = expected[each.account]
        assert {part.value: each.amounts[part] for part in Component} == told["amounts"]
        assert each.gains == pytest.approx(told["pnl"], rel=1e-9, abs=1e-3)


def test_the_files_hold_every_component_and_every_gain(run, tmp_path):
    """requirements.csv has all rows in order, pnl.csv gains of 17 digits, summary.json what they rest on."""
    made = run()
    names = ["requirements.csv", "pnl.csv", "summary.json", "explain.csv"]
    assert [path.name for path in written(made, tmp_path / "out")] == names
    table = initial_margin((tmp_path / "out/requirements.csv").read_text("utf-8"))
    assert [row["account"] for row in table] == ["P1H"] * 7 + ["P2C"] * 7
    assert [row["component"] for row in table[:7]] == [part.value for part in Component]
    assert sum(int(row["amount"]) for row in table[:6]) == int(table[6]["amount"])
    gains = rows((tmp_path / "out/pnl.csv").read_text("utf-8"))
    assert [row["scenario"] for row in gains] == ["s1", "s2", "s3", "s4"]
    by_account = {each.account: each for each in made.result.requirements}
    assert [float(row["P1H"]) for row in gains] == by_account["P1H"].gains.tolist()
    summary = json.loads((tmp_path / "out/summary.json").read_text("utf-8"))
    assert summary["scenarios"] == {"reference": 2, "stress": 2}
    assert summary["accounts"]["P1H"]["total"] == by_account["P1H"].total
    assert summary["accounts"]["P1H"]["worst"][0]["scenario"] == "s3"
    assert summary["total"] == sum(each.total for each in made.result.requirements)
    assert set(summary["inputs"]) == {f"{name}.csv" for name in TABLES}
    assert summary["settings"]["tail_rule"] == "fractional"
    assert 0.0 <= summary["residual"] <= 1e-12


def test_the_same_tables_give_the_same_bytes_in_any_order_of_rows(run, tmp_path):
    """Turning the rows of positions, accounts and instruments changes no byte of the requirements."""
    turned = {
        name: "\n".join([TABLES[name].splitlines()[0], *TABLES[name].splitlines()[:0:-1]]) + "\n"
        for name in ("positions", "accounts", "constituents")
    }
    written(run(), tmp_path / "one")
    written(run(**turned), tmp_path / "two")
    for name in ("requirements.csv", "pnl.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_without_accounts_every_account_of_the_positions_is_a_house_account(run):
    """Where no accounts are given, those named by the positions are taken without multiplier or add-on."""
    made = run(accounts=None)
    assert [each.account for each in made.result.requirements] == ["P1H", "P2C"]
    assert all(each.amounts[Component.ADD_ON] == 0 for each in made.result.requirements)


def test_what_was_notified_is_compared(run):
    """The last version of a total is compared; an account without ours, or without theirs, cannot be checked."""
    total = next(each.total for each in run().result.requirements if each.account == "P1H")
    notified = (
        f"version,account,measure,component,amount\n1,P1H,im,,1\n2,P1H,im,total,{total}\n2,P1H,im,base,5\n1,P2C,vm,,9\n"
    )
    made = run(notified=notified)
    assert [(row.account, row.measure, row.verdict.value) for row in made.comparisons] == [
        ("P1H", "im", "agrees"),
        ("P1H", "vm", "cannot_check"),
        ("P2C", "im", "cannot_check"),
        ("P2C", "vm", "differs"),
    ]
    assert run().comparisons == ()


def test_an_account_with_a_bad_row_has_no_requirement(run):
    """A position that cannot be read leaves its account out, tells it, and does not touch the others."""
    made = run(positions=TABLES["positions"].replace("-300000000", "-300 million"))
    assert [each.account for each in made.result.requirements] == ["P1H"]
    assert [each.code for each in made.findings] == ["number_character", "account_incomplete"]
    short = run(positions=TABLES["positions"] + "P2C,AA\n")
    assert [each.account for each in short.result.requirements] == ["P1H"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"scenarios": None}, "moves_choice"),
        ({"history": "date,AA\n2026-11-19,40\n"}, "moves_choice"),
        ({"scenarios": None, "history": "date,AA\n2026-11-19,40\n"}, "history_short"),
        ({"scenarios": None, "history": "date,AA\n2026-11-19,40\n2026-11-18,40\n"}, "history_unordered"),
        ({"scenarios": TABLES["scenarios"].replace("55", "x")}, "number_character"),
        ({"scenarios": TABLES["scenarios"].replace(",BB", ",CC")}, "column_missing"),
        ({"scenarios": TABLES["scenarios"].replace("s2", "s1")}, "key_repeated"),
        ({"curves": TABLES["curves"].replace("2026-11-20", "2026-11-19")}, "curve_choice"),
        ({"curves": TABLES["curves"] + "U,2026-11-20,zero,1Y,0.01,,,,\n"}, "curve_choice"),
        ({"curves": TABLES["curves"].replace("0.0112", "x")}, "curve_incomplete"),
        ({"instruments": TABLES["instruments"].replace("spread_bp", "spread")}, "spread_missing"),
        ({"instruments": TABLES["instruments"].splitlines()[0]}, "table_without_rows"),
        ({"positions": ""}, "file_empty"),
        ({"accounts": "account\nP1H\n"}, "column_missing"),
        ({"constituents": "index,entity\nIX,AA\n"}, "column_missing"),
    ],
)
def test_tables_that_cannot_be_trusted_are_refused(run, changes, code):
    """Where a table that the margin needs cannot be trusted, nothing is computed and its finding says why."""
    assert code in refused(run, **changes)


def test_a_curve_may_be_named(run):
    """Of several curves of the day the named one is used, and a name that is not there is told."""
    curves = TABLES["curves"] + "U,2026-11-20,zero,1Y,0.03,,,,\n"
    named, other = (run(curves=curves, curve_id=name).result.requirements[0] for name in ("T", "U"))
    assert named.amounts == run().result.requirements[0].amounts
    assert other.amounts != named.amounts
    assert refused(run, curves=curves, curve_id="X") == ["curve_missing"]


def test_settings_come_from_a_file_and_from_the_command(tmp_path):
    """A setting of the given file holds, and one on the command line beats it."""
    file = tmp_path / "settings.toml"
    file.write_text('schema = 1\ntail_rule = "floor"\nround_unit = 1000\n', encoding="utf-8")
    chosen = settings_of(tmp_path / "home", file, ("round_unit=10",)).value
    assert (chosen.text("tail_rule"), chosen.whole("round_unit")) == ("floor", 10)
    assert settings_of(Path("none"), None, ()).value.text("tail_rule") == "fractional"


def disguised(text):
    """Return the same table with a byte order mark, its columns turned around, and the line ends of another system."""
    table = [line.split(",")[::-1] for line in text.splitlines()]
    return "\ufeff" + "\r\n".join(",".join(cells) for cells in table) + "\r\n"


def test_order_of_columns_byte_order_mark_and_line_ends_change_nothing(run, tmp_path):
    """Tables with their columns in another order, written by another system, give the same bytes."""
    written(run(), tmp_path / "one")
    written(run(**{name: disguised(text) for name, text in TABLES.items()}), tmp_path / "two")
    for name in ("requirements.csv", "pnl.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_an_account_without_positions_has_every_component(run, tmp_path):
    """An account that holds nothing has all its rows, zero but for its add-on, and gains of zero."""
    made = run(accounts=TABLES["accounts"] + "P3H,P3,house,,0,1.5,7\n")
    written(made, tmp_path / "out")
    amounts = [row["amount"] for row in initial_margin((tmp_path / "out/requirements.csv").read_text("utf-8"))[-7:]]
    assert amounts == ["0", "0", "0", "0", "0", "7", "7"]
    assert {row["P3H"] for row in rows((tmp_path / "out/pnl.csv").read_text("utf-8"))} == {"0"}
