"""`hikae bundle`: carry a record to another office, merge what comes from there, decide where both differ."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from addin.app.approval.people import person_at_desk
from addin.app.bundle_conflicts import decided, listed_conflicts
from addin.app.bundle_make import made_bundle
from addin.app.bundle_read import read_bundle
from addin.commands.output import Lang, json_line, told
from addin.commands.record import tell_unconfirmed
from addin.commands.two_persons import AsJson, Home, Initials, Language, said_in
from addin.home import home_folder
from addin.now import now
from addin.store.chain import canonical, short_head
from addin.store.merge import Candidate, Conflict
from calc.outcome import finding

app = typer.Typer(no_args_is_help=True, help="束 / Bundles: two offices' records, merged; nothing is overwritten.")

LONGEST_VALUE = 300


@app.command()
def make(
    out: Annotated[Path, typer.Option("--out", "-o", help="束のファイル / the bundle's file")],
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """記録を一つの束にする / Make one file of the whole record."""
    path = out.expanduser().absolute()
    tell_unconfirmed(home_folder(home), lang)
    done = made_bundle(home_folder(home), path)
    head = short_head(done.head)
    _say(lang, f"束を作りました: {done.entries}件、先頭値 {head}", f"bundle made: {done.entries} entries, head {head}")
    sys.stdout.write(f"{path}\n")
    told(done.findings, lang)


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="束のファイル / the bundle's file")],
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """ほかの拠点の束を検証して取り込む / Verify another office's bundle and merge it."""
    tell_unconfirmed(home_folder(home), lang)
    done = read_bundle(file.expanduser().absolute(), home_folder(home))
    head = short_head(done.head)
    _say(
        lang,
        f"束を取り込みました: {done.entries}件のうち新しいもの {done.added}件、先頭値 {head}",
        f"bundle read: {done.entries} entries, {done.added} new here, head {head}",
    )
    still = _open(done.conflicts)
    told([*done.findings, *([finding("conflict_open", count=len(still))] if still else [])], lang)


@app.command()
def conflicts(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """拠点の間で値が違うもの / Where offices say different things of one item and date."""
    found = listed_conflicts(home_folder(home))
    if json:
        json_line({"conflicts": [_conflict_json(each) for each in found]})
        return
    still = len(_open(found))
    _say(lang, f"相違 {len(found)}件、うち未決定 {still}件", f"{len(found)} conflicts, {still} to be decided")
    for each in found:
        _show(each, lang)


@app.command()
def decide(
    name: Annotated[str, typer.Argument(help="相違の名前 / the conflict's name")],
    choose: Annotated[int, typer.Option(help="選ぶ値の番号 / number of the value")],
    initials: Initials,
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """相違を二人で決める（二人とも同じ番号を選ぶ）/ Decide a conflict: two persons choose the same value."""
    tell_unconfirmed(home_folder(home), lang)
    done = decided(home_folder(home), name, person_at_desk(initials), number=choose, at=now())
    if done.approval is not None:
        _say(lang, "記録しました。もう一人の確認を待っています", "recorded; waits for a second person")
    else:
        _say(lang, "記録しました。決定しました", "recorded; decided")
    _show(done.conflict, lang)
    told(done.findings, lang)


def _open(found: tuple[Conflict, ...]) -> list[Conflict]:
    return [each for each in found if each.decided is None]


def _show(conflict: Conflict, lang: Lang) -> None:
    subject, is_open = conflict.subject, conflict.decided is None
    state = said_in(lang, "未決定", "to be decided") if is_open else said_in(lang, "決定済", "decided")
    sys.stdout.write(f"{conflict.name}  {subject.business_date}  {subject.kind}  {subject.item}  {state}\n")
    for number, each in enumerate(conflict.candidates, 1):
        sys.stdout.write(f"  {'→' if each is conflict.decided else ' '} {number}  {_value(each)}\n")
        for who in each.stated:
            sys.stdout.write(f"         {who.at}  {who.user}  {short_head(who.record)} n={who.n}\n")


def _value(candidate: Candidate) -> str:
    text = canonical({"value": candidate.value})[len('{"value":') : -1]
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _conflict_json(conflict: Conflict) -> dict[str, object]:
    return {
        "name": conflict.name,
        **conflict.subject._asdict(),
        "state": "open" if conflict.decided is None else "decided",
        "candidates": [
            {"number": number, "value": each.value, "stated": [who._asdict() for who in each.stated]}
            for number, each in enumerate(conflict.candidates, 1)
        ],
        "decided": None if conflict.decided is None else conflict.candidates.index(conflict.decided) + 1,
    }


def _say(lang: Lang, ja: str, en: str) -> None:
    sys.stdout.write(f"{said_in(lang, ja, en)}\n")
