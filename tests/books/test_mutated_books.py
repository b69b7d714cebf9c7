"""Books as people leave them, saved: what is read is what a person sees there, or a finding says where it is not."""

import io
import os
from datetime import date, time
from functools import cache
from random import Random

import pytest
from book_harms import HARMS
from book_rules import own_regions
from harmless import CHANGES
from left_book import left_book
from left_file import address
from openpyxl import load_workbook
from openpyxl.utils.datetime import to_excel

from addin.books import filed
from addin.books.built import BuiltSheet
from addin.books.desk_cells import filled, is_blank
from addin.books.regions.region import Region
from addin.books.saved_regions import said_of
from addin.commands.filled import example_book
from calc.outcome import RefusedError
from calc.text.wording import words
from workbooks import catalogue

LONG = "HIKAE_LONG" in os.environ
TABLES = {
    "quotes": ("HIKAE_QUOTES", "HIKAE_PREVIOUS", "HIKAE_KEYED", "HIKAE_CONTACTS"),
    "margin": ("HIKAE_NOTIFIED", "HIKAE_ACCOUNTS", "HIKAE_INTRADAY", "HIKAE_MARKET"),
    "contingency": ("HIKAE_DECLARED", "HIKAE_TICKS", "HIKAE_NOTICES", "HIKAE_CONTACTS"),
    "continuity": ("HIKAE_CONTACTS", "HIKAE_ROSTER", "HIKAE_STEPS", "HIKAE_CALLS"),
}
BOOK = "HIKAE_BOOK"  # stands on another sheet than the tables
SHARED = {"HIKAE_PREVIOUS"}
CHILD_EVERY = 1 if LONG else 60  # through the child, every so many of them

every_book = pytest.mark.parametrize("name", TABLES)


filled_book = cache(example_book)
untouched = cache(lambda name: left_book(filled_book(name), catalogue.file_name(name)))


@pytest.fixture
def left():
    """Return a function that gives a copy of a book with the example day, as it is before anything is done to it."""
    return lambda name: untouched(name).copy()


@pytest.fixture
def opened(monkeypatch):
    """Return a function that opens a book by its file, in this process unless it is one of those for the child."""
    parse = filed.last_said

    def opening(book, names, *, number=1):
        told = parse if number % CHILD_EVERY == 0 else lambda _, data: said_of(data, names)
        monkeypatch.setattr(filed, "last_said", told)
        return filed.filed_book(book.saved(), book.title)

    return opening


def columns_of(name, table):
    """Return the region of a book as the product declares it."""
    return next(each for each in own_regions(name) if isinstance(each, Region) and each.name == table and each.columns)


def told(refused):
    """Return the codes and the places of a refusal, each of which has words."""
    assert all(words(each).ja for each in refused.value.findings)
    return {each.code for each in refused.value.findings}, {each.place.source for each in refused.value.findings}


def meant(book, table, wanted):
    """Return what a person reads in a table by the words above its columns, and the addresses of its error values.

    None where a word is not there just once: nobody knows which column is meant.
    """
    header, *rows = book.seen(table)
    heads = [str(each).strip() for each in header]
    if any(heads.count(each) != 1 for each in wanted):
        return None
    _, top, left, *_ = book.names[table]
    said, errors = [], set()
    for down, row in enumerate(rows, start=1):
        cells = {each: row[heads.index(each)] for each in wanted}
        bad = {address(top + down, left + heads.index(each)) for each in wanted if isinstance(cells[each], dict)}
        errors |= bad
        if not bad and not all(is_blank(each) for each in cells.values()):
            said.append(cells)
    return said, errors


def reads_as_meant(book, table, block, region):
    """Check that a region's table is read by its columns as a person reads it."""
    expected = meant(book, table, region.columns)
    if expected is None:
        with pytest.raises(RefusedError) as refused:
            filled(block, region)
        assert told(refused)[0] <= {"column_missing", "column_repeated"}
        return
    read = filled(block, region)
    assert [dict(zip(read.table.columns, cells, strict=True)) for _, cells in read.table.rows] == expected[0]
    assert {each.place.source for each in read.faults} == {f"{block.sheet}!{where}" for where in expected[1]}


def seen_or_told(book, table, opened, *, number, code, region):
    """Check one table of a harmed book: told with its code and place, or read as it is seen."""
    assert (book.refused(table) or ("",))[0] == code
    if code == "sheet_date_system":
        with pytest.raises(RefusedError) as refused:
            opened(book, [table, BOOK], number=number)
        assert told(refused) == ({code}, {book.title})
        return
    sheet = opened(book, [table, BOOK], number=number)
    assert sheet.read(BOOK).rows == book.seen(BOOK)
    if code:
        with pytest.raises(RefusedError) as refused:
            sheet.read(table)
        assert told(refused) == ({code}, book.refused(table)[1])
        return
    block = sheet.read(table)
    assert block.rows == book.seen(table)
    assert (block.sheet, block.row, block.column) == tuple(book.names[table][:3])
    reads_as_meant(book, table, block, region)


def test_five_hundred_books_are_harmed():
    """Each harm is done to each of four tables of each book."""
    assert len({each.__name__ for each in HARMS}) * sum(map(len, TABLES.values())) >= 500
    assert len(CHANGES) * len(TABLES) >= 50


@every_book
@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_harmed_table_is_read_as_it_is_seen_or_told(name, harm, left, opened):
    """After any harm a region is refused with its code and cell, or its rows are exactly those that a person sees."""
    for place, table in enumerate(TABLES[name]):
        number = (list(TABLES).index(name) * len(HARMS) + HARMS.index(harm)) * 4 + place
        book = left(name)
        region = columns_of(name if table not in SHARED else "quotes", table)
        code = harm(book, table, Random(number))  # noqa: S311 - a repeatable harm, no secret
        seen_or_told(book, table, opened, number=number, code=code, region=region)


@every_book
def test_an_untouched_book_reads_as_it_was_filled(name, left, opened):
    """Every region of a book that nobody touched says what its cells hold."""
    book = left(name)
    names = [each for each in book.names if each.startswith("HIKAE_")]
    sheet = opened(book, names)
    assert {each: sheet.read(each).rows for each in names} == {each: book.seen(each) for each in names}


@every_book
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_harmless_change_changes_nothing(name, change, left, opened):
    """What does not touch a region's cells leaves its rows as they were, wherever they stand now."""
    book = left(name)
    tables = [*TABLES[name], BOOK]
    before = {each: book.seen(each) for each in tables}
    change(book)
    sheet = opened(book, tables, number=CHANGES.index(change) + len(CHANGES) * list(TABLES).index(name))
    assert {each: sheet.read(each).rows for each in tables} == before
    assert {each: sheet.read(each).sheet for each in tables} == {each: book.names[each][0] for each in tables}


@every_book
def test_another_programs_file_reads_as_the_book_it_was_made_from(name):
    """Every region of a book that openpyxl saved is as it is in memory; its formulas were never computed."""
    data = filled_book(name)
    book, sheet = load_workbook(io.BytesIO(data)), filed.filed_book(data, "b.xlsx")
    built, names = BuiltSheet(book), [each for each in book.defined_names if each.startswith("HIKAE_")]
    read = {each: _rows_or_code(sheet, each) for each in names}
    formulas = {each for each, rows in read.items() if rows == "formula_unsaved"}
    assert "HIKAE_STATUS" in formulas
    assert formulas.isdisjoint({*TABLES[name], BOOK})
    kept = read.keys() - formulas
    assert {each: read[each] for each in kept} == {each: _numbered(built.read(each).rows) for each in kept}


def _rows_or_code(sheet, name):
    try:
        return _numbered(sheet.read(name).rows)
    except RefusedError as refused:
        return refused.findings[0].code


def _numbered(rows):
    """Return rows with dates as the numbers that they are in a sheet, to a hundredth of a second."""
    numbers = [[to_excel(cell) if isinstance(cell, (date, time)) else cell for cell in row] for row in rows]
    return [[round(cell, 7) if isinstance(cell, float) else cell for cell in row] for row in numbers]
