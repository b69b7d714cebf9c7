"""What `hikae normalise` and `hikae repair` share: their options, and how they tell what became of a file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.two_persons import said_in
from calc.text.wording import Severity, severity, words

if TYPE_CHECKING:
    from addin.excel.mend import Mended

File = Annotated[Path, typer.Argument(help="ブックのファイル / the workbook's file")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="書出先の新しいファイル / a new file for the result")]


def tell_mended(file: Path, done: "Mended", *, json: bool, lang: Lang) -> None:
    """Say what was found and done, where the file is, and where it is kept as it was."""
    if json:
        json_line({
            "file": str(file),
            "out": str(done.path),
            "kept": None if done.kept is None else str(done.kept),
            "changed": done.is_changed,
            "findings": [as_json(each) for each in done.found],
        })  # fmt: skip
        return
    notes = [each for each in done.found if severity(each) is Severity.INFORMATION]
    for said in map(words, notes):
        sys.stdout.write(f"{said_in(lang, said.ja, said.en)}\n")
    if not done.is_changed:
        sys.stdout.write(f"{said_in(lang, '直すところはありませんでした', 'nothing had to be changed')}\n")
    if done.kept is not None:
        sys.stdout.write(f"{said_in(lang, '元のファイル', 'the file as it was')}: {done.kept}\n")
    sys.stdout.write(f"{done.path}\n")
    finish([each for each in done.found if each not in notes], lang=lang, strict=False)
