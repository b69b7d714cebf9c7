"""How good the checks are: synthetic days of fat tails and jumps, with mistakes put in, from any seed.

The days are harder than real ones: 4.4 % daily volatility with t(4) tails for each name beside a market that jumps by
30 % and more, and one quote in seven left at yesterday's level.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp, log1p, sqrt
from random import Random
from statistics import pstdev
from typing import Any

from addin.app.quote_checks import quote_limits
from addin.settings import Settings
from calc.days.cutoff import JST
from calc.quotes.checks import Limits, market_move
from calc.quotes.quote import Quote
from calc.quotes.sheet import Beside, checked_sheet, quote_findings

DAYS, NAMES, SLIPS = 250, 71, 10_000
SERIES = tuple(f"IX{number:02}" for number in range(36, 47))
SINGLES = tuple(f"SN{number:03}" for number in range(NAMES - len(SERIES)))
JUMP_DAYS = {40: 0.35, 110: 0.48, 125: -0.34, 200: 0.41}
MARKET_SCALE, SINGLE_SCALE, SERIES_SCALE = 0.020, 0.024, 0.003  # times t(4), whose standard deviation is √2
UNCHANGED_SHARE = 1 / 7
FACTORS = {"percent_for_bp": 0.01, "bp_for_percent": 100.0, "digit_more": 10.0, "digit_less": 0.1, "sign": -1.0}
AT = datetime(2026, 11, 20, 15, 30, tzinfo=JST)


@dataclass(slots=True)
class Trial:
    """What was put in and what was found: mistakes by kind, false alarms by code, and how hard the days were."""

    seed: int
    slips: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    normal: int = 0
    falsely: int = 0
    moves: list[float] = field(default_factory=list)
    unchanged: int = 0
    jumps: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the trial as `hikae quotes trial --json` prints it."""
        slips, caught = self.slips.total(), self.caught.total()
        return {
            "seed": self.seed,
            "days": DAYS,
            "normal_quotes": self.normal,
            "false_alarms": self.falsely,
            "false_alarm_share": self.falsely / self.normal,
            "false_alarms_by_code": dict(sorted(self.alarms.items())),
            "slips": slips,
            "caught": caught,
            "caught_share": caught / slips,
            "missed_by_kind": {kind: self.slips[kind] - self.caught[kind] for kind in FACTORS},
            "daily_volatility": pstdev(self.moves),
            "market_jumps": self.jumps,
            "unchanged_share": self.unchanged / self.normal,
        }


def trial(seed: int, settings: Settings) -> Trial:
    """Return what the checks made of 250 synthetic days without mistakes, and of 10,000 mistakes put into them."""
    draw, limits, made = Random(seed), quote_limits(settings), Trial(seed)  # noqa: S311 - a repeatable trial, no secret
    previous = {code: exp(draw.gauss(4.0, 0.5)) for code in (*SERIES, *SINGLES)}
    level = exp(draw.gauss(4.0, 0.3))
    previous |= {code: level * (0.75 + 0.03 * place) for place, code in enumerate(SERIES)}
    kinds = list(FACTORS)
    for day in range(DAYS):
        quotes = _day(draw, previous, jump=JUMP_DAYS.get(day, 0.0), made=made)
        made.jumps += day in JUMP_DAYS
        _count_alarms(made, quotes, previous, limits)
        for number in range(day * SLIPS // DAYS, (day + 1) * SLIPS // DAYS):
            kind = kinds[number % len(kinds)]
            made.slips[kind] += 1
            made.caught[kind] += _is_caught(draw, quotes, previous, factor=FACTORS[kind], limits=limits)
        previous = {quote.instrument: (quote.bid_bp + quote.offer_bp) / 2.0 for quote in quotes}
    return made


def _day(draw: Random, previous: dict[str, float], *, jump: float, made: Trial) -> list[Quote]:
    """Return one participant's quotes of a day, good at 15:30."""
    market = MARKET_SCALE * _tailed(draw) + log1p(jump)
    quotes = []
    for code, before in previous.items():
        own = (SERIES_SCALE if code in SERIES else SINGLE_SCALE) * _tailed(draw)
        is_unchanged = draw.random() < UNCHANGED_SHARE
        move = 0.0 if is_unchanged else market + own
        level = min(max(before * exp(move), 5.0), 2000.0)
        made.moves.append(move)
        made.unchanged += is_unchanged
        width = max(1.0, 0.04 * level)
        as_of = (AT - timedelta(minutes=draw.randrange(60))).isoformat()
        quotes.append(Quote("P01", code, level - width / 2.0, level + width / 2.0, as_of))
    return quotes


def _count_alarms(made: Trial, quotes: list[Quote], previous: dict[str, float], limits: Limits) -> None:
    """Count the quotes without a mistake that a person would be asked about."""
    found = checked_sheet(quotes, Beside(previous, series=SERIES), limits=limits, at=AT)
    made.normal += len(quotes)
    made.alarms.update(each.code for each in found)
    told = [dict(each.details) for each in found]
    made.falsely += len({name for each in told for name in (each.get("instrument"), each.get("older")) if name})


def _is_caught(draw: Random, quotes: list[Quote], previous: dict[str, float], *, factor: float, limits: Limits) -> bool:
    """Return whether a mistake in one quote, both its sides or one of them, brings a finding that names it."""
    place = draw.randrange(len(quotes))
    true = quotes[place]
    which = draw.randrange(3)
    slipped = Quote(
        true.participant,
        true.instrument,
        true.bid_bp * (factor if which != 1 else 1.0),
        true.offer_bp * (factor if which != 2 else 1.0),  # noqa: PLR2004 - both, offer only, bid only
        true.as_of,
    )
    sheet = [*quotes[:place], slipped, *quotes[place + 1 :]]
    before, market = previous[true.instrument], market_move(sheet, previous)
    if quote_findings(slipped, before, market=market, limits=limits, at=AT):
        return True  # most are, and the rest of the sheet need not be looked at
    found = checked_sheet(sheet, Beside(previous, series=SERIES), limits=limits, at=AT)
    return any(true.instrument in dict(each.details).values() for each in found)


def _tailed(draw: Random) -> float:
    """Return a draw of Student's t with four degrees of freedom."""
    return draw.gauss(0.0, 1.0) / sqrt(draw.gammavariate(2.0, 2.0) / 4.0)
