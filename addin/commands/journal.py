"""`hikae journal`: look at the record, and have it verified."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, json_line, told
from addin.home import home_folder
from addin.store.chain import Entry, entry_as_json, short_head
from addin.store.database import FILE_NAME
from addin.store.journal import Journal
from calc.outcome import Place, finding

BROKEN = 1

app = typer.Typer(no_args_is_help=True, help="記録 / The record: append-only, chained by hashes.")

Home = Annotated[Path | None, typer.Option(help="状態フォルダ / state folder (else $HIKAE_HOME)")]
AsJson = Annotated[bool, typer.Option("--json", help="JSONで出力 / print JSON")]
Language = Annotated[Lang, typer.Option(help="表示 / language of messages")]


@app.command()
def verify(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """記録を先頭から検証する（壊れていれば終了コード1）/ Verify the whole record (exit 1 when it is broken)."""
    with Journal(home_folder(home)) as journal:
        result = journal.verify()
    if json:
        broken = {"broken_at": result.broken_at, "reason": result.reason or None}
        json_line({"ok": result.ok, "entries": result.entries, "head": result.head, **broken})
    elif result.ok:
        _say(f"記録は正常です: {result.entries}件、先頭値 {short_head(result.head)}",
             f"The record is intact: {result.entries} entries, head {short_head(result.head)}", lang=lang)  # fmt: skip
    if not result.ok:
        place = Place(FILE_NAME, result.broken_at)
        told([finding(result.reason, place, row=result.broken_at, path=home_folder(home) / FILE_NAME)], lang)
        raise typer.Exit(BROKEN)


@app.command()
def show(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """記録を古い順に表示する / Show every entry, oldest first."""
    with Journal(home_folder(home)) as journal:
        entries = list(journal.entries())
    if json:
        json_line({"entries": [entry_as_json(each) for each in entries]})
        return
    total = len(entries)
    _say(f"記録 {total}件（番号 時刻 利用者 種類 キー）", f"{total} entries (n, at, user, kind, key)", lang=lang)
    sys.stdout.writelines(f"{_line(each)}\n" for each in entries)


@app.command()
def head(home: Home = None, json: AsJson = False) -> None:  # noqa: FBT002
    """最後の記録の先頭値を表示する / Print the head: the hash of the last entry."""
    with Journal(home_folder(home)) as journal:
        last = journal.head()
    if json:
        json_line({"head": last, "short": short_head(last)})
    else:
        sys.stdout.write(f"{last}\n")


def _line(entry: Entry) -> str:
    return f"{entry.n:>6}  {entry.at}  {entry.user}  {entry.kind:<20}  {short_head(entry.key)}"


def _say(ja: str, en: str, *, lang: Lang) -> None:
    chosen = {Lang.JA: [ja], Lang.EN: [en], Lang.BOTH: [ja, en]}[lang]
    sys.stdout.writelines(f"{line}\n" for line in chosen)
