"""The workbooks as delivered: filled with the example day, and in the repository as `hikae build` makes them."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from book_rules import cells, formulas, look

import workbooks
from addin.commands.filled import example_book
from workbooks import catalogue, dump

FOLDER = Path(workbooks.__path__[0])
PATHS = ("externalLink", "vbaProject", "connections", "queryTable", "embeddings")

every_book = pytest.mark.parametrize("name", catalogue.NAMES)


@pytest.fixture
def filled(example_file):
    """Return a function that gives the file of a book with the example day in it, by its name."""
    return example_file


def members(data):
    """Return every member of a package with its inflated bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [(each.filename, each.date_time, package.read(each)) for each in package.infolist()]


@every_book
def test_two_builds_are_the_same_file(name, filled):
    """Member names, dates and inflated bytes are equal, the example day included."""
    assert members(catalogue.built(name)) == members(catalogue.built(name))
    assert members(filled(name)) == members(example_book(name))


@every_book
def test_the_delivered_book_is_a_fresh_build(name, filled):
    """Member names and inflated bytes of the committed file are those of the builder."""
    path = FOLDER / catalogue.file_name(name)
    assert path.exists(), f"{path.name}: run `hikae build`"
    fresh, kept = ({part: data for part, _, data in members(file)} for file in (filled(name), path.read_bytes()))
    changed = [part for part in {**fresh, **kept} if fresh.get(part) != kept.get(part)]
    assert changed == [], f"{path.name}: run `hikae build`"


@every_book
def test_the_delivered_text_is_that_of_the_book(name, filled):
    """What a review reads is what the file holds."""
    path = FOLDER / dump.file_name(name)
    assert path.exists(), f"{path.name}: run `hikae build`"
    assert path.read_bytes() == dump.dumped(filled(name)).encode(), f"{path.name}: run `hikae build`"


@every_book
def test_nothing_points_out_of_a_book(name, filled):
    """No formula refers to another file, and the package holds no link, no code and no query."""
    book = openpyxl.load_workbook(io.BytesIO(filled(name)))
    assert [where for where, text in formulas(book) if "[" in text or "://" in text] == []
    assert [part for part, _, _ in members(filled(name)) if any(path in part for path in PATHS)] == []


@every_book
def test_the_example_day_fills_a_book_without_touching_its_form(name, filled):
    """What is filled in are values: every formula and every look is the form's."""
    form, book = (openpyxl.load_workbook(io.BytesIO(data)) for data in (catalogue.built(name), filled(name)))
    assert dict(formulas(book)) == dict(formulas(form))
    changed = 0
    for sheet in form.worksheets:
        for cell in cells(sheet):
            other = book[sheet.title][cell.coordinate]
            changed += cell.data_type != "f" and cell.value != other.value
            assert look(other) == look(cell), f"{sheet.title}!{cell.coordinate}"
    assert changed > 0
