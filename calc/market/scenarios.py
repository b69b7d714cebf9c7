"""From spread history to the shocked spreads that margin revalues.

Source: JSCC CDS margin page: historical simulation over 750 days with a 5-day holding period, and stress scenarios
of the largest historical move over 10 days. Whether moves are relative or absolute is not published: a setting.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from calc.market.history import SpreadHistory
from calc.outcome import Finding, Outcome, finding
from calc.types import Instrument, InstrumentKind

LOWEST_BP = 0.01


class ShockType(StrEnum):
    """How a past move is applied to today's spread; a log move over a window is its relative move."""

    RELATIVE = "relative"
    ABSOLUTE = "absolute"
    LOG = "log"


class ScenarioKind(StrEnum):
    """A move of the reference period, or one of the largest moves on record."""

    REFERENCE = "reference"
    STRESS = "stress"


@dataclass(frozen=True, slots=True)
class ScenarioRules:
    """The desk's settings of the simulation; days are business days of the history."""

    shock_type: ShockType
    reference_days: int
    holding_days: int
    stress_holding_days: int


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Shocked spreads in bp, instruments x scenarios, in the order of `instruments`."""

    names: tuple[str, ...]
    kinds: tuple[ScenarioKind, ...]
    instruments: tuple[str, ...]
    spreads_bp: NDArray[np.float64]

    def of(self, codes: Sequence[str]) -> "Scenarios":
        """Return the same scenarios for some of the instruments, in their order."""
        rows = [self.instruments.index(code) for code in codes]
        return replace(self, instruments=tuple(codes), spreads_bp=np.ascontiguousarray(self.spreads_bp[rows]))

    @property
    def is_stress(self) -> NDArray[np.bool_]:
        """Return which columns are stress scenarios."""
        return np.array([kind is ScenarioKind.STRESS for kind in self.kinds])


def rows_needed(rules: ScenarioRules) -> int:
    """Return how many days of history the rules need: every reference move in full, and one of the stress moves."""
    return max(rules.reference_days + rules.holding_days, rules.stress_holding_days + 1)


def historical_scenarios(
    history: SpreadHistory, instruments: Sequence[Instrument], *, today_bp: Mapping[str, float], rules: ScenarioRules
) -> Outcome[Scenarios | None]:
    """Return one scenario for each of the last reference days, then the largest move up and down of the market.

    An instrument without a past of its own takes its proxy's move, else the median move of its kind.
    """
    if len(history.days) < rows_needed(rules):
        short = finding("history_short", found=len(history.days), needed=rows_needed(rules))
        return Outcome(None, (short,))
    made = filled_moves(history, instruments, rules)
    scenarios = scenarios_on(made.value, len(history.days), instruments, today_bp=today_bp, rules=rules)
    return Outcome(scenarios, (*made.findings, *_flagged(history, rules)))


@dataclass(frozen=True, slots=True)
class FilledMoves:
    """Every move of a history without holes, days x instruments: over the holding period, and over the stress one.

    The first row of each ends on the first day it can; `market` is the stress moves' `market_measure`.
    """

    days: tuple[date, ...]
    moves: NDArray[np.float64]
    stress_moves: NDArray[np.float64]
    market: NDArray[np.float64]


def filled_moves(
    history: SpreadHistory, instruments: Sequence[Instrument], rules: ScenarioRules
) -> Outcome[FilledMoves]:
    """Return a history's moves; an instrument without a past of its own takes its proxy's or its kind's, and is told.

    A row is filled from itself alone, so that the first rows are those of the history up to their last day.
    """
    moves, proxied = _filled(_moves(history, instruments, rules.holding_days, rules), instruments, rules)
    stress_moves, _ = _filled(_moves(history, instruments, rules.stress_holding_days, rules), instruments, rules)
    made = FilledMoves(history.days, moves, stress_moves, market_measure(stress_moves, instruments))
    return Outcome(made, proxied)


def scenarios_on(
    made: FilledMoves,
    known: int,
    instruments: Sequence[Instrument],
    *,
    today_bp: Mapping[str, float],
    rules: ScenarioRules,
) -> Scenarios:
    """Return the scenarios of who knows only the first so many days, at least `rows_needed`."""
    market = made.market[: known - rules.stress_holding_days]
    extremes = (("up", int(np.argmax(market))), ("down", int(np.argmin(market))))
    last = known - rules.holding_days
    chosen = [made.moves[last - rules.reference_days : last], *(made.stress_moves[[place]] for _, place in extremes)]
    days = made.days[known - rules.reference_days : known]
    names = [day.isoformat() for day in days]
    names += [f"stress_{way}:{made.days[rules.stress_holding_days + place].isoformat()}" for way, place in extremes]
    kinds = [ScenarioKind.REFERENCE] * len(days) + [ScenarioKind.STRESS] * len(extremes)
    shocked = _applied(np.vstack(chosen).T, [today_bp[each.code] for each in instruments], rules.shock_type)
    return Scenarios(tuple(names), tuple(kinds), tuple(each.code for each in instruments), shocked)


def filled_levels(
    history: SpreadHistory, instruments: Sequence[Instrument], *, today_bp: Mapping[str, float], rules: ScenarioRules
) -> NDArray[np.float64]:
    """Return spreads in bp without holes, days x instruments: where there is none, what the next day's move came from.

    After an instrument's last spread of its own, today's stands.
    """
    moves, _ = _filled(_moves(history, instruments, 1, rules), instruments, rules)
    places = {name: column for column, name in enumerate(history.instruments)}
    levels = np.array([[today_bp[each.code] for each in instruments]] * len(history.days), dtype=np.float64)
    known = np.full_like(levels, np.nan)
    for column, each in enumerate(instruments):
        if each.code in places:
            known[:, column] = history.spreads_bp[:, places[each.code]]
    for row in reversed(range(len(history.days))):
        if row + 1 < len(history.days):
            after = levels[row + 1]
            back = after - moves[row] if rules.shock_type is ShockType.ABSOLUTE else after / moves[row]
            levels[row] = np.maximum(back, LOWEST_BP)
        levels[row] = np.where(np.isnan(known[row]), levels[row], known[row])
    return levels


def market_measure(moves: NDArray[np.float64], instruments: Sequence[Instrument]) -> NDArray[np.float64]:
    """Return the market's move of each day: the mean over the indices, over all instruments when there is none."""
    indices = [i for i, each in enumerate(instruments) if each.kind is InstrumentKind.INDEX]
    columns = indices or list(range(len(instruments)))
    return np.array([math.fsum(row) / len(columns) for row in moves[:, columns].tolist()])


def _moves(
    history: SpreadHistory, instruments: Sequence[Instrument], days: int, rules: ScenarioRules
) -> NDArray[np.float64]:
    """Return the moves over so many days, one row for each end day: ratios, or differences in bp."""
    places = {name: column for column, name in enumerate(history.instruments)}
    blank = np.full(len(history.days), np.nan)
    columns = [history.spreads_bp[:, places[each.code]] if each.code in places else blank for each in instruments]
    spreads = np.column_stack(columns)
    absolute = rules.shock_type is ShockType.ABSOLUTE
    moves: NDArray[np.float64] = spreads[days:] - spreads[:-days] if absolute else spreads[days:] / spreads[:-days]
    return moves


def _filled(
    moves: NDArray[np.float64], instruments: Sequence[Instrument], rules: ScenarioRules
) -> tuple[NDArray[np.float64], tuple[Finding, ...]]:
    """Return the moves without holes: the proxy's move, followed from proxy to proxy, else the median of the kind."""
    places = {each.code: column for column, each in enumerate(instruments)}
    unmoved = 0.0 if rules.shock_type is ShockType.ABSOLUTE else 1.0
    filled, found = moves.copy(), list[Finding]()
    for column, each in enumerate(instruments):
        holes, source, seen = np.isnan(filled[:, column]), each, {each.code}
        missing = int(holes.sum())
        while holes.any() and source.history_proxy in places and source.history_proxy not in seen:
            source = instruments[places[source.history_proxy]]
            seen.add(source.code)
            filled[holes, column] = moves[holes, places[source.code]]
            holes = np.isnan(filled[:, column])
        if holes.any():
            peers = [i for i, other in enumerate(instruments) if other.kind is each.kind and i != column]
            filled[holes, column] = _medians(moves[holes][:, peers], unmoved)
        if missing:
            proxy = each.history_proxy or "-"
            found.append(finding("history_proxied", instrument=each.code, days=missing, proxy=proxy))
    return filled, tuple(found)


def _medians(rows: NDArray[np.float64], unmoved: float) -> list[float]:
    """Return each row's median of what is there, no move when nothing is."""
    present = [sorted(value for value in row if value == value) for row in rows.tolist()]  # noqa: PLR0124 - NaN
    return [(row[len(row) // 2] + row[(len(row) - 1) // 2]) / 2.0 if row else unmoved for row in present]


def _applied(moves: NDArray[np.float64], today_bp: Sequence[float], shock_type: ShockType) -> NDArray[np.float64]:
    base = np.array(today_bp)[:, None]
    shocked = base + moves if shock_type is ShockType.ABSOLUTE else base * moves
    return np.maximum(shocked, LOWEST_BP)


def _flagged(history: SpreadHistory, rules: ScenarioRules) -> tuple[Finding, ...]:
    window = history.days[-(rules.reference_days + rules.holding_days) :]
    carried = [day.isoformat() for day in window if day in history.fallback_days]
    return (finding("history_fallback_days", days=" ".join(carried), number=len(carried)),) if carried else ()
