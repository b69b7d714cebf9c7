"""`hikae day`: one business day, from a folder of files to rulings, records and files that can leave."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import NOTHING_DONE, Lang, as_json, finish, instant_of, json_line
from calc.days.cutoff import iso
from calc.plan.report import as_json as plan_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from addin.app.day.finish import FinishedDay
    from addin.app.day.prices import SettlementPrice
    from addin.app.day.run import DayResult
    from addin.store.chain import Entry

TOLD_AND_OWN = ("通知額／当方（円）", "notified / own (JPY):")


def day(
    data: Annotated[Path | None, typer.Option(help="日次フォルダ / the day's folder (example day)")] = None,
    out: Annotated[Path | None, typer.Option(help="出力先 / where files go (out/DATE)")] = None,
    home: Annotated[Path | None, typer.Option(help="記録の場所 / home of the record")] = None,
    at: Annotated[str | None, typer.Option(help="時点 / as of, e.g. 2026-11-20T19:00:00+09:00")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="設定 / setting, key=value")] = None,
    json: Annotated[bool, typer.Option("--json", help="結果をJSONで / print the result as JSON")] = False,  # noqa: FBT002
    strict: Annotated[bool, typer.Option("--strict", help="指摘があれば1 / exit 1 on error findings")] = False,  # noqa: FBT002
    acks: Annotated[bool, typer.Option("--acks", help="記録ごとに recorded KEY / a line for each entry")] = False,  # noqa: FBT002
    lang: Annotated[Lang, typer.Option(help="表示 / language of messages")] = Lang.BOTH,
) -> None:
    """一日の業務を通して行う / Run one business day end to end."""
    from addin.app.day.finish import finished_day  # noqa: PLC0415 - kernels load only when needed
    from addin.home import home_folder  # noqa: PLC0415
    from addin.store.shown import mark_shown  # noqa: PLC0415

    folder, place = data or Path(str(files("workbooks"))) / "example-day", home_folder(home)
    with _progress(lang) as tell:
        done = finished_day(
            folder, home=place, out=out, at=None if at is None else instant_of(at), sets=tuple(sets or ()), tell=tell,
            on_recorded=acknowledger() if acks else None,
        )  # fmt: skip
    if json:
        json_line(_as_json(done))
    else:
        _summary(done, lang)
    mark_shown(place, [each.n for each in done.missed])
    finish(done.result.findings, lang=lang, strict=strict)
    if not done.files:
        raise typer.Exit(NOTHING_DONE)


def acknowledger() -> "Callable[[Entry], None]":
    """Return what says `recorded KEY` of each entry, once, at the moment it is told."""
    import sys  # noqa: PLC0415

    said = set[str]()

    def acknowledge(entry: "Entry") -> None:
        if entry.key not in said:
            said.add(entry.key)
            sys.stdout.write(f"recorded {entry.key}\n")
            sys.stdout.flush()

    return acknowledge


@contextmanager
def _progress(lang: Lang) -> Iterator[Callable[[str], None]]:
    """Show the step at work on a terminal, nothing elsewhere."""
    import sys  # noqa: PLC0415

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - half a start's time

    from addin.app.day.labels import STEPS  # noqa: PLC0415

    with Console(stderr=True).status("…") as status:
        yield lambda step: status.update(" ".join(STEPS[step]) if lang is Lang.BOTH else STEPS[step][lang is Lang.EN])


def _as_json(done: "FinishedDay") -> dict[str, object]:
    from addin.app.approval.words import approval_json, solo_json  # noqa: PLC0415
    from addin.app.day.measures import day_json  # noqa: PLC0415

    result = done.result
    return {
        "business_date": result.business_date.isoformat(),
        "at": iso(result.at),
        "versions": dict(result.versions),
        "steps": [{"step": each.name, "state": each.state, "findings": len(each.findings)} for each in result.steps],
        "recorded_facts": [{"at": iso(fact.at), "what": fact.what, **fact.details} for fact in result.recorded],
        "prices": [_price_json(price) for price in result.prices],
        "requirements": [
            {"account": each.account, **{name.value: amount for name, amount in each.amounts.items()}}
            for each in (result.margin.requirements if result.margin else ())
        ],
        "comparison": [
            {
                "version": version,
                "account": row.account,
                "measure": row.measure,
                "own": row.own,
                "notified": row.notified,
                "difference": row.difference,
                "verdict": row.verdict.value,
            }
            for version, rows in result.comparisons.items()
            for row in rows
        ],
        "rulings": plan_json(result.plan)["items"],
        **day_json(result.margin, result.measures, result.plan, result.settings, inputs=result.inputs),
        "residual": result.margin.residual if result.margin else None,
        "journal": {"entries": done.entries, "added": done.added, "head": done.head},
        "approvals": [approval_json(each) for each in done.approvals.approvals],
        "solo": [solo_json(each) for each in done.approvals.solos],
        "files": [str(path) for path in done.files],
        "findings": [as_json(each) for each in result.findings],
    }


def _price_json(price: "SettlementPrice") -> dict[str, object]:
    return {
        "instrument": price.instrument,
        "applies": price.ruling.applies,
        "clause": price.ruling.clause,
        "gap": price.ruling.gap,
        "price_bp": price.price_bp,
        "vendor_bp": price.vendor_bp,
        "composite_bp": price.composite.level_bp,
        "previous_bp": price.previous_bp,
    }


def _summary(done: "FinishedDay", lang: Lang) -> None:
    """Print the day's table: what applies to each item, then each step."""
    from rich.console import Console  # noqa: PLC0415

    from addin.app.approval.words import MARKS, solo_lines, standing_words  # noqa: PLC0415
    from addin.app.day.labels import ITEMS, STEPS  # noqa: PLC0415
    from addin.app.day.show import applied_to, step_result, why  # noqa: PLC0415
    from addin.books.margin_book import STEP_MARKS  # noqa: PLC0415

    def said(pair: tuple[str, str]) -> str:
        return " ".join(pair) if lang is Lang.BOTH else pair[lang is Lang.EN]

    result, console = done.result, Console()
    console.print(f"[bold]{result.business_date}[/bold]  {iso(result.at)}", highlight=False)
    rulings = _table(said, ("項目", "Item"), ("適用", "What applies"), ("理由", "Why"))
    for item in result.plan.items.values():
        pick = int(lang is Lang.EN)
        rulings.add_row(
            said(ITEMS[item.name]), "\n".join(applied_to(result, item)[pick]), "\n".join(why(result, item)[pick])
        )
    console.print(rulings)
    steps = _table(said, ("手順", "Step"), ("状態", "State"), ("指摘", "Findings"), ("結果", "Result"))
    for step in result.steps:
        state = STEP_MARKS[step.state]
        steps.add_row(said(STEPS[step.name]), state, str(len(step.findings)), step_result(result, step.name))
    console.print(steps)
    _causes(result, said=said, console=console)
    for held in done.approvals.approvals:
        line = f"{MARKS[held.standing]} {held.subject.name}: {said(standing_words(held))}"
        console.print(line, highlight=False, markup=False)
    for line in solo_lines(done.approvals.solos):
        console.print(line, style="bold", highlight=False, markup=False)
    record = f"{said(('記録', 'Record'))} n={done.entries} head={done.head[:12]}"
    console.print(f"{record}   {said(('出力先', 'Files'))} {done.out}", highlight=False)


def _causes(result: "DayResult", *, said: Callable[[tuple[str, str]], str], console: "Console") -> None:
    """Print which notified amounts are wrong, with the probable cause; nothing where none is."""
    from addin.app.day.causes import cause_lines, yen_text  # noqa: PLC0415

    causes = cause_lines(result)
    if not causes:
        return
    wrong = _table(said, ("通知額の相違", "What differs"), ("考えられる原因", "Probable cause"))
    for each in causes:
        what, cause = said((each.parts.ja, each.parts.en)), said((each.cause.ja, each.cause.en))
        amounts = f"{yen_text(each.notified)} / {yen_text(each.own)}"
        version = said((f"第{each.version}版", f"version {each.version}"))
        wrong.add_row(f"{each.account} {version}\n{what}", f"{cause}\n{said(TOLD_AND_OWN)} {amounts}")
    console.print(wrong)


def _table(said: Callable[[tuple[str, str]], str], *heads: tuple[str, str]) -> "Table":
    """Return a table whose cells fold instead of hiding what does not fit."""
    from rich.table import Column, Table  # noqa: PLC0415

    return Table(*(Column(said(head), overflow="fold") for head in heads))
