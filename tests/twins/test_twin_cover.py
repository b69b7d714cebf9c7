from datetime import date

import twin_cover
import twin_dates

HOUSE = {"account": "H", "kind": "house", "deposited_im": 12}
CLIENT = {"account": "C", "kind": "client", "deposited_im": 0}


def test_the_floor_is_the_previous_days_house_margin():
    """When nothing is computed, the house's 10 of yesterday are required and 12 deposited cover them."""
    found = twin_cover.intraday([HOUSE, CLIENT], computed=None, previous={"H": 10, "C": 5}, owed={})
    assert found == {"H": (10, 0)}


def test_what_was_computed_is_called():
    """14 required with 12 deposited call 2, with 3 owed in variation margin 5, and nothing of the client."""
    rows, terms = [HOUSE, CLIENT], {"computed": {"H": 14}, "previous": {}, "owed": {"H": 3}}
    assert twin_cover.intraday(rows, **terms) == {"H": (14, 2)}
    assert twin_cover.intraday(rows, **terms, reading="owed") == {"H": (17, 5)}


def test_what_is_not_known_is_not_zero():
    """An account without a previous amount has no floor, and a side that is not known no cost."""
    assert twin_cover.intraday([HOUSE], computed=None, previous={}, owed={}) == {"H": (None, None)}
    assert twin_cover.uncovered({"A": 5, "B": 9}, {"A": 3}) == ({"A": 2, "B": None}, 2)


def test_cash_is_due_on_the_next_business_day():
    """What applies on Friday 20 November 2026 is due on Tuesday, as Monday is a holiday."""
    closed = twin_dates.tokyo(2026, 2026)
    assert twin_cover.cash(10, 12, date(2026, 11, 20), closed_days=closed) == (-2, date(2026, 11, 24))
