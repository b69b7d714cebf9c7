"""代行入力 / What JSCC keys on participants' behalf, inside a quote window that nothing moves (CP-1.1.b.4, R2).

Of each participant the last usable reading counts. What comes after the window is recorded, and not submitted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from addin.app.approval.desk import desk_entries
from addin.app.approval.people import Person
from addin.app.approval.state import approval_of
from addin.app.approval.steps import Tell
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.export_make import Exported, exported, planned
from addin.app.export_source import ExportSource
from addin.app.outage_facts import told_facts
from addin.app.plan_facts import recorded_facts
from addin.app.proxy_accept import USABLE, acceptances, needs_acceptance
from addin.app.proxy_read import KIND
from addin.app.proxy_rows import mail_name, proxy_rows
from addin.app.quotes_approval import approved_or_asked
from addin.export.template import Template, template_for
from addin.settings import Settings
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.cutoff import instant, iso
from calc.outcome import Finding, Place, RefusedError, finding

FACT, MAILED = "participant.quotes_proxied", "participant.quotes_mailed"
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

    A quote that cannot stand in the file is left out and told; who has no other is not entered. Raises RefusedError
    as planning the file does, and nothing is recorded then, or what recording and writing raise.
    """
    form = template_for("quotes_proxy", settings.text("role"))
    readings = [each for each in journal.entries(KIND) if each.body["business_date"] == desk.business_date.isoformat()]
    said = acceptances(journal)
    waiting = tuple(each for each in readings if needs_acceptance(each) and each.key not in said)
    in_force = entries_in_force(journal, desk.business_date)
    usable, fresh, late = _usable(readings, said), dict[str, Entry](), list[Entry]()
    for participant, reading in usable.items():
        before = in_force.get(participant)
        if before is not None and before.body["reading"] == reading.key:
            continue
        (late.append(reading) if _is_late(reading, desk, settings) else fresh.update({participant: reading}))
    bodies = {**{name: each.body for name, each in in_force.items()}, **_bodies(fresh, desk)}
    rows, left_out = proxy_rows(form, bodies.values())
    fits = {str(row["participant"]) for row in rows}
    bodies = {name: body for name, body in bodies.items() if name in fits or name not in fresh}
    source = ExportSource(desk.business_date, rows, {})
    if rows:
        planned(form, source, home=desk.home, out=desk.out, reason=desk.reason, at=desk.clock)
    _tell_mailed(journal, usable, desk, tell=tell)
    entries = _recorded(journal, desk, bodies, late=late, settings=settings, tell=tell)
    made = _file(journal, form, source, desk, tell=tell) if rows else None
    windowless = settings.local_time("quote_window_close") is None and bool(usable)
    unset = (finding("quote_window_unset"),) if windowless else ()
    found = (*left_out, *unset, *(_late_finding(each, settings) for each in late), *map(_waiting_finding, waiting))
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
        "waiting": [mail_name(each.key) for each in run.waiting],
        "file": None if run.file is None else str(run.file.path),
        "approval": None if run.file is None else run.file.approval.standing.value,
    }  # fmt: skip


def entries_in_force(journal: Journal, day: date) -> dict[str, Entry]:
    """Return the last proxy entry of each participant, in order of their codes."""
    of_day = [each for each in journal.entries(ENTERED) if each.body["business_date"] == day.isoformat()]
    last = {str(each.body["participant"]): each for each in of_day}
    return {name: last[name] for name in sorted(last)}


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
            "rows": reading.body.get("rows") or [],
            "at": iso(desk.at),
            **desk.person.body(),
        }
        for participant, reading in fresh.items()
    }


def _recorded(
    journal: Journal,
    desk: Desk,
    bodies: Mapping[str, Mapping[str, Json]],
    *,
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
    _tell_facts(journal, bodies, desk, tell=tell)
    return dict(zip(bodies, made, strict=False))


def _tell_facts(journal: Journal, bodies: Mapping[str, Mapping[str, Json]], desk: Desk, *, tell: Tell) -> None:
    """Record for the plan what is in force, as of when and by whom it was keyed.

    Those of earlier runs as well, which are found there: a run may have ended between its entries and its facts.
    """
    keyed: dict[tuple[datetime, Person], list[tuple[str, Mapping[str, Json]]]] = defaultdict(list)
    for name, body in bodies.items():
        person = Person(str(body["user"]), str(body["initials"]))
        keyed[datetime.fromisoformat(str(body["at"])), person].append((FACT, {"participant": name}))
    for (at, person), facts in keyed.items():
        told_facts(journal, facts, business_date=desk.business_date, at=at, person=person, tell=tell)


def _tell_mailed(journal: Journal, usable: Mapping[str, Entry], desk: Desk, *, tell: Tell) -> None:
    """Record for the plan whose mails have come, as of when they were sent: CP-1.1.b.3 waits for that.

    What was told by telephone is no mail. A fact that anybody has recorded is not told again.
    """
    told = recorded_facts(journal, desk.business_date)
    known = {(each.what, each.at, each.details.get("participant")) for each in told}
    for name, reading in usable.items():
        sent = datetime.fromisoformat(reading.body["sent"])
        if reading.body.get("told") or (MAILED, sent, name) in known:
            continue
        mailed = (MAILED, {"participant": name})
        told_facts(journal, [mailed], business_date=desk.business_date, at=sent, person=desk.person, tell=tell)


def _file(journal: Journal, form: Template, source: ExportSource, desk: Desk, *, tell: Tell) -> Exported:
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
    return finding("proxy_after_close", Place(mail_name(reading.key)), close=close, read_at=reading.body["read_at"])


def _waiting_finding(reading: Entry) -> Finding:
    name = mail_name(reading.key)
    return finding("proxy_waits", Place(name), name=name, sender=reading.body["sender"] or "?")
