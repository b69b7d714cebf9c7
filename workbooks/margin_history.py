"""履歴 / Was margin enough in the past: exceedances of every account with their tests, and one account's days."""

from openpyxl import Workbook

from addin.books.regions import margin
from addin.books.style import Head, page
from workbooks.margin_charts import lines as line_chart
from workbooks.margin_parts import THREE_LINES, codes, figure, name_regions, natives, of_list, strong, wrong_rows, yen
from workbooks.panel import address, shown, typed
from workbooks.parts import DAY, repeated_head, shown_table

COVERAGE = (
    Head("口座", "Account", 12),
    Head("日数", "Days", 9, "0"),
    Head("超過の日数", "Exceedances", 13, "0"),
    Head("Kupiec 尤度比", "Kupiec ratio", 13, "0.000"),
    Head("Kupiec 確率", "Kupiec probability", 13, "0.000"),
    Head("Christoffersen 尤度比", "Christoffersen ratio", 17, "0.000"),
    Head("Christoffersen 確率", "Christoffersen probability", 17, "0.000"),
    Head("両方の確率", "Both, probability", 13, "0.000"),
)
PAST = (
    Head("日付", "Date", 14, DAY),
    Head("口座", "Account", 12),
    yen("基礎基準額", "Base amount", 20),
    yen("保有期間の損失", "Loss over the holding period", 24),
)
WORDS = ("✗ 超過 exceeded", "○ 以内 within")
TESTED = (
    "✗ 疑わしい doubtful",
    "● 許容内 accepted",
    "－ 検定なし no test",
    "▲ 計算 を押す press Calculate",
    "▲ 日数不足 too few days",
)
LEAST = "5%"  # a probability below which a coverage as it should be is doubtful
EXPECTED = "$G$5"  # where not one exceedance is to be expected, that there was none says nothing
TESTS = {
    1: ("state", '=IF(B{r}="","",AD{r})', Head("判定", "Verdict", 20)),
    10: ("share", '=IF(COUNT(C{r}:D{r})=2,D{r}/C{r},"")', Head("超過の割合", "Share", 12, "0.00%")),
    30: (
        "verdict",
        f"=IF(COUNT(F{{r}},H{{r}})=0,$AC$5,IF(MIN(F{{r}},H{{r}})<{LEAST},$AC$3,IF(C{{r}}*{EXPECTED}<1,$AC$7,$AC$4)))",
        Head("検定", "By the tests", 20),
    ),
}
OVER = '=IF(COUNT(X{r}:Y{r})<2,"",IF(Y{r}>X{r},$AB$3,$AB$4))'


def history_sheet(made: Workbook) -> None:
    """Write the page; its tables are filled by Calculate."""
    lines = (
        "今日の建玉で過去250日までの超過を数える。確率5%未満は疑わしい。想定の割合×日数が1日未満（1%なら100日未満）は日数不足",
        "Up to 250 past days. Under 5%: doubtful. Too few days: below one expected exceedance (at 1%, 100 days)",
    )
    sheet = page(made, margin.HISTORY, heading=("履歴と超過", "Backtest: history and exceedances"), lines=lines)
    _head(made)
    shown_table(sheet, margin.COVERAGE, COVERAGE)
    natives(sheet, TESTS)
    region = margin.BACKTEST
    first, last = region.row + 1, region.last[0]
    shown_table(sheet, region, PAST)
    natives(sheet, {26: ("over", OVER, Head("超過", "Exceeded", 20))}, rows=range(first, last + 1))
    wrong_rows(sheet, f"A{margin.FIRST}:J{margin.LAST}", f"$A{margin.FIRST}")
    wrong_rows(sheet, f"V{first}:Z{last}", f"$Z{first}")
    chart = line_chart(
        "選んだ口座の基礎基準額と損失（百万円） / Base amount and loss of the account, JPY million",
        (sheet, 24, 25, margin.HEAD, last),
        names=22,
    )
    chart.width, chart.height = 18, 11
    chart.x_axis.number_format, chart.x_axis.tickLblPos = "yyyy/mm/dd", "low"
    sheet.add_chart(chart, f"L{margin.HEAD - 1}")
    repeated_head(sheet, margin.COVERAGE)
    sheet.row_dimensions[margin.HEAD - 1].height = THREE_LINES
    sheet.print_area = f"A1:U{margin.LAST}"
    sheet.page_setup.fitToHeight = 1
    name_regions(sheet, margin.SHORT_NAMES)


def _head(made: Workbook) -> None:
    """Write the account whose days are shown, what the history allows, and the count of the days shown."""
    sheet, region = made[margin.HISTORY], margin.BACKTEST
    typed(sheet, margin.HISTORY_ACCOUNT, ("口座", "Account"))
    listed = f"='{margin.CASH}'!$B${margin.FIRST}:$B${margin.LAST}"
    of_list(sheet, address(margin.HISTORY_ACCOUNT), listed, title="口座 / account", prompt="一覧から選ぶ / Choose one")
    strong(sheet, 5, 2)
    shown(sheet, margin.HISTORY_NOTE, ("注", "Note"), width=19)
    shown(sheet, margin.EXPECTED, ("想定する超過の割合", "Expected share"), form="0.00%")
    codes(sheet, 3, WORDS, column=28)
    codes(sheet, 3, TESTED, column=29)
    figure(sheet, 5, 3, ("グラフの口座", "Shown"), f"=IF(W{region.row + 1}=B5,B5,$AC$6)")
    over = f"Z{region.row + 1}:Z{region.last[0]}"
    figure(sheet, 5, 8, ("その超過の日数", "Its exceedances"), f"=COUNTIF({over},$AB$3)", form="0")
