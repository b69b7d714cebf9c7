import itertools

import pytest

from addin.last_errors import KEPT, LastErrors, listed

ERROR = {"code": "tenor_refused", "ja": "期間が違います", "en": "No tenor."}


@pytest.fixture
def errors():
    """Return an empty list whose clock goes on by a second at every error."""
    return LastErrors((f"2026-11-20T10:00:{second:02}+09:00" for second in itertools.cycle(range(60))).__next__)


def test_an_error_is_kept_with_its_time_and_place(errors):
    """What is kept is what is handed back: time, place, code and words."""
    kept = errors.keep("CDS_MATURITY", ERROR)
    assert kept == {"time": "2026-11-20T10:00:00+09:00", "where": "CDS_MATURITY", **ERROR}
    assert errors.all == [kept]


def test_what_fails_again_moves_to_the_end(errors):
    """A thousand cells with one error are one entry, with its newest time."""
    for where in ("A", "B", "A"):
        errors.keep(where, ERROR)
    assert [(each["where"], each["time"][17:19]) for each in errors.all] == [("B", "01"), ("A", "02")]


def test_one_place_may_have_several_errors(errors):
    """Another code, and the same code with other words, is another error."""
    for change in ({}, {"code": "arguments"}, {"ja": "別の期間"}):
        errors.keep("A", {**ERROR, **change})
    assert len(errors.all) == 3


def test_the_oldest_error_makes_room(errors):
    """A long day does not fill the memory."""
    for number in range(KEPT + 2):
        errors.keep(f"{number}", ERROR)
    assert (len(errors.all), errors.all[0]["where"]) == (KEPT, "2")


def test_the_last_words_are_those_of_the_newest(errors):
    """Place and words in both languages, nothing where there was no error."""
    assert errors.last_words() == ""
    errors.keep("A", ERROR)
    errors.keep("B", ERROR)
    assert errors.last_words() == "B: 期間が違います / No tenor."


def test_the_list_has_the_newest_above(errors):
    """Each with its time, place and code, then its words, with a line between."""
    errors.keep("A", ERROR)
    errors.keep("B", ERROR)
    first, second = listed(errors.all).split("\n\n")
    assert first == "2026-11-20T10:00:01+09:00  B  [tenor_refused]\n期間が違います\nNo tenor."
    assert second.startswith("2026-11-20T10:00:00+09:00  A")
    assert listed([]) == ""
