"""The margin workbook: the same bytes for the same content, native formulas of ours, and none of anybody else's."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from addin.books.margin_book import MARKS, MarginBook, RequirementLine, margin_book
from addin.books.regions import report
from addin.books.style import Formula

COMPONENTS = [("基礎基準額", "Base"), ("ショートチャージ", "Short charge"), ("合計", "Total")]
INJECTED = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "#N/A",
    "'=",
]


def line(account="P01H", components=(100, 20, 120), verdict="agrees"):
    """Return an account's line, notified first 121 yen and last 120."""
    return RequirementLine(account, "P01", "house", components, 121, verdict, 120, "agrees", 120)


def content(**changes):
    """Return what a small workbook shows, some of it changed."""
    told = {
        "context": ["業務日 2026-11-20", "hikae 0.1.0"],
        "rulings": [("清算値段 Price", "当日 today", "CP-1.3", "理由\nwhy", "2026-11-20T18:00:00+09:00")],
        "steps": [("読込 Read", "○ 済 done", 0, "14ファイル files")],
        "approvals": [("a.csv\nアップロードCSV upload CSV", "○ 承認済 / approved", "ab12", "SK")],
        "components": COMPONENTS,
        "requirements": [line(), line("P02H", verdict="differs")],
        "causes": [(1, "P02H", "当初証拠金 基礎基準額", 121, 120, None, "単位の誤り\na unit slip")],
        "prices": [
            ("ITXJS4605", "当日 / today", "CP-1.2", 55.5, 55.5, 55.4, 54.0, 7),
            ("JP001", "－", "", None, None, None, 14.0, 0),
        ],
        "positions": [("P01H", "ITXJS4605", -9.8e9)],
        "files": {"quotes.csv": "ab" * 32},
        "settings": [("tail_rule", "fractional", "", "assumption", "default", "")],
        "findings": [("error", "quotes.csv:14 bid_bp", "quote_crossed", "ビッドが上", "Bid is above.")],
    }
    return MarginBook(**{**told, **changes})


def at(region, column, number=1):
    """Return the address of a column in the given row of a block, its header being row 0."""
    return f"{column}{region.row + number}"


def row_of(book, region, number=1):
    """Return the cells of one row of a block."""
    return [cell.value for cell in book[region.sheet][region.row + number]]


def reopened(made):
    """Return the workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(made))


def formulas(made):
    """Return every formula as (sheet, cell, text)."""
    return {
        (sheet.title, cell.coordinate, cell.value)
        for sheet in reopened(made)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_the_same_content_gives_the_same_bytes():
    """Made twice, the workbook is byte for byte the same, and the moment of making stands nowhere in it."""
    assert margin_book(content()) == margin_book(content())
    with zipfile.ZipFile(io.BytesIO(margin_book(content()))) as package:
        assert {part.date_time for part in package.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", package.read("docProps/core.xml"))) == {
            b"2026-01-01T00:00:00Z"
        }


def test_other_content_gives_other_bytes():
    """One amount that differs is a different file."""
    assert margin_book(content()) != margin_book(content(requirements=[line(components=(101, 20, 121))]))


def test_every_sheet_and_name_is_there():
    """All sheets stand in order, and every block has its defined name at its region."""
    book = reopened(margin_book(content()))
    assert book.sheetnames == [
        report.SUMMARY,
        report.MARGIN,
        report.COMPARE,
        report.CAUSES,
        report.PRICES,
        report.POSITIONS,
        report.INPUTS,
        report.FINDINGS,
    ]
    named = {name: next(iter(book.defined_names[name].destinations)) for name in book.defined_names}
    for region in (report.RULINGS, report.STEPS, report.REQUIREMENTS, report.COMPARISON, report.SETTLEMENT_PRICES):
        sheet, cells = named.pop(region.name)
        assert (sheet, cells.split(":")[0]) == (region.sheet, f"$A${region.row}")
    assert set(named) == {
        "HIKAE_CAUSES",
        "HIKAE_APPROVALS",
        "HIKAE_POSITIONS",
        "HIKAE_FILES",
        "HIKAE_SETTINGS",
        "HIKAE_FINDINGS",
        report.TOTAL_IM,
        report.TOTAL_APPLIED,
    }


def test_a_block_is_named_to_its_last_row():
    """The name of a table covers its header and all of its rows."""
    book = reopened(margin_book(content()))
    first = report.REQUIREMENTS.row
    assert book.defined_names["HIKAE_REQUIREMENTS"].attr_text == f"'{report.MARGIN}'!$A${first}:$F${first + 2}"
    assert book.defined_names[report.TOTAL_IM].attr_text == f"'{report.MARGIN}'!$F${first + 3}:$F${first + 3}"


def test_sums_and_differences_are_formulas_of_the_sheet():
    """Totals, differences and changes are computed by the spreadsheet itself from the values beside them."""
    made = margin_book(content())
    by_sheet = {}
    for sheet, cell, text in formulas(made):
        by_sheet.setdefault(sheet, {})[cell] = text
    own, compared, priced = report.REQUIREMENTS, report.COMPARISON, report.SETTLEMENT_PRICES
    assert by_sheet[own.sheet][at(own, "F")] == f"=SUM({at(own, 'D')}:{at(own, 'E')})"
    assert by_sheet[own.sheet][at(own, "F", 3)] == f"=SUM({at(own, 'F')}:{at(own, 'F', 2)})"
    assert by_sheet[compared.sheet][at(compared, "D")] == f"='{own.sheet}'!{at(own, 'F')}"
    assert by_sheet[compared.sheet][at(compared, "F")] == f"={at(compared, 'E')}-{at(compared, 'D')}"
    assert by_sheet[compared.sheet][at(compared, "I", 2)] == f"={at(compared, 'H', 2)}-{at(compared, 'D', 2)}"
    assert by_sheet[priced.sheet] == {at(priced, "H"): f"={at(priced, 'D')}-{at(priced, 'G')}"}
    assert set(by_sheet) == {report.MARGIN, report.COMPARE, report.CAUSES, report.PRICES}


def test_values_stand_where_they_belong():
    """Components, notified amounts, verdicts and prices are read back as they were given."""
    book = reopened(margin_book(content()))
    assert row_of(book, report.REQUIREMENTS)[:5] == ["P01H", "P01", "house", 100, 20]
    compared = row_of(book, report.COMPARISON, 2)
    assert [compared[place] for place in (4, 6, 7, 9, 10)] == [121, MARKS["differs"], 120, MARKS["agrees"], 120]
    assert row_of(book, report.SETTLEMENT_PRICES, 2)[3:] == [None, None, None, 14, None, 0]
    assert row_of(book, report.NOTES)[2] == "quote_crossed"
    assert row_of(book, report.FILES)[1] == "ab" * 32


def test_what_cannot_be_computed_stays_blank():
    """An account without a computed requirement has no sum and no difference, and one not notified no difference."""
    unknown = RequirementLine("P03H", "P03", "house", (None, None, None), 5, "cannot_check", None, "cannot_check", None)
    book = reopened(margin_book(content(requirements=[unknown, replace(line(), notified_last=None)])))
    assert row_of(book, report.REQUIREMENTS)[3:] == [None, None, None]
    assert row_of(book, report.COMPARISON)[3:9] == [None, 5, None, MARKS["cannot_check"], None, None]
    assert row_of(book, report.COMPARISON, 2)[8] is None


def test_an_applied_amount_that_is_open_adds_up_to_nothing():
    """While nothing applies yet the total of what applies is blank, never a zero that somebody could take for one."""
    open_still = margin_book(content(requirements=[replace(line(), applied=None)]))
    assert row_of(reopened(open_still), report.COMPARISON, 2)[10] is None
    assert row_of(reopened(margin_book(content())), report.COMPARISON, 3)[10] == "=SUM(K8:K9)"


def test_a_book_without_accounts_has_no_sum_of_itself():
    """With no account at all there is no total, no circle of formulas and no chart."""
    made = margin_book(content(requirements=[]))
    assert {sheet for sheet, _, _ in formulas(made)} == {report.CAUSES, report.PRICES}
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not [name for name in package.namelist() if "chart" in name]


@pytest.mark.parametrize("text", INJECTED)
def test_no_text_of_the_data_becomes_a_formula(text):
    """Text that would be a formula when typed stays the very text but for its line ends, wherever data can go."""
    own = formulas(margin_book(content()))
    made = margin_book(
        content(
            rulings=[(text,) * 5],
            steps=[(text, text, 0, text)],
            requirements=[replace(line(), account=text, participant=text, kind=text), line()],
            prices=[(text, text, text, 55.5, 55.5, 55.4, 54.0, 7)],
            positions=[(text, text, 1.0)],
            files={text: text},
            settings=[(text,) * 6],
            findings=[(text,) * 5],
        )
    )
    assert {cell for _, cell, _ in formulas(made)} == {cell for _, cell, _ in own}
    cell = reopened(made)[report.INPUTS][at(report.FILES, "B")]
    assert (cell.value, cell.data_type) == (text.replace("\r", "\n"), "s")
    assert cell.quotePrefix is (text[0] in "=+-@\t\r")


def test_only_what_we_mark_is_a_formula():
    """A formula is a text that our own code has marked as one."""
    assert isinstance(Formula("=1"), str)
    marked = margin_book(content(settings=[(Formula("=1+1"), "", "", "", "", "")]))
    assert [text for sheet, _, text in formulas(marked) if sheet == report.INPUTS] == ["=1+1"]


@pytest.mark.parametrize("text", ["A\x00B", "\x1b[2J", "\x0b", "x" * 40_000])
def test_no_text_of_the_data_breaks_the_workbook(text):
    """Characters that XML cannot hold are replaced, and the workbook is written all the same."""
    book = reopened(margin_book(content(findings=[(text,) * 5])))
    said = row_of(book, report.NOTES)[0]
    assert said == re.sub(r"[\x00\x0b\x1b]", "\ufffd", text)[:32767]


def test_the_chart_shows_every_component_of_every_account():
    """A native stacked chart takes its series from the components and its categories from the accounts."""
    with zipfile.ZipFile(io.BytesIO(margin_book(content()))) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
    places = re.findall(r"<(?:c:)?f>([^<]*)</(?:c:)?f>", chart)
    first = report.REQUIREMENTS.row + 1
    for column in "ADE":
        assert f"'{report.MARGIN}'!${column}${first}:${column}${first + 1}" in places
    assert "stacked" in chart


def test_the_workbook_is_recomputed_when_it_opens():
    """Every host computes the formulas anew on opening, and finds no link to anything outside."""
    made = margin_book(content())
    assert reopened(made).calculation.fullCalcOnLoad
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not [name for name in package.namelist() if "external" in name.lower() or "vba" in name.lower()]


def test_sheets_print_across_a4_with_their_header_on_every_page():
    """Each sheet fits one A4 page in width, and repeats the head of its first table."""
    for sheet in reopened(margin_book(content())):
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth == 1
        assert re.fullmatch(r"\$?\d+:\$?\d+", sheet.print_title_rows)


CAUSE = (1, "P05H", "当初証拠金 基礎基準額", 3_142_247, 3_142_247_805, 3_003_988_901, "単位の誤り\na unit slip")


def test_each_cause_stands_with_its_amounts():
    """Version, account, what, both amounts, yesterday's and the cause stand in a row; the difference is the sheet's."""
    book = reopened(margin_book(content(causes=[CAUSE])))
    row = report.PROBABLE_CAUSES.row + 1
    assert row_of(book, report.PROBABLE_CAUSES) == [*CAUSE, f"=D{row}-E{row}"]


@pytest.mark.parametrize("missing", [3, 4])
def test_an_amount_that_is_not_there_has_no_difference(missing):
    """Where nothing was notified, or nothing is ours, the cell is empty and so is the difference."""
    cells = [None if place == missing else cell for place, cell in enumerate(CAUSE)]
    book = reopened(margin_book(content(causes=[cells])))
    assert row_of(book, report.PROBABLE_CAUSES) == [*cells, None]


def test_a_day_without_a_difference_says_so():
    """Where nothing differs the page says that, instead of standing empty."""
    book = reopened(margin_book(content(causes=[])))
    assert "nothing differs" in book[report.CAUSES][at(report.PROBABLE_CAUSES, "C")].value
