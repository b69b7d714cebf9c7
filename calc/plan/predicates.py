"""The closed vocabulary of `when`: nine small predicates over moments and the clock; none knows a clause.

A moment is a name with the instants at which it came about, earliest first; none means that it has not.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from calc.plan.clock import Clock

Moments = Mapping[str, tuple[datetime, ...]]
When = Mapping[str, Any]


def known(moments: Moments, clock: Clock, names: list[str]) -> bool:  # noqa: ARG001 - one shape for all
    """Return whether each of the moments has come about."""
    return all(moments.get(name) for name in names)


def unknown(moments: Moments, clock: Clock, names: list[str]) -> bool:  # noqa: ARG001 - one shape for all
    """Return whether none of the moments has come about."""
    return not any(moments.get(name) for name in names)


def in_time(moments: Moments, clock: Clock, cuts: Mapping[str, time]) -> bool:
    """Return whether each moment came about by its cut-off."""
    return all(any(clock.in_time(each, cut) for each in moments.get(name, ())) for name, cut in cuts.items())


def late(moments: Moments, clock: Clock, cuts: Mapping[str, time]) -> bool:
    """Return whether each moment came about, but only after its cut-off."""
    return known(moments, clock, list(cuts)) and not any(
        clock.in_time(moments[name][0], cut) for name, cut in cuts.items()
    )


def any_late(moments: Moments, clock: Clock, cuts: Mapping[str, time]) -> bool:
    """Return whether each moment came about again, or at all, after its cut-off."""
    return all(any(not clock.in_time(each, cut) for each in moments.get(name, ())) for name, cut in cuts.items())


def between(moments: Moments, clock: Clock, spans: Mapping[str, list[time]]) -> bool:
    """Return whether each moment came about after the first cut-off and by the second."""
    return all(
        any(not clock.in_time(each, first) and clock.in_time(each, second) for each in moments.get(name, ()))
        for name, (first, second) in spans.items()
    )


def missing_at(moments: Moments, clock: Clock, cuts: Mapping[str, time]) -> bool:
    """Return whether each cut-off has passed and its moment had not come about by then."""
    return all(clock.past(cut) and not in_time(moments, clock, {name: cut}) for name, cut in cuts.items())


def until(moments: Moments, clock: Clock, cut: time) -> bool:  # noqa: ARG001 - one shape for all
    """Return whether the cut-off has not passed."""
    return not clock.past(cut)


def past(moments: Moments, clock: Clock, cut: time) -> bool:  # noqa: ARG001 - one shape for all
    """Return whether the cut-off has passed."""
    return clock.past(cut)


VOCABULARY: Mapping[str, Callable[[Moments, Clock, Any], bool]] = {
    "known": known,
    "unknown": unknown,
    "in_time": in_time,
    "late": late,
    "any_late": any_late,
    "between": between,
    "missing_at": missing_at,
    "until": until,
    "past": past,
}


def holds(when: When, moments: Moments, clock: Clock) -> bool:
    """Return whether every predicate of a `when` holds."""
    return all(VOCABULARY[word](moments, clock, argument) for word, argument in when.items())
