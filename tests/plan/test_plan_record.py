"""Decisions put into the record by `hikae plan --record` and by the day's run."""

import json

import pytest

from addin.app.plan_day import day_of_file, ruled
from addin.app.plan_record import earlier_decisions, record_rulings
from addin.store.journal import Journal
from calc.days.cutoff import parse_instant

DAY = """business_date = 2026-11-20

[[fact]]
at = 2026-11-20T18:30:00+09:00
what = "margin.uploaded"

[[fact]]
at = 2026-11-20T18:35:00+09:00
known_at = 2026-11-20T18:50:00+09:00
what = "margin.flagged"
"""
ITEMS = 3


@pytest.fixture
def day_file(tmp_path):
    """Return a day file whose flag becomes known a quarter of an hour after it was raised."""
    path = tmp_path / "DAY.toml"
    path.write_text(DAY, encoding="utf-8")
    return path


@pytest.fixture
def record(day_file, tmp_path):
    """Return a function that records the day's decisions at a time into a home."""

    def recorded(at, home="home"):
        answer = ruled(day_of_file(day_file), parse_instant(f"2026-11-20T{at}+09:00"))
        with Journal(tmp_path / home) as journal:
            return record_rulings(answer.plan, answer.day, journal)

    return recorded


def decided(home):
    """Return the margin decisions of a home's record, in its order."""
    with Journal(home) as journal:
        return [entry for entry in journal.entries("plan.ruled") if entry.body["item"] == "margin"]


def test_each_item_is_recorded_once(record):
    """The first run records one decision per item, the same run again none."""
    assert [entry.added for entry in record("18:41").entries] == [True] * ITEMS
    again = record("18:41")
    assert (again.entries, again.lines, again.findings) == ((), (), ())


def test_a_later_run_with_the_same_ruling_records_nothing(record):
    """A ruling that stands is not recorded again because the clock has moved."""
    record("18:41")
    assert record("18:45").entries == ()


def test_a_late_fact_is_told_and_its_decision_names_the_one_before(record, tmp_path):
    """The superseding entry holds the key of the superseded one, and a warning says so."""
    record("18:41")
    told = record("18:51")
    first, second = decided(tmp_path / "home")
    assert second.body["supersedes"] == first.key
    assert [found.code for found in told.findings] == ["ruling_superseded"]
    assert "became known at 18:50:00" in told.lines[0].en
    assert told.lines[0].ja.startswith("▲ 証拠金等")


def test_turning_the_clock_back_undoes_nothing(record, tmp_path):
    """A look back records nothing, warns, and the decision in force stays in force for the next run."""
    record("18:41")
    record("18:51")
    told = record("18:42")
    assert told.entries == ()
    assert [found.code for found in told.findings] == ["ruling_looked_back"]
    assert "18:51:00" in told.lines[0].ja
    assert record("18:52").entries == ()
    assert len(decided(tmp_path / "home")) == 2


def test_the_same_day_in_a_new_record_gives_the_same_keys(record, tmp_path):
    """Keys come from content alone: no clock, no number of the record is in them."""
    for home in ("home", "other"):
        for at in ("18:41", "18:51"):
            record(at, home)
    assert [each.key for each in decided(tmp_path / "home")] == [each.key for each in decided(tmp_path / "other")]


def test_only_the_days_own_decisions_are_read(record, tmp_path):
    """Another business day of the same record has no part in it."""
    record("18:41")
    with Journal(tmp_path / "home") as journal:
        day = parse_instant("2026-11-20T00:00:00+09:00").date()
        assert len(earlier_decisions(journal, day)) == ITEMS
        assert earlier_decisions(journal, day.replace(day=19)) == []


def test_the_command_records_only_when_asked(hikae, day_file, tmp_path):
    """Without --record no record is made; with it the JSON on standard output is the same, to the letter."""
    words = ["plan", "--day", day_file, "--at", "2026-11-20T18:41:00+09:00", "--json"]
    environment = {"HIKAE_HOME": str(tmp_path / "home")}
    plain = hikae(*words, **environment)
    assert not (tmp_path / "home").exists()
    recorded = hikae(*words, "--record", **environment)
    assert recorded.stdout == plain.stdout
    assert json.loads(plain.stdout)["items"]["margin"]["clause"] == "CP-2.1.2.b"
    assert len(decided(tmp_path / "home")) == 1


def test_the_command_tells_what_was_superseded_on_page_and_error_output(hikae, day_file, tmp_path):
    """The page begins with the superseding line, and the warning goes to standard error."""
    words = ["plan", "--day", day_file, "--record", "--home", tmp_path / "home", "--lang", "en", "--at"]
    hikae(*words, "2026-11-20T18:41:00+09:00")
    said = hikae(*words, "2026-11-20T18:51:00+09:00")
    assert said.stdout.startswith("▲ Margin: supersedes the decision of 18:41:00")
    assert "[ruling_superseded]" in said.stderr
    assert said.returncode == 0


def test_the_day_records_its_decisions_the_same_way(example_day, tmp_path):
    """`hikae day` latches through the same use case: run again earlier, it looks back and says so."""
    from addin.app.day.finish import finished_day  # noqa: PLC0415 - loads the kernels

    def run(at):
        moment = parse_instant(f"2026-11-20T{at}+09:00")
        return finished_day(
            example_day, home=tmp_path / "home", out=tmp_path / "out", at=moment, sets=(), tell=lambda _: None
        )

    run("20:30")
    before = decided(tmp_path / "home")
    codes = [found.code for found in run("18:10").result.findings]
    assert "ruling_looked_back" in codes
    assert decided(tmp_path / "home") == before
