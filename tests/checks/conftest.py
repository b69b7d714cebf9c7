"""A home of a desk, its clock fixed, and what a check refuses."""

from datetime import datetime

import pytest
from continuity_hand import SK
from excel_desk import ExcelDesk

from addin.app.continuity_record import record_said
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.outcome import RefusedError

NOON = datetime(2026, 11, 20, 12, tzinfo=JST)


class Desk:
    """One home; every clock of it shows the same instant."""

    def __init__(self, home, monkeypatch):
        self.home, self._monkeypatch = home, monkeypatch
        self.look_at(NOON)

    def look_at(self, moment):
        """Set every clock that a check or the record reads."""
        for module in ("addin.checks.dates", "addin.checks.fallback", "addin.checks.people", "addin.store.journal"):
            self._monkeypatch.setattr(f"{module}.now", lambda: moment)

    def settings(self, **given):
        """Write the desk's settings."""
        self.home.mkdir(exist_ok=True)
        lines = (f"{name} = {value!r}\n".replace("'", '"') for name, value in given.items())
        (self.home / "settings.toml").write_text("".join(lines), encoding="utf-8")

    def append(self, kind, body):
        """Record an entry."""
        with Journal(self.home) as journal:
            return journal.append(kind, body)

    def say(self, *said):
        """Record registers and reports."""
        with Journal(self.home) as journal:
            record_said(journal, said, person=SK)

    def found(self, check):
        """Return the findings of a check by code, none where all is well."""
        try:
            check(self.home)
        except RefusedError as refused:
            return {each.code: dict(each.details) for each in refused.findings}
        return {}


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return Desk(tmp_path / "home", monkeypatch)


@pytest.fixture
def windows(tmp_path, monkeypatch):
    """Return a Windows on which Excel and our add-in are in order."""
    return ExcelDesk(tmp_path, monkeypatch)
