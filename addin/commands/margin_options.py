"""The tables that margin is computed from, as options: one wording and one order for every command that takes them.

A command names a group of options as one parameter; `expanded` shows each option of it to the command line.
"""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from addin.commands.output import Lang
from calc.outcome import Finding, Outcome, RefusedError
from calc.text.numeral import iso_date
from calc.text.wording import Words

if TYPE_CHECKING:
    from datetime import date

    from addin.app.margin_files import FileMargin, MarginFiles
    from addin.settings import Settings

Events = Annotated[Path | None, typer.Option(help="信用事由 / credit events in force (CSV)")]
Language = Annotated[Lang, typer.Option(help="表示 / language of messages")]
Json = Annotated[bool, typer.Option("--json", help="JSONで表示 / print JSON")]
Cluster = Annotated[str, typer.Option(help="分散計算 / on a Dask cluster: local, or a scheduler's address")]


@dataclass(frozen=True, slots=True)
class Book:
    """What every computation needs: the day, what is held, and what it is valued on."""

    trade_date: Annotated[str, typer.Option(help="取引日 / trade date, YYYY-MM-DD")]
    instruments: Annotated[Path, typer.Option(help="銘柄 / instruments (CSV)")]
    positions: Annotated[Path, typer.Option(help="建玉 / positions (CSV)")]
    curves: Annotated[Path, typer.Option(help="割引カーブ / discount curves (CSV)")]

    @property
    def day(self) -> "date":
        """Return the trade date; raises RefusedError as `iso_date` says."""
        day = iso_date(self.trade_date)
        if isinstance(day, Finding):
            raise RefusedError([day])
        return day


@dataclass(frozen=True, slots=True)
class Grounds:
    """How the market moves, what indices are made of, whose accounts there are, and the day's prices if apart."""

    history: Annotated[Path | None, typer.Option(help="スプレッドの履歴 / spread history (CSV)")] = None
    scenarios: Annotated[Path | None, typer.Option(help="シナリオ / shocked spreads (CSV)")] = None
    constituents: Annotated[Path | None, typer.Option(help="構成銘柄 / index constituents (CSV)")] = None
    accounts: Annotated[Path | None, typer.Option(help="口座 / accounts (CSV)")] = None
    prices: Annotated[Path | None, typer.Option(help="清算値段 / settlement prices (CSV)")] = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the clearing house notified today and what was applied the day before."""

    notified: Annotated[Path | None, typer.Option(help="通知額 / notified requirements (CSV)")] = None
    previous: Annotated[Path | None, typer.Option(help="前日の適用額 / previous day's applied (CSV)")] = None


@dataclass(frozen=True, slots=True)
class Past:
    """What changed since the day before, and the days before that."""

    trades: Annotated[Path | None, typer.Option(help="当日の約定 / today's trades (CSV)")] = None
    before: Annotated[Path | None, typer.Option(help="前日の建玉 / positions of the day before (CSV)")] = None
    fund_history: Annotated[Path | None, typer.Option(help="清算基金の過去の額 / fund, past days (CSV)")] = None


@dataclass(frozen=True, slots=True)
class Under:
    """Under which curve and settings the tables are read."""

    curve: Annotated[str | None, typer.Option(help="カーブ名 / curve_id when there are several")] = None
    settings: Annotated[Path | None, typer.Option(help="設定ファイル / settings (TOML)")] = None
    sets: Annotated[list[str] | None, typer.Option("--set", help="設定 / setting, key=value")] = None
    home: Annotated[Path | None, typer.Option(help="記録の場所 / home of record and settings")] = None

    @property
    def place(self) -> Path:
        """Return the home of record and settings."""
        from addin.home import home_folder  # noqa: PLC0415

        return home_folder(self.home)

    def chosen(self) -> Outcome["Settings"]:
        """Return the settings in force; raises RefusedError as they say."""
        from addin.app.margin_files import settings_of  # noqa: PLC0415 - loads the kernels

        return settings_of(self.place, self.settings, tuple(self.sets or ()))


GROUPS = (Book, Grounds, Told, Past, Under)


def expanded(command: Callable[..., None]) -> Callable[..., None]:
    """Return the command with the options of each group in the place of the parameter that takes it."""
    hints = get_type_hints(command, include_extras=True)
    taken = {name: hint for name, hint in hints.items() if hint in GROUPS}
    shown = list[inspect.Parameter]()
    for name, parameter in inspect.signature(command).parameters.items():
        shown += _options(taken[name]) if name in taken else [parameter.replace(annotation=hints[name])]

    @wraps(command)
    def called(**given: Any) -> None:  # noqa: ANN401 - whatever the options are
        for name, group in taken.items():
            given[name] = group(**{each.name: given.pop(each.name) for each in fields(group)})
        command(**given)

    called.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in shown}
    return called


def _options(group: type) -> list[inspect.Parameter]:
    """Return the options of a group as keywords, each with its default."""
    hints = get_type_hints(group, include_extras=True)
    kept = inspect.signature(group).parameters
    return [
        inspect.Parameter(each, inspect.Parameter.KEYWORD_ONLY, default=kept[each].default, annotation=hints[each])
        for each in kept
    ]


def tables(*groups: Book | Grounds | Told | Past, events: Path | None) -> "MarginFiles":
    """Return where the tables are that the options named."""
    from addin.app.margin_files import MarginFiles  # noqa: PLC0415 - loads the kernels

    places = {each.name: getattr(group, each.name) for group in groups for each in fields(group)}
    del places["trade_date"]
    return MarginFiles(**places, events=events)


def margin_under(book: Book, grounds: Grounds, *, events: Path | None, under: Under) -> Outcome["FileMargin"]:
    """Return the margin of these tables with all that was found on the way.

    Raises RefusedError as `iso_date`, the settings and `margin_files` say.
    """
    from addin.app.margin_files import margin_files  # noqa: PLC0415 - loads the kernels

    day, chosen = book.day, under.chosen()
    files = tables(book, grounds, events=events)
    made = margin_files(files, trade_date=day, curve_id=under.curve, settings=chosen.value)
    return Outcome(made, (*chosen.findings, *made.findings))


def say(words: Words, lang: Lang) -> None:
    """Print a text to standard output in the chosen language, or in both."""
    chosen = {Lang.JA: [words.ja], Lang.EN: [words.en], Lang.BOTH: [words.ja, words.en]}[lang]
    sys.stdout.write("\n".join(chosen) + "\n")
