"""照合 on a real home: what JSCC keyed beside what was sent, instrument by instrument."""

import pytest
from sent_book import TOOL, SentBook

from addin.store import snapshots

pytestmark = pytest.mark.sampled

KEYED = "照合 Keyed"
FIRST, SECOND = "ITXJS3605", "ITXJS3705"


@pytest.fixture
def book(tmp_path, monkeypatch, log_in):
    """Return a participant's book whose quotes have left, each keyed as it was sent, the page 照合 in front."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    made = SentBook(tmp_path / "home", log_in)
    made.send()
    made.turn_to(KEYED)
    rows = [[row["instrument"], row["bid"], row["offer"]] for row in made.rows("HIKAE_QUOTES")]
    made.sheet.write({"HIKAE_KEYED": [["instrument", "bid", "offer"], *rows]})
    return made


def key(book, of, **cells):
    """Type into the row of an instrument."""
    book.type_row("HIKAE_KEYED", book.row_of(of, "HIKAE_KEYED"), **cells)


def verdict(book, instrument):
    return book.sheet.read("HIKAE_RECONCILED").rows[book.row_of(instrument, "HIKAE_KEYED")][2]


def verdicts(book):
    return {row["verdict"] for row in book.rows("HIKAE_RECONCILED")}


def test_what_was_keyed_as_it_was_sent_agrees(book):
    """Every row says so, and the page names the sending that it was compared with."""
    said = book.done("CHECK")
    (entry,) = book.entries("quotes.reconciled")
    assert said["said"]["en"] == "Reconciled: 58 of 58 the same, 0 differ"
    assert (verdicts(book), book.cell("HIKAE_KEYED_OF")) == ({"○ 一致 same"}, TOOL)
    assert (entry.body["differences"], said["mark"].split()[0]) == ([], f"#{entry.n}")


def test_a_difference_has_its_word_and_both_levels(book):
    """What was sent stands beside what was keyed, and the person is told to call JSCC."""
    key(book, FIRST, bid=21.72)
    said = book.done("CHECK")["said"]
    assert verdict(book, FIRST) == "✗ 相違 differs"
    row = book.sheet.read("HIKAE_RECONCILED").rows[book.row_of(FIRST, "HIKAE_KEYED")]
    assert row == [27.12, 31.12, "✗ 相違 differs", FIRST, 21.72, 31.12]
    assert ("CP-1.1.R3" in said["ja"], verdict(book, SECOND)) == (True, "○ 一致 same")


def test_what_was_not_keyed_is_named(book):
    """A row without levels, or one that is not there at all, is added beneath with its word."""
    key(book, FIRST, bid="", offer="")
    rows = [row for row in book.sheet.read("HIKAE_KEYED").rows if row[0] != SECOND]
    book.sheet.write({"HIKAE_KEYED": rows})
    book.done("CHECK")
    assert (verdict(book, FIRST), verdict(book, SECOND)) == ("✗ 入力なし not keyed",) * 2
    assert len(book.rows("HIKAE_KEYED")) == 58


def test_what_was_never_sent_is_named(book):
    """An instrument that somebody keyed in the wrong row."""
    key(book, FIRST, instrument="XX1")
    book.done("CHECK")
    assert (verdict(book, "XX1"), verdict(book, FIRST)) == ("✗ 送信なし not sent", "✗ 入力なし not keyed")


def test_the_same_number_however_typed_agrees(book):
    """Full-width digits and a unit are what people type."""
    key(book, FIRST, bid="２７．１２", offer="31.12bp")
    book.done("CHECK")
    assert verdict(book, FIRST) == "○ 一致 same"


def test_the_rows_hold_what_was_reconciled(book):
    """The levels as they were typed stand beside the verdict, so that the sheet sees a later change."""
    key(book, FIRST, bid="２７．１２")
    book.done("CHECK")
    typed = book.sheet.read("HIKAE_KEYED").rows[book.row_of(FIRST, "HIKAE_KEYED")]
    assert book.sheet.read("HIKAE_RECONCILED").rows[book.row_of(FIRST, "HIKAE_KEYED")][3:] == typed


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"bid": "n/a"}, "number_refused", "C"),
        ({"offer": ""}, "cell_empty", "D"),
        ({"instrument": SECOND}, "key_repeated", "B"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_cell(book, cells, code, column):
    """Half a table says nothing: nothing is recorded, and the finding names the cell."""
    key(book, "ITXJS3805", **cells)
    error = book.refused("CHECK")
    assert (error["code"], f"照合 Keyed!{column}13 " in error["ja"]) == (code, True)
    assert book.entries("quotes.reconciled") == []


def test_an_error_value_is_told_at_its_cell(book):
    """Something that a formula left there, pasted with its error."""
    book.book[KEYED]["C13"] = "#N/A"
    error = book.refused("CHECK")
    assert (error["code"], "照合 Keyed!C13 " in error["ja"]) == ("cell_error", True)


def test_an_empty_table_is_told(book):
    """Instruments alone are nothing that was keyed."""
    rows = [[row[0], "", ""] for row in book.sheet.read("HIKAE_KEYED").rows[1:]]
    book.sheet.write({"HIKAE_KEYED": [["instrument", "bid", "offer"], *rows]})
    error = book.refused("CHECK")
    assert (error["code"], "照合 Keyed!C11 " in error["ja"]) == ("keyed_none", True)


def test_nothing_is_reconciled_before_anything_was_sent(tmp_path, monkeypatch, log_in):
    """There is nothing to compare with."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    made = SentBook(tmp_path / "home", log_in)
    made.turn_to(KEYED)
    key(made, FIRST, bid=1.0, offer=2.0)
    assert made.refused("CHECK")["code"] == "quotes_not_sent"


def test_what_was_keyed_is_kept(book):
    """The table that the verdicts are of can be read again by its hash."""
    book.done("CHECK")
    (entry,) = book.entries("quotes.reconciled")
    content = snapshots.content(book.home, entry.body["keyed_sha256"]).decode()
    assert content.startswith("instrument,bid,offer\r\nITXJS3605,27.12,31.12\r\n")


def test_an_open_difference_stays_on_the_page_of_ways_out(book):
    """Until a later reconciliation resolves it, the line there says which instruments differ."""
    key(book, FIRST, bid=21.72)
    book.done("CHECK")
    assert FIRST in book.cell("HIKAE_WAYS_LINE")
    key(book, FIRST, bid=27.12)
    book.done("CHECK")
    assert FIRST not in book.cell("HIKAE_WAYS_LINE")


def test_import_lists_what_may_be_keyed_and_keeps_what_was(book):
    """The instruments owed stand there from the start; levels already filled in stay on the same day."""
    book.turn_to("気配値 Quotes")
    book.done("IMPORT")
    assert book.rows("HIKAE_KEYED")[0] == {"instrument": FIRST, "bid": 27.12, "offer": 31.12}
    book.put("HIKAE_PARTICIPANT", "P02")
    book.done("IMPORT")
    assert {(row["bid"], row["offer"]) for row in book.rows("HIKAE_KEYED")} == {("", "")}
