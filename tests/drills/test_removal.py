"""A drill with any of its right acts left out is worth less, and says by which clause."""

import os

import pytest

from addin.drills.marks import Grade
from addin.drills.play import played
from addin.drills.score import scored
from addin.drills.script_read import names, script_of

ACTS = [(name, act.row, f"{act.at:%H%M%S}-{act.do}") for name in names() for act in script_of(name).actions]
ACTS = ACTS if os.environ.get("HIKAE_LONG") else ACTS[::3]  # an ordinary run takes a third of these, too: each is a day


@pytest.mark.sampled
@pytest.mark.parametrize(("name", "row"), [act[:2] for act in ACTS], ids=[f"{name}-{said}" for name, _, said in ACTS])
def test_each_act_that_is_left_out_is_missed(tmp_path, name, row):
    """Played again without one act, a script comes to less than 100, and what is at fault names a clause of it."""
    script = script_of(name)
    score = scored(script, played(script, tmp_path / "drill", without=row).entries)
    at_fault = {clause for mark in score.faults for clause in mark.clauses}
    assert score.points < 100
    assert at_fault & set(script.clauses)
    clause = script.actions[row - 1].details.get("clause")
    assert clause is None or clause in at_fault


def test_a_drill_in_which_nobody_acts_is_worth_little(reference):
    """Only what was there before the drill is in the record of an officer who did nothing."""
    script = reference("bad-day").script
    score = scored(script, [each for each in reference("bad-day").played.entries if each.at < "2026-11-20T12:51"])
    assert score.points == 0
    assert len(score.omissions) == len(score.marks)


@pytest.mark.parametrize("name", ["bad-day", "severe-failure", "silver-week"])
def test_an_officer_who_is_always_late_is_told_so(reference, name, later):
    """What was recorded too late is at fault, though it is not left out."""
    made = reference(name)
    entries = made.played.entries
    for kind in ("plan.ruled", "fact.recorded"):
        entries = later(entries, kind, minutes=25)
    score = scored(made.script, entries)
    late = [mark for mark in score.faults if mark.grade is Grade.LATE]
    assert score.points < 100
    assert all(mark.done > mark.due for mark in late)
    assert late
