"""Everything that the record holds for the headquarters at one instant, in the shapes that the rules take."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from addin.app.continuity_contacts import NotedTry, bodies, contacts, means_in_order, polls, tries
from addin.app.continuity_incident import Answer, answer_at
from addin.app.continuity_log import Exercise, decisions, exercises
from addin.app.continuity_people import absent, movers, shifts
from addin.app.continuity_status import StepReport, centre_reports, service_reports, services_of_plan, step_reports
from addin.app.pack_state import PackState, pack_state
from addin.store.journal import Journal
from calc.continuity.bodies import Poll, PollRow, poll_board
from calc.continuity.centre import CentreReport, CentreRow, centre_clock
from calc.continuity.contacts import Contact, ContactRow, call_board
from calc.continuity.decisions import Decision
from calc.continuity.incident import Incident
from calc.continuity.roster import Mover, OnCall, Shift, on_call
from calc.continuity.services import ServiceReport, ServiceRow, service_board
from calc.days.business_day import Calendar, calendar_named
from calc.plan.clauses import book


@dataclass(frozen=True, slots=True)
class State:
    """What is known at an instant; `answer` is what both plans say of it."""

    at: datetime
    answer: Answer
    contacts: tuple[Contact, ...]
    tries: tuple[NotedTry, ...]
    polls: tuple[Poll, ...]
    shifts: tuple[Shift, ...]
    movers: tuple[Mover, ...]
    absent: frozenset[str]
    services: tuple[ServiceReport, ...]
    steps: dict[str, StepReport]
    centre: tuple[CentreReport, ...]
    decisions: tuple[Decision, ...]
    exercises: tuple[Exercise, ...]
    pack: PackState

    @property
    def incident(self) -> Incident | None:
        """The incident that is open, None without one."""
        return self.answer.response.incident

    @property
    def calendar(self) -> Calendar:
        """The calendar of the desk."""
        return calendar_named(self.answer.settings.text("calendar"))

    @property
    def since(self) -> datetime:
        """From when tries and answers count: the incident's occurrence, the day's beginning without one."""
        if self.incident is not None:
            return self.incident.occurred_at
        return self.at.replace(hour=0, minute=0, second=0, microsecond=0)


def state_at(journal: Journal, *, home: Path, at: datetime) -> State:
    """Return what the record holds at an instant. Raises RefusedError as reading it does."""
    answer = answer_at(journal, home=home, at=at)
    return State(
        at=at,
        answer=answer,
        contacts=contacts(journal, at=at),
        tries=tries(journal, at=at),
        polls=polls(journal, at=at),
        shifts=shifts(journal, at=at),
        movers=movers(journal, at=at),
        absent=absent(journal, at=at),
        services=service_reports(journal, at=at),
        steps=step_reports(journal, at=at),
        centre=centre_reports(journal, at=at),
        decisions=decisions(journal, at=at),
        exercises=exercises(journal, at=at),
        pack=pack_state(journal, at, answer.settings),
    )


def called(state: State) -> tuple[ContactRow, ...]:
    """Return where reaching each contact stands, by the tries since the incident."""
    made = [each.made for each in state.tries]
    return call_board(state.contacts, made, order=means_in_order(), since=state.since)


def polled(state: State) -> tuple[PollRow, ...]:
    """Return when each external body is to be asked next, by what they answered since the incident."""
    every = timedelta(minutes=state.answer.settings.whole("poll_interval_minutes"))
    return poll_board(bodies(state.contacts), state.polls, since=state.since, at=state.at, every=every)


def served(state: State) -> tuple[ServiceRow, ...]:
    """Return how each business of the plan stands."""
    return service_board(services_of_plan(), state.services, at=state.at)


def centre(state: State) -> CentreRow | None:
    """Return where the switch of the centre stands, None without an incident; the target is the plan's."""
    if state.incident is None:
        return None
    (minutes,) = book().values("target_minutes").values()
    within, occurred = timedelta(minutes=minutes), state.incident.occurred_at
    return centre_clock(centre_reports_since(state), occurred_at=occurred, within=within, at=state.at)


def first_responders(state: State) -> OnCall:
    """Return who is to be called at the instant."""
    return on_call(state.shifts, state.at, calendar=state.calendar)


def centre_reports_since(state: State) -> tuple[CentreReport, ...]:
    """Return what was said of the centres since the incident: what was said of an earlier one is over."""
    return tuple(each for each in state.centre if each.at >= state.since)
