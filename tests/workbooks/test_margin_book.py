"""What the margin book has beyond the rules of every book: its pages, short names, guards, charts and words."""

import re
from datetime import timedelta

import pytest
from book_rules import cells, formulas

from addin.app.day.labels import applies_label
from addin.app.desk_margin_check import VERDICTS as CHECKED_VERDICTS
from addin.books.regions import margin, panel
from addin.functions.catalogue import function_named
from addin.functions.margin import COMPUTED, MOST_BINS, STORED
from calc.margin.requirement import Component
from calc.plan.clauses import book as rules
from workbooks import catalogue
from workbooks.margin_accounts import APPLYING, BESIDE, RULED, VERDICTS, VERSION_WORDS, VERSIONS, WORKING
from workbooks.margin_compare import VERDICTS as COMPARED
from workbooks.margin_components import PARTS
from workbooks.margin_history import TESTED
from workbooks.margin_variation import FUND_WORDS, VM_WORDS

PAGES = [
    "説明 About", "総括 Summary", "口座 Accounts", "照合 Compare", "内訳 Components", "通知 Notified", "要因 Explain",
    "変動 Variation", "清算基金 Fund", "日中 Intraday", "資金 Cash", "代替コスト Cost", "試算 What-if", "最悪日 Worst",
    "履歴 History", "適用 Plan", "建玉 Positions", "市場 Market", "貼付 Paste",
]  # fmt: skip
CHARTS = {"総括 Summary": 2, "最悪日 Worst": 1, "履歴 History": 1}
WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]+")


@pytest.fixture(scope="module")
def book():
    """Return the form with nothing filled in."""
    return catalogue.form("margin")


@pytest.fixture(scope="module")
def texts(book):
    return dict(formulas(book))


def live(texts, function):
    return {where: text for where, text in texts.items() if f"{function}(" in text}


def test_the_pages_stand_in_the_order_of_the_work(book):
    """What to decide first, then why, then what follows, then what it rests on; the summary is in front."""
    assert book.sheetnames == PAGES
    assert book.active.title == margin.SUMMARY


def test_every_short_name_is_the_range_that_buttons_know(book):
    """A formula and a button that speak of positions mean the same cells."""
    for short, region in (("建玉", margin.HELD), ("市場", margin.QUOTED), ("口座", margin.ACCOUNT_LIST),
                          ("設定", margin.SETTINGS), ("シナリオ", margin.SCENARIOS_STORED)):  # fmt: skip
        assert book.defined_names[short].attr_text == book.defined_names[region.name].attr_text


def test_formulas_use_no_word_that_is_not_a_name(book, texts):
    """A Japanese word in a formula, outside of quotes and titles of pages, is a name of the book."""
    for where, text in texts.items():
        bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", text)
        assert set(WORD.findall(bare)) <= set(book.defined_names), where


def test_short_names_are_all_used(book, texts):
    """A name that no formula needs would only be in the way."""
    used = {word for text in texts.values() for word in WORD.findall(text)}
    names = {each.name for each in (*margin.SHORT_NAMES, *margin.SHORT_CELLS)}
    assert names - used == set()
    assert names <= set(book.defined_names)


def test_every_margin_cell_waits_until_its_tables_are_stored(texts):
    """Without a record there is nothing to compute from: a guard of the sheet's own keeps errors out of the cells."""
    asked = {where: text for where, text in texts.items() if "CDS_IM" in text}
    assert len(asked) == 6
    assert all(re.match(r'=IF\((計算可|E\d),CDS_IM_[A-Z]+\(.*\),""\)$', text) for text in asked.values())


def test_the_whole_book_is_one_call(texts):
    """Components of all accounts come from one array formula, over exactly the rows that it fills."""
    (where,) = live(texts, "CDS_IM_ACCOUNTS")
    declared = function_named("CDS_IM_ACCOUNTS").result
    assert where == f"{margin.COMPONENTS}!B{margin.FIRST}"
    assert (margin.COMPUTED.rows, len(margin.COMPUTED.columns)) == (declared.rows, len(declared.columns))


@pytest.mark.parametrize(
    ("name", "region"),
    [("CDS_IM_TRADES", margin.TRADED), ("CDS_IM_WORST", margin.WORST_DAYS), ("CDS_IM_DISTRIBUTION", margin.LOSSES)],
)
def test_a_block_has_the_room_that_its_function_needs(book, name, region):
    """Rows and columns of the array are those of the function's fixed block."""
    declared = function_named(name).result
    assert (region.rows, len(region.columns)) == (declared.rows, len(declared.columns))
    cell = book[region.sheet].cell(region.row + 1, region.column)
    assert name in cell.value.text
    assert cell.value.ref.endswith(str(region.last[0]))


def test_trades_have_a_row_for_each_that_can_be_typed():
    """The block beside them is as long."""
    assert margin.TRADES.rows == margin.TRADED.rows
    assert margin.LOSSES.rows == MOST_BINS


def test_components_are_those_of_a_requirement():
    """In the order of the engine, without the total, each with a label."""
    assert (*margin.PARTS_OF, "total") == tuple(each.value for each in Component)
    assert len(PARTS) == len(margin.PARTS_OF)


def test_all_tables_of_accounts_have_the_same_rows():
    """An account that fits into one page fits into all."""
    tables = (margin.NOTIFIED, margin.CHECKED, margin.RECORDED, margin.NOTIFIED_PARTS, margin.ACCOUNT_LIST,
              margin.INTRADAY_AMOUNTS, margin.COMPUTED)  # fmt: skip
    assert {(each.row, each.rows) for each in tables} == {(margin.HEAD, margin.MOST_ACCOUNTS)}


def test_the_words_of_a_verdict_stand_where_formulas_look(book):
    """The summary counts the very words that the page of accounts shows, and the check says the same."""
    sheet = book[margin.ACCOUNTS]
    assert tuple(sheet.cell(row, 28).value for row in range(3, 8)) == VERDICTS
    assert tuple(sheet.cell(row, 29).value for row in range(3, 8)) == RULED
    assert {CHECKED_VERDICTS[each] for each in list(CHECKED_VERDICTS)[:2]} == set(VERDICTS[:2])
    counted = [cell.value for cell in book[margin.SUMMARY][24] if isinstance(cell.value, str)]
    assert [word for word in VERDICTS[:4] if not any(word in text for text in counted)] == []


def test_each_code_of_a_ruling_has_its_amount(book):
    """What applies is found by its words: the previous day's, the first, or the renotified amount."""
    sheet = book[margin.ACCOUNTS]
    found = {sheet.cell(row, 33).value: sheet.cell(row, 34).value for row in range(3, 7)}
    assert found == dict(zip(APPLYING, VERSIONS, strict=True))
    assert [margin.NOTIFIED.columns[version] for version in (1, 2, 3)] == ["previous", "first", "last"]
    assert len(VERSION_WORDS) == 3


def test_the_codes_are_those_of_the_plan():
    """Every ruling on margin that can be, but for those without an amount, holds one of the page's words."""
    applied = {clause.then.get("applies") for clause in rules().clauses.values() if clause.item == "margin"}
    said = {applies_label(each)[1] for each in applied - {None, "pending"}}
    assert [each for each in said if sum(word in each for word in APPLYING) != 1] == []


def test_both_limits_of_a_challenge_count_down(texts):
    """19:00 and 20:00 of the business date, from the plan's own clauses."""
    by, renotified = rules().clauses["CP-2.2.1"].window["by"], rules().clauses["CP-2.2.3"].window["cutoff"]
    for limit in (by, renotified):
        hours = timedelta(hours=limit.hour, minutes=limit.minute) / timedelta(hours=1)
        countdown = f"=IF(N(HIKAE_DATE),MAX(0,HIKAE_DATE+{hours:g}/24-HIKAE_TIMER),"
        assert sum(text.startswith(countdown) for text in texts.values()) == 2


def test_columns_beside_the_accounts_do_not_meet():
    """What is typed, shown, checked and worked out have columns of their own."""
    typed = set(range(margin.NOTIFIED.column, margin.NOTIFIED.last[1] + 1))
    checked = set(range(margin.CHECKED.column, margin.CHECKED.last[1] + 1))
    noted = set(range(margin.CHALLENGES.column, margin.CHALLENGES.last[1] + 1))
    groups = (typed, checked, noted, set(BESIDE), set(WORKING))
    assert sum(map(len, groups)) == len(set().union(*groups))


@pytest.mark.parametrize("page", CHARTS)
def test_charts_are_native(book, page):
    """Components and own beside notified, the losses, the history: titles in both languages, series with labels."""
    charts = book[page]._charts  # noqa: SLF001 - openpyxl has no other way to them
    assert len(charts) == CHARTS[page]
    for chart in charts:
        title = "".join(run.t for paragraph in chart.title.tx.rich.p for run in paragraph.r)
        ja, _, en = title.partition(" / ")
        assert (ja.isascii(), en.isascii()) == (False, True)
        assert all(series.tx.strRef.f for series in chart.series)


def test_a_chart_begins_with_the_first_account(book):
    """Neither labels nor names of columns are taken for an account."""
    parts, both = book[margin.SUMMARY]._charts  # noqa: SLF001
    assert len(parts.series) == len(margin.PARTS_OF)
    assert len(both.series) == 2
    for series in (*parts.series, *both.series):
        assert f"${margin.FIRST}:" in series.val.numRef.f
        assert f"${margin.HEAD - 1}" in series.tx.strRef.f


def test_nothing_is_left_for_later(book):
    """No page says that something is not computed by this version."""
    said = [cell.value for sheet in book for cell in cells(sheet) if isinstance(cell.value, str)]
    assert [text for text in said if "未対応" in text or "後日" in text] == []


def test_amounts_that_are_copied_stay_gaps(texts):
    """A blank cell repeated by a formula would be 0: every repetition asks first."""
    copied = {w: t for w, t in texts.items() if w.startswith(margin.COST) and margin.ACCOUNTS in t}
    assert copied
    assert all(re.fullmatch(r"=IF\((.+)=\"\",\"\",\1\)", text) for text in copied.values())


def test_deposits_are_never_netted(texts):
    """What is to be paid in is each account's own positive difference; a surplus has a column of its own."""
    row = {where.rpartition("!")[2]: text for where, text in texts.items() if where.startswith(margin.CASH)}
    assert (row["L10"], row["M10"]) == ('=IF(K10="","",MAX(0,K10))', '=IF(K10="","",MAX(0,-K10))')
    assert row["L71"] == "=SUM(L10:L69)"


def test_the_participant_is_open(book):
    """The book shows every participant's accounts until one is named."""
    sheet, field = book[margin.SUMMARY], panel.PARTICIPANT
    assert sheet.cell(field.row, field.column).value in {None, ""}


def test_states_begin_with_a_symbol(book):
    """A word alone or a colour alone is no state."""
    words = (*VERDICTS, *RULED, COMPUTED, STORED, *COMPARED, *TESTED, *FUND_WORDS, *VM_WORDS)
    assert all(word[0] in "●✗－▲○" and word[1] == " " for word in words)
    shown = {cell.value for sheet in book for cell in cells(sheet) if isinstance(cell.value, str)}
    assert set(VERDICTS) <= shown
