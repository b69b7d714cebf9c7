"""宣言と適用 / The buttons of the continuity book: the page in front into the record, all of it or none, and the board.

What is typed on a page is declared from that page alone; everything that follows from it is written anew on all pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from addin.app.continuity_record import record_said
from addin.app.continuity_state import State, state_at
from addin.app.declared import mark
from addin.app.desk_continuity_forms import FORMS, Form
from addin.app.desk_continuity_incident import blank_form, told_on_page
from addin.app.desk_continuity_rows import Read, read_form
from addin.app.desk_continuity_write import kept_rows, page_rows
from addin.app.desk_day import Desk, Done, person_of, ruled_at, seen_at
from addin.books.desk_cells import day_of, instant_of
from addin.books.port import Block, Rows, Sheet, read_if_there
from addin.books.regions import continuity as regions
from addin.books.regions import panel
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.wording import Words


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded of a page: the entries, and what stands beside the rows of each form or register."""

    entries: tuple[Entry, ...]
    marks: Mapping[str, Mapping[int, str]]
    beside: Mapping[str, Rows]


def declared_page(desk: Desk) -> Done:
    """Return what the page in front came to: its rows in the record, all together or none, the board written anew.

    Raises RefusedError `continuity_no_form`, `continuity_nothing`, what a row is refused for at its cell, or what
    recording raises.
    """
    at, own = told_at(desk), _in_front(desk.sheet)
    incident = _if_in_front(desk.sheet, regions.INCIDENT_FORM.name)
    if not own and incident is None:
        raise RefusedError([finding("continuity_no_form", Place(desk.sheet.sheet), sheet=desk.sheet.sheet)])
    with Journal(desk.home) as journal:
        before = state_at(journal, home=desk.home, at=at)
        made = _told(desk, journal, incident, before) if incident else _recorded(desk.sheet, journal, own, before)
        after = state_at(journal, home=desk.home, at=at)
        pages = page_rows(desk.sheet, journal, after, declared=made.marks)
    number, new = len(made.entries), sum(entry.added for entry in made.entries)
    line = f"{at:%m-%d %H:%M:%S} {desk.sheet.sheet}: {new}/{number}"
    desk.sheet.write({**pages, **made.beside, **_summary(desk.sheet, line)})
    ja = f"控えに記録しました: {new}件（記入 {number}件、同じ内容は {number - new}件）"
    return Done(Words(ja, f"Recorded {new} of {number}; {number - new} stood there already"), made.entries[-1])


def applied_board(desk: Desk) -> Done:
    """Return the board as it stands at the book's instant, written as values on all pages; nothing is recorded.

    What was typed and not declared stays. Errors as `other_day`, and as reading the record and the regions raises.
    """
    fixed = _fixed(desk.sheet)
    at = ruled_at(desk, (fixed or desk.clock).astimezone(JST).date()).replace(microsecond=0)
    doubt = other_day(desk, at)
    with Journal(desk.home) as journal:
        state = state_at(journal, home=desk.home, at=at)
        pages = page_rows(desk.sheet, journal, state)
        last = journal.last()
    desk.sheet.write({**pages, **_summary(desk.sheet, f"{at:%m-%d %H:%M:%S} 適用 applied{doubt.ja}")})
    moment = f"{at:%m-%d %H:%M:%S}"
    ja, en = f"{moment} の一覧を書きました{doubt.ja}", f"The board as of {moment} is written{doubt.en}"
    return Done(Words(ja, en), last)


def told_at(desk: Desk) -> datetime:
    """Return when what is declared counts from: the instant that the book fixes, else now.

    Incidents do not wait for business days, so that the book's date says nothing here. Raises RefusedError
    `fixed_today`, as `seen_at`.
    """
    fixed = _fixed(desk.sheet)
    moment = desk.clock if fixed is None else seen_at(desk, fixed.date())
    return moment.astimezone(JST).replace(microsecond=0)


def other_day(desk: Desk, at: datetime) -> Words:
    """Return what is to be said where the book names another business date than that of the instant, else nothing.

    An emergency runs past midnight, so that a running clock is told and not stopped. Raises RefusedError
    `continuity_other_day` for an instant that somebody fixed on another day.
    """
    block = read_if_there(desk.sheet, panel.DATE.name)
    named, seen = None if block is None else day_of(block), at.astimezone(JST).date()
    if block is None or named in {None, seen}:
        return Words("", "")
    if _fixed(desk.sheet) is not None:
        raise RefusedError([finding("continuity_other_day", block.place(0, 0), date=named, seen=seen)])
    return Words(f"。▲ 業務日 {named} と時点の日 {seen} が違います", f". Business date {named}, instant of {seen}")


def _told(desk: Desk, journal: Journal, block: Block, state: State) -> Recorded:
    """Return what the incident form came to; it is blank after that."""
    date, person = _business_date(desk, state.at), person_of(desk.sheet)
    entry = told_on_page(desk, journal, block, state=state, business_date=date, person=person)
    return Recorded((entry,), {}, {block.name: blank_form(block)})


def _recorded(sheet: Sheet, journal: Journal, own: Sequence[tuple[Form, Block]], state: State) -> Recorded:
    """Return what the rows of a page's forms and registers came to, recorded together."""
    person = person_of(sheet)
    reads = [(form, read_form(block, form.region, form.typed, make=form.make, state=state)) for form, block in own]
    if faults := [fault for _, read in reads for fault in read.faults]:
        raise RefusedError(faults)
    spots = [(form, read, place, each) for form, read in reads for place, made in read.said.items() for each in made]
    if not spots:
        raise RefusedError([finding("continuity_nothing", own[0][1].place(1, 0))])
    try:
        entries = record_said(journal, [each for *_, each in spots], person=person)
    except RefusedError as refused:
        raise RefusedError([_located(each, spots) for each in refused.findings]) from None
    marks: dict[str, dict[int, str]] = {form.region.name: {} for form, _ in reads}
    for (form, _, place, _), entry in zip(spots, entries, strict=True):
        marks[form.region.name][place] = mark(entry)
    beside: dict[str, Rows] = {}
    for form, read in reads:
        beside |= kept_rows(sheet, form, read.read, marks[form.region.name])
    return Recorded(entries, {name: given for name, given in marks.items() if given}, beside)


def _located(found: Finding, spots: Sequence[tuple[Form, Read, int, object]]) -> Finding:
    """Return a finding of one of the things to be recorded at its cell."""
    row = found.place.row
    if row is None or found.place.source:
        return found
    _, read, place, _ = spots[row - 1]
    return read.located(found, place)


def _in_front(sheet: Sheet) -> list[tuple[Form, Block]]:
    """Return the forms of the page in front, wherever its name has gone."""
    found = ((form, _if_in_front(sheet, form.region.name)) for form in FORMS)
    return [(form, block) for form, block in found if block is not None]


def _if_in_front(sheet: Sheet, region: str) -> Block | None:
    block = read_if_there(sheet, region)
    return block if block is not None and block.sheet == sheet.sheet else None


def _fixed(sheet: Sheet) -> datetime | None:
    """Return the instant that the book fixes, None for none."""
    block = read_if_there(sheet, panel.LOOK_AT.name)
    return None if block is None else instant_of(block)


def _business_date(desk: Desk, at: datetime) -> date:
    """Return the business date that the book names, the instant's own where it names none."""
    block = read_if_there(desk.sheet, panel.DATE.name)
    named = None if block is None else day_of(block)
    return named or at.astimezone(JST).date()


def _summary(sheet: Sheet, line: str) -> dict[str, Rows]:
    return {} if read_if_there(sheet, panel.SUMMARY_LINE.name) is None else {panel.SUMMARY_LINE.name: [[line]]}
