"""Findings in words: what, where and what next, in Japanese and English."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from calc.outcome import Finding, Place
from calc.tables import packaged, packaged_names


class Severity(StrEnum):
    """How much a finding stops: an error keeps its row or step out, a warning asks, information tells."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said twice."""

    ja: str
    en: str


@cache
def catalogue() -> dict[str, dict[str, Any]]:
    """Return every finding code with its severity and words; no code stands in two tables."""
    codes: dict[str, dict[str, Any]] = {}
    for name in packaged_names("calc.text", "findings"):
        for code, entry in packaged("calc.text", name).items():
            if code in codes:
                raise ValueError(f"finding code {code} stands twice, again in {name}")
            codes[code] = entry
    return codes


def severity(finding: Finding) -> Severity:
    """Return how much the finding stops."""
    return Severity(catalogue()[finding.code]["severity"])


def words(finding: Finding) -> Words:
    """Return what was found and what to do next, in both languages, details filled in."""
    entry, details = catalogue()[finding.code], dict(finding.details)
    return Words(
        ja=f"{entry['ja'].format(**details)} → {entry['next_ja'].format(**details)}",
        en=f"{entry['en'].format(**details)} Next: {entry['next_en'].format(**details)}",
    )


def where(place: Place) -> str:
    """Return a place as one short text, such as `quotes.csv:14 bid_bp`."""
    row = "" if place.row is None else f":{place.row}"
    return f"{place.source}{row} {place.column}".strip()
