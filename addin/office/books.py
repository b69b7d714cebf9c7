"""The working copies of our workbooks: made when they are asked for, and never written over.

The first of a day is `quotes-2026-11-20.xlsx`, a further one `quotes-2026-11-20-2.xlsx`; those for Excel, `.xlsm`, are
counted by themselves.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from addin.files import ensure_folder
from addin.streams import make_file, write_at

FOLDER = "books"  # in the home


def working_copy(home: Path, file_name: str, *, day: date, built: Callable[[], bytes]) -> tuple[Path, bool]:
    """Return the day's newest copy of a workbook, and whether it was made just now from what `built` gives.

    Raises RefusedError `file_not_written`.
    """
    newest = newest_copy(home, file_name, day=day)
    return (newest, False) if newest else (further_copy(home, file_name, day=day, built=built), True)


def newest_copy(home: Path, file_name: str, *, day: date) -> Path | None:
    """Return the day's newest copy of a workbook, None where there is none yet; nothing is made."""
    newest = max(_copies(home, file_name, day), default=0)
    return _path(home, file_name, day, number=newest) if newest else None


def further_copy(home: Path, file_name: str, *, day: date, built: Callable[[], bytes]) -> Path:
    """Return a new copy beside those that the day has already.

    Raises RefusedError `file_not_written`, also where somebody else has just made that one.
    """
    path = _path(home, file_name, day, number=max(_copies(home, file_name, day), default=0) + 1)
    data = built()
    ensure_folder(path.parent)
    make_file(path, lambda temporary: write_at(temporary, 0, data), needed=len(data))
    return path


def _path(home: Path, file_name: str, day: date, *, number: int) -> Path:
    name, more = Path(file_name), f"-{number}" if number > 1 else ""
    return home / FOLDER / f"{name.stem}-{day.isoformat()}{more}{name.suffix}"


def _copies(home: Path, file_name: str, day: date) -> list[int]:
    """Return the numbers of the day's copies."""
    name = Path(file_name)
    form = re.compile(rf"{re.escape(name.stem)}-{day.isoformat()}(?:-([1-9]\d*))?{re.escape(name.suffix)}")
    folder = home / FOLDER
    found = [form.fullmatch(each.name) for each in folder.iterdir()] if folder.is_dir() else []
    return [int(each[1] or 1) for each in found if each]
