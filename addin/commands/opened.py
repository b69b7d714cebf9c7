"""What `hikae open` opens: the day's copy of a workbook of ours for one of two programs, or a file as it is."""

from dataclasses import dataclass
from pathlib import Path

from addin.files import is_there
from addin.now import now
from addin.office.books import further_copy, newest_copy, working_copy
from calc.outcome import Finding, RefusedError, finding
from workbooks import catalogue


@dataclass(frozen=True, slots=True)
class Document:
    """What is to be opened, whether it was made just now, and what was in the way of filling it."""

    path: Path
    is_new: bool = False
    findings: tuple[Finding, ...] = ()


def document_of(book: str, home: Path, *, wants_new: bool, is_for_excel: bool) -> Document:
    """Return a working copy of a workbook of ours, the day's or a further one, else the file.

    Raises RefusedError `open_unknown`, `file_not_written`.
    """
    if book in catalogue.NAMES:
        return _copy(book, home, wants_new=wants_new, is_for_excel=is_for_excel)
    path = Path(book).expanduser().absolute()
    if not is_there(path) or not path.is_file():
        raise RefusedError([finding("open_unknown", book=book, names=" / ".join(catalogue.NAMES))])
    return Document(path)


def _copy(book: str, home: Path, *, wants_new: bool, is_for_excel: bool) -> Document:
    """Return the day's working copy; one that is made now shows the newest recorded day, else the example.

    A copy for the other program may hold what somebody typed today and has not recorded: it is named.
    """
    names = catalogue.file_name(book), catalogue.excel_name(book)
    other, name = names if is_for_excel else names[::-1]
    today, found = now().date(), list[Finding]()

    def built() -> bytes:
        from addin.commands import filled  # noqa: PLC0415 - a copy that is there already needs none of it

        data, findings = filled.opened_book(book, home=home, today=today)
        found.extend(findings)
        return _for_excel(data) if is_for_excel else data

    if wants_new:
        return Document(further_copy(home, name, day=today, built=built), is_new=True, findings=tuple(found))
    path, is_new = working_copy(home, name, day=today, built=built)
    beside = newest_copy(home, other, day=today) if is_new else None
    if beside is not None:
        found.append(finding("open_beside", path=beside))
    return Document(path, is_new, tuple(found))


def _for_excel(data: bytes) -> bytes:
    from addin.excel.outfits import excel_book  # noqa: PLC0415 - LibreOffice needs no macros

    return excel_book(data)
