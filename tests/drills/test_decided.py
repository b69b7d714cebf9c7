"""Rulings in a drill: each change of what applies is to be on record, rightly and within the grace."""

from dataclasses import replace
from datetime import time

import pytest

from addin.app.plan_record import latched_rulings, ruling_entries
from addin.drills.decided import decided, turns
from addin.drills.marks import Grade, Kind
from addin.drills.truth import truth_of
from addin.drills.walk import look, walked
from addin.store.journal import Journal

FAILED = {
    "at": time(16, 0),
    "failure": "vendor_down",
    "ja": "来ない",
    "en": "nothing",
    "fact": {"what": "price.failed"},
}
SET = {"at": time(17, 0), "failure": "news", "ja": "決定", "en": "set",
       "fact": {"what": "price.set_by_jscc", "reference": "R", "second_person": "TY"}}  # fmt: skip


@pytest.fixture
def ruled(entry, at, tmp_path):
    """Return a function that makes the entry of the price's ruling as it was at one instant, recorded at another."""

    def made(script, clock, *, of, wrongly=False, item="settlement_price", beside=()):
        day = truth_of(script, list(beside)).day
        with Journal(tmp_path / "none") as journal:
            latched = latched_rulings(look(day, at(of)).plan, day, journal)
        bodies = {body["item"]: body for _, body in ruling_entries(latched)}
        body = {**bodies[item]}
        if wrongly:
            body["ruling"] = {**body["ruling"], "applies": "today", "clause": "CP-1.3.2"}
        return entry(clock, "plan.ruled", **body)

    return made


def rulings(marks):
    return [each for each in marks if each.kind is Kind.DECISION and each.why.en]


@pytest.mark.parametrize(
    ("clock", "grade"),
    [("16:02", Grade.IN_TIME), ("16:10", Grade.IN_TIME), ("16:12", Grade.LATE), (None, Grade.MISSING)],
)
def test_a_ruling_is_to_be_recorded_within_the_grace(small, marks, ruled, clock, grade):
    """From when the plan says something else, ten minutes."""
    day = {"events": [FAILED]}
    entries = [ruled(small(**day), clock, of="16:02")] if clock else []
    assert [each.grade for each in rulings(marks(entries, **day))] == [grade]


def test_a_ruling_that_says_something_else_is_wrong(small, marks, ruled):
    """A decision by another clause is no decision, and the mark shows what was recorded."""
    day = {"events": [FAILED]}
    (mark,) = rulings(marks([ruled(small(**day), "16:02", of="16:02", wrongly=True)], **day))
    assert mark.grade is Grade.WRONG
    assert "today CP-1.3.2" in mark.why.en


def test_a_wrong_ruling_put_right_in_time_is_right(small, marks, ruled):
    """The first decision that says what applies counts."""
    day = {"events": [FAILED]}
    script = small(**day)
    entries = [ruled(script, "16:02", of="16:02", wrongly=True), ruled(script, "16:06", of="16:02")]
    assert [each.grade for each in rulings(marks(entries, **day))] == [Grade.IN_TIME]


def test_each_change_is_to_be_recorded(small, marks, ruled):
    """The previous day's price, then the one that JSCC set: the first decision does not stand for the second."""
    day = {"events": [FAILED, SET]}
    (first, second) = rulings(marks([ruled(small(**day), "16:02", of="16:02")], **day))
    assert (first.grade, second.grade) == (Grade.IN_TIME, Grade.MISSING)
    assert second.clauses == ("CP-1.3.2",)


def test_a_ruling_names_the_principle_behind_it(reference):
    """What applies by CP-2.1.2.c rests on the principle of CP-2.1.1 and is of three amounts (CP-2.D1)."""
    found = [each for each in reference("bad-day").score.marks if "CP-2.1.2.c" in each.clauses and each.why.en]
    assert [each.clauses for each in found] == [("CP-2.D1", "CP-2.1.1", "CP-2.1.2.c")]


def test_what_lasted_less_than_a_minute_is_nobodys_to_record(small):
    """A failure that is over within seconds makes no turn of its own."""
    quick = {**SET, "at": time(16, 0, 30)}
    script = small(events=[FAILED, quick])
    looks = walked(truth_of(script, []).day, begins=script.begins, ends=script.ends)
    assert [each.item.clause for each in turns("settlement_price", looks)] == ["CP-1.3.2"]


def test_a_turn_lasts_until_the_next(small, at):
    """From its begin to the next one's, the last until the end of the drill."""
    script = small(events=[FAILED, SET])
    looks = walked(truth_of(script, []).day, begins=script.begins, ends=script.ends)
    found = turns("settlement_price", looks)
    assert [(each.begins, each.ends) for each in found] == [(at("16:00"), at("17:00")), (at("17:00"), at("18:00"))]


def test_the_passing_of_time_alone_decides_nothing(small, at):
    """Two looks at a quiet hour show the same decision, though the plan's sentence names another time."""
    day = truth_of(small(events=[FAILED]), []).day
    first, later = (look(day, at(clock)).plan.items["settlement_price"] for clock in ("16:05", "16:55"))
    assert first.trace != later.trace
    assert decided(first) == decided(later)


@pytest.fixture
def doubted(small, fact):
    """Return a day of margin computed at 17:10, flagged at 18:30 and confirmed at 18:50, and what the desk recorded."""
    event = {"at": time(17, 10), "failure": "news", "ja": "計算", "en": "computed", "fact": {"what": "margin.computed"}}
    day = {"begins": time(17, 0), "ends": time(19, 30), "events": [event]}
    acts = [fact("17:12", "margin.uploaded"), fact("18:30", "margin.flagged"), fact("18:50", "margin.confirmed")]
    return day, small(**day), acts


def of_margin(marks):
    return [(f"{each.since:%H:%M}", each.grade) for each in rulings(marks) if each.words.en.startswith("Margin")]


def test_a_decision_that_stands_again_need_not_be_repeated(marks, ruled, doubted):
    """Who overlooked the suspicion still has the right decision on record once it is cleared."""
    day, script, acts = doubted
    entries = [*acts, ruled(script, "17:13", of="17:13", item="margin", beside=acts)]
    assert of_margin(marks(entries, **day)) == [
        ("17:10", Grade.IN_TIME),
        ("18:30", Grade.MISSING),
        ("18:50", Grade.IN_TIME),
    ]


def test_a_decision_is_too_late_once_something_else_applies(marks, ruled, doubted):
    """That it was pending at 18:40 is no decision any more at 18:55, and hides what applies then."""
    day, script, acts = doubted
    first = ruled(script, "17:13", of="17:13", item="margin", beside=acts)
    looked_back = ruled(script, "18:49:59", of="18:40", item="margin", beside=acts)
    too_late = replace(looked_back, at="2026-11-20T18:55:00+09:00")
    assert of_margin(marks([*acts, first, looked_back], **day))[1] == ("18:30", Grade.LATE)
    assert of_margin(marks([*acts, first, too_late], **day))[1] == ("18:30", Grade.MISSING)
