"""An upload file leaves the desk: only what two persons approved, byte for byte, complete with its sidecars."""

import hashlib
import shutil
from datetime import timedelta

import pytest

from addin.app.approval import release as release_module
from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.release import released
from addin.app.approval.solo import solos
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.approval.touches import DECISION, EXPORT_WITHDRAWN, revised
from addin.app.approval.words import SOLO_MARK
from addin.app.bundle_make import made_bundle
from addin.app.bundle_read import read_bundle
from addin.export.upload import reread, template, upload
from addin.files import replace_file
from addin.now import now
from addin.store import journal as journal_module
from addin.store.journal import Journal
from calc.outcome import RefusedError

ROW = {
    "business_date": "2026-11-20",
    "account": "P01H",
    "participant": "P01",
    "kind": "house",
    "measure": "im",
    "component": "total",
}
FORM = template("requirements_upload")
SIDECARS = ("sha256", "head.txt", "totals.txt", "approval.txt")


def codes(refused):
    return [found.code for found in refused.value.findings]


@pytest.fixture
def office(tmp_path, desk):
    """Return a desk whose upload file is written and prepared, with what that file is."""
    desk.export = upload(FORM, [{**ROW, "amount": 2543125000}])
    desk.path = tmp_path / "out" / FORM.name
    desk.path.parent.mkdir()
    desk.path.write_bytes(desk.export.data)
    desk.content = Content(desk.export.sha256, "r" * 64)
    desk.prepare(desk.content)
    return desk


@pytest.fixture
def approved(office):
    """Return the same, asked for by one and approved by the other."""
    office.ask(office.content)
    office.give()
    return office


def release(office, *, number=1, initials="SK", reason="遅れて提出"):
    """Release the file as this person."""
    person = office.person(number, initials)
    with Journal(office.home) as journal:
        return released(journal, office.path, person, reason=reason, at=now())


def left(office):
    """Return the files under `released/`."""
    return {path.name: path.read_bytes() for path in office.path.parent.glob("released/*")}


def test_an_approved_file_leaves_with_its_sidecars(approved):
    """The released folder holds the same bytes with checksum, head, totals and approval, and the record its entry."""
    done = release(approved)
    files = left(approved)
    assert set(files) == {FORM.name, *(f"{FORM.name}.{end}" for end in SIDECARS)}
    assert files[FORM.name] == approved.export.data
    assert files[f"{FORM.name}.sha256"].decode().split() == [approved.export.sha256, FORM.name]
    assert files[f"{FORM.name}.head.txt"].decode() == f"{done.entry.hash[:12]}\n"
    assert files[f"{FORM.name}.totals.txt"].decode() == approved.export.totals
    assert "承認済 / approved" in files[f"{FORM.name}.approval.txt"].decode()
    assert approved.kinds()[-1] == "export.released"


def test_the_file_itself_is_written_last(approved, monkeypatch):
    """Where the upload file is, its sidecars are already."""
    order = []
    monkeypatch.setattr(
        release_module, "replace_file", lambda path, data: (order.append(path.name), replace_file(path, data))
    )
    release(approved)
    assert order[-1] == FORM.name
    assert len(order) == 5


def test_a_clock_set_back_behind_any_entry_releases_nothing(approved, monkeypatch):
    """Once anything at all was recorded on a later day, an approval of the day before is over for good."""
    with monkeypatch.context() as later, Journal(approved.home) as journal:
        later.setattr(journal_module, "now", lambda: now() + timedelta(days=1))
        journal.append("cell.seen", {"i": 1})
    with Journal(approved.home) as journal:
        journal.append("cell.seen", {"i": 2})
    with pytest.raises(RefusedError) as refused:
        release(approved)
    assert codes(refused) == ["approval_needed"]
    assert left(approved) == {}


def test_an_approval_that_came_in_a_bundle_lets_nothing_out(office, tmp_path):
    """Another office's approval of the very same content stays inside the entry that brought it: two persons here."""
    other = tmp_path / "other"
    shutil.copytree(office.home, other)
    mine, office.home = office.home, other
    office.ask(office.content)
    office.give()
    made_bundle(other, tmp_path / "other.bundle")
    office.home = mine
    read_bundle(tmp_path / "other.bundle", mine)
    assert office.kinds().count("bundle.entry") > 1
    with pytest.raises(RefusedError) as refused:
        release(office)
    assert codes(refused) == ["approval_needed"]


def test_releasing_twice_is_one_entry(approved):
    """The same release again finds its entry and writes the same files."""
    release(approved)
    before, kinds = left(approved), approved.kinds()
    release(approved)
    assert (left(approved), approved.kinds()) == (before, kinds)


def test_nothing_leaves_without_two_persons(office):
    """Not asked, asked only, and refused: each is refused with the state, and nothing is recorded or written."""
    told = []
    for act in (lambda: None, lambda: office.ask(office.content), lambda: office.refuse("wrong")):
        act()
        with pytest.raises(RefusedError) as refused:
            release(office)
        assert codes(refused) == ["approval_needed"]
        told.append(dict(refused.value.findings[0].details)["state_en"])
    assert told == ["approval not asked", "waiting for approval", "refused: wrong"]
    assert left(office) == {}
    assert "export.released" not in office.kinds()


def test_a_file_changed_on_disk_does_not_leave(approved):
    """One changed digit after the approval is found by the hash of the bytes."""
    approved.path.write_bytes(approved.export.data.replace(b"2543125000", b"2543125001"))
    with pytest.raises(RefusedError) as refused:
        release(approved)
    assert codes(refused) == ["release_changed"]
    assert left(approved) == {}


def test_a_file_prepared_anew_does_not_leave_under_the_old_approval(approved):
    """After another run the old approval is void, also for the old bytes."""
    approved.prepare(Content("y" * 64, "r" * 64))
    with pytest.raises(RefusedError) as refused:
        release(approved)
    assert codes(refused) == ["release_changed"]
    approved.prepare(approved.content)
    with pytest.raises(RefusedError) as refused:
        release(approved)
    assert codes(refused) == ["approval_needed"]


def test_a_changed_ruling_stops_the_same_bytes(approved):
    """The same bytes under another ruling need a new approval."""
    approved.prepare(Content(approved.export.sha256, "s" * 64))
    with pytest.raises(RefusedError) as refused:
        release(approved)
    assert codes(refused) == ["approval_needed"]
    assert "根拠の判定が変わった" in dict(refused.value.findings[0].details)["state_ja"]


def test_another_days_file_needs_a_reason(approved):
    """The example day's file leaves today only with a reason, which the record keeps."""
    with pytest.raises(RefusedError) as refused:
        release(approved, reason=" ")
    assert codes(refused) == ["release_other_day"]
    assert release(approved).entry.body["reason"] == "遅れて提出"


def test_a_file_the_record_does_not_know_is_refused(approved):
    """A file of another name, and one that a later run could not make, are no uploads."""
    approved.path = approved.path.rename(approved.path.with_name("other.csv"))
    with pytest.raises(RefusedError) as refused:
        release(approved)
    assert codes(refused) == ["export_unknown"]
    approved.path = approved.path.rename(approved.path.with_name(FORM.name))
    with Journal(approved.home) as journal:
        body = revised(desk_entries(journal), EXPORT_WITHDRAWN, approved.file.body(), approved.file)
        journal.append(EXPORT_WITHDRAWN, body)
    with pytest.raises(RefusedError) as refused:
        release(approved)
    assert codes(refused) == ["export_unknown"]


def test_an_open_decision_keeps_the_file_back(approved):
    """While a price that JSCC set has no approval of its own, no upload of that day leaves."""
    price = Subject(approved.file.business_date, SubjectKind.JSCC_PRICE, "R1")
    content = Content("d" * 64)
    with Journal(approved.home) as journal:
        body = {**price.body(), "content_hash": content.content_hash}
        journal.append(DECISION, revised(desk_entries(journal), DECISION, body, price))
    with pytest.raises(RefusedError) as refused:
        release(approved)
    assert [dict(each.details)["decision"] for each in refused.value.findings] == ["R1"]
    approved.log_in(1)
    approved.ask(content, subject=price)
    approved.give(subject=price, number=3, initials="MH")
    assert release(approved).path.exists()


def test_alone_it_leaves_with_the_mark(office):
    """Under a declaration the declarer releases it; the sidecar carries the mark, the upload's bytes do not."""
    person = office.person(1, "SK")
    with Journal(office.home) as journal:
        made = steps.declare_solo(journal, person, business_date=office.file.business_date, reason="台風")
    assert release(office).permission.solo == made.key
    files = left(office)
    assert SOLO_MARK in files[f"{FORM.name}.approval.txt"].decode()
    assert files[FORM.name] == office.export.data
    with Journal(office.home) as journal:
        assert solos(desk_entries(journal))[0].released == (f"{FORM.name} {office.export.sha256}",)
    with pytest.raises(RefusedError) as refused:
        release(office, number=2, initials="TY")
    assert codes(refused) == ["approval_needed"]


class Overtaken(Journal):
    """A record in which the maker takes the request back between the release's look and its own entry."""

    office = None

    def append_all(self, items, *, on_recorded=None):
        """Withdraw in another process, then record."""
        with Journal(self.office.home) as other:
            steps.withdraw(other, self.office.file, self.office.person(1, "SK"), at=now())
        return super().append_all(items, on_recorded=on_recorded)


def test_an_approval_taken_back_meanwhile_stops_the_file(approved):
    """A release that is overtaken writes no file."""
    person = approved.person(1, "SK")
    Overtaken.office = approved
    with Overtaken(approved.home) as journal, pytest.raises(RefusedError) as refused:
        released(journal, approved.path, person, reason="late", at=now())
    assert codes(refused) == ["approval_needed"]
    assert left(approved) == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data[:0], "export_not_read_back"),
        (lambda data: data.replace(b"amount", b"sum"), "export_not_read_back"),
        (lambda data: data.replace(b"\r\n", b"\n"), "export_not_read_back"),
        (lambda data: data + b"\xff", "export_not_read_back"),
        (lambda data: data + b"P01H\r\n", "export_not_read_back"),
        (lambda data: data.replace(b"2543125000", b"=1+1"), "export_cell"),
    ],
)
def test_a_file_is_read_again_cell_by_cell(change, code):
    """What is not exactly a file of its template is refused, whoever approved it."""
    export = upload(FORM, [{**ROW, "amount": 2543125000}])
    assert reread(FORM, export.data) == export
    with pytest.raises(RefusedError) as refused:
        reread(FORM, change(export.data))
    assert codes(refused) == [code]


def test_the_released_bytes_are_what_the_hash_says(approved):
    """The checksum in the entry is of the bytes that left."""
    done = release(approved)
    assert hashlib.sha256(done.path.read_bytes()).hexdigest() == done.entry.body["sha256"]
