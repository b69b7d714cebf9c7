"""A sheet of a saved workbook: which cells hold what, which were merged, as its part of the package says.

Not through openpyxl: it takes a formula that was never computed for a blank cell, a number shown as a date for a date,
and sees no merged cells in a book that it only reads.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from addin.books.xlsx import COLUMNS, ROWS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, CELL, FORMULA, VALUE = (f"{MAIN}{tag}" for tag in ("row", "c", "f", "v"))
INLINE, TEXT, PHONETIC = (f"{MAIN}{tag}" for tag in ("is", "t", "rPh"))
MERGED = f"{MAIN}mergeCell"
UNSAVED = "unsaved"  # a formula whose value was never stored: what it shows is not known
OVER_MANY = ("array", "dataTable")  # formulas whose value stands in other cells, too

TRUTH = {"0": False, "1": True}
NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # a character that XML cannot hold
CORNER = r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})"
CELLS = re.compile(rf"{CORNER}(?::{CORNER})?")

Json: TypeAlias = Any
Spot: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells: its first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def spots(self) -> Iterator[Spot]:
        """Yield row and column of each cell, row by row."""
        columns = range(self.left, self.right + 1)
        return ((row, column) for row in range(self.top, self.bottom + 1) for column in columns)

    @property
    def is_too_large(self) -> bool:
        """Return whether no table of ours could be as large."""
        return self.bottom - self.top >= ROWS or self.right - self.left >= COLUMNS

    def hidden_by(self, merged: "Area") -> Spot | None:
        """Return the first cell of this block that merged cells hide: every one of theirs but the first."""
        shared = Area(
            max(self.top, merged.top),
            max(self.left, merged.left),
            min(self.bottom, merged.bottom),
            min(self.right, merged.right),
        )
        return next((spot for spot in shared.spots() if spot != (merged.top, merged.left)), None)


@dataclass(slots=True)
class Page:
    """The cells of a sheet that hold anything, by row and column, and the merged blocks with their addresses."""

    cells: dict[Spot, Json] = field(default_factory=dict)
    merged: list[tuple[str, Area]] = field(default_factory=list)

    def block(self, sheet: str, area: Area) -> dict[str, Json]:
        """Return what a block of cells holds, or the code `xlsx_unsafe` of one that is too large."""
        if area.is_too_large:
            return {"code": "xlsx_unsafe", "reason": f"> {ROWS} rows × {COLUMNS} columns"}
        held, width = [self.cells.get(spot, "") for spot in area.spots()], area.right - area.left + 1
        rows = [held[first : first + width] for first in range(0, len(held), width)]
        return {"sheet": sheet, "row": area.top, "column": area.left, "rows": rows}

    def hidden(self, area: Area) -> str:
        """Return the address of the first merged cells that hide one of a block, "" for none."""
        found = [(spot, cells) for cells, merged in self.merged if (spot := area.hidden_by(merged)) is not None]
        return min(found)[1] if found else ""


@dataclass(frozen=True, slots=True)
class Look:
    """What the cells of all sheets refer to: the strings they share, and the styles that show a number as %."""

    strings: Sequence[str]
    percents: Collection[str]


def parsed(elements: Iterable[tuple[str, Element]], look: Look) -> Page:
    """Return a sheet from the elements of its part, each as it ends.

    Raises ValueError, KeyError or IndexError for what no sheet can hold.
    """
    page, row, uncomputed = Page(), 0, list[Area]()
    for _, element in elements:
        if element.tag == ROW:
            row = int(element.get("r", row + 1))
            uncomputed += _row(page, row, element, look)
            element.clear()
        elif element.tag == MERGED:
            page.merged.append((element.attrib["ref"], known_area(element.attrib["ref"])))
    for area in uncomputed:
        for spot in area.spots():
            page.cells.setdefault(spot, {UNSAVED: True})
    return page


def _row(page: Page, row: int, element: Element, look: Look) -> list[Area]:
    """Read the cells of a row into a page; return the blocks that formulas fill whose value is not stored."""
    column, uncomputed = 0, list[Area]()
    for cell in element.iter(CELL):
        address = cell.get("r")
        column = column + 1 if address is None else known_area(address).left
        value = _value(cell, look)
        if value != "":
            page.cells[row, column] = value
        formula = cell.find(FORMULA) if isinstance(value, Mapping) and UNSAVED in value else None
        if formula is not None and formula.get("t") in OVER_MANY:
            area = known_area(formula.attrib["ref"])
            if area.is_too_large:
                raise ValueError(formula.attrib["ref"])
            uncomputed.append(area)
    return uncomputed


def _value(cell: Element, look: Look) -> Json:
    """Return what a cell holds, "" for nothing; the text of a formula may be stored as no text."""
    kind, said = cell.get("t", "n"), cell.findtext(VALUE)
    if cell.find(FORMULA) is not None and not said and (kind, said) != ("str", ""):
        return {UNSAVED: True}
    if kind == "inlineStr":
        return "".join(map(text_of, cell.findall(INLINE)))
    return _stored(kind, said, cell.get("s", "0"), look) if said else ""


def _stored(kind: str, said: str, style: str, look: Look) -> Json:
    match kind:
        case "n":
            return {"percent": _number(said)} if style in look.percents else _number(said)
        case "s":
            return look.strings[int(said)]
        case "str":
            return _plain(said)
        case "b":
            return TRUTH[said]
        case "e":
            return {"error": said}
    raise ValueError(kind)


def area_of(cells: str) -> Area | None:
    """Return the block that an address such as `$B$15:$F$95` stands for, None where its corners are turned round."""
    parts = CELLS.fullmatch(cells)
    if parts is None:
        return None
    left, top, right, bottom = parts[1], parts[2], parts[3] or parts[1], parts[4] or parts[2]
    area = Area(int(top), _column(left), int(bottom), _column(right))
    return area if area.top <= area.bottom and area.left <= area.right else None


def known_area(cells: str) -> Area:
    """Return the block that an address stands for. Raises ValueError for none such."""
    area = area_of(cells)
    if area is None:
        raise ValueError(cells)
    return area


def text_of(held: Element) -> str:
    """Return the text of a string in pieces, without the reading aids above it."""
    aids = {id(each) for aid in held.iter(PHONETIC) for each in aid.iter(TEXT)}
    return _plain("".join(each.text or "" for each in held.iter(TEXT) if id(each) not in aids))


def _column(said: str) -> int:
    number = 0
    for letter in said:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(said: str) -> float:
    value = float(said) if NUMBER.fullmatch(said) else float("nan")
    if not isfinite(value):
        raise ValueError(said)
    return value


def _plain(said: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), said)
