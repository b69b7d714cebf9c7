"""`hikae open`: LibreOffice with the add-in, in a profile of its own, or Excel, with a workbook in front."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.two_persons import AsJson, Home, Language, said_in
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import Severity, severity, words

KEPT = ("既にあるファイル（もう一つ作るには --new）", "the file as it is; --new makes a further copy")
STARTED = ("起動しました", "started")

if TYPE_CHECKING:
    from addin.office.find import Office


def open_(
    book: Annotated[str, typer.Argument(help="ブックの名前かファイル / name of a workbook, or a file")],
    home: Home = None,
    excel: Annotated[bool, typer.Option("--excel", help="Excelで開く（Windows） / in Excel, on Windows")] = False,  # noqa: FBT002
    new: Annotated[bool, typer.Option("--new", help="もう一つ新しい写しを作る / make a further copy")] = False,  # noqa: FBT002
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """LibreOfficeかExcelでブックを開く / Open a workbook in LibreOffice or Excel, with live functions and buttons."""
    from addin.commands.opened import document_of  # noqa: PLC0415 - a help page needs none of it
    from addin.home import home_folder  # noqa: PLC0415

    place, (program, why) = home_folder(home), _excel() if excel else _program()
    document = document_of(book, place, wants_new=new, is_for_excel=isinstance(program, Path))
    if isinstance(program, Path):
        opened = _in_excel(document.path, program, home=place, is_new=document.is_new)
    else:
        opened = _in_libreoffice(document.path, program, home=place)
    findings = (*why, *document.findings, *opened.findings)
    notes = [each for each in findings if severity(each) is Severity.INFORMATION]
    if json:
        about = {"file": str(document.path), "is_new": document.is_new, "home": str(place), **opened.about}
        json_line({**about, "findings": [as_json(each) for each in findings]})
    else:
        how = ("本日の作業用の写し", "a fresh working copy") if document.is_new else KEPT
        sys.stdout.write(f"{document.path}   {said_in(lang, *how)}\n")
        sys.stdout.write(f"{opened.name}   {said_in(lang, *opened.where)}   --home {place}\n")
        for said in map(words, notes):
            sys.stdout.write(f"{said_in(lang, said.ja, said.en)}\n")
    finish([each for each in findings if each not in notes], lang=lang, strict=False)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What shows the document: its name, what a program is told of it, how it came, and what was found."""

    name: str
    about: dict[str, object]
    where: tuple[str, str]
    findings: tuple[Finding, ...]


def _program() -> "tuple[Office | Path, tuple[Finding, ...]]":
    """Return LibreOffice, or the path of Excel where no LibreOffice can be used, with a word of why.

    Raises RefusedError as `usable_office` does where there is no Excel either.
    """
    from addin.office.start import usable_office  # noqa: PLC0415 - a help page needs none of it

    try:
        return usable_office(), ()
    except RefusedError:
        program = _excel_program()
        if program is None:
            raise
        return program, (finding("excel_instead"),)


def _excel() -> tuple[Path, tuple[Finding, ...]]:
    """Return the path of Excel. Raises RefusedError `excel_not_here`."""
    program = _excel_program()
    if program is None:
        raise RefusedError([finding("excel_not_here")])
    return program, ()


def _excel_program() -> Path | None:
    """Return the path of Excel's program; None off Windows, where our macros find nothing of ours."""
    from addin.checks.excel import excel_program  # noqa: PLC0415 - needed by those who have Excel
    from addin.checks.registry import WindowsRegistry  # noqa: PLC0415

    program = excel_program(WindowsRegistry())
    return Path(program) if program else None


def _in_libreoffice(document: Path, office: "Office", *, home: Path) -> _Opened:
    from addin.office.start import open_document  # noqa: PLC0415

    opened = open_document(document, office, home=home)
    about = {
        "libreoffice": {"version": office.version, "program": str(office.program)},
        "profile": str(opened.profile.folder),
        "handed_over": opened.handed_over,
    }
    where = ("起動中のものに渡しました", "the one that runs") if opened.handed_over else STARTED
    return _Opened(f"LibreOffice {office.version}", about, where, opened.findings)


def _in_excel(document: Path, program: Path, *, home: Path, is_new: bool) -> _Opened:
    """Open it in Excel, and say what keeps functions and buttons from working there."""
    from addin.checks.excel import kind_findings  # noqa: PLC0415
    from addin.checks.excel_trust import trust_findings  # noqa: PLC0415
    from addin.checks.registry import WindowsRegistry  # noqa: PLC0415
    from addin.excel.mend import is_bare  # noqa: PLC0415
    from addin.office.excel import open_in_excel  # noqa: PLC0415

    registry = WindowsRegistry()
    found = [*kind_findings(registry, str(program)), *trust_findings(registry, (document.parent,))]
    if not is_new and is_bare(document):
        found.append(finding("excel_book_bare", path=document))
    found += open_in_excel(document, program, home=home)
    return _Opened("Excel", {"excel": {"program": str(program)}}, STARTED, tuple(found))
