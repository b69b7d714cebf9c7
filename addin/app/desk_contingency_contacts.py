"""連絡先 / The register of contacts, the one that the continuity book keeps as well: looked at, corrected, verified."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from addin.app.continuity_contacts import STAFF, contact_said, contacts, means_in_order
from addin.app.continuity_record import record_said
from addin.app.declared import mark
from addin.app.desk_day import Desk, Done, person_of
from addin.app.desk_lines import Line, instant_now, lines_of, refuse_nothing, rows_with
from addin.books.desk_cells import day_number, moment_of
from addin.books.port import Block, Cell
from addin.books.regions.contingency import CONTACT_LIST
from addin.store.journal import Journal
from calc.continuity.contacts import Contact
from calc.outcome import Finding, Place, RefusedError
from calc.plan.board import ROLES, said
from calc.plan.clauses import book
from calc.plan.types import Day
from calc.text.numeral import iso_date
from calc.text.wording import Words

PARTICIPANT, OTHER = "participant", "other"
PLANS_MEANS = {"telephone": "landline", "fax": "fax", "email": "email"}  # the words of CP-4 in those of BCP-4.3


def kept_contacts(desk: Desk) -> Done:
    """Return how many contacts the register holds as the sheet has them; one with a name and no address is no contact.

    Raises RefusedError `declare_nothing`, or what the register finds wrong, at the cell; nothing is recorded then.
    """
    block, person = desk.sheet.read(CONTACT_LIST.name), person_of(desk.sheet)
    _, now = instant_now(desk)
    lines = lines_of(block, CONTACT_LIST)
    given = {n: line for n, line in enumerate(lines) if any(line.text(means) for means in means_in_order())}
    refuse_nothing(block, given)
    with Journal(desk.home) as journal:
        held = {each.name: each for each in contacts(journal, at=now)}
        told = []
        for line in given.values():
            with_place = _contact(line, held.get(line.text("name")))
            try:
                told.append(contact_said(with_place, at=now))
            except RefusedError as refused:
                raise RefusedError([each.at(_cell(line, each.place)) for each in refused.findings]) from None
        entries = record_said(journal, told, person=person)
        last = journal.last()
    changes = {n: {"recorded": mark(entry)} for n, entry in zip(given, entries, strict=True)}
    desk.sheet.write({block.name: rows_with(block, CONTACT_LIST, lines, changes)})
    new = sum(entry.added for entry in entries)
    return Done(
        Words(f"連絡先 {len(entries)}件（新規・変更 {new}件）", f"{len(entries)} contacts, {new} new or changed"), last
    )


def contact_rows(journal: Journal, day: Day, at: datetime, *, shown: Block) -> list[Sequence[Cell]]:
    """Return the plan's own contacts, the register's, and every role of a participant that has none yet.

    What was typed, and is not recorded yet, stays as it was typed.
    """
    wanted = (f"{name} {said('role', role).ja}" for name in day.participants for role in ROLES)
    held = {each.name: each for each in contacts(journal, at=at)}
    known = {**plan_contacts(), **{name: Contact(name, PARTICIPANT) for name in wanted}, **held}
    rows = {name: _row(each) for name, each in known.items()}
    typed = {line.text("name"): line for line in lines_of(shown, CONTACT_LIST) if _is_typed(line)}
    return [*{**rows, **{name: tuple(line.cells.values()) for name, line in typed.items()}}.values()]


def plan_contacts() -> dict[str, Contact]:
    """Return the contacts that the plan itself names (CP-4.1, CP-4.2), never verified here."""
    named = [clause.then["contact"] for clause in book().clauses.values() if "contact" in clause.then]
    made = [
        Contact(str(each["name"]), OTHER, {mine: str(each[its]) for its, mine in PLANS_MEANS.items() if its in each})
        for each in named
    ]
    return {each.name: each for each in made}


def _row(contact: Contact) -> Sequence[Cell]:
    addresses = [contact.means.get(means) for means in means_in_order()]
    verified = None if contact.verified is None else day_number(contact.verified)
    return (contact.name, contact.role, *addresses, verified, None)


def _contact(line: Line, before: Contact | None) -> Contact:
    """Return a row as a contact; when lists were exchanged is the continuity book's to say, and stays."""
    means: Mapping[str, str] = {name: line.text(name) for name in means_in_order() if line.text(name)}
    made = Contact(line.text("name"), line.text("role") or STAFF, means, _verified(line))
    return made if before is None else replace(made, exchanged=before.exchanged)


def _verified(line: Line) -> date | None:
    """Return the day on which a row's addresses were verified. Raises RefusedError `date_unreadable` at the cell."""
    moment, text = moment_of(line.cells["verified"]), line.text("verified")
    read = moment.date() if moment else iso_date(text) if text else None
    if isinstance(read, Finding):
        raise RefusedError([read.at(line.places["verified"])])
    return read


def _is_typed(line: Line) -> bool:
    return any(line.text(means) for means in means_in_order()) and not line.text("recorded")


def _cell(line: Line, place: Place) -> Place:
    return line.places.get(place.column, line.places["name"])
