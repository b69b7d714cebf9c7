"""`hikae open`: LibreOffice with the add-in, in a profile of its own, with a workbook in front."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.two_persons import AsJson, Home, Language, said_in
from calc.outcome import Finding, RefusedError, finding

KEPT = ("既にあるファイル（もう一つ作るには --new）", "the file as it is; --new makes a further copy")

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.office.start import Opened


def open_(
    book: Annotated[str, typer.Argument(help="ブックの名前かファイル / name of a workbook, or a file")],
    home: Home = None,
    new: Annotated[bool, typer.Option("--new", help="もう一つ新しい写しを作る / make a further copy")] = False,  # noqa: FBT002
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """LibreOfficeでブックを開く / Open a workbook in LibreOffice, with live functions and buttons."""
    from addin.home import home_folder  # noqa: PLC0415 - a help page needs none of it
    from addin.office.start import open_document, usable_office  # noqa: PLC0415

    place, office = home_folder(home), usable_office()
    document = _document(book, place, wants_new=new)
    opened = open_document(document.path, office, home=place)
    findings = (*document.findings, *opened.findings)
    if json:
        json_line(_as_json(opened, place, is_new=document.is_new, findings=findings))
    else:
        _say(opened, place, lang, is_new=document.is_new)
    finish(findings, lang=lang, strict=False)


@dataclass(frozen=True, slots=True)
class _Document:
    """What is to be opened, whether it was made just now, and what was in the way of filling it."""

    path: Path
    is_new: bool = False
    findings: tuple[Finding, ...] = ()


def _document(book: str, home: Path, *, wants_new: bool) -> _Document:
    """Return a working copy of a workbook of ours, the day's or a further one, else the file."""
    from addin.files import is_there  # noqa: PLC0415
    from workbooks import catalogue  # noqa: PLC0415

    if book in catalogue.NAMES:
        return _copy(book, home, wants_new=wants_new)
    path = Path(book).expanduser().absolute()
    if not is_there(path) or not path.is_file():
        raise RefusedError([finding("open_unknown", book=book, names=" / ".join(catalogue.NAMES))])
    return _Document(path)


def _copy(book: str, home: Path, *, wants_new: bool) -> _Document:
    """Return the day's working copy; one that is made now shows the newest recorded day, else the example."""
    from addin.commands.filled import opened_book  # noqa: PLC0415
    from addin.now import now  # noqa: PLC0415
    from addin.office.books import further_copy, working_copy  # noqa: PLC0415
    from workbooks import catalogue  # noqa: PLC0415

    name, today, found = catalogue.file_name(book), now().date(), list[Finding]()

    def built() -> bytes:
        data, findings = opened_book(book, home=home, today=today)
        found.extend(findings)
        return data

    if wants_new:
        return _Document(further_copy(home, name, day=today, built=built), is_new=True, findings=tuple(found))
    path, is_new = working_copy(home, name, day=today, built=built)
    return _Document(path, is_new, tuple(found))


def _as_json(opened: "Opened", home: Path, *, is_new: bool, findings: "Sequence[Finding]") -> dict[str, object]:
    return {
        "file": str(opened.document),
        "is_new": is_new,
        "home": str(home),
        "libreoffice": {"version": opened.office.version, "program": str(opened.office.program)},
        "profile": str(opened.profile.folder),
        "handed_over": opened.handed_over,
        "findings": [as_json(each) for each in findings],
    }


def _say(opened: "Opened", home: Path, lang: Lang, *, is_new: bool) -> None:
    how = ("本日の作業用の写し", "a fresh working copy") if is_new else KEPT
    where = ("起動中のものに渡しました", "the one that runs") if opened.handed_over else ("起動しました", "started")
    sys.stdout.write(f"{opened.document}   {said_in(lang, *how)}\n")
    sys.stdout.write(f"LibreOffice {opened.office.version}   {said_in(lang, *where)}   --home {home}\n")
