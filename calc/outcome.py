"""A failure is a value: a closed code, a place, and the details that fill its words.

The words themselves, in Japanese and English, stand in `calc/text/findings/*.toml`;
`calc.text.wording` fills them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: a file, sheet or function, its row (the header is row 1), and a column."""

    source: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person must know, by its closed code."""

    code: str
    place: Place = Place()
    details: tuple[tuple[str, str], ...] = ()

    def at(self, place: Place) -> "Finding":
        """Return the same finding with its place."""
        return replace(self, place=place)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What was usable, beside what was found on the way."""

    value: T
    findings: tuple[Finding, ...] = ()


class RefusedError(Exception):
    """Nothing usable can be done; carries the findings that say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(f.code for f in self.findings))

    def __reduce__(self) -> tuple[type["RefusedError"], tuple[tuple[Finding, ...]]]:
        """Return how it is made again in another process: from its findings, not from their codes."""
        return RefusedError, (self.findings,)


def finding(code: str, place: Place = Place(), /, **details: object) -> Finding:
    """Return a finding; each detail becomes text for the words of its code."""
    return Finding(code, place, tuple((name, str(value)) for name, value in details.items()))
