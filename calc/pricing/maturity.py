"""The maturity that a tenor means on a trade date, by the roll of single names and indices.

Source: ISDA, Amending when single-name CDS roll to new on-the-run contracts (2015): they roll on 20 March and 20
September and end on 20 June or 20 December; before, they rolled on each of the four 20ths.
"""

import re
from datetime import date

from calc.market.curve_quotes import MONTHS_A_YEAR, months_later
from calc.outcome import Finding, finding

SEMIANNUAL_FROM = date(2015, 12, 20)
FIRST_TRADE, LAST_TRADE = date(1900, 1, 1), date(2199, 12, 31)
_ROLL_DAY, _QUARTER, _HALF_YEAR = 20, 3, 6
_TENOR = re.compile(r"([1-9][0-9]?)Y|([1-9][0-9]{0,2})M")


def standard_maturity(trade_date: date, tenor: str) -> date | Finding:
    """Return the unadjusted maturity, a 20th, of `nY` or of `nM` in whole quarters.

    Findings: `tenor_refused` for another tenor, `date_range` for a trade date that no market has.
    """
    months = _months(tenor)
    if months is None:
        return finding("tenor_refused", tenor=tenor[:40])
    if not FIRST_TRADE <= trade_date <= LAST_TRADE:
        return finding("date_range", date=trade_date, first=FIRST_TRADE, last=LAST_TRADE)
    return months_later(_last_roll(trade_date), months + _QUARTER)


def _months(tenor: str) -> int | None:
    parts = _TENOR.fullmatch(tenor)
    if parts is None:
        return None
    months = int(parts[1]) * MONTHS_A_YEAR if parts[1] else int(parts[2])
    return months if months % _QUARTER == 0 else None


def _last_roll(trade_date: date) -> date:
    """Return the last day on which contracts rolled: a 20th of March or September, of any quarter before 2015-12-20."""
    every = _HALF_YEAR if trade_date >= SEMIANNUAL_FROM else _QUARTER
    passed = trade_date.month - (trade_date.day < _ROLL_DAY)  # the months of this year whose 20th is past
    back = (passed - _QUARTER) % every
    return months_later(date(trade_date.year, trade_date.month, _ROLL_DAY), passed - trade_date.month - back)
