"""The book that is open in the office, asked for over the worker's pipe: one message a question, one answer."""

from collections.abc import Callable, Mapping
from typing import Any

from addin.books.port import Block, Rows
from calc.text.wording import Words

Ask = Callable[[dict[str, Any]], Any]


class AskedSheet:
    """A `Sheet` whose every read and write is a question to the office.

    `ask` returns the office's answer and raises RefusedError with its finding when it refuses; a message with
    `progress` has no answer.
    """

    def __init__(self, book: Mapping[str, Any], ask: Ask) -> None:
        self.title, self.sheet = str(book["title"]), str(book["sheet"])
        self._ask = ask

    def read(self, region: str) -> Block:
        """Return what a region holds; the answer is its rows, or `rows` with `sheet`, `row` and `column`."""
        answer = self._ask({"ask": "read", "region": region})
        if isinstance(answer, Mapping):
            return Block(region, answer["rows"], answer["sheet"], answer["row"], answer["column"])
        return Block(region, answer)

    def cells(self) -> Rows:
        """Return every cell of the sheet in front."""
        rows: Rows = self._ask({"ask": "cells"})
        return rows

    def write(self, regions: Mapping[str, Rows]) -> None:
        """Put rows into regions, in one message."""
        plain = {name: [list(row) for row in rows] for name, rows in regions.items()}
        self._ask({"ask": "write", "regions": plain})

    def progress(self, words: Words) -> None:
        """Say what is being done; nobody answers."""
        self._ask({"progress": {"ja": words.ja, "en": words.en}})
