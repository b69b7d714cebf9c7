"""The pages of the other measures in the margin book: sums of the sheet's own, gaps that stay gaps, said in words."""

import re

import pytest
from book_rules import formulas
from openpyxl.worksheet.cell_range import MultiCellRange

from addin.app.desk_margin_compare import VERDICTS as CHECKED
from addin.app.desk_margin_measures import NOT_COMPUTED
from addin.app.margin_backtest import COLUMNS
from addin.books.regions import margin
from calc.margin.explain import ATTRIBUTED
from calc.margin.requirement import Component
from calc.margin.variation import FlowPart
from workbooks import catalogue
from workbooks.margin_compare import EVIDENCE, ROWS, VERDICTS
from workbooks.margin_explain import DAY_ROWS, PART_ROWS, READING_ROWS
from workbooks.margin_history import TESTED, TESTS
from workbooks.margin_variation import FLOORED, FUND_WORDS, LEVELS, SHARES, VM_WORDS
from workbooks.parts import STALE, VOID

NEW = (margin.COMPARE, margin.EXPLAIN, margin.VARIATION, margin.FUND, margin.HISTORY)


@pytest.fixture(scope="module")
def book():
    """Return the form with nothing filled in."""
    return catalogue.form("margin")


@pytest.fixture(scope="module")
def texts(book):
    return dict(formulas(book))


def on(texts, page):
    return {where.rpartition("!")[2]: text for where, text in texts.items() if where.startswith(f"{page}!")}


def test_a_transfer_is_the_sum_of_its_parts(book):
    """In the order of the engine, beside one another, and only where all of them are known."""
    first, last = (margin.VARIATIONS.columns.index(name) for name in ("mtm_change", "price_alignment"))
    assert last - first + 1 == len(FlowPart)
    name, formula, _ = LEVELS[11]
    assert (name, formula) == ("flow", '=IF(COUNT(F{r}:J{r})=5,SUM(F{r}:J{r}),"")')
    assert [book[margin.VARIATION].cell(margin.HEAD, column).value for column in (6, 10)] == [
        "mtm_change",
        "price_alignment",
    ]


@pytest.mark.parametrize(("columns", "words"), [(LEVELS, VM_WORDS), (SHARES, FUND_WORDS)])
def test_a_verdict_asks_for_both_sides_and_the_tolerance(columns, words):
    """Agrees or differs only where there is a difference; else what is missing, by its word."""
    _, verdict, _ = columns[1]
    assert re.fullmatch(
        r'=IF\(([A-Z])\{r\}="",[A-Z]\{r\},IF\(ABS\(\1\{r\}\)<=[A-Z]\{r\},\$[A-Z]\$3,\$[A-Z]\$4\)\)', verdict
    )
    _, tolerance, _ = next(each for each in columns.values() if each[0] == "tolerance")
    assert "MAX(許容額,許容率*MAX(ABS(" in tolerance
    assert (words[0][0], words[1][0], words[2][0], words[3][0]) == ("●", "✗", "－", "－")


@pytest.mark.parametrize("columns", [LEVELS, SHARES])
def test_what_a_fallback_leaves_uncovered_is_never_negative(columns):
    """Own less the previous day's, cut at zero, and blank where one of them is not known."""
    _, formula, _ = next(each for each in columns.values() if each[0] == "uncovered")
    own, before = re.search(r"MAX\(0,([A-Z])\{r\}-([A-Z])\{r\}\)", formula).groups()
    assert (own, before) in {("E", "C"), ("G", "H")}
    assert re.match(r'=IF\(COUNT\(.*\)=2,.*,""\)$', formula)


def test_measures_are_added_up_only_without_a_gap(texts):
    """The total takes three measures, with intraday margin beside; a gap in one makes it a word with the number."""
    cells = on(texts, margin.COST)
    assert [cells[f"L{row}"] for row in (10, 11, 12, 14)] == [
        f"='{margin.COST}'!F7",
        f"='{margin.VARIATION}'!R7",
        f"='{margin.FUND}'!P7",
        f"='{margin.INTRADAY}'!T7",
    ]
    assert cells["L13"] == '=IF(COUNT(L10:L12)=3,SUM(L10:L12),IF(N13,$Q$6&N13,""))'
    assert (cells["M13"], cells["N13"]) == ("=SUM(M10:M12)", "=SUM(N10:N12)")
    assert [cells[f"N{row}"].rpartition("!")[2] for row in (10, 11, 12)] == ["F70", "R70", "P70"]


def test_the_totals_of_the_measures_are_where_they_are_taken_from(book):
    """Above the column whose name says so."""
    for page, column, name in (
        (margin.COST, 6, "if_previous"),
        (margin.VARIATION, 18, "uncovered"),
        (margin.FUND, 16, "uncovered"),
        (margin.INTRADAY, 20, "uncovered"),
    ):
        assert book[page].cell(margin.HEAD, column).value == name


def test_the_fund_is_shared_by_initial_margin(book):
    """Share of the margin of all, times what both groups lose, and at least the floor."""
    formulas_of = {name: formula for name, formula, _ in SHARES.values()}
    assert formulas_of["share"] == '=IF(COUNT(C{r}),C{r}/SUM(C$10:C$69),"")'
    assert formulas_of["pro_rata"] == '=IF(COUNT(K{r},基金の額)=2,K{r}*基金の額,"")'
    assert formulas_of["at_least"] == '=IF(L{r}="","",MAX(L{r},基金の下限))'
    assert book[margin.FUND]["S7"].value == FLOORED
    for short, region in (("基金の額", margin.FUND_COVERS), ("基金の下限", margin.FUND_FLOOR)):
        assert book.defined_names[short].attr_text == book.defined_names[region.name].attr_text


def test_a_group_counts_once(texts):
    """Its loss stands beside each of its members, so that the column has no total."""
    assert not {"E7", "E70", "E71"} & set(on(texts, margin.FUND))


def test_the_cash_page_has_the_transfer(texts):
    """By account, blank where there is none: the page of variation margin repeats it with a guard."""
    assert on(texts, margin.CASH)["P10"] == '=IFERROR(VLOOKUP(B10,変動,18,FALSE),"")'
    assert on(texts, margin.VARIATION)["S10"] == '=IF(COUNT(N10),N10,"")'


def test_the_table_behind_a_lookup_has_the_column_that_is_asked_for():
    """The cause is the eleventh of the comparison, the transfer the eighteenth of variation margin."""
    short = {each.name: each for each in margin.SHORT_NAMES}
    assert short["照合表"].columns[10] == "cause"
    assert short["変動"].columns[17] == "transfer"


def test_contributions_are_those_of_the_engine():
    """Its components in its order, with room for every instrument of the market."""
    assert margin.CONTRIBUTIONS.columns[2:] == tuple(part.value for part in ATTRIBUTED)
    assert margin.CONTRIBUTIONS.rows >= margin.QUOTED.rows
    assert margin.EXPLAINED.rows == len(Component)


def test_each_component_is_checked_against_its_contributions(texts):
    """Five sums of the columns beside; multiplier and add-on are the account's own; the total adds them."""
    cells = on(texts, margin.EXPLAIN)
    assert [cells[f"L{row}"] for row in PART_ROWS[:5]] == [f'=IF({c}7="","",{c}7)' for c in "CDEFG"]
    assert cells[f"L{PART_ROWS[-1]}"] == '=IF(COUNT(L10:L15)=6,SUM(L10:L15),"")'
    assert all(cells[f"M{row}"] == f'=IF(COUNT(K{row}:L{row})<2,"",IF(K{row}=L{row},$P$3,$P$4))' for row in PART_ROWS)
    for column in "CDEFGH":
        assert cells[f"{column}7"] == f'=IF(COUNT({column}10:{column}129),SUM({column}10:{column}129),"")'


def test_the_worst_days_add_up_to_the_base_amount(texts):
    """Loss times share, summed beneath; there are more rows than a tail of 1,500 scenarios has."""
    cells = on(texts, margin.EXPLAIN)
    assert cells[f"N{DAY_ROWS[0]}"] == f'=IF(COUNT(L{DAY_ROWS[0]}:M{DAY_ROWS[0]})=2,L{DAY_ROWS[0]}*M{DAY_ROWS[0]},"")'
    assert f"SUM(N{DAY_ROWS[0]}:N{DAY_ROWS[-1]})" in cells[f"N{DAY_ROWS[-1] + 1}"]
    assert len(DAY_ROWS) >= 16


def test_a_reading_is_compared_with_the_total(texts):
    """Its change is the sheet's own, blank without one of both."""
    cells = on(texts, margin.EXPLAIN)
    assert [cells[f"L{row}"] for row in READING_ROWS] == [
        f'=IF(COUNT(K{row},K$16)=2,K{row}-K$16,"")' for row in READING_ROWS
    ]
    assert PART_ROWS[-1] == 16


def test_tables_that_stand_under_one_another_do_not_meet():
    """Components, worst days and readings on the right of the contributions."""
    assert margin.EXPLAINED.last[0] < margin.EXPLAINED_DAYS.row - 2
    assert margin.EXPLAINED_DAYS.last[0] + 1 < margin.READINGS.row - 2
    assert margin.CONTRIBUTIONS.last[1] + 2 < margin.EXPLAINED.column


def test_a_doubtful_coverage_is_told_by_a_word(book):
    """Below five per cent by either test; an account without a test says that there is none."""
    _, state, _ = TESTS[1]
    _, verdict, _ = TESTS[30]
    assert state == '=IF(B{r}="","",AD{r})'
    assert verdict.startswith("=IF(COUNT(F{r},H{r})=0,$AC$5,IF(MIN(F{r},H{r})<5%,$AC$3,IF(")
    assert [book[margin.HISTORY].cell(row, 29).value for row in range(3, 8)] == list(TESTED)
    assert margin.COVERAGE.columns[4:7:2] == ("kupiec_p", "christoffersen_p")


def test_the_chart_of_the_history_is_over_its_days(book):
    """Base amount and loss, two lines that tell apart without colour, dates beneath."""
    (chart,) = book[margin.HISTORY]._charts  # noqa: SLF001 - openpyxl has no other way to them
    base, loss = chart.series
    assert [each.val.numRef.f.rpartition("!")[2] for each in (base, loss)] == ["$X$10:$X$269", "$Y$10:$Y$269"]
    assert (base.spPr.ln.prstDash, loss.spPr.ln.prstDash) == ("solid", "sysDash")
    assert {"date", "account"} <= set(margin.BACKTEST.columns) & set(COLUMNS)


def test_an_account_is_chosen_from_the_list(book):
    """On the pages of one account, by a rule that offers the accounts of the book."""
    for page in (margin.EXPLAIN, margin.HISTORY):
        (rule,) = (each for each in book[page].data_validations.dataValidation if "B5" in str(each.sqref))
        assert rule.formula1 == f"='{margin.CASH}'!$B$10:$B$69"


def test_a_page_of_one_account_says_whose_it_is(texts):
    """As soon as another one is chosen it says to press Calculate."""
    assert on(texts, margin.EXPLAIN)["F5"] == '=IF(D5="",$P$5,IF(D5=B5,$P$6,$P$5))'
    assert on(texts, margin.HISTORY)["D5"] == "=IF(W10=B5,B5,$AC$6)"


def test_what_applies_of_variation_margin_is_struck_with_its_ruling(book):
    """Level, transfer and what is carried on are as old as the ruling behind them."""
    for when in (STALE, VOID):
        struck = MultiCellRange()
        for block in book[margin.VARIATION].conditional_formatting:
            if any(rule.formula == [when] and rule.dxf.font.strike for rule in block.rules):
                for area in block.sqref.ranges:
                    struck.add(area)
        assert [each for each in ("M7", "N10", "O69", "N71") if each not in struck] == []


@pytest.mark.parametrize("page", NEW)
def test_a_page_needs_no_add_in_to_be_read(texts, page):
    """What is there stays readable without it: no cell of these pages but a date asks for the add-in."""
    asking = [text for text in on(texts, page).values() if "CDS_" in text]
    assert all("CDS_BUSINESS_DAY" in text for text in asking)


def test_the_comparison_has_room_for_every_row_of_sixty_accounts():
    """Seven components, variation margin, clearing fund and intraday margin of each."""
    assert len(ROWS) == margin.COMPARED.rows == margin.COMPARED_WORDS.rows == margin.MOST_ACCOUNTS * 10


def test_evidence_is_the_sheets_own(book):
    """Difference and ratios to yesterday and to own, blank where a side is not known or nothing is divided by."""
    made = {name: formula for name, formula, _ in EVIDENCE.values()}
    assert made["difference"] == '=IF(COUNT(F{r}:G{r})=2,G{r}-F{r},"")'
    assert made["to_previous"] == '=IF(COUNT(G{r}:H{r})=2,IF(H{r},G{r}/H{r},""),"")'
    assert made["to_own"] == '=IF(COUNT(F{r}:G{r})=2,IF(F{r},G{r}/F{r},""),"")'
    assert [book[margin.COMPARE].cell(margin.HEAD, column).value for column in (6, 7, 8)] == [
        "own",
        "notified",
        "previous",
    ]


def test_the_comparison_counts_the_words_that_buttons_write(book):
    """One count for each verdict of the check."""
    assert set(VERDICTS) == set(CHECKED.values())
    assert [book[margin.COMPARE].cell(row, 16).value for row in (3, 4, 5)] == list(VERDICTS)


def test_the_words_to_press_calculate_are_one():
    """Buttons and pages say it alike."""
    assert TESTED[3] == NOT_COMPUTED


def test_too_few_days_are_no_acceptance(book):
    """Where not one exceedance is to be expected, none proves nothing: no ● then, and the page states the rule."""
    _, verdict, _ = TESTS[30]
    assert margin.EXPECTED.column == margin.COVERAGE.column + 5 == 7
    assert verdict.endswith("IF(C{r}*$G$5<1,$AC$7,$AC$4)))")
    sheet = book[margin.HISTORY]
    assert (sheet["AC7"].value, sheet["AC4"].value) == (TESTED[4], TESTED[1])
    assert ("100日未満" in sheet["A3"].value, "100 days" in sheet["A4"].value) == (True, True)
