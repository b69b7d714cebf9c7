"""Who was called about the price and what was heard, and the notices that are due for it (CP-1.3.3, CP-1.3.R2)."""

from dataclasses import dataclass
from datetime import date, datetime

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell, reason_of
from addin.app.outage_facts import day_of, told_facts
from addin.app.plan_day import ruled
from addin.settings import Settings
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.business_day import calendar_named
from calc.days.cutoff import iso
from calc.outcome import Outcome
from calc.plan.notices import has_notice, notice_text
from calc.plan.types import Day
from calc.text.wording import Words

CONTACTED = "hearing.contact"
CLAUSE = "CP-1.3.R2"
ITEM = "settlement_price"


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with a participant's staff: whom, how, whether they were reached, and what was heard."""

    participant: str
    staff: str
    channel: str
    reached: bool
    heard: str
    at: datetime


def contacted(journal: Journal, contact: Contact, *, business_date: date, person: Person, tell: Tell = None) -> Entry:
    """Return the entry of a contact; one that reached somebody is the plan's separate contact, too.

    Raises RefusedError `reason_needed` where nothing is said of whom or what, or what the plan finds wrong.
    """
    named: dict[str, Json] = {"participant": contact.participant, "clause": CLAUSE}
    facts = [("phone.called", {**named, "reached": contact.reached})] if contact.channel == "telephone" else []
    if contact.reached:
        facts.append(("notice.sent", {**named, "channel": "separate_contact"}))
    body: dict[str, Json] = {
        "business_date": business_date.isoformat(),
        "participant": contact.participant,
        "staff": reason_of(contact.staff),
        "channel": contact.channel,
        "reached": contact.reached,
        "heard": reason_of(contact.heard),
        "at": iso(contact.at),
        **person.body(),
    }
    told_facts(journal, facts, business_date=business_date, at=contact.at, person=person, tell=tell)
    return journal.append_all([(CONTACTED, body)], on_recorded=tell)[0]


def contact_log(journal: Journal, business_date: date) -> tuple[Entry, ...]:
    """Return every contact of a business day, oldest first."""
    day = business_date.isoformat()
    return tuple(each for each in journal.entries(CONTACTED) if each.body["business_date"] == day)


def price_notices(journal: Journal, given: Day, *, settings: Settings, at: datetime) -> tuple[Words, ...]:
    """Return the drafts of the notices on the settlement price that are due now: again when the handling changes."""
    day = day_of(journal, given, business_date=given.business_date, settings=settings)
    plan = ruled(Outcome(day), at, calendar=calendar_named(settings.text("calendar"))).plan
    return tuple(notice_text(row, plan) for row in plan.due if row.item == ITEM and has_notice(row))
