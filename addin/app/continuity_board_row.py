"""One row of the headquarters' board, and how rows are fitted into their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from calc.text.wording import Words


@dataclass(frozen=True, slots=True)
class BoardRow:
    """What a row is about, its state as symbol and word, what is told of it, since when and until when."""

    subject: str
    state: str
    told: str = ""
    since: datetime | None = None
    until: datetime | None = None


def row(
    about: Words, state: str, told: Words, *, since: datetime | None = None, until: datetime | None = None
) -> BoardRow:
    """Return a row, both languages in each text, Japanese above English."""
    return BoardRow(both(about), state, both(told), since, until)


def both(words: Words) -> str:
    """Return a thing said twice as the text of one cell; what is the same in both languages stands once."""
    ja, en = words.ja.strip(), words.en.strip()
    return ja if ja == en else f"{ja}\n{en}"


def same(text: str) -> Words:
    """Return what a person said, the same in both languages."""
    return Words(text, text)


def shown(rows: Sequence[BoardRow], room: int) -> tuple[BoardRow, ...]:
    """Return as many rows as there is room for; the last one then tells how many more there are."""
    if len(rows) <= room:
        return tuple(rows)
    more = len(rows) - room + 1
    return (*rows[: room - 1], BoardRow(f"他 {more} 件\n+{more} more", "▲ 続きあり more"))
