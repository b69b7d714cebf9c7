"""A whole book in one call: the yen of `hikae margin` for every account, and a gap where there is none to be had."""

import pytest
import sheet_tables
from sheet_tables import as_cells, record_run, stacked, table
from small_book import AA, BB, CURVE, HEAD, HELD, IX, LISTED, MARKET, MOVES

from addin.app.accounts_cell import account_rows
from addin.app.handles import handles_of
from addin.app.margin_cell import MarginCells, account_margin
from addin.app.margin_files import MarginFiles, margin_files
from addin.settings import load_settings
from calc.margin.requirement import Component
from calc.outcome import RefusedError


@pytest.fixture
def rows(tmp_path):
    """Return a function that computes a book and gives its rows by account."""

    def of(positions=HELD, market=MARKET, accounts=LISTED, moves=MOVES, settings=None):
        given = MarginCells(positions, market, moves, settings)
        return {each.account: each for each in account_rows(given, accounts, home=tmp_path / "home")}

    return of


def why(row):
    """Return the code of what is in the way of an account, "" where it has its number."""
    assert (row.amounts is None) == (row.why is not None)
    return "" if row.why is None else row.why.code


def code_of(rows, **changed):
    with pytest.raises(RefusedError) as caught:
        rows(**changed)
    return caught.value.findings[0].code


def test_each_account_is_what_one_account_alone_is(rows, tmp_path):
    """Together or apart, multiplied and added to: the same yen of every component."""
    made = rows()
    for code, multiplier, add_on in (("P1H", 1.0, 0), ("P2C", 1.1, 150)):
        settings = [["account", code], ["multiplier", multiplier], ["add_on", add_on]]
        alone = account_margin(MarginCells(HELD, MARKET, MOVES, settings), home=tmp_path)
        assert made[code].amounts == alone.requirement.amounts
        assert why(made[code]) == ""


def test_rows_come_in_the_order_of_the_list(rows):
    """What a person reads stays where it is, whatever the order of the positions."""
    assert list(rows(positions=[HELD[0], *reversed(HELD[1:])])) == ["P1H", "P2C"]
    assert list(rows(accounts=[LISTED[0], LISTED[2], LISTED[1]])) == ["P2C", "P1H"]


def test_without_a_list_the_accounts_are_those_of_the_positions(rows):
    """Nothing is multiplied or added then."""
    made = rows(accounts=None)
    assert list(made) == ["P1H", "P2C"]
    assert made["P2C"].amounts[Component.ADD_ON] == 0


def test_an_account_without_positions_has_what_is_added(rows):
    """It is listed, so it has a requirement: its add-on."""
    made = rows(accounts=[*LISTED, ["P3H", "P3", "house", 1.0, 700]])
    assert (made["P3H"].amounts[Component.TOTAL], why(made["P3H"])) == (700, "")


def test_an_account_that_nobody_lists_has_a_row_without_numbers(rows):
    """Its positions may be a slip of somebody else's: the row says so, and the others keep their numbers."""
    made = rows(positions=[*HELD, ["P9H", "AA", 1e8]])
    assert list(made) == ["P1H", "P2C", "P9H"]
    assert [why(each) for each in made.values()] == ["", "", "account_unknown"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["P1H", "AA", "1OO"], "number_character"),
        (["P1H", "ZZ", 1e8], "instrument_unknown"),
        (["P1H", "AA", ""], "cell_empty"),
    ],
)
def test_a_bad_position_takes_its_account_alone(rows, row, code):
    """Part of the positions would be a wrong number; the other account has its own."""
    made = rows(positions=[*HELD, row])
    assert (why(made["P1H"]), why(made["P2C"])) == (code, "")


def test_a_position_of_nobody_may_be_everybodys(rows):
    """A row without its account leaves no account certain."""
    made = rows(positions=[*HELD, ["", "AA", 1e8]])
    assert [why(each) for each in made.values()] == ["cell_empty", "cell_empty"]


def test_an_instrument_without_a_price_takes_whoever_holds_it(rows):
    """A blank spread is no zero: only accounts without that instrument keep their numbers."""
    market = stacked([HEAD, IX, AA, BB], CURVE)
    made = rows(market=market, positions=[*HELD, ["P2C", "BB", 1e8]])
    assert (why(made["P1H"]), why(made["P2C"])) == ("", "spread_missing")


def test_an_account_whose_terms_cannot_be_read_has_no_number(rows):
    """A multiplier that is no number would make the requirement wrong unseen."""
    made = rows(accounts=[*LISTED[:2], ["P2C", "P2", "client", "one", 0]])
    assert (why(made["P1H"]), why(made["P2C"])) == ("", "number_character")


def test_a_list_without_deposits_hides_no_other_fault(rows):
    """What is warned of for the whole list is nobody's fault: the account with a bad cell is told of that cell."""
    made = rows(accounts=[["account", "participant", "kind"], ["P1H", "P1", "house"], ["P2C", "P2", "other"]])
    assert (why(made["P1H"]), why(made["P2C"])) == ("", "choice_refused")


def test_an_account_listed_twice_has_no_number(rows):
    """Which of the two rows holds is not for us to choose."""
    made = rows(accounts=[*LISTED, ["P2C", "P2", "client", 2.0, 0]])
    assert (why(made["P1H"]), why(made["P2C"]) != "") == ("", True)


def test_a_market_that_cannot_be_valued_stands_in_every_row(rows):
    """A spread that is a word refuses the market as a whole: no account has a number, and each says why."""
    market = stacked([HEAD, [*IX[:5], "sixty", 4], AA], CURVE)
    made = rows(market=market)
    assert [why(each) for each in made.values()] == ["number_character", "number_character"]


def test_scenarios_that_nobody_stored_stand_in_every_row(rows):
    """The name is told as unknown in each row, and nothing is computed without the tail."""
    made = rows(moves="scen:2026-11-20@00000000")
    assert {why(each) for each in made.values()} == {"handle_unknown"}


@pytest.mark.parametrize("setting", [["account", "P1H"], ["multiplier", 2.0], ["add_on", 5]])
def test_a_setting_of_one_account_is_refused(rows, setting):
    """All accounts are computed: terms of one belong into the list."""
    assert code_of(rows, settings=[setting]) == "account_terms"


@pytest.mark.parametrize("broken", ["positions", "accounts"])
def test_a_range_without_its_header_is_refused(rows, broken):
    """Nothing is guessed from the place of a column."""
    assert code_of(rows, **{broken: [["P1H", "AA", 1.0], ["P2C", "AA", 2.0]]}) == "column_missing"


def test_settings_hold_for_every_account(rows):
    """Half the short-charge ratio is half the short charge of whoever sold."""
    half = rows(settings=[["short_charge_ratio", 0.3]])["P1H"].amounts[Component.SHORT_CHARGE]
    assert rows(settings=[["short_charge_ratio", 0.6]])["P1H"].amounts[Component.SHORT_CHARGE] == 2 * half


def test_the_example_day_is_the_command_lines(tmp_path, example_day):
    """Every component of all thirteen accounts is what `hikae margin` computes from the same tables, to the yen."""
    instruments = tmp_path / "instruments.csv"
    instruments.write_text("\n".join(",".join(row) for row in sheet_tables.instruments()), encoding="utf-8")
    names = ("positions", "curves", "history", "constituents", "accounts")
    files = MarginFiles(instruments, **{name: example_day / f"{name}.csv" for name in names})
    made = margin_files(files, trade_date=sheet_tables.DAY, curve_id=None, settings=load_settings(tmp_path))
    expected = {each.account: dict(each.amounts) for each in made.result.requirements}
    given = MarginCells(as_cells(table("positions")), sheet_tables.market(), as_cells(table("history")))
    rows = account_rows(given, as_cells(table("accounts")), home=tmp_path / "home")
    assert {each.account: dict(each.amounts) for each in rows} == expected
    assert len(expected) == 13


def test_stored_tables_serve_as_well(tmp_path, example_day):
    """With names in place of curve, constituents and history the amounts are the same."""
    home, names = tmp_path / "home", ("curves", "history", "constituents")
    record_run(home, **{name: (example_day / f"{name}.csv").read_bytes() for name in names})
    named = {each.partition(":")[0]: each for each in handles_of(sheet_tables.DAY, home=home)}
    positions, accounts = as_cells(table("positions")), as_cells(table("accounts"))
    plain = MarginCells(positions, sheet_tables.market(), as_cells(table("history")))
    settings = [["curve", named["curve"]], ["constituents", named["constituents"]]]
    by_name = MarginCells(positions, as_cells(sheet_tables.instruments()), named["scen"], settings)
    assert account_rows(by_name, accounts, home=home) == account_rows(plain, accounts, home=home)
