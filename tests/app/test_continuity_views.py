"""The roster by date, the lists of several callers, the bodies with their answers, registers from a file, handover."""

import pytest
from continuity_hand import SK, TY, Headquarters, at

from addin.app.continuity_contacts import contact_said, poll_said, try_said
from addin.app.continuity_people import shift_said
from addin.app.continuity_state import state_at
from addin.app.continuity_views import (
    asked_bodies,
    call_lists,
    duty_roster,
    handed_over,
    handover_lines,
    loaded_registers,
)
from addin.store.journal import Journal
from calc.continuity.bodies import Poll
from calc.continuity.contacts import Contact, Try
from calc.continuity.roster import Shift
from calc.outcome import RefusedError

WIDE = {
    "cause": ["earthquake"],
    "results": [],
    "own_damage": True,
    "external_damage": True,
    "severe": True,
    "occurred_at": at(12),
}


@pytest.fixture
def place(tmp_path):
    return Headquarters(tmp_path / "home")


def state_of(place, moment=None):
    """Return what the record holds at an instant."""
    with Journal(place.home) as journal:
        return state_at(journal, home=place.home, at=moment or at(12, 30))


def contact(name, role="staff", **means):
    """Return a contact as the register takes it, told in the morning."""
    return contact_said(Contact(name, role, means or {"mobile": "090"}), at=at(9))


def code_of(run):
    """Return the code that something is refused with."""
    with pytest.raises(RefusedError) as refused:
        run()
    return refused.value.findings[0].code


def test_the_roster_begins_today_in_japan(place):
    """Also when the instant is told in another zone; a first date may be named instead."""
    place.say(shift_said(Shift(at(0).date(), ("SK", "TY")), at=at(9)))
    first, *others = duty_roster(state_of(place), None, days=3)
    assert (first.day, first.people, len(others)) == (at(0).date(), ("SK", "TY"), 2)
    assert duty_roster(state_of(place), at(0, day=7).date(), days=1)[0].people == ()


def test_callers_share_the_register(place):
    """Without callers the whole list; with two each has his own part."""
    place.say(*(contact(name) for name in ("A", "B", "C")))
    assert [row.contact.name for row in call_lists(state_of(place), [])[""]] == ["A", "B", "C"]
    lists = call_lists(state_of(place), ["SK", "TY"])
    assert {caller: [row.contact.name for row in rows] for caller, rows in lists.items()} == {
        "SK": ["A", "C"],
        "TY": ["B"],
    }


def test_a_caller_named_twice_is_refused(place):
    """Both would ring the same people."""
    assert code_of(lambda: call_lists(state_of(place), ["SK", " SK"])) == "callers_twice"


def test_a_failed_means_leads_to_the_next_in_a_callers_list(place):
    """The list tells by what to try next, in the plan's order."""
    place.say(contact("A", landline="03-1", mobile="090-1"))
    place.say(try_said(Try("A", "landline", at(12, 20), reached=False)))
    (row,) = call_lists(state_of(place), ["SK"])["SK"]
    assert (row.next_means, row.tries) == ("mobile", 1)


def test_a_body_shows_every_answer_since_the_incident(place):
    """Oldest first; what it said before is over, and who must be asked first leads."""
    place.say(contact("P01", "participant"), contact("BANK", "participant"))
    place.declare(WIDE, at(12, 5))
    place.say(
        poll_said(Poll("BANK", at(11), reached=True, status="平常")),
        poll_said(Poll("BANK", at(12, 10), reached=False)),
        poll_said(Poll("BANK", at(12, 20), reached=True, status="一部停止")),
    )
    found = asked_bodies(state_of(place))
    assert [each.row.body.name for each in found] == ["P01", "BANK"]
    assert [(poll.reached, poll.status) for poll in found[1].answers] == [(False, ""), (True, "一部停止")]
    assert found[1].row.next_at == at(13, 20)


def test_the_registers_of_a_file_are_recorded_together(place, example_day):
    """Contacts, shifts and movers of the example; a second time nothing is new."""
    first = loaded_registers(place.home, example_day, person=SK, at=at(9))
    state = state_of(place)
    assert len(first) == len(state.contacts) + len(state.shifts) + len(state.movers) > 10
    again = loaded_registers(place.home, example_day, person=SK, at=at(10))
    assert not any(entry.added for entry in again)


def test_a_folder_without_registers_is_refused(place, tmp_path):
    """Nothing is recorded then."""
    assert code_of(lambda: loaded_registers(place.home, tmp_path, person=SK, at=at(9))) == "register_empty"
    assert not place.home.exists()


def test_a_shift_hands_over_what_comes_next(place):
    """The next cut-off leads, on a day of which the record knows nothing, too."""
    first, *others = handover_lines(place.home, at=at(12, 30))
    assert (first[0], first[4]) == ("▶ 次の期限 next", "CP-3.1.2.a")
    assert [line[0] for line in others].count("◎ 適用 applies") == 3


def test_a_handover_is_kept_with_both_names_and_what_is_open(place):
    """Who gave, who took over, and how much was due."""
    entry = handed_over(place.home, "ty", person=SK, at=at(18, 30), note="P07 を待つ")
    assert entry.body["said"]["to"] == "TY"
    assert (entry.body["initials"], entry.body["said"]["note"]) == ("SK", "P07 を待つ")
    assert {"due", "missed"} <= entry.body["said"].keys()


def test_nobody_hands_over_to_oneself(place):
    """Nor to somebody without initials."""
    assert code_of(lambda: handed_over(place.home, "TY", person=TY, at=at(18))) == "handover_self"
    assert code_of(lambda: handed_over(place.home, "?", person=TY, at=at(18))) == "initials_refused"


def test_a_shift_without_a_pack_to_fall_back_on_is_told(place):
    """From half past twelve on, right below the next cut-off; before that, and once it is sealed, not at all."""
    assert "✗ パック未了 no pack" not in [line[0] for line in handover_lines(place.home, at=at(12, 29))]
    assert handover_lines(place.home, at=at(12, 30))[1][0] == "✗ パック未了 no pack"
    with Journal(place.home) as journal:
        journal.append("pack.sealed", {"business_date": "2026-11-19"})
    assert "✗ パック未了 no pack" not in [line[0] for line in handover_lines(place.home, at=at(12, 30))]
