"""疑義 in two clicks: a mark and 送信 give the drafts and the fact in the record, from amounts that were computed."""

from email import policy
from email.parser import BytesParser
from shutil import copytree

import pytest
from margin_desk import imported_book

from addin.app.plan_cell import plan_at
from addin.store.journal import Journal
from calc.days.cutoff import parse_instant

AT_1910 = 46346 + (19 + 10 / 60) / 24
WRONG, GOOD = "P05H", "P01H"


@pytest.fixture
def book(tmp_path, monkeypatch):
    """Return a margin book with the example day imported, and somebody at the desk."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return imported_book(tmp_path / "home")


def mark(book, account, sign="x", **cells):
    """Put a mark beside an account; returns the cell's address."""
    block = book.sheet.read("HIKAE_NOTIFIED")
    rows = [list(row) for row in block.rows]
    place = next(n for n, row in enumerate(rows) if row[0] == account)
    for name, value in {"challenge": sign, **cells}.items():
        rows[place][rows[0].index(name)] = value
    book.sheet.write({"HIKAE_NOTIFIED": rows})
    return block.place(place, rows[0].index("challenge")).source


def entries(tmp_path, kind):
    with Journal(tmp_path / "home") as journal:
        return list(journal.entries(kind))


def drafts(tmp_path):
    return {path.name: path for path in (tmp_path / "home" / "out").rglob("challenge_*")}


def test_a_marked_account_is_challenged(book, tmp_path):
    """A telephone script and a mail draft are made, and the amounts are those of the day computed and recorded."""
    mark(book, WRONG)
    said = book.done("SEND")
    assert set(drafts(tmp_path)) == {"challenge_mail_P05_20261120.eml", "challenge_telephone_P05_20261120.txt"}
    (entry,) = entries(tmp_path, "margin.challenged")
    body = {name: entry.body[name] for name in ("account", "participant", "version", "own", "notified", "initials")}
    assert body == {
        "account": WRONG,
        "participant": "P05",
        "version": 1,
        "own": 8_749_095_443,
        "notified": 5_609_989_885,
        "initials": "SK",
    }
    assert said["mark"] == f"#{entry.n} {entry.hash[:12]}"


def test_the_fact_counts_for_the_plan(book, tmp_path):
    """It is one of the plan's own vocabulary, at the instant that the book looks from."""
    mark(book, WRONG)
    book.done("SEND")
    (fact,) = entries(tmp_path, "fact.recorded")
    assert (fact.body["what"], fact.body["details"]) == (
        "participant.challenged",
        {"participant": "P05", "item": "margin"},
    )
    assert fact.body["at"] == "2026-11-20T18:55:00+09:00"
    plan = plan_at(parse_instant("2026-11-20T18:56:00+09:00"), home=tmp_path / "home")
    assert plan.items["margin"].clause == "CP-2.2.1"


def test_the_mail_is_a_draft_in_both_languages(book, tmp_path):
    """To JSCC's address, still to be sent, with account, amounts and the component that differs."""
    book.put("HIKAE_SENDER", "margin@p05.example")
    mark(book, WRONG)
    book.done("SEND")
    data = drafts(tmp_path)["challenge_mail_P05_20261120.eml"].read_bytes()
    mail = BytesParser(policy=policy.default).parsebytes(data)
    assert (mail["From"], mail["X-Unsent"]) == ("margin@p05.example", "1")
    assert mail["To"].endswith("@jpx.co.jp") or "@" in mail["To"]
    text = mail.get_content()
    for word in ("P05H", "5,609,989,885", "8,749,095,443", "基礎基準額", "Base amount", "3,142,247"):
        assert word in text, word


def test_the_script_begins_with_the_telephone(book, tmp_path):
    """Whoever is short of time calls first."""
    mark(book, WRONG)
    book.done("SEND")
    text = drafts(tmp_path)["challenge_telephone_P05_20261120.txt"].read_text(encoding="utf-8")
    assert text.startswith("電話 ")
    assert "Telephone" in text


def test_the_book_shows_what_was_done(book):
    """The mark is taken away, the instant stands beside the account, the drafts are named."""
    mark(book, WRONG)
    book.done("SEND")
    assert {row["challenge"] for row in book.rows("HIKAE_NOTIFIED")} == {""}
    (row,) = book.rows("HIKAE_CHALLENGES")
    assert (row["account"], row["at"]) == (WRONG, pytest.approx(46346 + (18 + 55 / 60) / 24))
    assert "challenge_mail_P05" in row["file"]
    assert book.cell("HIKAE_SENT").startswith("○ 疑義の下書き")


def test_what_was_typed_stays_when_marks_are_taken_away(book):
    """The amounts of every account are as before."""
    before = [row[:4] for row in book.sheet.read("HIKAE_NOTIFIED").rows]
    mark(book, WRONG)
    book.done("SEND")
    assert [row[:4] for row in book.sheet.read("HIKAE_NOTIFIED").rows] == before


@pytest.mark.parametrize("sign", ["X", "ｘ", " x ", "×"])
def test_a_mark_in_any_spelling_counts(book, tmp_path, sign):
    """Full-width, capital, with blanks."""
    mark(book, WRONG, sign)
    book.done("SEND")
    assert len(entries(tmp_path, "margin.challenged")) == 1


def test_without_a_mark_nothing_is_made(book, tmp_path):
    """The refusal says where the mark belongs."""
    error = book.refused("SEND")
    assert (error["code"], "口座 Accounts!" in error["ja"]) == ("challenge_none", True)
    assert (drafts(tmp_path), entries(tmp_path, "fact.recorded")) == ({}, [])


def test_another_word_is_no_mark(book, tmp_path):
    """Whoever wrote “ok” did not mean a challenge."""
    cell = mark(book, WRONG, "ok")
    error = book.refused("SEND")
    assert (error["code"], cell in error["ja"]) == ("choice_refused", True)
    assert drafts(tmp_path) == {}


def test_an_account_that_agrees_is_not_challenged(book, tmp_path):
    """A slip of the hand stops everything, at its mark, the account that differs included."""
    mark(book, WRONG)
    cell = mark(book, GOOD)
    error = book.refused("SEND")
    assert (error["code"], cell in error["ja"]) == ("challenge_agrees", True)
    assert (drafts(tmp_path), entries(tmp_path, "margin.challenged")) == ({}, [])


def test_an_amount_that_the_folder_has_otherwise_is_refused(book):
    """Typed from the screen and read from the file must be one amount."""
    mark(book, WRONG, first=5_609_989_886.0)
    assert book.refused("SEND")["code"] == "challenge_two_amounts"


def test_an_account_that_nobody_knows_is_refused(book):
    """It has no participant who could say it."""
    block = book.sheet.read("HIKAE_NOTIFIED")
    rows = [list(row) for row in block.rows]
    rows[14] = ["P09H", "", 1.0, "", "x"]
    book.sheet.write({"HIKAE_NOTIFIED": rows})
    assert book.refused("SEND")["code"] == "account_unknown"


def test_an_account_without_any_notified_amount_is_refused(book):
    """At 18:00 nothing had been uploaded: there is nothing to challenge."""
    book.put("HIKAE_AT", 46346 + 18 / 24)
    book.done("IMPORT")
    mark(book, WRONG)
    assert book.refused("SEND")["code"] == "challenge_not_notified"


def test_an_amount_that_is_no_number_is_told_at_its_mark(book):
    """Nothing is guessed from it."""
    cell = mark(book, WRONG, last="8.7bn")
    error = book.refused("SEND")
    assert cell in error["ja"]
    assert error["code"].startswith("number_")


def test_whoever_sends_says_who_it_is(book):
    """Initials are asked for at their cell."""
    book.put("HIKAE_INITIALS", "")
    mark(book, WRONG)
    assert book.refused("SEND")["code"] == "initials_refused"


def test_after_the_limit_the_person_is_told_to_call(book):
    """At 19:10 JSCC may be too late to announce an error: the challenge is recorded, and the words say so."""
    book.put("HIKAE_AT", AT_1910)
    mark(book, WRONG)
    said = book.done("SEND")["said"]
    assert "19:00" in said["ja"]
    assert "Call JSCC first" in said["en"]


def test_in_time_nothing_is_said_of_the_limit(book):
    """At 18:55 the words are of the drafts alone."""
    mark(book, WRONG)
    assert "19:00" not in book.done("SEND")["said"]["ja"]


def test_two_accounts_of_one_participant_are_one_mail(book, tmp_path, example_day):
    """Both stand in it; the fact is recorded once, the amounts for each account."""
    folder = tmp_path / "day"
    copytree(example_day, folder)
    table = folder / "notified_requirements.csv"
    told = table.read_text(encoding="utf-8").replace("1,P05C,im,total,1545105514", "1,P05C,im,total,1545105")
    table.write_text(told, encoding="utf-8")
    book.put("HIKAE_FOLDER", str(folder))
    book.done("IMPORT")
    mark(book, WRONG)
    mark(book, "P05C")
    book.done("SEND")
    assert len(entries(tmp_path, "fact.recorded")) == 1
    assert [each.body["account"] for each in entries(tmp_path, "margin.challenged")] == [WRONG, "P05C"]
    (script,) = (path for name, path in drafts(tmp_path).items() if name.endswith(".txt"))
    assert "P05C" in script.read_text(encoding="utf-8")


def test_pressed_again_nothing_is_recorded_twice(book, tmp_path):
    """The same challenge at the same instant is the same entry."""
    for _ in range(2):
        mark(book, WRONG)
        book.done("SEND")
    assert len(entries(tmp_path, "margin.challenged")) == len(entries(tmp_path, "fact.recorded")) == 1


def test_a_new_import_still_shows_the_challenge(book):
    """It comes from the record, not from the book."""
    mark(book, WRONG)
    book.done("SEND")
    book.done("IMPORT")
    assert [row["account"] for row in book.rows("HIKAE_CHALLENGES")] == [WRONG]
