"""The pages of the quotes book beside its entry page: what stands on them before anybody presses a button."""

import io

import openpyxl
import pytest

from addin.app.desk_paste import figures_of, headings_of
from addin.books.regions import paste, quotes
from addin.export.template import template
from calc.plan.clauses import book as rules
from workbooks.catalogue import built
from workbooks.margin import LAYOUTS as OF_MARGIN
from workbooks.quotes import LAYOUTS
from workbooks.quotes_ways import CLAUSES

ORDER = [
    "説明 About", "気配値 Quotes", "送信 Ways out", "照合 Keyed", "清算値段 Prices", "聞き取り Hearing",
    "全気配 Members", "貼付 Paste", "適用 Plan", "参照 Reference",
]  # fmt: skip


@pytest.fixture(scope="module")
def book():
    """Return the book as an office would load it."""
    return openpyxl.load_workbook(io.BytesIO(built("quotes")))


def said(book, region):
    """Return what is offered to choose from in a field."""
    sheet = book[region.sheet]
    cell = sheet.cell(region.row, region.column).coordinate
    (rule,) = [each for each in sheet.data_validations.dataValidation if cell in each.sqref]
    return rule.formula1.strip('"').split(",")


def test_the_pages_stand_in_the_order_of_the_work(book):
    """Entry, the way out, what came of it; then the prices, the vendor's failure, what else may come in."""
    assert book.sheetnames == ORDER


def test_every_way_out_names_a_clause_that_is_there(book):
    """The clauses of the page are those of the plan."""
    shown = [book[quotes.WAYS].cell(row, 7).value for row in range(10, 14)]
    assert shown == list(CLAUSES)
    assert set(CLAUSES) - {"－"} <= set(rules().clauses)


def test_the_plans_own_times_count_down_before_any_button(book):
    """15:15 stands beside mail and report from the start, as its clauses have it."""
    sheet, first = book[quotes.WAYS], quotes.STANDINGS.row + 1
    clauses = rules().clauses
    assert sheet.cell(first + 2, 11).value == clauses["CP-1.1.b.3"].window["from"]
    assert sheet.cell(first + 3, 12).value == clauses["CP-1.1.b.2"].window["cutoff"]


def test_countdowns_run_from_the_instant_of_the_book(book):
    """No formula of the page asks the clock itself."""
    sheet = book[quotes.WAYS]
    texts = [sheet.cell(row, column).value for row in range(10, 14) for column in (5, 6)]
    assert all("HIKAE_TIMER" in text and "NOW" not in text for text in texts)


def test_the_layouts_offered_are_templates(book):
    """Each can be imported; the page shows its name in both languages."""
    assert said(book, paste.LAYOUT) == [each.code for each in LAYOUTS]
    assert all(template(each.code).columns for each in LAYOUTS)


@pytest.mark.parametrize("layout", [*LAYOUTS, *OF_MARGIN], ids=lambda each: each.code)
def test_the_sheet_finds_every_figure_by_the_headings_that_the_import_reads(layout):
    """The columns that control totals are of are known to both under each of their headings."""
    form = template(layout.code)
    for column, words in zip(figures_of(form), layout.figures, strict=True):
        known = {word for word, name in headings_of(form).items() if name == column.name}
        assert {word.casefold() for word in words} <= known
        assert {column.name, column.header.casefold()} <= {word.casefold() for word in words}


def test_what_is_pasted_has_cells_to_paste_into(book):
    """All of the area is unlocked, and nothing beside it is."""
    sheet = book[paste.PASTE]
    first, (last, wide) = paste.PASTED.row + 1, paste.PASTED.last
    assert not any(sheet.cell(row, column).protection.locked for row in (first, last) for column in (1, wide))
    assert sheet.cell(first, wide + 1).protection.locked
    assert sheet.cell(paste.PASTED.row, 1).protection.locked


@pytest.mark.parametrize(
    ("region", "columns"),
    [
        (quotes.KEYED_ENTRY, ("instrument", "bid", "offer")),
        (quotes.EVIDENCE, ("set_bp",)),
        (quotes.CONTACTS, ("participant", "staff", "channel", "reached", "at", "heard")),
        (quotes.SENDINGS, ()),
        (quotes.RECONCILED, ()),
        (quotes.ALL_QUOTES, ()),
        (quotes.PRICED, ()),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_only_what_a_person_fills_is_unlocked(book, region, columns):
    """Evidence, prices and what was sent are the record's, not the person's."""
    sheet, row = book[region.sheet], region.row + 1
    open_ = [
        name
        for column, name in enumerate(region.columns, region.column)
        if not sheet.cell(row, column).protection.locked
    ]
    assert tuple(open_) == columns


def test_differences_are_the_sheets_own(book):
    """Keyed less sent, price less yesterday's, vendor less composite: no button is needed to see them."""
    assert book[quotes.KEYED]["E11"].value == '=IF(COUNT(C11,G11)=2,C11-G11,"")'
    assert book[quotes.PRICES]["I9"].value == '=IF(COUNT(D9,G9)=2,D9-G9,"")'
    assert book[quotes.PRICES]["J9"].value == '=IF(COUNT(E9,F9)=2,E9-F9,"")'
    assert book[quotes.HEARING]["H32"].value == '=IF(COUNT(D32,C32)=2,D32-C32,"")'


def test_a_verdict_holds_only_for_what_was_reconciled(book):
    """The state compares what stands there with what stood there then."""
    assert book[quotes.KEYED]["A11"].value == '=IF(SUMPRODUCT(--(B11:D11=J11:L11))=3,I11&"",$I$7)'


def test_the_live_composite_is_of_one_instrument(book):
    """The control value beside the computed one, from the quotes that stand in the book."""
    sheet = book[quotes.MEMBERS]
    assert sheet["J5"].value == '=IF(H6<3,"",CDS_SETTLEMENT_PRICE(H8:K33))'
    assert [sheet.cell(8, column).value for column in range(8, 12)] == [
        "instrument", "participant", "bid_bp", "offer_bp",
    ]  # fmt: skip


def test_live_cells_wait_until_there_is_something_to_compute(book):
    """An empty form asks the engine for nothing but its status and the plan."""
    sheet = book[quotes.QUOTES]
    assert sheet["J16"].value.startswith('=IF(Y16=0,"",')
    assert sheet["V15"].value.text.startswith('=IF(Y12=0,"",')
    assert (sheet["Y12"].value, sheet["Y16"].value) == ("=B12*COUNT(HIKAE_PREVIOUS)", "=(COUNT(G16,S16:U16)=4)*Y$13")


def test_choices_of_a_call_are_those_that_are_recorded(book):
    """How somebody was called and whether they were reached are chosen, not typed."""
    sheet = book[quotes.HEARING]
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {f'"{",".join(quotes.CHANNELS)}"', f'"{quotes.REACHED},{quotes.NOT_REACHED}"'}
