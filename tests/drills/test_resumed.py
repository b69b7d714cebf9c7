"""An officer's drill that was cut short: taken up where its clock is, held by one process, registered once."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from addin.app.approval.people import person_at_desk
from addin.app.drill_new import new_drill
from addin.drills.clock import CLOCK_FILE, follow_drill, stand_of
from addin.drills.play import CLAIM_FILE, Pace, attended, played, resumed
from addin.drills.run import Order, held, put_on_register
from addin.now import follow, now
from addin.store.journal import Journal
from addin.streams import claimed
from calc.days.cutoff import JST
from calc.outcome import RefusedError

REAL = datetime(2030, 1, 7, 9, tzinfo=JST)
FIRST, SECOND = ({"at": time(hour, 0), "failure": "news", "ja": "報", "en": f"at {hour}"} for hour in (16, 17))
AT = datetime(2026, 12, 1, 9, tzinfo=JST)


@pytest.fixture(autouse=True)
def real(monkeypatch):
    """Return a list whose one item is the real time, which only pauses move; no drill's clock is left behind."""
    at = [REAL]
    for place in ("addin.now.real_now", "addin.drills.clock.real_now", "addin.drills.play.real_now"):
        monkeypatch.setattr(place, lambda: at[0])
    yield at
    follow(None)


@pytest.fixture
def pace(real):
    """Return a function that makes a pace of sixty at which somebody is told; `stops` is pressed at a real second."""

    def made(tell, stops=None, speed=60.0):
        def pause(seconds):
            real[0] += timedelta(seconds=seconds)
            if stops is not None and (real[0] - REAL).total_seconds() >= stops:
                raise KeyboardInterrupt

        return Pace(speed, tell, pause)

    return made


@pytest.fixture
def cut(small, pace, tmp_path):
    """Return a function that holds a drill until it is interrupted at 16:30, and gives its script and home."""

    def made(**changes):
        script, home = small(**{"events": [FIRST, SECOND], **changes}), tmp_path / "drill"
        with pytest.raises(KeyboardInterrupt):
            attended(script, home, pace(lambda _: None, stops=40))
        return script, home

    return made


def words(told):
    return [each.words.en for each in told]


def clock_in(home):
    """Return what a command in the drill's home takes for the time."""
    follow_drill(home)
    return f"{now():%H:%M}"


def crashed(home):
    """Leave a clock as a computer does that failed while the drill ran at 16:00, by a real clock of nine."""
    path = home / CLOCK_FILE
    told = json.loads(path.read_text(encoding="utf-8"))
    four = "2026-11-20T16:00:00+09:00"
    path.write_text(json.dumps({**told, "shown": four, "at": four, "since": REAL.isoformat(), "speed": 60}))


def test_an_interrupted_drill_stands_still(cut, real):
    """Stopped at 16:30, its clock shows 16:30 three hours later."""
    _, home = cut()
    real[0] += timedelta(hours=3)
    assert clock_in(home) == "16:30"


def test_a_drill_goes_on_where_it_was_interrupted(cut, pace, real):
    """What was told is repeated at once, what comes is told in its time: thirty minutes to 17:00, sixty to the end."""
    script, home = cut()
    real[0] += timedelta(hours=3)
    begun, told = real[0], []
    resumed(script, home, pace(lambda each: told.append((each.words.en, (real[0] - begun).total_seconds(), now()))))
    assert [each[:2] for each in told] == [("at 16", 0), ("at 17", pytest.approx(30))]
    assert [f"{each[2]:%H:%M}" for each in told] == ["16:30", "17:00"]
    assert (real[0] - begun).total_seconds() == pytest.approx(90)


def test_a_drill_whose_computer_failed_has_run_on(cut, pace, real):
    """Nobody stopped its clock: thirty real seconds after 16:00 it is 16:30, and the drill goes on from there."""
    script, home = cut()
    crashed(home)
    real[0] = REAL + timedelta(seconds=30)
    seen = []
    resumed(script, home, pace(lambda _: seen.append(f"{now():%H:%M}")))
    assert seen == ["16:30", "17:00"]


def test_a_drill_that_ran_out_meanwhile_is_over_at_once(cut, pace, real):
    """Nothing is waited for any more; the officer hears what there was."""
    script, home = cut()
    crashed(home)
    real[0] = REAL + timedelta(hours=9)
    told = []
    resumed(script, home, pace(told.append))
    assert (words(told), real[0]) == (["at 16", "at 17"], REAL + timedelta(hours=9))


def test_a_drill_keeps_its_own_speed(cut):
    """The home says how fast its drill is held, also while its clock stands."""
    _, home = cut()
    stand = stand_of(home)
    assert (stand.speed, stand.pace, f"{stand.at:%H:%M}") == (0, 60, "16:30")


def test_a_drill_can_be_interrupted_again(cut, pace, real):
    """The second time it stands where it was then: twenty minutes further."""
    script, home = cut()
    with pytest.raises(KeyboardInterrupt):
        resumed(script, home, pace(lambda _: None, stops=60))
    real[0] += timedelta(hours=1)
    assert clock_in(home) == "16:50"


def test_a_wrong_clock_is_wrong_again(cut, pace):
    """Who continues while the clock is seven minutes slow sees it slow."""
    script, home = cut(skew={"seconds": -420, "begins": time(16, 10), "ends": time(17, 30)})
    seen = []
    assert clock_in(home) == "16:23"
    resumed(script, home, pace(lambda _: seen.append(f"{now():%H:%M}")))
    assert seen == ["16:23", "16:53"]


def test_a_stick_that_was_found_is_not_lost_again(cut, pace):
    """What the officer changed in the settings after the stick was gone stays; a stick lost later is lost."""
    gone = {**FIRST, "failure": "stick_missing"}
    script, home = cut(events=[gone, {**SECOND, "failure": "news"}])
    (home / "settings.toml").write_text('role = "clearing_house"\n', encoding="utf-8")
    resumed(script, home, pace(lambda _: None))
    assert "second_place" not in (home / "settings.toml").read_text(encoding="utf-8")
    script, later = cut_later(cut, home)
    resumed(script, later, pace(lambda _: None))
    assert "second_place" in (later / "settings.toml").read_text(encoding="utf-8")


def cut_later(cut, home):
    """Return a second drill, cut short before its stick is lost at 17:00."""
    home.rename(home.with_name("first"))
    return cut(events=[FIRST, {**SECOND, "failure": "stick_missing"}])


def order_for(script, home, pace):
    """Return the order to continue a drill, with SK for the live register beside it."""
    live, person = home.with_name("live"), person_at_desk("SK")
    return Order(script, home, live, hidden=True, pace=pace, person=person, continues=True)


HOLDING = """import sys
from pathlib import Path
from addin.streams import claimed
with claimed(Path(sys.argv[1])) as is_ours:
    print(is_ours, flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("step", ["continue", "register"])
def test_one_process_holds_a_drill(cut, pace, step):
    """While another one has it, it is neither continued nor registered."""
    script, home = cut()
    order = order_for(script, home, pace(print))
    report = held(order).report
    words = [sys.executable, "-c", HOLDING, str(home / CLAIM_FILE)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "True\n"
        with pytest.raises(RefusedError, match="drill_running"):
            held(order) if step == "continue" else put_on_register(order, report, at=AT)


def test_a_drill_that_is_held_is_claimed(small, pace, tmp_path):
    """The first session has the drill to itself, too: nobody continues what was not cut short."""
    claims = []

    def look(_):
        with claimed(tmp_path / "drill" / CLAIM_FILE) as is_ours:
            claims.append(is_ours)

    attended(small(events=[FIRST]), tmp_path / "drill", pace(look))
    assert claims == [False]


def test_a_continued_drill_reaches_the_register_once(cut, pace, tmp_path):
    """Scored as a drill by persons, registered, and then over: it counts no second time."""
    script, home = cut()
    order = order_for(script, home, pace(lambda _: None))
    ended = held(order)
    assert ended.report.attended
    assert put_on_register(order, ended.report, at=AT).body["said"]["kind"] == "drill"
    for again in (lambda: held(order), lambda: put_on_register(order, ended.report, at=AT)):
        with pytest.raises(RefusedError, match="drill_over"):
            again()
    with Journal(tmp_path / "live") as journal:
        assert len(list(journal.entries("continuity.drill"))) == 1


def test_only_an_officers_drill_can_be_continued(small, pace, tmp_path):
    """Not a live home, a drill without a script, or a reference run; in none of them is anything made."""
    script = small(events=[FIRST])
    with Journal(tmp_path / "live") as journal:
        journal.append("a.b", {})
    (tmp_path / "live" / CLOCK_FILE).write_text("{}", encoding="utf-8")
    new_drill(tmp_path / "empty")
    played(script, tmp_path / "machine", pace=pace(lambda _: None))
    for name in ("live", "empty", "machine", "nowhere"):
        with pytest.raises(RefusedError, match="drill_not_to_continue"):
            resumed(script, tmp_path / name, pace(print))
        assert not (tmp_path / name / CLAIM_FILE).exists()


def test_a_drill_is_not_continued_by_another_script(cut, small, pace):
    """What the officer heard in the morning belongs to another day."""
    _, home = cut()
    with pytest.raises(RefusedError, match="drill_other_script"):
        resumed(replace(small(events=[FIRST]), name="other"), home, pace(print))
