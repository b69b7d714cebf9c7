"""`hikae build`: the extension, the add-in for Excel, and the workbooks for both, filled with the example day."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

Out = Annotated[Path | None, typer.Option(help="出力先（既定: workbooks/） / folder for the results, else workbooks/")]


def build(out: Out = None) -> None:
    """アドインとブックを作る / Build the add-ins and the workbooks for LibreOffice and Excel."""
    from addin.files import ensure_folder, replace_file  # noqa: PLC0415 - loaded when it is asked for

    folder = out or delivered()
    for name, data in built_files():
        path = folder / name
        ensure_folder(path.parent)
        replace_file(path, data)
        typer.echo(str(path))


def delivered() -> Path:
    """Return where the workbooks lie that are delivered with the product."""
    import workbooks  # noqa: PLC0415 - loaded when it is asked for

    return Path(workbooks.__path__[0])


def built_files() -> Iterator[tuple[str, bytes]]:
    """Yield each file by its name: the add-ins, then each book with the text that shows its changes in a review."""
    from addin.commands.filled import example_book  # noqa: PLC0415 - loaded when it is asked for
    from addin.excel.normalise import ADDIN_FILE  # noqa: PLC0415
    from addin.excel.outfits import excel_addin, excel_book, module_texts  # noqa: PLC0415
    from addin.libreoffice.package import NAME  # noqa: PLC0415
    from addin.office.extension import extension  # noqa: PLC0415
    from workbooks import catalogue, dump  # noqa: PLC0415

    yield NAME, extension()
    yield ADDIN_FILE, excel_addin()
    for name, text in module_texts().items():
        yield f"vba/{name}", text.encode("ascii")
    for name in catalogue.NAMES:
        data = example_book(name)
        yield catalogue.file_name(name), data
        yield catalogue.excel_name(name), excel_book(data)
        yield dump.file_name(name), dump.dumped(data).encode()
