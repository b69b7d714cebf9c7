"""Trades one by one: what each alone does to the requirement, in the rows where they stand."""

import pytest
from sheet_tables import stacked
from small_book import CURVE, HEAD, HELD, MARKET, MOVES

from addin.app.margin_cell import MarginCells, incremental_margin
from addin.app.trades_cell import TradeRow, trade_rows
from calc.outcome import RefusedError

P1H = [["account", "P1H"], ["multiplier", 1.1]]
HEADER = ["instrument", "notional"]


@pytest.fixture
def alone(tmp_path):
    """Return a function that puts trades to P1H and gives their rows."""

    def of(*trades, positions=HELD, market=MARKET, settings=P1H):
        return trade_rows(MarginCells(positions, market, MOVES, settings), [*trades], home=tmp_path / "home")

    return of


def test_each_trade_is_what_it_does_by_itself(alone, tmp_path):
    """Two trades have each the increment of a what-if with it alone, whatever the other one does."""
    trades = (["IX", 5e9], ["AA", -2e9])
    given = MarginCells(HELD, MARKET, MOVES, P1H)
    expected = [incremental_margin(given, [HEADER, list(each)], home=tmp_path) for each in trades]
    assert [each.increment for each in alone(HEADER, *trades)] == expected
    assert expected[0] < 0


def test_rows_stay_where_they_are_typed(alone):
    """A blank row between two trades has nothing, and the trade beneath it keeps its place."""
    first, blank, last = alone(HEADER, ["IX", 1e9], ["", ""], ["AA", 1e9])
    assert blank == TradeRow(None)
    assert None not in {first.increment, last.increment}


def test_a_header_further_down_moves_the_rows_with_it(alone):
    """Rows are counted from the header, wherever it stands in the range."""
    assert alone(["", ""], HEADER, ["IX", 1e9]) == alone(HEADER, ["IX", 1e9])


def test_no_trades_have_no_rows(alone):
    """A header alone is no error: nothing was typed yet."""
    assert alone(HEADER, ["", ""]) == ()


@pytest.mark.parametrize(
    ("trade", "code"),
    [(["ZZ", 1e9], "instrument_unknown"), (["IX", "much"], "number_character"), (["IX", ""], "cell_empty")],
)
def test_a_bad_trade_is_told_in_its_row(alone, trade, code):
    """The other trade has its number all the same."""
    bad, good = alone(HEADER, trade, ["IX", 1e9])
    assert (bad.increment, bad.why.code) == (None, code)
    assert (good.why, good.increment is None) == (None, False)


def test_a_trade_in_what_has_no_price_is_told(alone):
    """An instrument without a spread can be named, not computed."""
    market = stacked([HEAD, *([*row[:5], "" if row[0] == "AA" else row[5], row[6]] for row in MARKET[1:3])], CURVE)
    (row,) = alone(HEADER, ["AA", 1e9], positions=HELD[:2], market=market)
    assert row.why.code == "spread_missing"


def test_trades_need_their_header(alone):
    """Without names of columns nothing is read."""
    with pytest.raises(RefusedError) as caught:
        alone(["IX", 1e9])
    assert caught.value.findings[0].code == "column_missing"


def test_an_account_must_be_chosen(alone):
    """Of two accounts the settings name one."""
    with pytest.raises(RefusedError) as caught:
        alone(HEADER, ["IX", 1e9], settings=None)
    assert caught.value.findings[0].code == "account_choice"
