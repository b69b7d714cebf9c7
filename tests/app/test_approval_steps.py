"""Asking, giving, refusing and taking back on a real record, each person under a user of the system."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime

import pytest

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person
from addin.app.approval.solo import solos
from addin.app.approval.state import Standing, Why
from addin.app.approval.subjects import Content, Subject, SubjectKind, hash_of_content
from addin.now import now
from addin.store.journal import Journal
from calc.outcome import RefusedError

FILE = Subject(date(2026, 11, 20), SubjectKind.UPLOAD_CSV, "requirements_upload.csv")
X, Y = Content("x" * 64, "r" * 64), Content("y" * 64, "r" * 64)


def codes(refused):
    return [found.code for found in refused.value.findings]


def test_two_people_approve(desk):
    """One asks, another under another user and other initials gives, and the approval carries both."""
    assert desk.ask().standing is Standing.ASKED
    held = desk.give()
    assert (held.standing, held.maker.initials, held.checker.initials) == (Standing.GIVEN, "SK", "TY")
    assert held.maker.user != held.checker.user
    assert desk.permitted().approval == held.key


def test_asking_and_giving_twice_is_one_entry(desk):
    """The same step of the same person again finds the entry that is there."""
    for _ in range(2):
        desk.ask()
    for _ in range(2):
        desk.give()
    assert desk.ask().standing is Standing.GIVEN
    assert desk.kinds() == ["export.prepared", "approval.asked", "approval.given"]


@pytest.mark.parametrize(
    ("number", "initials", "told"),
    [
        (1, "TY", ["approval_same_user"]),
        (2, "SK", ["approval_same_initials"]),
        (1, "SK", ["approval_same_user", "approval_same_initials"]),
    ],
)
def test_the_maker_cannot_be_the_checker(desk, number, initials, told):
    """The same user, the same initials or both are refused, each by its own words, and nothing is recorded."""
    desk.ask()
    with pytest.raises(RefusedError) as refused:
        desk.give(number=number, initials=initials)
    assert codes(refused) == told
    assert desk.kinds() == ["export.prepared", "approval.asked"]


def test_whoever_made_it_last_is_refused(desk):
    """The user whose run brought the content is told so, and a third user may approve."""
    desk.prepare(Y, number=2)
    desk.ask(Y)
    with pytest.raises(RefusedError) as refused:
        desk.give()
    assert codes(refused) == ["approval_touched"]
    assert desk.give(number=3, initials="MH").standing is Standing.GIVEN


def test_a_refusal_needs_its_reason(desk):
    """A refusal of blanks is refused; with a reason it ends the request and the reason is shown."""
    desk.ask()
    with pytest.raises(RefusedError) as refused:
        desk.refuse(" \n ")
    assert codes(refused) == ["reason_needed"]
    assert desk.refuse("P05H の額\nが違う").reason == "P05H の額 が違う"


def test_asking_again_after_a_refusal_is_a_new_request(desk):
    """The same content, asked for again after a refusal, is a second entry of the next round and can be approved."""
    desk.ask()
    desk.refuse("check P05H")
    assert desk.ask().standing is Standing.ASKED
    assert desk.give().standing is Standing.GIVEN
    with Journal(desk.home) as journal:
        assert [each.body["round"] for each in journal.entries() if each.kind == "approval.asked"] == [0, 1]


def test_the_same_steps_in_another_record_have_the_same_keys(desk, tmp_path, log_in):
    """Keys hold no clock and no number of the record: the same day's steps give the same keys elsewhere."""
    other = type(desk)(tmp_path / "other", log_in)
    other.prepare(X)
    keys = []
    for each in (desk, other):
        each.ask()
        each.refuse("once more")
        each.ask()
        each.give()
        with Journal(each.home) as journal:
            keys.append([entry.key for entry in journal.entries()])
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == 5


def test_a_content_that_comes_back_is_a_new_entry(desk):
    """X, then Y, then X again is three entries; X twice is one."""
    for content in (X, Y, Y, X, X):
        desk.prepare(content)
    with Journal(desk.home) as journal:
        assert [(each.body["sha256"][0], each.body["revision"]) for each in journal.entries()] == [
            ("x", 1),
            ("y", 2),
            ("x", 3),
        ]


def test_asking_for_what_no_longer_stands_is_refused(desk):
    """A request for a content that another run replaced is refused before it is recorded."""
    desk.prepare(Y)
    with pytest.raises(RefusedError) as refused:
        desk.ask(X)
    assert codes(refused) == ["approval_changed"]


def test_a_second_maker_is_told_of_the_first(desk):
    """What somebody asked for already cannot be asked for by somebody else."""
    desk.ask()
    with pytest.raises(RefusedError) as refused:
        desk.ask(number=2, initials="TY")
    assert codes(refused) == ["approval_asked_already"]
    assert dict(refused.value.findings[0].details)["initials"].startswith("SK (")


def test_what_was_not_asked_cannot_be_decided(desk):
    """Giving, refusing and taking back need an open request."""
    maker = desk.person(1, "SK")
    with Journal(desk.home) as journal:
        for act in (
            lambda: steps.give(journal, FILE, maker, seen=None, at=now()),
            lambda: steps.refuse(journal, FILE, maker, reason="no", at=now()),
            lambda: steps.withdraw(journal, FILE, maker, at=now()),
        ):
            with pytest.raises(RefusedError) as refused:
                act()
            assert codes(refused) == ["approval_not_waiting"]


def test_only_the_maker_takes_back(desk):
    """The maker's withdrawal voids the request, anybody else's is refused."""
    desk.ask()
    with Journal(desk.home) as journal:
        with pytest.raises(RefusedError) as refused:
            steps.withdraw(journal, FILE, desk.person(2, "TY"), at=now())
        held = steps.withdraw(journal, FILE, desk.person(1, "SK"), at=now())
    assert codes(refused) == ["approval_not_maker"]
    assert (held.standing, held.why) == (Standing.VOID, Why.WITHDRAWN)


def test_a_checker_approves_what_is_before_his_eyes(desk):
    """A file on disk that differs from what was asked for is not approved by looking at it."""
    desk.ask()
    with pytest.raises(RefusedError) as refused:
        desk.give(seen="z" * 64)
    assert codes(refused) == ["approval_changed"]
    assert desk.give(seen=X.content_hash).standing is Standing.GIVEN


def test_an_approval_ends_while_it_waits(desk):
    """Giving after the day's end is refused: the request has ended with its day."""
    desk.ask()
    with pytest.raises(RefusedError) as refused:
        desk.give(at=datetime.fromisoformat("2099-01-01T00:00:00+09:00"))
    assert codes(refused) == ["approval_not_waiting"]


@pytest.mark.parametrize("kind", SubjectKind)
def test_every_kind_of_subject_can_be_approved(desk, kind):
    """Any subject of the closed list is asked for and given the same way, by the hash of whatever it is."""
    subject = replace(FILE, kind=kind, name="P01")
    content = Content(hash_of_content({"telephone": "03"}))
    desk.ask(content, subject=subject)
    assert desk.give(subject=subject).covers(content)


def test_no_approval_is_read_from_a_broken_record(desk):
    """When the chain is broken nothing is asked or approved, and the row is named."""
    desk.ask()
    with closing(sqlite3.connect(desk.home / "journal.sqlite3", isolation_level=None)) as database:
        (guard,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'entry_not_changed'").fetchone()
        database.execute("DROP TRIGGER entry_not_changed")
        database.execute("UPDATE entry SET user = 'nobody' WHERE n = 1")
        database.execute(guard)
    with pytest.raises(RefusedError) as refused:
        desk.give()
    assert codes(refused) == ["journal_row_changed"]


def test_working_alone_is_declared_and_permits(desk):
    """Without an approval nothing is permitted; a declaration of solo mode permits it to the declarer alone."""
    with pytest.raises(RefusedError) as refused:
        desk.permitted()
    assert codes(refused) == ["approval_needed"]
    person = desk.person(1, "SK")
    with Journal(desk.home) as journal:
        made = steps.declare_solo(journal, person, business_date=FILE.business_date, reason="台風で一人")
        again = steps.declare_solo(journal, person, business_date=FILE.business_date, reason="台風で一人")
    assert made == again
    assert desk.permitted().solo == made.key
    with pytest.raises(RefusedError):
        desk.permitted(number=2, initials="TY")


def test_what_was_refused_stays_refused_alone(desk):
    """A second person's refusal is not overruled by declaring oneself alone afterwards."""
    desk.ask()
    desk.refuse("wrong")
    person = desk.person(1, "SK")
    with Journal(desk.home) as journal:
        steps.declare_solo(journal, person, business_date=FILE.business_date, reason="alone")
    with pytest.raises(RefusedError) as refused:
        desk.permitted()
    assert codes(refused) == ["approval_needed"]


@pytest.mark.parametrize(("number", "initials"), [(1, "TY"), (2, "SK"), (1, "SK")])
def test_nobody_countersigns_alone(desk, number, initials):
    """The declarer's user or initials cannot countersign; the task stays open."""
    with Journal(desk.home) as journal:
        steps.declare_solo(journal, desk.person(1, "SK"), business_date=FILE.business_date, reason="alone")
        with pytest.raises(RefusedError) as refused:
            steps.countersign(journal, desk.person(number, initials), business_date=None)
        assert codes(refused) == ["solo_same_person"]
        assert [each.is_open for each in solos(desk_entries(journal))] == [True]


def test_a_second_person_countersigns_and_ends_it(desk):
    """The countersignature closes the task and ends solo mode, and declaring again opens a new task."""
    person = desk.person(1, "SK")
    with Journal(desk.home) as journal:
        steps.declare_solo(journal, person, business_date=FILE.business_date, reason="alone")
        (signed,) = steps.countersign(journal, desk.person(2, "TY"), business_date=FILE.business_date)
        assert signed.second == Person(signed.second.user, "TY")
        with pytest.raises(RefusedError):
            desk.permitted()
        with pytest.raises(RefusedError) as refused:
            steps.countersign(journal, desk.person(2, "TY"), business_date=None)
        assert codes(refused) == ["solo_none_open"]
        steps.declare_solo(journal, desk.person(1, "SK"), business_date=FILE.business_date, reason="alone")
        assert [each.is_open for each in solos(desk_entries(journal))] == [False, True]
