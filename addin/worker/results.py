"""Answers kept by the very bytes that were asked: different arguments never share one, equal ones always do.

1.0, True and "1.0", 0.0 and -0.0, "" and nothing are different bytes. The answers are kept as bytes too, so no caller
can change what another one gets. Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file
into LibreOffice's own Python.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

LIMIT = 32 * 1024 * 1024
ENTRY = 200  # bytes that an entry needs beside its own


class Results:
    """The answers used last, as many as fit into the limit; any thread may have them forgotten."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit, self._size = limit, 0
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, asked: bytes) -> bytes | None:
        """Return the kept answer to a question, or None."""
        with self._lock:
            answer = self._kept.get(asked)
            if answer is not None:
                self._kept.move_to_end(asked)
            return answer

    def keep(self, asked: bytes, answer: bytes) -> None:
        """Keep an answer; the ones that were not used for longest make room."""
        with self._lock:
            if asked in self._kept:
                self._size -= _size(asked, self._kept.pop(asked))
            self._kept[asked] = answer
            self._size += _size(asked, answer)
            while self._size > self._limit:
                self._size -= _size(*self._kept.popitem(last=False))

    def clear(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._kept.clear()
            self._size = 0


def _size(asked: bytes, answer: bytes) -> int:
    return len(asked) + len(answer) + ENTRY
