"""A table that somebody pasted into a sheet, or keyed there: found by its headings, in any of the usual shapes.

One cell a value, or a whole line of text in the first column with tabs, commas or spaces between its fields. What
stands above the headings is passed over; beneath them every row counts, and one of another width is told.
"""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from addin.books.desk_cells import is_blank
from addin.books.port import Block, Cell
from calc.outcome import Finding, RefusedError, finding
from calc.text.columns import shown

LEAST_HEADINGS = 2

_GAP, _SPACES = re.compile("[ \u00a0\u3000]{2,}"), re.compile("[ \u00a0\u3000]+")
_GROUP_BEGINS = re.compile(r"\s*[-+－−▲△＋]?[0-9０-９]+\s*")
_GROUP_FOLLOWS = re.compile(r"\s*[0-9０-９]{3}\s*")

Fields = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Pasted:
    """The table: its columns by the names they are known by, and each row with the row of the block it stands in.

    `places` are the columns of the block that the table's columns stand in, all the first one for lines of text.
    """

    block: Block
    columns: tuple[str, ...]
    places: tuple[int, ...]
    head: int
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]

    def located(self, found: Finding, source: str) -> Finding:
        """Return a finding of the table, whose rows are counted from its headings (1), at the cell it is about."""
        place = found.place
        if place.source != source or place.row is None:
            return found
        row = self.head if place.row == 1 else self.rows[place.row - 2][0]
        column = self.places[self.columns.index(place.column)] if place.column in self.columns else self.places[0]
        return found.at(self.block.place(row, column))


def pasted(block: Block, headings: Mapping[str, str]) -> Pasted:
    """Return the table in a block whose first row names the block's own columns; `headings` names every heading.

    Raises RefusedError `paste_empty`, `paste_headless`, `row_shape` for every row of another width than the headings,
    `cell_error` for every error value, at their cells.
    """
    lines = [(number, row) for number, row in enumerate(block.rows) if number and not all(map(is_blank, row))]
    if not lines:
        raise RefusedError([finding("paste_empty", block.place(1, 0))])
    if wrong := list(_error_values(block, lines)):
        raise RefusedError(wrong)
    is_text = all(map(is_blank, (cell for _, row in lines for cell in row[1:])))
    found = _text_lines(lines, headings) if is_text else _cells(lines, headings)
    if found is None:
        known = " ".join(dict.fromkeys(headings.values()))
        raise RefusedError([finding("paste_headless", block.place(lines[0][0], 0), known=known)])
    (head, named), rows = found
    wide = len(named)
    if misshapen := [(number, row) for number, row in rows if len(row) != wide]:
        raise RefusedError([_misshapen(block, number, row, wide) for number, row in misshapen])
    places = (0,) * wide if is_text else tuple(range(wide))
    kept = [place for place, name in enumerate(named) if name]
    return Pasted(
        block,
        tuple(named[place] for place in kept),
        tuple(places[place] for place in kept),
        head,
        tuple((number, tuple(row[place] for place in kept)) for number, row in rows),
    )


Lines = Sequence[tuple[int, Sequence[Cell]]]
Found = tuple[tuple[int, Sequence[str]], list[tuple[int, Sequence[Cell]]]]


def _cells(lines: Lines, headings: Mapping[str, str]) -> Found | None:
    """Return the headings and the rows beneath, each cut after the last heading where nothing more stands."""
    for place, (number, row) in enumerate(lines):
        named = _named(row, headings)
        if _is_head(named):
            wide = max(at for at, cell in enumerate(row) if not is_blank(cell)) + 1
            beneath = [(n, _cut(cells, wide)) for n, cells in lines[place + 1 :]]
            return (number, named[:wide]), beneath
    return None


def _cut(cells: Sequence[Cell], wide: int) -> Sequence[Cell]:
    filled = max(at for at, cell in enumerate(cells) if not is_blank(cell)) + 1
    return cells[: max(wide, filled)]


def _text_lines(lines: Lines, headings: Mapping[str, str]) -> Found | None:
    """Return the same of lines of text; the headings say what separates their fields."""
    for place, (number, row) in enumerate(lines):
        for fields in (_by_tabs, _by_commas, _by_gaps, _by_spaces):
            named = _named(fields(str(row[0])), headings)
            if _is_head(named):
                return (number, named), [(n, fields(str(cells[0]))) for n, cells in lines[place + 1 :]]
    return None


def _named(row: Sequence[Cell], headings: Mapping[str, str]) -> list[str]:
    return ["" if is_blank(cell) else headings.get(" ".join(str(cell).split()).casefold(), "") for cell in row]


def _is_head(named: Sequence[str]) -> bool:
    known = [name for name in named if name]
    return len(known) >= LEAST_HEADINGS and len(set(known)) == len(known)


def _by_tabs(line: str) -> Sequence[str]:
    return [field.strip() for field in line.strip("\r\n").split("\t")]


def _by_commas(line: str) -> Sequence[str]:
    """Return the fields; a line in which an unquoted comma may have cut a number in two stays whole, to be told."""
    fields = [field.strip() for field in next(csv.reader([line]), [])]
    split = '"' not in line and any(
        _GROUP_BEGINS.fullmatch(one) and _GROUP_FOLLOWS.fullmatch(two) for one, two in pairwise(fields)
    )
    return [line] if split else fields


def _by_gaps(line: str) -> Sequence[str]:
    return _GAP.split(line.strip())


def _by_spaces(line: str) -> Sequence[str]:
    return _SPACES.split(line.strip())


def _error_values(block: Block, lines: Lines) -> Sequence[Finding]:
    return [
        finding("cell_error", block.place(number, at), row=number, column=at + 1, error=cell.get("error", ""))
        for number, row in lines
        for at, cell in enumerate(row)
        if isinstance(cell, Mapping)
    ]


def _misshapen(block: Block, number: int, row: Sequence[Cell], wide: int) -> Finding:
    first = shown(str(row[0]).strip())
    return finding("row_shape", block.place(number, 0), expected=wide, found=len(row), first=first)
