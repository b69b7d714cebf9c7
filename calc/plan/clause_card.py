"""A clause as a card that a person acts by without any computer: trigger, times, action, fallback, in short words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from calc.plan.board import said, then_words, window_words
from calc.plan.clauses import PACKAGE, PLANS, Book, Clause, Duty, book
from calc.plan.page import filled
from calc.plan.predicates import When
from calc.tables import packaged
from calc.text.wording import Words

JOINED = {"ja": "、", "en": "; "}
ASKED = ("routes", "switch", "headquarters", "poll_external", "target_minutes")  # what `then` asks of somebody


@dataclass(frozen=True, slots=True)
class Card:
    """One clause on half a sheet; `open_points` are the gaps that it leaves, each with its number."""

    clause: Clause
    who: Words
    strength: Words
    times: Words
    trigger: Words
    action: Words
    fallback: Words
    open_points: tuple[tuple[str, Words], ...]


def cards(rules: Book | None = None, *, told: Mapping[str, Words] | None = None) -> tuple[Card, ...]:
    """Return a card for every clause of both plans, in plan order.

    `told` says by clause what it asks beside its duties: a register to keep, a step of the continuity plan.
    """
    rules = rules or book()
    return tuple(_card(clause, rules, (told or {}).get(clause.id)) for clause in rules.clauses.values())


def _card(clause: Clause, rules: Book, told: Words | None) -> Card:
    return Card(
        clause,
        who=word("side", clause.side),
        strength=word("strength", clause.strength),
        times=_or(window_words(clause), "no_time"),
        trigger=trigger_words(clause),
        action=_action(clause, told),
        fallback=_or(joined(_fallback(clause)), "none"),
        open_points=tuple((gap, rules.gaps[gap]) for gap in clause.gaps),
    )


def word(section: str, name: str, **values: object) -> Words:
    """Return one of the cards' own words; a value that is itself Words speaks each language."""
    table: dict[str, Any] = packaged(PACKAGE, "card.toml")[section][name]
    return Words(*(table[lang].format(**{key: _in(lang, value) for key, value in values.items()})
                   for lang in ("ja", "en")))  # fmt: skip


def trigger_words(clause: Clause) -> Words:
    """Return when a clause counts: what its item is about, and each condition of its own behind it.

    The conditions of the continuity plan say what it is about themselves.
    """
    own = tuple(_conditions(clause.when))
    return joined(own if own and clause.plan == PLANS["BCP"] else (word("item", clause.item), *own))


def joined(parts: Iterator[Words] | tuple[Words, ...]) -> Words:
    """Return words one behind the other in each language."""
    listed = tuple(parts)
    return Words(*(JOINED[lang].join(_in(lang, each) for each in listed) for lang in ("ja", "en")))


def _conditions(when: When) -> Iterator[Words]:
    for predicate, said_of in when.items():
        if isinstance(said_of, time):
            yield word("predicate", predicate, cut=f"{said_of:%H:%M}")
        elif isinstance(said_of, Mapping):
            for name, cut in said_of.items():
                yield word("predicate", predicate, moment=word("moment", name), cut=f"{cut:%H:%M}")
        else:
            for name in said_of:
                yield word("predicate", predicate, moment=word("moment", name))


def _action(clause: Clause, told: Words | None) -> Words:
    """Return what is to be done: the duties, what else the clause asks, else that it asks nothing by itself."""
    parts = dict.fromkeys([*map(_duty, clause.duties), *_asked(clause), *(() if told is None else (told,))])
    if parts:
        return joined(tuple(parts))
    if not clause.nothing:
        return word("line", "as_worded")
    nothing = word("line", "nothing")
    return Words(nothing.ja, f"{nothing.en} ({clause.nothing})")


def _duty(duty: Duty) -> Words:
    """Return who is to do what, by which means, and until when where the plan names a time."""
    who, what = word("side", duty.by_whom), filled("what", duty.what)
    means = filled("channel", duty.channel) if duty.channel else what
    by = said("window", "by", time=f"{duty.by:%H:%M}") if isinstance(duty.by, time) else Words("", "")
    ja = what.ja if means == what else f"{what.ja}（{means.ja}）"
    en = what.en if means == what else f"{what.en} ({means.en})"
    return Words(f"{who.ja}: {ja} {by.ja}".rstrip(), f"{who.en}: {en} {by.en}".rstrip())


def _asked(clause: Clause) -> Iterator[Words]:
    """Yield what a clause asks beside its duties: ways to go, a switch, whom to call."""
    for name in ASKED:
        if name in clause.then:
            yield then_words(name, clause.then[name])
    if "contact" in clause.then:
        yield word("line", "contact", contact="  ".join(map(str, clause.then["contact"].values())))


def _fallback(clause: Clause) -> Iterator[Words]:
    """Yield what applies by the clause, what holds until then, and whether it may be departed from."""
    if "applies" in clause.then:
        yield word("line", "applies", value=word("applies", clause.then["applies"]))
    for table in (clause.then, clause.wait):
        if "provisional" in table:
            yield word("line", "provisional", value=word("applies", table["provisional"]))
    for name in ("floor", "fallback"):
        if name in clause.then:
            yield word("line", name)
    if clause.override:
        yield word("line", "override")


def _or(words: Words, otherwise: str) -> Words:
    return words if words.ja else word("line", otherwise)


def _in(lang: str, value: object) -> str:
    return str(getattr(value, lang)) if isinstance(value, Words) else str(value)
