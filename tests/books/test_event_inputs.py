"""The table of credit events in force."""

from datetime import date

import pytest

from addin.books.event_inputs import OPEN_END, events
from addin.books.tables import table_of
from calc.margin.short_charge import CreditEvent, EventKind

HEADER = "entity,kind,ratio,from,until"
GOOD = "TOSHIBA,credit_event,0.65,2026-11-01,2026-12-31"


def table(*lines, header=HEADER):
    """Return an events table of CSV lines."""
    return table_of("\r\n".join((header, *lines)).encode(), "events.csv").value


def codes(read):
    """Return what was found as (code, row, column)."""
    return [(each.code, each.place.row, each.place.column) for each in read.findings]


def test_events_are_read():
    """Each row is an entity, a kind, a ratio and two days, of which the last may be open."""
    read = events(table(GOOD, "SHARP,restructuring,0.1,2026-11-20,"))
    assert read.findings == ()
    assert read.value == (
        CreditEvent("TOSHIBA", EventKind.CREDIT_EVENT, 0.65, date(2026, 11, 1), date(2026, 12, 31)),
        CreditEvent("SHARP", EventKind.RESTRUCTURING, 0.1, date(2026, 11, 20), OPEN_END),
    )


def test_the_last_day_may_be_left_out_altogether():
    """Without the column every event goes on."""
    read = events(table("SHARP,restructuring,0.1,2026-11-20", header="entity,kind,ratio,from"))
    assert [each.last for each in read.value] == [OPEN_END]


def test_a_header_alone_means_that_nothing_happened():
    """A table without rows is a good one, and it has no events."""
    assert events(table()).value == ()
    assert events(table()).findings == ()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("SHARP,default,0.1,2026-11-20,", [("choice_refused", 3, "kind")]),
        ("SHARP,restructuring,65%,2026-11-20,", [("number_unit", 3, "ratio")]),
        ("SHARP,restructuring,1.1,2026-11-20,", [("number_range", 3, "ratio")]),
        ("SHARP,restructuring,-0.1,2026-11-20,", [("number_range", 3, "ratio")]),
        ("SHARP,restructuring,,2026-11-20,", [("cell_empty", 3, "ratio")]),
        ("SHARP,restructuring,0.1,,", [("cell_empty", 3, "from")]),
        ("SHARP,restructuring,0.1,20 Nov,", [("date_unreadable", 3, "from")]),
        ("A\tB,restructuring,0.1,2026-11-20,", [("text_refused", 3, "entity")]),
        ("SHARP,restructuring,0.1,2026-11-20,2026-11-19", [("event_period", 3, "until")]),
        ("TOSHIBA,credit_event,0.5,2026-12-31,", [("event_overlap", 3, "from")]),
        ("TOSHIBA,credit_event,0.5,2026-10-01,2026-11-01", [("event_overlap", 2, "from")]),
        (GOOD, [("event_overlap", 3, "from")]),
    ],
)
def test_a_table_with_a_bad_row_is_not_trusted(line, found):
    """One bad row leaves no event at all, because the requirement without it would be too small unseen."""
    read = events(table(GOOD, line))
    assert codes(read) == found
    assert read.value is None


def test_a_row_of_another_width_is_not_trusted_either():
    """A row with a cell too few, told when the file was read, spoils the table."""
    assert events(table(GOOD, "SHARP,restructuring,0.1")).value is None


@pytest.mark.parametrize(
    "line",
    [
        "TOSHIBA,restructuring,0.5,2026-11-01,",
        "SHARP,credit_event,0.5,2026-11-01,",
        "TOSHIBA,credit_event,0.5,2027-01-01,",
        "TOSHIBA,credit_event,0.5,2026-10-01,2026-10-31",
        "TOSHIBA,credit_event,0.5,2026-10-31,2026-10-31",
    ],
)
def test_another_kind_entity_or_time_is_another_event(line):
    """Rows of one entity stand side by side when kind or period differ, be the period a single day."""
    assert len(events(table(GOOD, line)).value) == 2


def test_a_missing_column_is_told():
    """A table without a required column is not trusted, with or without rows."""
    for lines in ((), ("SHARP,restructuring,2026-11-20",)):
        read = events(table(*lines, header="entity,kind,from"))
        assert codes(read) == [("column_missing", 1, "ratio")]
        assert read.value is None
