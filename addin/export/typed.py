"""From a table that people hand in to rows of an upload file: every cell in its column's form, or a finding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from addin.export.forms import FORMS, reader
from addin.export.template import DAY, Template, TemplateColumn
from calc.outcome import Finding, Outcome, Place, finding
from calc.text.columns import Column, Table, records, unique

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TypedRows:
    """Rows of one business date, by the columns' names; numbers are exact decimals."""

    business_date: date
    rows: tuple[Row, ...]


def typed_rows(form: Template, table: Table, *, day: date, named: bool) -> Outcome[TypedRows]:
    """Return the rows of a table whose header has the template's names or its header texts, in any order.

    `day` is the business date of a table without that column, and of every row of it when the day was `named`; else
    the first row says which it is. Findings: those of typed columns, `key_repeated`, `export_order`, `row_other_day`.
    """
    known = {column.header: column.name for column in form.columns}
    renamed = Table(table.source, tuple(known.get(head, head) for head in table.columns), table.rows, table.misshapen)
    faults = list(_header_faults(form, renamed))
    if faults:
        return Outcome(TypedRows(day, ()), tuple(faults))
    columns = [_column(column, day if DAY not in renamed.columns else None) for column in form.columns]
    read = records(renamed, columns)
    kept = unique(read.value, form.key, table.source)
    first = str(kept.value[0][1][DAY]) if kept.value and not named else day.isoformat()
    beside = [each for row, values in kept.value for each in _odd(form, values, first, Place(table.source, row))]
    rows = tuple(values for _, values in kept.value)
    return Outcome(TypedRows(date.fromisoformat(first), rows), (*read.findings, *kept.findings, *beside))


def _header_faults(form: Template, table: Table) -> Iterator[Finding]:
    """Yield the columns that stand twice or not at all; only that of the business date may be missing."""
    for name in form.names:
        number = table.columns.count(name)
        if number > 1:
            yield finding("column_repeated", Place(table.source, 1, name), column=name)
        if number == 0 and name != DAY:
            yield finding("column_missing", Place(table.source, 1, name), column=name)


def _column(column: TemplateColumn, day: date | None) -> Column:
    """Return what a table must have for a column; a `day` stands in where there is no column of business dates."""
    if day is not None and column.name == DAY:
        return Column(column.name, reader(column.form), required=False, empty=day.isoformat())
    may_be_empty = FORMS[column.form].fullmatch("") is not None
    return Column(column.name, reader(column.form), required=not may_be_empty, empty="")


def _odd(form: Template, values: Row, first: str, place: Place) -> Iterator[Finding]:
    """Yield what is wrong with a row whose every cell is good."""
    if values[DAY] != first:
        yield finding("row_other_day", Place(place.source, place.row, DAY), date=values[DAY], expected=first)
    for low, high in form.not_above:
        below, above = Decimal(str(values[low])), Decimal(str(values[high]))
        if below > above:
            yield finding("export_order", Place(place.source, place.row, low), low=below, high=above)
