"""貼付 on a real home: the import of `hikae import`, with its refusals at the cells of the page."""

import json

import pytest
from pressed_book import PressedBook

from addin.app.desk_paste import SOURCES, TARGETS, cell_text, headings_of
from addin.books.regions import paste
from addin.export.template import TEMPLATES, template
from addin.now import now
from addin.store import snapshots
from addin.store.journal import Journal

pytestmark = pytest.mark.sampled

HEAD = ("銘柄", "買気配", "売気配")
ROWS = [("ITXJS3605", 27.5, 31.5), ("ITXJS3705", "２９．００", "33.00bp")]
TOTALS = (2, 56.5, 64.5)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a quotes book with the example day's quotes of P01, the page 貼付 in front."""
    home = tmp_path / "home"
    monkeypatch.setenv("HIKAE_HOME", str(home))
    made = PressedBook()
    made.done("IMPORT")
    made.turn_to(paste.PASTE)
    made.home = home
    return made


def fill(book, *rows, layout="quotes_tool", source=paste.FROM_TERMINAL, totals=(), at=46346 + 15.5 / 24):
    """Fill the page as a person does."""
    names = list(book.sheet.read("HIKAE_PASTED").rows[0])
    book.sheet.write({"HIKAE_PASTED": [names, *[list(row) for row in rows]]})
    book.put("HIKAE_PASTE_AS", layout)
    book.put("HIKAE_PASTE_FROM", source)
    book.put("HIKAE_PASTE_AT", at)
    for region, told in zip((paste.COUNT, *paste.TOTALS), totals, strict=False):
        book.put(region.name, told)


def imports(book):
    with Journal(book.home) as journal:
        return list(journal.entries("table.imported"))


def quoted(book, instrument):
    return next(row for row in book.rows("HIKAE_QUOTES") if row["instrument"] == instrument)


def test_a_pasted_table_is_imported_and_stands_in_the_book(book):
    """It is in the record with its source; the entry table has its levels and keeps all other rows."""
    fill(book, HEAD, *ROWS)
    said = book.done("IMPORT")
    (entry,) = imports(book)
    assert (entry.body["template"], entry.body["source"]) == ("quotes_tool", "terminal")
    assert said["mark"] == f"#{entry.n} {entry.hash[:12]}"
    row = quoted(book, "ITXJS3705")
    assert (row["bid"], row["offer"], row["as_of"]) == (29.0, 33.0, pytest.approx(46346 + 15.5 / 24))
    assert (quoted(book, "ITXJS3605")["bid"], len(book.rows("HIKAE_QUOTES"))) == (27.5, 58)


def test_the_content_is_kept_with_what_the_page_said(book):
    """Participant, day and time of the page stand in the rows that are kept, so that they can be read again."""
    fill(book, HEAD, *ROWS)
    book.done("IMPORT")
    ((name, sha256),) = imports(book)[0].body["files"].items()
    lines = snapshots.content(book.home, sha256).decode().splitlines()
    assert name == "paste_quotes_tool.csv"
    assert lines[:2] == [
        "instrument,bid_bp,offer_bp,business_date,participant,as_of",
        "ITXJS3605,27.5,31.5,2026-11-20,P01,2026-11-20T15:30:00+09:00",
    ]


def test_control_totals_are_compared(book):
    """What agrees is recorded as compared, and the page says so."""
    fill(book, HEAD, *ROWS, source=paste.FROM_FAX, totals=TOTALS)
    assert "control totals agree" in book.done("IMPORT")["said"]["en"]
    assert imports(book)[0].body["compared"] == ["bid_bp", "offer_bp", "rows"]
    assert book.cell("HIKAE_PASTE_RESULT").startswith("○ 取り込みました")


@pytest.mark.parametrize(
    ("place", "told", "cell"), [(0, 3, "B8"), (1, 56.4, "B9"), (2, "64.6", "B10")], ids=["rows", "bids", "offers"]
)
def test_another_total_is_told_at_its_cell(book, place, told, cell):
    """A digit was heard or keyed wrong: nothing is recorded, nothing written."""
    totals = list(TOTALS)
    totals[place] = told
    fill(book, HEAD, *ROWS, totals=totals)
    error = book.refused("IMPORT")
    assert (error["code"], f"貼付 Paste!{cell} " in error["ja"]) == ("total_differs", True)
    assert imports(book) == []


@pytest.mark.parametrize("source", [paste.FROM_FAX, paste.FROM_TELEPHONE])
def test_a_fax_or_a_call_needs_a_total_of_a_figure(book, source):
    """As on the command line; the number of rows alone is not enough."""
    fill(book, HEAD, *ROWS, source=source, totals=TOTALS[:1])
    error = book.refused("IMPORT")
    assert (error["code"], "貼付 Paste!B8" in error["ja"]) == ("total_needed", True)
    assert imports(book) == []


@pytest.mark.parametrize("source", [paste.FROM_TERMINAL, paste.FROM_MAIL])
def test_a_screen_or_a_mail_needs_none(book, source):
    """What no person has keyed may come without a total, and the record says that none was compared."""
    fill(book, HEAD, *ROWS, source=source)
    book.done("IMPORT")
    assert imports(book)[0].body["compared"] == []


@pytest.mark.parametrize(
    ("region", "said", "code"),
    [
        ("HIKAE_PASTE_AS", "no_such", "choice_refused"),
        ("HIKAE_PASTE_AS", "", "choice_refused"),
        ("HIKAE_PASTE_FROM", "pigeon", "choice_refused"),
        ("HIKAE_PASTE_AT", "noon", "instant_unreadable"),
        ("HIKAE_PASTE_TOTAL_1", "about 56", "total_unknown"),
    ],
)
def test_what_the_page_says_wrongly_is_told(book, region, said, code):
    """Layout, source, time and totals are read before the table is."""
    fill(book, HEAD, *ROWS)
    book.put(region, said)
    assert book.refused("IMPORT")["code"] == code
    assert imports(book) == []


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (("ITXJS3605", "n/a", 31.5), "number_form", "B18"),
        (("ITXJS3605", "", 31.5), "cell_empty", "B18"),
        (("ITXJS3605", 32.0, 31.5), "export_order", "B18"),
        (("ITXJS3705", 27.5, 31.5), "key_repeated", "A18"),
        (("合計", 27.5, 31.5), "export_cell", "A18"),
        (("ITXJS3605", {"error": "#N/A"}, 31.5), "cell_error", "B18"),
    ],
)
def test_a_bad_cell_is_told_where_it_was_pasted(book, row, code, cell):
    """Nothing of the table is used, and the finding names the cell of the page."""
    fill(book, HEAD, ("ITXJS3705", 29.0, 33.0), row if isinstance(row[1], str | float) else ("ITXJS3605", 27.5, 31.5))
    if not isinstance(row[1], str | float):
        book.book[paste.PASTE][cell] = "#N/A"
    error = book.refused("IMPORT")
    found = error["code"] if error["code"] != "number_character" else "number_form"
    assert (found, f"貼付 Paste!{cell} " in error["ja"]) == (code, True)
    assert imports(book) == []


def test_lines_of_text_are_read_too(book):
    """A screen pasted as text: one line a cell, its fields parted by spaces."""
    fill(book, ("気配一覧 15:30",), ("銘柄   買気配   売気配",), ("ITXJS3605   27.50   31.50",))
    book.done("IMPORT")
    assert quoted(book, "ITXJS3605")["bid"] == 27.5


def test_a_tables_own_times_and_participants_win(book):
    """What stands in the table is not replaced; a time alone is of the business date."""
    fill(
        book, (*HEAD, "参加者", "時刻"), ("ITXJS3605", 27.5, 31.5, "P01", "15:05"), ("ITXJS3605", 1.0, 2.0, "P02", 0.5)
    )
    book.done("IMPORT")
    row = quoted(book, "ITXJS3605")
    assert (row["bid"], row["as_of"]) == (27.5, pytest.approx(46346 + (15 + 5 / 60) / 24))


def test_quotes_of_others_alone_are_refused(book):
    """Another participant's table is never taken for this one's; the finding stands at the participant's field."""
    fill(book, (*HEAD, "参加者"), ("ITXJS3605", 27.5, 31.5, "P02"))
    error = book.refused("IMPORT")
    assert (error["code"], "気配値 Quotes!B6" in error["ja"], "P02" in error["en"]) == (
        "paste_other_participant", True, True,
    )  # fmt: skip
    assert imports(book) == []


def test_rows_of_another_day_are_refused(book):
    """The book names its day: yesterday's screen is not today's."""
    fill(book, (*HEAD, "業務日"), ("ITXJS3605", 27.5, 31.5, 46345.0))
    error = book.refused("IMPORT")
    assert (error["code"], "貼付 Paste!D17" in error["ja"]) == ("row_other_day", True)


def test_more_rows_than_there_is_room_for_are_refused(book):
    """Nothing is cut off, and nothing recorded of what the book cannot show."""
    rows = [(f"X{number}", 1.0, 2.0) for number in range(60)]
    fill(book, HEAD, *rows)
    assert book.refused("IMPORT")["code"] == "region_full"
    assert imports(book) == []


def test_what_jscc_keyed_goes_to_the_reconciliation(book):
    """The proxy file's layout fills the page 照合; verdicts of an earlier reconciliation are gone."""
    book.sheet.write({"HIKAE_RECONCILED": [book.sheet.read("HIKAE_RECONCILED").rows[0], [1, 2, "○ 一致 same"]]})
    fill(book, HEAD, *ROWS, layout="quotes_proxy")
    book.done("IMPORT")
    keyed = book.rows("HIKAE_KEYED")
    assert keyed == [
        {"instrument": "ITXJS3605", "bid": 27.5, "offer": 31.5},
        {"instrument": "ITXJS3705", "bid": 29.0, "offer": 33.0},
    ]
    assert book.rows("HIKAE_RECONCILED") == []


def test_what_jscc_keyed_is_read_right_or_wrong(book):
    """Digits exchanged on the other side may cross a quote: just that must come to the reconciliation."""
    fill(book, HEAD, ("ITXJS3605", 72.5, 31.5), layout="quotes_proxy")
    book.done("IMPORT")
    assert book.rows("HIKAE_KEYED") == [{"instrument": "ITXJS3605", "bid": 72.5, "offer": 31.5}]


def test_a_layout_that_no_table_takes_is_recorded_alone(book):
    """The person is told that it stands in the record and nowhere else."""
    price = ("銘柄", "清算値段", "適用", "条項")
    fill(book, price, ("ITXJS3605", 28.25, "today", ""), layout="settlement_prices")
    assert "no table here takes it" in book.done("IMPORT")["said"]["en"]
    assert len(imports(book)) == 1


def test_a_checked_state_is_gone_with_the_quote_that_it_was_of(book):
    """What was found of an earlier level never stands beside a pasted one."""
    book.turn_to("気配値 Quotes")
    book.done("CHECK")
    book.turn_to(paste.PASTE)
    fill(book, HEAD, *ROWS)
    book.done("IMPORT")
    assert book.rows("HIKAE_QUOTE_STATES") == []


def test_without_a_day_in_the_book_today_is_meant(book):
    """An empty business date leaves the table's own, else the clock's day."""
    fill(book, HEAD, *ROWS, at="15:30")
    book.put("HIKAE_DATE", "")
    book.done("IMPORT")
    assert imports(book)[0].body["business_date"] == now().date().isoformat()


@pytest.mark.parametrize(
    ("cell", "form", "text"),
    [
        (27.12, "spread", "27.12"),
        (58.0, "spread", "58"),
        (2543125000.0, "yen", "2543125000"),
        (46346.0, "date", "2026-11-20"),
        (0.5, "instant", "2026-11-20T12:00:00+09:00"),
        ("9:05", "instant", "2026-11-20T09:05:00+09:00"),
        ("15:05:30", "instant", "2026-11-20T15:05:30+09:00"),
        (" P01\n x ", "code", "P01 x"),
        ("", "spread", ""),
    ],
)
def test_a_cell_becomes_the_text_of_its_form(cell, form, text):
    """A sheet's dates and times as ISO, numbers by their shortest digits, line ends as spaces."""
    assert cell_text(cell, form, now().date().replace(2026, 11, 20)) == text


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_layout_is_known_by_its_own_headings(code):
    """Names and header texts of a layout are always read; no heading means two columns."""
    known = headings_of(template(code))
    for column in template(code).columns:
        assert (known[column.name.casefold()], known[column.header.casefold()]) == (column.name, column.name)


def test_every_target_is_a_layout_and_every_word_a_source():
    """What the page offers is what the import knows."""
    assert set(TARGETS) <= set(TEMPLATES)
    assert json.dumps([origin.value for origin in SOURCES.values()]) == '["terminal", "mail", "fax", "telephone"]'
