"""`hikae build`: the LibreOffice extension and the workbooks, each written whole into one folder."""

from pathlib import Path
from typing import Annotated

import typer


def build(out: Annotated[Path, typer.Option(help="出力先 / folder for the results")] = Path("build")) -> None:
    """LibreOffice用アドインとブックを作る / Build the LibreOffice add-in and the workbooks."""
    from addin.files import ensure_folder, replace_file  # noqa: PLC0415 - loaded when it is asked for
    from workbooks import catalogue  # noqa: PLC0415

    files = {catalogue.file_name(name): catalogue.built(name) for name in catalogue.NAMES}
    folder = ensure_folder(out)
    for name, data in {**_extension(), **files}.items():
        replace_file(folder / name, data)
        typer.echo(str(folder / name))


def _extension() -> dict[str, bytes]:
    """Return the extension by its file's name."""
    from addin.libreoffice.package import NAME  # noqa: PLC0415
    from addin.office.extension import extension  # noqa: PLC0415

    return {NAME: extension()}
