"""An old ruling looks old in every book of ours: all that shows one is struck out by the book's own clock."""

import io
import re
from datetime import datetime, timedelta

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.protection import SheetProtection

from addin.books.regions import shared
from addin.now import JST
from workbooks import catalogue
from workbooks.panel import BANNERS
from workbooks.parts import STALE, VOID

RULING = re.compile(r"CDS_(PLAN|BOARD)")
NOW, ASOF, CLAUSE = "今やること Now", "E5", "CP-2.1.2.c"
FIRST = datetime(1899, 12, 30, tzinfo=JST)

every_book = pytest.mark.parametrize("name", catalogue.NAMES)


@pytest.fixture(scope="module")
def made(example_file):
    """Return a function that gives a delivered book, as read from its file."""
    kept = {}

    def book(name):
        if name not in kept:
            kept[name] = openpyxl.load_workbook(io.BytesIO(example_file(name)))
        return kept[name]

    return book


def struck(sheet, when=STALE):
    """Return the cells of a sheet that are struck out when the as-of is old."""
    found = MultiCellRange()
    for block in sheet.conditional_formatting:
        for rule in block.rules:
            if list(rule.formula) == [when] and rule.dxf.font.strike:
                for area in block.sqref.ranges:
                    found.add(area)
    return found


def rulings(book):
    """Yield sheet and cell of everything that shows a ruling: live formulas, array blocks, what was recorded."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, ArrayFormula) and RULING.search(cell.value.text):
                    yield from ((sheet, each.coordinate) for line in sheet[cell.value.ref] for each in line)
                elif cell.data_type == "f" and RULING.search(str(cell.value)):
                    yield sheet, cell.coordinate
    if shared.APPLIED.name in book.defined_names:
        ((title, area),) = book.defined_names[shared.APPLIED.name].destinations
        for line in book[title][area.replace("$", "")][1:]:
            yield from ((book[title], each.coordinate) for each in line)


@every_book
def test_every_ruling_is_struck_out_by_the_books_clock(made, name):
    """Live cells, array blocks and recorded rulings lie in a format that strikes out 90 seconds after the as-of."""
    shown = [(sheet, cell) for sheet, cell in rulings(made(name)) if sheet.print_area is None or printed(sheet, cell)]
    assert len(shown) >= 10
    assert [f"{sheet.title}!{cell}" for sheet, cell in shown if cell not in struck(sheet)] == []


def printed(sheet, cell):
    """Return whether a cell lies in what is printed; what a formula beside it only uses is not."""
    areas = MultiCellRange(str(sheet.print_area).replace("$", "").replace(f"'{sheet.title}'!", "").replace(",", " "))
    return cell in areas


@every_book
def test_a_ruling_that_is_of_no_use_is_struck_like_an_old_one(made, name):
    """Another day, an instant that cannot be read and a wrong clock strike out just the cells that age does."""
    for sheet in made(name).worksheets:
        assert struck(sheet, VOID) == struck(sheet), sheet.title


@pytest.fixture(scope="module")
def unguarded(plain, made, tmp_path_factory):
    """Return the contingency book, open, with a front sheet that can be written to, and what names its folder."""
    book, path = made("contingency"), tmp_path_factory.mktemp("fresh") / "fresh.xlsx"
    book[NOW].protection.sheet = False
    book.save(path)
    book[NOW].protection.sheet = True
    with plain.opened(path) as document:
        yield document, book[NOW]["H5"].value


@pytest.fixture
def fresh(plain, unguarded):
    """Return the word of freshness of a book with these cells in its head, its as-of so many seconds old."""
    document, folder = unguarded

    def look(seconds=0, **cells):
        asof = (datetime.now(JST) - FIRST - timedelta(seconds=seconds)) / timedelta(days=1)
        for cell, value in {ASOF: asof, "B5": int(asof), "E8": None, "H5": folder, **cells}.items():
            plain.ask("write", document=document, sheet=NOW, cell=cell, value="" if value is None else value)
        plain.ask("recalculate", document=document)
        return [plain.ask("values", document=document, sheet=NOW, area=cell)[0][0] for cell in ("E7", "A4")]

    return look


def test_a_book_of_today_is_current(fresh):
    """The as-of is of the business date, and not yet 90 seconds old; then it is stale."""
    assert [fresh(seconds)[0] for seconds in (0, 600)] == ["○ 現在 current", "▲ 時刻が古い stale"]


def test_a_book_left_open_overnight_says_so(fresh):
    """The as-of goes on with the clock; the business date stays yesterday's."""
    yesterday = (datetime.now(JST) - FIRST).days - 1
    assert fresh(B5=yesterday)[0] == "✗ 別の日 other day"


@pytest.mark.parametrize("typed", ["2026-11-20T18:55:00+09:00", "garbage", " ", 0.79])
def test_an_instant_that_cannot_be_read_is_not_now(fresh, typed):
    """Text, or a time without its date: it is said, and not taken for a blank."""
    assert fresh(E8=typed)[0] == "✗ 読めない unreadable"


def test_an_instant_that_is_fixed_is_said(fresh):
    """A day and a time of the business date."""
    assert fresh(E8=46346.5, B5=46346)[0] == "○ 固定 fixed"
    assert fresh(E8=46346.5, B5=46347)[0] == "✗ 別の日 other day"


def test_a_clock_behind_the_as_of_is_wrong(fresh):
    """A computer of another time zone: nine hours behind, not nine hours fresh."""
    assert fresh(-9 * 3600, B5=None)[0] == "✗ 時計が違う clock"


def test_the_example_folder_with_another_date_is_said(fresh):
    """The banner of the example stays for its own date alone."""
    assert fresh(H5="example", B5=46346)[1] == BANNERS[0]
    assert fresh(H5="example", B5=46347)[1] == BANNERS[1]
    assert fresh(H5="recorded")[1] == ""


@pytest.fixture
def clause(office, made, tmp_path):
    """Return how the clause of the next cut-off looks when the as-of is so old, and no refresh can write another."""

    def look(seconds):
        book = made("contingency")
        book[NOW][ASOF] = (datetime.now(JST) - FIRST - timedelta(seconds=seconds)) / timedelta(days=1)
        book[NOW].protection = SheetProtection(sheet=True)
        book[NOW].protection.password = "himitsu"  # noqa: S105 - the add-in never writes into such a sheet
        book.save(tmp_path / "contingency.xlsx")
        with office.opened(tmp_path / "contingency.xlsx") as document:
            office.ask("recalculate", document=document)
            office.ask("save", document=document, path=str(tmp_path / "shown.html"))
        lines = (tmp_path / "shown.html").read_text("utf-8").splitlines()
        return next(line for line in lines if CLAUSE in line)  # the front sheet comes before the list of clauses

    return look


def test_a_real_book_without_a_refresh_strikes_its_next_cut_off_out(clause):
    """Two minutes after its as-of, as the sheet shows it; a minute after it not yet."""
    assert "<s>" in clause(120)
    assert "<s>" not in clause(30)
