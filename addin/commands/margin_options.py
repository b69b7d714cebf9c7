"""The tables that margin is computed from, as options: one wording for every command that takes them."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang
from calc.outcome import Finding, Outcome, RefusedError
from calc.text.numeral import iso_date
from calc.text.wording import Words

if TYPE_CHECKING:
    from addin.app.margin_files import FileMargin, MarginFiles

TradeDate = Annotated[str, typer.Option(help="取引日 / trade date, YYYY-MM-DD")]
Instruments = Annotated[Path, typer.Option(help="銘柄 / instruments (CSV)")]
Positions = Annotated[Path, typer.Option(help="建玉 / positions (CSV)")]
Curves = Annotated[Path, typer.Option(help="割引カーブ / discount curves (CSV)")]
History = Annotated[Path | None, typer.Option(help="スプレッドの履歴 / spread history (CSV)")]
ScenarioTable = Annotated[Path | None, typer.Option("--scenarios", help="シナリオ / shocked spreads (CSV)")]
Constituents = Annotated[Path | None, typer.Option(help="構成銘柄 / index constituents (CSV)")]
Accounts = Annotated[Path | None, typer.Option(help="口座 / accounts (CSV)")]
Events = Annotated[Path | None, typer.Option(help="信用事由 / credit events in force (CSV)")]
CurveName = Annotated[str | None, typer.Option(help="カーブ名 / curve_id when there are several")]
SettingsFile = Annotated[Path | None, typer.Option(help="設定ファイル / settings (TOML)")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="設定 / setting, key=value")]
Home = Annotated[Path | None, typer.Option(help="記録の場所 / home of record and settings")]
Language = Annotated[Lang, typer.Option(help="表示 / language of messages")]
Json = Annotated[bool, typer.Option("--json", help="JSONで表示 / print JSON")]


@dataclass(frozen=True, slots=True)
class Under:
    """What the tables are read under, as the options said it."""

    trade_date: str
    curve: str | None
    settings: Path | None
    sets: list[str] | None
    home: Path | None


def margin_under(files: "MarginFiles", under: Under) -> Outcome["FileMargin"]:
    """Return the margin of these tables with all that was found on the way.

    Raises RefusedError as `iso_date`, the settings and `margin_files` say.
    """
    from addin.app.margin_files import margin_files, settings_of  # noqa: PLC0415 - loads the kernels
    from addin.home import home_folder  # noqa: PLC0415

    day = iso_date(under.trade_date)
    if isinstance(day, Finding):
        raise RefusedError([day])
    chosen = settings_of(home_folder(under.home), under.settings, tuple(under.sets or ()))
    made = margin_files(files, trade_date=day, curve_id=under.curve, settings=chosen.value)
    return Outcome(made, (*chosen.findings, *made.findings))


def say(words: Words, lang: Lang) -> None:
    """Print a text to standard output in the chosen language, or in both."""
    chosen = {Lang.JA: [words.ja], Lang.EN: [words.en], Lang.BOTH: [words.ja, words.en]}[lang]
    sys.stdout.write("\n".join(chosen) + "\n")
