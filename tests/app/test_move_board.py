"""A move out and back, as the record proves it step by step, and the clock beside it."""

import os
from datetime import datetime, timedelta

import pytest
from continuity_hand import SK, TY, Headquarters, at
from recorded_days import record_day

from addin.app.approval import steps as approval
from addin.app.approval.people import person_at_desk
from addin.app.bundle_make import made_bundle
from addin.app.bundle_read import read_bundle
from addin.app.continuity_incident import Told
from addin.app.continuity_log import decision_said
from addin.app.continuity_people import absence_said, mover_said, shift_said
from addin.app.continuity_status import StepReport, StepState, step_said
from addin.app.move_board import shown_move, ticked
from addin.app.move_record import used_profile
from addin.app.pack_state import SEALED
from addin.store.journal import Journal
from calc.continuity.move import Progress, Way
from calc.continuity.roster import Mover, Shift
from calc.outcome import RefusedError

QUAKE = {
    "cause": ["earthquake"],
    "results": ["building"],
    "own_damage": True,
    "external_damage": False,
    "severe": False,
    "occurred_at": at(12),
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return a headquarters under an incident of noon, with a record whose clock tells that day's time."""
    monkeypatch.setattr("addin.store.journal.now", lambda: at(12, 40))
    made = Headquarters(tmp_path / "home")
    made.declare(QUAKE, at(12, 10))
    return made


def rows(place, way=Way.OUT, moment=None):
    """Return how far each step is."""
    board = shown_move(place.home, way, at=moment or at(12, 50))
    return {row.step.name: row for row in board.rows}


def progress(place, name, way=Way.OUT):
    """Return how far one step is."""
    return rows(place, way)[name].progress


def tick(place, name, way=Way.OUT, how=Progress.DONE, **more):
    """Report on a step."""
    return ticked(place.home, way, name, how, person=SK, at=at(12, 50), **more)


def refused(place, name, way=Way.OUT, **more):
    """Return code and words of what a report is refused with."""
    with pytest.raises(RefusedError) as fault:
        tick(place, name, way, **more)
    (found,) = fault.value.findings
    return found.code, dict(found.details)


def test_a_declared_incident_is_proved_and_the_rest_is_open(place):
    """The list begins where the desk stands."""
    found = {name: row.progress for name, row in rows(place).items()}
    assert found.pop("incident") is Progress.PROVED
    assert {*found.values()} == {Progress.OPEN}


def test_without_an_incident_the_list_is_there_all_the_same(tmp_path):
    """A move may be rehearsed; no clock runs then, and looking makes no record."""
    board = shown_move(tmp_path / "home", Way.OUT, at=at(12))
    assert (board.clock, board.rows[0].progress) == (None, Progress.OPEN)
    assert board.since == at(0)
    assert not (tmp_path / "home" / "journal.sqlite3").exists()


def test_a_persons_word_is_kept_with_time_and_initials(place):
    """Who told the external bodies, when, and with what note."""
    board = tick(place, "told", note="代替オフィスの電話")
    report = next(row.report for row in board.rows if row.step.name == "told")
    assert (report.by, report.at, report.note) == ("SK", at(12, 50), "代替オフィスの電話")
    assert progress(place, "told") is Progress.DONE


def test_nobody_ticks_off_what_the_record_does_not_show(place):
    """The refusal says what is missing, in both languages, and nothing is recorded."""
    code, details = refused(place, "bundle")
    assert (code, details["reason_en"]) == ("move_unproved", "no bundle made since the incident")
    with Journal(place.home) as journal:
        assert list(journal.entries("continuity.move")) == []


def test_a_step_that_is_not_needed_says_why(place):
    """Without a reason it is refused; with one the list goes on."""
    assert refused(place, "alone", how=Progress.NOT_NEEDED)[0] == "continuity_blank"
    tick(place, "alone", how=Progress.NOT_NEEDED, note="二人いる")
    assert progress(place, "alone") is Progress.NOT_NEEDED


def test_an_unknown_step_is_refused(place):
    """With the names of the list; a step of the way back is none of the way out."""
    assert refused(place, "reconcile")[0] == "continuity_word"
    assert refused(place, "nothing", Way.IN)[0] == "continuity_word"


def test_the_headquarters_and_its_decision_prove_their_steps(place):
    """What was reported before the incident proves nothing."""
    place.say(
        step_said(StepReport("headquarters", StepState.DONE, at(11), "MK")),
        decision_said("移らない", by="MK", reason="訓練", at=at(11, 30)),
    )
    assert progress(place, "headquarters") is progress(place, "decision") is Progress.OPEN
    place.say(
        step_said(StepReport("headquarters", StepState.DONE, at(12, 20), "MK")),
        decision_said("代替オフィスへ移る", by="MK", reason="立入禁止", at=at(12, 30)),
    )
    found = rows(place)
    assert (found["headquarters"].proof.shown.en, found["headquarters"].progress) == ("MK", Progress.PROVED)
    assert found["decision"].proof.shown.ja == "MK: 代替オフィスへ移る"


def test_a_headquarters_that_is_only_started_is_not_set_up(place):
    """The step must be reported as done."""
    place.say(step_said(StepReport("headquarters", StepState.STARTED, at(12, 20), "MK")))
    assert progress(place, "headquarters") is Progress.OPEN


def test_the_pack_of_the_last_business_day_proves_the_sealing(place):
    """Thursday's, at noon of Friday; one of another day does not."""
    with Journal(place.home) as journal:
        journal.append(SEALED, {"business_date": "2026-11-18", "name": "old.zip"})
        assert progress(place, "pack") is Progress.OPEN
        journal.append(SEALED, {"business_date": "2026-11-19", "name": "new.zip"})
    assert rows(place)["pack"].proof.shown.en == "new.zip"


def test_a_bundle_proves_that_it_was_made_and_read(place, tmp_path):
    """Made here for the way out; read at the main office for the way back."""
    made_bundle(place.home, tmp_path / "out.bundle")
    assert progress(place, "bundle") is Progress.PROVED
    other = Headquarters(tmp_path / "main")
    other.declare(QUAKE, at(12, 15))
    assert progress(other, "merge", Way.IN) is Progress.OPEN
    read_bundle(tmp_path / "out.bundle", other.home)
    assert progress(other, "merge", Way.IN) is Progress.PROVED


def test_a_bundle_of_before_the_incident_proves_nothing(place, tmp_path, monkeypatch):
    """What was carried out yesterday is not today's record."""
    monkeypatch.setattr("addin.store.journal.now", lambda: at(11, 59))
    made_bundle(place.home, tmp_path / "early.bundle")
    assert progress(place, "bundle") is Progress.OPEN


def test_what_was_decided_and_made_to_go_proves_nothing_of_the_way_back(place, tmp_path, monkeypatch):
    """Once the desk works elsewhere, going back needs its own decision and its own bundle."""
    place.say(decision_said("移る", by="MK", reason="立入禁止", at=at(12, 20)))
    made_bundle(place.home, tmp_path / "out.bundle")
    assert progress(place, "decision", Way.IN) is Progress.PROVED
    (place.home / "settings.alternate.toml").write_text("", encoding="utf-8")
    used_profile(place.home, "alternate", person=SK, at=at(12, 45))
    assert [progress(place, name, Way.IN) for name in ("decision", "bundle")] == [Progress.OPEN] * 2
    assert [progress(place, name) for name in ("decision", "bundle")] == [Progress.PROVED] * 2
    monkeypatch.setattr("addin.store.journal.now", lambda: at(12, 48))
    made_bundle(place.home, tmp_path / "back.bundle")
    assert progress(place, "bundle", Way.IN) is Progress.PROVED


def test_every_task_needs_somebody_who_goes(place):
    """The deputy in the place of who is absent; nobody at all leaves the step open and names the task."""
    place.say(mover_said(Mover("SK", "決済", "TY"), at=at(9)), mover_said(Mover("UM", "値段"), at=at(9)))
    assert rows(place)["movers"].proof.shown.en == "SK UM"
    place.say(absence_said("SK", at=at(12, 20), absent=True))
    assert rows(place)["movers"].proof.shown.en == "TY UM"
    place.say(absence_said("UM", at=at(12, 21), absent=True))
    assert (progress(place, "movers"), rows(place)["movers"].proof.shown.en) == (
        Progress.OPEN,
        "tasks without anybody: 値段",
    )


def test_the_profile_in_use_proves_where_the_desk_is(place):
    """Out with the alternate office's settings, back with the main office's."""
    (place.home / "settings.alternate.toml").write_text('reached_at = "03-9"\n', encoding="utf-8")
    assert (progress(place, "started"), progress(place, "profile", Way.IN)) == (Progress.OPEN, Progress.PROVED)
    used_profile(place.home, "alternate", person=SK, at=at(12, 45))
    assert (progress(place, "started"), progress(place, "profile", Way.IN)) == (Progress.PROVED, Progress.OPEN)


def test_solo_mode_is_proved_and_then_waits_for_its_signature(place, monkeypatch):
    """Declared on the way out; on the way back it blocks until a second person has signed."""
    monkeypatch.setattr(os, "getuid", lambda: 987_601)
    with Journal(place.home) as journal:
        approval.declare_solo(journal, person_at_desk("SK"), business_date=at(12).date(), reason="一人")
        assert progress(place, "alone") is Progress.PROVED
        assert refused(place, "countersign", Way.IN)[1]["reason_en"] == "waiting for a signature: 2026-11-20"


def test_a_damaged_record_does_not_pass_as_verified(place, monkeypatch):
    """An intact chain proves the step; a broken one is told with its place."""
    assert progress(place, "verify", Way.IN) is Progress.PROVED
    broken = Journal.verify(Journal(place.home))
    monkeypatch.setattr(Journal, "verify", lambda _: type(broken)(ok=False, entries=0, head="0" * 64, broken_at=1))
    assert rows(place, Way.IN)["verify"].proof.shown.en == "the chain is broken at n=1"


def test_tonights_roster_is_part_of_going_back(place):
    """Somebody must be named for the evening of that day."""
    assert progress(place, "roster", Way.IN) is Progress.OPEN
    place.say(shift_said(Shift(at(12).date(), ("SK",)), at=at(9)))
    assert progress(place, "roster", Way.IN) is Progress.PROVED


def test_back_to_normal_is_the_closed_incident(place):
    """The list keeps what was done of it after the end: it counts from the incident, closed or not."""
    assert progress(place, "closed", Way.IN) is Progress.OPEN
    tick(place, "told", Way.IN)
    place.declare({}, at(12, 55), told=Told.CLOSED)
    found = rows(place, Way.IN, at(13))
    assert (found["closed"].progress, found["told"].progress) == (Progress.PROVED, Progress.DONE)


def test_a_new_incident_begins_a_new_list(place):
    """What was ticked off for the first one is open again."""
    tick(place, "told")
    place.declare({}, at(12, 55), told=Told.CLOSED)
    place.declare({**QUAKE, "occurred_at": at(15)}, at(15, 5))
    assert rows(place, moment=at(15, 10))["told"].progress is Progress.OPEN


def test_the_clock_shows_the_cut_offs_of_the_two_hours(place):
    """From noon to two, a yardstick while the primary centre stands: 13:00 and 13:30 lie inside."""
    clock = shown_move(place.home, Way.OUT, at=at(12, 50)).clock
    assert (clock.target, clock.governs, clock.left(at(12, 50))) == (at(14), False, timedelta(minutes=70))
    assert [f"{cut.at:%H:%M} {cut.clause}" for cut in clock.inside] == ["13:00 CP-3.1.2.a", "13:30 CP-3.1.2.c"]


def test_a_lost_primary_makes_the_clock_the_plans_target(tmp_path):
    """Then the two hours are those of the plan."""
    made = Headquarters(tmp_path / "home")
    made.declare({**QUAKE, "primary_centre_lost": True}, at(12, 10))
    assert shown_move(made.home, Way.OUT, at=at(12, 50)).clock.governs


def test_the_clock_is_the_same_whichever_day_it_is_looked_at(place):
    """Four days later the cut-offs inside are still those of the incident's own day."""
    clock = shown_move(place.home, Way.OUT, at=at(12, day=4)).clock
    assert [cut.at for cut in clock.inside] == [at(13), at(13, 30)]


def test_no_cut_off_lies_on_a_closed_day(tmp_path):
    """An incident of Saturday has its two hours, and no clause bites in them."""
    made = Headquarters(tmp_path / "home")
    made.declare({**QUAKE, "occurred_at": at(12, day=1)}, at(12, 10, day=1))
    assert shown_move(made.home, Way.OUT, at=at(12, 30, day=1)).clock.inside == ()


def test_a_recorded_day_changes_nothing_of_the_list(place, example_day):
    """The day's own facts stand beside the incident of the record."""
    record_day(place.home, example_day)
    assert progress(place, "incident") is Progress.PROVED


def test_two_persons_may_report_one_list(place):
    """Each word bears its own initials."""
    tick(place, "told")
    board = ticked(place.home, Way.OUT, "carried", Progress.DONE, person=TY, at=at(12, 51))
    by = {row.step.name: row.report.by for row in board.rows if row.report is not None}
    assert by == {"told": "SK", "carried": "TY"}


def test_instants_of_another_zone_are_the_same_instants(place):
    """A report that names no Japanese time is put in its place."""
    moment = datetime.fromisoformat("2026-11-20T03:51:00+00:00")
    ticked(place.home, Way.OUT, "told", Progress.DONE, person=SK, at=moment)
    assert rows(place, moment=at(12, 52))["told"].report.at == at(12, 51)
