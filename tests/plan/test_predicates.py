from datetime import time

import pytest
from days_of_facts import BUSINESS_DATE, moment

from calc.plan.clock import Clock
from calc.plan.predicates import VOCABULARY, holds

SEVEN = time(19)
EIGHT = time(20)


def clock(at, *, inclusive=True):
    """Return the business day's clock at an instant."""
    return Clock(moment(at), BUSINESS_DATE, inclusive)


def moments(**named):
    """Return moments, each a list of times of the day."""
    return {name: tuple(moment(at) for at in instants) for name, instants in named.items()}


def said(word, argument, at="19:30", *, inclusive=True, **named):
    """Return what one word of the vocabulary says."""
    return VOCABULARY[word](moments(**named), clock(at, inclusive=inclusive), argument)


def test_the_vocabulary_is_closed_and_small():
    """There are at most fifteen predicates, and none names a clause."""
    assert len(VOCABULARY) <= 15
    assert not [word for word in VOCABULARY if any(letter.isdigit() or letter == "-" for letter in word)]


def test_known_asks_for_every_moment():
    """`known` holds when each moment has come about."""
    assert said("known", ["flag", "result"], flag=["18:00"], result=["17:00"])
    assert not said("known", ["flag", "result"], flag=["18:00"])
    assert not said("known", ["flag"], flag=[])


def test_unknown_asks_for_none_of_them():
    """`unknown` holds when none of the moments has come about."""
    assert said("unknown", ["flag", "result"], flag=[])
    assert not said("unknown", ["flag", "result"], result=["17:00"])


@pytest.mark.parametrize(
    ("at", "inclusive", "holds_then"),
    [("18:59:59", True, True), ("19:00", True, True), ("19:00:01", True, False), ("19:00", False, False)],
)
def test_in_time_turns_at_the_boundary(at, inclusive, holds_then):
    """`in_time` includes the very instant of the cut-off unless the boundary is exclusive."""
    assert said("in_time", {"flag": SEVEN}, inclusive=inclusive, flag=[at]) is holds_then


def test_in_time_is_met_by_any_of_several():
    """One instant by the cut-off is enough, however many follow."""
    assert said("in_time", {"flag": SEVEN}, flag=["18:00", "19:30"])


def test_in_time_asks_for_every_moment():
    """Each moment has its own cut-off to make."""
    assert said("in_time", {"result": SEVEN, "flag": EIGHT}, result=["18:00"], flag=["19:30"])
    assert not said("in_time", {"result": SEVEN, "flag": SEVEN}, result=["18:00"], flag=["19:30"])
    assert not said("in_time", {"result": SEVEN, "flag": SEVEN}, result=["18:00"])


def test_late_is_there_but_never_by_the_cut_off():
    """`late` needs the moment, and needs its first instant to have missed the cut-off."""
    assert said("late", {"flag": SEVEN}, flag=["19:00:01"])
    assert not said("late", {"flag": SEVEN}, flag=["18:00", "19:30"])
    assert not said("late", {"flag": SEVEN})


def test_late_asks_for_every_moment():
    """With two moments both have to be late."""
    assert said("late", {"flag": SEVEN, "result": SEVEN}, flag=["19:01"], result=["19:02"])
    assert not said("late", {"flag": SEVEN, "result": SEVEN}, flag=["19:01"], result=["18:02"])
    assert not said("late", {"flag": SEVEN, "result": SEVEN}, flag=["18:01"], result=["19:02"])


def test_any_late_is_met_by_a_second_time():
    """`any_late` holds once anything came after the cut-off, whatever came before it."""
    assert said("any_late", {"part": SEVEN}, part=["18:00", "19:00:01"])
    assert not said("any_late", {"part": SEVEN}, part=["18:00", "19:00"])
    assert said("any_late", {"part": SEVEN}, inclusive=False, part=["19:00"])
    assert not said("any_late", {"part": SEVEN, "flag": SEVEN}, part=["19:30"])


def test_between_has_two_ends():
    """`between` wants an instant after the first cut-off and by the second."""
    span = {"renotification": [SEVEN, EIGHT]}
    assert said("between", span, renotification=["19:00:01"])
    assert said("between", span, renotification=["18:00", "20:00"])
    assert not said("between", span, renotification=["19:00", "20:00:01"])
    assert not said("between", span)


def test_missing_waits_for_the_cut_off_to_pass():
    """`missing_at` holds only past the cut-off, and only when the moment had not come about by then."""
    assert not said("missing_at", {"result": SEVEN}, at="19:00")
    assert said("missing_at", {"result": SEVEN}, at="19:00:01")
    assert said("missing_at", {"result": SEVEN}, at="19:30", result=["19:00:01"])
    assert not said("missing_at", {"result": SEVEN}, at="19:30", result=["19:00"])
    assert not said("missing_at", {"result": SEVEN, "flag": EIGHT}, at="19:30")


@pytest.mark.parametrize(("at", "inclusive", "over"), [("19:00", True, False), ("19:00:01", True, True)])
def test_until_and_past_are_opposites(at, inclusive, over):
    """At every instant exactly one of `until` and `past` holds."""
    assert said("past", SEVEN, at=at, inclusive=inclusive) is over
    assert said("until", SEVEN, at=at, inclusive=inclusive) is not over


def test_the_exclusive_boundary_passes_with_the_cut_off():
    """Under the exclusive boundary the cut-off has passed at its very instant."""
    assert said("past", SEVEN, at="19:00", inclusive=False)
    assert said("until", SEVEN, at="18:59:59", inclusive=False)


def test_a_when_holds_when_all_its_words_do():
    """An empty `when` always holds; one word that does not hold is enough to fail."""
    there = moments(result=["18:00"])
    assert holds({}, there, clock("18:30"))
    assert holds({"known": ["result"], "until": SEVEN}, there, clock("18:30"))
    assert not holds({"known": ["result"], "past": SEVEN}, there, clock("18:30"))
