"""日中 / Intraday initial margin of the house accounts: what applies, our own requirement, and the call."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.style import Head, page
from workbooks.margin_accounts import APPLYING, RULED, VERSION_WORDS, VERSIONS
from workbooks.margin_parts import (
    KNOWN,
    NO_DAY,
    TOTALS,
    USABLE,
    added,
    codes,
    figure,
    name_regions,
    narrowed,
    natives,
    strong,
    totals,
    upright,
    words_typed,
    wrong_rows,
    yen,
)
from workbooks.panel import shown
from workbooks.parts import (
    LEFT,
    numbers,
    repeated_head,
    rows_of,
    small,
    struck_when_stale,
    typed_table,
)

AMOUNTS = (
    Head("口座（自己分）", "House account", 14),
    yen("前日の自己分", "Previous day, house", 18),
    yen("通知 当初", "Notified first", 18),
    yen("通知 再通知", "Notified last", 18),
    yen("預託額", "Deposited", 18),
    yen("当方の計算", "Own", 18),
)
CALL_WORDS = ("✗ 不足 call", "○ 足りる enough", "－ 不明 unknown")
INTRADAY = {
    1: ("state", '=IF(B{r}="","",IF(J{r}="",$S$5,IF(J{r}>0,$S$3,$S$4)))', Head("状態", "State", 18)),
    8: ("applied", '=IF(P{r}=0,"",INDEX(C{r}:E{r},P{r}))', yen("適用額", "Applied", 18)),
    9: ("version", '=IF(P{r}=0,"",INDEX($O$3:$O$5,P{r}))', Head("どの額", "Whose amount", 16)),
    10: ("call", '=IF(COUNT(F{r},H{r})=2,MAX(0,H{r}-F{r}),"")', yen("差し入れる額", "Call", 18)),
    11: ("own_call", '=IF(COUNT(F{r}:G{r})=2,MAX(0,G{r}-F{r}),"")', yen("当方なら差入れ", "Call on our own", 18)),
    12: ("participant", '=IFERROR(VLOOKUP(B{r},口座,2,FALSE),"")', Head("参加者", "Participant", 12)),
    13: ("scope", '=IF(L{r}="","","intraday:"&L{r})', Head("判定の対象", "Ruling for", 14)),
    14: ("applies", '=IF(M{r}="","",IFERROR(CDS_PLAN(M{r},HIKAE_SEEN),$N$3))', Head("適用", "What applies", 40)),
    15: (
        "wanted",
        "=SUMPRODUCT(ISNUMBER(SEARCH($Q$3:$Q$6,N{r}))*$R$3:$R$6)",
        Head("求める額", "Wanted", 14, "0"),
    ),
    16: ("found", "=IF(O{r}*$P$3=0,0,O{r}*COUNT(INDEX(C{r}:E{r},O{r})))", Head("ある額", "There", 12, "0")),
    20: (
        "uncovered",
        '=IF(COUNT(C{r},G{r})=2,MAX(0,G{r}-C{r}),"")',
        yen("前日の自己分なら不足", "If previous day", 18),
    ),
}


def intraday_sheet(made: Workbook) -> None:
    """Write what house accounts have to pay in during the day, by the ruling on intraday margin."""
    lines = (
        "自己分の口座だけ。差し入れる額 ＝ 適用額 － 預託額（0 より小さければ 0）。当方の計算は 計算 で入る",
        "House accounts only. Call = applied less deposited, never below 0. Our own amounts are filled by Calculate",
    )
    sheet = page(made, margin.INTRADAY, heading=("日中当初証拠金", "Intraday initial margin"), lines=lines)
    typed_table(sheet, margin.INTRADAY_AMOUNTS, AMOUNTS, shown=("own",))
    natives(sheet, INTRADAY)
    codes(sheet, 3, RULED[:1], column=14)
    codes(sheet, 3, VERSION_WORDS, column=15)
    codes(sheet, 3, (USABLE, NO_DAY), column=16)
    codes(sheet, 3, APPLYING, column=17)
    codes(sheet, 3, CALL_WORDS, column=19)
    for row, version in enumerate(VERSIONS, 3):
        sheet.cell(row, 18, version)
    _head(sheet)
    words_typed(
        sheet,
        rows_of(margin.INTRADAY_AMOUNTS, "account"),
        title="口座 / account",
        prompt="自己分の口座コード / A house account's code",
    )
    for name in ("previous", "first", "last", "deposited"):
        numbers(sheet, rows_of(margin.INTRADAY_AMOUNTS, name), unit="JPY", least=-1e15)
    wrong_rows(sheet, f"A{margin.FIRST}:K{margin.LAST}", f"$A{margin.FIRST}")
    struck_when_stale(sheet, f"H{TOTALS} J{TOTALS} H{margin.FIRST}:J{KNOWN}")
    repeated_head(sheet, margin.INTRADAY_AMOUNTS)
    narrowed(sheet, "BGHJK", 14, 16, 16, 16, 16)
    upright(sheet, f"A1:F{KNOWN}", f"G5:K{KNOWN}", keys="A:B")
    name_regions(sheet, margin.SHORT_NAMES)


def _head(sheet: Worksheet) -> None:
    until = "=IF(N(HIKAE_DATE),MAX(0,HIKAE_DATE+13.5/24-HIKAE_TIMER),P4)"
    applies = '=IFERROR(CDS_PLAN("intraday",HIKAE_SEEN),$N$3)'
    figure(sheet, 5, 1, ("再通知の期限 13:30 まで", "Until 13:30"), until, form=LEFT)
    figure(sheet, 6, 1, ("不足の口座", "Calls"), f"=COUNTIF(A{margin.FIRST}:A{margin.LAST},$S$3)", form="0")
    figure(sheet, 5, 3, ("適用", "What applies"), applies)
    clause = '=IFERROR(CDS_PLAN_CLAUSE("intraday",HIKAE_SEEN),"")'
    figure(sheet, 6, 3, ("条項", "Clause"), clause)
    added(sheet, (3, 4, 5))
    totals(sheet, (6, 7, 8, 10, 11, 20), accounts="B")
    shown(sheet, margin.INTRADAY_NOTE, ("当方の計算", "Our own"), width=4)
    small(sheet, 7, 1, "合計 Totals")
    struck_when_stale(sheet, "D5:D6")
    for row in range(margin.FIRST, margin.LAST + 1):
        strong(sheet, row, 10, 10)
