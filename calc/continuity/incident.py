"""Incidents: what was declared, the class, and the procedure the continuity plan gives (BCP-2.1, BCP-3, BCP-4.6).

The product proposes a class by the clauses; a class that a person declares wins. The clauses are given as data, so
that this room knows none of them by name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

DAMAGE_CLASSES = ("local_damage", "wide_area_disaster")
TRUTHS = ("own_damage", "external_damage", "severe", "primary_centre_lost")


@dataclass(frozen=True, slots=True)
class Report:
    """One report of an incident: declared, reclassified or closed, with what it says; `names` is the incident's id."""

    kind: str
    at: datetime
    id: str | None = None
    names: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incident:
    """One open incident as last told; causes and results are many to many (BCP-2.1.a)."""

    at: datetime
    id: str | None
    causes: tuple[str, ...]
    results: tuple[str, ...]
    truths: frozenset[str]
    occurred_at: datetime
    declared_class: str | None = None


@dataclass(frozen=True, slots=True)
class Guidance:
    """One clause of the continuity plan as data: which words must be true, which must not, and what follows."""

    clause: str
    item: str
    known: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    then: Mapping[str, Any] = field(default_factory=dict)
    overrides: frozenset[str] = frozenset()

    def holds(self, truths: frozenset[str]) -> bool:
        """Return whether the clause governs."""
        return self.known <= truths and not self.unknown & truths


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut-off of the day, with the clause that bites then."""

    at: datetime
    clause: str


@dataclass(frozen=True, slots=True)
class Response:
    """What the continuity plan says of the incident shown; all empty where none is open.

    `incident_class` is the one that governs; `proposed` what the clauses come to, which a person may overrule.
    """

    incident: Incident | None = None
    incident_class: str | None = None
    proposed: str | None = None
    gap: str | None = None
    headquarters: bool = False
    follows: str | None = None
    poll_external: bool = False
    steps: tuple[str, ...] = ()
    points_to: tuple[str, ...] = ()
    recovery_target: datetime | None = None
    cutoffs_inside: tuple[Cut, ...] = ()


def open_incident(reports: Iterable[Report]) -> Incident | None:
    """Return the last declared incident that is still open, with everything told of it since."""
    found: list[Incident] = []
    for report in sorted(reports, key=lambda each: (each.at, _RANK[each.kind])):
        if report.kind == "declared":
            found.append(_declared(report))
            continue
        meant = next((each for each in reversed(found) if report.names in (None, each.id)), None)
        if meant is not None and report.kind == "closed":
            found.remove(meant)
        elif meant is not None:
            found[found.index(meant)] = _reclassified(meant, report.details)
    return found[-1] if found else None


_RANK = {"declared": 0, "reclassified": 1, "closed": 2}


def _declared(report: Report) -> Incident:
    blank = Incident(report.at, report.id, (), (), frozenset(), report.at)
    return _reclassified(blank, report.details)


def _reclassified(incident: Incident, details: Mapping[str, Any]) -> Incident:
    """Return the incident with what the details change; what they do not name stays."""
    told = {name for name in TRUTHS if details.get(name)}
    denied = {name for name in TRUTHS if details.get(name) is False}
    return replace(
        incident,
        causes=_several(details.get("cause", incident.causes)),
        results=_several(details.get("results", incident.results)),
        truths=(incident.truths | told) - denied,
        occurred_at=details.get("occurred_at", incident.occurred_at),
        declared_class=details.get("class", incident.declared_class),
    )


def _several(words: str | Sequence[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def response_to(
    incident: Incident | None,
    guidance: Sequence[Guidance],
    *,
    cuts: Sequence[Cut],
    hit: Mapping[str, Iterable[str]],
    touched: frozenset[str],
    gap: str,
) -> Response:
    """Return what the plan says of an incident.

    `cuts` are the day's cut-offs, `hit` says by which results and present facts each clause is hit, `touched` which
    facts are present, `gap` names the case that only others are hit and no procedure is given.
    """
    if incident is None:
        return Response()
    truths = incident.truths | frozenset(incident.causes)
    proposed, own_gap = _proposed(truths, guidance, gap=gap)
    chosen = incident.declared_class or proposed
    follows, headquarters, follow_gap = _procedure(chosen, truths, guidance=guidance, gap=gap)
    said = _said(chosen, truths, follows=follows, headquarters=headquarters)
    target = _target(incident, guidance)
    return Response(
        incident=incident,
        incident_class=chosen,
        proposed=proposed,
        gap=(own_gap if chosen is None else None) or follow_gap,
        headquarters=headquarters,
        follows=follows,
        poll_external=any(each.then["poll_external"] for each in _governing("polling", said, guidance)),
        steps=_steps(said, guidance),
        points_to=_pointed(hit, touched | frozenset(incident.results)),
        recovery_target=target,
        cutoffs_inside=tuple(cut for cut in cuts if target and incident.occurred_at <= cut.at <= target),
    )


def _governing(item: str, truths: frozenset[str], guidance: Sequence[Guidance]) -> list[Guidance]:
    """Return the clauses of an item that govern, without those another one beats."""
    held = [each for each in guidance if each.item == item and each.then and each.holds(truths)]
    beaten = {clause for each in held for clause in each.overrides}
    return [each for each in held if each.clause not in beaten]


def _proposed(truths: frozenset[str], guidance: Sequence[Guidance], *, gap: str) -> tuple[str | None, str | None]:
    """Return the class the clauses propose, or the gap: only others are hit, and it is no system failure."""
    only = _only("incident", truths, guidance)
    if only is not None:
        return str(only.then["class"]), None
    return None, gap if "external_damage" in truths else None


def _only(item: str, truths: frozenset[str], guidance: Sequence[Guidance]) -> Guidance | None:
    """Return the one clause of an item that governs; two unranked ones are a fault of the tables."""
    governing = _governing(item, truths, guidance)
    if len(governing) > 1:
        raise ValueError(f"{item}: {[each.clause for each in governing]}")
    return next(iter(governing), None)


def _procedure(
    chosen: str | None, truths: frozenset[str], *, guidance: Sequence[Guidance], gap: str
) -> tuple[str | None, bool, str | None]:
    """Return the procedure followed, whether the headquarters is set up, and the gap where none is given."""
    response = _governing("response", _said(chosen, truths), guidance)
    headquarters = any(each.then["headquarters"] for each in response)
    classes = [each for each in guidance if "class" in each.then]
    if any(each.then.get("follows_damage") for each in response):
        by_damage = [each for each in classes if "follows" in each.then]
        damage = _only("incident", truths, by_damage)
        follows = str(damage.then["follows"]) if damage else None
        return follows, headquarters, gap if follows is None and "external_damage" in truths else None
    own = (each.then.get("follows") for each in classes if each.then["class"] == chosen)
    return next(own, None), headquarters, None


def _said(
    chosen: str | None, truths: frozenset[str], *, follows: str | None = None, headquarters: bool = False
) -> frozenset[str]:
    """Return every word that is true by now: what was declared, and what the clauses before have made of it."""
    words = {f"class_{chosen}": chosen, "class_damage": chosen in DAMAGE_CLASSES, "headquarters": headquarters}
    found = {word for word, true in words.items() if true}
    return truths | found | ({"follows", follows} if follows else set())


def _steps(said: frozenset[str], guidance: Sequence[Guidance]) -> tuple[str, ...]:
    governing = sorted(_governing("steps", said, guidance), key=lambda each: not each.then.get("first", False))
    return tuple(str(each.then["step"]) for each in governing)


def _pointed(hit: Mapping[str, Iterable[str]], touched: frozenset[str]) -> tuple[str, ...]:
    return tuple(clause for clause, by in hit.items() if touched & frozenset(by))


def _target(incident: Incident, guidance: Sequence[Guidance]) -> datetime | None:
    """Return until when clearing is to be restored at the secondary centre (BCP-4.6): only once the primary is lost."""
    centre = [each for each in guidance if each.item == "centre"]
    if not any("switch" in each.then and each.holds(incident.truths) for each in centre):
        return None
    (minutes,) = (each.then["target_minutes"] for each in centre if "target_minutes" in each.then)
    return incident.occurred_at + timedelta(minutes=minutes)
