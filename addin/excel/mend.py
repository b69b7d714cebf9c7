"""`hikae normalise` and `hikae repair` as use cases: a person's file in, a changed one out, the old one kept."""

from dataclasses import dataclass
from pathlib import Path

from addin.excel.formulas import Names, plain_names
from addin.excel.normalise import normalised
from addin.excel.outfits import addin_outfit, book_outfit
from addin.excel.parts import NO_PACKAGE
from addin.excel.repair import repaired, told_of
from addin.excel.saved_book import UNSAFE, is_addin, is_book, looked_at, put_beside, put_in_place, read_saved
from addin.functions.catalogue import FUNCTIONS
from addin.functions.registry import Block
from calc.outcome import Finding, Place, RefusedError, finding

BOOK, ADDIN = ".xlsm", ".xlam"
# What `hikae repair` would say of a book that Excel cannot work in.
_BARE = {"macros_put_back", "ribbon_put_back", "book_type_put_back", "code_names_put_back"}


@dataclass(frozen=True, slots=True)
class Mended:
    """Where the file is now, where it is kept as it was if it was replaced, whether it changed, and what was found."""

    path: Path
    kept: Path | None
    is_changed: bool
    found: tuple[Finding, ...]


def normalise_file(path: Path, out: Path | None = None) -> Mended:
    """Put our functions under their plain names in a workbook of anybody's; without `out` in its place.

    Raises RefusedError `book_in_use`, `book_encrypted`, `book_ending`, `xlsx_unsafe`, `xlsx_unreadable`, or what
    reading and writing raise; no file is changed then.
    """
    _refuse_ending(out, path.suffix)
    data = read_saved(path)
    said = looked_at(data)
    if said.get("code") in UNSAFE:
        raise _refusal(said, path)
    try:
        done = normalised(data, _names())
    except NO_PACKAGE as error:
        raise _unreadable(path) from error
    return _written(path, out or path, done.data, before=data, found=tuple(told_of(done)))


def repair_file(path: Path, out: Path | None = None) -> Mended:
    """Make a book of ours or the add-in whole; without `out` in its place, or beside an .xlsx as .xlsm.

    Raises RefusedError `book_not_ours`, or as `normalise_file` does.
    """
    data = read_saved(path)
    said = looked_at(data)
    if "code" in said:
        raise _refusal(said, path)
    if not (is_book(said) or is_addin(said)):
        raise RefusedError([finding("book_not_ours", Place(path.name))])
    outfit, ending = (addin_outfit(), ADDIN) if is_addin(said) else (book_outfit(), BOOK)
    _refuse_ending(out, ending)
    try:
        done = repaired(data, outfit, _names())
    except NO_PACKAGE as error:
        raise _unreadable(path) from error
    place = path if path.suffix.lower() == ending else path.with_suffix(ending)
    return _written(path, out or place, done.data, before=data, found=done.found)


def is_bare(path: Path) -> bool:
    """Return whether a file is a book of ours without the macros or the ribbon of this product; only looks.

    One that cannot be read, or that somebody has open, is not called so.
    """
    try:
        data = read_saved(path)
        if not is_book(looked_at(data)):
            return False
        return any(each.code in _BARE for each in repaired(data, book_outfit(), _names()).found)
    except (RefusedError, *NO_PACKAGE):
        return False


def _names() -> Names:
    blocks = [each.name for each in FUNCTIONS if isinstance(each.result, Block)]
    return plain_names([each.name for each in FUNCTIONS], blocks=blocks)


def _written(path: Path, place: Path, data: bytes, *, before: bytes, found: tuple[Finding, ...]) -> Mended:
    is_changed, kept = data != before, None
    if place != path:
        put_beside(place, data)
    elif is_changed:
        kept = put_in_place(path, data, before=before)
    return Mended(place, kept, is_changed, found)


def _refuse_ending(out: Path | None, ending: str) -> None:
    """Raise RefusedError `book_ending` for a name by which Excel would not open what is in the file."""
    if out is not None and out.suffix.lower() != ending.lower():
        raise RefusedError([finding("book_ending", Place(out.name), ending=ending)])


def _refusal(said: dict[str, object], path: Path) -> RefusedError:
    details = {name: text for name, text in said.items() if name not in {"code", "at"}}
    return RefusedError([finding(str(said["code"]), Place(path.name), **details)])


def _unreadable(path: Path) -> RefusedError:
    return RefusedError([finding("xlsx_unreadable", Place(path.name))])
