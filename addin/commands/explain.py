"""`hikae explain`: where one account's requirement comes from."""

from typing import Annotated

import typer

from addin.commands import margin_options as options
from addin.commands.output import Lang, finish, json_line
from calc.outcome import RefusedError, finding


@options.expanded
def explain(
    account: Annotated[str, typer.Argument(help="口座 / account")],
    *,
    tables: options.Book,
    grounds: options.Grounds,
    events: options.Events = None,
    under: options.Under,
    worst: Annotated[int, typer.Option(min=1, max=10_000, help="シナリオの数 / worst scenarios shown")] = 10,
    json: options.Json = False,
    lang: options.Language = Lang.BOTH,
) -> None:
    """所要額の内訳を説明する / Explain one account's requirement: positions, scenarios, other readings."""
    from addin.app.margin_explain import explain_json, explain_words  # noqa: PLC0415 - loads the kernels
    from calc.margin.explain import explanations  # noqa: PLC0415

    made = options.margin_under(tables, grounds, events=events, under=under)
    book = made.value.book
    if account not in {each.code for each in book.accounts}:
        raise RefusedError([finding("account_unknown", account=account), *made.findings])
    (told,) = (each for each in explanations(book, most=worst) if each.requirement.account == account)
    if json:
        json_line({"trade_date": tables.trade_date, **explain_json(told)})
    else:
        options.say(explain_words(told), lang)
    finish(made.findings, lang=lang, strict=False)
