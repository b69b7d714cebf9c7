"""A command line that the program does not understand, in the words of the desk: the parser's own are English."""

from typing import Any

from click import exceptions as wrong
from click.core import Parameter
from click.types import Choice, DateTime, FloatRange, IntRange, ParamType

from addin.commands.output import PROGRAM
from calc.outcome import Finding, finding

EXAMPLE_DATE = "2026-11-20"


def usage_finding(error: wrong.ClickException) -> Finding | None:
    """Return what is wrong with a command line; None when it was empty and its help has been shown instead."""
    how = _help(error)
    match error:
        case wrong.NoArgsIsHelpError():
            found = None
        case wrong.MissingParameter(param=Parameter() as asked):
            found = finding("usage_missing", name=_name(asked), how=how)
        case wrong.BadParameter(param=Parameter() as asked):
            found = finding("usage_value", name=_name(asked), allowed=_allowed(asked.type), how=how)
        case wrong.NoSuchOption():
            found = finding("usage_option", name=error.option_name, how=how)
        case wrong.BadOptionUsage():
            found = finding("usage_option_value", name=error.option_name, how=how)
        case wrong.NoSuchCommand():
            found = finding("usage_command", name=error.command_name, how=how)
        case _:  # the parser lists in parentheses what it has no place for
            found = finding("usage_extra", words=error.format_message().rpartition("(")[2].rstrip(")"), how=how)
    return found


def _help(error: wrong.ClickException) -> str:
    """Return the command line whose help tells more."""
    context = error.ctx if isinstance(error, wrong.UsageError) else None
    return f"{PROGRAM if context is None else context.command_path} --help"


def _name(parameter: Parameter) -> str:
    """Return an option by its longest spelling, an argument by its name in capitals."""
    return max(parameter.opts, key=len) if parameter.param_type_name == "option" else parameter.human_readable_name


def _allowed(kind: ParamType[Any]) -> str:
    """Return the values that a parameter takes: all of them, an example, or the numbers from which to which."""
    match kind:
        case Choice():
            return " / ".join(map(str, kind.choices))
        case DateTime():
            return EXAMPLE_DATE
        case IntRange() | FloatRange():
            ends = ("" if each is None else f"{each:g}" for each in (kind.min, kind.max))
            return "–".join(ends)
        case _:
            return kind.name
