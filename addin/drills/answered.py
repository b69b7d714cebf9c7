"""What a script itself calls for: entries that answer an event, and standing duties that were to be seen to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from addin.app.continuity_record import Kept
from addin.drills.marks import Kind, Mark, graded
from addin.drills.script import Answer, Script
from addin.drills.truth import true_instant
from addin.store.chain import Entry
from calc.plan.clauses import book

WITHIN = ("said", "details")  # the parts of an entry's body whose names count as its own


def answer_marks(script: Script, entries: Sequence[Entry]) -> Iterator[Mark]:
    """Yield a mark for each entry that an event calls for."""
    for event in script.events:
        for answer in event.answers:
            done = _first(script, entries, answer, since=event.told)
            yield Mark(Kind.STEP, answer.clauses, answer.words, event.told, answer.by, done, graded(done, answer.by))


def review_marks(script: Script, entries: Sequence[Entry]) -> Iterator[Mark]:
    """Yield a mark for each standing duty that was to be seen to: an entry of its register that names the clause."""
    registers = book().values("register")
    for clause in script.reviews:
        held = (each for each in entries if each.kind == Kept.DRILL and clause in each.body["said"]["clauses"])
        done = next((true_instant(script, each) for each in held
                     if each.body["said"]["register"] == registers[clause]), None)  # fmt: skip
        words = book().clauses[clause].words
        yield Mark(Kind.STEP, (clause,), words, script.begins, script.ends, done, graded(done, script.ends))


def matches(entry: Entry, record: Mapping[str, Any]) -> bool:
    """Return whether an entry says what is asked for: its kind, and every name with its value."""
    body = {**entry.body}
    for part in WITHIN:
        body |= body.pop(part, None) or {}
    wanted = {name: value for name, value in record.items() if name != "kind"}
    return entry.kind == record["kind"] and all(body.get(name) == value for name, value in wanted.items())


def _first(script: Script, entries: Sequence[Entry], answer: Answer, *, since: datetime) -> datetime | None:
    found = ((true_instant(script, each), each) for each in entries)
    return next((at for at, each in found if at >= since and matches(each, answer.record)), None)
