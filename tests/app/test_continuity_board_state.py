"""The headquarters' board about what is going on: steps with their leaders, businesses, the switch of the centre."""

import pytest
from continuity_hand import Headquarters, at

from addin.app.continuity_incident import Told
from addin.app.continuity_status import StepReport, StepState, centre_said, service_said, step_said
from calc.continuity.centre import CentreReport, CentreWord
from calc.continuity.services import ServiceReport, ServiceState

LOCAL = {
    "cause": ["earthquake"],
    "results": ["building"],
    "own_damage": True,
    "external_damage": False,
    "severe": False,
}
LOST = {**LOCAL, "primary_centre_lost": True, "occurred_at": at(18, 4)}


@pytest.fixture
def place(tmp_path):
    return Headquarters(tmp_path / "home")


def step(name, state, moment=None, *, lead="TY", note=""):
    """Return a report of a step."""
    return step_said(StepReport(name, state, moment or at(18, 30), lead, note=note))


def centre(word, moment=None, *, by="MK", reason="浸水"):
    """Return what is said of a centre."""
    return centre_said(CentreReport(moment or at(18, 40), word, by, reason))


def test_the_steps_stand_in_order_with_their_leaders(place):
    """Six of them, each open, started or done."""
    place.declare(LOCAL)
    place.say(step("headquarters", StepState.DONE, lead="MK", note="第2会議室"))
    rows = place.rows("steps")
    assert [row.subject.split("\n")[0][:2] for row in rows] == ["1.", "2.", "3.", "4.", "5.", "6."]
    assert [row.state for row in rows[:2]] == ["○ 完了 done", "－ 未着手 open"]
    assert rows[0].told.split("\n") == ["担当 MK 第2会議室", "led by MK"]
    assert rows[1].told.split("\n")[1] == "nobody leads"


def test_reports_of_an_earlier_incident_are_over(place):
    """A step that was done last time is open again, and the centre starts anew."""
    place.declare(LOCAL, at(9))
    place.say(step("headquarters", StepState.DONE, at(9, 10)), centre(CentreWord.UNUSABLE, at(9, 20)))
    place.declare({}, at(12), told=Told.CLOSED)
    place.declare({**LOST}, at(18, 10))
    assert place.rows("steps")[0].state == "－ 未着手 open"
    assert place.row("incident", "Headquarters").state == "✗ 未設置 not set up"
    assert place.row("centre", "the primary is unusable").state == "－ 未報告 not said"


def test_the_businesses_show_their_last_report(place):
    """Nobody having said anything is a state of its own."""
    place.say(service_said(ServiceReport("settlement", ServiceState.STOPPED, at(18, 30), "UM", "端末停止")))
    rows = place.rows("services")
    assert (rows[0].state, rows[0].told, rows[0].since) == ("✗ 停止 stopped", "UM: 端末停止", at(18, 30))
    assert [row.state for row in rows[1:]] == ["－ 報告なし no report"] * 4


@pytest.mark.parametrize(("state", "sign"), [(ServiceState.RUNNING, "○"), (ServiceState.DEGRADED, "▲")])
def test_each_state_of_a_business_has_its_sign(place, state, sign):
    """Going on, and going on with less."""
    place.say(service_said(ServiceReport("risk_monitoring", state, at(18), "UM")))
    assert place.rows("services")[1].state.startswith(sign)


def test_the_centre_switches_when_both_conditions_are_said(place):
    """One alone is not enough; who judged is named."""
    place.declare(LOST)
    place.say(centre(CentreWord.UNUSABLE, at(18, 20), by="UM"))
    rows = place.rows("centre")
    assert [row.state for row in rows] == [
        "－ そろわず not both",
        "● 報告あり said",
        "－ 未報告 not said",
        "－ 切替なし no switch",
    ]
    place.say(centre(CentreWord.HARD_TO_RECOVER, at(18, 40)))
    rows = place.rows("centre")
    assert (rows[0].state, rows[0].since, "judged by MK" in rows[0].told) == ("● そろった both said", at(18, 40), True)
    assert (rows[3].state, rows[3].until) == ("▲ 準備 preparing", at(20, 4))


def test_a_condition_that_was_taken_back_says_so(place):
    """The primary came back before anybody moved."""
    place.declare(LOST)
    place.say(centre(CentreWord.UNUSABLE, at(18, 20)), centre(CentreWord.USABLE, at(18, 50), reason="復電"))
    row = place.row("centre", "the primary is usable")
    assert (row.state, row.told) == ("－ 取り消し taken back", "MK: 復電")


def test_running_at_the_secondary_in_time_or_late(place):
    """The target counts from the occurrence."""
    place.declare(LOST)
    both_said = (centre(CentreWord.UNUSABLE, at(18, 20)), centre(CentreWord.HARD_TO_RECOVER, at(18, 40)))
    place.say(*both_said)
    assert place.rows("centre", at(20, 5))[3].state == "✗ 遅れ late"
    place.say(centre(CentreWord.RUNNING_AT_SECONDARY, at(19, 50)))
    assert place.rows("centre", at(20, 5))[3].state == "○ 稼動 running"
