"""Every VBA module of our packages: what is made from the registry, and what is written by hand in `vba/`."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from addin.excel.callbacks import MODULE as RIBBON
from addin.excel.callbacks import callbacks
from addin.excel.facts import facts
from addin.excel.help_text import help_text
from addin.excel.ribbon import OWN_HERE
from addin.excel.vbaproject import Module, ModuleKind
from addin.excel.wrappers import wrappers

Described = Mapping[str, Any]

BOOK = "ThisWorkbook"
BY_HAND = ("HikaeBridge", "HikaeCells", "HikaeDesk")  # each calls only those before it


def vba_modules(
    functions: Sequence[Described], actions: Sequence[Described], *, sheets: Sequence[str], version: str
) -> tuple[Module, ...]:
    """Return the modules of a book whose sheets have these code names, or of the add-in; the same for the same product.

    Raises ValueError for a help text that is too long, and for what `Module` refuses.
    """
    return (
        Module(BOOK, written(BOOK), ModuleKind.WORKBOOK),
        *(Module(name, "", ModuleKind.SHEET) for name in sheets),
        *(Module(name, written(name)) for name in BY_HAND),
        Module("HikaeFunctions", wrappers(functions)),
        Module("HikaeHelp", written("HikaeHelp")),
        Module("HikaeHelpTexts", help_text(functions)),
        Module("HikaeFacts", facts(functions, version=version)),
        Module(RIBBON, callbacks([*actions, *OWN_HERE])),
    )


def written(name: str) -> str:
    """Return the text of a module that is written by hand."""
    return files("addin.excel").joinpath(f"vba/{name}.bas").read_text("utf-8")
