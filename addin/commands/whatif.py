"""`hikae whatif`: what trades would do to requirements before they are done."""

from pathlib import Path
from typing import Annotated

import typer

from addin.commands import margin_options as options
from addin.commands.output import Lang, finish, json_line


def whatif(
    trades: Annotated[Path, typer.Argument(help="試す取引 / trades to try (CSV: account,instrument,notional)")],
    *,
    trade_date: options.TradeDate,
    instruments: options.Instruments,
    positions: options.Positions,
    curves: options.Curves,
    history: options.History = None,
    scenarios: options.ScenarioTable = None,
    constituents: options.Constituents = None,
    accounts: options.Accounts = None,
    events: options.Events = None,
    curve: options.CurveName = None,
    settings: options.SettingsFile = None,
    sets: options.Sets = None,
    home: options.Home = None,
    json: options.Json = False,
    lang: options.Language = Lang.BOTH,
) -> None:
    """取引を試算する / What trades would add to initial margin: each alone, and one after the other."""
    from addin.app.margin_files import MarginFiles  # noqa: PLC0415 - loads the kernels
    from addin.app.margin_whatif import tried, whatif_json, whatif_words  # noqa: PLC0415

    files = MarginFiles(
        instruments=instruments,
        positions=positions,
        curves=curves,
        history=history,
        scenarios=scenarios,
        constituents=constituents,
        accounts=accounts,
        events=events,
    )
    made = options.margin_under(files, options.Under(trade_date, curve, settings, sets, home))
    told = tried(trades, made.value.book)
    if json:
        json_line({"trade_date": trade_date, "accounts": [whatif_json(each) for each in told]})
    else:
        for each in told:
            options.say(whatif_words(each), lang)
    finish(made.findings, lang=lang, strict=False)
