"""Contacts verified, somebody on call, a drill not long ago."""

from datetime import date, datetime, timedelta

import pytest

from addin.app.continuity_contacts import contact_said
from addin.app.continuity_log import Exercise, exercise_said
from addin.app.continuity_people import shift_said
from addin.checks.people import contact_list, drill, roster
from calc.continuity.contacts import Contact
from calc.continuity.readiness import Entry
from calc.continuity.roster import Shift
from calc.days.cutoff import JST

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)
TODAY = NOON.date()


def ago(days):
    """Return the date so many days before."""
    return TODAY - timedelta(days=days)


def contact(name, role="staff", *, verified=TODAY, exchanged=None):
    """Return a contact as the register takes it."""
    return contact_said(Contact(name, role, {"mobile": "090"}, verified, exchanged), at=NOON)


def held(register, kind, day):
    """Return an exercise as the record takes it."""
    return exercise_said(Exercise(Entry(register, day, kind, "SK")), at=NOON)


def test_a_desk_without_contacts_is_told(desk):
    """Nobody could be called."""
    assert desk.found(contact_list).keys() == {"contacts_none"}


@pytest.mark.parametrize(("days", "codes"), [(180, set()), (181, {"contacts_unverified"})])
def test_a_number_that_was_not_verified_in_time_is_named(desk, days, codes):
    """Within 180 days, the last one included."""
    desk.say(contact("A", verified=ago(days)), contact("B"))
    assert desk.found(contact_list).keys() == codes


def test_a_number_that_was_never_verified_is_named(desk):
    """With how many there are, and who."""
    desk.say(contact("A", verified=None), contact("B"))
    assert desk.found(contact_list)["contacts_unverified"] == {"count": "1", "names": "A", "days": "180"}


def test_lists_are_exchanged_with_external_bodies_alone(desk):
    """Own staff have nothing to exchange."""
    desk.say(contact("A"), contact("P01", "participant"), contact("P02", "participant", exchanged=TODAY))
    assert desk.found(contact_list)["contacts_unexchanged"]["names"] == "P01"


def test_the_limit_is_the_desks_own(desk):
    """A year instead of half of one."""
    desk.settings(contact_limit_days=365)
    desk.say(contact("A", verified=ago(300)))
    assert desk.found(contact_list) == {}
    assert contact_list(desk.home).en == "1, within 365 days"


def test_a_long_list_of_names_is_cut(desk):
    """The page stays a page."""
    desk.say(*(contact(f"C{number}", verified=None) for number in range(12)))
    names = desk.found(contact_list)["contacts_unverified"]["names"]
    assert names.endswith("C7 …")


def test_every_night_of_the_week_needs_somebody(desk):
    """Those without anybody are named, tonight first."""
    desk.say(*(shift_said(Shift(TODAY + timedelta(days=n), ("SK",)), at=NOON) for n in (1, 2, 3, 4, 6)))
    assert desk.found(roster)["roster_nobody"]["days"] == "11-20 11-25"


def test_who_is_on_call_tonight_is_told_with_the_deputies(desk):
    """In the order in which they are called."""
    desk.say(*(shift_said(Shift(TODAY + timedelta(days=n), ("SK", "TY")), at=NOON) for n in range(7)))
    assert roster(desk.home).en == "tonight SK → TY"


def test_a_desk_that_never_held_a_drill_is_told(desk):
    """A check of a register is no drill."""
    desk.say(held("drills", "check", TODAY))
    assert desk.found(drill).keys() == {"drill_never"}


@pytest.mark.parametrize(("days", "codes"), [(365, set()), (366, {"drill_long_ago"})])
def test_a_drill_of_more_than_a_year_ago_is_told(desk, days, codes):
    """The limit itself is inside."""
    desk.say(held("drills", "drill", ago(days)))
    assert desk.found(drill).keys() == codes


def test_the_last_drill_counts(desk):
    """Whatever the order in which they were recorded."""
    desk.say(held("drills", "drill", ago(10)), held("drills", "drill", ago(400)))
    assert drill(desk.home).en.startswith(date.isoformat(ago(10)))
