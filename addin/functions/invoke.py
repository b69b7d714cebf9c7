"""One call by name with JSON arguments, as the command line and the worker make it; the answer is JSON too.

`{"value": …}` or `{"error": {"code", "ja", "en"}}`: there is an answer for every call, never a traceback.
"""

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from addin.functions.arguments import converted
from addin.functions.catalogue import function_named
from addin.functions.registry import Block, Function
from addin.home import home_folder
from addin.log import log
from calc.days.cutoff import iso
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import words

Json = Any
Answer = dict[str, Json]


def answer(name: Json, arguments: Json) -> Answer:
    """Return the answer of one worksheet function."""
    function = function_named(name) if isinstance(name, str) else None
    if function is None:
        return refused(finding("function_unknown", function=str(name)[:40]))
    if not isinstance(arguments, list):
        said = {"reason_ja": "引数は [ ] の並びで渡します", "reason_en": "its arguments are a list"}
        return refused(finding("arguments", function=function.name, **said))
    return answer_of(lambda: _called(function, arguments), name=function.name, function=function)


def answer_of(work: Callable[[], Json | Finding], *, name: str, function: Function | None = None) -> Answer:
    """Return the answer of a piece of work, its refusals in words; a fault of ours is logged and named as such."""
    try:
        value = work()
    except RefusedError as refusal:
        return refused(refusal.findings[0])
    except Exception as fault:  # noqa: BLE001 - whatever it is, the cell gets a true error and the log its place
        with suppress(RefusedError):  # a log that cannot be opened is no reason to stay without an answer
            log(home_folder()).error("function.failed", extra={"step": name.lower()}, exc_info=fault)
        return refused(finding("function_failed", function=name, fault=type(fault).__name__))
    return refused(value, function=function) if isinstance(value, Finding) else {"value": value}


def refused(found: Finding, *, function: Function | None = None) -> Answer:
    """Return a finding as an answer, in the form that the function's own errors have."""
    said = words(found)
    prefix, repeats = (function.code_prefix, function.repeats) if function else ("", ())
    details = dict(found.details)
    repeated = {name: kind(details[name]) for name, kind in repeats if name in details}
    code = found.code.removeprefix(prefix)
    return {"error": {"code": code, "ja": _utf8(said.ja), "en": _utf8(said.en), **repeated}}


def carried(made: Answer) -> Answer:
    """Return an answer whose error every pipe and sheet carries: what was typed is repeated as it was, and may not."""
    if "error" not in made:
        return made
    return {"error": {name: _utf8(said) if isinstance(said, str) else said for name, said in made["error"].items()}}


def _utf8(text: str) -> str:
    """Return text that every pipe can carry: what was typed may hold half a surrogate pair."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _called(function: Function, arguments: Sequence[Json]) -> Json | Finding:
    values = converted(function, arguments)
    if isinstance(values, Finding):
        return values
    result = function.callable(*values)
    if isinstance(result, Finding):
        return result
    plain = _as_json(result, function.name)
    return _filled(plain, function.result, function.name) if isinstance(function.result, Block) else plain


def _as_json(result: Json | date, name: str) -> Json | Finding:
    """Return days and instants as ISO text and blocks as lists of rows; a number that is not finite is a refusal."""
    if isinstance(result, float):
        return result if math.isfinite(result) else finding("value_not_finite", function=name)
    if isinstance(result, datetime):
        return iso(result)
    if isinstance(result, date):
        return result.isoformat()
    if not isinstance(result, (list, tuple)):
        return result
    cells = [_as_json(each, name) for each in result]
    return next((each for each in cells if isinstance(each, Finding)), cells)


def _filled(rows: Json | Finding, block: Block, name: str) -> Json | Finding:
    """Return a block at its full size: what it does not use is filled with ''."""
    if isinstance(rows, Finding):
        return rows
    if len(rows) > block.rows:
        return finding("block_rows", function=name, rows=len(rows), limit=block.rows)
    width = len(block.columns)
    blank = [""] * width
    return [[*row, *blank[len(row) :]] for row in rows] + [list(blank) for _ in range(block.rows - len(rows))]
