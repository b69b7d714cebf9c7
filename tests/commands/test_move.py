"""`hikae move`: the lists of both ways, the recovery clock, the profile of the place."""

import json

import pytest

QUAKE = ("--cause", "earthquake", "--result", "building", "--own-damage", "--no-external-damage", "--severe")
AT = ("--at", "2026-11-20T12:40:00+09:00")
SIGNED = ("--initials", "SK", *AT)


@pytest.fixture
def quake(run):
    """Declare an earthquake of noon."""
    code, _, error = run(
        "continuity", "incident", "declared", *QUAKE, "--occurred", "2026-11-20T12:00:00+09:00",
        "--initials", "SK", "--at", "2026-11-20T12:10:00+09:00",
    )  # fmt: skip
    assert code == 0, error


def steps(run, way, *more):
    """Return how far each step is, as programs read it."""
    found = json.loads(run("move", way, *AT, *more, "--json")[1])
    return {each["step"]: each for each in found["steps"]}


@pytest.mark.usefixtures("quake")
def test_the_page_has_clock_place_and_every_step(run):
    """The two hours with the cut-offs inside and what each brings, then the list with what the record shows."""
    code, out, error = run("move", "out", *AT, "--lang", "en")
    lines = out.splitlines()
    assert (code, error) == (0, "")
    assert lines[0] == "recovery clock: 11-20 12:00:00 → 11-20 14:00:00  1:20:00 left (a yardstick)"
    assert lines[1].startswith("  ▲ 13:00 CP-3.1.2.a  If the computation is not complete at 13:00")
    assert "Where the desk is: main office, alternate office, secondary centre: main" in out
    assert "○  1. [incident] Declare the incident" in out
    assert "        no bundle made since the incident" in out
    assert lines[-1] == "11 steps to do"


@pytest.mark.usefixtures("quake")
def test_a_passed_target_counts_on(run):
    """What is late says by how much, and the cut-offs inside have passed."""
    out = run("move", "out", "--at", "2026-11-20T14:10:05+09:00", "--lang", "en")[1]
    assert "－0:10:05 left" in out
    assert "  ✗ 13:30 CP-3.1.2.c" in out


def test_without_an_incident_the_page_says_so(run):
    """In both languages."""
    out = run("move", "in", *AT)[1]
    assert out.startswith("復旧時計: 発災の宣言なし / recovery clock: no incident is declared\n")


@pytest.mark.usefixtures("quake")
def test_steps_are_done_not_needed_and_opened_again(run):
    """Each with who, when and why; the page afterwards shows it."""
    code, out, _ = run("move", "out", "--done", "told", "--note", "P01", *SIGNED, "--lang", "en")
    assert (code, out.startswith("recorded continuity.move ")) == (0, True)
    assert "        11-20 12:40:00 SK P01" in out
    run("move", "out", "--not-needed", "alone", "--note", "二人", *SIGNED)
    found = steps(run, "out")
    assert (found["told"]["state"], found["told"]["by"], found["told"]["note"]) == ("done", "SK", "P01")
    assert (found["alone"]["state"], found["alone"]["proof"]["holds"]) == ("not_needed", False)
    run("move", "out", "--open", "told", "--initials", "TY", "--at", "2026-11-20T12:41:00+09:00")
    assert steps(run, "out", "--at", "2026-11-20T12:42:00+09:00")["told"]["state"] == "open"


@pytest.mark.usefixtures("quake")
def test_what_the_record_must_prove_is_refused(run):
    """With the words of what is missing; exit code 2."""
    code, _, error = run("move", "in", "--done", "closed", *SIGNED, "--lang", "en")
    assert (code, "[move_unproved]" in error, "the incident is still open" in error) == (2, True, True)


@pytest.mark.usefixtures("quake")
def test_nothing_is_recorded_without_initials(run):
    """A word needs a person."""
    code, _, error = run("move", "out", "--done", "told", *AT)
    assert (code, "[initials_refused]" in error) == (2, True)
    assert steps(run, "out")["told"]["state"] == "open"


@pytest.mark.usefixtures("quake")
def test_the_place_changes_with_its_profile_and_back(run, tmp_path):
    """Other numbers and addresses from the next command on, and the main office's again afterwards."""
    (tmp_path / "home" / "settings.alternate.toml").write_text('reached_at = "03-9999"\n', encoding="utf-8")
    out = run("move", "out", "--profile", "alternate", *SIGNED, "--lang", "en")[1]
    assert "How this desk is reached: telephone, FAX, mail: 03-9999" in out
    assert "○  9. [started]" in out
    assert "reached_at" in run("settings", "list")[1]
    out = run("move", "in", "--profile", "main", *SIGNED, "--lang", "en")[1]
    assert "How this desk is reached: telephone, FAX, mail: －" in out


@pytest.mark.usefixtures("quake")
def test_a_profile_that_is_not_ready_is_refused(run):
    """Before anything is recorded."""
    code, _, error = run("move", "out", "--profile", "secondary", *SIGNED)
    assert (code, "[profile_missing]" in error) == (2, True)


@pytest.mark.usefixtures("quake")
def test_programs_read_clock_and_place(run):
    """Seconds left, the cut-offs with their clauses, and where the desk is."""
    found = json.loads(run("move", "out", *AT, "--json")[1])
    assert found["clock"]["seconds_left"] == 80 * 60
    assert [each["clause"] for each in found["clock"]["inside"]] == ["CP-3.1.2.a", "CP-3.1.2.c"]
    assert (found["way"], found["since"], found["desk"]["profile"]) == ("out", "2026-11-20T12:00:00+09:00", "main")
