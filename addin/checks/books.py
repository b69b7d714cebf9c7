"""Workbooks, each by its file: the days it counts, where it lies, where it came from."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from addin.books.confined import last_said
from addin.books.xlsx import PACKED
from addin.checks.excel import excel_program
from addin.checks.excel_trust import POLICIES, USER
from addin.checks.registry import Registry, WindowsRegistry, number
from addin.files import read_limited
from addin.home import not_local
from addin.office.books import FOLDER
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.wording import Words

KINDS = {".xlsx", ".xlsm"}
MARK = ":Zone.Identifier"  # a stream beside the file on NTFS; where a file system has none, a file of that name
INTERNET = 3  # URLZONE_INTERNET; 4 is a site that is restricted
OFF = 2  # AutoSave by default: 0 as Excel has it, 1 on, 2 off
_MARK_LIMIT = 65_536
_ZONE = re.compile(rb"^ZoneId=(\d+)", re.MULTILINE)
_DAY = re.compile(r"-\d{4}-\d{2}-\d{2}(-\d+)?$")


def books(home: Path, *, named: Iterable[Path] = ()) -> Words:
    """Return how many workbooks were looked at: the files named, and of each of the home's workbooks the newest.

    Raises RefusedError with everything found in them: `book_1904`, `book_not_local`, `book_autosave`, `book_from_web`,
    or what a file cannot be read for.
    """
    looked, registry = [*named, *newest_books(home)], WindowsRegistry()
    if found := [each for path in looked for each in book_findings(path, registry)]:
        raise RefusedError(found)
    if not looked:
        return Words("まだありません", "none yet")
    return Words(f"{len(looked)} 冊", f"{len(looked)} looked at")


def newest_books(home: Path) -> list[Path]:
    """Return the newest file of each workbook in a home, by name; those of Excel and of LibreOffice are two."""
    found = [each for each in (home / FOLDER).glob("[!.~]*") if each.suffix.lower() in KINDS and each.is_file()]
    found.sort(key=lambda path: (_workbook(path), path.stat().st_mtime))
    return [list(copies)[-1] for _, copies in groupby(found, key=_workbook)]


def book_findings(path: Path, registry: Registry) -> Iterator[Finding]:
    """Yield what a person must know of one file before it is worked in."""
    place = Place(path.name)
    yield from (each.at(place) for each in _content(path))
    kind = not_local(path.absolute().parent)
    if kind:
        yield finding("book_not_local", place, path=path, kind=kind)
    if kind and excel_program(registry) and not _is_autosave_off(registry):
        yield finding("book_autosave", place)
    if (zone := zone_of(path)) >= INTERNET:
        yield finding("book_from_web", place, zone=zone)


def zone_of(path: Path) -> int:
    """Return the zone that a file's mark of the web names, 0 where it has none: it was made on this computer."""
    try:
        with Path(f"{path}{MARK}").open("rb") as stream:
            found = _ZONE.search(stream.read(_MARK_LIMIT))
    except OSError:
        return 0
    return int(found[1]) if found else 0


def _content(path: Path) -> Iterator[Finding]:
    try:
        said = last_said("days", read_limited(path, PACKED))
    except RefusedError as refused:
        yield from refused.findings
        return
    if "code" in said:
        yield finding(said.pop("code"), **said)
    elif said["from_1904"]:
        yield finding("book_1904")


def _is_autosave_off(registry: Registry) -> bool:
    chosen = [number(registry, rf"{root}\Excel", "AutoSaveByDefaultAdminChoice") for root in POLICIES]
    chosen.append(number(registry, rf"{USER}\Excel", "AutoSaveByDefaultUserChoice"))
    return OFF in chosen


def _workbook(path: Path) -> tuple[str, str]:
    """Return what all copies of one workbook share."""
    return _DAY.sub("", path.stem).lower(), path.suffix.lower()
