"""The plan put to a day at every instant that may matter, and the clauses that it names there."""

from datetime import time, timedelta

import pytest

from addin.drills.truth import truth_of
from addin.drills.walk import instants, look, named, walked

STORM = {"cause": "storm_flood", "results": ["building"], "own_damage": True, "external_damage": False, "severe": False}


def told(what, **details):
    return {"at": time(16, 0), "failure": "news", "ja": "何", "en": "what", "fact": {"what": what, **details}}


FAILED = told("price.failed")


@pytest.fixture
def clauses(small, at):
    """Return a function that gives the clauses that bear on 16:30 of a day with these facts."""

    def of(*events, clock="16:30"):
        return {clause for clause, *_ in named(look(truth_of(small(events=list(events)), []).day, at(clock)))}

    return of


def test_a_day_is_looked_at_from_begin_to_end(small, at):
    """Nothing before the drill, nothing after it, and both of its ends."""
    script = small()
    found = instants(script.day, begins=script.begins, ends=script.ends)
    assert (found[0], found[-1]) == (at("15:50"), at("18:00"))


def test_a_fact_is_looked_at_when_it_is_learned_and_just_after(small, at):
    """What opens strictly after its instant is seen a second later."""
    day = truth_of(small(events=[{**FAILED, "told": time(16, 40)}]), []).day
    found = instants(day, begins=at("15:50"), ends=at("18:00"))
    assert at("16:40") in found
    assert at("16:40:01") in found
    assert at("16:00") not in found


def test_a_cut_off_is_looked_at_once_it_has_passed(small, at):
    """At 18:00:00 margin may still be computed; a second later it is late."""
    found = instants(small().day, begins=at("15:50"), ends=at("19:30"))
    assert {at("18:00:01"), at("19:00:01")} <= set(found)


def test_looks_are_in_order_and_none_twice(small):
    """Each instant once, the earliest first."""
    day = truth_of(small(events=[FAILED, told("price.received")]), []).day
    found = [each.at for each in walked(day, begins=small().begins, ends=small().ends)]
    assert found == sorted(set(found))


def test_a_look_uses_only_what_was_known(small, at):
    """Before it is told of, a failure of 16:00 is nowhere."""
    day = truth_of(small(events=[{**FAILED, "told": time(16, 40)}]), []).day
    before, after = look(day, at("16:39")), look(day, at("16:40"))
    assert before.plan.items["settlement_price"].clause is None
    assert after.plan.items["settlement_price"].clause == "CP-1.3.1"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (FAILED, {"CP-1.3.1", "CP-1.3.3", "CP-1.3.R2"}),
        (told("cmf.failed", short=[{"participant": "P01", "amount": 5}]), {"CP-3.3.1", "CP-3.3.2"}),
        (
            told("participant.outage", participant="P01", connection="direct", affects="information"),
            {"CP-1.2", "CP-1.2.a.1"},
        ),
        (
            told("participant.outage", participant="P01", connection="tool", affects="information"),
            {"CP-1.2", "CP-1.2.b.1", "CP-1.2.b.2"},
        ),
        (told("participant.challenged", participant="P01", item="margin"), {"CP-2.2.R1"}),
        (told("incident.declared", **STORM), {"BCP-2.1.a", "BCP-2.1.b", "BCP-2.1.c", "BCP-3.1.a"}),
        (
            told("incident.declared", **{**STORM, "cause": "system_failure"}),
            {"BCP-2.1.a", "BCP-2.1.b", "BCP-2.1.c", "BCP-3.3.a"},
        ),
    ],
)
def test_what_happened_brings_up_its_clauses(clauses, event, expected):
    """The plan itself says which clauses an event is for: those it names with it and not without it."""
    assert clauses(event) - clauses() == expected


def test_an_hour_in_which_nothing_happens_names_the_same(clauses):
    """The passing of time alone brings up no clause between two cut-offs."""
    assert clauses(FAILED, clock="16:30") == clauses(FAILED, clock="17:30")


def test_a_tool_that_fails_too_leaves_the_talk(clauses):
    """Only with the tool gone is CP-1.2.a.2 what decides."""
    outage = told("participant.outage", participant="P01", connection="direct", affects="information")
    tool = told("participant.tool_unavailable", participant="P01")
    assert "CP-1.2.a.2" not in clauses(outage)
    assert "CP-1.2.a.2" in clauses(outage, tool)


def test_a_second_is_enough(small, at):
    """The notice of a failure has come up a second after it, not with it."""
    day = truth_of(small(events=[FAILED]), []).day
    first, second = (look(day, at("16:00") + timedelta(seconds=more)) for more in (0, 1))
    came_up = [{each.occurrence.duty.clause for each in found.owed} for found in (first, second)]
    assert came_up[1] - came_up[0] == {"CP-1.3.3", "CP-1.3.R2"}
