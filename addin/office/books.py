"""The working copies of our workbooks: one of each name and day, made once and never written over."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from addin.files import ensure_folder
from addin.streams import make_file, write_at

FOLDER = "books"  # in the home


def working_copy(home: Path, file_name: str, *, day: date, built: Callable[[], bytes]) -> tuple[Path, bool]:
    """Return the day's copy of a workbook, and whether it was made just now from what `built` gives.

    Raises RefusedError `file_not_written`.
    """
    name = Path(file_name)
    path = home / FOLDER / f"{name.stem}-{day.isoformat()}{name.suffix}"
    if path.exists():
        return path, False
    data = built()
    ensure_folder(path.parent)
    make_file(path, lambda temporary: write_at(temporary, 0, data), needed=len(data))
    return path, True
