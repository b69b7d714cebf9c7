"""The positions of one account in a range: whose they are, what is added, and which rows refuse all."""

import pytest

from addin.app.account_cells import NAMELESS, account_positions
from addin.app.cell_tables import cells_of
from calc.outcome import RefusedError
from calc.types import Position

HEAD = ["account", "instrument", "notional"]
ROWS = [HEAD, ["P1H", "IX", -5e9], ["P2C", "AA", 1e8], ["P1H", "AA", 2e9]]
CODES = {"IX", "AA"}


@pytest.fixture
def positions(tmp_path):
    """Return a function that reads one account's positions of a range, with trades if there are any."""

    def read(rows, account="", trades=None):
        cells = cells_of(rows, "positions_range", home=tmp_path)
        added = None if trades is None else cells_of(trades, "trades_range", home=tmp_path)
        return account_positions(cells, added, account=account, codes=CODES)

    return read


@pytest.fixture
def refused(positions):
    """Return a function that gives code, row and range with which positions are refused."""

    def read(*told, **named):
        with pytest.raises(RefusedError) as caught:
            positions(*told, **named)
        found = caught.value.findings[0]
        return found.code, found.place.row, found.place.source

    return read


def test_only_the_named_accounts_rows_are_read(positions):
    """Of three rows the two of the account come back, in their order."""
    assert positions(ROWS, "P1H") == (Position("P1H", "IX", -5e9), Position("P1H", "AA", 2e9))
    assert positions(ROWS, "P2C") == (Position("P2C", "AA", 1e8),)


def test_other_accounts_rows_are_not_even_looked_at(positions):
    """What another account's row holds is not this account's affair."""
    assert len(positions([*ROWS, ["P2C", "??", "x"]], "P1H")) == 2


def test_the_only_account_needs_no_name(positions):
    """Where one account has all rows it is meant; blanks around its code do not make it two."""
    assert {each.account for each in positions([HEAD, ["P1H", "IX", 1.0], [" P1H ", "AA", 2.0]])} == {"P1H"}


def test_a_range_without_accounts_is_one_account(positions):
    """Without the column all rows are one account's, under the asked name or one that says nothing."""
    bare = [row[1:] for row in ROWS]
    assert {each.account for each in positions(bare)} == {NAMELESS}
    assert {each.account for each in positions(bare, "P7H")} == {"P7H"}
    assert len(positions(bare)) == 3


def test_trades_stand_behind_the_positions(positions):
    """Trades are the account's own, with or without its name, and may repeat an instrument."""
    trades = [["instrument", "notional"], ["IX", 1e9], ["IX", 1e9]]
    made = positions(ROWS, "P1H", trades)
    assert made[2:] == (Position("P1H", "IX", 1e9), Position("P1H", "IX", 1e9))
    assert positions(ROWS, "P1H", [HEAD, ["P1H", "IX", 1e9], ["P1H", "IX", 1e9]]) == made


def test_there_may_be_no_trades(positions):
    """A header alone, and a header above blank rows, are no trades."""
    for trades in ([HEAD], [HEAD, ["", "", ""]]):
        assert positions(ROWS, "P2C", trades) == positions(ROWS, "P2C")


@pytest.mark.parametrize(
    ("rows", "account", "expected"),
    [
        (ROWS, "", ("account_choice", None, "positions_range")),
        (ROWS, "P9H", ("account_unknown", None, "positions_range")),
        ([*ROWS, ["P1H", "ZZ", 1.0]], "P1H", ("instrument_unknown", 5, "positions_range")),
        ([*ROWS, ["P1H", "AA", "1O0"]], "P1H", ("number_character", 5, "positions_range")),
        ([*ROWS, ["P1H", "AA", ""]], "P1H", ("cell_empty", 5, "positions_range")),
        ([*ROWS, ["P1H", "", 1.0]], "P1H", ("cell_empty", 5, "positions_range")),
        ([*ROWS, ["", "AA", 1.0]], "P1H", ("cell_empty", 5, "positions_range")),
        ([*ROWS, ["P1H", "AA", 1e15]], "P1H", ("number_range", 5, "positions_range")),
        (ROWS[:1], "", ("table_without_rows", None, "positions_range")),
        (ROWS[1:], "P1H", ("column_missing", 1, "positions_range")),
        ([["account", "notional"], ["P1H", 1.0]], "", ("column_missing", 1, "positions_range")),
    ],
)
def test_positions_that_are_not_whole_are_refused(refused, rows, account, expected):
    """An account that is not clear, and a row of it that cannot be read, refuse all, with row and range."""
    assert refused(rows, account) == expected


@pytest.mark.parametrize(
    ("trades", "expected"),
    [
        ([HEAD, ["P2C", "IX", 1e9]], ("account_unknown", 2, "trades_range")),
        ([HEAD, ["P1H", "ZZ", 1e9]], ("instrument_unknown", 2, "trades_range")),
        ([HEAD, ["", "", ""], ["P1H", "IX", "?"]], ("number_character", 3, "trades_range")),
        ([["IX", 1e9]], ("column_missing", 1, "trades_range")),
    ],
)
def test_trades_that_are_not_whole_are_refused(refused, trades, expected):
    """A trade of another account, of an unknown instrument or without a number refuses the whole what-if."""
    assert refused(ROWS, "P1H", trades) == expected


def test_several_accounts_are_told_by_number_and_example(positions):
    """The refusal says how many accounts there are, and names one as it would be typed."""
    with pytest.raises(RefusedError) as caught:
        positions([*ROWS, ["P3H", "AA", 1.0]])
    assert dict(caught.value.findings[0].details) == {"number": "3", "example": "P1H"}
