"""Contacts with the six means in order, and whom a failed try leaves to be reached otherwise (BCP-4.3, CP-4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact: its address by each means, when last verified, and when lists were last exchanged."""

    name: str
    role: str
    means: Mapping[str, str] = field(default_factory=dict)
    verified: date | None = None
    exchanged: date | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """One try to reach a contact by one means."""

    contact: str
    means: str
    at: datetime
    reached: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Where reaching one contact stands: reached, or which means comes next; neither when all were tried."""

    contact: Contact
    reached_at: datetime | None
    next_means: str | None
    tries: int


def call_board(
    contacts: Sequence[Contact], tries: Iterable[Try], *, order: Sequence[str], since: datetime
) -> tuple[ContactRow, ...]:
    """Return one row per contact: the means the plan lists, in its order, each tried once before the next."""
    made = sorted((each for each in tries if each.at >= since), key=lambda each: each.at)
    return tuple(_row(contact, [each for each in made if each.contact == contact.name], order) for contact in contacts)


def _row(contact: Contact, tries: Sequence[Try], order: Sequence[str]) -> ContactRow:
    reached = next((each.at for each in tries if each.reached), None)
    tried = {each.means for each in tries}
    left = (means for means in order if means in contact.means and means not in tried)
    return ContactRow(contact, reached, None if reached else next(left, None), len(tries))


def stale(contacts: Iterable[Contact], today: date, *, days: int) -> tuple[Contact, ...]:
    """Return the contacts never verified, or not within so many days: a number of 2011 is not one of today."""
    return tuple(each for each in contacts if _older(each.verified, today, days=days))


def unexchanged(contacts: Iterable[Contact], today: date, *, days: int) -> tuple[Contact, ...]:
    """Return the contacts with whom lists were never exchanged, or not within so many days (BCP-4.3)."""
    return tuple(each for each in contacts if _older(each.exchanged, today, days=days))


def _older(last: date | None, today: date, *, days: int) -> bool:
    return last is None or (today - last).days > days


def dealt(rows: Sequence[ContactRow], callers: Sequence[str]) -> dict[str, tuple[ContactRow, ...]]:
    """Return whom each of several callers calls at once: the register is dealt out in its order, one to each in turn.

    Everybody keeps the same contacts however many were reached meanwhile: two callers never ring the same person.
    """
    return {
        caller: tuple(row for at, row in enumerate(rows) if at % len(callers) == place)
        for place, caller in enumerate(callers)
    }
