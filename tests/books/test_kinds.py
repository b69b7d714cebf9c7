"""A workbook with macros is read wherever one without is: by its names, as a table, from a mail, as what was keyed."""

import io
from datetime import datetime
from email.message import EmailMessage

import pytest
from hand_book import delivered
from openpyxl import Workbook

from addin.app.import_table import Origin, imported
from addin.app.quotes_status import keyed_quotes
from addin.books import filed, tables
from addin.books.filed import filed_book
from addin.books.kinds import is_workbook
from addin.books.mail.grid import Grid
from addin.books.mail.message import mail_of
from addin.books.saved_regions import said_of
from addin.books.tables import table_of
from addin.books.xlsx import workbook_rows
from addin.excel.outfits import excel_book
from addin.export.template import template
from addin.store.journal import Journal

AT = datetime.fromisoformat("2026-11-20T16:00:00+09:00")
HEADS = ("business_date", "participant", "participant_name", "shortfall", "due_at")
ROW = ("2026-11-20", "P01", "髙橋証券", 20000000, "2026-11-20T14:00:00+09:00")


@pytest.fixture(autouse=True)
def _in_process(monkeypatch):
    """Read in this process what the child would read: that it does is looked at in test_confined."""
    monkeypatch.setattr(filed, "last_said", lambda _, data: said_of(data))
    monkeypatch.setattr(tables, "last_said", lambda _, data: {"rows": workbook_rows(data)})


def table(*rows):
    """Return a workbook of one table, as it becomes with our macros and ribbon."""
    made, held = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(held)
    return excel_book(held.getvalue())


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("a.xlsx", True), ("A.XLSM", True), ("a.xlsm.csv", False), ("a.xlam", False), ("xlsm", False), ("", False)],
)
def test_workbooks_are_known_by_their_names(name, is_one):
    """With and without macros, in any case."""
    assert is_workbook(name) is is_one


def test_a_book_of_ours_is_read_by_its_names():
    """The same regions as in the book without macros."""
    xlsx = delivered("quotes")
    plain, macros = filed_book(xlsx, "quotes.xlsx"), filed_book(excel_book(xlsx), "quotes.xlsm")
    for region in ("HIKAE_BOOK", "HIKAE_PREVIOUS", "HIKAE_CURVE"):
        assert macros.read(region).rows == plain.read(region).rows != [[""]]


def test_a_table_is_read():
    """The first sheet's rows, not the bytes of a package taken for text."""
    read = table_of(table(("code", "level"), ("A", 1)), "t.xlsm")
    assert (read.findings, read.value.columns, read.value.rows) == ((), ("code", "level"), ((2, ("A", 1.0)),))


def test_a_table_is_imported(tmp_path):
    """Its record says that it was a workbook."""
    path = tmp_path / "t.xlsm"
    path.write_bytes(table(HEADS, ROW))
    with Journal(tmp_path / "home") as journal:
        done = imported(
            journal, template("shortfall_messages"), path, home=tmp_path / "home", origin=Origin.FILE, totals=(), at=AT
        )
    assert done.entry.body["encoding"] == "xlsx"
    assert done.rows[0]["participant"] == "P01"


def test_what_was_keyed_is_read():
    """The table that quotes are reconciled with."""
    data = table(("instrument", "bid", "offer"), ("S1", 27, 31))
    assert keyed_quotes(data, "keyed.xlsm", participant="P07", day=AT.date()) == {"S1": (27.0, 31.0)}


def test_a_table_in_a_mail_is_read():
    """An attachment with macros is a workbook as one without is, and comes before what the mail says itself."""
    mail = EmailMessage()
    mail["From"] = "a@b.example"
    mail.set_content("-")
    mail.add_attachment(b"book", maintype="application", subtype="octet-stream", filename="b.XLSM")
    read = mail_of(bytes(mail), tell=lambda _: None, workbook_grid=lambda _: Grid(((2, "S1", 1, 2),)))
    assert (read.source.kind, read.source.name) == ("xlsx", "b.XLSM")
