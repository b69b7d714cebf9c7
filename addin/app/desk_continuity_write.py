"""How the pages of the continuity book are written: what buttons own anew, what a person has typed as it stands."""

from collections.abc import Iterable, Mapping, Sequence

from addin.app.continuity_state import State
from addin.app.desk_continuity_forms import FORMS, Form
from addin.app.desk_continuity_pages import logs, subjects
from addin.books.desk_cells import Filled, filled, is_blank, written
from addin.books.port import Block, Cell, Rows, Sheet, read_if_there
from addin.store.journal import Journal

RECORDED = "recorded"
Marks = Mapping[int, str]  # what stands beside a row after it was recorded, by its place in the region


def page_rows(
    sheet: Sheet,
    journal: Journal,
    state: State,
    *,
    declared: Mapping[str, Marks] | None = None,
    unrecorded: int = 0,
) -> dict[str, Rows]:
    """Return the rows of every region that buttons write and that this book has.

    `declared` gives the marks of the forms just recorded, by region: their typed cells are cleared. `unrecorded` is how
    much of the state is in no record. Raises RefusedError `region_full`, or what reading a region raises.
    """
    marks, about, made = declared or {}, subjects(state), dict[str, Rows]()
    for form in FORMS:
        block = read_if_there(sheet, form.region.name)
        if block is None or form.kept is not None:
            continue
        rows = _form_rows(form, block, marks.get(form.region.name), about.get(form.region))
        made[form.region.name] = written(block, form.region, rows)
    for region, lines in logs(journal, state, unrecorded=unrecorded).items():
        block = read_if_there(sheet, region.name)
        if block is not None:
            made[region.name] = written(block, region, lines)
    return made


def kept_rows(sheet: Sheet, form: Form, read: Filled, marks: Marks) -> dict[str, Rows]:
    """Return what stands beside a register: the marks, and what was recorded, for the sheet to compare with."""
    if form.kept is None:
        return {}
    block = sheet.read(form.kept.name)
    made: list[Sequence[Cell]] = []
    for place in range(1, len(read.block.rows)):
        cells = [read.block.rows[place][read.places[name]] for name in form.region.columns]
        made.append((marks[place], *cells) if place in marks else ("",) * len(form.kept.columns))
    return {form.kept.name: written(block, form.kept, made)}


def _form_rows(
    form: Form, block: Block, marks: Marks | None, about: Sequence[Mapping[str, Cell]] | None
) -> list[Sequence[Cell]]:
    """Return a form's rows: those that buttons name anew, with what was typed beside the same name before."""
    read = filled(block, form.region)
    if about is None:
        return [_row(form, cells, mark) for cells, mark in _own_rows(read, marks)]
    typed = _by_subject(form, read, marks)
    return [_row(form, {**typed.get(str(each[form.subject or ""]), {}), **each}, None) for each in about]


def _own_rows(read: Filled, marks: Marks | None) -> Iterable[tuple[Mapping[str, Cell], str | None]]:
    for place, cells in enumerate(read.block.rows[1:], start=1):
        said = {name: cells[at] for name, at in read.places.items()}
        yield (said, None) if marks is None else ({}, marks.get(place, ""))


def _by_subject(form: Form, read: Filled, marks: Marks | None) -> dict[str, dict[str, Cell]]:
    """Return what is kept of each named row: what was typed and its mark, only the mark once it is recorded."""
    kept = dict[str, dict[str, Cell]]()
    for number, cells in read.table.rows:
        row = dict(zip(read.table.columns, cells, strict=True))
        name, place = str(row[form.subject or ""]), number - 1
        if marks is not None and place in marks:
            kept[name] = {RECORDED: marks[place]}
        else:
            kept[name] = {column: row[column] for column in (*form.typed, RECORDED)}
    return kept


def _row(form: Form, cells: Mapping[str, Cell], mark: str | None) -> Sequence[Cell]:
    made = [cells.get(name, "") for name in form.region.columns]
    if mark is not None:
        made[form.region.columns.index(RECORDED)] = mark
    return ["" if is_blank(cell) else cell for cell in made]
