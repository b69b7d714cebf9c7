"""代行入力 / What JSCC keys on participants' behalf, inside a quote window that nothing moves (CP-1.1.b.4, R2).

Of each participant the last usable reading counts. What comes after the window is recorded, and not submitted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person
from addin.app.approval.state import approval_of
from addin.app.approval.steps import Tell
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.export_make import Exported, exported
from addin.app.export_source import ExportSource
from addin.app.outage_facts import told_facts
from addin.app.proxy_accept import USABLE, acceptances, needs_acceptance
from addin.app.proxy_read import KIND
from addin.app.quotes_approval import approved_or_asked
from addin.export.template import Template, template_for
from addin.export.upload import upload
from addin.settings import Settings
from addin.store.chain import Entry, Json
from addin.store.journal import Journal, short_head
from calc.days.cutoff import instant, iso
from calc.outcome import Finding, Place, RefusedError, finding

ENTERED, LATE = "proxy.entered", "proxy.late"
WAITS = {"approval_needed", "approval_asked_already"}


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose run it is: the day, the person, where files go, the plan's instant, the desk's clock, and a reason."""

    business_date: date
    person: Person
    home: Path
    out: Path
    at: datetime
    clock: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProxyRun:
    """What a run came to: the entry in force of each participant, what was late, what waits, and the file."""

    entered: Mapping[str, Entry]
    late: tuple[Entry, ...]
    waiting: tuple[Entry, ...]
    file: Exported | None
    findings: tuple[Finding, ...]


def proxy_entered(journal: Journal, desk: Desk, *, settings: Settings, tell: Tell = None) -> ProxyRun:
    """Return the proxy-entry file of every participant in force, each recorded once, its approval asked for.

    Raises RefusedError with the cell where a quote does not fit the file, or what recording and writing raise; nothing
    is recorded then.
    """
    form = template_for("quotes_proxy", settings.text("role"))
    readings = [each for each in journal.entries(KIND) if each.body["business_date"] == desk.business_date.isoformat()]
    said = acceptances(journal)
    waiting = tuple(each for each in readings if needs_acceptance(each) and each.key not in said)
    in_force = _in_force(journal, desk.business_date)
    fresh, late = dict[str, Entry](), list[Entry]()
    for participant, reading in _usable(readings, said).items():
        before = in_force.get(participant)
        if before is not None and before.body["reading"] == reading.key:
            continue
        (late.append(reading) if _is_late(reading, desk, settings) else fresh.update({participant: reading}))
    bodies = {**{name: each.body for name, each in in_force.items()}, **_bodies(fresh, desk)}
    rows, crossed = _rows(bodies.values())
    upload(form.dated(desk.business_date), rows)
    entries = _recorded(journal, desk, bodies, fresh=fresh, late=late, settings=settings, tell=tell)
    made = _file(journal, form, rows, desk, tell=tell) if rows else None
    found = (*crossed, *(_late_finding(each, settings) for each in late), *map(_waiting_finding, waiting))
    return ProxyRun(entries, tuple(late), waiting, made, found)


def run_json(run: ProxyRun) -> dict[str, object]:
    """Return a run as `hikae proxy enter --json` prints it."""
    return {
        "entered": {
            name: {"message_id": each.body["message_id"], "reading": each.body["reading"], "at": each.body["at"],
                   "quotes": len(each.body["quotes"])}
            for name, each in run.entered.items()
        },
        "late": [each.key for each in run.late],
        "waiting": [f"mail-{short_head(each.key)}" for each in run.waiting],
        "file": None if run.file is None else str(run.file.path),
        "approval": None if run.file is None else run.file.approval.standing.value,
    }  # fmt: skip


def _in_force(journal: Journal, day: date) -> dict[str, Entry]:
    """Return the last proxy entry of each participant, in order of their codes."""
    of_day = [each for each in journal.entries(ENTERED) if each.body["business_date"] == day.isoformat()]
    return dict(sorted((str(each.body["participant"]), each) for each in of_day))


def _usable(readings: Iterable[Entry], said: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return the last reading of each participant that counts, in order of their codes."""
    found = {}
    for each in readings:
        if each.key in said:
            found[str(said[each.key].body["participant"])] = each
        elif each.body["status"] in USABLE and not needs_acceptance(each):
            found[str(each.body["participant"])] = each
    return dict(sorted(found.items()))


def _is_late(reading: Entry, desk: Desk, settings: Settings) -> bool:
    close = settings.local_time("quote_window_close")
    arrived = datetime.fromisoformat(reading.body["read_at"])
    return close is not None and max(arrived, desk.at) > instant(desk.business_date, close)


def _bodies(fresh: Mapping[str, Entry], desk: Desk) -> dict[str, Mapping[str, Json]]:
    return {
        participant: {
            "business_date": desk.business_date.isoformat(),
            "participant": participant,
            "reading": reading.key,
            "message_id": reading.body["message_id"],
            "sent": reading.body["sent"],
            "quotes": reading.body["quotes"],
            "at": iso(desk.at),
            **desk.person.body(),
        }
        for participant, reading in fresh.items()
    }


def _rows(bodies: Iterable[Mapping[str, Json]]) -> tuple[tuple[dict[str, object], ...], tuple[Finding, ...]]:
    """Return the file's rows; a quote whose bid is above its offer is left out and told."""
    rows, crossed = list[dict[str, object]](), list[Finding]()
    for body in sorted(bodies, key=lambda each: str(each["participant"])):
        for instrument, bid, offer in body["quotes"]:  # type: ignore[union-attr,misc] # rows of three, as they were read
            if bid > offer:  # type: ignore[operator]
                levels = {"bid_bp": bid, "offer_bp": offer}
                crossed.append(
                    finding("quote_crossed", participant=body["participant"], instrument=instrument, **levels)
                )
                continue
            names = ("business_date", "participant")
            row = {"instrument": instrument, "bid_bp": bid, "offer_bp": offer, "as_of": body["sent"]}
            rows.append({**{name: body[name] for name in names}, **row})
    return tuple(rows), tuple(crossed)


def _recorded(
    journal: Journal,
    desk: Desk,
    bodies: Mapping[str, Mapping[str, Json]],
    *,
    fresh: Mapping[str, Entry],
    late: Iterable[Entry],
    settings: Settings,
    tell: Tell,
) -> dict[str, Entry]:
    """Return the entry in force of each participant, once all of the run is in the record."""
    too_late: list[tuple[str, Mapping[str, Json]]] = [
        (LATE, {"business_date": desk.business_date.isoformat(), "reading": each.key,
                "close": str(settings.local_time("quote_window_close"))})
        for each in late
    ]  # fmt: skip
    made = journal.append_all([*((ENTERED, body) for body in bodies.values()), *too_late], on_recorded=tell)
    facts = [("participant.quotes_proxied", {"participant": name}) for name in fresh]
    if facts:
        told_facts(journal, facts, business_date=desk.business_date, at=desk.at, person=desk.person, tell=tell)
    return dict(zip(bodies, made, strict=False))


def _file(journal: Journal, form: Template, rows: tuple[dict[str, object], ...], desk: Desk, *, tell: Tell) -> Exported:
    source = ExportSource(desk.business_date, rows, {})
    made = exported(journal, form, source, home=desk.home, out=desk.out, reason=desk.reason, at=desk.clock, tell=tell)
    subject = Subject(desk.business_date, SubjectKind.UPLOAD_CSV, made.upload.name)
    try:
        approved_or_asked(
            journal, subject, Content(made.upload.sha256), person=desk.person, clock=desk.clock, tell=tell
        )
    except RefusedError as refused:  # the file may lie here until somebody approves; `hikae release` lets it leave
        if any(each.code not in WAITS for each in refused.findings):
            raise
    return replace(made, approval=approval_of(desk_entries(journal), subject, at=desk.clock))


def _late_finding(reading: Entry, settings: Settings) -> Finding:
    close = settings.local_time("quote_window_close")
    place = Place(f"mail-{short_head(reading.key)}")
    return finding("proxy_after_close", place, close=close, read_at=reading.body["read_at"])


def _waiting_finding(reading: Entry) -> Finding:
    name = f"mail-{short_head(reading.key)}"
    return finding("proxy_waits", Place(name), name=name, sender=reading.body["sender"] or "?")
