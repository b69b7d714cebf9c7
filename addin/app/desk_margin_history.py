"""履歴 / The backtest as `hikae backtest` makes it: exceedances of every account, and the days of one of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from addin.app.day.run import DayResult
from addin.app.desk_margin_measures import said, why_stopped
from addin.app.margin_backtest import backtested
from addin.books.desk_cells import day_number
from addin.books.port import Cell, Sheet
from calc.margin.backtest import Backtest
from calc.margin.coverage import Test
from calc.outcome import Finding, RefusedError
from calc.text.wording import Words, words

Row = Sequence[Cell]

DAYS, DIGITS = 250, 6
TOLD_EVERY = 50  # days between two words on the bar


@dataclass(frozen=True, slots=True)
class Past:
    """What the history came to: the backtest, None where there is none, and what is to be known of it."""

    told: Backtest | None
    expected: float
    note: str


def past_of(result: DayResult, sheet: Sheet) -> Past:
    """Return the backtest of a computed day's accounts; where it is impossible, why."""
    expected = result.settings.number("tail_fraction")
    if result.given is None or result.book is None:
        return Past(None, expected, why_stopped(result).replace("\n", " / "))

    def tell(done: int, days: int) -> None:
        if done % TOLD_EVERY == 0 or done == days:
            sheet.progress(Words(f"過去の日で検証しています {done}/{days}", f"Backtesting {done}/{days}"))

    try:
        made = backtested(result.given, result.book, result.settings, days=DAYS, tell=tell)
    except RefusedError as refused:
        return Past(None, expected, said(refused.findings[0]).replace("\n", " / "))
    return Past(made.value, expected, " ".join(map(_short, made.findings)))


def _short(found: Finding) -> str:
    """Return a finding in one line, without the next step: a note has no more room."""
    told = words(found)
    return f"{told.ja.partition(' → ')[0]} / {told.en.partition(' Next: ')[0]}"


def coverage_rows(past: Past, accounts: Collection[str]) -> list[Row]:
    """Return of each account its days, exceedances and tests: ratio and probability, and both tests together."""
    told = past.told
    if told is None:
        return []
    made = {name: told.coverage(name, expected=past.expected) for name in told.accounts if name in accounts}
    return [
        (
            name,
            each.days,
            each.exceedances,
            *_test(each.unconditional),
            *_test(each.independence),
            _both(each.conditional),
        )
        for name, each in made.items()
    ]


def _test(test: Test | None) -> tuple[Cell, Cell]:
    return (None, None) if test is None else (round(test.ratio, DIGITS), round(test.probability, DIGITS))


def _both(test: Test | None) -> Cell:
    return _test(test)[1]


def past_rows(past: Past, account: str) -> list[Row]:
    """Return the days of one account: the base amount, and the loss over the holding period that followed."""
    told = past.told
    if told is None or account not in told.accounts:
        return []
    row = told.accounts.index(account)
    return [
        (day_number(day), account, int(told.base[row, place]), round(-float(told.gains[row, place])))
        for place, day in enumerate(told.days)
    ]
