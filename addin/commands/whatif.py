"""`hikae whatif`: what trades would do to requirements before they are done."""

from pathlib import Path
from typing import Annotated

import typer

from addin.commands import margin_options as options
from addin.commands.output import Lang, finish, json_line


@options.expanded
def whatif(
    trades: Annotated[Path, typer.Argument(help="試す取引 / trades to try (CSV: account,instrument,notional)")],
    *,
    tables: options.Book,
    grounds: options.Grounds,
    events: options.Events = None,
    under: options.Under,
    json: options.Json = False,
    lang: options.Language = Lang.BOTH,
) -> None:
    """取引を試算する / What trades would add to initial margin: each alone, and one after the other."""
    from addin.app.margin_whatif import tried, whatif_json, whatif_words  # noqa: PLC0415 - loads the kernels

    made = options.margin_under(tables, grounds, events=events, under=under)
    told = tried(trades, made.value.book)
    if json:
        json_line({"trade_date": tables.trade_date, "accounts": [whatif_json(each) for each in told]})
    else:
        for each in told:
            options.say(whatif_words(each), lang)
    finish(made.findings, lang=lang, strict=False)
