"""The look of our books: names, labels and marks that every sheet shares."""

import pytest
from openpyxl.styles import Font, PatternFill

from addin.books.regions.region import Region
from addin.books.style import (
    FONT,
    Head,
    book,
    code_names,
    header,
    label,
    marked,
    named_cell,
    page,
    put,
    shown_cell,
    table,
    total_line,
    typed_cell,
)

TABLE = Region("HIKAE_QUOTES", "気配値", 5, 2, ("instrument", "bid"), 3)
HEADS = (Head("銘柄", "Instrument", 14), Head("買気配", "Bid", 10, "#,##0.00"))


@pytest.fixture
def sheet():
    """Return an empty page of a new book."""
    return page(book(), "気配値", heading=("見出し", "Heading"), lines=())


def test_a_field_has_its_name_as_one_cell(sheet):
    """A single cell is named as such, so that a formula may use the name as a number."""
    named_cell(sheet, Region("HIKAE_ASOF", "気配値", 5, 2))
    assert sheet.parent.defined_names["HIKAE_ASOF"].attr_text == "'気配値'!$B$5"


def test_the_names_of_columns_stand_in_the_regions_first_row(sheet):
    """In small print; the defined name covers them and all rows beneath."""
    code_names(sheet, TABLE)
    assert [sheet.cell(5, column).value for column in (2, 3)] == ["instrument", "bid"]
    assert sheet.parent.defined_names["HIKAE_QUOTES"].attr_text == "'気配値'!$B$5:$C$8"
    assert sheet.cell(5, 2).font.size < 8


def test_a_header_is_in_both_languages_and_widens_its_columns(sheet):
    """Japanese first, English beneath; a column that is wider already stays so."""
    sheet.column_dimensions["C"].width = 30
    header(sheet, 4, 2, heads=HEADS)
    assert [sheet.cell(4, column).value for column in (2, 3)] == ["銘柄\nInstrument", "買気配\nBid"]
    assert (sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width) == (14, 30)
    assert sheet.cell(4, 2).font.bold


def test_a_table_has_the_same_header(sheet):
    """What is written with rows and what is written for a button to fill look alike."""
    table(sheet, Region("HIKAE_X", "気配値", 8, 2), HEADS, [("AA", 40.0)])
    header(sheet, 4, 2, heads=HEADS)
    for column in (2, 3):
        written, empty = sheet.cell(8, column), sheet.cell(4, column)
        assert (written.value, written.style_id) == (empty.value, empty.style_id)


def test_a_label_is_quiet_and_beside_its_field(sheet):
    """Both languages in one cell, right beside what they name."""
    label(sheet, 3, 1, ja="業務日", en="Business date")
    cell = sheet.cell(3, 1)
    assert (cell.value, cell.alignment.horizontal, cell.alignment.wrap_text) == ("業務日\nBusiness date", "right", True)


def test_what_a_person_fills_looks_different(sheet):
    """It is unlocked, framed and shaded; what the book fills is locked and plain."""
    typed_cell(sheet, 3, 2, form="#,##0.00", side="right")
    shown_cell(sheet, 3, 3, form="#,##0.00", side="right")
    typed, shown = sheet.cell(3, 2), sheet.cell(3, 3)
    assert (typed.protection.locked, shown.protection.locked) == (False, True)
    assert (typed.fill.fill_type, shown.fill.fill_type) == ("solid", None)
    assert {typed.number_format, shown.number_format} == {"#,##0.00"}
    assert (typed.border.left.style, shown.border.left) != (None, typed.border.left)


@pytest.mark.parametrize(("side", "indent"), [("left", 1), ("right", 1), ("center", 0)])
def test_values_keep_away_from_their_borders(sheet, side, indent):
    """One step of indent, none where a value stands in the middle."""
    typed_cell(sheet, 3, 2, side=side)
    assert (sheet.cell(3, 2).alignment.horizontal, sheet.cell(3, 2).alignment.indent) == (side, indent)


def test_cells_are_marked_by_a_formula_of_the_sheet(sheet):
    """Weight, and shade where it is given, while the formula holds."""
    marked(sheet, "A5:C9", 'LEFT($A5,1)="▲"', font=Font(bold=True), fill=PatternFill("solid", end_color="FFF2CC"))
    marked(sheet, "A5:C9", "$B5>1", font=Font(strike=True))
    (rules,) = (found.rules for found in sheet.conditional_formatting)
    assert [rule.formula for rule in rules] == [['LEFT($A5,1)="▲"'], ["$B5>1"]]
    assert (rules[0].dxf.font.b, rules[1].dxf.font.strike, rules[1].dxf.fill) == (True, True, None)


def test_a_look_leaves_nothing_of_an_earlier_one(sheet):
    """A cell that was a total before is like any other afterwards, and so are all that get the same look later."""
    total_line(sheet, 3, 1)
    for row in (3, 4):
        shown_cell(sheet, row, 1)
        assert (sheet.cell(row, 1).font.b, sheet.cell(row, 1).fill.fill_type) == (False, None)


def test_each_book_keeps_its_own_looks():
    """What is set up in one book is set up anew in the next: styles are numbers of a book's own list."""
    for form in ("0.00", "0.000"):
        sheet = page(book(), "表", heading=("表", "Table"), lines=())
        typed_cell(sheet, 3, 1, form=form)
        assert (sheet.cell(3, 1).number_format, sheet.cell(3, 1).font.name) == (form, FONT)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_a_line_ends_in_every_reader_as_in_the_cell(sheet, end):
    """Whatever end of a line comes in, one that no reader of XML takes for another goes out."""
    put(sheet["A9"], f"一{end}二{end}{end}")
    assert sheet["A9"].value == "一\n二\n\n"
