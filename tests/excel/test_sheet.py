"""The adapter's own decisions, on a double of Excel's objects; what Excel does with them is looked at on site."""

from datetime import datetime
from types import SimpleNamespace

import pytest
from excel_objects import AUTOMATIC, MANUAL, PERMITS, Workbook
from openpyxl.workbook.defined_name import DefinedName

from addin.books.port import Block
from addin.books.style import book, named
from addin.excel.asof import refresh
from addin.excel.sheet import ExcelSheet
from addin.now import JST
from calc.outcome import RefusedError, finding
from calc.text.wording import Words

PAGE = "気配値"


@pytest.fixture
def excel():
    """Return a small workbook with two regions, the second below the first."""
    made = book()
    sheet = made.create_sheet(PAGE)
    for row in (["", "instrument", "bid"], ["", "AA", 40], ["", "BB", 50], ["", "note", ""]):
        sheet.append([None if cell == "" else cell for cell in row])
    named(sheet, "HIKAE_QUOTES", 1, 2, last=(3, 3))
    named(sheet, "HIKAE_NOTE", 4, 2, last=(4, 2))
    return Workbook(made)


@pytest.fixture
def sheet(excel):
    """Return the port to that workbook."""
    return ExcelSheet(excel)


@pytest.fixture
def page(excel):
    """Return its one sheet."""
    return excel.sheets[PAGE]


def refused(work, *given):
    """Return the one finding of something that is refused."""
    with pytest.raises(RefusedError) as raised:
        work(*given)
    (found,) = raised.value.findings
    return found


def test_a_region_says_what_it_holds_and_where(sheet):
    """Rows come with numbers as fractions and nothing as blank text, and with the place of their corner."""
    assert sheet.read("HIKAE_QUOTES") == Block(
        "HIKAE_QUOTES", [["instrument", "bid"], ["AA", 40.0], ["BB", 50.0]], PAGE, 1, 2
    )
    assert (sheet.title, sheet.sheet) == ("b.xlsx", PAGE)


def test_a_region_of_one_cell_is_a_block_of_one(sheet):
    """Excel gives a single cell as a value without rows."""
    assert sheet.read("HIKAE_NOTE") == Block("HIKAE_NOTE", [["note"]], PAGE, 4, 2)


def test_an_error_value_reads_as_one(sheet, page):
    """Excel's number of an error becomes its text."""
    page.page["B4"] = "#N/A"
    assert sheet.read("HIKAE_NOTE").cell == {"error": "#N/A"}


def test_an_excel_that_computes_when_told_to_is_told(sheet, excel):
    """What is read is as of now, whatever a person has set; one that computes by itself is left alone."""
    sheet.read("HIKAE_NOTE")
    assert excel.sheets[PAGE].computed == 0
    excel.Application.Calculation = MANUAL
    sheet.read("HIKAE_NOTE")
    assert excel.sheets[PAGE].computed == 2
    assert excel.Application.computed == 0  # which would be every open book


def test_what_is_left_of_a_region_is_cleared(sheet):
    """Fewer rows and columns than the region has leave nothing of what stood there."""
    sheet.write({"HIKAE_QUOTES": [["instrument", "bid"], ["CC"]]})
    assert sheet.read("HIKAE_QUOTES").rows == [["instrument", "bid"], ["CC", ""], ["", ""]]


@pytest.mark.parametrize("text", ["=1+1", "+81 3", "@x", "#N/A", "0012", "2026-11-20", "1-2", "TRUE", "'quoted", "1e5"])
def test_text_stays_text(sheet, page, text):
    """Excel reads what is assigned as if it were typed: each text has the mark of one, so that none becomes another."""
    sheet.write({"HIKAE_NOTE": [[text]]})
    assert (sheet.read("HIKAE_NOTE").cell, page.page["B4"].data_type) == (text, "s")


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [("HIKAE_NOTE", [["a"], ["b"]], "2 × 1 > 1 × 1"), ("HIKAE_QUOTES", [["a", "b", "c"]], "1 × 3 > 3 × 2")],
)
def test_nothing_is_cut_off(sheet, name, rows, told):
    """Rows or columns that a region has no room for are refused, and nothing is written."""
    found = refused(sheet.write, {"HIKAE_NOTE": [["new"]], name: rows})
    assert found == finding("region_small", detail=f"{name}: {told}")
    assert sheet.read("HIKAE_NOTE").cell == "note"


def test_a_missing_region_leaves_the_whole_book_as_it_was(sheet):
    """Nothing is written when one of the regions is not there; the finding names it."""
    found = refused(sheet.write, {"HIKAE_NOTE": [["new"]], "HIKAE_GONE": [["x"]]})
    assert found == finding("region_missing", detail="HIKAE_GONE")
    assert sheet.read("HIKAE_NOTE").cell == "note"


def test_what_cannot_be_written_brings_everything_back(sheet, page):
    """A cell of an array formula in the second region leaves the first with its numbers, texts, formulas and errors."""
    page.page["C2"], page.page["C3"], page.page["B3"] = "=1+1", "#N/A", "0012"
    page.owner.shown[PAGE, 2, 3] = 2.0
    before = page.UsedRange.Formula, page.UsedRange.Value2
    page.arrays.add((4, 2))
    found = refused(sheet.write, {"HIKAE_QUOTES": [["x", 1.0]], "HIKAE_NOTE": [["new"]]})
    assert found == finding("region_unwritten", detail="HIKAE_NOTE")
    assert (page.UsedRange.Formula, page.UsedRange.Value2) == before
    assert (page.page["C2"].data_type, page.page["B3"].data_type) == ("f", "s")


def test_a_write_that_excel_makes_something_else_of_is_taken_back(sheet, page):
    """A number in a cell that is formatted as text would be text: what is read back is not what was written."""
    page.texts.add((2, 3))
    found = refused(sheet.write, {"HIKAE_NOTE": [["new"]], "HIKAE_QUOTES": [["AA", 1.0], ["BB", 2.0]]})
    assert found == finding("region_unwritten", detail="HIKAE_QUOTES")
    assert sheet.read("HIKAE_NOTE").cell == "note"


def test_a_protected_sheet_is_written_and_protected_again(sheet, page):
    """Without a password the protection is lifted and is back afterwards with all that it permitted."""
    page.ProtectContents, page.ProtectDrawingObjects, page.ProtectScenarios = True, True, False
    sheet.write({"HIKAE_NOTE": [["new"]], "HIKAE_QUOTES": []})
    assert sheet.read("HIKAE_NOTE").cell == "new"
    assert page.ProtectContents
    assert page.protected_with == [("", True, True, False, False, *vars(PERMITS).values())]


def test_a_write_that_fails_protects_again(sheet, page):
    """Also where nothing could be written the sheet is as it was."""
    page.ProtectContents = True
    page.arrays.add((4, 2))
    assert refused(sheet.write, {"HIKAE_NOTE": [["new"]]}).code == "region_unwritten"
    assert page.ProtectContents


def test_a_password_is_a_persons_word(sheet, page):
    """A sheet with a password is left alone, and named."""
    page.ProtectContents, page.password = True, "x"
    assert refused(sheet.write, {"HIKAE_NOTE": [["new"]]}) == finding("sheet_password", detail=PAGE)
    assert page.protected_with == []


def test_excel_rests_while_it_is_written_to(sheet, excel):
    """It neither paints, nor computes, nor calls macros meanwhile; then every setting is as it was."""
    excel.Application.changed.clear()
    sheet.write({"HIKAE_NOTE": [["new"]]})
    settings = [("ScreenUpdating", False), ("EnableEvents", False), ("Calculation", MANUAL)]
    after = [("Calculation", AUTOMATIC), ("EnableEvents", True), ("ScreenUpdating", True)]
    assert excel.Application.changed == [*settings, *after]


def test_merged_cells_are_refused(sheet, page):
    """A cell that hides what it holds is named with those it was merged with."""
    page.page.merge_cells("B2:B3")
    assert refused(sheet.read, "HIKAE_QUOTES") == finding("region_merged", detail=f"HIKAE_QUOTES: {PAGE}!B2:B3")


@pytest.mark.parametrize("text", ["#REF!", f"'{PAGE}'!$A$1,'{PAGE}'!$C$1", "Gone!$A$1"])
def test_a_name_that_stands_for_no_block_is_refused(excel, text):
    """A name whose cells were deleted, one of several blocks, and one of nothing that is there."""
    excel.book.defined_names["HIKAE_NOTE"].attr_text = text
    assert refused(ExcelSheet(excel).read, "HIKAE_NOTE") == finding("region_broken", detail="HIKAE_NOTE")


@pytest.fixture
def mailed(excel):
    """Return a book from elsewhere, whose regions are cells of the other one while that is open."""
    made = book()
    made.create_sheet(PAGE)
    for name, place in (("HIKAE_NOTE", "$B$4"), ("HIKAE_ASOF", "$B$4"), ("HIKAE_RECORD", "$A$1")):
        made.defined_names.add(DefinedName(name, attr_text=f"'[b.xlsx]{PAGE}'!{place}"))
    mailed = Workbook(made, "mailed.xlsx")
    mailed.others["b.xlsx"] = excel
    return mailed


def test_cells_of_another_book_are_no_region(mailed, excel):
    """A book from elsewhere chooses its names: neither read nor written is what they stand for in another open book."""
    broken = finding("region_broken", detail="HIKAE_NOTE")
    assert refused(ExcelSheet(mailed).read, "HIKAE_NOTE") == broken
    assert refused(ExcelSheet(mailed).write, {"HIKAE_NOTE": []}) == broken
    assert ExcelSheet(excel).read("HIKAE_NOTE").cell == "note"


def test_the_instant_is_not_written_into_another_book(mailed, excel):
    """The clock, which comes to every book with the name, leaves the cell of another book as it is."""
    assert refused(refresh, mailed, datetime(2026, 11, 20, tzinfo=JST)).code == "region_broken"
    assert ExcelSheet(excel).read("HIKAE_NOTE").cell == "note"


def test_a_mark_in_another_book_hides_nothing(mailed):
    """What is recorded of a book is all of its cells, wherever its mark is said to stand."""
    mailed.book[PAGE]["A1"] = "seen"
    assert ExcelSheet(mailed).cells() == [["seen"]]


def test_a_name_of_one_sheet_alone_is_none_of_ours(excel):
    """Excel lists it with its sheet before it; ours stand for the whole book, in whatever capitals."""
    excel.book.defined_names.add(DefinedName(f"{PAGE}!HIKAE_AT", attr_text=f"'{PAGE}'!$A$1"))
    excel.book.defined_names.add(DefinedName("Hikae_Day", attr_text=f"'{PAGE}'!$B$2"))
    sheet = ExcelSheet(excel)
    assert refused(sheet.read, "HIKAE_AT").code == "region_missing"
    assert sheet.read("HIKAE_DAY").cell == "AA"


def test_what_excel_refuses_is_told():
    """Whatever it comes up with is told by its kind, and not as a fault of a use case."""
    assert refused(ExcelSheet, None) == finding("office_failed", detail="AttributeError")


def test_progress_stands_below_the_sheet(sheet, excel):
    """What is being done is said in both languages; a line that cannot be shown stops nothing."""
    sheet.progress(Words("読込", "Reading"))
    assert excel.Application.StatusBar == "読込 / Reading"
    excel.Application = SimpleNamespace(__slots__=())
    sheet.progress(Words("読込", "Reading"))
