"""What a drill marks: declarations, duties, rulings and answers, each by small days that turn on one thing."""

from datetime import time

import pytest

from addin.drills.marks import Grade, Kind, graded, in_plan_order

FAILED = {
    "at": time(16, 0),
    "failure": "vendor_down",
    "ja": "来ない",
    "en": "nothing",
    "fact": {"what": "price.failed"},
}
COMPUTED = {"at": time(16, 0), "failure": "news", "ja": "計算", "en": "computed", "fact": {"what": "margin.computed"}}
PRICE, NOTICE, CONTACT = "price.failed", "notice.sent", "phone.called"
ANSWER = {"ja": "答", "en": "answer", "record": {"kind": "solo.declared", "reason": "alone"}, "clauses": ["BCP-4.4"]}


def one(marks, kind, clause):
    """Return the one mark of a kind that names a clause."""
    (found,) = [each for each in marks if each.kind is kind and clause in each.clauses]
    return found


@pytest.mark.parametrize(
    ("clock", "grade"),
    [("16:01", Grade.IN_TIME), ("16:10", Grade.IN_TIME), ("16:10:01", Grade.LATE), (None, Grade.MISSING)],
)
def test_an_event_is_to_be_declared_within_the_grace(marks, fact, clock, grade):
    """Ten minutes are in time to the second; later is late, and never is missing."""
    entries = [fact(clock, PRICE, dated="16:00")] if clock else []
    assert one(marks(entries, events=[FAILED]), Kind.DECLARATION, "CP-1.3.1").grade is grade


def test_a_declaration_names_the_clauses_that_the_plan_brings_up_for_it(marks):
    """No script says so: with the failure the plan says something of the price, of its notice and of its contacts."""
    (mark,) = [each for each in marks([], events=[FAILED]) if each.kind is Kind.DECLARATION]
    assert mark.clauses == ("CP-1.3.1", "CP-1.3.3", "CP-1.3.R2")


def test_what_never_happened_is_a_wrong_declaration(marks, fact):
    """It is marked at the instant at which it was said, by the clauses that it would bring up."""
    (mark,) = marks([fact("16:05", PRICE)])
    assert (mark.grade, mark.clauses[0]) == (Grade.WRONG, "CP-1.3.1")


@pytest.mark.parametrize(
    ("clock", "grade"),
    [("16:03", Grade.IN_TIME), ("16:10", Grade.IN_TIME), ("16:11", Grade.LATE), (None, Grade.MISSING)],
)
def test_a_notice_is_in_time_by_the_plans_own_grace(marks, fact, clock, grade):
    """The duty and its deadline are the plan's: the script says neither."""
    sent = [fact(clock, NOTICE, clause="CP-1.3.3", channel="information_list")] if clock else []
    entries = [fact("16:01", PRICE, dated="16:00"), *sent]
    assert one(marks(entries, events=[FAILED]), Kind.NOTICE, "CP-1.3.3").grade is grade


def test_a_notice_through_the_wrong_channel_is_none(marks, fact):
    """While the OTC terminal works, a mail to the participants is no announcement."""
    entries = [fact("16:03", NOTICE, clause="CP-1.3.3", channel="email")]
    assert one(marks(entries, events=[FAILED]), Kind.NOTICE, "CP-1.3.3").grade is Grade.MISSING


def test_each_participant_is_to_be_contacted(marks, fact):
    """One of two was called: one mark is in time, one is missing."""
    entries = [fact("16:03", CONTACT, participant="P01", clause="CP-1.3.R2", reached=True)]
    found = [each for each in marks(entries, events=[FAILED]) if each.clauses == ("CP-1.3.R2",)]
    assert {(each.words.en[-3:], each.grade) for each in found} == {("P01", Grade.IN_TIME), ("P02", Grade.MISSING)}


def test_a_call_that_reached_nobody_is_none(marks, fact):
    """A try is not a contact."""
    entries = [fact("16:03", CONTACT, participant=each, clause="CP-1.3.R2", reached=False) for each in ("P01", "P02")]
    found = [each for each in marks(entries, events=[FAILED]) if each.clauses == ("CP-1.3.R2",)]
    assert {each.grade for each in found} == {Grade.MISSING}


def test_a_contact_that_a_later_notice_replaces_was_due_all_the_same(marks, fact):
    """Nobody was called after 18:00; that they were called after 19:00 does not make up for it."""
    late = [fact("19:05", CONTACT, participant=each, clause="CP-2.1.R1", reached=True) for each in ("P01", "P02")]
    found = [each for each in marks(late, ends=time(19, 30)) if each.clauses == ("CP-2.1.R1",)]
    assert [(f"{each.due:%H:%M}", each.grade) for each in found] == [
        *[("18:10", Grade.MISSING)] * 2,
        *[("19:10", Grade.IN_TIME)] * 2,
    ]


def test_what_goes_away_before_it_falls_due_is_nobodys_fault(marks):
    """A participant that is back at once owes no report of its failure."""
    outage = {"what": "participant.outage", "participant": "P01", "connection": "tool", "affects": "information"}
    events = [
        {**FAILED, "failure": "line_down", "fact": outage},
        {**FAILED, "at": time(16, 5), "fact": {"what": "participant.recovered", "participant": "P01"}},
    ]
    found = marks([], role="participant", participants=["P01"], events=events)
    assert {each.kind for each in found} == {Kind.DECLARATION}


def test_what_was_learned_after_its_time_has_the_grace_from_then(marks, fact):
    """News at 17:00 of a failure at 16:00 can be announced by 17:10 at the earliest."""
    entries = [fact("17:08", NOTICE, clause="CP-1.3.3", channel="information_list")]
    mark = one(marks(entries, events=[{**FAILED, "told": time(17, 0)}]), Kind.NOTICE, "CP-1.3.3")
    assert (mark.grade, f"{mark.due:%H:%M}") == (Grade.IN_TIME, "17:10")


def test_what_is_to_be_considered_has_no_deadline(marks, fact):
    """Whether the previous day's amounts should apply may be weighed to the end (CP-2.2.R2)."""
    day = {"begins": time(17, 0), "ends": time(20, 30), "events": [{**COMPUTED, "at": time(17, 10)}]}
    entries = [fact("17:12", "margin.uploaded"), fact("18:30", "margin.flagged"), fact("19:50", "margin.renotified")]
    mark = one([each for each in marks(entries, **day) if each.words.en == "decide"], Kind.DECISION, "CP-2.2.R2")
    assert (mark.grade, f"{mark.due:%H:%M}") == (Grade.IN_TIME, "20:30")


def test_what_falls_due_after_the_end_is_nobodys_fault(marks):
    """A failure five minutes before the end calls for a declaration alone."""
    found = marks([], events=[{**FAILED, "at": time(17, 55)}])
    assert [each.kind for each in found] == [Kind.DECLARATION]


def test_what_was_due_before_the_drill_is_not_marked(marks):
    """At 15:50 the notices of 13:00 and 13:30 are long overdue, and none of this drill's business."""
    assert marks([]) == ()


def test_what_the_other_side_owes_is_not_marked(marks):
    """At a participant's desk JSCC's announcements are awaited, not sent."""
    found = marks([], role="participant", participants=["P01"], events=[FAILED])
    assert {each.kind for each in found} == {Kind.DECLARATION, Kind.DECISION}


def test_a_participant_reports_and_mails(marks, fact):
    """At the hit participant's own desk the report by 15:15 and the mail after it are its duties."""
    outage = {"what": "participant.outage", "participant": "P01", "connection": "tool", "affects": "quotes"}
    event = {**FAILED, "at": time(14, 30), "failure": "line_down", "fact": outage}
    day = {"role": "participant", "participants": ["P01"], "begins": time(14, 0), "events": [event]}
    entries = [fact("14:40", "participant.reported", participant="P01")]
    found = marks(entries, **day, settings={"quote_window_close": time(15, 45)})
    assert one(found, Kind.NOTICE, "CP-1.1.b.2").grade is Grade.IN_TIME
    assert one(found, Kind.NOTICE, "CP-1.1.b.3").grade is Grade.MISSING
    assert f"{one(found, Kind.NOTICE, 'CP-1.1.b.3').due:%H:%M}" == "15:45"


@pytest.mark.parametrize(("clock", "grade"), [("16:05", Grade.IN_TIME), ("16:11", Grade.LATE), (None, Grade.MISSING)])
def test_an_upload_is_due_at_once(marks, fact, clock, grade):
    """What was computed is uploaded within the grace (CP-2.1.2.b)."""
    entries = [fact(clock, "margin.uploaded")] if clock else []
    found = [each for each in marks(entries, events=[COMPUTED]) if each.words.en == "upload"]
    assert [each.grade for each in found] == [grade]


@pytest.mark.parametrize("kind", ["solo.declared", "solo.countersigned"])
def test_an_answer_is_an_entry_that_says_what_was_asked(marks, entry, kind):
    """Kind and every name must agree."""
    events = [{**FAILED, "fact": {"what": "price.failed"}, "answers": [ANSWER]}]
    found = marks([entry("16:04", kind, reason="alone")], events=events)
    grade = one(found, Kind.STEP, "BCP-4.4").grade
    assert grade is (Grade.IN_TIME if kind == "solo.declared" else Grade.MISSING)


def test_an_answer_before_the_question_is_none(marks, entry):
    """What was recorded before the officer heard of the event does not answer it."""
    events = [{**FAILED, "answers": [ANSWER]}]
    found = marks([entry("15:55", "solo.declared", reason="alone")], events=events)
    assert one(found, Kind.STEP, "BCP-4.4").grade is Grade.MISSING


@pytest.mark.parametrize(("register", "grade"), [("roster", Grade.IN_TIME), ("movers", Grade.MISSING)])
def test_a_standing_duty_is_seen_to_in_its_own_register(marks, said, register, grade):
    """An entry that names the clause in another register does not see to it."""
    seen = said("16:00", "drill", register=register, clauses=["BCP-4.2"])
    assert [each.grade for each in marks([seen], reviews=["BCP-4.2"])] == [grade]


def test_the_instant_of_the_deadline_is_in_time(at):
    """A grade turns just after the deadline."""
    assert graded(at("16:10"), at("16:10")) is Grade.IN_TIME
    assert graded(at("16:10:01"), at("16:10")) is Grade.LATE
    assert graded(None, at("16:10")) is Grade.MISSING


def test_clauses_stand_in_plan_order():
    """However they were found, clauses are listed as the documents have them."""
    assert in_plan_order({"BCP-4.2", "CP-1.3.1", "CP-1.1"}) == ("CP-1.1", "CP-1.3.1", "BCP-4.2")
