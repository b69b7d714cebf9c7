"""CDS_IM and its companions: what arrives in cells, beside the command line and the pricing engine."""

import csv
import json
import math
import time
from datetime import date

import pytest
import sheet_tables
from contract_tables import BEFORE, BOOK, IM, MOVES, NOW, P1H, POSITIONS, TRADES
from hypothesis import given
from hypothesis import strategies as st
from sheet_tables import as_cells, table

from addin.functions.catalogue import function_named
from addin.functions.invoke import answer
from calc.days.business_day import tokyo
from calc.outcome import Finding
from calc.pricing.curve import discount_curve
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, price
from calc.types import CurveQuote

MARGINS = ("CDS_IM", "CDS_IM_TOTAL", "CDS_IM_WHATIF", "CDS_IM_WORST")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Let every call find a home of its own, without settings and record."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def value(name, *arguments):
    """Return the value of a call that has one."""
    answered = answer(name, list(arguments))
    assert list(answered) == ["value"], answered
    return answered["value"]


def code(name, *arguments):
    return answer(name, list(arguments))["error"]["code"]


def engine_loss(day, spreads, other_day, other_spreads, *, dirty=False):
    """Return what the small book loses from one pair of spreads to another, each position priced by itself."""

    def worth(on, quoted):
        market = Market(discount_curve([CurveQuote("zero", "5Y", 0.01)], on), tokyo())
        index, name = (
            price(Contract(date(year, 12, 20), 100.0, 0.35, notional), Quotes((spread,)), market=market)
            for year, notional, spread in ((2031, -5e9 * 0.975, quoted[0]), (2029, 2e9, quoted[1]))
        )
        return index.cash_upfront + name.cash_upfront if dirty else index.clean_upfront + name.clean_upfront

    return worth(day, spreads) - worth(other_day, other_spreads)


def test_the_small_book_is_what_the_pricing_engine_says():
    """With one tail scenario the base is the worst loss, 60 to 120 and 40 to 90 bp, every position priced by itself."""
    on = date(2026, 11, 20)
    loss = engine_loss(on, (60.0, 40.0), on, (120.0, 90.0))
    assert dict(map(tuple, value("CDS_IM", *BOOK, P1H)))["base"] == math.ceil(loss)
    assert value("CDS_IM_WORST", *BOOK, P1H, 1)[0][1] == pytest.approx(loss, rel=1e-12)


def test_variation_is_what_the_pricing_engine_says():
    """What the book lost from 58 to 60 bp overnight, coupon earned included, is what its holder pays."""
    lost = engine_loss(date(2026, 11, 19), (58.0, 40.0), date(2026, 11, 20), (60.0, 40.0), dirty=True)
    assert value("CDS_VM", POSITIONS, NOW, BEFORE) == math.ceil(lost) > 0


def test_all_margin_functions_speak_of_one_requirement():
    """The total is the last row, closing everything gives it back, and the worst losses begin with the base's."""
    rows = value("CDS_IM", *BOOK, P1H)
    assert rows == IM
    assert value("CDS_IM_TOTAL", *BOOK, P1H) == rows[-1][1] == sum(amount for _, amount in rows[:-1])
    assert value("CDS_IM_WHATIF", *BOOK, P1H, TRADES) == -rows[-1][1]
    assert math.ceil(value("CDS_IM_WORST", *BOOK, P1H, 1)[0][1]) == rows[0][1]


def test_worst_scenarios_fill_their_block():
    """Five scenarios unless told otherwise, here all four; a named scenario has no date, a dated one its day."""
    rows = value("CDS_IM_WORST", *BOOK, P1H)
    assert len(rows) == 20
    assert [row[0] for row in rows[:5]] == ["2025-05-20", "", "2025-05-13", "", ""]
    assert [row[2] for row in rows[:5]] == ["stress_up:2025-05-20", "s1", "2025-05-13", "s2", ""]
    losses = [row[1] for row in rows[:4]]
    assert losses == sorted(losses, reverse=True)


@pytest.mark.parametrize("n", [-1, 0.5, 21, 1e300])
def test_a_number_of_scenarios_that_cannot_be_shown_is_refused(n):
    """Less than one, a fraction, or more than the block has rows is an error of the argument."""
    assert code("CDS_IM_WORST", *BOOK, P1H, n) == "arguments"


def test_a_blank_number_is_five():
    """A blank cell for n, which is 0 in a sheet, is as good as none."""
    assert value("CDS_IM_WORST", *BOOK, P1H, 0) == value("CDS_IM_WORST", *BOOK, P1H)


def test_the_settings_may_be_left_out_between():
    """Where the settings are left out the trades still come after them."""
    assert value("CDS_IM_WHATIF", *BOOK, None, TRADES) == -value("CDS_IM_TOTAL", *BOOK)
    error = answer("CDS_IM_WHATIF", [*BOOK])["error"]
    assert (error["code"], "trades_range" in error["ja"], "trades_range" in error["en"]) == ("arguments", True, True)


def test_the_example_day_is_the_command_lines(hikae, tmp_path, example_day):
    """Every component of every account of the example day is what `hikae margin` writes for the same tables."""
    instruments = tmp_path / "instruments.csv"
    instruments.write_text("\n".join(",".join(row) for row in sheet_tables.instruments()), encoding="utf-8")
    names = ("positions", "curves", "history", "constituents", "accounts")
    options = [word for name in names for word in (f"--{name}", example_day / f"{name}.csv")]
    told = ["margin", "--trade-date", "2026-11-20", "--instruments", instruments, *options, "-o", tmp_path / "out"]
    assert hikae(*told, HIKAE_HOME=str(tmp_path / "other")).returncode == 0
    with (tmp_path / "out" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "im"]
    expected = [[row["account"], row["component"], int(row["amount"])] for row in rows]
    cells = (as_cells(table("positions")), sheet_tables.market(), as_cells(table("history")))
    found = [
        [row[0], *amount]
        for row in sorted(table("accounts")[1:])
        for amount in value("CDS_IM", *cells, [["account", row[0]], ["multiplier", row[5]], ["add_on", row[6]]])
    ]
    assert found == expected
    assert len(found) == 13 * 7


def test_stored_tables_are_found_by_name(recorded_home, monkeypatch):
    """With the names of the recorded run's tables in place of ranges the requirement is the same."""
    from addin.app.handles import handles_of  # noqa: PLC0415 - beside what it is compared with

    named = {each.partition(":")[0]: each for each in handles_of(date(2026, 11, 20), home=recorded_home)}
    monkeypatch.setenv("HIKAE_HOME", str(recorded_home))
    plain = (as_cells(table("positions")), sheet_tables.market(), as_cells(table("history")))
    settings = [["account", "P04H"], ["curve", named["curve"]], ["constituents", named["constituents"]]]
    stored = (named["positions"], as_cells(sheet_tables.instruments()), named["scen"])
    assert value("CDS_IM", *stored, settings) == value("CDS_IM", *plain, [["account", "P04H"]])


def test_errors_say_where_in_both_languages():
    """A bad cell in a range is told with its code and words of both languages."""
    bad = [*POSITIONS, ["P1H", "AA", "１OO"]]
    error = answer("CDS_IM_TOTAL", [bad, NOW, MOVES, P1H])["error"]
    assert error["code"] == "number_character"
    assert error["ja"] != error["en"]
    assert code("CDS_IM_TOTAL", [[{"error": "#N/A"}]], NOW, MOVES) == "cell_error"


CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), st.integers(-(10**6), 10**6), st.text(max_size=8),
    st.sampled_from(["instrument", "notional", "tenor", "rate", "date", "scenario", "kind", "account", "IX", "single"]),
)  # fmt: skip
RANGES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(st.sampled_from([*MARGINS, "CDS_VM"]), st.integers(0, 3), RANGES | CELLS)
def test_whatever_stands_in_a_range_there_is_an_answer(name, place, junk):
    """Anything in one of the arguments gives a value or an error that is not our fault, never a traceback."""
    good = [POSITIONS, NOW, BEFORE if name == "CDS_VM" else MOVES, P1H]
    good[place] = junk
    answered = answer(name, [*good, *([TRADES] if name == "CDS_IM_WHATIF" else [])])
    assert set(answered) in ({"value"}, {"error"})
    assert answered.get("error", {}).get("code") != "function_failed"


@given(RANGES)
def test_whatever_stands_below_a_header_there_is_an_answer(junk):
    """Junk below the rows of each table is an error of its row, or passed over where it is blank."""
    for place in range(4):
        good = [POSITIONS, NOW, MOVES, P1H]
        width = max(len(row) for row in (*good[place], *junk))
        good[place] = [[*row, *[""] * (width - len(row))] for row in (*good[place], *junk)]
        answered = answer("CDS_IM", good)
        assert answered.get("error", {}).get("code") != "function_failed", answered


def test_a_warm_cell_is_quick():
    """On the example day's market a cell whose market is known takes less than 20 ms, however large its ranges are."""
    cells = (as_cells(table("positions")), sheet_tables.market(), as_cells(table("history")))
    value("CDS_IM", *cells, [["account", "P01H"]])
    took = []
    for row in table("accounts")[1:]:
        started = time.perf_counter()
        value("CDS_IM", *cells, [["account", row[0]]])
        took.append(time.perf_counter() - started)
    assert min(took) < 0.020


def test_a_declared_function_names_what_it_takes():
    """The four margin functions take the same first four arguments, in one order."""
    named = [[argument.name for argument in function_named(name).arguments][:4] for name in MARGINS]
    assert named == [["positions_range", "market_range", "scenario_set", "settings_range"]] * 4
    assert not isinstance(json.loads(json.dumps(value("CDS_IM", *BOOK, P1H))), Finding)
