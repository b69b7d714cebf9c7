"""A table of quotes wherever it stands in a mail: found by its three column headings, row by row as it was typed."""

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import pairwise

HEADINGS = {
    "instrument": ("instrument", "銘柄", "銘柄コード"),
    "bid": ("bid", "ビッド", "買気配"),
    "offer": ("offer", "オファー", "売気配"),
}
MOST_ROWS = 10_000
LONGEST_FIELD = 100_000

_GAP = re.compile("[ \u00a0\u3000]{2,}")
_SPACES = " \u00a0\u3000\r"
_BREAKS = re.compile(r"[ \t\r\n\f]+")  # what HTML shows as one space
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_NOTHING = ", \t\r\n\u00a0\u3000"  # what a line of blank cells is made of
_COLUMNS = {word: name for name, words in HEADINGS.items() for word in words}
_MAY_SPLIT = re.compile(r"[0-9０-９]\s*,\s*[0-9０-９]{3}")
_GROUP_BEGINS = re.compile(r"\s*[-+－−▲△＋]?[0-9０-９]+\s*")
_GROUP_FOLLOWS = re.compile(r"\s*[0-9０-９]{3}\s*")

Cell = object
Row = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one table: (row in its source, instrument, bid, offer), as typed.

    `misshapen` rows cannot be read: (row, the heading's width, the row's own, `2–3` where that is in doubt).
    `ended_by` is the row of a text that ended the table without being blank, None when none did; `unread` from which
    row on nothing could be read, and how many lines that are.
    """

    rows: tuple[tuple[int, Cell, Cell, Cell], ...]
    misshapen: tuple[tuple[int, int, str], ...] = ()
    ended_by: int | None = None
    too_many: bool = False
    unread: tuple[int, int] | None = None


def grid_of(rows: Iterable[Row], *, split: Collection[int] = frozenset(), pads: bool = False) -> Grid | None:
    """Return the table that begins at the first row with all three headings, None when there is none.

    Rows of another width than the heading's, and those whose number is in `split`, are misshapen; with `pads` a
    shorter row ends in blank cells. Blank rows are passed over. Nothing is read beyond 10,000 rows.
    """
    following = iter(rows)
    found = next(((cells, places) for _, cells in following if (places := _places(cells)) is not None), None)
    if found is None:
        return None
    heading, places = found
    good: list[tuple[int, Cell, Cell, Cell]] = []
    misshapen: list[tuple[int, int, str]] = []
    for number, cells in following:
        if all(_is_blank(cell) for cell in cells):
            continue
        if len(good) + len(misshapen) == MOST_ROWS:
            return Grid(tuple(good), tuple(misshapen), too_many=True)
        full = [*cells, *[None] * (len(heading) - len(cells))] if pads else cells
        if number in split:
            misshapen.append((number, len(heading), f"{len(full) - 1}–{len(full)}"))
        elif len(full) != len(heading):
            misshapen.append((number, len(heading), str(len(full))))
        else:
            instrument, bid, offer = (full[place] for place in places)
            good.append((number, instrument, bid, offer))
    return Grid(tuple(good), tuple(misshapen))


def csv_grid(text: str) -> Grid | None:
    """Return the table in a CSV text; a row where an unquoted comma may have cut a number in two is misshapen.

    A field without end, or longer than any field may be, is one misshapen row: from there on nothing can be read.
    """
    csv.field_size_limit(LONGEST_FIELD)
    lines = _Remembering(io.StringIO(text, newline=""))
    split = set[int]()
    grid = grid_of(_csv_rows(lines, split), split=split)
    if grid is None or lines.lost is None:
        return grid
    return replace(grid, unread=(lines.lost, sum(1 for _ in io.StringIO(text, newline="")) - lines.lost + 1))


def _csv_rows(lines: "_Remembering", split: set[int]) -> Iterator[Row]:
    """Yield the records by their first lines; those in doubt are put into `split` before they are yielded."""
    try:
        for cells in csv.reader(lines):
            first, record = lines.first, lines.taken()
            if record.count('"') % 2 and len(cells) and "\n" in record.rstrip("\r\n").replace("\r", "\n"):
                lines.lost = first  # a quotation mark was never closed: this record has swallowed all the rest
                yield first, ["?"]
                return
            if _is_split(record):
                split.add(first)
            yield first, cells
    except csv.Error:  # a field that is too long
        lines.lost = lines.first
        yield lines.first, ["?"]


def text_grid(text: str) -> Grid | None:
    """Return the table in a plain text: a heading, then rows in its separator until a line has fewer fields."""
    lines = [line.rstrip("\r\n").strip(_SPACES) for line in io.StringIO(text, newline="")]
    for start, line in enumerate(lines):
        if not line:
            continue
        for separator in ("\t", ",", ""):
            if _places(_fields(line, separator)) is not None:
                return _text_rows(lines, start, separator)
    return None


def html_grid(text: str) -> Grid | None:
    """Return the first table of an HTML text that has the three headings."""
    reader = _Tables()
    reader.feed(text)
    reader.close()
    return next((grid for table in reader.tables if (grid := grid_of(table)) is not None), None)


def _text_rows(lines: Sequence[str], start: int, separator: str) -> Grid | None:
    width = len(_fields(lines[start], separator))
    taken: list[Row] = [(start + 1, _fields(lines[start], separator))]
    split = set[int]()
    ended_by = None
    for number, line in enumerate(lines[start + 1 :], start + 2):
        fields = _fields(line, separator)
        if len(fields) < width:
            ended_by = number if line.strip() else None
            break
        taken.append((number, fields))
        if separator == "," and _is_split(line):
            split.add(number)
    grid = grid_of(taken, split=frozenset(split))
    return None if grid is None else Grid(grid.rows, grid.misshapen, ended_by, grid.too_many)


def _fields(line: str, separator: str) -> list[str]:
    """Return a line's fields; a comma inside quotation marks separates nothing."""
    if not separator:
        return _GAP.split(line)
    if separator == "," and '"' in line:
        with suppress(csv.Error):  # a field longer than any may be: the line stays whole
            return next(csv.reader([line]), [])
        return [line]
    return line.split(separator)


def _places(cells: Sequence[Cell]) -> tuple[int, int, int] | None:
    """Return where the three columns stand, None when one of them does not."""
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = _COLUMNS.get(cell.strip().casefold()) if isinstance(cell, str) else None
        if name is not None:
            places.setdefault(name, place)
    return (places["instrument"], places["bid"], places["offer"]) if len(places) == len(HEADINGS) else None


def _is_split(record: str) -> bool:
    """Return whether `1,234` may stand across two unquoted fields: digits, then a field of just three."""
    if not _MAY_SPLIT.search(record):  # nearly every record, and far quicker
        return False
    fields = _QUOTED.sub('"', record).rstrip("\r\n").split(",")
    return any(_GROUP_BEGINS.fullmatch(one) and _GROUP_FOLLOWS.fullmatch(two) for one, two in pairwise(fields))


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


class _Remembering(Iterator[str]):
    """Lines that remember which of them made the last record, since a record in CSV may span several.

    Blank lines between records are passed over here, where that costs least. `lost` is the first line of what cannot
    be read.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._number = 0
        self._record: list[str] = []
        self.first = 1
        self.lost: int | None = None

    def __next__(self) -> str:
        for line in self._lines:
            self._number += 1
            if self._record or line.strip(_NOTHING):
                break
        else:
            raise StopIteration
        if not self._record:
            self.first = self._number
        self._record.append(line)
        return line

    def taken(self) -> str:
        """Return the lines of the record that was just read."""
        record = "".join(self._record)
        self._record = []
        return record


class _Tables(HTMLParser):
    """Collects the cells of every table; one inside another is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[Row]] = []
        self._open: list[list[Row]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        if tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
        elif self._open and tag == "tr":
            self._end_cell()
            self._open[-1].append((len(self._open[-1]) + 1, []))
        elif self._open and self._open[-1] and tag in {"td", "th"}:
            self._end_cell()
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None and self._open and self._open[-1]:
            row = self._open[-1][-1][1]
            assert isinstance(row, list)  # noqa: S101 - rows are made here
            row.append(_BREAKS.sub(" ", "".join(self._cell)).strip(" "))
        self._cell = None
