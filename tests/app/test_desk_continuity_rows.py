"""One filled row of a form: what was typed read as text, choice, day and instant, and refused at its cell."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from continuity_hand import NUMBER, at

from addin.app.continuity_record import Kept, Said
from addin.app.desk_continuity_rows import NO, YES, FormRow, at_cell, read_form
from addin.books.desk_cells import filled
from addin.books.port import Block
from addin.books.regions.region import Region
from calc.outcome import Place, RefusedError, finding

NOW = at(18, 55)
STATE = SimpleNamespace(at=NOW)  # all that a row asks of what the record holds
REGION = Region("HIKAE_X", "頁 Page", 7, 2, ("about", "what", "at", "recorded"), 5)


def row(**cells):
    """Return a row of a form as it was typed."""
    return FormRow(cells, STATE)


def block(*rows, header=REGION.columns):
    """Return a region's block as an office gives it, under its header."""
    return Block("HIKAE_X", [list(header), *[list(each) for each in rows]], "頁 Page", 7, 2)


def said(typed):
    """Return what a row says: an absence, so that any text makes one."""
    return [Said(Kept.ABSENCE, {"person": typed.text("what"), "absent": True}, typed.moment("at"))]


def refused(ask):
    """Return code and column of what a row is refused for."""
    with pytest.raises(RefusedError) as raised:
        ask()
    (found,) = raised.value.findings
    return found.code, found.place.column


@pytest.mark.parametrize(
    ("cell", "text"),
    [("SK", "SK"), ("  SK ", "SK"), ("", ""), (None, ""), ("\u3000", ""), (12.0, "12"), (12.5, "12.5"), (3, "3")],
)
def test_a_text_is_what_was_typed(cell, text):
    """A whole number that an office made of digits is told as those digits; blanks are nothing."""
    assert row(what=cell).text("what") == text


@pytest.mark.parametrize(
    ("cell", "word"),
    [("携帯電話 mobile", "mobile"), ("mobile", "mobile"), ("携帯電話\nmobile", "mobile"), ("", ""), (None, "")],
)
def test_a_choice_is_read_by_its_code(cell, word):
    """The Japanese word before it is for people; the code alone may be typed."""
    assert row(means=cell).word("means") == word


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        (YES, True),
        (NO, False),
        ("はい", True),
        ("いいえ", False),
        ("YES", True),
        ("n", False),
        ("", None),
        (None, None),
    ],
)
def test_an_answer_is_yes_no_or_nothing(cell, answer):
    """In either language, in either case; nothing is not no."""
    assert row(reached=cell).yes("reached") is answer


@pytest.mark.parametrize("cell", ["たぶん", "maybe", 1.0, "○"])
def test_another_answer_is_refused(cell):
    """What is neither yes nor no is told at its column."""
    assert refused(lambda: row(reached=cell).yes("reached")) == ("continuity_word", "reached")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (float(NUMBER), date(2026, 11, 20)),
        (NUMBER + 0.9, date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
        ("2026/11/20", date(2026, 11, 20)),
        ("", None),
    ],
)
def test_a_day_is_a_sheets_date_or_typed_as_text(cell, day):
    """Whatever the cell makes of it, it is the same day."""
    assert row(on=cell).day("on") == day


@pytest.mark.parametrize("cell", ["20日", "2026-02-30", "金曜", -3.0])
def test_what_is_no_day_is_refused(cell):
    """It is told at its column, and no day is guessed."""
    assert refused(lambda: row(on=cell).day("on")) == ("date_unreadable", "on")


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("", NOW),
        (None, NOW),
        (NUMBER + 18.5 / 24, at(18, 30)),
        (18.5 / 24, at(18, 30)),
        ("2026-11-20T18:30:00+09:00", at(18, 30)),
        ("2026-11-20T09:30:00Z", at(18, 30)),
        (NUMBER - 1 + 23 / 24, at(23, day=-1)),
    ],
)
def test_an_instant_is_a_sheets_time_iso_text_or_now(cell, moment):
    """A time alone is one of the day looked at; blank is now."""
    assert row(at=cell).moment("at") == moment


def test_a_blank_instant_may_stay_unknown():
    """Where now would be a guess, nothing is nothing."""
    assert row(at="").optional_moment("at") is None


@pytest.mark.parametrize("typed", ["18:00", "18:00:00", 0.75, NUMBER + 0.75, "2026-11-20T18:00:00+09:00"])
def test_a_time_is_read_as_in_every_other_book(typed):
    """Typed as text, as a time, or with its date: six in the evening of the day that is looked at."""
    assert row(at=typed).moment("at") == at(18)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("正午", "instant_unreadable"),
        ("18:30:00:00", "instant_unreadable"),
        ("2026-11-20T18:30:00", "instant_without_offset"),
        (NUMBER + 19 / 24, "continuity_future"),
        (19 / 24, "continuity_future"),
        (-1.0, "instant_unreadable"),
    ],
)
def test_what_is_no_instant_or_has_not_come_is_refused(cell, code):
    """Nothing is reported before it happened."""
    assert refused(lambda: row(at=cell).moment("at")) == (code, "at")


def test_now_itself_is_not_in_the_future():
    """The very instant may be reported."""
    assert row(at=NUMBER + (18 * 60 + 55) / 1440).moment("at") == NOW


def test_a_time_of_day_is_of_the_day_in_japan():
    """At eight in the morning of Saturday in Tokyo it is still Friday elsewhere; the sheet means Saturday."""
    state = SimpleNamespace(at=datetime.fromisoformat("2026-11-20T23:00:00+00:00"))
    assert FormRow({"at": 7.5 / 24}, state).moment("at") == at(7, 30, day=1)


def test_only_rows_in_which_somebody_typed_are_read():
    """A row that a button named and nobody filled says nothing."""
    given = block(["A", "", "", ""], ["B", "SK", "", ""], ["C", None, " ", "○ 記録済 recorded #3"])
    read = read_form(given, REGION, ("what", "at"), make=said, state=STATE)
    assert {place: each[0].content["person"] for place, each in read.said.items()} == {2: "SK"}
    assert read.faults == ()


def test_every_fault_of_a_form_is_told_at_its_cell():
    """One row after the other, so that all can be corrected at once."""
    given = block(["A", "SK", "noon", ""], ["B", "TY", "", ""], ["C", "UM", 0.99, ""])
    read = read_form(given, REGION, ("what", "at"), make=said, state=STATE)
    assert [(each.code, each.place.source) for each in read.faults] == [
        ("instant_unreadable", "頁 Page!D8"),
        ("continuity_future", "頁 Page!D10"),
    ]
    assert list(read.said) == [2]


def test_an_error_value_is_a_fault_and_no_row():
    """A cell that shows #N/A is told, whoever made it."""
    given = block(["A", {"error": "#N/A"}, "", ""], ["B", "SK", "", ""])
    read = read_form(given, REGION, ("what", "at"), make=said, state=STATE)
    assert ([each.code for each in read.faults], list(read.said)) == (["cell_error"], [2])


def test_columns_are_found_by_their_names():
    """One that somebody moved is still that column, and a fault names where it stands now."""
    given = block(["", "noon", "SK", "A"], header=("recorded", "at", "what", "about"))
    read = read_form(given, REGION, ("what", "at"), make=said, state=STATE)
    assert [each.place.source for each in read.faults] == ["頁 Page!C8"]


def test_a_finding_without_a_column_stands_at_the_rows_first_cell():
    """Somebody has to look somewhere."""
    read = filled(block(["A", "SK", "", ""]), REGION)
    assert at_cell(read, finding("continuity_nothing"), 1).place == Place("頁 Page!B8")
    assert read_form(read.block, REGION, ("what",), make=said, state=STATE).located(
        finding("continuity_nothing", Place(column="at")), 1
    ).place == Place("頁 Page!D8")
