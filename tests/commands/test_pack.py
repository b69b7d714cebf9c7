"""`hikae pack`: sealing, what is due, and taking a pack out on another computer."""

import json
import re

import pytest
from recorded_days import record_day

EVENING = ("--at", "2026-11-20T20:40:00+09:00")
LATE = ("--at", "2026-11-24T12:30:00+09:00")


@pytest.fixture
def recorded(tmp_path, example_day):
    """Record the example day in the home of the commands."""
    record_day(tmp_path / "home", example_day)
    return tmp_path / "home"


@pytest.mark.usefixtures("recorded")
def test_sealing_prints_file_hash_head_and_what_it_is_for(run):
    """What a person writes on the stick: the name, the SHA-256, the head, and the day that falls back on it."""
    code, out, error = run("pack", *EVENING, "--lang", "en")
    assert code == 0
    assert re.search(r"hikae-pack-2026-11-20-[0-9a-f]{12}\.zip\nSHA-256 [0-9a-f]{64}\nhead [0-9a-f]{64}\n", out)
    assert "what 2026-11-24 falls back on: accounts.csv" in out
    assert "[pack_lacks]" in error  # this desk has no contacts
    assert out.startswith("recorded pack.sealed ")


@pytest.mark.usefixtures("recorded")
def test_a_pack_that_is_due_turns_from_yellow_to_red_to_green(run):
    """In the same words as the check and the board."""
    assert run("pack", "show", "--at", "2026-11-24T12:29:59+09:00", "--lang", "ja")[1].startswith("▲ 未了")
    assert run("pack", "show", *LATE, "--lang", "en")[1].startswith("✗ late   pack of 2026-11-20")
    run("pack", *EVENING)
    assert run("pack", "show", *LATE, "--lang", "en")[1].startswith("○ sealed   pack of 2026-11-20")


@pytest.mark.usefixtures("recorded")
def test_programs_read_what_is_due(run):
    """Which day, how it stands, from when it is late, and the file."""
    before = json.loads(run("pack", "show", *LATE, "--json")[1])
    assert (before["standing"], before["late_from"], before["pack"]) == ("late", "2026-11-24T12:30:00+09:00", None)
    run("pack", *EVENING)
    after = json.loads(run("pack", "show", *LATE, "--json")[1])
    assert (after["standing"], after["pack"]["for"]) == ("sealed", "2026-11-24")


@pytest.mark.usefixtures("recorded")
def test_a_pack_is_opened_where_there_is_no_record(run, tmp_path):
    """On a bare computer: its tables, its day and its head; the file was verified."""
    (line,) = re.findall(r"^/.*\.zip$", run("pack", *EVENING)[1], re.MULTILINE)
    code, out, _ = run("pack", "open", line, "-o", tmp_path / "taken", "--home", tmp_path / "new", "--lang", "en")
    assert code == 0
    assert out.startswith("pack of 2026-11-20, what 2026-11-24 falls back on; head ")
    assert (tmp_path / "taken" / "previous_requirements.csv").is_file()
    assert not (tmp_path / "new").exists()


def test_a_damaged_pack_is_refused_with_its_name(run, tmp_path):
    """Nothing is taken out."""
    (tmp_path / "bad.zip").write_bytes(b"PK")
    code, _, error = run("pack", "open", tmp_path / "bad.zip", "-o", tmp_path / "taken")
    assert (code, "[pack_broken]" in error) == (2, True)
    assert not (tmp_path / "taken").exists()


def test_without_a_recorded_day_nothing_is_sealed(run):
    """The command says what to do first."""
    code, _, error = run("pack", "--lang", "en")
    assert (code, "Run the day first" in error) == (2, True)


def test_a_drills_pack_has_a_drills_name(run, tmp_path, example_day):
    """Nobody takes it for the desk's."""
    home = tmp_path / "drill"
    run("drill", "new", home)
    record_day(home, example_day)
    out = run("pack", *EVENING, "--home", home)[1]
    assert "/DRILL_hikae-pack-2026-11-20-" in out
