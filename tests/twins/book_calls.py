"""A small reader of formulas, independent of the product: what a live cell must show, by the command line's answer.

It knows what our books' live cells are made of: calls, references, names, numbers, texts, IF, IFERROR, LEFT, N, and
the signs = < > & + - *. What a call answers is asked of `hikae call -`.
"""

import json
import operator
import os
import re
import subprocess
from datetime import datetime, timedelta
from functools import reduce

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

FIRST = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's serial numbers know no zone; Japan's is added in words
REFERENCE = re.compile(r"(?:'?([^'!]+)'?!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)")


class NoValueError(Exception):
    """A call that has no value: the cell shows an error, or what IFERROR has for it."""


class CommandLine:
    """`hikae call -`, kept open: one line per call, one answer per line."""

    def __init__(self, hikae, environment):
        self._process = subprocess.Popen(
            [hikae, "call", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **environment}
        )

    def answer(self, name, arguments):
        """Return the value of one call."""
        self._process.stdin.write(json.dumps([name, arguments]).encode() + b"\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        if "value" not in said:
            raise NoValueError(f"{name}: {said['error']['en']}")
        return said["value"]

    def stop(self):
        """End it."""
        self._process.communicate()


class Reader:
    """A book's formulas, formats and names from its file, its values as an office computed them."""

    def __init__(self, path, grids):
        self.book, self.grids = openpyxl.load_workbook(path), grids

    def formulas(self):
        """Yield sheet, first cell, shape (rows, columns; an array's block) and text of every formula."""
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, ArrayFormula):
                        left, top, right, bottom = range_boundaries(cell.value.ref)
                        yield sheet.title, (top, left), (bottom - top + 1, right - left + 1), cell.value.text
                    elif cell.data_type == "f":
                        yield sheet.title, (cell.row, cell.column), (1, 1), cell.value

    def shown(self, sheet, first, shape):
        """Return the rows that the office shows in a block; None is an error, "" is blank."""
        rows, (top, left) = self.grids[sheet]["rows"], first
        found = [row[left - 1 : left - 1 + shape[1]] for row in rows[top - 1 : top - 1 + shape[0]]]
        found += [[]] * (shape[0] - len(found))
        return [[*row, *[""] * (shape[1] - len(row))] for row in found]

    def named(self, name):
        """Return where a defined name points to: sheet, first cell, shape."""
        ((sheet, area),) = self.book.defined_names[name].destinations
        return self._place(sheet, area)

    @staticmethod
    def _place(sheet, area):
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        return sheet, (top, left), (bottom - top + 1, right - left + 1)

    def expected(self, sheet, text, ask):
        """Return what a formula on a sheet comes to; calls go to `ask`. Raises NoValueError where that has no value."""
        text = text.strip().removeprefix("=")
        for sign in JOINS:
            found = split(text, sign)
            if len(found) > 1 and found[0]:
                return joined(sign, [self.expected(sheet, each, ask) for each in found])
        if text.startswith('"'):
            return text[1:-1].replace('""', '"')
        if text.replace(".", "", 1).isdigit():
            return float(text)
        if text.endswith(")"):
            name, _, inside = text[:-1].partition("(")
            return self._called(sheet, name, split(inside, ",") if inside else [], ask)
        return self._referred(sheet, text)

    def _called(self, sheet, name, parts, ask):
        def value(part):
            return self.expected(sheet, parts[part], ask)

        match name:
            case "IF":
                return value(1) if value(0) else value(2)
            case "IFERROR":
                try:
                    return value(0)
                except NoValueError:
                    return value(1)
            case "LEFT":
                return str(value(0))[:1]
            case "N":
                return value(0) if isinstance(value(0), float) else 0.0
            case _:
                return ask(name, [self._sent(sheet, each, ask) for each in parts])

    def _referred(self, sheet, text):
        rows = self.shown(*self.place(sheet, text))
        if rows == [[None]]:
            raise NoValueError(text)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    def place(self, sheet, text):
        """Return where a reference or name in a formula points to."""
        found = REFERENCE.fullmatch(text)
        return self._place(found[1] or sheet, found[2]) if found else self.named(text)

    def _sent(self, sheet, text, ask):
        """Return an argument as the command line takes it: numbers that are formatted as days or instants as ISO."""
        own = self.expected(sheet, text, ask)
        sign = next((each for each in "+-" if not text.startswith('"') and len(split(text, each)) > 1), "")
        first = split(text, sign)[0] if sign else text
        if text.startswith('"') or first.replace(".", "", 1).isdigit():
            return own
        title, (top, left), _ = self.place(sheet, first)
        rows = own if isinstance(own, list) else [[own]]
        sent = [
            [self._iso(title, top + down, left + right, cell) for right, cell in enumerate(row)]
            for down, row in enumerate(rows)
        ]
        return sent if isinstance(own, list) else sent[0][0]

    def _iso(self, sheet, row, column, value):
        form = self.book[sheet].cell(row, column).number_format.lower()
        if not isinstance(value, float) or not ("yy" in form or "m/d" in form):
            return value
        at = FIRST + timedelta(seconds=round(value * 86400))
        return f"{at.isoformat()}+09:00" if "h" in form else at.date().isoformat()


def split(text, sign):
    """Split a formula's text at a sign that stands outside brackets and quotes."""
    parts, depth, quoted, ruled = [""], 0, False, False
    for letter in text:
        quoted, ruled = quoted != (letter == '"' and not ruled), ruled != (letter == "'" and not quoted)
        depth += 0 if quoted or ruled else {"(": 1, ")": -1}.get(letter, 0)
        if letter == sign and not (depth or quoted or ruled):
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def joined(sign, values):
    """Return two or more values put together by a sign."""
    return reduce(JOINS[sign], values)


def is_equal(one, other):
    """Return whether a sheet calls two values the same: what is blank is also nought."""
    return one == other or {one, other} == {"", 0.0}


def told(value):
    """Return a value as it stands in a text."""
    return f"{value:g}" if isinstance(value, float) else value


def cells_of(value, shape):
    """Return what a block must show: an array row by row, one value in every cell."""
    return value if isinstance(value, list) else [[value] * shape[1]] * shape[0]


def as_shown(value):
    """Return a value of the command line as a cell has it: days and instants as serial numbers."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T[0-9:.]+\+09:00)?", value):
        return (datetime.fromisoformat(value).replace(tzinfo=None) - FIRST) / timedelta(days=1)
    return "" if value is None else value


def address(sheet, first):
    """Return a cell as a person writes it."""
    return f"{sheet}!{get_column_letter(first[1])}{first[0]}"


JOINS = {  # the loosest first
    "<": operator.lt, ">": operator.gt, "=": is_equal, "&": lambda one, other: told(one) + told(other),
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip
