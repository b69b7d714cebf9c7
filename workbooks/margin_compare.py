"""照合 / Every notified amount beside our own and the previous day's: evidence, probable cause, what to say of it."""

from openpyxl import Workbook
from openpyxl.worksheet.views import Selection

from addin.books.regions import margin
from addin.books.style import Head, page
from workbooks.margin_parts import CHANGE, codes, figure, name_regions, natives, wrong_rows, yen
from workbooks.panel import shown
from workbooks.parts import repeated_head, shown_table

COMPARED = (
    Head("判定", "Verdict", 24),
    Head("口座", "Account", 10),
    Head("証拠金等", "Measure", 27),
    Head("内訳", "Component", 36),
    Head("版", "Version", 8, "0"),
    yen("当方の計算", "Own", 17),
    yen("通知額", "Notified", 17),
    yen("前日の適用額", "Previous day", 17),
)
SAID = (
    Head("考えられる原因・確認不可の理由", "Probable cause, or why it cannot be checked", 36, wrap=True),
    Head("疑義の文案", "What is said to challenge it", 66, wrap=True),
)
VERDICTS = ("● 一致 agrees", "✗ 相違 differs", "－ 確認不可 cannot check")
RATIO = "0.0000"
EVIDENCE = {
    9: ("difference", '=IF(COUNT(F{r}:G{r})=2,G{r}-F{r},"")', Head("差額", "Difference", 17, CHANGE)),
    10: ("to_previous", '=IF(COUNT(G{r}:H{r})=2,IF(H{r},G{r}/H{r},""),"")', Head("対 前日", "To previous", 11, RATIO)),
    11: ("to_own", '=IF(COUNT(F{r}:G{r})=2,IF(F{r},G{r}/F{r},""),"")', Head("対 当方", "To own", 11, RATIO)),
}
ROWS = range(margin.FIRST, margin.HEAD + margin.MOST_COMPARED + 1)
PRINTED = 120  # rows on paper, differing accounts first; how many are left out is printed, too


def compare_sheet(made: Workbook) -> None:
    """Write the page: what is wrong stands first."""
    lines = (
        "確認（ブックの額）か 計算（日次フォルダ）で入る。相違のある口座が先。比は CP-2.2.R2 の根拠になる",
        "Filled by Check (from the book) or Calculate (from the folder), differing accounts first; ratios are evidence",
    )
    sheet = page(made, margin.COMPARE, heading=("通知額の照合", "Notified amounts, checked"), lines=lines)
    shown_table(sheet, margin.COMPARED, COMPARED)
    shown_table(sheet, margin.COMPARED_WORDS, SAID)
    natives(sheet, EVIDENCE, rows=ROWS)
    codes(sheet, 3, VERDICTS, column=16)
    shown(sheet, margin.COMPARED_FROM, ("照合したもの", "Compared"), width=3)
    for column, (words, verdict) in enumerate(
        ((("一致", "Agree"), 3), (("相違", "Differ"), 4), (("確認不可", "Cannot check"), 5)), 3
    ):
        figure(sheet, 5, 2 * column, words, f"=COUNTIF(A{ROWS[0]}:A{ROWS[-1]},$P${verdict})", form="0")
    beyond = f'=COUNTIF(A{ROWS[PRINTED]}:A{ROWS[-1]},"?*")'
    figure(sheet, 6, 6, ("印刷に入らない行", "Rows not printed"), beyond, form="0")
    wrong_rows(sheet, f"A{ROWS[0]}:K{ROWS[-1]}", f"$A{ROWS[0]}")
    repeated_head(sheet, margin.COMPARED)
    sheet.sheet_view.selection = [Selection()]  # set twice, it would list panes twice, and Excel would mend the book
    sheet.freeze_panes = f"C{margin.FIRST}"
    sheet.print_area = f"A1:L{ROWS[PRINTED - 1]}"  # with what is to be said the print is too small
    name_regions(sheet, margin.SHORT_NAMES)
