"""Approving while somebody edits: the approval is void by its hash, whoever is quicker (reliability bar M5)."""

import subprocess
import sys
from datetime import date

import pytest

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.state import Standing, approval_of
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.approval.touches import EXPORT, export_body, revised
from addin.now import now
from addin.store.journal import Journal
from calc.outcome import RefusedError

X, Y = Content("x" * 64, "r" * 64), Content("y" * 64, "r" * 64)
FILE = Subject(date(2026, 11, 20), SubjectKind.UPLOAD_CSV, "requirements_upload.csv")
STEPS = {
    "ask": lambda journal, subject, person: steps.ask(journal, subject, X, person, at=now()),
    "give": lambda journal, subject, person: steps.give(journal, subject, person, seen=None, at=now()),
}


class Overtaken(Journal):
    """A record into which another process writes between a command's look and its own entry."""

    def append_all(self, items, *, on_recorded=None):
        """Let the other process change the file, then record."""
        with Journal(self._path.parent) as other:
            other.append(EXPORT, revised(desk_entries(other), EXPORT, export_body(FILE, Y), FILE))
        return super().append_all(items, on_recorded=on_recorded)


@pytest.mark.parametrize("late", ["ask", "give"])
def test_a_change_between_looking_and_recording_wins(desk, late):
    """A step whose content changed a moment before it was recorded is told as void, and the record agrees."""
    if late == "give":
        desk.ask()
    person = desk.person(1, "SK") if late == "ask" else desk.person(2, "TY")
    with Overtaken(desk.home) as journal:
        with pytest.raises(RefusedError) as refused:
            STEPS[late](journal, desk.file, person)
        held = approval_of(desk_entries(journal), desk.file, at=now())
    assert [found.code for found in refused.value.findings] == ["approval_changed"]
    assert held.standing in {Standing.NOT_ASKED, Standing.VOID}
    desk.prepare(X)
    desk.ask()
    assert desk.give().standing is Standing.GIVEN


EDITOR = """
import sys
from datetime import date
from pathlib import Path
from addin.app.approval.desk import desk_entries
from addin.app.approval.subjects import Content
from addin.app.approval.touches import EXPORT, export_body, revised
from addin.app.approval.subjects import Subject, SubjectKind
from addin.store.journal import Journal
FILE = Subject(date(2026, 11, 20), SubjectKind.UPLOAD_CSV, "requirements_upload.csv")
with Journal(Path(sys.argv[1])) as journal:
    for turn in range(40):
        body = export_body(FILE, Content("xy"[turn % 2] * 64, "r" * 64))
        journal.append(EXPORT, revised(desk_entries(journal), EXPORT, body, FILE))
"""


def attempted(desk):
    """Return the codes of why asking and giving was refused, nothing when the approval is in force."""
    try:
        desk.ask()
        desk.give()
    except RefusedError as refused:
        return {found.code for found in refused.findings}
    return set()


def test_approving_while_somebody_edits_leaves_no_stale_approval(desk):
    """While one process edits and another approves, every approval in force at any entry is of what stands there."""
    with subprocess.Popen([sys.executable, "-c", EDITOR, str(desk.home)]) as editing:
        told = [attempted(desk)]
        while editing.poll() is None:
            told.append(attempted(desk))
    assert editing.returncode == 0
    assert set().union(*told) <= {"approval_changed", "approval_not_waiting"}
    assert set() in told
    with Journal(desk.home) as journal:
        entries = desk_entries(journal)
    for length in range(len(entries)):
        held = approval_of(entries[:length], desk.file, at=now())
        touches = [each for each in entries[:length] if each.kind == EXPORT]
        assert held.standing is not Standing.GIVEN or touches[-1].body["sha256"] == held.content.content_hash
