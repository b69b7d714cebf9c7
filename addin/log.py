"""The technician's log: what ran, how long, how it ended. Never a position, an amount or a quote.

A line is an event's name and fields of a closed list, each with its own form; whatever else is handed in is named as
refused, and its value is dropped. Errors are told by type and place in the code, because their texts quote the data.
"""

import hashlib
import logging
import re
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from addin.files import opened_log
from addin.now import now
from calc.days.cutoff import iso

FOLDER = "log"
FILE_NAME = "hikae.log"
LOG_FILES = 5
LOG_BYTES = 1_000_000

# Each form is too narrow for an amount or a quote: durations end in "s", counts have at most six digits.
FIELDS: dict[str, re.Pattern[str]] = {
    "command": re.compile(r"[a-z][a-z-]{0,31}"),
    "step": re.compile(r"[a-z][a-z_]{0,31}"),
    "code": re.compile(r"[a-z][a-z_]{0,63}"),
    "exit": re.compile(r"[0-3]"),
    "seconds": re.compile(r"[0-9]{1,5}\.[0-9]{1,3}"),
    "findings": re.compile(r"[0-9]{1,6}"),
    "entries": re.compile(r"[0-9]{1,6}"),
    "version": re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){2,3}"),
    "error": re.compile(r"[A-Z][A-Za-z]{0,63}"),
}
_EVENT = re.compile(r"[a-z]+(\.[a-z]+){1,3}")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def log(home: Path) -> logging.Logger:
    """Return the log of a home folder: `log(home).info("day.finished", extra={"seconds": 1.25, "exit": 0})`.

    The folder and file (0600) are made by the first line; five files of 1 MB are kept.
    """
    path = home / FOLDER / FILE_NAME
    logger = logging.getLogger(f"hikae.{hashlib.sha256(str(path).encode()).hexdigest()}")
    if not logger.handlers:
        handler = rotating_log(path)
        handler.setFormatter(_Lines())
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    return logger


def rotating_log(path: Path) -> logging.Handler:
    """Return a handler for a private text log of at most five files of 1 MB; nothing is made before the first line."""
    return _PrivateLog(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES - 1, encoding="utf-8", delay=True)


class _PrivateLog(RotatingFileHandler):
    """A rotating log that is private and never stops or disturbs the work it tells of."""

    def _open(self) -> TextIOWrapper:
        return opened_log(Path(self.baseFilename))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say nothing: a log that cannot be written is no reason to stop a margin check."""


class _Lines(logging.Formatter):
    """Writes an event and its allowed fields on one line."""

    def format(self, record: logging.LogRecord) -> str:
        event = record.msg if isinstance(record.msg, str) and _EVENT.fullmatch(record.msg) else "event.refused"
        given = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        fields = [_field(name, given[name]) for name in sorted(given)]
        return " ".join([iso(now()), record.levelname, event, *fields, *_error(record)])


def _field(name: str, value: Any) -> str:  # noqa: ANN401 - judged here
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    form = FIELDS.get(name)
    if form is None:
        return "refused=unknown_field"
    return f"{name}={text}" if form.fullmatch(text) else f"refused={name}"


def _error(record: logging.LogRecord) -> list[str]:
    """Return an exception as its type and where it passed: files and lines, never its text."""
    if not record.exc_info or record.exc_info[0] is None:
        return []
    kind, _, trace = record.exc_info
    frames = traceback.extract_tb(trace)
    return [f"error={kind.__name__}", "at=" + ">".join(f"{Path(each.filename).name}:{each.lineno}" for each in frames)]
