"""Which recorded facts are what really happened, which are the officer's own acts, and which have no ground."""

from datetime import time

import pytest

from addin.drills.truth import truth_of

FAILED = {
    "at": time(16, 0),
    "failure": "vendor_down",
    "ja": "来ない",
    "en": "nothing",
    "fact": {"what": "price.failed"},
}
LATE = {**FAILED, "told": time(17, 0)}


def whats(truth):
    return [each.what for each in truth.day.facts]


def test_what_happened_is_true_whether_anybody_declares_it_or_not(small):
    """An event that nobody declares is in the true day all the same."""
    assert whats(truth_of(small(events=[FAILED]), [])) == ["price.failed"]


def test_a_declared_event_stands_once(small, fact, at):
    """The record's fact answers the event, and the true day keeps the event's own instant."""
    truth = truth_of(small(events=[FAILED]), [fact("16:04", "price.failed")])
    assert [each.at for each in truth.day.facts] == [at("16:00")]
    assert truth.declared[1].at == at("16:04")


def test_a_declaration_in_other_words_is_no_answer(small, fact):
    """The failure of one instrument is not the failure of all, nor the other way round."""
    narrow = {**FAILED, "fact": {"what": "price.failed", "instruments": ["IX"]}}
    assert truth_of(small(events=[FAILED]), [fact("16:04", "price.failed", instruments=["IX"])]).declared == {}
    assert truth_of(small(events=[narrow]), [fact("16:04", "price.failed")]).declared == {}


def test_of_an_incident_more_may_be_said(small, fact):
    """The class is the officer's to declare; what was heard must be said as it was."""
    heard = {
        "cause": "earthquake",
        "results": ["building"],
        "own_damage": True,
        "external_damage": False,
        "severe": False,
    }
    event = {**FAILED, "failure": "building_lost", "fact": {"what": "incident.declared", **heard}}
    classed = fact("16:04", "incident.declared", **heard, **{"class": "local_damage"})
    other = fact("16:04", "incident.declared", **{**heard, "external_damage": True})
    assert 1 in truth_of(small(events=[event]), [classed]).declared
    assert truth_of(small(events=[event]), [other]).declared == {}


def test_names_may_stand_in_any_order(small, fact):
    """A list of names says the same in any order."""
    event = {**FAILED, "fact": {"what": "price.failed", "instruments": ["A", "B"]}}
    assert 1 in truth_of(small(events=[event]), [fact("16:04", "price.failed", instruments=["B", "A"])]).declared


@pytest.mark.parametrize(("dated", "counts"), [("16:00", True), ("16:00:30", True), ("17:02", False), ("15:40", False)])
def test_what_was_learned_late_must_be_dated_when_it_happened(small, fact, dated, counts):
    """News of an hour ago that is dated now would be ruled on wrongly."""
    truth = truth_of(small(events=[LATE]), [fact("17:02", "price.failed", dated=dated)])
    assert (1 in truth.declared) is counts


@pytest.mark.parametrize(("dated", "counts"), [("16:00", True), ("16:08", True), ("16:11", False), ("15:58", False)])
def test_what_was_heard_at_once_may_be_dated_when_it_was_heard(small, fact, dated, counts):
    """Within ten minutes nobody quarrels about the minute."""
    truth = truth_of(small(events=[FAILED]), [fact("16:08", "price.failed", dated=dated)])
    assert (1 in truth.declared) is counts


def test_the_officers_own_acts_are_true(small, fact):
    """What the desk did happened because the desk says so."""
    truth = truth_of(small(), [fact("16:00", "margin.flagged"), fact("16:01", "phone.called", participant="P01")])
    assert whats(truth) == ["margin.flagged", "phone.called"]
    assert truth.unfounded == ()


def test_what_never_happened_has_no_ground(small, fact):
    """A failure that the script knows nothing of is not in the true day, and is told of."""
    truth = truth_of(small(), [fact("16:00", "price.failed")])
    assert whats(truth) == []
    assert [each.fact.what for each in truth.unfounded] == ["price.failed"]


def test_on_the_other_side_the_other_acts_are_ones_own(small, fact):
    """At a participant's desk its own report and mail are acts, and an upload is not."""
    entries = [fact("16:00", "participant.reported", participant="P01"), fact("16:01", "margin.uploaded")]
    truth = truth_of(small(role="participant", participants=["P01"]), entries)
    assert whats(truth) == ["participant.reported"]
    assert [each.fact.what for each in truth.unfounded] == ["margin.uploaded"]


def test_what_is_taken_back_is_no_fault(small, fact):
    """A mistaken declaration that was retracted has no more consequence."""
    mistaken = fact("16:00", "price.failed")
    taken_back = fact("16:05", "fact.retracted", id=mistaken.key, reason="a mistake")
    assert truth_of(small(), [mistaken, taken_back]).unfounded == ()


def test_facts_of_another_day_count_for_nothing(small, fact):
    """Only what was recorded of the script's business date is looked at."""
    other = fact("16:00", "price.failed")
    other.body["business_date"] = "2026-11-19"
    assert truth_of(small(), [other]).unfounded == ()


@pytest.mark.parametrize(("shown", "real"), [("15:53", "16:00"), ("16:53", "16:53")])
def test_a_wrong_clock_is_put_right(small, fact, at, shown, real):
    """What a slow clock showed counts when it really was; from when it was put right, as it stands."""
    skew = {"seconds": -420, "begins": time(15, 50), "ends": time(16, 30)}
    event = {**FAILED, "at": time(15, 58), "told": time(17, 0)} if shown > "16" else {**FAILED, "at": time(15, 58)}
    truth = truth_of(small(events=[event], skew=skew), [fact(shown, "price.failed", dated="15:58")])
    assert truth.declared[1].at == at(real)
