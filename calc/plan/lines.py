"""Where in a day file something stands, so that a refusal can name its line: TOML readers do not tell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

HEADER = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")
TABLE = re.compile(r"^\s*\[\s*([\w.\"' -]+?)\s*\]\s*(?:#.*)?$")
KEY = re.compile(r"""^\s*["']?([\w.-]+)["']?\s*=""")


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of every table and key, counted from 1; None where the text does not show it."""

    tables: Mapping[tuple[str, int], int]
    keys: Mapping[tuple[str, int, str], int]

    def of(self, table: str, n: int = 0, key: str = "") -> int | None:
        """Return the line of a key in the n-th table of a name, else of the table, else of the list of that name."""
        return self.keys.get((table, n, key), self.header(table, n))

    def header(self, table: str, n: int = 0) -> int | None:
        """Return the line at which the n-th table of a name begins."""
        return self.tables.get((table, n), self.keys.get(("", 0, table)))


def lines_of(text: str) -> Lines:
    """Return where the tables and keys of a TOML text stand; `""` names the top level."""
    tables: dict[tuple[str, int], int] = {}
    keys: dict[tuple[str, int, str], int] = {}
    count: dict[str, int] = {}
    table, n = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if found := HEADER.match(line):
            table = found[1]
            n = count.get(table, 0)
            count[table] = n + 1
            tables.setdefault((table, n), number)
        elif found := TABLE.match(line):
            table, n = found[1], 0
            tables.setdefault((table, n), number)
        elif found := KEY.match(line):
            keys.setdefault((table, n, found[1]), number)
    return Lines(tables, keys)
