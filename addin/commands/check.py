"""`hikae check`: what is missing on this computer, on one page."""

import sys
from typing import TYPE_CHECKING

import typer

from addin.commands.output import NOTHING_DONE, Lang, as_json, json_line, lines
from addin.commands.two_persons import AsJson, Home, Language, said_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.checks.check import Looked

MARKS = {"good": "○", "warning": "▲", "bad": "✗", "skipped": "－"}


def check(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """足りないものを確かめる / Say what is missing on this computer."""
    from addin.checks.catalogue import CHECKS  # noqa: PLC0415 - a help page needs none of it
    from addin.checks.check import could_look, looked_at  # noqa: PLC0415
    from addin.home import home_folder  # noqa: PLC0415

    looked = looked_at(CHECKS, home_folder(home))
    if json:
        json_line({"checks": [_as_json(each) for each in looked]})
    else:
        _page(looked, lang)
    if not could_look(looked):
        raise typer.Exit(NOTHING_DONE)


def _as_json(looked: "Looked") -> dict[str, object]:
    return {
        "name": looked.check.name,
        "state": looked.state.value,
        "ja": looked.fact.ja,
        "en": looked.fact.en,
        "seconds": round(looked.seconds, 2),
        "findings": [as_json(each) for each in looked.findings],
    }


def _page(looked: "Sequence[Looked]", lang: Lang) -> None:
    """Print a line for each check, and below it what is wrong and what to do."""
    for each in looked:
        label, fact = (_said(lang, words.ja, words.en) for words in (each.check.label, each.fact))
        sys.stdout.write(f"{MARKS[each.state]} {label}   {fact}".rstrip() + "\n")
        for found in each.findings:
            sys.stdout.write("".join(f"    {line}\n" for line in lines(found, lang)))
    bad = sum(each.state in {"bad", "warning"} for each in looked)
    words = (f"要対応 {bad} 件", f"{bad} to be seen to") if bad else ("足りないものはありません", "nothing is missing")
    sys.stdout.write(f"{said_in(lang, *words)}\n")


def _said(lang: Lang, ja: str, en: str) -> str:
    """Return words in the chosen language, once when both are the same."""
    return ja if ja == en else said_in(lang, ja, en)
