"""The duty roster by date, and several callers at once."""

from datetime import date, datetime

import pytest

from calc.continuity.contacts import Contact, Try, call_board, dealt
from calc.continuity.roster import Shift, duty_days
from calc.days.business_day import tokyo
from calc.days.cutoff import JST

FRIDAY = date(2026, 11, 20)  # before a week-end of three days
NOON = datetime(2026, 11, 20, 12, tzinfo=JST)
MEANS = ("landline", "mobile")


def rows(number, reached=()):
    """Return the call board of so many contacts, some of them reached."""
    contacts = [Contact(f"C{n}", "staff", {"mobile": str(n)}) for n in range(number)]
    tries = [Try(f"C{n}", "mobile", NOON, reached=True) for n in reached]
    return call_board(contacts, tries, order=MEANS, since=NOON)


def names(lists):
    """Return the contacts of each caller by name."""
    return {caller: [row.contact.name for row in dealt_rows] for caller, dealt_rows in lists.items()}


def test_every_date_of_the_roster_has_a_row():
    """Closed days are marked, and a date for which nobody is named stands there empty."""
    shifts = [Shift(FRIDAY, ("SK", "TY")), Shift(date(2026, 11, 23), ())]
    found = duty_days(shifts, FRIDAY, days=5, calendar=tokyo())
    assert [row.closed for row in found] == [False, True, True, True, False]
    assert [row.people for row in found] == [("SK", "TY"), (), (), (), ()]
    assert [row.day.day for row in found] == [20, 21, 22, 23, 24]


@pytest.mark.parametrize("number", [0, 1, 2, 5, 6])
def test_the_register_is_dealt_out_whole(number):
    """Every contact has exactly one caller, and no caller has two more than another."""
    lists = dealt(rows(number), ["SK", "TY"])
    told = sorted(name for each in names(lists).values() for name in each)
    assert told == sorted(f"C{n}" for n in range(number))
    assert abs(len(lists["SK"]) - len(lists["TY"])) <= 1


def test_a_caller_keeps_the_same_contacts_whoever_was_reached():
    """Two people at two telephones never ring the same person because a third answered."""
    before, after = dealt(rows(5), ["SK", "TY"]), dealt(rows(5, reached=(0, 1)), ["SK", "TY"])
    assert names(before) == names(after) == {"SK": ["C0", "C2", "C4"], "TY": ["C1", "C3"]}
    assert after["SK"][0].reached_at == NOON
