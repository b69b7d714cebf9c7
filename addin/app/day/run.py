"""One business day, from a folder of files to rulings, records and files that can leave the desk.

A step whose input cannot be trusted is stopped and says so; the others go on, and what an earlier run left stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from addin.app.day.compare import compare_findings, day_checks, day_comparisons
from addin.app.day.from_record import from_record
from addin.app.day.labels import STEPS
from addin.app.day.measures import day_measures, fallback_intraday, floor_findings
from addin.app.day.prices import CheckedQuotes, SettlementPrice, checked_quotes, settlement_prices
from addin.app.day.read import DayInputs, read_inputs
from addin.app.day.rule import day_facts, notified_versions, price_ruling, with_amounts
from addin.app.margin_books import margin_book_of
from addin.app.margin_check import CheckRow
from addin.app.margin_run import MarginInputs, MarginResult, decision_findings, margin_run, recoveries
from addin.app.measures import Measures
from addin.app.pack_use import spare_tables
from addin.app.plan_facts import facts_finding, with_facts
from addin.app.settings_record import SettingsFor, settings_in_force
from addin.app.versions import versions
from addin.home import Mode
from addin.settings import Settings
from addin.store.mode import mode_of
from calc.days.business_day import Calendar, calendar_named, tokyo
from calc.margin.compare import Comparison
from calc.margin.readings import Book
from calc.outcome import Finding, RefusedError, finding
from calc.plan.evaluate import plan_of
from calc.plan.types import Day, Fact, Plan
from calc.text.wording import Severity, severity


@dataclass(frozen=True, slots=True)
class DayRequest:
    """Which day, from where, seen from which instant (None: the default), with which settings.

    `settings` gives them from those that the day itself names; None takes those in force in the home, then `sets`.
    """

    folder: Path
    home: Path
    at: datetime | None
    sets: tuple[str, ...] = ()
    settings: SettingsFor | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one step: `done`, `partial` (with error findings) or `stopped`."""

    name: str
    state: str
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class DayResult:
    """Everything one run found out; what a stopped step would have made is None or empty."""

    at: datetime
    business_date: date
    versions: Mapping[str, str]
    settings: Settings
    inputs: DayInputs
    day: Day
    plan: Plan
    mode: Mode = Mode.LIVE
    recorded: tuple[Fact, ...] = ()  # facts that the record adds to the folder's
    quotes: CheckedQuotes = field(default_factory=lambda: CheckedQuotes((), ()))
    prices: tuple[SettlementPrice, ...] = ()
    margin: MarginResult | None = None
    measures: Measures | None = None
    book: Book | None = None
    given: MarginInputs | None = None  # what the margin rests on
    comparisons: Mapping[int, tuple[Comparison, ...]] = field(default_factory=dict)
    checks: tuple[CheckRow, ...] = ()
    steps: list[Step] = field(default_factory=list)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every finding of every step, in order."""
        return tuple(each for step in self.steps for each in step.findings)


def computed_day(
    request: DayRequest, *, default_at: Callable[[date], datetime], tell: Callable[[str], None]
) -> DayResult:
    """Return the day computed and ruled, nothing recorded or written yet."""
    tell("read")
    facts = day_facts(request.folder, calendar=tokyo())
    in_force = request.settings or partial(settings_in_force, request.home, sets=request.sets)
    settings = in_force(facts.settings)
    calendar = calendar_named(settings.text("calendar"))
    business_date = facts.read.value.business_date
    warned = decision_findings(business_date, calendar, settings)
    inputs = read_inputs(
        request.folder, business_date, facts=facts.content, calendar=calendar, recoveries=recoveries(settings),
        spare=spare_tables(request.home, request.folder, business_date, calendar),
    )  # fmt: skip
    told = from_record(request.home, facts.read.value)
    inputs = replace(inputs, set_bp={**told.set_bp, **inputs.set_bp})
    at = request.at or default_at(business_date)
    day = with_amounts(with_facts(facts.read.value, told.facts), inputs, settings)
    plan = plan_of(day, at, calendar=calendar)
    mode = mode_of(request.home)
    result = DayResult(at, day.business_date, versions(), settings, inputs, day, plan, mode, told.facts)
    result.steps.append(_step("read", (*facts.read.findings, *warned, *inputs.findings, *facts_finding(told.facts))))
    for name, run in (("prices", _prices), ("margin", _margin), ("compare", _compare), ("rule", _rule)):
        tell(name)
        result.steps.append(run(result, calendar))
    return result


def _step(name: str, findings: tuple[Finding, ...]) -> Step:
    wrong = any(severity(each) is Severity.ERROR for each in findings)
    return Step(name, "partial" if wrong else "done", findings)


def _stopped(name: str, lacking: tuple[str, ...]) -> Step:
    ja, en = STEPS[name]
    return Step(name, "stopped", (finding("step_stopped", step_ja=ja, step_en=en, files=" ".join(lacking)),))


def _prices(result: DayResult, calendar: Calendar) -> Step:
    inputs = result.inputs
    if lacking := inputs.lacking("instruments", "history"):
        return _stopped("prices", lacking)
    assert inputs.history is not None  # noqa: S101 - lacking() has just said so
    previous = inputs.history.on(calendar.previous_open(result.business_date))
    quotes = checked_quotes(inputs, previous, result.settings, at=result.at)
    result.quotes = quotes.value
    prices = settlement_prices(
        inputs,
        quotes.value.clean,
        ruling_of=lambda instrument: price_ruling(result.plan, instrument),
        previous_bp=previous,
        settings=result.settings,
    )
    result.prices = prices.value
    return _step("prices", (*quotes.findings, *prices.findings))


def _margin(result: DayResult, calendar: Calendar) -> Step:
    inputs = result.inputs
    spreads = {price.instrument: price.price_bp for price in result.prices if price.price_bp is not None}
    lacking = inputs.lacking("accounts", "positions", "curve", "constituents", "events")
    if lacking or not spreads:
        return _stopped("margin", lacking or ("prices",))
    assert inputs.instruments is not None  # noqa: S101 - prices were made from them
    assert inputs.accounts is not None  # noqa: S101 - lacking() has just said so
    assert inputs.positions is not None  # noqa: S101
    assert inputs.curve is not None  # noqa: S101
    assert inputs.history is not None  # noqa: S101
    given = MarginInputs(
        trade_date=result.business_date,
        instruments=inputs.instruments,
        spreads_bp=spreads,
        accounts=inputs.accounts,
        positions=inputs.positions,
        curve=inputs.curve,
        market_moves=inputs.history,
        constituents=inputs.constituents or {},
        events=inputs.events or (),
        broken_accounts=inputs.broken_accounts,
    )
    try:
        made = margin_run(given, result.settings)
        result.measures = day_measures(
            given,
            made.value,
            result.settings,
            inputs=inputs,
            prices=result.prices,
            previous_bp=inputs.history.on(calendar.previous_open(result.business_date)),
        )
    except RefusedError as refused:
        return Step("margin", "stopped", refused.findings)
    result.margin, result.given = made.value, given
    result.book = margin_book_of(given, made.value, result.settings)
    told = (*fallback_intraday(inputs, result.plan).findings, *floor_findings(inputs, result.settings))
    return _step("margin", (*made.findings, *told))


def _compare(result: DayResult, calendar: Calendar) -> Step:
    """Compare our own totals with every version that had been notified at the instant, before any flag is read."""
    del calendar
    concerned = {each.participant for each in result.inputs.accounts or ()}
    versions = notified_versions(result.day, result.at, participants=concerned)
    if versions and (lacking := result.inputs.lacking("notified")):
        return _stopped("compare", lacking)
    result.comparisons = day_comparisons(result, versions)
    result.checks = day_checks(result, versions)
    return _step("compare", compare_findings(result))


def _rule(result: DayResult, calendar: Calendar) -> Step:
    del calendar
    return _step("rule", tuple(result.plan.findings))
