"""What the macros ask for beside worksheet functions: the buttons, the clock, the last errors, one greeting.

Excel waits for each of them; meanwhile they ask it for cells. What happens comes back as two values: whether it was
done, and the words to show.
"""

import contextlib
from typing import Any

from addin.excel.agreed import BRIDGE, XLWINGS
from addin.excel.asof import refresh
from addin.excel.errors import LAST_ERRORS
from addin.excel.functions import asked
from addin.excel.recorded import MARK_CELL
from addin.excel.sheet import ExcelSheet
from addin.functions.actions import performed
from addin.functions.described import office_cutoffs
from addin.functions.invoke import Answer, refused
from addin.last_errors import listed
from addin.now import next_refresh, now
from calc.outcome import finding

Com = Any
Told = list[list[Any]]

FAILED, DONE = 0.0, 1.0


@asked
def hello(*given: Any) -> Told:  # noqa: ANN401 - what COM hands over
    """Say whether macros and program belong together, and if not, why: (bridge, xlwings) of the macros."""
    ours = (BRIDGE, XLWINGS)
    if given == ours:
        return [[DONE, ""]]
    said = f"{'/'.join(map(str, given))} ≠ {'/'.join(ours)}"
    return _told("HIKAE", refused(finding("excel_versions", detail=said)))


@asked
def act(*given: Any) -> Told:  # noqa: ANN401 - same
    """Do what a button does in a workbook: (button, workbook)."""
    name, book = given
    if _saves_itself(book):
        return _told(str(name), refused(finding("excel_autosave")))
    made = performed(name, lambda: ExcelSheet(book))
    if "error" in made:
        return _told(str(name), made)
    said, mark = made["value"]["said"], made["value"]["mark"]
    with contextlib.suppress(Exception):  # what was recorded stays recorded, also where its mark cannot be written
        if mark:
            ExcelSheet(book).write({MARK_CELL: [[mark]]})
    with contextlib.suppress(Exception):
        refresh(book, now())
    return [[DONE, f"{said['ja']} / {said['en']}"]]


@asked
def tick(*given: Any) -> Told:  # noqa: ANN401 - same
    """Bring HIKAE_ASOF of a workbook to the present instant: (workbook). Returns the seconds until it is due again."""
    at = now()
    with contextlib.suppress(Exception):  # such as a sheet with a password: the book then looks old by its own clock
        refresh(given[0], at)
    return [[(next_refresh(at, office_cutoffs()) - at).total_seconds()]]


@asked
def last_errors(*given: Any) -> Told:  # noqa: ANN401 - same
    """Return the last errors as text, the newest first, nothing where there are none: (how many at most)."""
    most = int(given[0])
    return [[listed(LAST_ERRORS.all[-most:])]]


def _saves_itself(book: Com) -> bool:
    """Return whether every change of a book is saved at once, and sent to whoever has it open; old Excels do not."""
    with contextlib.suppress(Exception):  # such as no book, and an Excel that does not know of it
        return bool(book.AutoSaveOn)
    return False


def _told(where: str, made: Answer) -> Told:
    """Return what was refused as its words, which are then among the last errors."""
    error = LAST_ERRORS.keep(where, made["error"])
    return [[FAILED, f"{error['ja']}\n\n{error['en']}"]]
