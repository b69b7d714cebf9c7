"""`hikae release`: an upload file leaves the desk, approved by two persons or marked as one person's."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, json_line
from addin.commands.two_persons import AsJson, Home, Initials, Language, said_in


def release(
    files: Annotated[list[Path], typer.Argument(help="アップロードファイル / upload files in the day's output folder")],
    initials: Initials,
    reason: Annotated[str, typer.Option(help="別の業務日のときの理由 / reason, for another day's file")] = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """承認済みのアップロードファイルを released/ に出す / Put approved upload files under released/."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415 - a help page needs none of it
    from addin.app.approval.release import released  # noqa: PLC0415
    from addin.app.approval.words import SOLO_MARK  # noqa: PLC0415
    from addin.commands.record import told_journal  # noqa: PLC0415
    from addin.home import home_folder  # noqa: PLC0415
    from addin.now import now  # noqa: PLC0415
    from addin.store.chain import short_head  # noqa: PLC0415

    person, said = person_at_desk(initials), said_in(lang, "出しました", "released")
    with told_journal(home_folder(home), lang) as journal:
        for path in files:
            done = released(journal, path, person, reason=reason, at=now())
            if json:
                json_line({**done.subject.body(), "path": str(done.path), "head": short_head(done.entry.hash),
                           **done.permission.body()})  # fmt: skip
                continue
            mark = f"   {SOLO_MARK}" if done.permission.solo else ""
            sys.stdout.write(f"{said}: {done.path}   記録 record {short_head(done.entry.hash)}{mark}\n")
