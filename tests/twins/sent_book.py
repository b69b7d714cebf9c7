"""A participant's quotes book whose quotes have left by the tool, two persons agreeing, as the desk leaves it."""

import os
from datetime import date
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from pressed_book import PressedBook

from addin.app.approval import steps
from addin.app.approval.people import person_at_desk
from addin.app.approval.subjects import Subject, SubjectKind
from addin.now import now
from addin.store.journal import Journal

DAY = date(2026, 11, 20)
TOOL = "quotes_tool_20261120.csv"


@cache
def _imported(participant, role):
    """Return what an import wrote into a book, the home that it has left, and what keeps its folder: done once."""
    folder = TemporaryDirectory(prefix="hikae-quotes-")  # gone with the process
    home, book = Path(folder.name) / "home", PressedBook()
    home.mkdir()
    (home / "settings.toml").write_text(f'role = "{role}"\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", str(home))
        patch.setattr(os, "getuid", lambda: 987_601)
        book.put("HIKAE_PARTICIPANT", participant)
        book.done("IMPORT")
    return book.writes, home, folder


class SentBook(PressedBook):
    """A book at a participant's desk, in a home of its own; `log_in` makes another user sit down."""

    def __init__(self, home, log_in, *, participant="P01", role="participant"):
        super().__init__()
        self.home, self.log_in = home, log_in
        writes, made, _ = _imported(participant, role)
        copytree(made, home)
        log_in(1)
        self.put("HIKAE_PARTICIPANT", participant)
        for regions in writes:
            self.sheet.write(regions)
        self.put("HIKAE_INITIALS", "SK")
        self.put("HIKAE_REASON", "drill of the desk")

    def approve(self, name=TOOL, kind=SubjectKind.UPLOAD_CSV):
        """Let the second person approve what was asked for."""
        self.log_in(2)
        with Journal(self.home) as journal:
            steps.give(journal, Subject(DAY, kind, name), person_at_desk("TY"), seen=None, at=now())
        self.log_in(1)

    def send(self):
        """Let the quotes leave: asked for, approved, sent."""
        self.done("SEND")
        self.approve()
        return self.done("SEND")

    def entries(self, kind):
        """Return the entries of a kind, oldest first."""
        with Journal(self.home) as journal:
            return list(journal.entries(kind))

    def tell(self, what, at="2026-11-20T14:20:00+09:00", **details):
        """Put a fact into the record."""
        body = {"business_date": "2026-11-20", "at": at, "user": "1", "initials": "SK", "what": what}
        with Journal(self.home) as journal:
            journal.append("fact.recorded", {**body, "details": details})
