"""Checks of what a bad day falls back on: the second copy, the pack of the last business day, the tool method."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from addin.app.continuity_log import exercises
from addin.app.pack_names import FOLDER
from addin.app.pack_state import PackStanding, pack_state
from addin.app.quotes_send import SENT
from addin.app.settings_record import settings_in_force
from addin.files import is_there
from addin.now import now
from addin.settings import Settings
from addin.store.chain import Entry
from addin.store.journal import Journal
from addin.store.second import copied
from calc.days.cutoff import JST
from calc.outcome import Finding, RefusedError, finding
from calc.text.numeral import iso_date
from calc.text.wording import Words

TOOL_REGISTER, TOOL = "tool_environment", "tool"


def second_copy(home: Path) -> Words:
    """Return where the second copy is, brought up to the newest entry.

    Raises RefusedError `second_place_unnamed`, or what the copy says: `second_copy_missing`, `second_copy_behind`,
    `second_copy_differs`, `second_copy_same_disk`.
    """
    place = settings_in_force(home, {}).text("second_place")
    if not place:
        raise RefusedError([finding("second_place_unnamed")])
    with Journal(home) as journal:
        last = journal.last()
    found = None if last is None else copied(home, place)([last])
    if found is not None:
        raise RefusedError([found])
    if last is None and not is_there(Path(place).expanduser()):
        raise RefusedError([finding("second_copy_missing", path=place, reason_ja="ありません", reason_en="not there")])
    return Words(*[place] * 2)


def pack(home: Path) -> Words:
    """Return which pack is sealed: in the evening tonight's, else that of the last business day.

    Raises RefusedError `pack_due`, `pack_late` from the setting `pack_by` on, or `pack_file_gone`.
    """
    settings = settings_in_force(home, {})
    with Journal(home) as journal:
        state = pack_state(journal, now(), settings)
    if state.entry is None:
        by = "" if state.by is None else f"{state.by:%H:%M}"
        late = state.standing is PackStanding.LATE
        raise RefusedError([finding("pack_late" if late else "pack_due", date=state.business_date, by=by)])
    path = home / FOLDER / str(state.entry.body["name"])
    if not is_there(path) or hashlib.sha256(path.read_bytes()).hexdigest() != state.entry.body["sha256"]:
        raise RefusedError([finding("pack_file_gone", date=state.business_date, path=path)])
    return Words(*[f"{state.business_date}  {path.name}"] * 2)


def tool(home: Path) -> Words:
    """Return that the tool method is ready: installed, its log-in valid, used or tried not long ago (CP-1.1.a.R1).

    A matter of participants. Raises RefusedError with every one of `tool_undeclared`, `tool_missing`,
    `tool_log_in_over`, `tool_unused`, or with what is wrong with the date.
    """
    settings = settings_in_force(home, {})
    if settings.text("role") != "participant":
        return Words("対象外（清算機関）", "not for the clearing house")
    today = now().date()
    with Journal(home) as journal:
        last = _last_used(journal)
    if found := [*_declared(settings, today), *_used(settings, last, today)]:
        raise RefusedError(found)
    until = settings.text("tool_log_in_until")
    return Words(f"ログイン {until} まで、前回 {last}", f"log-in valid until {until}, last used {last}")


def _declared(settings: Settings, today: date) -> Iterator[Finding]:
    program, until = settings.text("tool_program"), settings.text("tool_log_in_until")
    lacking = [name for name, value in (("tool_program", program), ("tool_log_in_until", until)) if not value]
    if lacking:
        yield finding("tool_undeclared", names=" ".join(lacking))
    if program and not Path(program).expanduser().exists():
        yield finding("tool_missing", path=program)
    day = iso_date(until) if until else today
    if isinstance(day, Finding):
        yield day
    elif day < today:
        yield finding("tool_log_in_over", date=day)


def _used(settings: Settings, last: date | None, today: date) -> Iterator[Finding]:
    days = settings.whole("tool_limit_days")
    if last is None or today - last > timedelta(days=days):
        yield finding("tool_unused", last=last or "－", days=days)


def _last_used(journal: Journal) -> date | None:
    """Return the last day on which quotes left by the tool, or on which it was tried, None where it never was."""
    sent = [_day(each) for each in journal.entries(SENT) if each.body.get("route") == TOOL]
    tried = [each.held.on for each in exercises(journal, at=now()) if each.held.register == TOOL_REGISTER]
    return max((*sent, *tried), default=None)


def _day(entry: Entry) -> date:
    return datetime.fromisoformat(entry.at).astimezone(JST).date()
