"""The short charge, and the credit-event and single-name parts: what one defaulting name would cost.

Source: JSCC CDS margin page (net position per reference entity; the largest net sold times a ratio; one name only).
The ratio is not published: a setting. Indices are looked through by weights of the original notional.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from calc.outcome import Finding, finding
from calc.types import Instrument, InstrumentKind, Position

WEIGHT_TOLERANCE = 1e-9

Constituents = Mapping[str, Mapping[str, float]]


class EventKind(StrEnum):
    """A credit event, or one by restructuring, which has a margin part of its own."""

    CREDIT_EVENT = "credit_event"
    RESTRUCTURING = "restructuring"


@dataclass(frozen=True, slots=True)
class CreditEvent:
    """A reference entity whose protection sold carries an extra ratio between two dates (both included)."""

    entity: str
    kind: EventKind
    ratio: float
    first: date
    last: date


def net_by_entity(
    positions: Iterable[Position], instruments: Mapping[str, Instrument], constituents: Constituents
) -> dict[str, float]:
    """Return the net notional of each reference entity in yen, protection bought positive.

    An index without constituents (or with look-through off: pass none) is one entity at notional times factor.
    """
    parts: dict[str, list[float]] = defaultdict(list)
    for position in positions:
        instrument = instruments[position.instrument]
        weights = constituents.get(instrument.code) or {instrument.entity: instrument.index_factor}
        for entity, weight in weights.items():
            parts[entity].append(position.notional * weight)
    return {entity: math.fsum(amounts) for entity, amounts in parts.items()}


def short_charge(nets: Mapping[str, float], ratio: float) -> tuple[str, float]:
    """Return the entity most sold net (empty when none is) and the charge in yen."""
    entity, net = min(sorted(nets.items()), key=lambda item: item[1], default=("", 0.0))
    return (entity, -net * ratio) if net < 0.0 else ("", 0.0)


def event_charge(nets: Mapping[str, float], events: Iterable[CreditEvent], *, kind: EventKind, day: date) -> float:
    """Return what the net sold positions in entities with an event in force cost, in yen."""
    active = [event for event in events if event.kind is kind and event.first <= day <= event.last]
    return math.fsum(max(0.0, -nets.get(event.entity, 0.0)) * event.ratio for event in active)


def event_findings(
    events: Iterable[CreditEvent], instruments: Iterable[Instrument], constituents: Constituents
) -> tuple[Finding, ...]:
    """Return which events name an entity that nothing refers to, so that they charge nobody: perhaps a slip."""
    known = {instrument.entity for instrument in instruments}.union(*constituents.values())
    strangers = dict.fromkeys(event.entity for event in events if event.entity not in known)
    return tuple(finding("event_entity_unknown", entity=entity) for entity in strangers)


def constituent_findings(instruments: Iterable[Instrument], constituents: Constituents) -> tuple[Finding, ...]:
    """Return which indices cannot be looked through, or whose weights do not sum to their factor."""
    found = []
    for instrument in instruments:
        if instrument.kind is not InstrumentKind.INDEX:
            continue
        weights = constituents.get(instrument.code)
        total = math.fsum((weights or {}).values())
        if not weights:
            found.append(finding("constituents_missing", index=instrument.code))
        elif abs(total - instrument.index_factor) > WEIGHT_TOLERANCE:
            found.append(
                finding("constituents_weight", index=instrument.code, total=total, factor=instrument.index_factor)
            )
    return tuple(found)
