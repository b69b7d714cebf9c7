"""Checks of the record: which home this is, and whether the journal can be read and written."""

import errno
import os
from pathlib import Path

from addin.files import not_read, not_written, replace_file
from addin.home import RECORD_FILE, refuse_unless_local
from addin.store.journal import Journal, short_head
from addin.store.mode import MODE_WORDS, mode_of
from calc.outcome import RefusedError
from calc.text.wording import Words

_PROBE = ".check"
_EMPTY = Words("まだ記録はありません", "nothing recorded yet")


def home(folder: Path) -> Words:
    """Return where the record is and whether it is live or a drill's.

    Raises RefusedError `home_not_local`, or `file_not_read` where a file stands in its place.
    """
    refuse_unless_local(folder)
    if folder.exists() and not folder.is_dir():
        raise RefusedError([not_read(folder, NotADirectoryError(errno.ENOTDIR, ""))])
    ja, en = MODE_WORDS[mode_of(folder)]
    return Words(f"{ja}  {folder}", f"{en}  {folder}")


def journal(folder: Path) -> Words:
    """Return how much is recorded, after a file was written beside it; a home that is not there yet is not made.

    Raises RefusedError `file_not_written` or what the journal cannot be read for.
    """
    record = folder / RECORD_FILE
    if not folder.is_dir():
        _refuse_unless_writable(next(each for each in folder.parents if each.exists()))
        return _EMPTY
    replace_file(folder / _PROBE, b"")
    (folder / _PROBE).unlink()
    if record.exists():
        _refuse_unless_writable(record)
    with Journal(folder) as opened:
        last = opened.last()
    if last is None:
        return _EMPTY
    return Words(f"記録 {last.n} 件 {short_head(last.hash)}", f"{last.n} entries {short_head(last.hash)}")


def _refuse_unless_writable(path: Path) -> None:
    if not os.access(path, os.W_OK):
        raise RefusedError([not_written(path, PermissionError(errno.EACCES, ""), needed=0)])
