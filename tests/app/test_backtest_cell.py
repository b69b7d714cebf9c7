"""A backtest in cells: one jump of the spreads that nobody expected, counted by hand."""

import math

import pytest
from par_book import LISTED, MOVES, market
from sheet_tables import stacked

from addin.app import backtest_cell
from addin.app.backtest_cell import BacktestCells, account_backtest, coverage_rows
from addin.app.margin_cell import MarginCells, account_margin
from calc.outcome import RefusedError

DAY = "2026-11-20"
HELD = [["account", "instrument", "notional"], ["PH", "AA", -1e9], ["PC", "AA", 1e9]]
SHORT = [["reference_days", 2], ["holding_days", 1], ["stress_holding_days", 1], ["tail_fraction", 0.01]]
DAYS = ("2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18")
JUMP = [
    ["date", "AA", "BB"],
    *([day, aa, 100] for day, aa in zip(DAYS, (100, 101, 100, 101, 100, 150, 150), strict=True)),
]
JUMPED = "2026-11-16"  # the day after whose margin the spread went from 100 to 150


@pytest.fixture
def cells(tmp_path):
    """Return a function that makes the arguments of a backtest, and the home."""

    def made(*, held=HELD, moves=JUMP, settings=(), accounts=None, days=250, on=None):
        margin = MarginCells(held, on or market(DAY), moves, [*SHORT, *settings])
        return BacktestCells(margin, accounts, days), tmp_path / "home"

    return made


def rows(made):
    given, home = made
    return {each.account: each for each in coverage_rows(given, home=home)}


def one(made):
    """Return days, base amounts, gains and exceedances of the account that is meant."""
    given, home = made
    told, row = account_backtest(given, home=home)
    return [day.isoformat() for day in told.days], *(
        each[row].tolist() for each in (told.base, told.gains, told.exceeded)
    )


def refused(made, function=rows):
    with pytest.raises(RefusedError) as caught:
        function(made)
    return caught.value.findings[0].code


def test_the_jump_is_the_one_exceedance(cells):
    """Of four days the seller loses more than its margin on the one before the jump, and the buyer on none."""
    found = rows(cells())
    assert {name: (row.coverage.days, row.coverage.exceedances) for name, row in found.items()} == {
        "PH": (4, 1), "PC": (4, 0),
    }  # fmt: skip
    days, base, gains, exceeded = one(cells(settings=[["account", "PH"]]))
    assert days == list(DAYS[2:6])
    assert [day for day, hit in zip(days, exceeded, strict=True) if hit] == [JUMPED]
    assert -gains[2] > base[2] > 0
    assert base[3] > base[2]


def test_one_day_in_four_is_unlikely_at_one_in_a_hundred(cells):
    """Kupiec's ratio by hand: twice the log of 0.75³ x 0.25 over 0.99³ x 0.01, chi-square of one degree."""
    ratio = 2 * math.log(0.75**3 * 0.25 / (0.99**3 * 0.01))
    found = rows(cells())["PH"].coverage.unconditional
    assert found.ratio == pytest.approx(ratio, rel=1e-12)
    assert found.probability == pytest.approx(math.erfc(math.sqrt(ratio / 2)), rel=1e-12)


def test_as_many_days_as_are_asked_for(cells):
    """Two days are the last two; more than the history allows are those that it allows."""
    assert one(cells(settings=[["account", "PH"]], days=2))[0] == list(DAYS[4:6])
    assert rows(cells(days=2))["PH"].coverage.days == 2


def test_the_accounts_table_has_its_accounts_terms(cells):
    """Its add-on is in the total and not in what is tested; an account that nobody lists has no number."""
    given, home = cells(accounts=LISTED, settings=[["account", "PH"]], held=[*HELD, ["XX", "AA", 1.0]])
    told, row = account_backtest(given, home=home)
    plain, place = account_backtest(*cells(settings=[["account", "PH"]])[:1], home=home)
    assert (told.total[row] - plain.total[place]).tolist() == [10_000_000] * 4
    found = rows(cells(accounts=LISTED, held=[*HELD, ["XX", "AA", 1.0]]))
    assert (found["XX"].coverage, found["XX"].why.code) == (None, "account_unknown")
    assert found["QH"].coverage.exceedances == 0


def test_todays_margin_is_the_last_day_as_if_it_were_past(cells, tmp_path):
    """On the history's last day but the holding period the base is what CDS_IM has of the history up to that day."""
    days, base, _, _ = one(cells(settings=[["account", "PH"]]))
    known = JUMP[:-1]
    margin = MarginCells(HELD, market(DAY, 150.0), known, [*SHORT, ["account", "PH"]])
    then = account_margin(margin, home=tmp_path / "home").requirement.amounts
    assert days[-1] == known[-1][0]
    assert next(amount for part, amount in then.items() if part.value == "base") == base[-1]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ((), "account_choice"),
        ([["account", "ZZ"]], "account_unknown"),
        ([["account", "PH"], ["multiplier", 1.1]], "account_terms"),
        ([["account", "PC"]], "instrument_unknown"),
    ],
)
def test_one_account_that_can_be_computed_is_meant(cells, settings, code):
    """Several accounts need a name, of one that is there and whole; its terms stand in the accounts' table."""
    assert refused(cells(settings=settings, held=[*HELD, ["PC", "ZZ", 1.0]]), one) == code


def test_the_only_account_needs_no_name(cells):
    """Where the positions are one account's it is the one that is meant."""
    assert one(cells(held=HELD[:2]))[3] == [False, False, True, False]


def test_a_whole_book_names_no_account(cells):
    """Every account has its row, so that the settings cannot speak of one."""
    assert refused(cells(settings=[["account", "PH"]])) == "account_terms"


def test_a_backtest_needs_a_long_enough_history(cells):
    """Scenarios have no past, and three days are fewer than the four that one day needs."""
    assert refused(cells(moves=MOVES)) == "backtest_history"
    assert refused(cells(moves=JUMP[:4])) == "backtest_impossible"


def test_a_market_that_cannot_be_valued_stands_in_every_row(cells):
    """No account has a number then, and each says why; one that is asked for alone is refused so."""
    found = rows(cells(on=market(DAY, "dear")))
    assert {row.why.code for row in found.values()} == {"number_character"}
    assert refused(cells(on=market(DAY, "dear"), settings=[["account", "PH"]]), one) == "number_character"


def test_the_book_is_carried_back_once(cells, monkeypatch):
    """The block of all accounts and the days of each of them are one backtest; other days are another."""
    made, real = [], backtest_cell.backtested
    monkeypatch.setattr(backtest_cell, "backtested", lambda *told, **named: made.append(1) or real(*told, **named))
    on = stacked(market(DAY), [["index", "entity", "weight"], ["ZZ", "AA", 1.0]])
    rows(cells(on=on))
    for account in ("PH", "PC"):
        one(cells(on=on, settings=[["account", account]]))
    assert len(made) == 1
    rows(cells(on=on, days=3))
    assert len(made) == 2
