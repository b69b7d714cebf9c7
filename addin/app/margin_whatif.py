"""Trades tried on a margin run: read whole or not at all, then every account's change with that of each trade."""

from pathlib import Path
from typing import Any

from addin.app.tables_read import Tables
from addin.books.inputs import positions
from calc.margin.readings import Book, named
from calc.margin.whatif import WhatIf, what_if
from calc.outcome import RefusedError
from calc.text.columns import shape_findings
from calc.text.wording import Severity, Words, severity
from calc.types import Position

TRADES = "trades"


def tried(path: Path, book: Book) -> tuple[WhatIf, ...]:
    """Return what the trades of a file do to each account they are for, in the order of the file.

    A trade is taken away again by its notional turned; the same trade may stand there more than once. Raises
    RefusedError where one row cannot be used: a result without it would be another one's.
    """
    accounts = {each.code: each for each in book.accounts}
    trades = _trades(path, codes={each.code for each in book.valued.instruments}, accounts=set(accounts))
    named_first = dict.fromkeys(each.account for each in trades)
    return tuple(
        what_if(book, accounts[name], [each for each in trades if each.account == name]) for name in named_first
    )


def _trades(path: Path, *, codes: set[str], accounts: set[str]) -> tuple[Position, ...]:
    tables = Tables({TRADES: path})
    table = tables.table(TRADES)
    if table is None:
        raise RefusedError(tables.found)
    read = positions(table, instrument=codes, account=accounts)
    wrong = [*shape_findings(table), *(each for each in read.findings if severity(each) is Severity.ERROR)]
    if wrong:
        raise RefusedError(wrong)
    return read.value


def whatif_json(made: WhatIf) -> dict[str, Any]:
    """Return one account's trades as JSON data."""
    return {
        "account": made.before.account,
        "before": named(made.before),
        "after": named(made.after),
        "change": made.change,
        "trades": [
            {
                "instrument": each.trade.instrument,
                "notional": each.trade.notional,
                "alone": each.alone,
                "in_turn": each.in_turn,
            }
            for each in made.increments
        ],
    }


def whatif_words(made: WhatIf) -> Words:
    """Return one account's trades as lines a person reads."""
    return Words("\n".join(_lines(made, 0)), "\n".join(_lines(made, 1)))


_ACCOUNT = (
    "口座 {0}: 所要額 {1:,} 円 → {2:,} 円（差 {3:+,} 円）",
    "Account {0}: JPY {1:,} → {2:,} (change {3:+,})",
)
_TRADE = (
    "  {0} {1:+,.0f}: 単独 {2:+,} 円、順に足して {3:+,} 円",
    "  {0} {1:+,.0f}: alone {2:+,}, in turn {3:+,}",
)


def _lines(made: WhatIf, lang: int) -> list[str]:
    head = _ACCOUNT[lang].format(made.before.account, made.before.total, made.after.total, made.change)
    return [head] + [
        _TRADE[lang].format(each.trade.instrument, each.trade.notional, each.alone, each.in_turn)
        for each in made.increments
    ]
