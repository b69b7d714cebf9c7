"""建玉 市場 / What margin is computed from: positions, instruments with their spreads, settings, stored tables."""

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.style import BP, YEN, Head, header, marked, named_cell, page
from workbooks.margin_parts import (
    YES_NO,
    codes,
    figure,
    name_regions,
    narrowed,
    native,
    natives,
    setting_rows,
    words_typed,
    yen,
)
from workbooks.panel import address, shown, typed
from workbooks.parts import DAY, DOUBT, days, numbers, repeated_head, rows_of, shown_table, typed_table
from workbooks.quotes_beside import CURVED

HELD = (
    Head("口座", "Account", 14),
    Head("銘柄", "Instrument", 18),
    Head("想定元本 円（買いが正）", "Notional, bought positive", 24, YEN),
)
QUOTED = (
    Head("銘柄", "Instrument", 14),
    Head("スプレッド bp", "Spread", 12, BP),
    Head("取込時 bp", "As imported", 11, BP),
    Head("前日 bp", "Yesterday", 11, BP),
    Head("参照組織", "Entity", 11),
    Head("種類", "Kind", 9),
    Head("満期", "Maturity", 11, DAY),
    Head("クーポン bp", "Coupon", 10, "0"),
    Head("回収率", "Recovery", 9, "0.00"),
    Head("係数", "Factor", 9, "0.000"),
    Head("気配幅 bp", "Bid/offer width", 10, BP),
    Head("代用銘柄", "Proxy", 13),
)
STORED = ("curve", "constituents", "events")
STATED = Head("状態", "State", 26)
MOVE = Head("前日比 bp", "Change", 10, "+#,##0.00;-#,##0.00;0.00")
EDITED = Head("変更", "Edited", 14)
FROM, TO = margin.QUOTED.row + 1, margin.QUOTED.last[0]
STATE = 18
PRINTED = 75  # instruments on paper; how many are left out is printed, too
WORDS = ("▲ 変更 edited", "－ 計算側なし no engine")


def positions_sheet(made: Workbook) -> None:
    """Write the cleared positions with their control totals."""
    lines = (
        "取込 で入る。手で入れても、端末の画面から貼ってもよい。上の件数と合計を、相手と読み合わせる",
        "Filled by Import; may be typed or pasted. Read count and totals back to whoever gave them",
    )
    sheet = page(made, margin.POSITIONS, heading=("建玉", "Positions"), lines=lines)
    region = margin.HELD
    first, last = region.row + 1, region.last[0]
    typed_table(sheet, region, HELD)
    repeated_head(sheet, region)
    absolute = f'=SUMIF(C{first}:C{last},">0")-SUMIF(C{first}:C{last},"<0")'
    for row, (words, formula, form) in enumerate(
        (
            (("件数", "Count"), f"=COUNT(C{first}:C{last})", "0"),
            (("合計", "Total"), f"=SUM(C{first}:C{last})", YEN),
            (("絶対値の合計", "Total, absolute"), absolute, YEN),
        ),
        5,
    ):
        figure(sheet, row, 2, words, formula, form=form)
    _by_account(sheet)
    for name, what in (("account", "口座 / account"), ("instrument", "銘柄 / instrument")):
        words_typed(sheet, rows_of(region, name), title=what, prompt="コード / The code")
    numbers(sheet, rows_of(region, "notional"), unit="JPY", least=-1e15)
    name_regions(sheet, margin.SHORT_NAMES)


def _by_account(sheet: Worksheet) -> None:
    """Write count, bought and sold of each account of the list: what is read back account by account."""
    listed = f"'{margin.CASH}'!B{{r}}"
    natives(
        sheet,
        {
            5: ("account", f'=IF({listed}="","",{listed})', Head("口座", "Account", 14)),
            6: ("count", '=IF(E{r}="","",COUNTIF(建玉口座,E{r}))', Head("件数", "Count", 10, "0")),
            7: ("bought", '=IF(E{r}="","",SUMIFS(建玉額,建玉口座,E{r},建玉額,">0"))', yen("買い", "Bought", 22)),
            8: ("sold", '=IF(E{r}="","",SUMIFS(建玉額,建玉口座,E{r},建玉額,"<0"))', yen("売り", "Sold", 22)),
        },
    )
    figure(
        sheet,
        5,
        5,
        ("一覧にない口座の件数", "Of accounts not listed"),
        f"=C5-SUM(F{margin.FIRST}:F{margin.LAST})",
        form="0",
    )


def market_sheet(made: Workbook) -> None:
    """Write the instruments with their spreads, which may be changed to see what margin becomes, and the settings."""
    lines = (
        "スプレッドを変えると、全ページの当方の計算がすぐ変わる（試算）。記録・送信・出力は日次フォルダの値で行う",
        "Change a spread and every live figure follows: a what-if. Records and files rest on the day's folder alone",
    )
    sheet = page(made, margin.MARKET, heading=("市場と設定", "The market, and the settings of this book"), lines=lines)
    typed_table(sheet, margin.QUOTED, QUOTED)
    natives(
        sheet,
        {
            13: ("change", '=IF(COUNT(B{r},D{r})=2,B{r}-D{r},"")', MOVE),
            14: ("edited", '=IF(B{r}=C{r},"",$V$5)', EDITED),
        },
        rows=range(FROM, TO + 1),
    )
    marked(sheet, f"A{FROM}:N{TO}", f'$N{FROM}<>""', font=Font(bold=True), fill=DOUBT)
    figure(sheet, 5, 1, ("銘柄", "Instruments"), f"=COUNT(B{FROM}:B{TO})", form="0")
    figure(sheet, 6, 1, ("変えた銘柄", "Edited"), f"=SUMPRODUCT(--(B{FROM}:B{TO}<>C{FROM}:C{TO}))", form="0")
    codes(sheet, 5, WORDS, column=22)
    _quoted_rules(sheet)
    _settings(sheet)
    shown_table(sheet, margin.RATES, CURVED)
    repeated_head(sheet, margin.QUOTED)
    beyond = f'=COUNTIF(A{FROM + PRINTED}:A{TO},"?*")'
    figure(sheet, 5, 4, ("印刷外の銘柄", "Not printed"), beyond, form="0")
    narrowed(sheet, "ABCDEFGHIJKLMN", 14, 12, 11, 11, 11, 9, 11, 10, 9, 9, 11, 13, 11, 13)
    sheet.print_area = f"A1:N{FROM + PRINTED - 1},P{margin.QUOTED.row - 1}:R{margin.READY.row}"
    name_regions(sheet, (*margin.SHORT_NAMES, *margin.SHORT_CELLS))


def _quoted_rules(sheet: Worksheet) -> None:
    region = margin.QUOTED
    for name in ("instrument", "entity", "kind", "history_proxy"):
        words_typed(sheet, rows_of(region, name), title=name, prompt="取込 で入る / Filled by Import")
    for name in ("spread_bp", "imported_bp", "previous_bp", "coupon_bp", "bid_offer_width_bp"):
        numbers(sheet, rows_of(region, name), unit="bp", most=1_000_000)
    for name in ("recovery", "index_factor"):
        numbers(sheet, rows_of(region, name), unit="1", most=1)
    days(sheet, rows_of(region, "maturity"), title="満期 / maturity", prompt="例 2031/12/20 / Such as 2031/12/20")


def _settings(sheet: Worksheet) -> None:
    """Write the settings of this book's own cells, the stored tables behind them, and whether all of them are there."""
    setting_rows(sheet, margin.SETTINGS, (("trade_date", "=HIKAE_DATE"), *((name, "") for name in STORED)))
    header(sheet, margin.SETTINGS.row - 1, STATE, heads=[STATED])
    for each in (margin.CURVE_STORED, margin.CONSTITUENTS_STORED, margin.EVENTS_STORED):
        named_cell(sheet, each)
        native(sheet, each.row, STATE, f"=IFERROR(CDS_STORED(Q{each.row}),$V$6)")
    typed(sheet, margin.SCENARIOS_STORED, ("シナリオの保存名", "Scenarios, stored as"))
    handle = "保存名。取込 で入る / Stored name; filled by Import"
    words_typed(sheet, address(margin.SCENARIOS_STORED), title="scenario_set", prompt=handle)
    row = margin.SCENARIOS_STORED.row
    native(sheet, row, STATE, f"=IFERROR(CDS_STORED(Q{row}),$V$6)")
    typed(sheet, margin.TOLERANCE_YEN, ("許容額 円", "Tolerance"), form=YEN)
    typed(sheet, margin.TOLERANCE_RATIO, ("許容率", "Tolerance, ratio"), form="0.0000%")
    numbers(sheet, address(margin.TOLERANCE_YEN), unit="JPY")
    numbers(sheet, address(margin.TOLERANCE_RATIO), unit="1", most=1)
    ready = '=R27*(LEFT(R12)<>"✗")*(LEFT(R13)<>"✗")'
    shown(sheet, margin.READY, ("計算できるか", "Ready to compute"), ready, form=YES_NO)
    native(sheet, margin.READY.row, STATE, '=(LEFT(R11)="○")*(LEFT(R22)="○")', form=YES_NO)
