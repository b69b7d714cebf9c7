"""What a stress run leaves: a table and a JSON file with one row an account, whole or not at all, a drill's marked."""

import csv
import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from stress_house import TABLES, house

from addin.app import stress_show
from addin.app.margin_files import settings_of
from addin.app.stress_inputs import stress_inputs
from addin.app.stress_run import stressed
from addin.app.stress_show import refuse_folder, stress_json, stress_words, written
from addin.home import BANNER, Mode
from addin.scale.crew import crew_of
from calc.outcome import RefusedError

NOTIFIED = "account,measure,amount\nP1H,im,1\nP1C,im,1\nP2C,im,100000000\nP4H,im,0\n"


@pytest.fixture
def run(tmp_path):
    """Return a function that stresses a house and gives what was found with what it stands on."""

    def made(**changes):
        settings = settings_of(tmp_path / "home", None, ()).value
        given = stress_inputs(
            house(tmp_path, **changes), trade_date=date(2026, 11, 20), curve_id=None, settings=settings
        )
        with closing(given.held.held), crew_of() as crew:
            return stressed(given, most=2, crew=crew).value, given

    return made


def rows_of(path):
    """Return the rows of a written table by their columns."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def test_the_table_has_a_row_for_each_account(run, tmp_path):
    """Figures stand in full: yen in whole numbers, losses with all their digits, scenarios by name."""
    made, given = run()
    table, _ = written(made, given, tmp_path / "out", mode=Mode.LIVE)
    rows = rows_of(table)
    assert [row["account"] for row in rows] == [each.code for each in made.accounts]
    assert [int(row["base"]) for row in rows] == list(made.base)
    assert [[float(row["loss_1"]), float(row["loss_2"])] for row in rows] == made.losses.tolist()
    assert [row["scenario_1"] for row in rows] == [made.scenarios[place] for place in made.places[:, 0]]
    assert [int(row["uncovered"]) for row in rows] == list(made.uncovered)
    assert [row["margin"] for row in rows] == ["20000000", "5000000", "1000", "9000000", "0"]


def test_what_is_not_known_is_empty(run, tmp_path):
    """An account without a margin row has empty cells in the table and nothing in the JSON file, never zero."""
    made, given = run(notified=NOTIFIED)
    table, text = written(made, given, tmp_path / "out", mode=Mode.LIVE)
    (row,) = [row for row in rows_of(table) if row["account"] == "P3H"]
    assert (row["margin"], row["uncovered"]) == ("", "")
    told = json.loads(text.read_text("utf-8"))
    assert [each["uncovered"] for each in told["accounts"] if each["account"] == "P3H"] == [None]
    assert told["gaps"] == ["P3H"]
    assert told["uncovered"] == sum(each or 0 for each in made.uncovered)


def test_the_json_file_is_the_json_data(run, tmp_path):
    """What is written account by account is what --json shows, with what the figures rest on."""
    made, given = run()
    _, text = written(made, given, tmp_path / "out", mode=Mode.LIVE)
    told = json.loads(text.read_text("utf-8"))
    assert told == stress_json(made, given)
    assert told["scenarios"] == {"reference": 2, "stress": 2}
    assert (told["number_of_accounts"], told["base"], told["margin_held"]) == (5, sum(made.base), "deposited")
    assert [each["members"] for each in told["largest_groups"]] == [list(each.members) for each in made.groups[:2]]
    assert set(told["inputs"]) == {f"{name}.csv" for name in TABLES}
    assert told["settings"]["stress_mode"] == "in_set"


def test_many_accounts_are_written_piece_by_piece(run, tmp_path, monkeypatch):
    """However few accounts are written at once, the bytes are the same."""
    made, given = run()
    whole = [path.read_bytes() for path in written(made, given, tmp_path / "a", mode=Mode.LIVE)]
    monkeypatch.setattr(stress_show, "ABREAST", 2)
    assert [path.read_bytes() for path in written(made, given, tmp_path / "b", mode=Mode.LIVE)] == whole


def test_parquet_and_csv_leave_the_same_bytes(run, tmp_path):
    """The same tables in either form give the same table, and the same JSON but for the names of the inputs."""
    results = []
    for as_parquet in (False, True):
        made, given = run(as_parquet=as_parquet)
        table, text = written(made, given, tmp_path / f"out-{as_parquet}", mode=Mode.LIVE)
        told = json.loads(text.read_text("utf-8"))
        del told["inputs"]
        results.append((table.read_bytes(), told))
    assert results[0] == results[1]


def test_a_drill_is_marked(run, tmp_path):
    """A drill's files have other names and its banner, and live ones are not put beside them."""
    made, given = run()
    table, text = written(made, given, tmp_path / "out", mode=Mode.DRILL)
    assert (table.name, text.name) == ("DRILL_stress.csv", "DRILL_stress.json")
    assert table.read_text("utf-8").startswith(f"{BANNER}\naccount,")
    assert json.loads(text.read_text("utf-8"))["drill"] == BANNER
    with pytest.raises(RefusedError, match="drill_folder"):
        written(made, given, tmp_path / "out", mode=Mode.LIVE)


def test_an_input_is_never_overwritten(tmp_path):
    """A folder where a result would replace one of the tables is refused, a drill's by a drill's name."""
    files = house(tmp_path)
    refuse_folder(files, tmp_path, Mode.LIVE)
    for name, mode in (("stress.csv", Mode.LIVE), ("DRILL_stress.csv", Mode.DRILL)):
        (tmp_path / mode.name).mkdir()
        taken = files.positions.rename(tmp_path / mode.name / name)
        with pytest.raises(RefusedError, match="output_is_input"):
            refuse_folder(replace(files, positions=taken), tmp_path / mode.name, mode)
        taken.rename(files.positions)


def test_a_folder_of_the_other_mode_is_refused_before_a_run(tmp_path):
    """Nobody waits for a run whose results have no place."""
    with pytest.raises(RefusedError, match="drill_folder"):
        refuse_folder(house(tmp_path), tmp_path, Mode.DRILL)


def test_the_house_at_a_glance(run):
    """The words name accounts, scenarios, the largest loss, and the two groups that would cost most, as a bound."""
    made, _ = run()
    said = stress_words(made)
    assert said.en.splitlines()[0] == f"Stress: 5 accounts, 4 scenarios. Base amounts JPY {sum(made.base):,} in all"
    assert f"account {made.accounts[made.losses[:, 0].argmax()].code}: JPY {made.losses.max():,.0f} (s" in said.en
    assert "the deposits, each account in its own worst scenario" in said.en
    assert f"1. {' '.join(made.groups[0].members)}: JPY {made.groups[0].uncovered:,} at most" in said.en
    assert "bound what can happen in one scenario" in said.en
    assert len(said.ja.splitlines()) == len(said.en.splitlines()) == 6


def test_nothing_is_said_of_cover_that_nobody_knows(run):
    """Without a word of what is held the words say how to give it; where all is covered no group is named."""
    assert stress_words(run(accounts=None)[0]).en.endswith("say what margin is held")
    held = "".join(f"{name},im,900000000000\n" for name in ("P1C", "P1H", "P2C", "P3H", "P4H"))
    covered = stress_words(run(notified="account,measure,amount\n" + held)[0])
    assert covered.en.splitlines()[-1].endswith("in its own worst scenario: JPY 0 in all")
