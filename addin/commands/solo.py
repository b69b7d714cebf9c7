"""`hikae solo`: one person alone, said openly, and the second person's signature afterwards."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from addin.app.approval import steps
from addin.app.approval.desk import desk_entries
from addin.app.approval.people import person_at_desk
from addin.app.approval.solo import Solo, business_date_at, solos
from addin.app.approval.words import solo_json, solo_lines
from addin.app.settings_record import settings_in_force
from addin.commands.output import Lang, json_line
from addin.commands.record import told_journal
from addin.commands.two_persons import AsJson, Day, Home, Initials, Language, date_of, recorded_in, said_in
from addin.home import home_folder
from addin.now import now
from calc.days.business_day import calendar_named

app = typer.Typer(no_args_is_help=True, help="単独操作 / Single operator: declared, marked everywhere, countersigned.")


@app.command()
def declare(
    initials: Initials,
    reason: Annotated[str, typer.Option(help="理由 / why nobody else is here")],
    home: Home = None,
    day: Day = None,
    lang: Language = Lang.BOTH,
) -> None:
    """一人で行うことを宣言する（業務日は日本の今日）/ Declare that you work alone (business date: today in Japan)."""
    person, place = person_at_desk(initials), home_folder(home)
    of_day = date_of(day) or _today(place)
    with told_journal(place, lang) as journal:
        made = steps.declare_solo(journal, person, business_date=of_day, reason=reason, tell=recorded_in(lang))
    _told([made], lang)


@app.command()
def countersign(initials: Initials, home: Home = None, day: Day = None, lang: Language = Lang.BOTH) -> None:
    """二人目が連署する / Countersign, as the second person, what was done alone."""
    with told_journal(home_folder(home), lang) as journal:
        signed = steps.countersign(
            journal, person_at_desk(initials), business_date=date_of(day), tell=recorded_in(lang)
        )
    _told(signed, lang)


@app.command("list")
def listed(home: Home = None, json: AsJson = False, lang: Language = Lang.BOTH) -> None:  # noqa: FBT002
    """単独操作の一覧 / Every declaration, what left under it, and who countersigned."""
    with told_journal(home_folder(home), lang) as journal:
        declared = solos(desk_entries(journal))
    if json:
        json_line({"solo": [*map(solo_json, declared)]})
    else:
        _told(declared, lang)


def _today(home: Path) -> date:
    calendar = calendar_named(settings_in_force(home, {}).text("calendar"))
    return business_date_at(now(), calendar)


def _told(declared: Iterable[Solo], lang: Lang) -> None:
    for each in declared:
        sys.stdout.write(f"{each.business_date}  {solo_lines([each])[0]}\n")
        sys.stdout.writelines(f"    {said_in(lang, '出したもの', 'released')}: {line}\n" for line in each.released)
