"""`hikae plan`: what both plans say about a day at an instant, and why."""

import json as data
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, finish, json_line, told
from addin.now import now
from calc.days.cutoff import parse_instant
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import Words


def plan(
    day: Annotated[Path | None, typer.Option(help="日次ファイル / day file (TOML)")] = None,
    at: Annotated[str, typer.Option(help="時点、時差つき（省略時は現在）/ instant with offset (default: now)")] = "",
    table: Annotated[bool, typer.Option("--table", help="全状態の一覧 / the complete enumeration")] = False,  # noqa: FBT002
    clauses: Annotated[bool, typer.Option("--clauses", help="全条項 / all clauses in order")] = False,  # noqa: FBT002
    watch: Annotated[bool, typer.Option("--watch", help="時刻を追う / follow the clock")] = False,  # noqa: FBT002
    json: Annotated[bool, typer.Option("--json", help="JSONで出力 / print JSON")] = False,  # noqa: FBT002
    strict: Annotated[bool, typer.Option("--strict", help="指摘があれば1 / exit 1 on error findings")] = False,  # noqa: FBT002
    lang: Annotated[Lang, typer.Option(help="表示 / language")] = Lang.BOTH,
) -> None:
    """ある時点で何が適用されるかを示す / What applies at an instant, by which clause, and what happens next."""
    if table:
        _print_table()
    elif clauses:
        _print_clauses(json=json, lang=lang)
    elif day is None:
        raise RefusedError([finding("day_not_given")])
    elif watch:
        _follow(day, json=json, lang=lang)
    else:
        _show(day, _instant(at), json=json, strict=strict, lang=lang)


def _show(day: Path, at: datetime, *, json: bool, strict: bool, lang: Lang) -> None:
    from addin.app.plan_day import day_of_file, page_lines, ruled  # noqa: PLC0415

    answer = ruled(day_of_file(day), at)
    if json:
        json_line(answer.document)
    else:
        _print(page_lines(answer), lang=lang)
    finish(answer.findings, lang=lang, strict=strict)


def _follow(day: Path, *, json: bool, lang: Lang) -> None:
    import time  # noqa: PLC0415

    from addin.app.plan_day import page_lines  # noqa: PLC0415
    from addin.app.plan_watch import watched  # noqa: PLC0415

    for answer in watched(day, clock=now, pause=time.sleep):
        if json:
            json_line(answer.document)
        else:
            _print(page_lines(answer), lang=lang)
        told(answer.findings, lang)
        sys.stdout.flush()


def _print_table() -> None:
    from addin.app.plan_table import plan_table  # noqa: PLC0415

    sys.stdout.writelines(f"{line}\n" for line in plan_table())


def _print_clauses(*, json: bool, lang: Lang) -> None:
    from calc.plan.clause_page import clause_lines, clauses_json  # noqa: PLC0415
    from calc.plan.clauses import book  # noqa: PLC0415

    if json:
        sys.stdout.write(data.dumps(clauses_json(book()), ensure_ascii=False) + "\n")
    else:
        _print(clause_lines(book()), lang=lang)


def _instant(text: str) -> datetime:
    read = parse_instant(text) if text else now()
    if isinstance(read, Finding):
        raise RefusedError([read])
    return read


def _print(lines: Iterable[Words], *, lang: Lang) -> None:
    for line in lines:
        chosen = {Lang.JA: [line.ja], Lang.EN: [line.en], Lang.BOTH: [line.ja, line.en]}[lang]
        sys.stdout.writelines(f"{each}\n" for each in dict.fromkeys(chosen))
