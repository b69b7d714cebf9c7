"""Curve conventions by name and trade date."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from calc.market.conventions import (
    CurveConvention,
    convention_names,
    convention_on,
    conventional,
    conventions,
)
from calc.market.curve_quotes import DAY_COUNTS
from calc.outcome import Finding
from calc.types import CurveQuote

TONA_DAY, LIBOR_DAY = date(2021, 12, 20), date(2021, 12, 19)
SWAP = CurveQuote("swap", "5Y", 0.01, convention="JPY")


@pytest.mark.parametrize(
    ("name", "trade_date", "meant"),
    [
        ("JPY", TONA_DAY, "JPY-TONA"),
        ("JPY", LIBOR_DAY, "JPY-LIBOR"),
        ("JPY", date(2013, 10, 16), "JPY-LIBOR"),
        ("JPY", date(2026, 11, 20), "JPY-TONA"),
        ("JPY-TONA", TONA_DAY, "JPY-TONA"),
        ("JPY-LIBOR", LIBOR_DAY, "JPY-LIBOR"),
        ("USD", date(2022, 4, 1), "USD-LIBOR"),
        ("USD", date(2022, 4, 4), "USD-SOFR"),
        ("EUR", date(2022, 4, 1), "EUR-EURIBOR"),
        ("EUR", date(2022, 4, 4), "EUR-ESTR"),
    ],
)
def test_a_name_means_what_is_in_force_on_the_trade_date(name, trade_date, meant):
    """A currency is the convention of the trade date, and a convention's own name is itself where it is in force."""
    assert convention_on(name, trade_date).name == meant


@pytest.mark.parametrize(
    ("name", "trade_date", "in_force"),
    [
        ("JPY-TONA", LIBOR_DAY, "JPY-LIBOR"),
        ("JPY-LIBOR", TONA_DAY, "JPY-TONA"),
        ("USD-SOFR", date(2022, 4, 3), "USD-LIBOR"),
        ("EUR-EURIBOR", date(2026, 1, 5), "EUR-ESTR"),
    ],
)
def test_a_convention_that_is_not_in_force_is_told(name, trade_date, in_force):
    """A convention outside its trade dates is a finding that names the one in force."""
    found = convention_on(name, trade_date)
    assert isinstance(found, Finding)
    assert found.code == "curve_convention_date"
    assert dict(found.details)["in_force"] == in_force


@pytest.mark.parametrize("name", ["GBP", "jpy", "JPY-SOFR", ""])
def test_an_unknown_name_is_told_with_the_known_ones(name):
    """A name that the table does not have is a finding that lists those it has."""
    found = convention_on(name, TONA_DAY)
    assert found.code == "curve_convention_unknown"
    assert dict(found.details)["allowed"] == " / ".join(convention_names())


@pytest.mark.parametrize("currency", ["JPY", "USD", "EUR"])
def test_each_currency_has_exactly_one_convention_on_every_trade_date(currency):
    """The periods of a currency follow each other without gap or overlap, from the first date to the last."""
    own = [each for each in conventions() if each.currency == currency]
    assert (own[0].first, own[-1].last) == (date.min, date.max)
    for earlier, later in pairwise(own):
        assert later.first - earlier.last == timedelta(days=1)


@pytest.mark.parametrize("convention", conventions(), ids=lambda each: each.name)
def test_every_convention_is_one_that_the_curve_can_read(convention):
    """Day counts and frequencies are known ones, the calendar is the curve's own, and the source is told."""
    assert {convention.mm_day_count, convention.fixed_day_count, convention.float_day_count} <= set(DAY_COUNTS)
    assert {convention.fixed_frequency, convention.float_frequency} <= {1, 2, 4}
    assert convention.calendar == "WEEKENDS"
    assert convention.spot_lag_days == 2
    assert convention.source
    assert convention.name.startswith(f"{convention.currency}-")


def test_empty_cells_are_filled_and_explicit_ones_stand():
    """The convention fills what the quote leaves open, and nothing that it says itself, a lag of zero included."""
    own = CurveConvention("X-Y", "X", "ACT/360", 2, "30/360", 4, "ACT/360", 2, "WEEKENDS", "test")
    assert own.filled(SWAP) == replace(
        SWAP, mm_day_count="ACT/360", fixed_frequency=2, fixed_day_count="30/360", spot_lag_days=2
    )
    said = CurveQuote("swap", "5Y", 0.01, "ACT/365F", 1, "ACT/ACT ISDA", 0, "JPY")
    assert own.filled(said) == said


def test_quotes_without_a_name_are_left_alone():
    """A quote that names no convention keeps its empty cells, and a zero rate needs none whatever it names."""
    plain, zero = CurveQuote("deposit", "3M", 0.01), CurveQuote("zero", "3M", 0.01, convention="GBP")
    assert conventional([plain, zero], TONA_DAY) == [plain, zero]


def test_quotes_are_filled_by_the_trade_date():
    """The same quote is TONA on one day and LIBOR on the day before."""
    (new,), (old,) = (conventional([SWAP], day) for day in (TONA_DAY, LIBOR_DAY))
    assert (new.fixed_frequency, new.fixed_day_count) == (1, "ACT/365F")
    assert (old.fixed_frequency, old.fixed_day_count) == (2, "ACT/ACT ISDA")


def test_one_curve_has_one_convention():
    """Two conventions in one curve are refused, and two names of the same one are not."""
    dollars = replace(SWAP, tenor="7Y", convention="USD")
    assert conventional([SWAP, dollars], TONA_DAY).code == "curve_conventions_mixed"
    assert len(conventional([SWAP, replace(SWAP, tenor="7Y", convention="JPY-TONA")], TONA_DAY)) == 2
