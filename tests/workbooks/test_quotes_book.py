"""The built quotes book: the same file each time, names where the buttons look, and no hidden logic."""

import io
import zipfile

import openpyxl
import pytest

from addin.books import regions
from addin.books.port import letters
from addin.books.regions import Region
from addin.functions.actions import ACTIONS
from workbooks.catalogue import NAMES, built, file_name
from workbooks.quotes import quotes_book, quotes_bytes

BOOK_SHEETS = ["説明 About", "気配値 Quotes", "適用 Plan", "清算値段 Prices", "参照 Reference"]
TABLES = (
    regions.QUOTE_ENTRY,
    regions.QUOTE_STATES,
    regions.PREVIOUS,
    regions.CURVE,
    regions.APPLIED,
    regions.PRICED,
)
CELLS = (
    regions.STATUS,
    regions.DATE,
    regions.PARTICIPANT,
    regions.INITIALS,
    regions.ROUTE,
    regions.IMPORTED,
    regions.ASOF,
    regions.CLOCK,
    regions.FRESH,
    regions.LOOK_AT,
    regions.RECORD,
    regions.FOLDER,
    regions.TEMPLATE,
    regions.SENDER,
    regions.REASON,
    regions.SENT,
    regions.SUMMARY_LINE,
)


@pytest.fixture(scope="module")
def book():
    """Return the book as an office would load it."""
    return openpyxl.load_workbook(io.BytesIO(quotes_bytes()))


def members(data):
    """Return every member of a package with its inflated bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(each.filename, each.date_time, package.read(each)) for each in package.infolist()]


def formulas(book):
    """Yield where each formula stands, and its text."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)  # an array formula has its text inside
                if cell.data_type == "f":
                    yield f"{sheet.title}!{cell.coordinate}", text


def test_two_builds_are_the_same_file():
    """Member names, dates and inflated bytes are equal."""
    assert members(quotes_bytes()) == members(quotes_bytes())


def test_the_sheets_stand_in_the_order_of_the_day(book):
    """The explanation comes first; the entry page is the one in front."""
    assert book.sheetnames == BOOK_SHEETS
    assert book.active.title == "気配値 Quotes"


@pytest.mark.parametrize("region", TABLES, ids=lambda each: each.name)
def test_a_table_is_named_with_its_columns(book, region):
    """The name covers the row of column names and all rows beneath; labels in both languages stand above."""
    (title, address), *others = book.defined_names[region.name].destinations
    corner = f"${letters(region.column)}${region.row}"
    last_row, last_column = region.last
    assert (title, address, others) == (region.sheet, f"{corner}:${letters(last_column)}${last_row}", [])
    sheet = book[region.sheet]
    columns = range(region.column, last_column + 1)
    assert tuple(sheet.cell(region.row, column).value for column in columns) == region.columns
    assert all(sheet.cell(region.row - 1, column).value.count("\n") == 1 for column in columns)


@pytest.mark.parametrize("region", CELLS, ids=lambda each: each.name)
def test_a_field_is_named_as_a_single_cell(book, region):
    """Formulas may use the name, and a label in both languages stands beside what a person fills or reads."""
    ((title, address),) = book.defined_names[region.name].destinations
    assert (title, address) == (region.sheet, f"${letters(region.column)}${region.row}")
    if region is not regions.STATUS:
        assert book[title].cell(region.row, region.column - 1).value.count("\n") == 1


def test_no_name_stands_beside_the_known_ones(book):
    """Only `regions` knows names, and the book has no others."""
    assert set(book.defined_names) == {each.name for each in (*TABLES, *CELLS)}


def test_formulas_can_be_read_at_a_glance(book):
    """No formula is longer than 60 characters, and none points into another file."""
    found = dict(formulas(book))
    assert {where: text for where, text in found.items() if len(text) > 60} == {}
    assert not any("[" in text for text in found.values())


def test_only_the_clock_is_volatile(book):
    """NOW() stands alone in HIKAE_CLOCK; nothing else changes by itself."""
    volatile = ("NOW(", "TODAY(", "RAND", "OFFSET(", "INDIRECT(")
    found = {where: text for where, text in formulas(book) if any(word in text for word in volatile)}
    assert found == {"気配値 Quotes!E6": "=NOW()"}


def test_most_formulas_need_no_add_in(book):
    """At least half of them are the sheet's own; at least forty show the engine live."""
    texts = [text for _, text in formulas(book)]
    live = [text for text in texts if "CDS_" in text]
    assert len(live) >= 40
    assert len(live) <= len(texts) / 2


def test_the_book_says_when_the_add_in_is_missing(book):
    """The status cell has words of its own for that."""
    assert book["気配値 Quotes"]["A3"].value == '=IFERROR(CDS_STATUS(),"アドインがありません / add-in is missing")'


def test_what_a_person_fills_is_unlocked(book):
    """Fields and entry cells are unlocked, the sheet's own cells are not."""
    sheet = book["気配値 Quotes"]
    assert not any(sheet[cell].protection.locked for cell in ("B5", "B6", "B7", "B8", "E8", "H5", "B16", "F95"))
    assert all(sheet[cell].protection.locked for cell in ("A16", "G16", "J16", "E5", "E6"))


def test_numbers_are_typed_without_an_input_method(book):
    """Bid and offer turn the input method off and ask back; initials are short; choices come from a list."""
    rules = {str(each.sqref): each for each in book["気配値 Quotes"].data_validations.dataValidation}
    levels = rules["C16:D95"]
    assert (levels.imeMode, levels.errorStyle, levels.type) == ("off", "warning", "decimal")
    assert rules["F16:F95"].formula1 == "4"
    assert rules["B8"].formula1 == '"tool,upload,mail"'
    assert all(each.prompt or each.error for each in rules.values())


def test_no_cells_are_merged_and_nothing_is_hidden(book):
    """Every row, column and sheet can be seen; a state never hides behind a merged cell."""
    for sheet in book.worksheets:
        assert (sheet.sheet_state, list(sheet.merged_cells.ranges)) == ("visible", [])
        assert not any(each.hidden for each in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))


def test_every_page_prints_on_a4_across(book):
    """Landscape, one page wide, with the header repeated on tables."""
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth) == ("landscape", 9, 1)
    assert book["気配値 Quotes"].print_title_rows == "$14:$15"


def test_the_first_page_explains_every_button(book):
    """Label and help of each button stand there in both languages."""
    cells = {cell.value for row in book["説明 About"].iter_rows() for cell in row}
    for action in ACTIONS:
        assert {f"{action.label.ja} {action.label.en}", action.help.ja, action.help.en} <= cells


def test_labels_stand_in_both_languages(book):
    """Japanese first, English beneath, in every header."""
    for region in TABLES:
        for column in range(region.column, region.last[1] + 1):
            ja, en = book[region.sheet].cell(region.row - 1, column).value.split("\n")
            assert (ja.isascii(), en.isascii()) == (False, True)


def test_a_region_without_columns_is_one_cell():
    """The last cell of a field is the field."""
    assert Region("HIKAE_X", "s", 4, 2).last == (4, 2)


def test_the_catalogue_builds_every_book_by_its_name():
    """`hikae build` and `hikae open NAME` find the builders there."""
    assert (NAMES, file_name("quotes")) == (("quotes",), "quotes.xlsx")
    assert built("quotes") == quotes_bytes()


def test_a_book_in_memory_is_a_new_one_each_time():
    """What is filled into one is not in the next."""
    quotes_book()["気配値 Quotes"]["B16"] = "AA"
    assert quotes_book()["気配値 Quotes"]["B16"].value is None
