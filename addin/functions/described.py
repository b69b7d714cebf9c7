"""The registry as plain data, for whatever is generated from it."""

from typing import Any

from addin.functions.actions import ACTIONS, Action
from addin.functions.registry import FUNCTIONS, Argument, Function
from calc.outcome import finding
from calc.text.wording import Words, words

Described = dict[str, Any]

OFFICE_CODES = (
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


def _function(function: Function) -> Described:
    arguments = [_argument(argument) for argument in function.arguments]
    return {"name": function.name, "help": _words(function.help), "arguments": arguments}


def _argument(argument: Argument) -> Described:
    kind, optional = argument.kind.value, argument.optional
    return {"name": argument.name, "kind": kind, "optional": optional, "help": _words(argument.help)}


def _action(action: Action) -> Described:
    return {"name": action.name, "label": _words(action.label), "help": _words(action.help)}


def _words(said: Words) -> Described:
    return {"ja": said.ja, "en": said.en}
