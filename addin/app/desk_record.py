"""控え / Record: the sheet in front as it is shown, into the journal."""

from addin.app.desk_day import Desk, Done
from addin.app.record_sheet import record_sheet
from addin.store.journal import Journal
from calc.text.wording import Words


def recorded_sheet(desk: Desk) -> Done:
    """Return the entry of the sheet in front; the mark names it and the head that it gave the journal."""
    with Journal(desk.home) as journal:
        entry = record_sheet(journal, title=desk.sheet.title, sheet=desk.sheet.sheet, cells=desk.sheet.cells())
    ja, en = ("記録しました", "Recorded") if entry.added else ("前の記録と同じ内容です", "Already recorded, unchanged")
    mark = Done(Words(ja, en), entry).mark
    return Done(Words(f"{ja} {mark}", f"{en} {mark}"), entry)
