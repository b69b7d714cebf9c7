# ruff: noqa: D102, N802 - the methods are UNO's own, with its names and its documentation
"""The add-in as LibreOffice sees it: worksheet functions and buttons, handed on to the workers.

UNO is called on the calling thread or, posted, on the main thread. No fact of the business stands here: names, help
and words come from `description.json`, which is made from the registry. Standard library and `uno` only, Python 3.8
syntax: the .oxt carries this file and those it imports in a package of another name.
"""

from __future__ import annotations

import gc
import json
import os
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
import unohelper  # type: ignore[import-not-found]
from com.sun.star.lang import (  # type: ignore[import-not-found]
    IllegalArgumentException,
    Locale,
    XServiceInfo,
    XServiceName,
)
from com.sun.star.sheet import LocalizedName, XAddIn, XCompatibilityNames  # type: ignore[import-not-found]
from com.sun.star.task import XJob, XJobExecutor  # type: ignore[import-not-found]

from ..last_errors import listed  # noqa: TID252 - the package has another name in the .oxt
from ..now import now  # noqa: TID252 - same
from . import sheet as sheets
from .actions import Actions
from .asof import Ticker, refresh_books
from .calls import Call, Recalculation
from .desk import Desk, NoAnswerError, RefusalError, hikae_command
from .errors import ErrorsWindow
from .mainthread import MainThread
from .office import AtEnd, Posted, collect, current_view, is_typing, open_books, profile_folder, service

Uno = Any

DESCRIPTION = json.loads(Path(__file__).with_name("description.json").read_text("utf-8"))
FUNCTIONS = {function["method"]: function for function in DESCRIPTION["functions"]}
BUTTONS = {button["name"]: button for button in DESCRIPTION["buttons"]}
FUNCTIONS_SERVICE, COMMAND_SERVICE, OPENED_SERVICE = "hikae.Functions", "hikae.Command", "hikae.Opened"

# Python collects its garbage on whichever thread allocates next. Garbage here may hold a document, whose end needs the
# lock that the calling thread has: collected on a pipe's thread while the caller waits for it, both would wait forever.
gc.disable()

PROFILE = profile_folder()
DESK = Desk(DESCRIPTION["words"], lambda: hikae_command(os.environ, PROFILE), lambda: now().isoformat())
MAIN = MainThread(Posted().post)
RECALCULATION = Recalculation(DESK, MAIN.post)
CALLS = {method: Call(function, DESK, RECALCULATION) for method, function in FUNCTIONS.items()}
LIVE = tuple(f"{FUNCTIONS_SERVICE}.{method}" for method, function in FUNCTIONS.items() if not function["cached"])
ACTIONS = Actions(DESK, MAIN, BUTTONS, live=LIVE)
ERRORS = ErrorsWindow(f"Hikae {BUTTONS['ERRORS']['label']['ja']} / {BUTTONS['ERRORS']['label']['en']}")


def refresh() -> None:
    """Bring HIKAE_ASOF of every open book to the present instant, and show what has become of it."""
    if not refresh_books(open_books(), now(), is_typing=is_typing):
        TICKER.put_off()


TICKER = Ticker(lambda: MAIN.post(refresh), clock=now, cutoffs=DESCRIPTION["cutoffs"])


def at_end() -> None:
    """Leave nothing running."""
    TICKER.end()
    DESK.end()


service("com.sun.star.frame.Desktop").addTerminateListener(AtEnd(at_end))


class Service(unohelper.Base, XServiceInfo):  # type: ignore[misc]
    """What every component of ours says of itself."""

    services: tuple[str, ...] = ()

    def __init__(self, *_: Uno) -> None: ...

    def getImplementationName(self) -> str:
        return f"{self.services[0]}.implementation"

    def supportsService(self, name: str) -> bool:
        return name in self.services

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return self.services


class Functions(Service, XAddIn, XCompatibilityNames, XServiceName, uno.getClass("hikae.XFunctions")):  # type: ignore[misc]
    """The worksheet functions: one method each, added below from the description."""

    services = (FUNCTIONS_SERVICE, "com.sun.star.sheet.AddIn")
    locale = Locale("ja", "JP", "")

    def getServiceName(self) -> str:
        return FUNCTIONS_SERVICE

    def setLocale(self, locale: Uno) -> None:
        self.locale = locale

    def getLocale(self) -> Uno:
        return self.locale

    def getProgrammaticFuntionName(self, display: str) -> str:
        """Return the method of a function's name; the interface has the spelling."""
        return next((method for method, function in FUNCTIONS.items() if function["name"] == display), "")

    def getDisplayFunctionName(self, method: str) -> str:
        return str(FUNCTIONS[method]["name"])

    def getFunctionDescription(self, method: str) -> str:
        return self._said(FUNCTIONS[method]["help"])

    def getDisplayArgumentName(self, method: str, position: int) -> str:
        return str(self._argument(method, position)["name"])

    def getArgumentDescription(self, method: str, position: int) -> str:
        return self._said(self._argument(method, position)["help"])

    def getProgrammaticCategoryName(self, _method: str) -> str:
        return "Add-In"

    def getDisplayCategoryName(self, _method: str) -> str:
        return "Hikae"

    def getCompatibilityNames(self, method: str) -> tuple[Uno, ...]:
        """Return the name that workbook files use, so that `=CDS_UPFRONT(…)` binds when one is opened."""
        return (LocalizedName(Locale("en", "US", ""), FUNCTIONS[method]["name"]),)

    def _argument(self, method: str, position: int) -> dict[str, Any]:
        """Return an argument by its position, which counts the book that nobody sees."""
        return dict(FUNCTIONS[method]["arguments"][position - 1])

    def _said(self, words: dict[str, str]) -> str:
        return words["ja" if self.locale.Language == "ja" else "en"]

    def called(self, method: str, book: Uno, given: tuple[Uno, ...]) -> Uno:
        """Return what the cell shows; a refused input is a true error, no answer is #N/A, in a block #VALUE!."""
        collect()
        try:
            return CALLS[method].value(book, given)
        except NoAnswerError:
            return None
        except RefusalError as refusal:
            raise IllegalArgumentException(str(refusal), self, 0) from refusal


def _method(name: str) -> Uno:
    def method(self: Functions, book: Uno, *given: Uno) -> Uno:
        return self.called(name, book, given)

    return method


for _name in FUNCTIONS:
    setattr(Functions, _name, _method(_name))


class Command(Service, XJobExecutor):  # type: ignore[misc]
    """The buttons: `service:hikae.Command?RECORD` begins the action of that name on the active book."""

    services = (COMMAND_SERVICE,)

    def trigger(self, button: str) -> None:
        """Begin an action, or do what the office does by itself; what cannot be is said above the sheet."""
        collect()
        TICKER.start()
        view = current_view()
        try:
            OWN.get(button, ACTIONS.press)(button, view)
        except RefusalError as refusal:
            failed(view, refusal.error)
        except Exception as fault:  # noqa: BLE001 - nothing else would tell the desk that nothing was done
            failed(view, DESK.refusal(button, "office_failed", type(fault).__name__).error)


def cancel(button: str, _view: Uno | None) -> None:
    """End the action that is under way; its own end is then said above the sheet."""
    if not DESK.cancel():
        raise DESK.refusal(button, "action_none", "")


def retry(button: str, view: Uno | None) -> None:
    """Ask the worker again and compute every cell of every open book."""
    DESK.retry()
    for book in open_books():
        book.calculateAll()
    done(view, button)


def show_errors(button: str, view: Uno | None) -> None:
    """Show the last errors; without any, say so above the sheet."""
    errors = DESK.last_errors
    if errors:
        ERRORS.show(listed(errors))
    else:
        done(view, button)


OWN = {"CANCEL": cancel, "RETRY": retry, "ERRORS": show_errors}


def done(view: Uno | None, button: str) -> None:
    """Say above the sheet what the office did by itself."""
    if view is not None:
        said = BUTTONS[button]["said"]
        sheets.say(view, (said["ja"], said["en"]), sheets.BAR_TOLD)


def failed(view: Uno | None, error: dict[str, str]) -> None:
    """Say above the sheet why nothing was done."""
    if view is not None:
        sheets.say(view, (error["ja"], error["en"]), sheets.BAR_FAILED)


class Opened(Service, XJob):  # type: ignore[misc]
    """Called for every spreadsheet that is opened: from then on HIKAE_ASOF is kept."""

    services = (OPENED_SERVICE, "com.sun.star.task.Job")

    def execute(self, _arguments: Uno) -> None:
        collect()
        TICKER.start()


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the name LibreOffice looks for
for _class in (Functions, Command, Opened):
    g_ImplementationHelper.addImplementation(_class, f"{_class.services[0]}.implementation", _class.services)

gc.freeze()  # what is loaded by now stays: no collection needs to look at it
