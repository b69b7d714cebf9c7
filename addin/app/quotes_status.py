"""Where a participant's quotes stand: entered, sent by which route, confirmed, and what JSCC keyed of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path

from addin.app.approval.people import Person
from addin.app.approval.steps import Tell, reason_of
from addin.app.quote_checks import mail_from
from addin.app.quotes_enter import quotes_of, sheets_entered
from addin.app.quotes_send import sendings_of
from addin.books.kinds import is_workbook
from addin.books.tables import LARGEST_FILE, table_of
from addin.files import read_limited
from addin.settings import Settings
from addin.store.chain import Entry, Json
from addin.store.journal import Journal
from calc.days.cutoff import instant, iso
from calc.outcome import Finding, Place, RefusedError, finding
from calc.quotes.keyed import KeyedRow, Sides, Verdict, reconciled
from calc.quotes.quote import level
from calc.text.columns import Column, Table, code, records, unique

CONFIRMED, RECONCILED = "quotes.confirmed", "quotes.reconciled"
# A list of what was keyed may have our headings, those of a mailed table, or those of the proxy-entry file.
HEADINGS = {
    "business_date": ("業務日",),
    "participant": ("清算参加者コード",),
    "instrument": ("銘柄", "銘柄コード"),
    "bid": ("bid_bp", "買気配", "ビッド"),
    "offer": ("offer_bp", "売気配", "オファー"),
}
ENCODINGS = ("utf-8-sig", "cp932")


@dataclass(frozen=True, slots=True)
class QuoteStatus:
    """What the record says at an instant; times left are negative once passed, None where no time is set."""

    business_date: date
    participant: str
    at: datetime
    entered: tuple[Entry, ...]
    sent: tuple[Entry, ...]
    confirmed: Mapping[str, Entry]
    close: time | None

    def left_until(self, by: time) -> timedelta:
        """Return how long it is until a time of the business date."""
        return instant(self.business_date, by) - self.at

    def state_of(self, sent: Entry) -> str:
        """Return where one sending stands: sent and not confirmed, confirmed, or overtaken by a later sheet."""
        if sent.key in self.confirmed:
            return "confirmed"
        return "sent_not_confirmed" if sent.body["entered"] == self.entered[-1].key else "superseded"


def quote_status(
    journal: Journal, business_date: date, *, participant: str, settings: Settings, at: datetime
) -> QuoteStatus:
    """Return where the quotes of one participant stand."""
    sent = sendings_of(journal, business_date, participant)
    keys = {each.key for each in sent}
    confirmed = {each.body["sent"]: each for each in journal.entries(CONFIRMED) if each.body["sent"] in keys}
    return QuoteStatus(
        business_date,
        participant,
        at,
        sheets_entered(journal, business_date, participant),
        sent,
        confirmed,
        settings.local_time("quote_window_close"),
    )


def confirmed(journal: Journal, status: QuoteStatus, reference: str, *, person: Person, tell: Tell = None) -> Entry:
    """Return the entry that JSCC confirmed the last sending; `reference` is who said so, and how.

    Raises RefusedError `quotes_not_sent`, `reason_needed`.
    """
    sent = last_sent(status)
    body: dict[str, Json] = {
        "business_date": status.business_date.isoformat(),
        "participant": status.participant,
        "sent": sent.key,
        "reference": reason_of(reference),
        **person.body(),
    }
    return journal.append_all([(CONFIRMED, body)], on_recorded=tell)[0]


def reconciliation(journal: Journal, status: QuoteStatus, keyed: Path, *, tell: Tell = None) -> tuple[KeyedRow, ...]:
    """Return what was keyed beside what was sent last, recorded with the file's hash and every difference.

    Raises RefusedError `quotes_not_sent`, or the findings of a file of which one row cannot be read.
    """
    last_sent(status)  # refused before a file is read
    return reconciled_content(journal, status, read_limited(keyed, LARGEST_FILE), keyed.name, tell=tell)


def reconciled_content(
    journal: Journal, status: QuoteStatus, data: bytes, source: str, *, tell: Tell = None
) -> tuple[KeyedRow, ...]:
    """Return the same of a table's content, wherever it stood."""
    sent = last_sent(status)
    sheet = next(each for each in status.entered if each.key == sent.body["entered"])
    ours = {each.instrument: (each.bid_bp, each.offer_bp) for each in quotes_of(sheet)}
    rows = reconciled(ours, keyed_quotes(data, source, participant=status.participant, day=status.business_date))
    body: dict[str, Json] = {
        "business_date": status.business_date.isoformat(),
        "participant": status.participant,
        "sent": sent.key,
        "keyed_sha256": sha256(data).hexdigest(),
        "rows": len(rows),
        "differences": [[each.instrument, each.verdict.value] for each in rows if each.verdict is not Verdict.SAME],
    }
    journal.append_all([(RECONCILED, body)], on_recorded=tell)
    return rows


def difference_findings(rows: tuple[KeyedRow, ...]) -> tuple[Finding, ...]:
    """Return a finding for each instrument that was not keyed as it was sent."""
    return tuple(
        finding("keyed_differs", instrument=each.instrument, sent=_sides(each.sent), keyed=_sides(each.keyed))
        for each in rows
        if each.verdict is not Verdict.SAME
    )


def open_differences(journal: Journal, status: QuoteStatus) -> tuple[Finding, ...]:
    """Return a finding while the last reconciliation of a participant's day has differences."""
    wanted = (status.business_date.isoformat(), status.participant)
    entries = journal.entries(RECONCILED)
    made = [each for each in entries if (each.body["business_date"], each.body["participant"]) == wanted]
    names = [str(instrument) for instrument, _ in made[-1].body["differences"]] if made else []
    return (finding("keyed_unresolved", instruments=" ".join(names)),) if names else ()


def last_sent(status: QuoteStatus) -> Entry:
    """Return the last sending. Raises RefusedError `quotes_not_sent`."""
    if not status.sent:
        raise RefusedError([finding("quotes_not_sent", participant=status.participant, date=status.business_date)])
    return status.sent[-1]


def keyed_quotes(data: bytes, source: str, *, participant: str, day: date) -> dict[str, Sides]:
    """Return bid and offer in bp by instrument; rows of other participants and days are passed over.

    Raises RefusedError with every bad row: a reconciliation of half a file says nothing.
    """
    table = _table(data, source)
    columns = [Column("instrument", code), Column("bid", level), Column("offer", level)]
    columns += [Column(name, code) for name in ("participant", "business_date") if name in table.columns]
    read = records(table, columns)
    mine = [
        (row, values)
        for row, values in read.value
        if values.get("participant", participant) == participant
        and values.get("business_date", day.isoformat()) == day.isoformat()
    ]
    kept = unique(mine, ("instrument",), source)
    if found := (*read.findings, *kept.findings):
        raise RefusedError(found)
    return {values["instrument"]: (values["bid"], values["offer"]) for _, values in kept.value}


def countdowns(status: QuoteStatus) -> tuple[tuple[str, time, timedelta], ...]:
    """Return what the desk counts down to: 15:15, and the close of the quote window where it is set."""
    times = (("report_by_mail_from", mail_from()), ("quote_window_close", status.close))
    return tuple((name, by, status.left_until(by)) for name, by in times if by is not None)


def status_json(status: QuoteStatus, rows: tuple[KeyedRow, ...] | None) -> dict[str, object]:
    """Return the status as `hikae quotes status --json` prints it."""
    last = status.entered[-1] if status.entered else None
    return {
        "business_date": status.business_date.isoformat(),
        "participant": status.participant,
        "at": iso(status.at),
        "entered": None if last is None else {"key": last.key, "at": last.at, "quotes": len(last.body["quotes"])},
        "superseded": max(0, len(status.entered) - 1),
        "sent": [
            {name: each.body.get(name) for name in ("route", "at", "name", "message_id")}
            | {"key": each.key, "state": status.state_of(each)}
            for each in status.sent
        ],
        "countdown": {name: int(left.total_seconds()) for name, _, left in countdowns(status)},
        "keyed": None if rows is None else [
            {"instrument": each.instrument, "sent": each.sent, "keyed": each.keyed, "verdict": each.verdict.value}
            for each in rows
        ],
    }  # fmt: skip


def _table(data: bytes, source: str) -> Table:
    if not is_workbook(source):
        data = _as_utf8(data)
    read = table_of(data, source)
    if read.value is None or read.findings:
        raise RefusedError(read.findings)
    known = {other: name for name, others in HEADINGS.items() for other in others}
    columns = tuple(known.get(head.strip().lower(), head.strip().lower()) for head in read.value.columns)
    twice = sorted({name for name in HEADINGS if columns.count(name) > 1})
    if twice:
        raise RefusedError([finding("column_repeated", Place(source, 1, name), column=name) for name in twice])
    return Table(read.value.source, columns, read.value.rows)


def _as_utf8(data: bytes) -> bytes:
    """Return a CSV in UTF-8, read as strict UTF-8 or else as strict cp932, the encoding of the proxy-entry file."""
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    return data


def _sides(sides: Sides | None) -> str:
    return "-" if sides is None else f"{sides[0]:.10g}/{sides[1]:.10g}"
