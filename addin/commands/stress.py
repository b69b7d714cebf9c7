"""`hikae stress`: every account of the house under many scenarios, on this computer or on many."""

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from addin.commands import margin_options as options
from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.progress import progress


@options.expanded
def stress(
    *,
    tables: options.Book,
    history: Annotated[Path | None, typer.Option(help="スプレッドの履歴 / spread history (CSV, Parquet)")] = None,
    scenarios: Annotated[Path | None, typer.Option(help="シナリオ / shocked spreads (CSV, Parquet)")] = None,
    accounts: Annotated[Path | None, typer.Option(help="口座 / accounts (CSV, Parquet)")] = None,
    prices: Annotated[Path | None, typer.Option(help="清算値段 / settlement prices (CSV)")] = None,
    told: options.Told,
    under: options.Under,
    worst: Annotated[int, typer.Option(min=1, max=1_000, help="最悪シナリオの数 / worst scenarios of each")] = 5,
    cluster: options.Cluster = "",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="出力先 / folder for the results")] = None,
    json: options.Json = False,
    strict: Annotated[bool, typer.Option("--strict", help="指摘があれば1 / exit 1 on error findings")] = False,
    lang: options.Language = Lang.BOTH,
) -> None:
    """全口座を多くのシナリオで評価する / Every account under many scenarios: base amount, worst losses."""
    from addin.app.stress_inputs import StressFiles, stress_inputs  # noqa: PLC0415 - loads the kernels
    from addin.app.stress_run import stressed  # noqa: PLC0415
    from addin.app.stress_show import refuse_folder, stress_json, stress_words, written  # noqa: PLC0415
    from addin.scale.crew import crew_of  # noqa: PLC0415
    from addin.store.mode import mode_of  # noqa: PLC0415

    day, chosen, places = tables.day, under.chosen(), asdict(tables)
    del places["trade_date"]
    files = StressFiles(
        **places, history=history, scenarios=scenarios, accounts=accounts, prices=prices, **asdict(told)
    )
    mode = mode_of(under.place)
    if output is not None:
        refuse_folder(files, output, mode)
    given = stress_inputs(files, trade_date=day, curve_id=under.curve, settings=chosen.value)
    with closing(given.held.held), crew_of(cluster) as crew:
        made = stressed(given, most=worst, crew=crew, tell=progress)
    if output is not None:
        written(made.value, given, output, mode=mode)
    findings = (*chosen.findings, *given.found, *made.findings)
    if json:
        json_line({**stress_json(made.value, given), "findings": [as_json(each) for each in findings]})
    else:
        options.say(stress_words(made.value), lang)
    finish(findings, lang=lang, strict=strict)
