"""`hikae check`: what is missing on this computer, on one page."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import NOTHING_DONE, Lang, as_json, json_line, lines
from addin.commands.two_persons import AsJson, Home, Language, said_in
from addin.home import home_folder
from addin.now import now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from addin.checks.check import Looked

ClockReference = Annotated[
    str, typer.Option(help="時報・別の時計の時刻 / time by a signal or a second clock: 12:00:00")
]
Books = Annotated[
    list[Path] | None, typer.Option("--book", help="確かめるブック（何度でも） / a workbook to look at; repeatable")
]
MARKS = {"good": "○", "warning": "▲", "bad": "✗", "skipped": "－"}


def check(
    home: Home = None,
    clock_reference: ClockReference = "",
    book: Books = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """足りないものを確かめる / Say what is missing on this computer."""
    at = now()  # the signal sounds when Enter is pressed: nothing is loaded before the clock is read
    if clock_reference:
        from addin.app.clock_check import checked_clock, reference_of, refuse_unless_used  # noqa: PLC0415

        if home is not None:  # where nobody names one, the desk's own may be new
            refuse_unless_used(home_folder(home))
        checked_clock(home_folder(home), reference_of(clock_reference, at), at=at)
    from addin.checks.catalogue import checks  # noqa: PLC0415 - a help page needs none of it
    from addin.checks.check import could_look, looked_at  # noqa: PLC0415

    looked = looked_at(checks(each.expanduser().absolute() for each in book or ()), home_folder(home))
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
