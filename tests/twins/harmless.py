"""What people do to a workbook that changes nothing of what it says: each takes a `LeftBook`."""

from left_book import Page
from left_file import COLOURED, Formula

COMMENTS = "xl/comments1.xml"
LABEL = "docMetadata/LabelInfo.xml"  # how secret a file is, as large houses have every office write it


def widths(book):
    """Make columns narrow, and one of no width."""
    _before(book, '<cols><col min="2" max="3" width="2"/><col min="4" max="4" width="0" hidden="1"/></cols>')


def zoom(book):
    """Zoom, and freeze other panes."""
    _before(
        book, '<sheetViews><sheetView zoomScale="40" workbookViewId="0"><pane ySplit="2"/></sheetView></sheetViews>'
    )


def claimed_size(book):
    """Say a wrong size, as some programs do."""
    _before(book, '<dimension ref="A1"/>')


def colours(book):
    """Give every cell another look."""
    for title in book.pages:
        book.changed(title).style = COLOURED


def another_sheet_first(book):
    """Put a sheet of one's own before all others, with words that ours have."""
    book.pages = {"メモ": Page({(1, 1): "HIKAE_QUOTES", (2, 2): 12.5}), **book.pages}


def another_sheet_in_front(book):
    """Add a sheet behind all others and leave it in front."""
    book.pages["メモ '26"] = Page({(1, 1): "memo"})
    book.front = "メモ '26"


def notes_beside(book):
    """Write below and beside everything that is there."""
    for title in book.pages:
        page = book.changed(title)
        page.cells |= {(3000, 1): "memo", (20, 60): 12.5, (5, 61): Formula(None)}


def sheets_renamed(book):
    """Give every sheet another title; the names follow."""
    for number, title in enumerate(list(book.pages)):
        book.rename(title, f"{number}枚目's & <sheet>")


def sheets_reordered(book):
    """Turn the order of the sheets round."""
    book.pages = dict(reversed(book.pages.items()))


def rows_above(book):
    """Insert two rows above everything."""
    for title in list(book.pages):
        for _ in range(2):
            book.shift(title, 1, by=1, axis=0)


def column_before(book):
    """Insert a column before everything."""
    for title in list(book.pages):
        book.shift(title, 1, by=1, axis=1)


def filtered(book):
    """Hide rows with a filter."""
    for title in book.pages:
        page = book.changed(title)
        page.hidden, page.after = frozenset(range(17, 30)), '<autoFilter ref="A14:M95"/>'


def merged_outside(book):
    """Merge cells that no region has."""
    for title in book.pages:
        book.changed(title).merged = ("BA1:BD3", "A2900:B2901")


def comment(book):
    """Comment on a cell, and label how secret the file is."""
    book.more_parts[COMMENTS] = "<comments/>"
    book.more_parts[LABEL] = "<labels/>"


def names_of_ones_own(book):
    """Name cells of one's own, and copy a sheet, which brings our names a second time for that sheet alone."""
    copied = "".join(f'<definedName name="{each}" localSheetId="0">$A$1</definedName>' for each in book.names)
    book.more_names = f'{copied}<definedName name="私の範囲">#REF!</definedName>'


CHANGES = (
    widths, zoom, claimed_size, colours, another_sheet_first, another_sheet_in_front, notes_beside, sheets_renamed,
    sheets_reordered, rows_above, column_before, filtered, merged_outside, comment, names_of_ones_own,
)  # fmt: skip


def _before(book, said):
    for title in book.pages:
        book.changed(title).before = said
