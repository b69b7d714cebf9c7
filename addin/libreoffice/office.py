# ruff: noqa: D102, N802 - the methods are UNO's own, with its names and its documentation
"""What the component needs of the running office: its services, its open books, its main thread, its signals.

Standard library and `uno` only, Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uno  # type: ignore[import-not-found]
import unohelper  # type: ignore[import-not-found]
from com.sun.star.awt import XCallback  # type: ignore[import-not-found]
from com.sun.star.frame import XStatusListener, XTerminateListener  # type: ignore[import-not-found]
from com.sun.star.util import URL  # type: ignore[import-not-found]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Uno = Any

CALC = "com.sun.star.sheet.SpreadsheetDocument"
WHILE_TYPING = ".uno:InsertFieldSheet"  # can be done only while a cell is being edited, in it or in the input line
CALLS_BETWEEN_COLLECTIONS = 500

_calls = itertools.count(1)


def collect() -> None:
    """Collect garbage now and then, on the calling thread, where objects of the office may end."""
    if next(_calls) % CALLS_BETWEEN_COLLECTIONS == 0:
        gc.collect()


def service(name: str) -> Uno:
    """Return a service of this office."""
    return uno.getComponentContext().ServiceManager.createInstance(name)


def profile_folder() -> Path:
    """Return the folder of this office's user profile."""
    url = service("com.sun.star.util.PathSubstitution").substituteVariables("$(user)", True)  # noqa: FBT003 - all of it, or an error
    return Path(uno.fileUrlToSystemPath(url))


def current_view() -> Uno | None:
    """Return the view of the active spreadsheet, or None."""
    frame = service("com.sun.star.frame.Desktop").getCurrentFrame()
    view = None if frame is None else frame.Controller
    return view if view is not None and is_book(view.Model) else None


def open_books() -> Iterator[Uno]:
    """Yield every open spreadsheet."""
    documents = service("com.sun.star.frame.Desktop").Components.createEnumeration()
    while documents.hasMoreElements():
        document = documents.nextElement()
        if is_book(document):
            yield document


def is_book(document: Uno | None) -> bool:
    """Return whether a document is a spreadsheet; what the office has open need not be a document at all."""
    asked = getattr(document, "supportsService", None)
    return asked is not None and bool(asked(CALC))


class Posted(unohelper.Base, XCallback):  # type: ignore[misc]
    """Work for the main thread, done in order when its loop comes round; `post` may be called on any thread."""

    def __init__(self) -> None:
        self._caller = service("com.sun.star.awt.AsyncCallback")
        self._work: deque[Callable[[], Any]] = deque()

    def post(self, work: Callable[[], Any]) -> None:
        self._work.append(work)
        self._caller.addCallback(self, None)

    def notify(self, _data: Uno) -> None:
        """Do the next piece of work; what it must tell, it tells itself, and nothing reaches the office's loop."""
        collect()
        with contextlib.suppress(Exception):
            self._work.popleft()()


class _Status(unohelper.Base, XStatusListener):  # type: ignore[misc]
    """What a command says of itself when it is asked."""

    enabled = False

    def statusChanged(self, event: Uno) -> None:
        self.enabled = bool(event.IsEnabled)

    def disposing(self, _source: Uno) -> None: ...


def is_typing(book: Uno) -> bool:
    """Return whether somebody is editing a cell of a book."""
    view = book.CurrentController
    if view is None or view.Frame is None:
        return False
    command = URL(Complete=WHILE_TYPING)
    _, command = service("com.sun.star.util.URLTransformer").parseStrict(command)
    dispatch = view.Frame.queryDispatch(command, "", 0)
    if dispatch is None:
        return False
    status = _Status()
    dispatch.addStatusListener(status, command)
    dispatch.removeStatusListener(status, command)
    return status.enabled


class AtEnd(unohelper.Base, XTerminateListener):  # type: ignore[misc]
    """Does something when the office ends."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work

    def queryTermination(self, _event: Uno) -> None: ...

    def notifyTermination(self, _event: Uno) -> None:
        self._work()

    def disposing(self, _source: Uno) -> None: ...
