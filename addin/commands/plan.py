"""`hikae plan`: what both plans say about a day at an instant, and why."""

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, finish, json_line
from addin.now import now
from calc.days.cutoff import parse_instant
from calc.outcome import Finding, RefusedError
from calc.plan.page import page_of
from calc.text.wording import Words


def plan(
    day: Annotated[Path | None, typer.Option(help="日次ファイル / day file (TOML)")] = None,
    at: Annotated[str, typer.Option(help="時点、時差つき（省略時は現在）/ instant with offset (default: now)")] = "",
    json: Annotated[bool, typer.Option("--json", help="JSONで出力 / print JSON")] = False,  # noqa: FBT002
    strict: Annotated[bool, typer.Option("--strict", help="指摘があれば1 / exit 1 on error findings")] = False,  # noqa: FBT002
    lang: Annotated[Lang, typer.Option(help="表示 / language")] = Lang.BOTH,
) -> None:
    """ある時点で何が適用されるかを示す / What applies at an instant, by which clause, and what happens next."""
    from addin.app.plan_day import day_of_file, ruled  # noqa: PLC0415

    if day is None:
        raise typer.BadParameter("--day")
    answer = ruled(day_of_file(day), _instant(at))
    if json:
        json_line(answer.document)
    else:
        _print(page_of(answer.plan), lang=lang)
    finish(answer.findings, lang=lang, strict=strict)


def _instant(text: str) -> datetime:
    read = parse_instant(text) if text else now()
    if isinstance(read, Finding):
        raise RefusedError([read])
    return read


def _print(lines: Iterable[Words], *, lang: Lang) -> None:
    for line in lines:
        chosen = {Lang.JA: [line.ja], Lang.EN: [line.en], Lang.BOTH: [line.ja, line.en]}[lang]
        sys.stdout.writelines(f"{each}\n" for each in dict.fromkeys(chosen))
