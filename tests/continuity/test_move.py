from datetime import datetime, timedelta

import pytest

from calc.continuity.move import MoveReport, Progress, Proof, Way, move_board, next_step, steps_of
from calc.days.cutoff import JST
from calc.plan.clauses import book
from calc.text.wording import Words

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)
SHOWN = Words("見えたもの", "what is seen")


def report(step, minutes=0, progress=Progress.DONE, *, way=Way.OUT):
    """Return what a person reported of a step so many minutes after noon."""
    return MoveReport(way, step, progress, NOON + timedelta(minutes=minutes), "SK")


def progress_of(name, reports, proofs=None, *, way=Way.OUT):
    """Return how far one step is."""
    rows = move_board(way, reports, proofs or {}, since=NOON)
    return next(row.progress for row in rows if row.step.name == name)


@pytest.mark.parametrize("way", list(Way))
def test_every_step_cites_a_clause_of_the_plan(way):
    """Its clause is one of the plans', it speaks both languages, and no name stands twice."""
    steps = steps_of(way)
    assert {step.clause for step in steps} <= set(book().clauses)
    assert all(step.words.ja and step.words.en for step in steps)
    assert len({step.name for step in steps}) == len(steps)


def test_both_ways_together_cover_the_procedure():
    """The six steps of local damage, the people, the office: each clause has a step of the move."""
    cited = {step.clause for way in Way for step in steps_of(way)}
    assert {f"BCP-3.1.b.{number}" for number in range(1, 7)} <= cited
    assert {"BCP-4.2", "BCP-4.4"} <= cited


def test_nothing_reported_is_open():
    """Every step of a list without a word is still to do."""
    assert {row.progress for row in move_board(Way.OUT, [], {}, since=NOON)} == {Progress.OPEN}


def test_a_persons_word_is_enough_where_nothing_can_prove_it():
    """Who told the external bodies says so."""
    assert progress_of("told", [report("told")]) is Progress.DONE


def test_the_last_word_counts():
    """A step that was opened again is to do, whatever was said before, in whatever order it came."""
    said = [report("told", 5, Progress.OPEN), report("told", 1)]
    assert progress_of("told", said) is Progress.OPEN


def test_what_was_reported_of_an_earlier_move_is_over():
    """Only since this one began."""
    assert progress_of("told", [report("told", -1)]) is Progress.OPEN


def test_a_step_of_the_way_back_is_another_one():
    """Both ways have a step of the same name, and neither counts for the other."""
    assert progress_of("told", [report("told", way=Way.IN)]) is Progress.OPEN
    assert progress_of("told", [report("told", way=Way.IN)], way=Way.IN) is Progress.DONE


def test_the_record_beats_a_persons_word():
    """Proved without a word; open in spite of one, when the record shows otherwise."""
    assert progress_of("pack", [], {"pack": Proof(holds=True, shown=SHOWN)}) is Progress.PROVED
    assert progress_of("pack", [report("pack")], {"pack": Proof(holds=False, shown=SHOWN)}) is Progress.OPEN


def test_a_step_that_is_not_needed_needs_no_proof():
    """Two people need no solo mode: somebody says so, and the list goes on."""
    said = [report("alone", progress=Progress.NOT_NEEDED)]
    assert progress_of("alone", said, {"solo": Proof(holds=False, shown=SHOWN)}) is Progress.NOT_NEEDED


def test_the_next_step_is_the_first_open_one():
    """In the order of the list; none once all are seen to."""
    rows = move_board(Way.OUT, [report("told")], {"incident": Proof(holds=True, shown=SHOWN)}, since=NOON)
    assert next_step(rows).step.name == "headquarters"
    every = [report(step.name, progress=Progress.NOT_NEEDED) for step in steps_of(Way.OUT)]
    assert next_step(move_board(Way.OUT, every, {}, since=NOON)) is None
