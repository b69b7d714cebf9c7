"""The command line: the same use cases without any spreadsheet.

Only the module of the command that was asked for is imported, so that `plan` and `price` start at once.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import typer
from typer.exceptions import TyperException

from addin import runtime
from addin.commands.output import INTERRUPTED, NOTHING_DONE, Lang, told
from addin.home import home_folder
from addin.log import log
from calc.outcome import RefusedError, finding

COMMANDS = ("day", "price", "margin", "plan", "journal", "build", "call", "worker", "warm", "bench")
KEYBOARD_INTERRUPT = 130  # what typer returns for it


def program(asked: Sequence[str]) -> typer.Typer:
    """Return the program with the command that was asked for, with all of them when none was."""
    app = typer.Typer(
        name="hikae",
        help="控え: CDS清算の非常時業務を続けるための道具 / keeps the work around CDS clearing going.",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(version)
    named = next((word for word in asked if word in COMMANDS), None)
    for name in (named,) if named else COMMANDS:
        module = import_module(f"addin.commands.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, name))
    return app


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        from addin.app.versions import versions  # noqa: PLC0415

        for name, value in versions().items():
            sys.stdout.write(f"{name} {value}\n")
        raise typer.Exit


def version(
    version: bool = typer.Option(  # noqa: FBT001 - handled by its callback
        False,  # noqa: FBT003
        "--version",
        callback=_show_version,
        is_eager=True,
        help="版 / versions of product, engine, plan and calendar",
    ),
) -> None:
    """控え / Hikae."""


def main() -> None:
    """Run the command line and end with its exit code; nobody reads a traceback."""
    for warning in runtime.prepare():
        told([warning], Lang.BOTH)
    sys.exit(ended(sys.argv[1:]))


def ended(asked: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 to the end, 1 by --strict, 2 nothing usable done, 3 interrupted."""
    try:
        code = program(asked)(list(asked), standalone_mode=False)
    except RefusedError as refused:
        told(refused.findings, _language(asked))
        return NOTHING_DONE
    except TyperException as usage:
        if usage.format_message().strip():
            sys.stderr.write(f"✗ 使い方が違います / usage: {usage.format_message()}\n")
        return NOTHING_DONE
    except Exception as fault:  # noqa: BLE001 - the desk gets a finding, the technician's log the traceback
        with suppress(RefusedError):
            log(home_folder(_home(asked))).error("command.failed", exc_info=fault)
        told([finding("internal_fault", kind=type(fault).__name__)], _language(asked))
        return NOTHING_DONE
    if code == KEYBOARD_INTERRUPT:
        sys.stderr.write("中断しました / interrupted\n")
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _said(asked: Sequence[str], option: str) -> str | None:
    """Return the value of an option before the options are parsed."""
    following = dict(pairwise(asked))
    joined = (word.removeprefix(f"{option}=") for word in asked if word.startswith(f"{option}="))
    return following.get(option, next(joined, None))


def _home(asked: Sequence[str]) -> Path | None:
    said = _said(asked, "--home")
    return Path(said) if said else None


def _language(asked: Sequence[str]) -> Lang:
    """Return the language the command was asked to speak, before its options are parsed."""
    said = _said(asked, "--lang")
    return Lang(said) if said in list(Lang) else Lang.BOTH
