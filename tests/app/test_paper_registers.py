"""The pages that are worked through: checklists item by item, contacts means by means, roster and movers."""

from dataclasses import replace
from datetime import date

from continuity_hand import Headquarters, at
from paper_pages import rows, seen, words

from addin.app.continuity_contacts import contact_said, means_in_order
from addin.app.continuity_people import absence_said, mover_said
from addin.app.paper.day import paper_day
from addin.app.paper.registers import NOBODY, checklist_section, contact_section, roster_section
from addin.export.paper import Kind
from calc.continuity.contacts import Contact
from calc.continuity.roster import Mover
from calc.plan.checklists import checklists


def test_every_checklist_is_printed_item_by_item():
    """Each item with its clause and its pause, a box for the one who does and one for the one who checks."""
    section = checklist_section()
    assert [len(table.rows) for table in section.tables] == [len(each.steps) for each in checklists()]
    kinds = [column.kind for column in section.tables[0].columns]
    assert kinds.count(Kind.BOX) == 2
    assert kinds[-1] is Kind.WRITE
    assert "■ 15:15" in words(section)


def test_a_checklist_is_never_parted():
    """A list is done in one go: it stands on one page."""
    assert all(table.is_whole for table in checklist_section().tables)


def test_a_contact_is_tried_from_the_top():
    """Its means in the plan's order, numbered, with the addresses and when they were last verified."""
    first = contact_section(seen(20, 30).state).tables[0].rows[0]
    assert first[0].startswith("対策本部\n")
    assert [line.split(". ")[0] for line in first[1].split("\n")] == [str(n + 1) for n in range(len(means_in_order()))]
    assert first[1].split("\n")[0] == "1. 一般電話 03-0000-0001"
    assert first[2] == "確認 2026-11-02\n交換 －"


def test_the_plans_own_contacts_are_printed_with_the_registers():
    """JSCC's and the vendor's stand behind the desk's own, never verified here."""
    told = words(contact_section(seen(20, 30).state))
    assert "03-3665-1405" in told
    assert "Markit" in told


def test_a_contact_of_the_register_beats_the_plans(tmp_path):
    """A number of 2011 gives way to the one that the desk has verified, and is not printed beside it."""
    name = "Markit Group Limited"
    own = Contact(name, "other", {"landline": "03-0000-7777"}, date(2026, 11, 2))
    Headquarters(tmp_path / "home").say(contact_said(own, at=at(9)))
    told = words(contact_section(paper_day(tmp_path / "home", at=at(12)).state))
    assert told.count(name) == 1
    assert "03-6402-0130" not in told


def test_a_contact_without_an_address_is_marked():
    """Somebody who cannot be reached is a hole to be seen before it matters."""
    state = replace(seen(20, 30).state, contacts=(Contact("無", "staff"),))
    assert contact_section(state).tables[0].rows[0][1] == "✗ 手段なし no means"


def test_empty_registers_say_so():
    """No contact, no mover: the pages say that nothing is registered."""
    state = replace(seen(20, 30).state, contacts=(), movers=(), shifts=())
    assert "no contact is registered" in contact_section(state).lead[0]
    assert "no mover is registered" in roster_section(state).lead[0]


def test_the_roster_looks_two_weeks_ahead():
    """Each night with its weekday, closed days marked, and a night for which nobody is named."""
    section = roster_section(seen(20, 30).state)
    nights = rows(section, "On call at night and on closed days")
    assert len(nights) == 14
    assert nights[0]["Night of"] == "2026-11-20（金）"
    assert nights[3]["Night of"] == "2026-11-23（月） 休日 closed"
    assert [each["First"] for each in nights].count(NOBODY) == 1


def test_deputies_stand_in_order():
    """The first is called first."""
    nights = rows(roster_section(seen(20, 30).state), "On call at night and on closed days")
    assert (nights[3]["First"], nights[3]["Deputies, in order"]) == ("KN", "SK、TY")


def test_somebody_who_is_absent_is_marked_where_they_should_move(tmp_path):
    """The deputy can be sent at a glance."""
    place = Headquarters(tmp_path / "home")
    place.say(mover_said(Mover("MK", "決済", "TY"), at=at(9)), absence_said("MK", at=at(10), absent=True))
    (mover,) = rows(roster_section(paper_day(tmp_path / "home", at=at(12)).state), "Who moves to the alternate office")
    assert (mover["Who moves"], mover["Deputy"]) == ("▲ MK（不在 absent）", "TY")
