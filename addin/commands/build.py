"""`hikae build`: the LibreOffice extension and the workbooks, filled with the example day, each with its text dump."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path | None, typer.Option(help="出力先（既定: workbooks/） / folder for the results, else workbooks/")]


def build(out: Out = None) -> None:
    """LibreOffice用アドインとブックを作る / Build the LibreOffice add-in and the workbooks."""
    from addin.files import ensure_folder, replace_file  # noqa: PLC0415 - loaded when it is asked for

    folder = ensure_folder(out or delivered())
    for name, data in built_files():
        replace_file(folder / name, data)
        typer.echo(str(folder / name))


def delivered() -> Path:
    """Return where the workbooks lie that are delivered with the product."""
    import workbooks  # noqa: PLC0415 - loaded when it is asked for

    return Path(workbooks.__path__[0])


def built_files() -> Iterator[tuple[str, bytes]]:
    """Yield each file by its name: the extension, then each book with the text that shows its changes in a review."""
    from addin.commands.filled import example_book  # noqa: PLC0415 - loaded when it is asked for
    from addin.libreoffice.package import NAME  # noqa: PLC0415
    from addin.office.extension import extension  # noqa: PLC0415
    from workbooks import catalogue, dump  # noqa: PLC0415

    yield NAME, extension()
    for name in catalogue.NAMES:
        data = example_book(name)
        yield catalogue.file_name(name), data
        yield dump.file_name(name), dump.dumped(data).encode()
