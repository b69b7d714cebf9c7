"""The example day's instruments and spreads: synthetic, from a fixed seed, the same bytes everywhere.

Only +, −, ×, ÷, the square root and `fsum` touch a number: all exactly rounded, on any machine (`sum` of floats
is not the same before and after Python 3.12). The only random source is `random.Random(seed).random()`, whose
stream Python keeps from version to version.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import fsum, sqrt
from random import Random

from calc.days.business_day import tokyo

BUSINESS_DATE = date(2026, 11, 20)
HISTORY_DAYS = 772
FALLBACK_DAY = date(2025, 10, 9)
ANCHORS = ((27, date(2017, 6, 23), 39.91), (41, date(2024, 4, 19), 55.95))  # JPX pages of those days
JUMPS = {date(2024, 10, 17): 0.37, date(2025, 5, 13): 0.48, date(2025, 6, 5): -0.34, date(2026, 2, 12): 0.39}
SERIES = range(36, 47)
SETTLED_ENTITY = "JP061"  # its synthetic credit event took one fortieth out of S36
SHORT_HISTORY = {"JP044": date(2025, 2, 3), "JP059": date(2026, 1, 13)}
PROXIES = {"JP044": "JP021", "JP059": "JP033"}
MATURITIES = {3: date(2029, 12, 20), 5: date(2031, 12, 20), 7: date(2033, 12, 20), 10: date(2036, 12, 20)}
OTHER_TENORS = {4: 3, 19: 3, 32: 3, 8: 7, 26: 7, 47: 7, 13: 10, 38: 10}

LEVEL_SEED, SINGLE_SEED, SERIES_SEED = 20261335, 20261121, 20261123
DAILY_SCALE = 0.031  # times a t(4) draw, whose standard deviation is √2: 4.4 % a day
LARGEST_ORDINARY_MOVE = 0.20
REVERSION, LONG_RUN_LEVEL = 0.03, 54.0
UNCHANGED_SHARE = 0.14

Draw = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Instrument:
    """One line of instruments.csv; `width` in hundredths of a bp, `history_from` None where the history is complete."""

    code: str
    entity: str
    kind: str
    maturity: date
    factor_thousandths: int
    width: int
    history_from: date | None
    history_proxy: str
    name: str


@dataclass(frozen=True, slots=True)
class Spreads:
    """Spreads in hundredths of a basis point: one row per day, the business date last; None before history_from."""

    days: tuple[date, ...]
    columns: dict[str, tuple[int | None, ...]]

    def today(self, code: str) -> int:
        """Return an instrument's spread on the business date."""
        return self.columns[code][-1] or 0

    def yesterday(self, code: str) -> int:
        """Return an instrument's spread on the last day of the history."""
        return self.columns[code][-2] or 0


def series_code(series: int) -> str:
    """Return the code of a 5Y index series, such as ITXJS4605."""
    return f"ITXJS{series}05"


def effective_date(series: int) -> date:
    """Return a series' effective date: 20 March or 20 September, moved to the next Tokyo business day."""
    half_years = series - 41  # S41 is of March 2024
    return tokyo().following(date(2024 + half_years // 2, 9 if half_years % 2 else 3, 20))


def series_maturity(series: int) -> date:
    """Return a series' unadjusted maturity: five and a quarter years after its roll."""
    start = effective_date(series)
    return date(start.year + 5, start.month + 3, 20)


def index_instruments() -> tuple[Instrument, ...]:
    """Return the eleven live series, oldest first."""
    return tuple(_index_instrument(series) for series in SERIES)


def _index_instrument(series: int) -> Instrument:
    age = SERIES[-1] - series
    return Instrument(
        code=series_code(series),
        entity="ITRAXXJP",
        kind="index",
        maturity=series_maturity(series),
        factor_thousandths=975 if series == SERIES[0] else 1000,
        width=100 + 40 * age,
        history_from=effective_date(series),
        history_proxy=series_code(series - 1) if series > SERIES[0] else "",
        name=f"iTraxx Japan S{series} 5Y",
    )


@cache
def single_instruments() -> tuple[Instrument, ...]:
    """Return sixty fictitious single names, one instrument each."""
    return tuple(_single_instrument(number) for number in range(1, 61))


def _single_instrument(number: int) -> Instrument:
    entity = f"JP{number:03d}"
    maturity = _single_maturity(number)
    proxy = PROXIES.get(entity)
    return Instrument(
        code=single_code(entity, maturity),
        entity=entity,
        kind="single",
        maturity=maturity,
        factor_thousandths=1000,
        width=_single_width(spreads_of_singles()[entity][-1]),
        history_from=SHORT_HISTORY.get(entity),
        history_proxy=single_code(proxy, _single_maturity(int(proxy[2:]))) if proxy else "",
        name=f"単名{number:03d} / Name {number:03d}",
    )


def single_code(entity: str, maturity: date) -> str:
    """Return a single name's code: entity, M, and year and month of its maturity, such as JP017M3112."""
    return f"{entity}M{maturity:%y%m}"


def _single_maturity(number: int) -> date:
    if number in OTHER_TENORS:
        return MATURITIES[OTHER_TENORS[number]]
    return MATURITIES[5] if number % 4 else date(2031, 6, 20)  # every fourth name was traded before the last roll


def _single_width(cents: int) -> int:
    """Return a width between 4 and 20 bp, wider for wider names, in steps of half a basis point."""
    return min(2000, max(400, (300 + cents // 11) // 50 * 50))


def instruments() -> tuple[Instrument, ...]:
    """Return all instruments: the series oldest first, then the single names."""
    return index_instruments() + single_instruments()


def constituents() -> tuple[tuple[str, str], ...]:
    """Return (index, entity) of every name still in a series; each weighs one fortieth of the original notional."""
    return tuple((series_code(series), entity) for series in SERIES for entity in _members(series))


def _members(series: int) -> tuple[str, ...]:
    """Return a series' names: each roll takes the two longest-standing names out and two new ones in."""
    rolls = series - SERIES[0]
    pool = [SETTLED_ENTITY, *(f"JP{number:03d}" for number in range(1, 61))]
    return tuple(sorted(entity for entity in pool[2 * rolls : 2 * rolls + 40] if entity != SETTLED_ENTITY))


def student_4(draw: Draw) -> float:
    """Return a draw of Student's t with four degrees of freedom (Bailey 1994: square roots only)."""
    while True:
        u, v = 2 * draw() - 1, 2 * draw() - 1
        w = u * u + v * v
        if 0 < w <= 1:
            return u * sqrt(4 * (1 / sqrt(w) - 1) / w)


def decimals(cents: int) -> str:
    """Return hundredths as text with two decimals."""
    return f"{cents // 100}.{cents % 100:02d}"


@cache
def business_days() -> tuple[date, ...]:
    """Return the Tokyo business days from the first published point to the business date."""
    days, day = [], ANCHORS[0][1]
    while day <= BUSINESS_DATE:
        days.append(day)
        day = tokyo().next_open(day)
    return tuple(days)


@cache
def market_levels() -> tuple[float, ...]:
    """Return the constant-maturity 5Y level of the market in bp, through both published points."""
    draw, days = Random(LEVEL_SEED).random, business_days()  # noqa: S311 - a reproducible example, no secret
    levels = [_on_the_run(0)]
    for day in days[1:]:
        pull = REVERSION * (LONG_RUN_LEVEL - levels[-1]) / LONG_RUN_LEVEL
        levels.append(levels[-1] * (1 + JUMPS.get(day, pull + _ordinary(DAILY_SCALE * student_4(draw)))))
    anchor = days.index(ANCHORS[1][1])
    miss = _on_the_run(1) / levels[anchor] - 1
    return tuple(level * (1 + miss * min(n, anchor) / anchor) for n, level in enumerate(levels))


def _on_the_run(which: int) -> float:
    """Return the constant-maturity level that a published point stands for."""
    series, day, spread = ANCHORS[which]
    return spread / _ageing(series_maturity(series), day)


def _ordinary(move: float) -> float:
    return min(LARGEST_ORDINARY_MOVE, max(-LARGEST_ORDINARY_MOVE, move))


def _ageing(maturity: date, day: date) -> float:
    """Return how an ageing series stands to the 5Y level: a straight curve, half the level at maturity."""
    return 0.5 + 0.1 * (maturity - day).days / 365.25


@cache
def shipped_days() -> tuple[date, ...]:
    """Return the days of the history file and, last, the business date."""
    return business_days()[-HISTORY_DAYS - 1 :]


@cache
def spreads_of_singles() -> dict[str, tuple[int, ...]]:
    """Return each entity's spreads in hundredths of a bp over the shipped days."""
    draw = Random(SINGLE_SEED).random  # noqa: S311 - a reproducible example, no secret
    first = [_ratio(draw()) for _ in range(60)]
    fair = fsum(first[number - 1] for number in range(20, 60)) / 40  # S46's names average to the market
    return {f"JP{n:03d}": _single_path(ratio / fair, draw) for n, ratio in enumerate(first, start=1)}


def _ratio(u: float) -> float:
    """Return a name's standing to the market: most near one half, a few several times the market."""
    cube = u * u * u
    return 0.40 + 0.5 * u + 4 * cube * cube


def _single_path(ratio: float, draw: Draw) -> tuple[int, ...]:
    """Return one name's quotes: the market times its own ratio, some days simply not requoted."""
    levels, days = market_levels()[-HISTORY_DAYS - 1 :], shipped_days()
    lean, own, quotes = 0.4 * draw() - 0.2, ratio, [round(100 * ratio * levels[0])]
    for n in range(1, len(days)):
        move = levels[n] / levels[n - 1] - 1
        own *= 1 + lean * move + 0.02 * (ratio / own - 1) + _ordinary(0.012 * student_4(draw))
        held = draw() < UNCHANGED_SHARE and days[n] not in JUMPS
        quotes.append(quotes[-1] if held or days[n] == FALLBACK_DAY else round(100 * own * levels[n]))
    return tuple(quotes)


def _series_path(instrument: Instrument, draw: Draw) -> tuple[int | None, ...]:
    """Return one series' spreads: the market, aged, with a little noise of its own; empty before its first day."""
    levels, quotes, noise = market_levels()[-HISTORY_DAYS - 1 :], list[int | None](), 1.0
    for day, level in zip(shipped_days(), levels, strict=True):
        published = day == ANCHORS[1][1]
        noise = 1.0 if published else noise * (1 + 0.1 * (1 / noise - 1) + _ordinary(0.002 * student_4(draw)))
        spread = round(100 * level * _ageing(instrument.maturity, day) * noise)
        started = instrument.history_from is None or day >= instrument.history_from
        quotes.append((quotes[-1] if day == FALLBACK_DAY else spread) if started else None)
    return tuple(quotes)


@cache
def spreads() -> Spreads:
    """Return every instrument's spreads over the shipped days."""
    draw = Random(SERIES_SEED).random  # noqa: S311 - a reproducible example, no secret
    columns = {instrument.code: _series_path(instrument, draw) for instrument in index_instruments()}
    for single in single_instruments():
        columns[single.code] = _from(single.history_from, spreads_of_singles()[single.entity])
    return Spreads(shipped_days(), columns)


def _from(start: date | None, quotes: Sequence[int]) -> tuple[int | None, ...]:
    dated = zip(shipped_days(), quotes, strict=True)
    return tuple(quote if start is None or day >= start else None for day, quote in dated)
