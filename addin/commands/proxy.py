"""`hikae proxy`: quotes that participants mail, read for proxy entry."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from addin.commands.output import Lang, finish, instant_of, json_line
from addin.commands.two_persons import AsJson, Day, Home, Initials, Language, date_of, recorded_in, said_in
from addin.home import home_folder
from addin.now import now
from calc.outcome import Finding, RefusedError, finding
from calc.quotes.mailed import Status
from calc.text.wording import where, words

if TYPE_CHECKING:
    from addin.app.proxy_enter import ProxyRun
    from addin.app.proxy_read import ReadMail

STATES = {
    Status.ACCEPTED: ("受付", "accepted"),
    Status.CORRECTION: ("訂正", "correction"),
    Status.DUPLICATE: ("重複", "duplicate"),
    Status.HELD: ("保留", "held"),
    Status.REFUSED: ("拒否", "refused"),
}

app = typer.Typer(help="代行入力 / proxy entry of mailed quotes", no_args_is_help=True)


@app.callback()
def proxy() -> None:
    """参加者からメールで届いた気配値の代行入力 / Proxy entry of quotes that participants mail."""


@app.command()
def read(
    mail: Annotated[Path, typer.Argument(help="メール / the mail as a file (.eml)")],
    contacts: Annotated[Path | None, typer.Option(help="連絡先 / contacts (CSV: participant,role,name,email)")] = None,
    instruments: Annotated[Path | None, typer.Option(help="銘柄 / instruments (CSV: instrument)")] = None,
    at: Annotated[str, typer.Option(help="読んだ時刻 / time of reading (ISO 8601; default: now)")] = "",
    home: Annotated[Path | None, typer.Option(help="記録の場所 / folder of record and settings")] = None,
    json: Annotated[bool, typer.Option("--json", help="JSONで表示 / as JSON")] = False,  # noqa: FBT002
    lang: Annotated[Lang, typer.Option(help="表示 / language of messages")] = Lang.BOTH,
) -> None:
    """メールの気配値を読んで判定し、記録する / Read a mail's quotes, judge them, and record the reading."""
    from addin.app.proxy_read import read_mail  # noqa: PLC0415 - only this command needs it
    from addin.commands.record import told_journal  # noqa: PLC0415

    instant = instant_of(at)
    with told_journal(home_folder(home), lang) as journal:
        made = read_mail(mail, journal, contacts=contacts, instruments=instruments, at=instant)
    if json:
        json_line(_document(made))
    else:
        state = said_in(lang, *STATES[made.judged.status])
        sys.stdout.write(f"{state}  {made.participant or '-'}  {made.business_date or '-'}\n")
        sys.stdout.writelines(f"{q.instrument:<12}{q.bid_bp:>12g}{q.offer_bp:>12g}\n" for q in made.quotes)
    finish(made.findings, lang=lang, strict=False)


@app.command()
def enter(
    initials: Initials,
    accept: Annotated[list[str] | None, typer.Option(help="受け入れる / accept a held mail: NAME=PARTICIPANT")] = None,
    date: Day = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="出力先 / where files go (out/DATE)")] = None,
    reason: Annotated[str, typer.Option(help="別の業務日のときの理由 / reason, for another day's file")] = "",
    at: Annotated[str, typer.Option(help="時点 / instant (ISO 8601; default: now)")] = "",
    sets: Annotated[list[str] | None, typer.Option("--set", help="設定 / key=value")] = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """受け入れた気配値を代行入力のCSVにする / Make the proxy-entry CSV of the mails accepted in time."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415 - reading a mail needs none of it
    from addin.app.proxy_accept import accepted  # noqa: PLC0415
    from addin.app.proxy_enter import Desk, proxy_entered, run_json  # noqa: PLC0415
    from addin.app.settings_record import settings_in_force  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    place, moment = home_folder(home), instant_of(at)
    day, tell = date_of(date) or moment.date(), None if json else recorded_in(lang)
    desk = Desk(
        day, person_at_desk(initials), place, out or Path("out") / day.isoformat(), moment, clock=now(), reason=reason
    )
    with Journal(place) as journal:
        for text in accept or ():
            name, equals, participant = text.partition("=")
            if not (name and equals and participant):
                raise RefusedError([finding("accept_form", text=text[:40])])
            accepted(journal, name, participant, person=desk.person, clock=desk.clock, tell=tell)
        run = proxy_entered(journal, desk, settings=settings_in_force(place, {}, sets=sets or ()), tell=tell)
    if json:
        json_line(run_json(run))
    else:
        _shown(run, lang)
    finish(run.findings, lang=lang, strict=False)


@app.command()
def paste(
    table: Annotated[Path, typer.Argument(help="表 / the table as text (instrument, bid, offer)")],
    participant: Annotated[str, typer.Option(help="清算参加者 / whose it is said to be")],
    by: Annotated[str, typer.Option(help="経路 / how it came: pasted, telephone or fax")],
    bid_total: Annotated[str, typer.Option(help="ビッドの合計 / the sum of bids, as told")],
    offer_total: Annotated[str, typer.Option(help="オファーの合計 / the sum of offers, as told")],
    instruments: Annotated[Path | None, typer.Option(help="銘柄 / instruments (CSV: instrument)")] = None,
    at: Annotated[str, typer.Option(help="受けた時刻 / when it came (ISO 8601; default: now)")] = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """電話・FAXで受けた表を控計と照合して記録する / Record a table told by telephone or fax, its totals compared."""
    from addin.app.proxy_accept import Told, Typed, typed_reading  # noqa: PLC0415 - reading a mail needs none of it
    from addin.store.chain import short_head  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    if by not in set(Told):
        raise RefusedError([finding("choice_refused", text=by[:40], allowed=" / ".join(Told))])
    moment = instant_of(at)
    typed = Typed(participant, moment.date(), Told(by), bid_total, offer_total)
    with Journal(home_folder(home)) as journal:
        reading, found = typed_reading(
            journal, table, typed, instruments=instruments, at=moment, tell=recorded_in(lang)
        )
    sys.stdout.write(f"{said_in(lang, '受入待ち', 'to be accepted')}: mail-{short_head(reading.key)}\n")
    finish(found, lang=lang, strict=False)


def _shown(run: "ProxyRun", lang: Lang) -> None:
    for name, entry in run.entered.items():
        said = said_in(lang, "代行入力", "entered for")
        sys.stdout.write(f"{said} {name}  {len(entry.body['quotes'])}  {entry.body['message_id'] or '-'}\n")
    if run.file is not None:
        from addin.app.approval.words import MARKS, standing_words  # noqa: PLC0415 - only here

        held = run.file.approval
        sys.stdout.write(f"{run.file.path}  {MARKS[held.standing]} {said_in(lang, *standing_words(held))}\n")


def _document(made: "ReadMail") -> dict[str, Any]:
    source = made.mail.source
    return {
        "status": made.judged.status.value,
        "participant": made.participant,
        "message_id": made.mail.message_id,
        "business_date": None if made.business_date is None else made.business_date.isoformat(),
        "source": None if source is None else {"kind": source.kind, "name": source.name, "encoding": source.encoding},
        "supersedes": made.judged.supersedes,
        "quotes": [
            {"instrument": q.instrument, "bid_bp": q.bid_bp, "offer_bp": q.offer_bp, "row": q.row} for q in made.quotes
        ],
        "findings": [_finding(each) for each in made.findings],
    }


def _finding(each: Finding) -> dict[str, str]:
    said = words(each)
    return {"code": each.code, "where": where(each.place), "ja": said.ja, "en": said.en}
