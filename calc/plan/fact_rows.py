"""The `[[fact]]` tables of a day file: a closed list, each with its needed and its possible details."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from calc.days.cutoff import JST
from calc.outcome import Finding, Place, finding
from calc.plan.clauses import PACKAGE, book
from calc.plan.kinds import fits, is_instant, is_text
from calc.plan.lines import Lines
from calc.plan.types import Fact
from calc.tables import packaged

COMMON = ("at", "what", "known_at", "id")
APPLIES = {
    "settlement_price": ("today", "previous_day", "set_by_jscc"),
    "margin": ("today", "renotified", "originally_notified", "previous_day"),
    "intraday": ("today", "renotified", "previous_day_house"),
}
RETRACTION = "fact.retracted"
NAMES_INCIDENT = ("incident.reclassified", "incident.closed")
NAMES_ANOTHER = (RETRACTION, *NAMES_INCIDENT)


@dataclass(frozen=True, slots=True)
class Kind:
    """One fact of the closed list: which details it needs and may have, and whether it may predate the day."""

    needs: Mapping[str, str | list[str]]
    may: Mapping[str, str | list[str]]
    any_date: bool = False


@cache
def kinds() -> dict[str, Kind]:
    """Return the closed list of facts, from `facts.toml`."""
    table = packaged(PACKAGE, "facts.toml")
    return {
        what: Kind(entry.get("needs", {}), entry.get("may", {}), entry.get("any_date", False))
        for what, entry in table.items()
    }


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands: its number, and the lines of the file."""

    n: int
    lines: Lines
    source: str

    def place(self, key: str = "") -> Place:
        """Return the place of the fact's key, or of the fact."""
        return Place(self.source, self.lines.of("fact", self.n, key), key)

    def found(self, code: str, key: str = "", **details: object) -> Finding:
        """Return a finding of this fact, with its number and the line it begins at."""
        return finding(code, self.place(key), n=self.n + 1, begins=self.lines.header("fact", self.n) or "?", **details)


def fact_findings(rows: Sequence[Mapping[str, Any]], lines: Lines, *, source: str, day: date) -> Iterable[Finding]:
    """Yield what is wrong with the facts, each by its name and line."""
    for n, row in enumerate(rows):
        where = Source(n, lines, source)
        what = row.get("what")
        if not isinstance(what, str) or what not in kinds():
            yield where.found("fact_unknown", "what", what="" if what is None else what)
            continue
        yield from _instant_findings(row, where, what=what, day=day)
        yield from _detail_findings(row, where, what=what)
        if what == "principle.departed":
            yield from _departure_findings(row, where)
    yield from _id_findings(rows, lines, source=source)


def _instant_findings(row: Mapping[str, Any], where: Source, *, what: str, day: date) -> Iterable[Finding]:
    for key in ("at", "known_at"):
        if key == "at" and key not in row:
            yield where.found("fact_detail_missing", what=what, detail=key)
        elif key in row and not is_instant(row[key]):
            code = "fact_offset_missing" if isinstance(row[key], datetime) else "fact_detail_refused"
            yield where.found(code, key, what=what, detail=key, text=row[key])
    at = row.get("at")
    if is_instant(at) and not kinds()[what].any_date and _tokyo(at).date() < day:  # type: ignore[arg-type]
        yield where.found("fact_before_day", "at", what=what, text=at, day=day)


def _detail_findings(row: Mapping[str, Any], where: Source, *, what: str) -> Iterable[Finding]:
    kind = kinds()[what]
    known = {**kind.needs, **kind.may}
    for detail in kind.needs:
        if detail not in row:
            yield where.found("fact_detail_missing", what=what, detail=detail)
    for detail, value in row.items():
        if detail == "id" and not is_text(value):
            yield where.found("fact_detail_refused", detail, what=what, detail=detail, text=value)
        elif detail not in known and detail not in COMMON:
            yield where.found("fact_detail_unknown", detail, what=what, detail=detail, details=", ".join(known))
        elif detail in known and not _detail_fits(value, known[detail]):
            yield where.found("fact_detail_refused", detail, what=what, detail=detail, text=value)


def _detail_fits(value: Any, kind: str | list[str]) -> bool:  # noqa: ANN401 - whatever the day file holds
    return is_text(value) if kind == "departure" else fits(value, kind)


def _departure_findings(row: Mapping[str, Any], where: Source) -> Iterable[Finding]:
    """Yield why a departure cannot be recorded: the quote window never moves, the rest is a closed list."""
    item, applies = row.get("item"), row.get("applies")
    never = {name: clause for clause, names in book().values("never_departed").items() for name in names}
    if not is_text(item):
        return
    if item in never:
        yield where.found("departure_never", "item", item=item, clause=never[item])
    elif item not in APPLIES:
        (window,) = book().values("never_departed")
        yield where.found("departure_item_refused", "item", item=item, items=", ".join(APPLIES), clause=window)
    elif is_text(applies) and applies not in APPLIES[item]:
        yield where.found("departure_refused", "applies", item=item, text=applies, words=", ".join(APPLIES[item]))


def _id_findings(rows: Sequence[Mapping[str, Any]], lines: Lines, *, source: str) -> Iterable[Finding]:
    """Yield ids given twice, retractions of what does not exist or of retractions, and incidents nobody declared."""
    own: dict[str, int] = {}
    incidents = {row.get("id") for row in rows if row.get("what") == "incident.declared"}
    for n, row in enumerate(rows):
        name = own_id(row)
        if name is not None:
            if name in own:
                yield Source(n, lines, source).found("fact_id_twice", "id", id=name, first=own[name] + 1)
            own.setdefault(name, n)
    for n, row in enumerate(rows):
        if row.get("what") == RETRACTION and row.get("id") not in own:
            yield Source(n, lines, source).found("retraction_of_nothing", "id", id=row.get("id", ""))
        elif row.get("what") in NAMES_INCIDENT and is_text(row.get("id")) and row["id"] not in incidents:
            yield Source(n, lines, source).found("incident_not_declared", "id", what=row["what"], id=row["id"])


def own_id(row: Mapping[str, Any]) -> str | None:
    """Return a fact's own id: a retraction names another fact by it, an incident's later fact names the incident."""
    if row.get("what") in NAMES_ANOTHER or not is_text(row.get("id")):
        return None
    return str(row["id"])


def facts_from(rows: Sequence[Mapping[str, Any]], lines: Lines) -> tuple[Fact, ...]:
    """Return the facts of checked rows, in JST; what names another fact keeps that id among its details."""
    return tuple(
        Fact(
            row=lines.header("fact", n) or n + 1,
            at=_tokyo(row["at"]),
            what=row["what"],
            known_at=_tokyo(row.get("known_at", row["at"])),
            id=own_id(row),
            details=_details(row),
        )
        for n, row in enumerate(rows)
    )


def _details(row: Mapping[str, Any]) -> dict[str, Any]:
    named = row["what"] in NAMES_ANOTHER
    return {key: value for key, value in row.items() if key not in COMMON or (key == "id" and named)}


def _tokyo(moment: datetime) -> datetime:
    return moment.astimezone(JST)
