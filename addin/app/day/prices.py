"""The settlement price of each instrument: what the ruling says applies, with the control values beside it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from addin.app.day.read import DayInputs
from addin.app.quote_checks import composite_rule, index_series, owed_by, quote_limits
from addin.settings import Settings
from calc.outcome import Finding, Outcome, finding
from calc.quotes.averages import Sided
from calc.quotes.checks import market_move
from calc.quotes.composite import Composite, composite
from calc.quotes.quote import Quote, given_at
from calc.quotes.sheet import DOUBTED, Beside, checked_sheet, quote_findings


@dataclass(frozen=True, slots=True)
class PriceRuling:
    """What the plan says of one instrument's price: `today`, `previous_day` …, its clause and gap."""

    applies: str | None
    clause: str | None
    gap: str | None


@dataclass(frozen=True, slots=True)
class SettlementPrice:
    """One instrument's price in bp (None while it is open), the ruling behind it, and what stands beside it."""

    instrument: str
    ruling: PriceRuling
    price_bp: float | None
    vendor_bp: float | None
    previous_bp: float | None
    composite: Composite


@dataclass(frozen=True, slots=True)
class CheckedQuotes:
    """The quotes that may be uploaded, and those a person must look at first."""

    clean: tuple[Quote, ...]
    held: tuple[Quote, ...]


def checked_quotes(
    inputs: DayInputs, previous_bp: Mapping[str, float], settings: Settings, *, at: datetime
) -> Outcome[CheckedQuotes]:
    """Return the quotes good by an instant, every check applied; open interest says who owes which."""
    clean, held = list[Quote](), list[Quote]()
    known = [quote for quote in inputs.quotes or () if (given_at(quote) or at) <= at]
    newest = max((given for quote in known if (given := given_at(quote)) is not None), default=at)
    limits, market = quote_limits(settings), market_move(known, previous_bp)
    for quote in known:
        previous = previous_bp.get(quote.instrument)
        wrong = quote_findings(quote, previous, market=market, limits=limits, at=newest)
        (held if DOUBTED.intersection(found.code for found in wrong) else clean).append(quote)
    owed = owed_by(inputs.accounts or (), inputs.positions or ())
    beside = Beside(previous_bp, owed, index_series(inputs.instruments or ()))
    found = checked_sheet(known, beside, limits=limits, at=newest)
    return Outcome(CheckedQuotes(tuple(clean), tuple(held)), found)


def settlement_prices(
    inputs: DayInputs,
    quotes: Sequence[Quote],
    *,
    ruling_of: Callable[[str], PriceRuling],
    previous_bp: Mapping[str, float],
    settings: Settings,
) -> Outcome[tuple[SettlementPrice, ...]]:
    """Return one row for each instrument; a price that the ruling calls for and that is not there is a finding."""
    by_instrument: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        by_instrument[quote.instrument].append(quote)
    rule, terms = composite_rule(settings)
    made, found = list[SettlementPrice](), list[Finding]()
    for instrument in inputs.instruments or ():
        code = instrument.code
        ruling = ruling_of(code)
        vendor, previous = (inputs.vendor_bp or {}).get(code), previous_bp.get(code)
        price = {"today": vendor, "previous_day": previous, "set_by_jscc": inputs.set_bp.get(code)}.get(
            ruling.applies or ""
        )
        if price is None:
            found.append(_why_open(ruling.applies, code))
        elif (odd := implausible(code, price, previous, ratio=settings.number("unit_slip_ratio"))) is not None:
            found.append(odd)
        control = composite(map(_sided, by_instrument[code]), rule, terms=terms)
        made.append(SettlementPrice(code, ruling, price, vendor, previous, control))
    return Outcome(tuple(made), tuple(found))


def _sided(quote: Quote) -> Sided:
    return Sided(quote.participant, Fraction(str(quote.bid_bp)), Fraction(str(quote.offer_bp)))


def implausible(instrument: str, price: float, previous: float | None, *, ratio: float) -> Finding | None:
    """Return a finding when a price is zero, or further from yesterday's than any market move: a unit or a digit."""
    if previous is None or (price > 0.0 and 1.0 / ratio < price / previous < ratio):
        return None
    return finding("price_implausible", instrument=instrument, price=price, previous=previous)


def _why_open(applies: str | None, instrument: str) -> Finding:
    if applies == "today":
        return finding("vendor_price_missing", instrument=instrument)
    if applies == "previous_day":
        return finding("previous_price_missing", instrument=instrument)
    if applies == "set_by_jscc":
        return finding("set_price_missing", instrument=instrument)
    return finding("price_pending", instrument=instrument)
