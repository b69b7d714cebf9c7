"""`hikae import`: a table of a template's layout read back, compared with its control totals, and recorded."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from addin.app.import_table import Origin
from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.two_persons import AsJson, Home, Language, recorded_in, said_in


def import_(
    template: Annotated[str, typer.Argument(help="書式 / template; see hikae export --list")],
    file: Annotated[Path, typer.Argument(help="ファイル / file of that layout (CSV or .xlsx)")],
    totals: Annotated[
        list[str] | None, typer.Option("--total", help="合計の照合 / control total, COLUMN=VALUE or rows=N")
    ] = None,
    origin: Annotated[
        Origin,
        typer.Option("--source", help="入手経路（端末は terminal）/ how it came; telephone and fax need a --total"),
    ] = Origin.FILE,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """書式どおりの表を読み、合計を照合して記録する / Read a table of a layout, compare its totals, record it."""
    from addin.app.import_table import imported  # noqa: PLC0415 - a help page needs none of it
    from addin.commands.record import tell_unconfirmed  # noqa: PLC0415
    from addin.export.template import template as template_named  # noqa: PLC0415
    from addin.home import home_folder  # noqa: PLC0415
    from addin.now import now  # noqa: PLC0415
    from addin.store.chain import short_head  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    form, place = template_named(template), home_folder(home)
    tell_unconfirmed(place, lang)
    with Journal(place) as journal:
        read = imported(
            journal, form, file, home=place, origin=origin, totals=totals or (), at=now(),
            tell=None if json else recorded_in(lang),
        )  # fmt: skip
        found = (*read.findings, *journal.findings)
    told = {name: str(value) for name, value in read.totals.items()}
    if json:
        rows = [{name: str(value) for name, value in row.items()} for row in read.rows]
        json_line(
            {
                "template": form.code,
                "business_date": read.business_date.isoformat(),
                "source": origin.value,
                "encoding": read.entry.body["encoding"],
                "rows": rows,
                "totals": told,
                "head": short_head(read.entry.hash),
                "findings": [as_json(each) for each in found],
            }
        )
    else:
        line = "  ".join(f"{name} {value}" for name, value in told.items())
        sys.stdout.write(f"{said_in(lang, '取り込みました', 'imported')}: {file}   {line}\n")
    finish(found, lang=lang, strict=False)
