"""`hikae warm`: compile every kernel once, so that the first bad day does not wait for it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

Carried = Annotated[
    Path | None, typer.Option("--from", help="キットの計算部品 / kernels of a kit, put into the cache first")
]


def warm(carried: Carried = None) -> None:
    """計算部品を準備する / Compile the kernels into this user's cache."""
    from addin.app.warm import warmed  # noqa: PLC0415 - kernels load only when needed
    from addin.kit.compiled import compiled_here, laid_down  # noqa: PLC0415

    if carried is not None:
        laid_down(carried.expanduser().absolute())
    ready = warmed()
    sys.stdout.write(f"準備完了 / ready: {ready} kernels, {compiled_here()} compiled here\n")
