"""Intraday calls, the cost of a fallback and the cash line, each in the plainest words.

The only sources are CP-2, CP-3 and the dossier's sections 1.9 and 4. None is "not known" everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from twin_dates import WEEKENDS, following

Row = Mapping[str, Any]


def intraday(
    accounts: Sequence[Row],
    *,
    computed: Mapping[str, int] | None,
    previous: Mapping[str, int],
    owed: Mapping[str, int],
    reading: str = "ignored",
    whose: str = "house",
) -> dict[str, tuple[int | None, int | None]]:
    """Return requirement and call by account; computed None: not computed, so yesterday's house margin is the floor."""
    found: dict[str, tuple[int | None, int | None]] = {}
    for row in accounts:
        name, required = row["account"], None
        if computed is None:
            if row["kind"] == "client":
                continue
            required = previous.get(name)
        else:
            if row["kind"] == "client" and whose == "house":
                continue
            required = computed.get(name)
            if required is not None and reading != "ignored":
                if name not in owed:
                    required = None
                elif reading == "net" or owed[name] > 0:
                    required = required + owed[name]
            if required is not None and required < 0:
                required = 0
        call = None
        if required is not None:
            call = required - row["deposited_im"] if required > row["deposited_im"] else 0
        found[name] = (required, call)
    return found


def uncovered(own: Mapping[str, int | None], applied: Mapping[str, int | None]) -> tuple[dict[str, int | None], int]:
    """Return what each account has too little of, None where a side is not known, and the sum of what is known."""
    costs: dict[str, int | None] = {}
    total = 0
    for name in set(own) | set(applied):
        mine, theirs = own.get(name), applied.get(name)
        if mine is None or theirs is None:
            costs[name] = None
        elif mine > theirs:
            costs[name] = mine - theirs
            total += mine - theirs
        else:
            costs[name] = 0
    return costs, total


def cash(applied: int, deposited: int, day: date, *, closed_days: frozenset[date] = WEEKENDS) -> tuple[int, date]:
    """Return what is to be paid in, and on which day: the first business day after."""
    return applied - deposited, following(day + timedelta(days=1), closed_days)
