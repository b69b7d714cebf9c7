"""発災 / The incident form: what a person filled in, as one fact of the plan; the form is blank once it is told."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from addin.app.approval.people import Person
from addin.app.continuity_incident import Told, causes, results, told_incident
from addin.app.continuity_record import needed, word
from addin.app.continuity_state import State
from addin.app.desk_continuity_rows import FormRow, at_cell
from addin.app.desk_day import Desk
from addin.app.outage_facts import Detail
from addin.books.desk_cells import Filled, filled, written
from addin.books.port import Block, Rows
from addin.books.regions.continuity import INCIDENT_FORM
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.continuity.incident import DAMAGE_CLASSES, TRUTHS
from calc.outcome import Place, RefusedError, finding

T = TypeVar("T")

FIRST, *MORE = INCIDENT_FORM.columns[1:]
CLASSES = (*DAMAGE_CLASSES, "system_failure")
MUST = frozenset({"own_damage", "external_damage", "severe"})  # a declaration answers each with yes or no


def told_on_page(
    desk: Desk, journal: Journal, block: Block, *, state: State, business_date: date, person: Person
) -> Entry:
    """Return the entry of what the form tells of an incident: declared, changed or closed.

    A change names only what it changes. Raises RefusedError with what is wrong, at its cell, or as `told_incident`.
    """
    read = filled(block, INCIDENT_FORM)
    if read.faults:
        raise RefusedError(read.faults)
    form = _Form(read, state)
    told = Told(form.of("report", _report))
    details = {} if told is Told.CLOSED else form.details(told)
    return told_incident(
        journal, told, details=details, business_date=business_date, at=state.at, home=desk.home, person=person
    )


def blank_form(block: Block) -> Rows:
    """Return the form with every answer taken out."""
    lines = [str(row[0]) for row in block.rows[1:] if str(row[0]).strip()]
    return written(block, INCIDENT_FORM, [(name, *[""] * len((FIRST, *MORE))) for name in lines])


class _Form:
    """The form's lines by the names of their fields, in whatever order they stand."""

    def __init__(self, read: Filled, state: State) -> None:
        self._read = read
        rows = ((number - 1, dict(zip(read.table.columns, cells, strict=True))) for number, cells in read.table.rows)
        self._lines = {str(row["field"]).strip(): (place, FormRow(row, state)) for place, row in rows}

    def of(self, name: str, ask: Callable[[FormRow], T]) -> T:
        """Return what a line says. Raises RefusedError with what is wrong with it at its cell."""
        if name not in self._lines:
            raise RefusedError([at_cell(self._read, finding("continuity_blank", field=name), 0)])
        place, row = self._lines[name]
        try:
            return ask(row)
        except RefusedError as refused:
            raise RefusedError([at_cell(self._read, each, place) for each in refused.findings]) from None

    def details(self, told: Told) -> dict[str, Detail]:
        """Return the details of a fact: all that a declaration needs, of a change what is filled in."""
        is_new = told is Told.DECLARED
        made: dict[str, Detail] = {}
        if found := self.of("cause", lambda row: _words(row, causes(), least=int(is_new))):
            made["cause"] = found
        if (found := self.of("results", lambda row: _words(row, results(), least=0))) or is_new:
            made["results"] = found
        for name in TRUTHS:
            answer = self.of(name, partial(_answer, name=name, is_needed=is_new and name in MUST))
            if answer is not None:
                made[name] = answer
        if (occurred := self.of("occurred_at", lambda row: row.optional_moment(FIRST))) is not None:
            made["occurred_at"] = occurred
        if declared := self.of("class", lambda row: row.word(FIRST) and word(row.word(FIRST), CLASSES, FIRST)):
            made["class"] = declared
        return made


def _words(row: FormRow, known: Sequence[str], *, least: int) -> list[str]:
    """Return the words chosen on a line, each once. Raises RefusedError `continuity_word` or `continuity_blank`."""
    found = [word(given, known, name) for name in (FIRST, *MORE) if (given := row.word(name))]
    if len(found) < least:
        needed("", FIRST)
    return list(dict.fromkeys(found))


def _report(row: FormRow) -> str:
    """Return what is told: declared, changed or closed. Raises RefusedError `continuity_blank` or `continuity_word`."""
    return word(needed(row.word(FIRST), FIRST), [each.value for each in Told], FIRST)


def _answer(row: FormRow, *, name: str, is_needed: bool) -> bool | None:
    said = row.yes(FIRST)
    if said is None and is_needed:
        raise RefusedError([finding("continuity_blank", Place(column=FIRST), field=name)])
    return said
