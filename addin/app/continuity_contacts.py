"""連絡先と連絡網 / The one register of contacts, the tries to reach them, and what external bodies answered.

A contact whose role is one of the plan's four types is an external body (BCP-1.1), asked at a set interval in a
wide-area disaster (BCP-3.2.b); the order of the means is the plan's (BCP-4.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.continuity_record import (
    Kept,
    Said,
    by,
    instant,
    needed,
    optional,
    register,
    reports,
    said,
    shaped,
    word,
)
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.continuity.bodies import Body, Poll
from calc.continuity.contacts import Contact, Try
from calc.plan.clauses import book

STAFF = "staff"  # the role of everybody who is no external body


@dataclass(frozen=True, slots=True)
class NotedTry:
    """One try to reach a contact, with who made it and what was said."""

    made: Try
    by: str
    note: str


def means_in_order() -> tuple[str, ...]:
    """Return the means of the plan in their order (BCP-4.3)."""
    (order,) = book().values("means").values()
    return tuple(order)


def body_kinds() -> tuple[str, ...]:
    """Return the plan's types of external bodies (BCP-1.1)."""
    (kinds,) = book().values("bodies").values()
    return tuple(kinds)


def roles() -> tuple[str, ...]:
    """Return what a contact may be: own staff, or one of the types of external bodies."""
    return (STAFF, *body_kinds())


def contact_said(contact: Contact, *, at: datetime, withdrawn: bool = False) -> Said:
    """Return a contact as the register takes it; a withdrawn one stays in the record and leaves the lists.

    Raises RefusedError `continuity_blank`, `continuity_word` or `continuity_long`, its place the column.
    """
    given = {word(name, means_in_order(), "means"): optional(text, name) for name, text in contact.means.items()}
    days: Mapping[str, date | None] = {"verified": contact.verified, "exchanged": contact.exchanged}
    content: dict[str, Json] = {
        "name": needed(contact.name, "name"),
        "role": word(contact.role, roles(), "role"),
        "means": {name: text for name, text in given.items() if text},
        **{name: None if day is None else day.isoformat() for name, day in days.items()},
        "withdrawn": withdrawn,
    }
    return Said(Kept.CONTACT, content, at)


def try_said(made: Try, *, note: str = "") -> Said:
    """Return a try as the record takes it. Raises RefusedError as `contact_said`."""
    content: dict[str, Json] = {
        "contact": needed(made.contact, "contact"),
        "means": word(made.means, means_in_order(), "means"),
        "reached": made.reached,
        "note": optional(note, "note"),
    }
    return Said(Kept.TRY, content, made.at)


def poll_said(poll: Poll) -> Said:
    """Return what a body answered as the record takes it; one that was not reached may say nothing.

    Raises RefusedError `continuity_blank` where a body was reached and nothing is said of it, or `continuity_long`.
    """
    status = needed(poll.status, "status") if poll.reached else optional(poll.status, "status")
    content: dict[str, Json] = {"body": needed(poll.body, "body"), "reached": poll.reached, "status": status}
    return Said(Kept.POLL, content, poll.at)


def contacts(journal: Journal, *, at: datetime) -> tuple[Contact, ...]:
    """Return the register of contacts as it stood at an instant. Raises RefusedError `continuity_unread`."""
    return shaped(register(journal, Kept.CONTACT, at=at), _contact)


def tries(journal: Journal, *, at: datetime) -> tuple[NotedTry, ...]:
    """Return every try to reach somebody by an instant, oldest first. Raises RefusedError `continuity_unread`."""
    return shaped(reports(journal, Kept.TRY, at=at), _try)


def polls(journal: Journal, *, at: datetime) -> tuple[Poll, ...]:
    """Return what external bodies answered by an instant, oldest first. Raises RefusedError `continuity_unread`."""
    return shaped(reports(journal, Kept.POLL, at=at), _poll)


def bodies(register: Sequence[Contact]) -> tuple[Body, ...]:
    """Return the external bodies among the contacts, in the plan's order of types."""
    order = body_kinds()
    found = [Body(each.name, each.role) for each in register if each.role in order]
    return tuple(sorted(found, key=lambda body: order.index(body.kind)))


def _contact(entry: Entry) -> Contact:
    content = said(entry)
    days = (None if content[name] is None else date.fromisoformat(content[name]) for name in ("verified", "exchanged"))
    means = {str(name): str(text) for name, text in content["means"].items()}
    return Contact(str(content["name"]), str(content["role"]), means, *days)


def _try(entry: Entry) -> NotedTry:
    content = said(entry)
    made = Try(str(content["contact"]), str(content["means"]), instant(entry), content["reached"] is True)
    return NotedTry(made, by(entry), str(content["note"]))


def _poll(entry: Entry) -> Poll:
    content = said(entry)
    return Poll(str(content["body"]), instant(entry), content["reached"] is True, str(content["status"]))
