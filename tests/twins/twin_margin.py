"""The core of initial margin, slowly: every scenario of every instrument is solved again by itself.

Plain dicts and lists go in, dicts come out. Numbers and dates may be text as in the files, or already converted.
Protection bought is positive, gains are positive, a loss is a gain below zero with its sign turned.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import twin_cds
from twin_dates import WEEKENDS

if TYPE_CHECKING:
    from twin_curve import Curve

COMPONENTS = ("base", "short_charge", "bid_offer", "credit_event", "single_name", "add_on")
DEFAULTS: dict[str, Any] = {
    "tail_rule": "fractional",
    "stress_mode": "in_set",
    "index_look_through": True,
    "short_charge_ratio": "0.65",
    "cs01_bump_bp": 1.0,
    "round_mode": "up",
    "round_unit": 1,
}
Row = Mapping[str, Any]


# ---------------------------------------------------------------------------------------------------- scenarios


def move(shock_type: str, today: float, *, before: float, after: float) -> float:
    """Today's spread after the historical move from before to after."""
    if shock_type == "relative":
        return today * (after / before)
    if shock_type == "absolute":
        return today + (after - before)
    if shock_type == "log":
        return today * math.exp(math.log(after) - math.log(before))
    raise ValueError(f"unknown shock type {shock_type}")


def scenarios_from_history(
    history: Sequence[Mapping[str, float]],
    today: Mapping[str, float],
    *,
    market: Sequence[float] | None = None,
    shock_type: str = "relative",
    days: int = 750,
    holding: int = 5,
    stress_holding: int = 10,
) -> list[dict[str, Any]]:
    """Shocked spreads in bp: the last `days` overlapping moves, then the two stress rows out of the whole history.

    history has one mapping instrument -> spread a day, oldest first. market has one number a day, whose largest rise
    and largest fall over the stress holding choose the two stress days; by default the mean of all spreads.
    """
    levels = market or [math.fsum(row.values()) / len(row) for row in history]

    def shocked(end: int, back: int) -> dict[str, float]:
        before, after = history[end - back], history[end]
        return {name: move(shock_type, today[name], before=before[name], after=after[name]) for name in today}

    ends = range(max(holding, len(history) - days), len(history))
    found = [{"scenario": f"ref-{end}", "kind": "reference", "spreads": shocked(end, holding)} for end in ends]
    moves = {end: levels[end] / levels[end - stress_holding] for end in range(stress_holding, len(history))}
    for name, end in (("up", max(moves, key=moves.__getitem__)), ("down", min(moves, key=moves.__getitem__))):
        found.append({"scenario": f"stress-{name}", "kind": "stress", "spreads": shocked(end, stress_holding)})
    return found


# ------------------------------------------------------------------------------------------------ profit and loss


def unit_values(
    trade_date: date, instrument: Row, *, curve: Curve, closed_days: frozenset[date] = WEEKENDS
) -> Callable[[float], float]:
    """Return the clean upfront of one unit of notional as a function of the quoted spread in bp."""
    maturity = instrument["maturity"]
    deal = twin_cds.contract(
        trade_date,
        maturity if isinstance(maturity, date) else date.fromisoformat(maturity),
        recovery=float(instrument["recovery"]),
        closed_days=closed_days,
    )
    coupon = float(instrument["coupon_bp"]) * twin_cds.BASIS_POINT
    known: dict[float, float] = {}

    def value(spread_bp: float) -> float:
        if spread_bp not in known:
            survival = twin_cds.bootstrap([deal], [spread_bp * twin_cds.BASIS_POINT], discount=curve)
            known[spread_bp] = twin_cds.clean_value(deal, coupon, discount=curve, survival=survival)
        return known[spread_bp]

    return value


def pnl(
    positions: Iterable[Row],
    instruments: Mapping[str, Row],
    *,
    values: Mapping[str, Callable[[float], float]],
    scenarios: Sequence[Row],
) -> list[float]:
    """Return the gain of one account in each scenario: notional × factor × (clean upfront shocked - base)."""
    net = net_by_instrument(positions)
    gains = []
    for scenario in scenarios:
        parts = []
        for name, notional in net.items():
            base = values[name](float(instruments[name]["spread_bp"]))
            shocked = values[name](float(scenario["spreads"][name]))
            parts.append(float(notional) * factor(instruments[name]) * (shocked - base))
        gains.append(math.fsum(parts))
    return gains


def net_by_instrument(positions: Iterable[Row]) -> dict[str, Fraction]:
    """Net notional of each instrument, exactly."""
    net: defaultdict[str, Fraction] = defaultdict(Fraction)
    for position in positions:
        net[position["instrument"]] += exact(position["notional"])
    return dict(net)


def exact(number: object) -> Fraction:
    """Return the number as it is written in decimals, so that 0.025 × 4,000,000,000 is 100,000,000 and nothing else."""
    return number if isinstance(number, Fraction) else Fraction(str(number))


def factor(instrument: Row) -> float:
    """Return the index factor; 1 where the cell is empty."""
    return float(instrument.get("index_factor") or 1)


# -------------------------------------------------------------------------------------------------- base amount


def expected_shortfall(losses: Sequence[float], *, tail_rule: str = "fractional") -> float:
    """Return the mean of the worst 1 % of the losses; a tail shorter than one loss is the worst loss."""
    count = Fraction(len(losses), 100)
    if tail_rule in {"floor", "ceil"}:
        count = Fraction(math.floor(count) if tail_rule == "floor" else math.ceil(count))
    count = max(count, Fraction(1))
    worst = sorted(losses, reverse=True)
    whole = math.floor(count)
    rest = float(count - whole) * worst[whole] if count > whole else 0.0
    return math.fsum([*worst[:whole], rest]) / float(count)


def base_amount(gains: Sequence[float], kinds: Sequence[str], *, tail_rule: str, stress_mode: str) -> float:
    """Return the base amount; in_set puts stress rows into the sample, floor takes their worst loss as a minimum."""
    losses = [-gain for gain, kind in zip(gains, kinds, strict=True) if kind == "reference" or stress_mode == "in_set"]
    amount = expected_shortfall(losses, tail_rule=tail_rule)
    if stress_mode == "floor":
        amount = max([amount, *(-gain for gain, kind in zip(gains, kinds, strict=True) if kind == "stress")])
    return max(0.0, amount)


# ------------------------------------------------------------------------------------------------------ charges


def net_by_entity(
    positions: Iterable[Row], instruments: Mapping[str, Row], *, constituents: Sequence[Row], look_through: bool
) -> dict[str, Fraction]:
    """Net exposure of each reference entity; an index counts for each constituent with its weight of the original."""
    net: defaultdict[str, Fraction] = defaultdict(Fraction)
    for name, notional in net_by_instrument(positions).items():
        instrument = instruments[name]
        members = [row for row in constituents if row["index"] == name] if look_through else []
        if instrument["kind"] == "index" and members:
            for row in members:
                net[row["entity"]] += notional * exact(row["weight"])
        else:
            net[instrument["entity"] or name] += notional * exact(instrument.get("index_factor") or 1)
    return dict(net)


def sold(net: Mapping[str, Fraction], entity: str) -> Fraction:
    """Net protection sold on an entity, zero if it is bought."""
    return max(Fraction(0), -net.get(entity, Fraction(0)))


def short_charge(net: Mapping[str, Fraction], ratio: object) -> Fraction:
    """Return the largest net sold entity, one name only, times the ratio."""
    return max((sold(net, entity) for entity in net), default=Fraction(0)) * exact(ratio)


def bid_offer(
    positions: Iterable[Row],
    instruments: Mapping[str, Row],
    *,
    values: Mapping[str, Callable[[float], float]],
    bump_bp: float,
) -> float:
    """Return the sum over issues of |net notional × factor × CS01| × the full width in bp."""
    parts = []
    for name, notional in net_by_instrument(positions).items():
        instrument = instruments[name]
        spread = float(instrument["spread_bp"])
        cs01 = (values[name](spread + bump_bp) - values[name](spread)) / bump_bp
        parts.append(abs(float(notional) * factor(instrument) * cs01) * float(instrument["bid_offer_width_bp"] or 0))
    return math.fsum(parts)


def event_charge(net: Mapping[str, Fraction], events: Iterable[Row], *, kind: str, day: date) -> Fraction:
    """Net sold notional of the entities with an event of the kind in force times their ratio.

    Rows are entity, kind, ratio, from, until; both days are included, and without the last the event goes on.
    """
    chosen = [row for row in events if row["kind"] == kind and in_force(row, day.isoformat())]
    return sum((sold(net, row["entity"]) * exact(row["ratio"]) for row in chosen), Fraction(0))


def in_force(event: Row, day: str) -> bool:
    """Return whether an event holds on a day; ISO dates compare as text."""
    return str(event["from"]) <= day <= str(event.get("until") or "9999-12-31")


# -------------------------------------------------------------------------------------------------------- total


def rounded(amount: float | Fraction, *, mode: str, unit: int) -> int:
    """Whole units of yen: up and down along the number line, half_up to the nearest."""
    units = Fraction(amount) / unit
    steps = {"up": math.ceil(units), "down": math.floor(units), "half_up": math.floor(units + Fraction(1, 2))}
    return steps[mode] * unit


def requirement(
    trade_date: date,
    *,
    instruments: Iterable[Row],
    positions: Iterable[Row],
    scenarios: Sequence[Row],
    curve: Curve,
    constituents: Sequence[Row] = (),
    accounts: Iterable[Row] = (),
    events: Sequence[Row] = (),
    settings: Mapping[str, Any] | None = None,
    closed_days: frozenset[date] = WEEKENDS,
) -> dict[str, dict[str, Any]]:
    """For each account: amounts (rounded components and total), raw (before rounding) and pnl by scenario."""
    chosen = {**DEFAULTS, **(settings or {})}
    by_name = {row["instrument"]: row for row in instruments}
    values = {name: unit_values(trade_date, row, curve=curve, closed_days=closed_days) for name, row in by_name.items()}
    books: defaultdict[str, list[Row]] = defaultdict(list)
    for position in positions:
        books[position["account"]].append(position)
    terms = {row["account"]: row for row in accounts}
    result = {}
    for account in sorted({*books, *terms}):
        gains = pnl(books[account], by_name, values=values, scenarios=scenarios)
        kinds = [row["kind"] for row in scenarios]
        net = net_by_entity(
            books[account], by_name, constituents=constituents, look_through=chosen["index_look_through"]
        )
        raw: dict[str, float | Fraction] = {
            "base": base_amount(gains, kinds, tail_rule=chosen["tail_rule"], stress_mode=chosen["stress_mode"]),
            "short_charge": short_charge(net, chosen["short_charge_ratio"]),
            "bid_offer": bid_offer(books[account], by_name, values=values, bump_bp=float(chosen["cs01_bump_bp"])),
            "credit_event": event_charge(net, events, kind="credit_event", day=trade_date),
            "single_name": event_charge(net, events, kind="restructuring", day=trade_date),
        }
        result[account] = {**totals(raw, terms.get(account, {}), settings=chosen), "pnl": gains}
    return result


def totals(raw: dict[str, float | Fraction], account: Row, *, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return rounded components and their sum; the add-on is (multiplier - 1) × the sum + the account's own amount."""
    how = {"mode": settings["round_mode"], "unit": int(settings["round_unit"])}
    amounts = {name: rounded(value, **how) for name, value in raw.items()}
    multiplier, own = exact(account.get("multiplier") or 1), exact(account.get("add_on") or 0)
    raw = {**raw, "add_on": (multiplier - 1) * sum(amounts.values()) + own}
    amounts["add_on"] = rounded(raw["add_on"], **how)
    amounts["total"] = sum(amounts.values())
    return {"amounts": amounts, "raw": {name: float(value) for name, value in raw.items()}}
