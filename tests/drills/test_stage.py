"""A drill's home as the officer finds it: settings, day and registers, and not a word of what will happen."""

from datetime import time

import pytest

from addin.app.plan_basis import basis_of
from addin.app.settings_record import settings_in_force
from addin.drills.stage import prepared, settings_text, without_stick
from addin.home import Mode
from addin.now import follow
from addin.settings import load_settings
from addin.store.mode import mode_of
from addin.store.stamp import stamp
from calc.outcome import RefusedError

READINGS = {"quote_window_close": time(16, 30), "boundary_inclusive": False, "notice_grace_minutes": 5}


@pytest.fixture(autouse=True)
def _own_time_again():
    """Let no test leave a drill's clock behind."""
    yield
    follow(None)


def test_the_home_is_a_drills(small, tmp_path):
    """By all of its marks."""
    assert mode_of(prepared(small(), tmp_path / "drill")) is Mode.DRILL


def test_every_command_there_has_the_scripts_settings(small, tmp_path):
    """The side and the readings of the plan hold for a command that names no day file."""
    home = prepared(small(role="participant", settings=READINGS), tmp_path / "drill")
    found = settings_in_force(home, {})
    assert (found.text("role"), found.local_time("quote_window_close")) == ("participant", time(16, 30))
    assert (found.flag("boundary_inclusive"), found.whole("notice_grace_minutes")) == (False, 5)


def test_what_a_script_does_not_set_is_as_usual(small):
    """Only the side is named where the script has no settings."""
    assert settings_text(small()) == 'role = "clearing_house"\n'


def test_the_plan_there_rests_on_the_scripts_day(small, tmp_path):
    """Cells and buttons of the books find participants, amounts and settings in the record."""
    amounts = [{"set": "previous", "account": "P01-H", "measure": "im", "amount": 7}]
    script = small(amounts=amounts, settings=READINGS)
    home = prepared(script, tmp_path / "drill")
    basis = basis_of(home, script.business_date, stamp(home))
    assert (basis.day.participants, basis.day.amounts) == (script.day.participants, script.day.amounts)
    assert basis.day.settings == script.day.settings


def test_nothing_there_tells_of_the_events(small, tmp_path):
    """No file of the home holds the words of what will happen, or of what would be right."""
    event = {"at": time(16, 0), "failure": "vendor_down", "ja": "来ない値段", "en": "no such prices"}
    act = {"at": time(16, 1), "do": "decide", "what": "secret act", "reason": "r"}
    home = prepared(small(events=[event], actions=[act]), tmp_path / "drill")
    held = b"".join(each.read_bytes() for each in home.rglob("*") if each.is_file())
    assert "来ない値段".encode() not in held
    assert b"no such prices" not in held
    assert b"secret act" not in held


def test_a_home_is_prepared_once(small, tmp_path):
    """A second drill in the same home would mix two scores."""
    prepared(small(), tmp_path / "drill")
    with pytest.raises(RefusedError, match="drill_used"):
        prepared(small(), tmp_path / "drill")


def test_a_folder_in_use_is_no_place_for_a_drill(small, tmp_path):
    """What lies there stays."""
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RefusedError, match="drill_not_empty"):
        prepared(small(), tmp_path)
    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == "mine"


def test_the_stick_is_named_beside_the_home(small, tmp_path):
    """The place that is missing is no place within the home, and the other settings stay."""
    script = small(settings=READINGS)
    home = prepared(script, tmp_path / "drill")
    without_stick(script, home)
    found = load_settings(home)
    assert found.text("second_place") == str(tmp_path / "drill-stick")
    assert found.whole("notice_grace_minutes") == 5
