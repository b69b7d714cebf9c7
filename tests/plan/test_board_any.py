"""The board's words for any duty at any minute: one state each, both languages, symbols before words."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.plan.board import (
    both,
    clause_rows,
    cutoff_rows,
    duty_state,
    duty_words,
    is_overdue,
    state_words,
    until,
    who_acts,
)
from calc.plan.checklists import Checklist, Step, checklists, page_rows
from calc.plan.clauses import book
from calc.plan.types import Row
from calc.text.wording import Words

SIX = datetime.fromisoformat("2026-11-20T18:00:00+09:00")
MINUTES = st.integers(-120, 240)
SIDES = st.sampled_from(["clearing_house", "participant"])


def minute(number):
    """Return an instant so many minutes after 18:00."""
    return SIX + timedelta(minutes=number)


@st.composite
def duties(draw):
    """Return a duty that opened at 18:00, with some grace and perhaps a cut-off."""
    by = draw(st.none() | st.integers(0, 120))
    return Row(
        draw(st.sampled_from(sorted(book().clauses))),
        "notice",
        draw(st.none() | st.sampled_from(["information_list", "telephone", "email"])),
        draw(st.none() | st.sampled_from(["P01", "P02"])),
        draw(SIDES),
        draw(st.sampled_from(["do", "expect"])),
        opens=SIX,
        by=None if by is None else minute(by),
        overdue_from=minute(draw(st.integers(0, 60))),
    )


@given(duty=duties(), at=MINUTES)
def test_a_duty_is_overdue_or_in_its_mode(duty, at):
    """One state at a time: overdue beats whether it is ours or awaited."""
    assert duty_state(duty, minute(at)) == ("overdue" if is_overdue(duty, minute(at)) else duty.mode)


@given(duty=duties(), at=MINUTES, later=st.integers(0, 60))
def test_what_is_overdue_stays_overdue(duty, at, later):
    """Time alone never takes it back."""
    if is_overdue(duty, minute(at)):
        assert is_overdue(duty, minute(at + later))


@given(duty=duties())
def test_the_last_instant_in_time_is_in_time(duty):
    """At its own limit a duty is not yet overdue, a second later it is."""
    last = min(duty.overdue_from, until(duty))
    assert not is_overdue(duty, last)
    assert is_overdue(duty, last + timedelta(seconds=1))


@given(duty=duties())
def test_a_countdown_runs_to_the_cut_off_where_there_is_one(duty):
    """Without a cut-off it runs to the end of the grace."""
    assert until(duty) == (duty.overdue_from if duty.by is None else duty.by)


@given(duty=duties(), at=MINUTES)
def test_a_state_reads_in_both_languages(duty, at):
    """Japanese has Japanese in it, English is readable without it, and neither is empty."""
    words = state_words(duty, minute(at))
    assert words.ja
    assert words.en
    assert words.ja != words.en


@given(duty=duties(), at=MINUTES)
def test_states_that_differ_read_differently(duty, at):
    """Overdue and in time are not one word."""
    early, now = state_words(duty, minute(-120)), state_words(duty, minute(at))
    assert (early == now) == (not is_overdue(duty, minute(at)))


@given(duty=duties())
def test_a_named_participant_is_named(duty):
    """Whom a duty is about stands in its words, in both languages."""
    words = duty_words(duty)
    assert all((duty.participant or "") in said for said in (words.ja, words.en))


@given(duty=duties())
def test_whoever_acts_is_named(duty):
    """JSCC for its own duties; for a participant's, that participant where one is named."""
    said = who_acts(duty)
    if duty.by_whom == "participant" and duty.participant:
        assert duty.participant in said
    assert said.strip() == said != ""


@given(ja=st.text(min_size=1, max_size=9), en=st.text(min_size=1, max_size=9))
def test_both_languages_stand_once(ja, en):
    """What reads the same in both stands once, what differs stands twice with the Japanese first."""
    assert both(Words(ja, ja)) == ja
    if ja != en:
        assert both(Words(ja, en), between="|") == f"{ja}|{en}"


def test_every_clause_has_one_row():
    """The page of the plan leaves no clause out and repeats none."""
    ids = [row.id for row in clause_rows()]
    assert ids == list(book().clauses)


@pytest.mark.parametrize("row", clause_rows(), ids=lambda row: row.id)
def test_a_clause_that_names_a_time_shows_it(row):
    """Each time of its window stands in both columns of words."""
    window = book().clauses[row.id].window
    for name in ("from", "by", "cutoff"):
        if name in window:
            assert f"{window[name]:%H:%M}" in row.window.ja
            assert f"{window[name]:%H:%M}" in row.window.en


def test_the_timetable_runs_forward():
    """Cut-offs come in the order of the clock."""
    times = [clock for clock, _, _ in cutoff_rows()]
    assert times == sorted(times)


def test_the_page_of_lists_holds_every_item_once():
    """Each list's head stands right above its first item, and one blank row parts it from the next list."""
    rows = page_rows()
    assert [row for row in rows if isinstance(row, Checklist)] == list(checklists())
    assert [row for row in rows if isinstance(row, Step)] == [step for each in checklists() for step in each.steps]
    assert rows.count(None) == len(checklists()) - 1
    assert rows[-1] is not None


def test_codes_of_items_name_list_and_place():
    """A tick in the record is of one item and of no other."""
    codes = [step.code for each in checklists() for step in each.steps]
    assert len(codes) == len(set(codes))
    for each in checklists():
        assert [step.code for step in each.steps] == [f"{each.id}/{n}" for n in range(1, len(each.steps) + 1)]
