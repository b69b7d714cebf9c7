"""ヒアリング / Evidence for whether yesterday's price still fits when the vendor is down (CP-1.3.2, CP-1.3.R1).

Moves of the vendor's marks, the control composite, a sheet for each participant, and JSCC's own test of all members.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from addin.app.approval.steps import Tell
from addin.app.proxy_read import CONTACT
from addin.app.quote_checks import composite_rule, quote_limits
from addin.app.quotes_day import QuoteDay
from addin.books.tables import read_table
from addin.settings import Settings
from addin.store.journal import Journal, Json
from calc.days.cutoff import iso
from calc.outcome import RefusedError, finding
from calc.quotes.averages import Removal, Sided
from calc.quotes.checks import market_move
from calc.quotes.composite import Composite, composite
from calc.quotes.hearing import HearingRow, hearing_rows, obvious_errors
from calc.quotes.letters import letter
from calc.quotes.moves import Moves, moves
from calc.quotes.quote import Quote, given_at
from calc.quotes.sheet import DOUBTED, quote_findings
from calc.text.columns import records
from calc.text.wording import Words

MADE = "hearing.made"
STAFF, HOUSE = "settlement_price_staff", "clearing_house"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything JSCC looks at: `sheets` by participant, `staff` the names to ask for, `errors` for JSCC alone."""

    business_date: date
    at: datetime
    asked: tuple[str, ...]
    previous_bp: Mapping[str, float]
    moves: Moves
    composites: Mapping[str, Composite]
    errors: Mapping[str, tuple[Removal, ...]]
    sheets: Mapping[str, tuple[HearingRow, ...]]
    staff: Mapping[str, tuple[str, ...]]


def refuse_participants(settings: Settings) -> None:
    """Refuse the evidence at a participant's desk: it is about all members at once, and JSCC's alone (CP-1.3.R1).

    Raises RefusedError `hearing_role`.
    """
    if settings.text("role") != HOUSE:
        raise RefusedError([finding("hearing_role")])


def evidence(day: QuoteDay, *, contacts: Path | None, at: datetime, instruments: Sequence[str] = ()) -> Evidence:
    """Return the evidence for the instruments named, else for those without a mark of the vendor."""
    known = [each for each in day.quotes if (given_at(each) or at) <= at]
    asked = tuple(sorted(instruments)) or tuple(sorted(set(day.instruments) - set(day.vendor_bp)))
    market = market_move(known, day.previous_bp)
    plain = _by_instrument(each for each in known if not _is_doubted(each, day, market=market, at=at))
    rule, terms = composite_rule(day.settings)
    return Evidence(
        business_date=day.business_date,
        at=at,
        asked=asked,
        previous_bp=day.previous_bp,
        moves=moves(day.vendor_bp, day.previous_bp, limit=day.settings.number("quote_spike_ratio")),
        composites={code: composite(plain[code], rule, terms=terms) for code in asked},
        errors=obvious_errors(_by_instrument(known), terms=terms),
        sheets={
            participant: hearing_rows(participant, asked, quotes=known, sizes=day.sizes, previous_bp=day.previous_bp)
            for participant in day.sizes
        },
        staff=staff_of(contacts),
    )


def _is_doubted(quote: Quote, day: QuoteDay, *, market: float, at: datetime) -> bool:
    """Return whether a quote is one that `hikae day` leaves out of its composite, too: crossed, or slipped in unit."""
    found = quote_findings(
        quote,
        day.previous_bp.get(quote.instrument),
        market=market,
        limits=quote_limits(day.settings),
        at=at,
    )
    return bool(DOUBTED.intersection(each.code for each in found))


def _by_instrument(quotes: Iterable[Quote]) -> dict[str, list[Sided]]:
    sided: dict[str, list[Sided]] = defaultdict(list)
    for each in quotes:
        sided[each.instrument].append(Sided(each.participant, Fraction(str(each.bid_bp)), Fraction(str(each.offer_bp))))
    return sided


def staff_of(contacts: Path | None) -> dict[str, tuple[str, ...]]:
    """Return the settlement-price staff of each participant, as `name <address>`.

    Raises RefusedError with the table's findings when it cannot be used.
    """
    if contacts is None:
        return {}
    read = read_table(contacts)
    if read.value is None:
        raise RefusedError(read.findings)
    rows = records(read.value, CONTACT)
    if not rows.value and rows.findings:
        raise RefusedError(rows.findings)
    found: dict[str, list[str]] = defaultdict(list)
    for _, values in rows.value:
        if values["role"] == STAFF:
            found[values["participant"]].append(f"{values['name']} <{values['email']}>")
    return {participant: tuple(each) for participant, each in found.items()}


def sheet_text(found: Evidence, participant: str) -> Words:
    """Return one participant's hearing sheet as a page in each language: its own marks, and blanks to write in."""
    rows = found.sheets[participant]
    staff = ", ".join(found.staff.get(participant, ())) or "____________"
    head = letter(
        "hearing",
        business_date=found.business_date,
        at=iso(found.at),
        participant=participant,
        staff=staff,
        number=len(rows),
    )
    lines = "\n".join(_line(row) for row in rows)
    end = letter("hearing_end")
    names = "{:<14}{:>10}{:>10}{:>10}{:>18}  {}"
    ja = names.format("銘柄", "前日", "貴社bid", "貴社offer", "貴社建玉(円)", "聞いた水準と理由")
    en = names.format("instrument", "yesterday", "own bid", "own offer", "own net (JPY)", "level heard, reason")
    return Words(*(f"{text.strip()}\n\n{title}\n{lines}\n\n{last}\n"
                   for text, title, last in ((head.ja, ja, end.ja), (head.en, en, end.en))))  # fmt: skip


def sheet_files(found: Evidence) -> dict[str, bytes]:
    """Return every participant's sheet by file name, both languages, a page each."""
    name = "hearing_{}_{:%Y%m%d}.txt"
    pages = {each: sheet_text(found, each) for each in found.sheets}
    return {
        name.format(each, found.business_date): f"{page.ja}\n\f\n{page.en}".encode() for each, page in pages.items()
    }


def recorded_evidence(journal: Journal, found: Evidence, *, tell: Tell = None) -> str:
    """Return the hash of the record's head after the sheets made at this instant are in it, by their hashes."""
    sheets: dict[str, Json] = {name: sha256(data).hexdigest() for name, data in sheet_files(found).items()}
    body: dict[str, Json] = {
        "business_date": found.business_date.isoformat(),
        "at": iso(found.at),
        "instruments": list(found.asked),
        "sheets": sheets,
    }
    return journal.append_all([(MADE, body)], on_recorded=tell)[0].hash


def _line(row: HearingRow) -> str:
    size = "-" if row.size is None else f"{row.size:,.0f}"
    levels = (f"{'-' if each is None else f'{each:.6g}':>10}" for each in (row.previous_bp, row.bid_bp, row.offer_bp))
    return f"{row.instrument:<14}{''.join(levels)}{size:>18}  ____________________"
