"""The day file: what it may hold, read into a `Day` or refused by name and line. Pure: the shell reads the file."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from calc.days.business_day import Calendar, calendar_findings
from calc.outcome import Finding, Outcome, Place, RefusedError, finding
from calc.plan.amount_rows import amount_findings, amounts_from
from calc.plan.clauses import PACKAGE, book
from calc.plan.fact_rows import fact_findings, facts_from
from calc.plan.kinds import CHECKS, as_time, fits
from calc.plan.lines import Lines, lines_of
from calc.plan.types import CLEARING_HOUSE, PARTICIPANT, Day, PlanSettings
from calc.tables import packaged

KEYS = ("business_date", "role", "participants", "settings", "amounts", "fact")
ROLES = (CLEARING_HOUSE, PARTICIPANT)


def day_from_table(table: Mapping[str, Any], *, calendar: Calendar, source: str, text: str = "") -> Outcome[Day]:
    """Return the day of a parsed day file; its text, when given, lets a refusal name the line.

    Refused (RefusedError, every reason at once): unknown keys, settings, facts and details, missing details and
    offsets, a closed business date, facts before it other than incidents, ids twice or nowhere.
    """
    lines = lines_of(text)
    found = [*_top_findings(table, lines, source=source)]
    if not found:
        place = _place("business_date", lines, source=source)
        found += [*_date_findings(table["business_date"], calendar, place=place)]
        found += [*setting_findings(table.get("settings", {}), lines, source=source)]
        found += [*amount_findings(table.get("amounts", []), lines, source=source)]
        found += [*fact_findings(table.get("fact", []), lines, source=source, day=table["business_date"])]
    if found:
        raise RefusedError(found)
    return Outcome(_day(table, lines, source=source), calendar_findings(table["business_date"], calendar))


def _day(table: Mapping[str, Any], lines: Lines, *, source: str) -> Day:
    return Day(
        business_date=table["business_date"],
        settings=settings_from(table.get("settings", {})),
        role=table.get("role", CLEARING_HOUSE),
        participants=tuple(table.get("participants", ())),
        amounts=amounts_from(table.get("amounts", [])),
        facts=facts_from(table.get("fact", []), lines),
        source=source,
    )


def _place(key: str, lines: Lines, *, source: str) -> Place:
    return Place(source, lines.of("", 0, key) or lines.header(key), key)


def _top_findings(table: Mapping[str, Any], lines: Lines, *, source: str) -> Iterable[Finding]:
    """Yield what is wrong with the file's frame: keys, role, participants, and the kind of each list."""
    for key in table:
        if key not in KEYS:
            yield finding("day_key_unknown", _place(key, lines, source=source), key=key, keys=", ".join(KEYS))
    if type(table.get("business_date")) is not date:
        yield finding("day_date_refused", _place("business_date", lines, source=source))
    if table.get("role", CLEARING_HOUSE) not in ROLES:
        yield finding("day_role_refused", _place("role", lines, source=source), text=table["role"])
    if "participants" in table and table["participants"] != [] and not CHECKS["texts"](table["participants"]):
        yield finding("day_participants_refused", _place("participants", lines, source=source))
    if not isinstance(table.get("settings", {}), dict):
        yield finding("day_section_refused", _place("settings", lines, source=source), key="settings")
    for key in ("amounts", "fact"):
        rows = table.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            yield finding("day_section_refused", _place(key, lines, source=source), key=key)


def _date_findings(day: date, calendar: Calendar, *, place: Place) -> Iterable[Finding]:
    """Yield why a date is no business day of the plan: closed, beyond the calendar, or before the plan."""
    since = min(clause.in_force for clause in book().clauses.values())
    if day < since:
        yield finding("plan_not_in_force", place, day=day, since=since)
        return
    try:
        if not calendar.is_open(day):
            yield finding("day_closed", place, day=day, calendar=calendar.name)
    except RefusedError as refused:
        yield from (each.at(place) for each in refused.findings)


def setting_findings(table: Mapping[str, Any], lines: Lines, *, source: str) -> Iterable[Finding]:
    """Yield the unknown and the ill-typed settings of a day file."""
    known = packaged(PACKAGE, "settings.toml")
    for key, value in table.items():
        place = Place(source, lines.of("settings", 0, key), key)
        if key not in known:
            yield finding("plan_setting_unknown", place, key=key, keys=", ".join(known))
        elif not _setting_fits(value, known[key]):
            yield finding("plan_setting_refused", place, key=key, text=value)


def _setting_fits(value: Any, entry: Mapping[str, Any]) -> bool:  # noqa: ANN401 - whatever the day file holds
    if entry["type"] == "time":
        return as_time(value) is not None
    if entry["type"] == "word":
        return fits(value, entry["words"])
    return fits(value, entry["type"]) and (entry["type"] == "bool" or value >= entry.get("least", 0))


def settings_from(table: Mapping[str, Any]) -> PlanSettings:
    """Return the settings of a day file, each by its default where the file is silent."""
    known = packaged(PACKAGE, "settings.toml")
    defaults = {key: entry["default"] for key, entry in known.items() if "default" in entry}
    times = {key: as_time(table[key]) for key, entry in known.items() if entry["type"] == "time" and key in table}
    return PlanSettings(**{**defaults, **table, **times})
