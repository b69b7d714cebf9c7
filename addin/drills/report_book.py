"""The report of a drill as a workbook that prints on A4: summary, trace, and the script as it was."""

from collections.abc import Sequence
from datetime import date, datetime

from addin.books.regions.drill import EVENTS, SUMMARY, TRACE
from addin.books.style import CellValue, Head, book, page, saved, table
from addin.drills.marks import Mark
from addin.drills.report import GRADES, KINDS, Report, act_details, summary
from addin.drills.script import Action, Event, Script
from addin.drills.script_read import words_of
from addin.home import BANNER
from calc.plan.board import both
from calc.text.wording import Words

CLOCK, OTHER_DAY = "%H:%M:%S", "%m-%d %H:%M:%S"

SUMMARY_HEADS = (Head("項目", "Item", 40, wrap=True), Head("結果", "Result", 90, wrap=True))
TRACE_HEADS = (
    Head("いつから", "Since", 12),
    Head("期限", "Due", 12),
    Head("実施", "Done", 12),
    Head("結果", "Grade", 17),
    Head("種類", "Kind", 18),
    Head("条項", "Clauses", 16, wrap=True),
    Head("求められたこと", "What was called for", 46, wrap=True),
    Head("理由", "Why", 56, wrap=True),
)
EVENT_HEADS = (
    Head("起きた時刻", "Happened", 12),
    Head("知った時刻", "Told", 12),
    Head("種類", "Kind", 40),
    Head("出来事と模範の対応", "What happened, and the reference act", 100, wrap=True),
)


def report_book(report: Report) -> bytes:
    """Return the report as the bytes of a workbook; the same report gives the same bytes."""
    made = book()
    script = report.script
    heading = (f"{BANNER}   {script.words.ja}", f"{script.words.en}   {report.score.points} / 100")
    told = [(both(said, between=" "), _once(value)) for said, value in summary(report)]
    trace = [_trace_row(each, script.business_date) for each in report.score.marks]
    content = ((SUMMARY, SUMMARY_HEADS, told), (TRACE, TRACE_HEADS, trace), (EVENTS, EVENT_HEADS, _script_rows(script)))
    for region, heads, rows in content:
        lines = (f"{script.name}   {script.business_date}", f"{BANNER}   {report.head}")
        sheet = page(made, region.sheet, heading=heading, lines=lines)
        assert sheet.oddHeader is not None  # noqa: S101 - a new sheet has one
        sheet.oddHeader.center.text = BANNER
        table(sheet, region, heads, rows)
    return saved(made)


def _once(value: Words) -> str:
    """Return a figure once, words in both languages."""
    return value.ja if value.ja == value.en else both(value, between=" / ")


def _trace_row(mark: Mark, day: date) -> Sequence[CellValue]:
    since, due = _clock(mark.since, day), _clock(mark.due, day)
    done = "－" if mark.done is None else _clock(mark.done, day)
    grade, kind = both(GRADES[mark.grade], between=" "), both(KINDS[mark.kind], between=" ")
    clauses, said, why = " ".join(mark.clauses), both(mark.words), both(mark.why)
    return (since, due, done, grade, kind, clauses, said, why)


def _script_rows(script: Script) -> list[Sequence[CellValue]]:
    """Return events and reference acts in one order of time."""
    day = script.business_date
    rows = [(each.told, each.row, _event_row(each, day)) for each in script.events]
    rows += [(each.at, len(script.events) + each.row, _act_row(each, day)) for each in script.actions]
    return [row for *_, row in sorted(rows, key=lambda each: each[:2])]


def _event_row(event: Event, day: date) -> Sequence[CellValue]:
    kind = both(words_of("failure")[event.failure], between=" ")
    return (_clock(event.at, day), _clock(event.told, day), f"● {kind}", both(event.words))


def _act_row(action: Action, day: date) -> Sequence[CellValue]:
    said = both(words_of("act")[action.do], between=" ")
    return (_clock(action.at, day), None, f"→ {said}", act_details(action))


def _clock(at: datetime, day: date) -> str:
    """Return a time of the business date, an instant of another day with its date."""
    return at.strftime(CLOCK if at.date() == day else OTHER_DAY)
