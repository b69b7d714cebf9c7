"""What `hikae continuity` records: an incident, steps, decisions, the roster, calls, answers, movers, exercises.

Every one of them is a use case of the workbook's pages, too; nothing is edited, the newest word of a name counts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.commands.output import Lang, instant_of
from addin.commands.two_persons import Day, Home, Initials, Language, date_of, recorded_in
from addin.home import home_folder
from calc.outcome import Finding, RefusedError, finding

if TYPE_CHECKING:
    from addin.app.continuity_record import Said
    from addin.app.continuity_state import State
    from addin.app.outage_facts import Detail

app = typer.Typer(no_args_is_help=True, help="事業継続 / Continuity: people, calls, external bodies, the board.")

At = Annotated[str, typer.Option(help="時点 / instant (ISO 8601; default: now)")]
Note = Annotated[str, typer.Option(help="メモ / note")]
By = Annotated[str, typer.Option(help="言った人・決めた人 / who said or decided it")]
Reason = Annotated[str, typer.Option(help="理由 / why")]
HOW = "hikae continuity incident --help"
OPTIONS = {  # what answers each detail of an incident
    "cause": "--cause",
    "results": "--result",
    "own_damage": "--own-damage / --no-own-damage",
    "external_damage": "--external-damage / --no-external-damage",
    "severe": "--severe / --no-severe",
    "class": "--class",
}


def state_of(home: Path | None, at: str) -> "State":
    """Return what the record of a home holds at an instant. Raises RefusedError as reading it does."""
    from addin.app.continuity_state import state_at  # noqa: PLC0415 - a help page needs none of it
    from addin.store.journal import Journal  # noqa: PLC0415

    folder = home_folder(home)
    with Journal(folder) as journal:
        return state_at(journal, home=folder, at=instant_of(at))


@app.command()
def incident(
    told: Annotated[str, typer.Argument(help="declared, reclassified, closed")],
    initials: Initials,
    cause: Annotated[list[str] | None, typer.Option(help="原因 / cause, one option each")] = None,
    result: Annotated[list[str] | None, typer.Option(help="結果 / result, one option each")] = None,
    own_damage: Annotated[bool | None, typer.Option(help="当社の被害 / JSCC is hit")] = None,
    external_damage: Annotated[bool | None, typer.Option(help="外部の被害 / others are hit")] = None,
    severe: Annotated[bool | None, typer.Option(help="重度 / severe")] = None,
    primary_centre_lost: Annotated[bool | None, typer.Option(help="主センタ喪失 / primary centre lost")] = None,
    declared_class: Annotated[str, typer.Option("--class", help="分類 / class, where a person declares it")] = "",
    occurred: Annotated[str, typer.Option(help="発生時刻 / when it occurred (default: --at)")] = "",
    date: Day = None,
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """発災を宣言・変更・終結する / Declare, change or close an incident (BCP-2.1, BCP-3)."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415
    from addin.app.continuity_incident import Told, told_incident  # noqa: PLC0415
    from addin.app.continuity_record import word  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    kind, moment, folder = Told(word(told, [*Told], "report")), instant_of(at), home_folder(home)
    damage = {"own_damage": own_damage, "external_damage": external_damage, "severe": severe,
              "primary_centre_lost": primary_centre_lost}  # fmt: skip
    details: dict[str, Detail] = {name: answer for name, answer in damage.items() if answer is not None}
    details |= {"cause": cause} if cause else {}
    details |= {"results": result or []} if result or kind is Told.DECLARED else {}
    details |= {"class": declared_class} if declared_class else {}
    details |= {"occurred_at": instant_of(occurred)} if occurred else {}
    with _by_option(), Journal(folder) as journal:
        told_incident(
            journal, kind, details={} if kind is Told.CLOSED else details,
            business_date=date_of(date) or moment.date(), at=moment, home=folder,
            person=person_at_desk(initials), tell=recorded_in(lang),
        )  # fmt: skip


@contextmanager
def _by_option() -> Iterator[None]:
    """Name the option instead of the row of a file where an answer is missing or cannot be."""
    try:
        yield
    except RefusedError as refused:
        raise RefusedError(map(_of_option, refused.findings)) from refused


def _of_option(found: Finding) -> Finding:
    from addin.app.continuity_incident import causes, results  # noqa: PLC0415
    from calc.plan.fact_rows import kinds  # noqa: PLC0415

    name = dict(found.details).get("detail", "")
    classes = kinds()["incident.declared"].may["class"]
    allowed = {"cause": causes(), "results": results(), "class": classes}.get(name, ())
    if found.code == "fact_detail_missing" and name in OPTIONS:
        return finding("usage_missing", name=OPTIONS[name], how=HOW)
    if found.code == "fact_detail_refused" and allowed:
        return finding("usage_value", name=OPTIONS[name], allowed=" / ".join(allowed), how=HOW)
    return found


@app.command()
def step(
    name: Annotated[str, typer.Argument(help="手順 / step of the procedure")],
    initials: Initials,
    lead: Annotated[str, typer.Option(help="担当 / who leads")],
    state: Annotated[str, typer.Option(help="open, started, done")] = "done",
    note: Note = "",
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """手順の進み方を報告する / Report how far a step of the procedure is (BCP-3.1.b)."""
    from addin.app.continuity_record import word  # noqa: PLC0415
    from addin.app.continuity_status import StepReport, StepState, step_said  # noqa: PLC0415

    how = StepState(word(state, [*StepState], "state"))
    _record([step_said(StepReport(name, how, instant_of(at), lead, note=note))], home, initials, lang=lang)


@app.command()
def decide(
    what: Annotated[str, typer.Argument(help="判断 / what is decided")],
    initials: Initials,
    by: By,
    reason: Reason,
    amends: Annotated[str, typer.Option(help="改める判断の番号 / id of the decision it takes the place of")] = "",
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """対策本部の判断を残す / Keep a decision of the headquarters (BCP-3.1.b.3)."""
    from addin.app.continuity_log import decision_said  # noqa: PLC0415

    known, moment = state_of(home, at).decisions, instant_of(at)
    said = decision_said(what, by=by, reason=reason, at=moment, amends=amends, known=known)
    _record([said], home, initials, lang=lang)


@app.command("on-call")
def on_call(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="日 / date of the evening on which it begins")],
    people: Annotated[list[str], typer.Argument(help="当番、続けて代理 / first responder, then deputies in order")],
    initials: Initials,
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """当番と代理を決める / Name who is on call on a date, with deputies (BCP-4.2)."""
    from addin.app.continuity_people import shift_said  # noqa: PLC0415
    from calc.continuity.roster import Shift  # noqa: PLC0415

    _record([shift_said(Shift(day.date(), tuple(people)), at=instant_of(at))], home, initials, lang=lang)


@app.command()
def mover(
    task: Annotated[str, typer.Argument(help="業務 / task at the alternate office")],
    person: Annotated[str, typer.Argument(help="移る人 / who goes")],
    initials: Initials,
    deputy: Annotated[str, typer.Option(help="代理 / deputy")] = "",
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """代替オフィスへ移る人を決める / Name who moves to the alternate office (BCP-4.4)."""
    from addin.app.continuity_people import mover_said  # noqa: PLC0415
    from calc.continuity.roster import Mover  # noqa: PLC0415

    _record([mover_said(Mover(person, task, deputy or None), at=instant_of(at))], home, initials, lang=lang)


@app.command()
def absent(
    person: Annotated[str, typer.Argument(help="人 / person")],
    initials: Initials,
    back: Annotated[bool, typer.Option("--back", help="戻った / can come again")] = False,  # noqa: FBT002
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """来られない人を残す / Keep who cannot come: the deputy takes the task."""
    from addin.app.continuity_people import absence_said  # noqa: PLC0415

    _record([absence_said(person, at=instant_of(at), absent=not back)], home, initials, lang=lang)


@app.command()
def called(
    contact: Annotated[str, typer.Argument(help="連絡先 / contact")],
    means: Annotated[str, typer.Argument(help="手段 / means: landline, mobile, email, fax …")],
    initials: Initials,
    reached: Annotated[bool, typer.Option("--reached/--not-reached", help="通じたか / whether somebody was reached")],
    note: Note = "",
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """連絡の結果を残す / Keep the result of one try to reach somebody (BCP-4.3)."""
    from addin.app.continuity_contacts import try_said  # noqa: PLC0415
    from calc.continuity.contacts import Try  # noqa: PLC0415

    made = Try(_known(home, at, contact), means, instant_of(at), reached)
    _record([try_said(made, note=note)], home, initials, lang=lang)


@app.command()
def polled(
    body: Annotated[str, typer.Argument(help="外部機関 / external body")],
    initials: Initials,
    status: Annotated[str, typer.Option(help="被害・復旧の状況 / damage and recovery, as told")] = "",
    not_reached: Annotated[bool, typer.Option("--not-reached", help="不通 / not reached")] = False,  # noqa: FBT002
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """外部機関の回答を残す / Keep what an external body answered (BCP-3.2.b)."""
    from addin.app.continuity_contacts import poll_said  # noqa: PLC0415
    from calc.continuity.bodies import Poll  # noqa: PLC0415

    said = poll_said(Poll(_known(home, at, body), instant_of(at), not not_reached, status))
    _record([said], home, initials, lang=lang)


@app.command()
def exercised(
    register: Annotated[str, typer.Argument(help="登録簿 / register, such as tool_environment")],
    kind: Annotated[str, typer.Argument(help="drill, verification, training, check")],
    initials: Initials,
    by: By,
    clause: Annotated[list[str] | None, typer.Option(help="条項 / clause, one option each")] = None,
    date: Day = None,
    note: Note = "",
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """訓練・検証・点検を残す / Keep a drill, a verification, a training or a check that was held (BCP-4.7)."""
    from addin.app.continuity_log import Exercise, exercise_said  # noqa: PLC0415
    from calc.continuity.readiness import Entry  # noqa: PLC0415

    moment = instant_of(at)
    on = date_of(date) or moment.date()
    held = Exercise(Entry(register, on, kind, by, note), tuple(clause or ()))
    _record([exercise_said(held, at=moment)], home, initials, lang=lang)


@app.command()
def load(
    folder: Annotated[Path, typer.Argument(help="continuity.toml のあるフォルダ / folder with continuity.toml")],
    initials: Initials,
    at: At = "",
    home: Home = None,
    lang: Language = Lang.BOTH,
) -> None:
    """連絡先・当番・移る人をファイルから登録する / Take contacts, shifts and movers from a file into the registers."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415
    from addin.app.continuity_views import loaded_registers  # noqa: PLC0415

    person, tell = person_at_desk(initials), recorded_in(lang)
    loaded_registers(home_folder(home), folder.expanduser(), person=person, at=instant_of(at), tell=tell)


def _known(home: Path | None, at: str, name: str) -> str:
    """Return the name of a contact in the register. Raises RefusedError `continuity_word` for another."""
    from addin.app.continuity_record import word  # noqa: PLC0415

    return word(name, [each.name for each in state_of(home, at).contacts], "contact")


def _record(said: "list[Said]", home: Path | None, initials: str, *, lang: Lang) -> None:
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415
    from addin.app.continuity_record import record_said  # noqa: PLC0415
    from addin.store.journal import Journal  # noqa: PLC0415

    with Journal(home_folder(home)) as journal:
        record_said(journal, said, person=person_at_desk(initials), tell=recorded_in(lang))
