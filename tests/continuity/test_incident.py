from datetime import datetime, timedelta

import pytest

from addin.app.plan_day import guidance_of
from calc.continuity.enumeration import incident_lines, responses, said
from calc.continuity.incident import Cut, Guidance, Report, open_incident, response_to
from calc.continuity.labels import incident_page, label
from calc.continuity.report import as_json
from calc.days.cutoff import JST
from calc.plan.clauses import book

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)
GUIDANCE = guidance_of(book())
SIX = [
    "headquarters",
    "grasp_damage",
    "decide_response",
    "contact_external",
    "alternative_operation",
    "prepare_recovery",
]
CUTS = [Cut(NOON + timedelta(hours=hours), clause) for hours, clause in ((1, "A"), (2, "B"), (3, "C"))]


def declared(at=NOON, name=None, **details):
    """Return a declaration; whatever is not said is earthquake, nobody hit, not severe."""
    plain = {"cause": "earthquake", "results": [], "own_damage": False, "external_damage": False, "severe": False}
    return Report("declared", at, name, None, {**plain, **details})


def later(kind, minutes, names=None, **details):
    """Return a later report."""
    return Report(kind, NOON + timedelta(minutes=minutes), None, names, details)


def answer(*reports, touched=(), hit=None):
    """Return the response as JSON."""
    return as_json(
        response_to(open_incident(reports), GUIDANCE, cuts=CUTS, hit=hit or {}, touched=frozenset(touched), gap="G19")
    )


@pytest.mark.parametrize(
    ("own", "external", "expected"),
    [
        (True, False, ("local_damage", None, True, "local", False)),
        (True, True, ("wide_area_disaster", None, True, "wide_area", True)),
        (False, True, (None, "G19", False, None, False)),
        (False, False, (None, None, False, None, False)),
    ],
)
def test_damage_gives_the_class_and_the_procedure(own, external, expected):
    """Own damage is local, own and others' wide-area, only others' is gap G19, none at all has no class and no gap."""
    said_of = answer(declared(own_damage=own, external_damage=external))
    assert tuple(said_of[key] for key in ("class", "gap", "headquarters", "follows", "poll_external")) == expected
    assert said_of["steps"] == (SIX if expected[2] else [])


@pytest.mark.parametrize(
    ("own", "external", "severe", "expected"),
    [
        (True, False, False, (None, False, None, ["impact_survey"])),
        (False, True, False, (None, False, None, ["impact_survey"])),
        (True, False, True, (None, True, "local", ["impact_survey", *SIX])),
        (True, True, True, (None, True, "wide_area", ["impact_survey", *SIX])),
        (False, True, True, ("G19", True, None, ["impact_survey", "headquarters"])),
        (False, False, True, (None, True, None, ["impact_survey", "headquarters"])),
    ],
)
def test_a_system_failure_surveys_first_and_follows_only_if_severe(own, external, severe, expected):
    """A system failure begins with the survey; severe it brings the headquarters and the procedure of its damage."""
    said_of = answer(
        declared(cause=["power", "system_failure"], own_damage=own, external_damage=external, severe=severe)
    )
    assert said_of["class"] == "system_failure"
    assert tuple(said_of[key] for key in ("gap", "headquarters", "follows", "steps")) == expected
    assert said_of["poll_external"] is (expected[2] == "wide_area")


@pytest.mark.parametrize("chosen", ["local_damage", "wide_area_disaster", "system_failure"])
def test_the_declared_class_wins(chosen):
    """A person's class is taken, whatever the clauses would propose."""
    said_of = answer(declared(external_damage=True, **{"class": chosen}))
    assert (said_of["class"], said_of["gap"]) == (chosen, None)


def test_the_proposal_stays_beside_the_declared_class():
    """What the clauses come to is kept and shown where a person has declared another class."""
    told = [declared(own_damage=True, **{"class": "system_failure"})]
    response = response_to(open_incident(told), GUIDANCE, cuts=[], hit={}, touched=frozenset(), gap="G19")
    assert (response.incident_class, response.proposed) == ("system_failure", "local_damage")
    assert page(*told)[1] == "  the clauses propose “local damage”; the declared class governs"
    agreed = page(declared(own_damage=True, **{"class": "local_damage"}))
    assert not any("propose" in line for line in agreed)
    none = page(declared(external_damage=True, **{"class": "wide_area_disaster"}))
    assert none[1] == "  the clauses propose “no class”; the declared class governs"


def test_nothing_open_says_nothing():
    """Without an open incident every field is empty."""
    assert answer() == as_json(response_to(None, [], cuts=[], hit={}, touched=frozenset(), gap="G19"))
    assert answer()["steps"] == []


def test_a_reclassification_changes_what_it_names():
    """What a reclassification names is changed, also back; the rest stays."""
    reports = [declared(own_damage=True, cause="power", results=["building"])]
    reports.append(later("reclassified", 10, external_damage=True, severe=True))
    incident = open_incident(reports)
    assert incident.truths == {"own_damage", "external_damage", "severe"}
    assert (incident.causes, incident.results) == (("power",), ("building",))
    reports.append(later("reclassified", 20, external_damage=False, cause=["cyber", "system_failure"], results="staff"))
    incident = open_incident(reports)
    assert incident.truths == {"own_damage", "severe"}
    assert (incident.causes, incident.results) == (("cyber", "system_failure"), ("staff",))


def test_reports_are_taken_in_order_of_time():
    """The order in which reports are written down has no effect."""
    reports = [later("reclassified", 10, severe=True), later("reclassified", 20, severe=False), declared()]
    assert open_incident(reports) == open_incident(reports[::-1])
    assert open_incident(reports).truths == frozenset()


def test_a_closed_incident_is_gone():
    """Closing ends the incident; a later reclassification of it has nothing to change."""
    reports = [declared(name="I1"), later("closed", 10), later("reclassified", 20, names="I1", severe=True)]
    assert open_incident(reports) is None


def test_the_last_open_incident_is_shown():
    """Of several open incidents the last declared is shown; when it closes, the one before."""
    first, second = declared(name="I1", cause="power"), declared(NOON + timedelta(minutes=5), "I2", cause="cyber")
    assert open_incident([first, second]).id == "I2"
    assert open_incident([first, second, later("closed", 10)]).id == "I1"
    assert open_incident([first, second, later("closed", 10, names="I1")]).id == "I2"


def test_a_named_reclassification_is_of_that_incident():
    """With an id a report concerns that incident, without one the last declared."""
    reports = [declared(name="I1"), declared(NOON + timedelta(minutes=5), "I2")]
    named = open_incident([*reports, later("reclassified", 10, names="I1", severe=True)])
    unnamed = open_incident([*reports, later("reclassified", 10, severe=True)])
    assert (named.id, named.truths) == ("I2", frozenset())
    assert (unnamed.id, unnamed.truths) == ("I2", {"severe"})


def test_the_occurrence_may_lie_before_the_declaration():
    """The centre clock runs from when it occurred, which defaults to when it was declared."""
    early = NOON - timedelta(hours=1)
    assert answer(declared(primary_centre_lost=True))["recovery_target"] == "2026-11-20T14:00:00+09:00"
    assert (
        answer(declared(primary_centre_lost=True, occurred_at=early))["recovery_target"] == "2026-11-20T13:00:00+09:00"
    )


def test_the_cut_offs_inside_include_both_ends():
    """Cut-offs from the occurrence to the target are inside, the very instants included."""
    inside = answer(declared(NOON + timedelta(hours=1), primary_centre_lost=True))["cutoffs_inside"]
    assert [cut["clause"] for cut in inside] == ["A", "B", "C"]
    inside = answer(declared(NOON + timedelta(hours=1, seconds=1), primary_centre_lost=True))["cutoffs_inside"]
    assert [cut["clause"] for cut in inside] == ["B", "C"]
    inside = answer(declared(NOON + timedelta(minutes=59, seconds=59), primary_centre_lost=True))["cutoffs_inside"]
    assert [cut["clause"] for cut in inside] == ["A", "B"]


def test_without_the_primary_lost_there_is_no_target():
    """The target stands only when the primary is unusable and judged not quickly recoverable."""
    assert answer(declared(own_damage=True)) | {"recovery_target": None, "cutoffs_inside": []} == answer(
        declared(own_damage=True)
    )


def test_an_incident_points_to_what_results_and_facts_touch():
    """A clause is pointed to when one of the results, or one of the present facts, touches it."""
    hit = {"CP-1": ["system"], "CP-2": ["price.failed"], "CP-3": ["staff"]}
    assert answer(declared(results=["system"]), hit=hit)["points_to"] == ["CP-1"]
    assert answer(declared(), hit=hit, touched=["price.failed"])["points_to"] == ["CP-2"]
    assert answer(declared(results=["system", "staff"]), hit=hit, touched=["price.failed"])["points_to"] == list(hit)
    assert answer(hit=hit, touched=["price.failed"])["points_to"] == []


def test_two_unranked_classes_are_a_fault_of_the_tables():
    """When two clauses claim one incident nothing is decided."""
    twice = [Guidance(name, "incident", then={"class": "local_damage"}) for name in ("A", "B")]
    with pytest.raises(ValueError, match="incident"):
        response_to(open_incident([declared()]), twice, cuts=[], hit={}, touched=frozenset(), gap="G19")


def test_every_incident_has_one_class_or_none():
    """Every cause, damage, severity and declared class is answered, and no two states share a line."""
    lines = list(incident_lines(GUIDANCE, gap="G19"))
    assert len(lines) == len(set(lines)) == 1 + 2 * 4 * 16
    for incident, response in responses(GUIDANCE, gap="G19"):
        external_only = incident.truths & {"own_damage", "external_damage"} == {"external_damage"}
        assert response.gap is None or external_only
        assert response.headquarters is ("headquarters" in response.steps)
        assert response.poll_external is (response.follows == "wide_area")
        assert (response.incident_class == "system_failure") is (response.steps[:1] == ("impact_survey",))


def test_a_response_reads_as_one_line():
    """The line of a response names class, headquarters, procedure, polling, steps and target."""
    incident = open_incident([declared(own_damage=True, external_damage=True, primary_centre_lost=True)])
    response = response_to(incident, GUIDANCE, cuts=[], hit={}, touched=frozenset(), gap="G19")
    line = said(response)
    assert line.startswith("wide_area_disaster · headquarters · follows wide_area · poll · headquarters > ")
    assert line.endswith("prepare_recovery · target")


def page(*reports, **keys):
    """Return the incident's English lines."""
    hit, touched = keys.get("hit", {}), frozenset(keys.get("touched", ()))
    response = response_to(open_incident(reports), GUIDANCE, cuts=CUTS, hit=hit, touched=touched, gap="G19")
    return [line.en for line in incident_page(response)]


def test_the_page_shows_what_there_is():
    """The incident's lines: class and gap, steps in order, polling, clauses, centre clock."""
    assert page() == []
    assert page(declared(external_damage=True)) == ["■ Incident: no class G19"]
    full = page(
        declared(own_damage=True, external_damage=True, primary_centre_lost=True, results=["staff"]),
        hit={"CP-2.1.1": ["staff"]},
    )
    assert full[0] == "■ Incident: wide-area disaster"
    assert full[1:7] == [f"  {n}. {label('step', step).en}" for n, step in enumerate(SIX, start=1)]
    assert full[7:] == [
        "  ask external bodies about damage and recovery at a set interval (BCP-3.2.b)",
        "  clauses concerned: CP-2.1.1",
        "  recovery target 2026-11-20 14:00:00 (secondary centre, BCP-4.6.b)",
        "  cut-off within it 2026-11-20 13:00:00 (A)",
        "  cut-off within it 2026-11-20 14:00:00 (B)",
    ]


@pytest.mark.parametrize(
    ("section", "key"),
    [("service", "services"), ("means", "means"), ("body", "bodies"), ("register", "register")],
)
def test_every_word_of_the_clauses_has_its_label(section, key):
    """What the clauses list by word is said in both languages."""
    for value in book().values(key).values():
        for word in [value] if isinstance(value, str) else value:
            assert label(section, word).ja
            assert label(section, word).en
