from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.days.cutoff import JST
from calc.outcome import Place
from calc.quotes.checks import (
    Limits,
    ahead,
    crossed,
    locked,
    market_move,
    missing,
    negative,
    out_of_order,
    repeated,
    slipped_unit,
    spiked,
    stale,
    unchanged,
    wide,
)
from calc.quotes.quote import Quote
from calc.text.wording import Severity, severity, words

RATIO = 5.0  # the default of the desk
LIMITS = Limits(
    unit_slip_ratio=RATIO, spike_ratio=1.35, width_bp=20.0, width_share=0.25, age_minutes=120, unchanged_move=1.1
)
NOON = datetime(2026, 11, 20, 12, tzinfo=JST)


def quote(bid_bp, offer_bp, participant="P1", instrument="AA", as_of=""):
    """Return a quote."""
    return Quote(participant, instrument, bid_bp, offer_bp, as_of)


def around(mid, instrument="AA", width=2.0, participant="P1"):
    """Return a quote around a mid."""
    return quote(mid - width / 2, mid + width / 2, participant, instrument)


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


def test_a_locked_quote_is_asked_about():
    """Bid and offer at one level may be meant: a warning, and none where they differ."""
    assert severity(locked(quote(40.5, 40.5))) is Severity.WARNING
    assert locked(quote(40.0, 40.5)) is None


@pytest.mark.parametrize(("bid", "offer", "is_found"), [(-40.0, 41.0, True), (0.0, 1.0, True), (0.01, 1.0, False)])
def test_a_spread_is_above_zero(bid, offer, is_found):
    """A side at zero or below was typed with a wrong sign, or not typed at all."""
    assert (negative(quote(bid, offer)) is not None) is is_found


@pytest.mark.parametrize(
    ("mid", "width", "is_found"), [(50, 20, False), (50, 20.5, True), (400, 90, False), (400, 110, True)]
)
def test_a_width_is_measured_in_bp_and_beside_the_level(mid, width, is_found):
    """The larger of 20 bp and a quarter of the mid is the limit, so that a distressed name may be quoted wide."""
    assert (wide(around(mid, width=width), limits=LIMITS) is not None) is is_found


@pytest.mark.parametrize(
    ("bid", "offer", "previous", "meant"),
    [
        (0.56, 0.58, 55.0, 56),
        (0.56, 57.0, 55.0, 56),
        (55.0, 0.57, 55.0, 57),
        (5400.0, 5600.0, 55.0, 54),
        (550.0, 570.0, 55.0, 55),
        (5.5, 5.7, 55.0, 55),
        (12.0, 12.5, 900.0, 1200),
    ],
)
def test_a_slipped_unit_or_digit_is_found(bid, offer, previous, meant):
    """A side a power of ten away from yesterday's price is told with what it would mean."""
    found = slipped_unit(quote(bid, offer), previous, ratio=RATIO)
    assert found.code == "quote_unit_slip"
    assert float(details(found)["meant"]) == pytest.approx(meant)
    assert details(found)["previous"] == str(previous)


@pytest.mark.parametrize(
    ("bid", "offer", "previous"),
    [(54.0, 56.0, 55.0), (54.0, 56.0, None), (54.0, 56.0, 0.0), (20.0, 22.0, 55.0), (200.0, 210.0, 55.0)],
)
def test_an_ordinary_move_is_no_slip(bid, offer, previous):
    """A price that moved, even fourfold, or has no yesterday is left alone."""
    assert slipped_unit(quote(bid, offer), previous, ratio=RATIO) is None


@given(level=st.floats(5.0, 5000.0), move=st.floats(0.55, 1.8), power=st.sampled_from([-2, -1, 1, 2]))
def test_every_slip_near_yesterday_is_found_and_no_honest_quote(level, move, power):
    """A quote that less than doubled or halved passes, and is found when its unit or a digit slips."""
    honest = level * move
    assert slipped_unit(quote(honest, honest * 1.05), level, ratio=RATIO) is None
    slipped = slipped_unit(quote(honest * 10.0**power, honest * 1.05 * 10.0**power), level, ratio=RATIO)
    assert float(details(slipped)["meant"]) == pytest.approx(honest, rel=1e-4)


def test_a_spike_is_measured_beside_the_market():
    """The same jump is a spike alone and none when the whole market made it."""
    jumped = around(80.0)
    assert spiked(jumped, 55.0, ratio=1.35) is not None
    assert spiked(jumped, 55.0, ratio=1.35, market=80 / 55) is None
    assert spiked(around(55.0), 55.0, ratio=1.35, market=80 / 55) is not None
    assert spiked(around(30.0), 55.0, ratio=1.35) is not None
    assert spiked(jumped, None, ratio=1.35) is None


def test_an_unchanged_quote_is_asked_about_when_the_market_moved():
    """Yesterday's level is ordinary on a quiet day."""
    assert unchanged(around(55.0), 55.0, market=1.2, limits=LIMITS) is not None
    assert unchanged(around(55.0), 55.0, market=0.8, limits=LIMITS) is not None
    assert unchanged(around(55.0), 55.0, market=1.05, limits=LIMITS) is None
    assert unchanged(around(55.5), 55.0, market=1.2, limits=LIMITS) is None
    assert unchanged(around(55.0), None, market=1.2, limits=LIMITS) is None


@pytest.mark.parametrize(("minutes", "is_found"), [(120, False), (121, True), (1440, True), (-5, False)])
def test_a_quote_grows_old(minutes, is_found):
    """Two hours are allowed; a quote that says no time is not judged by it."""
    given = (NOON - timedelta(minutes=minutes)).isoformat()
    assert (stale(quote(1, 2, as_of=given), at=NOON, limits=LIMITS) is not None) is is_found
    assert stale(quote(1, 2), at=NOON, limits=LIMITS) is None


def test_a_second_quote_for_one_instrument_is_told():
    """The same participant twice is an error; two participants are not."""
    found = repeated([quote(1, 2), quote(1, 2, "P2"), quote(3, 4)])
    assert [details(each) for each in found] == [{"participant": "P1", "instrument": "AA"}]


def test_exchanged_series_are_found():
    """Two neighbouring series that change places by more than their widths were perhaps exchanged."""
    previous = {"S44": 40.0, "S45": 50.0, "S46": 50.5}
    swapped = [around(50.0, "S44"), around(40.0, "S45"), around(50.4, "S46")]
    found = out_of_order(swapped, previous, series=("S44", "S45", "S46"))
    assert [details(each) for each in found] == [{"participant": "P1", "older": "S44", "newer": "S45"}]
    close = [around(40.0, "S44"), around(50.6, "S45"), around(50.0, "S46")]
    assert out_of_order(close, previous, series=("S44", "S45", "S46")) == ()
    assert out_of_order(swapped, {}, series=("S44", "S45", "S46")) == ()


def test_the_market_is_the_middle_move():
    """One wild quote does not move the market, and without any yesterday it stands still."""
    quotes = [around(mid, name) for name, mid in (("AA", 11.0), ("BB", 22.0), ("CC", 3000.0))]
    assert market_move(quotes, {"AA": 10.0, "BB": 20.0, "CC": 30.0}) == pytest.approx(1.1)
    assert market_move(quotes, {}) == 1.0


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


def test_a_quote_from_later_than_the_check_is_asked_about():
    """By a second, not at the instant itself; one without a time is as of now."""
    late = quote(40.0, 41.0, as_of="2026-11-20T12:00:01+09:00")
    assert severity(ahead(late, at=NOON)) is Severity.WARNING
    assert ahead(late, at=NOON + timedelta(seconds=1)) is None
    assert ahead(quote(40.0, 41.0), at=NOON) is None


def test_a_quote_knows_its_row_but_is_the_same_in_any():
    """The cell of a finding is known where the quote was read from a table, and nothing else of it changes."""
    read = Quote("P1", "AA", 41.0, 40.5, row=7)
    assert (crossed(read).place.row, crossed(read).place.column) == (7, "bid")
    assert crossed(quote(41.0, 40.5)).place == Place()
    assert read == quote(41.0, 40.5)
