"""What tomorrow falls back on, as tables of a day folder: what applied on a business day, and whom to call.

The names are those that tomorrow's folder would have, so that a day can start from them where the folder lacks them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from addin.app.continuity_contacts import means_in_order
from addin.app.day.measures import applied_variations
from addin.app.day.prices import SettlementPrice
from addin.app.day.run import DayResult
from addin.app.pack_names import CONTACTS, FALLBACK_DAYS, HISTORY, POSITIONS, PRICES, REQUIREMENTS, STANDING
from addin.books.inputs import NotifiedAmount
from addin.export.rows import csv_bytes
from calc.continuity.contacts import Contact
from calc.market.history import SpreadHistory
from calc.outcome import Finding, finding
from calc.plan.types import AmountRow

TOTAL, CARRIED, VM = "total", "carried", "vm"
CARRIED_OVER = "previous_day"
UNRULED = (None, "pending")
CLAUSE = "CP-1.3.1"


@dataclass(frozen=True, slots=True)
class PackTables:
    """The tables by file name, and what is not as tomorrow would need it."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def pack_tables(result: DayResult, contacts: Sequence[Contact]) -> PackTables:
    """Return the tables of a computed day; what is missing or may still change is a finding."""
    named = {PurePath(name).stem: (name, data) for name, data in result.inputs.contents.items()}
    files = dict(named[each] for each in STANDING if each in named)
    if "positions" in named:
        name, data = named["positions"]
        files[f"{POSITIONS}{PurePath(name).suffix}"] = data
    if rows := requirement_rows(result):
        columns = ("account", "measure", "component", "amount", "date", "chain")
        files[f"{REQUIREMENTS}.csv"] = csv_bytes(columns, rows)
    known = [each for each in result.prices if each.price_bp is not None]
    if known and result.inputs.history is not None:
        files[f"{PRICES}.csv"] = csv_bytes(
            ("instrument", "price_bp", "as_of", "applies", "clause"), (_price_row(each, result) for each in known)
        )
        files[f"{HISTORY}.csv"] = _history(result, result.inputs.history, known)
        days = _fallback_days(result, result.inputs.history)
        files |= {f"{FALLBACK_DAYS}.csv": csv_bytes(("date", "reason"), days)} if days else {}
    if contacts:
        named_by = ("name", "role", *means_in_order(), "verified", "exchanged")
        files[f"{CONTACTS}.csv"] = csv_bytes(named_by, map(_contact_row, contacts))
    return PackTables(files, tuple(_faults(result, files)))


def requirement_rows(result: DayResult) -> list[tuple[object, ...]]:
    """Return the amounts that apply, each with its parts where they are known, and what is carried of a transfer."""
    rows = list[tuple[object, ...]]()
    owed = {} if result.measures is None else applied_variations(result.measures, result.plan)
    for each in result.plan.items["margin"].amounts:
        if each.account is None or each.amount is None:
            continue
        end = (each.date.isoformat(), _days_applied(each, result))
        parts = [(part.component, part.amount) for part in _parts(each, result)]
        rows += [(each.account, each.measure, name, amount, *end) for name, amount in [*parts, (TOTAL, each.amount)]]
        carried = owed[each.account].after.owed if each.measure == VM and each.account in owed else 0
        rows += [(each.account, VM, CARRIED, carried, *end)] if carried else []
    return rows


def _days_applied(row: AmountRow, result: DayResult) -> int:
    """Return on how many days running an amount of an earlier day has stood in, this one included; 0 for today's."""
    before = row.chain if isinstance(row.chain, int) else len(row.chain)
    return before + (row.date < result.business_date)


def _parts(row: AmountRow, result: DayResult) -> list[NotifiedAmount]:
    """Return the components behind an amount, from the table that it was taken from."""
    of_today = row.version is not None
    given = (result.inputs.notified if of_today else result.inputs.previous) or ()
    own = [each for each in given if (each.account, each.measure) == (row.account, row.measure)]
    return [
        each
        for each in own
        if each.component not in {TOTAL, CARRIED} and (not of_today or each.version == row.version)
    ]  # fmt: skip


def _price_row(price: SettlementPrice, result: DayResult) -> tuple[object, ...]:
    day, ruling = result.business_date.isoformat(), price.ruling
    return (price.instrument, price.price_bp, day, ruling.applies, ruling.clause or "")


def _history(result: DayResult, history: SpreadHistory, prices: Sequence[SettlementPrice]) -> bytes:
    """Return the spread history with the day's own prices at its end: the previous day's, seen from tomorrow."""
    known = {each.instrument: each.price_bp for each in prices if each.price_bp is not None}
    longer = history.with_day(result.business_date, known)
    lines = zip(longer.days, longer.spreads_bp.tolist(), strict=True)
    rows = ((day.isoformat(), *("" if each != each else repr(each) for each in line)) for day, line in lines)  # noqa: PLR0124
    return csv_bytes(("date", *longer.instruments), rows)


def _fallback_days(result: DayResult, history: SpreadHistory) -> list[tuple[str, str]]:
    """Return the days whose price was carried over, this one among them where every price was."""
    days = set(history.fallback_days)
    if all(each.ruling.applies == CARRIED_OVER for each in result.prices):
        days.add(result.business_date)
    return [(day.isoformat(), CLAUSE) for day in sorted(days)]


def _contact_row(contact: Contact) -> tuple[object, ...]:
    means = (contact.means.get(name, "") for name in means_in_order())
    return (contact.name, contact.role, *means, contact.verified or "", contact.exchanged or "")


def _faults(result: DayResult, files: Mapping[str, bytes]) -> list[Finding]:
    needed = (REQUIREMENTS, PRICES, POSITIONS, CONTACTS)
    lacking = [name for name in needed if not any(PurePath(file).stem == name for file in files)]
    found = [finding("pack_lacks", tables=" ".join(lacking))] if lacking else []
    open_prices = [each.instrument for each in result.prices if each.price_bp is None]
    if open_prices:
        found.append(finding("pack_prices_open", count=len(open_prices), instruments=" ".join(open_prices[:10])))
    margin, prices = (result.plan.items[name] for name in ("margin", "settlement_price"))
    if margin.applies in UNRULED or any(each.valid_until is not None for each in (margin, prices)):
        found.append(finding("pack_not_final", at=f"{result.at:%H:%M:%S}"))
    return found
