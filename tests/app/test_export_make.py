"""What an exported file means for approvals: the same content keeps one, another content voids it."""

import errno
from dataclasses import replace
from datetime import date, datetime

import pytest

from addin.app import export_make
from addin.app.approval import steps
from addin.app.approval.state import Standing, Why
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.export_make import exported, with_sidecars
from addin.app.export_source import source_of_content
from addin.export.template import template
from addin.files import not_written
from addin.store import snapshots
from addin.store.journal import Journal
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)
AT = datetime.fromisoformat("2026-11-20T16:00:00+09:00")
FORM = template("settlement_prices")
TABLE = b"instrument,price_bp,applies,clause\nITXJS4605,55.5,today,\n"
SUBJECT = Subject(DAY, SubjectKind.UPLOAD_CSV, "settlement_prices_20261120.csv")


@pytest.fixture
def make(tmp_path, office):
    """Return a function that exports a table as the maker, at four in the afternoon unless told otherwise."""

    def export(data=TABLE, *, at=AT, reason="", number=1, **changes):
        office.log_in(number)
        source = replace(source_of_content(data, "t.csv", FORM, day=DAY, named=True), **changes)
        with Journal(office.home) as journal:
            return exported(journal, FORM, source, home=office.home, out=tmp_path / "out", reason=reason, at=at)

    return export


@pytest.fixture
def approved(make, office):
    """Return a function that exports and has what was made approved by a second person."""

    def twice(**changes):
        made = make(**changes)
        content = Content(made.upload.sha256, changes.get("ruling_hash", ""))
        maker = office.person("SK")
        with Journal(office.home) as journal:
            steps.ask(journal, SUBJECT, content, maker, at=AT)
        checker = office.person("TY")
        with Journal(office.home) as journal:
            return steps.give(journal, SUBJECT, checker, seen=made.upload.sha256, at=AT)

    return twice


def test_a_new_file_waits_for_its_approval(make):
    """What was just made has no approval, and its subject carries name and business date."""
    made = make()
    assert made.approval.standing is Standing.NOT_ASKED
    assert made.approval.subject == SUBJECT
    assert made.path.read_bytes() == made.upload.data


def test_the_same_file_again_keeps_its_approval(approved, make):
    """Exporting the same rows again changes nothing: the approval stands, and the sidecar says by whom."""
    assert approved().standing is Standing.GIVEN
    again = make()
    assert again.approval.standing is Standing.GIVEN
    told = again.path.with_name(f"{again.path.name}.approval.txt").read_text(encoding="utf-8")
    assert "承認済 / approved" in told
    assert "TY" in told


def test_another_content_voids_the_approval(approved, make):
    """One price changed and the second person has to look again."""
    approved()
    changed = make(TABLE.replace(b"55.5", b"55.6"))
    assert (changed.approval.standing, changed.approval.why) == (Standing.VOID, Why.CONTENT_CHANGED)


def test_another_ruling_behind_the_same_content_voids_the_approval(approved, make):
    """The same figures under another ruling are not what was approved."""
    approved(ruling_hash="a" * 64)
    changed = make(ruling_hash="b" * 64)
    assert (changed.approval.standing, changed.approval.why) == (Standing.VOID, Why.RULING_CHANGED)


def test_content_that_comes_back_is_a_new_entry(make):
    """A, then B, then A again: the record tells all three, so that none hides behind an old one."""
    first, second, third = (make(TABLE.replace(b"55.5", level)) for level in (b"55.5", b"55.6", b"55.5"))
    assert first.upload == third.upload != second.upload
    assert len({each.entry.key for each in (first, second, third)}) == 3


def test_nothing_is_recorded_of_what_cannot_be_made(make, office):
    """A number that the format cannot show is refused before anything is recorded or kept."""
    with pytest.raises(RefusedError) as refused:
        make(TABLE.replace(b"55.5", b"55.555"))
    assert [each.code for each in refused.value.findings] == ["export_cell"]
    assert office.kinds() == []
    assert not (office.home / snapshots.FOLDER).exists()


def test_a_reason_of_blanks_is_none(make):
    """Another day's file needs words, not spaces; the reason has the limit of every reason."""
    for reason, code in (("  ", "export_other_day"), ("x" * 201, "reason_needed")):
        with pytest.raises(RefusedError) as refused:
            make(at=datetime.fromisoformat("2026-11-21T09:00:00+09:00"), reason=reason)
        assert [each.code for each in refused.value.findings] == [code]


def test_what_is_recorded_comes_before_what_is_written(make, office, monkeypatch):
    """A disk that is full leaves the entry and no file; the next run finds the entry and writes."""

    def full(path, _):
        raise RefusedError([not_written(path, OSError(errno.ENOSPC, "full"), needed=1)])

    with monkeypatch.context() as patch:
        patch.setattr(export_make, "replace_file", full)
        with pytest.raises(RefusedError):
            make()
    assert office.kinds() == ["export.prepared", "export.source"]
    assert make().path.exists()
    assert office.kinds() == ["export.prepared", "export.source"]


def test_the_sidecars_are_those_of_every_upload(make):
    """Checksum, head, totals and approval, then the file: the one list for day, export and release."""
    made = make()
    names = list(with_sidecars(made.upload, made.approval, (), head="abc"))
    assert names == [
        *(f"{SUBJECT.name}.{end}" for end in ("sha256", "head.txt", "totals.txt", "approval.txt")),
        SUBJECT.name,
    ]
