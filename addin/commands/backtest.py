"""`hikae backtest`: was margin enough in the past, and were its failures apart from one another."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from addin.commands import margin_options as options
from addin.commands.output import Lang, finish, json_line
from addin.commands.progress import progress


@options.expanded
def backtest(
    *,
    tables: options.Book,
    grounds: options.Grounds,
    events: options.Events = None,
    under: options.Under,
    days: Annotated[int, typer.Option(min=1, max=10_000, help="営業日数 / business days tested")] = 250,
    cluster: options.Cluster = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="出力先 / folder for the results")] = None,
    json: options.Json = False,
    lang: options.Language = Lang.BOTH,
) -> None:
    """過去の日に戻して検証する / Backtest today's positions: exceedances, Kupiec and Christoffersen tests."""
    from addin.app.margin_backtest import backtest_json, backtest_words, tested, written  # noqa: PLC0415 - kernels
    from addin.scale.backtest import backtest_in_parts  # noqa: PLC0415
    from addin.scale.crew import crew_of  # noqa: PLC0415
    from addin.store.mode import mode_of  # noqa: PLC0415

    made = options.margin_under(tables, grounds, events=events, under=under)
    with crew_of(cluster) as crew:
        told = tested(made.value, days=days, tell=progress, by=partial(backtest_in_parts, crew=crew))
    expected = made.value.settings.number("tail_fraction")
    if output is not None:
        written(told.value, output, expected=expected, mode=mode_of(under.place))
    if json:
        json_line({"trade_date": tables.trade_date, **backtest_json(told.value, expected=expected)})
    else:
        options.say(backtest_words(told.value, expected=expected), lang)
    finish((*made.findings, *told.findings), lang=lang, strict=False)
