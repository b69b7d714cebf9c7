"""`hikae hearing`: the vendor is down; evidence, hearing sheets, the price that JSCC sets, the contact log."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from click.exceptions import MissingParameter

from addin.app.approval.people import person_at_desk
from addin.app.hearing_contact import Contact, contact_log, contacted, price_notices
from addin.app.hearing_evidence import Evidence, evidence, recorded_evidence, refuse_participants, sheet_files
from addin.app.hearing_price import SetPrice, prices_of, set_price
from addin.app.hearing_show import evidence_json
from addin.app.quotes_day import quote_day
from addin.commands.output import Lang, finish, instant_of, json_line
from addin.commands.quotes import At, Data, Participant, Sets
from addin.commands.two_persons import AsJson, Home, Initials, Language, recorded_in, said_in
from addin.files import ensure_folder, replace_file
from addin.home import home_folder
from addin.now import now
from addin.store.journal import Journal
from calc.outcome import RefusedError, finding

app = typer.Typer(help="ヒアリング / vendor down: sheets, notice, price, contact, log", no_args_is_help=True)

Out = Annotated[Path | None, typer.Option("-o", "--out", help="出力先 / where files go (out/DATE)")]


class Channel(StrEnum):
    """How a participant's staff was contacted."""

    TELEPHONE = "telephone"
    FAX = "fax"
    EMAIL = "email"


@app.callback(invoke_without_command=True)
def hearing(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", help="日次フォルダ / a day's folder")] = None,
    contacts: Annotated[Path | None, typer.Option(help="連絡先 / contacts (CSV: participant,role,name,email)")] = None,
    instrument: Annotated[list[str] | None, typer.Option(help="銘柄 / instruments (default: without a mark)")] = None,
    out: Out = None,
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """根拠と参加者ごとの票を作る / Evidence for the decision, and a sheet a participant with its own marks alone."""
    if context.invoked_subcommand is not None:
        return
    if data is None:
        raise MissingParameter(ctx=context, param=next(each for each in context.command.params if each.name == "data"))
    day = quote_day(data, home=home_folder(home), sets=sets or ())
    refuse_participants(day.settings)
    found = evidence(day, contacts=contacts, at=instant_of(at), instruments=instrument or ())
    folder = ensure_folder(out or Path("out") / day.business_date.isoformat())
    with Journal(home_folder(home)) as journal:
        recorded_evidence(journal, found, tell=None if json else recorded_in(lang))
    for name, page in sheet_files(found).items():
        replace_file(folder / name, page)
    if json:
        json_line(evidence_json(found))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(found, lang))
        sys.stdout.write(f"{folder}  {len(found.sheets)}\n")
    finish(day.findings, lang=lang, strict=False)


@app.command()
def notice(data: Data, at: At = "", sets: Sets = None, home: Home = None, lang: Language = Lang.BOTH) -> None:
    """Information Listへの連絡の下書き / Drafts for the Information List: the failure and how the price is handled."""
    day = quote_day(data, home=home_folder(home), sets=sets or ())
    with Journal(home_folder(home)) as journal:
        drafts = price_notices(journal, day.day, settings=day.settings, at=instant_of(at))
    for each in drafts:
        sys.stdout.write(f"{said_in(lang, each.ja, each.en)}\n")
    if not drafts:
        sys.stdout.write(f"{said_in(lang, '出すべき連絡はありません', 'no notice is due')}\n")


@app.command()
def price(
    data: Data,
    prices: Annotated[list[str], typer.Option("--price", help="値段 / INSTRUMENT=BP, once for each")],
    reference: Annotated[str, typer.Option(help="決定の参照番号 / reference of the decision")],
    second_person: Annotated[str, typer.Option("--second-person", help="確認者 / who checks")],
    at: Annotated[str, typer.Option(help="決定の時点 / instant of the decision (ISO 8601)")],
    initials: Initials,
    out: Out = None,
    sets: Sets = None,
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """JSCCが定める値段を二人で決める / The price that JSCC sets, once two persons have agreed."""
    day = quote_day(data, home=home_folder(home), sets=sets or ())
    levels, odd = prices_of(prices, day)
    decision = SetPrice(levels, reference, second_person, instant_of(at))
    with Journal(home_folder(home)) as journal:
        files = set_price(
            journal,
            day,
            decision,
            person=person_at_desk(initials),
            out=out or Path("out") / day.business_date.isoformat(),
            clock=now(),
            tell=recorded_in(lang),
        )
    sys.stdout.writelines(f"{path}\n" for path in files)
    finish(odd, lang=lang, strict=False)


@app.command()
def contact(
    data: Data,
    participant: Participant,
    staff: Annotated[str, typer.Option(help="相手 / whom")],
    heard: Annotated[str, typer.Option(help="聞いたこと / what was heard")],
    initials: Initials,
    channel: Annotated[Channel, typer.Option(help="手段 / how")] = Channel.TELEPHONE,
    not_reached: Annotated[bool, typer.Option("--not-reached", help="つながらず / nobody was reached")] = False,  # noqa: FBT002
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """連絡した結果を記録する / Record a contact and what was heard."""
    day = quote_day(data, home=home_folder(home), sets=sets or ())
    if participant not in day.sizes:
        raise RefusedError([finding("participant_unknown", participant=participant, known=" ".join(day.sizes))])
    made = Contact(participant, staff, channel.value, not not_reached, heard, instant_of(at))
    with Journal(home_folder(home)) as journal:
        person = person_at_desk(initials)
        contacted(journal, made, business_date=day.business_date, person=person, tell=recorded_in(lang))


@app.command()
def log(data: Data, sets: Sets = None, home: Home = None, json: AsJson = False) -> None:  # noqa: FBT002
    """連絡の記録 / Every contact of the day."""
    day = quote_day(data, home=home_folder(home), sets=sets or ())
    with Journal(home_folder(home)) as journal:
        entries = contact_log(journal, day.business_date)
    if json:
        json_line({"contacts": [each.body for each in entries]})
        return
    for each in entries:
        said = each.body
        mark = "○" if said["reached"] else "×"
        sys.stdout.write(f"{said['at']}  {mark} {said['participant']}  {said['staff']}  {said['heard']}\n")


def _lines(found: Evidence, lang: Lang) -> Iterable[str]:
    """Yield the evidence for JSCC's eyes: moves, then an instrument a line, then the test across all members."""
    made = found.moves
    if made.middle is not None and made.apart is not None:
        head = said_in(lang, "ベンダー値の前日比（中央値）", "vendor marks against yesterday (median)")
        yield f"{head}: {made.middle:.3f} ± {made.apart:.3f}  n={len(made.ratios)}"
    for code in found.asked:
        control, was = found.composites[code], found.previous_bp.get(code)
        level = "-" if control.level_bp is None else f"{control.level_bp:.4g}"
        yield f"  {code:<12} {'-' if was is None else f'{was:.4g}':>8} {level:>8}  n={len(control.contributors)}"
    title = said_in(lang, "明らかな誤りの疑い（JSCC限り）", "obvious errors (for JSCC only)")
    for code, errors in found.errors.items():
        names = " ".join(f"{each.participant}:{each.side.value}" for each in errors)
        yield f"  ▲ {title} {code}: {names}"
