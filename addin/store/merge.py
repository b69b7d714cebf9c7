"""What two offices know together, and where they say two different things: pure, over entries.

A view is a set: contents by their keys, who stated each, and which entry follows which. Uniting sets is associative,
commutative and idempotent, so no order of merging matters and merging twice is once. Within one chain a later
statement takes the place of an earlier one; across chains only a decision of two persons does.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import NamedTuple

from addin.store.chain import SHORT, Entry, Json, canonical
from addin.store.facts import Body, Subject, facts
from addin.store.lines import body_of

FOREIGN, READ, MADE = "bundle.entry", "bundle.read", "bundle.made"
DECIDED, ASKED, GIVEN = "conflict.decided", "approval.asked", "approval.given"
_CHOICE = ("subject", "candidates", "chosen", "replaces")
_BOOKKEEPING = {FOREIGN, READ, MADE}  # how a record came to know, not what it knows


class Stated(NamedTuple):
    """Who stated a content: the record, the entry there, when and by whom."""

    record: str
    n: int
    at: str
    user: str
    hash: str


@dataclass(frozen=True, slots=True)
class Content:
    """One content and everybody who stated it."""

    key: str
    kind: str
    body: Body
    stated: frozenset[Stated]

    @property
    def at(self) -> str:
        """When it was stated first."""
        return min(each.at for each in self.stated)


@dataclass(frozen=True, slots=True)
class View:
    """Everything known: contents by key, and for each entry's hash the hash before it."""

    contents: Mapping[str, Content] = field(default_factory=dict)
    links: frozenset[tuple[str, str]] = frozenset()

    def ordered(self) -> list[Content]:
        """Return the contents by the instant they were first stated, then by key."""
        return sorted(self.contents.values(), key=lambda each: (each.at, each.key))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the values of a conflict, and who stated it."""

    value: Json
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more different values of one subject; `decided` is the candidate that two persons chose, if they have.

    `decisions` are the keys of the decisions in force: more than one when two offices decided differently.
    """

    subject: Subject
    candidates: tuple[Candidate, ...]
    decisions: tuple[str, ...] = ()
    decided: Candidate | None = None

    @property
    def name(self) -> str:
        """Twelve digits by which people call the conflict; other values make another conflict."""
        said = canonical({"subject": list(self.subject), "values": [each.value for each in self.candidates]})
        return hashlib.sha256(said.encode()).hexdigest()[:SHORT]


def view_of(entries: Iterable[Entry], record: str) -> View:
    """Return what one record knows: its own entries and those it read from bundles; entries oldest first."""
    contents: dict[str, Content] = {}
    links: set[tuple[str, str]] = set()
    for is_foreign, run in groupby(entries, key=lambda each: each.kind == FOREIGN):
        known = list(run)
        if is_foreign:
            links.add((known[0].previous, known[-1].hash))
        for source, entry in (_unwrapped(each) if is_foreign else (record, each) for each in known):
            links |= {(entry.previous, entry.hash), *bridges_in(entry.kind, entry.body)}
            if entry.kind not in _BOOKKEEPING:
                stated = frozenset({Stated(source, entry.n, entry.at, entry.user, entry.hash)})
                _put(contents, Content(entry.key, entry.kind, entry.body, stated))
    return View(contents, frozenset(links))


def merged(*views: View) -> View:
    """Return what several views know together."""
    contents: dict[str, Content] = {}
    for each in views:
        for content in each.contents.values():
            _put(contents, content)
    return View(contents, frozenset().union(*(each.links for each in views)))


def bridges(entries: Iterable[tuple[str, str, str]]) -> list[list[str]]:
    """Return, for (kind, previous, hash) in order, what joins a chain over each run of entries read from bundles.

    Those travel as themselves, so the chain of whoever merged them would have a gap for the next reader.
    """
    runs = (list(run) for is_foreign, run in groupby(entries, key=lambda each: each[0] == FOREIGN) if is_foreign)
    return [[run[0][1], run[-1][2]] for run in runs]


def bridges_in(kind: str, body: Body) -> Iterator[tuple[str, str]]:
    """Yield the joins that an entry tells of when it says that a bundle was read."""
    said = body.get("bridges") if kind == READ else None
    for each in said if isinstance(said, list) else []:
        if isinstance(each, list) and [type(name) for name in each] == [str, str]:
            yield each[0], each[1]


def conflicts(view: View) -> tuple[Conflict, ...]:
    """Return every subject of which different values stand, decided or not, by subject."""
    disputed = {subject: values for subject, values in sorted(_values(view).items()) if len(values) > 1}
    spans = _spans(view.links) if disputed else {}
    standing = ((subject, _standing(values, spans)) for subject, values in disputed.items())
    found = [Conflict(subject, candidates) for subject, candidates in standing if len(candidates) > 1]
    decisions = [each for each in view.ordered() if each.kind == DECIDED and is_by_two(view, each.body)]
    return tuple(_decided(each, decisions) for each in found)


def is_by_two(view: View, body: Body) -> bool:
    """Return whether a decision's approval is in the view: its choice asked for and given by two different persons.

    Nothing trusts the command that made an entry; the users are those that the system named for the entries.
    """
    said = {name: body.get(name) for name in _CHOICE}
    given = view.contents.get(str(body.get("approval")))
    if given is None or given.kind != GIVEN or given.body.get("content_hash") != choice_hash(said):
        return False
    asked = [each for each in view.contents.values() if each.kind == ASKED and _is_same_request(each.body, given.body)]
    return any(not _persons(one) & _persons(given) for one in asked)


def _is_same_request(asked: Body, given: Body) -> bool:
    return all(asked.get(name) == given.get(name) for name in ("content_hash", "name", "round"))


def _persons(content: Content) -> set[str]:
    """Return users and initials of those who stated a content."""
    return {f"user {each.user}" for each in content.stated} | {f"initials {content.body.get('initials')}"}


def choice(conflict: Conflict, chosen: Candidate) -> dict[str, Json]:
    """Return what two persons agree on when they decide a conflict; decisions in force before are replaced by it."""
    return {
        "subject": list(conflict.subject),
        "candidates": [each.value for each in conflict.candidates],
        "chosen": chosen.value,
        "replaces": sorted(conflict.decisions),
    }


def choice_hash(said: Mapping[str, Json]) -> str:
    """Return the SHA-256 of a choice: what an approval of it binds to."""
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _put(contents: dict[str, Content], content: Content) -> None:
    there = contents.get(content.key)
    stated = content.stated | there.stated if there else content.stated
    contents[content.key] = Content(content.key, content.kind, content.body, stated)


def _unwrapped(entry: Entry) -> tuple[str, Entry]:
    """Return the record and the entry that an entry read from a bundle stands for."""
    said = {name: entry.body[name] for name in ("n", "at", "user", "kind", "key", "previous", "hash")}
    return entry.body["record"], Entry(**said, body=body_of(entry.body["body"]) or {})


_Values = dict[str, tuple[Json, list[Stated]]]
_Span = tuple[int, int]


def _values(view: View) -> dict[Subject, _Values]:
    """Return, by subject and by the value's text, each value with those who stated it."""
    found: dict[Subject, _Values] = defaultdict(dict)
    for content in view.ordered():
        for subject, value in facts(content.kind, content.body):
            _, stated = found[subject].setdefault(canonical({"value": value}), (value, []))
            stated.extend(content.stated)
    return found


def _standing(values: _Values, spans: Mapping[str, _Span]) -> tuple[Candidate, ...]:
    """Return, by their text, the values that no later statement of the same chain has replaced."""
    every = [spans[each.hash] for _, stated in values.values() for each in stated]
    left = {
        text: Candidate(value, tuple(sorted(each for each in stated if not _is_replaced(spans[each.hash], every))))
        for text, (value, stated) in sorted(values.items())
    }
    return tuple(each for each in left.values() if each.stated)


def _is_replaced(span: _Span, others: Iterable[_Span]) -> bool:
    """Return whether one of the others is of an entry further on in the same chain."""
    return any(span[0] < first and last <= span[1] for first, last in others)


def _spans(links: Iterable[tuple[str, str]]) -> dict[str, _Span]:
    """Return, for each entry's hash, when a walk over all chains enters and leaves it: what comes after lies inside.

    Chains fork where a record was restored elsewhere and both went on, so numbers alone do not say what follows what.
    """
    after: dict[str, list[str]] = defaultdict(list)
    for before, own in links:
        after[before].append(own)
    begins = set(after).difference(*after.values())
    entered, spans, clock = dict[str, int](), dict[str, _Span](), 0
    waiting = [(each, False) for each in begins]
    while waiting:
        each, is_left = waiting.pop()
        clock += 1
        if is_left:
            spans[each] = (entered[each], clock)
        elif each not in entered:
            entered[each] = clock
            waiting.append((each, True))
            waiting.extend((following, False) for following in after[each])
    return spans


def _decided(conflict: Conflict, decisions: Iterable[Content]) -> Conflict:
    """Return the conflict with the decisions that cover all its values; two that choose differently decide nothing."""
    values = {canonical({"value": each.value}): each for each in conflict.candidates}
    covering = {each.key: each.body for each in decisions if _covers(each.body, conflict.subject, set(values))}
    replaced = {key for body in covering.values() for key in body["replaces"]}
    in_force = {key: canonical({"value": body["chosen"]}) for key, body in covering.items() if key not in replaced}
    chosen = set(in_force.values())
    decided = values.get(chosen.pop()) if len(chosen) == 1 else None
    return replace(conflict, decisions=tuple(sorted(in_force)), decided=decided)


def _covers(body: Body, subject: Subject, values: set[str]) -> bool:
    """Return whether a decision is of this subject and knew all these values; one of another shape decides nothing."""
    fields = {name: type(body.get(name)) for name in ("subject", "candidates", "replaces")}
    if set(fields.values()) != {list} or body["subject"] != list(subject):
        return False
    return values <= {canonical({"value": each}) for each in body["candidates"]}
