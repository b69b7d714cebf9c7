"""The text of a workbook: what a review must see stands there once, in the same order each time."""

import io

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.formula import ArrayFormula

from addin.books.regions.region import Region
from addin.books.style import book, marked, named_cell, page, saved, typed_cell
from workbooks.catalogue import built
from workbooks.dump import areas, dumped, file_name
from workbooks.parts import finished, numbers

TITLE = "数 Numbers"


@pytest.fixture
def made():
    """Return a small book with one of everything."""
    made = book()
    sheet = page(made, TITLE, heading=("数", "Numbers"), lines=())
    for row in range(4, 8):
        typed_cell(sheet, row, 1, form="0.00")
        sheet.cell(row, 2, f"=A{row}+$A$4-A{row - 1}")
    sheet["A4"], sheet["C4"], sheet["D4"] = 1.5, "語\nword", True
    sheet["F4"] = ArrayFormula("F4:G6", "=TRANSPOSE(A4:B5)")
    numbers(sheet, "A4:A7", unit="bp", most=9)
    marked(sheet, "B4:B7", "$B4>1", font=Font(bold=True, strike=True), fill=PatternFill("solid", end_color="FFF2CC"))
    named_cell(sheet, Region("HIKAE_X", TITLE, 4))
    return finished(made, sheet)


def lines(made):
    return dumped(saved(made)).splitlines()


def line(made, start):
    """Return what stands behind the start of a line; only one begins so."""
    (found,) = [each for each in lines(made) if each.startswith(f"{start} ")]
    return found.removeprefix(f"{start} ")


def test_one_formula_down_a_column_is_one_line(made):
    """Its own row is #, the one above #-1; absolute rows stay."""
    assert line(made, "B4:B7") == "=A#+$A$4-A#-1"


def test_a_row_that_differs_stands_alone(made):
    """A formula pasted over in the middle splits the line, so that it is seen."""
    made[TITLE]["B6"] = "=A6+A5"
    assert [line(made, where) for where in ("B4:B5", "B6", "B7")] == ["=A#+$A$4-A#-1", "=A6+A5", "=A7+$A$4-A6"]


def test_names_and_texts_keep_their_figures(made):
    """A figure inside a name, a function or a quoted text is no row."""
    sheet = made[TITLE]
    for row in (5, 6):
        sheet.cell(row, 9).value = f'=IF(HIKAE_X5>0,LOG10(A{row}),"A{row}")'
    assert line(made, "I5") == '=IF(HIKAE_X5>0,LOG10(A5),"A5")'
    sheet["I6"] = '=IF(HIKAE_X5>0,LOG10(A6),"A5")'
    assert line(made, "I5:I6") == '=IF(HIKAE_X5>0,LOG10(A#),"A5")'


def test_cells_of_another_sheet_are_said_the_same_way(made):
    """A row of another sheet is relative, too; a figure in the sheet's name is none."""
    for row in (5, 6):
        made[TITLE].cell(row, 9).value = f"='表 A5'!B{row}+'表 A5'!$B$1"
    assert line(made, "I5:I6") == "='表 A5'!B#+'表 A5'!$B$1"


def test_an_array_is_said_with_its_range(made):
    """In braces, at its fixed range."""
    assert line(made, "F4:G6") == "{=TRANSPOSE(A4:B5)}"


def test_other_content_stands_by_rows(made):
    """Numbers as they are, text in quotes with its line ends, neighbours in one line."""
    assert line(made, "A4") == "1.5"
    assert line(made, "C4:D4") == '"語\\nword" | True'


def test_looks_and_rules_are_said(made):
    """Formats but for General, what may be typed where, what stands out when."""
    assert line(made, "format 0.00") == "  A4:A7"
    assert line(made, "typed") == "A4:A7"
    assert line(made, "rule A4:A7").startswith('decimal between 0 9 ime off warning "半角の数。単位は bp')
    assert line(made, "when B4:B7") == "$B4>1 then bold struck fill 00FFF2CC"


def test_the_sheet_is_said(made):
    """Its name and size, guard, print set-up, widths, and the name of every cell that has one."""
    sheet = made[TITLE]
    sheet.freeze_panes, sheet.print_area, sheet.print_title_rows = "B4", "A1:G7", "3:3"
    sheet.column_dimensions["B"].width = 12.5
    assert line(made, f"[{TITLE}]") == "A1:F7"
    assert line(made, "sheet visible") == "guarded freeze B4"
    assert line(made, "print landscape") == "paper 9 pages 1 x - area A1:G7 repeat 3:3"
    assert line(made, "widths") == "B 12.5"
    assert line(made, "name HIKAE_X") == f"'{TITLE}'!$A$4"
    assert line(made, "front") == TITLE


def test_an_open_sheet_is_seen(made):
    """A guard that is gone changes the text."""
    made[TITLE].protection.sheet = False
    assert line(made, "sheet visible") == "open freeze -"


def test_a_chart_is_said_with_its_data(made):
    """Where it stands, its kind, and the ranges that it shows."""
    chart = BarChart()
    chart.add_data(Reference(made[TITLE], min_col=1, min_row=4, max_row=7))
    made[TITLE].add_chart(chart, "J2")
    assert line(made, "chart J2") == f"BarChart '{TITLE}'!$A$4:$A$7"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([], []),
        ([(3, 2)], ["B3"]),
        ([(3, 2), (4, 2), (6, 2)], ["B3:B4", "B6"]),
        ([(3, 2), (4, 2), (3, 3), (4, 3)], ["B3:C4"]),
        ([(3, 2), (3, 4), (4, 3)], ["B3", "D3", "C4"]),
    ],
)
def test_cells_are_said_as_ranges(cells, told):
    """Neighbours in a column, then columns of the same rows; each cell stands in one range."""
    assert areas(cells) == told


def test_the_text_is_the_same_each_time():
    """LF at every end, nothing that depends on when or where it is made."""
    data = built("quotes")
    text = dumped(data)
    assert text == dumped(data)
    assert text.endswith("\n")
    assert "\r" not in text


def test_a_column_of_eighty_formulas_is_one_line():
    """The whole quotes book without a day is short enough to read."""
    text = dumped(built("quotes"))
    cells = sum(len(list(row)) for sheet in openpyxl.load_workbook(io.BytesIO(built("quotes"))) for row in sheet)
    assert len(text.splitlines()) < cells / 10
    assert "A16:A95 =IF(SUMPRODUCT(" in text


def test_the_text_stands_beside_the_book():
    """Under the same name."""
    assert file_name("margin") == "margin.txt"
