"""The kinds of details a fact may carry, and their checks: each returns what is wrong, or None."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any

from calc.plan.clauses import book
from calc.plan.types import MARGIN_MEASURES

Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:  # noqa: ANN401 - whatever the day file holds
    """Return whether a value is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def is_count(value: Any) -> bool:  # noqa: ANN401 - whatever the day file holds
    """Return whether a value is a whole number, zero or more."""
    return is_whole(value) and value >= 0


def is_whole(value: Any) -> bool:  # noqa: ANN401 - whatever the day file holds
    """Return whether a value is a whole number; a truth value is none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_instant(value: Any) -> bool:  # noqa: ANN401 - whatever the day file holds
    """Return whether a value is a date-time with its offset."""
    return isinstance(value, datetime) and value.tzinfo is not None


def as_time(value: Any) -> time | None:  # noqa: ANN401 - whatever the day file holds
    """Return a local time given as such or as "15:30:00", None for anything else."""
    if isinstance(value, time):
        return value if value.tzinfo is None else None
    try:
        read = time.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return read if read is None or read.tzinfo is None else None


def _list_of(check: Check) -> Check:
    """Return the check of a list of one or more, none twice."""
    several = _any_list_of(check)
    return lambda value: several(value) and bool(value)


def _any_list_of(check: Check) -> Check:
    """Return the check of a list, even an empty one, none twice."""
    return lambda value: isinstance(value, list) and all(map(check, value)) and len(set(value)) == len(value)


def _one_or(several: Check, word: Check) -> Check:
    return lambda value: word(value) if isinstance(value, str) else several(value)


def _is_short(value: Any) -> bool:  # noqa: ANN401 - whatever the day file holds
    """Return whether a value is a list of participants, each once, with what each is short of."""
    well_formed = isinstance(value, list) and all(
        isinstance(each, Mapping)
        and each.keys() == {"participant", "amount"}
        and is_text(each["participant"])
        and is_count(each["amount"])
        for each in value
    )
    return well_formed and len({each["participant"] for each in value}) == len(value)


def _word_of(key: str) -> Check:
    """Return the check of one word of a closed list that a clause holds."""
    return lambda value: isinstance(value, str) and value in next(iter(book().values(key).values()))


CHECKS: Mapping[str, Check] = {
    "text": is_text,
    "texts": _list_of(is_text),
    "bool": lambda value: isinstance(value, bool),
    "count": is_count,
    "instant": is_instant,
    "clause": lambda value: isinstance(value, str) and value in book().clauses,
    "measures": _list_of(lambda each: isinstance(each, str) and each in MARGIN_MEASURES),
    "causes": _one_or(_list_of(_word_of("causes")), _word_of("causes")),
    "results": _one_or(_any_list_of(_word_of("results")), _word_of("results")),
    "short": _is_short,
}


def fits(value: Any, kind: str | list[str]) -> bool:  # noqa: ANN401 - whatever the day file holds
    """Return whether a detail's value is of its kind; a list of words is a closed choice."""
    if isinstance(kind, list):
        return isinstance(value, str) and value in kind
    return CHECKS[kind](value)
