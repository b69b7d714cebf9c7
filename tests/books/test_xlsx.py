import io
import random
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from addin.books import xlsx
from addin.books.mail.grid import Grid
from addin.books.mail.workbook import workbook_grid
from addin.books.tables import table_of
from addin.books.xlsx import COLUMNS, PACKED, PARTS, RATIO, ROWS, UNPACKED, unsafe, workbook_rows
from calc.outcome import Finding
from calc.text.columns import Column, code, day, number, records
from calc.text.numeral import Unit
from calc.text.numeral import number as number_in
from calc.text.wording import words

GOOD = [["code", "level"], ["A", 1.5], ["B", 2]]
SHEET = "xl/worksheets/sheet1.xml"
DTD = b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def saved(book):
    """Return a workbook's bytes."""
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def code_of(data):
    """Return the code with which a workbook is refused."""
    refused = workbook_rows(data)
    assert isinstance(refused, Finding)
    assert words(refused).ja
    return refused.code


def xml_of(data):
    """Return the text of a workbook's first sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(SHEET)


def test_a_workbook_reads_as_its_csv(workbook):
    """The same table as .xlsx and as .csv gives the same columns and records, under either case of its name."""
    columns = (Column("code", code), Column("level", number))
    csv = table_of(b"code,level\r\nA,1.5\r\nB,2\r\n", "t.csv").value
    for name in ("t.xlsx", "T.XLSX"):
        book = table_of(workbook(GOOD), name).value
        assert book.columns[:2] == csv.columns
        assert [dict(v) for _, v in records(book, columns).value] == [dict(v) for _, v in records(csv, columns).value]


def test_cells_keep_their_meaning(workbook):
    """Numbers stay numbers, dates become ISO text, blanks nothing, and everything else is judged by its column."""
    instant = datetime(2026, 11, 20, 16, 30)  # noqa: DTZ001 - a sheet knows no zones
    made = workbook([["a"], [instant], [date(2026, 11, 20)], [None], [7], ["７"], [True], [time(9)]])
    cells = [values[0] for _, values in workbook_rows(made)[1:]]
    assert cells == ["2026-11-20", "2026-11-20", 7, "７", True, "09:00:00"]
    assert [isinstance(number(cell), Finding) for cell in cells] == [True, True, False, False, True, True]
    assert [isinstance(day(cell), Finding) for cell in cells] == [False, False, True, True, True, True]


def test_formulas_are_read_by_their_last_value(workbook, repacked):
    """A formula cell counts with the value that was saved, and as blank when none was."""
    made = workbook([["a", "b"], ["=1+1", "=2+2"]])
    valued = xml_of(made).replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    assert valued != xml_of(made)
    assert workbook_rows(repacked(made, {SHEET: valued}))[1] == (2, [2])


def test_a_number_shown_as_a_percentage_keeps_its_mark():
    """In a column of bp it is refused, in one without a unit it is the fraction; text with a % is what it says."""
    book = Workbook()
    for value, form in ((0.4, "0%"), (0.4, "0.00%"), (0.4, "0.00"), ("0.4%", "0%")):
        book.active.append(["x", value])
        book.active.cell(book.active.max_row, 2).number_format = form
    cells = [cells[1] for _, cells in table_of(saved(book), "t.xlsx").value.rows]
    codes = [found.code if isinstance(found := number_in(cell, unit=Unit.BP), Finding) else found for cell in cells]
    assert codes == ["number_percent", Decimal("0.4"), Decimal(40)]
    assert number(cells[0]) == 0.4


def test_a_row_is_as_wide_as_the_widest():
    """Cells beyond the header's end, and cells missing before it, make no row another shape."""
    book = Workbook()
    for row in (["a", "b"], [1], [1, 2, "note"], [None, 2]):
        book.active.append(row)
    read = table_of(saved(book), "t.xlsx")
    assert read.findings == ()
    assert read.value.columns == ("a", "b", "")
    assert [cells for _, cells in read.value.rows] == [(1, "", ""), (1, 2, "note"), ("", 2, "")]


def test_rows_keep_their_numbers(workbook):
    """Blank rows are passed over and the others are told by the number they have in the sheet."""
    assert [row for row, _ in workbook_rows(workbook([["a"], [], [1], [None], [2]]))] == [1, 3, 5]


def test_only_the_first_sheet_is_read():
    """A second sheet has no part in the table."""
    book = Workbook()
    book.active.append(["a"])
    book.create_sheet("more").append(["b"])
    assert [values[0] for _, values in workbook_rows(saved(book))] == ["a"]


@pytest.mark.parametrize("data", [b"x", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"code,level\r\n", bytes(99)])
def test_what_is_no_package_is_refused(data):
    """Bytes that are no package, or an empty one, are refused with a finding of the file."""
    assert code_of(data) in {"xlsx_unsafe", "xlsx_unreadable"}
    (found,) = table_of(data, "t.xlsx").findings
    assert found.place.source == "t.xlsx"


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/xl/workbook.xml", "xl/../../x", "evil.exe", "XL/workbook.xml", "\x1b[2J"]
)
def test_parts_of_other_names_are_refused(workbook, repacked, name):
    """A part that leads out of the package, or that no workbook has, is refused and told harmlessly."""
    reason = unsafe(repacked(workbook(GOOD), {name: b"x"}))
    assert "unexpected part" in reason
    assert reason.isprintable()


def test_as_many_parts_as_allowed(workbook, repacked):
    """A package of the largest number of parts is read, one more is refused."""
    made = workbook(GOOD)
    own = len(zipfile.ZipFile(io.BytesIO(made)).namelist())
    for more, refused in ((PARTS - own, False), (PARTS - own + 1, True)):
        data = repacked(made, {f"xl/media/{number}.txt": b"x" for number in range(more)})
        assert bool(unsafe(data)) is refused


def test_a_part_that_unpacks_a_hundredfold_is_refused(workbook, repacked):
    """A zip bomb is refused by its ratio before any of it is parsed."""
    bomb = repacked(workbook(GOOD), {"xl/media/zeros.bin": bytes(3_000_000)})
    assert len(bomb) < 20_000
    assert f"more than {RATIO} to 1" in unsafe(bomb)


def test_a_package_is_refused_by_its_whole_size(workbook, repacked, monkeypatch):
    """Neither the file nor what it unpacks to may be larger than allowed."""
    made = workbook(GOOD)
    assert unsafe(made + bytes(PACKED)).endswith(f"> {PACKED}")
    content = random.Random(1).randbytes(5000)  # noqa: S311 - content that does not pack
    monkeypatch.setattr(xlsx, "UNPACKED", 40_000)
    sizes = {number: repacked(made, {f"xl/media/{n}.bin": content for n in range(number)}) for number in (1, 9)}
    assert unsafe(sizes[1]) == ""
    assert unsafe(sizes[9]) == "unpacks to more than 40000 bytes"
    assert UNPACKED == 50_000_000


def test_a_size_that_lies_is_found(workbook, repacked):
    """A part that is larger than the package says is refused, the size being said in the directory or at the part."""
    made = repacked(workbook(GOOD), {"xl/media/x.bin": b"A" * 50}, compression=zipfile.ZIP_STORED)
    part = zipfile.ZipFile(io.BytesIO(made)).getinfo("xl/media/x.bin")
    assert part.file_size == 50
    directory = made.rindex(b"PK\x01\x02", 0, made.rindex(b"xl/media/x.bin"))
    lying = bytearray(made)
    lying[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    assert unsafe(bytes(lying)) == "not a workbook package"


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "customXml/item1.xml"]
)
@pytest.mark.parametrize("before", [b"", b"<!-- " + b"x" * 9000 + b" -->"])
def test_a_document_type_is_refused_wherever_it_stands(workbook, repacked, part, before):
    """A document type declaration is refused in any part, also far behind its beginning."""
    made = workbook(GOOD)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        old = package.read(part) if part in package.namelist() else b"<x/>"
    body = old.split(b"?>", 1)[-1]
    reason = unsafe(repacked(made, {part: before + DTD + body}))
    assert reason == f"{part} declares a document type"


def test_a_document_type_in_two_bytes_a_letter_is_refused(workbook, repacked):
    """Written in UTF-16, a document type declaration is seen too."""
    made = workbook(GOOD)
    wide = (DTD + xml_of(made)).decode().replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16")
    assert unsafe(repacked(made, {SHEET: wide})).endswith("declares a document type")


def test_a_cell_may_speak_of_document_types(workbook):
    """The words themselves, inside a cell, are no declaration."""
    assert workbook_rows(workbook([["<!DOCTYPE a>"]]))[0][1][0] == "<!DOCTYPE a>"


def test_rows_beyond_the_limit_are_never_cut_off(monkeypatch, workbook):
    """One row more than allowed is refused, blank rows before it or not, and formatted blank rows do no harm."""
    monkeypatch.setattr(xlsx, "ROWS", 5)
    assert len(workbook_rows(workbook([[1]] * 5))) == 5
    assert code_of(workbook([[1]] * 6)) == "xlsx_unsafe"
    assert code_of(workbook([[1], [], [3], [], [], [], [], [8]])) == "xlsx_unsafe"
    book = Workbook()
    book.active.append([1])
    book.active.cell(900, 3).number_format = "0.00"
    assert len(workbook_rows(saved(book))) == 1
    assert ROWS == 10_000


def test_columns_beyond_the_limit_are_never_cut_off(workbook):
    """The last allowed column is read, and the one behind it refuses the workbook."""
    assert workbook_rows(workbook([["x"] * COLUMNS]))[0][1][-1] == "x"
    assert code_of(workbook([["x"] * (COLUMNS + 1)])) == "xlsx_unsafe"


def test_a_stray_cell_far_below_is_soon_found(workbook, repacked):
    """A cell far below all others is refused, and soon."""
    made = workbook(GOOD)
    last = f'<row r="300000"><c r="{get_column_letter(3)}300000"><v>1</v></c></row></sheetData>'.encode()
    assert code_of(repacked(made, {SHEET: xml_of(made).replace(b"</sheetData>", last)})) == "xlsx_unsafe"


def test_what_a_sheet_says_of_its_size_is_not_believed(workbook, repacked):
    """A sheet that claims to be one cell is read whole."""
    made = workbook(GOOD)
    small = xml_of(made).replace(b'<dimension ref="A1:B3" />', b'<dimension ref="A1"/>')
    large = xml_of(made).replace(b'<dimension ref="A1:B3" />', b'<dimension ref="A1:XFD1048576"/>')
    assert small != xml_of(made) != large
    assert workbook_rows(repacked(made, {SHEET: small})) == workbook_rows(made)
    assert workbook_rows(repacked(made, {SHEET: large})) == workbook_rows(made)


@pytest.mark.parametrize(
    "change",
    [
        {SHEET: b"<worksheet><sheetData><row"},
        {SHEET: b""},
        {SHEET: None},
        {"xl/workbook.xml": None},
        {"[Content_Types].xml": None},
        {"xl/styles.xml": b"<x/>"},
        {"xl/workbook.xml": b"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"},
    ],
)
def test_a_damaged_workbook_is_one_finding(workbook, repacked, change):
    """Whatever part is broken or missing, the workbook is refused and nothing is raised."""
    assert code_of(repacked(workbook(GOOD), change)) in {"xlsx_unreadable", "xlsx_unsafe"}


def test_a_workbook_that_lacks_its_first_sheet_does_not_give_the_second(repacked):
    """What would be read is not what the file says is there."""
    book = Workbook()
    book.active.append(["a"])
    book.create_sheet().append(["b"])
    data = io.BytesIO()
    book.save(data)
    assert code_of(repacked(data.getvalue(), {SHEET: None})) == "xlsx_unreadable"


def mutations(data, count):
    """Return damaged copies of a package: bytes turned over, pieces cut out, doubled, or the end lost."""
    dice = random.Random(20261120)  # noqa: S311 - the same damage in every run
    for _ in range(count):
        broken = bytearray(data)
        for _ in range(dice.randint(1, 4)):
            at = dice.randrange(len(broken))
            match dice.randrange(4):
                case 0:
                    broken[at] ^= 1 << dice.randrange(8)
                case 1:
                    del broken[at : at + dice.randint(1, 40)]
                case 2:
                    broken[at:at] = broken[at : at + dice.randint(1, 40)]
                case _:
                    broken[at:] = broken[at : at + dice.randrange(len(broken))]
        yield bytes(broken)


@pytest.mark.filterwarnings("ignore::UserWarning")  # zipfile warns of doubled names
def test_two_thousand_damaged_workbooks_raise_nothing(workbook, repacked):
    """Packages with bytes changed, lost or doubled, packed or not, end in rows or a finding."""
    made = workbook([["instrument", "bid", "offer"], *(["A", 1.5, date(2026, 11, 20)] for _ in range(20))])
    plain = repacked(made, {}, compression=zipfile.ZIP_STORED)
    original = {cell for _, cells in workbook_rows(made) for cell in cells}
    for data in (*mutations(made, 1000), *mutations(plain, 1000)):
        for_import, from_mail = workbook_rows(data), workbook_grid(data)
        if isinstance(for_import, Finding):
            assert words(for_import).ja
        else:  # what is kept of a damaged package is what stood in it
            assert {cell for _, cells in for_import for cell in cells} == original
        assert from_mail is None or isinstance(from_mail, Grid | str)
