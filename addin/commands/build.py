"""`hikae build`: the LibreOffice extension, written whole into one folder."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer


def build(out: Annotated[Path, typer.Option(help="出力先 / folder for the result")] = Path("build")) -> None:
    """LibreOffice用アドインを作る / Build the LibreOffice add-in."""
    from addin.files import ensure_folder, replace_file  # noqa: PLC0415 - loaded when it is asked for
    from addin.functions import described  # noqa: PLC0415
    from addin.libreoffice import package  # noqa: PLC0415

    made = package.extension(
        described.described_functions(),
        described.described_actions(),
        words=described.office_words(),
        version=version("hikae"),
    )
    target = ensure_folder(out) / package.NAME
    replace_file(target, made)
    typer.echo(str(target))
