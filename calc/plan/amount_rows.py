"""The `[[amounts]]` of a day file: requirements in integer yen, per set, version, account and measure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from calc.outcome import Finding, Place, finding
from calc.plan.kinds import fits, is_count, is_text, is_whole
from calc.plan.lines import Lines
from calc.plan.types import MEASURES, Amount

SETS = ["previous", "uploaded", "renotified"]
FIRST_VERSION = 1
NEEDED = ("set", "account", "measure", "amount")


def _is_date(value: Any) -> bool:  # noqa: ANN401 - whatever the day file holds
    return type(value) is date


def _is_chain(value: Any) -> bool:  # noqa: ANN401 - whatever the day file holds
    return is_count(value) or (isinstance(value, list) and all(_is_date(each) or is_text(each) for each in value))


CHECKS = {
    "set": lambda value: fits(value, SETS),
    "version": is_count,
    "account": is_text,
    "measure": lambda value: fits(value, list(MEASURES)),
    "amount": is_whole,
    "kind": lambda value: fits(value, ["house", "client"]),
    "date": _is_date,
    "chain": _is_chain,
}


def amount_findings(rows: Sequence[Mapping[str, Any]], lines: Lines, *, source: str) -> Iterable[Finding]:
    """Yield what is wrong with the amounts: unknown or missing keys, values not of their kind, rows given twice."""
    seen: dict[tuple[Any, ...], int] = {}
    for n, row in enumerate(rows):
        wrong = [*_row_findings(row, n, lines=lines, source=source)]
        yield from wrong
        identity = (*(str(row.get(key)) for key in ("set", "account", "measure", "date")), str(_version(row)))
        if not wrong and identity in seen:
            yield finding("amount_twice", Place(source, lines.header("amounts", n)), first=seen[identity] + 1, n=n + 1)
        seen.setdefault(identity, n)


def _row_findings(row: Mapping[str, Any], n: int, *, lines: Lines, source: str) -> Iterable[Finding]:
    for key in NEEDED:
        if key not in row:
            yield finding("amount_key_missing", Place(source, lines.header("amounts", n), key), key=key, n=n + 1)
    for key, value in row.items():
        place = Place(source, lines.of("amounts", n, key), key)
        if key not in CHECKS:
            yield finding("amount_key_unknown", place, key=key, n=n + 1)
        elif not CHECKS[key](value):
            yield finding("amount_refused", place, key=key, text=value, n=n + 1)


def amounts_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Amount, ...]:
    """Return the amounts of checked rows; what was notified today is version 1 unless it says otherwise."""
    return tuple(_amount(row) for row in rows)


def _version(row: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the day file holds
    return row.get("version", None if row.get("set") == "previous" else FIRST_VERSION)


def _amount(row: Mapping[str, Any]) -> Amount:
    chain = row.get("chain", [])
    return Amount(**{**row, "version": _version(row), "chain": tuple(chain) if isinstance(chain, list) else chain})
