"""What quotes are checked with: the desk's settings, open interest, the plan's times. Every way in asks this one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import time
from fractions import Fraction

from addin.settings import Settings
from calc.plan.clauses import book
from calc.quotes.checks import Limits
from calc.quotes.composite import Rule, Terms
from calc.types import Account, Instrument, InstrumentKind, Position


def quote_limits(settings: Settings) -> Limits:
    """Return from where a quote is asked about."""
    return Limits(
        unit_slip_ratio=settings.number("unit_slip_ratio"),
        spike_ratio=settings.number("quote_spike_ratio"),
        width_bp=settings.number("max_quote_width_bp"),
        width_share=settings.number("max_quote_width_share"),
        age_minutes=settings.whole("quote_age_minutes"),
        unchanged_move=settings.number("quote_unchanged_move"),
    )


def index_series(instruments: Iterable[Instrument]) -> tuple[str, ...]:
    """Return the series of the index from the oldest to the newest, by maturity."""
    listed = [each for each in instruments if each.kind is InstrumentKind.INDEX]
    return tuple(each.code for each in sorted(listed, key=lambda each: (each.maturity, each.code)))


def owed_by(accounts: Iterable[Account], positions: Iterable[Position]) -> dict[str, frozenset[str]]:
    """Return the instruments each participant has open interest in, over all its accounts."""
    owner = {account.code: account.participant for account in accounts}
    owed: dict[str, set[str]] = defaultdict(set)
    for position in positions:
        if position.notional != 0.0:
            owed[owner[position.account]].add(position.instrument)
    return {participant: frozenset(each) for participant, each in sorted(owed.items())}


def composite_rule(settings: Settings) -> tuple[Rule, Terms]:
    """Return how quotes become a control value under the desk's settings."""
    width = settings.value("eod_width_bp")
    return Rule(settings.text("composite_rule")), Terms(
        min_contributors=settings.whole("min_contributors"),
        trim_fraction=Fraction(str(settings.number("trim_fraction"))),
        eod_width_bp=None if width is None else Fraction(str(width)),
        tick_bp=Fraction(str(settings.number("tick_bp"))),
    )


def mail_from() -> time:
    """Return the time of day in Japan from which mailed quotes count (CP-1.1.b.3), as its clause has it."""
    opens: time = book().clauses["CP-1.1.b.3"].window["from"]
    return opens
