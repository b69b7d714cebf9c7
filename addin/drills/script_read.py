"""Scripts as they are shipped or as a desk writes its own: TOML, checked before anybody is drilled by it."""

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from addin.drills.script import Action, Answer, Details, Event, Script, Skew, Told
from addin.files import read_limited
from calc.days.business_day import tokyo
from calc.days.cutoff import JST
from calc.outcome import Finding, Place, RefusedError, finding
from calc.plan.clauses import book
from calc.plan.day import day_from_table
from calc.plan.fact_rows import fact_findings
from calc.plan.lines import lines_of
from calc.plan.types import Day
from calc.tables import packaged, packaged_names
from calc.text.wording import Words

T = TypeVar("T")

PACKAGE, FOLDER, ENDING = "addin.drills", "scripts", ".toml"
OWN = ("events", "actions", "given", "reviews", "clauses", "skew", "begins", "ends", "ja", "en")
PARTS = {"events": Mapping, "actions": Mapping, "given": Mapping, "reviews": str, "clauses": str}
FILE_LIMIT = 1_000_000
Moment = Callable[..., datetime]  # reads an instant of a row by its name, or by another where that is not there


def names() -> tuple[str, ...]:
    """Return the names of the scripts that are shipped, in order."""
    return tuple(name.removeprefix(f"{FOLDER}/").removesuffix(ENDING) for name in packaged_names(PACKAGE, FOLDER))


def words_of(section: str) -> Mapping[str, Words]:
    """Return the words of a script with their labels: what may be injected (`failure`), what may be done (`act`)."""
    table = packaged(PACKAGE, "words.toml")[section]
    return {name: Words(each["ja"], each["en"]) for name, each in table.items()}


def script_of(name: str) -> Script:
    """Return a script that is shipped, or the one in a file of that path.

    Raises RefusedError `drill_script_unknown`, `drill_script_unreadable`, or what the plan finds wrong with its facts.
    """
    if name in names():
        return script_from(packaged(PACKAGE, f"{FOLDER}/{name}{ENDING}"), name)
    if not name.endswith(ENDING):
        raise RefusedError([finding("drill_script_unknown", given=name, known=" ".join(names()))])
    path = Path(name).expanduser()
    try:
        table = tomllib.loads(read_limited(path, FILE_LIMIT).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(path.name, "", error) from error
    return script_from(table, path.stem)


def script_from(table: Mapping[str, Any], name: str) -> Script:
    """Return the script that a table holds. Raises RefusedError as `script_of`."""
    _refuse_misshapen(table, name)
    day_table = {key: value for key, value in table.items() if key not in OWN}
    day = day_from_table(day_table, calendar=tokyo(), source=name).value
    read = partial(_read, name, day.business_date)
    ((words, begins, ends),) = read("frame", [table], _frame)
    script = Script(
        name=name,
        words=words,
        day=day,
        day_file=day_text(day_table).encode(),
        begins=begins,
        ends=ends,
        events=read("events", table.get("events", ()), partial(_event, day=day)),
        actions=read("actions", table.get("actions", ()), _action),
        given=read("given", [{"at": begins, **each} for each in table.get("given", ())], _action),
        reviews=tuple(table.get("reviews", ())),
        clauses=tuple(table.get("clauses", ())),
        skew=next(iter(read("skew", [table["skew"]] if "skew" in table else (), _skew)), None),
    )
    if found := [*_faults(script)]:
        raise RefusedError(found)
    return script


def _refuse_misshapen(table: Mapping[str, Any], name: str) -> None:
    """Raise RefusedError `drill_script_unreadable` where a part of a script is no list of what it should hold."""
    for part, kind in PARTS.items():
        rows = table.get(part, [])
        if not isinstance(rows, list) or not all(isinstance(each, kind) for each in rows):
            raise _unreadable(name, part, TypeError(rows))


def day_text(table: Mapping[str, Any]) -> str:
    """Return the table of a day as a day file that the drill's home keeps, so that every command finds it there."""
    plain = [f"{key} = {_toml(value)}" for key, value in table.items() if not isinstance(value, Mapping)]
    tables = [
        line
        for key, each in table.items()
        if isinstance(each, Mapping)
        for line in (f"[{key}]", *(f"{name} = {_toml(value)}" for name, value in each.items()))
    ]
    return "\n".join([*plain, *tables, ""])


def _toml(value: Any) -> str:  # noqa: ANN401 - whatever a TOML table holds
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{name} = {_toml(each)}' for name, each in value.items())} }}"
    return value.isoformat() if isinstance(value, date | time) else json.dumps(value, ensure_ascii=False)


def _read(
    name: str, day: date, part: str, rows: Sequence[Mapping[str, Any]], make: Callable[[Mapping[str, Any], Moment], T]
) -> tuple[T, ...]:
    """Return what a part of the script holds; a fault names the part and the number of the row."""
    made = list[T]()
    for number, each in enumerate(rows, start=1):
        try:
            made.append(make({"row": number, **each}, partial(_moment, each, day)))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _unreadable(name, f"{part} {number}", error) from error
    return tuple(made)


def _moment(row: Mapping[str, Any], day: date, key: str, otherwise: str = "") -> datetime:
    """Return an instant of a row: a time of the business date, or an instant of any other."""
    value = row[key if key in row else otherwise or key]
    return _instant(value, day)


def _instant(value: Any, day: date) -> datetime:  # noqa: ANN401 - whatever the script holds
    if isinstance(value, datetime):
        return value.astimezone(JST)
    return datetime.combine(day, value, JST)


def _frame(row: Mapping[str, Any], moment: Moment) -> tuple[Words, datetime, datetime]:
    return Words(row["ja"], row["en"]), moment("begins"), moment("ends")


def _event(row: Mapping[str, Any], moment: Moment, *, day: Day) -> Event:
    told = moment("told", "at")
    return Event(
        row=row["row"],
        at=moment("at"),
        told=told,
        failure=row["failure"],
        words=Words(row["ja"], row["en"]),
        fact=_told(row["fact"], day.business_date) if "fact" in row else None,
        clauses=tuple(row.get("clauses", ())),
        answers=tuple(_answer(each, told, day=day) for each in row.get("answers", ())),
    )


def _told(table: Mapping[str, Any], day: date) -> Told:
    details = {name: value for name, value in table.items() if name != "what"}
    return Told(str(table["what"]), instants_of(details, day))


def instants_of(details: Details, day: date) -> dict[str, Any]:
    """Return details whose times are instants of the business date."""
    return {name: _instant(each, day) if isinstance(each, time | datetime) else each for name, each in details.items()}


def _answer(table: Mapping[str, Any], told: datetime, *, day: Day) -> Answer:
    grace = timedelta(minutes=day.settings.notice_grace_minutes)
    by = _instant(table["by"], day.business_date) if "by" in table else told + grace
    return Answer(Words(table["ja"], table["en"]), dict(table["record"]), tuple(table["clauses"]), by)


def _action(row: Mapping[str, Any], moment: Moment) -> Action:
    at = moment("at")
    details = {name: value for name, value in row.items() if name not in ("row", "at", "do")}
    return Action(row["row"], at, str(row["do"]), instants_of(details, at.date()))


def _skew(row: Mapping[str, Any], moment: Moment) -> Skew:
    return Skew(int(row["seconds"]), moment("begins"), moment("ends"))


def _faults(script: Script) -> Iterator[Finding]:
    """Yield what is wrong with a script that can be read: its frame, unknown words, facts that the plan refuses."""
    if script.ends <= script.begins:
        reason = f"{script.begins:%H:%M:%S} – {script.ends:%H:%M:%S}"
        yield finding("drill_script_unreadable", Place(script.name), part="begins, ends", reason=reason)
    said = [("events", each.row, each.failure, "failure") for each in script.events]
    said += [("actions", each.row, each.do, "act") for each in (*script.given, *script.actions)]
    for part, row, word, section in said:
        if word not in words_of(section):
            yield finding("drill_script_unreadable", Place(script.name), part=f"{part} {row}", reason=word)
    for clause in (*script.reviews, *script.clauses, *(each for event in script.events for each in event.clauses)):
        if clause not in book().clauses:
            yield finding("clause_unknown", Place(script.name, column="clauses"), given=clause)
    facts = [{"at": each.at, "what": each.fact.what, **each.fact.details} for each in script.events if each.fact]
    yield from fact_findings(facts, lines_of(""), source=script.name, day=script.business_date)


def _unreadable(name: str, part: str, error: Exception) -> RefusedError:
    return RefusedError([finding("drill_script_unreadable", Place(name), part=part, reason=repr(error)[:120])])
