"""`hikae outage`: a participant's failure declared, reported to JSCC, and what information is still missing."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from addin.app.approval.people import person_at_desk
from addin.app.outage_facts import Affects, Connection, Due, day_of, due, told_facts
from addin.app.outage_information import ITEM_WORDS, Item, consulted, inbound, inbound_json
from addin.app.outage_report import report_files
from addin.app.plan_day import day_file
from addin.app.settings_record import settings_in_force
from addin.commands.output import Lang, finish, instant_of, json_line
from addin.commands.quotes import At, Participant, Sets
from addin.commands.two_persons import AsJson, Day, Home, Initials, Language, date_of, recorded_in, said_in
from addin.files import ensure_folder, replace_file
from addin.home import home_folder
from addin.store.journal import Journal
from calc.days.cutoff import iso
from calc.plan.page import duties_of_plan
from calc.plan.report import row_json
from calc.plan.types import Day as PlanDay

app = typer.Typer(help="障害 / a participant's outage: declare, report, information, consult", no_args_is_help=True)

DayFile = Annotated[Path | None, typer.Option("--day", help="日次ファイル / day file (TOML), if there is one")]


class _Desk:
    """One command's record, settings and day: the day file's facts with those recorded here."""

    def __init__(self, home: Path | None, file: Path | None, date: datetime | None, at: str, sets: Sets) -> None:
        self.home = home_folder(home)
        self.at = instant_of(at)
        given = None if file is None else day_file(file)
        told = {} if given is None else given.settings
        self.settings = settings_in_force(self.home, told, sets=sets or ())
        self._given: PlanDay | None = None if given is None else given.read.value
        self.date = self._given.business_date if self._given else date_of(date) or self.at.date()

    def day(self, journal: Journal) -> PlanDay:
        """Return the day with every fact known here."""
        return day_of(journal, self._given, business_date=self.date, settings=self.settings)

    def due(self, journal: Journal, participant: str) -> Due:
        """Return what the plan says of a participant's outage now."""
        return due(self.day(journal), participant, settings=self.settings, at=self.at)


@app.command()
def declare(
    participant: Participant,
    connection: Annotated[Connection, typer.Option(help="接続方式 / connection that failed")],
    affects: Annotated[Affects, typer.Option(help="影響 / what it keeps you from")],
    initials: Initials,
    tool_failed: Annotated[bool, typer.Option("--tool-failed", help="ツールも不可 / the tool fails, too")] = False,  # noqa: FBT002
    day: DayFile = None,
    date: Day = None,
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """障害を宣言し、することを示す / Declare an outage, and see what the plan says is due for it."""
    desk = _Desk(home, day, date, at, sets)
    outage = {"participant": participant, "connection": connection.value, "affects": affects.value}
    facts = [("participant.outage", outage)]
    if tool_failed:
        facts.append(("participant.tool_unavailable", {"participant": participant}))
    with Journal(desk.home) as journal:
        told_facts(
            journal,
            facts,
            business_date=desk.date,
            at=desk.at,
            person=person_at_desk(initials),
            tell=None if json else recorded_in(lang),
        )
        found = desk.due(journal, participant)
    _show(found, lang, json=json)
    finish(found.answer.findings, lang=lang, strict=False)


@app.command()
def report(
    participant: Participant,
    initials: Initials,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="出力先 / where files go (out/DATE)")] = None,
    sender: Annotated[str, typer.Option("--from", help="差出人 / your address (mail draft)")] = "",
    told: Annotated[bool, typer.Option("--told", help="連絡した / JSCC has been told, at --at")] = False,  # noqa: FBT002
    day: DayFile = None,
    date: Day = None,
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """連絡の原稿を作る / Make the telephone script, fax page and mail draft; with --told, record the report."""
    desk, person = _Desk(home, day, date, at, sets), person_at_desk(initials)
    fact = ("participant.reported", {"participant": participant})
    with Journal(desk.home) as journal:
        made = report_files(
            desk.due(journal, participant), desk.date, initials=person.initials, sender=sender, at=desk.at
        )
        if told:
            told_facts(journal, [fact], business_date=desk.date, at=desk.at, person=person, tell=recorded_in(lang))
        found = desk.due(journal, participant)
    folder = ensure_folder(out or Path("out") / desk.date.isoformat())
    for name, data in made.items():
        replace_file(folder / name, data)
        sys.stdout.write(f"{folder / name}\n")
    _show(found, lang, json=False)


@app.command()
def information(
    date: Day = None,
    at: At = "",
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """届くはずの情報の受領状況 / What should reach you today: received, missing, or agreed with JSCC."""
    moment = instant_of(at)
    with Journal(home_folder(home)) as journal:
        items = inbound(journal, date_of(date) or moment.date())
    if json:
        json_line({"items": inbound_json(items)})
        return
    states = {"received": ("受領", "received"), "agreed": ("協議済", "agreed"), "missing": ("未着", "missing")}
    for each, row in zip(items, inbound_json(items), strict=True):
        how = " ".join(str(row[name]) for name in ("source", "received_at", "response", "agreed_with") if row[name])
        sys.stdout.write(f"{said_in(lang, *states[each.state])}  {said_in(lang, *ITEM_WORDS[each.item])}  {how}\n")


@app.command()
def consult(
    participant: Participant,
    item: Annotated[Item, typer.Option(help="情報 / item")],
    agreed: Annotated[str, typer.Option(help="合意した対応 / the response agreed")],
    with_whom: Annotated[str, typer.Option("--with", help="JSCCの担当者 / JSCC's person")],
    initials: Initials,
    day: DayFile = None,
    date: Day = None,
    at: At = "",
    sets: Sets = None,
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """JSCCと協議した対応を記録する / Record what was agreed with JSCC about missing information."""
    desk = _Desk(home, day, date, at, sets)
    with Journal(desk.home) as journal:
        consulted(
            journal,
            desk.day(journal),
            item,
            participant=participant,
            response=agreed,
            with_whom=with_whom,
            at=desk.at,
            person=person_at_desk(initials),
            tell=recorded_in(lang),
        )


def _document(found: Due) -> dict[str, Any]:
    return {
        "at": iso(found.answer.plan.at),
        "business_date": found.answer.plan.business_date.isoformat(),
        "participant": found.participant,
        "plan": found.answer.document["participants"].get(found.participant),
        "due": [row_json(row) for row in found.duties],
    }


def _show(found: Due, lang: Lang, *, json: bool) -> None:
    if json:
        json_line(_document(found))
        return
    routes = found.routes
    if routes is not None and routes.quotes is not None:
        ways, quotes = " / ".join(routes.quotes.routes), routes.quotes
        sys.stdout.write(f"{said_in(lang, '気配値の提出方法', 'ways for quotes')}: {ways}\n")
        if quotes.report_by and quotes.mail_from:
            by, start = f"{quotes.report_by:%H:%M}", f"{quotes.mail_from:%H:%M}"
            ja, en = f"{by} までに連絡、{start} 以降にメール", f"report by {by}, mail from {start}"
            sys.stdout.write(f"  {said_in(lang, ja, en)}\n")
        if quotes.late:
            sys.stdout.write(f"  ▲ {said_in(lang, '連絡の期限を過ぎています', 'the report is late')}\n")
    if routes is not None and routes.information is not None:
        ways = " / ".join(routes.information)
        sys.stdout.write(f"{said_in(lang, '情報の取得方法', 'ways for information')}: {ways}\n")
    plan = found.answer.plan
    own = replace(
        plan,
        due=tuple(row for row in plan.due if row in found.duties),
        missed=tuple(row for row in plan.missed if row in found.duties),
    )
    if own.due or own.missed:  # "nothing is due" beside a way with its times would send somebody home
        sys.stdout.writelines(f"  {said_in(lang, line.ja, line.en)}\n" for line in duties_of_plan(own))
