"""Upload files whose rows stand in the record and in the facts of a day: what was keyed for others, and who is short.

Nothing of the margin side is read: these files leave on days on which it may be missing.
"""

from datetime import date, datetime
from pathlib import Path

from addin.app.day.finish import default_at
from addin.app.day.read import FACTS
from addin.app.day.rule import day_facts
from addin.app.export_source import ExportSource
from addin.app.plan_facts import read_with_recorded
from addin.app.proxy_enter import entries_in_force
from addin.app.proxy_rows import proxy_rows
from addin.app.settings_record import settings_in_force
from addin.export.template import DAY, Template
from addin.export.typed import Row
from addin.settings import Settings
from addin.store.journal import Journal
from calc.days.business_day import calendar_named, tokyo
from calc.days.cutoff import instant, iso
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.plan.asked import Asked, question
from calc.plan.shortfalls import shortfall_moments, shortfalls

PROXY, SHORT = "quotes_proxy", "shortfall_messages"
OF_RECORD = (PROXY, SHORT)


def source_from_record(
    folder: Path, form: Template, journal: Journal, *, home: Path, named: date | None, sets: tuple[str, ...] = ()
) -> ExportSource:
    """Return the rows that the facts of a day folder and the record give for one of `OF_RECORD`.

    Raises RefusedError `row_other_day`, `proxy_none_entered`, `shortfall_none`, `shortfall_deadline_unset`, or what
    reading the facts raises.
    """
    facts = day_facts(folder, calendar=tokyo())
    day = facts.read.value.business_date
    refuse_other_day(folder, day, named=named)
    settings = settings_in_force(home, facts.settings, sets=sets)
    if form.code == PROXY:
        made = _keyed(form, journal, day)
    else:
        read = read_with_recorded(facts.read, journal)
        calendar = calendar_named(settings.text("calendar"))
        made = _short(form, question(read.value, default_at(day), calendar=calendar), settings)
        made = Outcome(made.value, (*read.findings, *made.findings))
    return ExportSource(day, made.value, {FACTS: facts.content}, findings=made.findings)


def refuse_other_day(folder: Path, day: date, *, named: date | None) -> None:
    """Raise RefusedError `row_other_day` where a date was named and the folder is of another one."""
    if named not in {None, day}:
        raise RefusedError([finding("row_other_day", Place(str(folder), None, DAY), date=day, expected=named)])


def _keyed(form: Template, journal: Journal, day: date) -> Outcome[tuple[Row, ...]]:
    """Return what `hikae proxy enter` has keyed, the entry in force of each participant; what is left out is told."""
    rows, left_out = proxy_rows(form, (each.body for each in entries_in_force(journal, day).values()))
    if not rows:
        raise RefusedError([*left_out, finding("proxy_none_entered", Place(form.code), date=day)])
    return Outcome(rows, left_out)


def _short(form: Template, asked: Asked, settings: Settings) -> Outcome[tuple[Row, ...]]:
    """Return one row for each participant that is short while the CMF terminal is down (CP-3.3.1).

    A participant's name is its code: no table of the desk holds another.
    """
    short, deadline = shortfalls(asked), settings.local_time("shortfall_deadline")
    if not short:
        raise RefusedError([finding("shortfall_none", Place(form.code), at=iso(asked.at))])
    if deadline is None:
        raise RefusedError([finding("shortfall_deadline_unset", Place(form.code))])
    due = iso(instant(asked.day.business_date, deadline))
    rows = tuple(_message(asked, name, each.amount, due=due) for name, each in short.items())
    return Outcome(rows, _uncalled(form, asked, {name: each.since for name, each in short.items()}))


def _message(asked: Asked, participant: str, amount: int, *, due: str) -> Row:
    return {
        DAY: asked.day.business_date.isoformat(),
        "participant": participant,
        "participant_name": participant,
        "shortfall": amount,
        "due_at": due,
    }


def _uncalled(form: Template, asked: Asked, since: dict[str, datetime]) -> tuple[Finding, ...]:
    """Return a finding where somebody has not been telephoned yet: the call comes before the message (CP-3.3.2)."""
    names = [name for name, at in since.items() if not shortfall_moments(name, at, asked=asked)["first_call"]]
    return (finding("shortfall_not_called", Place(form.code), participants=" ".join(names)),) if names else ()
