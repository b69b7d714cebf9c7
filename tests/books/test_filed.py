"""A saved book read by its names: what each kind of cell says, and what is refused."""

import io
import zipfile

import pytest
from left_book import LeftBook, Page
from left_file import OFFICE, Error, Formula, Shown, named

from addin.books import confined, filed
from addin.books.confined import Limits
from addin.books.filed import filed_book
from addin.books.port import read_if_there
from addin.books.saved_regions import said_of, speak
from calc.outcome import Finding, Place, RefusedError, finding
from calc.quotes.quote import level
from calc.text.columns import number
from calc.text.numeral import Percent
from calc.text.wording import Words, words

SHEET, NAME = "気配値 Quotes", "HIKAE_QUOTES"
LINKS = "xl/_rels/workbook.xml.rels"
SHARED = {"bid": 0}  # texts that the file keeps once for all cells


@pytest.fixture
def left():
    """Return a function that makes a book of one region, B2 and what lies below and beside, filled with contents."""

    def made(*rows):
        cells = {(2 + down, 2 + right): cell for down, row in enumerate(rows) for right, cell in enumerate(row)}
        area = (SHEET, 2, 2, 1 + len(rows), 1 + max(map(len, rows)))
        return LeftBook("b.xlsx", {SHEET: Page(cells)}, {NAME: area}, SHEET, SHARED)

    return made


@pytest.fixture(autouse=True)
def in_process(request, monkeypatch):
    """Read in this process what the child would read, except where it is to do so."""
    if "child" not in request.fixturenames:
        monkeypatch.setattr(filed, "last_said", lambda _, data: said_of(data))


@pytest.fixture
def child():
    """Let the confined child read."""


by_child = pytest.mark.usefixtures("child")


def rows_of(data):
    """Return the region's rows of a file."""
    return filed_book(data, "b.xlsx").read(NAME).rows


def refused_with(data, region=NAME):
    """Return the findings with which a region, or the whole book, is refused; each has words."""
    with pytest.raises(RefusedError) as refused:
        filed_book(data, "b.xlsx").read(region)
    assert all(words(each).ja for each in refused.value.findings)
    return refused.value.findings


@by_child
def test_a_region_is_read_with_its_place_by_the_confined_child(left):
    """Rows come by the name, numbers as floats, nothing as blank text; and so does where they stand."""
    sheet = filed_book(left(["bid", "offer"], [27, None]).saved(), "b.xlsx")
    block = sheet.read(NAME)
    assert block.rows == [["bid", "offer"], [27.0, ""]]
    assert (block.sheet, block.row, block.column) == (SHEET, 2, 2)
    assert block.place(1, 0) == Place(f"{SHEET}!B3")
    assert (sheet.title, sheet.sheet) == ("b.xlsx", SHEET)


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        (27, 27.0), (-1e-05, -1e-05), (46346.63680555556, 46346.63680555556), ("27.12", "27.12"), ("bid", "bid"),
        (" x\n", " x\n"),
        (True, True), (False, False), (Error("#N/A"), {"error": "#N/A"}), (None, ""), (Formula(1.5), 1.5),
        (Formula("A1"), "A1"), (Formula(""), ""), (Formula(value=True), True),
        (Formula(Error("#REF!")), {"error": "#REF!"}), ("_x0041_", "_x0041_"), ("a\rb", "a\rb"), ("_x000D", "_x000D"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_it_shows(left, content, read_as):
    """Numbers, texts, logical and error values stay what they are, and a formula counts with its stored value."""
    (value,) = rows_of(left([content]).saved())[0]
    assert (value, type(value)) == (read_as, type(read_as))


def test_a_number_shown_as_a_percentage_keeps_its_mark(left):
    """Among levels in bp it is refused, elsewhere it is the fraction; as in a plain table."""
    (value,) = rows_of(left([Shown(0.4)]).saved())[0]
    assert (value, type(value)) == (0.4, Percent)
    assert isinstance(level(value), Finding)
    assert number(value) == 0.4


def test_a_formula_without_a_value_is_told_at_its_cell(left):
    """It is neither blank nor zero: each such cell of the region is named, and nothing of the region is read."""
    found = refused_with(left(["bid", "offer"], [Formula(None), 2.0], [1.0, Formula(None)]).saved())
    assert found == tuple(finding("formula_unsaved", Place(f"{SHEET}!{cell}")) for cell in ("B3", "C4"))


def test_cells_of_an_array_formula_without_values_are_told(left):
    """Only the first of them has the formula in the file; the others are as unknown."""
    book = left(["bid"], [None], [None], ["note"])
    book.pages[SHEET].cells[1, 2] = Formula(None, over="B1:B4")
    found = refused_with(book.saved())
    assert [each.place.source for each in found] == [f"{SHEET}!B3", f"{SHEET}!B4"]


def test_an_array_formula_over_a_whole_sheet_makes_the_book_unreadable(left):
    """No block of ours is as large, and its cells are not counted out one by one."""
    book = left(["bid"])
    book.pages[SHEET].cells[1, 1] = Formula(None, over="A1:XFD1048576")
    assert [each.code for each in refused_with(book.saved())] == ["xlsx_unreadable"]


def test_a_cell_without_an_address_stands_behind_the_one_before(left, repacked):
    """Addresses may be left out of a file: rows and cells follow each other then."""
    part = "xl/worksheets/sheet1.xml"
    content = (
        '<row><c/></row><row><c/><c t="str"><v>a</v></c><c><v>7</v></c></row><row r="3"><c r="C3"><v>8</v></c></row>'
    )
    head, tail = _around(left(["x", "x"], [1, 2]))
    assert rows_of(repacked(left(["x", "x"], [1, 2]).saved(), {part: f"{head}{content}{tail}"})) == [
        ["a", 7.0],
        ["", 8.0],
    ]


def test_pieces_of_a_text_are_one_text_without_reading_aids(left, repacked):
    """A text in several fonts is read whole; kana above it are no part of it."""
    item = "<r><t>清算</t></r><r><t>値段</t></r><rPh sb='0' eb='2'><t>セイサン</t></rPh>"
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>{item}</si></sst>'
    assert rows_of(repacked(left(["bid"]).saved(), {"xl/sharedStrings.xml": strings})) == [["清算値段"]]


@pytest.mark.parametrize("said", ["1_000", "nan", "inf", "1e999", "٣", "0x1B", "1,5"])
def test_a_number_that_no_office_writes_makes_the_book_unreadable(left, repacked, said):
    """What Python would take for a number, or for infinity, is none in a file."""
    head, tail = _around(left([1]))
    cell = f'<row r="2"><c r="B2"><v>{said}</v></c></row>'
    found = refused_with(repacked(left([1]).saved(), {"xl/worksheets/sheet1.xml": f"{head}{cell}{tail}"}))
    assert found == (finding("xlsx_unreadable", Place("b.xlsx")),)


@pytest.mark.parametrize(
    "cell", ['t="d"><v>2026-11-20</v>', 't="b"><v>2</v>', 't="s"><v>9</v>', 't="n"><v>x</v>', 't="?"><v>1</v>']
)
def test_a_cell_of_another_kind_makes_the_book_unreadable(left, repacked, cell):
    """What is not known is not guessed."""
    head, tail = _around(left([1]))
    data = repacked(
        left([1]).saved(), {"xl/worksheets/sheet1.xml": f'{head}<row r="2"><c r="B2" {cell}</c></row>{tail}'}
    )
    assert [each.code for each in refused_with(data)] == ["xlsx_unreadable"]


def test_a_name_that_stands_there_twice_is_broken(left):
    """Nobody knows which of the two is meant."""
    book = left(["bid"])
    book.more_names = f'<definedName name="{NAME}">{named(book.names[NAME])}</definedName>'
    assert refused_with(book.saved()) == (finding("region_broken", Place("b.xlsx"), detail=NAME),)


@pytest.mark.parametrize("area", [(SHEET, 1, 1, 10_001, 1), (SHEET, 1, 1, 1, 501)])
def test_a_region_larger_than_any_table_is_refused(left, area):
    """A name that was drawn over whole columns fills no memory."""
    book = left(["bid"])
    book.names[NAME] = area
    assert [each.code for each in refused_with(book.saved())] == ["xlsx_unsafe"]


@pytest.mark.parametrize("merged", ["B2:B3", "A2:B2", "A1:C4", "B3:C3"])
def test_merged_cells_that_hide_one_are_told_with_their_address(left, merged):
    """Which of the cells a person sees is not what a program would read."""
    book = left(["bid", "offer"], [1, 2])
    book.pages[SHEET].merged = ("E9:F9", merged)
    where = f"{SHEET}!{merged}"
    assert refused_with(book.saved()) == (finding("region_merged", Place(where), detail=f"{NAME}: {where}"),)


@pytest.mark.parametrize("merged", ["C3:D3", "C3:C9", "D1:D9", "A1:A9"])
def test_merged_cells_that_hide_none_do_no_harm(left, merged):
    """The first of merged cells shows what it holds."""
    book = left(["bid", "offer"], [1, 2])
    book.pages[SHEET].merged = (merged,)
    assert rows_of(book.saved()) == [["bid", "offer"], [1.0, 2.0]]


def test_a_missing_region_may_be_passed_over(left):
    """A name that is not there is told as missing, in this book; what may be missing is None."""
    book = left(["bid"])
    assert refused_with(book.saved(), "HIKAE_GONE") == (
        finding("region_missing", Place("b.xlsx"), detail="HIKAE_GONE"),
    )
    assert read_if_there(filed_book(book.saved(), "b.xlsx"), "HIKAE_GONE") is None


def test_days_counted_from_1904_are_refused(left):
    """Every date would be four years off."""
    book = left([46346])
    book.from_1904 = True
    assert refused_with(book.saved()) == (finding("sheet_date_system", Place("b.xlsx"), detail="1904-01-01"),)


def test_a_saved_book_is_never_written_to(left):
    """Writing is refused, and telling progress to nobody does nothing."""
    sheet = filed_book(left(["bid"]).saved(), "b.xlsx")
    sheet.progress(Words("読込", "Reading"))
    with pytest.raises(RefusedError) as refused:
        sheet.write({NAME: [["x"]]})
    assert refused.value.findings == (finding("book_only_read", Place("b.xlsx"), names=NAME),)


def test_the_sheet_in_front_is_read_whole(left):
    """Every cell from A1 is there, whatever has a name; a formula without a value is told."""
    book = left(["bid"], [Formula(2)])
    assert filed_book(book.saved(), "b.xlsx").cells() == [["", ""], ["", "bid"], ["", 2.0]]
    book.changed(SHEET).cells[1, 1] = Formula(None)
    with pytest.raises(RefusedError, match="formula_unsaved"):
        filed_book(book.saved(), "b.xlsx").cells()


def test_a_sheet_of_charts_in_front_has_no_cells(left, repacked):
    """A book is left with whatever sheet its person looked at last; no region stands on a chart."""
    book = left(["bid"])
    book.pages["図"], book.front = Page({}), "図"
    book.names["HIKAE_CHART"] = ("図", 1, 1, 2, 2)
    links = '<Relationship Id="r2" Type="{}/{}"'.format
    with zipfile.ZipFile(io.BytesIO(book.saved())) as package:
        text = package.read(LINKS).decode()
    made = text.replace(links(OFFICE, "worksheet"), links(OFFICE, "chartsheet"))
    assert made != text
    sheet = filed_book(repacked(book.saved(), {LINKS: made}), "b.xlsx")
    assert (sheet.sheet, sheet.cells(), sheet.read(NAME).rows) == ("図", [[""]], [["bid"]])
    with pytest.raises(RefusedError, match="region_broken"):
        sheet.read("HIKAE_CHART")


@pytest.mark.parametrize("title", ["t.csv", "t.xlsb", "t"])
def test_what_is_no_workbook_by_its_name_is_no_book(title):
    """Its content is not looked at."""
    assert filed_book(b"instrument,bid,offer\r\n", title) is None


@by_child
def test_a_plain_table_is_no_book(left):
    """A workbook without any name of ours is a table like others, whatever else is named in it."""
    book = left(["instrument", "bid"], ["A", 1.5])
    book.names, book.from_1904 = {"価格": book.names[NAME]}, True
    assert filed_book(book.saved(), "t.xlsx") is None


@by_child
def test_an_unsafe_package_is_refused_before_it_is_parsed(left, repacked):
    """The guard of every workbook stands before this reader, too."""
    reason = "unexpected part evil.exe"
    found = refused_with(repacked(left(["bid"]).saved(), {"evil.exe": b"x"}))
    assert found == (finding("xlsx_unsafe", Place("b.xlsx"), reason=reason),)


@by_child
def test_a_book_that_takes_too_much_is_refused(left, monkeypatch):
    """The child ends at its limits; nothing is known of the book then."""
    monkeypatch.setitem(confined.READERS, "book", Limits(200_000_000, 0.01))
    assert [each.code for each in refused_with(left(["bid"]).saved())] == ["reader_not_started"]


def test_what_the_child_says_first_holds_should_it_never_end(left):
    """Before it reads anything it has said that the book is not safe to read."""
    said = list[object]()
    speak(left(["bid"]).saved(), said.append)
    assert said[0] == {"code": "xlsx_unsafe", "reason": "> 200 MB / 10 s"}
    assert [*said[1]["regions"]] == [NAME]


def test_a_file_labelled_as_confidential_is_read(left, repacked):
    """Large houses have their office put a label into every file."""
    assert rows_of(repacked(left(["bid"]).saved(), {"docMetadata/LabelInfo.xml": b"<labels/>"})) == [["bid"]]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels"])
@pytest.mark.parametrize("content", [b"<x", b"", None])
def test_a_damaged_book_is_one_finding(left, repacked, part, content):
    """Whatever is broken or missing, the desk gets one finding of the file."""
    data = repacked(left(["bid"]).saved(), {part: content})
    assert [each.code for each in refused_with(data)] == ["xlsx_unreadable"]


def _around(book):
    """Return what stands before and after the rows of a book's first sheet."""
    with zipfile.ZipFile(io.BytesIO(book.saved())) as package:
        head, _, rest = package.read("xl/worksheets/sheet1.xml").decode().partition("<sheetData>")
    return f"{head}<sheetData>", f"</sheetData>{rest.partition('</sheetData>')[2]}"
