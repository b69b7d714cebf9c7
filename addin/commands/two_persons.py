"""What `hikae approve` and `hikae solo` share: their options, and the word "recorded", said only after it is true."""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang
from addin.store.chain import Entry, short_head

Home = Annotated[Path | None, typer.Option(help="状態フォルダ / state folder (else $HIKAE_HOME)")]
Initials = Annotated[str, typer.Option(help="あなたの略号 / your initials, 2 to 4 letters")]
Day = Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="業務日 / business date")]
AsJson = Annotated[bool, typer.Option("--json", help="JSONで出力 / print JSON")]
Language = Annotated[Lang, typer.Option(help="表示 / language of messages")]


def date_of(day: datetime | None) -> date | None:
    """Return the date of a date option, None when it was not given."""
    return None if day is None else day.date()


def said_in(lang: Lang, ja: str, en: str) -> str:
    """Return a word in the chosen language, or both."""
    return {Lang.JA: ja, Lang.EN: en}.get(lang, f"{ja} / {en}")


def recorded_in(lang: Lang) -> Callable[[Entry], None]:
    """Return what says that an entry is in the record."""

    def tell(entry: Entry) -> None:
        sys.stdout.write(f"{said_in(lang, '記録しました', 'recorded')} {entry.kind} {short_head(entry.key)}\n")
        sys.stdout.flush()

    return tell
