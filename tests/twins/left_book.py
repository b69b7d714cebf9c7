"""A workbook as a person leaves it: its cells and names, changed as an office changes them.

It knows nothing of what reads it: what a person sees at a name is looked up in the cells here.
"""

import io
from dataclasses import dataclass, field, replace

from left_file import Error, Formula, Shown, address, named, package_of
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import to_excel


@dataclass
class Page:
    """A sheet: its cells by row and column, merged ones, hidden rows, what its part says before and after them."""

    cells: dict
    merged: tuple = ()
    hidden: frozenset = frozenset()
    before: str = ""
    after: str = ""
    style: int = 0


@dataclass
class LeftBook:
    """Sheets by title, in order; names as (title, top, left, bottom, right), or as the text of one that is no block."""

    title: str
    pages: dict
    names: dict
    front: str
    strings: dict
    from_1904: bool = False
    more_names: str = ""
    more_parts: dict = field(default_factory=dict)

    def copy(self):
        """Return a book to be changed; sheets are shared until they are."""
        return replace(self, pages=dict(self.pages), names=dict(self.names), more_parts=dict(self.more_parts))

    def changed(self, title):
        """Return a sheet of our own to change."""
        page = self.pages[title]
        self.pages[title] = replace(page, cells=dict(page.cells))
        return self.pages[title]

    def shift(self, title, at, *, by, axis):
        """Delete (`by` -1) or insert (+1) a row (axis 0) or column (1), as an office does: names follow their cells."""
        page, moved = self.changed(title), {}
        for spot, value in page.cells.items():
            if by < 0 and spot[axis] == at:
                continue
            there = list(spot)
            there[axis] += by * (spot[axis] > at or (by > 0 and spot[axis] == at))
            moved[tuple(there)] = value
        page.cells = moved
        for name, place in self.names.items():
            if not isinstance(place, str) and place[0] == title:
                self.names[name] = _shifted(place, at, by, axis)

    def rename(self, title, new, *, follows=True):
        """Give a sheet another title; names follow, or still say the old one, as after an edit outside of an office."""
        self.pages = {new if each == title else each: page for each, page in self.pages.items()}
        self.front = new if self.front == title else self.front
        for name, place in self.names.items():
            if not isinstance(place, str) and place[0] == title:
                self.names[name] = (new, *place[1:]) if follows else named(place)

    def held(self, name):
        """Return the contents of a name's cells, row by row."""
        title, top, left, bottom, right = self.names[name]
        cells = self.pages[title].cells
        return [[cells.get((row, column)) for column in range(left, right + 1)] for row in range(top, bottom + 1)]

    def put(self, name, rows):
        """Put contents into a name's cells, from the first one."""
        title, top, left, *_ = self.names[name]
        page = self.changed(title)
        for down, row in enumerate(rows):
            for right, content in enumerate(row):
                page.cells[top + down, left + right] = content

    def refused(self, name):
        """Return (code, places) where nobody could say what stands at a name, None where a person sees it."""
        if self.from_1904:
            return "sheet_date_system", {self.title}
        if name not in self.names:
            return "region_missing", {self.title}
        place = self.names[name]
        if isinstance(place, str):
            return "region_broken", {self.title}
        title, top, left, bottom, right = place
        spots = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        page = self.pages[title]
        for row, column in spots if page.merged else ():
            for area in page.merged:
                first, up, last, down = range_boundaries(area)
                if up <= row <= down and first <= column <= last and (row, column) != (up, first):
                    return "region_merged", {f"{title}!{area}"}
        lost = {spot for spot in spots if isinstance(held := page.cells.get(spot), Formula) and held.value is None}
        return ("formula_unsaved", {f"{title}!{address(*spot)}" for spot in lost}) if lost else None

    def seen(self, name):
        """Return the rows that a person sees at a name: values, "" for nothing, errors as such."""
        return [[_seen(content) for content in row] for row in self.held(name)]

    def saved(self):
        """Return the book's file."""
        return package_of(self)


@dataclass(frozen=True)
class Place:
    """A block of cells of a sheet."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


def place_of(book, name):
    """Return where a name stands."""
    return Place(*book.names[name])


def left_book(data, title):
    """Return a book of ours as it is when nobody has done anything to it; each formula has some value."""
    book = load_workbook(io.BytesIO(data))
    pages = {sheet.title: Page(_contents(sheet)) for sheet in book.worksheets}
    names = {}
    for name, defined in book.defined_names.items():
        ((sheet, area),) = defined.destinations
        left, top, right, bottom = range_boundaries(area)
        names[name] = (sheet, top, left, bottom, right)
    texts = dict.fromkeys(text for page in pages.values() for text in page.cells.values() if isinstance(text, str))
    made = LeftBook(title, pages, names, book.active.title, {text: n for n, text in enumerate(texts)})
    made.saved()  # renders every sheet once
    return made


def _contents(sheet):
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return {(cell.row, cell.column): _content(cell) for cell in cells}


def _content(cell):
    if cell.data_type == "f":
        return Formula("" if cell.column % 2 else cell.row + 0.25)
    if cell.data_type == "d":
        return to_excel(cell.value)
    return Error(cell.value) if cell.data_type == "e" else cell.value


def _seen(content):
    match content:
        case None:
            return ""
        case Formula():
            return _seen(content.value)
        case Error(text):
            return {"error": text}
        case Shown(value):
            return value
    return content


def _shifted(place, at, by, axis):
    title, *corners = place
    low, high = corners[axis], corners[axis + 2]
    if by < 0:
        low, high = low - (at < low), high - (at <= high)
    else:
        low, high = low + (at <= low), high + (at <= high)
    corners[axis], corners[axis + 2] = low, high
    return "#REF!" if high < low else (title, *corners)
