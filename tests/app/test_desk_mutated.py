"""Books as people leave them: after any harm a quote is read as it stands or told at its cell, never misread."""

import os
from random import Random

import pytest
from openpyxl.styles import PatternFill
from pressed_book import PressedBook

from addin.app.desk_day import Desk
from addin.app.desk_quotes import desk_quotes
from addin.now import now
from calc.outcome import RefusedError

HARMS = ("delete_row", "sort", "text_in_number", "error", "blank_side", "repeat", "unknown", "swap_sides", "time")
SEEDS = range(6 if os.environ.get("HIKAE_LONG") else 2)


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Return a function that gives a fresh copy of the book as 取込 left it, with its home."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", str(home))
        first = PressedBook()
        first.done("IMPORT")
    rows = {name: first.sheet.read(name).rows for name in ("HIKAE_QUOTES", "HIKAE_PREVIOUS", "HIKAE_CURVE")}

    def copy():
        made = PressedBook()
        made.sheet.write(rows)
        made.home = home
        return made

    return copy


@pytest.fixture(scope="module")
def plain(imported):
    """Return the quotes of the book before any harm."""
    return quoted(imported())


def read(book):
    """Return the quotes of a book, checked."""
    return desk_quotes(Desk(book.sheet, book.home, now()))


def quoted(book):
    """Return bid and offer by instrument as the checks see them."""
    return {each.instrument: (each.bid_bp, each.offer_bp) for each in read(book).whole.quotes}


def harmed(book, harm, draw):
    """Do one harm to a row of the book; return the instrument that it was done to."""
    rows = [list(row) for row in book.sheet.read("HIKAE_QUOTES").rows]
    place = draw.randrange(1, 58)
    instrument = rows[place][0]
    match harm:
        case "delete_row":
            book.move_up("気配値 Quotes", 15 + place)
            return instrument
        case "sort":
            rows[1:59] = sorted(rows[1:59], key=lambda row: row[1])
        case "text_in_number":
            rows[place][1] = draw.choice(["n/a", "二七", "27..1", "1,23", "²7", "27bpp"])
        case "error":
            rows[place][2] = draw.choice(["#N/A", "#REF!", "#DIV/0!"])
        case "blank_side":
            rows[place][draw.choice([1, 2])] = ""
        case "repeat":
            rows[59] = list(rows[place])
        case "unknown":
            rows[place][0] = "ITXJS9999"
        case "swap_sides":
            rows[place][1], rows[place][2] = rows[place][2], rows[place][1]
        case "time":
            rows[place][3] = draw.choice(["15:17", "yesterday", -1.0])
    book.sheet.write({"HIKAE_QUOTES": rows})
    return instrument


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("harm", HARMS)
def test_a_harmed_row_is_never_misread(imported, harm, seed, plain):
    """Every other quote is read as before, and the harmed one is read as it stands or told at a cell."""
    book = imported()
    instrument = harmed(book, harm, Random(seed))  # noqa: S311 - a repeatable harm, no secret
    made = read(book)
    seen = {each.instrument: (each.bid_bp, each.offer_bp) for each in made.whole.quotes}
    others = plain.keys() - {instrument}
    assert {name: seen[name] for name in others} == {name: plain[name] for name in others}
    if harm == "sort":
        assert (seen, made.found) == (plain, ())
    elif harm == "delete_row":
        assert instrument not in seen
        assert [each.code for each in made.found] == ["quote_missing"]
    else:
        told = [each for each in made.found if each.place.source.startswith("気配値 Quotes!")]
        assert told
        assert {each.place.row for each in told} == {None}


@pytest.mark.parametrize("harm", ["text_in_number", "error", "blank_side", "time"])
def test_a_bad_cell_is_named_exactly(imported, harm):
    """The finding names the very cell, after rows above it were deleted, too."""
    book = imported()
    book.move_up("気配値 Quotes", 4)
    rows = [list(row) for row in book.sheet.read("HIKAE_QUOTES").rows]
    column, value = {"text_in_number": (1, "n/a"), "error": (2, "#N/A"), "blank_side": (1, ""), "time": (3, "noon")}[
        harm
    ]
    rows[7][column] = value
    book.sheet.write({"HIKAE_QUOTES": rows})
    places = {each.place.source for each in read(book).found}
    assert f"気配値 Quotes!{'BCDEF'[column]}21" in places


def test_a_renamed_sheet_is_read_all_the_same(imported):
    """Names follow a sheet that somebody renamed; the findings use its new name."""
    book = imported()
    book.book["気配値 Quotes"].title = "本日"
    for defined in book.book.defined_names.values():
        defined.attr_text = defined.attr_text.replace("'気配値 Quotes'", "'本日'")
    book.type_quote("ITXJS3605", bid="n/a")
    assert {each.place.source for each in read(book).found if each.place.source} == {"本日!C16"}


@pytest.mark.parametrize("change", ["width", "colour", "sheet", "note"])
def test_harmless_changes_read_the_same(imported, change, plain):
    """Widths, colours, sheets of one's own and notes beside the table change nothing."""
    book = imported()
    sheet = book.book["気配値 Quotes"]
    match change:
        case "width":
            sheet.column_dimensions["C"].width = 3
        case "colour":
            sheet["C16"].fill = PatternFill("solid", start_color="FF0000")
        case "sheet":
            book.book.create_sheet("メモ", 0)["A1"] = "HIKAE_QUOTES"
        case "note":
            sheet["Z20"] = 12.5
    assert quoted(book) == plain


def test_a_moved_column_is_still_that_column(imported, plain):
    """Bid and offer exchanged with their names read as before."""
    book = imported()
    rows = [[row[0], row[2], row[1], *row[3:]] for row in book.sheet.read("HIKAE_QUOTES").rows]
    book.sheet.write({"HIKAE_QUOTES": rows})
    assert quoted(book) == plain


@pytest.mark.parametrize("names", [("instrument", "bid", "bid"), ("instrument", "", "offer"), ("code", "bid", "offer")])
def test_names_pasted_over_stop_everything(imported, names):
    """Without its columns' names nothing of the region is read."""
    book = imported()
    rows = [list(row) for row in book.sheet.read("HIKAE_QUOTES").rows]
    rows[0][:3] = names
    book.sheet.write({"HIKAE_QUOTES": rows})
    with pytest.raises(RefusedError) as caught:
        read(book)
    assert {each.code for each in caught.value.findings} <= {"column_missing", "column_repeated"}
