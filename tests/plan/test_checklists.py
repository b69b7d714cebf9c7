"""The read-do lists: short enough to be read aloud, each item with its clause, pauses at the plan's own cut-offs."""

import pytest

from calc.plan.checklists import Checklist, Step, checklists, page_rows
from calc.plan.clauses import book

ALL = checklists()


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.id)
def test_a_list_has_five_to_nine_items(each):
    """More cannot be kept in mind, fewer is no list."""
    assert 5 <= len(each.steps) <= 9


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.id)
def test_every_item_names_an_existing_clause(each):
    """The list's own clause, and that of every item, stand in the plan's tables."""
    named = {each.clause, *(step.clause for step in each.steps)}
    assert named <= set(book().clauses)


def test_a_pause_is_a_cut_off_of_the_plan():
    """One stops where the clock decides, nowhere else, and each of the day's cut-offs has its pause."""
    cutoffs = {f"{at:%H:%M}" for at, _ in book().cutoffs()}
    assert {step.pause for each in ALL for step in each.steps if step.pause} == cutoffs


def test_a_pause_stands_at_the_item_of_its_cut_off():
    """The clause of an item to stop at bites at that time, or the item is what must be settled before it."""
    bites = {clause: f"{at:%H:%M}" for at, clause in book().cutoffs()}
    for each in ALL:
        for step in each.steps:
            if step.pause and step.clause in bites:
                assert step.pause == bites[step.clause]


def test_the_lists_are_those_of_the_desk():
    """One for each part of the plan in which something fails, and one for the change of shift."""
    assert [each.id for each in ALL] == ["CP-1.1", "CP-1.2", "CP-1.3", "CP-2", "CP-3", "CP-4", "shift"]


def test_an_item_has_a_code_of_its_own():
    """What was ticked is recorded by it, so that no two items share one."""
    codes = [step.code for each in ALL for step in each.steps]
    assert len(codes) == len(set(codes))
    assert codes[0] == "CP-1.1/1"


def test_the_words_are_in_both_languages():
    """Japanese to be read aloud, English beside it, neither empty nor in the other's letters."""
    steps = [step for each in ALL for step in each.steps]
    for each in (*ALL, *steps):
        assert not each.words.ja.isascii()
        assert each.words.en.isascii()
        assert len(each.words.ja) <= 45
        assert len(each.words.en) <= 80


def test_the_page_has_a_head_and_a_gap_for_each_list():
    """Each list begins with its head; an empty row stands between two, none at the end."""
    rows = page_rows()
    heads = [n for n, row in enumerate(rows) if isinstance(row, Checklist)]
    assert heads[0] == 0
    assert [rows[n - 1] for n in heads[1:]] == [None] * (len(ALL) - 1)
    assert isinstance(rows[-1], Step)
    assert sum(isinstance(row, Step) for row in rows) == sum(len(each.steps) for each in ALL)
