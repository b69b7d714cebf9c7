"""Every workbook that we build, by its name: what `hikae build` writes and `hikae open NAME` opens."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

_BUILDERS: Mapping[str, str] = {"quotes": "workbooks.quotes:quotes_bytes"}

NAMES = tuple(_BUILDERS)


def file_name(name: str) -> str:
    """Return the name of a workbook's file."""
    return f"{name}.xlsx"


def built(name: str) -> bytes:
    """Return a workbook's file, the same bytes each time; its builder is loaded only now."""
    module, _, function = _BUILDERS[name].partition(":")
    return cast("Callable[[], bytes]", getattr(import_module(module), function))()
