"""The functions that show a whole book, as a sheet calls them: fixed blocks with states, and no error cells."""

import csv
import time

import pytest
import sheet_tables
from contract_tables import APART, BOOK, LISTED, MOVES, NOW, P1H, TWO
from sheet_tables import as_cells, table

from addin.functions.invoke import answer


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Let every call find a home of its own, without settings and record."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))


def value(name, *arguments):
    answered = answer(name, list(arguments))
    assert list(answered) == ["value"], answered
    return answered["value"]


def example(settings=None):
    """Return the arguments of the whole example day."""
    cells = (as_cells(table("positions")), sheet_tables.market(), as_cells(table("history")))
    return (*cells, settings, as_cells(table("accounts")))


def test_the_block_has_always_the_same_size():
    """Sixty rows of nine, the unused ones blank: nothing spills, and nothing is cut."""
    rows = value("CDS_IM_ACCOUNTS", TWO, NOW, MOVES, None, LISTED)
    assert (len(rows), {len(row) for row in rows}) == (60, {9})
    assert rows[2:] == [[""] * 9] * 58


def test_more_accounts_than_rows_are_an_error():
    """A book that the block cannot show whole is not shown in part."""
    many = [*LISTED[:1], *([f"A{n}", "P1", "house", 1.0, 0] for n in range(61))]
    assert answer("CDS_IM_ACCOUNTS", [TWO, NOW, MOVES, None, many])["error"]["code"] == "block_rows"


def test_every_row_agrees_with_the_function_of_one_account():
    """Components and total are those of CDS_IM for the account and its own terms."""
    for account, *amounts, state in value("CDS_IM_ACCOUNTS", TWO, NOW, MOVES, None, LISTED)[:2]:
        terms = next(dict(zip(LISTED[0], row, strict=True)) for row in LISTED if row[0] == account)
        settings = [[name, terms[name]] for name in ("account", "multiplier", "add_on")]
        assert [amount for _, amount in value("CDS_IM", TWO, NOW, MOVES, settings)] == amounts
        assert state == "● 計算 computed"


def test_an_account_that_cannot_be_computed_has_blanks_and_a_reason():
    """Its row says in both languages what is in the way; a blank is neither 0 nor an older number."""
    rows = value("CDS_IM_ACCOUNTS", [*TWO, ["P2C", "ZZ", 1.0]], NOW, MOVES, None, LISTED)
    assert rows[1][1:8] == [""] * 7
    assert rows[1][8].startswith("✗ 銘柄一覧にない銘柄です: ZZ")
    assert "Instrument ZZ is not in the list" in rows[1][8]
    assert rows[0][8] == "● 計算 computed"


def test_a_market_that_cannot_be_valued_is_no_error():
    """What the cells of a sheet show then are reasons, row by row."""
    rows = value("CDS_IM_ACCOUNTS", TWO, NOW[:3], MOVES, None, LISTED)
    assert [row[8][:1] for row in rows[:2]] == ["✗", "✗"]
    assert [row[7] for row in rows[:2]] == ["", ""]


def test_the_example_day_is_the_command_lines(hikae, tmp_path, example_day):
    """Each component and total of thirteen accounts is what `hikae margin` writes, to the yen."""
    instruments = tmp_path / "instruments.csv"
    instruments.write_text("\n".join(",".join(row) for row in sheet_tables.instruments()), encoding="utf-8")
    names = ("positions", "curves", "history", "constituents", "accounts")
    options = [word for name in names for word in (f"--{name}", example_day / f"{name}.csv")]
    told = ["margin", "--trade-date", "2026-11-20", "--instruments", instruments, *options, "-o", tmp_path / "out"]
    assert hikae(*told, HIKAE_HOME=str(tmp_path / "other")).returncode == 0
    with (tmp_path / "out" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "im"]
    found = {row[0]: row[1:8] for row in value("CDS_IM_ACCOUNTS", *example()) if row[0]}
    expected = {account: [int(row["amount"]) for row in rows if row["account"] == account] for account in found}
    assert found == expected
    assert len(found) == 13


def test_a_warm_book_is_quick():
    """Once the market is valued, all accounts of the example day take a fraction of a recalculation's second."""
    arguments = example()
    value("CDS_IM_ACCOUNTS", *arguments)
    started = time.perf_counter()
    value("CDS_IM_ACCOUNTS", *arguments)
    assert time.perf_counter() - started < 0.3


def test_trades_stand_in_the_rows_in_which_they_were_typed():
    """A blank row is blank, a bad one says why; the sum of all is another function's."""
    rows = value("CDS_IM_TRADES", *BOOK, P1H, [*APART, ["ZZ", 1.0]])
    assert (len(rows), rows[1], rows[4]) == (20, ["", ""], ["", ""])
    assert isinstance(rows[0][0], int)
    assert rows[3][0] == ""
    assert rows[3][1].startswith("✗ ")


def test_one_trade_is_what_the_what_if_says():
    """A single trade has no other one to net with."""
    one = APART[:2]
    assert value("CDS_IM_TRADES", *BOOK, P1H, one)[0][0] == value("CDS_IM_WHATIF", *BOOK, P1H, one)


def test_trades_are_needed():
    """Both languages name the argument."""
    error = answer("CDS_IM_TRADES", [*BOOK, P1H])["error"]
    assert (error["code"], "trades_range" in error["ja"], "trades_range" in error["en"]) == ("arguments", True, True)


def test_the_distribution_counts_every_scenario():
    """All counts together are the scenarios, and the last bin holds the worst loss."""
    rows = [row for row in value("CDS_IM_DISTRIBUTION", *BOOK, P1H) if row[0] != ""]
    assert sum(count for _, count in rows) == len(MOVES) - 1
    worst = value("CDS_IM_WORST", *BOOK, P1H, 1)[0][1]
    assert rows[-1][0] <= worst < rows[-1][0] + (rows[1][0] - rows[0][0])


def test_the_example_days_losses_fit_their_block():
    """Seven hundred and fifty scenarios and the stressed ones in at most twenty-five bins."""
    positions, market, moves, *_ = example()
    rows = value("CDS_IM_DISTRIBUTION", positions, market, moves, [["account", "P05H"]])
    counts = [count for _, count in rows if count != ""]
    assert len(rows) == 25
    assert sum(counts) >= 750


@pytest.mark.parametrize(
    ("handle", "state"),
    [
        ("", "－ なし none"),
        (0, "－ なし none"),
        (None, "－ なし none"),
        ("  ", "－ なし none"),
        ("scen:2026-11-20@7f3a", "✗ 保存なし not stored"),
        ("scen", "✗ 名前の形が違う not a stored name"),
    ],
)
def test_a_name_without_a_table_says_so_in_words(handle, state):
    """A blank cell is no fault; a name that nobody stored is one, and neither is an error value."""
    assert value("CDS_STORED", handle) == state


def test_a_stored_table_is_said_to_be_there(recorded_home, monkeypatch):
    """The names of the recorded run are."""
    from addin.app.handles import handles_of  # noqa: PLC0415 - beside what it is compared with

    monkeypatch.setenv("HIKAE_HOME", str(recorded_home))
    for handle in handles_of(sheet_tables.DAY, home=recorded_home):
        assert value("CDS_STORED", handle) == "○ 保存済 stored"


def test_a_superseded_table_is_said_to_be_old(tmp_path):
    """A later run of the day has read another one in its place."""
    home = tmp_path / "home"
    old = sheet_tables.record_run(home, history=b"date,IX\n2026-11-19,1\n")["history.csv"]
    sheet_tables.record_run(home, history=b"date,IX\n2026-11-19,2\n")
    assert value("CDS_STORED", f"scen:2026-11-20@{old[:8]}") == "✗ 古い版 superseded"
