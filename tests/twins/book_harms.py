"""What people do to a workbook, by name: each changes a region of a `LeftBook` and says with which code it is refused.

A harm that says "" leaves a region that a person can read: then what is read must be what that person sees.
"""

from left_book import place_of
from left_file import PART, Error, Formula, Shown, address

BROKEN, MERGED, MISSING = "region_broken", "region_merged", "region_missing"
UNSAVED, DATES = "formula_unsaved", "sheet_date_system"
NASTY = (
    "２７．１２", "27,12", "27.12bp", "²7", "1_000", "٣", "nan", "1e400", " 27.12 ", "27.12\u200b", "−27", "▲27",
    "27..1", "=27", "TRUE", "0x1B", "27\n", "27\r", "_x0041_", "_x005F_", "#N/A", "<27>", "27&", "'27", "二七", "𝟐𝟕",
    "- 27", "27%",
)  # fmt: skip
NO_BLOCKS = (
    "#REF!", "'{sheet}'!#REF!", "'{sheet}'!$A$1,'{sheet}'!$C$1:$C$9", "OFFSET('{sheet}'!$A$1,1,1)", "'{sheet}'!$B:$F",
    "'{sheet}'!B15:F20", "'[1]{sheet}'!$A$1:$C$9", "'{sheet}:次'!$A$1:$C$9", "'次'!$A$1:$C$9", "'{sheet}'!$F$20:$B$15",
    "27.5", "",
)  # fmt: skip


def _any(book, name, draw):
    """Return row and column (from 0) of some cell of a region beneath its header, where tables are filled."""
    rows = book.held(name)
    return draw.randrange(1, min(len(rows), 9)), draw.randrange(len(rows[0]))


def _put(book, name, content, spot):
    rows = [list(row) for row in book.held(name)]
    rows[spot[0]][spot[1]] = content
    book.put(name, rows)


def _sorted(book, name, column):
    header, *rows = book.held(name)
    book.put(name, [header, *sorted(rows, key=lambda row: (row[column] is None, str(row[column])), reverse=True)])


def row_deleted(book, name, draw):
    """Delete a row of the sheet within the region."""
    place = place_of(book, name)
    book.shift(place.sheet, draw.randrange(place.top + 1, place.bottom + 1), by=-1, axis=0)
    return ""


def rows_deleted(book, name, draw):
    """Delete three rows: above the region, its first one, and its last one; without its header it is no table."""
    for which in (lambda at: at.top - 1, lambda at: at.top + draw.randrange(1, 4), lambda at: at.bottom):
        place = place_of(book, name)
        book.shift(place.sheet, which(place), by=-1, axis=0)
    return ""


def row_inserted(book, name, draw):
    """Insert a row, above the region or within it."""
    place = place_of(book, name)
    book.shift(place.sheet, place.top + draw.choice([-1, 0, 2]), by=1, axis=0)
    return ""


def sorted_by_first(book, name, _):
    """Sort all rows by their first column."""
    _sorted(book, name, 0)
    return ""


def sorted_by_another(book, name, draw):
    """Sort all rows by some other column."""
    _sorted(book, name, draw.randrange(1, len(book.held(name)[0])))
    return ""


def one_column_sorted(book, name, draw):
    """Sort one column alone, its rows torn apart."""
    column = draw.randrange(len(book.held(name)[0]))
    header, *rows = book.held(name)
    cells = sorted((row[column] for row in rows), key=lambda cell: (cell is None, str(cell)), reverse=True)
    book.put(
        name, [header, *([*row[:column], cell, *row[column + 1 :]] for row, cell in zip(rows, cells, strict=True))]
    )
    return ""


def formula_over_input(book, name, draw):
    """Paste a formula over an input, its value stored: a number, a text, or the text that shows nothing."""
    _put(book, name, Formula(draw.choice([31.5, "31.5", "", True, Error("#VALUE!")])), _any(book, name, draw))
    return ""


def formula_never_computed(book, name, draw):
    """Paste a formula over an input in a program that computes nothing."""
    _put(book, name, Formula(None), _any(book, name, draw))
    return UNSAVED


def array_never_computed(book, name, draw):
    """Put an array formula over three cells in a program that computes nothing."""
    row, column = _any(book, name, draw)
    place = place_of(book, name)
    spots = [(place.top + row + down, place.left + column) for down in range(3)]
    for down, content in enumerate([Formula(None, f"{address(*spots[0])}:{address(*spots[2])}"), PART, PART]):
        _put(book, name, content, (row + down, column))
    return UNSAVED


def sheet_renamed(book, name, draw):
    """Rename the sheet; the name follows."""
    book.rename(place_of(book, name).sheet, draw.choice(["本日", "it's & <new>", "A1", "Sheet 1!"]))
    return ""


def sheet_renamed_outside(book, name, _):
    """Rename the sheet with something that leaves the names behind."""
    book.rename(place_of(book, name).sheet, "本日", follows=False)
    return BROKEN


def nasty_text(book, name, draw):
    """Type something that only looks like a number."""
    _put(book, name, draw.choice(NASTY), _any(book, name, draw))
    return ""


def numbers_as_text(book, name, _):
    """Turn every number into a text, as a paste from a mail does."""
    texts = [
        [cell if cell is None or isinstance(cell, (str, bool)) else f"{cell}" for cell in row]
        for row in book.held(name)
    ]
    book.put(name, texts)
    return ""


def merged_down(book, name, draw):
    """Merge a cell with the one below."""
    row, column = _any(book, name, draw)
    return _merged(book, name, row, column, down=1)


def merged_across(book, name, draw):
    """Merge a cell with the one to the right, or to the left of the region."""
    row, _ = _any(book, name, draw)
    return _merged(book, name, row, draw.choice([-1, 0]) if place_of(book, name).left > 1 else 0, right=1)


def _merged(book, name, row, column, *, down=0, right=0):
    place = place_of(book, name)
    first, last = (place.top + row, place.left + column), (place.top + row + down, place.left + column + right)
    book.changed(place.sheet).merged = (f"{address(*first)}:{address(*last)}",)
    return MERGED


def column_inserted(book, name, draw):
    """Insert a column, left of the region or within it."""
    place = place_of(book, name)
    book.shift(place.sheet, place.left + draw.choice([0, 1]), by=1, axis=1)
    return ""


def column_deleted(book, name, draw):
    """Delete a column of the region, with its name."""
    place = place_of(book, name)
    book.shift(place.sheet, draw.randrange(place.left, place.right + 1), by=-1, axis=1)
    return ""


def columns_exchanged(book, name, draw):
    """Exchange two columns with their names."""
    one, other = draw.sample(range(len(book.held(name)[0])), 2)
    book.put(name, [_exchanged(row, one, other) for row in book.held(name)])
    return ""


def contents_exchanged(book, name, draw):
    """Exchange two columns beneath their names."""
    one, other = draw.sample(range(len(book.held(name)[0])), 2)
    header, *rows = book.held(name)
    book.put(name, [header, *(_exchanged(row, one, other) for row in rows)])
    return ""


def _exchanged(row, one, other):
    row = list(row)
    row[one], row[other] = row[other], row[one]
    return row


def name_deleted(book, name, _):
    """Delete the name."""
    del book.names[name]
    return MISSING


def name_redirected(book, name, draw):
    """Let the name stand for other cells."""
    sheet, top, left, bottom, right = book.names[name]
    down = draw.choice([-1, 1, 3])
    book.names[name] = (sheet, top + down, left, bottom + down, right)
    return ""


def name_of_no_block(book, name, draw):
    """Let the name stand for something that is no block of fixed cells."""
    book.names[name] = draw.choice(NO_BLOCKS).format(sheet=place_of(book, name).sheet)
    return BROKEN


def all_cells_deleted(book, name, _):
    """Delete every row of the region."""
    place = place_of(book, name)
    for _ in range(place.top, place.bottom + 1):
        book.shift(place.sheet, place.top, by=-1, axis=0)
    return BROKEN


def header_changed(book, name, draw):
    """Type over the name of a column."""
    _put(book, name, draw.choice(["bid ask", "", 27.0, "BID", "銘柄"]), (0, _any(book, name, draw)[1]))
    return ""


def header_repeated(book, name, draw):
    """Paste the name of a column over its neighbour's."""
    header = book.held(name)[0]
    one, other = draw.sample(range(len(header)), 2)
    _put(book, name, header[one], (0, other))
    return ""


def row_repeated(book, name, draw):
    """Paste a row once more, over another one."""
    rows = [list(row) for row in book.held(name)]
    one, other = draw.sample(range(1, min(len(rows), 9)), 2)
    rows[one] = rows[other]
    book.put(name, rows)
    return ""


def error_value(book, name, draw):
    """Leave an error value."""
    _put(book, name, Error(draw.choice(["#N/A", "#REF!", "#DIV/0!", "#NAME?"])), _any(book, name, draw))
    return ""


def rows_hidden(book, name, draw):
    """Hide rows, as a filter does."""
    place = place_of(book, name)
    book.changed(place.sheet).hidden = frozenset(draw.sample(range(place.top, place.top + 6), 2))
    return ""


def dates_from_1904(book, *_):
    """Count days from 1904."""
    book.from_1904 = True
    return DATES


def cell_blanked(book, name, draw):
    """Clear a cell."""
    _put(book, name, None, _any(book, name, draw))
    return ""


def one_row_off(book, name, draw):
    """Paste a column's values one row too low."""
    column = draw.randrange(len(book.held(name)[0]))
    header, *rows = [list(row) for row in book.held(name)]
    cells = [None, *(row[column] for row in rows)]
    book.put(
        name, [header, *([*row[:column], cell, *row[column + 1 :]] for row, cell in zip(rows, cells, strict=False))]
    )
    return ""


def unit_slip(book, name, draw):
    """Type a number in another unit."""
    _put(book, name, draw.choice([0.2712, 2712, 27_120_000_000, 2.712e-05, -27.12]), _any(book, name, draw))
    return ""


def shown_as_percent(book, name, draw):
    """Type a number with %, which the office keeps as a fraction that it shows so."""
    _put(book, name, Shown(0.2712), _any(book, name, draw))
    return ""


def truth_value(book, name, draw):
    """Type TRUE or FALSE, which the office keeps as such."""
    _put(book, name, draw.choice([True, False]), _any(book, name, draw))
    return ""


HARMS = (
    row_deleted, rows_deleted, row_inserted, sorted_by_first, sorted_by_another, one_column_sorted, formula_over_input,
    formula_never_computed, array_never_computed, sheet_renamed, sheet_renamed_outside, nasty_text, numbers_as_text,
    merged_down, merged_across, column_inserted, column_deleted, columns_exchanged, contents_exchanged, name_deleted,
    name_redirected, name_of_no_block, all_cells_deleted, header_changed, header_repeated, row_repeated, error_value,
    rows_hidden, dates_from_1904, cell_blanked, one_row_off, unit_slip, shown_as_percent, truth_value,
)  # fmt: skip
