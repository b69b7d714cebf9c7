"""The work behind the buttons: the use case, and what the desk is told of it."""

from typing import Any

from addin.app.record_sheet import record_sheet
from addin.home import home_folder
from addin.store.journal import Journal, short_head

Json = Any


def record(title: str, sheet: str, cells: list[list[Any]]) -> dict[str, Json]:
    """Record the active sheet; the mark names the entry and the head it gave the journal."""
    with Journal(home_folder()) as journal:
        entry = record_sheet(journal, title=title, sheet=sheet, cells=cells)
    mark = f"#{entry.n} {short_head(entry.hash)}"
    ja, en = ("記録しました", "Recorded") if entry.added else ("前の記録と同じ内容です", "Already recorded, unchanged")
    return {"said": {"ja": f"{ja} {mark}", "en": f"{en} {mark}"}, "mark": mark}
