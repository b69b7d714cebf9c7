"""計算 in the margin book: what `hikae day` computes of each measure on its page, a gap named where one is missing."""

from datetime import datetime

import pytest
from margin_computed import at_home, computed_book, row_of, without
from pressed_book import PressedBook

from addin.app.day.finish import default_at
from addin.app.day.run import DayRequest, computed_day
from addin.app.desk_day import example_folder
from calc.margin.variation import FlowPart

AT = datetime.fromisoformat("2026-11-20T18:55:00+09:00")
PARTS = ("mtm_change", "coupon", "entry", "carried_in", "price_alignment")
PRESS = "▲ 計算 を押す press Calculate"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return a book of the example day at 18:55, imported and computed."""
    return computed_book(tmp_path_factory.mktemp("computed"))


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """Return what `hikae day` computes of the same day."""
    home = tmp_path_factory.mktemp("home")
    return computed_day(DayRequest(example_folder(), home, AT), default_at=default_at, tell=lambda _: None)


def placed(book, region, place):
    """Return a row of a region by its place, the first is 1."""
    block = book.sheet.read(region)
    return dict(zip(block.rows[0], block.rows[place], strict=True))


def test_levels_and_transfers_are_those_of_the_command(book, day):
    """Every account's level, and each part of its transfer, to the yen."""
    rows = book.rows("HIKAE_VARIATION")
    assert len(rows) == 13
    for row in rows:
        made = day.measures.variations[row["account"]]
        assert row["stock"] == day.measures.levels[row["account"]].stock
        assert [row[name] for name in PARTS] == [made.parts[part] for part in FlowPart]
        assert row["previous"] == day.measures.standings[row["account"]].stock


def test_what_applies_stands_beside_the_transfer(book, day):
    """The same order of accounts: the level that applies, the transfer, nothing carried on."""
    for place, row in enumerate(book.rows("HIKAE_VARIATION"), start=1):
        made = day.measures.variations[row["account"]]
        applied = placed(book, "HIKAE_VARIATION_APPLIED", place)
        assert (applied["applied_level"], applied["applied_flow"]) == (made.stock, made.flow)
        assert (applied["carried_after"], applied["why"]) == (0.0, "")


def test_a_rate_that_nobody_has_set_is_told(book):
    """Interest is not counted, and the page says so in both languages."""
    note = book.cell("HIKAE_VARIATION_NOTE")
    assert "pai_rate" in note
    assert "no interest" in note


def test_the_fund_is_shared_as_the_command_shares_it(book, day):
    """Required of each participant, its group's loss beyond margin, and which two groups are the largest."""
    fund = day.measures.fund
    rows = {row["participant"]: row for row in book.rows("HIKAE_FUND")}
    assert {name: row["own"] for name, row in rows.items()} == dict(fund.required)
    largest = {name: row["largest"] for name, row in rows.items() if row["largest"] != ""}
    assert largest == {"P02": 1.0, "P05": 1.0, "P07": 2.0}
    assert sum(
        {row["group"]: row["beyond"] for row in rows.values() if row["largest"] != ""}.values()
    ) == pytest.approx(fund.fund.covers, abs=2)


def test_the_fund_says_what_it_covers_and_by_which_rule(book, day):
    """The worst scenario, both groups together, the floor and the version of the rule."""
    assert book.cell("HIKAE_FUND_COVERS") == day.measures.fund.fund.covers
    assert book.cell("HIKAE_FUND_SCENARIO") == day.measures.fund.fund.scenario
    assert (book.cell("HIKAE_FUND_FLOOR"), book.cell("HIKAE_FUND_RULE")) == (1e8, "daily_2024")


def test_house_accounts_have_their_own_intraday_amount(book, day):
    """On the last settlement prices, which the page says, with the hour of the deposit."""
    own = {each.account: each.required for each in day.measures.intraday}
    assert {row["account"]: row["own"] for row in book.rows("HIKAE_INTRADAY")} == own
    assert book.cell("HIKAE_INTRADAY_NOTE") == (
        "直近の清算値段で計算 / on the last settlement prices 15:30 まで / until 15:30"
    )


def test_what_was_typed_for_the_day_stays(tmp_path):
    """A renotified intraday amount that came by telephone is still there after Calculate."""
    book = computed_book(tmp_path)
    place = book.row_of("P03H", "HIKAE_INTRADAY")
    book.type_row("HIKAE_INTRADAY", place, last=2e9)
    with at_home(tmp_path / "home"):
        book.done("CALCULATE")
    row = row_of(book, "HIKAE_INTRADAY", "P03H")
    assert (row["last"], row["own"]) == (2e9, 1_986_496_086.0)


def test_an_unknown_previous_level_is_a_gap(tmp_path):
    """Without P03H's row of the day before it has a level, no transfer, and the reason; the others keep theirs."""
    book = computed_book(tmp_path, change=without("previous_requirements", "P03H,vm,"))
    place = book.row_of("P03H", "HIKAE_VARIATION")
    row, applied = placed(book, "HIKAE_VARIATION", place), placed(book, "HIKAE_VARIATION_APPLIED", place)
    assert (row["previous"], row["carried"], row["mtm_change"]) == ("", "", "")
    assert isinstance(row["stock"], float)
    assert (applied["applied_flow"], applied["applied_level"]) == ("", "")
    assert "P03H" in applied["why"]
    assert "not taken for zero" in applied["why"]
    assert row_of(book, "HIKAE_VARIATION", "P01H")["mtm_change"] == 47_821_009.0


def test_an_account_that_cannot_be_computed_is_named_everywhere(tmp_path):
    """A position in an instrument that nobody knows: no level of its account, and no fund of anybody."""

    def change(day):
        path = day / "positions.csv"
        path.write_text(path.read_text("utf-8") + "P03H,NOTHING,100\n", encoding="utf-8")

    book = computed_book(tmp_path, change=change)
    place = book.row_of("P03H", "HIKAE_VARIATION")
    assert placed(book, "HIKAE_VARIATION", place)["stock"] == ""
    assert "P03H" in placed(book, "HIKAE_VARIATION_APPLIED", place)["why"]
    assert {row["own"] for row in book.rows("HIKAE_FUND")} == {""}
    assert "P03H" in book.cell("HIKAE_FUND_NOTE")
    assert row_of(book, "HIKAE_INTRADAY", "P03H")["own"] == ""


def test_a_participant_cannot_check_the_fund(tmp_path):
    """On its side there is no own amount: the verdict is that it cannot be checked, and what was notified stays."""
    book = computed_book(tmp_path, settings='role = "participant"\n', PARTICIPANT="P05")
    row = row_of(book, "HIKAE_FUND", "P05")
    assert (row["own"], row["beyond"], row["largest"]) == ("", "", "")
    assert row["notified"] == 279_684_250.0
    assert "cannot be checked" in row["why"]
    assert "cannot be checked" in book.cell("HIKAE_FUND_NOTE")


def test_a_participant_sees_its_own_accounts_on_every_page(tmp_path):
    """Of variation margin, comparison and backtest it has its own rows alone."""
    book = computed_book(tmp_path, PARTICIPANT="P05")
    for region in ("HIKAE_VARIATION", "HIKAE_COVERAGE", "HIKAE_INTRADAY"):
        assert {row["account"][:3] for row in book.rows(region)} == {"P05"}, region
    assert {row["account"][:3] for row in book.rows("HIKAE_COMPARED")} == {"P05"}


def test_import_alone_computes_nothing(tmp_path):
    """What was notified and applied before is there; own amounts are blank, and the pages say what to press."""
    book = PressedBook("margin")
    with at_home(tmp_path):
        book.done("IMPORT")
    row = row_of(book, "HIKAE_VARIATION", "P01H")
    assert row["previous"] == -1_585_750_450.0
    assert {row[name] for name in ("stock", *PARTS)} == {""}
    assert {row["own"] for row in book.rows("HIKAE_FUND")} == {""}
    notes = [book.cell(f"HIKAE_{name}_NOTE") for name in ("VARIATION", "FUND", "INTRADAY")]
    assert notes == [PRESS] * 3
    assert book.rows("HIKAE_COMPARED") == book.rows("HIKAE_CONTRIBUTIONS") == book.rows("HIKAE_COVERAGE") == []


def test_a_new_import_takes_computed_amounts_away(tmp_path):
    """They rest on what was imported before: until Calculate is pressed again nothing stands for today's."""
    book = computed_book(tmp_path)
    with at_home(tmp_path / "home"):
        book.done("IMPORT")
    assert row_of(book, "HIKAE_VARIATION", "P01H")["stock"] == ""
    assert book.cell("HIKAE_FUND_COVERS") == ""
    assert book.rows("HIKAE_HISTORY") == []


def test_margin_that_is_stopped_says_why_on_each_page(tmp_path):
    """A table of positions with a bad header: no own amount anywhere, each page with the reason."""
    book = computed_book(tmp_path)
    path = tmp_path / "day" / "curves.csv"
    path.write_text("curve_id\nJPY\n", encoding="utf-8")
    with at_home(tmp_path / "home"):
        book.done("CALCULATE")
    assert {row["stock"] for row in book.rows("HIKAE_VARIATION")} == {""}
    for name in ("VARIATION", "FUND", "INTRADAY", "HISTORY"):
        assert "curve" in book.cell(f"HIKAE_{name}_NOTE"), name
    assert book.rows("HIKAE_CONTRIBUTIONS") == []


def test_deposits_have_their_hour(book):
    """By when on the next business day, as the settings say."""
    assert book.cell("HIKAE_DEPOSIT_BY") == "11:00"


def test_a_collateral_that_a_person_named_stays(tmp_path):
    """The settings' own one is in place of a blank alone."""
    book = computed_book(tmp_path)
    book.type_row("HIKAE_ACCOUNTS", book.row_of("P06H", "HIKAE_ACCOUNTS"), collateral="JGB")
    with at_home(tmp_path / "home"):
        book.done("IMPORT")
    assert row_of(book, "HIKAE_ACCOUNTS", "P06H")["collateral"] == "JGB"
    assert row_of(book, "HIKAE_ACCOUNTS", "P01H")["collateral"] == "JPY (BOJ-NET)"
