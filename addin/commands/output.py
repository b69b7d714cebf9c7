"""What every command shares: findings to standard error, results to standard output, exit codes."""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

import typer

from addin.now import now
from calc.days.cutoff import parse_instant
from calc.outcome import Finding, RefusedError
from calc.text.wording import Severity, severity, where, words

PROGRAM = "hikae"
NOTHING_DONE = 2
INTERRUPTED = 3
MOST_SHOWN = 200


class Lang(StrEnum):
    """The language of messages."""

    JA = "ja"
    EN = "en"
    BOTH = "both"


_ESCAPED = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")  # other ends of a line, and halves of a pair
_MARKS = {Severity.ERROR: "✗", Severity.WARNING: "▲", Severity.INFORMATION: "・"}


def lines(finding: Finding, lang: Lang) -> list[str]:
    """Return a finding as lines: mark, place, code, then its words in the chosen language."""
    said = words(finding)
    head = f"{_MARKS[severity(finding)]} {where(finding.place)} [{finding.code}]".replace("  ", " ")
    chosen = {Lang.JA: [said.ja], Lang.EN: [said.en], Lang.BOTH: [said.ja, said.en]}[lang]
    return [_harmless(line) for line in (f"{head} {chosen[0]}", *(f"    {more}" for more in chosen[1:]))]


def _harmless(line: str) -> str:
    """Return a line in which nothing that somebody put into a cell acts on the screen."""
    return "".join(letter if letter.isprintable() or letter == "\u3000" else ascii(letter)[1:-1] for letter in line)


def as_json(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON data."""
    place = finding.place
    said = words(finding)
    return {
        "code": finding.code,
        "severity": severity(finding).value,
        "file": place.source,
        "row": place.row,
        "column": place.column,
        "ja": said.ja,
        "en": said.en,
    }


def json_line(value: object) -> None:
    """Print one JSON value to standard output, in one line for every reader and in signs that every pipe carries."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    sys.stdout.write(_ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def told(findings: Iterable[Finding], lang: Lang) -> None:
    """Print errors, then warnings, to standard error, and say how many more there are; information is only named."""
    graded = [(severity(each), each) for each in findings]
    ranked = [each for grade in (Severity.ERROR, Severity.WARNING) for found, each in graded if found is grade]
    notes = [each.code for grade, each in graded if grade is Severity.INFORMATION]
    for each in ranked[:MOST_SHOWN]:
        sys.stderr.write("\n".join(lines(each, lang)) + "\n")
    if len(ranked) > MOST_SHOWN:
        sys.stderr.write(f"… 他{len(ranked) - MOST_SHOWN}件 / {len(ranked) - MOST_SHOWN} more\n")
    if notes:
        sys.stderr.write(f"・ 参考{len(notes)}件 / {len(notes)} notes: {' '.join(dict.fromkeys(notes))}\n")


def instant_of(text: str) -> datetime:
    """Return the instant that an option gives, now where it gives none."""
    read = parse_instant(text) if text else now()
    if isinstance(read, Finding):
        raise RefusedError([read])
    return read


def finish(findings: Sequence[Finding], *, lang: Lang, strict: bool) -> None:
    """Tell the findings and end: 0, or 1 when strict and one of them is an error."""
    told(findings, lang)
    if strict and any(severity(each) is Severity.ERROR for each in findings):
        raise typer.Exit(1)
