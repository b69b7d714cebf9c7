"""A hearing sheet holds one participant's own marks and size; the test across all members finds obvious errors."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from calc.quotes.averages import Sided
from calc.quotes.composite import Terms
from calc.quotes.hearing import HearingRow, hearing_rows, obvious_errors
from calc.quotes.quote import Quote

TERMS = Terms(min_contributors=3, trim_fraction=Fraction(1, 4), eod_width_bp=None, tick_bp=Fraction(1, 100))
AS_OF = "2026-11-20T15:16:00+09:00"
MEMBERS = st.sampled_from(["P01", "P02", "P03"])
LEVELS = st.integers(1, 10**6).map(float)
QUOTES = st.lists(st.builds(Quote, MEMBERS, st.sampled_from(["A", "B"]), LEVELS, LEVELS), max_size=12)


def test_a_row_holds_yesterday_own_quote_and_own_size():
    """Everything that the member needs at the telephone, nothing else."""
    quotes = [Quote("P01", "A", 1.0, 2.0, AS_OF), Quote("P02", "A", 3.0, 4.0)]
    sizes = {"P01": {"A": -5e9}, "P02": {"A": 7e9}}
    (row,) = hearing_rows("P01", ["A"], quotes=quotes, sizes=sizes, previous_bp={"A": 1.4})
    assert row == HearingRow("A", 1.4, 1.0, 2.0, AS_OF, -5e9)


def test_what_a_member_did_not_give_is_blank():
    """The instrument is asked about all the same."""
    quotes = [Quote("P02", "A", 3.0, 4.0)]
    (row,) = hearing_rows("P01", ["A"], quotes=quotes, sizes={"P02": {"A": 7e9}}, previous_bp={})
    assert row == HearingRow("A", None, None, None, "", None)


@given(quotes=QUOTES, member=MEMBERS)
def test_others_marks_never_change_a_sheet(quotes, member):
    """A sheet made from all quotes is the one made from the member's own alone."""
    own = [each for each in quotes if each.participant == member]
    sheets = [hearing_rows(member, ["A", "B"], quotes=known, sizes={}, previous_bp={}) for known in (quotes, own)]
    assert sheets[0] == sheets[1]


def sided(*rows):
    """Return quotes from (participant, bid, offer)."""
    return [Sided(name, Fraction(bid), Fraction(offer)) for name, bid, offer in rows]


GOOD = (("P01", 10, 12), ("P03", 10, 12), ("P04", 11, 13), ("P05", 10, 12))


def test_who_crosses_everybody_by_more_than_a_width_is_an_obvious_error():
    """By instrument, with the wrong side; instruments without one are not listed."""
    quotes = {"A": sided(*GOOD, ("P02", 30, 32)), "B": sided(*GOOD)}
    found = obvious_errors(quotes, terms=TERMS)
    assert {code: [(each.participant, each.side.value) for each in errors] for code, errors in found.items()} == {
        "A": [("P02", "bid")]
    }


def test_too_few_quotes_still_show_their_error():
    """Also where no composite can be made of what is left."""
    assert "A" in obvious_errors({"A": sided(*GOOD[:3], ("P02", 1, 3))}, terms=replace(TERMS, min_contributors=4))


def test_other_removals_are_no_errors():
    """A crossed quote of one's own is a fault, not a mark across the market."""
    assert obvious_errors({"A": sided(*GOOD, ("P02", 13, 12))}, terms=TERMS) == {}
