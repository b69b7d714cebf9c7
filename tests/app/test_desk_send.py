"""送信 and 出力 on a real home and the example day: entered, two persons, out, and nothing where something is wrong."""

import csv
from datetime import date

import pytest
from pressed_book import PressedBook

from addin.app.approval import steps
from addin.app.approval.people import person_at_desk
from addin.app.approval.subjects import Subject, SubjectKind
from addin.now import now
from addin.store import snapshots
from addin.store.journal import Journal

DAY = date(2026, 11, 20)
TOOL, MAIL = "quotes_tool_20261120.csv", "quotes_P01_20261120.eml"


@pytest.fixture
def book(tmp_path, monkeypatch, log_in):
    """Return a participant's quotes book with the quotes of P01, initials and the reason for another day's file."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text('role = "participant"\n', encoding="utf-8")
    monkeypatch.setenv("HIKAE_HOME", str(home))
    log_in(1)
    made = PressedBook()
    made.done("IMPORT")
    made.put("HIKAE_INITIALS", "SK")
    made.put("HIKAE_REASON", "drill of the desk")
    made.home = home
    return made


def kinds(book):
    with Journal(book.home) as journal:
        return [each.kind for each in journal.entries()]


def entries(book, kind):
    with Journal(book.home) as journal:
        return list(journal.entries(kind))


def approve(book, log_in, name=TOOL, kind=SubjectKind.UPLOAD_CSV):
    """Let the second person approve what was asked for."""
    log_in(2)
    with Journal(book.home) as journal:
        steps.give(journal, Subject(DAY, kind, name), person_at_desk("TY"), seen=None, at=now())
    log_in(1)


def test_the_first_press_enters_and_asks(book):
    """The quotes are in the record, the file is prepared, its approval asked for, and the book says that it waits."""
    said = book.done("SEND")
    assert TOOL in said["said"]["en"]
    assert book.cell("HIKAE_SENT") == f"▲ 承認待ち waiting for approval   {TOOL}"
    assert kinds(book)[1:3] == ["quotes.entered", "desk.quotes"]
    assert entries(book, "approval.asked")
    assert entries(book, "quotes.sent") == []


def test_the_press_after_the_approval_sends(book, log_in):
    """With a second person's word the file leaves, recorded as sent and not confirmed."""
    book.done("SEND")
    approve(book, log_in)
    said = book.done("SEND")["said"]
    assert said["ja"].startswith("送信済・未確認")
    assert book.cell("HIKAE_SENT").startswith("▲ 送信済・未確認")
    (sent,) = entries(book, "quotes.sent")
    assert (sent.body["route"], sent.body["name"]) == ("tool", TOOL)


def test_pressing_again_sends_nothing_twice(book, log_in):
    """The same quotes by the same way are one sending, however often the button is pressed."""
    book.done("SEND")
    approve(book, log_in)
    for _ in range(2):
        book.done("SEND")
    assert [len(entries(book, kind)) for kind in ("quotes.entered", "desk.quotes", "quotes.sent")] == [1, 1, 1]


def test_the_rows_as_they_stood_are_kept(book):
    """What was entered can be read again, byte by byte, from the record's own contents."""
    book.done("SEND")
    (given,), (entered,) = entries(book, "desk.quotes"), entries(book, "quotes.entered")
    (sha256,) = given.body["files"].values()
    content = snapshots.content(book.home, sha256).decode()
    rows = list(csv.DictReader(content.splitlines()))
    assert entered.body["source"] == given.body["files"]
    assert [row["instrument"] for row in rows] == [row["instrument"] for row in book.rows("HIKAE_QUOTES")]


def test_the_file_holds_the_books_quotes(book):
    """Bid and offer of the upload file are those of the cells."""
    book.type_quote("ITXJS3605", bid=27.5)
    book.done("SEND")
    (path,) = (book.home / "out").rglob(TOOL)
    assert "27.5" in path.read_bytes().decode("utf-8-sig")


def test_a_mail_is_asked_for_and_left_as_a_draft(book, log_in):
    """By mail the draft lies beside the record once it is approved."""
    book.put("HIKAE_ROUTE", "mail")
    book.put("HIKAE_SENDER", "desk@p01.example")
    book.done("SEND")
    approve(book, log_in, MAIL, SubjectKind.QUOTE_MAIL)
    book.done("SEND")
    (path,) = (book.home / "out").rglob(MAIL)
    assert b"desk@p01.example" in path.read_bytes()


def test_a_mail_does_not_leave_early(book):
    """Before 15:15 of the instant looked at no mail leaves, and a reason in the book is no way around that."""
    book.put("HIKAE_ROUTE", "mail")
    book.put("HIKAE_AT", 46346 + 15.2 / 24)
    for row in book.rows("HIKAE_QUOTES"):
        book.type_quote(row["instrument"], as_of="2026-11-20T15:10:00+09:00")
    assert book.refused("SEND")["code"] == "mail_too_early"


def test_what_blocks_is_told_and_nothing_is_entered(book):
    """A crossed quote stops the sheet; the first finding names its cell."""
    book.type_quote("ITXJS3605", bid=31.0, offer=27.0)
    error = book.refused("SEND")
    assert book.address("ITXJS3605", "bid") in error["ja"]
    assert (error["code"], kinds(book)) == ("quote_crossed", ["desk.imported"])


def test_a_missing_quote_is_named_first(book):
    """Of all that blocks one thing is told: which instrument is owed, and how many other findings there are."""
    book.type_quote("ITXJS3605", bid="", offer="")
    error = book.refused("SEND")
    assert (error["code"], "ITXJS3605" in error["ja"]) == ("quote_missing", True)


@pytest.fixture
def doubtful(book):
    """Return the book with one warning in it, checked."""
    book.type_quote("ITXJS3605", bid=2.712, offer=3.112)
    book.done("CHECK")
    return book


def test_a_warning_needs_a_persons_word(doubtful):
    """Until somebody confirms it in its row, nothing is entered."""
    error = doubtful.refused("SEND")
    assert (error["code"], "quote_unit_slip:ITXJS3605" in error["en"]) == ("quotes_unconfirmed", True)
    assert kinds(doubtful) == ["desk.imported"]


@pytest.mark.parametrize("initials", ["SK", " sk ", "ＳＫ"])
def test_a_warning_is_confirmed_by_initials_in_its_row(doubtful, initials):
    """The person's own initials, in any of their spellings, confirm what the check showed there."""
    doubtful.type_quote("ITXJS3605", confirm=initials)
    doubtful.done("SEND")
    (entered,) = entries(doubtful, "quotes.entered")
    assert (entered.body["confirmed"], entered.body["initials"]) == (["quote_unit_slip:ITXJS3605"], "SK")


def test_somebody_elses_initials_confirm_nothing(doubtful):
    """Who presses the button answers for the warnings."""
    doubtful.type_quote("ITXJS3605", confirm="TY")
    error = doubtful.refused("SEND")
    assert (error["code"], doubtful.address("ITXJS3605", "confirm") in error["ja"]) == ("confirm_initials", True)


def test_initials_do_not_confirm_what_nobody_has_read(doubtful):
    """A row that changed after its check must be checked again before its warnings count as confirmed."""
    doubtful.type_quote("ITXJS3605", bid=2.7, confirm="SK")
    error = doubtful.refused("SEND")
    assert (error["code"], doubtful.address("ITXJS3605", "confirm") in error["ja"]) == ("row_unchecked", True)
    doubtful.done("CHECK")
    doubtful.done("SEND")


def test_initials_before_any_check_confirm_nothing(book):
    """Without a check there is nothing that anybody could have read."""
    book.type_quote("ITXJS3605", bid=2.712, offer=3.112, confirm="SK")
    assert book.refused("SEND")["code"] == "row_unchecked"


def test_a_warning_that_appeared_later_is_not_confirmed_with_another(doubtful):
    """Initials stand for the findings shown: a quote that has become stale since is asked about by itself."""
    doubtful.type_quote("ITXJS3605", confirm="SK")
    doubtful.put("HIKAE_AT", 46346 + 18 / 24)
    error = doubtful.refused("SEND")
    assert (error["code"], "quote_stale:ITXJS3605" in error["ja"]) == ("quotes_unconfirmed", True)


@pytest.mark.parametrize(
    ("region", "value", "code", "cell"),
    [
        ("HIKAE_INITIALS", "", "initials_refused", "B7"),
        ("HIKAE_INITIALS", "12", "initials_refused", "B7"),
        ("HIKAE_ROUTE", "fax", "choice_refused", "B8"),
        ("HIKAE_REASON", "", "export_other_day", "H8"),
    ],
)
def test_what_a_person_must_say_first_is_told_at_its_cell(book, region, value, code, cell):
    """Initials, way out and reason are asked for where they belong."""
    book.put(region, value)
    error = book.refused("SEND")
    assert (error["code"], f"気配値 Quotes!{cell} " in error["ja"]) == (code, True)


def test_export_makes_the_file_and_asks(book):
    """The path is told, the file and its sidecars lie beside the record, its approval is asked for."""
    said = book.done("EXPORT")["said"]
    (path,) = (book.home / "out").rglob(TOOL)
    assert (str(path) in said["ja"], str(path) in said["en"]) == (True, True)
    assert {each.name for each in path.parent.iterdir()} > {TOOL, f"{TOOL}.sha256"}
    assert book.cell("HIKAE_SENT").startswith("▲ 承認待ち")
    assert [len(entries(book, kind)) for kind in ("quotes.entered", "approval.asked", "export.source")] == [1, 1, 1]


def test_an_approved_file_is_exported_again_as_approved(book, log_in):
    """The same rows are the same file, and its approval stands."""
    book.done("EXPORT")
    approve(book, log_in)
    assert "承認済" in book.done("EXPORT")["said"]["ja"]


def test_other_templates_come_from_the_days_folder(book):
    """A clearing house exports settlement prices, computed and recorded as `hikae day` does it."""
    (book.home / "settings.toml").write_text('role = "clearing_house"\n', encoding="utf-8")
    book.put("HIKAE_TEMPLATE", "settlement_prices")
    assert "settlement_prices_20261120.csv" in book.done("EXPORT")["said"]["en"]
    assert {"day.inputs", "prices.settled"} <= set(kinds(book))


@pytest.mark.parametrize(
    ("template", "code"), [("no_such", "template_unknown"), ("settlement_prices", "template_role")]
)
def test_a_template_that_is_not_ours_is_refused(book, template, code):
    """Nothing is made and nothing entered."""
    book.put("HIKAE_TEMPLATE", template)
    assert book.refused("EXPORT")["code"] == code
    assert kinds(book) == ["desk.imported"]
