"""`hikae margin`: the initial margin of a book, from its tables."""

from pathlib import Path
from typing import Annotated

import typer

from addin.commands import margin_options as options
from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.two_persons import recorded_in


@options.expanded
def margin(
    *,
    tables: options.Book,
    output: Annotated[Path, typer.Option("-o", "--output", help="出力先 / folder for the results")],
    grounds: options.Grounds,
    told: options.Told,
    events: options.Events = None,
    past: options.Past,
    under: options.Under,
    json: Annotated[bool, typer.Option("--json", help="要約をJSONで / print the summary as JSON")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="指摘があれば1 / exit 1 on error findings")] = False,
    lang: options.Language = Lang.BOTH,
) -> None:
    """証拠金等を計算する / Compute initial margin and the other measures from tables."""
    from addin.app.margin_files import margin_files, refuse_overwriting, summary, written  # noqa: PLC0415 - kernels
    from addin.app.margin_record import recorded_margin  # noqa: PLC0415
    from addin.commands.record import tell_unconfirmed  # noqa: PLC0415
    from addin.store.mode import mode_of  # noqa: PLC0415

    day, place = tables.day, under.place
    tell_unconfirmed(place, lang)
    chosen = under.chosen()
    files = options.tables(tables, grounds, told, past, events=events)
    refuse_overwriting(files, output)
    made = margin_files(files, trade_date=day, curve_id=under.curve, settings=chosen.value)
    kept = recorded_margin(place, made, files, curve_id=under.curve, tell=None if json else recorded_in(lang))
    written(made, output, mode=mode_of(place))
    findings = [*chosen.findings, *made.findings, *(why for _, why in made.measures.gaps), *kept.findings]
    if json:
        json_line({**summary(made), "findings": [as_json(each) for each in findings]})
    finish(findings, lang=lang, strict=strict)
