"""確認 on a real home and the example day: the same checks as `hikae quotes check`, at the cells of the book."""

from datetime import datetime

import pytest
from pressed_book import PressedBook

from addin.app.quotes_day import quote_day
from addin.app.quotes_sheet import checked_quote_sheet
from addin.store.journal import Journal

AT = datetime.fromisoformat("2026-11-20T15:30:00+09:00")
LINES = ["instrument,bid,offer,as_of"]


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a quotes book with the example day's quotes of P01 in it."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    made = PressedBook()
    made.done("IMPORT")
    return made


def state(book, instrument):
    return book.sheet.read("HIKAE_QUOTE_STATES").rows[book.row_of(instrument)]


def test_clean_quotes_are_good(book):
    """Every row says so, nothing is found, and the line counts them."""
    assert book.done("CHECK")["said"]["ja"] == "58件: 可 58・要確認 0・訂正 0・未入力 0"
    assert {row["state"] for row in book.rows("HIKAE_QUOTE_STATES")} == {"○ 可 good"}
    assert book.cell("HIKAE_SUMMARY").startswith("15:30:00 本番 live   58件")


def test_a_check_records_nothing(book, tmp_path):
    """As on the command line, looking leaves no entry and no mark."""
    assert book.done("CHECK")["mark"] == ""
    with Journal(tmp_path / "home") as journal:
        assert [each.kind for each in journal.entries()] == ["desk.imported"]


@pytest.mark.parametrize(
    ("cells", "shown", "codes"),
    [
        ({"bid": 31.0, "offer": 27.0}, "✗ 訂正 correct", "quote_crossed"),
        ({"bid": 2.932, "offer": 3.132}, "▲ 要確認 confirm", "quote_unit_slip"),
        ({"bid": "一二"}, "✗ 訂正 correct", "number_refused"),
        ({"bid": ""}, "✗ 訂正 correct", "cell_empty"),
        ({"as_of": "noon"}, "✗ 訂正 correct", "instant_unreadable"),
        ({"bid": "", "offer": ""}, "－ 未入力 missing", ""),
        ({"bid": "２７．１２", "offer": "31.12bp"}, "○ 可 good", ""),
    ],
)
def test_each_row_says_what_it_is(book, cells, shown, codes):
    """State and codes stand in the row of the quote, what the words say comes with what to do."""
    book.type_quote("ITXJS3605", **cells)
    book.done("CHECK")
    words, said, found, *_ = state(book, "ITXJS3605")
    assert (said, found, "→" in words) == (shown, codes, bool(codes))


def test_a_missing_quote_is_told_of_the_sheet(book):
    """What is owed and not typed is named beside the counts."""
    book.type_quote("ITXJS3605", bid="", offer="")
    said = book.done("CHECK")["said"]
    assert ("未入力 1" in said["ja"], "ITXJS3605" in said["en"]) == (True, True)


def test_the_states_hold_what_was_checked(book):
    """The values as they were typed stand beside the state, so that the sheet sees a later change."""
    book.type_quote("ITXJS3605", bid="２７．１２")
    book.done("CHECK")
    typed = book.sheet.read("HIKAE_QUOTES").rows[book.row_of("ITXJS3605")]
    assert state(book, "ITXJS3605")[3:] == typed[:4]


def test_the_book_and_the_command_line_find_the_same(book, tmp_path, example_day):
    """The same quotes as a file and as cells have the same findings, by code and instrument."""
    changes = {"ITXJS3605": (91.0, 80.0), "ITXJS3705": (2.927, 3.317), "JP001M3112": (12.0, 13.0)}
    for instrument, (bid, offer) in changes.items():
        book.type_quote(instrument, bid=bid, offer=offer)
    book.done("CHECK")
    lines = [
        f"{row['instrument']},{row['bid']},{row['offer']},2026-11-20T15:17:00+09:00"
        for row in book.rows("HIKAE_QUOTES")
    ]
    (tmp_path / "p01.csv").write_text("\n".join([*LINES, *lines]) + "\n", encoding="utf-8")
    day = quote_day(example_day, home=tmp_path / "home")
    sheet = checked_quote_sheet(tmp_path / "p01.csv", day, participant="P01", at=AT)
    found = {(each.code, dict(each.details)["instrument"]) for each in (*sheet.blocking, *sheet.asked)}
    told = {(code, row["instrument"]) for row in book.rows("HIKAE_QUOTE_STATES") for code in str(row["codes"]).split()}
    assert told == found != set()


def test_a_repeated_row_is_told_where_it_stands_again(book):
    """The second row of one instrument is the one to correct."""
    rows = [list(row) for row in book.sheet.read("HIKAE_QUOTES").rows]
    rows[60][:4] = rows[1][:4]
    book.sheet.write({"HIKAE_QUOTES": rows})
    book.done("CHECK")
    assert book.sheet.read("HIKAE_QUOTE_STATES").rows[60][1:3] == ["✗ 訂正 correct", "quote_repeated"]


def test_a_deleted_row_moves_the_cells_with_it(book):
    """After a person deletes a line above the table, findings name the cells where the quotes stand now."""
    book.type_quote("ITXJS3605", bid="")
    assert book.address("ITXJS3605", "bid") == "気配値 Quotes!C16"
    book.move_up("気配値 Quotes", 13)
    book.put("HIKAE_INITIALS", "SK")
    error = book.refused("SEND")
    assert error["code"] == "cell_empty"
    assert error["en"].startswith("気配値 Quotes!C15 ")


def test_a_row_that_was_deleted_is_missed_not_misread(book):
    """Every other quote is read as before; the one that is gone is named."""
    book.move_up("気配値 Quotes", 16)
    said = book.done("CHECK")["said"]["en"]
    assert said.startswith("57 quotes: 57 good")
    assert "P01 has not quoted: ITXJS3605" in said


def test_an_error_value_is_told_at_its_cell(book):
    """An error somebody pasted blocks its row alone, and its own copy stays blank beside it."""
    book.type_quote("ITXJS3605", bid={"error": "#N/A"})
    book.done("CHECK")
    assert state(book, "ITXJS3605")[1:5] == ["✗ 訂正 correct", "cell_error", "ITXJS3605", ""]
    assert state(book, "ITXJS3705")[1] == "○ 可 good"


@pytest.mark.parametrize("header", ["", "offer"])
def test_a_header_that_was_pasted_over_is_told(book, header):
    """Without the names of its columns the region is not read at all."""
    book.book["気配値 Quotes"]["C15"] = header
    error = book.refused("CHECK")
    assert (error["code"], "気配値 Quotes!B15" in error["ja"]) == ("column_missing", True)


def test_an_empty_book_is_told(book):
    """Without a single quote there is nothing to check."""
    book.sheet.write({"HIKAE_QUOTES": book.sheet.read("HIKAE_QUOTES").rows[:1]})
    assert book.refused("CHECK")["code"] == "quotes_none_typed"


def test_the_instant_may_be_fixed_for_another_day(book):
    """Looked at from the evening the quotes of a quarter past three are stale; without it, from 20:30 of that day."""
    book.put("HIKAE_AT", 46346 + 18 / 24)
    assert "要確認 58" in book.done("CHECK")["said"]["ja"]
    book.put("HIKAE_AT", "")
    book.done("CHECK")
    assert book.cell("HIKAE_SUMMARY").startswith("20:30:00")
    book.put("HIKAE_ASOF", 46346 + 15.4 / 24)
    book.done("CHECK")
    assert book.cell("HIKAE_SUMMARY").startswith("15:24:00")


def test_no_instant_is_fixed_on_the_day_itself(book, monkeypatch):
    """On the business date the clock alone counts."""
    monkeypatch.setattr("addin.functions.desk.now", lambda: AT)
    error = book.refused("CHECK")
    assert (error["code"], "気配値 Quotes!E8" in error["ja"]) == ("fixed_today", True)
    book.put("HIKAE_AT", "")
    book.put("HIKAE_ASOF", 46346 + 9 / 24)
    book.done("CHECK")
    assert book.cell("HIKAE_SUMMARY").startswith("15:30:00")
