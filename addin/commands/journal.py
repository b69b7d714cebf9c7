"""`hikae journal`: look at the record, have it verified, hand it on, and archive what is old."""

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, json_line, told
from addin.home import home_folder
from addin.store.chain import Entry, entry_as_json, short_head
from addin.store.journal import Journal, Verification
from addin.store.shown import unconfirmed
from addin.store.snapshots import damaged
from calc.outcome import Finding, Place, RefusedError, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BROKEN = 1
_HEAD = re.compile("[0-9a-f]{12,64}")
_ENTRY_BYTES = 1000  # about, of an exported one

app = typer.Typer(no_args_is_help=True, help="記録 / The record: append-only, chained by hashes.")

Home = Annotated[Path | None, typer.Option(help="状態フォルダ / state folder (else $HIKAE_HOME)")]
AsJson = Annotated[bool, typer.Option("--json", help="JSONで出力 / print JSON")]
Language = Annotated[Lang, typer.Option(help="表示 / language of messages")]
Against = Annotated[str | None, typer.Option(help="外の先頭値と照合 / a head from a sheet, mail or .head.txt")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="出力先 / file to write (else standard output)")]


@app.command()
def verify(
    home: Home = None,
    against: Against = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """記録を先頭から検証する（壊れていれば終了コード1）/ Verify the whole record (exit 1 when it is broken)."""
    head = _head(against)
    with Journal(home_folder(home)) as journal:
        result = journal.verify(head)
        told(unconfirmed(journal.unconfirmed()) if result.ok else (), lang)
        told(damaged(home_folder(home), journal) if result.ok else (), lang)
    if json:
        broken = {"broken_at": result.broken_at, "reason": result.reason or None, "file": result.source}
        archives = {"archives": list(result.archives)}
        json_line({"ok": result.ok, "entries": result.entries, "head": result.head, **broken, **archives})
    elif result.ok:
        _say_intact(result, lang)
    if not result.ok:
        told([_fault(result, home_folder(home), head)], lang)
        raise typer.Exit(BROKEN)


@app.command()
def show(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """記録を古い順に表示する / Show every entry, oldest first."""
    with Journal(home_folder(home)) as journal:
        entries = list(journal.entries())
        told(unconfirmed(journal.unconfirmed()), lang)
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


@app.command()
def export(home: Home = None, out: Out = None, json: AsJson = False) -> None:  # noqa: FBT002
    """記録を書き出す（CSV、または --json で1行1件）/ Write out the record as CSV, or as JSON lines with --json."""
    from addin.app.journal_export import as_csv, as_json_lines  # noqa: PLC0415 - the other commands need none of it

    form: Callable[[Iterable[Entry]], Iterator[bytes]] = as_json_lines if json else as_csv
    with Journal(home_folder(home)) as journal:
        if out is None:
            sys.stdout.buffer.writelines(form(journal.entries()))
            sys.stdout.buffer.flush()
            return
        from addin.files import replace_file_by  # noqa: PLC0415

        last = journal.last()
        needed = last.n * _ENTRY_BYTES if last else 0
        replace_file_by(out, lambda: form(journal.entries()), needed=needed)


@app.command()
def archive(
    home: Home = None,
    before: Annotated[str | None, typer.Option(help="この日より前 / what was recorded before this day")] = None,
    year: Annotated[int | None, typer.Option(help="この年まで / up to the end of this year")] = None,
    lang: Language = Lang.BOTH,
) -> None:
    """古い記録を年次保管に移す（検証してから）/ Move old entries to an archive file, verified first."""
    day = _day(before, year)
    with Journal(home_folder(home)) as journal:
        entry = journal.archive(day)
        if entry is None:
            raise RefusedError([finding("journal_nothing_to_archive", day=day)])
        result = journal.verify()
    last, file = entry.body["to"], entry.body["file"]
    _say(f"{last} 番までを {file} に保管しました", f"Archived up to n {last}: {file}", lang=lang)
    if not result.ok:
        told([_fault(result, home_folder(home), "")], lang)
        raise typer.Exit(BROKEN)
    _say_intact(result, lang)


def _head(text: str | None) -> str:
    """Return a head as typed from paper, in the digits of the record."""
    typed = (text or "").strip().lower()
    if text is not None and not _HEAD.fullmatch(typed):
        raise RefusedError([finding("journal_head_malformed", head=text)])
    return typed


def _day(before: str | None, year: int | None) -> str:
    """Return the day that the archive ends before."""
    text = before if before is not None else f"{(year or 0) + 1:04}-01-01" if year is not None else ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise RefusedError([finding("journal_day_malformed", day=text or "-")]) from error


def _fault(result: Verification, home: Path, against: str) -> Finding:
    place = Place(result.source, result.broken_at)
    return finding(result.reason, place, row=result.broken_at, path=home / result.source, head=against)


def _say_intact(result: Verification, lang: Lang) -> None:
    files = len(result.archives)
    ja, en = (f"（年次保管 {files}ファイルを含む）", f" ({files} archived files included)") if files else ("", "")
    _say(f"記録は正常です: {result.entries}件{ja}、先頭値 {short_head(result.head)}",
         f"The record is intact: {result.entries} entries{en}, head {short_head(result.head)}", lang=lang)  # fmt: skip


def _line(entry: Entry) -> str:
    return f"{entry.n:>6}  {entry.at}  {entry.user}  {entry.kind:<20}  {short_head(entry.key)}"


def _say(ja: str, en: str, *, lang: Lang) -> None:
    chosen = {Lang.JA: [ja], Lang.EN: [en], Lang.BOTH: [ja, en]}[lang]
    sys.stdout.writelines(f"{line}\n" for line in chosen)
