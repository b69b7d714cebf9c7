"""Reading a copy or a bundle from end to end: every line verified before it is given on, nothing believed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from addin.files import not_read
from addin.store.lines import FORMAT, LONGEST, Header, Line, Position, body_of, broken, fault, header, parsed
from addin.store.mode import is_of_one_kind
from calc.outcome import Place, RefusedError, finding

MOST_BYTES = 4_000_000_000  # of a whole file: ten years of 2,000 entries a day are below
MOST_ENTRIES = 10_000_000
_SUM = b'{"sha256":"%s"}\n'


class Copy:
    """A copy or a bundle that is open for reading; `header` says which, `torn` that an unfinished end was left out."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path, self._file = path, file
        self._digest = hashlib.sha256()
        self.header = self._header()
        self.at = Position()
        self.torn = False

    def lines(self) -> Iterator[Line]:
        """Yield every entry in order; what comes after the last one is judged when it has been taken.

        Raises RefusedError `copy_broken` with the number of the first bad entry, or `file_not_read`.
        """
        self._digest.update(self.header.line())
        while (data := self._line()) and (line := self._entry(data)):
            self._digest.update(data)
            self.at = Position(line.n, line.hash.decode())
            yield line
        if self.header.what == "bundle":
            self._refuse_unless_complete(data)

    def refuse_unless_bundle(self) -> None:
        """Raise RefusedError `bundle_not` for a second copy: that is restored, not merged."""
        if self.header.what != "bundle":
            raise RefusedError([finding("bundle_not", path=self.path)])

    def _header(self) -> Header:
        """Return the first line; raises RefusedError `copy_foreign`, `copy_format_newer` or `file_over_limit`."""
        if self.path.stat().st_size > MOST_BYTES:
            raise RefusedError([finding("file_over_limit", path=self.path, limit=MOST_BYTES)])
        found = header(self._bytes(LONGEST))
        if found is None:
            raise RefusedError([finding("copy_foreign", Place(self.path.name), path=self.path)])
        if found.format > FORMAT:
            raise RefusedError([finding("copy_format_newer", path=self.path, found=found.format, known=FORMAT)])
        return found

    def _line(self) -> bytes:
        data = self._bytes(LONGEST + 1)
        if len(data) > LONGEST or self.at.n > MOST_ENTRIES:
            raise RefusedError([broken(self.path, self.at.n + 1, "form")])
        return data

    def _bytes(self, most: int) -> bytes:
        try:
            return self._file.readline(most)
        except OSError as error:
            raise RefusedError([not_read(self.path, error)]) from error

    def _entry(self, data: bytes) -> Line | None:
        """Return the entry of a line; None at the end of a bundle, and of a copy that a power failure cut short."""
        if self.header.what == "bundle" and self.at.n == self.header.entries:
            return None
        line = parsed(data)
        wrong = fault(line, self.at)
        if wrong and self.header.what == "copy" and (b"\0" in data or not data.endswith(b"\n")):
            self.torn = True
            return None
        if not wrong and line is not None and not self._is_of_one_kind(line):
            wrong = "mode"
        if not wrong and line is not None and body_of(line.text.decode("utf-8", "replace")) is None:
            wrong = "form"
        if wrong:
            raise RefusedError([broken(self.path, self.at.n + 1, wrong if data.endswith(b"\n") else "end")])
        return line

    def _is_of_one_kind(self, line: Line) -> bool:
        return line.n > 1 or is_of_one_kind(self.header.record, line.kind.decode())

    def _refuse_unless_complete(self, data: bytes) -> None:
        expected = self.header.entries, self.header.head
        if (self.at.n, self.at.hash) != expected or not data:
            raise RefusedError([broken(self.path, self.at.n + 1, "end")])
        if data != sum_line(self._digest.hexdigest()) or self._bytes(1):
            raise RefusedError([broken(self.path, self.at.n, "sum")])


def sum_line(digest: str) -> bytes:
    """Return the last line of a bundle: the SHA-256 of everything before it."""
    return _SUM % digest.encode()


@contextmanager
def opened(path: Path) -> Iterator[Copy]:
    """Yield a copy or bundle, open for reading, its first line understood.

    Raises RefusedError `file_not_read`, `file_over_limit`, `copy_foreign` or `copy_format_newer`.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise RefusedError([not_read(path, error)]) from error
    with file:
        yield Copy(path, file)
