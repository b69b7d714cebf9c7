"""A button's action on a thread of its own: what it asks of the sheet is done on the main thread.

The thread never touches an object of the office. They are held by `Press` and let go on the main thread, where they
may end. Standard library only and Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own
Python.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Any

from . import sheet as sheets
from .areas import AreaError, read_area, write_areas
from .desk import RefusalError
from .writing import compute_again

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .desk import Desk
    from .mainthread import MainThread

Uno = Any
Json = Any

ANSWER_SECONDS = 30.0  # a recalculation that waits for its worker keeps the main thread for five
MOST_ROWS, MOST_COLUMNS = 500, 50


class Actions:
    """The actions of one office, one at a time; after each, what calls the `live` functions is computed again."""

    def __init__(
        self, desk: Desk, main: MainThread, buttons: Mapping[str, Mapping[str, Any]], *, live: Sequence[str] = ()
    ) -> None:
        self._desk, self._main, self._buttons, self._live = desk, main, buttons, live
        self._running: Press | None = None

    def press(self, name: str, view: Uno | None) -> None:
        """Begin an action on the book of a view and return at once. Raises RefusalError where none can begin."""
        if view is None:
            raise self._desk.refusal(name, "sheet_missing", "")
        if self._running is not None:
            raise self._desk.refusal(name, "action_running", self._running.name)
        self._running = Press(name, view, label=self._label(name), live=self._live)
        threading.Thread(target=self._perform, args=(self._running,), daemon=True).start()

    def _label(self, name: str) -> str:
        label = self._buttons[name]["label"]
        return f"{label['ja']} / {label['en']}"

    def _perform(self, press: Press) -> None:
        """Have the worker act; the action's own thread."""
        try:
            done = self._desk.act(press.name, press.book, lambda message: self._reply(press, message))
            said = done["said"]
            end = press.ended(f"{said['ja']} / {said['en']}", mark=done.get("mark", ""), last=self._desk.last_words)
        except RefusalError as refusal:
            end = press.failed(refusal.error)
        except Exception as fault:  # noqa: BLE001 - nothing else would tell the desk that nothing was done
            end = press.failed(self._desk.refusal(press.name, "office_failed", type(fault).__name__).error)
        self._main.post(lambda: self._end(end))

    def _end(self, end: Callable[[], None]) -> None:
        self._running = None
        end()

    def _reply(self, press: Press, message: dict[str, Json]) -> dict[str, Json] | None:
        """Answer what the worker asks, or show how far it is, which has no answer."""
        if "progress" in message:
            said = message["progress"]
            self._main.post(lambda: press.show(f"{said['ja']} / {said['en']}"))
            return None
        try:
            answer: dict[str, Json] = self._main.result(lambda: press.reply(message), ANSWER_SECONDS)
        except TimeoutError:
            return refused("office_busy", f"{ANSWER_SECONDS:.0f} s")
        return answer


def refused(code: str, detail: str) -> dict[str, Json]:
    """Return the reply that says why not."""
    return {"refused": {"code": code, "detail": detail}}


class Press:
    """One press of a button: the book it is about, and what is shown of it. Used on the main thread."""

    def __init__(self, name: str, view: Uno, *, label: str, live: Sequence[str]) -> None:
        self.name, self._label, self._live = name, label, live
        self.book = {"title": view.Model.Title, "sheet": view.ActiveSheet.Name}
        self._view, self._model, self._sheet = view, view.Model, view.ActiveSheet
        self._has_errors = False
        sheets.unsay(view)
        self._bar = sheets.status_bar(view, label)

    def show(self, text: str) -> None:
        """Show how far the action is."""
        if self._bar is not None:
            self._bar.setText(text)

    def reply(self, message: Mapping[str, Json]) -> dict[str, Json]:
        """Return the answer to a question of the worker; nothing is raised, as another thread waits for it."""
        try:
            return {"answer": self._answer(message)}
        except AreaError as problem:
            return refused(problem.code, problem.detail)
        except Exception as fault:  # noqa: BLE001 - such as a book that was closed meanwhile
            return refused("office_failed", type(fault).__name__)

    def _answer(self, message: Mapping[str, Json]) -> Json:
        asked = message["ask"]
        if asked == "read":
            return read_area(self._model, message["region"])
        if asked == "cells":
            return self._shown_cells()
        write_areas(self._model, message["regions"], title=f"Hikae {self._label}")
        return None

    def _shown_cells(self) -> list[list[Json]]:
        """Return every cell of the sheet in front as 控え records it. Raises AreaError `sheet_too_large`."""
        area = sheets.filled_area(self._sheet)
        if area is None:
            return []
        rows, columns = sheets.range_size(area)
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            raise AreaError("sheet_too_large", f"{rows} × {columns}")
        own = sheets.own_cells(area, self._model) | sheets.ticking_cells(area, self._model)
        errors = sheets.error_texts(area)
        self._has_errors = bool(errors)
        return sheets.shown_rows(area, errors, own)

    def ended(self, line: str, *, mark: str, last: Callable[[], str]) -> Callable[[], None]:
        """Return what tells that the action was done; where the sheet shows errors, with the words of the last one."""

        def tell() -> None:
            if mark:
                sheets.put_mark(self._model, mark)
            self._close((line, last() if self._has_errors else ""), sheets.BAR_DONE)

        return tell

    def failed(self, error: Mapping[str, str]) -> Callable[[], None]:
        """Return what tells that nothing was done, and why."""
        lines = (error["ja"], error["en"])
        return lambda: self._close(lines, sheets.BAR_FAILED)

    def _close(self, lines: tuple[str, str], kind: int) -> None:
        """Show the end and let go of the office's objects, here where they may end."""
        if self._bar is not None:
            self._bar.end()
        with contextlib.suppress(Exception):  # such as a book that was closed meanwhile
            compute_again(self._model, self._live)
        sheets.say(self._view, lines, kind)
        self._view = self._model = self._sheet = self._bar = None
