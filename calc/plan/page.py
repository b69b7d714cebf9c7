"""A plan as a page of lines in both languages: next cut-off first, the rulings with their reasons, every duty."""

from collections.abc import Iterator
from typing import Any

from calc.days.cutoff import hours_of
from calc.plan.clauses import PACKAGE
from calc.plan.explain import applies_words
from calc.plan.types import CLEARING_HOUSE, Item, Plan, Row, Ruling
from calc.tables import packaged
from calc.text.wording import Words

CLOCK_TIME = "%H:%M:%S"
NOTHING = Words("", "")


def page_of(plan: Plan) -> tuple[Words, ...]:
    """Return the page, a line each: nothing that is due or was missed is left out."""
    rulings = [line for item in plan.items.values() for line in _item(item, plan)]
    return (_next(plan), *rulings, *duties_of_plan(plan))


def duties_of_plan(plan: Plan) -> tuple[Words, ...]:
    """Return every duty of both sides, a line each, those that were missed last."""
    duties = [_duty("duty", row) for row in plan.due] or [filled("line", "nothing_due")]
    return (*duties, *(_duty("missed", row) for row in plan.missed))


def filled(section: str, name: str, **values: object) -> Words:
    """Return a label with its blanks filled; a value that is itself Words speaks each language."""
    table: dict[str, Any] = packaged(PACKAGE, "words.toml")[section][name]
    ja = {key: value.ja if isinstance(value, Words) else value for key, value in values.items()}
    en = {key: value.en if isinstance(value, Words) else value for key, value in values.items()}
    return Words(table["ja"].format(**ja), table["en"].format(**en))


def _next(plan: Plan) -> Words:
    if plan.next_cutoff is None:
        return filled("line", "no_next")
    left, when = plan.next_cutoff.at - plan.at, plan.next_cutoff.at.strftime(CLOCK_TIME)
    return filled("line", "next", when=when, left=hours_of(left), clause=plan.next_cutoff.clause)


def _item(item: Item, plan: Plan) -> Iterator[Words]:
    applies = applies_words(item.applies, plan.previous_business_date)
    yield filled("line", "head", item=filled("item", item.name), applies=applies, state=_state(item))
    yield Words(f"  {item.trace.ja}", f"  {item.trace.en}")
    if item.if_nothing:
        yield Words(f"  {item.if_nothing.words.ja}", f"  {item.if_nothing.words.en}")
    for scope, ruling in item.exceptions.items():
        yield _exception(scope, ruling, plan)


def _state(item: Item) -> Words:
    if not item.confirmed:
        return filled("line", "unconfirmed")
    return filled("line", "final") if item.final else NOTHING


def _exception(scope: str, ruling: Ruling, plan: Plan) -> Words:
    applies = applies_words(ruling.applies, plan.previous_business_date)
    return filled("line", "exception", scope=scope, applies=applies, why=_why(ruling))


def _why(ruling: Ruling) -> str:
    """Return the clause and the gap a ruling stands on, nothing where it is normal business."""
    named = " ".join(word for word in (ruling.clause, ruling.gap) if word)
    return f" [{named}]" if named else ""


def _duty(name: str, row: Row) -> Words:
    side = CLEARING_HOUSE if row.by_whom == CLEARING_HOUSE else "participant"
    return _tidy(
        filled(
            "line",
            name,
            mode=filled("mode", row.mode),
            when=row.opens.strftime(CLOCK_TIME),
            clause=row.clause,
            what=filled("what", row.what),
            channel=filled("channel", row.channel) if row.channel else NOTHING,
            participant=row.participant or "",
            by=filled("by", side),
            gap=f" {row.gap}" if row.gap else "",
        )
    )


def _tidy(words: Words) -> Words:
    return Words(" ".join(words.ja.split()), " ".join(words.en.split()))
