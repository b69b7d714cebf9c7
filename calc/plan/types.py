"""What the plan speaks of: the day's facts, its amounts, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from calc.outcome import Finding
from calc.text.wording import Words

ITEMS = ("settlement_price", "margin", "intraday")
MARGIN_MEASURES = ("im", "vm", "clearing_fund")
INTRADAY_MEASURES = ("intraday_im",)
MEASURES = MARGIN_MEASURES + INTRADAY_MEASURES
CLEARING_HOUSE = "clearing_house"
PARTICIPANT = "participant"
CivilDate = date  # a row below has a field named `date`


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened or was declared: when it happened, when the desk knew, and its details."""

    row: int
    at: datetime
    what: str
    known_at: datetime
    id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def learned(self) -> datetime:
        """Return the first instant at which a ruling may use the fact."""
        return max(self.at, self.known_at)


@dataclass(frozen=True, slots=True)
class Amount:
    """One requirement in integer yen as the day file gives it."""

    set: str
    account: str
    measure: str
    amount: int
    version: int | None = None
    kind: str = "house"
    date: CivilDate | None = None
    chain: tuple[Any, ...] | int = ()


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """The readings of the plan that a desk may set; the defaults stand in `settings.toml`."""

    boundary_inclusive: bool
    notice_grace_minutes: int
    poll_interval_minutes: int
    vm_fallback_mode: str
    late_vendor_price: str
    late_vendor_price_by: time | None = None
    quote_window_open: time | None = None
    quote_window_close: time | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One business day as recorded: date, side, participants, settings, amounts and facts."""

    business_date: date
    settings: PlanSettings
    role: str = CLEARING_HOUSE
    participants: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    facts: tuple[Fact, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What applies to one item and one scope, by which rule, and the gap beside it."""

    rule: str
    applies: str | None
    clause: str | None = None
    gap: str | None = None
    provisional: str | None = None
    standing: str | None = None
    floor: bool = False
    departed: bool = False


@dataclass(frozen=True, slots=True)
class AmountRow:
    """One amount that applies; `amount` is integer yen, or None with gap where none is known."""

    account: str | None
    measure: str
    amount: int | None
    date: CivilDate
    set: str
    version: int | None
    gap: str | None
    chain: tuple[Any, ...] | int


@dataclass(frozen=True, slots=True)
class IfNothing:
    """What the clock alone will change next."""

    at: datetime
    seconds: int
    applies: str | None
    clause: str | None
    words: Words


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the plan at one instant."""

    name: str
    ruling: Ruling
    final: bool
    confirmed: bool
    valid_until: datetime | None
    if_nothing: IfNothing | None
    amounts: tuple[AmountRow, ...]
    exceptions: Mapping[str, Ruling]
    trace: Words

    @property
    def applies(self) -> str | None:
        """Return what applies, None where the plan has no rule."""
        return self.ruling.applies

    @property
    def clause(self) -> str | None:
        """Return the clause that is cited."""
        return self.ruling.clause

    @property
    def gap(self) -> str | None:
        """Return the named gap of the plan beside the ruling."""
        return self.ruling.gap


@dataclass(frozen=True, slots=True)
class Row:
    """One duty of either side; `channel` is None for uploads and decisions."""

    clause: str
    what: str
    channel: str | None
    participant: str | None
    by_whom: str
    mode: str
    opens: datetime
    by: datetime | None
    overdue_from: datetime
    gap: str | None = None
    means: tuple[str, ...] = ()
    item: str | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteRoute:
    """How a participant in trouble hands in its quotes."""

    routes: tuple[str, ...]
    report_by: datetime | None
    mail_from: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes of one participant in trouble; None where it is not hit."""

    quotes: QuoteRoute | None
    information: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One instant of the timetable and the clause that bites then."""

    at: datetime
    clause: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything both plans say at one instant, except the incident, which is the continuity room's."""

    at: datetime
    business_date: date
    previous_business_date: date
    items: Mapping[str, Item]
    participants: Mapping[str, Routes]
    due: tuple[Row, ...]
    missed: tuple[Row, ...]
    next_cutoff: Cutoff | None
    timetable: tuple[Cutoff, ...]
    touched: frozenset[str]
    incident_facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()
