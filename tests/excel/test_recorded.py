"""What is recorded of a sheet, on a double of Excel's objects: the adapter's own decisions."""

import pytest
from excel_objects import MANUAL, Workbook

from addin.books.style import book, named
from addin.excel.areas import defined_names
from addin.excel.recorded import MOST_COLUMNS, MOST_ROWS, recorded_cells
from calc.outcome import RefusedError

PAGE = "計算"


@pytest.fixture
def excel():
    """Return a workbook with one empty sheet."""
    made = book()
    made.create_sheet(PAGE)
    return Workbook(made)


def cells(excel):
    """Return what is recorded of the sheet in front."""
    return recorded_cells(excel, defined_names(excel))


def refused(excel):
    """Return the code and detail of the finding by which a sheet is refused."""
    with pytest.raises(RefusedError) as raised:
        cells(excel)
    (found,) = raised.value.findings
    return found.code, dict(found.details)["detail"]


def test_a_sheet_is_recorded_as_it_is_shown(excel):
    """From A1 to the last cell with content: texts, numbers, what formulas come to, error values as their text."""
    page = excel.book[PAGE]
    page["B2"], page["C2"], page["B3"], page["E9"] = "x", 2, "=1+1", ""
    page["C3"] = "#N/A"
    page["E9"].number_format = "0.00"
    excel.shown[PAGE, 3, 2] = 2.0
    assert cells(excel) == [["", "", ""], ["", "x", 2.0], ["", 2.0, "#N/A"]]


def test_an_empty_sheet_has_no_cells(excel):
    """A sheet that is formatted and nothing else has none."""
    excel.book[PAGE]["D4"].number_format = "0.00"
    assert cells(excel) == []


def test_our_own_state_is_no_content(excel):
    """The mark that we write ourselves, and what follows from it or from our state, are left blank."""
    page = excel.book[PAGE]
    page["A1"], page["B1"], page["C1"], page["D1"] = "#7 ab", "=cds_status()", '=IF(HIKAE_RECORD="","",1)', "=1+1"
    named(page, "HIKAE_RECORD", 1, 1, last=(1, 1))
    excel.shown.update({(PAGE, 1, 2): "Hikae 1", (PAGE, 1, 3): 1.0, (PAGE, 1, 4): 2.0})
    assert cells(excel) == [["", "", "", 2.0]]


def test_a_mark_on_another_sheet_leaves_this_one_alone(excel):
    """The cell in the same place of the sheet in front is a cell as any other."""
    other = excel.book.create_sheet("other")
    excel = Workbook(excel.book)
    named(other, "HIKAE_RECORD", 1, 1, last=(1, 1))
    excel.book[PAGE]["A1"] = "kept"
    assert cells(excel) == [["kept"]]


def test_the_clock_is_no_content(excel, monkeypatch):
    """A number that changes while nobody does anything is left blank; a text that does is as it is now."""
    page = excel.book[PAGE]
    page["A1"], page["B1"], page["C1"] = "=NOW()", '=IF(A1>0,"a","b")', 5
    excel.shown.update({(PAGE, 1, 1): 1.0, (PAGE, 1, 2): "a"})

    def compute():
        excel.shown.update({(PAGE, 1, 1): 2.0, (PAGE, 1, 2): "b"})

    monkeypatch.setattr(excel.sheets[PAGE], "Calculate", compute)
    assert cells(excel) == [["", "b", 5.0]]


def test_an_excel_that_computes_when_told_to_is_told_before(excel):
    """What is recorded is as of now, whatever a person has set."""
    excel.book[PAGE]["A1"] = "x"
    excel.Application.Calculation = MANUAL
    other = Workbook(excel.book)
    cells(excel)
    assert (excel.sheets[PAGE].computed, excel.Application.computed, other.sheets[PAGE].computed) == (3, 0, 0)


@pytest.mark.parametrize(("row", "column"), [(MOST_ROWS + 1, 1), (1, MOST_COLUMNS + 1)])
def test_a_sheet_beyond_the_limit_is_refused(excel, row, column):
    """More rows or columns than a record takes are refused with the size."""
    excel.book[PAGE].cell(row, column).value = "x"
    assert refused(excel) == ("sheet_too_large", f"{row} × {column}")


def test_a_sheet_beyond_all_measure_is_not_even_looked_at(excel, monkeypatch):
    """Excel is not asked for the cells of a sheet that is used to its end."""
    excel.book[PAGE].cell(1000, 501).value = "x"
    monkeypatch.setattr(excel.sheets[PAGE], "Range", lambda *_: pytest.fail("looked at"))
    assert refused(excel) == ("sheet_too_large", "1000 × 501")


def test_a_sheet_of_exactly_the_limit_is_recorded(excel):
    """The largest sheet of the promise is recorded."""
    excel.book[PAGE].cell(MOST_ROWS, MOST_COLUMNS).value = "x"
    made = cells(excel)
    assert (len(made), len(made[0]), made[-1][-1]) == (MOST_ROWS, MOST_COLUMNS, "x")
