"""`hikae open`: LibreOffice with the add-in, in a profile of its own, with a workbook in front."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.two_persons import AsJson, Home, Language, said_in

if TYPE_CHECKING:
    from addin.office.start import Opened


def open_(
    book: Annotated[str, typer.Argument(help="ブックの名前かファイル / name of a workbook, or a file")],
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """LibreOfficeでブックを開く / Open a workbook in LibreOffice, with live functions and buttons."""
    from addin.home import home_folder  # noqa: PLC0415 - a help page needs none of it
    from addin.office.start import open_document, usable_office  # noqa: PLC0415

    place, office = home_folder(home), usable_office()
    document, is_new = _document(book, place)
    opened = open_document(document, office, home=place)
    if json:
        json_line(_as_json(opened, place, is_new=is_new))
    else:
        _say(opened, place, lang, is_new=is_new)
    finish(opened.findings, lang=lang, strict=False)


def _document(book: str, home: Path) -> tuple[Path, bool]:
    """Return the day's working copy of a workbook of ours, else the file; whether it was made just now."""
    from addin.files import is_there  # noqa: PLC0415
    from addin.now import now  # noqa: PLC0415
    from addin.office.books import working_copy  # noqa: PLC0415
    from calc.outcome import RefusedError, finding  # noqa: PLC0415
    from workbooks import catalogue  # noqa: PLC0415

    if book in catalogue.NAMES:
        name = catalogue.file_name(book)
        return working_copy(home, name, day=now().date(), built=lambda: catalogue.built(book))
    path = Path(book).expanduser().absolute()
    if not is_there(path) or not path.is_file():
        raise RefusedError([finding("open_unknown", book=book, names=" / ".join(catalogue.NAMES))])
    return path, False


def _as_json(opened: "Opened", home: Path, *, is_new: bool) -> dict[str, object]:
    return {
        "file": str(opened.document),
        "is_new": is_new,
        "home": str(home),
        "libreoffice": {"version": opened.office.version, "program": str(opened.office.program)},
        "profile": str(opened.profile.folder),
        "handed_over": opened.handed_over,
        "findings": [as_json(each) for each in opened.findings],
    }


def _say(opened: "Opened", home: Path, lang: Lang, *, is_new: bool) -> None:
    how = ("本日の作業用の写し", "a fresh working copy") if is_new else ("既にあるファイル", "the file as it is")
    where = ("起動中のものに渡しました", "the one that runs") if opened.handed_over else ("起動しました", "started")
    sys.stdout.write(f"{opened.document}   {said_in(lang, *how)}\n")
    sys.stdout.write(f"LibreOffice {opened.office.version}   {said_in(lang, *where)}   --home {home}\n")
