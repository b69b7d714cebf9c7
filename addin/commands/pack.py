"""`hikae pack`: what applied today, sealed every evening as what tomorrow falls back on."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, finish, instant_of, json_line
from addin.commands.two_persons import AsJson, Day, Home, Language, date_of, recorded_in, said_in
from addin.home import home_folder

if TYPE_CHECKING:
    from addin.app.pack_state import PackState

app = typer.Typer(help="夜間パック / What tomorrow falls back on, sealed every evening.", invoke_without_command=True)

At = Annotated[str, typer.Option(help="時点 / as of (ISO instant), else now or 20:30 of the day")]
SIGNS = {"sealed": ("○ 封じてあります", "○ sealed"), "due": ("▲ 未了", "▲ due"), "late": ("✗ 期限超過", "✗ late")}


@app.callback()
def pack(context: typer.Context, date: Day = None, at: At = "", home: Home = None, lang: Language = Lang.BOTH) -> None:
    """適用額・値段・建玉・連絡先を封じる / Seal amounts, prices, positions and contacts of the last recorded day."""
    if context.invoked_subcommand is not None:
        return
    from addin.app.pack_seal import sealed_pack  # noqa: PLC0415 - a help page needs none of it

    moment = instant_of(at) if at else None
    done = sealed_pack(home_folder(home), date_of(date), at=moment, tell=recorded_in(lang))
    for path in filter(None, (done.path, done.second)):
        sys.stdout.write(f"{path}\n")
    body = done.entry.body
    sys.stdout.write(f"SHA-256 {body['sha256']}\n{said_in(lang, '先頭値', 'head')} {body['head']}\n")
    until = said_in(lang, f"{body['for']} の予備になります", f"what {body['for']} falls back on")
    sys.stdout.write(f"{until}: {' '.join(body['files'])}\n")
    finish(done.findings, lang=lang, strict=False)


@app.command()
def show(at: At = "", home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """いま要るパックがあるか / Whether the pack that is due is sealed, and since when a missing one is late."""
    from addin.app.pack_state import pack_state  # noqa: PLC0415
    from addin.app.settings_record import settings_in_force  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    folder = home_folder(home)
    with Journal(folder) as journal:
        state = pack_state(journal, instant_of(at), settings_in_force(folder, {}))
    if json:
        json_line(_as_json(state))
        return
    sign, day = said_in(lang, *SIGNS[state.standing.value]), state.business_date
    name = "" if state.entry is None else f"   {state.entry.body['name']}   {state.entry.at}"
    sys.stdout.write(f"{sign}   {said_in(lang, f'{day} のパック', f'pack of {day}')}{name}\n")


@app.command("open")
def opened(
    file: Annotated[Path, typer.Argument(help="パック / a pack's file")],
    out: Annotated[Path, typer.Option("--out", "-o", help="出力先 / where its tables go")],
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """パックを検証し、表を取り出す / Verify a pack and take its tables out."""
    from addin.app.pack_use import opened_pack  # noqa: PLC0415

    found = opened_pack(file.expanduser().absolute(), home_folder(home), out.expanduser())
    ja = f"{found.business_date} のパック、{found.fallback_for} の予備。先頭値 {found.head}"
    en = f"pack of {found.business_date}, what {found.fallback_for} falls back on; head {found.head}"
    sys.stdout.write(f"{said_in(lang, ja, en)}\n")
    sys.stdout.writelines(f"{out / name}\n" for name in sorted(found.files))


def _as_json(state: "PackState") -> dict[str, object]:
    entry = state.entry
    return {
        "business_date": state.business_date.isoformat(),
        "standing": state.standing.value,
        "late_from": None if state.by is None else state.by.isoformat(),
        "pack": None if entry is None else {name: entry.body[name] for name in ("name", "sha256", "head", "for")},
    }
