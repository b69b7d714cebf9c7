"""One drill from its script to its report, and that the live record learns of nothing but its register."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from addin.app.approval.people import person_at_desk
from addin.app.drill_new import new_drill
from addin.drills.play import Pace
from addin.drills.run import Order, held, put_on_register, report_of, rescored, written
from addin.home import Mode
from addin.store.journal import Journal
from addin.store.mode import mode_of
from calc.days.cutoff import JST
from calc.outcome import RefusedError

FAILED = {
    "at": time(16, 0),
    "failure": "vendor_down",
    "ja": "来ない",
    "en": "nothing",
    "fact": {"what": "price.failed"},
}
ACTS = [
    {"at": time(16, 1), "do": "fact", "what": "price.failed"},
    {"at": time(16, 2), "do": "rule"},
    {"at": time(16, 3), "do": "notice", "clause": "CP-1.3.3"},
    {"at": time(16, 4), "do": "call", "clause": "CP-1.3.R2", "participants": ["P01", "P02"]},
]
AT = datetime(2026, 12, 1, 9, tzinfo=JST)


@pytest.fixture
def order(small, tmp_path):
    """Return a function that makes an order for the small drill of a failing vendor."""

    def made(*, initials="", hidden=False, pace=None, live=None):
        person = person_at_desk(initials) if initials else None
        script = small(events=[FAILED], actions=ACTS)
        return Order(script, tmp_path / "drill", live or tmp_path / "live", hidden, pace, person)

    return made


def files(folder):
    return {each.name: each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_a_reference_run_is_held_and_scored(order):
    """From the script to the report in one call; its home is a drill's."""
    ended = held(order())
    assert (ended.report.score.points, ended.refused, ended.report.attended) == (100, (), False)
    assert mode_of(order().drill) is Mode.DRILL


def test_nobody_who_signs_means_no_register(order, tmp_path):
    """A run that nobody signs for opens no live record, and makes none."""
    asked = order()
    assert put_on_register(asked, held(asked).report, at=AT) is None
    assert not (tmp_path / "live").exists()


def test_the_live_record_learns_of_the_register_alone(order, tmp_path):
    """Of all that a drill does, one entry reaches the live home, and nothing of it while the drill runs."""
    with Journal(tmp_path / "live") as journal:
        journal.append("a.b", {"n": 1})
    before = files(tmp_path / "live")
    asked = order(initials="SK")
    ended = held(asked)
    assert files(tmp_path / "live") == before
    put_on_register(asked, ended.report, at=AT)
    with Journal(tmp_path / "live") as journal:
        assert [each.kind for each in journal.entries()] == ["a.b", "continuity.drill"]


def test_a_drill_cannot_be_registered_in_a_drill(order):
    """The home of another drill is refused before anything begins."""
    other = held(order()).report
    assert other.score.points == 100
    with pytest.raises(RefusedError, match="drill_register_live"):
        held(order(initials="SK", live=order().drill))


@pytest.mark.parametrize("pace", [None, Pace(60, print)])
def test_an_officer_who_acts_must_say_who(order, pace):
    """A drill of persons without initials is not begun."""
    asked = order(hidden=True, pace=pace)
    with pytest.raises(RefusedError, match="drill_person_needed"):
        held(asked)
    assert not asked.drill.exists()


def test_an_attended_drill_in_which_nobody_acts_is_worth_nothing(order):
    """The reference run is not played for the officer."""
    told = []
    ended = held(order(initials="SK", hidden=True, pace=Pace(1e6, told.append)))
    assert (ended.report.score.points, ended.report.attended, len(told)) == (0, True, 1)


def test_a_report_is_written_under_a_drills_name(order, tmp_path):
    """Workbook and JSON bear DRILL in their names."""
    made = written(held(order()).report, tmp_path / "out")
    assert [each.name for each in made] == ["DRILL_report_small.xlsx", "DRILL_report_small.json"]
    assert all(each.exists() for each in made)


def test_no_report_lies_among_live_files(order, tmp_path):
    """A folder with a live file is refused."""
    (tmp_path / "notices.txt").touch()
    with pytest.raises(RefusedError, match="drill_folder"):
        written(held(order()).report, tmp_path)


def test_a_drill_can_be_scored_again_from_its_record(order):
    """The record of a drill is all that its score needs, whenever."""
    asked = order()
    ended = held(asked)
    again = rescored(asked.script, asked.drill)
    assert again.score == ended.report.score
    assert again.head == ended.report.head
    assert again.attended is ended.report.attended is False


def test_a_drill_of_persons_stays_one_when_it_is_scored_again(order):
    """What its report says of who was drilled does not depend on when it is made."""
    asked = order(initials="SK", hidden=True, pace=Pace(1e6, [].append))
    held(asked)
    assert rescored(asked.script, asked.drill).attended


def test_a_drill_is_not_scored_by_another_script(order):
    """Nor is a drill's home in which no script was played: both would be a report of nothing."""
    asked = order()
    held(asked)
    with pytest.raises(RefusedError, match="drill_other_script"):
        rescored(replace(asked.script, name="other"), asked.drill)
    new_drill(asked.drill.with_name("empty"))
    with pytest.raises(RefusedError, match="drill_other_script"):
        rescored(asked.script, asked.drill.with_name("empty"))


def test_a_live_home_is_no_drill_to_be_scored(order, tmp_path):
    """Live work is not marked."""
    with pytest.raises(RefusedError, match="drill_not_one"):
        rescored(order().script, tmp_path / "live")


def test_the_report_carries_the_head_of_the_drills_record(reference):
    """The drill's record can be told by the report: twelve digits of its last hash."""
    made = reference("bad-day")
    assert report_of(made.script, made.played, attended=False).head == made.played.entries[-1].hash[:12]
