"""What a quote is looked at beside: the day's instruments, yesterday's prices, who owes what, from a day folder.

Only the tables that quotes need are read; the margin side of the folder may still be missing at 15:15.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from addin.app.day.read import FACTS
from addin.app.day.rule import day_facts
from addin.app.margin_run import recoveries
from addin.app.proxy_read import listed_instruments
from addin.app.quote_checks import index_series, owed_by
from addin.app.settings_record import settings_in_force
from addin.app.tables_read import Tables
from addin.books import inputs
from addin.books.history_inputs import history
from addin.books.tables import table_path
from addin.settings import Settings
from calc.days.business_day import calendar_named, tokyo
from calc.outcome import Finding, RefusedError
from calc.plan.types import Day
from calc.quotes.quote import Quote
from calc.types import Account, Position

TABLES = ("instruments", "accounts", "positions", "history", "quotes", "vendor_prices")
OPTIONAL = frozenset({"quotes", "vendor_prices"})


@dataclass(frozen=True, slots=True)
class QuoteDay:
    """A day folder as quotes need it; prices in bp, sizes net in yen by participant and instrument.

    `owed` is by open interest, `owed_list` the file of the setting `owed_instruments`; `quotes` and `vendor_bp` are
    empty where the folder has no such table; `contents` are the files as they were read.
    """

    day: Day
    settings: Settings
    previous_bp: Mapping[str, float]
    instruments: Collection[str]
    series: tuple[str, ...]
    owed: Mapping[str, Collection[str]]
    owed_list: Path | None
    sizes: Mapping[str, Mapping[str, float]]
    quotes: tuple[Quote, ...]
    vendor_bp: Mapping[str, float]
    contents: Mapping[str, bytes]
    findings: tuple[Finding, ...]

    @property
    def business_date(self) -> date:
        """Return the business date of the folder's facts."""
        return self.day.business_date


def quote_day(folder: Path, *, home: Path, sets: Iterable[str] = ()) -> QuoteDay:
    """Return what a day folder says for quotes.

    Raises RefusedError with the findings where instruments, positions or yesterday's prices cannot be trusted.
    """
    facts = day_facts(folder, calendar=tokyo())
    settings = settings_in_force(home, facts.settings, sets=tuple(sets))
    calendar, day = calendar_named(settings.text("calendar")), facts.read.value
    paths = {name: path for name in TABLES if (path := table_path(folder, name)) is not None}
    tables = Tables(paths, OPTIONAL, contents={folder / FACTS: facts.content})
    listed = tables.typed("instruments", inputs.instruments, recoveries=recoveries(settings)) or ()
    codes = {instrument.code for instrument, _ in listed}
    accounts = tables.typed("accounts", inputs.accounts) or ()
    known = {account.code for account in accounts}
    positions = tables.typed("positions", inputs.positions, instrument=codes, account=known) or ()
    past = tables.typed("history", history, calendar=calendar)
    quotes = tables.typed("quotes", inputs.quotes, instrument=codes) or ()
    vendor = tables.typed("vendor_prices", inputs.vendor_prices, instrument=codes, day_is=day.business_date) or {}
    if past is None or set(tables.untrusted) - OPTIONAL:
        raise RefusedError(tables.found)
    return QuoteDay(
        day=day,
        settings=settings,
        previous_bp=past.on(calendar.previous_open(day.business_date)),
        instruments=codes,
        series=index_series(instrument for instrument, _ in listed),
        owed=owed_by(accounts, positions),
        owed_list=owed_list(settings, home),
        sizes=sizes_of(accounts, positions),
        quotes=tuple(quotes),
        vendor_bp=vendor,
        contents={path.name: data for path, data in tables.contents.items()},
        findings=(*facts.read.findings, *tables.found),
    )


def sizes_of(accounts: Iterable[Account], positions: Iterable[Position]) -> dict[str, dict[str, float]]:
    """Return the net notional of each participant in each instrument in yen, protection bought positive."""
    owner = {account.code: account.participant for account in accounts}
    sizes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for position in positions:
        sizes[owner[position.account]][position.instrument] += position.notional
    return {participant: dict(each) for participant, each in sorted(sizes.items())}


def owed_list(settings: Settings, home: Path) -> Path | None:
    """Return where the desk's list of instruments to be quoted lies, as its home sees it; None where it keeps none."""
    name = settings.text("owed_instruments")
    return home / Path(name).expanduser() if name else None


def owed_of(day: QuoteDay, participant: str, *, listed: Path | None) -> frozenset[str]:
    """Return what one participant is to quote: a list's instruments, else those it has open interest in.

    A list named here beats the desk's own. Raises RefusedError where the list cannot be read.
    """
    named = listed_instruments(listed or day.owed_list)
    return frozenset(day.owed.get(participant, ())) if named is None else named
