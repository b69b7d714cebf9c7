"""Put a run of `hikae margin` into the record: its tables kept, then the requirements with all that they rest on."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from addin.app.margin_files import FileMargin, MarginFiles
from addin.app.measures import Measures
from addin.app.versions import versions
from addin.store import snapshots
from addin.store.journal import Entry, Journal, Json, OnRecorded
from calc.margin.requirement import Requirement
from calc.outcome import Outcome, RefusedError, finding
from calc.text.wording import words


def recorded_margin(
    home: Path, made: FileMargin, files: MarginFiles, *, curve_id: str | None, tell: OnRecorded | None = None
) -> Outcome[Entry | None]:
    """Return the durable entry of a run, or none with the reason: the figures stand without it."""
    try:
        hashes = dict(zip(made.contents, snapshots.keep(home, made.contents.values()), strict=True))
        body = margin_body(made, _tables(files), hashes=hashes, curve_id=curve_id)
        with Journal(home, on_recorded=tell) as journal:
            entry = journal.append("margin.computed", body)
            return Outcome(entry, journal.findings)
    except RefusedError as refused:
        why = words(refused.findings[0])
        return Outcome(None, (finding("margin_not_recorded", reason_ja=why.ja, reason_en=why.en),))


def margin_body(
    made: FileMargin, tables: Mapping[str, Path], *, hashes: Mapping[Path, str], curve_id: str | None
) -> dict[str, Json]:
    """Return the content of the entry; `tables` says which input was which table, so that it can be computed again."""
    inputs: dict[str, Json] = {}
    names: dict[str, Json] = {}
    for role, path in tables.items():
        is_taken = inputs.get(path.name, hashes[path]) != hashes[path]
        name = f"{role}/{path.name}" if is_taken else path.name
        inputs[name], names[role] = hashes[path], name
    return {
        "business_date": made.trade_date.isoformat(),
        "versions": versions(),
        "inputs": inputs,
        "tables": names,
        "curve": curve_id,
        "settings": dict[str, Json](made.settings.recorded()),
        "residual": made.result.residual,
        "requirements": [requirement_body(each) for each in made.result.requirements],
        "measures": measures_body(made.measures),
    }


def requirement_body(each: Requirement) -> dict[str, Json]:
    """Return one account's requirement as it stands in an entry: every component, and its gains by their hash."""
    gains = hashlib.sha256(each.gains.tobytes()).hexdigest()
    return {"account": each.account, "gains": gains, **{name.value: amount for name, amount in each.amounts.items()}}


def measures_body(made: Measures) -> list[Json]:
    """Return the other measures as they stand in an entry: (account, measure, component, yen)."""
    return [list[Json](row) for row in made.rows()]


def _tables(files: MarginFiles) -> dict[str, Path]:
    given = ((field.name, getattr(files, field.name)) for field in fields(files))
    return {role: path for role, path in given if path is not None}
