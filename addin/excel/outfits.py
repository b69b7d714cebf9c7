"""What our packages for Excel hold: the macros, ribbon and icons of the product that runs."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

from addin.books.regions.excel import ADDIN
from addin.books.style import book, named_cell, page, saved
from addin.buttons.shown import OWN
from addin.excel.markup import attributes, tags
from addin.excel.modules import vba_modules
from addin.excel.package import ADDIN_TYPE, BOOK_TYPE, Outfit, fitted
from addin.excel.ribbon import addin_ribbon, icons, image, ribbon
from addin.excel.vbaproject import Module, ModuleKind, vba_project
from addin.functions.described import described_actions, described_functions

PROJECT = "Hikae"
_HEADING = ("控え Excelアドイン", "Hikae, the add-in for Excel")
_LINES = (
    "ご自分のブックで CDS_ の関数を使うためのものです。このシートは普段は見えません。",
    "It is for using the CDS_ functions in workbooks of your own. This sheet is usually not seen.",
)


def excel_book(xlsx: bytes) -> bytes:
    """Return a built workbook as an .xlsm: the same parts, with macros and ribbon; the same bytes each time."""
    return fitted(xlsx, book_outfit())


def excel_addin() -> bytes:
    """Return the add-in for people's own workbooks, the same bytes each time."""
    made = book()
    sheet = page(made, ADDIN.sheet, heading=_HEADING, lines=_LINES)
    named_cell(sheet, ADDIN)
    sheet.cell(ADDIN.row, ADDIN.column, version("hikae"))
    return fitted(saved(made), addin_outfit())


@cache
def book_outfit() -> Outfit:
    """Return what each of our books gets."""
    text = ribbon(described_actions())
    return Outfit(BOOK_TYPE, _macros, text, _icons(text))


@cache
def addin_outfit() -> Outfit:
    """Return what the add-in gets."""
    text = addin_ribbon()
    return Outfit(ADDIN_TYPE, _macros, text, _icons(text))


def modules(sheets: Sequence[str]) -> tuple[Module, ...]:
    """Return the modules of a package whose sheets have these code names."""
    return vba_modules(described_functions(), described_actions(), sheets=sheets, version=version("hikae"))


def module_texts() -> dict[str, str]:
    """Return the text of each module by the name of the file that VBA's editor would give it; sheets have no text."""
    endings = {ModuleKind.STANDARD: "bas"}
    return {f"{each.name}.{endings.get(each.kind, 'cls')}": each.source for each in modules([])}


def _icons(text: str) -> dict[str, bytes]:
    """Return the pictures that a ribbon shows."""
    shown = {attributes(tag).get("image") for tag in tags(text, "button")}
    return icons([each for each in (*described_actions(), *OWN) if image(each) in shown])


def _macros(sheets: Sequence[str]) -> bytes:
    return vba_project(modules(sheets), name=PROJECT)
