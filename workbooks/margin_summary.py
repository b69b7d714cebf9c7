"""総括 / The page in front: what applies now, where own and notified differ, by when, and what is left uncovered."""

from openpyxl.styles import Alignment
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.style import YEN, Head, header, label, shown_cell
from workbooks.margin_accounts import LEFT_TO_19, LEFT_TO_20, VERDICTS
from workbooks.margin_accounts import RULED as STATES_OF_AMOUNT
from workbooks.margin_charts import beside, stacked
from workbooks.margin_parts import (
    CHANGE,
    GAP,
    NO_DAY,
    TOTALS,
    codes,
    native,
    natives,
    strong,
    wrong_rows,
    yen,
)
from workbooks.panel import WIDE, address, panel, shown, typed
from workbooks.parts import LEFT, MOMENT, chosen, prompted, shown_table, small, struck_when_stale, subtitle

ITEMS = (
    ("margin", "証拠金等", "Margin, end of day"),
    ("intraday", "日中当初証拠金", "Intraday margin"),
    ("settlement_price", "清算値段", "Settlement price"),
)
APPLIES = (
    Head("項目", "Item", 24),
    Head("適用", "What applies", 20),
    Head("暫定・例外", "Provisional, exceptions", 22),
    Head("", "", 19),
    Head("次の期限", "Valid until", 18),
    Head("残り", "Left", 15),
    Head("条項", "Clause", 20),
    Head("時刻", "Freshness", 18),
)
WIDTHS = {"H": 18, "I": 18, "J": 24, "K": 12}
RULED, IF_NOTHING, FIGURES = 14, 18, 23
WHY = FIGURES + 2
TEMPLATES = ("requirements_upload", "settlement_prices")
WHOLE_WIDTH = 46  # cm
CHARTED = 20  # accounts in a chart, the first ones of the page
COUNTS = (
    ("一致", "Agree", f'=COUNTIF(列判定,"{VERDICTS[0]}")', "0"),
    ("相違", "Differ", f'=COUNTIF(列判定,"{VERDICTS[1]}")', "0"),
    ("計算なし", "Not computed", f'=COUNTIF(列判定,"{VERDICTS[2]}")', "0"),
    ("通知なし", "Not notified", f'=COUNTIF(列判定,"{VERDICTS[3]}")', "0"),
    ("疑義を記録", "Challenged", "=COUNT(列記録)", "0"),
    ("19:00 まで", "Until 19:00", f"=IF(N(HIKAE_DATE),{LEFT_TO_19},M20)", LEFT),
    ("20:00 まで", "Until 20:00", f"=IF(N(HIKAE_DATE),{LEFT_TO_20},M20)", LEFT),
    ("不足の合計 円", "Uncovered", f"='{margin.COST}'!D{TOTALS}", YEN),
    ("入金する額 円", "To be paid in", f"='{margin.CASH}'!L{TOTALS}", YEN),
    ("変えたスプレッド", "Edited spreads", f"='{margin.MARKET}'!B6", "0"),
)
OF_PARTICIPANT = {
    2: ("accounts", '=IF($A{r}="","",COUNTIF(列参加者,$A{r}))', Head("口座数", "Accounts", 20, "0")),
    3: (
        "differing",
        '=IF($A{r}="","",COUNTIFS(列参加者,$A{r},列判定,$M$16))',
        Head("相違", "Differ", 15, "0"),
    ),
    4: ("own", '=IF($A{r}="","",IF(M{r},$M$19&M{r},SUMIF(列参加者,$A{r},列当方)))', yen("当方の計算", "Own", 19)),
    5: (
        "notified",
        '=IF($A{r}="","",IF(N{r},$M$19&N{r},SUMIF(列参加者,$A{r},列通知)))',
        yen("通知 最新", "Notified", 18),
    ),
    6: ("applied", '=IF($A{r}="","",IF(O{r},$M$19&O{r},SUMIF(列参加者,$A{r},列適用)))', yen("適用額", "Applied", 15)),
    7: (
        "difference",
        '=IF($A{r}="","",IF(P{r},$M$19&P{r},SUMIF(列参加者,$A{r},列差)))',
        Head("通知－当方", "Notified less own", 20, CHANGE),
    ),
    8: ("uncovered", '=IF($A{r}="","",IF(Q{r},$M$19&Q{r},SUMIF(列参加者,$A{r},列不足)))', yen("不足", "Uncovered", 18)),
    9: (
        "to_pay",
        '=IF($A{r}="","",IF(R{r},$M$19&R{r},SUMIF(列入金先,$A{r},列入金)))',
        yen("入金する額", "To be paid in", 18),
    ),
    10: ("state", '=IF($A{r}="","",IF(C{r}>0,$M$13,IF(K{r}>0,$M$14,$M$15)))', Head("状態", "State", 24)),
    11: ("open", '=IF($A{r}="","",B{r}-COUNTIFS(列参加者,$A{r},列判定,$M$17)-C{r})', Head("未照合", "Open", 12, "0")),
}
GAPS_OF = {
    column: (
        f"{name}_gaps",
        f'=IF($A{{r}}="","",B{{r}}-SUMPRODUCT(({accounts}=$A{{r}})*ISNUMBER({amounts})))',
        Head(f"不明 {ja}", f"Gaps, {en}", 14, "0"),
    )
    for column, name, accounts, amounts, ja, en in (
        (13, "own", "列参加者", "列当方", "当方", "own"),
        (14, "notified", "列参加者", "列通知", "通知", "notified"),
        (15, "applied", "列参加者", "列適用", "適用", "applied"),
        (16, "difference", "列参加者", "列差", "差", "difference"),
        (17, "uncovered", "列参加者", "列不足", "不足", "uncovered"),
        (18, "to_pay", "列入金先", "列入金", "入金", "to be paid in"),
    )
}
OF_GAPS = {4: "M", 5: "N", 6: "O", 7: "P", 8: "Q", 9: "R"}  # where the gaps of a column of amounts are counted
NO_RULING = STATES_OF_AMOUNT[0]
OPEN = "－ 原因は 確認 か 計算 で press Check or Calculate"
FIRST_WRONG = "INDEX(適用表,MATCH($M$16,列判定,0),1)"  # the account
CAUSE = f'IFERROR(VLOOKUP({FIRST_WRONG},照合表,11,FALSE)&"","")'
WHY_FORMULA = (
    f'=IF(B{FIGURES + 1}=0,"",{FIRST_WRONG}&"  "&IF({CAUSE}="",$M$21,SUBSTITUTE({CAUSE},CHAR(10)," / "))'
    f'&IF(B{FIGURES + 1}>1,"   ほか / and more: "&B{FIGURES + 1}-1,""))'
)
STATES = ("✗ 相違あり differs", "－ 未照合あり some open", "● すべて一致 all agree")


def summary_sheet(sheet: Worksheet) -> None:
    """Write the page under its heading."""
    panel(sheet, participant="")
    typed(sheet, margin.TEMPLATE, ("出力の書式", "Export as"), TEMPLATES[0], width=WIDE)
    typed(sheet, margin.SENDER, ("差出人", "Mail from"), width=WIDE)
    shown(sheet, margin.SENT, ("出力・疑義", "Export, challenges"), width=WIDE)
    chosen(sheet, address(margin.TEMPLATE), TEMPLATES)
    prompted(
        sheet,
        address(margin.SENDER),
        title="差出人 / mail from",
        prompt="疑義のメールの差出人（任意） / Sender of the mail that challenges; may stay blank",
    )
    codes(sheet, 13, (*STATES, VERDICTS[1], VERDICTS[0], NO_RULING, GAP, NO_DAY, OPEN), column=13)
    small(sheet, 12, 13, "式が使う言葉 / Words of the formulas")
    _applies(sheet)
    _figures(sheet)
    _participants(sheet)
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.print_area = f"A1:K{margin.PARTICIPANTS.last[0] + 42}"
    sheet.row_breaks.append(Break(id=margin.PARTICIPANTS.last[0] + 2))


def _applies(sheet: Worksheet) -> None:
    """Write what applies now by each item, until when, and what the clock alone will make of it."""
    subtitle(sheet, RULED - 1, ja="いま適用されるもの", en="What applies now")
    header(sheet, RULED, 1, heads=APPLIES)
    for row, (code, ja, en) in enumerate(ITEMS, RULED + 1):
        formulas = (
            f"{ja} {en}",
            f"=IFERROR(CDS_PLAN(L{row},HIKAE_SEEN),$M$18)",
            "",
            "",
            f'=IFERROR(CDS_PLAN_UNTIL(L{row},HIKAE_SEEN),"")',
            f'=IF(N(E{row})=0,"",MAX(0,E{row}-HIKAE_TIMER))',
            f'=IFERROR(CDS_PLAN_CLAUSE(L{row},HIKAE_SEEN),"")',
            "=HIKAE_FRESH",
        )
        for column, formula in enumerate(formulas, 1):
            native(sheet, row, column, formula, form={5: MOMENT, 6: LEFT}.get(column, "General"))
            sheet.cell(row, column).alignment = Alignment(horizontal="left", vertical="center", indent=1)
        strong(sheet, row, 2, 10)
        sheet.row_dimensions[row].height = 22
        small(sheet, row, 12, code)
        after, text = row - RULED - 1 + IF_NOTHING, f'=IFERROR(CDS_PLAN_IF_NOTHING(L{row},HIKAE_SEEN),"")'
        label(sheet, after, 1, ja=f"何も届かなければ: {ja}", en="If nothing arrives")
        native(sheet, after, 2, text)
        sheet.row_dimensions[after].height = 22
    last = IF_NOTHING + len(ITEMS) - 1
    struck_when_stale(sheet, f"B{RULED + 1}:G{last}")


def _figures(sheet: Worksheet) -> None:
    """Write the figures of the day side by side: what to look at first."""
    subtitle(sheet, FIGURES - 1, ja="通知額との照合", en="Own against notified")
    for column, (ja, en, formula, form) in enumerate(COUNTS, 1):
        header(sheet, FIGURES, column, heads=[Head(ja, en, 12)])
        shown_cell(sheet, FIGURES + 1, column, form=form, side="center")
        sheet.cell(FIGURES + 1, column).value = formula
        strong(sheet, FIGURES + 1, column, 14)
        sheet.cell(FIGURES + 1, column).alignment = Alignment(
            horizontal="center", vertical="center", shrink_to_fit=True
        )
    sheet.row_dimensions[FIGURES + 1].height = 28
    label(sheet, WHY, 1, ja="相違の口座と考えられる原因", en="Which account, and why")
    native(sheet, WHY, 2, WHY_FORMULA)
    strong(sheet, WHY, 2)
    sheet.row_dimensions[WHY].height = 22


def _participants(sheet: Worksheet) -> None:
    region = margin.PARTICIPANTS
    first, last = region.row + 1, region.last[0]
    subtitle(sheet, region.row - 2, ja="清算参加者ごと", en="By participant")
    shown_table(sheet, region, [Head("清算参加者", "Participant", 24)])
    natives(sheet, {**OF_PARTICIPANT, **GAPS_OF}, rows=range(first, last + 1))
    small(sheet, last + 1, 1, "合計 Totals")
    for column in range(2, 10):
        form, letter = sheet.cell(first, column).number_format, "ABCDEFGHI"[column - 1]
        total = f"SUM({letter}{first}:{letter}{last})"
        if gaps := OF_GAPS.get(column):
            native(sheet, last + 1, ord(gaps) - ord("A") + 1, f"=SUM({gaps}{first}:{gaps}{last})", form="0")
            known = f'IF(COUNT({letter}{first}:{letter}{last}),{total},"")'
            total = f"IF({gaps}{last + 1},$M$19&{gaps}{last + 1},{known})"
        native(sheet, last + 1, column, f"={total}", form=form, side="right")
        strong(sheet, last + 1, column, 10)
    for row in range(first, last + 1):
        strong(sheet, row, 10, 10)
    wrong_rows(sheet, f"A{first}:K{last}", f"$J{first}")
    struck_when_stale(sheet, f"F{first}:F{last + 1} H{first}:I{last + 1} H{FIGURES + 1}:I{FIGURES + 1}")


def add_charts(sheet: Worksheet, accounts: Worksheet, components: Worksheet) -> None:
    """Put the native charts under the page: components by account, and own beside notified."""
    end, at = margin.HEAD + CHARTED, margin.PARTICIPANTS.last[0] + 4
    parts = stacked(
        f"口座別の内訳（先頭{CHARTED}口座、百万円） / Components, first {CHARTED} accounts, JPY million",
        (components, 3, 8, margin.HEAD, end),
        names=1,
    )
    both = beside(
        f"当方の計算と通知額（先頭{CHARTED}口座、百万円） / Own and notified, first {CHARTED} accounts, JPY million",
        (accounts, 7, 8, margin.HEAD, end),
        names=2,
    )
    parts.width = both.width = WHOLE_WIDTH
    sheet.add_chart(parts, f"A{at}")
    sheet.add_chart(both, f"A{at + 20}")
