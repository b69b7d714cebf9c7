"""The second copy, the pack, and the tool method."""

import hashlib
from datetime import date, datetime, timedelta

import pytest

from addin.app.continuity_log import Exercise, exercise_said
from addin.app.pack_state import SEALED
from addin.checks.fallback import pack, second_copy, tool
from addin.store.second import copy_name
from calc.continuity.readiness import Entry
from calc.days.cutoff import JST

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)


@pytest.fixture
def stick(tmp_path, desk):
    """Return a second place that the desk's settings name."""
    place = tmp_path / "stick"
    place.mkdir()
    desk.settings(second_place=str(place))
    return place


@pytest.fixture
def ready(tmp_path, desk):
    """Return a function that declares the tool of a participant, all well unless something else is given."""
    program = tmp_path / "tool.exe"
    program.touch()

    def declare(*, used=date(2026, 11, 1), **given):
        usual = {"role": "participant", "tool_program": str(program), "tool_log_in_until": "2026-11-20"}
        desk.settings(**{**usual, **given})
        if used:
            held = Exercise(Entry("tool_environment", used, "check", "SK"))
            desk.say(exercise_said(held, at=NOON - timedelta(hours=1)))
        return desk.found(tool)

    return declare


def sealed(desk, day, data=b"pack"):
    """Leave a pack of a day in the home and the record."""
    folder = desk.home / "packs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{day}.zip").write_bytes(data)
    body = {"business_date": day, "name": f"{day}.zip", "sha256": hashlib.sha256(b"pack").hexdigest()}
    desk.append(SEALED, body)


def test_a_desk_without_a_second_place_is_told(desk):
    """The record would be lost with the computer."""
    assert desk.found(second_copy).keys() == {"second_place_unnamed"}


def test_a_place_that_is_away_is_told(tmp_path, desk):
    """A stick that was pulled out; with an empty record, too."""
    desk.settings(second_place=str(tmp_path / "away"))
    assert desk.found(second_copy).keys() == {"second_copy_missing"}
    desk.append("note", {"text": "one"})
    assert desk.found(second_copy).keys() == {"second_copy_missing"}


def test_the_copy_is_brought_up_to_the_newest_entry(desk, stick):
    """Looking is also catching up: what the copy missed is in it afterwards."""
    desk.append("note", {"text": "one"})
    (copy,) = stick.glob(copy_name("*"))
    copy.unlink()
    assert "second_copy_missing" not in desk.found(second_copy)
    assert '"one"' in copy.read_text(encoding="utf-8")


def test_a_copy_of_another_record_is_told(desk, stick):
    """It is never touched."""
    desk.append("note", {"text": "one"})
    (copy,) = stick.glob(copy_name("*"))
    copy.write_text(copy.read_text(encoding="utf-8").replace("one", "two"), encoding="utf-8")
    assert desk.found(second_copy).keys() == {"second_copy_differs"}
    assert "two" in copy.read_text(encoding="utf-8")


def test_a_pack_that_is_missing_is_yellow_then_red(desk):
    """At noon there is still time; at half past twelve there is none."""
    assert desk.found(pack).keys() == {"pack_due"}
    desk.look_at(NOON + timedelta(minutes=30))
    assert desk.found(pack)["pack_late"] == {"date": "2026-11-19", "by": "12:30"}


def test_tonights_pack_is_due_in_the_evening(desk):
    """From half past eight on it is the day's own that counts."""
    sealed(desk, "2026-11-19")
    assert desk.found(pack) == {}
    desk.look_at(NOON.replace(hour=20, minute=30))
    assert desk.found(pack)["pack_due"]["date"] == "2026-11-20"
    sealed(desk, "2026-11-20")
    assert desk.found(pack) == {}


def test_a_pack_whose_file_is_gone_or_changed_is_told(desk):
    """The entry alone is no fallback."""
    sealed(desk, "2026-11-19", b"other")
    assert desk.found(pack).keys() == {"pack_file_gone"}
    (desk.home / "packs" / "2026-11-19.zip").unlink()
    assert desk.found(pack).keys() == {"pack_file_gone"}


def test_the_clearing_house_needs_no_tool(desk):
    """The tool method is a participant's second way."""
    assert desk.found(tool) == {}
    assert tool(desk.home).en == "not for the clearing house"


def test_a_tool_that_nobody_declared_is_told(desk):
    """Where it is, until when one can log in, and that nobody has used it."""
    desk.settings(role="participant")
    found = desk.found(tool)
    assert found.keys() == {"tool_undeclared", "tool_unused"}
    assert found["tool_undeclared"]["names"] == "tool_program tool_log_in_until"


def test_a_ready_tool_is_good(desk, ready):
    """Its log-in is valid through the day named, and it was tried."""
    assert ready() == {}
    assert tool(desk.home).en == "log-in valid until 2026-11-20, last used 2026-11-01"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"tool_program": "/none/tool.exe"}, "tool_missing"),
        ({"tool_log_in_until": "2026-11-19"}, "tool_log_in_over"),
        ({"tool_log_in_until": "end of March"}, "date_unreadable"),
        ({"used": date(2026, 8, 21)}, "tool_unused"),
        ({"used": None}, "tool_unused"),
    ],
)
def test_a_tool_that_would_fail_on_the_day_is_told(ready, given, code):
    """Removed, its log-in over or unreadable, or nobody has touched it for a quarter."""
    assert ready(**given).keys() == {code}


def test_ninety_days_are_still_in_time(ready):
    """The limit itself is inside."""
    assert ready(used=date(2026, 8, 22)) == {}


def test_quotes_that_left_by_the_tool_count_as_use(desk, ready):
    """By mail they do not."""
    desk.append("quotes.sent", {"route": "mail"})
    assert ready(used=None).keys() == {"tool_unused"}
    desk.append("quotes.sent", {"route": "tool"})
    assert desk.found(tool) == {}
