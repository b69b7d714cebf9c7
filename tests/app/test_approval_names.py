"""What a name at the command line means: one subject of the newest day, and the bytes of a file that was pointed at."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.names import listed, meant
from addin.app.approval.subjects import Content, SubjectKind
from addin.now import now
from addin.store.journal import Journal
from calc.outcome import RefusedError

OLD = date(2026, 11, 19)


def looked_up(desk, name, *, kind=None, business_date=None):
    """Return what a name means at this desk."""
    with Journal(desk.home) as journal:
        return meant(desk_entries(journal), str(name), kind=kind, business_date=business_date, at=now())


def test_a_name_is_of_the_newest_day_unless_told(desk):
    """The same name on two days means the later one, and the earlier one when its date is given."""
    older = replace(desk.file, business_date=OLD, kind=SubjectKind.QUOTE_MAIL)
    desk.ask(Content("q" * 64), subject=older)
    assert looked_up(desk, desk.file.name).held.subject == desk.file
    assert looked_up(desk, desk.file.name, business_date=OLD).held.subject == older


def test_a_name_of_two_kinds_asks_which(desk):
    """Two kinds of one name on one day are told apart by --kind."""
    mail = replace(desk.file, kind=SubjectKind.QUOTE_MAIL)
    desk.ask(Content("q" * 64), subject=mail)
    with pytest.raises(RefusedError) as refused:
        looked_up(desk, desk.file.name)
    assert [found.code for found in refused.value.findings] == ["approval_name_unclear"]
    assert looked_up(desk, desk.file.name, kind=SubjectKind.QUOTE_MAIL).held.subject == mail


def test_a_path_means_its_file_and_its_bytes(desk, tmp_path):
    """A path means the subject of its file's name, with the hash of what lies there; a bare name means no file."""
    path = tmp_path / desk.file.name
    path.write_bytes(b"seen")
    found = looked_up(desk, path)
    assert (found.held.subject, found.seen) == (desk.file, hashlib.sha256(b"seen").hexdigest())
    assert looked_up(desk, desk.file.name).seen is None
    assert looked_up(desk, tmp_path / "gone" / desk.file.name).seen is None


def test_the_list_is_of_the_newest_day_and_of_what_is_open(desk):
    """Without a date the list holds the newest day and every open request; with a date that day alone."""
    open_one = replace(desk.file, business_date=OLD, kind=SubjectKind.CONTACT_CHANGE, name="P01")
    ended = replace(open_one, name="P02")
    desk.ask(Content("c" * 64), subject=open_one)
    desk.ask(Content("d" * 64), subject=ended)
    with Journal(desk.home) as journal:
        steps.refuse(journal, ended, desk.person(2, "TY"), reason="no", at=now())
        entries = desk_entries(journal)
    named = [held.subject for held in listed(entries, business_date=None, at=now())]
    assert named == [open_one, desk.file]
    assert [held.subject for held in listed(entries, business_date=OLD, at=now())] == [open_one, ended]
    assert listed([], business_date=None, at=now()) == ()
