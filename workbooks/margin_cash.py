"""資金 代替コスト / What moves because an amount applies, and what a fallback leaves uncovered: never netted."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.style import Head, page
from workbooks.margin_parts import (
    CHANGE,
    KNOWN,
    TOTALS,
    codes,
    figure,
    name_regions,
    natives,
    strong,
    totals,
    words_typed,
    wrong_rows,
    yen,
)
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
    15: ("applied_state", '=IFERROR(VLOOKUP(B{r},適用表,13,FALSE),"")', Head("適用の状態", "State of the amount", 18)),
}  # fmt: skip
SOURCE = f"'{margin.ACCOUNTS}'!"


def _copied(column: str) -> str:
    """Return the formula that repeats a cell of the page of accounts; a blank one stays blank."""
    return f'=IF({SOURCE}{column}{{r}}="","",{SOURCE}{column}{{r}})'


COST_WORDS = ("✗ 不足あり uncovered", "○ 不足なし covered", "－ 不明 gap")
COSTS = {
    1: ("account", _copied("B"), Head("口座", "Account", 12)),
    2: ("own", _copied("G"), yen("当日の当方の計算", "Own today", 18)),
    3: ("applied", _copied("K"), yen("いま適用する額", "Applied now", 18)),
    4: ("uncovered", '=IF(COUNT(B{r}:C{r})=2,MAX(0,B{r}-C{r}),"")', yen("不足（いま）", "Uncovered now", 18)),
    5: ("previous", _copied("C"), yen("前日の適用額", "Previous day", 18)),
    6: ("if_previous", '=IF(COUNT(B{r},E{r})=2,MAX(0,B{r}-E{r}),"")', yen("前日なら不足", "If previous day", 18)),
    7: ("first", _copied("D"), yen("当初の通知額", "Notified first", 18)),
    8: ("if_first", '=IF(COUNT(B{r},G{r})=2,MAX(0,B{r}-G{r}),"")', yen("当初なら不足", "If first", 18)),
    9: (
        "state",
        '=IF(A{r}="","",IF(D{r}="",$K$5,IF(D{r}>0,$K$3,$K$4)))',
        Head("状態（いま）", "State now", 24),
    ),
}


def cash_sheet(made: Workbook) -> None:
    """Write the accounts with their terms and deposits, and what is to be paid in because an amount applies."""
    lines = (
        "適用額－預託額。負は余剰。口座どうしは相殺しない。時刻はJSCCの通知による",
        "Applied less deposited; below zero is a surplus. No account pays for another. The hour is as JSCC notifies",
    )
    sheet = page(made, margin.CASH, heading=("口座の一覧と資金", "Accounts, deposits and cash"), lines=lines)
    typed_table(sheet, margin.ACCOUNT_LIST, LISTED)
    natives(sheet, LINES)
    codes(sheet, 3, CASH_WORDS, column=17)
    due = '=IF(N(HIKAE_DATE)*L71=0,"",CDS_BUSINESS_DAY(HIKAE_DATE+1))'
    figure(sheet, 5, 11, ("期日（翌営業日）", "Due, next business day"), due, form=DAY)
    figure(sheet, 6, 11, ("不明な口座", "Unknown"), f"=COUNTIF(A{margin.FIRST}:A{margin.LAST},$Q$5)", form="0")
    figure(sheet, 5, 7, ("不足の口座", "Short"), f"=COUNTIF(A{margin.FIRST}:A{margin.LAST},$Q$3)", form="0")
    totals(sheet, (7, 8, 10, 12, 13), accounts="B")
    small(sheet, 7, 1, "合計 Totals")
    for row in range(margin.FIRST, margin.LAST + 1):
        strong(sheet, row, 12, 10)
    _cash_rules(sheet)
    wrong_rows(sheet, f"A{margin.FIRST}:O{margin.LAST}", f"$A{margin.FIRST}")
    struck_when_stale(sheet, f"J{TOTALS} L{TOTALS}:M{TOTALS} J{margin.FIRST}:N{KNOWN}")
    repeated_head(sheet, margin.ACCOUNT_LIST)
    sheet.print_area = f"A1:O{KNOWN}"
    sheet.page_setup.fitToHeight = 1
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


def cost_sheet(made: Workbook) -> None:
    """Write what each fallback leaves uncovered, account by account; an unknown amount is a gap, never 0."""
    lines = (
        "当日の当方の計算 － 適用額（0 より小さければ 0）。口座どうしは相殺しない。分からない額は 0 ではなく「不明」",
        "Own today less applied, never below 0, never netted between accounts. What is not known is a gap, not 0",
    )
    sheet = page(made, margin.COST, heading=("代替額のコスト", "What a fallback leaves uncovered"), lines=lines)
    natives(sheet, COSTS)
    codes(sheet, 3, COST_WORDS, column=11)
    figure(sheet, 5, 3, ("不明な口座", "Gaps now"), f"=COUNTIF(I{margin.FIRST}:I{margin.LAST},$K$5)", form="0")
    for column, source in ((5, "E"), (7, "G")):
        known, cells = f"COUNT(B{margin.FIRST}:B{margin.LAST})", f"{source}{margin.FIRST}:{source}{margin.LAST}"
        figure(sheet, 5, column, ("額のない口座", "Without amount"), f"=MAX(0,{known}-COUNT({cells}))", form="0")
    totals(sheet, (2, 3, 4, 5, 6, 7, 8), accounts="A")
    small(sheet, 7, 1, "合計 Totals")
    for row in range(margin.FIRST, margin.LAST + 1):
        strong(sheet, row, 4, 10)
    wrong_rows(sheet, f"A{margin.FIRST}:I{margin.LAST}", f"$I{margin.FIRST}")
    struck_when_stale(sheet, f"C{TOTALS}:D{TOTALS} C{margin.FIRST}:D{KNOWN}")
    sheet.freeze_panes = f"B{margin.FIRST}"
    sheet.print_title_rows = f"{margin.HEAD - 1}:{margin.HEAD}"
    sheet.print_area = f"A1:I{KNOWN}"
    sheet.page_setup.fitToHeight = 1
    name_regions(sheet, margin.SHORT_NAMES)
