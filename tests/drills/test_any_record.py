"""Whatever an officer leaves in the record, a drill has a score: random omissions, delays and doubles of a day."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.drills.marks import Grade
from addin.drills.score import scored
from calc.days.cutoff import iso

NAMES = st.sampled_from(["bad-day", "building-lost", "at-the-cut-off", "clock-and-stick"])
NUMBERS = st.sets(st.integers(0, 60), max_size=12)


def left_out(entries, numbers):
    """Return the entries without some of them; the drill's own first ones stay."""
    return [each for place, each in enumerate(entries) if place < 2 or place not in numbers]


def delayed(entries, numbers, minutes):
    """Return the entries with some of them recorded later."""
    return [
        replace(each, at=iso(datetime.fromisoformat(each.at) + timedelta(minutes=minutes)))
        if place in numbers
        else each
        for place, each in enumerate(entries)
    ]


@settings(max_examples=12)
@given(name=NAMES, numbers=NUMBERS)
def test_a_day_with_holes_has_a_score(reference, name, numbers):
    """Points stay between none and a hundred, and what is left out never adds any."""
    made = reference(name)
    score = scored(made.script, left_out(made.played.entries, numbers))
    assert 0 <= score.points <= made.score.points
    assert (score.points == 100) is not any(score.faults)


@settings(max_examples=12)
@given(name=NAMES, numbers=NUMBERS, minutes=st.integers(1, 600))
def test_a_day_of_delays_has_a_score(reference, name, numbers, minutes):
    """Whatever was recorded later is late, wrong, missing or still in time, and each grade is what its times say."""
    made = reference(name)
    score = scored(made.script, delayed(made.played.entries, numbers, minutes))
    assert 0 <= score.points <= 100
    assert all(mark.done is None for mark in score.marks if mark.grade is Grade.MISSING)
    assert all(mark.done > mark.due for mark in score.marks if mark.grade is Grade.LATE)


@pytest.mark.parametrize("name", ["bad-day", "building-lost"])
def test_what_is_said_twice_counts_once(reference, name):
    """A record in which every entry stands twice has the same marks."""
    made = reference(name)
    assert scored(made.script, [*made.played.entries, *made.played.entries]).marks == made.score.marks


@pytest.mark.parametrize("name", ["bad-day", "severe-failure"])
def test_a_record_of_another_day_is_worth_nothing(reference, name):
    """What a desk did on another script's day answers nothing of this one."""
    made, other = reference(name), reference("year-end")
    assert scored(made.script, other.played.entries).points == 0
