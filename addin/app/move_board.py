"""移動の一覧 / Both lists of the move with what the record proves of each step, and the recovery clock beside them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.app.continuity_incident import FAMILY, incident_facts
from addin.app.continuity_record import record_said
from addin.app.continuity_state import State, state_at
from addin.app.move_proofs import PROOFS, Asked, moved_at
from addin.app.move_record import move_reports, move_said
from addin.settings import Settings
from addin.store.journal import Journal
from calc.continuity.incident import Cut
from calc.continuity.move import MoveReport, MoveRow, Progress, Way, move_board, steps_of
from calc.continuity.recovery import RecoveryClock, recovery_clock
from calc.days.cutoff import JST
from calc.outcome import Place, RefusedError, finding
from calc.plan.clauses import book


@dataclass(frozen=True, slots=True)
class MoveBoard:
    """One way's list at an instant, since when it counts, the clock of the open incident, and what the record holds."""

    way: Way
    since: datetime
    rows: tuple[MoveRow, ...]
    clock: RecoveryClock | None
    state: State


def shown_move(home: Path, way: Way, *, at: datetime) -> MoveBoard:
    """Return the list of a way out or back at an instant; nothing is recorded. Errors as reading the record."""
    with Journal(home) as journal:
        return _board(journal, home, way, at=at)


def ticked(
    home: Path, way: Way, step: str, progress: Progress, *, person: Person, at: datetime, note: str = "",
    tell: Tell = None,
) -> MoveBoard:  # fmt: skip
    """Return the list after a step was reported on; what the record has to prove is not done on a person's word.

    Raises RefusedError `move_unproved` with what the record shows instead, or as `move_said`.
    """
    said = move_said(MoveReport(way, step, progress, at, person.initials, note))
    with Journal(home) as journal:
        row = next(each for each in _board(journal, home, way, at=at).rows if each.step.name == step)
        if progress is Progress.DONE and row.proof is not None and not row.proof.holds:
            shown = row.proof.shown
            raise RefusedError(
                [finding("move_unproved", Place(column=step), step=step, reason_ja=shown.ja, reason_en=shown.en)]
            )
        record_said(journal, [said], person=person, tell=tell)
        return _board(journal, home, way, at=at)


def desk_of(settings: Settings) -> dict[str, str]:
    """Return where the desk is, how it is reached there and which addresses it uses: what a move changes."""
    return {
        "profile": settings.text("profile"),
        "reached_at": settings.text("reached_at"),
        "upload_address": settings.text("upload_address"),
        "information_address": settings.text("information_address"),
    }


def clock_of(state: State) -> RecoveryClock | None:
    """Return the recovery clock of the incident that is open, None without one; its time is the plan's (BCP-4.6.b)."""
    (minutes,) = book().values("target_minutes").values()
    within = timedelta(minutes=minutes)
    return recovery_clock(state.answer.response, _cuts(state, within), within=within)


def _cuts(state: State, within: timedelta) -> list[Cut]:
    """Return the cut-offs of each business day that the clock touches, whichever day it is looked at on."""
    if state.incident is None:
        return []
    begin = state.incident.occurred_at.astimezone(JST)
    days = [day for day in sorted({begin.date(), (begin + within).date()}) if state.calendar.is_open(day)]
    table = [(each.at.astimezone(JST).timetz(), each.clause) for each in state.answer.plan.timetable]
    return [Cut(datetime.combine(day, at), clause) for day in days for at, clause in table]


def _board(journal: Journal, home: Path, way: Way, *, at: datetime) -> MoveBoard:
    state = state_at(journal, home=home, at=at)
    since = _since(journal, state)
    asked = Asked(journal, state, since if way is Way.OUT else max(since, moved_at(journal) or since))
    proofs = {each.proof: PROOFS[each.proof](asked) for each in steps_of(way) if each.proof}
    rows = move_board(way, move_reports(journal, at=at), proofs, since=since)
    return MoveBoard(way, since, rows, clock_of(state), state)


def _since(journal: Journal, state: State) -> datetime:
    """Return from when the move counts: from the last incident's occurrence, closed or not, else from today on."""
    told = [each for each in incident_facts(journal) if each.what == f"{FAMILY}declared" and each.learned <= state.at]
    if not told:
        return state.since
    last = max(told, key=lambda fact: fact.at)
    occurred = last.details.get("occurred_at", last.at)
    return occurred if isinstance(occurred, datetime) else last.at
