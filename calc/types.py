"""What the desk talks about: instruments, positions, accounts, curve quotes. Amounts are yen, spreads basis points."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class InstrumentKind(StrEnum):
    """A single name, or an index of many."""

    SINGLE = "single"
    INDEX = "index"


class AccountKind(StrEnum):
    """Whose positions an account holds: the participant's own (自己分) or its clients' (委託分)."""

    HOUSE = "house"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A cleared credit default swap (銘柄): unadjusted maturity, coupon in bp a year, recovery as a fraction."""

    code: str
    entity: str
    kind: InstrumentKind
    maturity: date
    coupon_bp: float
    recovery: float
    index_factor: float
    bid_offer_width_bp: float
    history_proxy: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A net notional in yen of one account in one instrument; protection bought is positive."""

    account: str
    instrument: str
    notional: float


@dataclass(frozen=True, slots=True)
class Account:
    """A margin account of a participant, with what it has deposited and what is added for it alone."""

    code: str
    participant: str
    kind: AccountKind
    affiliate_group: str
    deposited_im: int
    multiplier: float
    add_on: int


@dataclass(frozen=True, slots=True)
class CurveQuote:
    """One line of a discount curve: `deposit`, `swap` or `zero`; the rate as a fraction.

    `convention` names what fills the cells that are empty; an empty spot lag without one is none.
    """

    kind: str
    tenor: str
    rate: float
    mm_day_count: str = ""
    fixed_frequency: int = 0
    fixed_day_count: str = ""
    spot_lag_days: int | None = None
    convention: str = ""
