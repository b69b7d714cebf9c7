"""A workbook as text, so that a review sees in a diff what changed in it: names, cells, rules, looks, print set-up.

Formulas that are one formula copied down a column are one line, with # for the row they stand in (#-1 for the one
above); what is not a formula stands row by row.
"""

import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import pairwise

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

Place = tuple[int, int]  # row and column, from 1

GENERAL = "General"

_ROWS = re.compile(r"(?<![A-Za-z0-9_.])(\$?[A-Z]{1,3})(\d+)(?![0-9(])")  # of a relative row; absolute ones stay


def file_name(name: str) -> str:
    """Return the name of the text beside a workbook's file."""
    return f"{name}.txt"


def dumped(data: bytes) -> str:
    """Return the text of a workbook's file, its lines ended by LF."""
    made = load_workbook(io.BytesIO(data))
    lines = [*_names(made)]
    for sheet in made.worksheets:
        lines += ["", *_sheet(sheet)]
    return "\n".join(lines) + "\n"


def areas(cells: Iterable[Place]) -> list[str]:
    """Return cells as ranges: what stands together in a column, joined with columns beside it of the same rows."""
    runs = defaultdict[tuple[int, int], list[int]](list)
    for column, rows in sorted(_by_column(cells).items()):
        for run in _runs(rows):
            runs[run].append(column)
    found = [
        (first, left, last, right) for (first, last), columns in runs.items() for left, right in _runs(sorted(columns))
    ]
    return [_range(*each) for each in sorted(found)]


def _by_column(cells: Iterable[Place]) -> dict[int, list[int]]:
    columns = defaultdict[int, list[int]](list)
    for row, column in sorted(cells):
        columns[column].append(row)
    return columns


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of numbers that follow one another."""
    breaks = [at for at, (one, next_) in enumerate(pairwise(numbers), 1) if next_ != one + 1]
    for start, end in zip([0, *breaks], [*breaks, len(numbers)], strict=True):
        yield numbers[start], numbers[end - 1]


def _range(row: int, column: int, last_row: int, last_column: int) -> str:
    first, last = f"{get_column_letter(column)}{row}", f"{get_column_letter(last_column)}{last_row}"
    return first if first == last else f"{first}:{last}"


def _names(made: Workbook) -> Iterator[str]:
    front = made.active
    yield f"front {'' if front is None else front.title}"
    for name, defined in sorted(made.defined_names.items()):
        yield f"name {name} {defined.attr_text}"


def _sheet(sheet: Worksheet) -> Iterator[str]:
    yield f"[{sheet.title}] {sheet.dimensions}"
    yield from _set_up(sheet)
    yield from _cells(sheet)
    yield from _looks(sheet)
    yield f"typed {' '.join(areas(_unlocked(sheet))) or '-'}"
    yield from sorted(map(_validation, sheet.data_validations.dataValidation))
    yield from _conditions(sheet)
    yield from _charts(sheet)


def _set_up(sheet: Worksheet) -> Iterator[str]:
    setup, guard = sheet.page_setup, "guarded" if sheet.protection.sheet else "open"
    yield f"sheet {sheet.sheet_state} {guard} freeze {sheet.freeze_panes or '-'}"
    pages = f"{setup.fitToWidth} x {setup.fitToHeight or '-'}"
    area = str(sheet.print_area or "-").rpartition("!")[-1].replace("$", "")
    yield f"print {setup.orientation} paper {setup.paperSize} pages {pages} area {area} repeat {_repeated(sheet)}"
    widths = (f"{name} {each.width:g}" for name, each in sorted(sheet.column_dimensions.items(), key=_by_letters))
    yield f"widths {', '.join(widths)}"


def _repeated(sheet: Worksheet) -> str:
    return str(sheet.print_title_rows or "-").replace("$", "")


def _by_letters(item: tuple[str, object]) -> tuple[int, str]:
    return len(item[0]), item[0]


def _cells(sheet: Worksheet) -> Iterator[str]:
    """Yield the cells in the order of their rows: formulas by columns folded, other content by rows."""
    lines = [*_formulas(sheet), *_values(sheet)]
    yield from (line for _, line in sorted(lines))


def _formulas(sheet: Worksheet) -> Iterator[tuple[Place, str]]:
    same = defaultdict[tuple[int, str], list[int]](list)
    for cell in _filled(sheet):
        if isinstance(cell.value, ArrayFormula):
            yield (cell.row, cell.column), f"{cell.value.ref} {{{cell.value.text}}}"
        elif cell.data_type == "f":
            same[cell.column, _folded(str(cell.value), cell.row)].append(cell.row)
    for (column, folded), rows in same.items():
        for first, last in _runs(rows):
            said = folded if last > first else str(sheet.cell(first, column).value)
            yield (first, column), f"{_range(first, column, last, column)} {said}"


def _folded(formula: str, row: int) -> str:
    """Return a formula as it reads in every row: relative rows as # and how far they are off."""

    def relative(found: re.Match[str]) -> str:
        off = int(found[2]) - row
        return f"{found[1]}#{off:+d}" if off else f"{found[1]}#"

    def said(part: Token) -> str:
        if (part.type, part.subtype) != (Token.OPERAND, Token.RANGE):
            return str(part.value)
        sheet, mark, cells = part.value.rpartition("!")
        return f"{sheet}{mark}{_ROWS.sub(relative, cells)}"

    return "=" + "".join(map(said, Tokenizer(formula).items))


def _values(sheet: Worksheet) -> Iterator[tuple[Place, str]]:
    """Yield what is no formula, cells beside one another in one line."""
    rows = defaultdict[int, dict[int, Cell]](dict)
    for cell in _filled(sheet):
        if cell.data_type != "f":
            rows[cell.row][cell.column] = cell
    for row, cells in rows.items():
        for left, right in _runs(list(cells)):
            shown = " | ".join(_shown(cells[column].value) for column in range(left, right + 1))
            yield (row, left), f"{_range(row, left, row, right)} {shown}"


def _filled(sheet: Worksheet) -> Iterator[Cell]:
    return (cell for cell in _every(sheet) if cell.value is not None)


def _every(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        yield from (cell for cell in row if isinstance(cell, Cell))  # our books merge none


def _shown(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _looks(sheet: Worksheet) -> Iterator[str]:
    """Yield where numbers have a format of their own."""
    formats = defaultdict[str, list[Place]](list)
    for cell in _every(sheet):
        if cell.number_format != GENERAL:
            formats[cell.number_format].append((cell.row, cell.column))
    for form, cells in sorted(formats.items()):
        yield f"format {form}   {' '.join(areas(cells))}"


def _unlocked(sheet: Worksheet) -> Iterator[Place]:
    return ((cell.row, cell.column) for cell in _every(sheet) if not cell.protection.locked)


def _validation(rule: DataValidation) -> str:
    limits = " ".join(str(each) for each in (rule.operator, rule.formula1, rule.formula2) if each is not None)
    method = "" if rule.imeMode is None else f" ime {rule.imeMode}"
    said = " | ".join(json.dumps(each, ensure_ascii=False) for each in (rule.prompt, rule.error) if each)
    return f"rule {rule.sqref} {rule.type or 'any'} {limits}{method} {rule.errorStyle or 'stop'} {said}".rstrip()


def _conditions(sheet: Worksheet) -> Iterator[str]:
    for block in sheet.conditional_formatting:
        for rule in block.rules:
            font, fill = (rule.dxf.font, rule.dxf.fill) if rule.dxf else (None, None)
            looks = [name for name, on in (("bold", font and font.b), ("struck", font and font.strike)) if on]
            looks += [f"fill {fill.bgColor.rgb}"] if fill is not None else []
            yield f"when {block.sqref} {' '.join(rule.formula)} then {' '.join(looks)}"


def _charts(sheet: Worksheet) -> Iterator[str]:
    for chart in getattr(sheet, "_charts", ()):  # openpyxl has no public way to look at them
        at = chart.anchor._from  # noqa: SLF001 - same
        series = "; ".join(each.val.numRef.f for each in chart.series)
        yield f"chart {_range(at.row + 1, at.col + 1, at.row + 1, at.col + 1)} {type(chart).__name__} {series}"
