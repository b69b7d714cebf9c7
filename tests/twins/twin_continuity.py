"""A naive model of the recovery clock and of the move: minutes are counted one by one, words are kept in a notebook.

The only sources are BCP-4.6.b (two hours from the occurrence), BCP-3.1.b (the steps), and what a desk may tick off.
"""

from __future__ import annotations

from typing import Any


def minutes_inside(begin: int, length: int, cuts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the cut-offs that bite while the clock runs, minute by minute, by name within a minute."""
    found = []
    for minute in range(begin, begin + length + 1):
        found += sorted(cut for cut in cuts if cut[0] == minute)
    return found


def notebook(words: list[dict[str, Any]], way: str, since: int) -> dict[str, dict[str, Any]]:
    """Return the last thing said of each step of a way, going through the notes minute by minute from a start on."""
    page: dict[str, dict[str, Any]] = {}
    for minute in range(since, max([since, *(each["at"] for each in words)]) + 1):
        for each in words:
            if each["at"] == minute and each["way"] == way:
                page[each["step"]] = each
    return page


def progress(said: str | None, shown: str) -> str:
    """Return how far a step is; `shown` is what the record shows of it: "yes", "no", or "nothing"."""
    if said == "not_needed":
        return "not_needed"
    if shown == "yes":
        return "proved"
    if shown == "no" or said is None:
        return "open"
    return said


def board(
    steps: list[tuple[str, str]], words: list[dict[str, Any]], shown: dict[str, str], *, way: str, since: int
) -> list[tuple[str, str]]:
    """Return each step, in order, with how far it is; a step is its name and what in the record can show it."""
    page = notebook(words, way, since)
    return [
        (name, progress(page[name]["said"] if name in page else None, shown.get(proof, "nothing")))
        for name, proof in steps
    ]


def first_open(rows: list[tuple[str, str]]) -> str | None:
    """Return the first step that nobody has seen to."""
    for name, how_far in rows:
        if how_far == "open":
            return name
    return None
