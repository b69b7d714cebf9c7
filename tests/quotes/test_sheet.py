from datetime import datetime

import pytest

from calc.days.cutoff import JST
from calc.outcome import finding
from calc.quotes.checks import Limits
from calc.quotes.quote import Quote
from calc.quotes.sheet import BLOCKING, Beside, blocks, checked_sheet
from calc.text.wording import catalogue

AT = datetime(2026, 11, 20, 15, 30, tzinfo=JST)
PREVIOUS = {"S44": 40.0, "S45": 45.0, "S46": 50.0}
SERIES = ("S44", "S45", "S46")
LIMITS = Limits(
    unit_slip_ratio=5.0, spike_ratio=1.35, width_bp=20.0, width_share=0.25, age_minutes=120, unchanged_move=1.1
)


def sheet(**mids):
    """Return one participant's quotes, two bp wide, at yesterday's prices moved by a little where no mid is given."""
    levels = {code: mids.get(code, price + 0.5) for code, price in PREVIOUS.items()}
    return [Quote("P1", code, mid - 1.0, mid + 1.0) for code, mid in levels.items()]


def codes(quotes, **beside):
    """Return the codes of the sheet's findings."""
    found = checked_sheet(quotes, Beside(PREVIOUS, **beside), limits=LIMITS, at=AT)
    return [each.code for each in found]


def test_a_plain_sheet_has_no_findings():
    """Quotes near yesterday's prices, each once, all that is owed."""
    assert codes(sheet(), owed={"P1": PREVIOUS}, series=SERIES) == []


def test_a_slip_is_told_once():
    """A slipped unit is no spike, no width and no exchanged series besides."""
    assert codes(sheet(S45=4500.0), series=SERIES) == ["quote_unit_slip"]


def test_a_crisis_is_not_a_sheet_full_of_spikes():
    """When all move by half, nobody is asked about any of them."""
    assert codes(sheet(S44=60.0, S45=67.0, S46=76.0)) == []
    assert codes(sheet(S44=60.0)) == ["quote_spike"]


def test_a_sheet_is_checked_as_a_whole_too():
    """What is owed, what stands twice and what changed places are findings of the sheet."""
    quotes = [*sheet(S44=45.0, S45=40.0), Quote("P1", "S46", 49.0, 51.0)]
    found = codes(quotes, owed={"P1": {"S43"}}, series=SERIES)
    assert found == ["quote_repeated", "quote_order", "quote_missing"]


@pytest.mark.parametrize(
    ("code", "is_blocking"),
    [("quote_crossed", True), ("quote_missing", True), ("quote_spike", False), ("quote_wide", False)],
)
def test_only_what_cannot_be_meant_blocks(code, is_blocking):
    """Crossed and missing stop a sheet; all else is asked about, since the crisis itself is the spike."""
    names = ("participant", "instrument", "instruments", "bid_bp", "offer_bp", "mid", "previous", "market", "width")
    assert blocks([finding(code, **dict.fromkeys(names, "1"))]) is is_blocking
    assert set(catalogue()) >= BLOCKING
