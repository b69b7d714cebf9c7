"""Reads a mail in a process of its own, which may take little memory and little time: a mail may be made to harm.

    python -I -m addin.books.mail.confined < mail

Before each step the child says what is to be said should the step never end, so the parent knows where it died.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from addin.books.mail.grid import Grid
from addin.books.mail.message import Mail, Source

if TYPE_CHECKING:
    from types import ModuleType

MEMORY = 330_000_000
SECONDS = 3.0
TOO_LARGE = Mail(None, None, None, refused="mail_too_large")


def confined_mail(data: bytes) -> Mail:
    """Return what a mail says; one that cannot be read within the limits is refused with the code of its stage."""
    command = [sys.executable, "-I", "-m", "addin.books.mail.confined"]
    try:
        told = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False).stdout  # noqa: S603
    except subprocess.TimeoutExpired as late:
        told = late.stdout or b""
    *whole, _ = told.split(b"\n")  # what a child that died was just writing does not count
    return _mail(json.loads(whole[-1])) if whole else TOO_LARGE


def main() -> None:
    """Read the mail on standard input and print what it says, a JSON object a line; the last line counts."""
    _limit_memory()
    data = sys.stdin.buffer.read()
    sys.modules["numpy"] = cast("ModuleType", None)  # openpyxl takes it when it is there, and it is large
    from addin.books.mail.message import mail_of  # noqa: PLC0415 - after the limit is set

    try:
        _tell(mail_of(data, tell=_tell, workbook_grid=_workbook_grid))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the standard parser raises many kinds on headers made to harm
        _tell(Mail(None, None, None, refused="mail_unreadable"))


def _tell(mail: Mail) -> None:
    sys.stdout.write(json.dumps({**asdict(mail), "sent": mail.sent.isoformat() if mail.sent else None}) + "\n")
    sys.stdout.flush()


def _workbook_grid(data: bytes) -> Grid | str | None:
    from addin.books.mail.workbook import workbook_grid  # noqa: PLC0415 - openpyxl only when a workbook is there

    return workbook_grid(data)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return  # there the time limit alone holds
    import resource  # noqa: PLC0415 - not there on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _mail(said: dict[str, Any]) -> Mail:
    source, grid, sent = said["source"], said["grid"], said["sent"]
    return Mail(
        said["sender"],
        said["message_id"],
        datetime.fromisoformat(sent) if sent else None,
        Source(**source) if source else None,
        Grid(tuple(map(tuple, grid["rows"])), tuple(map(tuple, grid["misshapen"])), grid["ended_by"], grid["too_many"])
        if grid
        else None,
        said["refused"],
        said["note"],
    )


if __name__ == "__main__":
    main()
