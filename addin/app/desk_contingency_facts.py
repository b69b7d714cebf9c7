"""宣言 / Declare: the lines of the form as facts of the plan, all of them or none; the live cells see them at once.

A fact that names a second person counts once two persons agree: the first press asks for the approval, and records it
under the time that then stands in the row; pressed again after the approval, the fact is recorded.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person, initials_of
from addin.app.approval.steps import reason_of
from addin.app.approval.subjects import Content, Subject, SubjectKind, hash_of_content
from addin.app.approval.touches import DECISION, revised
from addin.app.declared import Item, mark, recorded_once
from addin.app.desk_contingency_retract import Declared, declared_of
from addin.app.desk_day import Desk, Done, person_of
from addin.app.desk_lines import Line, instant_now, lines_of, refuse_ahead, refuse_nothing, rows_with
from addin.app.hearing_price import refuse_other_approver
from addin.app.outage_facts import fact_items
from addin.app.plan_cell import plan_at
from addin.app.quotes_approval import approved_or_asked
from addin.books.desk_cells import day_number
from addin.books.regions.contingency import DECLARED
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.outcome import Finding, Place, RefusedError, finding
from calc.plan.declare import COLUMNS, Form, details_of, forms, offered, word_of
from calc.plan.fact_rows import RETRACTION
from calc.text.wording import Words, words

NOTED = "fact.noted"
SECOND = "second_person"
WAITING = "▲ 承認待ち waiting for approval"
SHOWN_TEXT = 40
NO_DUTY = "\n－ いま要対応なし（直結はまずツール）no duty follows now: the tool comes first"
_OF_FILE = re.compile(r"（\d+番目、\?行目から）| \(no\. \d+, line \?\)")  # a form has no lines of a file


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the form as a fact: its form, when it happened, its details, and what is noted beside it."""

    n: int
    line: Line
    form: Form
    at: datetime
    details: Mapping[str, Any]
    note: str


def declared_facts(desk: Desk) -> Done:
    """Return what was recorded of the form, each row with its number in the record.

    Raises RefusedError at the first cell that is wrong, and nothing is recorded then; `declare_nothing` for a form
    that says nothing, or what asking for an approval and recording raise.
    """
    block, person = desk.sheet.read(DECLARED.name), person_of(desk.sheet)
    day, now = instant_now(desk)
    lines = lines_of(block, DECLARED)
    told = _told(lines, day, now=now)
    refuse_nothing(block, told)
    with Journal(desk.home) as journal:
        items = _items(told, day, declared_of(journal, day))
        waiting = _waiting(journal, told, day, person=person, clock=desk.clock)
        ready = [each for each in told if each.n not in waiting]
        notes = [_noted(items[each.n], each.note) for each in ready if each.note]
        entries = recorded_once(journal, [*(items[each.n] for each in ready), *notes], person=person)
        last = journal.last()
    states = {each.n: mark(entry) for each, entry in zip(ready, entries, strict=False)} | waiting
    states = {each.n: f"{states[each.n]}{_no_duty(desk, each, now) if each in ready else ''}" for each in told}
    blank = {n: {"state": ""} for n in range(len(lines)) if n not in states}
    shown = {each.n: {"at": day_number(each.at), "state": states[each.n]} for each in told}
    desk.sheet.write({block.name: rows_with(block, DECLARED, lines, {**blank, **shown})})
    return Done(_came_to(list(zip(ready, entries, strict=False)), len(waiting)), last)


def _told(lines: Sequence[Line], day: date, *, now: datetime) -> list[Told]:
    """Return each filled line as a fact. Raises RefusedError with everything that cannot be one, at its cell."""
    told, refused = list[Told](), list[Finding]()
    for n, line in enumerate(lines):
        if not any(line.text(name) for name in ("what", *COLUMNS)):
            continue
        try:
            told.append(_read(n, line, day, now=now))
        except RefusedError as error:
            refused += error.findings
    if refused:
        raise RefusedError(refused)
    return told


def _read(n: int, line: Line, day: date, *, now: datetime) -> Told:
    form = _form(line)
    read = details_of(form, {column: line.text(column) for column in COLUMNS})
    if read.findings:
        raise RefusedError([each.at(line.places[each.place.column]) for each in read.findings])
    at = line.instant("at", day)
    moment = now.replace(microsecond=0) if at is None else refuse_ahead(line, "at", at, now=now)
    note = reason_of(line.text("note")) if line.text("note") else ""
    return Told(n, line, form, moment, read.value, note)


def _form(line: Line) -> Form:
    """Return the fact that a line chooses. Raises RefusedError `declare_unknown` at its cell."""
    text = line.text("what")
    form = forms().get(word_of(text))
    if form in offered() and form is not None:
        return form
    ja, en = (f"（{form.elsewhere} で行う）", f" (use {form.elsewhere})") if form else ("", "")
    place = line.places["what"]
    raise RefusedError([finding("declare_unknown", place, text=text[:SHOWN_TEXT], elsewhere_ja=ja, elsewhere_en=en)])


def _items(told: Sequence[Told], day: date, declared: Declared) -> dict[int, Item]:
    """Return each line's fact as the record takes it.

    Raises RefusedError with everything that is wrong, each at its cell: `declare_row`, or as `Declared` does.
    """
    items, refused = dict[int, Item](), list[Finding]()
    for each in told:
        try:
            items[each.n] = _item(each, day, declared)
            declared.refuse_changed(each.line, items[each.n])
        except RefusedError as error:
            refused += error.findings
    if refused:
        raise RefusedError(refused)
    return items


def _item(told: Told, day: date, declared: Declared) -> Item:
    try:
        if told.form.what == RETRACTION and told.details.get("id"):
            return declared.item(told.line, told.at, told.details)
        return fact_items([(told.at, told.form.what, told.details)], business_date=day)[0]
    except RefusedError as refused:
        raise RefusedError([_located(each, told) for each in refused.findings]) from None


def _located(found: Finding, about: Told) -> Finding:
    """Return what the plan finds wrong at the cell that it is about, in the plan's own words."""
    if "begins" not in dict(found.details):
        return found
    detail = found.place.column or dict(found.details).get("detail", "")
    column = detail if detail in ("what", "at") else about.form.column_of(detail)
    said = words(found)
    ja, en = said.ja.partition(" → ")[0], said.en.partition(" Next: ")[0]  # what to do next is the form's to say
    reasons = {"reason_ja": _OF_FILE.sub("", ja), "reason_en": _OF_FILE.sub("", en)}
    return finding("declare_row", about.line.places[column], **reasons)


def _no_duty(desk: Desk, told: Told, now: datetime) -> str:
    """Return that nothing is to be done yet for a direct user: CP-1.1 asks for its quotes by the tool before others."""
    said = (told.form.what, told.details.get("connection"), told.details.get("affects"))
    if said != ("participant.outage", "direct", "quotes"):
        return ""
    plan = plan_at(now, home=desk.home)
    name = told.details["participant"]
    return "" if any(row.participant == name for row in (*plan.due, *plan.missed)) else NO_DUTY


def _noted(item: Item, note: str) -> Item:
    return (NOTED, {**item[1], "note": note})


def _waiting(journal: Journal, told: Sequence[Told], day: date, *, person: Person, clock: datetime) -> dict[int, str]:
    """Return the state of each line that waits for a second person's word, its approval asked for."""
    named = [(each, _subject(each, day, person)) for each in told if SECOND in each.details]
    waiting = dict[int, str]()
    for each, (subject, second) in named:
        try:
            _agree(journal, each, subject, second, person=person, clock=clock)
        except RefusedError as refused:
            if [found.code for found in refused.findings] != ["approval_needed"]:
                raise
            waiting[each.n] = f"{WAITING} {subject.name}"
    return waiting


def _subject(told: Told, day: date, person: Person) -> tuple[Subject, str]:
    """Return what is to be approved, and by whom; whoever is named must be somebody else."""
    place: Place = told.line.places[SECOND]
    second = initials_of(str(told.details[SECOND]))
    if second is None:
        raise RefusedError([finding("initials_refused", place, given=str(told.details[SECOND])[:20])])
    if second == person.initials:
        raise RefusedError([finding("second_person_self", place, initials=second)])
    return Subject(day, SubjectKind.DEPARTURE, reason_of(str(told.details["reference"]))), second


def _agree(journal: Journal, told: Told, subject: Subject, second: str, *, person: Person, clock: datetime) -> None:
    """Return once two persons agree; the content is the one that `hikae day` finds, so its approval holds there, too.

    Raises RefusedError `approval_needed` with the approval asked for, or `second_person_other`.
    """
    content = _content(told)
    digest = hash_of_content(content)
    body = {**subject.body(), **content, "content_hash": digest}
    journal.append_all([(DECISION, revised(desk_entries(journal), DECISION, body, subject))])
    permission = approved_or_asked(journal, subject, Content(digest), person=person, clock=clock)
    refuse_other_approver(journal, permission, second)


def _content(told: Told) -> dict[str, Json]:
    return {"facts": [{"at": iso(told.at), "what": told.form.what, **told.details}], "prices": {}}


def _came_to(recorded: Sequence[tuple[Told, Entry]], waiting: int) -> Words:
    """Return what is new in the record by its names, what stood there already, and how many wait."""
    new, old = ([each for each in recorded if each[1].added is added] for added in (True, False))
    ja, en = f"{len(new)}件を控えに残しました{_named(new).ja}", f"{len(new)} recorded{_named(new).en}"
    if old:
        ja, en = f"{ja}。{len(old)}件は記録済{_named(old).ja}", f"{en}; {len(old)} already there{_named(old).en}"
    if waiting:
        ja, en = f"{ja}。{waiting}件は二人目の承認待ちです", f"{en}; {waiting} wait for a second person"
    return Words(ja, en)


def _named(recorded: Sequence[tuple[Told, Entry]]) -> Words:
    """Return in brackets what happened to whom, and under which number; nothing for nothing."""
    about = [(each.form.words, str(each.details.get("participant", "")), entry.n) for each, entry in recorded]
    ja = "、".join(f"{said.ja} {who} #{n}".replace("  ", " ") for said, who, n in about)
    en = ", ".join(f"{said.en} {who} #{n}".replace("  ", " ") for said, who, n in about)
    return Words(f"（{ja}）", f": {en}") if about else Words("", "")
