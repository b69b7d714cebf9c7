"""The complete enumeration of incidents: every kind of cause, damage, severity and declared class."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import product

from calc.continuity.incident import TRUTHS, Guidance, Incident, Response, response_to

SOMETIME = datetime(2026, 11, 20, tzinfo=UTC)
CAUSES = ("earthquake", "system_failure")
CLASSES = (None, "local_damage", "wide_area_disaster", "system_failure")


def responses(guidance: Sequence[Guidance], *, gap: str) -> Iterator[tuple[Incident, Response]]:
    """Yield every state of an incident with what the plan says of it."""
    answers = list(product((False, True), repeat=len(TRUTHS)))
    for cause, declared, told in product(CAUSES, CLASSES, answers):
        truths = frozenset(name for name, true in zip(TRUTHS, told, strict=True) if true)
        incident = Incident(SOMETIME, None, (cause,), (), truths, SOMETIME, declared)
        yield incident, response_to(incident, guidance, cuts=(), hit={}, touched=frozenset(), gap=gap)


def incident_lines(guidance: Sequence[Guidance], *, gap: str) -> Iterator[str]:
    """Yield the enumeration as text, a line for each state."""
    yield "## incident"
    for incident, response in responses(guidance, gap=gap):
        declared = [f"class={incident.declared_class}"] if incident.declared_class else []
        state = ", ".join([*incident.causes, *sorted(incident.truths), *declared])
        yield f"{state} | {said(response)}"


def said(response: Response) -> str:
    """Return a response as one line of words."""
    words = [
        response.incident_class or "no class",
        response.gap,
        "headquarters" if response.headquarters else None,
        f"follows {response.follows}" if response.follows else None,
        "poll" if response.poll_external else None,
        " > ".join(response.steps),
        "target" if response.recovery_target else None,
    ]
    return " · ".join(word for word in words if word)
