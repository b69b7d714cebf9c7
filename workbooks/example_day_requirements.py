"""The example day's requirements: notified twice, one account wrongly at first, and applied the day before.

The initial margin comes from the caller, who lets the product's own engine compute it from the example's inputs;
variation margin and clearing fund are plain approximations that nobody is asked to check.
"""

from collections.abc import Mapping
from random import Random

from workbooks.example_day_accounts import PARTICIPANTS, UNIT, accounts, positions
from workbooks.example_day_market import BUSINESS_DATE, Instrument, instruments, spreads

PREVIOUS_DATE = "2026-11-19"
COMPONENTS = ("base", "short_charge", "bid_offer", "credit_event", "single_name", "add_on")
WRONGLY_NOTIFIED = "P05H"  # version 1 gives its base amount in thousands of yen
THOUSAND = 1000

PREVIOUS_SEED = 20261126
CLEARING_FUND, CLEARING_FUND_BEFORE = 24_600_000_000, 24_300_000_000
LEAST_CLEARING_FUND = 100_000_000

Requirements = Mapping[str, Mapping[str, int]]
Row = tuple[str, str, str, int]  # account, measure, component, yen


def notified_rows(requirements: Requirements) -> list[tuple[int, *Row]]:
    """Return both versions' rows: version 1 with the slip and the midday's intraday requirement, version 2 right."""
    others = _other_measures(requirements, day=-1, fund=CLEARING_FUND)
    first = [*_im_rows(_with_slip(requirements)), *others, *_intraday_rows(requirements)]
    second = [*_im_rows(requirements), *others]
    return [(1, *row) for row in first] + [(2, *row) for row in second]


def previous_rows(requirements: Requirements) -> list[tuple[*Row, str, int]]:
    """Return what was applied on the day before, a few per cent away from today; no day of fallback lies behind it."""
    before = _day_before(requirements)
    rows = [*_im_rows(before), *_other_measures(before, day=-2, fund=CLEARING_FUND_BEFORE)]
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


def _other_measures(requirements: Requirements, *, day: int, fund: int) -> list[Row]:
    worth = [(account.code, "vm", "total", variation_margin(account.code, day=day)) for account in accounts()]
    shares = _clearing_fund(requirements, fund)
    return worth + [(f"{name}H", "clearing_fund", "total", share) for name, share in shares.items()]


def variation_margin(account: str, *, day: int) -> int:
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


def _clearing_fund(requirements: Requirements, fund: int) -> dict[str, int]:
    """Return each participant's share in proportion to its initial margin, never under the least amount."""
    margin = {name: _margin_of(name, requirements) for name in PARTICIPANTS}
    total = sum(margin.values())
    return {name: max(LEAST_CLEARING_FUND, fund * margin[name] // total) for name in PARTICIPANTS}


def _margin_of(participant: str, requirements: Requirements) -> int:
    return sum(parts["total"] for account, parts in requirements.items() if account.startswith(participant))
