"""The command line: the same use cases without any spreadsheet.

Only the module of the command that was asked for is imported, so that `plan` and `price` start at once.
"""

import builtins
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from keyword import iskeyword
from pathlib import Path

import typer
from click.exceptions import ClickException

from addin import runtime
from addin.commands.output import INTERRUPTED, NOTHING_DONE, PROGRAM, Lang, told
from addin.home import BANNER, Mode, home_folder, is_home
from addin.now import follow
from calc.outcome import RefusedError, finding

COMMANDS = (
    "day",
    "price",
    "price-day",
    "proxy",
    "quotes",
    "outage",
    "hearing",
    "margin",
    "explain",
    "whatif",
    "backtest",
    "stress",
    "plan",
    "journal",
    "bundle",
    "restore",
    "approve",
    "release",
    "solo",
    "drill",
    "export",
    "import",
    "settings",
    "open",
    "check",
    "pack",
    "move",
    "continuity",
    "paper",
    "build",
    "normalise",
    "repair",
    "kit",
    "call",
    "worker",
    "warm",
    "bench",
)
BANNER_SECONDS = 0.2  # a record that somebody holds longer is waited for by who needs it, not before
KEYBOARD_INTERRUPT = 130  # what typer returns for it
_FOR_PROGRAMS = {"--json", "call", "worker", "export", "head"}  # whose standard output is no page for people


def program(asked: Sequence[str]) -> typer.Typer:
    """Return the program with the command that was asked for, with all of them when none was and help is wanted."""
    app = typer.Typer(
        name=PROGRAM,
        help="控え: CDS清算の非常時業務を続けるための道具 / keeps the work around CDS clearing going.",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(version)
    named = next((word for word in asked if word in COMMANDS), None)
    for name in (named,) if named else () if "--version" in asked else COMMANDS:
        module = import_module(f"addin.commands.{python_name(name)}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, python_name(name)))
    return app


def python_name(command: str) -> str:
    """Return the name that a command's module and function have; `import` and `open` are words of Python's own."""
    return command.replace("-", "_") + "_" * (iskeyword(command) or hasattr(builtins, command))


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
        _show_banner(asked)
        code = program(asked)(list(asked), prog_name=PROGRAM, standalone_mode=False)
    except RefusedError as refused:
        told(refused.findings, _language(asked))
        return NOTHING_DONE
    except ClickException as usage:
        from addin.commands.usage import usage_finding  # noqa: PLC0415 - most command lines are right

        found = usage_finding(usage)
        told([] if found is None else [found], _language(asked))
        return NOTHING_DONE
    except Exception as fault:  # noqa: BLE001 - the desk gets a finding, the technician's log the traceback
        from addin.log import log  # noqa: PLC0415 - loads half a dozen modules that a good run does not need

        with suppress(RefusedError):
            log(home_folder(_home(asked))).error("command.failed", exc_info=fault)
        told([finding("internal_fault", kind=type(fault).__name__)], _language(asked))
        return NOTHING_DONE
    if code == KEYBOARD_INTERRUPT:
        sys.stderr.write("中断しました / interrupted\n")
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _show_banner(asked: Sequence[str]) -> None:
    """Say first of all that this is a drill, on standard output unless a program reads that, and go by its clock."""
    follow(None)
    folder = home_folder(_home(asked))
    if not is_home(folder):
        return
    from addin.store.mode import mode_of  # noqa: PLC0415 - most first commands have no record yet

    if mode_of(folder, patience=BANNER_SECONDS) is Mode.DRILL:
        (sys.stderr if _FOR_PROGRAMS & set(asked) else sys.stdout).write(f"{BANNER}\n")
        from addin.drills.clock import follow_drill  # noqa: PLC0415 - a live home goes by the real clock

        follow_drill(folder)


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
