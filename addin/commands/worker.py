"""`hikae worker`: the calculation side of an office, started by the add-in and by nobody else."""

from enum import StrEnum
from typing import Annotated

import typer


class Role(StrEnum):
    """What a worker is for; each role has a process of its own."""

    FUNCTIONS = "functions"
    ACTIONS = "actions"


def worker(role: Annotated[Role, typer.Argument(help="役割 / role")]) -> None:
    """表計算の計算側（アドインが起動する） / Serve an office over standard input and output; the add-in starts it."""
    from addin.worker.main import main  # noqa: PLC0415 - loaded when it is asked for

    raise typer.Exit(main(role.value))
