"""The first page: what is hit, what applies by which clause, the next cut-off, every duty that is open."""

from dataclasses import replace

import pytest
from continuity_hand import Headquarters, at
from paper_pages import rows, seen

from addin.app.paper.day import paper_day
from addin.app.paper.now import CUT_OFFS, FAILURES, MISSED, moment_words, now_section
from calc.plan.board import cutoff_rows
from calc.plan.clauses import book

QUAKE = {
    "cause": ["earthquake"],
    "results": ["building"],
    "own_damage": True,
    "external_damage": False,
    "severe": False,
}


def test_now_says_what_it_rests_on_and_what_comes_next():
    """The basis, then the next cut-off in both languages."""
    lead = now_section(seen(18, 30)).lead
    assert "例示日" in lead[0]
    assert "19:00:00" in lead[1]
    assert len(lead[1].split("\n")) == 2


@pytest.mark.parametrize(
    ("note", "is_said"), [("合成", False), ("a" * 116, False), ("a" * 117, True), ("注" * 59, True)]
)
def test_a_note_too_long_for_the_header_stands_in_full(note, is_said):
    """The line on every page is cut off at its end; on the first page nothing of it is lost."""
    day = seen(18, 30)
    figures = replace(day.figures, inputs=replace(day.figures.inputs, note=note))
    assert (note in now_section(replace(day, figures=figures)).lead) == is_said


def test_every_failure_that_is_known_is_hit():
    """At 20:30 of the example: prices failed, margin was flagged, P07 cannot hand in quotes; each with its clauses."""
    hit = rows(now_section(seen(20, 30)), "What is hit")
    assert [each["What"].split("\n")[0] for each in hit] == [
        "発災の宣言なし", "清算値段を算出できない", "証拠金等の誤りの疑い", "P07",
    ]  # fmt: skip
    assert "CP-1.3.1" in hit[1]["Told"]
    assert "電子メール" in hit[3]["Told"]


def test_a_day_without_failure_says_so():
    """At noon nobody has reported anything: that is said, not left blank."""
    hit = rows(now_section(seen(12)), "What is hit")
    assert [each["State"].split("\n")[0] for each in hit] == ["－ 平常 normal", "○ 障害の申告なし"]


def test_every_failure_of_the_plan_has_words():
    """Whatever the plan counts as hit, beside a participant's own outage, can be printed."""
    named = {name for clause in book().clauses.values() for name in clause.hit_by if "." in name}
    assert {name for name in named if not name.startswith("participant.")} == set(FAILURES)


def test_an_incident_brings_the_headquarters_board(tmp_path):
    """What happened, and how every business of the plan stands."""
    Headquarters(tmp_path / "home").declare(QUAKE)
    hit = rows(now_section(paper_day(tmp_path / "home", at=at(18, 55))), "What is hit")
    assert any("決済業務" in each["What"] for each in hit)
    assert any("11-20 18:10" in each["Since, until"] for each in hit)


def test_each_item_names_its_clause_and_its_reason():
    """Margin at 20:30 is the renotified amount by CP-2.2.2, final; the seven prices are yesterday's by CP-1.3.1."""
    applies = {
        each["Item"].split("\n")[-1]: each for each in rows(now_section(seen(20, 30)), "What applies to each item")
    }
    assert applies["Margin"]["Clause"] == "CP-2.2.2"
    assert applies["Margin"]["Until"] == "確定\nfinal"
    assert applies["Settlement price (7)"]["Clause"] == "CP-1.3.1"
    assert "ITXJS3705" in applies["Settlement price (7)"]["Why"]


def test_a_ruling_that_will_change_says_until_when():
    """At 18:30 margin is today's until 19:00, when an error could still be flagged."""
    applies = {
        each["Item"].split("\n")[-1]: each for each in rows(now_section(seen(18, 30)), "What applies to each item")
    }
    assert applies["Margin"]["Until"] == "11-20 19:00"


def test_no_duty_is_left_out():
    """Every duty that is open or was missed has its row, overdue ones first."""
    plan = seen(20, 30).answer.plan
    due = rows(now_section(seen(20, 30)), "Duties due")
    assert len(due) == len(plan.due) + len(plan.missed)
    assert due[0]["State"].startswith("✗ 超過")
    assert {each["Clause"] for each in due} == {row.clause for row in (*plan.due, *plan.missed)}


def test_what_is_overdue_stands_before_what_is_not():
    """At 18:16 P07's mail is late and the calls to the margin staff have just opened."""
    states = [each["State"].split("\n")[0] for each in rows(now_section(seen(18, 16)), "Duties due")]
    assert states[0] == "✗ 超過・待ち"
    assert set(states[1:]) == {"● 要対応"}


def test_what_was_missed_is_marked():
    """A duty that nobody met before the clock overtook it does not vanish from paper."""
    day = seen(18, 30)
    missed = replace(day.answer.plan, missed=day.answer.plan.due, due=())
    section = now_section(replace(day, answer=replace(day.answer, plan=missed)))
    assert {each["State"] for each in rows(section, "Duties due")} == {MISSED}


def test_nothing_due_is_said():
    """An empty list could be a page that was cut off."""
    assert rows(now_section(seen(12)), "Duties due")[0]["State"] == "○ なし\nnone due"


def test_the_cut_offs_are_passed_next_or_later():
    """At 18:30 the afternoon has passed, 19:00 is next, 20:00 comes later."""
    states = {each["Time"]: each["State"] for each in rows(now_section(seen(18, 30)), "Cut-offs of the day")}
    assert states["18:00"] == CUT_OFFS["passed"]
    assert states["19:00"] == CUT_OFFS["next"]
    assert states["20:00"] == CUT_OFFS["later"]
    assert list(states) == list(dict.fromkeys(at for at, _, _ in cutoff_rows()))


def test_an_instant_is_shown_with_its_day():
    """The paper may be read tomorrow."""
    assert moment_words(at(9, 5)) == "11-20 09:05"
    assert moment_words(None) == ""
