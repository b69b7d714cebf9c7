"""The work behind the buttons: the use case, and what the desk is told of it."""

from collections.abc import Callable
from typing import Any

from addin.app.desk_day import Desk, Done
from addin.books.port import Sheet
from addin.home import BANNER, Mode, home_folder
from addin.now import now
from addin.store.mode import mode_of
from calc.text.wording import Words

Json = Any


def import_day(sheet: Sheet) -> dict[str, Json]:
    """Read the day's folder into the book."""
    from addin.app.desk_import import imported_day  # noqa: PLC0415 - each button loads what it needs

    return _told(imported_day, sheet)


def check(sheet: Sheet) -> dict[str, Json]:
    """Check the book's quotes."""
    from addin.app.desk_check import checked_book  # noqa: PLC0415

    return _told(checked_book, sheet)


def calculate(sheet: Sheet) -> dict[str, Json]:
    """Compute the day."""
    from addin.app.desk_prices import computed_book  # noqa: PLC0415

    return _told(computed_book, sheet)


def apply_plan(sheet: Sheet) -> dict[str, Json]:
    """Show what applies."""
    from addin.app.desk_plan import applied_plan  # noqa: PLC0415

    return _told(applied_plan, sheet)


def send(sheet: Sheet) -> dict[str, Json]:
    """Enter the book's quotes, and let them leave once two persons have said so."""
    from addin.app.desk_send import sent_quotes  # noqa: PLC0415

    return _told(sent_quotes, sheet)


def export(sheet: Sheet) -> dict[str, Json]:
    """Make the upload file of the book's template."""
    from addin.app.desk_export import exported_file  # noqa: PLC0415

    return _told(exported_file, sheet)


def drill(sheet: Sheet) -> dict[str, Json]:
    """Say whether this record is a drill's, and make one."""
    from addin.app.desk_drill import drill_home  # noqa: PLC0415

    return _told(drill_home, sheet)


def record(sheet: Sheet) -> dict[str, Json]:
    """Record the active sheet; the mark names the entry and the head it gave the journal."""
    return _told(_recorded, sheet)


def _recorded(desk: Desk) -> Done:
    from addin.app.record_sheet import record_sheet  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    with Journal(desk.home) as journal:
        entry = record_sheet(journal, title=desk.sheet.title, sheet=desk.sheet.sheet, cells=desk.sheet.cells())
    ja, en = ("記録しました", "Recorded") if entry.added else ("前の記録と同じ内容です", "Already recorded, unchanged")
    done = Done(Words(ja, en), entry)
    return Done(Words(f"{ja} {done.mark}", f"{en} {done.mark}"), entry)


def _told(work: Callable[[Desk], Done], sheet: Sheet) -> dict[str, Json]:
    """Return what a button came to as the office shows it; a drill says so first."""
    desk = Desk(sheet, home_folder(), now())
    done = work(desk)
    banner = f"{BANNER} " if mode_of(desk.home) is Mode.DRILL else ""
    return {"said": {"ja": f"{banner}{done.said.ja}", "en": f"{banner}{done.said.en}"}, "mark": done.mark}
