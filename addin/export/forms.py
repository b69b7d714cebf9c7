"""The closed list of what a cell of an upload file may be: how each form is written, and how it is read from a table.

Reading takes what people type (full-width digits, commas, ▲) by the one grammar of numbers; writing takes nothing but
the form itself. No form begins with a sign that a spreadsheet acts on, but the minus of a yen amount.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from calc.days.cutoff import iso, parse_instant
from calc.outcome import Finding, finding
from calc.text.columns import Reader, shown
from calc.text.columns import day as day_of
from calc.text.numeral import Unit, number

FORMS = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "instant": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+09:00"),
    "code": re.compile(r"[A-Z0-9]{1,20}"),
    "word": re.compile(r"[a-z_]{1,30}"),
    "clause": re.compile(r"(B?CP-[0-9]+(\.[0-9a-z]+){0,4})?"),  # empty where no clause had to be used
    # A name in any script: a letter or digit first, then letters, digits and a few signs that act nowhere.
    "label": re.compile(r"(?:[^\W_]|[㈱㈲])(?:[^\W_]|[㈱㈲ \u3000.&()（）・･＆．、。～〜－−‖∥「」]){0,39}"),
    "spread": re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?"),
    "yen": re.compile(r"-?[0-9]{1,16}"),
    "amount": re.compile(r"[0-9]{1,16}"),  # yen that are never negative
}
UNITS = {"spread": Unit.BP, "yen": Unit.YEN, "amount": Unit.YEN}  # these are added up for the control totals


def survives(text: str, encoding: str) -> bool:
    """Return whether a text can be written in an encoding and read again as the same text."""
    try:
        return text.encode(encoding).decode(encoding) == text
    except UnicodeError:
        return False


def _date(cell: object) -> object:
    read = day_of(cell)
    return read if isinstance(read, Finding) else read.isoformat()


def _instant(cell: object) -> object:
    read = parse_instant(str(cell))
    return read if isinstance(read, Finding) else iso(read)


def _as_it_stands(form: str, cell: object) -> object:
    text = str(cell)
    return text if FORMS[form].fullmatch(text) else finding("export_cell", text=shown(text), form=form)


def _typed_number(unit: Unit, cell: object) -> object:
    return number(cell, unit=unit)


_READERS: Mapping[str, Callable[[object], object]] = {
    "date": _date,
    "instant": _instant,
    **{form: partial(_typed_number, unit) for form, unit in UNITS.items()},
}


def reader(form: str) -> Reader:
    """Return what reads a table's cell of a form: a text of that form, an exact number, or why it is refused."""
    return _READERS.get(form) or partial(_as_it_stands, form)
