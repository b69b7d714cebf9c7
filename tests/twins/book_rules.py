"""What the tests of all books look at: every formula, every cell, the regions that a book must name."""

import re
from importlib import import_module
from pkgutil import iter_modules

from addin.books import regions
from addin.books.regions import panel
from addin.books.regions.region import Region

NO_BOOKS = {"panel", "region", "report"}  # of the modules of regions: neither a book's own nor a page of several
VOLATILE = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|OFFSET|INDIRECT|CELL|INFO)\(")
SPILLING = re.compile(
    r"\b(FILTER|SORT|SORTBY|UNIQUE|SEQUENCE|RANDARRAY|XLOOKUP|XMATCH|LET|LAMBDA|VSTACK|HSTACK|TOCOL|TOROW|TEXTSPLIT)\("
)
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def formulas(book):
    """Yield where each formula stands, and its text."""
    for sheet in book.worksheets:
        for cell in cells(sheet):
            if cell.data_type == "f":
                yield f"{sheet.title}!{cell.coordinate}", getattr(cell.value, "text", cell.value)


def cells(sheet):
    """Yield every cell of a sheet that was touched."""
    for row in sheet.iter_rows():
        yield from row


def own_regions(name):
    """Return the regions of a book's own module."""
    return list(_regions(vars(import_module(f"addin.books.regions.{name}")).values()))


def known_regions(name, names):
    """Return every region that a book may name: the fields, its own, and those of pages that several books have."""
    shared = {each.name for each in iter_modules(regions.__path__)} - NO_BOOKS - set(names)
    return [*panel.FIELDS, *own_regions(name), *(region for each in sorted(shared) for region in own_regions(each))]


def _regions(values):
    for value in values:
        if isinstance(value, Region):
            yield value
        elif isinstance(value, (tuple, list)):
            yield from _regions(value)
        elif isinstance(value, dict):
            yield from _regions(value.values())


def fill_of(cell):
    """Return the colour behind a cell, "" for none."""
    return cell.fill.start_color.rgb[-6:] if cell.fill.fill_type == "solid" else ""


def rules_by_cell(sheet):
    """Return the validation of each cell that has one."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            for row in range(area.min_row, area.max_row + 1):
                found.update({(row, column): rule for column in range(area.min_col, area.max_col + 1)})
    return found


def is_said_twice(text):
    """Return whether a text has a Japanese part, then an English one on the next line or behind a stroke.

    A word that both have, such as FAX, stands there twice.
    """
    ja, _, en = text.partition("\n") if "\n" in text else text.partition(" / ")
    return bool(en) and (ja == en or (bool(JAPANESE.search(ja)) and not JAPANESE.search(en)))


def look(cell):
    """Return what a cell looks like, as far as a person sees and a printer shows it."""
    font, border = cell.font, cell.border
    return cell.number_format, font.b, font.sz, font.i, fill_of(cell), border.bottom.style if border.bottom else None
