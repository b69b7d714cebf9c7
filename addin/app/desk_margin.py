"""What a day's folder holds for the margin book, and the rows that its regions show of it: nothing is recorded here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from addin.app.day.from_record import from_record
from addin.app.day.prices import SettlementPrice, settlement_prices
from addin.app.day.read import FACTS, DayInputs, read_inputs
from addin.app.day.rule import day_facts, notified_versions, price_ruling, with_amounts
from addin.app.day.run import DayResult
from addin.app.handles import KINDS
from addin.app.margin_run import decision_findings, recoveries
from addin.app.measure_rules import deposit_terms
from addin.app.plan_facts import with_facts
from addin.app.settings_record import settings_in_force
from addin.books.desk_cells import day_number
from addin.books.inputs import NotifiedAmount
from addin.books.port import Cell, Rows
from addin.books.regions import margin
from addin.settings import Settings
from calc.days.business_day import calendar_named, tokyo
from calc.outcome import RefusedError, finding
from calc.plan.evaluate import plan_of
from calc.plan.types import Day, Fact
from calc.types import Account, AccountKind, CurveQuote

TOTAL, HANDLE_DIGITS = "total", 8
EVERYBODY = "全社 all"
NEEDED = ("instruments", "accounts", "positions", "curve", "history", "constituents")

INTRADAY_FACTS = {"intraday.uploaded": "margin.uploaded", "intraday.renotified": "margin.renotified"}

Amounts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MarginDay:
    """A day's folder as the margin book shows it: its tables, its prices, and what had been notified by an instant."""

    inputs: DayInputs
    settings: Settings
    prices: tuple[SettlementPrice, ...]
    previous_bp: Mapping[str, float]
    versions: tuple[int, ...]
    intraday_versions: tuple[int, ...]
    accounts: tuple[Account, ...]

    @property
    def business_date(self) -> date:
        """Return the day's date."""
        return self.inputs.business_date

    @property
    def amounts_to_come(self) -> frozenset[tuple[str, float]]:
        """Return account and amount of what the notified table holds and nobody had been notified of by the instant."""
        seen = {"im": self.versions, "intraday_im": self.intraday_versions}
        rows = (each for each in self.inputs.notified or () if each.component == TOTAL and each.measure in seen)
        return frozenset((each.account, float(each.amount)) for each in rows if each.version not in seen[each.measure])

    @property
    def unseen(self) -> tuple[int, ...]:
        """Return the versions of the notified table that no fact says were notified by the instant."""
        given = {each.version for each in self.inputs.notified or () if each.measure == "im"}
        return tuple(sorted(given - {*self.versions}))


def margin_day(folder: Path, at: datetime, *, home: Path, participant: str = "") -> MarginDay:
    """Return the day, for the accounts of one participant or of all.

    Prices are those that the plan's rulings call for at the instant, as `hikae day` takes them. Raises RefusedError
    with what is wrong where a table that margin rests on cannot be trusted, or `participant_unknown`.
    """
    facts = day_facts(folder, calendar=tokyo())
    settings = settings_in_force(home, facts.settings)
    calendar, business_date = calendar_named(settings.text("calendar")), facts.read.value.business_date
    decision_findings(business_date, calendar, settings)
    inputs = read_inputs(folder, business_date, facts=facts.content, calendar=calendar, recoveries=recoveries(settings))
    if inputs.lacking(*NEEDED):
        raise RefusedError(inputs.findings)
    told = from_record(home, facts.read.value)
    day = with_amounts(with_facts(facts.read.value, told.facts), inputs, settings)
    plan = plan_of(day, at, calendar=calendar)
    previous = {} if inputs.history is None else inputs.history.on(calendar.previous_open(business_date))
    prices = settlement_prices(
        inputs, (), ruling_of=lambda code: price_ruling(plan, code), previous_bp=previous, settings=settings
    )
    accounts = _of_participant(inputs, participant)
    return MarginDay(inputs, settings, prices.value, previous, *_versions(day, accounts, at), accounts)


def day_of_result(result: DayResult, *, participant: str = "") -> MarginDay:
    """Return the day of a run as the book shows it, whatever of it could be computed.

    Raises RefusedError `participant_unknown`.
    """
    accounts = _of_participant(result.inputs, participant) if result.inputs.accounts else ()
    versions = _versions(result.day, accounts, result.at)
    return MarginDay(result.inputs, result.settings, result.prices, {}, *versions, accounts)


def _of_participant(inputs: DayInputs, participant: str) -> tuple[Account, ...]:
    accounts = tuple(each for each in inputs.accounts or () if participant in {"", each.participant})
    if not accounts:
        known = " ".join(sorted({each.participant for each in inputs.accounts or ()}))
        raise RefusedError([finding("participant_unknown", participant=participant, known=known)])
    return accounts


def _versions(day: Day, accounts: Iterable[Account], at: datetime) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the versions of margin, and of intraday margin, that these accounts' participants had been notified of."""
    concerned = {each.participant for each in accounts}
    intraday = replace(day, facts=tuple(each for each in map(_as_margin, day.facts) if each is not None))
    return (
        notified_versions(day, at, participants=concerned),
        notified_versions(intraday, at, participants=concerned),
    )


def _as_margin(fact: Fact) -> Fact | None:
    """Return a fact of intraday margin as the same one of margin, so that versions are counted in one way."""
    return replace(fact, what=INTRADAY_FACTS[fact.what]) if fact.what in INTRADAY_FACTS else None


def import_name(business_date: date, participant: str) -> str:
    """Return how a book names what it has imported: which day, and for whom."""
    return f"{business_date} {participant or EVERYBODY}"


def held_rows(day: MarginDay) -> list[Sequence[Cell]]:
    """Return the positions of the shown accounts.

    An account of which a row could not be read has one more, without instrument: so it has no amount, as in a run.
    """
    codes = {each.code for each in day.accounts}
    held = day.inputs.positions or ()
    broken = [(code, "", "") for code in sorted(day.inputs.broken_accounts & codes)]
    return [*((each.account, each.instrument, each.notional) for each in held if each.account in codes), *broken]


def market_rows(day: MarginDay) -> list[Sequence[Cell]]:
    """Return the instruments with the price that applies, twice: one to be edited, one to see that it was."""
    prices = {each.instrument: each.price_bp for each in day.prices}
    return [
        (
            each.code,
            prices[each.code],
            prices[each.code],
            day.previous_bp.get(each.code),
            each.entity,
            each.kind.value,
            day_number(each.maturity),
            each.coupon_bp,
            each.recovery,
            each.index_factor,
            each.bid_offer_width_bp,
            each.history_proxy,
        )
        for each in day.inputs.instruments or ()
    ]


def account_rows(day: MarginDay) -> list[Sequence[Cell]]:
    """Return the accounts with their terms and deposits, and the collateral that the desk's settings name."""
    collateral = deposit_terms(day.settings).collateral
    return [
        (each.code, each.participant, each.kind.value, each.affiliate_group, each.multiplier, each.add_on,
         each.deposited_im, collateral)
        for each in day.accounts
    ]  # fmt: skip


def notified_rows(day: MarginDay) -> list[Sequence[Cell]]:
    """Return for each account what applied on the previous day, was notified first, and was notified last."""
    previous = _totals(day.inputs.previous or (), "im")
    by_version = _by_version(day, "im")
    first, last = by_version.get(1, {}), _newest(by_version)
    return [(code, previous.get(code), first.get(code), last.get(code), "") for code in (a.code for a in day.accounts)]


def part_rows(day: MarginDay) -> list[Sequence[Cell]]:
    """Return the components of the newest version that each account was notified of, none for one without."""
    found: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for row in day.inputs.notified or ():
        if row.measure == "im" and row.version in day.versions and row.component != TOTAL:
            found[row.account, row.version][row.component] = row.amount
    newest = dict(sorted(found))
    return [
        (each.code, newest[each.code], *(found[each.code, newest[each.code]].get(name) for name in margin.PARTS_OF))
        for each in day.accounts
        if each.code in newest
    ]


def intraday_rows(day: MarginDay) -> list[Sequence[Cell]]:
    """Return for each house account its previous initial margin, what was notified for the day, and its deposit.

    Our own amount is blank: it is there once the day is computed.
    """
    previous = _totals(day.inputs.previous or (), "im")
    by_version = _by_version(day, "intraday_im")
    first, last = by_version.get(1, {}), _newest(by_version)
    return [
        (each.code, previous.get(each.code), first.get(each.code), last.get(each.code), each.deposited_im, None)
        for each in day.accounts
        if each.kind is AccountKind.HOUSE
    ]


def rate_rows(quotes: Iterable[CurveQuote]) -> list[Sequence[Cell]]:
    """Return the discount curve as it is shown."""
    return [
        (each.kind, each.tenor, each.rate, each.mm_day_count, each.fixed_frequency or None, each.fixed_day_count, None,
         None, each.spot_lag_days)
        for each in quotes
    ]  # fmt: skip


def setting_cells(day: MarginDay) -> dict[str, Rows]:
    """Return the book's single cells: handles of the stored tables by their content, and the tolerance."""
    handles = {_table(name): _handle(day, name, data) for name, data in day.inputs.contents.items() if name != FACTS}
    return {
        margin.CURVE_STORED.name: [[handles.get("curves", "")]],
        margin.CONSTITUENTS_STORED.name: [[handles.get("constituents", "")]],
        margin.EVENTS_STORED.name: [[handles.get("events", "")]],
        margin.SCENARIOS_STORED.name: [[handles.get("history", "")]],
        margin.TOLERANCE_YEN.name: [[float(day.settings.whole("compare_tolerance_yen"))]],
        margin.TOLERANCE_RATIO.name: [[day.settings.number("compare_tolerance_ratio")]],
    }


def _table(file: str) -> str:
    return file.rpartition(".")[0]


def _handle(day: MarginDay, file: str, data: bytes) -> str:
    """Return the name under which a table is found once the record keeps it (`addin.app.handles`)."""
    kinds = {table: kind for kind, table in KINDS.items()}
    name = _table(file)
    return f"{kinds.get(name, name)}:{day.inputs.business_date}@{sha256(data).hexdigest()[:HANDLE_DIGITS]}"


def _totals(rows: Iterable[NotifiedAmount], measure: str) -> Amounts:
    return {each.account: each.amount for each in rows if (each.measure, each.component) == (measure, TOTAL)}


def _by_version(day: MarginDay, measure: str) -> dict[int, Amounts]:
    """Return the totals of a measure by account, for each version that had been notified by the instant."""
    rows = day.inputs.notified or ()
    seen = day.versions if measure == "im" else day.intraday_versions
    return {version: _totals((each for each in rows if each.version == version), measure) for version in seen}


def _newest(by_version: Mapping[int, Amounts]) -> Amounts:
    """Return what was notified after the first version, each account's newest amount."""
    later = [by_version[version] for version in sorted(by_version) if version > 1]
    return {code: amount for amounts in later for code, amount in amounts.items()}
