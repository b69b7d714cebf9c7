import json
from datetime import datetime

import pytest

from addin.checks import catalogue
from addin.checks.check import Check
from addin.checks.dates import clock
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

SAME = Words("25.2.3.2", "25.2.3.2")


def refused(_home):
    """Find that LibreOffice is missing."""
    raise RefusedError([finding("office_missing", needed="24.8", variable="HIKAE_SOFFICE")])


def broken(_home):
    """Stand for a check with a fault of its own."""
    raise ZeroDivisionError


@pytest.fixture
def checks(monkeypatch):
    """Return a function that puts other checks in place of the real ones."""

    def put(*looks):
        labels = [Words(f"札{n}", f"Label {n}") for n in range(len(looks))]
        made = [Check(str(n), label, look) for n, (label, look) in enumerate(zip(labels, looks, strict=True))]
        monkeypatch.setattr(catalogue, "CHECKS", tuple(made))

    return put


def test_a_page_says_what_is_there_and_what_is_missing(run, checks):
    """Each check has its line in both languages, what is wrong stands below it, and a sum ends the page."""
    checks(lambda _: SAME, refused)
    code, out, error = run("check")
    assert (code, error) == (0, "")
    first, second, *below, last = out.splitlines()
    assert first == "○ 札0 / Label 0   25.2.3.2"
    assert second == "✗ 札1 / Label 1"
    assert "[office_missing]" in below[0]
    assert "HIKAE_SOFFICE" in below[1]
    assert last == "要対応 1 件 / 1 to be seen to"


def test_a_page_in_one_language(run, checks):
    """With --lang a page speaks that language alone."""
    checks(lambda _: Words("一", "one"))
    assert run("check", "--lang", "en")[1] == "○ Label 0   one\nnothing is missing\n"
    assert run("check", "--lang", "ja")[1] == "○ 札0   一\n足りないものはありません\n"


def test_programs_read_states_and_findings(run, checks):
    """JSON has each check's name, state, words, seconds and findings."""
    checks(lambda _: SAME, refused)
    code, out, _ = run("check", "--json")
    good, bad = json.loads(out)["checks"]
    assert (code, good["state"], good["en"], good["findings"]) == (0, "good", "25.2.3.2", [])
    assert (bad["name"], bad["state"], bad["findings"][0]["code"]) == ("1", "bad", "office_missing")
    assert good["seconds"] >= 0


def test_a_time_signal_is_compared_with_the_clock_before_anything_is_loaded(run, checks, monkeypatch, tmp_path):
    """The difference is kept in the record, and the clock's own check then tells it."""
    noon = datetime(2026, 11, 20, 12, 0, 4, tzinfo=JST)
    monkeypatch.setattr("addin.commands.check.now", lambda: noon)
    monkeypatch.setattr("addin.checks.dates.now", lambda: noon)
    monkeypatch.setattr("addin.store.journal.now", lambda: noon)
    checks(clock)
    assert "[clock_unchecked]" in run("check")[1]
    code, out, _ = run("check", "--clock-reference", "12:00:00", "--lang", "en")
    assert (code, "[clock_off]" in out, "off by +4 s" in out) == (0, True, True)
    with Journal(tmp_path / "home") as journal:
        assert journal.latest("clock.checked").body["reference"] == "2026-11-20T12:00:00+09:00"


def test_a_reference_that_is_no_time_stops_the_check(run, checks, tmp_path):
    """Nothing is recorded for a slip of the fingers."""
    checks(lambda _: SAME)
    code, _, error = run("check", "--clock-reference", "12 o'clock")
    assert (code, "[instant_unreadable]" in error) == (2, True)
    assert not (tmp_path / "home").exists()


def test_a_mistyped_home_is_not_made_for_a_time_signal(run, checks, tmp_path):
    """A folder that nobody has used gets no record; one with settings, and one with a record, does."""
    checks(lambda _: SAME)
    for name in ("no-such-home", "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        code, _, error = run("check", "--clock-reference", "12:00:00", "--home", tmp_path / name, "--lang", "en")
        assert (code, "[clock_home_unused]" in error) == (2, True)
    assert not (tmp_path / "no-such-home").exists()
    assert list((tmp_path / "empty").iterdir()) == []
    (tmp_path / "empty" / "settings.toml").write_text("", encoding="utf-8")
    for _ in range(2):
        assert run("check", "--clock-reference", "12:00:00", "--home", tmp_path / "empty")[0] == 0
        (tmp_path / "empty" / "settings.toml").unlink(missing_ok=True)


def test_only_when_nothing_could_be_looked_at_the_code_says_so(run, checks):
    """Missing things are findings with exit code 0; 2 is left for when no check came to its end."""
    checks(broken, broken)
    assert run("check")[0] == 2
    checks(broken, refused)
    assert run("check")[0] == 0


def test_the_real_checks_run_without_an_office(run, monkeypatch, tmp_path):
    """Without LibreOffice the engine and the record are still looked at, and what needs it is left out."""
    monkeypatch.setenv("HIKAE_SOFFICE", str(tmp_path / "none"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    code, out, _ = run("check", "--json")
    states = {each["name"]: each["state"] for each in json.loads(out)["checks"]}
    assert code == 0
    assert {name: states[name] for name in ("home", "journal", "worker", "kernels")} == dict.fromkeys(
        ("home", "journal", "worker", "kernels"), "good"
    )
    assert (states["libreoffice"], states["addin"], states["cell"]) == ("bad", "skipped", "skipped")
    assert not (tmp_path / "home").exists()
