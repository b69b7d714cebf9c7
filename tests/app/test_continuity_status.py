"""Reports of businesses, steps and the centres, decisions, and what was exercised."""

from datetime import date

import pytest
from continuity_hand import SK, TY, at

from addin.app.continuity_log import (
    Exercise,
    decision_id,
    decision_said,
    decisions,
    exercise_said,
    exercises,
    last_exercised,
    registers_of_plan,
)
from addin.app.continuity_record import record_said
from addin.app.continuity_status import (
    StepReport,
    StepState,
    centre_reports,
    centre_said,
    service_reports,
    service_said,
    services_of_plan,
    step_reports,
    step_said,
    steps_of_plan,
)
from addin.store.journal import Journal
from calc.continuity.centre import CentreReport, CentreWord
from calc.continuity.readiness import Entry as Held
from calc.continuity.services import ServiceReport, ServiceState
from calc.outcome import RefusedError


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path / "home") as opened:
        yield opened


def refused(make):
    """Return code and column of what a saying is refused for."""
    with pytest.raises(RefusedError) as raised:
        make()
    (found,) = raised.value.findings
    return found.code, found.place.column


def held(**changes):
    """Return one entry of the register of drills."""
    return Held(
        **{"register": "drills", "on": date(2026, 10, 15), "kind": "drill", "by": "SK", "note": "停電", **changes}
    )


def test_the_businesses_are_the_plans():
    """BCP-2.2 names settlement, risk monitoring and three collateral services."""
    assert services_of_plan() == (
        "settlement",
        "risk_monitoring",
        "collateral_tse",
        "collateral_ose",
        "collateral_tocom",
    )


def test_the_steps_are_the_plans_with_the_survey_first():
    """BCP-3.3.b goes before the six of BCP-3.1.b."""
    assert steps_of_plan() == (
        "impact_survey",
        "headquarters",
        "grasp_damage",
        "decide_response",
        "contact_external",
        "alternative_operation",
        "prepare_recovery",
    )


def test_reports_of_a_business_come_back_in_order(journal):
    """Each keeps who said so, which need not be who recorded it."""
    given = [
        ServiceReport("settlement", ServiceState.DEGRADED, at(18, 30), "UM", "PC 2台"),
        ServiceReport("settlement", ServiceState.RUNNING, at(19), "UM"),
    ]
    record_said(journal, [service_said(each) for each in reversed(given)], person=SK)
    assert list(service_reports(journal, at=at(19))) == given
    assert list(service_reports(journal, at=at(18, 59))) == given[:1]


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (ServiceReport("lunch", ServiceState.RUNNING, at(9), "UM"), ("continuity_word", "service")),
        (ServiceReport("settlement", ServiceState.RUNNING, at(9), ""), ("continuity_blank", "by")),
    ],
)
def test_a_wrong_report_is_refused_at_its_column(report, expected):
    """An unknown business, and nobody who says so."""
    assert refused(lambda: service_said(report)) == expected


def test_the_last_report_of_a_step_counts(journal):
    """It names who leads and who recorded it."""
    started = StepReport("grasp_damage", StepState.STARTED, at(18, 30), "TY")
    done = StepReport("grasp_damage", StepState.DONE, at(18, 50), "TY", note="一覧を作成")
    record_said(journal, [step_said(started), step_said(done)], person=SK)
    assert step_reports(journal, at=at(18, 40))["grasp_damage"].state is StepState.STARTED
    last = step_reports(journal, at=at(19))["grasp_damage"]
    assert (last.state, last.lead, last.by, last.note) == (StepState.DONE, "TY", "SK", "一覧を作成")


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (StepReport("go_home", StepState.DONE, at(9), "TY"), ("continuity_word", "step")),
        (StepReport("headquarters", StepState.DONE, at(9), " "), ("continuity_blank", "lead")),
    ],
)
def test_a_step_is_the_plans_and_somebody_leads_it(report, expected):
    """An unknown step and a step without a leader are refused."""
    assert refused(lambda: step_said(report)) == expected


def test_what_is_said_of_a_centre_comes_back_with_name_and_reason(journal):
    """Whoever judges is named, as the plan does not measure it (gap G16)."""
    given = CentreReport(at(18, 40), CentreWord.HARD_TO_RECOVER, "MK", "復電まで24時間")
    record_said(journal, [centre_said(given)], person=SK)
    assert centre_reports(journal, at=at(19)) == (given,)


@pytest.mark.parametrize(("name", "reason", "column"), [("", "浸水", "by"), ("MK", " ", "reason")])
def test_a_word_about_the_centre_needs_name_and_reason(name, reason, column):
    """Neither half of the judgement is anonymous."""
    said = CentreReport(at(18, 40), CentreWord.UNUSABLE, name, reason)
    assert refused(lambda: centre_said(said)) == ("continuity_blank", column)


def test_a_decision_is_named_by_its_entry(journal):
    """The number that people copy begins the key of the entry, so that two offices name it alike."""
    said = decision_said("切り替える", by="MK", reason="条件がそろった", at=at(18, 45))
    (entry,) = record_said(journal, [said], person=SK)
    (found,) = decisions(journal, at=at(19))
    assert (found.id, found.what, found.by, found.reason) == (entry.key[:8], "切り替える", "MK", "条件がそろった")
    assert decision_id(entry) == found.id


def test_a_decision_takes_the_place_of_a_known_one(journal):
    """The older one stays to be read."""
    record_said(journal, [decision_said("待つ", by="MK", reason="復電が近い", at=at(18))], person=SK)
    known = decisions(journal, at=at(18))
    newer = decision_said("移る", by="MK", reason="復電せず", at=at(18, 30), amends=known[0].id, known=known)
    record_said(journal, [newer], person=TY)
    assert [each.amends for each in decisions(journal, at=at(19))] == [None, known[0].id]


def test_a_decision_that_nobody_took_cannot_be_superseded():
    """A number that is not in the record is refused at its column."""
    said = lambda: decision_said("移る", by="MK", reason="復電せず", at=at(18), amends="12345678")  # noqa: E731
    assert refused(said) == ("decision_unknown", "amends")


@pytest.mark.parametrize("column", ["what", "by", "reason"])
def test_a_decision_says_what_by_whom_and_why(column):
    """Each of the three is needed."""
    texts = {"what": "移る", "by": "MK", "reason": "復電せず", column: " "}
    what = texts.pop("what")
    assert refused(lambda: decision_said(what, at=at(18), **texts)) == ("continuity_blank", column)


def test_the_registers_are_those_of_the_clauses():
    """Every standing duty of both plans names the register that shows it."""
    found = registers_of_plan()
    assert found["BCP-4.7"] == "drills"
    assert found["BCP-4.3"] == "exchange"
    assert {"roster", "movers", "contacts", "tool_environment"} <= set(found.values())


def test_an_exercise_comes_back_with_its_clauses(journal):
    """What was held, when, by whom and with which clauses."""
    given = Exercise(held(), ("BCP-4.7", "CP-1.3.1"))
    record_said(journal, [exercise_said(given, at=at(9))], person=SK)
    assert exercises(journal, at=at(9)) == (given,)


def test_a_clause_was_last_exercised_on_the_newest_day():
    """Whatever the order of recording."""
    newer = Exercise(held(on=date(2026, 10, 15)), ("BCP-4.7",))
    older = Exercise(held(on=date(2025, 10, 15)), ("BCP-4.7", "BCP-4.4"))
    assert last_exercised([newer, older]) == {"BCP-4.7": date(2026, 10, 15), "BCP-4.4": date(2025, 10, 15)}


@pytest.mark.parametrize(
    ("changes", "clauses", "expected"),
    [
        ({"register": "wine"}, (), ("continuity_word", "register")),
        ({"kind": "party"}, (), ("continuity_word", "kind")),
        ({"by": ""}, (), ("continuity_blank", "by")),
        ({}, ("CP-9.9",), ("clause_unknown", "clauses")),
    ],
)
def test_a_wrong_exercise_is_refused_at_its_column(changes, clauses, expected):
    """Unknown registers, kinds and clauses, and nobody who held it."""
    assert refused(lambda: exercise_said(Exercise(held(**changes), clauses), at=at(9))) == expected


@pytest.mark.parametrize(
    ("kind", "content", "read"),
    [
        ("continuity.service", {"service": "settlement", "state": "great", "by": "SK", "note": ""}, service_reports),
        ("continuity.step", {"step": "headquarters", "state": "half"}, step_reports),
        ("continuity.centre", {"word": "gone", "by": "SK", "reason": "x"}, centre_reports),
        ("continuity.decision", {"what": "x"}, decisions),
        ("continuity.drill", {"on": "soon", "register": "drills", "kind": "drill", "by": "SK", "note": ""}, exercises),
    ],
)
def test_an_entry_of_another_shape_is_refused(journal, kind, content, read):
    """A word that this version does not know is told, never taken for something else."""
    body = {"at": "2026-11-20T09:00:00+09:00", "said": content, "supersedes": "", "user": "os-1", "initials": "SK"}
    journal.append(kind, body)
    with pytest.raises(RefusedError) as raised:
        read(journal, at=at(10))
    assert [each.code for each in raised.value.findings] == ["continuity_unread"]
