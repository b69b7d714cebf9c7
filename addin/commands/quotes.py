"""`hikae quotes`: a participant's quotes, from the check of its table to what JSCC keyed."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from addin.commands.output import Lang, as_json, finish, instant_of, json_line
from addin.commands.two_persons import AsJson, Home, Initials, Language, recorded_in, said_in
from addin.home import home_folder
from addin.now import now

if TYPE_CHECKING:
    from addin.app.quotes_day import QuoteDay
    from addin.app.quotes_sheet import CheckedSheet
    from addin.app.quotes_status import QuoteStatus
    from calc.quotes.keyed import KeyedRow

app = typer.Typer(help="気配値 / quotes: check, enter, send, status, and a trial of the checks", no_args_is_help=True)

Table = Annotated[Path, typer.Argument(help="表か quotes ブック / table (instrument,bid,offer[,as_of]) or quotes book")]
Data = Annotated[Path, typer.Option("--data", help="日次フォルダ / a day's folder")]
Participant = Annotated[str, typer.Option(help="清算参加者 / participant")]
Listed = Annotated[Path | None, typer.Option("--instruments", help="提出する銘柄 / instruments owed (CSV: instrument)")]
At = Annotated[str, typer.Option(help="時点 / instant (ISO 8601; default: now)")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="設定 / key=value")]


class RouteOut(StrEnum):
    """The ways out, as the command line names them."""

    UPLOAD = "upload"
    TOOL = "tool"
    MAIL = "mail"


@app.callback()
def quotes() -> None:
    """気配値の点検・入力・送信・状況 / Quotes: checked, entered, sent, followed."""


@app.command()
def check(
    table: Table,
    data: Data,
    participant: Participant,
    instruments: Listed = None,
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """表を点検する / Check a table: what blocks, and what you will be asked to confirm."""
    day = _day(data, home, sets)
    sheet = _sheet(table, day, participant, instruments, instant_of(at))
    if json:
        json_line(_check_json(day, sheet))
    else:
        _show(day, sheet, lang)
    finish((*sheet.blocking, *sheet.asked), lang=lang, strict=False)


@app.command()
def enter(
    table: Table,
    data: Data,
    participant: Participant,
    initials: Initials,
    confirm: Annotated[list[str] | None, typer.Option(help="確認した指摘 / code:instrument you confirm")] = None,
    confirm_all: Annotated[bool, typer.Option("--confirm-all", help="すべて / all, with --reason")] = False,  # noqa: FBT002
    reason: Annotated[str, typer.Option(help="理由 / reason")] = "",
    instruments: Listed = None,
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """点検した表を記録に入れる / Enter a table into the record, once nothing blocks and warnings are confirmed."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415 - a check needs none of it
    from addin.app.approval.steps import reason_of  # noqa: PLC0415
    from addin.app.quotes_enter import Confirmation, entered  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    day = _day(data, home, sets)
    sheet = _sheet(table, day, participant, instruments, instant_of(at))
    said = Confirmation(tuple(confirm or ()), reason_of(reason) if confirm_all else "")
    with Journal(home_folder(home)) as journal:
        entry = entered(
            journal,
            sheet,
            said,
            business_date=day.business_date,
            person=person_at_desk(initials),
            as_of=instant_of(at) if at else None,
            tell=recorded_in(lang),
        )
    if entry.body["supersedes"]:
        sys.stdout.write(f"{said_in(lang, '前の入力を置き換えました', 'supersedes')} {entry.body['supersedes'][:12]}\n")


@app.command()
def send(
    route: Annotated[RouteOut, typer.Option(help="送り方 / way out")],
    data: Data,
    participant: Participant,
    initials: Initials,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="出力先 / where files go (out/DATE)")] = None,
    sender: Annotated[str, typer.Option("--from", help="差出人 / your registered address (mail)")] = "",
    to: Annotated[str, typer.Option(help="宛先 / JSCC's address (mail; default: the plan's)")] = "",
    override: Annotated[bool, typer.Option("--override", help="15:15前に出す / before 15:15, with --reason")] = False,  # noqa: FBT002
    reason: Annotated[str, typer.Option(help="理由 / reason")] = "",
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """承認を得て送る形にする / Let the quotes leave, once a second person has approved what leaves."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415 - a check needs none of it
    from addin.app.quotes_send import Route, Sending, sent_file, sent_mail  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    day, place, tell = _day(data, home, sets), home_folder(home), recorded_in(lang)
    sending = Sending(
        business_date=day.business_date,
        participant=participant,
        person=person_at_desk(initials),
        out=out or Path("out") / day.business_date.isoformat(),
        at=instant_of(at),
        clock=now(),
        reason=reason,
        override=reason if override else "",
        sender=sender,
        to=to,
    )
    with Journal(place) as journal:
        if route is RouteOut.MAIL:
            made = sent_mail(journal, sending, settings=day.settings, tell=tell)
        else:
            made = sent_file(journal, Route(route), sending, home=place, settings=day.settings, tell=tell)
    sys.stdout.write(f"{said_in(lang, '送信済・未確認', 'sent, not confirmed')}: {made.path}\n")
    finish(made.findings, lang=lang, strict=False)


@app.command()
def status(
    data: Data,
    participant: Participant,
    keyed: Annotated[Path | None, typer.Option(help="JSCCが入力した値 / what JSCC keyed (CSV or .xlsx)")] = None,
    confirm: Annotated[str, typer.Option(help="受領の確認（誰がどう） / JSCC's confirmation: who, how")] = "",
    initials: Annotated[str, typer.Option(help="あなたの略号 / your initials (with --confirm)")] = "",
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """入力・送信・確認・照合の状況 / What was entered, sent, confirmed and keyed, and how long is left."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415 - a check needs none of it
    from addin.app.quotes_status import (  # noqa: PLC0415
        confirmed,
        difference_findings,
        open_differences,
        quote_status,
        reconciliation,
        status_json,
    )
    from addin.store.journal import Journal  # noqa: PLC0415

    day, moment = _day(data, home, sets), instant_of(at)
    tell = None if json else recorded_in(lang)
    with Journal(home_folder(home)) as journal:

        def seen() -> "QuoteStatus":
            date = day.business_date
            return quote_status(journal, date, participant=participant, settings=day.settings, at=moment)

        if confirm:
            confirmed(journal, seen(), confirm, person=person_at_desk(initials), tell=tell)
        rows = None if keyed is None else reconciliation(journal, seen(), keyed, tell=tell)
        found = seen()
        told = open_differences(journal, found) if rows is None else difference_findings(rows)
    if json:
        json_line(status_json(found, rows))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _status_lines(found, rows, lang))
    finish(told, lang=lang, strict=False)


@app.command()
def trial(
    seed: Annotated[int, typer.Option(help="乱数の種 / seed of the synthetic days")] = 1,
    sets: Sets = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """合成した250日に一万個の誤りを入れて点検を試す / Try the checks on 250 synthetic days with 10,000 mistakes."""
    from addin.app.quote_trial import trial as tried  # noqa: PLC0415 - only this command needs it
    from addin.settings import load_settings  # noqa: PLC0415

    made = tried(seed, load_settings(home_folder(home), sets=sets or ())).as_json()
    if json:
        json_line(made)
        return
    sys.stdout.write(
        f"誤り slips {made['slips']:,}: 発見 caught {made['caught']:,} ({made['caught_share']:.2%})\n"
        f"正しい気配値 honest quotes {made['normal_quotes']:,}: "
        f"誤報 false alarms {made['false_alarms']:,} ({made['false_alarm_share']:.2%})\n"
    )


def _day(data: Path, home: Path | None, sets: Sequence[str] | None) -> "QuoteDay":
    from addin.app.quotes_day import quote_day  # noqa: PLC0415 - the trial needs none of it

    return quote_day(data, home=home_folder(home), sets=sets or ())


def _sheet(table: Path, day: "QuoteDay", participant: str, instruments: Path | None, at: datetime) -> "CheckedSheet":
    from addin.app.quotes_filed import quote_sheet_in  # noqa: PLC0415

    return quote_sheet_in(table, day, participant=participant, at=at, listed=instruments)


def _check_json(day: "QuoteDay", sheet: "CheckedSheet") -> dict[str, Any]:
    from addin.app.quotes_sheet import asked_name  # noqa: PLC0415

    return {
        "business_date": day.business_date.isoformat(),
        "participant": sheet.participant,
        "owed": sorted(sheet.owed),
        "quotes": [
            {
                "instrument": each.instrument,
                "bid_bp": each.bid_bp,
                "offer_bp": each.offer_bp,
                "as_of": each.as_of or None,
                "previous_bp": day.previous_bp.get(each.instrument),
            }
            for each in sheet.quotes
        ],
        "blocked": bool(sheet.blocking),
        "blocking": [as_json(each) for each in sheet.blocking],
        "asked": [{"confirm": asked_name(each), **as_json(each)} for each in sheet.asked],
    }


def _show(day: "QuoteDay", sheet: "CheckedSheet", lang: Lang) -> None:
    sys.stdout.write(f"{'銘柄':<12}{'bid':>10}{'offer':>10}{'前日':>8}  as of\n")
    for each in sheet.quotes:
        was = day.previous_bp.get(each.instrument)
        before = "-" if was is None else f"{was:.6g}"
        sys.stdout.write(f"{each.instrument:<14}{each.bid_bp:>10g}{each.offer_bp:>10g}{before:>10}  {each.as_of}\n")
    if sheet.blocking:
        sys.stdout.write(f"✗ {said_in(lang, '入力できません', 'blocked')}: {len(sheet.blocking)}\n")
    for name in sheet.names:
        sys.stdout.write(f"▲ --confirm {name}\n")


def _status_lines(found: "QuoteStatus", rows: "tuple[KeyedRow, ...] | None", lang: Lang) -> Iterable[str]:
    from addin.app.quotes_status import countdowns  # noqa: PLC0415

    states = {
        "confirmed": ("確認済", "confirmed"),
        "sent_not_confirmed": ("送信済・未確認", "sent, not confirmed"),
        "superseded": ("古い入力の送信", "of an earlier sheet"),
    }
    number = len(found.entered)
    yield f"{found.business_date}  {found.participant}  {said_in(lang, '入力', 'entered')} {number}"
    for each in found.sent:
        state = said_in(lang, *states[found.state_of(each)])
        yield f"  {each.body['route']}  {each.body['name']}  {each.body['at']}  {state}"
    for _, by, left in countdowns(found):
        word = said_in(lang, "残り", "left") if left.total_seconds() >= 0 else said_in(lang, "経過", "passed")
        yield f"  {by:%H:%M}  {word} {abs(left)}"
    if rows is not None:
        same = sum(each.verdict.value == "same" for each in rows)
        yield f"  {said_in(lang, '照合', 'reconciled')}: {said_in(lang, '一致', 'same')} {same}/{len(rows)}"
