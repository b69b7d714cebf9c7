"""The report of a drill: the same on paper, in the workbook and as JSON, and a drill's on every page."""

import html
import io
import json
import re
import zipfile

import pytest
from openpyxl import load_workbook

from addin.drills.marks import Grade, Kind
from addin.drills.report import GRADES, KINDS, Report, act_details, fault_words, report_json, summary
from addin.drills.report_book import report_book
from addin.drills.run import report_of
from addin.drills.score import scored
from addin.home import BANNER


@pytest.fixture(scope="module")
def whole(reference):
    """Return the report of the whole bad day's reference run."""
    made = reference("bad-day")
    return report_of(made.script, made.played, attended=False)


@pytest.fixture(scope="module")
def poor(reference):
    """Return the report of an officer who sent no notice and recorded no ruling."""
    made = reference("bad-day")
    kept = [
        each for each in made.played.entries if each.kind != "plan.ruled" and each.body.get("what") != "notice.sent"
    ]
    return Report(made.script, scored(made.script, kept), attended=True, head="abc")


def cells(data):
    """Return the texts of each sheet of a workbook."""
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value] for sheet in book}


def test_the_summary_says_what_was_asked_for(whole):
    """Decisions, notices, minutes to the first quote and omissions each have their line."""
    said = {words.en: value.en for words, value in summary(whole)}
    assert (said["Score"], said["Minutes to the first quote"], said["Omissions"]) == ("100 / 100", "64", "0")
    assert re.fullmatch(r"(\d+) / \1", said["Decisions right and in time"])
    assert re.fullmatch(r"(\d+) / \1", said["Notices in time"])
    assert (said["Clauses at fault"], said["Held as"]) == ("－", "reference run")


def test_the_summary_speaks_one_language_at_a_time(whole):
    """No Japanese stands in its English, and its Japanese says who was drilled."""
    assert not [value.en for _, value in summary(whole) if re.search("[\u3041-\u9fff]", value.en)]
    assert {words.ja: value.ja for words, value in summary(whole)}["実施"] == "模範の自動実行"


def test_the_summary_of_a_poor_drill_names_the_clauses(poor):
    """What was at fault stands there by its clauses, and who was drilled."""
    said = {words.en: value.en for words, value in summary(poor)}
    assert {"CP-3.1.2.a", "CP-1.3.3", "CP-2.1.2.c"} <= set(said["Clauses at fault"].split())
    assert said["Held as"] == "drill by persons"


def test_a_fault_is_told_with_its_clause_and_deadline(poor):
    """A line for the screen says how, by which clause, what, and when it was due."""
    words = [fault_words(each) for each in poor.score.faults]
    assert any(each.en.startswith("missing CP-3.1.2.a announce") and "(due 13:10)" in each.en for each in words)
    assert any(each.ja.startswith("✗ 漏れ CP-3.1.2.a") and "期限 13:10" in each.ja for each in words)


def test_the_workbook_has_every_mark_and_every_event(whole):
    """The trace has a row a mark, the script a row an event and an act."""
    book = load_workbook(io.BytesIO(report_book(whole)))
    rows = {sheet.title.split()[-1]: sheet.max_row - 6 for sheet in book}
    acts = len(whole.script.events) + len(whole.script.actions)
    assert rows == {"Summary": 11, "Trace": len(whole.score.marks), "Script": acts}


def test_the_workbook_says_why_each_ruling_was_so(whole):
    """The plan's own sentence stands beside each decision."""
    said = cells(report_book(whole))["経過 Trace"]
    rulings = [each for each in whole.score.marks if each.kind is Kind.DECISION and each.why.en]
    assert all(any(each.why.en in text for text in said) for each in rulings)


def test_the_workbook_opens_the_script_to_all(whole):
    """Once the drill is over, everybody may read what happened and what would have been right."""
    said = cells(report_book(whole))["筋書き Script"]
    assert all(any(event.words.ja in text for text in said) for event in whole.script.events)
    assert sum(text.startswith("→ ") for text in said) == len(whole.script.actions)


def test_every_page_that_is_printed_bears_the_banner(whole):
    """Heading and print header of each sheet say that it is a drill's."""
    with zipfile.ZipFile(io.BytesIO(report_book(whole))) as book:
        sheets = [
            html.unescape(book.read(name).decode())
            for name in book.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    assert len(sheets) == 3
    assert all(BANNER in sheet.partition("<oddHeader>")[2] for sheet in sheets)


def test_the_same_report_gives_the_same_bytes(whole):
    """Two workbooks of one drill are one file."""
    assert report_book(whole) == report_book(whole)


def test_an_event_of_another_day_shows_its_date(reference):
    """What happened before the business date is not mistaken for it."""
    made = reference("silver-week")
    said = cells(report_book(report_of(made.script, made.played, attended=False)))
    assert "06:40:00" in said["筋書き Script"]


def test_json_says_the_same(poor):
    """Programs read the figures that the page shows, and every mark with its clauses and times."""
    said = json.loads(json.dumps(report_json(poor)))
    assert (said["drill"], said["script"], said["attended"]) == (BANNER, "bad-day", True)
    assert (said["points"], len(said["trace"])) == (poor.score.points, len(poor.score.marks))
    assert said["notices"]["good"] < said["notices"]["of"]
    assert ["CP-3.1.2.a"] in said["omissions"]
    first = said["trace"][0]
    assert (first["grade"], first["since"], first["done"]) == ("missing", "2026-11-20T13:00:00+09:00", None)


def test_every_grade_and_kind_has_its_words():
    """No mark is left without a word on the page."""
    assert set(GRADES) == set(Grade)
    assert set(KINDS) == set(Kind)


def test_the_details_of_an_act_read_as_a_line(small):
    """Lists and names within are written plainly."""
    (action,) = small(actions=[{"at": small().begins, "do": "hear", "heard": {"P01": "a"}, "more": ["x", "y"]}]).actions
    assert act_details(action) == "heard=P01: a  more=x y"
