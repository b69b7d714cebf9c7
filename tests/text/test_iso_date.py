from datetime import date

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.text.numeral import iso_date
from calc.text.wording import words


@settings(max_examples=drawn(500), deadline=None)
@given(st.dates())
def test_every_date_is_read_in_both_spellings(day):
    """Any date of the machine is read with hyphens and with strokes."""
    assert iso_date(day.isoformat()) == day
    assert iso_date(day.isoformat().replace("-", "/")) == day


@pytest.mark.parametrize(
    "text",
    [
        "", " ", None, 20261120, date(2026, 11, 20), "2026-11-20 ", "2026-11/20", "2026/11-20", "2026-1-2", "26-11-20",
        "20261120", "2026-W47-5", "2026-11-20T00:00", "20-11-2026", "11/20/2026", "2026-02-30", "2027-02-29",
        "0000-01-01", "2026-13-01", "2026-00-10", "２０２６-11-20", "2026-11-2٣", "2026.11.20", "R8-11-20",
        "2026年11月20日", "-2026-11-20", "2026-11-20\n",
    ],
)  # fmt: skip
def test_anything_else_is_no_date(text):
    """Other spellings, impossible days and digits beyond ASCII are one finding, never a guess."""
    found = iso_date(text)
    assert found.code == "date_unreadable"
    assert "{" not in words(found).ja + words(found).en


@settings(max_examples=drawn(500), deadline=None)
@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_dates(text):
    """Any text at all gives a date or the finding."""
    read = iso_date(text)
    assert isinstance(read, date) or read.code == "date_unreadable"
