"""送信 on a real home: which way is open by the plan, what has left, and JSCC's confirmation."""

import pytest
from sent_book import DAY, TOOL, SentBook

from addin.app.approval import steps
from addin.app.approval.people import person_at_desk
from addin.store.journal import Journal

WAYS = "送信 Ways out"
UPLOAD, BY_TOOL, MAIL, REPORT = range(1, 5)


@pytest.fixture
def book(tmp_path, monkeypatch, log_in):
    """Return a participant's book with the quotes of P01, the page 送信 in front."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    made = SentBook(tmp_path / "home", log_in)
    made.turn_to(WAYS)
    return made


def standing(book, way):
    """Return what the page says of a way: the word, why, from and until."""
    return book.sheet.read("HIKAE_WAYS").rows[way]


def outage(book, connection, at="2026-11-20T14:20:00+09:00"):
    book.tell("participant.outage", at, participant="P01", connection=connection, affects="quotes")


def sendings(book):
    return book.rows("HIKAE_SENDINGS")


def test_without_a_failure_the_usual_ways_are_open(book):
    """Upload and tool may be used, a mail is not needed; the plan's own times stand there."""
    book.done("CHECK")
    assert [standing(book, way)[0] for way in range(1, 5)] == ["○", "○", "－ 不要 not needed", "－ 不要 not needed"]
    assert standing(book, MAIL)[2] == standing(book, REPORT)[3] == pytest.approx(15.25 / 24)


def test_the_window_is_the_settings(book):
    """From and until of every way out are those of the desk's settings; the mail's beginning is the plan's."""
    settings = 'role = "participant"\nquote_window_open = "15:00:00"\nquote_window_close = "15:40:00"\n'
    (book.home / "settings.toml").write_text(settings, encoding="utf-8")
    book.done("CHECK")
    closes = 15 / 24 + 40 / 1440
    assert standing(book, BY_TOOL)[2:] == [pytest.approx(15 / 24), pytest.approx(closes)]
    assert standing(book, MAIL)[2:] == [pytest.approx(15.25 / 24), pytest.approx(closes)]


@pytest.mark.parametrize(
    ("connection", "words"),
    [("direct", ["✗ 使えない down", "○", "○"]), ("tool", ["✗ 使えない down", "✗ 使えない down", "○"])],
)
def test_a_failure_closes_the_ways_of_its_clause(book, connection, words):
    """A direct user has tool and mail, a tool user the mail alone (CP-1.1.a.1, CP-1.1.b.1)."""
    outage(book, connection)
    book.done("CHECK")
    assert [standing(book, way)[0] for way in (UPLOAD, BY_TOOL, MAIL)] == words
    assert "14:20" in standing(book, UPLOAD)[1]


def test_a_tool_chosen_instead_needs_no_mail(book):
    """A direct user that chose the tool has nothing to mail and nothing to report by 15:15."""
    outage(book, "direct")
    book.tell("participant.route_chosen", "2026-11-20T14:30:00+09:00", participant="P01", route="tool")
    book.done("CHECK")
    assert [standing(book, way)[0] for way in (BY_TOOL, MAIL, REPORT)] == [
        "○",
        "－ 不要 not needed",
        "－ 不要 not needed",
    ]


def test_a_failure_is_reported_until_a_quarter_past_three(book):
    """To report, late, and reported: as the record has it at the instant looked at (CP-1.1.b.2)."""
    outage(book, "tool")
    book.put("HIKAE_AT", 46346 + 15 / 24)
    book.done("CHECK")
    assert standing(book, REPORT)[0] == "▲ 未連絡 to report"
    book.put("HIKAE_AT", 46346 + 15.5 / 24)
    book.done("CHECK")
    assert standing(book, REPORT)[0] == "▲ 未連絡・遅れ late"
    book.tell("participant.reported", "2026-11-20T15:20:00+09:00", participant="P01")
    book.done("CHECK")
    assert standing(book, REPORT)[0] == "○ 連絡済 reported"


def test_another_participants_failure_changes_nothing(book):
    """The page is about the participant that the book names."""
    book.tell("participant.outage", participant="P02", connection="direct", affects="quotes")
    book.done("CHECK")
    assert standing(book, UPLOAD)[0] == "○"


def test_looking_records_nothing(book):
    """The page is written from plan and record; the record is as it was."""
    before = len(book.entries("desk.imported"))
    said = book.done("CHECK")
    assert (said["mark"], len(book.entries("desk.imported"))) == ("", before)
    assert said["said"]["en"] == "15:30:00: 0 sent, 0 not confirmed"
    assert book.cell("HIKAE_WAYS_LINE") == "－ まだ入力していない / nothing entered yet"


def test_what_has_left_stands_there_with_who_let_it(book):
    """When, by which way, by whom, approved by whom, of which sheet, and that nobody has confirmed it."""
    book.send()
    (row,) = sendings(book)
    (entered,) = book.entries("quotes.entered")
    assert row == {
        "at": pytest.approx(46346 + 15.5 / 24),
        "state": "▲ 未確認 not confirmed",
        "way": "ツール tool",
        "quotes": 58.0,
        "by": "SK",
        "approved": "TY",
        "sheet": entered.key[:12],
        "confirmed": "",
        "name": TOOL,
    }
    assert book.cell("HIKAE_WAYS_LINE").startswith("○ 入力済 entered 58")


def test_a_confirmation_is_recorded_with_who_said_so(book):
    """The reference is kept with the person's initials, the state changes, and the field is empty again."""
    book.send()
    book.put("HIKAE_CONFIRMED", "JSCC 佐藤様 電話")
    said = book.done("DECLARE")
    (entry,) = book.entries("quotes.confirmed")
    assert (entry.body["reference"], entry.body["initials"]) == ("JSCC 佐藤様 電話", "SK")
    assert said["mark"].startswith(f"#{entry.n} ")
    (row,) = sendings(book)
    assert row["state"] == "○ 確認済 confirmed"
    assert row["confirmed"].startswith("JSCC 佐藤様 電話   SK ")
    assert book.cell("HIKAE_CONFIRMED") == ""


@pytest.mark.parametrize(
    ("sent", "said", "code"), [(False, "JSCC", "quotes_not_sent"), (True, "", "reason_needed")], ids=["unsent", "blank"]
)
def test_what_cannot_be_confirmed_is_told_at_the_field(book, sent, said, code):
    """Nothing was sent, or nobody is named: nothing is recorded."""
    if sent:
        book.send()
    book.put("HIKAE_CONFIRMED", said)
    error = book.refused("DECLARE")
    assert (error["code"], "送信 Ways out!B31 " in error["ja"]) == (code, True)
    assert book.entries("quotes.confirmed") == []


def test_a_confirmation_needs_initials(book):
    """The record says who heard it."""
    book.send()
    book.put("HIKAE_CONFIRMED", "JSCC")
    book.put("HIKAE_INITIALS", "")
    assert book.refused("DECLARE")["code"] == "initials_refused"


def test_a_later_sheet_makes_an_unconfirmed_sending_an_old_one(book):
    """What was sent of an earlier sheet says so, and the newest stands on top."""
    book.send()
    book.type_quote("ITXJS3605", bid=27.5)
    book.done("SEND")
    book.done("CHECK")
    assert [row["state"] for row in sendings(book)] == ["－ 古い入力 superseded"]


def test_alone_the_approval_is_called_so(book):
    """What one person let out in solo mode names no second one."""
    with Journal(book.home) as journal:
        steps.declare_solo(journal, person_at_desk("SK"), business_date=DAY, reason="alone")
    book.done("SEND")
    assert [row["approved"] for row in sendings(book)] == ["単独 solo"]


def test_more_than_the_page_has_room_for_are_counted(book):
    """The newest stand there, and a line says how many more there are."""
    book.send()
    body = dict(book.entries("quotes.sent")[0].body)
    with Journal(book.home) as journal:
        for number in range(14):
            journal.append("quotes.sent", {**body, "sha256": f"{number}", "name": f"{number}.csv"})
    book.done("CHECK")
    rows = sendings(book)
    assert (len(rows), rows[0]["name"], rows[-1]["state"]) == (12, "13.csv", "＋ 他4件 / +4 more")


def test_an_older_book_without_the_page_still_sends(book):
    """A book from before the page has no region for it, and sending writes none."""
    for region in ("HIKAE_WAYS", "HIKAE_SENDINGS", "HIKAE_WAYS_LINE"):
        book.drop(region)
    book.turn_to("気配値 Quotes")
    book.send()
    assert book.cell("HIKAE_SENT").startswith("▲ 送信済・未確認")
