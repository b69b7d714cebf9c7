"""JSCCが定める値段 / The price that JSCC sets itself, under a reference and two persons' word (CP-1.3.2)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person, initials_of
from addin.app.approval.steps import Permission, Tell, reason_of
from addin.app.approval.subjects import Content, Subject, SubjectKind, hash_of_content
from addin.app.approval.touches import DECISION, revised
from addin.app.day.prices import implausible
from addin.app.day.read import SET_PRICES
from addin.app.outage_facts import told_facts
from addin.app.quotes_approval import approved_or_asked
from addin.app.quotes_day import QuoteDay
from addin.export.rows import csv_bytes
from addin.files import ensure_folder, replace_file
from addin.store.chain import Json
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.numeral import Unit, number

FACT = "price.set_by_jscc"


@dataclass(frozen=True, slots=True)
class SetPrice:
    """A decision of JSCC's: prices in bp by instrument, its reference, the second person named, and its instant."""

    prices_bp: Mapping[str, float]
    reference: str
    second_person: str
    at: datetime

    @property
    def details(self) -> dict[str, Json]:
        """Return the decision as the plan's fact tells it."""
        names: list[Json] = [*sorted(self.prices_bp)]
        return {"reference": self.reference, "second_person": self.second_person, "instruments": names}


def prices_of(texts: Sequence[str], day: QuoteDay) -> tuple[dict[str, float], tuple[Finding, ...]]:
    """Return prices written `INSTRUMENT=BP`, with a finding for each out of scale with yesterday's.

    Raises RefusedError `price_form`, `instrument_unknown`, or why a number cannot be read.
    """
    prices, refused = dict[str, float](), list[Finding]()
    for text in texts:
        code, _, typed = text.partition("=")
        read = number(typed, unit=Unit.BP)
        if code in prices or not typed:
            refused.append(finding("price_form", text=text[:40]))
        elif code not in day.instruments:
            refused.append(finding("instrument_unknown", Place("--price"), instrument=code))
        elif isinstance(read, Decimal):
            prices[code] = float(read)
        else:
            refused.append(read.at(Place("--price", None, code)))
    if refused or not prices:
        raise RefusedError(refused or [finding("price_form", text="")])
    ratio = day.settings.number("unit_slip_ratio")
    odd = (implausible(code, price, day.previous_bp.get(code), ratio=ratio) for code, price in prices.items())
    return prices, tuple(each for each in odd if each is not None)


def set_price(
    journal: Journal, day: QuoteDay, decision: SetPrice, *, person: Person, out: Path, clock: datetime,
    tell: Tell = None,
) -> tuple[Path, ...]:  # fmt: skip
    """Return the two files to lay into the day folder, once two persons have agreed: the prices and the fact.

    The decision's content is the one that `hikae day` finds in that folder, so its approval holds there, too.

    Raises RefusedError `reason_needed` without a reference, `second_person_self`, `initials_refused`,
    `approval_needed` with the decision recorded and its approval asked for, `second_person_other` where another
    person than the one named has approved, or what recording and writing raise.
    """
    reference, second = reason_of(decision.reference), _second_person(decision, person)
    subject = Subject(day.business_date, SubjectKind.JSCC_PRICE, reference)
    said = SetPrice(decision.prices_bp, reference, second, decision.at)
    told: list[Json] = [{"at": iso(said.at), "what": FACT, **said.details}]
    content: dict[str, Json] = {"facts": told, "prices": dict(sorted(said.prices_bp.items()))}
    digest = hash_of_content(content)
    body: dict[str, Json] = {**subject.body(), **content, "content_hash": digest}
    journal.append_all([(DECISION, revised(desk_entries(journal), DECISION, body, subject))], on_recorded=tell)
    permission = approved_or_asked(journal, subject, Content(digest), person=person, clock=clock, tell=tell)
    refuse_other_approver(journal, permission, second)
    told_facts(journal, [(FACT, said.details)], business_date=day.business_date, at=said.at, person=person, tell=tell)
    rows = [(code, repr(price)) for code, price in sorted(said.prices_bp.items())]
    files = {f"{SET_PRICES}.csv": csv_bytes(("instrument", "price_bp"), rows), "fact.toml": fact_text(said).encode()}
    folder = ensure_folder(out)
    for name, data in files.items():
        replace_file(folder / name, data)
    return tuple(folder / name for name in files)


def _second_person(decision: SetPrice, maker: Person) -> str:
    """Return the initials of the person who is named to check, who is not the one who decides."""
    second = initials_of(decision.second_person)
    if second is None:
        raise RefusedError([finding("initials_refused", Place("--second-person"), given=decision.second_person[:20])])
    if second == maker.initials:
        raise RefusedError([finding("second_person_self", Place("--second-person"), initials=second)])
    return second


def refuse_other_approver(journal: Journal, permission: Permission, second: str) -> None:
    """Refuse what somebody else approved: the fact would name a person who never saw the price. Solo mode has none."""
    given = [each for each in desk_entries(journal) if permission.approval and each.key == permission.approval]
    other = [str(each.body["initials"]) for each in given if each.body["initials"] != second]
    if other:
        raise RefusedError([finding("second_person_other", named=second, approver=other[0])])


def fact_text(decision: SetPrice) -> str:
    """Return the decision as a `[[fact]]` of a day file."""
    lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in decision.details.items())
    return "\n".join(("[[fact]]", f"at = {iso(decision.at)}", f'what = "{FACT}"', *lines, ""))
