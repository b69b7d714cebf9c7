"""貼付 / Paste: a table from a terminal screen, a mail or a FAX, imported as `hikae import` does it.

What the table does not say, the page does: the business date, the participant, and as of when it is.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

from addin.app.desk_day import Desk, Done, participant_of
from addin.app.import_table import Content, Origin, imported_content, read_content, told_totals
from addin.books.desk_cells import day_of, instant_of, is_blank, moment_of, text_of, time_of
from addin.books.pasted import Pasted, pasted
from addin.books.port import Cell, Rows, Sheet
from addin.books.regions import panel, paste
from addin.books.regions.region import Region
from addin.export.forms import UNITS
from addin.export.rows import csv_bytes
from addin.export.template import DAY, TEMPLATES, Template, TemplateColumn, template
from addin.store.journal import Journal, short_head
from calc.days.cutoff import iso
from calc.outcome import Finding, Place, RefusedError, finding
from calc.text.wording import Words

Target = Callable[[Sheet, Sequence[Mapping[str, Any]]], Mapping[str, Rows]]

# Where the rows of a layout go in a book that has the region for them: a use case that returns what is to be written.
TARGETS: Mapping[str, str] = {
    "quotes_direct": "addin.app.desk_paste_quotes:entry_rows",
    "quotes_tool": "addin.app.desk_paste_quotes:entry_rows",
    "quotes_upload": "addin.app.desk_paste_quotes:entry_rows",
    "quotes_proxy": "addin.app.desk_paste_quotes:keyed_rows",
    "requirements_upload": "addin.app.desk_margin_paste:notified_rows",
    "intraday_upload": "addin.app.desk_margin_paste:notified_rows",
}
# What is said of how these rows change the book, where taking them may change what stood there.
TELLING: Mapping[str, str] = {
    "requirements_upload": "addin.app.desk_margin_paste:told_changes",
    "intraday_upload": "addin.app.desk_margin_paste:told_changes",
}
INTRADAY, OWED = "intraday_im", ("amount", "required")
NOT_BELOW_ZERO = frozenset({"im", INTRADAY})  # initial margin is owed; variation margin goes both ways
KEYED = "quotes_proxy"  # what JSCC keyed, to be compared with what was sent
SOURCES: Mapping[str, Origin] = {
    paste.FROM_TERMINAL: Origin.TERMINAL,
    paste.FROM_MAIL: Origin.MAIL,
    paste.FROM_FAX: Origin.FAX,
    paste.FROM_TELEPHONE: Origin.TELEPHONE,
}
# Headings that a screen, a mail or a FAX may have, beside the names and headings of the layout itself.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    DAY: ("業務日", "date"),
    "participant": ("清算参加者", "清算参加者コード", "参加者"),
    "instrument": ("銘柄", "銘柄コード"),
    "bid_bp": ("bid", "買気配", "ビッド", "ビッド(bp)"),
    "offer_bp": ("offer", "売気配", "オファー", "オファー(bp)"),
    "as_of": ("時点", "時刻", "time"),
    "account": ("口座", "口座コード"),
    "kind": ("区分",),
    "measure": ("種類",),
    "component": ("内訳",),
    "amount": ("金額", "所要額"),
    "required": ("所要額",),
    "deposited": ("預託額",),
    "price_bp": ("清算値段", "price"),
}
_CLOCK_TIME = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?")


def pasted_table(desk: Desk) -> Done:
    """Return what was imported of the page's table, and what of it now stands in the book.

    Raises RefusedError `choice_refused`, `region_full`, `paste_empty`, `paste_headless`, what reading and comparing
    raise, at the cells of the page; nothing is recorded and nothing written then.
    """
    form, origin = _layout(desk.sheet), _origin(desk.sheet)
    table = pasted(desk.sheet.read(paste.PASTED.name), headings_of(form))
    content = _content(desk.sheet, table, form, clock_day=desk.clock.date())
    try:
        totals = told_totals(form, _told(desk.sheet, form), origin=origin, source=content.name)
        rows = read_content(form, content).rows
        _refuse_below_zero(rows, content.name)
        target, changes = _target(form.code)(desk.sheet, rows), _changes(form.code, desk.sheet, rows)
        with Journal(desk.home) as journal:
            read = imported_content(journal, form, content, home=desk.home, origin=origin, totals=totals)
    except RefusedError as refused:
        found = [_located(each, desk.sheet, table, form) for each in refused.findings]
        raise RefusedError(found) from None
    said = _said(form, len(read.rows), changes, is_compared=bool(totals), is_taken=bool(target))
    line = f"○ {said.ja} / {said.en}   {desk.clock:%H:%M:%S} #{read.entry.n} {short_head(read.entry.hash)}"
    desk.sheet.write({**target, paste.RESULT.name: [[line]]})
    return Done(said, read.entry)


def headings_of(form: Template) -> dict[str, str]:
    """Return the layout's column by each heading that it may have, in lower case."""
    words = {column.name: (column.name, column.header, *HEADINGS.get(column.name, ())) for column in form.columns}
    return {word.casefold(): name for name, many in words.items() for word in many}


def figures_of(form: Template) -> tuple[TemplateColumn, ...]:
    """Return the columns of a layout that are added up, in their order: those that control totals are told of."""
    return tuple(column for column in form.columns if column.form in UNITS)


def _layout(sheet: Sheet) -> Template:
    """Return the layout that the page names; what somebody keyed is read as it is, crossed or not."""
    form = template(_choice(sheet, paste.LAYOUT, TEMPLATES))
    return replace(form, not_above=()) if form.code == KEYED else form


def _target(code: str) -> Target:
    """Return what makes rows for the book of a layout's rows; it is imported only when it is needed."""
    made: Target = _named(TARGETS.get(code, "addin.app.desk_paste:_nowhere"))
    return made


def _changes(code: str, sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> Words | None:
    """Return what is said of the rows' changes to the book, None where nothing is to be said."""
    made: Words | None = _named(TELLING[code])(sheet, rows) if code in TELLING else None
    return made


def _named(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    made: Callable[..., Any] = getattr(import_module(module), name)
    return made


def _refuse_below_zero(rows: Sequence[Mapping[str, Any]], source: str) -> None:
    """Raise RefusedError `requirement_below_zero` at every initial margin that is below zero."""
    wrong = [
        finding("requirement_below_zero", Place(source, row, name), account=each["account"], amount=each[name])
        for row, each in enumerate(rows, 2)
        for name in OWED
        if each.get("measure", INTRADAY) in NOT_BELOW_ZERO and each.get(name, 0) < 0
    ]
    if wrong:
        raise RefusedError(wrong)


def _nowhere(sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Rows]:
    del sheet, rows
    return {}


def _choice(sheet: Sheet, region: Region, allowed: Sequence[str]) -> str:
    block = sheet.read(region.name)
    said = text_of(block)
    if said not in allowed:
        raise RefusedError([finding("choice_refused", block.place(0, 0), text=said, allowed=" / ".join(allowed))])
    return said


def _origin(sheet: Sheet) -> Origin:
    """Return how the table came: one of the page's words, or the plain one."""
    words = {**SOURCES, **{origin.value: origin for origin in SOURCES.values()}}
    return words[_choice(sheet, paste.SOURCE, tuple(words))]


def _told(sheet: Sheet, form: Template) -> list[str]:
    """Return the control totals that a person typed, as `hikae import --total` has them."""
    names = ("rows", *(column.name for column in figures_of(form)))
    fields = zip(names, (paste.COUNT, *paste.TOTALS), strict=False)
    typed = ((name, text_of(sheet.read(region.name))) for name, region in fields)
    return [f"{name}={said}" for name, said in typed if said]


def _content(sheet: Sheet, table: Pasted, form: Template, *, clock_day: date) -> Content:
    """Return the table as a CSV of the layout, a line for each row, completed by what the page says."""
    named = day_of(sheet.read(panel.DATE.name))
    day = named or clock_day
    beside = {DAY: day.isoformat(), "participant": participant_of(sheet), "as_of": _as_of(sheet, day)}
    forms = {column.name: column.form for column in form.columns}
    added = [name for name, said in beside.items() if name in forms and name not in table.columns and said]
    rows = [
        (*(cell_text(cell, forms[name], day) for name, cell in zip(table.columns, cells, strict=True)),
         *(beside[name] for name in added))
        for _, cells in table.rows
    ]  # fmt: skip
    data = csv_bytes((*table.columns, *added), rows)
    return Content(_source(form), data, "utf-8", day, named=named is not None)


def _source(form: Template) -> str:
    return f"paste_{form.code}.csv"


def cell_text(cell: Cell, form: str, day: date) -> str:
    """Return a pasted cell as text: a sheet's dates and times as ISO, numbers as their shortest digits."""
    if is_blank(cell):
        return ""
    if form == "date" and (moment := moment_of(cell)) is not None:
        return moment.date().isoformat()
    if form == "instant":
        said = str(cell).strip()
        cell = iso_time(said, day) if _CLOCK_TIME.fullmatch(said) else time_of(cell, day)
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return " ".join(str(cell).split())


def iso_time(said: str, day: date) -> str:
    """Return a time such as 15:17 of the business date as ISO text."""
    hour, minute, *rest = said.split(":")
    return f"{day}T{int(hour):02}:{minute}:{rest[0] if rest else '00'}+09:00"


def _as_of(sheet: Sheet, day: date) -> str:
    """Return as of when the page says the table is, "" where it does not; a time alone is of the business date."""
    block = sheet.read(paste.AS_OF.name)
    said, cell = text_of(block), time_of(block.cell, day)
    if isinstance(cell, str) and cell != block.cell:
        return cell
    if _CLOCK_TIME.fullmatch(said):
        return iso_time(said, day)
    moment = instant_of(block)
    return "" if moment is None else iso(moment)


def _located(found: Finding, sheet: Sheet, table: Pasted, form: Template) -> Finding:
    """Return a finding at the cell of the page: of the table, or the control total that it is about."""
    place = found.place
    if place.source != _source(form):
        return found
    if place.row is not None:
        return table.located(found, place.source)
    names = [column.name for column in figures_of(form)]
    region = paste.TOTALS[names.index(place.column)] if place.column in names else paste.COUNT
    return found.at(sheet.read(region.name).place(0, 0))


def _said(form: Template, rows: int, changes: Words | None, *, is_compared: bool, is_taken: bool) -> Words:
    ja, en = f"取り込みました: {form.ja} {rows}行", f"Imported {rows} rows: {form.en}"
    if is_compared:
        ja, en = f"{ja}、控計一致", f"{en}, control totals agree"
    if is_taken and changes is not None:
        ja, en = f"{ja}。{changes.ja}", f"{en}. {changes.en}"
    if not is_taken:
        ja, en = f"{ja}（このブックには入れる欄がなく、控えだけ）", f"{en}; recorded, as no table here takes it"
    return Words(ja, en)
