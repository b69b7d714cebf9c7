"""Whether what today falls back on was sealed, and what tomorrow will: for the check, the boards and the command."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from addin.settings import Settings
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.days.business_day import Calendar, calendar_named
from calc.days.cutoff import JST

SEALED = "pack.sealed"
EVENING = time(20, 30)  # after the day's last cut-off


class PackStanding(StrEnum):
    """How the pack that is due stands."""

    SEALED = "sealed"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class PackState:
    """The business date whose pack is due at an instant, how it stands, and its entry, None until it is sealed.

    `by` is when a missing one is late; None in the evening itself, as the night is there to seal it.
    """

    business_date: date
    standing: PackStanding
    entry: Entry | None
    by: datetime | None


def pack_state(journal: Journal, at: datetime, settings: Settings) -> PackState:
    """Return how the pack stands that is due: in the evening of a business day its own, else that of the one before.

    It is late from the setting `pack_by` of the next business day on.
    """
    calendar, local = calendar_named(settings.text("calendar")), at.astimezone(JST)
    day, by = due_of(local, calendar, by=settings.local_time("pack_by"))
    entry = pack_entry(journal, day)
    if entry is not None:
        return PackState(day, PackStanding.SEALED, entry, by)
    return PackState(day, PackStanding.LATE if by is not None and local >= by else PackStanding.DUE, None, by)


def due_of(local: datetime, calendar: Calendar, *, by: time | None) -> tuple[date, datetime | None]:
    """Return the business date whose pack is due at an instant in Japan, and from when a missing one is late."""
    today = local.date()
    if calendar.is_open(today) and local.time() >= EVENING:
        return today, None
    needed_on = calendar.following(today)
    late = None if by is None or needed_on != today else datetime.combine(today, by, JST)
    return calendar.previous_open(needed_on), late


def pack_entry(journal: Journal, business_date: date) -> Entry | None:
    """Return the entry of the pack that was sealed last of a business date, None without one."""
    day = business_date.isoformat()
    found = [each for each in journal.entries(SEALED) if each.body["business_date"] == day]
    return found[-1] if found else None
