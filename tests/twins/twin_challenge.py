"""A challenge read back: what somebody at the clearing house takes down from the text, line by line.

The source is CP-2.2.R1: a participant points out an error, so that account, version, what was notified and what the
participant has must all be there. Nothing is known here of the wording but where numbers stand.
"""

from __future__ import annotations

import re
from typing import Any

NUMBER = re.compile(r"[+-]?\d[\d,]*")
HEAD = re.compile(
    r"(?:口座|Account) (?P<account>\w+)(?:（第| \(version )(?P<version>\d+)(?:版）|\))[:] (?P<amounts>.*)"
)
PART = re.compile(r"  (?P<part>.+?): (?P<amounts>.*)")


def taken_down(text: str) -> list[dict[str, Any]]:
    """Return every account of a text: its version, notified, own and difference, and the same of its parts."""
    found: list[dict[str, Any]] = []
    for line in text.splitlines():
        head, part = HEAD.fullmatch(line), PART.fullmatch(line)
        if head:
            amounts = numbers(head["amounts"])
            found.append({"account": head["account"], "version": int(head["version"]), "amounts": amounts, "parts": {}})
        elif part:
            found[-1]["parts"][part["part"]] = numbers(part["amounts"])
    return found


def numbers(line: str) -> tuple[int, ...]:
    """Return the whole numbers of a line, in threes by commas or not."""
    return tuple(int(each.replace(",", "")) for each in NUMBER.findall(line))


def expected(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what must be taken down, each difference counted here: what was notified too much is above zero."""
    return [
        {
            **row,
            "amounts": (*row["amounts"], row["amounts"][0] - row["amounts"][1]),
            "parts": {name: (notified, own, notified - own) for name, (notified, own) in row["parts"].items()},
        }
        for row in rows
    ]
