"""要因 / One account's requirement taken apart: by position, by scenario, by how the rules are read."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.style import YEN, Head, header, page
from workbooks.margin_components import PARTS
from workbooks.margin_parts import CHANGE, TOTALS, codes, figure, name_regions, native, natives, of_list, strong, yen
from workbooks.panel import address, shown, typed
from workbooks.parts import DAY, repeated_head, shown_table, small

CONTRIBUTIONS = (
    Head("銘柄", "Instrument", 16),
    Head("想定元本 円", "Notional", 19, YEN),
    *(Head(ja, en, 17, CHANGE) for ja, en in PARTS[:-1]),
)
COMPONENTS = (Head("内訳", "Component", 44), yen("所要額", "As required", 18))
DAYS = (
    Head("シナリオ", "Scenario", 44),
    Head("日付", "Date", 18, DAY),
    yen("損失 円", "Loss", 18),
    Head("割合", "Share", 16, "0.00%"),
)
READINGS = (Head("別の読み方", "Another reading", 44), yen("所要額", "Requirement", 18))
CODE_ROW = 14  # a row of names of columns that has a position on its left
CHECKS = ("○ 合う sums up", "✗ 合わない differs")
SUMMED = dict(zip(range(3, 8), "CDEFG", strict=True))
ROWS = range(margin.CONTRIBUTIONS.row + 1, margin.CONTRIBUTIONS.last[0] + 1)
PART_ROWS = range(margin.EXPLAINED.row + 1, margin.EXPLAINED.last[0] + 1)
DAY_ROWS = range(margin.EXPLAINED_DAYS.row + 1, margin.EXPLAINED_DAYS.last[0] + 1)
READING_ROWS = range(margin.READINGS.row + 1, margin.READINGS.last[0] + 1)
ADD_ON, TOTAL = PART_ROWS[-2], PART_ROWS[-1]
BASE = PART_ROWS[0]
PRINTED = 60  # positions on paper, those that bring most first; how many are left out is printed, too


def explain_sheet(made: Workbook) -> None:
    """Write the page: choose an account, press Calculate."""
    lines = (
        "口座を選び 計算 を押す。銘柄ごとの寄与は内訳に合計し、最悪のシナリオは基礎基準額を、読み方は差を示す",
        "Choose an account, press Calculate. Contributions sum to each component; readings show what they would change",
    )
    sheet = page(made, margin.EXPLAIN, heading=("所要額の要因", "Why the requirement is what it is"), lines=lines)
    typed(sheet, margin.EXPLAIN_ACCOUNT, ("口座", "Account"))
    listed = f"='{margin.CASH}'!$B${margin.FIRST}:$B${margin.LAST}"
    of_list(sheet, address(margin.EXPLAIN_ACCOUNT), listed, title="口座 / account", prompt="一覧から選ぶ / Choose one")
    strong(sheet, 5, 2)
    shown(sheet, margin.EXPLAINED_FOR, ("計算した口座", "As computed"))
    codes(sheet, 3, (*CHECKS, "▲ 計算 を押す press Calculate", "○ この口座 this account"), column=16)
    figure(sheet, 5, 5, ("状態", "State"), '=IF(D5="",$P$5,IF(D5=B5,$P$6,$P$5))')
    shown_table(sheet, margin.CONTRIBUTIONS, CONTRIBUTIONS)
    natives(
        sheet,
        {8: ("total", '=IF(A{r}="","",SUM(C{r}:G{r}))', Head("寄与の合計", "Brings in all", 18, CHANGE))},
        rows=ROWS,
    )
    for column, letter in (*SUMMED.items(), (8, "H")):
        cells = f"{letter}{ROWS[0]}:{letter}{ROWS[-1]}"
        native(sheet, 7, column, f'=IF(COUNT({cells}),SUM({cells}),"")', form=YEN, side="right")
        strong(sheet, 7, column, 10)
    small(sheet, 7, 1, "合計 Totals")
    _components(sheet)
    _days(sheet)
    _readings(sheet)
    sheet.column_dimensions["I"].width = 3
    repeated_head(sheet, margin.CONTRIBUTIONS)
    beyond = f'=COUNTIF(A{ROWS[PRINTED]}:A{ROWS[-1]},"?*")'
    figure(sheet, 5, 7, ("印刷に入らない行", "Rows not printed"), beyond, form="0")
    native(sheet, 7, 10, '=IF(D5="","","口座 Account "&D5)')  # the second page says whose it is, too
    strong(sheet, 7, 10)
    sheet.print_area = f"A1:H{ROWS[PRINTED - 1]},J{TOTALS}:N{READING_ROWS[-1]}"
    name_regions(sheet, margin.SHORT_NAMES)


def _components(sheet: Worksheet) -> None:
    """Write the components beside the sums of what positions bring; multiplier and add-on are the account's own."""
    shown_table(sheet, margin.EXPLAINED, COMPONENTS)
    sums = {row: f'=IF({letter}7="","",{letter}7)' for row, letter in zip(PART_ROWS, SUMMED.values(), strict=False)}
    sums |= {ADD_ON: f'=IF(K{ADD_ON}="","",K{ADD_ON})'}
    sums |= {TOTAL: f'=IF(COUNT(L{BASE}:L{ADD_ON})=6,SUM(L{BASE}:L{ADD_ON}),"")'}
    header(
        sheet,
        margin.EXPLAINED.row - 1,
        12,
        heads=[yen("寄与から", "From contributions", 18), Head("照合", "Check", 20)],
    )
    for row, formula in sums.items():
        native(sheet, row, 12, formula, form=YEN, side="right")
        native(sheet, row, 13, f'=IF(COUNT(K{row}:L{row})<2,"",IF(K{row}=L{row},$P$3,$P$4))')
    for column in (10, 11, 12):
        strong(sheet, TOTAL, column, 10)


def _days(sheet: Worksheet) -> None:
    """Write the worst scenarios, and that their shares of the losses are the base amount."""
    region = margin.EXPLAINED_DAYS
    shown_table(sheet, region, DAYS)
    sheet.row_dimensions[region.row].height = CODE_ROW
    small(sheet, region.row - 2, 10, "損失の大きいシナリオ / The worst scenarios")
    natives(
        sheet,
        {14: ("brings", '=IF(COUNT(L{r}:M{r})=2,L{r}*M{r},"")', yen("基礎基準額へ", "In the base", 18))},
        rows=DAY_ROWS,
    )
    end = region.last[0] + 1
    cells = f"N{DAY_ROWS[0]}:N{DAY_ROWS[-1]}"
    small(sheet, end, 13, "合計 Total")
    native(sheet, end, 14, f'=IF(COUNT({cells}),SUM({cells}),"")', form=YEN, side="right")
    strong(sheet, end, 14, 10)


def _readings(sheet: Worksheet) -> None:
    """Write what the requirement would be were the rules read otherwise."""
    region = margin.READINGS
    shown_table(sheet, region, READINGS)
    sheet.row_dimensions[region.row].height = CODE_ROW
    small(sheet, region.row - 2, 10, "公表されていない読み方の影響 / What other readings would change")
    effect = f'=IF(COUNT(K{{r}},K${TOTAL})=2,K{{r}}-K${TOTAL},"")'
    natives(sheet, {12: ("effect", effect, Head("差", "Change", 18, CHANGE))}, rows=READING_ROWS)
