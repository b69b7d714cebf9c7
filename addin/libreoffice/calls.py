"""A worksheet function as the office calls it: its cells read by their kinds, its answer shown by its kind.

Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..cells import FIRST_DAY, iso_date, iso_instant, shower  # noqa: TID252 - the package has another name in the .oxt
from . import sheet as sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .desk import Desk

Uno = Any
Json = Any

MOST_CELLS = 500_000


class Recalculation:
    """What is known while one recalculation runs; `over` is told when the main thread is free again after it."""

    def __init__(self, desk: Desk, post: Callable[[Callable[[], None]], None]) -> None:
        self._desk, self._post = desk, post
        self._runs = False
        self._first_days: dict[Uno, str] = {}

    def entered(self) -> None:
        """Take note of a call; the first one asks to be told when the recalculation is over."""
        if not self._runs:
            self._runs = True
            self._post(self.over)

    def over(self) -> None:
        """Let the next recalculation begin anew. On the main thread: a book that was closed meanwhile may end here."""
        self._runs = False
        self._first_days.clear()
        self._desk.recalculated()

    def first_day(self, book: Uno) -> str:
        """Return from which day a book counts; asked of the office once in a recalculation."""
        known = self._first_days.get(book)
        if known is None:
            day = book.getPropertyValue("NullDate")
            known = self._first_days[book] = f"{day.Year}-{day.Month:02}-{day.Day:02}"
        return known


class Call:
    """One worksheet function, made from its description."""

    def __init__(self, described: Mapping[str, Any], desk: Desk, recalculation: Recalculation) -> None:
        self.name, self._cached = described["name"], described["cached"]
        self._desk, self._recalculation = desk, recalculation
        self._readers = [self._reader(argument) for argument in described["arguments"]]
        self._shown = shower(described["result"])

    def value(self, book: Uno, given: tuple[Uno, ...]) -> Uno:
        """Return what the cell shows. Raises RefusalError for a wrong input, NoAnswerError when no worker answered."""
        self._recalculation.entered()
        sent = [read(value, book) for read, value in zip(self._readers, given)]  # noqa: B905 - Python 3.8 syntax
        return self._shown(self._desk.value(self.name, sent, cached=self._cached))

    def _reader(self, argument: Mapping[str, Any]) -> Callable[[Uno, Uno], Json]:
        """Return what reads an argument; a table, and a range that may be left out, come as the office read them."""
        if argument["kind"] == "range" and not argument["optional"]:
            return self._range
        return {"date": self._date, "instant": self._instant}.get(argument["kind"], self._cells)

    def _date(self, value: Uno, book: Uno) -> Json:
        self._refuse_other_days(book)
        return iso_date(value)

    def _instant(self, value: Uno, book: Uno) -> Json:
        self._refuse_other_days(book)
        return iso_instant(value)

    def _refuse_other_days(self, book: Uno) -> None:
        first = self._recalculation.first_day(book)
        if first != FIRST_DAY.isoformat():
            raise self._desk.refusal(self.name, "sheet_date_system", first)

    def _range(self, value: Uno, _book: Uno) -> Json:
        """Return the rows of a range that the office has not read yet, of a very long one those with content."""
        rows, columns = sheets.range_size(value)
        if rows * columns > MOST_CELLS:
            value = sheets.filled_rows(value)
            self._refuse_too_large(*sheets.range_size(value))
        return sheets.range_rows(value)

    def _cells(self, value: Uno, _book: Uno) -> Json:
        """Return what the office hands over as it is: a number, a text, nothing, or the rows of a range."""
        if isinstance(value, tuple):
            self._refuse_too_large(len(value), len(value[0]) if value else 0)
        return value

    def _refuse_too_large(self, rows: int, columns: int) -> None:
        if rows * columns > MOST_CELLS:
            raise self._desk.refusal(self.name, "worker_message", f"{rows} × {columns}")
