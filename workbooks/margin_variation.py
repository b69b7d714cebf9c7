"""変動 清算基金 / Variation margin as level and transfer by its parts, and the clearing fund by participant."""

from openpyxl import Workbook
from openpyxl.styles import Font

from addin.books.regions import margin
from addin.books.style import FONT, YEN, Head, page
from workbooks.margin_parts import (
    CHANGE,
    KNOWN,
    TOTALS,
    codes,
    figure,
    name_regions,
    narrowed,
    native,
    natives,
    strong,
    totals,
    upright,
    wrong_rows,
    yen,
)
from workbooks.panel import shown
from workbooks.parts import DAY, repeated_head, shown_table, small, struck_when_stale


def _change(ja: str, en: str, width: float = 16) -> Head:
    return Head(ja, en, width, CHANGE)


NOTE = Font(name=FONT, size=8)
ENGLISH = '=IFERROR(MID(B5,FIND(" / ",B5)+3,400),"")'  # of the note beneath its Japanese: a page has no room for both
NOT_COMPUTED = "－ 未計算 not computed"
MOVED = (
    Head("口座", "Account", 10),
    yen("前日の水準", "Previous level", 17),
    yen("持越し", "Carried before", 14),
    yen("当方の水準", "Own level (stock)", 17),
    _change("時価の変動", "Mark to market"),
    _change("クーポン", "Coupons", 14),
    _change("当日の約定", "Trades of today", 14),
    _change("持越しの精算", "Carried, settled", 14),
    _change("利息", "Price alignment", 14),
)
APPLIED = (
    yen("通知 水準", "Notified level", 17),
    yen("適用 水準", "Level that applies", 17),
    _change("適用 受払", "Transfer that applies"),
    yen("次へ持越し", "Carried on", 14),
    Head("計算できない理由", "What is in the way", 24, wrap=True),
)
VM_WORDS = ("● 一致 agrees", "✗ 相違 differs", NOT_COMPUTED, "－ 通知なし none notified")
LEVELS = {
    1: ("state", '=IF(Q{r}="",U{r},IF(ABS(Q{r})<=T{r},$V$3,$V$4))', Head("判定", "Verdict", 20)),
    11: ("flow", '=IF(COUNT(F{r}:J{r})=5,SUM(F{r}:J{r}),"")', _change("当方の受払", "Own transfer (flow)", 17)),
    17: ("difference", '=IF(COUNT(E{r},L{r})=2,L{r}-E{r},"")', _change("通知－当方", "Notified less own", 17)),
    18: ("uncovered", '=IF(COUNT(C{r},E{r})=2,MAX(0,E{r}-C{r}),"")', yen("前日なら不足", "If previous day", 16)),
    19: ("transfer", '=IF(COUNT(N{r}),N{r},"")', _change("受払（資金へ）", "Transfer, for Cash", 16)),
    20: ("tolerance", '=IF(Q{r}="","",MAX(許容額,許容率*MAX(ABS(E{r}),ABS(L{r}))))', yen("許容", "Tolerance")),
    21: ("missing", '=IF(B{r}="","",IF(E{r}="",$V$5,$V$6))', Head("欠けるもの", "What is missing", 22)),
}


def variation_sheet(made: Workbook) -> None:
    """Write levels and transfers; positive is what the participant pays."""
    lines = (
        "正は参加者の支払い。受払は各部分の和。代替日は水準を再適用し、受払は 0",
        "Positive: the participant pays. A transfer is the sum of its parts; a fallback moves 0",
    )
    sheet = page(made, margin.VARIATION, heading=("変動証拠金", "Variation margin"), lines=lines)
    shown_table(sheet, margin.VARIATIONS, MOVED)
    shown_table(sheet, margin.VARIATIONS_APPLIED, APPLIED)
    natives(sheet, LEVELS)
    codes(sheet, 3, VM_WORDS, column=22)
    shown(sheet, margin.VARIATION_NOTE, ("注", "Note"), width=6)
    native(sheet, 6, 2, ENGLISH)
    for row in (5, 6):
        sheet.cell(row, 2).font = NOTE
    due = '=IF(N(HIKAE_DATE),CDS_BUSINESS_DAY(HIKAE_DATE+1),"")'
    figure(sheet, 4, 6, ("受払日（翌営業日）", "Settled, next business day"), due, form=DAY)
    totals(sheet, (*range(3, 16), 17, 18), accounts="B")
    for column in (6, 7, 8, 9, 10, 11, 14, 17):
        for row in (TOTALS, KNOWN):
            sheet.cell(row, column).number_format = CHANGE
    small(sheet, 7, 1, "合計 Totals")
    for row in range(margin.FIRST, margin.LAST + 1):
        for column in (5, 11):
            strong(sheet, row, column, 10)
    wrong_rows(sheet, f"A{margin.FIRST}:R{margin.LAST}", f"$A{margin.FIRST}")
    struck_when_stale(sheet, f"M{TOTALS}:O{TOTALS} M{margin.FIRST}:O{KNOWN}")
    repeated_head(sheet, margin.VARIATIONS)
    narrowed(sheet, "BFGHIJK", 10, 14, 13, 13, 13, 13, 16)
    areas = f"A1:G{KNOWN}", f"H{TOTALS}:K{KNOWN}", f"L{TOTALS}:O{KNOWN}", f"P{TOTALS}:R{KNOWN}"
    upright(sheet, *areas, keys="A:B")
    name_regions(sheet, margin.SHORT_NAMES)


FUND = (
    Head("清算参加者", "Participant", 12),
    yen("当初証拠金の合計", "Initial margin", 18),
    Head("関係会社を含む組", "With affiliates", 16),
    yen("組の損失の超過", "Group's loss beyond", 18),
    Head("大きい順", "Largest two", 11, "0"),
    yen("当方の計算", "Own", 17),
    yen("前日の適用額", "Previous day", 17),
    yen("通知額", "Notified", 17),
    Head("計算できない理由", "What is in the way", 24, wrap=True),
)
FUND_WORDS = ("● 一致 agrees", "✗ 相違 differs", "－ 確認不可 cannot check", "－ 通知なし none notified")
FLOORED = "▲ 下限 floor"
SHARES = {
    1: ("state", '=IF(O{r}="",R{r},IF(ABS(O{r})<=Q{r},$S$3,$S$4))', Head("判定", "Verdict", 22)),
    11: ("share", '=IF(COUNT(C{r}),C{r}/SUM(C$10:C$69),"")', Head("割合", "Share", 11, "0.00%")),
    12: (
        "pro_rata",
        '=IF(COUNT(K{r},基金の額)=2,K{r}*基金の額,"")',
        yen("按分（端数処理前）", "Pro rata, unrounded", 18),
    ),
    13: ("at_least", '=IF(L{r}="","",MAX(L{r},基金の下限))', yen("下限を入れて", "At least the floor", 16)),
    14: ("floored", '=IF(L{r}="","",IF(M{r}>L{r},$S$7,""))', Head("下限か", "Floor holds", 14)),
    15: ("difference", '=IF(COUNT(G{r},I{r})=2,I{r}-G{r},"")', _change("通知－当方", "Notified less own", 17)),
    16: ("uncovered", '=IF(COUNT(G{r}:H{r})=2,MAX(0,G{r}-H{r}),"")', yen("前日なら不足", "If previous day", 16)),
    17: ("tolerance", '=IF(O{r}="","",MAX(許容額,許容率*MAX(ABS(G{r}),ABS(I{r}))))', yen("許容", "Tolerance")),
    18: ("missing", '=IF(B{r}="","",IF(G{r}="",$S$5,$S$6))', Head("欠けるもの", "What is missing", 22)),
}


def fund_sheet(made: Workbook) -> None:
    """Write what the fund covers, who must have how much of it, and by which of share and floor."""
    lines = (
        "ストレス損失が証拠金を超える額が最大の二組（関係会社を含む）を、当初証拠金の割合で分ける。一参加者では確認できない",
        "The two largest excesses with affiliates, shared by initial margin. One participant alone cannot check it",
    )
    sheet = page(made, margin.FUND, heading=("清算基金", "Clearing fund"), lines=lines)
    shown_table(sheet, margin.FUNDS, FUND)
    natives(sheet, SHARES)
    codes(sheet, 3, (*FUND_WORDS, FLOORED), column=19)
    shown(sheet, margin.FUND_COVERS, ("二組の合計", "Both groups"), form=YEN)
    shown(sheet, margin.FUND_FLOOR, ("下限", "Floor"), form=YEN)
    shown(sheet, margin.FUND_SCENARIO, ("最悪のシナリオ", "Worst scenario"), width=2)
    shown(sheet, margin.FUND_RULE, ("規則の版", "Rule in force"), width=2)
    shown(sheet, margin.FUND_NOTE, ("注", "Note"), width=2)
    totals(sheet, (3, 7, 8, 9, 12, 13, 15, 16), accounts="B")
    for row in (TOTALS, KNOWN):
        sheet.cell(row, 15).number_format = CHANGE
    small(sheet, 7, 1, "合計 Totals")
    for row in range(margin.FIRST, margin.LAST + 1):
        strong(sheet, row, 7, 10)
    wrong_rows(sheet, f"A{margin.FIRST}:P{margin.LAST}", f"$A{margin.FIRST}")
    repeated_head(sheet, margin.FUNDS)
    narrowed(sheet, "BEFKLM", 12, 17, 11, 11, 17, 15)
    upright(sheet, f"A1:G{KNOWN}", f"H{TOTALS}:K{KNOWN}", f"L{TOTALS}:P{KNOWN}", keys="A:B")
    name_regions(sheet, (*margin.SHORT_NAMES, *margin.SHORT_CELLS))
