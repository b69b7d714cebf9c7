"""What the margin book shows where an amount, a date or the instant is missing or wrong, in a real LibreOffice."""

import pytest

from addin.books.regions import margin

SUMMARY, ACCOUNTS, CASH, COST = margin.SUMMARY, margin.ACCOUNTS, margin.CASH, margin.COST
WRONG, AGREED = margin.FIRST + 7, margin.FIRST  # the rows of P05H and of P01H
DAY = 46346


@pytest.fixture(scope="module")
def file(tmp_path_factory, example_file):
    """Return the delivered book: the example day at 18:55."""
    path = tmp_path_factory.mktemp("gaps") / "margin.xlsx"
    path.write_bytes(example_file("margin"))
    return path


@pytest.fixture
def book(office, file):
    """Return a reader of single cells and a typist, of the book open and computed."""
    with office.opened(file) as document:
        office.ask("recalculate", document=document)
        yield Book(office, document)


class Book:
    """An open book."""

    def __init__(self, office, document):
        self.office, self.document = office, document

    def __getitem__(self, where):
        ((value,),) = self.office.ask("values", document=self.document, sheet=where[0], area=where[1])
        return value

    def __setitem__(self, where, value):
        self.office.ask("write", document=self.document, sheet=where[0], cell=where[1], value=value)


def test_rulings_of_another_day_give_no_amount(book):
    """No account has an applied amount, the word says why, and nothing is summed to 0."""
    book[SUMMARY, "B5"] = DAY + 1
    assert book[SUMMARY, "E7"] == "✗ 別の日 other day"
    assert (book[ACCOUNTS, f"K{WRONG}"], book[ACCOUNTS, f"N{WRONG}"]) == ("", "✗ 別の日 other day")
    assert [book[SUMMARY, f"{column}24"] for column in "HI"] == ["－ 不明 gap 13"] * 2
    book[SUMMARY, "B5"] = DAY
    assert book[ACCOUNTS, f"N{WRONG}"] == "▲ 暫定 provisional"


@pytest.mark.parametrize("typed", ["3.5bn", ""])
def test_an_amount_that_is_not_known_is_no_zero_in_front(book, typed):
    """P05H's notified amount as text or blank: uncovered is unknown, never 0, and the known ones are summed below."""
    for cell in (f"D{WRONG}", f"E{WRONG}"):
        book[ACCOUNTS, cell] = typed
    assert book[SUMMARY, "H24"] == book[COST, "D7"] == "－ 不明 gap 1"
    assert book[COST, "D71"] == 0.0
    assert (book[ACCOUNTS, "I70"], book[ACCOUNTS, "I7"]) == (1.0, "－ 不明 gap 1")
    row = next(row for row in range(30, 50) if book[SUMMARY, f"A{row}"] == "P05")
    assert [book[SUMMARY, f"{column}{row}"] for column in "EFGH"] == ["－ 不明 gap 1"] * 4
    assert book[SUMMARY, "G50"] == "－ 不明 gap 1"


def test_an_account_with_two_rows_neither_agrees_nor_differs(book):
    """A renotified amount that was typed into a row of its own: both rows say so, and the page in front has it open."""
    book[ACCOUNTS, "B23"], book[ACCOUNTS, "D23"] = "P05H", 8_749_095_443.0
    assert [book[ACCOUNTS, f"A{row}"] for row in (AGREED, WRONG, 23)] == [
        "● 一致 agrees",
        "✗ 二度あり listed twice",
        "✗ 二度あり listed twice",
    ]
    row = next(row for row in range(30, 50) if book[SUMMARY, f"A{row}"] == "P05")
    assert book[SUMMARY, f"J{row}"] == "－ 未照合あり some open"


def test_the_page_in_front_says_that_a_cause_is_to_be_looked_for(book):
    """An account that agreed when it was compared differs now: the words name it, and what to press."""
    book[ACCOUNTS, f"D{AGREED}"] = 1.0
    said = book[SUMMARY, "B25"]
    assert said.startswith("P01H  －")
    assert "press Check or Calculate" in said
    assert said.endswith("ほか / and more: 1")


def test_an_account_that_is_not_listed_is_not_ready(book):
    """Pasted over the list of what-if and worst days: a word and blanks, where there were errors without a word."""
    for page, ready in ((margin.WHATIF, "E6"), (margin.WORST, "E5")):
        book[page, "B5"] = "PXX"
        assert [book[page, cell] for cell in ("F10", ready)] == ["", 0.0]


def test_an_unknown_deposit_is_no_deposit_of_nothing(book):
    """What is to be paid in is unknown then, for the account and in sum."""
    assert book[CASH, "H7"] == 50_300_000_000.0
    book[CASH, f"H{AGREED}"] = ""
    assert [book[CASH, f"{column}{AGREED}"] for column in "AKL"] == ["－ 不明 unknown", "", ""]
    assert book[CASH, "H7"] == book[CASH, "L7"] == book[SUMMARY, "I24"] == "－ 不明 gap 1"
    assert book[CASH, "L5"] == DAY + 4


def test_without_a_business_date_no_limit_has_passed(book):
    """The countdowns say that there is no date, in front and on the pages."""
    book[SUMMARY, "B5"] = ""
    shown = [book[SUMMARY, "F24"], book[SUMMARY, "G24"], book[ACCOUNTS, "B5"], book[margin.INTRADAY, "B5"]]
    assert shown == ["－ 業務日なし no date"] * 4


def test_without_the_add_in_nothing_is_zero(plain, file):
    """Own, applied, uncovered and to be paid in are not known; what was notified still is."""
    dump = plain.dump(file)
    shown = [dump["sheets"][SUMMARY][cell]["text"] for cell in ("H24", "I24", "D50", "F50", "G50")]
    assert all(text.startswith("－ 不明 gap") for text in shown), shown
    assert isinstance(dump["sheets"][SUMMARY]["E50"]["value"], float)
