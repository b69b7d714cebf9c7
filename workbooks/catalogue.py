"""Every workbook that we build, by its name: what `hikae build` writes and `hikae open NAME` opens."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from openpyxl import Workbook

from addin.books.style import saved

_BUILDERS: Mapping[str, str] = {
    "quotes": "workbooks.quotes:quotes_book",
    "margin": "workbooks.margin:margin_book",
    "contingency": "workbooks.contingency:contingency_book",
    "continuity": "workbooks.continuity:continuity_book",
}

NAMES = tuple(_BUILDERS)


def file_name(name: str) -> str:
    """Return the name of a workbook's file."""
    return f"{name}.xlsx"


def excel_name(name: str) -> str:
    """Return the name of the same workbook's file for Excel, with macros and ribbon."""
    return f"{name}.xlsm"


def form(name: str) -> Workbook:
    """Return a workbook with nothing filled in but its own fields, in memory; its builder is loaded only now."""
    module, _, function = _BUILDERS[name].partition(":")
    return cast("Callable[[], Workbook]", getattr(import_module(module), function))()


def built(name: str) -> bytes:
    """Return the file of a workbook with nothing filled in, the same bytes each time."""
    return saved(form(name))
