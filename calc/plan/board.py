"""The contingency workbook's own words, and the plan as its pages show it: each clause with where it stands today."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from calc.plan.clauses import PACKAGE, Clause, book
from calc.plan.page import filled
from calc.plan.types import Plan, Row
from calc.tables import packaged
from calc.text.wording import Words

ROLES = ("settlement_price_staff", "margin_staff")
MEANS = ("information_list", "list_of_message", "telephone", "email", "separate_contact", "fax")
NOTHING = Words("－", "")  # of a clause that asks nothing now, in either language
PACES = ("promptly", "immediately", "shortly_after")


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause as the page of the plan prints it."""

    id: str
    words: Words
    window: Words
    consequence: Words


def said(section: str, name: str, **values: object) -> Words:
    """Return one of the workbook's own words with its blanks filled."""
    table = _table(section)[name]
    return Words(table["ja"].format(**values), table["en"].format(**values))


def choice_of(word: str) -> str:
    """Return a word of a closed list as a list offers it: its label, then the word."""
    return f"{_table('word')[word]} {word}"


def role_clause(role: str) -> str:
    """Return the clause that has this staff of each participant contacted."""
    return str(_table("role")[role]["clause"])


def entry_words(kind: str) -> Words:
    """Return what an entry of the journal is called; one that this version has no word for keeps its kind."""
    return said("entry", kind) if kind in _table("entry") else Words(kind, kind)


def both(words: Words, *, between: str = "\n") -> str:
    """Return words in both languages, Japanese first; what reads the same in both stands once."""
    return words.ja if words.ja == words.en or not words.en else f"{words.ja}{between}{words.en}"


def clause_rows() -> tuple[ClauseRow, ...]:
    """Return every clause in plan order, with its window and what follows from it."""
    return tuple(
        ClauseRow(clause.id, clause.words, window_words(clause), consequence_words(clause))
        for clause in book().clauses.values()
    )


def window_words(clause: Clause) -> Words:
    """Return when a clause counts, such as `18:00 期限 その直後`; nothing where the plan names no time."""
    times = [(name, clause.window[name]) for name in ("from", "by", "cutoff") if name in clause.window]
    parts = [said("window", name, time=f"{at:%H:%M}") for name, at in times if isinstance(at, time)]
    parts += [said("window", pace) for pace in PACES if clause.window.get("pace") == pace]
    return _joined(parts)


def consequence_words(clause: Clause) -> Words:
    """Return what follows from a clause: what applies, and what it asks of whom by which means."""
    parts = [then_words(name, value) for name, value in clause.then.items() if name in _table("then")]
    for duty in clause.duties:
        by, what = filled("by", duty.by_whom), _means(filled("what", duty.what), duty.channel)
        parts.append(Words(f"{by.ja}: {what.ja}", f"{by.en}: {what.en}"))
    return _joined(list(dict.fromkeys(parts)), between="、")


def then_words(name: str, value: Any) -> Words:  # noqa: ANN401 - whatever a clause's table says
    """Return one thing that follows from a clause, such as `目標 120分`; `name` stands among the words of `then`."""
    told = [str(each) for each in (value if isinstance(value, list) else [value])]
    ja = "・".join(_table("word").get(each, each) for each in told)
    return said("then", name, value_ja=ja, value_en=" / ".join(each.replace("_", " ") for each in told))


def cutoff_rows() -> tuple[tuple[str, str, Words], ...]:
    """Return the day's timetable: each cut-off as 18:00, the clause that bites then, and its words."""
    rules = book()
    return tuple((f"{at:%H:%M}", clause, rules.clauses[clause].words) for at, clause in rules.cutoffs())


def clause_states(plan: Plan) -> Mapping[str, Words]:
    """Return where each clause stands at the plan's instant: gravest first, `－` for one that asks nothing now."""
    duties = Counter((row.clause, duty_state(row, plan.at)) for row in plan.due)
    duties.update((row.clause, "missed") for row in plan.missed)
    return {
        clause: _joined([*_duty_states(clause, duties), *_rulings(clause, plan)] or [NOTHING])
        for clause in book().clauses
    }


def duty_state(row: Row, at: datetime) -> str:
    """Return how a duty stands: `overdue`, `do` or `expect`."""
    return "overdue" if is_overdue(row, at) else row.mode


def state_words(row: Row, at: datetime) -> Words:
    """Return how a duty stands, with its symbol: whether it is overdue, and whether it is ours or to be waited for."""
    return said("duty", f"overdue_{row.mode}" if is_overdue(row, at) else row.mode)


def until(row: Row) -> datetime:
    """Return until when a duty is in time: its cut-off, else the end of its grace."""
    return row.by or row.overdue_from


def is_overdue(row: Row, at: datetime) -> bool:
    """Return whether a duty is past its grace or its cut-off."""
    return at > min(row.overdue_from, until(row))


def who_acts(row: Row) -> str:
    """Return who must act: JSCC, or the participant by its name."""
    side = filled("by", "clearing_house" if row.by_whom == "clearing_house" else "participant")
    return both(side, between=" ") if side.ja == side.en else f"{side.ja} {row.participant or side.en}"


def duty_words(row: Row) -> Words:
    """Return what a duty asks, by which means, and of or for whom."""
    what, name = _means(filled("what", row.what), row.channel), f" {row.participant}" if row.participant else ""
    return Words(f"{what.ja}{name}", f"{what.en}{name}")


def _table(section: str) -> dict[str, Any]:
    table: dict[str, Any] = packaged(PACKAGE, "board.toml")[section]
    return table


def _means(what: Words, channel: str | None) -> Words:
    """Return what is asked with its means in brackets, unless they are one word: a telephone call by telephone."""
    by = filled("channel", channel) if channel else what
    return what if by == what else Words(f"{what.ja}（{by.ja}）", f"{what.en} ({by.en})")


def _duty_states(clause: str, duties: Mapping[tuple[str, str], int]) -> Iterator[Words]:
    for state in ("overdue", "missed", "do", "expect"):
        if number := duties.get((clause, state), 0):
            yield said("status", state, number=number)


def _rulings(clause: str, plan: Plan) -> Iterator[Words]:
    """Yield that a clause is in force for whole items, and for how many names beside them."""
    items = [filled("item", name) for name, item in plan.items.items() if item.clause == clause]
    if items:
        labels = _joined(items, between="・")
        ja, en = said("status", "in_force", items=labels.ja).ja, said("status", "in_force", items=labels.en).en
        yield Words(ja, en)
    scopes = sum(ruling.clause == clause for item in plan.items.values() for ruling in item.exceptions.values())
    if scopes:
        yield said("status", "some", number=scopes)


def _joined(parts: list[Words], *, between: str = " ") -> Words:
    ja, en = between.join(part.ja for part in parts), ", ".join(part.en for part in parts if part.en)
    return Words(ja, en)
