"""The continuity plan in a drill: its steps, services, bodies, polls, centre and people, each by one small incident."""

from datetime import date, time

import pytest

from addin.drills.marks import Grade

STORM = {"cause": "storm_flood", "results": ["building"], "own_damage": True, "external_damage": False, "severe": False}
QUAKE = {**STORM, "cause": "earthquake", "external_damage": True}
FAILURE = {**STORM, "cause": "system_failure", "results": ["system"]}
LOST = {**FAILURE, "severe": True, "primary_centre_lost": True}
BANK = {"name": "銀行", "role": "fund_settlement_bank", "withdrawn": False}
MEANS = {"landline": "1", "mobile": "2"}


@pytest.fixture
def hit(marks):
    """Return a function that gives the grades of an incident at 16:00, by clause, of entries beside it."""

    def of(details, *entries, **changes):
        told = {"what": "incident.declared", **details}
        event = {"at": time(16, 0), "failure": "building_lost", "ja": "発災", "en": "hit", "fact": told}
        found = marks(list(entries), events=[event], **changes)
        return {clause: [each for each in found if clause in each.clauses] for each in found for clause in each.clauses}

    return of


def grades(found, clause):
    """Return the grades of a clause's marks, without the one of the declaration itself."""
    return [each.grade for each in found[clause] if each.kind.value != "declaration"]


@pytest.mark.parametrize(("details", "clause"), [(STORM, "BCP-3.1.a"), (QUAKE, "BCP-3.2.a"), (FAILURE, "BCP-3.3.a")])
def test_an_incident_is_declared_by_its_form_lists_and_class(hit, details, clause):
    """The declaration names the form and both lists of the plan, and the class that follows."""
    found = hit(details)
    for each in ("BCP-2.1.a", "BCP-2.1.b", "BCP-2.1.c", clause):
        assert [mark.kind.value for mark in found[each]] == ["declaration"]


def test_each_step_of_the_procedure_is_to_be_reported_done(hit, said):
    """A step that was only begun is missing, one that is done is in time."""
    begun = said("16:20", "step", step="grasp_damage", state="started")
    done = said("16:30", "step", step="decide_response", state="done")
    found = hit(STORM, begun, done)
    assert grades(found, "BCP-3.1.b.2") == [Grade.MISSING]
    assert grades(found, "BCP-3.1.b.3") == [Grade.IN_TIME]


@pytest.mark.parametrize(("clock", "grade"), [("16:05", Grade.IN_TIME), ("16:40", Grade.LATE)])
def test_the_survey_comes_before_every_other_step(hit, said, clock, grade):
    """What a system failure asks for first is late once another step was begun (BCP-3.3.b)."""
    survey = said(clock, "step", step="impact_survey", state="done")
    other = said("16:20", "step", step="headquarters", state="started")
    assert grades(hit({**FAILURE, "severe": True}, survey, other), "BCP-3.3.b") == [grade]


def test_the_headquarters_decides_in_writing(hit, said):
    """Local damage brings the headquarters by BCP-4.1, a severe failure by BCP-3.3.c; a mild one brings none."""
    decided = said("16:20", "decision", what="x")
    assert grades(hit(STORM, decided), "BCP-4.1") == [Grade.IN_TIME]
    assert grades(hit({**FAILURE, "severe": True}), "BCP-3.3.c") == [Grade.MISSING]
    assert "BCP-4.1" not in hit(FAILURE)


def test_every_business_is_to_be_reported(hit, said):
    """Of five businesses one was reported."""
    found = grades(hit(STORM, said("16:20", "service", service="settlement", state="running")), "BCP-2.2")
    assert sorted(found) == sorted([Grade.IN_TIME, *[Grade.MISSING] * 4])


@pytest.mark.parametrize(
    ("tries", "grade"),
    [
        ([], Grade.MISSING),
        ([("landline", True)], Grade.IN_TIME),
        ([("landline", False)], Grade.MISSING),
        ([("landline", False), ("mobile", True)], Grade.IN_TIME),
        ([("landline", False), ("mobile", False)], Grade.IN_TIME),
        ([("mobile", True)], Grade.WRONG),
    ],
)
def test_a_body_is_tried_by_its_means_in_the_plans_order(hit, said, tries, grade):
    """Reached by the next means in order, or tried by all of them; the second means first is wrong (BCP-4.3)."""
    made = [
        said(f"16:2{n}", "try", contact="銀行", means=means, reached=reached)
        for n, (means, reached) in enumerate(tries)
    ]
    found = hit(STORM, said("15:50", "contact", **BANK, means=MEANS), *made)
    assert grades(found, "BCP-4.3") == [grade]
    assert grades(found, "BCP-1.1") == [grade]


def test_ones_own_staff_is_no_external_body(hit, said):
    """A contact that is staff, or was withdrawn, is not to be called for the incident."""
    staff = said("15:50", "contact", **{**BANK, "role": "staff"}, means=MEANS)
    gone = said("15:51", "contact", **{**BANK, "name": "旧", "withdrawn": True}, means=MEANS)
    assert "BCP-1.1" not in hit(STORM, staff, gone)


def polls(said, *clocks, reached=True):
    return [said(clock, "poll", body="銀行", reached=reached) for clock in clocks]


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        ((), [Grade.MISSING, Grade.MISSING]),
        (("16:05", "17:05"), [Grade.IN_TIME, Grade.IN_TIME]),
        (("16:20", "17:20"), [Grade.LATE, Grade.IN_TIME]),
        (("16:05",), [Grade.IN_TIME, Grade.MISSING]),
    ],
)
def test_in_a_wide_area_disaster_bodies_are_asked_at_the_interval(hit, said, clocks, expected):
    """At once, then an hour after each answer, each within the grace (BCP-3.2.b)."""
    body = said("15:50", "contact", **BANK, means=MEANS)
    assert grades(hit(QUAKE, body, *polls(said, *clocks)), "BCP-3.2.b") == expected


def test_a_body_that_was_not_reached_stays_due(hit, said):
    """A poll that reached nobody is no answer."""
    body = said("15:50", "contact", **BANK, means=MEANS)
    found = hit(QUAKE, body, *polls(said, "16:05", reached=False))
    assert grades(found, "BCP-3.2.b") == [Grade.MISSING, Grade.MISSING]


def test_local_damage_asks_for_no_polls(hit, said):
    """Only the wide-area procedure has them."""
    assert "BCP-3.2.b" not in hit(STORM, said("15:50", "contact", **BANK, means=MEANS))


@pytest.mark.parametrize(("clock", "grade"), [("17:55", Grade.IN_TIME), ("18:30", Grade.LATE), (None, Grade.MISSING)])
def test_the_other_centre_is_to_run_within_two_hours(hit, said, clock, grade):
    """The target is the plan's, from the event (BCP-4.6.b)."""
    words = [("16:20", "unusable"), ("16:25", "hard_to_recover"), *([(clock, "running_at_secondary")] if clock else [])]
    entries = [said(at, "centre", word=word, by="SK", reason="r") for at, word in words]
    found = hit(LOST, *entries, ends=time(19, 0))
    assert grades(found, "BCP-4.6.a") == [Grade.IN_TIME]
    assert grades(found, "BCP-4.6.b") == [grade]


def test_one_half_of_the_judgement_is_no_switch(hit, said):
    """That the primary is unusable does not say that it cannot be recovered quickly (G16)."""
    found = hit(LOST, said("16:20", "centre", word="unusable", by="SK", reason="r"))
    assert grades(found, "BCP-4.6.a") == [Grade.MISSING]


def test_what_was_said_of_an_earlier_incident_is_over(hit, said):
    """Words about the centre from before this incident judge nothing of it."""
    words = [("15:51", "unusable"), ("15:52", "hard_to_recover"), ("15:53", "running_at_secondary")]
    found = hit(LOST, *[said(at, "centre", word=word, by="SK", reason="r") for at, word in words], ends=time(19, 0))
    assert grades(found, "BCP-4.6.a") == [Grade.MISSING]
    assert grades(found, "BCP-4.6.b") == [Grade.MISSING]


@pytest.mark.parametrize(
    ("clause", "kind", "content"),
    [
        ("BCP-3.1.b.2", "step", {"step": "grasp_damage", "state": "done"}),
        ("BCP-4.1", "decision", {"what": "x"}),
        ("BCP-4.3", "try", {"contact": "銀行", "means": "landline", "reached": True}),
        ("BCP-3.2.b", "poll", {"body": "銀行", "reached": True}),
    ],
)
def test_a_report_from_before_the_incident_is_none(hit, said, clause, kind, content):
    """What was done at 15:55 was not done for the incident of 16:00."""
    body = said("15:50", "contact", **BANK, means=MEANS)
    assert Grade.IN_TIME in grades(hit(QUAKE, body, said("16:05", kind, **content)), clause)
    assert set(grades(hit(QUAKE, body, said("15:55", kind, **content)), clause)) == {Grade.MISSING}


def test_every_task_at_the_alternate_office_needs_somebody(hit, said):
    """A mover who cannot come leaves the task open, unless a deputy or another is named (BCP-4.4)."""
    mover = said("15:50", "mover", task="値段", person="TY", deputy="", withdrawn=False)
    away = said("16:10", "absence", person="TY", absent=True)
    other = said("16:20", "mover", task="値段", person="SK", deputy="", withdrawn=False)
    assert grades(hit(STORM, mover), "BCP-4.4") == [Grade.IN_TIME]
    assert grades(hit(STORM, mover, away), "BCP-4.4") == [Grade.MISSING]
    assert grades(hit(STORM, mover, away, other), "BCP-4.4") == [Grade.IN_TIME]


def test_a_lost_system_moves_nobody(hit, said):
    """Without the building being lost, movers are not called for."""
    assert "BCP-4.4" not in hit(FAILURE, said("15:50", "mover", task="値段", person="TY", deputy="", withdrawn=False))


@pytest.mark.parametrize(("people", "grade"), [(["SK"], Grade.IN_TIME), ([], Grade.MISSING)])
def test_at_night_somebody_must_be_on_call(marks, said, people, grade):
    """At 06:40 the roster of the evening before counts (BCP-4.2)."""
    event = {"at": time(6, 40), "failure": "building_lost", "ja": "発災", "en": "hit",
             "fact": {"what": "incident.declared", **STORM}}  # fmt: skip
    shift = said("06:31", "shift", day=date(2026, 11, 19).isoformat(), people=people)
    found = marks([shift], begins=time(6, 30), ends=time(9, 0), events=[event])
    assert [each.grade for each in found if "BCP-4.2" in each.clauses] == [grade]


def test_by_day_nobody_has_to_be_on_call(hit):
    """At 16:00 of an open day the desk itself is there."""
    assert "BCP-4.2" not in hit(STORM)


def test_without_an_incident_nothing_of_it_is_marked(marks, said):
    """Reports alone make no incident."""
    assert marks([said("16:20", "step", step="headquarters", state="done")]) == ()
