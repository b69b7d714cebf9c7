"""The register of drills in a live record: what persons held, what the machine checked, and how long ago."""

from datetime import date, datetime

import pytest

from addin.app.approval.people import person_at_desk
from addin.app.continuity_log import Exercise, exercises
from addin.app.drill_new import new_drill
from addin.drills.register import ages_of, carried_out, clause_ages, covered_by, refuse_unless_live, registered
from addin.drills.report import Report
from addin.drills.score import scored
from addin.store.journal import Journal
from calc.continuity.readiness import Entry as Held
from calc.days.cutoff import JST
from calc.outcome import RefusedError

TODAY = datetime(2026, 12, 1, 9, tzinfo=JST)


def exercise(on, *clauses, kind="drill"):
    return Exercise(Held("drills", on, kind, "SK"), clauses)


@pytest.fixture
def report(reference):
    """Return a function that makes the report of a shipped script, attended or not."""

    def of(name, *, attended, kept=lambda _: True):
        made = reference(name)
        entries = [each for each in made.played.entries if kept(each)]
        return Report(made.script, scored(made.script, entries), attended=attended, head="abcdef")

    return of


@pytest.mark.parametrize(("attended", "kind"), [(True, "drill"), (False, "check")])
def test_a_drill_is_registered_by_who_was_drilled(tmp_path, report, attended, kind):
    """Persons hold a drill; a reference run is a check of the software, and no drill."""
    with Journal(tmp_path / "live") as journal:
        registered(journal, report("bad-day", attended=attended), person=person_at_desk("SK"), at=TODAY)
        (made,) = exercises(journal, at=TODAY)
    assert (made.held.register, made.held.kind, made.held.on, made.held.by) == ("drills", kind, TODAY.date(), "SK")
    assert "bad-day 100/100" in made.held.note
    assert "CP-2.1.2.c" in made.clauses


def test_what_was_never_done_was_not_exercised(tmp_path, report):
    """A clause that the officer forgot has not been drilled."""
    forgot = report("bad-day", attended=True, kept=lambda each: each.kind != "plan.ruled")
    with Journal(tmp_path / "live") as journal:
        entry = registered(journal, forgot, person=person_at_desk("SK"), at=TODAY)
    assert "CP-2.1.1" not in entry.body["said"]["clauses"]
    assert "CP-2.1.2.c" in entry.body["said"]["clauses"]  # its notice was sent


def test_the_register_is_that_of_the_continuity_book(tmp_path, report):
    """What the drill leaves is one entry of the kind that the book's register shows."""
    with Journal(tmp_path / "live") as journal:
        registered(journal, report("bad-day", attended=True), person=person_at_desk("SK"), at=TODAY)
        assert [each.kind for each in journal.entries()] == ["continuity.drill"]


def test_a_drills_home_keeps_no_register(tmp_path):
    """A register within a drill would be lost with it."""
    with pytest.raises(RefusedError, match="drill_register_live"):
        refuse_unless_live(new_drill(tmp_path / "drill").home)
    refuse_unless_live(tmp_path / "live")


def test_each_clause_shows_when_it_was_last_exercised():
    """The newest day of a drill counts; what the machine checked stands apart."""
    made = [
        exercise(date(2026, 11, 1), "CP-1.1", "CP-1.2"),
        exercise(date(2026, 10, 1), "CP-1.1"),
        exercise(date(2026, 11, 30), "CP-1.1", "CP-1.3.1", kind="check"),
    ]
    ages = {each.clause: each for each in clause_ages(made)}
    assert (ages["CP-1.1"].drilled, ages["CP-1.1"].checked) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (ages["CP-1.2"].age(TODAY.date()), ages["CP-1.2"].checked) == (30, None)
    assert (ages["CP-1.3.1"].age(TODAY.date()), ages["CP-1.3.1"].checked) == (None, date(2026, 11, 30))


def test_every_clause_has_a_row_and_a_script(tmp_path):
    """All that software carries out is listed in plan order, each with a script that exercises it."""
    ages = ages_of(tmp_path / "live", at=TODAY)
    assert tuple(each.clause for each in ages) == carried_out()
    assert all(each.scripts for each in ages)
    assert not (tmp_path / "live").exists()


def test_a_script_is_listed_under_its_clauses():
    """Who looks for a way to drill a clause finds it."""
    assert covered_by()["BCP-3.2.b"] == ("building-lost",)
    assert "severe-failure" in covered_by()["BCP-4.6.b"]
