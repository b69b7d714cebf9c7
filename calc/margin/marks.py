"""What an instrument is worth for variation margin on a day whose price was made, and on one whose price was not.

Source: domain dossier section 1.7 (dirty upfront: clean value less accrued coupon); CP-1.3.1 for the previous day's
price. What of the previous day stays, its spread or its upfront, is not said there: the setting `px_prev_kind`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from calc.days.business_day import Calendar
from calc.margin.engine import Priceable
from calc.outcome import Finding, Outcome, finding
from calc.pricing.legs import BP
from calc.pricing.revaluation import revaluation
from calc.pricing.terms import contract_terms
from calc.types import Instrument

_DAYS_A_YEAR = 360.0
_STEP_IN = timedelta(days=1)


class PreviousPrice(StrEnum):
    """What stays where the previous day's settlement price applies; the coupon accrues on under both."""

    SAME_SPREAD = "same_spread"
    SAME_UPFRONT = "same_upfront"


@dataclass(frozen=True, slots=True)
class Mark:
    """What protection bought is worth, per unit of notional in force: the clean upfront, and the coupon accrued."""

    clean: float
    accrued: float

    @property
    def value(self) -> float:
        """Return the dirty value: what is owed for the coupon is taken off."""
        return self.clean - self.accrued


OVER = Mark(0.0, 0.0)


def marks(book: Priceable, *, spreads_bp: Mapping[str, float]) -> dict[str, Mark] | Finding:
    """Return the mark of each instrument at its quoted spread in bp.

    Findings: those of `calc.pricing.revaluation`, for the whole book.
    """
    if not book.instruments:
        return {}
    made = revaluation(
        book.instruments, book.legs, spreads_bp=np.array([[spreads_bp[each.code]] for each in book.instruments])
    )
    if isinstance(made, Finding):
        return made
    accrued = accrued_coupons(book)
    cleans = zip(book.instruments, made.values[:, 0].tolist(), strict=True)
    return {each.code: Mark(clean, accrued[each.code]) for each, clean in cleans}


def accrued_coupons(book: Priceable) -> dict[str, float]:
    """Return the coupon that each instrument has accrued at step-in, per unit of notional in force."""
    pairs = zip(book.instruments, book.legs, strict=True)
    return {each.code: each.coupon_bp * BP * legs.accrued_fraction for each, legs in pairs}


def fallback_marks(
    book: Priceable, *, kind: PreviousPrice, spreads_bp: Mapping[str, float], before: Mapping[str, Mark]
) -> Outcome[dict[str, Mark]] | Finding:
    """Return today's marks where the previous day's price applies; `spreads_bp` and `before` are the previous day's.

    With the same spread the clean upfront rolls down the curve by the days that have passed, with the same upfront it
    stands still; the coupon accrues by these days under both (CP-1.3.1). Finding: `mark_missing` for an instrument
    that had no mark to keep.
    """
    if kind is PreviousPrice.SAME_SPREAD:
        made = marks(book, spreads_bp=spreads_bp)
        return made if isinstance(made, Finding) else Outcome(made)
    accrued = accrued_coupons(book)
    kept = {code: Mark(before[code].clean, coupon) for code, coupon in accrued.items() if code in before}
    lost = tuple(finding("mark_missing", instrument=code) for code in accrued if code not in before)
    return Outcome(kept, lost)


def coupons_due(
    instruments: Sequence[Instrument], *, since: date, until: date, calendar: Calendar
) -> Outcome[dict[str, float]]:
    """Return the coupons, per unit of notional in force, that left the mark between two days; the buyer pays them.

    A coupon leaves the mark on the first day whose step-in lies in the next period; the transfer of that day is paid no
    earlier than the coupon. Counted: after `since`, up to and including `until`. Findings: those of `contract_terms`
    for an instrument that is over on `since`, which owes nothing more.
    """
    due, found = dict[str, float](), list[Finding]()
    last_end = (until + _STEP_IN).toordinal()
    for each in instruments:
        terms = contract_terms(since, each.maturity, calendar=calendar)
        if isinstance(terms, Finding):
            found.append(terms)
            continue
        days = sum(end - start for start, end in zip(terms.starts, terms.ends, strict=True) if end <= last_end)
        due[each.code] = each.coupon_bp * BP * days / _DAYS_A_YEAR
    return Outcome(due, tuple(found))
