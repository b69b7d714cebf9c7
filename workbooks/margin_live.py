"""試算 最悪日 / Two pages for one account: what trades would do to it, and on which days it loses most."""

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import margin
from addin.books.regions.region import Region
from addin.books.style import YEN, Head, page
from workbooks.margin_charts import histogram
from workbooks.margin_parts import (
    CHANGE,
    YES_NO,
    block,
    figure,
    name_regions,
    of_list,
    setting_rows,
    strong,
    words_typed,
    wrong_rows,
    yen,
)
from workbooks.panel import address, typed
from workbooks.parts import DAY, numbers, repeated_head, rows_of, shown_table, typed_table

ACCOUNTS = f"'{margin.CASH}'!$B${margin.FIRST}:$B${margin.LAST}"
NARROW = (12, 9)  # cm: what stands free beneath the settings
FROM_MARKET = f"'{margin.MARKET}'!$Q$"
COMMON = (
    ("trade_date", "=HIKAE_DATE"),
    ("curve", f'={FROM_MARKET}11&""'),
    ("constituents", f'={FROM_MARKET}12&""'),
    ("events", f'={FROM_MARKET}13&""'),
    ("multiplier", '=IFERROR(VLOOKUP($B$5,口座,5,FALSE),"")'),
    ("add_on", '=IFERROR(VLOOKUP($B$5,口座,6,FALSE),"")'),
)
READY = f'=計算可*(B5<>"")*(COUNTIF({ACCOUNTS},B5)>0)'
TRADES = (Head("銘柄", "Instrument", 18), Head("想定元本 円（買いが正）", "Notional", 22, YEN))
EFFECT = (Head("単独の増減", "Alone", 18, CHANGE), Head("計算できない理由", "What is in the way", 44, wrap=True))
LOSSES = (Head("日付", "Date", 13, DAY), yen("損失 円", "Loss", 18), Head("シナリオ", "Scenario", 26))
BINS = (yen("損失の階級（下端）", "Loss, from", 18), Head("件数", "Count", 9, "0"))


def whatif_sheet(made: Workbook) -> None:
    """Write trades that are only thought of, and what they do to one account, together and each by itself."""
    lines = (
        "口座を選び、加える取引を入れる。設定を変えても、効くのはこのページの式だけ",
        "Choose an account and enter trades. Settings typed here hold for this page alone",
    )
    sheet = page(made, margin.WHATIF, heading=("取引の試算", "What if: trades added to one account"), lines=lines)
    _account(sheet, margin.WHATIF_ACCOUNT)
    setting_rows(sheet, margin.WHATIF_SETTINGS, (("account", "=$B$5"), *COMMON))
    typed_table(sheet, margin.TRADES, TRADES)
    shown_table(sheet, margin.TRADED, EFFECT)
    block(sheet, margin.TRADED, '=IF(E6,CDS_IM_TRADES(建玉,市場,シナリオ,試算設定,試算取引),"")')
    words_typed(
        sheet,
        rows_of(margin.TRADES, "instrument"),
        title="銘柄 / instrument",
        prompt="市場のページの銘柄 / One of the page Market",
    )
    numbers(sheet, rows_of(margin.TRADES, "notional"), unit="JPY", least=-1e15)
    figure(sheet, 6, 4, ("計算できるか", "Ready to compute"), READY, form=YES_NO)
    now, more = (
        '=IF(E6,CDS_IM_TOTAL(建玉,市場,シナリオ,試算設定),"")',
        ('=IF(E6,CDS_IM_WHATIF(建玉,市場,シナリオ,試算設定,試算取引),"")'),
    )
    figure(sheet, 5, 6, ("いまの所要額", "Requirement now"), now, form=YEN)
    figure(sheet, 6, 6, ("取引による増減", "By the trades"), more, form=CHANGE)
    figure(sheet, 7, 6, ("取引後の所要額", "Requirement then"), '=IF(COUNT(G5:G6)=2,G5+G6,"")', form=YEN)
    own = '=IFERROR(VLOOKUP(B5,口座別,9,FALSE)*1,"")'
    figure(sheet, 5, 4, ("内訳のページでは", "On page Components"), own, form=YEN)
    figure(sheet, 7, 4, ("設定を変えた影響", "By settings typed here"), '=IF(COUNT(E5,G5)=2,G5-E5,"")', form=CHANGE)
    wrong_rows(sheet, f"D{margin.FIRST}:G{margin.TRADES.last[0]}", f"$G{margin.FIRST}")
    repeated_head(sheet, margin.TRADES)
    sheet.freeze_panes = f"A{margin.FIRST}"
    name_regions(sheet, margin.SHORT_NAMES)


def worst_sheet(made: Workbook) -> None:
    """Write on which days one account loses most, and how its losses are spread over all scenarios."""
    lines = (
        "口座を選ぶと、損失の大きいシナリオの日付と、全シナリオの損失の分布（利益は負）が出る",
        "Choose an account: its worst scenarios by date, and how its losses are spread (gains are negative)",
    )
    sheet = page(made, margin.WORST, heading=("最悪日と損失の分布", "Worst scenarios, and all losses"), lines=lines)
    _account(sheet, margin.WORST_ACCOUNT)
    setting_rows(sheet, margin.WORST_SETTINGS, (("account", "=$B$5"), *COMMON[:4]))
    shown_table(sheet, margin.WORST_DAYS, LOSSES)
    shown_table(sheet, margin.LOSSES, BINS)
    block(sheet, margin.WORST_DAYS, '=IF(E5,CDS_IM_WORST(建玉,市場,シナリオ,最悪設定,20),"")')
    block(sheet, margin.LOSSES, '=IF(E5,CDS_IM_DISTRIBUTION(建玉,市場,シナリオ,最悪設定),"")')
    figure(sheet, 5, 4, ("計算できるか", "Ready to compute"), READY, form=YES_NO)
    base = '=IFERROR(VLOOKUP(B5,口座別,3,FALSE)*1,"")'
    figure(sheet, 6, 4, ("基礎基準額", "Base amount"), base, form=YEN)
    figure(sheet, 5, 8, ("シナリオの数", "Scenarios"), f"=SUM(I{margin.FIRST}:I{margin.LOSSES.last[0]})", form="0")
    losses = f"E{margin.FIRST}:E{margin.WORST_DAYS.last[0]}"
    worst = f'=IF(COUNT({losses})=0,"",MAX({losses}))'
    figure(sheet, 7, 4, ("最大の損失", "Largest loss"), worst, form=YEN)
    chart = histogram(
        "損失の分布（横軸: 百万円、縦軸: シナリオの数） / Losses over all scenarios, JPY million",
        (sheet, 9, 9, margin.HEAD, margin.LOSSES.last[0]),
        names=8,
    )
    chart.width, chart.height = NARROW
    sheet.add_chart(chart, f"A{margin.WORST_SETTINGS.last[0] + 2}")
    sheet.freeze_panes = f"A{margin.FIRST}"
    sheet.print_area = f"A1:I{margin.LOSSES.last[0] + 2}"
    sheet.page_setup.fitToHeight = 1
    name_regions(sheet, margin.SHORT_NAMES)


def _account(sheet: Worksheet, region: Region) -> None:
    typed(sheet, region, ("口座", "Account"))
    of_list(sheet, address(region), f"={ACCOUNTS}", title="口座 / account", prompt="一覧から選ぶ / Choose one")
    strong(sheet, region.row, region.column)
