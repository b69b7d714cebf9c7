"""What each shipped script calls for, written down beside the two plans by hand: times and clauses, no code asked."""

import pytest

from addin.drills.continued import incident_marks
from addin.drills.marks import Grade, Kind
from addin.drills.truth import truth_of
from addin.drills.walk import walked

# When something else applies, by which clause.
RULINGS = {
    "at-the-cut-off": [
        "13:30:00 CP-3.1.2.b",
        "18:57:00 CP-2.1.2.b",
        "18:59:00 CP-2.2.1",
        "20:00:01 CP-2.2.3",
        "20:10:00 CP-2.2.R2",
    ],
    "bad-day": ["13:20:00 CP-3.1.2.b", "16:05:00 CP-1.3.1", "19:00:01 CP-2.1.2.c"],
    "building-lost": [],
    "clock-and-stick": ["13:30:01 CP-3.1.2.c"],
    "intraday-cmf": ["12:50:00 CP-3.1.2.b", "13:10:00 CP-3.2.1", "13:24:00 CP-3.2.1"],
    "learned-late": ["19:00:01 CP-2.1.2.c", "19:20:00 CP-2.1.2.b", "19:45:00 CP-1.3.1"],
    "margin-wrong": ["17:30:00 CP-2.1.2.b", "17:33:00 CP-2.1.2.b", "18:28:00 CP-2.2.1", "19:40:00 CP-2.2.2"],
    "severe-failure": [],
    "silver-week": ["13:30:01 CP-3.1.2.c"],
    "two-fallback-days": ["16:00:00 CP-1.3.1", "17:10:00 CP-1.3.1", "19:00:01 CP-2.1.2.c"],
    "vendor-hearing": ["16:00:00 CP-1.3.1", "16:47:00 CP-1.3.2"],
    "year-end": ["12:55:00 CP-3.1.2.b", "13:14:00 CP-3.2.1", "13:30:01 CP-3.2.3", "19:00:01 CP-2.1.2.c"],
}

# What is to be done by when: uploads, decisions, notices, contacts, calls, reports, mails.
DUTIES = {
    "at-the-cut-off": {
        "13:10 CP-3.1.2.a",  # not complete at 13:00
        "13:40 CP-3.1.2.b",  # the upload, at once
        "13:42 CP-3.1.2.b",  # and that it was uploaded
        "18:10 CP-2.1.2.a",
        "18:10 CP-2.1.R1",
        "19:07 CP-2.1.2.b",
        "19:07 CP-2.1.R1",
        "19:00 CP-2.2.1",  # an error is announced by 19:00, whatever the grace
        "20:40 CP-2.2.R2",  # to be considered, until the end
    },
    "bad-day": {
        "13:10 CP-3.1.2.a",
        "13:30 CP-3.1.2.b",
        "13:33 CP-3.1.2.b",
        "15:45 CP-1.1.b.4",  # the quote window's close
        "16:15 CP-1.3.3",
        "16:15 CP-1.3.R2",
        "18:10 CP-2.1.2.a",
        "18:10 CP-2.1.R1",
        "19:10 CP-2.1.2.c",
        "19:10 CP-2.1.R1",
    },
    "building-lost": set(),
    "clock-and-stick": {
        "14:10 CP-1.2.b.1",  # the talk is what is left once the tool fails, too
        "14:10 CP-1.2.b.2",
        "15:15 CP-1.1.b.2",
        "16:00 CP-1.1.b.3",
    },
    "intraday-cmf": {
        "13:00 CP-3.1.2.b",
        "13:15 CP-3.2.R1",
        "13:34 CP-3.2.2",
        "14:00 CP-3.3.2",  # the call comes first
        "14:05 CP-3.3.1",  # the message opens with it
    },
    "learned-late": {
        "18:10 CP-2.1.2.a",
        "18:10 CP-2.1.R1",
        "19:10 CP-2.1.2.c",
        "19:10 CP-2.1.R1",
        "19:30 CP-2.1.2.b",  # from when it was known, not from when it was computed
        "19:34 CP-2.1.2.b",
        "19:34 CP-2.1.R1",
        "19:55 CP-1.3.3",
        "19:55 CP-1.3.R2",
    },
    "margin-wrong": {"17:40 CP-2.1.2.b", "18:30 CP-2.2.R1", "19:00 CP-2.2.1", "20:40 CP-2.2.R2"},
    "severe-failure": set(),
    "silver-week": {"13:10 CP-3.1.2.a", "13:40 CP-3.1.2.c"},
    "two-fallback-days": {
        "16:10 CP-1.3.3",
        "16:10 CP-1.3.R2",
        "17:20 CP-1.3.3",  # again, as the handling changed
        "17:20 CP-1.3.R2",
        "18:10 CP-2.1.2.a",
        "18:10 CP-2.1.R1",
        "19:10 CP-2.1.2.c",
        "19:10 CP-2.1.R1",
    },
    "vendor-hearing": {"16:10 CP-1.3.3", "16:10 CP-1.3.R2", "16:57 CP-1.3.3", "16:57 CP-1.3.R2"},
    "year-end": {
        "13:05 CP-3.1.2.b",
        "13:20 CP-3.2.R1",
        "13:40 CP-3.2.4",
        "18:10 CP-2.1.2.a",
        "18:10 CP-2.1.R1",
        "19:10 CP-2.1.2.c",
        "19:10 CP-2.1.R1",
    },
}

STEPS = ["BCP-3.1.b.1", "BCP-3.1.b.2", "BCP-3.1.b.3", "BCP-3.1.b.4", "BCP-3.1.b.5", "BCP-3.1.b.6"]
INCIDENTS = {
    "silver-week": ("BCP-3.1.a", STEPS, "BCP-4.1"),
    "building-lost": ("BCP-3.2.a", STEPS, "BCP-4.1"),
    "severe-failure": ("BCP-3.3.a", [*STEPS, "BCP-3.3.b"], "BCP-3.3.c"),
}


def is_ruling(mark):
    return mark.kind is Kind.DECISION and bool(mark.why.en)


def test_each_turn_of_a_ruling_is_the_plans(references):
    """The instants are those of the documents' cut-offs and of the scripts' own events."""
    found = {
        each.script.name: [f"{mark.since:%H:%M:%S} {mark.clauses[-1]}" for mark in each.score.marks if is_ruling(mark)]
        for each in references
    }
    assert found == RULINGS


def test_each_duty_has_the_plans_deadline(references):
    """A grace of ten minutes after what opens a duty, or the cut-off that the clause names."""
    found = {
        each.script.name: {
            f"{mark.due:%H:%M} {mark.clauses[0]}"
            for mark in each.score.marks
            if mark.kind is Kind.NOTICE or (mark.kind is Kind.DECISION and not is_ruling(mark))
        }
        for each in references
    }
    assert found == DUTIES


@pytest.mark.parametrize("name", INCIDENTS)
def test_an_incident_has_its_class_steps_and_headquarters(reference, name):
    """Local damage, a wide-area disaster and a severe system failure each call for their own."""
    made, (kind, steps, headquarters) = reference(name), INCIDENTS[name]
    classes = {"BCP-3.1.a", "BCP-3.2.a", "BCP-3.3.a"} & set(made.score.clauses)
    reported = [mark.clauses[0] for mark in made.score.marks if mark.clauses[0] in {*STEPS, "BCP-3.3.b"}]
    assert classes == {kind}
    assert sorted(reported) == sorted(steps)
    assert headquarters in made.score.clauses


def test_the_centre_is_to_run_two_hours_after_the_event(reference):
    """The storage failed at 10:00, so that noon is the target, though the primary was given up at 10:30 only."""
    due = {clause: mark.due for mark in reference("severe-failure").score.marks for clause in mark.clauses}
    assert f"{due['BCP-4.6.a']:%H:%M}" == f"{due['BCP-4.6.b']:%H:%M}" == "12:00"


def test_polls_follow_each_other_by_the_hour(reference):
    """From when the disaster was known at 14:40, then an hour after each answer, to the end at 17:30."""
    polls = [mark for mark in reference("building-lost").score.marks if mark.clauses == ("BCP-3.2.b",)]
    asked = {f"{mark.words.en.split()[0]} {mark.since:%H:%M}" for mark in polls}
    assert len(polls) == 6
    assert [f"{mark.due:%H:%M}" for mark in polls] == ["14:50", "14:50", "15:57", "15:59", "17:00", "17:02"]
    assert asked == {"参加者 14:40", "資金決済銀行 14:40"}


def test_nobody_is_called_whom_the_plan_does_not_name(reference):
    """While the CMF terminal is down P02 is not short, and no call to it is asked for."""
    marks = [mark for mark in reference("intraday-cmf").score.marks if mark.kind is Kind.NOTICE]
    named = [mark.words.en[-3:] for mark in marks if mark.clauses[0].startswith("CP-3.3")]
    assert sorted(named) == ["P01", "P01", "P03", "P03"]


def test_without_a_call_no_message_is_owed(reference):
    """Without the calls no message is owed, as it may only follow them (CP-3.3.2)."""
    made = reference("intraday-cmf")
    calls = [each for each in made.played.entries if each.body.get("what") == "phone.called"]
    looks = walked(
        truth_of(made.script, [each for each in made.played.entries if each not in calls]).day,
        begins=made.script.begins,
        ends=made.script.ends,
    )
    assert not any(owed.occurrence.duty.what == "message" for look in looks for owed in look.owed)


def test_a_day_without_an_incident_asks_for_no_procedure(reference):
    """The continuity plan is silent on a bad day on which nobody declared an incident."""
    made = reference("bad-day")
    looks = walked(truth_of(made.script, made.played.entries).day, begins=made.script.begins, ends=made.script.ends)
    assert list(incident_marks(made.script, looks, made.played.entries)) == []
    assert all(mark.grade is Grade.IN_TIME for mark in made.score.marks)
