"""The twelve scripts that are shipped: all of them played at full speed, and what they leave unexercised (nothing)."""

import pytest

from addin.drills.marks import Grade, Kind
from addin.drills.register import carried_out
from addin.drills.score import scored
from addin.drills.script_read import names, words_of
from calc.plan.clauses import book

ASKED_FOR = {
    "bad-day", "year-end", "silver-week", "two-fallback-days", "at-the-cut-off", "learned-late", "severe-failure",
    "vendor-hearing", "margin-wrong", "intraday-cmf", "building-lost", "clock-and-stick",
}  # fmt: skip


def test_twelve_scripts_are_shipped():
    """The scripts that were asked for are there, and no other."""
    assert set(names()) == ASKED_FOR


def test_every_reference_run_is_without_a_fault(references):
    """Each of the twelve, played at full speed, comes to 100 with nothing late, wrong or missing."""
    assert {each.script.name: each.score.points for each in references} == dict.fromkeys(names(), 100)
    assert [each.score.faults for each in references] == [()] * len(references)


def test_no_act_of_a_reference_run_is_refused(references):
    """Every act goes through its use case as the desk's own would."""
    assert [(each.script.name, each.played.refused) for each in references if each.played.refused] == []


def test_every_clause_that_software_carries_out_is_exercised(references):
    """Together the twelve leave out none of the clauses that carry anything to do, and claim no other."""
    exercised = {clause for each in references for clause in each.score.clauses}
    assert exercised == set(carried_out())


def test_what_is_carried_out_is_all_that_has_something_to_do():
    """Sixty-seven clauses carry something to do; each other one says why it does not."""
    left = [each for each in book().clauses.values() if each.id not in carried_out()]
    assert len(carried_out()) == 67
    assert all(each.nothing for each in left)


def test_each_script_says_which_clauses_it_exercises(references):
    """The list in a script is what its reference run comes to, so that `drill list` need not play it."""
    assert {each.script.name: each.script.clauses for each in references} == {
        each.script.name: each.score.clauses for each in references
    }


def test_every_kind_of_failure_is_injected_somewhere(references):
    """No failure that a script may inject is left to the imagination."""
    injected = {event.failure for each in references for event in each.script.events}
    assert injected == set(words_of("failure"))


def test_every_mark_names_a_clause(references):
    """Whatever is called for, the plans call for it."""
    nameless = [
        (each.script.name, mark.words.en) for each in references for mark in each.score.marks if not mark.clauses
    ]
    assert nameless == []


def test_every_omission_names_a_clause(references):
    """Also where nobody does anything at all, nothing is called for without its clause."""
    idle = [scored(each.script, each.played.entries[:2]) for each in references]
    assert [(score.script, mark.words.en) for score in idle for mark in score.marks if not mark.clauses] == []
    assert max(score.points for score in idle) <= 5


def test_every_decision_of_a_ruling_shows_its_reason(references):
    """The trace of a drill holds the plan's own sentence beside each ruling."""
    rulings = [mark for each in references for mark in each.score.marks if mark.kind is Kind.DECISION and mark.why.en]
    assert len(rulings) > 20
    assert all(mark.grade is Grade.IN_TIME for mark in rulings)


@pytest.mark.parametrize(
    ("name", "clause", "said"),
    [
        ("year-end", "CP-2.1.2.c", "2026-12-30"),
        ("silver-week", "CP-3.1.2.c", "2026-09-18"),
        ("at-the-cut-off", "CP-3.1.2.b", "today's"),
    ],
)
def test_a_script_turns_on_what_it_is_named_for(reference, name, clause, said):
    """The previous day of a long holiday is the last open one, and the very second of a cut-off is in time."""
    rulings = [mark for mark in reference(name).score.marks if clause in mark.clauses and ": " in mark.words.en]
    assert any(said in mark.words.en for mark in rulings)


def test_two_fallback_days_show_the_length_of_the_chain(reference):
    """The second day in a row rests on amounts of the day before the first, and its decision says so."""
    ruled = [each for each in reference("two-fallback-days").played.entries if each.kind == "plan.ruled"]
    amounts = [row for each in ruled if each.body["item"] == "margin" for row in each.body["ruling"]["amounts"]]
    assert {row["date"] for row in amounts} == {"2026-11-18"}
    assert all(row["chain"] for row in amounts)


def test_what_was_learned_late_supersedes_the_earlier_decision(reference):
    """The decision of 19:01 stays in the record, and the one of 19:23 names it and the fact that changed it."""
    ruled = [each for each in reference("learned-late").played.entries if each.body.get("item") == "margin"]
    assert [each.body["ruling"]["clause"] for each in ruled] == ["CP-2.1.2.c", "CP-2.1.2.b"]
    assert ruled[1].body["supersedes"] == ruled[0].key
    assert [each["what"] for each in ruled[1].body["because"]] == ["margin.computed"]


def test_minutes_to_the_first_quote_are_counted(reference):
    """From P07's outage at 14:20 to the proxy entry of 15:24 are 64 minutes; elsewhere nobody waited for quotes."""
    assert reference("bad-day").score.first_quote == 64
    assert reference("clock-and-stick").score.first_quote == 97  # from 13:40 to the desk's own mail of 15:17
    assert reference("margin-wrong").score.first_quote is None


def test_a_slow_clock_is_seen_through(reference):
    """The PC showed 09:25 when it was 09:32, and the entry counts at 09:32."""
    made = reference("clock-and-stick")
    (decided,) = [each for each in made.played.entries if each.kind == "continuity.decision"]
    (mark,) = [each for each in made.score.marks if "BCP-4.1" in each.clauses]
    assert decided.at[11:16] == "09:25"
    assert f"{mark.done:%H:%M}" == "09:32"
