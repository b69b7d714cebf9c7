"""取込 / Import: the desk's registers into the continuity book, from the record, else from the day's folder."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from addin.app.continuity_contacts import contact_said, means_in_order
from addin.app.continuity_file import Registers, registers_of_folder
from addin.app.continuity_people import mover_said, shift_said
from addin.app.continuity_record import Kept, register, said
from addin.app.continuity_state import state_at
from addin.app.declared import mark
from addin.app.desk_continuity import other_day, told_at
from addin.app.desk_continuity_pages import role_words
from addin.app.desk_continuity_write import page_rows
from addin.app.desk_day import Desk, Done, folder_of
from addin.books.desk_cells import day_number, written
from addin.books.port import Cell, Rows, Sheet
from addin.books.regions import continuity as regions
from addin.books.regions import panel
from addin.books.regions.region import Region
from addin.now import now
from addin.store.journal import Journal
from calc.text.wording import Words

Content = Mapping[str, Any]
Line = tuple[str, Content]  # the mark of an entry of the record, "" without one, and what it says


@dataclass(frozen=True, slots=True)
class Register:
    """One register: where it stands, what it is in the record, and its cells."""

    region: Region
    kept: Region
    kind: Kept
    cells: Callable[[Content], Sequence[Cell]]


def imported_registers(desk: Desk) -> Done:
    """Return what was read into the book: the registers as recorded, those of the folder where none is recorded.

    Nothing is recorded: 宣言 / Declare on their pages does that. Errors as `filling` and `other_day`.
    """
    doubt = other_day(desk, told_at(desk))
    rows = filling(desk.sheet, folder_of(desk.sheet), home=desk.home)
    number = {region.name: _filled(rows[region.name]) for region, _ in regions.REGISTERS}
    told = " ".join(f"{name.removeprefix('HIKAE_').lower()} {count}" for name, count in number.items())
    desk.sheet.write({**rows, panel.IMPORTED.name: [[told]]})
    waiting = sum(number.values()) - sum(_filled(rows[kept.name]) for _, kept in regions.REGISTERS)
    ja = f"。▲ 未記録 {waiting} 件: 略号を入れ、各ページで 宣言 を押してください" if waiting else ""
    en = f". {waiting} rows are not recorded: enter your initials, press Declare on each page" if waiting else ""
    return Done(Words(f"取り込みました: {told}{ja}{doubt.ja}", f"Imported: {told}{en}{doubt.en}"))


def filling(sheet: Sheet, folder: Path, *, home: Path) -> Mapping[str, Rows]:
    """Return the rows of the registers and of every list that follows from them, at the instant that the book fixes.

    Raises RefusedError `register_unreadable`, `region_full`, or as reading the record and the regions raises.
    """
    at, given = told_at(Desk(sheet, home, now())), registers_of_folder(folder)
    made = dict[str, Rows]()
    with Journal(home) as journal:
        state = state_at(journal, home=home, at=at)
        unrecorded = 0
        for each in _REGISTERS:
            lines = _recorded(journal, each, at) or _given(each, given, at)
            unrecorded += sum(not told for told, _ in lines)
            made |= _written(sheet, each, lines)
        shown = replace(
            state,
            contacts=state.contacts or given.contacts,
            shifts=state.shifts or given.shifts,
            movers=state.movers or given.movers,
        )
        return {**made, **page_rows(sheet, journal, shown, unrecorded=unrecorded)}


def _recorded(journal: Journal, each: Register, at: datetime) -> list[Line]:
    return [(mark(entry), said(entry)) for entry in register(journal, each.kind, at=at)]


def _given(each: Register, given: Registers, at: datetime) -> list[Line]:
    """Return what the folder's file says, in the form in which the record would hold it."""
    of_kind = {
        Kept.CONTACT: [contact_said(one, at=at) for one in given.contacts],
        Kept.SHIFT: [shift_said(one, at=at) for one in given.shifts],
        Kept.MOVER: [mover_said(one, at=at) for one in given.movers],
    }
    return [("", one.content) for one in of_kind[each.kind]]


def _written(sheet: Sheet, each: Register, lines: Sequence[Line]) -> dict[str, Rows]:
    """Return a register's rows, and beside them what is recorded of each: nothing for a row of the folder's file."""
    rows = [(told, each.cells(content)) for told, content in lines]
    beside = [(told, *cells) if told else [""] * len(each.kept.columns) for told, cells in rows]
    return {
        each.region.name: written(sheet.read(each.region.name), each.region, [cells for _, cells in rows]),
        each.kept.name: written(sheet.read(each.kept.name), each.kept, beside),
    }


def _contact_cells(content: Content) -> Sequence[Cell]:
    means = [content["means"].get(name, "") for name in means_in_order()]
    days = [_day(content[name]) for name in ("verified", "exchanged")]
    return (content["name"], role_words(content["role"]), *means, *days, "")


def _shift_cells(content: Content) -> Sequence[Cell]:
    people: Sequence[str] = content["people"]
    first, second, third, *_ = (*people, "", "", "")
    return (_day(content["day"]), first, second, third)


def _mover_cells(content: Content) -> Sequence[Cell]:
    return (content["task"], content["person"], content["deputy"], "")


def _day(text: str | None) -> Cell:
    return "" if text is None else day_number(date.fromisoformat(text))


def _filled(rows: Rows) -> int:
    return sum(any(cell != "" for cell in row) for row in rows[1:])


_REGISTERS = (
    Register(regions.CONTACTS, regions.CONTACTS_KEPT, Kept.CONTACT, _contact_cells),
    Register(regions.ROSTER, regions.ROSTER_KEPT, Kept.SHIFT, _shift_cells),
    Register(regions.MOVERS, regions.MOVERS_KEPT, Kept.MOVER, _mover_cells),
)
