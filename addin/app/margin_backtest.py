"""A margin run carried back over its history: what was exceeded, with the tests; words, JSON, rows for a chart."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from addin.app.drill_wall import banner_lines, output_name, refuse_other_folder
from addin.app.margin_files import FileMargin
from addin.app.margin_run import MarginInputs, scenario_rules
from addin.export.rows import csv_bytes
from addin.files import ensure_folder, replace_file
from addin.home import BANNER, Mode
from addin.settings import Settings
from calc.days.business_day import calendar_named
from calc.margin.backtest import Backtest, Ground, backtest, days_possible
from calc.margin.coverage import Coverage, Test
from calc.margin.engine import priceable
from calc.margin.readings import Book
from calc.market.history import SpreadHistory
from calc.market.scenarios import rows_needed
from calc.outcome import Finding, Outcome, RefusedError, finding
from calc.pricing.curve import discount_curve
from calc.pricing.isda import Market
from calc.text.wording import Words

COLUMNS = ("date", "account", "base", "total", "gain", "exceeded")
RESULTS = ("backtest.csv", "backtest.json")


def tested(
    made: FileMargin, *, days: int, tell: Callable[[int, int], object], by: Callable[..., Backtest | Finding]
) -> Outcome[Backtest]:
    """Return the backtest of a run's accounts over its history, of the last so many days where there are as many.

    Raises RefusedError as `backtested`.
    """
    return backtested(made.given, made.book, made.settings, days=days, tell=tell, by=by)


def backtested(
    given: MarginInputs,
    book: Book,
    settings: Settings,
    *,
    days: int,
    tell: Callable[[int, int], object],
    by: Callable[..., Backtest | Finding] = backtest,
) -> Outcome[Backtest]:
    """Return the same from what a run rests on, computed `by` who is asked as `calc.margin.backtest.backtest` is.

    Raises RefusedError `backtest_history`, `backtest_impossible`, or as the valuation says.
    """
    if not isinstance(given.market_moves, SpreadHistory):
        raise RefusedError([finding("backtest_history")])
    curve, rules = discount_curve(given.curve, given.trade_date), scenario_rules(settings)
    if isinstance(curve, Finding):
        raise RefusedError([curve])
    found, possible = len(given.market_moves.days), days_possible(given.market_moves, rules)
    if not possible:
        needed = rows_needed(rules) + rules.holding_days
        raise RefusedError([finding("backtest_impossible", found=found, needed=needed)])
    market = Market(curve, calendar_named(settings.text("calendar")))
    priced = priceable(book.valued.instruments, spreads_bp=given.spreads_bp, market=market).value
    ground = Ground(priced, given.spreads_bp, given.market_moves, rules, settings.number("cs01_bump_bp"))
    told = by(book, ground, days=days, tell=tell)
    if isinstance(told, Finding):
        raise RefusedError([told])
    short = [finding("backtest_short", days=possible, asked=days, found=found)] if possible < days else []
    return Outcome(told, tuple(short))


def written(told: Backtest, folder: Path, *, expected: float, mode: Mode) -> tuple[Path, ...]:
    """Write backtest.csv, one row a day and account, and backtest.json; a drill's bear its banner.

    Raises RefusedError `drill_folder`, or what writing raises.
    """
    refuse_other_folder(folder, mode)
    ensure_folder(folder)
    table = "".join(f"{line}\r\n" for line in banner_lines(mode)).encode() + csv_bytes(COLUMNS, _rows(told))
    data = {**({"drill": BANNER} if mode is Mode.DRILL else {}), **backtest_json(told, expected=expected)}
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    paths = tuple(folder / output_name(name, mode) for name in RESULTS)
    for path, content in zip(paths, (table, text.encode()), strict=True):
        replace_file(path, content)
    return paths


def _rows(told: Backtest) -> list[tuple[object, ...]]:
    exceeded = told.exceeded
    return [
        (
            day.isoformat(),
            account,
            int(told.base[row, place]),
            int(told.total[row, place]),
            format(told.gains[row, place], ".17g"),
            int(exceeded[row, place]),
        )
        for place, day in enumerate(told.days)
        for row, account in enumerate(told.accounts)
    ]


def backtest_json(told: Backtest, *, expected: float) -> dict[str, Any]:
    """Return each account's exceedances and tests as JSON data, with the series a chart is drawn from."""
    exceeded = told.exceeded
    return {
        "from": told.days[0].isoformat(),
        "until": told.days[-1].isoformat(),
        "expected": expected,
        "step": told.step,
        "days": [day.isoformat() for day in told.days],
        "accounts": {
            account: {
                **_coverage_json(told.coverage(account, expected=expected)),
                "exceeded_on": [
                    day.isoformat() for day, hit in zip(told.days, exceeded[row].tolist(), strict=True) if hit
                ],
                "base": told.base[row].tolist(),
                "total": told.total[row].tolist(),
                "gain": told.gains[row].tolist(),
            }
            for row, account in enumerate(told.accounts)
        },
    }


def _coverage_json(found: Coverage) -> dict[str, Any]:
    tests = {"kupiec": found.unconditional, "christoffersen": found.independence, "both": found.conditional}
    return {
        "exceedances": found.exceedances,
        **{
            name: None if test is None else {"ratio": test.ratio, "probability": test.probability}
            for name, test in tests.items()
        },
    }


_HEAD = (
    "バックテスト {0}～{1}（{2} 営業日）: 基礎基準額を超えた日数と検定の確率（超過の割合の想定 {3:.2%}）",
    "Backtest {0} to {1} ({2} days): days beyond the base amount, and test probabilities (expected share {3:.2%})",
)
_ACCOUNT = (
    "  {0}: 超過 {1} 日、Kupiec {2}、Christoffersen {3}",
    "  {0}: {1} exceedances, Kupiec {2}, Christoffersen {3}",
)


def backtest_words(told: Backtest, *, expected: float) -> Words:
    """Return a line for each account."""
    ja, en = ("\n".join(_lines(told, lang, expected)) for lang in (0, 1))
    return Words(ja, en)


def _lines(told: Backtest, lang: int, expected: float) -> list[str]:
    head = _HEAD[lang].format(told.days[0], told.days[-1], len(told.days), expected)
    found = {account: told.coverage(account, expected=expected) for account in told.accounts}
    return [head] + [
        _ACCOUNT[lang].format(account, each.exceedances, _shown(each.unconditional), _shown(each.independence))
        for account, each in found.items()
    ]


def _shown(test: Test | None) -> str:
    return "-" if test is None else f"{test.probability:.3f}"
