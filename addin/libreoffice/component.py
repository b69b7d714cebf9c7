# ruff: noqa: D102, N802 - the methods are UNO's own, with its names and its documentation
"""The add-in as LibreOffice sees it: worksheet functions and buttons, handed on to the workers.

UNO is called on the calling thread only. No fact of the business stands here: names, help and words come from
`description.json`, which is made from the registry. Standard library and `uno` only, Python 3.8 syntax: the .oxt
carries this file and those it imports in a package of another name.
"""

from __future__ import annotations

import gc
import itertools
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
from com.sun.star.task import XJobExecutor  # type: ignore[import-not-found]

from . import sheet as sheets
from .cells import FIRST_DAY, iso_date, shown
from .desk import Desk, NoAnswerError, RefusalError, hikae_command

Uno = Any
Json = Any

DESCRIPTION = json.loads(Path(__file__).with_name("description.json").read_text("utf-8"))
FUNCTIONS = {function["method"]: function for function in DESCRIPTION["functions"]}
FUNCTIONS_SERVICE, COMMAND_SERVICE = "hikae.Functions", "hikae.Command"
MOST_CELLS = 500_000
MOST_ROWS, MOST_COLUMNS = 500, 50
CALLS_BETWEEN_COLLECTIONS = 500

# Python collects its garbage on whichever thread allocates next. Garbage here may hold a document, whose end needs the
# lock that the calling thread has: collected on a pipe's thread while the caller waits for it, both would wait forever.
gc.disable()
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


DESK = Desk(DESCRIPTION["words"], lambda: hikae_command(os.environ, profile_folder()))


def argument(function: str, kind: str, value: Uno, book: Uno) -> Json:
    """Return one argument as JSON; RefusalError for what must not even be read."""
    if kind == "date":
        first = book.getPropertyValue("NullDate")
        if (first.Year, first.Month, first.Day) != FIRST_DAY.timetuple()[:3]:
            raise DESK.refusal(function, "sheet_date_system", f"{first.Year}-{first.Month:02}-{first.Day:02}")
        return iso_date(value)
    if kind == "range":
        rows, columns = sheets.range_size(value)
        if rows * columns > MOST_CELLS:
            raise DESK.refusal(function, "worker_message", f"{rows} × {columns}")
        return sheets.range_rows(value)
    return value


def cell_value(function: dict[str, Any], book: Uno, given: tuple[Uno, ...]) -> Uno:
    """Return what the cell shows: the value, None (#N/A) when no worker answered; RefusalError for a wrong input."""
    name, kinds = function["name"], [each["kind"] for each in function["arguments"]]
    try:
        sent = [argument(name, kinds[position], value, book) for position, value in enumerate(given)]
        return shown(DESK.value(name, sent))
    except NoAnswerError:
        return None


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
        """Return what the cell shows; a refused input is a true error value."""
        collect()
        try:
            return cell_value(FUNCTIONS[method], book, given)
        except RefusalError as refusal:
            raise IllegalArgumentException(str(refusal), self, 0) from refusal


def _method(name: str) -> Uno:
    def method(self: Functions, book: Uno, *given: Uno) -> Uno:
        return self.called(name, book, given)

    return method


for _name in FUNCTIONS:
    setattr(Functions, _name, _method(_name))


class Command(Service, XJobExecutor):  # type: ignore[misc]
    """The buttons: `service:hikae.Command?RECORD` performs the action of that name on the active sheet."""

    services = (COMMAND_SERVICE,)

    def trigger(self, action: str) -> None:
        """Perform an action and say above the sheet what was done, or why nothing was."""
        collect()
        view = current_view()
        try:
            lines, kind = performed(action, view), sheets.BAR_DONE
        except RefusalError as refusal:
            lines, kind = (refusal.error["ja"], refusal.error["en"]), sheets.BAR_FAILED
        except Exception as fault:  # noqa: BLE001 - nothing else would tell the desk that nothing was done
            error = DESK.refusal(action, "office_failed", type(fault).__name__).error
            lines, kind = (error["ja"], error["en"]), sheets.BAR_FAILED
        if view is not None:
            sheets.say(view, lines, kind)


def current_view() -> Uno | None:
    """Return the view of the active spreadsheet, or None."""
    frame = service("com.sun.star.frame.Desktop").getCurrentFrame()
    view = None if frame is None else frame.Controller
    model = None if view is None else view.Model
    is_book = model is not None and model.supportsService("com.sun.star.sheet.SpreadsheetDocument")
    return view if is_book else None


def performed(action: str, view: Uno | None) -> tuple[str, str]:
    """Return what was done, and the words of the last error when the sheet shows one.

    The mark goes into the cell named HIKAE_RECORD where a book has it; nothing else is written.
    """
    if view is None:
        raise DESK.refusal(action, "sheet_missing", "")
    area, mark = readable_area(action, view.ActiveSheet), sheets.mark_cell(view.Model)
    errors = {} if area is None else sheets.error_texts(area)
    rows = [] if area is None else sheets.shown_rows(area, errors, own_cells(area, mark))
    done = DESK.done(action, [view.Model.Title, view.ActiveSheet.Name, rows])
    sheets.put_mark(mark, done["mark"])
    return f"{done['said']['ja']} / {done['said']['en']}", DESK.last_words() if errors else ""


def readable_area(action: str, sheet: Uno) -> Uno | None:
    """Return the range from A1 to a sheet's last filled cell, None when empty; RefusalError when it is too large."""
    area = sheets.filled_area(sheet)
    if area is not None:
        rows, columns = sheets.range_size(area)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            raise DESK.refusal(action, "sheet_too_large", f"{rows} × {columns}")
    return area


def own_cells(area: Uno, mark: Uno | None) -> set[tuple[int, int]]:
    """Return where our own mark stands on the sheet of a range, if it does."""
    if mark is None or mark.CellAddress.Sheet != area.RangeAddress.Sheet:
        return set()
    return {(mark.CellAddress.Row, mark.CellAddress.Column)}


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the name LibreOffice looks for
for _class in (Functions, Command):
    g_ImplementationHelper.addImplementation(_class, f"{_class.services[0]}.implementation", _class.services)
