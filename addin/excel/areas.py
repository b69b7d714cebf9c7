"""The named regions of an open workbook: where they are, what they hold, and how they are written.

Every object here is Excel's own and is asked for when it is needed; none is kept. A cell's value is its `Value2`: no
dates, no currencies, full precision.
"""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from addin.books.port import MISSING, Rows
from addin.cells import filling
from addin.excel.given import json_rows, rows_of
from calc.outcome import RefusedError, finding

Com = Any

MANUAL = -4135  # xlCalculationManual
DELETED = "#REF!"
# What Excel keeps of a protection that has no password, in the order in which `Protect` wants it again.
PERMISSIONS = (
    "AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables",
)  # fmt: skip


def defined_names(book: Com) -> dict[str, Com]:
    """Return the names of a book, in capitals; one of a single sheet has that before it, and is none of ours."""
    return {str(each.Name).upper(): each for each in book.Names}


def area_of(names: dict[str, Com], region: str) -> Com:
    """Return the cells of a region. Raises RefusedError `region_missing`, `region_broken` or `region_merged`."""
    name = names.get(region.upper())
    if name is None:
        raise RefusedError([finding(MISSING, detail=region)])
    area = own_cells(name)
    if area is None or area.Areas.Count != 1:
        raise RefusedError([finding("region_broken", detail=region)])
    merged = _covered(area)
    if merged:
        raise RefusedError([finding("region_merged", detail=f"{region}: {area.Worksheet.Name}!{merged}")])
    return area


def own_cells(name: Com) -> Com | None:
    """Return the cells that a name of a book stands for, None where those are gone or of another book.

    A name may stand for cells of any open book, and a book from elsewhere chooses its names: nothing is read from or
    written to a book that nobody pressed a button in.
    """
    if DELETED in str(name.RefersTo).upper():
        return None
    with contextlib.suppress(Exception):  # such as a name that stands for a number
        area = name.RefersToRange
        if str(area.Worksheet.Parent.FullName) == str(name.Parent.FullName):
            return area
    return None


def _covered(area: Com) -> str:
    """Return where the first cells of a range are that were merged, "" for none: only their first one is seen."""
    if area.MergeCells is False:
        return ""
    for row in range(1, area.Rows.Count + 1):
        for column in range(1, area.Columns.Count + 1):
            cell = area.Cells(row, column)
            whole = cell.MergeArea
            if (whole.Row, whole.Column) != (cell.Row, cell.Column):
                return str(whole.Address).replace("$", "")
    return ""


def rows_in(area: Com) -> list[list[Any]]:
    """Return the values of a range, as of now: an Excel that computes only when told to is told."""
    computed(area.Worksheet.Parent)
    return list(json_rows(area.Value2))


def computed(book: Com) -> None:
    """Have a book computed by an Excel that computes only when told to, and no other: those are somebody's own.

    Twice, as a sheet may refer to a later one.
    """
    if book.Application.Calculation == MANUAL:
        for sheet in [*book.Worksheets] * 2:
            sheet.Calculate()


def filled(region: str, area: Com, rows: Rows) -> Rows:
    """Return rows that fill a region, what they leave of it blank. Raises RefusedError `region_small`."""
    height, width = area.Rows.Count, area.Columns.Count
    made = filling(rows, height=height, width=width)
    if made is None:
        needed = f"{len(rows)} × {max(map(len, rows), default=0)}"
        raise RefusedError([finding("region_small", detail=f"{region}: {needed} > {height} × {width}")])
    return made


def put(area: Com, rows: Rows) -> bool:
    """Write rows in one step, and return whether Excel has them now."""
    with contextlib.suppress(Exception):  # such as a cell of an array formula
        area.Value2 = [[_typed(cell) for cell in row] for row in rows]
        return bool(json_rows(area.Value2) == [list(row) for row in rows])
    return False


def _typed(value: Any) -> Any:  # noqa: ANN401 - whatever a cell can hold
    """Return what is handed to Excel for a value: it reads text as if that were typed, so text has the mark of text."""
    return f"'{value}" if isinstance(value, str) and value else value


def kept(area: Com) -> list[list[Any]]:
    """Return what brings a range back to what it holds now: formulas as formulas, all else by its value."""
    pairs = zip(rows_of(area.Formula), rows_of(area.Value2), strict=True)
    return [[_again(*cell) for cell in zip(*pair, strict=True)] for pair in pairs]


def _again(formula: Any, value: Any) -> Any:  # noqa: ANN401 - whatever a cell can hold
    """Return what brings one cell back: only the formula of an error value, and of any formula, says what it was."""
    if isinstance(value, str):
        return f"'{value}" if formula == value else formula
    return value if isinstance(value, float) and not str(formula).startswith("=") else formula


def put_back(area: Com, before: Sequence[Sequence[Any]]) -> None:
    """Bring a range back; what could not be written need not be."""
    with contextlib.suppress(Exception):
        area.Formula = before


@contextlib.contextmanager
def lifted(sheets: Iterable[Com]) -> Iterator[None]:
    """Lift the protection of sheets without a password; afterwards it is back, with what it permitted.

    Raises RefusedError `sheet_password` for one that has a password; none is lifted then.
    """
    with contextlib.ExitStack() as back:
        for sheet in {str(each.Name): each for each in sheets}.values():
            if sheet.ProtectContents:
                options = _options(sheet)
                with contextlib.suppress(Exception):  # as the password is another
                    sheet.Unprotect("")
                if sheet.ProtectContents:
                    raise RefusedError([finding("sheet_password", detail=sheet.Name)])
                back.callback(sheet.Protect, *options)
        yield


def _options(sheet: Com) -> tuple[Any, ...]:
    """Return what `Protect` is called with to protect a sheet as it is now: no password, then its options."""
    own = ("", sheet.ProtectDrawingObjects, True, sheet.ProtectScenarios, sheet.ProtectionMode)
    return (*own, *(getattr(sheet.Protection, name) for name in PERMISSIONS))


@contextlib.contextmanager
def held(app: Com) -> Iterator[None]:
    """Keep Excel from computing, painting and calling macros while it is written to; then it computes once."""
    wanted = {"ScreenUpdating": False, "EnableEvents": False, "Calculation": MANUAL}
    with contextlib.ExitStack() as back:
        for name, value in wanted.items():
            back.callback(setattr, app, name, getattr(app, name))
            setattr(app, name, value)
        yield
