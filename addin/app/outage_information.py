"""What should reach a participant on a day, what has, and what was agreed about the rest (CP-1.2).

An item is received when a table of its layout is in the record (`hikae import`), with the source it came by.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell, reason_of
from addin.app.import_table import IMPORTED
from addin.app.outage_facts import Connection, outage_of
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.outcome import RefusedError, finding
from calc.plan.types import Day

CONSULTED = "information.consulted"


class Item(StrEnum):
    """What comes in on a day, by the layout of its table."""

    SETTLEMENT_PRICES = "settlement_prices"
    INTRADAY = "intraday_upload"
    REQUIREMENTS = "requirements_upload"


ITEM_WORDS = {
    Item.SETTLEMENT_PRICES: ("清算値段", "settlement prices"),
    Item.INTRADAY: ("日中当初証拠金所要額", "intraday initial margin requirements"),
    Item.REQUIREMENTS: ("証拠金等の所要額", "margin requirements"),
}


@dataclass(frozen=True, slots=True)
class Inbound:
    """One item of the day: its entry when it was received, and what was agreed with JSCC while it is not."""

    item: Item
    received: Entry | None
    agreed: Entry | None

    @property
    def state(self) -> str:
        """Return `received`, `agreed` (missing, with a response agreed) or `missing`."""
        return "received" if self.received else "agreed" if self.agreed else "missing"


def inbound(journal: Journal, business_date: date) -> tuple[Inbound, ...]:
    """Return every expected item of a day with the newest of what reached the desk."""
    day = business_date.isoformat()
    received = {each.body["template"]: each for each in journal.entries(IMPORTED) if each.body["business_date"] == day}
    agreed = {each.body["item"]: each for each in journal.entries(CONSULTED) if each.body["business_date"] == day}
    return tuple(Inbound(item, received.get(item.value), agreed.get(item.value)) for item in Item)


def consulted(
    journal: Journal, day: Day, item: Item, *, participant: str, response: str, with_whom: str, at: datetime,
    person: Person, tell: Tell = None,
) -> Entry:  # fmt: skip
    """Return the entry of what was agreed with JSCC about an item; a direct user must have tried the tool first.

    Raises RefusedError `outage_not_declared`, `tool_not_tried` (CP-1.2.a.2), `reason_needed`.
    """
    outage = outage_of(day, participant)
    if outage is None:
        raise RefusedError([finding("outage_not_declared", participant=participant)])
    tried = any(
        fact.what == "participant.tool_unavailable" and fact.details["participant"] == participant for fact in day.facts
    )
    if outage.details["connection"] == Connection.DIRECT and not tried:
        raise RefusedError([finding("tool_not_tried", participant=participant)])
    body: dict[str, Json] = {
        "business_date": day.business_date.isoformat(),
        "participant": participant,
        "item": item.value,
        "response": reason_of(response),
        "with": reason_of(with_whom),
        "at": iso(at),
        **person.body(),
    }
    return journal.append_all([(CONSULTED, body)], on_recorded=tell)[0]


def inbound_json(items: tuple[Inbound, ...]) -> list[dict[str, object]]:
    """Return the items as `hikae outage information --json` prints them."""
    return [
        {
            "item": each.item.value,
            "state": each.state,
            "source": each.received.body["source"] if each.received else None,
            "received_at": each.received.at if each.received else None,
            "response": each.agreed.body["response"] if each.agreed else None,
            "agreed_with": each.agreed.body["with"] if each.agreed else None,
        }
        for each in items
    ]
