"""Drills played and attended: in order, by the clock, with nothing shown to the officer but what can be seen."""

import json
from datetime import datetime, time, timedelta

import pytest

from addin.cli import ended
from addin.drills.play import Pace, attended, played, timeline
from addin.drills.score import scored
from addin.drills.script import Action, Event
from addin.now import now
from addin.store.mode import BEGUN
from calc.days.cutoff import JST
from calc.outcome import RefusedError

OUTAGE = {"what": "participant.outage", "participant": "P01", "connection": "direct", "affects": "quotes"}
DOWN = {"at": time(16, 0), "failure": "line_down", "ja": "回線", "en": "line", "fact": OUTAGE}
FAILED = {
    "at": time(16, 30),
    "failure": "vendor_down",
    "ja": "来ない",
    "en": "nothing",
    "fact": {"what": "price.failed"},
}
DECLARE = {"at": time(16, 1), "do": "fact", **OUTAGE}
REAL = datetime(2030, 1, 7, 9, tzinfo=JST)


@pytest.fixture
def waited(monkeypatch):
    """Return what was waited in real seconds; no test waits for it."""
    at, pauses = [REAL], []

    def pause(seconds):
        pauses.append(seconds)
        at[0] += timedelta(seconds=seconds)

    for place in ("addin.now.real_now", "addin.drills.clock.real_now", "addin.drills.play.real_now"):
        monkeypatch.setattr(place, lambda: at[0])
    pauses.append(0)
    return pause, pauses


def kinds(made):
    return [each.kind for each in made.entries]


def test_a_drill_begins_with_its_day_and_its_registers(small, tmp_path):
    """The mark of a drill, the day's file, then what the desk was given; nothing of the script itself."""
    given = [{"do": "mover", "task": "値段", "person": "SK"}]
    made = played(small(given=given, events=[DOWN]), tmp_path / "drill")
    assert kinds(made) == [BEGUN, "desk.imported", "continuity.mover"]
    assert not any(b"line_down" in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())


def test_every_entry_has_the_time_of_the_script(small, tmp_path):
    """What was done at 16:01 of the day is recorded at 16:01 of the day."""
    made = played(small(events=[DOWN], actions=[DECLARE]), tmp_path / "drill")
    assert [each.at for each in made.entries if each.kind == "fact.recorded"] == ["2026-11-20T16:01:00+09:00"]


def test_an_act_that_is_left_out_leaves_nothing(small, tmp_path):
    """Without its one act a run records no fact."""
    assert "fact.recorded" not in kinds(played(small(actions=[DECLARE]), tmp_path / "drill", without=1))


def test_a_refused_act_is_told_and_the_run_goes_on(small, tmp_path):
    """A step that its use case refuses is none, and the next one is taken."""
    wrong = {"at": time(16, 0), "do": "step", "step": "dance"}
    made = played(small(actions=[wrong, DECLARE]), tmp_path / "drill")
    assert [(row, found.code) for row, found in made.refused] == [(1, "continuity_word")]
    assert "fact.recorded" in kinds(made)


def test_the_clock_is_the_real_one_again_after_a_run(small, tmp_path):
    """A run that ends, or that is refused, leaves nobody in another year."""
    played(small(actions=[DECLARE]), tmp_path / "drill")
    assert abs(now() - datetime.now(JST)) < timedelta(minutes=1)
    with pytest.raises(RefusedError, match="drill_used"):
        played(small(actions=[DECLARE]), tmp_path / "drill")
    assert abs(now() - datetime.now(JST)) < timedelta(minutes=1)


def test_what_is_told_comes_before_what_is_done(small):
    """At one instant the officer hears first and acts then."""
    same = {**DECLARE, "at": time(16, 0)}
    order = [each for _, each in timeline(small(events=[DOWN, DOWN], actions=[same])) if each is not None]
    assert [type(each) for each in order] == [Event, Event, Action]


def test_a_paced_run_waits_by_its_speed(small, tmp_path, waited):
    """Two hours and ten minutes at sixty times the speed are 130 seconds, in small pauses."""
    pause, pauses = waited
    told = []
    played(small(events=[DOWN], actions=[DECLARE]), tmp_path / "drill", pace=Pace(60, told.append, pause))
    assert sum(pauses) == pytest.approx(130)
    assert max(pauses) <= 0.5
    assert [type(each) for each in told] == [Event, Action]


def test_an_attended_drill_tells_events_alone(small, tmp_path, waited):
    """The officer hears what happens when it is told, and none of the reference run."""
    pause, _ = waited
    told = []
    made = attended(small(events=[DOWN, FAILED], actions=[DECLARE]), tmp_path / "drill", Pace(60, told.append, pause))
    assert [each.words.en for each in told] == ["line", "nothing"]
    assert kinds(made) == [BEGUN, "desk.imported"]


def test_an_officers_own_commands_are_taken_from_the_record(small, tmp_path, waited):
    """What is declared through the command line while the clock runs counts, at the drill's time."""
    pause, _ = waited
    home, script = tmp_path / "drill", small(events=[DOWN, FAILED])

    def act(event):
        if event.fact.what == "participant.outage":
            words = ["outage", "declare", "--participant", "P01", "--connection", "direct", "--affects", "quotes"]
            assert ended([*words, "--initials", "SK", "--home", str(home)]) == 0

    made = attended(script, home, Pace(60, act, pause))
    (entry,) = [each for each in made.entries if each.kind == "fact.recorded"]
    grades = {each.words.en.split(" (")[0]: each.grade.value for each in scored(script, made.entries).marks}
    assert entry.at == "2026-11-20T16:00:00+09:00"
    assert grades["participant's outage"] == "in_time"
    assert grades["settlement price not computed"] == "missing"


def test_an_officer_records_a_ruling_by_the_day_that_lies_in_the_home(small, tmp_path, waited, capsys):
    """The day's file and the record together give the ruling that the drill expects."""
    pause, _ = waited
    home, script = tmp_path / "drill", small(events=[FAILED])

    def act(_):
        day = str(home / "day.toml")
        words = ["plan", "--day", day, "--record", "--with-record", "--json", "--home", str(home)]
        assert ended([*words, "--at", "2026-11-20T16:30:00+09:00"]) == 0

    made = attended(script, home, Pace(60, act, pause))
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    ruled = {each.body["item"]: each.body["ruling"]["clause"] for each in made.entries if each.kind == "plan.ruled"}
    assert said["business_date"] == "2026-11-20"
    assert ruled["settlement_price"] is None  # the officer forgot to declare the failure
    (mark,) = [each for each in scored(script, made.entries).marks if each.why.en]
    assert mark.grade.value == "wrong"


def test_a_stick_that_is_missing_is_really_missing(small, tmp_path, waited, capsys):
    """From the event on, what the officer records has no second copy, until the stick is found."""
    pause, _ = waited
    home = tmp_path / "drill"
    lost = {"at": time(16, 0), "failure": "stick_missing", "ja": "ない", "en": "gone"}
    words = ("solo", "declare", "--initials", "SK", "--date", "2026-11-20", "--home", str(home))
    shown = []

    def officer(event):
        if event.words.en == "found":
            (tmp_path / "drill-stick").mkdir()
        assert ended([*words, "--reason", event.words.en]) == 0
        shown.append(capsys.readouterr().err)

    before = {**lost, "at": time(15, 55), "failure": "news", "en": "before"}
    found = {**lost, "at": time(16, 30), "failure": "news", "en": "found"}
    attended(small(events=[before, lost, found]), home, Pace(60, officer, pause))
    assert ["[second_copy_missing]" in each for each in shown] == [False, True, False]
    assert len(list((tmp_path / "drill-stick").iterdir())) == 1


def test_a_wrong_clock_is_really_wrong(small, tmp_path, waited):
    """While it is wrong every command shows the wrong time, and from when it is put right the right one."""
    pause, _ = waited
    skew = {"seconds": -420, "begins": time(15, 50), "ends": time(16, 30)}
    seen = []
    script = small(events=[DOWN, {**FAILED, "at": time(16, 40)}], skew=skew)
    attended(script, tmp_path / "drill", Pace(60, lambda _: seen.append(f"{now():%H:%M}"), pause))
    assert seen == ["15:53", "16:40"]


def test_the_clock_of_a_drill_ends_with_it(small, tmp_path, waited):
    """What lies in the home says until when it counts."""
    pause, _ = waited
    attended(small(events=[DOWN]), tmp_path / "drill", Pace(60, lambda _: None, pause))
    told = json.loads((tmp_path / "drill" / "clock.json").read_text(encoding="utf-8"))
    assert told["until"] == "2026-11-20T18:00:00+09:00"
    assert told["speed"] == 60
