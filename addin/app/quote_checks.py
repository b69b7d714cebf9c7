"""The desk's settings put to the checks of quotes; every way into the product asks this one."""

from collections.abc import Iterable

from addin.settings import Settings
from calc.quotes.checks import Limits
from calc.types import Instrument, InstrumentKind


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
