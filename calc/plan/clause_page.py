"""The plan in order, as an officer lays it beside the document: each clause with its table."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from calc.plan.clauses import Book, Clause, Duty
from calc.text.wording import Words

Json = dict[str, Any]


def clause_lines(book: Book) -> Iterator[Words]:
    """Yield the page of all clauses: its words in either language, then the same facts of its table for both."""
    for clause in book.clauses.values():
        yield Words(f"{clause.id}  {clause.words.ja}", f"{clause.id}  {clause.words.en}")
        for line in _table(clause):
            yield Words(f"    {line}", f"    {line}")


def clauses_json(book: Book) -> list[Json]:
    """Return all clauses in plan order as JSON data."""
    return [clause_json(clause) for clause in book.clauses.values()]


def clause_json(clause: Clause) -> Json:
    """Return one clause as JSON data, with everything its table says."""
    return {
        "id": clause.id,
        "plan": clause.plan,
        "ja": clause.words.ja,
        "en": clause.words.en,
        "item": clause.item,
        "side": clause.side,
        "strength": clause.strength,
        "in_force": clause.in_force.isoformat(),
        "when": plain(clause.when),
        "then": plain(clause.then),
        "wait": plain(clause.wait),
        "channel": clause.channel,
        "window": plain(clause.window),
        "duties": [_duty(duty) for duty in clause.duties],
        "override": plain(clause.override),
        "overrides": list(clause.overrides),
        "gaps": list(clause.gaps),
        "hit_by": list(clause.hit_by),
        "nothing": clause.nothing or None,
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - nested data of a TOML table
    """Return nested data with times and dates as text."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, (time, date)) else value


def _duty(duty: Duty) -> Json:
    fields = {name: getattr(duty, name) for name in Duty.__dataclass_fields__ if name not in ("clause", "item")}
    return {name: plain(value) for name, value in fields.items() if value not in (None, (), {})}


def _table(clause: Clause) -> Iterator[str]:
    """Yield what a clause's table says, a line each, leaving out what it does not say."""
    told = clause_json(clause)
    yield f"{told['strength']}, {told['side']}, {told['plan']} ({told['in_force']})"
    for name in ("when", "then", "wait", "window", "override"):
        if told[name]:
            yield f"{name}: {_said(told[name])}"
    for duty in told["duties"]:
        yield f"duty: {_said(duty)}"
    for name in ("overrides", "gaps", "hit_by"):
        if told[name]:
            yield f"{name}: {' '.join(told[name])}"
    if told["nothing"]:
        yield f"nothing to do: {told['nothing']}"


def _said(value: Any) -> str:  # noqa: ANN401 - nested data of a TOML table
    if isinstance(value, dict):
        return ", ".join(f"{key} {_said(each)}" for key, each in value.items())
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
