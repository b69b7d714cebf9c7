"""The four books as `hikae build` makes them, in a real LibreOffice: with the add-in, without it, saved and reopened.

What a live cell must show is what the command line says for the arguments that stand in the sheet, see `book_calls.py`.
"""

import csv
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from book_calls import CommandLine, NoValueError, Reader, address, as_shown, cells_of

from addin.books.regions import panel
from workbooks import catalogue

PICTURES = Path(__file__).parents[2] / "build" / "pictures"
LIVE = "CDS_"
MISSING = "アドインがありません / add-in is missing"
STATES = {"quotes": "可 good", "margin": "✗ 相違 differs", "contingency": "✗ 超過", "continuity": "当番なし"}
CLOCKED = (panel.ASOF, panel.CLOCK, panel.FRESH)  # what goes on with the time of whoever looks
ADDED = re.compile(r"=(SUM|COUNT)\(([^()]+)\)")
LEAST = {"quotes": 300, "margin": 800, "contingency": 50, "continuity": 300}
ADDED_UP = {"quotes": 8, "margin": 40, "contingency": 0, "continuity": 0}

every_book = pytest.mark.parametrize("name", catalogue.NAMES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, example_file):
    """Return where the books lie: NAME.xlsx with the example day in it, NAME-form.xlsx with nothing."""
    path = tmp_path_factory.mktemp("books")
    for name in catalogue.NAMES:
        (path / f"{name}.xlsx").write_bytes(example_file(name))
        (path / f"{name}-form.xlsx").write_bytes(catalogue.built(name))
    return path


@pytest.fixture(scope="module")
def seen(folder):
    """Return a function that opens a book in an office and computes it hard; each is opened once."""
    kept = {}

    def look(office, name, *, texts=False, paper=False):
        key = id(office), name
        if key not in kept:
            path = folder / f"{name}.xlsx"
            with office.opened(path) as document:
                office.ask("recalculate", document=document)
                grids = office.ask("grids", document=document)
                if texts:
                    office.ask("save", document=document, path=str(folder / f"{name}.csv"))
                    office.ask("save", document=document, path=str(folder / f"{name}-saved.xlsx"))
                if paper:
                    office.ask("pdf", document=document, path=str(folder / f"{name}.pdf"))
            kept[key] = SimpleNamespace(path=path, grids=grids, reader=Reader(path, grids))
        return kept[key]

    return look


@pytest.fixture(scope="module")
def live(seen, office):
    """Return a function that gives a book of the example day with the add-in."""
    return lambda name: seen(office, name, texts=True, paper=True)


@pytest.fixture(scope="module")
def alone(seen, plain):
    """Return a function that gives a book of the example day without the add-in."""
    return lambda name: seen(plain, name)


@pytest.fixture(scope="module")
def paper(live, folder):
    """Return a function that gives the text of each printed page of a book with the add-in."""

    def text(name):
        live(name)
        words = ["pdftotext", "-layout", str(folder / f"{name}.pdf"), "-"]
        said = subprocess.run(words, capture_output=True, check=True, encoding="utf-8", timeout=60).stdout
        return said.split("\f")[:-1]

    return text


@pytest.fixture(scope="module")
def line(desk, hikae):
    """Return the command line with the record that the office has."""
    opened = CommandLine(hikae, {"HIKAE_HOME": desk["HIKAE_HOME"]})
    yield opened
    opened.stop()


def wrong(book):
    """Return every cell of a book that shows an error."""
    return [f"{sheet}!{cell}" for sheet, grid in book.grids.items() for cell in grid["errors"]]


def must_show(book, sheet, formula, shape, line):
    """Return the rows that a live block must show; what has no value is an error."""
    try:
        return cells_of(book.reader.expected(sheet, formula, line.answer), shape)
    except NoValueError:
        return [[None] * shape[1]] * shape[0]


def differs(shown, rows):
    """Return whether a block shows anything else than it must; what does not fit into it must be blank."""
    width = len(shown[0])
    cut = [*rows[len(shown) :], *(row[width:] for row in rows[: len(shown)])]
    same = all(
        cell in {said, as_shown(said)}
        for line, row in zip(shown, rows, strict=False)
        for cell, said in zip(line, row, strict=False)
    )
    return not same or len(rows) < len(shown) or any(cell != "" for row in cut for cell in row)


@every_book
def test_no_cell_of_the_example_day_is_an_error(live, name):
    """On no sheet, after a hard recalculation with the add-in."""
    assert wrong(live(name)) == []


@every_book
def test_every_live_cell_shows_what_the_command_line_says(live, line, name):
    """Array blocks cell by cell; nothing that was computed is cut off at the end of its block."""
    book, cells, other = live(name), 0, []
    for sheet, first, shape, formula in book.reader.formulas():
        if LIVE in formula:
            cells += shape[0] * shape[1]
            if differs(book.reader.shown(sheet, first, shape), must_show(book, sheet, formula, shape, line)):
                other.append(f"{address(sheet, first)} {formula}")
    assert other == []
    assert cells >= LEAST[name]


@every_book
@pytest.mark.sampled
def test_a_saved_book_reopens_as_it_was(live, seen, office, folder, name):
    """LibreOffice writes back every defined name, and every sheet shows the same text; only the clock went on."""
    before, reader = live(name).reader, seen(office, f"{name}-saved", texts=True).reader
    own = {key for key in reader.book.defined_names if not key.startswith("_xlnm")}
    assert own == set(before.book.defined_names)
    assert reader.book.sheetnames == before.book.sheetnames
    clocked = {panel_cell(before, region) for region in CLOCKED}
    for sheet in before.book.sheetnames:
        texts, again = (rows_of(folder / f"{each}-{sheet}.csv") for each in (name, f"{name}-saved"))
        assert any(any(row) for row in texts)
        other = [cell for cell in changed(texts, again) if (sheet, cell) not in clocked]
        assert [cell for cell in other if not is_one_number(before, reader, sheet, cell)] == []


def is_one_number(before, reader, sheet, cell):
    """Return whether a cell has the same number in both: kept with 15 digits, a countdown may show a second less."""
    ((one,),), ((other,),) = (each.shown(sheet, cell, (1, 1)) for each in (before, reader))
    return isinstance(one, float) and isinstance(other, float) and one == pytest.approx(other, abs=1e-9)


def panel_cell(reader, region):
    """Return sheet, row and column of a field."""
    sheet, first, _ = reader.named(region.name)
    return sheet, first


def rows_of(path):
    """Return the texts of a sheet as shown."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def changed(texts, again):
    """Yield row and column of every cell whose text is another one."""
    for row in range(max(len(texts), len(again))):
        one, other = (rows[row] if row < len(rows) else [] for rows in (texts, again))
        for column in range(max(len(one), len(other))):
            if (one[column : column + 1] or [""]) != (other[column : column + 1] or [""]):
                yield row + 1, column + 1


@every_book
def test_an_empty_form_has_no_error_with_the_add_in(seen, office, name):
    """With nothing imported every live cell is blank, or says that there is no ruling."""
    assert wrong(seen(office, f"{name}-form")) == []


@every_book
@pytest.mark.sampled
def test_an_empty_form_has_no_error_without_the_add_in(seen, plain, name):
    """A form in which nothing is asked of the engine looks whole where the engine is missing."""
    assert wrong(seen(plain, f"{name}-form")) == []


@every_book
def test_every_native_formula_reads_without_the_add_in(alone, name):
    """Only cells that ask the engine themselves may be errors; the others are more than half of all."""
    book = alone(name)
    native = {
        address(sheet, first) for sheet, first, _, formula in book.reader.formulas() if LIVE not in formula
    }  # fmt: skip
    assert native.isdisjoint(wrong(book))
    assert len(native) > sum(1 for _ in book.reader.formulas()) / 2


@every_book
def test_the_status_says_that_the_add_in_is_missing(alone, live, name):
    """In both languages where it is missing; with it the cell says so."""
    (said,), (missing,) = (each(name).reader.shown(*each(name).reader.named("HIKAE_STATUS")) for each in (live, alone))
    assert missing == [MISSING]
    assert "ready" in said[0]


@pytest.mark.parametrize("with_it", [True, False], ids=["with the add-in", "without it"])
@every_book
def test_totals_are_the_sums_of_what_stands_there(live, alone, name, with_it):
    """Every plain SUM and COUNT, added up again from the cells that it names."""
    reader, other, count = (live if with_it else alone)(name).reader, [], 0
    for sheet, first, shape, formula in reader.formulas():
        if (found := ADDED.fullmatch(formula)) and ":" in found[2]:
            numbers = numbers_of(reader, sheet, found[2])
            total = len(numbers) if found[1] == "COUNT" else sum(numbers)
            count += 1
            if reader.shown(sheet, first, shape) != [[pytest.approx(total, abs=1e-6)]]:
                other.append(f"{address(sheet, first)} {formula}: {total}")
    assert other == []
    assert count >= ADDED_UP[name]


def numbers_of(reader, sheet, text):
    """Return the numbers in the ranges of a formula."""
    rows = [row for area in text.split(",") for row in reader.shown(*reader.place(sheet, area))]
    return [cell for row in rows for cell in row if isinstance(cell, float)]


@every_book
def test_nothing_is_cut_off_on_paper(paper, name):
    """No number is too wide for its column, and the words of the states stand in the text that is printed."""
    pages = paper(name)
    assert [number for number, page in enumerate(pages, 1) if "###" in page] == []
    assert any(STATES[name] in page for page in pages)


@every_book
@pytest.mark.sampled
def test_every_sheet_has_its_picture(paper, live, folder, name):
    """Each sheet prints, and its first page is kept as build/pictures/NAME-NUMBER.png for whoever looks."""
    pages, titles = paper(name), live(name).reader.book.sheetnames
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, title in enumerate(titles, 1):
        first = next((place for place, page in enumerate(pages, 1) if footed(page, title)), 0)
        assert first, f"{title} is not printed"
        picture = PICTURES / f"{name}-{number}"
        command = ["pdftoppm", "-png", "-singlefile", "-r", "100", "-f", str(first), folder / f"{name}.pdf", picture]
        subprocess.run(command, check=True, timeout=60)
        assert picture.with_suffix(".png").stat().st_size > 10_000, f"{title} is blank"


def footed(page, title):
    """Return whether a page is one of this sheet, by the line at its foot."""
    return bool(re.search(rf"{re.escape(title)}\s+\d+ / \d+\s*$", page))
