"""Checks of what is installed: every wheel as the product asks for it, every version as the record knows it."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from addin.app.versions import versions as own_versions
from addin.store.journal import Journal
from calc.outcome import Finding, RefusedError, finding
from calc.text.wording import Words

PRODUCT = "hikae"
NAMING = ("day.inputs", "margin.computed")  # kinds of entries that say which versions made them


def versions(home: Path) -> Words:
    """Return product, engine, plan and calendar.

    Raises RefusedError `wheel_missing`, `wheel_other`, or the warning `versions_recorded` where the newest run in the
    record was made by others.
    """
    found = [*wheel_findings(), *_unlike_record(home)]
    if found:
        raise RefusedError(found)
    return Words(*["  ".join(f"{name} {value}" for name, value in own_versions().items())] * 2)


def wheel_findings() -> Iterator[Finding]:
    """Yield a finding for each package that the product needs here and that is missing or of another version."""
    from packaging.requirements import Requirement  # noqa: PLC0415 - only this check reads requirements

    for each in map(Requirement, requires(PRODUCT) or ()):
        if each.marker is not None and not each.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(each.name)
        except PackageNotFoundError:
            yield finding("wheel_missing", name=each.name, needed=each.specifier)
            continue
        if not each.specifier.contains(installed, prereleases=True):
            yield finding("wheel_other", name=each.name, installed=installed, needed=each.specifier)


def _unlike_record(home: Path) -> Iterator[Finding]:
    with Journal(home) as journal:
        runs = [entry for kind in NAMING if (entry := journal.latest(kind)) is not None]
    if not runs:
        return
    recorded = max(runs, key=lambda entry: entry.n).body.get("versions", {})
    for name, value in own_versions().items():
        if recorded.get(name, value) != value:
            yield finding("versions_recorded", name=name, here=value, recorded=recorded[name])
