# ruff: noqa: D102, N802 - the methods are UNO's own, with its names and its documentation
"""The window with the last errors: it stands beside the sheet, is never waited for, and can be copied from.

Standard library and `uno` only, Python 3.8 syntax: the .oxt carries a copy of this file into LibreOffice's own Python.
"""

from __future__ import annotations

import contextlib
from typing import Any

import unohelper  # type: ignore[import-not-found]
from com.sun.star.awt import XTopWindowListener  # type: ignore[import-not-found]

from .office import service

Uno = Any

WIDTH, HEIGHT = 420, 220  # in the office's own units for dialogs, about a quarter of a letter each
EDIT = "com.sun.star.awt.UnoControlEditModel"


class ErrorsWindow(unohelper.Base, XTopWindowListener):  # type: ignore[misc]
    """One window, made when it is shown and gone when it is closed."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._dialog: Uno = None

    def show(self, text: str) -> None:
        """Show a text in a window of its own, in the place of one that stands there already."""
        self.close()
        self._dialog = self._made()
        self._dialog.getControl("list").Model.Text = text
        self._dialog.setVisible(True)  # nothing waits for its end

    def close(self) -> None:
        """Take the window away; the office may have done so before, with the book in front of which it stood."""
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            with contextlib.suppress(Exception):
                dialog.dispose()

    def _made(self) -> Uno:
        model = service("com.sun.star.awt.UnoControlDialogModel")
        sized(model, x=40, y=40, width=WIDTH, height=HEIGHT)
        model.Title, model.Sizeable, model.Closeable, model.Moveable = self._title, False, True, True
        field = model.createInstance(EDIT)
        sized(field, x=4, y=4, width=WIDTH - 8, height=HEIGHT - 8)
        field.MultiLine = field.ReadOnly = field.VScroll = True
        model.insertByName("list", field)
        dialog = service("com.sun.star.awt.UnoControlDialog")
        dialog.setModel(model)
        dialog.createPeer(service("com.sun.star.awt.Toolkit"), None)
        dialog.addTopWindowListener(self)
        return dialog

    def windowClosing(self, _event: Uno) -> None:
        self.close()

    def windowOpened(self, _event: Uno) -> None: ...

    def windowClosed(self, _event: Uno) -> None: ...

    def windowMinimized(self, _event: Uno) -> None: ...

    def windowNormalized(self, _event: Uno) -> None: ...

    def windowActivated(self, _event: Uno) -> None: ...

    def windowDeactivated(self, _event: Uno) -> None: ...

    def disposing(self, _source: Uno) -> None: ...


def sized(model: Uno, *, x: int, y: int, width: int, height: int) -> None:
    """Place the model of a control."""
    model.PositionX, model.PositionY, model.Width, model.Height = x, y, width, height
