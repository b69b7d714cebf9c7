"""The recovery clock and the move against a naive model, for any cut-offs, reports and proofs."""

from datetime import datetime, timedelta

import pytest
import twin_continuity
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.continuity.incident import Cut, Incident, Response
from calc.continuity.move import MoveReport, Progress, Proof, Way, move_board, next_step, steps_of
from calc.continuity.recovery import recovery_clock
from calc.days.cutoff import JST
from calc.text.wording import Words

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)
MINUTES = st.integers(-2, 10).map(lambda halves: 30 * halves)  # a grid, so that ends and cut-offs meet
BEGAN, WITHIN = st.sampled_from([0, 30, 45]), st.sampled_from([0, 30, 75, 120, 240])
CUTS = st.lists(st.tuples(MINUTES, st.sampled_from(["CP-1.2.1", "CP-2.1.a", "CP-3.1.2.a"])), max_size=8)
NAMES = sorted({step.name for way in Way for step in steps_of(way)})
PROOFS = sorted({step.proof for way in Way for step in steps_of(way)} - {""})
PROGRESS = [Progress.OPEN, Progress.DONE, Progress.NOT_NEEDED]
WORDS = st.lists(
    st.fixed_dictionaries(
        {
            "way": st.sampled_from(Way),
            "step": st.sampled_from(NAMES),
            "said": st.sampled_from(PROGRESS),
            "at": st.integers(-5, 20),
        }
    ),
    max_size=40,
)
SHOWN = st.dictionaries(st.sampled_from(PROOFS), st.sampled_from(["yes", "no"]))


def after(minutes):
    """Return an instant so many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def clock(began, cuts, *, within, target=None):
    """Return the clock of an incident, told of ten minutes after it occurred."""
    incident = Incident(after(began + 10), "i", ("earthquake",), ("building",), frozenset(), after(began))
    response = Response(incident=incident, recovery_target=None if target is None else after(target))
    return recovery_clock(response, [Cut(after(at), clause) for at, clause in cuts], within=timedelta(minutes=within))


def rows(way, words, shown):
    """Return the board's rows."""
    reports = [MoveReport(each["way"], each["step"], each["said"], after(each["at"]), "SK") for each in words]
    proofs = {name: Proof(each == "yes", Words("見えたもの", "seen")) for name, each in shown.items()}
    return move_board(way, reports, proofs, since=NOON)


def model(way, words, shown):
    """Return the model's rows."""
    plain = [{**each, "way": each["way"].value, "said": each["said"].value} for each in words]
    steps = [(step.name, step.proof) for step in steps_of(way)]
    return twin_continuity.board(steps, plain, shown, way=way.value, since=0)


def how_far(board):
    """Return each step's name with how far it is."""
    return [(row.step.name, row.progress.value) for row in board]


@settings(max_examples=drawn(150))
@given(began=BEGAN, within=WITHIN, cuts=CUTS)
def test_the_cut_offs_of_a_clock_are_those_of_its_minutes(began, within, cuts):
    """Going through the two hours minute by minute, the same cut-offs bite in the same order."""
    made = clock(began, cuts, within=within)
    inside = [((cut.at - NOON) // timedelta(minutes=1), cut.clause) for cut in made.inside]
    assert inside == twin_continuity.minutes_inside(began, within, cuts)
    assert (made.occurred_at, made.target, made.governs) == (after(began), after(began + within), False)


@settings(max_examples=drawn(150))
@given(began=BEGAN, target=MINUTES, within=WITHIN, cuts=CUTS)
def test_the_plans_own_target_goes_before_the_yardstick(began, target, within, cuts):
    """Where the plan gives a target the clock ends there, whatever the yardstick says, and none before it began."""
    made = clock(began, cuts, within=within, target=target)
    inside = [((cut.at - NOON) // timedelta(minutes=1), cut.clause) for cut in made.inside]
    assert inside == twin_continuity.minutes_inside(began, target - began, cuts)
    assert (made.target, made.governs) == (after(target), True)


@given(began=BEGAN, within=WITHIN, cuts=CUTS, more=st.integers(0, 60))
def test_a_longer_clock_loses_no_cut_off(began, within, cuts, more):
    """With more time there are as many cut-offs or more, and the earlier ones stand first."""
    short, long = (clock(began, cuts, within=each).inside for each in (within, within + more))
    assert long[: len(short)] == short


@given(began=BEGAN, within=WITHIN, now=MINUTES)
def test_what_is_left_and_what_has_passed_are_the_whole(began, within, now):
    """At any instant the time gone since the occurrence and the time left add up to the clock's length."""
    made = clock(began, [], within=within)
    assert made.left(after(now)) + (after(now) - made.occurred_at) == timedelta(minutes=within)


@settings(max_examples=drawn(180))
@given(way=st.sampled_from(Way), words=WORDS, shown=SHOWN)
def test_the_board_is_the_notebooks(way, words, shown):
    """Whatever was said in whatever order and whatever the record shows, each step is as far as the model says."""
    made = rows(way, words, shown)
    assert how_far(made) == model(way, words, shown)
    following = next_step(made)
    assert (following.step.name if following else None) == twin_continuity.first_open(how_far(made))


@settings(max_examples=drawn(180))
@given(way=st.sampled_from(Way), words=WORDS, shown=SHOWN, late=st.randoms(use_true_random=False))
def test_the_order_in_which_notes_arrive_does_not_matter(way, words, shown, late):
    """Notes of different instants that come in another order make the same board: the clock decides."""
    by_key = {(each["at"], each["way"], each["step"]): each for each in words}
    once = list(by_key.values())
    shuffled = late.sample(once, len(once))
    assert rows(way, once, shown) == rows(way, shuffled, shown)


@settings(max_examples=drawn(180))
@given(way=st.sampled_from(Way), words=WORDS, shown=SHOWN, step=st.sampled_from(NAMES))
def test_a_word_moves_its_own_step_alone(way, words, shown, step):
    """One more report changes the row of its step in its way at most, and carries its words along."""
    before = rows(way, words, shown)
    after_it = rows(way, [*words, {"way": way, "step": step, "said": Progress.NOT_NEEDED, "at": 21}], shown)
    changed = {new.step.name for old, new in zip(before, after_it, strict=True) if old != new}
    assert changed == {step} & {each.name for each in steps_of(way)}
    assert all(new.progress is Progress.NOT_NEEDED for new in after_it if new.step.name == step)


@pytest.mark.parametrize("way", Way)
def test_once_the_record_shows_all_only_words_are_missing(way):
    """With every proof there, what is open are the steps that nothing can prove."""
    made = rows(way, [], dict.fromkeys(PROOFS, "yes"))
    unproved = [step.name for step in steps_of(way) if not step.proof]
    assert [row.step.name for row in made if row.progress is Progress.OPEN] == unproved
