"""What the process that reads a mail says of it, and what is understood of that."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from addin.books.confined import last_said
from addin.books.mail.grid import Grid
from addin.books.mail.message import Mail, Source, mail_of
from calc.text.numeral import cell_of

TOO_LARGE = Mail(None, None, None, refused="mail_too_large")


def confined_mail(data: bytes) -> Mail:
    """Return what a mail says; one that cannot be read within the limits is refused with the code of its stage.

    Raises RefusedError `reader_not_started`.
    """
    said: dict[str, Any] = last_said("mail", data)
    source, grid, sent = said["source"], said["grid"], said["sent"]
    return Mail(
        said["sender"],
        said["message_id"],
        datetime.fromisoformat(sent) if sent else None,
        Source(**source) if source else None,
        _grid(grid) if grid else None,
        said["refused"],
        said["note"],
    )


def speak(data: bytes, tell: Callable[[object], None]) -> None:
    """Tell what a mail says, before each step what it would be if the step never ended."""
    head = TOO_LARGE

    def told(mail: Mail) -> None:
        nonlocal head
        head = Mail(mail.sender, mail.message_id, mail.sent)
        tell({**asdict(mail), "sent": mail.sent.isoformat() if mail.sent else None})

    told(TOO_LARGE)
    try:
        told(mail_of(data, tell=told, workbook_grid=_workbook_grid))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the standard parser raises many kinds on headers made to harm
        told(replace(head, refused="mail_unreadable", note=""))


def _workbook_grid(data: bytes) -> Grid | str | None:
    from addin.books.mail.workbook import workbook_grid  # noqa: PLC0415 - openpyxl only when a workbook is there

    return workbook_grid(data)


def _grid(said: dict[str, Any]) -> Grid:
    rows = tuple((row, *map(cell_of, cells)) for row, *cells in said["rows"])
    misshapen, unread = tuple(map(tuple, said["misshapen"])), said["unread"]
    return Grid(rows, misshapen, said["ended_by"], said["too_many"], tuple(unread) if unread else None)
