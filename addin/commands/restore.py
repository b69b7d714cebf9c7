"""`hikae restore`: the record on a bare PC, from its second copy or a bundle."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, json_line, told
from addin.commands.two_persons import AsJson, Home, Language, said_in
from addin.home import home_folder
from addin.store.chain import short_head
from addin.store.restore import restored
from addin.store.shown import mark_shown
from calc.outcome import Place, finding


def restore(
    source: Annotated[Path, typer.Option("--from", help="第二の保存先、控え、束 / second place, copy or bundle")],
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """控えから記録を戻す（新しいフォルダへ）/ Restore a record from its copy, into a new home."""
    folder = home_folder(home)
    done = restored(source.expanduser().absolute(), folder)
    if json:
        json_line({"entries": done.entries, "head": done.head, "record": done.record, "from": str(done.source)})
    else:
        head = short_head(done.head)
        ja, en = f"戻しました: {done.entries}件、先頭値 {head}", f"restored {done.entries} entries, head {head}"
        sys.stdout.write(f"{said_in(lang, ja, en)}\n")
    sys.stdout.flush()
    mark_shown(folder, range(1, done.entries + 1))  # somebody has seen now that they are there
    if done.is_torn:
        told([finding("restore_torn", Place(done.source.name, done.entries + 1), row=done.entries + 1)], lang)
