"""聞き取り on a real home: the evidence, whom JSCC called, and the prices that it sets, once two persons agree."""

import pytest
from sent_book import SentBook

from addin.app.approval.subjects import SubjectKind
from addin.books.regions import quotes

LACKING = ["ITXJS3705", "ITXJS3805", "ITXJS3905", "JP012M3106", "JP027M3112", "JP041M3112", "JP058M3112"]
CALL = {
    "participant": "P03",
    "staff": "山田",
    "channel": "telephone",
    "reached": quotes.REACHED,
    "at": 16.5 / 24,
    "heard": "31.2 前後",
}
REFERENCE = "決定 2026-11-20/1"


@pytest.fixture
def book(tmp_path, monkeypatch, log_in):
    """Return the clearing house's book at 16:40, the page 聞き取り in front."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    made = SentBook(tmp_path / "home", log_in, role="clearing_house")
    made.put("HIKAE_AT", 46346 + (16 * 60 + 40) / 1440)
    made.turn_to(quotes.HEARING)
    return made


def call(book, place=1, **cells):
    """Fill a row of the log."""
    book.type_row("HIKAE_CONTACTS", place, **{**CALL, **cells})


def set_price(book, instrument="ITXJS3705", price=31.3, *, reference=REFERENCE, second="TY"):
    """Type a price beside an instrument, with its reference and who checks it."""
    book.type_row("HIKAE_EVIDENCE", book.row_of(instrument, "HIKAE_EVIDENCE"), set_bp=price)
    book.put("HIKAE_REFERENCE", reference)
    book.put("HIKAE_SECOND", second)


def approve(book):
    book.approve(REFERENCE, SubjectKind.JSCC_PRICE)


def contacts(book):
    return book.rows("HIKAE_CONTACTS")


def test_import_shows_the_evidence_at_once(book):
    """At the clearing house's desk the instruments without a mark stand there before anybody presses a button."""
    assert [row["instrument"] for row in book.rows("HIKAE_EVIDENCE")] == LACKING
    assert book.entries("hearing.made") == []


def test_the_evidence_is_recorded_with_a_sheet_for_each_participant(book):
    """As `hikae hearing`: the entry names every sheet, and each lies beside the record."""
    said = book.done("CALCULATE")
    (entry,) = book.entries("hearing.made")
    assert (said["mark"].split()[0], entry.body["instruments"]) == (f"#{entry.n}", LACKING)
    folder = book.home / "out" / "2026-11-20"
    assert {path.name for path in folder.glob("hearing_*.txt")} == set(entry.body["sheets"])
    assert book.cell("HIKAE_EVIDENCE_AT") == pytest.approx(46346 + (16 * 60 + 40) / 1440)
    assert "n=64" in book.cell("HIKAE_MOVES")


def test_a_row_of_the_evidence_has_yesterday_composite_and_counts(book):
    """With who was left out and why; too few contributors give no composite, with the reason."""
    book.done("CALCULATE")
    row = book.rows("HIKAE_EVIDENCE")[0]
    assert (row["previous_bp"], row["composite_bp"]) == (30.22, pytest.approx(31.388))
    assert (row["contributors"], "P04:both:trimmed" in row["removed"], row["set_bp"]) == (5.0, True, "")


def test_a_price_already_typed_stays(book):
    """Looking again does not lose what somebody has typed, nor of an instrument that has a mark."""
    set_price(book)
    book.type_row("HIKAE_EVIDENCE", 20, instrument="ITXJS4605", set_bp=57.0)
    book.done("CALCULATE")
    typed = {row["instrument"]: row["set_bp"] for row in book.rows("HIKAE_EVIDENCE") if row["set_bp"] != ""}
    assert typed == {"ITXJS3705": 31.3, "ITXJS4605": 57.0}


def test_a_participant_sees_no_evidence(book):
    """Evidence is about all members at once: at a participant's desk it is refused, and import brings none."""
    (book.home / "settings.toml").write_text('role = "participant"\n', encoding="utf-8")
    assert book.refused("CALCULATE")["code"] == "hearing_role"
    book.sheet.write({"HIKAE_EVIDENCE": book.sheet.read("HIKAE_EVIDENCE").rows[:1]})
    book.turn_to("気配値 Quotes")
    book.done("IMPORT")
    assert book.rows("HIKAE_EVIDENCE") == []
    assert {row["participant"] for row in book.rows("HIKAE_MEMBERS")} == {"P01"}


def test_a_call_is_recorded_and_counts_for_the_plan(book):
    """The log has it with its state, and the plan's separate contact is told (CP-1.3.R2)."""
    call(book)
    said = book.done("DECLARE")
    (entry,) = book.entries("hearing.contact")
    assert (entry.body["participant"], entry.body["at"]) == ("P03", "2026-11-20T16:30:00+09:00")
    assert {each.body["what"] for each in book.entries("fact.recorded")} == {"phone.called", "notice.sent"}
    (row,) = contacts(book)
    assert (row["state"], row["heard"], said["said"]["en"]) == (
        "○ 控え済 recorded", "31.2 前後", "1 contacts recorded",
    )  # fmt: skip


def test_nobody_reached_is_no_contact_for_the_plan(book):
    """The call is in the log, and nobody counts as told."""
    call(book, reached=quotes.NOT_REACHED)
    book.done("DECLARE")
    assert [each.body["what"] for each in book.entries("fact.recorded")] == ["phone.called"]
    assert book.entries("hearing.contact")[0].body["reached"] is False


def test_a_call_without_a_time_was_now(book):
    """The instant of the button stands in the record and in the log."""
    call(book, at="")
    book.done("DECLARE")
    assert book.entries("hearing.contact")[0].body["at"] == "2026-11-20T16:40:00+09:00"
    assert contacts(book)[0]["at"] == pytest.approx(46346 + (16 * 60 + 40) / 1440)


def test_what_is_in_the_record_is_not_recorded_again(book, log_in):
    """Pressed again by somebody else with one more call, only that one is new."""
    call(book)
    book.done("DECLARE")
    log_in(3)
    book.put("HIKAE_INITIALS", "MN")
    call(book, 2, participant="P05")
    book.done("DECLARE")
    told = [(each.body["participant"], each.body["initials"]) for each in book.entries("hearing.contact")]
    assert told == [("P03", "SK"), ("P05", "MN")]
    assert [row["participant"] for row in contacts(book)] == ["P03", "P05"]


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"participant": ""}, "cell_empty", "B12"),
        ({"participant": "P99"}, "participant_unknown", "B12"),
        ({"staff": "  "}, "cell_empty", "C12"),
        ({"channel": "pigeon"}, "choice_refused", "D12"),
        ({"reached": "yes"}, "choice_refused", "E12"),
        ({"at": "noon"}, "instant_unreadable", "F12"),
        ({"heard": "x" * 201}, "reason_needed", "G12"),
    ],
)
def test_a_call_that_is_not_whole_is_told_at_its_cell(book, cells, code, cell):
    """Nothing of the page is recorded while one row is wrong."""
    call(book, **cells)
    call(book, 2)
    error = book.refused("DECLARE")
    assert (error["code"], f"聞き取り Hearing!{cell} " in error["ja"]) == (code, True)
    assert book.entries("hearing.contact") == []


def test_an_error_value_in_the_log_is_told(book):
    """Something pasted with its error."""
    call(book)
    book.book[quotes.HEARING]["G12"] = "#REF!"
    assert book.refused("DECLARE")["code"] == "cell_error"


def test_a_page_with_nothing_new_is_told(book):
    """Neither a call nor a price: there is nothing to declare."""
    error = book.refused("DECLARE")
    assert (error["code"], "聞き取り Hearing!B12 " in error["ja"]) == ("nothing_declared", True)
    call(book)
    book.done("DECLARE")
    assert book.refused("DECLARE")["code"] == "nothing_declared"


def test_more_calls_than_the_page_has_room_for_are_counted(book):
    """The newest stand there beneath a line that says how many more; rows to fill stay free."""
    for number in range(15):
        call(book, book.row_of("", "HIKAE_CONTACTS"), heard=f"{number}")
        book.done("DECLARE")
    rows = contacts(book)
    assert (len(rows), rows[0]["state"], rows[-1]["heard"]) == (12, "＋ 他4件 / +4 more", "14")
    assert len(book.entries("hearing.contact")) == 15


def test_prices_wait_for_the_second_person(book):
    """The first press asks; the page says that they wait, and from when the decision is."""
    set_price(book)
    said = book.done("DECLARE")["said"]
    assert book.cell("HIKAE_DECISION").startswith("▲ 承認待ち")
    assert book.cell("HIKAE_DECIDED") == pytest.approx(46346 + (16 * 60 + 40) / 1440)
    assert (REFERENCE in said["ja"], book.entries("fact.recorded")) == (True, [])


def test_prices_count_once_two_persons_agree(book):
    """Pressed again after the approval, later on the clock: the fact and the day's file are there."""
    set_price(book)
    book.done("DECLARE")
    approve(book)
    book.put("HIKAE_AT", 46346 + 17 / 24)
    book.done("DECLARE")
    (fact,) = book.entries("fact.recorded")
    assert (fact.body["what"], fact.body["at"]) == ("price.set_by_jscc", "2026-11-20T16:40:00+09:00")
    assert book.cell("HIKAE_DECISION").startswith("○ 決定済 set")
    assert (book.home / "out/2026-11-20/jscc_prices.csv").read_bytes().endswith(b"ITXJS3705,31.3\r\n")


def test_a_price_changed_after_the_approval_is_another_decision(book):
    """What the second person saw is what counts."""
    set_price(book)
    book.done("DECLARE")
    approve(book)
    set_price(book, price=31.4)
    book.done("DECLARE")
    assert book.entries("fact.recorded") == []


@pytest.mark.parametrize(
    ("wrong", "code", "cell"),
    [
        ({"reference": ""}, "reason_needed", "D5"),
        ({"second": ""}, "initials_refused", "G5"),
        ({"second": "SK"}, "second_person_self", "G5"),
        ({"price": "about 31"}, "number_character", "B32"),
        ({"price": "31.3yen"}, "number_character", "B32"),
    ],
)
def test_a_price_needs_reference_second_person_and_a_number(book, wrong, code, cell):
    """Each is told at its cell, and nothing is recorded."""
    set_price(book, **wrong)
    error = book.refused("DECLARE")
    assert (error["code"], f"聞き取り Hearing!{cell} " in error["ja"]) == (code, True)
    assert book.entries("decision.made") == []


def test_a_price_of_no_instrument_is_told_at_its_cell(book):
    """A code that the day does not know, and one that stands twice."""
    book.type_row("HIKAE_EVIDENCE", 10, instrument="XX9", set_bp=1.0)
    assert "聞き取り Hearing!B41 " in refusal(book, "instrument_unknown")
    book.type_row("HIKAE_EVIDENCE", 10, instrument="ITXJS3705", set_bp=1.0)
    set_price(book)
    assert "聞き取り Hearing!B41 " in refusal(book, "price_form")


def refusal(book, code):
    """Return the words of a declaration that must be refused with this code."""
    error = book.refused("DECLARE")
    assert error["code"] == code
    return error["ja"]


def test_a_price_out_of_scale_is_told_and_not_stopped(book):
    """It is what the market may do, or a digit: the person reads it while the approval is asked for."""
    set_price(book, price=313.0)
    assert "out of scale" in book.done("DECLARE")["said"]["en"]


def test_somebody_else_who_approves_is_told_at_the_field(book):
    """The fact would name a person who never saw the price."""
    set_price(book, second="MN")
    book.done("DECLARE")
    approve(book)
    error = book.refused("DECLARE")
    assert (error["code"], "聞き取り Hearing!G5 " in error["ja"]) == ("second_person_other", True)


@pytest.mark.parametrize("wrong", [{"reference": ""}, {"second": "1"}, {"second": "sk"}, {"price": "x"}])
def test_a_bad_price_stops_the_calls_too(book, wrong):
    """Everything on the page is judged before the first entry."""
    call(book)
    set_price(book, **wrong)
    book.refused("DECLARE")
    assert book.entries("hearing.contact") == []
