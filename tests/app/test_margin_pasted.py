"""A newer amount that came by 貼付 can be challenged: the evidence is the entry of the pasted table."""

from datetime import date

import pytest
from margin_desk import imported_book

from addin.app.margin_pasted import pasted_amounts
from addin.store.journal import Journal

HEAD = ["business_date", "account", "participant", "kind", "measure", "component", "amount"]
DAY, WRONG, NEWER = "2026-11-20", "P05H", 5_700_000_000
TODAY = date(2026, 11, 20)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a margin book with the example day imported at 18:55."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return imported_book(tmp_path / "home")


def paste(book, *lines, layout="requirements_upload", head=HEAD):
    """Paste a table and import it, then turn back to the accounts."""
    cells = [[*line, *[""] * (12 - len(line))] for line in (head, *lines)]
    names = book.sheet.read("HIKAE_PASTED").rows[0]
    book.sheet.write({"HIKAE_PASTED": [list(names), *cells]})
    book.put("HIKAE_PASTE_AS", layout)
    book.turn_to("貼付 Paste")
    book.done("IMPORT")
    book.turn_to("口座 Accounts")


def line(amount, component="total", *, measure="im", account=WRONG):
    return [DAY, account, account[:3], "house", measure, component, float(amount)]


def mark(book, **cells):
    book.type_row("HIKAE_NOTIFIED", book.row_of(WRONG, "HIKAE_NOTIFIED"), challenge="x", **cells)


def entries(tmp_path, kind):
    with Journal(tmp_path / "home") as journal:
        return list(journal.entries(kind))


def test_a_pasted_newer_amount_is_challenged(book, tmp_path):
    """It stands as the newest, is challenged as one version further, and names the entry that it came by."""
    paste(book, line(NEWER))
    mark(book)
    book.done("SEND")
    (entry,), (table,) = entries(tmp_path, "margin.challenged"), entries(tmp_path, "table.imported")
    assert (entry.body["notified"], entry.body["version"], entry.body["imported"]) == (NEWER, 2, table.key)


def test_a_typed_amount_without_a_table_is_still_refused(book):
    """What nobody pasted has nothing behind it."""
    paste(book, line(NEWER))
    mark(book, last=NEWER + 1.0)
    assert book.refused("SEND")["code"] == "challenge_two_amounts"


def test_an_amount_of_the_folder_names_no_table(book, tmp_path):
    """Its evidence is the day computed and recorded, whatever else was pasted before."""
    paste(book, line(NEWER))
    mark(book, last="")
    book.done("SEND")
    (entry,) = entries(tmp_path, "margin.challenged")
    assert (entry.body["version"], "imported" in entry.body) == (1, False)


def test_pasted_components_are_held_against_our_own(book, tmp_path):
    """The draft names the component that differs."""
    paste(book, line(NEWER), line(1_234_567, "base"))
    mark(book)
    book.done("SEND")
    (script,) = (tmp_path / "home" / "out").rglob("challenge_telephone_*.txt")
    assert "1,234,567" in script.read_text(encoding="utf-8")


def test_a_pasted_amount_that_agrees_is_not_challenged(book):
    """The right amount, pasted, is no reason to call."""
    paste(book, line(8_749_095_443))
    mark(book)
    assert book.refused("SEND")["code"] == "challenge_agrees"


def test_the_record_gives_amounts_of_its_day_alone(book, tmp_path):
    """Another day's table, another measure and another layout bring none."""
    paste(book, line(NEWER), line(7, measure="vm_stock", account="P01H"))
    quotes = ["business_date", "participant", "instrument", "bid_bp", "offer_bp", "as_of"]
    quoted = [DAY, "P01", "ITXJS3605", 27.5, 31.5, "2026-11-20T15:17:00+09:00"]
    paste(book, quoted, layout="quotes_tool", head=quotes)
    with Journal(tmp_path / "home") as journal:
        assert list(pasted_amounts(journal, TODAY, home=tmp_path / "home")) == [(WRONG, NEWER)]
        assert pasted_amounts(journal, date(2026, 11, 19), home=tmp_path / "home") == {}
