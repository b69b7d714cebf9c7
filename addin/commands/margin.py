"""`hikae margin`: the initial margin of a book, from its tables."""

from pathlib import Path
from typing import Annotated

import typer

from addin.commands.output import Lang, as_json, finish, json_line
from addin.commands.two_persons import recorded_in
from calc.outcome import Finding, RefusedError
from calc.text.numeral import iso_date


def margin(
    trade_date: Annotated[str, typer.Option(help="取引日 / trade date, YYYY-MM-DD")],
    instruments: Annotated[Path, typer.Option(help="銘柄 / instruments (CSV)")],
    positions: Annotated[Path, typer.Option(help="建玉 / positions (CSV)")],
    curves: Annotated[Path, typer.Option(help="割引カーブ / discount curves (CSV)")],
    output: Annotated[Path, typer.Option("-o", "--output", help="出力先 / folder for the results")],
    history: Annotated[Path | None, typer.Option(help="スプレッドの履歴 / spread history (CSV)")] = None,
    scenarios: Annotated[Path | None, typer.Option(help="シナリオ / shocked spreads (CSV)")] = None,
    constituents: Annotated[Path | None, typer.Option(help="構成銘柄 / index constituents (CSV)")] = None,
    accounts: Annotated[Path | None, typer.Option(help="口座 / accounts (CSV)")] = None,
    notified: Annotated[Path | None, typer.Option(help="通知額 / notified requirements (CSV)")] = None,
    previous: Annotated[Path | None, typer.Option(help="前日の適用額 / previous day's applied (CSV)")] = None,
    events: Annotated[Path | None, typer.Option(help="信用事由 / credit events in force (CSV)")] = None,
    trades: Annotated[Path | None, typer.Option(help="当日の約定 / today's trades (CSV)")] = None,
    before: Annotated[Path | None, typer.Option(help="前日の建玉 / positions of the day before (CSV)")] = None,
    curve: Annotated[str | None, typer.Option(help="カーブ名 / curve_id when there are several")] = None,
    settings: Annotated[Path | None, typer.Option(help="設定ファイル / settings (TOML)")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="設定 / setting, key=value")] = None,
    home: Annotated[Path | None, typer.Option(help="記録の場所 / home of record and settings")] = None,
    json: Annotated[bool, typer.Option("--json", help="要約をJSONで / print the summary as JSON")] = False,  # noqa: FBT002
    strict: Annotated[bool, typer.Option("--strict", help="指摘があれば1 / exit 1 on error findings")] = False,  # noqa: FBT002
    lang: Annotated[Lang, typer.Option(help="表示 / language of messages")] = Lang.BOTH,
) -> None:
    """証拠金等を計算する / Compute initial margin and the other measures from tables."""
    from addin.app.margin_files import (  # noqa: PLC0415
        MarginFiles,
        margin_files,
        refuse_overwriting,
        settings_of,
        summary,
        written,
    )
    from addin.app.margin_record import recorded_margin  # noqa: PLC0415
    from addin.commands.record import tell_unconfirmed  # noqa: PLC0415
    from addin.home import home_folder  # noqa: PLC0415
    from addin.store.mode import mode_of  # noqa: PLC0415

    day = iso_date(trade_date)
    if isinstance(day, Finding):
        raise RefusedError([day])
    place = home_folder(home)
    tell_unconfirmed(place, lang)
    chosen = settings_of(place, settings, tuple(sets or ()))
    files = MarginFiles(
        instruments=instruments,
        positions=positions,
        curves=curves,
        history=history,
        scenarios=scenarios,
        constituents=constituents,
        accounts=accounts,
        notified=notified,
        previous=previous,
        events=events,
        trades=trades,
        before=before,
    )
    refuse_overwriting(files, output)
    made = margin_files(files, trade_date=day, curve_id=curve, settings=chosen.value)
    kept = recorded_margin(place, made, files, curve_id=curve, tell=None if json else recorded_in(lang))
    written(made, output, mode=mode_of(place))
    findings = [*chosen.findings, *made.findings, *kept.findings]
    if json:
        json_line({**summary(made), "findings": [as_json(each) for each in findings]})
    finish(findings, lang=lang, strict=strict)
