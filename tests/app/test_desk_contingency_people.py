"""Several people at one record: each sees what the others declared, nothing is said twice, and a shift finds it all."""

import pytest
from contingency_desk import ContingencyDesk, at

from addin.app.approval.people import person_at_desk
from addin.app.continuity_contacts import contact_said
from addin.app.continuity_record import record_said
from addin.books.regions.contingency import (
    CHECKLISTS,
    CONTACT_LIST,
    CONTACTS,
    DECLARED,
    NOTICE_BOARD,
    NOTICES,
    TICKS,
    TOLD,
    TOLD_GRID,
)
from addin.functions.invoke import answer
from addin.now import now
from addin.store.journal import Journal
from calc.continuity.contacts import Contact

OUTAGE = {"what": "participant.outage", "participant": "P07", "choice": "direct", "more": "information"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def desk_of(home, log_in):
    """Return a function that seats a person at a book of their own, before the one record."""

    def seat(initials, number):
        log_in(number)
        return ContingencyDesk(home, initials=initials)

    return seat


def test_what_one_declares_the_other_sees(desk_of):
    """A second book rules on the first one's facts at once."""
    one = desk_of("SK", 1)
    one.tell(what="price.failed", at=at("16:05:00"))
    one.declare()
    desk_of("TY", 2)
    assert answer("CDS_PLAN_CLAUSE", ["settlement_price", "2026-11-20T18:55:00+09:00"])["value"] == "CP-1.3.1"


def test_the_same_failure_told_by_two_counts_once(desk_of):
    """Both rows show the first one's number."""
    one, time = desk_of("SK", 1), at("17:00:00")
    one.tell(**OUTAGE, at=time)
    one.declare()
    two = desk_of("TY", 2)
    two.tell(3, **OUTAGE, at=time)
    two.declare()
    assert two.line(DECLARED, 3)["state"] == "○ 記録済 recorded #1"
    assert [(each["what"], each["initials"]) for each in two.entries("fact.recorded")] == [("participant.outage", "SK")]


def test_the_same_failure_at_another_time_is_another_fact(desk_of):
    """A second outage of the same participant is not swallowed by the first."""
    desk = desk_of("SK", 1)
    desk.tell(0, **OUTAGE, at=at("17:00:00"))
    desk.tell(1, **OUTAGE, at=at("17:30:00"))
    desk.declare()
    assert [desk.line(DECLARED, n)["state"][-2:] for n in (0, 1)] == ["#1", "#2"]


def test_who_did_an_item_and_who_recorded_it_are_both_kept(desk_of):
    """One person ticks for another: the item names the one, the entry the other."""
    desk = desk_of("SK", 1)
    desk.fill(TICKS, desk.row_where(TICKS, item="CP-4/2"), initials="TY")
    desk.declare(CHECKLISTS)
    (ticked,) = desk.entries("checklist.ticked")
    assert (ticked["by"], ticked["initials"]) == ("TY", "SK")


def test_the_next_shift_finds_ticks_facts_and_contacts_in_the_log(desk_of):
    """A fresh book of another person shows what the first shift did, in order, with who did it."""
    one = desk_of("SK", 1)
    one.done("IMPORT")
    one.tell(**OUTAGE, at=at("17:00:00"))
    one.declare()
    one.fill(TICKS, one.row_where(TICKS, item="CP-1.2/1"), initials="SK")
    one.declare(CHECKLISTS)
    row = one.row_where(TOLD_GRID, participant="P06", role="証拠金業務担当者 margin_staff")
    one.fill(TOLD_GRID, row, telephone=at("18:40:00"))
    one.declare(TOLD)
    two = desk_of("TY", 2)
    two.done("APPLY")
    kinds = [row["kind"].split()[0] for row in two.rows("HIKAE_LOG")]
    assert kinds[:5] == ["取込", "事実", "手順の実施", "周知", "事実"]
    assert {row["who"] for row in two.rows("HIKAE_LOG")[1:5]} == {"SK"}
    grid = {(each["participant"], each["role"].split()[-1]): each for each in two.rows("HIKAE_TOLD")}
    assert grid["P06", "margin_staff"]["telephone"] == at("18:40:00")


def test_two_who_send_the_same_notice_send_it_once(desk_of):
    """The second one's row is no longer expected: the record knows it went out."""
    one = desk_of("SK", 1)
    one.done("IMPORT")
    two = desk_of("TY", 2)
    two.done("IMPORT")
    for desk in (one, two):
        row = desk.row_where(NOTICE_BOARD, participant="P06", state="✗ 超過 overdue")
        desk.fill(NOTICE_BOARD, row, sent_at=at("18:50:00"))
    one.declare(NOTICES)
    assert two.declare_refused(NOTICES)["code"] == "notice_row_changed"
    assert [details["participant"] for _, details in two.facts()] == ["P06"]


def test_a_means_that_another_has_noted_is_not_noted_again(desk_of):
    """The grid of the second book is older; the same time under the same means is known already."""
    one, two = desk_of("SK", 1), desk_of("TY", 2)
    for desk in (one, two):
        desk.fill(TOLD_GRID, 0, participant="P06", role="margin_staff", telephone=at("18:40:00"), initials="SK")
    one.declare(TOLD)
    assert two.declare_refused(TOLD)["code"] == "declare_nothing"


def test_a_later_time_under_the_same_means_is_a_second_contact(desk_of):
    """Called again at 18:50: both calls are in the record, and the grid shows the newer."""
    desk = desk_of("SK", 1)
    desk.fill(TOLD_GRID, 0, participant="P06", role="margin_staff", telephone=at("18:40:00"))
    desk.declare(TOLD)
    desk.fill(TOLD_GRID, 0, telephone=at("18:50:00"))
    desk.declare(TOLD)
    assert [each["at"][11:16] for each in desk.entries("contact.told")] == ["18:40", "18:50"]
    desk.done("APPLY")
    assert desk.line(TOLD_GRID, 1)["telephone"] == at("18:50:00")


def test_a_call_that_reached_nobody_is_no_reached_time(desk_of):
    """The grid shows who was reached: a call in vain is a fact, and leaves its cell empty."""
    desk = desk_of("SK", 1)
    desk.done("IMPORT")
    vain = {"what": "phone.called", "participant": "P06", "clause": "CP-2.1.R1", "at": at("18:45:00")}
    desk.tell(**vain, choice="not_reached")
    desk.declare()
    desk.done("APPLY")
    row = desk.row_where(TOLD_GRID, participant="P06", role="証拠金業務担当者 margin_staff")
    assert desk.line(TOLD_GRID, row)["telephone"] == ""


def test_a_contact_of_the_other_book_keeps_what_only_that_book_says(desk_of):
    """When lists were exchanged is the continuity book's; correcting a number here does not lose it."""
    desk = desk_of("SK", 1)
    exchanged = now().date()
    given = Contact("P07 夜間", "participant", {"mobile": "090-1"}, None, exchanged)
    with Journal(desk.home) as journal:
        record_said(journal, [contact_said(given, at=now())], person=person_at_desk("SK"))
    desk.fill(CONTACT_LIST, 0, name="P07 夜間", role="participant", mobile="090-2")
    desk.put("HIKAE_AT", "")
    desk.put("HIKAE_DATE", "")
    desk.declare(CONTACTS)
    newest = desk.entries("continuity.contact")[-1]["said"]
    assert (newest["means"], newest["exchanged"]) == ({"mobile": "090-2"}, exchanged.isoformat())


def test_on_the_day_itself_a_blank_time_is_the_clocks(desk_of):
    """Without a fixed instant the fact happened when the button was pressed."""
    desk = desk_of("SK", 1)
    desk.put("HIKAE_AT", "")
    desk.put("HIKAE_DATE", "")
    before = now().replace(microsecond=0)
    desk.tell(what="otc.failed")
    desk.declare()
    (body,) = desk.entries("fact.recorded")
    assert before.isoformat() <= body["at"] <= now().isoformat()
    assert body["business_date"] == before.date().isoformat()


def test_an_instant_fixed_today_declares_nothing(desk_of):
    """On the day itself nobody declares into the past by a forgotten cell."""
    desk = desk_of("SK", 1)
    desk.put("HIKAE_DATE", "")
    desk.tell(what="otc.failed")
    assert (desk.declare_refused()["code"], desk.facts()) == ("fixed_today", [])


def test_the_time_entered_last_is_the_one_that_counts(desk_of):
    """Corrected and then put back: the record's newest contact is what the grid says, under a number of its own."""
    desk = desk_of("SK", 1)
    desk.done("IMPORT")
    row = desk.row_where(TOLD_GRID, participant="P06", role="証拠金業務担当者 margin_staff")
    for clock in ("14:05:00", "14:10:00", "14:05:00"):
        desk.fill(TOLD_GRID, row, information_list=at(clock))
        desk.declare(TOLD)
    assert [each["at"][11:16] for each in desk.entries("contact.told")] == ["14:05", "14:10", "14:05"]
    assert desk.line(TOLD_GRID, row)["recorded"] == "○ 記録済 recorded #4"
