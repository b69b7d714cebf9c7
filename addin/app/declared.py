"""What people declare, in the record once: said again, by whoever, it is found and not repeated.

Where a content has a name (the cell of a grid, the item of a list) the newest said of it counts: going back to what was
said before is said anew, and its entry names the one that it supersedes.
"""

from collections.abc import Iterable, Mapping, Sequence

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell
from addin.store.chain import Entry, Json, canonical
from addin.store.journal import Journal

Item = tuple[str, Mapping[str, Json]]  # kind and content, without who says it

NAMED_BY = {
    "checklist.ticked": ("business_date", "item"),
    "contact.told": ("business_date", "participant", "role", "means"),
}
SUPERSEDES = "supersedes"
_WHO = ("user", "initials", SUPERSEDES)


def recorded_once(journal: Journal, items: Sequence[Item], *, person: Person, tell: Tell = None) -> tuple[Entry, ...]:
    """Return the entry of each content, in order; those that do not stand yet are recorded together or not all.

    A content that another person recorded before is that entry. Raises RefusedError as `Journal.append_all` does.
    """
    held = _held(journal, {kind for kind, _ in items})
    found = {_key(item): before for item in items if (before := _standing(item, held)) is not None}
    new = {_key(item): item for item in items if _key(item) not in found}
    bodies = [(item[0], {**item[1], **_before(item, held), **person.body()}) for item in new.values()]
    made = journal.append_all(bodies, on_recorded=tell) if bodies else ()
    found.update(zip(new, made, strict=True))
    return tuple(found[_key(item)] for item in items)


def mark(entry: Entry) -> str:
    """Return how a row shows that its content is in the record."""
    return f"○ 記録済 recorded #{entry.n}"


def _held(journal: Journal, kinds: Iterable[str]) -> dict[str, Entry]:
    """Return the newest entry of each name of these kinds, of a content without a name its first."""
    held = dict[str, Entry]()
    for kind in kinds:
        for entry in journal.entries(kind):
            name = _name((kind, _content(entry)))
            if kind in NAMED_BY or name not in held:
                held[name] = entry
    return held


def _standing(item: Item, held: Mapping[str, Entry]) -> Entry | None:
    """Return the entry that says what is said now, None where none does or a newer one says otherwise."""
    before = held.get(_name(item))
    return before if before is not None and _key((before.kind, _content(before))) == _key(item) else None


def _before(item: Item, held: Mapping[str, Entry]) -> dict[str, Json]:
    before = held.get(_name(item))
    return {} if before is None else {SUPERSEDES: before.key}


def _content(entry: Entry) -> dict[str, Json]:
    return {name: value for name, value in entry.body.items() if name not in _WHO}


def _name(item: Item) -> str:
    """Return what names a content: some of its fields, or all of it."""
    kind, content = item
    return _key((kind, {name: content.get(name) for name in NAMED_BY.get(kind, content)}))


def _key(item: Item) -> str:
    return f"{item[0]} {canonical(item[1])}"
