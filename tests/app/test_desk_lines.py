"""The lines of a form: cells by their columns, times as instants of the business date, and rows left where they are."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from addin.app.desk_day import Desk
from addin.app.desk_lines import (
    business_date_of,
    instant_now,
    lines_of,
    refuse_ahead,
    refuse_nothing,
    rows_with,
)
from addin.books.port import Block
from addin.books.regions import panel
from addin.books.regions.region import Region
from calc.days.cutoff import iso
from calc.outcome import RefusedError

REGION = Region("HIKAE_X", "s", 7, 1, ("what", "at"), 4)
DAY = date(2026, 11, 20)
NOON = datetime.fromisoformat("2026-11-20T12:00:00+09:00")


def block(*rows, head=("what", "at")):
    """Return the region as an office reads it, at A7 of the sheet s."""
    return Block("HIKAE_X", [list(head), *map(list, rows)], "s", 7, 1)


def line(cell, column="at"):
    """Return a line whose one cell says this."""
    return lines_of(block(["", cell] if column == "at" else [cell, ""]), REGION)[0]


def code(call):
    """Return the code and the cell of a refusal."""
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.findings[0].code, caught.value.findings[0].place.source


def test_every_row_is_a_line_in_its_place():
    """Blank rows between filled ones stay lines, so that a state stands beside what it is about."""
    lines = lines_of(block(["a", 0.5], ["", ""], ["b", ""]), REGION)
    assert [each.text("what") for each in lines] == ["a", "", "b"]
    assert [each.is_blank for each in lines] == [False, True, False]
    assert lines[2].places["what"].source == "s!A10"


def test_columns_are_found_by_their_names():
    """A column that somebody moved is still that column."""
    (found,) = lines_of(block([0.5, "a"], head=("at", "what")), REGION)
    assert (found.text("what"), found.places["at"].source) == ("a", "s!A8")


def test_a_whole_number_is_text_without_its_point():
    """A version typed as a number reads as one types it."""
    assert line(2.0, "what").text("what") == "2"
    assert line(2.5, "what").text("what") == "2.5"
    assert line(" P07 ", "what").text("what") == "P07"


def test_an_error_value_is_told_at_its_cell():
    """Nothing is read beside it."""
    assert code(lambda: lines_of(block(["", {"error": "#N/A"}]), REGION)) == ("cell_error", "s!B8")


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        (0.75, "18:00:00"),
        ("18:05", "18:05:00"),
        ("18:05:30", "18:05:30"),
        (46346.75, "18:00:00"),
        ("2026-11-20T18:00:00+09:00", "18:00:00"),
    ],
)
def test_a_time_is_one_of_the_business_date(cell, clock):
    """As a fraction of a day, as text, as a sheet's date and time, or as an ISO instant."""
    assert iso(line(cell).instant("at", DAY)) == f"2026-11-20T{clock}+09:00"


def test_a_blank_time_is_none():
    """The use case decides what a blank cell means."""
    assert line("").instant("at", DAY) is None


@pytest.mark.parametrize(
    ("cell", "said"), [("soon", "instant_unreadable"), ("2026-11-20T18:00:00", "instant_without_offset")]
)
def test_a_time_that_cannot_be_read_is_told_at_its_cell(cell, said):
    """Neither guessed nor taken for now."""
    assert code(lambda: line(cell).instant("at", DAY)) == (said, "s!B8")


def test_an_instant_that_has_not_come_is_refused():
    """To the second: now itself has come."""
    here = line(0.5)
    assert refuse_ahead(here, "at", NOON, now=NOON) == NOON
    later = NOON.replace(second=1)
    assert code(lambda: refuse_ahead(here, "at", later, now=NOON)) == ("declare_ahead", "s!B8")


def test_a_form_without_a_word_is_refused():
    """Pressed by mistake, it says that nothing was filled in, at the region."""
    assert code(lambda: refuse_nothing(block(), [])) == ("declare_nothing", "s!A7")
    refuse_nothing(block(), ["a line"])


def test_changed_rows_stand_where_they_stood():
    """Only what is changed changes; the header and every other cell stay."""
    before = block(["a", 0.5], ["", ""], ["b", ""])
    rows = rows_with(before, REGION, lines_of(before, REGION), {2: {"at": 0.75}})
    assert rows == [["what", "at"], ["a", 0.5], ["", ""], ["b", 0.75]]


def sheet(**fields):
    """Return a book that has these fields alone."""
    blocks = {name: Block(name, [[value]], "s", 1, 1) for name, value in fields.items()}
    return SimpleNamespace(read=blocks.__getitem__)


def test_a_book_without_a_date_is_of_today(tmp_path):
    """Where nobody has typed a business date, the clock's counts."""
    desk = Desk(sheet(**{panel.DATE.name: ""}), tmp_path, NOON)
    assert business_date_of(desk) == DAY
    assert business_date_of(Desk(sheet(**{panel.DATE.name: 46345.0}), tmp_path, NOON)) == date(2026, 11, 19)


def test_on_the_day_itself_now_is_the_clock(tmp_path):
    """Without a fixed instant, what is declared without a time happened now."""
    fields = {panel.DATE.name: 46346.0, panel.LOOK_AT.name: "", panel.ASOF.name: ""}
    assert instant_now(Desk(sheet(**fields), tmp_path, NOON)) == (DAY, NOON)


def test_on_another_day_now_is_the_fixed_instant(tmp_path):
    """A drill of a past day declares as of the instant that the book looks at."""
    fields = {panel.DATE.name: 46345.0, panel.LOOK_AT.name: 46345.5, panel.ASOF.name: ""}
    day, now = instant_now(Desk(sheet(**fields), tmp_path, NOON))
    assert (day, iso(now)) == (date(2026, 11, 19), "2026-11-19T12:00:00+09:00")
