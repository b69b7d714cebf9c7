"""`hikae explain`: where one account's requirement comes from."""

from typing import Annotated

import typer

from addin.commands import margin_options as options
from addin.commands.output import Lang, finish, json_line
from calc.outcome import RefusedError, finding


def explain(
    account: Annotated[str, typer.Argument(help="口座 / account")],
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
    worst: Annotated[int, typer.Option(min=1, max=10_000, help="シナリオの数 / worst scenarios shown")] = 10,
    json: options.Json = False,
    lang: options.Language = Lang.BOTH,
) -> None:
    """所要額の内訳を説明する / Explain one account's requirement: positions, scenarios, other readings."""
    from addin.app.margin_explain import explain_json, explain_words  # noqa: PLC0415 - loads the kernels
    from addin.app.margin_files import MarginFiles  # noqa: PLC0415
    from calc.margin.explain import explanations  # noqa: PLC0415

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
    book = made.value.book
    if account not in {each.code for each in book.accounts}:
        raise RefusedError([finding("account_unknown", account=account), *made.findings])
    (told,) = (each for each in explanations(book, most=worst) if each.requirement.account == account)
    if json:
        json_line({"trade_date": trade_date, **explain_json(told)})
    else:
        options.say(explain_words(told), lang)
    finish(made.findings, lang=lang, strict=False)
