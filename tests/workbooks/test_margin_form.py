"""What the margin book does with a blank: each column of formulas is one formula, guarded, and sums are whole."""

import re

import pytest
from book_rules import formulas
from openpyxl.worksheet.cell_range import MultiCellRange

from addin.books.regions import margin
from workbooks import catalogue
from workbooks.margin_accounts import BESIDE, WORKING
from workbooks.margin_cash import COSTS, LINES
from workbooks.margin_intraday import INTRADAY
from workbooks.margin_summary import COUNTS, GAPS_OF, ITEMS, OF_GAPS, OF_PARTICIPANT
from workbooks.margin_variation import LEVELS, SHARES
from workbooks.parts import STALE, VOID

PAGES = {
    margin.ACCOUNTS: {**BESIDE, **WORKING},
    margin.CASH: LINES,
    margin.COST: COSTS,
    margin.INTRADAY: INTRADAY,
    margin.VARIATION: LEVELS,
    margin.FUND: SHARES,
}
COLUMNS = [(page, column) for page, columns in PAGES.items() for column in columns]
SUM = re.compile(r"=SUM\(([A-Z]+)(\d+):([A-Z]+)(\d+)\)")


@pytest.fixture(scope="module")
def book():
    """Return the form with nothing filled in."""
    return catalogue.form("margin")


@pytest.fixture(scope="module")
def texts(book):
    return dict(formulas(book))


@pytest.mark.parametrize(("page", "column"), COLUMNS)
def test_a_column_is_one_formula_from_its_first_row_to_its_last(book, page, column):
    """No row of a table computes otherwise than the row above it, and none is left out."""
    _, formula, _ = PAGES[page][column]
    for row in range(margin.FIRST, margin.LAST + 1):
        assert book[page].cell(row, column).value == formula.format(r=row)


@pytest.mark.parametrize("page", PAGES)
def test_no_column_is_written_over_a_typed_one(page):
    """What the sheet computes never stands where a person types or a button writes."""
    tables = [each for each in margin.TABLES if each.sheet == page]
    taken = {column for each in tables for column in range(each.column, each.last[1] + 1)}
    assert not taken & set(PAGES[page])


def test_totals_take_every_row(texts):
    """A sum over a table of accounts begins at its first and ends at its last row, in one column."""
    total = re.compile(r".*![A-Z](7|71)")
    sums = {w: found for w, text in texts.items() if total.fullmatch(w) and (found := SUM.fullmatch(text))}
    assert len(sums) > 20
    for where, found in sums.items():
        first, last = found[1], found[3]
        assert (first, found[2], found[4]) == (last, str(margin.FIRST), str(margin.LAST)), where


def test_totals_stand_above_their_own_column(texts):
    """The sum over column L is in column L, so that nobody reads one column's total over another."""
    for where, text in texts.items():
        cell, found = where.rpartition("!")[2], SUM.fullmatch(text)
        if found and cell[1:] in {"7", "71"}:
            assert cell[0] == found[1], where


@pytest.mark.parametrize(("page", "column"), COLUMNS)
def test_a_difference_asks_whether_both_sides_are_known(page, column):
    """A difference of typed or looked-up amounts is blank where one is: a blank cell in a subtraction would be 0."""
    name, formula, _ = PAGES[page][column]
    minus = re.search(r"([A-Z])\{r\}-([A-Z])\{r\}", formula)
    if minus:
        assert re.match(r'=IF\(COUNT\([A-Z]\{r\}[:,][A-Z]\{r\}\)=2,.*,""\)$', formula), name
        assert {*minus.groups()} == set(re.findall(r"[A-Z](?=\{r\})", formula.partition("=2")[0]))


@pytest.mark.parametrize(("page", "column"), COLUMNS)
def test_a_lookup_that_finds_nothing_is_blank(page, column):
    """An account without its row elsewhere has no amount: never an error, never 0."""
    _, formula, _ = PAGES[page][column]
    if "VLOOKUP" in formula:
        assert re.fullmatch(r'=IFERROR\(VLOOKUP\(.*,\d+,FALSE\)(\*1)?,""\)', formula)


def test_previous_if_unknown_is_counted_as_a_gap(texts):
    """Yesterday's column of the page of costs has its own count of accounts without an amount."""
    counts = [
        text for where, text in texts.items() if where.startswith(margin.COST) and text.startswith("=MAX(0,COUNT")
    ]
    assert {re.search(r"COUNT\(([EG])\d", text.partition(")-")[2])[1] for text in counts} == {"E", "G"}


def test_the_due_day_comes_from_the_calendar(texts):
    """The next business day is asked for from the day after the business date, where something is to be paid."""
    due = {w.rpartition("!")[0]: text for w, text in texts.items() if "CDS_BUSINESS_DAY" in text}
    assert due == {
        margin.CASH: '=IF(N(HIKAE_DATE)*L71=0,"",CDS_BUSINESS_DAY(HIKAE_DATE+1))',
        margin.VARIATION: '=IF(N(HIKAE_DATE),CDS_BUSINESS_DAY(HIKAE_DATE+1),"")',
    }


def test_what_is_never_negative_is_cut_at_zero():
    """Uncovered, to be paid in, and a call are shortfalls: a surplus of one account is not shown as a negative one."""
    cut = {name: formula for columns in PAGES.values() for name, formula, _ in columns.values()}
    for name in ("uncovered", "if_previous", "if_first", "to_pay", "surplus", "call"):
        assert "MAX(0," in cut[name], name


def test_the_summary_counts_each_verdict_once(texts):
    """Agree, differ, not computed and not notified are four counts over one column."""
    counted = [formula for _, _, formula, _ in COUNTS if formula.startswith("=COUNTIF(列判定")]
    assert len(counted) == len(set(counted)) == 4
    assert all(formula in texts.values() for formula in counted)


def test_a_participant_without_a_row_has_blanks():
    """Rows of the summary without a participant are empty from end to end."""
    for name, formula, _ in OF_PARTICIPANT.values():
        assert formula.startswith('=IF($A{r}="","",'), name


@pytest.mark.parametrize("item", [code for code, *_ in ITEMS])
def test_each_item_in_front_has_its_ruling_clause_and_limit(book, item):
    """Its code stands once beside the rows, which ask by that cell."""
    page = book[margin.SUMMARY]
    (row,) = (cell.row for cell in page["L"] if cell.value == item)
    asked = [page.cell(row, column).value for column in (2, 5, 7)]
    for text, function in zip(asked, ("CDS_PLAN", "CDS_PLAN_UNTIL", "CDS_PLAN_CLAUSE"), strict=True):
        assert f"{function}(L{row},HIKAE_SEEN)" in text


def test_a_ruling_is_asked_for_the_instant_that_the_book_looks_from(texts):
    """No ruling of the book is of another instant than its countdowns and its state."""
    for where, text in texts.items():
        for arguments in re.findall(r"CDS_PLAN[A-Z_]*\(([^()]*)\)", text):
            assert arguments.endswith("HIKAE_SEEN"), where


def test_a_sum_with_a_gap_in_it_is_a_word(texts):
    """What is computed is summed above its table only where every account has an amount, beside the number of gaps."""
    totals = {where: text for where, text in texts.items() if re.fullmatch(r"=IF\([A-Z]70,.*", text)}
    assert {where.rpartition("!")[0] for where in totals} == {
        margin.ACCOUNTS, margin.COMPONENTS, margin.CASH, margin.COST, margin.INTRADAY, margin.VARIATION, margin.FUND,
    }  # fmt: skip
    for where, text in totals.items():
        page, _, cell = where.rpartition("!")
        cells = f"{cell[0]}{margin.FIRST}:{cell[0]}{margin.LAST}"
        assert text == f'=IF({cell[0]}70,"－ 不明 gap "&{cell[0]}70,IF(COUNT({cells}),SUM({cells}),""))'
        assert texts[f"{page}!{cell[0]}70"].endswith(f'<>""))-COUNT({cells})')


def test_only_what_may_be_blank_is_summed_plainly(texts):
    """Typed amounts of a version that need not be there; own, applied, uncovered and to be paid in never are."""
    plain = {where for where, text in texts.items() if where.endswith("7") and SUM.fullmatch(text)}
    assert plain == {f"{page}!{letter}7" for page in (margin.ACCOUNTS, margin.INTRADAY) for letter in "CDE"}


def test_amounts_by_participant_have_their_gaps_counted():
    """Each column of yen in front asks for the gaps among the participant's accounts before it shows a sum."""
    for column, gaps in OF_GAPS.items():
        _, formula, _ = OF_PARTICIPANT[column]
        assert formula.startswith(f'=IF($A{{r}}="","",IF({gaps}{{r}},$M$19&{gaps}{{r}},SUMIF(')
        summed = re.search(r"SUMIF\((.+),\$A\{r\},(.+?)\)", formula)
        counted = GAPS_OF[ord(gaps) - ord("A") + 1][1]
        assert f"({summed[1]}=$A{{r}})*ISNUMBER({summed[2]})" in counted


def test_what_follows_from_a_ruling_is_struck_in_front(book):
    """Applied, uncovered and to be paid in, by participant and in sum, are as old as the ruling behind them."""
    for when in (STALE, VOID):
        struck = MultiCellRange()
        for block in book[margin.SUMMARY].conditional_formatting:
            if any(rule.formula == [when] and rule.dxf.font.strike for rule in block.rules):
                for area in block.sqref.ranges:
                    struck.add(area)
        assert [each for each in ("F30", "H30", "I49", "F50", "I50", "H24", "I24") if each not in struck] == []


@pytest.mark.parametrize(("page", "cell"), [(margin.WHATIF, "E6"), (margin.WORST, "E5"), (margin.MARKET, "Q27")])
def test_whether_a_page_can_compute_is_shown_as_a_word(book, page, cell):
    """Formulas multiply by it, so it is a number; what is read is a symbol and a word, or the row has none."""
    assert book[page][cell].number_format == '[=1]"○ 可 yes";"－ 否 no"'
    assert not any("1 yes" in str(each.value) for row in book[page].iter_rows() for each in row)


@pytest.mark.parametrize("page", [margin.COMPONENTS, margin.PARTS])
def test_labels_of_three_lines_are_not_cut(book, page):
    """Where a narrow column has a long label its row has the height."""
    assert book[page].row_dimensions[margin.HEAD - 1].height == 44
