"""A drill is born: the mark of its home first, then the first entry of its record, on which every other rests."""

from dataclasses import dataclass
from pathlib import Path

from addin.files import ensure_folder, not_read, replace_file
from addin.home import BANNER, DRILL_FILE, Mode, is_home, is_marked, refuse_unless_local
from addin.store.journal import Entry, Journal, OnRecorded
from addin.store.mode import BEGUN, mode_of
from addin.store.restore import restored
from calc.outcome import Finding, RefusedError, finding

MARK = (
    f"{BANNER}\n\n"
    "このフォルダは訓練用です。本番には使えません。この印は消さないでください。\n"
    "This folder belongs to a drill and can never be used for live work. Leave this mark where it is.\n"
)


@dataclass(frozen=True, slots=True)
class NewDrill:
    """The home of a drill, the first entry of its record, and what was found on the way."""

    home: Path
    first: Entry
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ShownDrill:
    """What a home is, and how far its record goes."""

    mode: Mode
    record: str | None
    entries: int
    begun: str


def new_drill(home: Path, *, copy: Path | None = None, tell: OnRecorded | None = None) -> NewDrill:
    """Return the home of a new drill, or of one that is built again from its second copy.

    A birth that was cut short can be repeated. Raises RefusedError `drill_not_empty` where anything else is already,
    `drill_inside` within another home, `home_not_local`, or what writing, restoring and recording raise.
    """
    refuse_unless_local(home)
    for parent in home.parents:
        if is_home(parent):
            raise RefusedError([finding("drill_inside", path=home, home=parent)])
    if not is_marked(home):
        _refuse_used(home)
        replace_file(ensure_folder(home) / DRILL_FILE, MARK.encode())
    if copy is not None:
        restored(copy, home)
    with Journal(home, on_recorded=tell) as journal:
        first = journal.append(BEGUN, {"banner": BANNER})
        return NewDrill(home, first, journal.findings)


def shown_drill(home: Path) -> ShownDrill:
    """Return what a home is; errors as the journal's."""
    with Journal(home) as journal:
        last, begun = journal.last(), journal.latest(BEGUN)
        return ShownDrill(mode_of(home), journal.record_id(), last.n if last else 0, begun.at if begun else "")


def _refuse_used(home: Path) -> None:
    try:
        used = home.exists() and (not home.is_dir() or any(home.iterdir()))
    except OSError as error:
        raise RefusedError([not_read(home, error)]) from error
    if used:
        raise RefusedError([finding("drill_not_empty", path=home)])
