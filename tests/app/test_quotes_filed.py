"""`hikae quotes check` and `enter` on a quotes book that a person saved, each finding at its cell."""

import csv
import hashlib
import json

import pytest
from left_book import left_book, place_of
from left_file import Error, Formula, Shown, address
from openpyxl import Workbook

from addin.books import filed
from addin.books.saved_regions import said_of
from addin.store.journal import Journal

AT, SHEET, TABLE = "2026-11-20T15:30:00+09:00", "気配値 Quotes", "HIKAE_QUOTES"
FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")
SPELLED = (str, lambda bid: f"{bid}".translate(FULL), lambda bid: f" {bid}bp", lambda bid: f"\u3000{bid} ", Formula)
REFUSED = (
    "27,12",
    "²7",
    "1_000",
    "٣",
    "nan",
    "1e400",
    "27.12\u200b",
    "27..1",
    "27\n",
    "#N/A",
    "_x0032_7",
    "",
    True,
    Shown(0.2712),
)


@pytest.fixture(autouse=True)
def in_process(request, monkeypatch):
    """Read in this process what the child would read, except where it is to do so."""
    if "child" not in request.fixturenames:
        monkeypatch.setattr(filed, "last_said", lambda _, data: said_of(data))


@pytest.fixture
def child():
    """Let the confined child read."""


@pytest.fixture(scope="module")
def filled(example_file):
    """Return the quotes book with the example day's quotes of P01, as it is before anything is done to it."""
    return left_book(example_file("quotes"), "quotes.xlsx")


@pytest.fixture
def book(filled):
    """Return a copy to be changed."""
    return filled.copy()


@pytest.fixture
def run(hikae, tmp_path, example_day):
    """Return a function that saves a book and hands it to a command."""

    def ran(command, book, *more, participant="P01"):
        (tmp_path / "quotes.xlsx").write_bytes(book.saved())
        return hikae(
            "quotes", command, tmp_path / "quotes.xlsx", "--data", example_day, "--participant", participant,
            "--at", AT, "--home", tmp_path / "home", *more,
        )  # fmt: skip

    return ran


@pytest.fixture
def checked(run):
    """Return a function that gives what a check says of a book."""

    def told(book):
        done = run("check", book, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return told


@pytest.fixture
def refused(run, tmp_path):
    """Return a function that gives the one code and place with which `enter` refuses a book and records nothing."""

    def told(book, **more):
        done = run("enter", book, "--initials", "SK", "--lang", "en", **more)
        assert (done.returncode, done.stdout) == (2, "")
        with Journal(tmp_path / "home") as journal:
            assert list(journal.entries()) == []
        return {
            line.split(" [")[0].removeprefix("✗ ") + " " + line.split("[")[1].split("]")[0]
            for line in done.stderr.splitlines()
            if " [" in line
        }

    return told


def typed(book, row, column, content):
    """Type into a row of the table (its header is 0); return the cell's place."""
    rows = [list(cells) for cells in book.held(TABLE)]
    rows[row][column] = content
    book.put(TABLE, rows)
    place = place_of(book, TABLE)
    return f"{SHEET}!{address(place.top + row, place.left + column)}"


def places(found):
    """Return code and place of what was found."""
    return {(each["code"], each["file"]) for each in found}


def test_a_saved_book_says_what_its_table_says(checked, book, hikae, tmp_path, example_day):
    """Quotes, what is owed and what is found are those of the same quotes in a plain table."""
    with (example_day / "quotes.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["participant"] == "P01"]
    lines = [f"{row['instrument']},{row['bid_bp']},{row['offer_bp']},{row['as_of']}" for row in rows]
    (tmp_path / "p01.csv").write_text("\n".join(["instrument,bid,offer,as_of", *lines]) + "\n", encoding="utf-8")
    done = hikae(
        "quotes", "check", tmp_path / "p01.csv", "--data", example_day, "--participant", "P01", "--at", AT, "--json",
        "--home", tmp_path / "home",
    )  # fmt: skip
    plain, said = json.loads(done.stdout), checked(book)
    order = {row["instrument"]: row for row in plain["quotes"]}
    assert {row["instrument"]: row for row in said["quotes"]} == order
    assert (len(order), said["blocked"]) == (58, False)
    assert {**said, "quotes": []} == {**plain, "quotes": []}


@pytest.mark.parametrize("spelling", SPELLED)
def test_a_level_may_be_typed_in_many_ways(checked, book, filled, spelling):
    """As text, in full width, with its unit, or as the value of a formula, it is the same number."""
    bid = filled.held(TABLE)[3][1]
    typed(book, 3, 1, spelling(bid))
    said = checked(book)
    assert [row["bid_bp"] for row in said["quotes"] if row["instrument"] == filled.held(TABLE)[3][0]] == [bid]
    assert (said["blocking"], said["asked"]) == ([], [])


def test_what_is_no_level_is_told_at_its_cell(checked, book, filled):
    """Each bad cell is named, its quote is left out, and every other quote is read as it stands."""
    cells = {typed(book, row, 1, content) for row, content in enumerate(REFUSED, start=4)}
    said = checked(book)
    bad = [each for each in said["blocking"] if each["code"] in {"number_refused", "cell_empty"}]
    assert {each["file"] for each in bad} == cells
    left_out = {filled.held(TABLE)[row][0] for row in range(4, 4 + len(REFUSED))}
    kept = {row[0]: row[1] for row in filled.held(TABLE)[1:] if row[0] and row[0] not in left_out}
    assert {row["instrument"]: row["bid_bp"] for row in said["quotes"]} == kept


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ((Error("#N/A"), 31.12), "cell_error"), ((2712.0, 3112.0), "quote_unit_slip"),
        ((0.2712, 0.3112), "quote_unit_slip"), ((46346.0, 31.12), "quote_crossed"), ((31.12, 27.12), "quote_crossed"),
        ((27.12, None), "cell_empty"),
    ],
)  # fmt: skip
def test_a_bad_quote_is_told_at_a_cell_of_its_row(checked, book, content, code):
    """An error value, a wrong unit, a day where a level belongs, sides exchanged, one side alone."""
    cells = {typed(book, 1, column, cell) for column, cell in enumerate(content, start=1)} | {f"{SHEET}!B16"}
    said = checked(book)
    found = places((*said["blocking"], *said["asked"]))
    assert {where for each, where in found if each == code} <= cells
    assert code in {each for each, _ in found}


def test_a_row_without_levels_is_not_given_yet(checked, book):
    """What is owed and not typed is told of the book as a whole."""
    typed(book, 1, 1, None)
    typed(book, 1, 2, None)
    said = checked(book)
    assert len(said["quotes"]) == 57
    assert places((*said["blocking"], *said["asked"])) == {("quote_missing", "quotes.xlsx")}


def test_times_of_a_book_are_its_day_numbers(checked, book):
    """A time alone is one of the business date; what is no time is told at its cell."""
    typed(book, 1, 3, 15.25 / 24)
    where = typed(book, 2, 3, "noon")
    said = checked(book)
    assert said["quotes"][0]["as_of"] == "2026-11-20T15:15:00+09:00"
    assert places(said["blocking"]) == {("instant_unreadable", where), ("quote_missing", "quotes.xlsx")}


@pytest.mark.usefixtures("child")
def test_a_saved_book_is_entered_by_its_own_hash(run, book, tmp_path):
    """The record names the file that the person saved, and the quotes as they stood there."""
    assert run("enter", book, "--initials", "SK").returncode == 0
    with Journal(tmp_path / "home") as journal:
        (entry,) = journal.entries()
    assert entry.body["source"] == {"quotes.xlsx": hashlib.sha256((tmp_path / "quotes.xlsx").read_bytes()).hexdigest()}
    assert entry.body["quotes"][0] == ["ITXJS3605", 27.12, 31.12, "2026-11-20T15:17:00+09:00"]


def test_a_formula_never_computed_stops_the_entry(refused, book):
    """Its cell is named, and nothing is recorded."""
    where = typed(book, 2, 2, Formula(None))
    assert refused(book) == {f"{where} formula_unsaved"}


@pytest.mark.parametrize(
    ("name", "said"), [(None, "quotes.xlsx region_missing"), ("#REF!", "quotes.xlsx region_broken")]
)
def test_a_book_without_its_table_is_refused(refused, book, name, said):
    """Our book is never read as a plain table: the range that is missing or broken is told."""
    book.names = {**book.names, TABLE: name}
    book.names = {each: place for each, place in book.names.items() if place is not None}
    assert refused(book) == {said}


def test_merged_cells_in_the_table_are_refused(refused, book):
    """Where a cell hides another, its address is told."""
    book.changed(SHEET).merged = ("C17:C18",)
    assert refused(book) == {f"{SHEET}!C17:C18 region_merged"}


def test_a_book_for_another_day_is_refused(refused, book):
    """The business date that the book names is not the folder's."""
    book.put("HIKAE_DATE", [[46345.0]])
    assert refused(book) == {f"{SHEET}!B5 folder_other_day"}


def test_a_book_of_another_participant_is_refused(refused, book):
    """One participant's quotes are never entered for another; a book without a name is anybody's."""
    assert refused(book, participant="P02") == {f"{SHEET}!B6 book_other_participant"}


def test_an_empty_book_is_told_at_its_table(refused, book):
    """Instruments alone are no quotes."""
    header, *rows = book.held(TABLE)
    book.put(TABLE, [header, *([row[0], None, None, None, None] for row in rows)])
    assert refused(book) == {f"{SHEET}!B15 quotes_none_typed"}


def test_a_table_with_nothing_readable_is_refused_at_its_cells(refused, book):
    """Where not one row can be read, every bad cell is told."""
    header, *rows = book.held(TABLE)
    book.put(TABLE, [header, [rows[0][0], "x", 31.12, None, None], *([None] * 5 for _ in rows[1:])])
    assert refused(book) == {f"{SHEET}!C16 number_refused"}


def test_a_plain_workbook_is_a_table_as_before(hikae, tmp_path, example_day):
    """A workbook without any name of ours is read by its first sheet, its findings by file, row and column."""
    plain = Workbook()
    for row in (["instrument", "bid", "offer"], ["ITXJS3605", 27.12, 31.12], ["ITXJS3705", "x", 33.17]):
        plain.active.append(row)
    plain.save(tmp_path / "t.xlsx")
    done = hikae(
        "quotes", "check", tmp_path / "t.xlsx", "--data", example_day, "--participant", "P01", "--at", AT, "--json",
        "--home", tmp_path / "home",
    )  # fmt: skip
    said = json.loads(done.stdout)
    assert [row["instrument"] for row in said["quotes"]] == ["ITXJS3605"]
    bad = next(each for each in said["blocking"] if each["code"] == "number_refused")
    assert (bad["file"], bad["row"], bad["column"]) == ("t.xlsx", 3, "bid")
