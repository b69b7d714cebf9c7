"""`hikae plan`: what both plans say about a day at an instant, and why."""

import json as data
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from addin.commands.output import Lang, finish, instant_of, json_line, told
from addin.now import now
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import Words

if TYPE_CHECKING:
    from addin.app.plan_day import Ruled
    from calc.outcome import Outcome
    from calc.plan.types import Day

Told: TypeAlias = tuple[tuple[Words, ...], tuple[Finding, ...]]
Recorder: TypeAlias = Callable[["Ruled"], Told]
Reader: TypeAlias = Callable[[Path], "Outcome[Day]"]


def plan(
    day: Annotated[Path | None, typer.Option(help="日次ファイル / day file (TOML)")] = None,
    at: Annotated[str, typer.Option(help="時点、時差つき（省略時は現在）/ instant with offset (default: now)")] = "",
    table: Annotated[bool, typer.Option("--table", help="全状態の一覧 / the complete enumeration")] = False,  # noqa: FBT002
    clauses: Annotated[bool, typer.Option("--clauses", help="全条項 / all clauses in order")] = False,  # noqa: FBT002
    watch: Annotated[bool, typer.Option("--watch", help="時刻を追う / follow the clock")] = False,  # noqa: FBT002
    record: Annotated[bool, typer.Option("--record", help="決定を記録する / record the decisions")] = False,  # noqa: FBT002
    with_record: Annotated[bool, typer.Option("--with-record", help="記録の事実も / facts of the record, too")] = False,  # noqa: FBT002
    home: Annotated[Path | None, typer.Option(help="記録の場所 / home of the record")] = None,
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
    else:
        read = _reader(home, lang) if with_record else _file_alone
        recorded = _recorder(home, lang) if record else _unrecorded
        if watch:
            _follow(day, read, recorded, json=json, lang=lang)
        else:
            _show(day, instant_of(at), read, recorded, json=json, strict=strict, lang=lang)


def _show(day: Path, at: datetime, read: Reader, recorded: Recorder, *, json: bool, strict: bool, lang: Lang) -> None:
    from addin.app.plan_day import ruled  # noqa: PLC0415

    finish(_said(ruled(read(day), at), recorded, json=json, lang=lang), lang=lang, strict=strict)


def _follow(day: Path, read: Reader, recorded: Recorder, *, json: bool, lang: Lang) -> None:
    import time  # noqa: PLC0415

    from addin.app.plan_watch import watched  # noqa: PLC0415

    for answer in watched(day, clock=now, pause=time.sleep, read=read):
        told(_said(answer, recorded, json=json, lang=lang), lang)
        sys.stdout.flush()


def _said(answer: "Ruled", recorded: Recorder, *, json: bool, lang: Lang) -> tuple[Finding, ...]:
    """Print what the plans say, recorded first where that was asked for; return what was found."""
    from addin.app.plan_day import page_lines  # noqa: PLC0415

    lines, findings = recorded(answer)
    if json:
        json_line(answer.document)
    else:
        _print((*lines, *page_lines(answer)), lang=lang)
    return (*answer.findings, *findings)


def _file_alone(day: Path) -> "Outcome[Day]":
    """Read the day file, which alone decides what `hikae plan` says unless the record is asked for."""
    from addin.app.plan_day import day_of_file  # noqa: PLC0415

    return day_of_file(day)


def _reader(home: Path | None, lang: Lang) -> Reader:
    """Return what reads a day file and adds the facts of its business date that a home's record holds."""
    from addin.app.plan_facts import read_with_recorded  # noqa: PLC0415 - the record is opened only when asked for
    from addin.commands.record import told_journal  # noqa: PLC0415
    from addin.home import home_folder  # noqa: PLC0415

    def read(day: Path) -> "Outcome[Day]":
        with told_journal(home_folder(home), lang) as journal:
            return read_with_recorded(_file_alone(day), journal)

    return read


def _unrecorded(answer: "Ruled") -> Told:
    """Record nothing."""
    del answer
    return (), ()


def _recorder(home: Path | None, lang: Lang) -> Recorder:
    """Return what records an answer's decisions in a home, and tells which earlier ones they supersede."""
    from addin.app.plan_record import record_rulings  # noqa: PLC0415 - the record is opened only when asked for
    from addin.commands.record import told_journal  # noqa: PLC0415
    from addin.home import home_folder  # noqa: PLC0415

    def recorded(answer: "Ruled") -> Told:
        with told_journal(home_folder(home), lang) as journal:
            made = record_rulings(answer.plan, answer.day, journal)
        return made.lines, made.findings

    return recorded


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


def _print(lines: Iterable[Words], *, lang: Lang) -> None:
    for line in lines:
        chosen = {Lang.JA: [line.ja], Lang.EN: [line.en], Lang.BOTH: [line.ja, line.en]}[lang]
        sys.stdout.writelines(f"{each}\n" for each in dict.fromkeys(chosen))
