"""The duty roster, who moves to the alternate office, and who is absent."""

from datetime import date

import pytest
from continuity_hand import SK, at

from addin.app.continuity_people import absence_said, absent, mover_said, movers, shift_said, shifts
from addin.app.continuity_record import record_said
from addin.store.journal import Journal
from calc.continuity.roster import Mover, Shift
from calc.outcome import RefusedError

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path / "home") as opened:
        yield opened


def test_the_roster_comes_back_by_date(journal):
    """Whatever the order of saying, the nights stand in order; a person in second place is a deputy."""
    later, sooner = Shift(date(2026, 11, 21), ("TY", "UM")), Shift(FRIDAY, ("SK",))
    record_said(journal, [shift_said(each, at=at(9)) for each in (later, sooner)], person=SK)
    assert shifts(journal, at=at(9)) == (sooner, later)


def test_blank_places_of_a_shift_are_left_out(journal):
    """A sheet has three columns; who is named stands in order without gaps."""
    record_said(journal, [shift_said(Shift(FRIDAY, ("SK", " ", "UM")), at=at(9))], person=SK)
    assert shifts(journal, at=at(9)) == (Shift(FRIDAY, ("SK", "UM")),)


def test_a_night_without_anybody_is_said_as_such(journal):
    """The date is on the roster with nobody, which is the alarm and no gap in the record."""
    record_said(journal, [shift_said(Shift(FRIDAY, ()), at=at(9))], person=SK)
    assert shifts(journal, at=at(9)) == (Shift(FRIDAY, ()),)


def test_a_changed_shift_supersedes_the_older_one(journal):
    """One entry a date counts, the newest."""
    record_said(journal, [shift_said(Shift(FRIDAY, ("SK",)), at=at(9))], person=SK)
    record_said(journal, [shift_said(Shift(FRIDAY, ("TY",)), at=at(10))], person=SK)
    assert shifts(journal, at=at(10)) == (Shift(FRIDAY, ("TY",)),)


def test_movers_come_back_with_their_deputies(journal):
    """No deputy is nobody, not a blank name."""
    given = (Mover("SK", "決済", "TY"), Mover("HT", "搬出"))
    record_said(journal, [mover_said(each, at=at(9)) for each in given], person=SK)
    assert movers(journal, at=at(9)) == given


def test_a_withdrawn_task_is_nobodys(journal):
    """It leaves the list."""
    record_said(journal, [mover_said(Mover("SK", "決済"), at=at(9))], person=SK)
    record_said(journal, [mover_said(Mover("SK", "決済"), at=at(10), withdrawn=True)], person=SK)
    assert movers(journal, at=at(10)) == ()
    assert len(movers(journal, at=at(9))) == 1


@pytest.mark.parametrize(("mover", "column"), [(Mover("SK", " "), "task"), (Mover("", "決済"), "person")])
def test_a_mover_needs_task_and_person(mover, column):
    """What is blank is told by its column."""
    with pytest.raises(RefusedError) as raised:
        mover_said(mover, at=at(9))
    (found,) = raised.value.findings
    assert (found.code, found.place.column) == ("continuity_blank", column)


def test_who_is_absent_is_what_was_said_last(journal):
    """One who can come again is absent no more."""
    record_said(journal, [absence_said(each, at=at(9), absent=True) for each in ("TY", "UM")], person=SK)
    record_said(journal, [absence_said("TY", at=at(10), absent=False)], person=SK)
    assert absent(journal, at=at(9)) == {"TY", "UM"}
    assert absent(journal, at=at(10)) == {"UM"}


def test_an_absence_names_somebody():
    """A blank name is refused."""
    with pytest.raises(RefusedError) as raised:
        absence_said(" ", at=at(9), absent=True)
    assert [each.code for each in raised.value.findings] == ["continuity_blank"]


@pytest.mark.parametrize(
    ("kind", "content", "read"),
    [
        ("continuity.shift", {"day": "Friday", "people": []}, shifts),
        ("continuity.shift", {"day": "2026-11-20", "people": 3}, shifts),
        ("continuity.mover", {"task": "決済"}, movers),
        ("continuity.absence", {"person": "TY"}, absent),
    ],
)
def test_an_entry_of_another_shape_is_refused(journal, kind, content, read):
    """Nobody is left out silently."""
    body = {"at": "2026-11-20T09:00:00+09:00", "said": content, "supersedes": "", "user": "os-1", "initials": "SK"}
    journal.append(kind, body)
    with pytest.raises(RefusedError) as raised:
        read(journal, at=at(10))
    assert [each.code for each in raised.value.findings] == ["continuity_unread"]
