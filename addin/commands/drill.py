"""`hikae drill`: a home of its own for a drill, drills by script with their score, and when each clause was drilled."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from addin.commands.output import Lang, json_line, told
from addin.commands.two_persons import AsJson, Home, Language, recorded_in, said_in
from addin.home import BANNER, Mode, home_folder

if TYPE_CHECKING:
    from addin.drills.play import Moment
    from addin.drills.report import Report

app = typer.Typer(no_args_is_help=True, help="訓練 / Drills: their own home, walled off from the live one.")

ATTENDED_SPEED = 60.0  # a minute of the day in a second
Script = Annotated[str, typer.Argument(help="筋書き / script: a name of `drill list`, or a .toml file")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="報告の出力先 / where the report goes")]


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


@app.command()
def run(
    script: Script,
    hidden: Annotated[bool, typer.Option("--hidden", help="人が行う / an officer acts, unaware of the script")] = False,  # noqa: FBT002
    speed: Annotated[float | None, typer.Option(min=0.1, help="何倍速か / how many times as fast as the day")] = None,
    initials: Annotated[str, typer.Option(help="訓練の記録に残す略号 / initials for the register")] = "",
    drill_home: Annotated[Path | None, typer.Option("--drill-home", help="訓練の場所 / home of the drill")] = None,
    resume: Annotated[bool, typer.Option("--continue", help="中断した訓練を続ける / go on where it stopped")] = False,  # noqa: FBT002
    out: Out = None,
    home: Home = None,
    json: AsJson = False,  # noqa: FBT002
    lang: Language = Lang.BOTH,
) -> None:
    """筋書きで訓練し、採点する / Hold a drill by a script, score it, write its report."""
    from addin.app.approval.people import person_at_desk  # noqa: PLC0415
    from addin.app.drill_wall import refuse_other_folder  # noqa: PLC0415
    from addin.drills.play import Pace, stand_to_resume  # noqa: PLC0415
    from addin.drills.run import Order, held, put_on_register, written  # noqa: PLC0415
    from addin.drills.script_read import script_of  # noqa: PLC0415
    from addin.now import now  # noqa: PLC0415
    from calc.outcome import finding  # noqa: PLC0415

    chosen, live = script_of(script), home_folder(home)
    place = home_folder(drill_home or live.with_name(f"{live.name}-drill-{chosen.name}-{now():%Y%m%d%H%M%S}"))
    screen = sys.stderr if json else sys.stdout
    usual = stand_to_resume(chosen, place).pace if resume else ATTENDED_SPEED if hidden else None
    fast = speed or usual
    pace = None if fast is None else Pace(fast, lambda moment: _say(screen, _told(moment, lang)))
    person = person_at_desk(initials) if initials else None
    order = Order(chosen, place, live, hidden or resume, pace, person, continues=resume)
    if out is not None:
        refuse_other_folder(out, Mode.DRILL)  # now, not after an hour's drill
    _say(screen, f"{BANNER}   {said_in(lang, chosen.words.ja, chosen.words.en)}\n--home {place}")
    try:
        ended = held(order)
    except KeyboardInterrupt:
        if order.hidden:
            told([finding("drill_interrupted", path=place)], lang)
        raise
    files = written(ended.report, out or place / "out" / chosen.business_date.isoformat())
    put_on_register(order, ended.report, at=now(), tell=None if json else recorded_in(lang))
    _show(ended.report, files, lang, as_json=json)
    if ended.refused:
        codes = " ".join(dict.fromkeys(each.code for each in ended.refused))
        told([finding("drill_act_refused", number=len(ended.refused), codes=codes)], lang)


@app.command()
def score(script: Script, out: Out = None, home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """行った訓練をその記録から採点し直す / Score a drill that was held, from its own record (--home: the drill's)."""
    from addin.drills.run import rescored, written  # noqa: PLC0415
    from addin.drills.script_read import script_of  # noqa: PLC0415

    chosen, place = script_of(script), home_folder(home)
    report = rescored(chosen, place)
    files = written(report, out or place / "out" / chosen.business_date.isoformat())
    _show(report, files, lang, as_json=json)


@app.command("list")
def listed(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """筋書きの一覧と、条項ごとの最後の訓練 / The scripts, and when each clause was last exercised."""
    from addin.drills.register import ages_of  # noqa: PLC0415
    from addin.drills.script_read import names, script_of  # noqa: PLC0415
    from addin.now import now  # noqa: PLC0415

    moment = now()
    ages, scripts = ages_of(home_folder(home), at=moment), [script_of(name) for name in names()]
    if json:
        rows = [{"clause": each.clause, "last_drill": _date(each.drilled), "age_days": each.age(moment.date()),
                 "last_check": _date(each.checked), "scripts": list(each.scripts)} for each in ages]  # fmt: skip
        titles = [{"name": each.name, "ja": each.words.ja, "en": each.words.en} for each in scripts]
        json_line({"scripts": titles, "clauses": rows})
        return
    for each in scripts:
        sys.stdout.write(f"{each.name:<18} {said_in(lang, each.words.ja, each.words.en)}\n")
    never = said_in(lang, "未実施", "never")
    for row in ages:
        age = row.age(moment.date())
        drilled = f"✗ {never}" if age is None else f"○ {row.drilled}  {said_in(lang, f'{age}日前', f'{age} days ago')}"
        checked = f"{said_in(lang, '自動', 'machine')} {_date(row.checked) or '－'}"
        sys.stdout.write(f"{row.clause:<12} {drilled}   {checked}   {' '.join(row.scripts)}\n")


def _say(screen: TextIO, line: str) -> None:
    screen.write(f"{line}\n")
    screen.flush()  # whoever looks on hears it when it happens, through a pipe, too


def _date(day: object) -> str | None:
    return None if day is None else str(day)


def _told(moment: "Moment", lang: Lang) -> str:
    """Return a line of what happens or, where the reference run is shown, of what it does."""
    from addin.drills.report import act_details  # noqa: PLC0415
    from addin.drills.script import Event  # noqa: PLC0415
    from addin.drills.script_read import words_of  # noqa: PLC0415

    if moment is None:
        return ""
    if isinstance(moment, Event):
        kind = words_of("failure")[moment.failure]
        said = said_in(lang, moment.words.ja, moment.words.en)
        return f"{moment.told:%H:%M:%S}  ● {said_in(lang, kind.ja, kind.en)}: {said}"
    act = words_of("act")[moment.do]
    return f"{moment.at:%H:%M:%S}    → {said_in(lang, act.ja, act.en)}  {act_details(moment)}"


def _show(report: "Report", files: tuple[Path, ...], lang: Lang, *, as_json: bool) -> None:
    from addin.drills.report import fault_words, report_json, summary  # noqa: PLC0415

    if as_json:
        json_line({**report_json(report), "files": [str(each) for each in files]})
        return
    for said, value in summary(report):
        figure = value.ja if value.ja == value.en else said_in(lang, value.ja, value.en)
        sys.stdout.write(f"{said_in(lang, said.ja, said.en)}: {figure}\n")
    for mark in report.score.faults:
        words = fault_words(mark)
        sys.stdout.write(f"  {said_in(lang, words.ja, words.en)}\n")
    sys.stdout.writelines(f"{path}\n" for path in files)
