"""What the ribbon's buttons call: one VBA procedure each, which hands the button on to the bridge."""

from collections.abc import Mapping, Sequence
from typing import Any

Described = Mapping[str, Any]

MODULE = "HikaeRibbon"
HEAD = "' The ribbon's buttons. Made from the registry: what is changed here is gone with the next build.\n"
_SHOWS = {"ERRORS": "HikaeShowErrors"}  # needs no program beside Excel, or it could not say what is wrong with that


def callback(button: Described) -> str:
    """Return the procedure that a button calls: IMPORT is OnImport."""
    return "On" + "".join(word.capitalize() for word in button["name"].split("_"))


def callbacks(buttons: Sequence[Described]) -> str:
    """Return the text of the module with a procedure for each button; the macro dialog does not list them."""
    return f"{HEAD}Option Explicit\nOption Private Module\n" + "".join(f"\n{_procedure(each)}" for each in buttons)


def _procedure(button: Described) -> str:
    work = _SHOWS.get(button["name"], f'HikaeAct "{button["name"]}"')
    return f"Public Sub {callback(button)}(control As IRibbonControl)\n    {work}\nEnd Sub\n"
