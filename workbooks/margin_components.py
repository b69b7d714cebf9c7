"""内訳 通知 / The requirement by component: live beside what was recorded, and what was notified beside our own."""

from openpyxl import Workbook
from openpyxl.styles import Alignment

from addin.books.regions import margin
from addin.books.style import Head, page
from workbooks.margin_parts import (
    CHANGE,
    KNOWN,
    THREE_LINES,
    TOTALS,
    block,
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
from workbooks.parts import numbers, repeated_head, rows_of, shown_table, small, typed_table

PARTS = (
    ("基礎基準額", "Base"),
    ("ショートチャージ", "Short charge"),
    ("ビッド・オファー", "Bid/offer"),
    ("クレジットイベント", "Credit event"),
    ("シングルネーム", "Single name"),
    ("割増・加算", "Add-on"),
)
ACCOUNT = Head("口座", "Account", 10)
LIVE = (
    Head("計算した口座", "As computed", 11),
    *(yen(ja, en) for ja, en in PARTS),
    yen("所要額 合計", "Requirement"),
    Head("状態", "State: ✗ says why", 24),
)
RECORDED = (ACCOUNT, *(yen(f"控え {ja}", f"{en}, recorded", 14) for ja, en in PARTS), yen("控え 合計", "Recorded"))
NOTIFIED = (ACCOUNT, Head("版", "Version", 8, "0"), *(yen(f"通知 {ja}", f"{en}, notified") for ja, en in PARTS))
CALL = '=IF(計算可,CDS_IM_ACCOUNTS(建玉,市場,シナリオ,設定,口座),"")'
TOTAL, STATE = 9, 10
# The block's own texts are found by no lookup of LibreOffice; repeated by the sheet itself they are.
KEY = ("account", '=B{r}&""', ACCOUNT)


def components_sheet(made: Workbook) -> None:
    """Write every account's components, live in one call, and beside them the last recorded computation."""
    lines = (
        "左はいまの建玉・市場での計算（一つの式）、右は 計算 で記録した額。計算できない口座は空で、状態に理由が出る",
        "Left: live, one call for the whole book. Right: as recorded by Calculate. What cannot be computed stays blank",
    )
    heading = ("当初証拠金の内訳", "Initial margin by component")
    sheet = page(made, margin.COMPONENTS, heading=heading, lines=lines)
    shown_table(sheet, margin.COMPUTED, LIVE)
    natives(sheet, {1: KEY})
    for row in range(margin.FIRST, margin.LAST + 1):
        strong(sheet, row, TOTAL, 10)
    block(sheet, margin.COMPUTED, CALL)
    shown_table(sheet, margin.RECORDED, RECORDED)
    drift = '=IF(S{r}="","",IFERROR(VLOOKUP(L{r},口座別,9,FALSE)-S{r},""))'
    natives(sheet, {20: ("drift", drift, Head("いまとの差", "Live less recorded", 15, CHANGE))})
    totals(sheet, range(3, TOTAL + 1), accounts="A")
    totals(sheet, range(13, 20), accounts="L")
    small(sheet, 7, 1, "合計 Totals")
    figure(sheet, 5, 1, ("計算した口座", "Computed"), f"=COUNT(I{margin.FIRST}:I{margin.LAST})", form="0")
    named = f"SUMPRODUCT(--(LEN(A{margin.FIRST}:A{margin.LAST})>0))"
    figure(sheet, 6, 1, ("計算できない口座", "Not computed"), f"={named}-B5", form="0")
    wrong_rows(sheet, f"A{margin.FIRST}:J{margin.LAST}", f"$J{margin.FIRST}")
    repeated_head(sheet, margin.LIVE)
    sheet.row_dimensions[margin.HEAD - 1].height = THREE_LINES
    narrowed(sheet, "ABL", 10, 11, 10)
    upright(sheet, f"A1:F{KNOWN}", f"G{TOTALS}:J{KNOWN}", f"L{TOTALS}:T{KNOWN}", keys="A:A")
    name_regions(sheet, margin.SHORT_NAMES)


def parts_sheet(made: Workbook) -> None:
    """Write what was notified by component, the differences to our own, and which component differs most."""
    lines = (
        "通知額の内訳（最新の版）。差はシートの式で、当方の計算（内訳のページ）から取る",
        "The newest notified version by component; differences are the sheet's own, to the page Components",
    )
    sheet = page(made, margin.PARTS, heading=("通知額の内訳と差", "Notified by component"), lines=lines)
    typed_table(sheet, margin.NOTIFIED_PARTS, NOTIFIED)
    natives(sheet, _differences())
    for column, (ja, en) in enumerate(PARTS, 10):
        small(sheet, 7, column, f"{ja} {en}")
        sheet.cell(7, column).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[7].height = 24
    words_typed(
        sheet,
        rows_of(margin.NOTIFIED_PARTS, "account"),
        title="口座 / account",
        prompt="口座コード / The account's code",
    )
    numbers(sheet, rows_of(margin.NOTIFIED_PARTS, "version"), unit="1", least=1, most=100)
    for name in margin.PARTS_OF:
        numbers(sheet, rows_of(margin.NOTIFIED_PARTS, name), unit="JPY", least=-1e15)
    repeated_head(sheet, margin.NOTIFIED_PARTS)
    sheet.row_dimensions[margin.HEAD - 1].height = THREE_LINES
    narrowed(sheet, "AB", 10, 8)
    last = margin.LAST
    upright(sheet, f"A1:H{last}", f"I{TOTALS}:N{last}", f"O{TOTALS}:Q{last}", keys="A:B", last=last)
    name_regions(sheet, margin.SHORT_NAMES)


def _differences() -> dict[int, tuple[str, str, Head]]:
    """Return the sheet's own columns: notified less own for each component, and the largest of them by name."""
    total = ("total", '=IF(COUNT(C{r}:H{r})=6,SUM(C{r}:H{r}),"")', yen("通知 内訳の合計", "Sum of components"))
    made = {9: total}
    for place, (name, (ja, en)) in enumerate(zip(margin.PARTS_OF, PARTS, strict=True)):
        letter = "CDEFGH"[place]
        formula = f'=IF({letter}{{r}}="","",IFERROR({letter}{{r}}-VLOOKUP($A{{r}},口座別,{place + 3},FALSE),""))'
        made[10 + place] = (f"{name}_difference", formula, Head(f"差 {ja}", f"{en}, difference", 15, CHANGE))
    made[16] = ("largest", '=IF(A{r}="","",MAX(MAX(J{r}:O{r}),-MIN(J{r}:O{r})))', yen("最大の差", "Largest"))
    made[17] = ("where", '=IF(N(P{r})<=許容額,"",INDEX($J$7:$O$7,MAX(R{r}:S{r})))', Head("差の大きい内訳", "Where", 24))
    made[18] = ("above", "=IFERROR(MATCH(P{r},J{r}:O{r},0),0)", Head("正の差の位置", "Place above", 10, "0"))
    made[19] = ("below", "=IFERROR(MATCH(-P{r},J{r}:O{r},0),0)", Head("負の差の位置", "Place below", 10, "0"))
    return made
