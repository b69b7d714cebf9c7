"""`hikae paper`: everything that a desk needs when no computer works, as one PDF to print beforehand."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, finish, instant_of, json_line
from addin.commands.two_persons import AsJson, Home, Language, said_in
from calc.days.cutoff import iso


def paper(
    data: Annotated[Path | None, typer.Option("--data", help="日次フォルダ / a day's folder (else the record)")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="PDFの名前 / the PDF (out/DATE/paper_….pdf)")] = None,
    at: Annotated[str, typer.Option(help="時点、時差つき / instant with offset (default: now, else 20:30)")] = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """紙の控えを作る / The paper: Now, checklists, contacts, roster, amounts, prices, forms, every clause card."""
    from addin.app.paper.make import printed  # noqa: PLC0415 - a help page needs none of it
    from addin.home import home_folder  # noqa: PLC0415

    made = printed(home_folder(home), data=data, at=instant_of(at) if at else None, out=out)
    if json:
        told = {"file": str(made.path), "business_date": made.business_date, "at": iso(made.at), "head": made.head}
        json_line(told)
    else:
        words = ("A4の白黒で印刷してください", "print it on A4, black and white")
        sys.stdout.write(f"{made.path}   {made.business_date}  {iso(made.at)}   {said_in(lang, *words)}\n")
    finish(made.findings, lang=lang, strict=False)
