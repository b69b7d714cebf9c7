"""The move of an account's value between two markets, as a cell shows it."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_tables import as_cells, market, record_run, stacked, table

from addin.app import variation_cell
from addin.app.handles import handles_of
from addin.app.margin_files import MarginFiles, margin_files
from addin.app.variation_cell import VariationCells, variation_margin
from addin.settings import load_settings
from calc.days.business_day import tokyo
from calc.outcome import RefusedError
from calc.pricing.curve import discount_curve
from calc.pricing.hazard import Quotes
from calc.pricing.isda import Contract, Market, price
from calc.types import CurveQuote

HEAD = ["instrument", "kind", "maturity", "coupon_bp", "recovery", "index_factor", "spread_bp"]
POSITIONS = [["account", "instrument", "notional"], ["P1H", "IX", -5e9], ["P1H", "AA", 2e9]]
FACTOR = 0.975


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a home without settings and record."""
    return tmp_path_factory.mktemp("home")


def day_market(day, *, ix=60.0, aa=40.0, rate=0.01):
    """Return a market of two instruments, its curve flat, on a day."""
    rows = [
        HEAD,
        ["IX", "index", "2031-12-20", 100, 0.35, FACTOR, ix],
        ["AA", "single", "2029-12-20", 100, 0.35, "", aa],
    ]
    return stacked(rows, [["trade_date", "kind", "tenor", "rate"], [day, "zero", "5Y", rate]])


def value_of(day, maturity, spread_bp, notional, rate=0.01):
    """Return what protection bought is worth by the pricing engine: the cash amount at settlement."""
    on = Market(discount_curve([CurveQuote("zero", "5Y", rate)], day), tokyo())
    return price(Contract(maturity, 100.0, 0.35, notional), Quotes((spread_bp,)), market=on).cash_upfront


def paid(tmp_path, now, before, positions=POSITIONS, settings=None):
    return variation_margin(VariationCells(positions, now, before, settings), home=tmp_path)


def refused(tmp_path, now, before, positions=POSITIONS, settings=None):
    """Return the code and place with which a variation margin is refused."""
    with pytest.raises(RefusedError) as caught:
        paid(tmp_path, now, before, positions, settings)
    found = caught.value.findings[0]
    return found.code, found.place.source


TODAY, YESTERDAY = day_market("2026-11-20", ix=70.0, aa=45.0), day_market("2026-11-19")


def test_it_is_the_fall_of_the_positions_value(tmp_path):
    """Each position priced one by one on both days: what it lost is what the participant pays, rounded up in size."""
    days = (date(2026, 11, 19), (60.0, 40.0)), (date(2026, 11, 20), (70.0, 45.0))
    before, now = (
        value_of(day, date(2031, 12, 20), ix, -5e9 * FACTOR) + value_of(day, date(2029, 12, 20), aa, 2e9)
        for day, (ix, aa) in days
    )
    found = paid(tmp_path, TODAY, YESTERDAY)
    assert found > 0
    assert 0 <= found - (before - now) < 1.0


def test_who_sold_protection_pays_when_spreads_widen(tmp_path):
    """The seller of protection pays for wider spreads, and its buyer receives as much, to the yen."""
    seller = [["instrument", "notional"], ["IX", -1e9]]
    buyer = [["instrument", "notional"], ["IX", 1e9]]
    assert paid(tmp_path, TODAY, YESTERDAY, seller) == -paid(tmp_path, TODAY, YESTERDAY, buyer) > 3_000_000


def test_a_market_that_stands_still_costs_a_days_accrual(tmp_path):
    """At the same quotes a day later the buyer pays about one day of coupon: 1e9 x 100 bp / 360."""
    buyer = [["instrument", "notional"], ["IX", 1e9 / FACTOR]]
    still = paid(tmp_path, day_market("2026-11-20"), YESTERDAY, buyer)
    assert still == pytest.approx(1e9 * 0.01 / 360, rel=0.7)
    assert still > 0


def test_notionals_of_one_instrument_add(tmp_path):
    """Two rows of one instrument are one position: a position and its opposite pay nothing."""
    rows = [["instrument", "notional"], ["IX", 3e8], ["IX", -3e8]]
    assert paid(tmp_path, TODAY, YESTERDAY, rows) == 0


def test_rounding_is_the_desks(tmp_path):
    """The amount is rounded by the setting that rounds requirements."""
    fine = paid(tmp_path, TODAY, YESTERDAY)
    coarse = paid(tmp_path, TODAY, YESTERDAY, settings=[["round_unit", 1000.0], ["round_mode", "down"]])
    assert coarse == fine // 1000 * 1000


def test_each_market_has_its_own_curve(tmp_path):
    """Named curves give the same as curves in the ranges: today's for today, the earlier one for the earlier market."""
    named = {}
    for day, rate in (("2026-11-20", 0.03), ("2026-11-19", 0.01)):
        curves = f"curve_id,trade_date,kind,tenor,rate\nT,{day},zero,5Y,{rate}\n".encode()
        record_run(tmp_path, date.fromisoformat(day), curves=curves)
        (named[day],) = handles_of(date.fromisoformat(day), home=tmp_path)
    settings = [["curve", named["2026-11-20"]], ["previous_curve", named["2026-11-19"]]]
    now, before = day_market("2026-11-20", ix=70.0, rate=0.03), day_market("2026-11-19")
    bare = [rows[:3] for rows in (now, before)]
    assert paid(tmp_path, *bare, settings=settings) == paid(tmp_path, now, before)


def test_the_markets_must_be_in_order(tmp_path):
    """The earlier market must be an earlier day's: exchanged or equal markets are refused."""
    assert refused(tmp_path, YESTERDAY, TODAY)[0] == "market_order"
    assert refused(tmp_path, TODAY, TODAY)[0] == "market_order"


def at_par(day):
    """Return a market in which both instruments are quoted at their coupon, so that their clean value is none."""
    return day_market(day, ix=100.0, aa=100.0)


PAR = [["instrument", "notional"], ["AA", 3.6e9]]  # a day of its coupon of 100 bp is 3.6e9 x 0.01 / 360 = 100,000


@pytest.mark.parametrize(
    ("before", "now", "days"),
    [
        ("2026-12-17", "2026-12-18", 1),
        ("2026-12-18", "2026-12-21", 3),
        ("2026-12-21", "2026-12-22", 1),
        ("2026-12-17", "2026-12-22", 5),
        ("2026-12-16", "2027-03-23", 97),
    ],
)
def test_a_coupon_in_between_belongs_to_it(tmp_path, before, now, days):
    """At par a buyer owes 100,000 a day, whether it accrued or was paid: Monday 21 December and 22 March are paid."""
    found = paid(tmp_path, at_par(now), at_par(before), PAR)
    assert found == pytest.approx(100_000 * days, abs=1.0)


def test_a_coupon_is_paid_on_the_notional_in_force(tmp_path):
    """Of an index with a factor of 0.975 the holder of 3.6e9 / 0.975 owes what the holder of 3.6e9 does without."""
    rows = [["instrument", "notional"], ["IX", 3.6e9 / FACTOR]]
    found = paid(tmp_path, at_par("2026-12-21"), at_par("2026-12-18"), rows)
    assert found == pytest.approx(300_000, abs=1.0)


def test_two_fallback_days_are_made_up_for_in_one_transfer(tmp_path):
    """Friday 18 and Monday 21 December left out, Tuesday's move from Thursday is that of the three days together."""
    spreads = {"2026-12-17": 60.0, "2026-12-18": 66.0, "2026-12-21": 63.0, "2026-12-22": 71.0}
    days = [day_market(day, ix=ix) for day, ix in spreads.items()]
    whole = paid(tmp_path, days[-1], days[0])
    assert whole == pytest.approx(sum(paid(tmp_path, now, before) for before, now in pairwise(days)), abs=3)


@given(st.lists(st.floats(5.0, 900.0), min_size=4, max_size=4), st.integers(-5, 5).filter(bool))
def test_however_the_days_are_cut_the_same_is_paid(home, spreads, billions):
    """Over a coupon and whatever the spreads, one transfer is those of the days between, and its buyer gets it."""
    dates = ("2026-12-17", "2026-12-18", "2026-12-21", "2026-12-22")
    days = [day_market(day, ix=ix) for day, ix in zip(dates, spreads, strict=True)]
    held, other = ([["instrument", "notional"], ["IX", sign * billions * 1e9]] for sign in (1, -1))
    whole = paid(home, days[3], days[0], held)
    assert abs(whole - sum(paid(home, now, before, held) for before, now in pairwise(days))) <= 4
    assert whole == -paid(home, days[3], days[0], other)


def test_over_a_coupon_day_it_is_what_hikae_margin_transfers(tmp_path):
    """Over 18 and 21 December the cell has `mtm_change` and `coupon` of `vm_flow`, but for the yen each is rounded."""
    days, files = ("2026-12-18", "2026-12-21"), {}
    for name, rows in {"positions": POSITIONS, "scenarios": [["scenario", "kind", "IX", "AA"], ["s", "stress", 70, 70]],
                       "accounts": [["account", "participant", "kind"], ["P1H", "P1", "house"]]}.items():  # fmt: skip
        files[name] = csv_file(tmp_path / f"{name}.csv", rows)
    levels = []
    for day, ix in zip(days, (60.0, 66.0), strict=True):
        files["instruments"] = csv_file(tmp_path / f"instruments-{day}.csv", day_market(day, ix=ix)[:3])
        curve = [["curve_id", "trade_date", "kind", "tenor", "rate"], ["T", day, "zero", "5Y", 0.01]]
        files["curves"] = csv_file(tmp_path / f"curves-{day}.csv", curve)
        made = margin_files(
            MarginFiles(**files), trade_date=date.fromisoformat(day), curve_id=None, settings=load_settings(tmp_path)
        )
        levels.append(made.measures.levels["P1H"])
    flow = levels[1].stock - levels[0].stock + levels[1].coupon
    assert paid(tmp_path, day_market(days[1], ix=66.0), day_market(days[0])) == pytest.approx(flow, abs=3)
    assert levels[1].coupon == pytest.approx((-5e9 * FACTOR + 2e9) * 0.01 * 88 / 360, abs=1.0)  # from 24 September


def csv_file(path, rows):
    """Return the path of a table written there."""
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
    return path


def test_an_instrument_must_have_a_price_on_both_days(tmp_path):
    """A position without a spread on one of the days, or unknown on it, is refused; others do not matter."""
    assert refused(tmp_path, day_market("2026-11-20", ix=""), YESTERDAY)[0] == "spread_missing"
    assert refused(tmp_path, TODAY, day_market("2026-11-19", ix=""))[0] == "spread_missing"
    lacking = [row for row in YESTERDAY if row[0] != "IX"]
    assert refused(tmp_path, TODAY, lacking)[0] == "instrument_unknown"
    only = [["instrument", "notional"], ["AA", 1e9]]
    assert paid(tmp_path, TODAY, lacking, only) == paid(tmp_path, TODAY, YESTERDAY, only)


@pytest.mark.parametrize(
    ("now", "before", "positions", "expected"),
    [
        (TODAY[:4], YESTERDAY, POSITIONS, ("column_missing", "market_range")),
        (TODAY, YESTERDAY[:4], POSITIONS, ("column_missing", "previous_range")),
        (TODAY, YESTERDAY, [*POSITIONS, ["P1H", "AA", "x"]], ("number_character", "positions_range")),
        (TODAY, YESTERDAY, [*POSITIONS, ["P2C", "AA", 1.0]], ("account_choice", "positions_range")),
        (TODAY, YESTERDAY, [*POSITIONS, ["P1H", "ZZ", 1.0]], ("instrument_unknown", "positions_range")),
        (day_market("2026-11-20", rate=99.0), YESTERDAY, POSITIONS, ("number_range", "market_range")),
    ],
)
def test_what_is_not_whole_is_refused_with_its_range(tmp_path, now, before, positions, expected):
    """Each refusal says in which of the ranges its reason stands."""
    assert refused(tmp_path, now, before, positions) == expected


def test_every_account_of_the_example_day_sums_to_nothing(tmp_path, monkeypatch):
    """Cleared positions of all accounts cancel: so do their variation margins, but for a yen of rounding each."""
    today, marked = market(), []
    real = variation_cell.marks
    monkeypatch.setattr(variation_cell, "marks", lambda *told, **named: marked.append(1) or real(*told, **named))
    head = today[0]
    wider = [[cell * 1.1 if name == "spread_bp" and isinstance(cell, float) else cell
              for name, cell in zip(head, row, strict=True)] for row in today]  # fmt: skip
    days = {46346.0: 46345.0}
    before = [[days.get(cell, cell) for cell in row] for row in wider]
    positions, found = as_cells(table("positions")), {}
    for account in {row[0] for row in positions[1:]}:
        found[account] = paid(tmp_path, today, before, positions, [["account", account]])
    assert len(found) == 13
    assert abs(sum(found.values())) <= 13
    assert max(found.values()) > 1_000_000 > -1_000_000 > min(found.values())
    assert len(marked) == 2
