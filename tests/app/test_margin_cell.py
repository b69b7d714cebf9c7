"""Margin of one account for cells: the same yen as the command's, and a refusal for everything that is not whole."""

import pytest
import sheet_tables
from sheet_tables import DAY, as_cells, record_run, stacked, table

from addin.app import margin_cell
from addin.app.handles import handles_of
from addin.app.margin_cell import MarginCells, account_margin, incremental_margin
from addin.app.margin_files import MarginFiles, margin_files, worst_scenarios
from addin.settings import load_settings
from calc.margin.requirement import Component
from calc.outcome import RefusedError

HEAD = ["instrument", "entity", "kind", "maturity", "coupon_bp", "recovery", "spread_bp", "index_factor",
        "bid_offer_width_bp"]  # fmt: skip
IX = ["IX", "ITRAXX", "index", "2031-12-20", 100, 0.35, 60, 0.975, 4]
AA = ["AA", "AA", "single", "2029-12-20", 100, 0.35, 40, "", 8]
CURVE = [
    ["trade_date", "kind", "tenor", "rate"],
    ["2026-11-20", "zero", "1Y", 0.0065],
    ["2026-11-20", "zero", "5Y", 0.011],
]
WEIGHTS = [["index", "entity", "weight"], ["IX", "AA", 0.475], ["IX", "BB", 0.5]]
EVENTS = [["entity", "kind", "ratio", "from", "until"], ["BB", "credit_event", 0.4, 46336.0, ""]]
MOVES = [
    ["scenario", "kind", "IX", "AA"],
    ["s1", "reference", 70, 40],
    ["s2", "reference", 55, 60],
    ["s3", "stress", 120, 90],
]
POSITIONS = [["account", "instrument", "notional"], ["P1H", "IX", -5e9], ["P1H", "AA", 2e9], ["P2C", "AA", 1e8]]
MARKET = stacked([HEAD, IX, AA], CURVE, WEIGHTS)
P1H = (("account", "P1H"),)


@pytest.fixture(scope="module")
def example_margin(tmp_path_factory, example_day):
    """Return what `hikae margin` computes for the example day at its last spreads, by account."""
    folder = tmp_path_factory.mktemp("files")
    path = folder / "instruments.csv"
    path.write_text("\n".join(",".join(row) for row in sheet_tables.instruments()), encoding="utf-8")
    names = ("positions", "curves", "history", "constituents", "accounts")
    files = MarginFiles(instruments=path, **{name: example_day / f"{name}.csv" for name in names})
    made = margin_files(files, trade_date=DAY, curve_id=None, settings=load_settings(folder))
    return made.result


@pytest.fixture(scope="module")
def recorded(tmp_path_factory, example_day):
    """Return a home whose record holds a run of the example day, and the handles by kind."""
    home = tmp_path_factory.mktemp("home")
    names = ("history", "curves", "constituents", "positions")
    record_run(home, **{name: (example_day / f"{name}.csv").read_bytes() for name in names})
    return home, {handle.partition(":")[0]: handle for handle in handles_of(DAY, home=home)}


def given(positions=None, market=None, moves=None, settings=P1H):
    """Return the arguments of the small book, some of them changed."""
    rows = [list(row) for row in settings]
    return MarginCells(positions or POSITIONS, market or MARKET, moves or MOVES, rows or None)


def amounts(home, **changed):
    """Return the amounts of the small book by component."""
    made = account_margin(given(**changed), home=home).requirement.amounts
    return {component.value: amount for component, amount in made.items()}


def refused(home, trades=None, **changed):
    """Return the first finding with which a margin is refused."""
    with pytest.raises(RefusedError) as caught:
        account_margin(given(**changed), home=home, trades=trades)
    return caught.value.findings[0]


def test_every_account_of_the_example_day_has_the_commands_margin(example_margin, tmp_path):
    """From cells as a sheet holds them every component of all thirteen accounts is that of the command, to the yen."""
    head, *accounts = table("accounts")
    told = {row[0]: dict(zip(head, row, strict=True)) for row in accounts}
    cells = {
        "positions": as_cells(table("positions")),
        "market": sheet_tables.market(),
        "moves": as_cells(table("history")),
    }
    found = {}
    for name, row in told.items():
        settings = [
            ("account", name),
            ("multiplier", float(row["multiplier"])),
            ("add_on", float(row["add_on"])),
        ]
        found[name] = amounts(tmp_path, **cells, settings=settings)
    expected = {
        each.account: {component.value: amount for component, amount in each.amounts.items()}
        for each in example_margin.requirements
    }
    assert found == expected
    assert len(found) == 13
    assert {name for name, parts in found.items() if parts["add_on"]} == {"P06H", "P08H"}


def test_stored_tables_give_the_same_as_ranges(example_margin, recorded):
    """With handles for positions, scenarios, curve and constituents the margin is the same to the yen."""
    home, named = recorded
    market = as_cells(sheet_tables.instruments())
    settings = [("account", "P02C"), ("curve", named["curve"]), ("constituents", named["constituents"])]
    made = account_margin(given(named["positions"], market, named["scen"], settings), home=home)
    expected = next(each for each in example_margin.requirements if each.account == "P02C")
    assert made.requirement.amounts == expected.amounts
    names = example_margin.valued.scenario_names
    assert [{"scenario": name, "gain": -loss} for name, loss in made.worst(5)] == worst_scenarios(expected, names)


def test_the_small_book_by_hand(tmp_path):
    """Short charge: sold 5e9 x 0.475 - 2e9 of AA and 5e9 x 0.5 of BB, so 2.5e9 x 0.65 for BB; the total is the sum."""
    made = amounts(tmp_path, settings=[*P1H, ("short_charge_ratio", 0.65)])
    assert made["short_charge"] == 1_625_000_000
    assert made["total"] == sum(amount for name, amount in made.items() if name != "total")
    assert (made["credit_event"], made["single_name"], made["add_on"]) == (0, 0, 0)


def test_multiplier_and_add_on_by_hand(tmp_path):
    """The add-on is a tenth of the five parts and 7 yen, rounded up."""
    plain, more = amounts(tmp_path), amounts(tmp_path, settings=[*P1H, ("multiplier", 1.1), ("add_on", 7.0)])
    assert more["add_on"] == -(-plain["total"] // 10) + 7
    assert more["total"] == plain["total"] + more["add_on"]


def test_constituents_and_events_may_stand_below(tmp_path):
    """A credit event of BB charges 0.4 of the 2.5e9 sold; without weights the index is one name and BB is nobody's."""
    with_event = stacked([HEAD, IX, AA], CURVE, WEIGHTS, EVENTS)
    assert amounts(tmp_path, market=with_event)["credit_event"] == 1_000_000_000
    unseen = amounts(tmp_path, market=stacked([HEAD, IX, AA], CURVE, EVENTS))
    assert (unseen["credit_event"], unseen["short_charge"]) == (0, 3_168_750_000)
    off = amounts(tmp_path, market=with_event, settings=[*P1H, ("index_look_through", 0.0)])
    assert off["short_charge"] == unseen["short_charge"]


def test_a_named_table_stands_before_the_one_in_the_range(tmp_path):
    """Constituents named by a handle are taken, also where the range has some of its own."""
    record_run(tmp_path, constituents=b"index,entity,weight\nIX,CC,0.975\n")
    (handle,) = handles_of(DAY, home=tmp_path)
    named = account_margin(given(settings=[*P1H, ("constituents", handle)]), home=tmp_path)
    assert named.requirement.most_sold == "CC"
    assert account_margin(given(), home=tmp_path).requirement.most_sold == "BB"


def test_worst_scenarios_are_losses_in_order(tmp_path):
    """The worst scenario of a book that sold protection is the widest, told as a loss above zero."""
    worst = account_margin(given(), home=tmp_path).worst(2)
    assert [name for name, _ in worst] == ["s3", "s1"]
    assert worst[0][1] > worst[1][1] > 0.0
    assert len(account_margin(given(), home=tmp_path).worst(20)) == 3


def test_a_trade_changes_the_requirement_by_the_difference_of_two_books(tmp_path):
    """What-if is the total with the trade among the positions less the total without it, whoever writes it down."""
    trade = [["instrument", "notional"], ["IX", -1e9], ["AA", 5e8]]
    with_trade = [*POSITIONS, ["P1H", "IX", -1e9], ["P1H", "AA", 5e8]]
    expected = amounts(tmp_path, positions=with_trade)["total"] - amounts(tmp_path)["total"]
    assert incremental_margin(given(), trade, home=tmp_path) == expected > 0
    own = [["account", *trade[0]], *(["P1H", *row] for row in trade[1:])]
    assert incremental_margin(given(), own, home=tmp_path) == expected


def test_no_trade_changes_nothing(tmp_path):
    """A table of trades that holds its header alone is nothing to be added, and so is a trade and its opposite."""
    head = ["instrument", "notional"]
    assert incremental_margin(given(), [head, ["", ""]], home=tmp_path) == 0
    assert incremental_margin(given(), [head, ["IX", 7e8], ["IX", -7e8]], home=tmp_path) == 0


def test_closing_everything_gives_all_of_it_back(tmp_path):
    """Trades that close every position lower the requirement by its whole."""
    close = [["instrument", "notional"], ["IX", 5e9], ["AA", -2e9]]
    assert incremental_margin(given(), close, home=tmp_path) == -amounts(tmp_path)["total"]


def test_an_only_account_needs_no_name(tmp_path):
    """One account's positions, or positions without a column for it, need no account in the settings."""
    only = [row for row in POSITIONS if row[0] != "P2C"]
    assert amounts(tmp_path, positions=only, settings=()) == amounts(tmp_path)
    assert amounts(tmp_path, positions=[row[1:] for row in only], settings=()) == amounts(tmp_path)


def test_accounts_are_never_netted(tmp_path):
    """Another account's rows change nothing, not even unreadable ones."""
    other = [*POSITIONS, ["P2C", "IX", 5e9], ["P2C", "??", "x"]]
    assert amounts(tmp_path, positions=other) == amounts(tmp_path)


def changed(row, place, cell):
    """Return a row with another cell."""
    return [*row[:place], cell, *row[place + 1 :]]


@pytest.mark.parametrize(("index", "code"), [((3, "2026-11-20"), "instrument_unpriced"), ((6, ""), "spread_missing")])
def test_a_position_without_a_value_is_refused(tmp_path, index, code):
    """An instrument of the account that is over, or has no spread today, refuses its number."""
    market = stacked([HEAD, changed(IX, *index), AA], CURVE, WEIGHTS)
    found = refused(tmp_path, market=market)
    assert (found.code, dict(found.details)["instrument"]) == (code, "IX")


def test_an_instrument_that_the_account_does_not_hold_may_lack_a_spread(tmp_path):
    """The index has no spread today: who holds none of it has its margin, as with the command."""
    market = stacked([HEAD, changed(IX, 6, ""), AA], CURVE, WEIGHTS)
    assert amounts(tmp_path, market=market, settings=[("account", "P2C")])["total"] > 0


@pytest.mark.parametrize("cell", ["2026-11-20", 46346.0])
def test_the_trade_date_may_stand_in_the_settings(tmp_path, cell):
    """A curve without dates takes the trade date of the settings, one with two days' rows that day's alone."""
    undated = stacked([HEAD, IX, AA], [row[1:] for row in CURVE], WEIGHTS)
    two_days = stacked([HEAD, IX, AA], [*CURVE, ["2026-11-19", "zero", "5Y", 0.05]], WEIGHTS)
    for market in (undated, two_days):
        assert amounts(tmp_path, market=market, settings=[*P1H, ("trade_date", cell)]) == amounts(tmp_path)


def test_of_several_curves_the_named_one_is_taken(tmp_path):
    """With the name of a curve in the settings the others of the day do not count."""
    rows = [[*CURVE[0], "curve_id"], *([*row, "A"] for row in CURVE[1:]), ["2026-11-20", "zero", "5Y", 0.09, "B"]]
    market = stacked([HEAD, IX, AA], rows, WEIGHTS)
    assert amounts(tmp_path, market=market, settings=[*P1H, ("curve_id", "A")]) == amounts(tmp_path)


@pytest.mark.parametrize(
    ("moves", "code"),
    [
        ([["scenario", "kind", "IX"], ["s1", "reference", 70]], "column_missing"),
        ([*MOVES, ["s1", "reference", 70, 40]], "key_repeated"),
        ([*MOVES, ["s4", "reference", 70, ""]], "cell_empty"),
        ([["date", "IX", "AA"], [46345.0, 60, 40]], "history_short"),
        ([["date", "IX", "AA"], [46346.0, 60, 40], [46345.0, 60, 40]], "history_unordered"),
        ([["date", "IX", "AA"], [46347.0, 60, 40]], "date_closed"),
        ([["IX", "AA"], [60, 40]], "column_missing"),
    ],
)
def test_scenarios_that_are_not_whole_are_refused(tmp_path, moves, code):
    """One bad scenario or day refuses all of them: left out, it would change the tail unseen."""
    assert refused(tmp_path, moves=moves).code == code


def test_days_after_the_trade_date_do_not_count(tmp_path):
    """A history that goes on beyond the trade date gives what it gave on it."""
    cells = {"market": sheet_tables.market(), "positions": as_cells(table("positions"))}
    history, settings = as_cells(table("history")), [("account", "P03H")]
    later = [*history, *([46346.0 + day, *(1000.0 for _ in history[0][1:])] for day in (4, 5))]
    assert amounts(tmp_path, moves=later, settings=settings, **cells) == amounts(
        tmp_path, moves=history, settings=settings, **cells
    )


def test_a_projected_year_is_refused_as_by_the_command(tmp_path):
    """A trade date whose holidays are only projected is no basis for a requirement, unless somebody confirmed them."""
    market = stacked([HEAD, IX, AA], [CURVE[0], ["2029-11-20", "zero", "5Y", 0.01]], WEIGHTS)
    market = [["2034-12-20" if cell == "2029-12-20" else cell for cell in row] for row in market]
    assert refused(tmp_path, market=market).code == "calendar_unconfirmed"
    settings = [*P1H, ("projected_holidays", "confirmed")]
    assert amounts(tmp_path, market=market, settings=settings)["total"] > 0


def test_a_sheet_of_cells_values_its_market_once(tmp_path, monkeypatch):
    """IM, total, what-if and worst of several accounts on one market revalue it once, and each account once."""
    runs = []
    real = margin_cell.margin_run
    monkeypatch.setattr(margin_cell, "margin_run", lambda *told: runs.append(told) or real(*told))
    fresh = stacked([HEAD, changed(IX, 6, 61.5), AA], CURVE, WEIGHTS)  # no other test has asked for it
    for account in ("P1H", "P2C", "P1H"):
        amounts(tmp_path, market=fresh, settings=[("account", account)])
    incremental_margin(given(market=fresh), [["instrument", "notional"], ["AA", 1.0]], home=tmp_path)
    assert len(runs) == 1
    amounts(tmp_path, market=fresh, settings=[*P1H, ("tail_rule", "floor")])
    assert len(runs) == 2


def test_a_changed_setting_of_the_desk_is_seen_at_once(tmp_path):
    """What is kept is kept by the settings too: a new value in the home counts for the next call."""
    before = amounts(tmp_path)["short_charge"]
    (tmp_path / "settings.toml").write_text("short_charge_ratio = 0.1\n", encoding="utf-8")
    assert amounts(tmp_path)["short_charge"] == 250_000_000 != before


def test_components_come_in_the_order_of_a_requirement(tmp_path):
    """The amounts have every component once, the total last."""
    assert list(account_margin(given(), home=tmp_path).requirement.amounts) == list(Component)
