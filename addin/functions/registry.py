"""What a worksheet function is: its arguments, its help, its result, and where it is written.

Each function is declared once, in `declared`; the interface of each host, the help and the command line are made from
there. Sheets hold dates as day numbers, blank cells as 0 and wrong values as errors; functions get dates, instants,
numbers, texts and rows, and nothing of the sheet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, cast

from calc.text.wording import Words


class Kind(StrEnum):
    """What an argument or a result is.

    In JSON: an ISO date, an ISO instant with its offset, a number, a text, a list of rows, rows or the handle of a
    stored table (`curve:2026-11-20@7f3a`), or whatever one cell holds.
    """

    DATE = "date"
    INSTANT = "instant"
    NUMBER = "number"
    TEXT = "text"
    RANGE = "range"
    TABLE = "table"
    CELL = "cell"


class Zero(StrEnum):
    """What 0 means, which is also what every host makes of a blank cell: a number as any other, or nothing typed."""

    NUMBER = "number"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; only the last ones may be optional, and `default` is then what the function gets."""

    name: str
    kind: Kind
    help: Words
    unit: str = ""
    zero: Zero = Zero.NUMBER
    optional: bool = False
    default: float | str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A result of many cells: rows of these columns, always as many, those without content filled with ''."""

    rows: int
    columns: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """One worksheet function; `target` is `module:function` and is imported at its first call.

    A function that is not `cached` may answer the same arguments otherwise a moment later. Its errors leave out
    `code_prefix` and repeat the details named in `repeats`, each read by its type.
    """

    name: str
    arguments: tuple[Argument, ...]
    help: Words
    target: str
    result: Kind | Block = Kind.NUMBER
    cached: bool = True
    code_prefix: str = ""
    repeats: tuple[tuple[str, type[str | int]], ...] = ()

    @property
    def callable(self) -> Callable[..., Any]:
        """The function itself; it takes the arguments in order and returns a value, a block of rows or a Finding."""
        return target_of(self.target)


@cache
def target_of(target: str) -> Callable[..., Any]:
    """Return what `module:name` names; its module is imported only now."""
    module, _, name = target.partition(":")
    return cast("Callable[..., Any]", getattr(import_module(module), name))
