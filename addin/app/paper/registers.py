"""手順・連絡先・当番 / The read-do lists, whom to reach by which means in which order, who is on call, who moves."""

from collections.abc import Iterator
from datetime import date, timedelta

from addin.app.continuity_contacts import means_in_order
from addin.app.continuity_state import State
from addin.app.desk_contingency_contacts import plan_contacts
from addin.export.paper import Column, Kind, Section, Table
from calc.continuity.contacts import Contact
from calc.continuity.labels import label
from calc.continuity.roster import Mover
from calc.days.business_day import Calendar
from calc.days.cutoff import JST
from calc.plan.board import both
from calc.plan.checklists import Checklist, checklists
from calc.text.wording import Words

LOOKED_AHEAD = 14  # days of the roster
NO_DEPUTY = "－ なし none"
NOBODY = "✗ 当番なし\nnobody named"

STEPS = (
    Column(Words("", ""), 9, Kind.NUMBER),
    Column(Words("読んで行う", "Read, then do")),
    Column(Words("条項", "Clause"), 24),
    Column(Words("止まる", "Pause"), 15),
    Column(Words("作成", "Done"), 12, Kind.BOX),
    Column(Words("確認", "Checked"), 16, Kind.BOX),
    Column(Words("時刻", "Time"), 18, Kind.WRITE),
)
CONTACTS = (
    Column(Words("相手と役割", "Whom, role"), 42),
    Column(Words("手段の順（上から試す）", "Means in their order: try from the top")),
    Column(Words("確認日・交換日", "Verified, exchanged"), 33),
    Column(Words("届いた", "Reached"), 15, Kind.BOX),
    Column(Words("時刻", "Time"), 18, Kind.WRITE),
)
ROSTER = (
    Column(Words("夜", "Night of"), 54),
    Column(Words("当番", "First")),
    Column(Words("代理（順に）", "Deputies, in order")),
    Column(Words("時刻・略号", "Time, initials"), 30, Kind.WRITE),
)
MOVERS = (
    Column(Words("任務", "Task")),
    Column(Words("移る人", "Who moves"), 42),
    Column(Words("代理", "Deputy"), 42),
    Column(Words("出た", "Left"), 14, Kind.BOX),
    Column(Words("着いた", "Arrived"), 16, Kind.BOX),
)
WEEKDAYS = "月火水木金土日"


def checklist_section() -> Section:
    """Return every read-do list, with boxes for the one who does and the one who checks."""
    tables = tuple(Table(_heading(each), STEPS, tuple(_steps(each)), row_mm=10, is_whole=True) for each in checklists())
    lead = ("一行読む、行う、印を付ける / Read a line, do it, tick it",)
    return Section(Words("手順", "Checklists"), lead=lead, tables=tables)


def contact_section(state: State) -> Section:
    """Return every contact of the register, and those that the plan itself names."""
    held = {each.name: each for each in state.contacts}
    listed = {**held, **{name: each for name, each in plan_contacts().items() if name not in held}}
    rows = tuple(map(_contact, listed.values()))
    return Section(
        Words("連絡先", "Contacts"),
        lead=() if state.contacts else ("－ 登録された連絡先なし / no contact is registered",),
        tables=(Table(Words("", ""), CONTACTS, rows, row_mm=11),),
    )


def roster_section(state: State) -> Section:
    """Return who is first called on each night ahead, and who moves to the alternate office."""
    nights = tuple(_nights(state))
    movers = tuple(_mover(each, state) for each in state.movers)
    return Section(
        Words("当番と移動", "Roster and movers"),
        lead=() if state.movers else ("－ 移動する要員は未登録 / no mover is registered",),
        tables=(
            Table(Words("夜間・休日の当番", "On call at night and on closed days"), ROSTER, nights, row_mm=9),
            Table(Words("代替オフィスへ移る要員", "Who moves to the alternate office"), MOVERS, movers, row_mm=9),
        ),
    )


def _heading(listed: Checklist) -> Words:
    return Words(f"{listed.clause}  {listed.words.ja}", listed.words.en)


def _steps(listed: Checklist) -> Iterator[tuple[str, ...]]:
    for n, step in enumerate(listed.steps, start=1):
        yield (f"{n}", both(step.words), step.clause, f"■ {step.pause}" if step.pause else "", "", "", "")


def _contact(contact: Contact) -> tuple[str, ...]:
    means = [
        f"{n}. {label('means', each).ja} {contact.means[each]}"
        for n, each in enumerate((each for each in means_in_order() if each in contact.means), start=1)
    ]
    role = label("body", contact.role)
    days = "\n".join(
        f"{word} {'－' if day is None else f'{day:%Y-%m-%d}'}"
        for word, day in (("確認", contact.verified), ("交換", contact.exchanged))
    )
    return (f"{contact.name}\n{role.ja} {role.en}", "\n".join(means) or "✗ 手段なし no means", days, "", "")


def _nights(state: State) -> Iterator[tuple[str, ...]]:
    first = state.at.astimezone(JST).date()
    by_day = {shift.day: shift.people for shift in state.shifts}
    for ahead in range(LOOKED_AHEAD):
        day = first + timedelta(days=ahead)
        person, *deputies = by_day.get(day, ()) or (NOBODY,)
        yield (_night(day, state.calendar), person, "、".join(deputies) or "－", "")


def _mover(mover: Mover, state: State) -> tuple[str, ...]:
    """Return who moves for a task; somebody who is absent stays named, with the mark."""
    people = (mover.person, mover.deputy or NO_DEPUTY)
    told = [f"▲ {name}（不在 absent）" if name in state.absent else name for name in people]
    return (mover.task, *told, "", "")


def _night(day: date, calendar: Calendar) -> str:
    closed = "" if calendar.is_open(day) else " 休日 closed"
    return f"{day:%Y-%m-%d}（{WEEKDAYS[day.weekday()]}）{closed}"
