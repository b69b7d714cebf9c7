"""What `uno_driver.py` does, for a document that somebody else opened, and where things stand on the screen.

A visible document is never opened through the pipe: with a window LibreOffice may wait for ever in that call.
"""

import sys
import time
from pathlib import Path
from typing import Any

import uno
import uno_driver

DEEPEST = 14
OPEN_SECONDS = 20.0


class WindowDriver(uno_driver.Driver):
    """The driver of an office with windows."""

    def adopt(self, path: str) -> str:
        """Return the identifier of the document at a path, waiting for it to be open."""
        url, end = uno.systemPathToFileUrl(str(Path(path).resolve())), time.monotonic() + OPEN_SECONDS
        while time.monotonic() < end:
            for document in self.desktop.Components:
                if getattr(document, "URL", "") == url and document.CurrentController is not None:
                    self.documents[document.RuntimeUID] = document
                    return str(document.RuntimeUID)
            time.sleep(0.05)
        raise ValueError(f"{path} is not open")

    def selected(self, document: str) -> str:
        """Return which cells are chosen, such as $'市場 Market'.$B$10."""
        return str(self.documents[document].CurrentSelection.AbsoluteName)

    def pointed(self, document: str, name: str) -> str:
        """Return the cells that a name stands for; an address is one of the sheet in front."""
        opened = self.documents[document]
        if opened.NamedRanges.hasByName(name):
            return str(opened.NamedRanges.getByName(name).getReferredCells().AbsoluteName)
        return str(opened.CurrentController.ActiveSheet.getCellRangeByName(name).AbsoluteName)

    def place(self, document: str, words: str) -> list[int]:
        """Return where the button is whose name holds these words: across and up, from the window's lower left corner.

        From below, because the office does not count the menu at the top, which belongs to the desktop's toolkit.
        """
        window = self.documents[document].CurrentController.Frame.ContainerWindow.AccessibleContext
        found = found_below(window, words, DEEPEST)
        if found is None:
            raise ValueError(f"nothing on the screen is called {words}")
        origin, corner, size = window.LocationOnScreen, found.LocationOnScreen, found.Size
        across, down = corner.X - origin.X + size.Width // 2, corner.Y - origin.Y + size.Height // 2
        return [across, window.Size.Height - down]


def children(context: Any) -> list[Any]:
    """Return what stands directly below; a sheet's million cells are left out."""
    count = context.getAccessibleChildCount()
    below = [context.getAccessibleChild(position) for position in range(count)] if count < 1000 else []
    return [child.AccessibleContext for child in below if child is not None]


def found_below(context: Any, words: str, depth: int) -> Any | None:
    """Return the visible thing whose name holds some words, the first one from above."""
    if words in (context.AccessibleName or "") and context.Size.Width > 0 and not children(context):
        return context
    below = (found_below(child, words, depth - 1) for child in children(context)) if depth else ()
    return next((found for found in below if found is not None), None)


if __name__ == "__main__":
    uno_driver.Driver = WindowDriver
    uno_driver.main(sys.argv[1], float(sys.argv[2]))
