"""`hikae export`: an upload file from checked rows, in one of the packaged layouts."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, finish, json_line
from addin.commands.two_persons import AsJson, Day, Home, Language, date_of, recorded_in, said_in
from calc.outcome import RefusedError, finding

if TYPE_CHECKING:
    from addin.app.export_make import Exported
    from addin.app.export_source import ExportSource
    from addin.export.template import Template


def export(
    template: Annotated[str, typer.Argument(help="書式 / template; see --list")] = "",
    table: Annotated[Path | None, typer.Option("--from", help="表 / table of rows (CSV or .xlsx)")] = None,
    data: Annotated[Path | None, typer.Option(help="日次フォルダ / a day's folder")] = None,
    date: Day = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="出力先 / where files go (out/DATE)")] = None,
    reason: Annotated[str, typer.Option(help="別の業務日のときの理由 / reason, for another day's file")] = "",
    sets: Annotated[list[str] | None, typer.Option("--set", help="設定 / setting, key=value")] = None,
    home: Home = None,
    listed: Annotated[bool, typer.Option("--list", help="書式の一覧 / list the templates")] = False,  # noqa: FBT002
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """点検済みの行からアップロードファイルを作る / Make an upload file from checked rows."""
    if listed:
        _list(lang, as_json=json)
        return
    from addin.app.drill_wall import default_out  # noqa: PLC0415
    from addin.app.export_make import exported  # noqa: PLC0415 - a list needs none of it
    from addin.app.export_source import source_from_table  # noqa: PLC0415
    from addin.app.settings_record import settings_in_force  # noqa: PLC0415
    from addin.commands.record import tell_unconfirmed  # noqa: PLC0415
    from addin.export.template import template_for  # noqa: PLC0415
    from addin.home import home_folder  # noqa: PLC0415
    from addin.now import now  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    place, at, day = home_folder(home), now(), date_of(date)
    given = settings_in_force(place, {}, sets=sets or ())
    form = template_for(template, given.text("role"))
    if (table is None) == (data is None):
        raise RefusedError([finding("export_from_what")])
    tell = None if json else recorded_in(lang)
    tell_unconfirmed(place, lang)
    with Journal(place) as journal:
        if table is not None:
            source = source_from_table(table, form, day=day or at.date(), named=day is not None)
        else:
            from addin.app.export_day import source_from_day  # noqa: PLC0415 - kernels load only when needed

            assert data is not None  # noqa: S101 - exactly one of the two was given
            source = source_from_day(data, form, journal, home=place, named=day, sets=tuple(sets or ()))
        folder = out or default_out(place, source.business_date.isoformat())
        made = exported(journal, form, source, home=place, out=folder, reason=reason, at=at, tell=tell)
        found = (*source.findings, *journal.findings)
    _ready(made, source, lang, as_json=json)
    finish(found, lang=lang, strict=False)


def _ready(made: "Exported", source: "ExportSource", lang: Lang, *, as_json: bool) -> None:
    """Say that the file is ready, as the last thing: it was read back from the disk."""
    from addin.app.approval.words import standing_line  # noqa: PLC0415
    from addin.store.chain import short_head  # noqa: PLC0415

    if as_json:
        json_line(
            {
                "path": str(made.path),
                "business_date": source.business_date.isoformat(),
                "sha256": made.upload.sha256,
                "rows": len(source.rows),
                "totals": dict(line.split(",", 1) for line in made.upload.totals.splitlines()),
                "head": short_head(made.entry.hash),
                "approval": made.approval.standing.value,
            }
        )
        return
    ready = said_in(lang, "できました", "ready")
    sys.stdout.write(f"{ready}: {made.path}   sha256 {short_head(made.upload.sha256)}\n")
    sys.stdout.write(f"{standing_line(made.approval)}\n")


def _list(lang: Lang, *, as_json: bool) -> None:
    from addin.export.template import TEMPLATES, template  # noqa: PLC0415

    forms = [template(code) for code in TEMPLATES]
    if as_json:
        json_line([_described(form) for form in forms])
        return
    from addin.export.template import ROLES  # noqa: PLC0415

    for form in forms:
        roles = ", ".join(said_in(lang, *ROLES[role]) for role in form.roles)
        title = said_in(lang, form.ja, form.en)
        sys.stdout.write(f"{form.code:<20} {form.pattern:<32} {form.encoding:<10} {title} [{roles}]\n")


def _described(form: "Template") -> dict[str, object]:
    return {
        "template": form.code,
        "roles": list(form.roles),
        "file_name": form.pattern,
        "encoding": form.encoding,
        "newline": form.newline,
        "ja": form.ja,
        "en": form.en,
        "columns": [
            {"name": each.name, "form": each.form, "header": each.header, "decimals": each.decimals}
            for each in form.columns
        ],
    }
