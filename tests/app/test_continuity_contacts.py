"""The one register of contacts, tries by the six means, and what external bodies answered."""

from datetime import date

import pytest
from continuity_hand import SK, TY, at

from addin.app.continuity_contacts import (
    bodies,
    body_kinds,
    contact_said,
    contacts,
    means_in_order,
    poll_said,
    polls,
    roles,
    tries,
    try_said,
)
from addin.app.continuity_record import record_said
from addin.store.journal import Journal
from calc.continuity.bodies import Poll
from calc.continuity.contacts import Contact, Try
from calc.outcome import RefusedError

BANK = Contact(
    "資金決済銀行 B",
    "fund_settlement_bank",
    {"landline": "03-0000-0010", "email": "contact10@example.jp"},
    date(2026, 9, 30),
    date(2026, 9, 30),
)
DESK = Contact("対策本部", "staff", {"mobile": "090-0000-0001"})


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


def test_the_means_are_the_plans_in_its_order():
    """BCP-4.3 lists six, the landline first and the site last."""
    assert means_in_order() == (
        "landline",
        "disaster_priority_phone",
        "mobile",
        "email",
        "fax",
        "target_jscc_site",
    )


def test_a_role_is_own_staff_or_one_of_the_plans_four_types():
    """BCP-1.1 names participants, market operators, fund-settlement banks and others."""
    assert body_kinds() == ("participant", "designated_market_operator", "fund_settlement_bank", "other")
    assert roles() == ("staff", *body_kinds())


def test_a_contact_comes_back_as_it_was_said(journal):
    """Name, role, addresses by their means and both dates survive the record."""
    record_said(journal, [contact_said(BANK, at=at(9)), contact_said(DESK, at=at(9))], person=SK)
    assert contacts(journal, at=at(10)) == (BANK, DESK)


def test_a_blank_address_is_no_means(journal):
    """Only what can be dialled is kept."""
    given = Contact("X", "staff", {"landline": " ", "fax": " 03-0000-1001 "})
    record_said(journal, [contact_said(given, at=at(9))], person=SK)
    assert contacts(journal, at=at(9))[0].means == {"fax": "03-0000-1001"}


def test_a_new_number_supersedes_the_old_one(journal):
    """The register shows the newest; the older one is found by looking back."""
    record_said(journal, [contact_said(DESK, at=at(9))], person=SK)
    moved = Contact("対策本部", "staff", {"mobile": "090-0000-0002"})
    record_said(journal, [contact_said(moved, at=at(12))], person=TY)
    assert contacts(journal, at=at(12)) == (moved,)
    assert contacts(journal, at=at(11)) == (DESK,)


def test_a_withdrawn_contact_is_called_no_more(journal):
    """It leaves the list and stays in the record."""
    record_said(journal, [contact_said(DESK, at=at(9)), contact_said(BANK, at=at(9))], person=SK)
    record_said(journal, [contact_said(DESK, at=at(10), withdrawn=True)], person=SK)
    assert contacts(journal, at=at(10)) == (BANK,)


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (Contact(" ", "staff"), ("continuity_blank", "name")),
        (Contact("X", "friend"), ("continuity_word", "role")),
        (Contact("X", ""), ("continuity_word", "role")),
        (Contact("X", "staff", {"pigeon": "roof"}), ("continuity_word", "means")),
        (Contact("X", "staff", {"fax": "0" * 500}), ("continuity_long", "fax")),
    ],
)
def test_a_wrong_contact_is_refused_at_its_column(contact, expected):
    """What is wrong is told by the column that it stands in."""
    assert refused(lambda: contact_said(contact, at=at(9))) == expected


def test_a_try_comes_back_with_who_made_it(journal):
    """Contact, means, instant, result and note; the initials are those of whoever recorded it."""
    made = Try("対策本部", "mobile", at(18, 30), reached=False)
    record_said(journal, [try_said(made, note="留守番電話")], person=TY)
    (noted,) = tries(journal, at=at(19))
    assert (noted.made, noted.by, noted.note) == (made, "TY", "留守番電話")


def test_tries_are_known_from_their_instant_on(journal):
    """One made later is not seen yet."""
    for minute, is_reached in ((30, False), (40, True)):
        made = Try("対策本部", "mobile", at(18, minute), reached=is_reached)
        record_said(journal, [try_said(made)], person=SK)
    assert [each.made.reached for each in tries(journal, at=at(18, 35))] == [False]
    assert [each.made.reached for each in tries(journal, at=at(18, 40))] == [False, True]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (Try("", "mobile", at(9), reached=True), ("continuity_blank", "contact")),
        (Try("X", "pigeon", at(9), reached=True), ("continuity_word", "means")),
    ],
)
def test_a_wrong_try_is_refused_at_its_column(made, expected):
    """Nobody and no means are told apart."""
    assert refused(lambda: try_said(made)) == expected


def test_an_answer_comes_back_as_it_was_given(journal):
    """A body that was reached says how it stands."""
    poll = Poll("資金決済銀行 B", at(18, 30), reached=True, status="大阪で継続")
    record_said(journal, [poll_said(poll)], person=SK)
    assert polls(journal, at=at(19)) == (poll,)


def test_a_body_that_was_not_reached_may_say_nothing(journal):
    """Not reached is an answer of its own."""
    poll = Poll("資金決済銀行 B", at(18, 30), reached=False)
    record_said(journal, [poll_said(poll)], person=SK)
    assert polls(journal, at=at(19)) == (poll,)


def test_a_body_that_was_reached_must_have_said_something():
    """An answer without words helps nobody."""
    poll = Poll("資金決済銀行 B", at(18, 30), reached=True)
    assert refused(lambda: poll_said(poll)) == ("continuity_blank", "status")


def test_the_external_bodies_are_contacts_of_the_four_types():
    """Own staff are none; they stand in the plan's order of types."""
    vendor = Contact("V", "other")
    member = Contact("P01", "participant")
    found = bodies((vendor, BANK, DESK, member))
    assert [(each.name, each.kind) for each in found] == [
        ("P01", "participant"),
        ("資金決済銀行 B", "fund_settlement_bank"),
        ("V", "other"),
    ]


@pytest.mark.parametrize(
    ("kind", "content", "read"),
    [
        (
            "continuity.contact",
            {"name": "X", "role": "staff", "means": [], "verified": None, "exchanged": None},
            contacts,
        ),
        (
            "continuity.contact",
            {"name": "X", "role": "staff", "means": {}, "verified": "soon", "exchanged": None},
            contacts,
        ),
        ("continuity.try", {"contact": "X"}, tries),
        ("continuity.poll", {"body": "X"}, polls),
    ],
)
def test_an_entry_of_another_shape_is_refused(journal, kind, content, read):
    """What this version cannot read is told, and no contact is left out silently."""
    body = {"at": "2026-11-20T09:00:00+09:00", "said": content, "supersedes": "", "user": "os-1", "initials": "SK"}
    journal.append(kind, body)
    with pytest.raises(RefusedError) as raised:
        read(journal, at=at(10))
    assert [each.code for each in raised.value.findings] == ["continuity_unread"]
