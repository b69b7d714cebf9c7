"""The example day's prices and quotes: faulty only where it is meant."""

from collections import Counter

import pytest

from calc.text.numeral import plain_number
from workbooks.example_day_accounts import PARTICIPANTS


def test_the_vendor_priced_all_but_seven(instruments, day, rows):
    """The vendor's file lacks three older series and four single names, the very ones that day.toml says failed."""
    priced = [row["instrument"] for row in rows("vendor_prices.csv")]
    lists = {fact["what"]: fact["instruments"] for fact in day["fact"] if fact["what"].startswith("price.")}
    assert lists["price.received"] == priced
    assert set(lists["price.failed"]) == set(instruments) - set(priced)
    assert Counter(instruments[code]["kind"] for code in lists["price.failed"]) == {"index": 3, "single": 4}


def open_interest(rows):
    return {(row["account"][:3], row["instrument"]) for row in rows("positions.csv")}


def test_one_participant_is_silent_and_one_quote_is_missing(instruments, quotes, rows):
    """P07 quotes nothing, P03 forgets JP023; everybody else quotes each index and every name it holds."""
    owed = open_interest(rows) | {(p, code) for p in PARTICIPANTS for code in instruments if code.startswith("ITXJ")}
    assert {pair for pair in owed - set(quotes) if pair[0] != "P07"} == {("P03", "JP023M3112")}
    assert all(participant != "P07" for participant, _ in quotes)
    assert set(quotes) <= owed


def test_every_instrument_has_three_quotes_or_more(instruments, quotes):
    """Each instrument is quoted by three to eight participants."""
    counts = Counter(code for _, code in quotes)
    assert all(3 <= counts[code] <= 8 for code in instruments)


def test_the_three_typed_faults_are_there_and_no_other(quotes, rows):
    """One quote is crossed, one is in per cent, one is full-width; the rest are ordinary and near the day's level."""
    priced = {row["instrument"]: float(row["price_bp"]) for row in rows("vendor_prices.csv")}
    plain = {pair: row for pair, row in quotes.items() if row["bid_bp"].isascii()}
    assert set(quotes) - set(plain) == {("P06", "ITXJS4505")}
    assert plain_number(quotes["P06", "ITXJS4505"]["bid_bp"]) == pytest.approx(priced["ITXJS4505"], rel=0.05)
    crossed = [pair for pair, row in plain.items() if float(row["bid_bp"]) > float(row["offer_bp"])]
    assert crossed == [("P03", "JP017M3112")]
    slipped = [pair for pair, row in plain.items() if float(row["offer_bp"]) * 50 < priced.get(pair[1], 0)]
    assert slipped == [("P02", "ITXJS4605")]
    assert float(quotes["P02", "ITXJS4605"]["bid_bp"]) * 100 == pytest.approx(priced["ITXJS4605"], rel=0.05)
