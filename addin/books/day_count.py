"""From which day a workbook counts its days, as its package says it.

All of this runs in the child that `addin.books.confined` starts; what it finds leaves it as JSON.
"""

import io
import zipfile
from collections.abc import Callable

from addin.books.confined import READERS
from addin.books.saved_regions import SavedBook
from addin.books.xlsx import unsafe


def speak(data: bytes, tell: Callable[[object], None]) -> None:
    """Tell `{"from_1904": true}` or false of a book, or the code and details why that cannot be said.

    Told first is what holds should the reading never end.
    """
    tell({"code": "xlsx_unsafe", "reason": str(READERS["days"])})
    tell(said_of(data))


def said_of(data: bytes) -> dict[str, object]:
    """Return what `speak` tells of a content."""
    reason = unsafe(data)
    if reason:
        return {"code": "xlsx_unsafe", "reason": reason}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {"from_1904": SavedBook(package).counts_from_1904}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken package makes a parser raise, the desk gets one finding
        return {"code": "xlsx_unreadable"}
