"""送信 / Ways out: which way is open by the plan and the record, what has left, and whether JSCC confirmed it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from addin.app.approval.desk import desk_entries
from addin.app.desk_day import Desk, Done, day_folder, participant_of, person_of, seen_at
from addin.app.outage_facts import Due, day_of, due, outage_of
from addin.app.quote_checks import mail_from
from addin.app.quotes_day import QuoteDay
from addin.app.quotes_status import QuoteStatus, confirmed, open_differences, quote_status
from addin.books.desk_cells import day_number, text_of, written
from addin.books.port import Cell, Rows, Sheet, read_if_there
from addin.books.regions.quotes import CONFIRMED, SENDINGS, STANDINGS, WAYS_LINE
from addin.store.chain import Entry
from addin.store.journal import Journal
from calc.outcome import RefusedError
from calc.plan.clauses import book
from calc.plan.types import Day
from calc.text.wording import Words, words

OPEN, DOWN, NOT_NEEDED = "○", "✗ 使えない down", "－ 不要 not needed"
REPORTED, TO_REPORT, LATE = "○ 連絡済 reported", "▲ 未連絡 to report", "▲ 未連絡・遅れ late"
STATES = {
    "confirmed": "○ 確認済 confirmed",
    "sent_not_confirmed": "▲ 未確認 not confirmed",
    "superseded": "－ 古い入力 superseded",
}
WAYS = {"upload": "通常 upload", "tool": "ツール tool", "mail": "メール mail"}
CONNECTIONS = {"direct": Words("直結", "direct line"), "tool": Words("ツール", "tool")}
NO_FAILURE = "障害の宣言なし / no failure declared"

Standing = tuple[str, str, Cell, Cell]


def seen_ways(desk: Desk) -> Done:
    """Return where the quotes stand, the page written anew from the plan and the record; nothing is recorded.

    Errors as `day_folder` and reading the record.
    """
    day, participant = day_folder(desk), participant_of(desk.sheet)
    at = seen_at(desk, day.business_date)
    with Journal(desk.home) as journal:
        rows = ways_rows(desk.sheet, journal, day, participant=participant, at=at)
        status = quote_status(journal, day.business_date, participant=participant, settings=day.settings, at=at)
    desk.sheet.write(rows)
    waiting = sum(status.state_of(each) == "sent_not_confirmed" for each in status.sent)
    ja = f"{at:%H:%M:%S} 送信 {len(status.sent)}件、未確認 {waiting}件"
    return Done(Words(ja, f"{at:%H:%M:%S}: {len(status.sent)} sent, {waiting} not confirmed"))


def confirmed_sending(desk: Desk) -> Done:
    """Return the entry that JSCC confirmed the last sending, as `hikae quotes status --confirm` records it.

    Raises RefusedError `reason_needed` at the cell for who said so and how, `quotes_not_sent`, `initials_refused`.
    """
    block, person = desk.sheet.read(CONFIRMED.name), person_of(desk.sheet)
    day, participant = day_folder(desk), participant_of(desk.sheet)
    at = seen_at(desk, day.business_date)
    with Journal(desk.home) as journal:
        status = quote_status(journal, day.business_date, participant=participant, settings=day.settings, at=at)
        try:
            entry = confirmed(journal, status, text_of(block), person=person)
        except RefusedError as refused:
            place = block.place(0, 0)
            raise RefusedError([each.at(place) for each in refused.findings]) from None
        rows = ways_rows(desk.sheet, journal, day, participant=participant, at=at)
    desk.sheet.write({**rows, block.name: [[""]]})
    name = status.sent[-1].body["name"]
    return Done(Words(f"{name} を確認済としました", f"{name} counts as confirmed"), entry)


def ways_rows(sheet: Sheet, journal: Journal, day: QuoteDay, *, participant: str, at: datetime) -> dict[str, Rows]:
    """Return what the page is to hold at an instant, in whichever of its regions the book has."""
    status = quote_status(journal, day.business_date, participant=participant, settings=day.settings, at=at)
    known = day_of(journal, day.day, business_date=day.business_date, settings=day.settings)
    asked = due(known, participant, settings=day.settings, at=at)
    window = (day.settings.local_time("quote_window_open"), status.close)
    made: dict[str, Sequence[Sequence[Cell]]] = {
        STANDINGS.name: _standings(known, asked, window=window),
        SENDINGS.name: _sendings(journal, status),
    }
    rows: dict[str, Rows] = {}
    for region in (STANDINGS, SENDINGS):
        block = read_if_there(sheet, region.name)
        if block is not None:
            rows[region.name] = written(block, region, made[region.name])
    if read_if_there(sheet, WAYS_LINE.name) is not None:
        rows[WAYS_LINE.name] = [[_line(journal, status)]]
    return rows


def _standings(day: Day, asked: Due, *, window: tuple[time | None, time | None]) -> list[Standing]:
    """Return upload, tool, mail and the report of a failure: whether each may be used, why, from and until when."""
    opens, closes = (None if each is None else _fraction(each) for each in window)
    outage, route = outage_of(day, asked.participant), None if asked.routes is None else asked.routes.quotes
    if outage is None or route is None:
        usual = [(OPEN, NO_FAILURE, opens, closes)] * 2
        report_by = _fraction(_report_by())
        return [
            *usual,
            (NOT_NEEDED, NO_FAILURE, _fraction(mail_from()), closes),
            (NOT_NEEDED, NO_FAILURE, None, report_by),
        ]
    line = CONNECTIONS[str(outage.details["connection"])]
    why = f"{outage.at:%H:%M} {line.ja}の障害 / {line.en} failed"
    tool = OPEN if "tool" in route.routes else DOWN
    mail = OPEN if "email" in route.routes else NOT_NEEDED
    report = _reported(day, asked, late=route.late) if "email" in route.routes else NOT_NEEDED
    return [
        (DOWN, why, opens, closes),
        (tool, why, opens, closes),
        (mail, why, _fraction(mail_from()), closes),
        (report, why, None, _fraction(_report_by())),
    ]


def _reported(day: Day, asked: Due, *, late: bool) -> str:
    told = [each for each in day.facts if each.what == "participant.reported" and each.at <= asked.answer.plan.at]
    if any(each.details["participant"] == asked.participant for each in told):
        return REPORTED
    return LATE if late else TO_REPORT


def _sendings(journal: Journal, status: QuoteStatus) -> list[Sequence[Cell]]:
    """Return what has left, the newest first; where that is more than the page has room for, how many more."""
    given = {entry.key: entry for entry in desk_entries(journal)}
    sheets = {entry.key: entry for entry in status.entered}
    rows = [_sending(each, status, given, sheets) for each in reversed(status.sent)]
    if len(rows) > SENDINGS.rows:
        more = len(rows) - SENDINGS.rows + 1
        blank = [""] * len(SENDINGS.columns)
        rows = [*rows[: SENDINGS.rows - 1], [blank[0], f"＋ 他{more}件 / +{more} more", *blank[2:]]]
    return rows


def _sending(
    sent: Entry, status: QuoteStatus, given: Mapping[str, Entry], sheets: Mapping[str, Entry]
) -> Sequence[Cell]:
    body, sheet = sent.body, sheets.get(str(sent.body["entered"]))
    approval = given.get(str(body["approval"]))
    by = str(approval.body["initials"]) if approval is not None else "単独 solo"
    answer = status.confirmed.get(sent.key)
    said = "" if answer is None else f"{answer.body['reference']}   {answer.body['initials']} {answer.at[11:16]}"
    return (
        day_number(datetime.fromisoformat(str(body["at"]))),
        STATES[status.state_of(sent)],
        WAYS[str(body["route"])],
        "" if sheet is None else len(sheet.body["quotes"]),
        str(body["initials"]),
        by,
        str(body["entered"])[:12],
        said,
        str(body["name"]),
    )


def _line(journal: Journal, status: QuoteStatus) -> str:
    """Return what is entered of the participant's quotes, and what of the last reconciliation is still open."""
    if not status.entered:
        return "－ まだ入力していない / nothing entered yet"
    last = status.entered[-1]
    said = f"○ 入力済 entered {len(last.body['quotes'])}   {last.at[11:19]} {last.body['initials']}"
    opened = [words(each) for each in open_differences(journal, status)]
    return "   ".join((said, *(f"✗ {each.ja} / {each.en}" for each in opened)))


def _report_by() -> time:
    """Return by when a failure is to be reported (CP-1.1.b.2), as its clause has it."""
    by: time = book().clauses["CP-1.1.b.2"].window["cutoff"]
    return by


def _fraction(moment: time) -> float:
    """Return a time of day as a sheet counts it."""
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
