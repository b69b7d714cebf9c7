"""The example day's requirements: notified twice, one account wrongly at first, and applied the day before.

Today's figures come from the caller, who lets the product's own engine compute them from the example's inputs; those
of the day before are made up from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from workbooks.example_day_accounts import PARTICIPANTS, UNIT, accounts, positions
from workbooks.example_day_market import BUSINESS_DATE, Instrument, instruments, spreads

PREVIOUS_DATE = "2026-11-19"
COMPONENTS = ("base", "short_charge", "bid_offer", "credit_event", "single_name", "add_on")
WRONGLY_NOTIFIED = "P05H"  # version 1 gives its base amount in thousands of yen
THOUSAND = 1000

PREVIOUS_SEED = 20261126
FUND_BEFORE = 988  # thousandths of today's
LEAST_CLEARING_FUND = 100_000_000

Requirements = Mapping[str, Mapping[str, int]]
Row = tuple[str, str, str, int]  # account, measure, component, yen


@dataclass(frozen=True, slots=True)
class Figures:
    """What the engine computed, in yen: margin by account and component, levels by account, fund by participant."""

    margin: Requirements
    levels: Mapping[str, int]
    fund: Mapping[str, int]


def notified_rows(figures: Figures) -> list[tuple[int, *Row]]:
    """Return both versions' rows: version 1 with the slip and the midday's intraday requirement, version 2 right."""
    others = _other_measures(figures.levels, figures.fund)
    first = [*_im_rows(_with_slip(figures.margin)), *others, *_intraday_rows(figures.margin)]
    second = [*_im_rows(figures.margin), *others]
    return [(1, *row) for row in first] + [(2, *row) for row in second]


def previous_rows(figures: Figures) -> list[tuple[*Row, str, int]]:
    """Return what was applied on the day before, a few per cent away from today; no day of fallback lies behind it."""
    levels = {name: level - _moved(name) for name, level in figures.levels.items()}
    fund = {name: max(LEAST_CLEARING_FUND, share * FUND_BEFORE // THOUSAND) for name, share in figures.fund.items()}
    rows = [*_im_rows(_day_before(figures.margin)), *_other_measures(levels, fund)]
    return [(*row, PREVIOUS_DATE, 0) for row in rows]


def _im_rows(requirements: Requirements) -> list[Row]:
    names = (*COMPONENTS, "total")
    return [(account, "im", name, parts[name]) for account, parts in requirements.items() for name in names]


def _with_slip(requirements: Requirements) -> Requirements:
    """Return the requirements with one base amount in thousands, and a total that was summed from it."""
    slipped = {**requirements[WRONGLY_NOTIFIED]}
    slipped["base"] //= THOUSAND
    slipped["total"] = sum(slipped[name] for name in COMPONENTS)
    return {**requirements, WRONGLY_NOTIFIED: slipped}


def _day_before(requirements: Requirements) -> Requirements:
    """Return made-up figures of the day before: each account's components 7 % lower to 2 % higher."""
    draw = Random(PREVIOUS_SEED).random  # noqa: S311 - a reproducible example, no secret
    return {account: _scaled(parts, 930 + int(draw() * 91)) for account, parts in requirements.items()}


def _scaled(parts: Mapping[str, int], thousandths: int) -> dict[str, int]:
    scaled = {name: parts[name] * thousandths // THOUSAND for name in COMPONENTS}
    return {**scaled, "total": sum(scaled.values())}


def _intraday_rows(requirements: Requirements) -> list[Row]:
    """Return the intraday requirement of the house accounts: a little under the end of day, which saw wider spreads."""
    houses = [account.code for account in accounts() if account.kind == "house"]
    return [(code, "intraday_im", "total", requirements[code]["total"] * 97 // 100) for code in houses]


def _other_measures(levels: Mapping[str, int], fund: Mapping[str, int]) -> list[Row]:
    worth = [(account.code, "vm", "total", levels[account.code]) for account in accounts()]
    return worth + [(f"{name}H", "clearing_fund", "total", fund[name]) for name in PARTICIPANTS]


def _moved(account: str) -> int:
    """Return roughly what the level moved since the day before, in yen; all accounts sum to 0."""
    return _lost(account, day=-1) - _lost(account, day=-2)


def _lost(account: str, *, day: int) -> int:
    """Return roughly what an account's positions have lost, in yen: what it must have paid in; all accounts sum to 0.

    `day` is −1 for the business date and −2 for the day before.
    """
    held = [(instrument, positions().get((account, instrument.code), 0)) for instrument in instruments()]
    return -sum(notional // UNIT * _worth(instrument, day) for instrument, notional in held)


def _worth(instrument: Instrument, day: int) -> int:
    """Return yen per 100 million of protection bought: (spread − 100 bp) × years left, 3 % off for discounting."""
    spread = spreads().columns[instrument.code][day] or 0
    hundredths_of_years = (instrument.maturity - BUSINESS_DATE).days * 97 * instrument.factor_thousandths // 365_000
    return (spread - 10_000) * hundredths_of_years
