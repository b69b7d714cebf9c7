"""The module that xlwings' server is asked for worksheet functions: each of the registry, by its own name.

What the macros hand over first says whether their book counts its days from 1904; then come the arguments. Nothing is
converted by xlwings, and no workbook is handed over: it would look in there for code.
"""

from collections.abc import Callable
from typing import Any

from addin.excel.calls import Call
from addin.excel.given import Variant
from addin.excel.taken import taken
from addin.functions.described import described_functions

Asked = Callable[..., list[Any]]

xlwings = taken()


def as_rows(value: Variant) -> list[Any]:
    """Return an answer as xlwings' server wants it: rows, also of a single value."""
    return list(value) if isinstance(value, tuple) else [[value]]


def asked(function: Asked) -> Asked:
    """Return a function as xlwings' server calls it, with what COM hands over and nothing else."""
    made: Asked = xlwings.func(xlwings.arg("*given", "raw")(xlwings.ret("raw")(function)))
    return made


def _function(call: Call) -> Asked:
    def function(*given: Variant) -> list[Any]:
        return as_rows(call.shown(given[1:], is_1904=bool(given[0])))

    function.__name__, function.__doc__ = call.name, call.help["en"]
    return asked(function)


globals().update({call.name: _function(call) for call in map(Call, described_functions())})
