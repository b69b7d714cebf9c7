"""One thing that the desk needs, looked at; `catalogue.py` lists them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from addin.now import seconds
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import Severity, Words, severity


class State(StrEnum):
    """What came of a check."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """A look at one thing: `look` gets the home and returns what it found, or raises RefusedError with what is wrong.

    When the check named by `needs` went wrong, this one is left out.
    """

    name: str
    label: Words
    look: Callable[[Path], Words]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A check, its state, what it found, what is wrong, and the seconds it took."""

    check: Check
    state: State
    fact: Words
    findings: tuple[Finding, ...]
    seconds: float


_NOTHING = Words("", "")
_FAULT = "internal_fault"


def looked_at(checks: Iterable[Check], home: Path) -> tuple[Looked, ...]:
    """Return what came of each check, in order; one that fails does not hide the others."""
    done = dict[str, Looked]()
    for check in checks:
        before = done.get(check.needs)
        if before is not None and before.state in {State.BAD, State.SKIPPED}:
            done[check.name] = Looked(check, State.SKIPPED, _NOTHING, (), 0.0)
        else:
            done[check.name] = _looked(check, home)
    return tuple(done.values())


def could_look(looked: Iterable[Looked]) -> bool:
    """Return whether at least one check came to its end, with whatever result."""
    return any(each.state is State.GOOD or any(found.code != _FAULT for found in each.findings) for each in looked)


def _looked(check: Check, home: Path) -> Looked:
    fact, findings, start = _NOTHING, tuple[Finding, ...](), seconds()
    try:
        fact = check.look(home)
    except RefusedError as refused:
        findings = tuple(refused.findings)
    except Exception as fault:  # noqa: BLE001 - the other checks are worth knowing all the more
        findings = (finding(_FAULT, kind=type(fault).__name__),)
    return Looked(check, _state(findings), fact, findings, seconds() - start)


def _state(findings: tuple[Finding, ...]) -> State:
    if not findings:
        return State.GOOD
    return State.BAD if any(severity(each) is Severity.ERROR for each in findings) else State.WARNING
