"""What of a day's run needs two persons: its upload files and JSCC's decisions, each with the ruling behind it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from addin.app.approval.solo import Solo, solos_of
from addin.app.approval.state import Approval, Standing, approval_of
from addin.app.approval.subjects import Content, Subject, SubjectKind, hash_of_content
from addin.app.approval.touches import (
    DECISION,
    DECISION_WITHDRAWN,
    EXPORT,
    EXPORT_WITHDRAWN,
    export_body,
    revised,
    standing_subjects,
)
from addin.app.approval.words import said, standing_words
from addin.app.day.run import DayResult
from addin.export.template import live_name
from addin.export.upload import Upload
from addin.store.chain import Entry, Json
from calc.days.cutoff import iso
from calc.outcome import Finding, finding
from calc.plan.asked import known_facts
from calc.plan.report import ruling_json
from calc.plan.types import Fact

Items = list[tuple[str, dict[str, Json]]]

# The rulings an upload file rests on; a requirement rests on the prices, too.
BEHIND = {
    "quotes_upload.csv": ("settlement_price",),
    "requirements_upload.csv": ("settlement_price", "margin"),
}
# Facts that are a decision of JSCC's, made under a reference by two persons.
DECISIONS = {
    "price.set_by_jscc": SubjectKind.JSCC_PRICE,
    "principle.departed": SubjectKind.DEPARTURE,
    "margin.previous_day_ordered": SubjectKind.DEPARTURE,
}


@dataclass(frozen=True, slots=True)
class DayApprovals:
    """Where every approval of a business day stands, and who declared to work alone on it."""

    approvals: tuple[Approval, ...]
    solos: tuple[Solo, ...]

    def of(self, name: str) -> Approval:
        """Return the approval of an upload file."""
        kind = SubjectKind.UPLOAD_CSV
        return next(each for each in self.approvals if (each.subject.kind, each.subject.name) == (kind, name))


def touching(result: DayResult, exports: Sequence[Upload], entries: Sequence[Entry]) -> Items:
    """Return what the run makes anew, the upload files first and in their order, then what it takes back."""
    made: Items = []
    now: set[Subject] = set()
    for export in exports:
        subject = Subject(result.business_date, SubjectKind.UPLOAD_CSV, export.name)
        content = Content(export.sha256, ruling_hash(result, export.name), ruling_until(result, export.name))
        made.append((EXPORT, revised(entries, EXPORT, export_body(subject, content), subject)))
        now.add(subject)
    for subject, body in decisions(result).items():
        made.append((DECISION, revised(entries, DECISION, body, subject)))
        now.add(subject)
    return [*made, *_taken_back(result, entries, now)]


def _taken_back(result: DayResult, entries: Sequence[Entry], now: set[Subject]) -> Items:
    """Return what an earlier run brought and this one could not: it stands no more, and neither does its approval."""
    own = (each for each in standing_subjects(entries, result.business_date) if _is_of_a_day(each))
    gone = [subject for subject in own if subject not in now]
    made: Items = []
    for subject in gone:
        kind = EXPORT_WITHDRAWN if subject.kind is SubjectKind.UPLOAD_CSV else DECISION_WITHDRAWN
        made.append((kind, revised(entries, kind, subject.body(), subject)))
    return made


def _is_of_a_day(subject: Subject) -> bool:
    """Return whether a day's run makes it; a file of `hikae export` is not taken back because a run made none."""
    if subject.kind is SubjectKind.QUOTE_MAIL:  # `hikae quotes send` makes it
        return False
    return subject.kind is not SubjectKind.UPLOAD_CSV or live_name(subject.name) in BEHIND


def decisions(result: DayResult) -> dict[Subject, dict[str, Json]]:
    """Return the body of each decision of JSCC's that the day file tells; one reference is one decision."""
    grouped: dict[Subject, list[Fact]] = defaultdict(list)
    for fact in known_facts(result.day.facts, result.at):
        if fact.what in DECISIONS:
            grouped[Subject(result.business_date, DECISIONS[fact.what], fact.details["reference"])].append(fact)
    return {subject: _decided(result, subject, facts) for subject, facts in sorted(grouped.items())}


def _decided(result: DayResult, subject: Subject, facts: Sequence[Fact]) -> dict[str, Json]:
    told: list[Json] = [{"at": iso(fact.at), "what": fact.what, **fact.details} for fact in facts]
    prices = _prices_of(result, facts) if subject.kind is SubjectKind.JSCC_PRICE else {}
    content: dict[str, Json] = {"facts": told, "prices": prices}
    return {**subject.body(), **content, "content_hash": hash_of_content(content)}


def _prices_of(result: DayResult, facts: Sequence[Fact]) -> dict[str, Json]:
    """Return the prices that one decision sets, in order: those of its instruments, all where it names none."""
    named = [fact.details.get("instruments") for fact in facts]
    every = dict[str, Json](sorted(result.inputs.set_bp.items()))
    if None in named:
        return every
    own = {code for codes in named for code in codes or ()}
    return {code: price for code, price in every.items() if code in own}


def ruling_hash(result: DayResult, name: str) -> str:
    """Return the hash of what the plan ruled behind an upload file, without instants and wording."""
    items = {item: result.plan.items[item] for item in BEHIND[live_name(name)]}
    ruled: dict[str, Json] = {
        item: {
            "ruling": ruling_json(each.ruling),
            "departed": each.ruling.departed,
            "exceptions": {scope: ruling_json(ruling) for scope, ruling in each.exceptions.items()},
        }
        for item, each in items.items()
    }
    decided: list[Json] = [body["content_hash"] for body in decisions(result).values()]
    return hash_of_content({"items": ruled, "decisions": decided})


def ruling_until(result: DayResult, name: str) -> str:
    """Return the first instant at which the clock may change a ruling behind an upload file, "" when none will."""
    known = (result.plan.items[item].valid_until for item in BEHIND[live_name(name)])
    return min((iso(each) for each in known if each is not None), default="")


def day_approvals(result: DayResult, entries: Sequence[Entry], *, at: datetime) -> DayApprovals:
    """Return where every approval of the run's business day stands at an instant."""
    subjects = sorted(standing_subjects(entries, result.business_date))
    held = tuple(approval_of(entries, subject, at=at) for subject in subjects)
    return DayApprovals(held, solos_of(entries, result.business_date))


def approval_findings(result: DayResult, held: DayApprovals) -> tuple[Finding, ...]:
    """Return what a person must know: decisions that one person alone has entered, and solo mode."""
    named = {subject: _second_person(body) for subject, body in decisions(result).items()}
    found = []
    for each in held.approvals:
        if each.subject in named and each.standing is not Standing.GIVEN:
            ja, en = standing_words(each)
            second = named[each.subject]
            found.append(
                finding("decision_not_approved", name=each.subject.name, second_person=second, state_ja=ja, state_en=en)
            )
    alone = [each for each in held.solos if each.is_open]
    return (*found, *(finding("solo_mode", initials=said(each.person), reason=each.reason) for each in alone))


def _second_person(body: dict[str, Json]) -> str:
    facts = body["facts"]
    assert isinstance(facts, list)  # noqa: S101 - we made it a list
    return " ".join(sorted({str(fact["second_person"]) for fact in facts}))
