import random

import pytest
from days_of_facts import moment, quick_day
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from random_days import instant_near, random_facts

from calc.days.business_day import tokyo
from calc.plan.asked import known_facts, question
from calc.plan.evaluate import plan_of
from calc.plan.report import as_json
from calc.plan.states import state_of

ITEMS = ["settlement_price", "margin", "intraday"]


def document(facts, at):
    """Return all that the plan says of plain facts at an instant, without the lines of the file."""
    return as_json(plan_of(quick_day(facts), moment(at), calendar=tokyo()))


@settings(max_examples=drawn(150))
@given(seed=st.integers(0, 10**6), item=st.sampled_from(ITEMS), data=st.data())
def test_the_order_of_facts_in_the_file_has_no_effect(seed, item, data):
    """However the facts are shuffled in the file, everything the plan says is the same."""
    chance = random.Random(seed)  # noqa: S311 - a test's own dice
    facts, at = random_facts(chance, item), instant_near(chance, item)
    shuffled = data.draw(st.permutations(facts))
    assert document(shuffled, at) == document(facts, at)


@settings(max_examples=drawn(100))
@given(seed=st.integers(0, 10**6), item=st.sampled_from(ITEMS))
def test_what_is_not_yet_known_has_no_effect(seed, item):
    """Facts that happen, or become known, only later do not change what is said now."""
    chance = random.Random(seed)  # noqa: S311 - a test's own dice
    facts, at = random_facts(chance, item), instant_near(chance, item)
    known = [fact for fact in facts if fact["at"] <= at and fact.get("known", fact["at"]) <= at]
    said, without = document(facts, at), document(known, at)
    for each in (said, without):
        for name in each["items"]:
            del each["items"][name]["trace"]
    assert said == without


@settings(max_examples=drawn(100))
@given(seed=st.integers(0, 10**6), item=st.sampled_from(ITEMS))
def test_a_missed_duty_is_not_due_and_a_due_one_not_missed(seed, item):
    """No duty stands on both lists with the same beginning."""
    chance = random.Random(seed)  # noqa: S311 - a test's own dice
    said = document(random_facts(chance, item), instant_near(chance, item))
    keys = [
        {(row["clause"], row["what"], row["participant"], row["from"]) for row in said[name]}
        for name in ("due", "missed")
    ]
    assert not keys[0] & keys[1]


def test_a_fact_is_known_once_it_happened_and_was_learned():
    """A fact counts from the later of its two instants on, and not before either."""
    facts = quick_day([{"what": "margin.uploaded", "at": 100, "known": 200, "id": "f"}]).facts
    assert [len(known_facts(facts, moment(at))) for at in (99, 100, 199, 200)] == [0, 0, 0, 1]
    early = quick_day([{"what": "margin.uploaded", "at": 100, "known": 50, "id": "f"}]).facts
    assert [len(known_facts(early, moment(at))) for at in (50, 99, 100)] == [0, 0, 1]


def test_a_retraction_takes_only_its_own_fact():
    """Facts without an id, and those of other ids, stay."""
    facts = quick_day(
        [
            {"what": "margin.uploaded", "at": 10},
            {"what": "margin.flagged", "at": 20, "id": "a"},
            {"what": "margin.flagged", "at": 30, "id": "b"},
            {"what": "fact.retracted", "at": 40, "id": "a", "reason": "x"},
        ]
    ).facts
    assert [fact.id for fact in known_facts(facts, moment(40))] == [None, "b", None]


@pytest.mark.parametrize("version", [1, 2])
def test_facts_of_one_instant_are_told_apart_by_what_they_say(version):
    """Two uploads of one instant are taken in the order of their versions, wherever they stand in the file."""
    uploads = [{"what": "margin.uploaded", "at": 64800, "version": each} for each in (version, 3 - version)]
    asked = question(quick_day(uploads), moment(65000), calendar=tokyo())
    notified = state_of("margin", None, asked=asked).result.notified
    assert [each.versions for each in notified] == [(1,), (2,)]
