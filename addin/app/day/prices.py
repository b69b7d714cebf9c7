"""The settlement price of each instrument: what the ruling says applies, with the control values beside it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from addin.app.day.read import DayInputs
from addin.settings import Settings
from calc.days.cutoff import parse_instant
from calc.outcome import Finding, Outcome, finding
from calc.quotes.checks import crossed, missing, slipped_unit
from calc.quotes.composite import Composite, trimmed_mean
from calc.quotes.quote import Quote


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
    clean, held, found = list[Quote](), list[Quote](), list[Finding]()
    ratio = settings.number("unit_slip_ratio")
    known = [quote for quote in inputs.quotes or () if not _is_later(quote, at)]
    for quote in known:
        faults = (crossed(quote), slipped_unit(quote, previous_bp.get(quote.instrument), ratio=ratio))
        wrong = [fault for fault in faults if fault is not None]
        (held if wrong else clean).append(quote)
        found += wrong
    found += missing(known, owed_quotes(inputs))
    return Outcome(CheckedQuotes(tuple(clean), tuple(held)), tuple(found))


def _is_later(quote: Quote, at: datetime) -> bool:
    """Return whether a quote was given after the instant, so that it cannot be known yet."""
    given = parse_instant(quote.as_of) if quote.as_of else None
    return isinstance(given, datetime) and given > at


def owed_quotes(inputs: DayInputs) -> dict[str, set[str]]:
    """Return the instruments each participant has open interest in, over all its accounts."""
    owner = {account.code: account.participant for account in inputs.accounts or ()}
    owed: dict[str, set[str]] = defaultdict(set)
    for position in inputs.positions or ():
        if position.notional != 0.0:
            owed[owner[position.account]].add(position.instrument)
    return owed


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
        composite = trimmed_mean(
            by_instrument[code],
            min_contributors=settings.whole("min_contributors"),
            trim_fraction=Fraction(str(settings.number("trim_fraction"))),
        )
        made.append(SettlementPrice(code, ruling, price, vendor, previous, composite))
    return Outcome(tuple(made), tuple(found))


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
