"""Every ruling in one sentence of each language, from `words.toml`: clause, deciding fact, cut-off, date."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from calc.days.cutoff import hours_of
from calc.plan.amounts import amounts_of
from calc.plan.asked import Asked, known_facts
from calc.plan.clauses import PACKAGE, Rule
from calc.plan.rulings import departure_from
from calc.plan.states import State, bears_on, state_of, turning
from calc.plan.types import IfNothing, Ruling
from calc.tables import packaged
from calc.text.wording import Words

CLOCK_TIME = "%H:%M:%S"
FACTS_LOOKED_INTO = 20_000


def trace_of(state: State, *, asked: Asked) -> Words:
    """Return the sentence that says what applies and why; no two rulings share one."""
    said = _departed(state, asked=asked) if state.ruling.departed else _ruled(state, asked=asked)
    parts = [said, *_gap(state.ruling, asked=asked), *_superseded(state, asked=asked)]
    return Words("".join(part.ja for part in parts) + "。", "".join(part.en for part in parts) + ".")


def if_nothing_of(state: State, *, asked: Asked) -> IfNothing | None:
    """Return what the clock alone will change next, None where it changes nothing."""
    found = turning(state, asked=asked)
    if found is None:
        return None
    when, then = found
    ruling, left = then.ruling, when - asked.at
    said = part(
        "if_nothing",
        left=hours_of(left),
        when=when.strftime(CLOCK_TIME),
        applies=_with_total(then, asked=asked),
        clause=_clause(ruling),
    )
    return IfNothing(when, int(left.total_seconds()), ruling.applies, ruling.clause, said)


def applies_words(applies: str | None, previous: date) -> Words:
    """Return what applies in words, the previous day with its weekday and date."""
    table, weekday = _words("applies")[applies or "none"], previous.weekday()
    days = _words("weekday")
    values = {"previous": previous, "weekday_ja": days["ja"][weekday], "weekday_en": days["en"][weekday]}
    return Words(table["ja"].format(**values), table["en"].format(**values))


def _words(section: str) -> dict[str, Any]:
    words: dict[str, Any] = packaged(PACKAGE, "words.toml")[section]
    return words


def part(name: str, **values: object) -> Words:
    """Return one part of a sentence; a value that is itself Words speaks each language."""
    table = _words("part")[name]
    ja = {key: value.ja if isinstance(value, Words) else value for key, value in values.items()}
    en = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
    return Words(table["ja"].format(**ja), table["en"].format(**en))


def _ruled(state: State, *, asked: Asked) -> Words:
    rule = asked.book.rule(state.ruling.rule)
    tables = _words("rule")
    awaiting = f"{rule.id}.awaiting_upload"
    table = tables[awaiting if awaiting in tables and not state.moments["upload"] else rule.id]
    values = {
        "at": asked.at.strftime(CLOCK_TIME),
        "previous": asked.previous,
        "cut": _cut(rule),
        **{name: _shown(moment) for name, moment in _deciding(state, rule=rule, asked=asked).items()},
    }
    return Words(table["ja"].format(**values), table["en"].format(**values))


def _shown(moment: datetime) -> str:
    return moment.strftime(CLOCK_TIME)


def _deciding(state: State, *, rule: Rule, asked: Asked) -> Mapping[str, datetime]:
    """Return each moment's deciding instant: the first, but of renotifications, orders and set prices the last."""
    moments = {name: instants[0] for name, instants in state.moments.items() if instants}
    for name in ("order", "set_price"):
        if state.moments.get(name):
            moments[name] = state.moments[name][-1]
    cut = rule.when.get("in_time", {}).get("renotification")
    counting = [each for each in state.moments.get("renotification", ()) if cut and asked.clock.in_time(each, cut)]
    return {**moments, "renotification": counting[-1]} if counting else moments


def _cut(rule: Rule) -> str:
    """Return the last cut-off a rule names."""
    return max((cut.isoformat() for cut in _cuts(rule.when)), default="")


def _cuts(when: Any) -> Iterator[time]:  # noqa: ANN401 - a `when` is nested data
    if isinstance(when, time):
        yield when
    elif isinstance(when, Mapping):
        for each in when.values():
            yield from _cuts(each)


def _departed(state: State, *, asked: Asked) -> Words:
    departure = departure_from(asked.book.rule(state.ruling.rule), asked=asked)
    details = departure.details if departure else {}
    return part(
        "departed",
        when=_shown(departure.at) if departure else "",
        reference=details.get("reference"),
        second_person=details.get("second_person"),
        clause=state.ruling.clause,
        applies=applies_words(state.ruling.applies, asked.previous),
        at=_shown(asked.at),
    )


def _gap(ruling: Ruling, *, asked: Asked) -> list[Words]:
    return [part("gap", words=asked.book.gaps[ruling.gap], gap=ruling.gap)] if ruling.gap else []


def _superseded(state: State, *, asked: Asked) -> list[Words]:
    """Return what a fact learned late, or a retraction, has put out of force: a new decision, never an edit.

    On a day of very many facts only the last instants at which something was learned late are looked into: a ruling
    has to come at once, and the record holds every decision.
    """
    looks = FACTS_LOOKED_INTO // max(1, len(asked.day.facts))
    for when in _learned_late(state.item, asked=asked)[: max(1, looks)]:
        before = _as_known(when - timedelta(microseconds=1), when, state=state, asked=asked)
        after = _as_known(when, when, state=state, asked=asked)
        if (before.applies, before.clause) != (after.applies, after.clause):
            applies = applies_words(before.applies, asked.previous)
            return [part("superseded", when=_shown(when), applies=applies, clause=_clause(before))]
    return []


def _learned_late(item: str, *, asked: Asked) -> list[datetime]:
    """Return when something that bears on an item was learned late or taken back, the last time first."""
    learned = (
        fact.learned
        for fact in asked.day.facts
        if fact.learned <= asked.at
        and ((fact.learned > fact.at and bears_on(item, fact)) or fact.what == "fact.retracted")
    )
    return sorted(set(learned), reverse=True)


def _as_known(known: datetime, at: datetime, *, state: State, asked: Asked) -> Ruling:
    earlier = asked.moved(at).having(known_facts(asked.day.facts, known))
    return state_of(state.item, state.scope, asked=earlier).ruling


def _clause(ruling: Ruling) -> Words:
    return Words(ruling.clause, ruling.clause) if ruling.clause else part("no_clause")


def _with_total(state: State, *, asked: Asked) -> Words:
    """Return what will apply with its total in yen, where the amounts are known."""
    applies = applies_words(state.ruling.applies, asked.previous)
    rows = amounts_of(state.ruling, state.result, item=state.item, asked=asked)
    if not rows:
        return applies
    known = [row.amount for row in rows if row.amount is not None]
    if len(known) < len(rows):
        return part("unknown_total", applies=applies)
    return part("total", applies=applies, total=f"{sum(known):,}")
