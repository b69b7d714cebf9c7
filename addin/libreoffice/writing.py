"""How a book is changed and computed without a trace: its protection, its undo, what somebody is typing stay.

Always on the main thread. Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into
LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Uno = Any

FORMULAS = 1 | 2 | 4  # com.sun.star.sheet.FormulaResult: VALUE, STRING, ERROR


class LockedError(Exception):
    """A sheet is protected with a password, which is a person's word that nothing is written there."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        super().__init__(sheet)


@contextlib.contextmanager
def unnoticed(book: Uno) -> Iterator[None]:
    """Make one change without a step to undo, and without asking whether to save the book for that.

    For one change only, and never within another: the office keeps steps again after the first one (25.2).
    """
    book.UndoManager.lock()
    book.disableSetModified()
    try:
        yield
    finally:
        book.enableSetModified()
        book.UndoManager.unlock()


@contextlib.contextmanager
def lifted(book: Uno, sheets: Iterable[Uno]) -> Iterator[None]:
    """Lift the protection of sheets without a password; afterwards it is back, with the options that it had.

    To take back what was written meanwhile does not unprotect. Raises LockedError for a password; none is lifted then.
    """
    with contextlib.ExitStack() as back:
        for sheet in sheets:
            if sheet.isProtected():
                with unnoticed(book), contextlib.suppress(Exception):  # as the password is another
                    sheet.unprotect("")
                if sheet.isProtected():
                    raise LockedError(sheet.Name)
                back.callback(_protect, book, sheet)
        yield


def _protect(book: Uno, sheet: Uno) -> None:
    with unnoticed(book):
        sheet.protect("")


@contextlib.contextmanager
def computing(book: Uno) -> Iterator[None]:
    """Have whatever is read computed first, also in a book that a person has computed only when told to."""
    with _switched(book, on=True):
        yield


def compute_clock(book: Uno) -> None:
    """Compute what holds the clock, and what follows from it; also all that is due in a book that computes by itself.

    The office's own `calculate` ends the typing of a cell and loses what was typed; this switch does not (25.2).
    """
    with _switched(book, on=not book.isAutomaticCalculationEnabled()):
        pass


@contextlib.contextmanager
def _switched(book: Uno, *, on: bool) -> Iterator[None]:
    """Have a book compute by itself or not, and then as before."""
    before = book.isAutomaticCalculationEnabled()
    try:
        with unnoticed(book):
            book.enableAutomaticCalculation(on)
        yield
    finally:
        with unnoticed(book):
            book.enableAutomaticCalculation(before)


def compute_again(book: Uno, functions: Iterable[str]) -> None:
    """Compute the formulas that call one of these functions, though no cell that they depend on has changed.

    Their own formulas are written once more, as the office has no other way to compute single cells.
    """
    calls = tuple(f"{name.upper()}(" for name in functions)
    for sheet in book.Sheets:
        found = [cell for part in _formulas(sheet) for cell in _calling(part, calls)]
        if found:
            with contextlib.suppress(LockedError), lifted(book, [sheet]):
                for cell in found:
                    with unnoticed(book):
                        _write_again(sheet, cell)


def _formulas(sheet: Uno) -> Iterator[Uno]:
    for part in sheet.queryFormulaCells(FORMULAS).RangeAddresses:
        yield sheet.getCellRangeByPosition(part.StartColumn, part.StartRow, part.EndColumn, part.EndRow)


def _calling(part: Uno, calls: tuple[str, ...]) -> Iterator[Uno]:
    for row, formulas in enumerate(part.getFormulaArray()):
        for column, formula in enumerate(formulas):
            if any(call in formula.upper() for call in calls):
                yield part.getCellByPosition(column, row)


def _write_again(sheet: Uno, cell: Uno) -> None:
    """Write a formula as it stands, in the office's own signs; one over several cells once, at its first cell."""
    if not cell.getArrayFormula():
        cell.setTokens(cell.getTokens())
        return
    block = sheet.createCursorByRange(cell)
    block.collapseToCurrentArray()
    first, own = block.RangeAddress, cell.RangeAddress
    if (first.StartRow, first.StartColumn) == (own.StartRow, own.StartColumn):
        block.setArrayTokens(block.getArrayTokens())
