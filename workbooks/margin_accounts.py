"""口座 / The page to decide from: own amount against the notified one, what applies, and the mark to challenge it."""

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.style import Head, page
from workbooks.margin_parts import (
    CHANGE,
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
    of_list,
    strong,
    totals,
    upright,
    wrong_rows,
    yen,
)
from workbooks.parts import (
    INSTANT,
    LEFT,
    chosen,
    numbers,
    repeated_head,
    rows_of,
    shown_table,
    small,
    struck_when_stale,
    typed_table,
)

LEFT_TO_19 = "MAX(0,HIKAE_DATE+19/24-HIKAE_TIMER)"
LEFT_TO_20 = "MAX(0,HIKAE_DATE+20/24-HIKAE_TIMER)"
STATE = Head("判定", "Verdict", 19)
ENTRY = (
    Head("口座", "Account", 10),
    yen("前日の適用額", "Previous day"),
    yen("通知 当初", "Notified first"),
    yen("通知 再通知", "Notified last"),
    Head("疑義", "Challenge", 8),
)
CHECKED = (
    Head("点検の指摘と次の一手", "As checked: what was found, and what next", 70, wrap=True),
    Head("点検の判定", "Verdict", 18),
    Head("点検した口座", "Account", 12),
    yen("点検した当方", "Own"),
    yen("点検した通知", "Notified"),
    Head("疑義の文案", "What is said to challenge it", 66, wrap=True),
)
CHALLENGED = (
    Head("疑義を記録した口座", "Challenged", 16),
    Head("時刻", "At", 17, INSTANT),
    Head("下書き", "Draft", 40),
)
VERDICTS = (
    "● 一致 agrees",
    "✗ 相違 differs",
    "－ 計算なし not computed",
    "－ 通知なし none notified",
    "✗ 数でない no number",
)
RULED = (
    "－ 判定なし no ruling",
    "▲ 暫定 provisional",
    "● 適用 applies",
    "－ 額なし no amount",
    "－ 未点検 not checked",
)
APPLYING = ("previous day", "today's", "originally notified", "renotified")  # words of CDS_PLAN, and whose amount it is
TWICE = "✗ 二度あり listed twice"
VERSION_WORDS = ("前日 previous", "当初 first", "再通知 last")
VERSIONS = (1, 2, 2, 3)

# Beside the typed columns, in the order of what is asked first: own, difference, what differs, what applies.
BESIDE = {
    1: (
        "verdict",
        '=IF(B{r}="","",IF(COUNTIF($B$10:$B$69,B{r})>1,$AE$6,IF(I{r}="",AI{r},IF(ABS(I{r})<=AH{r},$AB$3,$AB$4))))',
        STATE,
    ),
    7: ("own", '=IFERROR(VLOOKUP(B{r},口座別,9,FALSE)*1,"")', yen("当方の計算", "Own")),
    8: ("latest", '=IF(E{r}="",IF(D{r}="","",D{r}),E{r})', yen("通知 最新", "Notified, newest")),
    9: ("difference", '=IF(COUNT(G{r}:H{r})=2,H{r}-G{r},"")', Head("差額", "Difference", 16, CHANGE)),
    10: ("where", '=IFERROR(VLOOKUP(B{r},通知差,17,FALSE),"")', Head("差の大きい内訳", "Mostly in", 20)),
    11: ("applied", '=IF(AF{r}=0,"",INDEX(C{r}:E{r},AF{r}))', yen("適用額", "Applied")),
    12: ("version", '=IF(AF{r}=0,"",INDEX($AE$3:$AE$5,AF{r}))', Head("どの額", "Whose amount", 15)),
    13: ("clause", '=IF(AC{r}="","",IFERROR(CDS_PLAN_CLAUSE(AC{r},HIKAE_SEEN),""))', Head("条項", "Clause", 11)),
    14: ("state", '=IF(AC{r}="","",IF(AF{r}=0,$AF$4,IF(AG{r},$AC$4,$AC$5)))', Head("適用の状態", "State", 17)),
    15: ("challenged", '=IFERROR(VLOOKUP(B{r},$X$10:$Z$69,2,FALSE),"")', Head("疑義の記録", "Challenged", 16, INSTANT)),
    16: ("cause", '=IFERROR(VLOOKUP(B{r},照合表,11,FALSE)&"","")', Head("考えられる原因", "Probable cause", 44)),
    17: (
        "still",
        '=IF(T{r}="","",IF((T{r}=B{r})*(U{r}=G{r})*(V{r}=H{r}),"○",$AC$7))',
        Head("点検は今も", "Still as checked", 20),
    ),
}  # fmt: skip
WORKING = {
    28: ("participant", '=IFERROR(VLOOKUP(B{r},口座,2,FALSE),"")', Head("参加者", "Participant", 10)),
    29: ("scope", '=IF(AB{r}="","","margin:"&AB{r})', Head("判定の対象", "Ruling for", 12)),
    30: ("applies", '=IF(AC{r}="","",IFERROR(CDS_PLAN(AC{r},HIKAE_SEEN),$AC$3))', Head("適用", "What applies", 48)),
    31: (
        "wanted",
        "=SUMPRODUCT(ISNUMBER(SEARCH($AG$3:$AG$6,AD{r}))*$AH$3:$AH$6)",
        Head("求める額", "Wanted", 12, "0"),
    ),
    32: ("found", "=IF(AE{r}*$AF$3=0,0,AE{r}*COUNT(INDEX(C{r}:E{r},AE{r})))", Head("ある額", "There", 10, "0")),
    33: ("provisional", '=ISNUMBER(SEARCH("provisional",AD{r}))', Head("暫定か", "Provisional", 12)),
    34: ("tolerance", '=IF(I{r}="","",MAX(許容額,許容率*MAX(ABS(G{r}),ABS(H{r}))))', yen("許容", "Tolerance")),
    35: (
        "missing",
        '=IF(B{r}="","",IF(G{r}="",$AB$5,IF(H{r}="",$AB$6,$AB$7)))',
        Head("欠けるもの", "What is missing", 22),
    ),
}


def accounts_sheet(made: Workbook) -> None:
    """Write the page."""
    lines = (
        "✗ の口座は、差の大きい内訳を見て、疑義があれば x を入れ（1）、送信 を押す（2）: 下書きができ、記録される",
        "For ✗ look at what differs; to challenge, put x (1) and press Send (2): drafts are made, and it is recorded",
    )
    heading = ("口座ごとの照合と適用額", "Accounts: own against notified, and what applies")
    sheet = page(made, margin.ACCOUNTS, heading=heading, lines=lines)
    typed_table(sheet, margin.NOTIFIED, ENTRY)
    shown_table(sheet, margin.CHECKED, CHECKED)
    shown_table(sheet, margin.CHALLENGES, CHALLENGED)
    natives(sheet, {**BESIDE, **WORKING})
    for row in range(margin.FIRST, margin.LAST + 1):
        for column in (1, 9, 11):
            strong(sheet, row, column, 10)
    _head(sheet)
    _words(sheet)
    _rules(sheet)
    cells = f"A{margin.FIRST}:P{margin.LAST}"
    wrong_rows(sheet, cells, f"$A{margin.FIRST}")
    struck_when_stale(sheet, f"K{TOTALS} K{margin.FIRST}:N{KNOWN}")
    repeated_head(sheet, margin.NOTIFIED)
    narrowed(sheet, "BFM", 10, 8, 11)
    upright(sheet, f"A1:H{KNOWN}", f"I{TOTALS}:M{KNOWN}", f"N{TOTALS}:P{KNOWN}", keys="A:B")
    name_regions(sheet, margin.SHORT_NAMES)


def _head(sheet: Worksheet) -> None:
    """Write the clocks that a challenge runs against, and the totals over the columns."""
    figure(sheet, 5, 1, ("疑義の目安 19:00 まで", "Until 19:00"), f"=IF(N(HIKAE_DATE),{LEFT_TO_19},AF5)", form=LEFT)
    figure(sheet, 6, 1, ("再通知の期限 20:00 まで", "Until 20:00"), f"=IF(N(HIKAE_DATE),{LEFT_TO_20},AF5)", form=LEFT)
    figure(sheet, 5, 4, ("印を付けた口座", "Marked"), f'=COUNTIF(F{margin.FIRST}:F{margin.LAST},"x")', form="0")
    figure(sheet, 6, 4, ("疑義を記録した口座", "Challenged"), f"=COUNT(O{margin.FIRST}:O{margin.LAST})", form="0")
    figure(sheet, 5, 8, ("時刻", "Freshness"), "=HIKAE_FRESH")
    added(sheet, (3, 4, 5))
    totals(sheet, (7, 8, 9, 11), accounts="B")
    for row in (TOTALS, KNOWN):
        sheet.cell(row, 9).number_format = CHANGE
    small(sheet, 7, 1, "合計 Totals")


def _words(sheet: Worksheet) -> None:
    """Write the words that formulas refer to, above their working columns."""
    codes(sheet, 3, VERDICTS, column=28)
    codes(sheet, 3, RULED, column=29)
    codes(sheet, 3, (*VERSION_WORDS, TWICE), column=31)
    codes(sheet, 3, (USABLE, "=IF(AF3,AC6,HIKAE_FRESH)", NO_DAY), column=32)
    codes(sheet, 3, APPLYING, column=33)
    for row, version in enumerate(VERSIONS, 3):
        sheet.cell(row, 34, version).font = Font(size=8)
    small(sheet, 2, 28, "式が使う言葉と途中の計算 / Words and working columns of the formulas")


def _rules(sheet: Worksheet) -> None:
    region = margin.NOTIFIED
    source = f"'{margin.CASH}'!$B${margin.FIRST}:$B${margin.LAST}"
    of_list(sheet, rows_of(region, "account"), source, title="口座 / account", prompt="口座コード / The account's code")
    for name in ("previous", "first", "last"):
        numbers(sheet, rows_of(region, name), unit="JPY", least=-1e15)
    chosen(sheet, rows_of(region, "challenge"), ("x",))
