"""The worksheet functions of a workbook: one VBA function each, which hands its arguments to the bridge.

A formula finds them in its own workbook, so it binds by its plain name, with or without our program on the computer.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from addin.excel.statements import identifier, listed

Described = Mapping[str, Any]

HEAD = "' The worksheet functions. Made from the registry: what is changed here is gone with the next build.\n"


def wrappers(functions: Sequence[Described]) -> str:
    """Return the text of the module with every worksheet function.

    None of them is volatile: Excel would compute all of those after every input into any cell. What has to be asked
    anew after a button was pressed is on the list of `HikaeLive`.
    """
    return f"{HEAD}Option Explicit\n" + "".join(f"\n{_wrapper(each)}" for each in functions)


def arguments_of(function: Described) -> list[str]:
    """Return what the arguments of a function are called in VBA; letter case does not tell two names apart there."""
    names = [function["name"]]
    for argument in function["arguments"]:
        names.append(identifier(argument["name"], names))
    return names[1:]


def _wrapper(function: Described) -> str:
    """Return a function; an argument that is left out becomes Null, which no cell holds: a blank cell is none of that.

    Arguments are untyped, so that a blank or an error in a cell arrives instead of failing on the way.
    """
    name, names = function["name"], arguments_of(function)
    may_lack = {each for each, argument in zip(names, function["arguments"], strict=True) if argument["optional"]}
    declared = [f"{'Optional ' if each in may_lack else ''}ByVal {each} As Variant" for each in names]
    return "".join(
        (
            listed(f"Public Function {name}(", declared, ") As Variant"),
            *(f"    If IsMissing({each}) Then {each} = Null\n" for each in names if each in may_lack),
            listed(f'{name} = HikaeCall("{name}", Array(', names, "))", indent="    "),
            "End Function\n",
        )
    )
