"""`hikae drill`: a home of its own for a drill, which can never become a live one."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, json_line, told
from addin.commands.two_persons import AsJson, Home, Language, recorded_in, said_in
from addin.home import BANNER, Mode, home_folder

app = typer.Typer(no_args_is_help=True, help="訓練 / Drills: their own home, walled off from the live one.")


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="訓練用の新しいフォルダ / new folder for the drill")],
    copy: Annotated[Path | None, typer.Option("--from", help="訓練の控え / a drill's second copy or bundle")] = None,
    lang: Language = Lang.BOTH,
) -> None:
    """訓練用のフォルダを作る / Make the home of a drill."""
    from addin.app.drill_new import new_drill  # noqa: PLC0415 - a help page needs none of it

    source = None if copy is None else copy.expanduser().absolute()
    made = new_drill(home_folder(folder), copy=source, tell=recorded_in(lang))
    sys.stdout.write(f"{BANNER}   {said_in(lang, '訓練用のフォルダを作りました', 'home of a drill made')}\n")
    sys.stdout.write(f"--home {made.home}\n")
    told(made.findings, lang)


@app.command()
def show(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """フォルダが訓練用か本番かを示す / Say whether a home is a drill's or live."""
    from addin.app.drill_new import shown_drill  # noqa: PLC0415
    from addin.store.mode import MODE_WORDS  # noqa: PLC0415

    folder = home_folder(home)
    found = shown_drill(folder)
    if json:
        said = {"mode": found.mode.value, "record": found.record, "entries": found.entries, "begun": found.begun}
        json_line({"home": str(folder), **said})
        return
    count = said_in(lang, f"記録 {found.entries}件", f"{found.entries} entries")
    begun = f"   {said_in(lang, '開始', 'begun')} {found.begun}" if found.mode is Mode.DRILL else ""
    sys.stdout.write(f"{said_in(lang, *MODE_WORDS[found.mode])}   {folder}   {count}{begun}\n")
