import math
from datetime import date
from fractions import Fraction

import pytest
import twin_cds
import twin_curve
import twin_margin

TRADE_DATE = date(2026, 11, 20)
INDEX = {
    "instrument": "ITRX46", "entity": "", "kind": "index", "maturity": "2031-12-20", "coupon_bp": "100",
    "recovery": "0.35", "spread_bp": "60", "index_factor": "0.975", "bid_offer_width_bp": "1.5",
}  # fmt: skip
NAME = {
    "instrument": "ENT01-5Y", "entity": "ENT01", "kind": "single", "maturity": "2031-12-20", "coupon_bp": "100",
    "recovery": "0.35", "spread_bp": "80", "index_factor": "", "bid_offer_width_bp": "6",
}  # fmt: skip
BOOK = {row["instrument"]: row for row in (INDEX, NAME)}
CONSTITUENTS = [{"index": "ITRX46", "entity": f"ENT{n:02d}", "weight": "0.025"} for n in range(1, 40)]


@pytest.fixture(scope="module")
def curve():
    return twin_curve.flat_curve(TRADE_DATE, 0.012)


def position(instrument, notional, account="A"):
    return {"account": account, "instrument": instrument, "notional": notional}


def scenario(name, kind="reference", **spreads):
    return {"scenario": name, "kind": kind, "spreads": {"ITRX46": 60.0, "ENT01-5Y": 80.0, **spreads}}


def required(curve, positions, scenarios=(), **changes):
    scenarios = scenarios or [scenario("none")]
    return twin_margin.requirement(
        TRADE_DATE, instruments=BOOK.values(), positions=positions, scenarios=scenarios, curve=curve, **changes
    )


def clean(curve, instrument, spread_bp):
    return twin_cds.price(
        TRADE_DATE,
        date.fromisoformat(instrument["maturity"]),
        coupon_bp=100,
        recovery=0.35,
        notional=1.0,
        quoted_spread_bp=spread_bp,
        curve=curve,
    )["clean_upfront"]


def test_the_pnl_is_a_full_revaluation_on_the_factored_notional(curve):
    """The gain of a bought index is notional times factor times the change of its clean upfront."""
    result = required(curve, [position("ITRX46", "1000000000")], [scenario("up", ITRX46=90.0)])
    expected = 1e9 * 0.975 * (clean(curve, INDEX, 90.0) - clean(curve, INDEX, 60.0))
    assert result["A"]["pnl"] == [pytest.approx(expected, rel=1e-13)]
    assert expected > 0


def test_a_sold_position_gains_what_a_bought_one_loses(curve):
    """Selling the same notional turns the sign of every gain and nothing else."""
    scenarios = [scenario("up", ITRX46=90.0), scenario("down", ITRX46=45.0)]
    bought, sold = (required(curve, [position("ITRX46", side)], scenarios)["A"]["pnl"] for side in (10**9, -(10**9)))
    assert bought == [-gain for gain in sold]


def test_positions_in_one_instrument_are_netted(curve):
    """Two opposite positions in one instrument need no margin of any component."""
    rows = [position("ENT01-5Y", 10**9), position("ENT01-5Y", -(10**9))]
    amounts = required(curve, rows, [scenario("up", **{"ENT01-5Y": 200.0})])["A"]["amounts"]
    assert set(amounts.values()) == {0}
    assert set(amounts) == {*twin_margin.COMPONENTS, "total"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("fractional", (7 * 747 + 0.5 * 743) / 7.5), ("floor", 747.0), ("ceil", (7 * 747 + 743) / 8)],
)
def test_the_tail_of_750_losses_is_seven_and_a_half(rule, expected):
    """One per cent of 750 losses is 7.5 of them: seven and half of the eighth, or seven, or eight."""
    losses = [float(n) for n in range(1, 751)]
    assert twin_margin.expected_shortfall(losses, tail_rule=rule) == pytest.approx(expected, rel=1e-15)


def test_the_stress_rows_belong_to_the_sample():
    """With five stress rows in the set the tail is 7.55 of 755 losses."""
    gains = [-float(n) for n in range(1, 756)]
    kinds = ["reference"] * 750 + ["stress"] * 5
    amount = twin_margin.base_amount(gains, kinds, tail_rule="fractional", stress_mode="in_set")
    assert amount == pytest.approx((sum(range(749, 756)) + 0.55 * 748) / 7.55, rel=1e-15)


@pytest.mark.parametrize(
    ("mode", "expected"), [("off", 100.0), ("floor", 900.0), ("in_set", (900 + 0.02 * 100) / 1.02)]
)
def test_the_stress_mode_chooses_where_a_stress_loss_counts(mode, expected):
    """A stress loss is left out, or is the least amount, or is one of the losses of the sample."""
    gains = [-float(n) for n in range(1, 101)] + [-900.0, 5.0]
    kinds = ["reference"] * 100 + ["stress"] * 2
    amount = twin_margin.base_amount(gains, kinds, tail_rule="fractional", stress_mode=mode)
    assert amount == pytest.approx(expected, rel=1e-15)


def test_a_book_that_only_gains_has_no_base_amount():
    """The base amount is never below zero."""
    assert twin_margin.base_amount([3.0] * 100, ["reference"] * 100, tail_rule="ceil", stress_mode="in_set") == 0.0


def test_a_tail_shorter_than_one_loss_is_the_worst_loss():
    """Of fewer than a hundred scenarios the worst loss alone is the tail, under every rule."""
    found = {
        twin_margin.expected_shortfall([1.0, 5.0, 2.0], tail_rule=rule) for rule in ("fractional", "floor", "ceil")
    }
    assert found == {5.0}


def test_an_index_hedges_its_remaining_constituents_exactly():
    """Four billion of an index of factor 39/40 covers 39 names sold at 100 million each, so nothing is short."""
    names = [{**NAME, "instrument": f"N{n:02d}", "entity": f"ENT{n:02d}"} for n in range(1, 40)]
    book = {row["instrument"]: row for row in (*names, INDEX)}
    rows = [position("ITRX46", "4000000000"), *(position(name["instrument"], "-100000000") for name in names)]
    net = twin_margin.net_by_entity(rows, book, constituents=CONSTITUENTS, look_through=True)
    assert len(net) == 39
    assert set(net.values()) == {Fraction(0)}
    assert twin_margin.short_charge(net, "0.65") == 0


def test_the_short_charge_is_on_the_one_largest_name():
    """Of two sold names only the larger counts, with its ratio, and a bought one not at all."""
    net = {"X": Fraction(-300), "Y": Fraction(-200), "Z": Fraction(900)}
    assert twin_margin.short_charge(net, "0.65") == Fraction(195)


def test_without_look_through_an_index_is_a_name_of_its_own(curve):
    """Without look-through a sold index counts with its factored notional and covers no constituent."""
    rows = [position("ITRX46", -(10**9)), position("ENT01-5Y", 10**8)]
    settings = {"index_look_through": False}
    amounts = required(curve, rows, constituents=CONSTITUENTS, settings=settings)["A"]["amounts"]
    assert amounts["short_charge"] == 633_750_000
    amounts = required(curve, rows, constituents=CONSTITUENTS)["A"]["amounts"]
    assert amounts["short_charge"] == 16_250_000


def test_bid_offer_adds_issues_without_netting_between_them(curve):
    """The charge adds the absolute sensitivities of bought and sold issues, each with its full width."""
    rows = [position("ITRX46", 10**9), position("ENT01-5Y", -(10**8))]
    index = clean(curve, INDEX, 61.0) - clean(curve, INDEX, 60.0)
    name = clean(curve, NAME, 81.0) - clean(curve, NAME, 80.0)
    expected = 1e9 * 0.975 * index * 1.5 + 1e8 * name * 6
    assert required(curve, rows)["A"]["raw"]["bid_offer"] == pytest.approx(expected, rel=1e-11)


def event(entity, kind, ratio, first="2000-01-01", until=""):
    """Return a row of the events file."""
    return {"entity": entity, "kind": kind, "ratio": ratio, "from": first, "until": until}


def test_events_charge_the_net_sold_notional_of_their_entity(curve):
    """A credit event takes its ratio of what is sold on the entity, a restructuring goes to its own component."""
    events = [event("ENT01", "credit_event", "0.4"), event("ENT02", "restructuring", "0.1")]
    rows = [position("ITRX46", -(10**9))]
    amounts = required(curve, rows, constituents=CONSTITUENTS, events=events)["A"]["amounts"]
    assert (amounts["credit_event"], amounts["single_name"]) == (10_000_000, 2_500_000)


@pytest.mark.parametrize(
    ("first", "until", "expected"),
    [
        ("2026-11-20", "2026-11-20", 40),
        ("2026-11-21", "", 0),
        ("2026-11-19", "", 40),
        ("2026-01-01", "2026-11-19", 0),
        ("2026-01-01", "2026-11-21", 40),
    ],
)
def test_an_event_counts_between_its_two_days(first, until, expected):
    """Both days of an event are included, and without the last one it goes on."""
    events, net = [event("X", "credit_event", "0.4", first, until)], {"X": Fraction(-100)}
    assert twin_margin.event_charge(net, events, kind="credit_event", day=date(2026, 11, 20)) == expected
    assert twin_margin.event_charge(net, events, kind="restructuring", day=date(2026, 11, 20)) == 0


@pytest.mark.parametrize(
    ("mode", "unit", "expected"), [("up", 1, 124), ("down", 1, 123), ("half_up", 1, 123), ("up", 100, 200)]
)
def test_rounding_is_named_by_its_rule(mode, unit, expected):
    """Up, down and half up give whole units of yen."""
    assert twin_margin.rounded(123.4, mode=mode, unit=unit) == expected


def test_the_total_adds_rounded_components_multiplier_and_add_on():
    """Components are rounded first; the multiplier's part and the account's amount make the add-on of the total."""
    raw = {"base": 10.2, "short_charge": Fraction(5), "bid_offer": 0.1, "credit_event": 0, "single_name": 0}
    result = twin_margin.totals(raw, {"multiplier": "1.25", "add_on": "100"}, settings=twin_margin.DEFAULTS)
    assert result["amounts"] == {
        "base": 11, "short_charge": 5, "bid_offer": 1, "credit_event": 0, "single_name": 0, "add_on": 105, "total": 122,
    }  # fmt: skip


def test_an_account_without_positions_still_has_every_component(curve):
    """An account that is only listed has zero in every row."""
    amounts = required(curve, [], accounts=[{"account": "Z", "multiplier": "", "add_on": ""}])["Z"]["amounts"]
    assert amounts == dict.fromkeys([*twin_margin.COMPONENTS, "total"], 0)


def history(length):
    return [{"X": 50.0 + 10 * math.sin(day / 7), "Y": 80.0 + 5 * math.cos(day / 11)} for day in range(length)]


def test_755_days_of_history_give_750_overlapping_moves_and_two_stress_rows():
    """The reference rows are the last 750 five-day moves, each applied to today's spread as a ratio."""
    days, today = history(900), {"X": 60.0, "Y": 90.0}
    found = twin_margin.scenarios_from_history(days, today)
    assert [row["kind"] for row in found] == ["reference"] * 750 + ["stress"] * 2
    assert found[0]["spreads"]["X"] == 60.0 * (days[150]["X"] / days[145]["X"])
    assert found[749]["spreads"]["Y"] == 90.0 * (days[899]["Y"] / days[894]["Y"])


def test_stress_rows_are_the_largest_ten_day_moves_of_the_market_over_all_history():
    """A jump and a fall of the market measure before the reference period choose the stress days of all instruments."""
    days = [{"X": 100.0, "Y": 200.0} for _ in range(900)]
    days[20:40] = [{"X": 150.0, "Y": 210.0}] * 20
    found = twin_margin.scenarios_from_history(days, {"X": 60.0, "Y": 90.0}, market=[row["X"] for row in days])
    assert found[-2]["spreads"] == {"X": 60.0 * 1.5, "Y": 90.0 * (210 / 200)}
    assert found[-1]["spreads"] == {"X": 60.0 * (100 / 150), "Y": 90.0 * (200 / 210)}


@pytest.mark.parametrize(("shock_type", "expected"), [("relative", 72.0), ("absolute", 70.0), ("log", 72.0)])
def test_a_move_is_applied_by_its_type(shock_type, expected):
    """A rise from 50 to 60 lifts 60 by a fifth, or by ten, or by the same logarithm."""
    assert twin_margin.move(shock_type, 60.0, before=50.0, after=60.0) == pytest.approx(expected, rel=1e-15)


def test_an_unknown_shock_type_is_refused():
    """A shock type outside the three is refused by name."""
    with pytest.raises(ValueError, match="sideways"):
        twin_margin.move("sideways", 60.0, before=50.0, after=60.0)
