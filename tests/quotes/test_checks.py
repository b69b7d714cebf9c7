import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.quotes.checks import crossed, missing, slipped_unit
from calc.quotes.quote import Quote
from calc.text.wording import Severity, severity, words

RATIO = 5.0  # the default of the desk


def quote(bid_bp, offer_bp, participant="P1", instrument="AA"):
    """Return a quote."""
    return Quote(participant, instrument, bid_bp, offer_bp)


def details(found):
    """Return what a finding says."""
    return dict(found.details)


def test_a_crossed_quote_is_found():
    """A bid above the offer is an error that names both sides and who gave them; equal sides are none."""
    found = crossed(quote(41.0, 40.5))
    assert (found.code, severity(found)) == ("quote_crossed", Severity.ERROR)
    assert details(found) == {"participant": "P1", "instrument": "AA", "bid_bp": "41.0", "offer_bp": "40.5"}
    assert "P1" in words(found).ja
    assert crossed(quote(40.5, 40.5)) is None
    assert crossed(quote(40.0, 40.5)) is None


@pytest.mark.parametrize(
    ("bid", "offer", "previous"),
    [
        (0.56, 0.58, 55.0),
        (0.56, 57.0, 55.0),
        (55.0, 0.57, 55.0),
        (0.11, 0.12, 55.0),
        (2.7, 2.8, 55.0),
        (12.0, 12.5, 900.0),
    ],
)
def test_a_quote_typed_in_percent_is_found(bid, offer, previous):
    """A side that stands near a hundredth of yesterday's price is told with what it would mean in bp."""
    found = slipped_unit(quote(bid, offer), previous, ratio=RATIO)
    assert found.code == "quote_unit_slip"
    assert float(details(found)["meant"]) == pytest.approx(100 * min(bid, offer))
    assert details(found)["previous"] == str(previous)


@pytest.mark.parametrize(
    ("bid", "offer", "previous"),
    [
        (54.0, 56.0, 55.0),
        (54.0, 56.0, None),
        (54.0, 56.0, 0.0),
        (0.0, 1.0, 55.0),
        (20.0, 22.0, 55.0),
        (200.0, 210.0, 55.0),
        (5400.0, 5600.0, 55.0),
        (0.05, 0.06, 55.0),
        (0.9, 1.1, 1.0),
    ],
)
def test_an_ordinary_move_is_no_slip(bid, offer, previous):
    """A price that moved, rose a hundredfold, or has no yesterday is left alone."""
    assert slipped_unit(quote(bid, offer), previous, ratio=RATIO) is None


@given(level=st.floats(5.0, 5000.0), move=st.floats(0.5, 2.0))
def test_every_slip_near_yesterday_is_found_and_no_honest_quote(level, move):
    """A quote within a factor of two of yesterday passes in bp and is found in percent, at any level."""
    honest = level * move
    assert slipped_unit(quote(honest, honest * 1.05), level, ratio=RATIO) is None
    assert slipped_unit(quote(honest / 100, honest * 1.05 / 100), level, ratio=RATIO) is not None


def test_what_is_owed_and_did_not_come_is_told():
    """A participant is told once with what it lacks, and otherwise when it gave nothing at all."""
    owed = {"P3": {"AA", "BB"}, "P1": {"AA", "BB", "CC"}, "P2": {"AA"}, "P4": set()}
    found = missing([quote(1, 2), quote(1, 2, "P2"), quote(1, 2, "P9", "ZZ")], owed)
    assert [(each.code, details(each)) for each in found] == [
        ("quote_missing", {"participant": "P1", "instruments": "BB CC"}),
        ("participant_silent", {"participant": "P3", "number": "2"}),
    ]


def test_who_owes_nothing_lacks_nothing():
    """Quotes beyond what is owed, and no debts at all, give no finding."""
    assert missing([quote(1, 2)], {}) == ()
    assert missing([quote(1, 2), quote(1, 2, "P1", "BB")], {"P1": ["AA"]}) == ()
