"""The rulings of a drill: each time that something else applied, whether the desk recorded it, rightly and in time."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from addin.app.plan_record import KIND
from addin.drills.marks import Grade, Mark, graded, in_plan_order
from addin.drills.marks import Kind as About
from addin.drills.script import Script
from addin.drills.truth import true_instant
from addin.drills.walk import Look
from addin.store.chain import Entry
from calc.plan.clauses import book
from calc.plan.explain import applies_words
from calc.plan.latch import DECIDED
from calc.plan.page import filled
from calc.plan.report import item_json
from calc.plan.types import ITEMS, Item, Ruling
from calc.text.wording import Words

SHORTEST = timedelta(minutes=1)  # what applied for less than this is nobody's to record

Decided = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """From when until when something applied to an item, and what applied before it."""

    item: Item
    before: Item
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One decision as the desk recorded it, and the true instant at which it did."""

    at: datetime
    ruling: Decided


def decision_marks(script: Script, looks: Sequence[Look], entries: Sequence[Entry]) -> Iterator[Mark]:
    """Yield a mark for each turn of a ruling: the decision in force in the record must say the same by the grace."""
    grace = timedelta(minutes=script.day.settings.notice_grace_minutes)
    previous = looks[0].plan.previous_business_date
    for item in ITEMS:
        said = _said(script, item, entries)
        for turn in turns(item, looks):
            due = turn.begins + grace
            if due <= looks[-1].at:
                yield _mark(turn, said, due=due, words=_words(turn.item, previous))


def turns(item: str, looks: Sequence[Look]) -> list[Turn]:
    """Return each time that something else came to apply to an item, as it was by what could be known then."""
    seen = [(each.at, each.plan.items[item]) for each in looks]
    begun = [seen[0], *(after for before, after in pairwise(seen) if decided(before[1]) != decided(after[1]))]
    ends = [*(at for at, _ in begun[1:]), looks[-1].at]
    made = [
        Turn(now, before, at, until) for ((_, before), (at, now)), until in zip(pairwise(begun), ends[1:], strict=True)
    ]
    return [each for each in made if each.ends - each.begins >= SHORTEST]


def decided(item: Item) -> Decided:
    """Return what a ruling decides, in the shape in which the record holds it."""
    ruling: Decided = json.loads(json.dumps(item_json(item)))
    return _decided(ruling)


def _decided(ruling: Decided) -> Decided:
    return {name: ruling[name] for name in DECIDED if name in ruling}


def _said(script: Script, item: str, entries: Sequence[Entry]) -> list[Said]:
    day = script.business_date.isoformat()
    own = [each for each in entries if each.kind == KIND and each.body["business_date"] == day]
    of_item = [each for each in own if each.body["item"] == item]
    return [Said(true_instant(script, each), _decided(each.body["ruling"])) for each in of_item]


def _mark(turn: Turn, said: Sequence[Said], *, due: datetime, words: Words) -> Mark:
    in_force = [each for each in said if each.at < turn.begins][-1:]
    later = [each for each in said if turn.begins <= each.at < turn.ends]
    right = next((each for each in (*in_force, *later) if each.ruling == decided(turn.item)), None)
    trace = turn.item.trace
    if right is None and later:
        told = f"{later[-1].ruling['applies']} {later[-1].ruling['clause']}"
        trace = Words(f"記録は {told}。{trace.ja}", f"Recorded: {told}. {trace.en}")
        return Mark(About.DECISION, rests_on(turn), words, turn.begins, due, later[-1].at, Grade.WRONG, trace)
    done = None if right is None else max(right.at, turn.begins)
    return Mark(About.DECISION, rests_on(turn), words, turn.begins, due, done, graded(done, due), trace)


def rests_on(turn: Turn) -> tuple[str, ...]:
    """Return the clauses of a ruling: the one cited, the principle behind it, and what says which amounts it is of.

    Where the plan leaves a gap, those that leave it; where nothing special applies any more, those of what ended.
    """
    clauses, item = book().clauses, turn.item
    cited = {item.clause} if item.clause else {each.id for each in clauses.values() if _leaves(each.gaps, item)}
    cited |= {each.clause for each in item.exceptions.values() if each.clause}
    if not cited and turn.before.clause:
        cited = {turn.before.clause}
    principles = {str(clauses[each].then["principle"]) for each in cited if "principle" in clauses[each].then}
    measures = {row.measure for row in item.amounts}
    counted = {each.id for each in clauses.values() if measures and measures <= set(each.then.get("measures", ()))}
    return in_plan_order(cited | principles | counted)


def _leaves(gaps: Sequence[str], item: Item) -> bool:
    return item.gap is not None and item.gap in gaps


def _words(item: Item, previous: date) -> Words:
    """Return what applies to an item, then to whom something else does."""
    told = [(filled("item", item.name), item.ruling)]
    told += [(Words(scope, scope), ruling) for scope, ruling in item.exceptions.items()]
    said = [(name, applies_words(ruling.applies, previous), _cited(ruling)) for name, ruling in told]
    ja = "、".join(f"{name.ja}: {applies.ja} {cited}".rstrip() for name, applies, cited in said)
    return Words(ja, ", ".join(f"{name.en}: {applies.en} {cited}".rstrip() for name, applies, cited in said))


def _cited(ruling: Ruling) -> str:
    return " ".join(each for each in (ruling.clause, ruling.gap) if each)
