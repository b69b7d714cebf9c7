"""One decision after another: what the recorded rulings of a day and the present one come to together.

A decision stands until another takes its place; the new one names it by its key and says what has changed. Asked about
an instant before the newest decision, the answer is a look back: nothing of it is recorded, and nothing is undone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from calc.days.business_day import Calendar
from calc.days.cutoff import iso
from calc.plan.asked import Asked, known_facts, question
from calc.plan.explain import CLOCK_TIME, applies_words, part
from calc.plan.report import item_json
from calc.plan.states import bears_on, state_of
from calc.plan.types import Day, Fact, Item, Plan, Ruling
from calc.text.wording import Words

Json = dict[str, Any]
DECIDED = ("applies", "clause", "gap", "provisional", "standing", "floor", "amounts", "exceptions")
MOST_TOLD = 3
CUT_OFF, KNOWN, RETRACTED, REMOVED, INPUTS = "cut_off", "known", "retracted", "removed", "inputs"
CLOCK_FROM, CLOCK_TO = 11, 19  # the time of day within an instant as `iso` writes it


@dataclass(frozen=True, slots=True)
class Decision:
    """One recorded decision on an item: its key in the record, its instant and its content."""

    key: str
    at: datetime
    body: Mapping[str, Any]


class Standing(Enum):
    """What the present ruling is beside the recorded ones."""

    FIRST = "first"
    STANDS = "stands"
    SUPERSEDES = "supersedes"
    LOOK_BACK = "look_back"


@dataclass(frozen=True, slots=True)
class Latched:
    """One item's ruling beside the record: what to record (None: nothing), and what to tell of it.

    `late` says that it was not the course of the day that changed the ruling, but something learned about earlier.
    """

    item: str
    standing: Standing
    body: Json | None = None
    words: Words | None = None
    late: bool = False


def latched(
    plan: Plan, day: Day, *, earlier: Iterable[Decision], calendar: Calendar, versions: Mapping[str, str]
) -> tuple[Latched, ...]:
    """Return each item's ruling beside the earlier decisions of the day, given in the order of the record.

    A body to record holds the ruling, the facts it rests on, the key of the decision it supersedes, and what changed.
    """
    asked = question(day, plan.at, calendar=calendar)
    recorded = [each for each in earlier if each.body["business_date"] == plan.business_date.isoformat()]
    found = []
    for item in plan.items.values():
        before = in_force(each for each in recorded if each.body["item"] == item.name)
        body = {**_body(item, asked=asked), "versions": dict(versions)}
        found.append(_beside(before, item, body=body, asked=asked))
    return tuple(found)


def in_force(decisions: Iterable[Decision]) -> Decision | None:
    """Return the decision that no other has superseded; of several, that of the latest instant, the last recorded.

    Several stand side by side where two records were joined.
    """
    found = list(decisions)
    superseded = {each.body["supersedes"] for each in found}
    standing = [each for each in found if each.key not in superseded]
    return max(enumerate(standing), key=lambda each: (each[1].at, each[0]), default=(0, None))[1]


def _beside(before: Decision | None, item: Item, *, body: Json, asked: Asked) -> Latched:
    if before is None:
        return Latched(item.name, Standing.FIRST, body)
    if before.at > asked.at:
        words = part("look_back", when=_clock(before.at), **_of(before, asked=asked))
        return Latched(item.name, Standing.LOOK_BACK, words=words)
    if _decided(before.body["ruling"]) == _decided(body["ruling"]):
        return Latched(item.name, Standing.STANDS)
    because = _because(before, item, body=body, asked=asked)
    now = {"now": applies_words(item.applies, asked.previous), "now_clause": _cited(item.clause, item.gap)}
    words = part("supersedes", when=_clock(before.at), why=_why(because), **_of(before, asked=asked), **now)
    late = any(each["change"] != CUT_OFF and each.get("at", "") <= iso(before.at) for each in because)
    return Latched(item.name, Standing.SUPERSEDES, {**body, "supersedes": before.key, "because": because}, words, late)


def _body(item: Item, *, asked: Asked) -> Json:
    facts = sorted((_told(fact) for fact in asked.facts if bears_on(item.name, fact)), key=repr)
    day = asked.day.business_date.isoformat()
    return {"business_date": day, "at": iso(asked.at), "item": item.name, "ruling": item_json(item), "facts": facts,
            "supersedes": None, "because": []}  # fmt: skip


def _decided(ruling: Mapping[str, Any]) -> Json:
    """Return what a ruling decides, without what the clock moves on by itself: its sentence, what comes next."""
    return {name: ruling[name] for name in DECIDED if name in ruling}


def _told(fact: Fact) -> Json:
    named = {} if fact.id is None else {"id": fact.id}
    return {"what": fact.what, "at": iso(fact.at), "known_at": iso(fact.learned), **named, **fact.details}


def _because(before: Decision, item: Item, *, body: Json, asked: Asked) -> list[Json]:
    """Return what has changed since a decision: the clock alone, facts that are gone, facts that are new, or the rest.

    `at` is the changed fact's own time, `known_at` when it, or its retraction, became known.
    """
    held = before.body["facts"]
    if held is None:
        return [{"change": INPUTS}]
    passed = [cut for cut, _ in asked.book.cutoffs(item.name) if before.at <= asked.clock.instant(cut) < asked.at]
    if passed and _same(_as_held(item, held, asked=asked), item.ruling):
        return [{"change": CUT_OFF, "at": iso(asked.clock.instant(passed[-1]))}]
    gone = [_gone(fact, asked=asked) for fact in held if fact not in body["facts"]]
    new = [{"change": KNOWN, **_named(fact)} for fact in body["facts"] if fact not in held]
    return [*gone, *sorted(new, key=lambda each: each["at"])] or [{"change": INPUTS}]


def _same(one: Ruling, other: Ruling) -> bool:
    return (one.applies, one.clause, one.gap) == (other.applies, other.clause, other.gap)


def _as_held(item: Item, held: Sequence[Json], *, asked: Asked) -> Ruling:
    """Return what the clock alone would have made of the facts that the decision rests on."""
    facts = [fact for fact in asked.day.facts if _told(fact) in held]
    return state_of(item.name, None, asked=asked.having(facts)).ruling


def _named(fact: Mapping[str, Any]) -> Json:
    return {name: fact[name] for name in ("what", "at", "known_at")}


def _gone(fact: Mapping[str, Any], *, asked: Asked) -> Json:
    retracted = [
        each.learned
        for each in known_facts(asked.day.facts, asked.at)
        if each.what == "fact.retracted" and each.details["id"] == fact.get("id")
    ]
    told = _named(fact)
    return {"change": RETRACTED, **told, "known_at": iso(retracted[0])} if retracted else {"change": REMOVED, **told}


def _why(because: Sequence[Json]) -> Words:
    told = [_reason(each) for each in because[:MOST_TOLD]]
    more = len(because) - len(told)
    told += [part("more", n=more)] if more else []
    return Words("、".join(words.ja for words in told), ", ".join(words.en for words in told))


def _reason(each: Json) -> Words:
    clock = {name: each[name][CLOCK_FROM:CLOCK_TO] for name in ("at", "known_at") if name in each}
    return part(each["change"], what=each.get("what", ""), **clock)


def _of(before: Decision, *, asked: Asked) -> dict[str, object]:
    ruling = before.body["ruling"]
    return {
        "applies": applies_words(ruling["applies"], asked.previous),
        "clause": _cited(ruling["clause"], ruling["gap"]),
    }


def _cited(clause: str | None, gap: str | None) -> Words:
    named = " ".join(word for word in (clause, gap) if word)
    return Words(named, named) if named else part("no_clause")


def _clock(moment: datetime) -> str:
    return moment.strftime(CLOCK_TIME)
