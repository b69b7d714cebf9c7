"""`hikae price`: contracts and curves in, prices out."""

from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, finish, json_line


def price(
    contracts: Annotated[Path, typer.Argument(help="契約 / contracts (CSV)")],
    curves: Annotated[Path, typer.Option(help="割引カーブ / discount curves (CSV)")],
    output: Annotated[Path, typer.Option("-o", "--output", help="結果 / result (CSV)")],
    holidays: Annotated[Path | None, typer.Option(help="休日 / closed days for TYO (CSV: date)")] = None,
    json: Annotated[bool, typer.Option("--json", help="結果をJSONでも / print the result as JSON too")] = False,  # noqa: FBT002
    strict: Annotated[bool, typer.Option("--strict", help="指摘があれば1 / exit 1 on error findings")] = False,  # noqa: FBT002
    lang: Annotated[Lang, typer.Option(help="表示 / language of messages")] = Lang.BOTH,
) -> None:
    """契約を値洗いする / Price contracts on curves."""
    from addin.app.price_contracts import RESULT, price_files  # noqa: PLC0415 - kernels load only when needed
    from addin.export.rows import csv_bytes  # noqa: PLC0415
    from addin.files import replace_file  # noqa: PLC0415

    made = price_files(contracts, curves, holidays=holidays, output=output)
    replace_file(output, csv_bytes(RESULT, [each.cells for each in made.value]))
    if json:
        json_line({"rows": [dict(zip(RESULT, each.cells, strict=True)) for each in made.value]})
    finish(made.findings, lang=lang, strict=strict)
