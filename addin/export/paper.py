"""Paper: sections of tables, forms and clause cards as one PDF on A4, black on white, that a FAX can carry.

`paper.typ` holds every measure of the page; here are only the shapes that it sets. What comes out depends on what goes
in and on nothing else: fonts travel with the product, and the date of the file is the instant that it speaks of.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from calc.outcome import RefusedError, finding
from calc.text.wording import Words

if TYPE_CHECKING:
    from typst import Fonts

FONT = "Noto Sans JP"


class Kind(StrEnum):
    """What a column holds: text, a number, a square to tick, or room to write in."""

    TEXT = "text"
    NUMBER = "number"
    BOX = "box"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `mm` is its width, 0 for a share of what is left, and `share` how large that is."""

    head: Words
    mm: float = 0.0
    kind: Kind = Kind.TEXT
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `row_mm` is how high its rows are at least, for a hand to write in; a whole one is not parted."""

    heading: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    row_mm: float = 0.0
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What begins on a page of its own: lines under its title, labels with room to write behind them, tables."""

    title: Words
    lead: tuple[str, ...] = ()
    fields: tuple[Words, ...] = ()
    tables: tuple[Table, ...] = ()
    closing: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class CardPage:
    """One clause card, half a sheet: its rows are a label and what it says, either in both languages."""

    number: str
    document: str
    who: Words
    words: Words
    rows: tuple[tuple[Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Running:
    """What stands on every page: the business date, the instant, the record's head; `mark` is a drill's, or nothing."""

    business_date: str
    at: datetime
    head: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that is printed, in its order."""

    running: Running
    sections: tuple[Section, ...]
    cards: tuple[CardPage, ...]
    card_title: Words


def pdf_of(paper: Paper) -> bytes:
    """Return the paper as PDF, the same bytes for the same content. Raises RefusedError `paper_font_missing`."""
    from typst import compile as typeset  # noqa: PLC0415 - a large library that only this needs

    document = json.dumps(asdict(paper), ensure_ascii=False, default=datetime.isoformat)
    source = files("addin.export").joinpath("paper.typ").read_bytes()
    return typeset(
        source,
        font_paths=typefaces(),
        ignore_system_fonts=True,
        sys_inputs={"paper": document},
        timestamp=paper.running.at,
        pdf_tags=False,  # for a program that reads aloud; the file is for a printer, and three times smaller so
    )


@cache
def typefaces() -> "Fonts":
    """Return the typefaces: the Japanese one, and what the setter brings for the signs that it lacks.

    Raises RefusedError `paper_font_missing`: a page without Japanese would look printed and say nothing.
    """
    from pylopdf_fonts_jp import sans_path  # noqa: PLC0415 - only paper needs it
    from typst import Fonts  # noqa: PLC0415

    made = Fonts(include_system_fonts=False, font_paths=[sans_path().parent])
    if FONT not in made.families():
        raise RefusedError([finding("paper_font_missing", font=FONT, path=sans_path())])
    return made
