"""Which day the paper shows, and all that is known of it: a day's folder, else the record, else the example.

What applies rests on the facts of the folder and of the record, as the boards rule; a desk on which today's failure was
declared before any day was run shows that failure, and the amounts and prices of the last day that was run. The example
is shown where there is no record, and in a drill; beside what people have recorded, made-up amounts would be dangerous.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from addin.app.contingency_board import head_words
from addin.app.continuity_file import Registers, registers_of_folder
from addin.app.continuity_state import State, state_at
from addin.app.day.finish import default_at
from addin.app.day.from_record import from_record
from addin.app.day.prices import SettlementPrice, settlement_prices
from addin.app.day.read import DayInputs, read_inputs
from addin.app.day.rule import day_facts, price_ruling, with_amounts
from addin.app.desk_day import example_folder
from addin.app.margin_run import recoveries
from addin.app.outage_facts import day_of
from addin.app.plan_basis import UNRECORDED, Basis, basis_of
from addin.app.plan_day import Ruled, ruled
from addin.app.plan_facts import with_facts
from addin.app.recorded_day import is_day_of, laid_out, newest_day
from addin.app.settings_record import settings_in_force
from addin.home import Mode
from addin.now import now
from addin.store.journal import Journal
from addin.store.mode import mode_of
from addin.store.stamp import stamp
from calc.days.business_day import calendar_named, tokyo
from calc.days.cutoff import JST
from calc.outcome import Finding, Outcome, RefusedError
from calc.text.wording import Words

EXAMPLE = Words("例示日（合成データ）。記録に業務日がありません", "the example day (synthetic): no day is recorded")
RECORDED = Words("記録した業務日", "the day as recorded")
GIVEN = Words("指定したフォルダ", "the folder that was named")
FACTS_ALONE = Words("記録の事実だけ（実行した日がありません）", "the facts of the record alone: no day was run yet")


@dataclass(frozen=True, slots=True)
class Figures:
    """A day as its folder tells it: what applied in yen and in bp; `previous_bp` is of the business day before."""

    answer: Ruled
    inputs: DayInputs
    prices: tuple[SettlementPrice, ...]
    previous: date


@dataclass(frozen=True, slots=True)
class PaperDay:
    """Everything that is printed: `answer` is about now, `figures` about the last day that was run; `head` is short."""

    said: Words
    answer: Ruled
    state: State
    figures: Figures | None
    mode: Mode
    head: str

    @property
    def at(self) -> datetime:
        """The instant that the paper speaks of."""
        return self.answer.plan.at

    @property
    def note(self) -> str:
        """The line that the day's folder wants on every sheet, if there is one."""
        return "" if self.figures is None else self.figures.inputs.note

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found wrong with the tables of the day's folder."""
        return () if self.figures is None else self.figures.inputs.findings


def paper_day(home: Path, data: Path | None = None, *, at: datetime | None = None) -> PaperDay:
    """Return the day of the folder `data`, else the newest recorded one, else the example, as of an instant.

    Without `at` it is now on the business date itself, else 20:30 of it. Raises RefusedError as reading the folder and
    the record does.
    """
    mode = mode_of(home)
    with Journal(home) as journal:
        last = journal.last()
        said, folder = (GIVEN, data) if data is not None else _chosen(home, at, has_own=last is not None, mode=mode)
        figures = None if folder is None else _figures(folder, home, at)
        said, answer = _now(journal, home, figures, said, at=at, is_given=data is not None)
        state = state_at(journal, home=home, at=answer.plan.at)
    state = _with_folder(state, answer, folder)
    return PaperDay(said, answer, state, figures, mode, head_words(last))


def _chosen(home: Path, at: datetime | None, *, has_own: bool, mode: Mode) -> tuple[Words, Path | None]:
    """Return the folder of the recorded day of the instant's date, else of the newest one, else the example's."""
    of_date = None if at is None else newest_day(home, at.astimezone(JST).date())
    day = of_date or newest_day(home)
    if day is not None:
        return RECORDED, (example_folder() if is_day_of(example_folder(), day) else laid_out(home, day))
    return (EXAMPLE, example_folder()) if mode is Mode.DRILL or not has_own else (FACTS_ALONE, None)


def _figures(folder: Path, home: Path, at: datetime | None) -> Figures:
    """Return what a folder and the record say of its day at an instant, else as of its end."""
    facts = day_facts(folder, calendar=tokyo())
    day, settings = facts.read.value, settings_in_force(home, facts.settings)
    calendar = calendar_named(settings.text("calendar"))
    inputs = read_inputs(
        folder, day.business_date, facts=facts.content, calendar=calendar, recoveries=recoveries(settings)
    )
    told = from_record(home, day)
    inputs = replace(inputs, set_bp={**told.set_bp, **inputs.set_bp})
    whole = with_amounts(with_facts(day, told.facts), inputs, settings)
    answer = ruled(Outcome(whole), at or default_at(day.business_date), calendar=calendar)
    previous = calendar.previous_open(day.business_date)
    prices = settlement_prices(
        inputs,
        (),  # a control value of quotes is for the desk's screen
        ruling_of=lambda code: price_ruling(answer.plan, code),
        previous_bp={} if inputs.history is None else inputs.history.on(previous),
        settings=settings,
    )
    return Figures(answer, inputs, prices.value, previous)


def _now(
    journal: Journal, home: Path, figures: Figures | None, said: Words, *, at: datetime | None, is_given: bool
) -> tuple[Words, Ruled]:
    """Return what the plan says now, and of what: the figures' day, or another that the record holds facts of."""
    settings = settings_in_force(home, {})
    calendar = calendar_named(settings.text("calendar"))
    today = calendar.following((at or now()).astimezone(JST).date())  # a closed day has no cut-offs of its own
    is_todays = figures is not None and said is not EXAMPLE and today == figures.answer.day.business_date
    if figures is not None and (is_given or is_todays):
        return said, figures.answer
    basis = _basis(home, today)
    if basis is not None:
        calendar = calendar_named(basis.settings.text("calendar"))
        return basis.words, ruled(Outcome(basis.day), at or now(), calendar=calendar)
    if figures is not None:
        return said, figures.answer
    empty = day_of(journal, None, business_date=today, settings=settings)
    return said, ruled(Outcome(empty), at or now(), calendar=calendar)


def _basis(home: Path, today: date) -> Basis | None:
    """Return what the record holds of a date, None where it holds nothing of it."""
    try:
        return basis_of(home, today, stamp(home))
    except RefusedError as refused:
        if [each.code for each in refused.findings] != [UNRECORDED]:
            raise
        return None


def _with_folder(state: State, answer: Ruled, folder: Path | None) -> State:
    """Return the state with the folder's registers where none is recorded, and the incident that its facts tell of."""
    given = Registers() if folder is None else registers_of_folder(folder)
    told = state.answer
    if told.response.incident is None:
        told = replace(told, plan=answer.plan, response=answer.response)
    return replace(
        state,
        answer=told,
        contacts=state.contacts or given.contacts,
        shifts=state.shifts or given.shifts,
        movers=state.movers or given.movers,
    )
