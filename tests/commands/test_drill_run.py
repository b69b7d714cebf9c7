"""`hikae drill run`, `score` and `list`: a drill on the command line, and the wall around it."""

import json
from datetime import datetime
from functools import partial

import pytest

from addin.app.drill_new import new_drill
from addin.commands.drill import run as command
from addin.drills import play
from addin.home import BANNER
from addin.now import now
from addin.store.journal import Journal
from calc.days.cutoff import JST

SCRIPT = """ja = "小さな"
en = "small"
business_date = 2026-11-20
participants = ["P01"]
begins = 15:50:00
ends = 17:00:00
events = [{ at = 16:00:00, failure = "vendor_down", ja = "来ない", en = "no prices", fact = { what = "price.failed" } }]
actions = [
  { at = 16:01:00, do = "fact", what = "price.failed" },
  { at = 16:02:00, do = "rule" },
  { at = 16:03:00, do = "notice", clause = "CP-1.3.3" },
  { at = 16:04:00, do = "call", clause = "CP-1.3.R2", participants = ["P01"] },
]
"""
ALONE = ("--initials", "SK", "--reason", "alone", "--date", "2026-11-20")


@pytest.fixture
def script(tmp_path):
    """Return the path of a small script."""
    path = tmp_path / "small.toml"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.fixture
def small(run, script, tmp_path):
    """Return a function that runs the small script in a new drill's home."""
    return lambda *words: run("drill", "run", script, "--drill-home", tmp_path / "drill", *words)


def test_a_run_shows_its_score_and_writes_its_report(small, tmp_path):
    """The banner first, then the score in words, the files last; the report lies in the drill's own home."""
    code, out, err = small("--lang", "en")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].startswith(BANNER)
    assert "Score: 100 / 100" in lines
    assert ("Drill: small  small" in lines, "Held as: reference run" in lines) == (True, True)
    assert lines[-1] == str(tmp_path / "drill" / "out" / "2026-11-20" / "DRILL_report_small.json")


def test_a_run_prints_json_alone(small):
    """A program reads the whole report on standard output, the banner elsewhere."""
    code, out, err = small("--json")
    said = json.loads(out)
    assert (code, said["points"], said["clauses_at_fault"]) == (0, 100, [])
    assert len(said["files"]) == 2
    assert BANNER in err


def test_a_shown_run_tells_events_and_acts(small):
    """With a speed the reference run is shown as it goes."""
    out = small("--speed", "1000000", "--lang", "en")[1].splitlines()
    assert "16:00:00  ● vendor down: no prices" in out
    assert "16:03:00    → send the notice  clause=CP-1.3.3" in out


def test_a_hidden_run_shows_nothing_of_the_reference(small):
    """The officer hears the event, sees the faults of having done nothing, and is registered."""
    code, out, _ = small("--hidden", "--speed", "1000000", "--initials", "SK", "--lang", "en")
    assert code == 0
    assert "● vendor down: no prices" in out
    assert "→" not in out.partition("Score:")[0]
    assert "missing CP-1.3.3 announce (Information List) (due 16:10)" in out
    assert "recorded continuity.drill" in out


def test_a_hidden_run_needs_somebody(small):
    """Without initials nothing is begun."""
    code, _, err = small("--hidden")
    assert (code, "[drill_person_needed]" in err) == (2, True)


def test_a_hidden_run_that_is_interrupted_is_continued(small, monkeypatch, tmp_path):
    """Ctrl-C says how to go on; then the drill ends, at its own speed, and is registered; after that it is over."""
    hidden = ("--hidden", "--initials", "SK", "--lang", "en")

    def pressed(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(play, "Pace", partial(play.Pace, pause=pressed))
        code, _, err = small(*hidden)
    assert (code, "[drill_interrupted]" in err, "--continue" in err) == (3, True, True)
    stand = json.loads((tmp_path / "drill" / "clock.json").read_text(encoding="utf-8"))
    assert (stand["speed"], stand["pace"]) == (0, 60)
    (tmp_path / "drill" / "clock.json").write_text(json.dumps({**stand, "pace": 1e6}), encoding="utf-8")
    code, out, _ = small("--continue", *hidden[1:])
    assert (code, "recorded continuity.drill" in out, "drill by persons" in out) == (0, True, True)
    assert "[drill_over]" in small("--continue", *hidden[1:])[2]


def test_a_hidden_run_is_not_begun_twice(small):
    """The same command again says how to continue."""
    hidden = ("--hidden", "--speed", "1000000", "--initials", "SK", "--lang", "en")
    small(*hidden)
    code, _, err = small(*hidden)
    assert (code, "[drill_used]" in err, "--continue" in err) == (2, True, True)


def test_a_folder_of_live_files_is_refused_before_the_drill(small, tmp_path):
    """Nobody is drilled for an hour to learn then that the report has no place."""
    (tmp_path / "live-out").mkdir()
    (tmp_path / "live-out" / "notices.txt").touch()
    code, _, err = small("-o", tmp_path / "live-out")
    assert (code, "[drill_folder]" in err) == (2, True)
    assert not (tmp_path / "drill").exists()


def test_an_unknown_script_is_refused(run):
    """The known ones are named."""
    code, _, err = run("drill", "run", "nice-day")
    assert (code, "[drill_script_unknown]" in err, "bad-day" in err) == (2, True, True)


def test_a_run_that_loses_an_act_says_so(run, script, tmp_path):
    """An act that its use case refuses is told after the score."""
    script.write_text(SCRIPT.replace('clause = "CP-1.3.3"', 'clause = "CP-9"'), encoding="utf-8")
    code, _, err = run("drill", "run", script, "--drill-home", tmp_path / "drill")
    assert (code, "[drill_act_refused]" in err) == (0, True)


def test_a_home_of_a_drill_is_beside_the_live_one(run, script, tmp_path):
    """Without a place of its own the drill lies beside the live home, under the script's name."""
    code, out, _ = run("drill", "run", script, "--json")
    (made,) = tmp_path.glob("home-drill-small-*")
    assert (code, json.loads(out)["points"]) == (0, 100)
    assert (made / "DRILL").exists()
    assert not (tmp_path / "home").exists()


def test_a_drill_that_was_held_is_scored_again(run, small, tmp_path):
    """`drill score` reads the drill's own record."""
    small()
    code, out, _ = run("drill", "score", tmp_path / "small.toml", "--home", tmp_path / "drill", "--json")
    assert (code, json.loads(out)["points"]) == (0, 100)


def test_live_work_is_not_scored(run, script, tmp_path):
    """A live home is refused."""
    code, _, err = run("drill", "score", script, "--home", tmp_path / "live")
    assert (code, "[drill_not_one]" in err) == (2, True)


def test_the_list_shows_scripts_and_ages(run, small):
    """Every script by its title, and every clause by its last drill; a new one is none days old."""
    small("--hidden", "--speed", "1000000", "--initials", "SK")
    lines = run("drill", "list", "--lang", "en")[1].splitlines()
    assert any(line.startswith("year-end") and line.endswith("Year end") for line in lines)
    assert any(line.startswith("CP-1.1 ") and "✗ never" in line and "bad-day" in line for line in lines)


def test_the_list_for_programs_has_ages_in_days(run, small):
    """What the machine checked is no drill, and has no age."""
    small("--initials", "SK")
    said = json.loads(run("drill", "list", "--json")[1])
    rows = {each["clause"]: each for each in said["clauses"]}
    assert len(said["scripts"]) == 12
    assert (rows["CP-1.3.3"]["last_check"], rows["CP-1.3.3"]["age_days"]) == (f"{now():%Y-%m-%d}", None)
    assert rows["CP-1.3.3"]["last_drill"] is None


def test_a_persons_drill_has_an_age(run, tmp_path):
    """A clause that was drilled three days ago says so."""
    body = {
        "register": "drills",
        "on": f"{now():%Y-%m-%d}",
        "kind": "drill",
        "by": "SK",
        "note": "",
        "clauses": ["CP-1.1"],
    }
    with Journal(tmp_path / "home") as journal:
        at = now().isoformat()
        journal.append("continuity.drill", {"at": at, "said": body, "supersedes": "", "user": "u", "initials": "SK"})
    rows = {each["clause"]: each for each in json.loads(run("drill", "list", "--json")[1])["clauses"]}
    assert (rows["CP-1.1"]["last_drill"], rows["CP-1.1"]["age_days"]) == (f"{now():%Y-%m-%d}", 0)
    assert rows["CP-1.2"]["age_days"] is None


def test_every_command_in_a_running_drill_goes_by_its_clock(run, tmp_path):
    """Another command in that home is at the drill's time; the next one in a live home is at the real one."""
    home = new_drill(tmp_path / "drill").home
    told = {"shown": "2026-11-20T16:00:00+09:00", "since": datetime.now(JST).isoformat(), "speed": 1}
    (home / "clock.json").write_text(json.dumps({**told, "until": "2026-11-20T18:00:00+09:00"}), encoding="utf-8")
    for folder in (home, tmp_path / "live"):
        assert run("solo", "declare", *ALONE, "--home", folder)[0] == 0
    assert last(home).startswith("2026-11-20T16:0")
    assert last(tmp_path / "live") >= f"{datetime.now(JST):%Y-%m-%dT%H}"


def test_a_clock_in_a_live_home_counts_for_nothing(run, tmp_path):
    """Whoever lays a drill's clock into a live home changes nothing: the marks of a drill are not there."""
    live = tmp_path / "live"
    run("solo", "declare", *ALONE, "--home", live)
    told = {"shown": "2020-01-06T16:00:00+09:00", "since": datetime.now(JST).isoformat(), "speed": 1}
    (live / "clock.json").write_text(json.dumps({**told, "until": "2030-01-01T00:00:00+09:00"}), encoding="utf-8")
    assert run("solo", "declare", *ALONE[:-1], "2026-11-19", "--home", live)[0] == 0
    assert last(live) > "2026"


def test_the_help_names_every_option(run):
    """The command explains itself in both languages."""
    out = run("drill", "run", "--help")[1]
    assert all(f"--{name}" in out for name in ("hidden", "speed", "initials", "drill-home", "out", "json"))
    assert command.__doc__ is not None


def last(home):
    with Journal(home) as journal:
        return journal.last().at
