"""The board about the incident itself: next step, class, recovery clock, the cut-offs before it."""

import pytest
from continuity_hand import Headquarters, at

from addin.app.continuity_board import SECTIONS, board
from addin.app.continuity_board_row import BoardRow, both, shown
from addin.app.continuity_state import state_at
from addin.app.continuity_status import StepReport, StepState, centre_said, step_said
from addin.books.regions.continuity import MOST_SHOWN, ROOM
from addin.store.journal import Journal
from calc.continuity.centre import CentreReport, CentreWord
from calc.outcome import RefusedError
from calc.text.wording import Words

LOCAL = {
    "cause": ["earthquake"],
    "results": ["building"],
    "own_damage": True,
    "external_damage": False,
    "severe": False,
}
SYSTEM = {**LOCAL, "cause": ["system_failure"], "results": ["system"]}
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


def test_every_section_has_its_room():
    """The page and the function know the same sections, and the largest fits into the function's block."""
    assert set(SECTIONS) == set(ROOM)
    assert max(ROOM.values()) == MOST_SHOWN


@pytest.mark.parametrize("section", ROOM)
def test_a_home_without_any_record_has_a_board(place, section):
    """Every section says something, and no more than it has room for."""
    rows = place.rows(section)
    assert 1 <= len(rows) <= ROOM[section]
    assert all(row.subject for row in rows)


@pytest.mark.parametrize("section", ["incident", "steps", "centre"])
def test_without_an_incident_the_board_is_quiet(place, section):
    """One row says that none was declared."""
    (row,) = place.rows(section)
    assert (row.state, row.subject.split("\n")) == ("－ 平常 normal", ["発災の宣言なし", "No incident declared"])


def test_an_unknown_section_is_refused(place):
    """The finding lists those that there are."""
    with pytest.raises(RefusedError) as raised:
        place.rows("weather")
    (found,) = raised.value.findings
    assert found.code == "board_section_unknown"
    assert "steps" in dict(found.details)["known"]


def test_the_next_step_is_the_first_that_is_not_done(place):
    """First the headquarters; once that stands, to grasp the damage, with whoever leads it."""
    place.declare(LOCAL)
    first = place.row("incident", "Next step")
    assert (first.state, "set up the BCP headquarters (name who leads)" in first.told) == ("● いま now", True)
    place.say(step("headquarters", StepState.DONE, lead="MK"), step("grasp_damage", StepState.STARTED))
    second = place.row("incident", "Next step")
    assert (second.state, second.since) == ("▲ 着手 started", at(18, 30))
    assert "grasp the damage (led by TY)" in second.told


def test_after_the_last_step_the_incident_is_to_be_closed(place):
    """When all are done the next thing is to say so."""
    place.declare(LOCAL)
    steps = ["headquarters", "grasp_damage", "decide_response", "contact_external", "alternative_operation",
             "prepare_recovery"]  # fmt: skip
    place.say(*(step(each, StepState.DONE) for each in steps))
    row = place.row("incident", "Next step")
    assert (row.state, row.told.split("\n")[1]) == ("○ 手順は完了 steps done", "Close it on the page Incident")


def test_the_survey_comes_first_in_a_system_failure(place):
    """BCP-3.3.b: the impact is surveyed before anything else, and there is no headquarters yet."""
    place.declare(SYSTEM)
    assert "survey the impact" in place.row("incident", "Next step").told
    assert place.row("incident", "Headquarters").state == "－ 設置の定めなし not called for"
    assert [row.subject.split("\n")[1] for row in place.rows("steps")] == ["survey the impact"]


def test_only_others_hit_is_told_as_a_gap(place):
    """No class is proposed and no procedure given; a person has to say."""
    place.declare({**LOCAL, "own_damage": False, "external_damage": True})
    row = place.row("incident", "Class")
    assert row.state.startswith("✗")
    assert "G19" in row.told
    assert place.row("incident", "Next step").state == "－ 手順なし no procedure"
    assert place.rows("steps")[0].state == "－ 手順なし no procedure"


def test_a_proposed_class_waits_for_a_declaration(place):
    """What the clauses come to is marked as a proposal."""
    place.declare(LOCAL)
    row = place.row("incident", "Class")
    assert (row.state, "as the clauses propose" in row.told) == ("▲ 局所被害 local damage", True)


def test_a_declared_class_counts_and_shows_the_proposal(place):
    """Whoever declared it may have known better; both are seen."""
    place.declare({**LOCAL, "class": "wide_area_disaster"})
    row = place.row("incident", "Class")
    assert (row.state, row.since) == ("● 広域災害 wide-area disaster", at(18, 10))
    assert "the clauses propose local damage; the declaration counts" in row.told


def test_a_declaration_that_agrees_says_so(place):
    """Nothing is to be explained then."""
    place.declare({**LOCAL, "class": "local_damage"})
    assert place.row("incident", "Class").told.split("\n")[1] == "as the clauses propose"


def test_the_headquarters_stands_once_its_step_is_done(place):
    """Not set up is an alarm; set up names who leads."""
    place.declare(LOCAL)
    assert place.row("incident", "Headquarters").state == "✗ 未設置 not set up"
    place.say(step("headquarters", StepState.STARTED, lead="MK"))
    assert place.row("incident", "Headquarters").state == "✗ 未設置 not set up"
    place.say(step("headquarters", StepState.DONE, at(18, 35), lead="MK"))
    row = place.row("incident", "Headquarters")
    assert (row.state, row.since, "led by MK" in row.told) == ("○ 設置済 set up", at(18, 35), True)


@pytest.mark.parametrize(
    ("own", "external", "severe", "state"),
    [
        (True, True, True, "● 当社・外部とも both hit 重度 severe"),
        (True, False, False, "● 当社のみ own only"),
        (False, True, False, "● 外部のみ others only"),
        (False, False, False, "－ 被害の申告なし none told"),
    ],
)
def test_who_is_hit_is_told_in_words(place, own, external, severe, state):
    """Both halves of the classification are seen beside causes and results."""
    place.declare({**LOCAL, "own_damage": own, "external_damage": external, "severe": severe})
    row = place.row("incident", "Causes and results")
    assert (row.state, row.told.split("\n")[1]) == (state, "earthquake, building unusable")


def test_the_recovery_clock_runs_from_the_occurrence(place):
    """Two hours after it, whenever it was declared, and late once they are over."""
    place.declare(LOST)
    row = place.row("incident", "Recovery clock")
    assert (row.state, row.since, row.until) == ("● 進行中 counting", at(18, 4), at(20, 4))
    assert place.row("incident", "Recovery clock", at(20, 4)).state == "● 進行中 counting"
    assert place.row("incident", "Recovery clock", at(20, 5)).state == "✗ 目標超過 late"


def test_the_recovery_clock_stops_at_the_secondary(place):
    """Running there is what was aimed at."""
    place.declare(LOST)
    place.say(centre(CentreWord.RUNNING_AT_SECONDARY, at(19, 40)))
    row = place.row("incident", "Recovery clock", at(20, 30))
    assert (row.state, row.since) == ("○ セカンダリ稼動 running", at(19, 40))


def test_without_a_lost_centre_no_recovery_clock_runs(place):
    """BCP-4.6 is about the centre alone."""
    place.declare(LOCAL)
    assert place.row("incident", "Recovery clock").state == "－ 対象外 not running"
    assert place.rows("cutoffs")[0].state == "－ なし none"


def test_the_cutoffs_before_recovery_show_what_they_trigger(place):
    """19:00 and 20:00 lie inside the two hours; each has its clause in words, and one that has passed says so."""
    place.declare(LOST)
    rows = place.rows("cutoffs", at(19, 30))
    assert [(row.subject, row.until) for row in rows] == [("CP-2.1.2.c", at(19)), ("CP-2.2.3", at(20))]
    assert [row.state for row in rows] == ["✗ 経過 passed", "▲ 復旧前に来る inside"]
    assert "previous day's amounts apply" in rows[0].told


def test_more_rows_than_room_are_counted_in_the_last_one():
    """Nothing is dropped unsaid."""
    rows = [BoardRow(str(number), "○") for number in range(5)]
    assert shown(rows, 5) == tuple(rows)
    kept = shown(rows, 3)
    assert [row.subject for row in kept] == ["0", "1", "他 3 件\n+3 more"]


def test_what_is_the_same_in_both_languages_stands_once():
    """A name needs no translation."""
    assert both(Words("SK", "SK")) == "SK"
    assert both(Words("発災 ", "Incident")) == "発災\nIncident"


def test_the_board_follows_the_record_at_once(place):
    """What was kept for cells is read anew after every change of the record."""
    place.declare(LOCAL)
    assert place.rows("steps")[0].state == "－ 未着手 open"
    place.say(step("headquarters", StepState.DONE))
    assert place.rows("steps")[0].state == "○ 完了 done"


def test_a_state_can_be_asked_without_a_cell(place):
    """The use case gives the same rows to whoever has the record open."""
    place.declare(LOCAL)
    with Journal(place.home) as journal:
        state = state_at(journal, home=place.home, at=at(18, 55))
    assert board("steps", state) == place.rows("steps")
