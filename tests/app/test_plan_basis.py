"""What the plan's answers rest on: the day's facts as recorded last, or the record's alone."""

from datetime import date, datetime

import pytest
from sheet_tables import record_run

from addin.app.plan_basis import basis_of, facts_of
from addin.app.plan_cell import applies_text, basis_text, due_rows, plan_at
from addin.app.plan_facts import RECORDED
from addin.store import snapshots
from addin.store.journal import Journal
from addin.store.stamp import stamp
from calc.outcome import RefusedError

DATE = date(2026, 11, 20)
DAY = b"""business_date = 2026-11-20
participants = ["P01"]

[[fact]]
at = 2026-11-20T18:30:00+09:00
what = "margin.computed"
"""
FLAGGED = DAY + b'\n[[fact]]\nat = 2026-11-20T18:40:00+09:00\nwhat = "margin.flagged"\n'


def at(clock):
    return datetime.fromisoformat(f"2026-11-20T{clock}+09:00")


def basis(home):
    """Return the basis as the record stands now."""
    return basis_of(home, DATE, stamp(home))


def declare(home, what, clock="18:45:00", **details):
    """Record a fact as 宣言 / Declare does; returns its entry."""
    body = {"business_date": "2026-11-20", "at": f"2026-11-20T{clock}+09:00", "what": what, "details": details}
    with Journal(home) as journal:
        return journal.append(RECORDED, body)


def take_in(home, content):
    """Record a day file as an import into a workbook does; returns its entry."""
    (kept,) = snapshots.keep(home, [content])
    with Journal(home) as journal:
        return journal.append("desk.imported", {"business_date": "2026-11-20", "files": {"day.toml": kept}})


def whats(home):
    return [fact.what for fact in basis(home).day.facts]


def test_a_day_of_which_nothing_is_recorded_has_no_basis(tmp_path):
    """Neither a day file nor a fact: the answer is a refusal, and asking makes nothing."""
    with pytest.raises(RefusedError) as caught:
        basis(tmp_path / "home")
    assert [each.code for each in caught.value.findings] == ["plan_day_unrecorded"]
    assert facts_of(tmp_path / "home", DATE) == ()
    assert not (tmp_path / "home").exists()


def test_a_declared_fact_alone_is_a_basis(tmp_path):
    """On a desk where no day was run a declared failure is ruled on, and the words say what that rests on."""
    declare(tmp_path, "price.failed", "16:00:00")
    assert basis(tmp_path).entry is None
    assert applies_text("settlement_price", at("16:30:00"), home=tmp_path) == (
        "前日 / previous day's（控えの事実だけ record alone）"
    )
    assert plan_at(at("16:00:01"), home=tmp_path).items["settlement_price"].clause == "CP-1.3.1"
    assert basis_text(at("16:30:00"), home=tmp_path) == (
        "▲ 日次事実の取込なし。控えの事実 1 件だけによる / no day's facts imported: by the 1 facts of the record alone"
    )


def test_without_a_day_file_the_duties_are_those_of_the_declared_facts(tmp_path):
    """A participant's outage brings its duties, though nobody has taken in the day."""
    declare(tmp_path, "participant.outage", "14:30:00", participant="P07", connection="tool", affects="quotes")
    rows, _ = due_rows(at("14:45:00"), home=tmp_path)
    assert ("CP-1.1.b.2", "参加者 P07") in [(row.clause, row.who) for row in rows]


def test_an_import_into_a_workbook_is_a_basis(tmp_path):
    """The day file that a book took in counts as one that a run read."""
    entry = take_in(tmp_path, DAY)
    assert (basis(tmp_path).entry.n, whats(tmp_path)) == (entry.n, ["margin.computed"])


def test_the_newest_day_file_counts_whichever_way_it_came(tmp_path):
    """A run after an import, and an import after a run: what was recorded last holds."""
    take_in(tmp_path, DAY)
    record_run(tmp_path, day=FLAGGED)
    assert whats(tmp_path) == ["margin.computed", "margin.flagged"]
    take_in(tmp_path, DAY + b"\n# again\n")
    assert whats(tmp_path) == ["margin.computed"]


def test_facts_beside_the_day_file_are_counted_once(tmp_path):
    """What both say is the day's own; the words name the entry and how many the record adds."""
    record_run(tmp_path, day=DAY)
    declare(tmp_path, "margin.flagged")
    declare(tmp_path, "margin.computed", "18:30:00")
    found = basis(tmp_path)
    assert (whats(tmp_path), found.beside) == (["margin.computed", "margin.flagged"], 1)
    assert basis_text(at("18:50:00"), home=tmp_path).startswith("○ 記録 #1 の日次事実と、控えの事実 1 件による / ")


def test_an_import_without_facts_is_none(tmp_path):
    """Tables alone, as the quotes book may take in, rule nothing."""
    with Journal(tmp_path) as journal:
        journal.append("desk.imported", {"business_date": "2026-11-20", "files": {"quotes.csv": "0" * 64}})
    with pytest.raises(RefusedError):
        basis(tmp_path)


def test_the_desks_settings_hold_without_a_day_file(tmp_path):
    """The side and the readings of the plan are those in force."""
    (tmp_path / "settings.toml").write_text('role = "participant"\nnotice_grace_minutes = 3\n', encoding="utf-8")
    declare(tmp_path, "price.failed")
    found = basis(tmp_path)
    assert (found.day.role, found.day.settings.notice_grace_minutes) == ("participant", 3)


def test_a_later_fact_is_seen_by_the_next_call(tmp_path):
    """Nothing of an earlier look is kept once the record has changed."""
    declare(tmp_path, "price.failed", "16:00:00")
    before = basis(tmp_path)
    declare(tmp_path, "price.recovered", "16:05:00")
    assert (len(before.day.facts), len(basis(tmp_path).day.facts)) == (1, 2)
    assert [fact.what for fact in facts_of(tmp_path, DATE)] == ["price.failed", "price.recovered"]


def test_a_fact_that_cannot_be_read_is_a_refusal(tmp_path):
    """Another office's fact that this version does not know is told, not left out: without it a ruling is a guess."""
    declare(tmp_path, "price.exploded")
    with pytest.raises(RefusedError) as caught:
        facts_of(tmp_path, DATE)
    assert caught.value.findings[0].code == "fact_unknown"
