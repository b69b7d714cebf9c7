"""Our packages as they are delivered: every part of the .xlsx, macros that others can read, a ribbon that is valid."""

import re
from pathlib import Path

import pytest
from hand_book import delivered, differing, unpacked
from other_readers import sources

from addin.excel.links import linked, links_of, type_of
from addin.excel.outfits import excel_addin, excel_book, module_texts, modules
from addin.excel.package import ADDIN_TYPE, BOOK_TYPE, MACROS, RIBBON
from workbooks import catalogue

BOOK, LIST = "xl/workbook.xml", "[Content_Types].xml"
CHANGED = {LIST, "_rels/.rels", BOOK, "xl/_rels/workbook.xml.rels"}
every_book = pytest.mark.parametrize("name", catalogue.NAMES)


@pytest.fixture(scope="module")
def made():
    """Return a function that gives a book for LibreOffice and the same for Excel."""
    kept = {}

    def both(name):
        if name not in kept:
            data = delivered(name)
            kept[name] = data, excel_book(data)
        return kept[name]

    return both


@every_book
def test_a_book_for_excel_is_the_same_book(made, name):
    """Parts differ in their code names and lists alone; macros and ribbon are new; nothing is missing."""
    xlsx, xlsm = made(name)
    touched = differing(xlsx, xlsm)
    sheets = {each for each in touched if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", each)}
    assert {each for each in touched if each not in sheets and not each.startswith("customUI/")} == {*CHANGED, MACROS}
    before, after = unpacked(xlsx), unpacked(xlsm)
    assert list(before) == [each for each in after if each in before]
    for sheet in sheets:
        assert re.sub(rb' codeName="Sheet\d+"', b"", after[sheet]) == before[sheet]


@every_book
def test_two_builds_are_equal(made, name):
    """The same bytes, and a finished package is not changed by a further round."""
    xlsx, xlsm = made(name)
    assert excel_book(xlsx) == xlsm
    assert excel_book(xlsm) is xlsm


@every_book
def test_oletools_reads_every_module(made, name):
    """Each as it was written, with one module for each sheet under its code name."""
    parts = unpacked(made(name)[1])
    names = [f"Sheet{n}" for n in range(1, len(linked(parts, BOOK, "/worksheet")) + 1)]
    read = sources(made(name)[1])
    assert read == {each.name: each.source.replace("\n", "\r\n") for each in modules(names)}
    assert set(names) < set(read)


@every_book
def test_a_book_is_what_excel_takes_for_one_with_macros(made, name):
    """Its content type, and the names by which the macros know it and its sheets."""
    parts = unpacked(made(name)[1])
    assert type_of(parts, BOOK) == BOOK_TYPE
    assert b'codeName="ThisWorkbook"' in parts[BOOK]


@every_book
def test_every_picture_of_the_ribbon_is_there(made, name):
    """By the name that a button calls it; none is there that no button shows."""
    parts = unpacked(made(name)[1])
    shown = set(re.findall(r' image="([^"]+)"', parts[RIBBON].decode()))
    led = {each.name: each.target for each in links_of(parts, RIBBON)}
    assert set(led) == shown != set()
    assert {each for each in parts if each.startswith("customUI/images/")} == set(led.values())
    assert all(parts[target].startswith(b"\x89PNG") for target in led.values())


def test_the_addin_is_one():
    """Its type, its macros, its own ribbon, one sheet that says what it is, and the same bytes each time."""
    data = excel_addin()
    parts = unpacked(data)
    assert excel_addin() == data
    assert type_of(parts, BOOK) == ADDIN_TYPE
    assert "HIKAE_ADDIN" in parts[BOOK].decode()
    assert linked(parts, BOOK, "/worksheet") == ["xl/worksheets/sheet1.xml"]
    assert sources(data) == {each.name: each.source.replace("\n", "\r\n") for each in modules(["Sheet1"])}


def test_the_text_of_the_macros_is_what_is_in_the_addin():
    """One file a module, with the ending that VBA's editor gives it; a sheet has nothing to review."""
    texts = module_texts()
    read = {name: source.replace("\r\n", "\n") for name, source in sources(excel_addin()).items()}
    assert {Path(name).stem: text for name, text in texts.items()} == {
        name: text for name, text in read.items() if name != "Sheet1"
    }
    assert {Path(name).suffix for name in texts} == {".bas", ".cls"}
    assert "ThisWorkbook.cls" in texts
    assert all(text.isascii() for text in texts.values())
