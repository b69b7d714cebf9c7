"""What an entry says that two offices must agree on: of which item, on which business day, with which value."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, TypeAlias

from addin.store.chain import Json

Body: TypeAlias = Mapping[str, Any]
Said: TypeAlias = Iterator[tuple[str, Json]]


class Subject(NamedTuple):
    """What a value is of; entries without a business date have an empty one."""

    kind: str
    item: str
    business_date: str


def facts(kind: str, body: Body) -> Iterator[tuple[Subject, Json]]:
    """Yield what a body says of which subject; a body of another shape, as another office may have, says no more."""
    day = str(body.get("business_date", ""))
    with suppress(KeyError, TypeError, ValueError, AttributeError):
        for item, value in FACTS[kind](body) if kind in FACTS else ():
            yield Subject(kind, str(item), day), value


def _prices(body: Body) -> Said:
    # A price that is not known yet says nothing.
    for row in body["prices"]:
        if row["bp"] is not None:
            yield row["instrument"], {name: row[name] for name in ("applies", "clause", "bp")}


def _margins(body: Body) -> Said:
    # `gains` are unrounded bits, which two operating systems may give differently; the yen must agree.
    for row in body["requirements"]:
        yield row["account"], {name: amount for name, amount in row.items() if name not in {"account", "gains"}}
    for name, value in body["settings"].items():
        yield f"[{name}]", value


def _rulings(body: Body) -> Said:
    # Rulings as of two instants are no conflict.
    yield f"{body['item']} {body['at']}", body["ruling"]


def _quotes(body: Body) -> Said:
    # Read from a mail, accepted, keyed, or entered by the participant (there with a time, which is no value).
    # A held mail is nobody's yet.
    for instrument, bid, offer, *_ in body["quotes"] if body["participant"] is not None else ():
        yield f"{body['participant']} {instrument}", [bid, offer]


def _decisions(body: Body) -> Said:
    # A price set by JSCC, a departure, a holiday, a contact: whatever two persons enter under a reference.
    yield f"{body['subject']} {body['name']}", body["content_hash"]


def _exports(body: Body) -> Said:
    yield body["name"], body["sha256"]


# The kinds of entries that say something two offices must agree on, and what they say of which item.
FACTS: Mapping[str, Callable[[Body], Said]] = {
    "prices.settled": _prices,
    "margin.computed": _margins,
    "plan.ruled": _rulings,
    "mail.read": _quotes,
    "mail.accepted": _quotes,
    "proxy.entered": _quotes,
    "quotes.entered": _quotes,
    "decision.entered": _decisions,
    "export.prepared": _exports,
}
