"""The registry as plain data, for whatever is generated from it."""

from typing import Any

from addin.functions.actions import ACTIONS, Action
from addin.functions.catalogue import FUNCTIONS
from addin.functions.registry import Argument, Block, Function, Kind
from calc.outcome import finding
from calc.plan.clauses import book
from calc.text.wording import Words, words

Described = dict[str, Any]

OFFICE_CODES = (
    "action_none",
    "action_running",
    "worker_cancelled",
    "worker_command",
    "worker_lost",
    "worker_timeout",
    "worker_version",
    "worker_message",
    "sheet_date_system",
    "sheet_missing",
    "sheet_too_large",
    "office_failed",
)


def described_functions() -> list[Described]:
    """Return every worksheet function as JSON data."""
    return [_function(function) for function in FUNCTIONS]


def described_actions() -> list[Described]:
    """Return every button as JSON data."""
    return [_action(action) for action in ACTIONS]


def office_words() -> dict[str, Described]:
    """Return the words of what can fail in the office's half, which has no catalogue; `{detail}` stays to be filled."""
    return {code: _words(words(finding(code, detail="{detail}"))) for code in OFFICE_CODES}


def office_cutoffs() -> list[str]:
    """Return the plan's cut-offs as times of day, `19:00:00`: the office keeps the as-of of its books by them."""
    return sorted({cutoff.isoformat() for cutoff, _ in book().cutoffs()})


def _function(function: Function) -> Described:
    return {
        "name": function.name,
        "help": _words(function.help),
        "arguments": [_argument(argument) for argument in function.arguments],
        "result": _result(function.result),
        "cached": function.cached,
    }


def _result(result: Kind | Block) -> Described:
    """Return the kind of a result; of a block also its size, and the kind of each column."""
    if isinstance(result, Block):
        return {"kind": "block", "rows": result.rows, "columns": [kind.value for kind in result.columns]}
    return {"kind": result.value}


def _argument(argument: Argument) -> Described:
    kind, optional = argument.kind.value, argument.optional
    return {"name": argument.name, "kind": kind, "optional": optional, "help": _words(argument.help)}


def _action(action: Action) -> Described:
    return {"name": action.name, "label": _words(action.label), "help": _words(action.help)}


def _words(said: Words) -> Described:
    return {"ja": said.ja, "en": said.en}
