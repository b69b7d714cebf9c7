"""資金 代替コスト / What moves because an amount applies, and what a fallback leaves uncovered: never netted."""

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.style import YEN, Head, header, page, shown_cell
from workbooks.margin_parts import (
    CHANGE,
    GAP,
    GAPS,
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
    words_typed,
    wrong_rows,
    yen,
)
from workbooks.panel import shown
from workbooks.parts import (
    DAY,
    chosen,
    numbers,
    repeated_head,
    rows_of,
    short_text,
    small,
    struck_when_stale,
    typed_table,
)

LISTED = (
    Head("口座", "Account", 10),
    Head("参加者", "Participant", 11),
    Head("区分", "Kind", 9),
    Head("関係会社", "Affiliates", 11),
    Head("割増率", "Multiplier", 10, "0.00"),
    yen("加算 円", "Add-on"),
    yen("預託額 円", "Deposited", 16),
    Head("担保の種類", "Collateral", 20),
)
CASH_WORDS = ("✗ 不足 short", "○ 足りる enough", "－ 不明 unknown")
LINES = {
    1: ("state", '=IF(B{r}="","",IF(K{r}="",$Q$5,IF(K{r}>0,$Q$3,$Q$4)))', Head("状態", "State", 17)),
    10: ("applied", '=IFERROR(VLOOKUP(B{r},適用表,10,FALSE),"")', yen("適用額", "Applied")),
    11: ("less_deposited", '=IF(COUNT(H{r},J{r})=2,J{r}-H{r},"")', Head("適用－預託", "Less deposited", 18, CHANGE)),
    12: ("to_pay", '=IF(K{r}="","",MAX(0,K{r}))', yen("入金する額", "To be paid in")),
    13: ("surplus", '=IF(K{r}="","",MAX(0,-K{r}))', yen("余剰", "Surplus")),
    14: ("due", '=IF(N(L{r})>0,$L$5,"")', Head("期日", "Due", 13, DAY)),
    16: ("variation", '=IFERROR(VLOOKUP(B{r},変動,18,FALSE),"")', Head("変動 受払", "Variation transfer", 18, CHANGE)),
    15: ("applied_state", '=IFERROR(VLOOKUP(B{r},適用表,13,FALSE),"")', Head("適用の状態", "State of the amount", 18)),
}  # fmt: skip
SOURCE = f"'{margin.ACCOUNTS}'!"


def _copied(column: str) -> str:
    """Return the formula that repeats a cell of the page of accounts; a blank one stays blank."""
    return f'=IF({SOURCE}{column}{{r}}="","",{SOURCE}{column}{{r}})'


COST_WORDS = ("✗ 不足あり uncovered", "○ 不足なし covered", "－ 不明 gap", GAP)
COSTS = {
    1: ("account", _copied("B"), Head("口座", "Account", 12)),
    2: ("own", _copied("G"), yen("当日の当方の計算", "Own today", 16)),
    3: ("applied", _copied("K"), yen("いま適用する額", "Applied now", 16)),
    4: ("uncovered", '=IF(COUNT(B{r}:C{r})=2,MAX(0,B{r}-C{r}),"")', yen("不足（いま）", "Uncovered now", 16)),
    5: ("previous", _copied("C"), yen("前日の適用額", "Previous day", 16)),
    6: ("if_previous", '=IF(COUNT(B{r},E{r})=2,MAX(0,B{r}-E{r}),"")', yen("前日なら不足", "If previous day", 16)),
    7: ("first", _copied("D"), yen("当初の通知額", "Notified first", 16)),
    8: ("if_first", '=IF(COUNT(B{r},G{r})=2,MAX(0,B{r}-G{r}),"")', yen("当初なら不足", "If first", 16)),
    9: (
        "state",
        '=IF(A{r}="","",IF(D{r}="",$Q$5,IF(D{r}>0,$Q$3,$Q$4)))',
        Head("状態（いま）", "State now", 24),
    ),
    10: ("account_again", '=IF(A{r}="","",A{r})', Head("口座", "Account", 12)),  # the second page says whose
}


def cash_sheet(made: Workbook) -> None:
    """Write the accounts with their terms and deposits, and what is to be paid in because an amount applies."""
    lines = (
        "適用額－預託額。負は余剰。口座どうしは相殺しない。期日の時限と担保は設定による（担保は書き換えられる）",
        "Applied less deposited; below zero is a surplus. No account pays for another. Hour and collateral: settings",
    )
    sheet = page(made, margin.CASH, heading=("口座の一覧と資金", "Accounts, deposits and cash"), lines=lines)
    typed_table(sheet, margin.ACCOUNT_LIST, LISTED)
    natives(sheet, LINES)
    codes(sheet, 3, CASH_WORDS, column=17)
    due = '=IF(N(HIKAE_DATE)*L71=0,"",CDS_BUSINESS_DAY(HIKAE_DATE+1))'
    figure(sheet, 5, 11, ("期日（翌営業日）", "Due, next business day"), due, form=DAY)
    figure(sheet, 6, 11, ("不明な口座", "Unknown"), f"=COUNTIF(A{margin.FIRST}:A{margin.LAST},$Q$5)", form="0")
    figure(sheet, 5, 7, ("不足の口座", "Short"), f"=COUNTIF(A{margin.FIRST}:A{margin.LAST},$Q$3)", form="0")
    shown(sheet, margin.DEPOSIT_BY, ("期日の時限", "By, on the due day"))
    totals(sheet, (7, 8, 10, 12, 13, 16), accounts="B")
    small(sheet, 7, 1, "合計 Totals")
    for row in range(margin.FIRST, margin.LAST + 1):
        strong(sheet, row, 12, 10)
    _cash_rules(sheet)
    wrong_rows(sheet, f"A{margin.FIRST}:P{margin.LAST}", f"$A{margin.FIRST}")
    struck_when_stale(sheet, f"J{TOTALS} L{TOTALS}:M{TOTALS} J{margin.FIRST}:N{KNOWN}")
    repeated_head(sheet, margin.ACCOUNT_LIST)
    narrowed(sheet, "BCDEF", 10, 11, 9, 11, 10)
    upright(sheet, f"A1:H{KNOWN}", f"I5:M{KNOWN}", f"N{TOTALS}:P{KNOWN}", keys="A:B")
    name_regions(sheet, margin.SHORT_NAMES)


def _cash_rules(sheet: Worksheet) -> None:
    region = margin.ACCOUNT_LIST
    for name, title in (("account", "口座 / account"), ("participant", "参加者 / participant")):
        words_typed(sheet, rows_of(region, name), title=title, prompt="コード / The code")
    chosen(sheet, rows_of(region, "kind"), ("house", "client"))
    words_typed(
        sheet,
        rows_of(region, "affiliate_group"),
        title="関係会社 / affiliates",
        prompt="同じ企業集団なら同じ名前 / One name for one group",
    )
    numbers(sheet, rows_of(region, "multiplier"), unit="1", most=1000)
    for name in ("add_on", "deposited_im"):
        numbers(sheet, rows_of(region, name), unit="JPY", least=-1e15)
    short_text(
        sheet,
        rows_of(region, "collateral"),
        most=40,
        title="担保 / collateral",
        prompt="現金、国債など / Cash, government bonds …",
    )


MEASURES = (  # what a measure leaves uncovered if the previous day's amount applies: where it is summed
    ("当初証拠金", "Initial margin", margin.COST, 6),
    ("変動証拠金の水準", "Variation margin, level", margin.VARIATION, 18),
    ("清算基金", "Clearing fund", margin.FUND, 16),
)
GAPS_AT = 14
BESIDE = ("日中当初証拠金（別枠）", "Intraday, beside", margin.INTRADAY, 20)


def cost_sheet(made: Workbook) -> None:
    """Write what each fallback leaves uncovered, account by account; an unknown amount is a gap, never 0."""
    lines = (
        "当日の当方の計算 － 適用額（0 より小さければ 0）。口座どうしは相殺しない。分からない額は 0 ではなく「不明」",
        "Own today less applied, never below 0, never netted between accounts. What is not known is a gap, not 0",
    )
    sheet = page(made, margin.COST, heading=("代替額のコスト", "What a fallback leaves uncovered"), lines=lines)
    natives(sheet, COSTS)
    codes(sheet, 3, COST_WORDS, column=17)
    figure(sheet, 5, 3, ("不明な口座", "Gaps now"), f"=COUNTIF(I{margin.FIRST}:I{margin.LAST},$Q$5)", form="0")
    for column, source in ((5, "E"), (7, "G")):
        known, cells = f"COUNT(B{margin.FIRST}:B{margin.LAST})", f"{source}{margin.FIRST}:{source}{margin.LAST}"
        figure(sheet, 5, column, ("額のない口座", "Without amount"), f"=MAX(0,{known}-COUNT({cells}))", form="0")
    _measures(sheet)
    totals(sheet, (2, 3, 4, 5, 6, 7, 8), accounts="A")
    small(sheet, 7, 1, "合計 Totals")
    for row in range(margin.FIRST, margin.LAST + 1):
        strong(sheet, row, 4, 10)
    wrong_rows(sheet, f"A{margin.FIRST}:I{margin.LAST}", f"$I{margin.FIRST}")
    struck_when_stale(sheet, f"C{TOTALS}:D{TOTALS} C{margin.FIRST}:D{KNOWN}")
    sheet.freeze_panes = f"B{margin.FIRST}"
    sheet.print_title_rows = f"{margin.HEAD - 1}:{margin.HEAD}"
    ends = margin.FIRST + len(MEASURES) + 1
    upright(sheet, f"A1:F{KNOWN}", f"G{TOTALS}:J{KNOWN}", f"K{TOTALS}:N{ends}")
    name_regions(sheet, margin.SHORT_NAMES)


def _measures(sheet: Worksheet) -> None:
    """Write what each measure leaves uncovered under the previous day's amounts, and all of them; a gap stays one."""
    heads = (
        Head("前日の額なら", "If previous day's", 30),
        yen("不足の合計", "Uncovered", 20),
        yen("分かる分", "Known", 20),
        Head("不明の数", "Gaps", 12, "0"),
    )
    header(sheet, margin.HEAD - 1, 11, heads=heads)
    rows = range(margin.FIRST, margin.FIRST + len(MEASURES))
    total, beside = rows[-1] + 1, rows[-1] + 2
    for row, (ja, en, title, column) in zip((*rows, beside), (*MEASURES, BESIDE), strict=True):
        shown_cell(sheet, row, 11)
        sheet.cell(row, 11).value = f"{ja} {en}"
        for at, source in ((12, TOTALS), (13, KNOWN), (14, GAPS)):
            letter = get_column_letter(column)
            native(sheet, row, at, f"='{title}'!{letter}{source}", form="0" if at == GAPS_AT else YEN, side="right")
    shown_cell(sheet, total, 11)
    sheet.cell(total, 11).value = "合計 Total uncovered"
    cells = f"L{rows[0]}:L{rows[-1]}"
    whole = f'=IF(COUNT({cells})={len(rows)},SUM({cells}),IF(N{total},$Q$6&N{total},""))'
    native(sheet, total, 12, whole, form=YEN, side="right")
    for column, letter in ((13, "M"), (14, "N")):
        native(
            sheet,
            total,
            column,
            f"=SUM({letter}{rows[0]}:{letter}{rows[-1]})",
            form=YEN if letter == "M" else "0",
            side="right",
        )
    for column in range(11, 15):
        strong(sheet, total, column)
