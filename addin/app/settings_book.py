"""“Yesterday's book”: the last recorded margin run, computed again from its kept inputs under other settings."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from addin.app.day.finish import default_at
from addin.app.day.run import DayRequest, computed_day
from addin.app.margin_files import MarginFiles, margin_files
from addin.app.margin_run import MarginResult
from addin.app.settings_record import COMPUTED, SettingsFor
from addin.files import not_written
from addin.settings import Override, Settings, catalogue, load_settings
from addin.store import snapshots
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.outcome import RefusedError

PRICED = "prices.settled"


@dataclass(frozen=True, slots=True)
class Book:
    """A recorded run of margin: its entry, and the instant a day was seen from (None for a run of tables)."""

    entry: Entry
    at: str | None

    @property
    def recorded(self) -> dict[str, int]:
        """The recorded totals by account."""
        return {each["account"]: each["total"] for each in self.entry.body["requirements"]}

    @property
    def engine(self) -> str:
        """The version of the engine that computed it."""
        return str(self.entry.body["versions"]["engine"])

    @property
    def settings(self) -> list[str]:
        """The settings it was computed under, as `--set` takes them; those that are no longer there are left out."""
        return [f"{name}={text}" for name, text in self.entry.body["settings"].items() if name in catalogue()]


@dataclass(frozen=True, slots=True)
class Layers:
    """The settings that lie under a book's own: those of the home and of the record."""

    home: Path
    overrides: Mapping[str, Override | str]

    def under(self, day: Mapping[str, object], *, leaving: Iterable[str] = ()) -> Settings:
        """Return the settings with a day's own readings on top, except of the settings that are looked at."""
        kept = {name: value for name, value in day.items() if name not in set(leaving)}
        return load_settings(self.home, overrides=self.overrides, day=kept)


def last_book(journal: Journal, *, is_asked: Callable[[Book], bool] = lambda _: True) -> Book | None:
    """Return the newest recorded run of margin that is asked for, None when there is none."""
    computed = [Book(entry, None) for entry in journal.entries(COMPUTED)]
    found = next((book for book in reversed(computed) if is_asked(book)), None)
    if found is None or "tables" in found.entry.body:
        return found
    day = found.entry.body["business_date"]
    priced = [entry.body["at"] for entry in journal.entries(PRICED) if entry.body["business_date"] == day]
    return Book(found.entry, priced[-1])


def totals_of_book(home: Path, book: Book, settings_for: SettingsFor) -> dict[str, int]:
    """Return each account's total of a recorded book, computed from its kept inputs.

    Raises RefusedError `snapshot_missing`, `snapshot_damaged`, `file_not_written`, or what computing it refuses with.
    """
    body = book.entry.body
    with _empty_folder(home) as name:
        folder = Path(name)
        if "tables" in body:
            return _totals(_of_tables(home, body, folder=folder, settings=settings_for({})))
        snapshots.lay_out(home, body["inputs"], folder=folder)
        return totals_of_folder(folder, home=home, at=book.at, settings_for=settings_for)


def totals_of_folder(folder: Path, *, home: Path, at: str | None, settings_for: SettingsFor) -> dict[str, int]:
    """Return each account's total of a day folder; errors as computing it."""
    moment = None if at is None else datetime.fromisoformat(at)
    request = DayRequest(folder, home, moment, settings=settings_for)
    result = computed_day(request, default_at=default_at, tell=lambda _: None)
    if result.margin is None:
        stopped = [each for step in result.steps if step.state == "stopped" for each in step.findings]
        raise RefusedError(stopped)
    return _totals(result.margin)


def _empty_folder(home: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a private folder in the home, gone after use; inputs are nobody else's business."""
    try:
        return tempfile.TemporaryDirectory(prefix=".recomputed-", dir=home)
    except OSError as error:
        raise RefusedError([not_written(home, error, needed=0)]) from error


def _of_tables(home: Path, body: Mapping[str, Any], *, folder: Path, settings: Settings) -> MarginResult:
    places = {role: folder / f"{role}{Path(name).suffix}" for role, name in body["tables"].items()}
    hashes = {places[role].name: body["inputs"][name] for role, name in body["tables"].items()}
    snapshots.lay_out(home, hashes, folder=folder)
    day = date.fromisoformat(body["business_date"])
    return margin_files(MarginFiles(**places), trade_date=day, curve_id=body["curve"], settings=settings).result


def _totals(result: MarginResult) -> dict[str, int]:
    return {each.account: each.total for each in result.requirements}
