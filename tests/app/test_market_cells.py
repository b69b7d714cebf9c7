"""A market in one range: its tables one below the other, or by name, and nothing of it passed over."""

from datetime import date

import pytest
from sheet_tables import DAY, record_run, stacked

from addin.app.cell_tables import cells_of
from addin.app.handles import handles_of
from addin.app.margin_terms import terms_of
from addin.app.market_cells import market_tables
from calc.margin.short_charge import CreditEvent, EventKind
from calc.outcome import RefusedError
from calc.types import CurveQuote, Instrument, InstrumentKind

HEAD = ["instrument", "entity", "kind", "maturity", "coupon_bp", "recovery", "spread_bp", "index_factor",
        "bid_offer_width_bp"]  # fmt: skip
IX = ["IX", "", "index", 48202.0, 100.0, "", 60.0, 0.975, 4.0]
AA = ["AA", "A", "single", "2029-12-20", 100.0, 0.4, "", "", ""]
CURVE = [["curve_id", "trade_date", "kind", "tenor", "rate"], ["T", 46346.0, "zero", "5Y", 0.011]]
WEIGHTS = [["index", "entity", "weight"], ["IX", "AA", 0.475], ["IX", "BB", 0.5]]
EVENTS = [["entity", "kind", "ratio", "from", "until"], ["BB", "restructuring", 0.4, 46336.0, ""]]


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the tables of a market range under the values of a settings range."""

    def tables(*parts, **settings):
        terms = terms_of([list(pair) for pair in settings.items()] or None, home=tmp_path)
        return market_tables(cells_of(stacked(*parts), "market_range", home=tmp_path), terms.market)

    return tables


@pytest.fixture
def refused(read):
    """Return a function that gives code and row with which a market is refused."""

    def tables(*parts, **settings):
        with pytest.raises(RefusedError) as caught:
            read(*parts, **settings)
        found = caught.value.findings[0]
        assert found.place.source == "market_range"
        return found.code, found.place.row

    return tables


def changed(row, place, cell):
    """Return a row with another cell."""
    return [*row[:place], cell, *row[place + 1 :]]


def test_every_table_of_a_market_is_read(read):
    """Instruments with their spreads, curve, weights and events come out typed, dates of the sheet as days."""
    found = read([HEAD, IX, AA], CURVE, WEIGHTS, EVENTS)
    index = Instrument("IX", "IX", InstrumentKind.INDEX, date(2031, 12, 20), 100.0, 0.35, 0.975, 4.0)
    name = Instrument("AA", "A", InstrumentKind.SINGLE, date(2029, 12, 20), 100.0, 0.4, 1.0, 0.0)
    assert found.listed == ((index, 60.0), (name, None))
    assert found.spreads_bp == {"IX": 60.0}
    assert found.day == DAY
    assert found.curve == (CurveQuote("zero", "5Y", 0.011),)
    assert found.constituents == {"IX": {"AA": 0.475, "BB": 0.5}}
    assert found.events == (CreditEvent("BB", EventKind.RESTRUCTURING, 0.4, date(2026, 11, 10), date(2199, 12, 31)),)


def test_the_order_of_the_tables_does_not_matter(read):
    """The curve may stand above the instruments."""
    assert read(CURVE, WEIGHTS, [HEAD, IX, AA]) == read([HEAD, IX, AA], CURVE, WEIGHTS)


def test_weights_and_events_may_be_absent(read):
    """A market of names alone has neither; a table of events with its header alone has none either."""
    found = read([HEAD, AA], CURVE)
    assert (found.constituents, found.events) == ({}, ())
    assert read([HEAD, AA], CURVE, EVENTS[:1]).events == ()


def test_a_recovery_that_is_left_out_is_the_desks(read):
    """An empty recovery is that of its kind by the settings."""
    found = read([HEAD, IX, AA], CURVE, recovery_index=0.25)
    assert [instrument.recovery for instrument, _ in found.listed] == [0.25, 0.4]


def test_a_curve_may_be_named(read, tmp_path):
    """A stored curve takes the place of the one in the range and brings the trade date of its name."""
    curves = b"curve_id,trade_date,kind,tenor,rate\nT,2026-11-19,zero,5Y,0.02\nT,2026-11-18,zero,5Y,0.03\n"
    record_run(tmp_path, date(2026, 11, 19), curves=curves)
    (handle,) = handles_of(date(2026, 11, 19), home=tmp_path)
    for parts in ([[HEAD, IX]], [[HEAD, IX], CURVE]):
        found = read(*parts, curve=handle)
        assert (found.day, found.curve) == (date(2026, 11, 19), (CurveQuote("zero", "5Y", 0.02),))
    earlier = read([HEAD, IX], curve=handle, trade_date="2026-11-18")
    assert (earlier.day, earlier.curve[0].rate) == (date(2026, 11, 18), 0.03)


def test_of_two_days_the_asked_one_is_taken(read, refused):
    """With two days in the curve's table the settings decide; without them the trade date is open."""
    two = [*CURVE, ["T", 46345.0, "zero", "5Y", 0.02]]
    assert read([HEAD, IX], two, trade_date="2026-11-19").curve[0].rate == 0.02
    assert refused([HEAD, IX], two) == ("trade_date_open", None)
    assert refused([HEAD, IX], two, trade_date="2026-11-18") == ("curve_choice", None)


def test_of_two_curves_the_named_one_is_taken(read, refused):
    """With two curves of one day the settings name one; a name that none has is no choice."""
    two = [*CURVE, ["U", 46346.0, "zero", "5Y", 0.02]]
    assert read([HEAD, IX], two, curve_id="U").curve[0].rate == 0.02
    assert refused([HEAD, IX], two) == ("curve_choice", None)
    assert refused([HEAD, IX], two, curve_id="V") == ("curve_choice", None)


def test_a_curve_needs_no_name_and_no_date_of_its_own(read):
    """A curve without those columns is the only one, of the trade date that the settings give."""
    bare = [row[2:] for row in CURVE]
    assert read([HEAD, IX], bare, trade_date=46346.0).curve == read([HEAD, IX], CURVE).curve


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (([HEAD, IX, AA], WEIGHTS), ("column_missing", 1)),
        ((CURVE, WEIGHTS), ("column_missing", 1)),
        (([HEAD, changed(IX, 6, "6O"), AA], CURVE), ("number_character", 2)),
        (([HEAD, changed(IX, 3, "31-12-2031"), AA], CURVE), ("date_unreadable", 2)),
        (([HEAD, changed(IX, 5, 1.0), AA], CURVE), ("recovery_range", 2)),
        (([HEAD, IX, AA, IX], CURVE), ("key_repeated", 4)),
        (([HEAD], CURVE), ("table_without_rows", None)),
        (([HEAD, IX, AA], CURVE, [*WEIGHTS, ["IX", "CC", ""]]), ("cell_empty", 11)),
        (([HEAD, IX, AA], [*CURVE, ["T", 46346.0, "zero", "7Y", "?"]]), ("number_character", 7)),
        (([HEAD, IX, AA], [row[2:] for row in CURVE]), ("cell_empty", 6)),
        (([HEAD, IX, AA], CURVE, EVENTS + EVENTS[1:]), ("event_overlap", 10)),
        (([HEAD, IX, AA], CURVE, changed(EVENTS, 1, ["BB", "default", 0.4, 46336.0, ""])), ("choice_refused", 9)),
    ],
)
def test_a_market_that_is_not_whole_is_refused(refused, parts, expected):
    """A missing table and any bad row refuse the market, with the row as it stands in the range."""
    assert refused(*parts) == expected
