"""Every way of altering one field of one clause: a word, a truth, a number, a time, a date, one element, one key."""

from copy import deepcopy
from datetime import date, time, timedelta

from soundness import TIMETABLE

CUTS = sorted(TIMETABLE)
DESCRIBES = {"ja", "en", "gaps", "nothing", "in_force", "id", "strength", "side", "channel", "window"}


def other(value):
    """Return another value of the same kind; of a cut-off the next one of the timetable."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, time):
        return CUTS[(CUTS.index(value) + 1) % len(CUTS)]
    if isinstance(value, date):
        return value + timedelta(days=1)
    return f"{value}x"


def changes(value, path=()):
    """Yield (path, change) of each leaf altered, each element left out and each key left out, below a value."""
    if isinstance(value, dict):
        for key, below in value.items():
            if path:
                yield (*path, key), "left out"
            yield from changes(below, (*path, key))
    elif isinstance(value, list):
        for n, below in enumerate(value):
            yield (*path, n), "left out"
            if isinstance(below, (dict, list)):
                yield from changes(below, (*path, n))
    else:
        yield path, "altered"


def altered(table, path, change):
    """Return the table with one change made."""
    made = deepcopy(table)
    *above, last = path
    place = made
    for key in above:
        place = place[key]
    if change == "left out":
        del place[last]
    else:
        place[last] = other(place[last])
    return made


def alterations(table):
    """Yield (path, altered table) for every field of a clause."""
    for path, change in changes(table):
        yield path, altered(table, path, change)
    for key in set(table) - {"id", "ja", "en", "item", "side", "strength", "in_force"}:
        yield (key,), {name: value for name, value in table.items() if name != key}


def describes(table, path):
    """Return whether a field only describes: it shows on the clause's page, and rules or asks nothing by itself."""
    return (
        path[0] in DESCRIBES
        or path[:2] == ("then", "never_departed")
        or table["item"] in ("continuity", "readiness", "frame")
    )
