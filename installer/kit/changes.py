# noqa: INP001 - a script, not a package
"""Writes down what is changed on a computer before it is changed, and puts files in their places whole.

`kit.py` and `excel.py` use it. Only the standard library.
"""

import os
from pathlib import Path


class Changes:
    """The list of changes in a folder: a line for each, its kind, a tab and what it is, in the order of making."""

    def __init__(self, app: Path) -> None:
        self._app, self._list = app, app / "changes.txt"

    def note(self, kind: str, what: object) -> None:
        """Write down one change before it is made, once."""
        line = f"{kind}\t{what}\n"
        if line not in self.text():
            replaced(self._list, (self.text() + line).encode())

    def make_folder(self, folder: Path) -> None:
        """Make a folder for this user alone; each that was not there before is written down."""
        missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
        self._app.mkdir(mode=0o700, parents=True, exist_ok=True)  # the list lies in it
        for each in missing:
            self.note("folder", each)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def text(self) -> str:
        """Return the whole list."""
        return self._list.read_text(encoding="utf-8") if self._list.exists() else ""

    def newest_first(self) -> list[tuple[str, str]]:
        """Return kind and matter of each change, the newest first."""
        return [(kind, what) for kind, _, what in (line.partition("\t") for line in self.text().splitlines())][::-1]


def replaced(path: Path, data: bytes, mode: int = 0o700) -> None:
    """Put a content under its name, whole and durable; at every instant the old or the new one is there."""
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as file:
        new.chmod(mode)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
