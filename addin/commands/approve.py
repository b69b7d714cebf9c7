"""`hikae approve`: a second person's word before something counts or leaves."""

import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import typer

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.names import Meant, listed, meant
from addin.app.approval.people import person_at_desk
from addin.app.approval.solo import Solo, solos
from addin.app.approval.state import Approval
from addin.app.approval.subjects import KIND_WORDS, SubjectKind
from addin.app.approval.words import approval_json, persons_line, solo_json, solo_lines, standing_line
from addin.commands.output import Lang, json_line
from addin.commands.record import told_journal
from addin.commands.two_persons import AsJson, Day, Home, Initials, Language, date_of, recorded_in, said_in
from addin.home import home_folder
from addin.now import now
from addin.store.chain import short_head
from addin.store.journal import Journal
from calc.outcome import RefusedError, finding

app = typer.Typer(no_args_is_help=True, help="承認 / Approvals: a second person, by another system user and initials.")

Name = Annotated[str, typer.Argument(help="名前またはファイル / name or file (hikae approve list)")]
Reason = Annotated[str, typer.Option(help="理由 / reason")]
Kind = Annotated[SubjectKind | None, typer.Option(help="種類 / kind, when a name is not enough")]


@app.command()
def ask(
    name: Name,
    initials: Initials,
    home: Home = None,
    kind: Kind = None,
    day: Day = None,
    lang: Language = Lang.BOTH,
) -> None:
    """承認を求める（作成者）/ Ask for an approval, as the maker."""
    person, at = person_at_desk(initials), now()
    with told_journal(home_folder(home), lang) as journal:
        named = _meant(journal, name, kind, day, at)
        content = named.held.current or named.held.content
        if content is None:
            raise RefusedError([finding("approval_unknown", name=name)])
        if named.seen not in {None, content.content_hash}:
            raise RefusedError([finding("release_changed", name=name)])
        _told(steps.ask(journal, named.held.subject, content, person, at=at, tell=recorded_in(lang)), lang)


@app.command()
def give(
    name: Name,
    initials: Initials,
    home: Home = None,
    kind: Kind = None,
    day: Day = None,
    lang: Language = Lang.BOTH,
) -> None:
    """承認する（確認者）/ Approve, as the checker."""
    person, at = person_at_desk(initials), now()
    with told_journal(home_folder(home), lang) as journal:
        named = _meant(journal, name, kind, day, at)
        subject = named.held.subject
        _told(steps.give(journal, subject, person, seen=named.seen, at=at, tell=recorded_in(lang)), lang)


@app.command()
def refuse(
    name: Name,
    initials: Initials,
    reason: Reason,
    home: Home = None,
    kind: Kind = None,
    day: Day = None,
    lang: Language = Lang.BOTH,
) -> None:
    """理由を添えて却下する / Refuse, with the reason."""
    person, at = person_at_desk(initials), now()
    with told_journal(home_folder(home), lang) as journal:
        subject = _meant(journal, name, kind, day, at).held.subject
        _told(steps.refuse(journal, subject, person, reason=reason, at=at, tell=recorded_in(lang)), lang)


@app.command()
def withdraw(
    name: Name,
    initials: Initials,
    home: Home = None,
    kind: Kind = None,
    day: Day = None,
    lang: Language = Lang.BOTH,
) -> None:
    """求めた承認を取り下げる（作成者）/ Take back what was asked, as its maker."""
    person, at = person_at_desk(initials), now()
    with told_journal(home_folder(home), lang) as journal:
        subject = _meant(journal, name, kind, day, at).held.subject
        _told(steps.withdraw(journal, subject, person, at=at, tell=recorded_in(lang)), lang)


@app.command("list")
def listed_(home: Home = None, day: Day = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """承認の状態と連署待ちの一覧 / Where every approval stands, and what waits for a countersignature."""
    with told_journal(home_folder(home), lang) as journal:
        entries = desk_entries(journal)
    held, open_tasks = listed(entries, business_date=date_of(day), at=now()), _open(solos(entries))
    if json:
        json_line({"approvals": [*map(approval_json, held)], "countersign": [*map(solo_json, open_tasks)]})
        return
    for each in held:
        _told(each, lang)
    said = said_in(lang, "連署が必要です", "to be countersigned")
    sys.stdout.writelines(f"▲ {said}: {each.business_date}  {solo_lines([each])[0]}\n" for each in open_tasks)


def _meant(journal: Journal, name: str, kind: SubjectKind | None, day: datetime | None, at: datetime) -> Meant:
    return meant(desk_entries(journal), name, kind=kind, business_date=date_of(day), at=at)


def _open(tasks: Iterable[Solo]) -> list[Solo]:
    return [each for each in tasks if each.is_open]


def _told(held: Approval, lang: Lang) -> None:
    kind = KIND_WORDS[held.subject.kind]
    current = held.current or held.content
    digest = short_head(current.content_hash) if current else "－"
    sys.stdout.write(
        f"{standing_line(held)}   {held.subject.name}  {held.subject.business_date}  {said_in(lang, *kind)}\n"
    )
    sys.stdout.write(f"    内容 content {digest}   {persons_line(held)}\n")
