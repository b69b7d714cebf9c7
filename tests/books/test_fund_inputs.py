"""The table of the clearing fund's past days: typed rows, one a participant and day."""

from datetime import date

import pytest

from addin.books.fund_inputs import FundDay, fund_days
from addin.books.tables import table_of

HEAD = "date,participant,stressed,margin\n"


def read(text):
    """Return what the reader makes of a table."""
    return fund_days(table_of((HEAD + text).encode(), "fund_history.csv").value)


def test_a_row_is_a_participants_day():
    """Date, participant, stressed share and margin are typed; what is paid back makes margin smaller than nothing."""
    made = read("2026-11-19,P01,120000000,-5\n2026-11-19,P02,0,7\n")
    assert made.value == (
        FundDay(date(2026, 11, 19), "P01", 120_000_000, -5),
        FundDay(date(2026, 11, 19), "P02", 0, 7),
    )
    assert made.findings == ()


def test_a_participant_has_one_row_a_day():
    """A day that stands twice for a participant is a finding; the same day of another is not."""
    made = read("2026-11-19,P01,1,1\n2026-11-19,P01,2,2\n2026-11-19,P02,1,1\n")
    assert {each.code for each in made.findings} == {"key_repeated"}


@pytest.mark.parametrize("row", ["x,P01,1,1", "2026-11-19,P01,-1,1", "2026-11-19,P01,1.5,1", "2026-11-19,P01,1,"])
def test_a_bad_cell_is_a_finding(row):
    """A date that is none, a share below nothing, a part of a yen, no margin: the row is not used."""
    made = read(row + "\n2026-11-18,P01,1,1\n")
    assert [each.date for each in made.value] == [date(2026, 11, 18)]
    assert made.findings
