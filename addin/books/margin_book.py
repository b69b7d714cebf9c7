"""The day's margin as a workbook: rulings, components, comparison, applied amounts, inputs, findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books import regions
from addin.books.style import BP, FONT, NOTIONAL, YEN, Head, book, named, page, saved, table, total_line

MARKS = {
    "agrees": "● 一致 agrees",
    "differs": "▲ 相違 differs",
    "cannot_check": "－ 確認不可 cannot check",
}
STEP_MARKS = {"done": "○ 済 done", "partial": "△ 一部 in part", "stopped": "× 停止 stopped"}

RULING_HEADS = (
    Head("項目", "Item", 30),
    Head("適用", "What applies", 24),
    Head("条項", "Clause", 14),
    Head("理由", "Why", 70, wrap=True),
    Head("次の期限", "Valid until", 26),
)
STEP_HEADS = (
    Head("手順", "Step", 30),
    Head("状態", "State", 24),
    Head("指摘数", "Findings", 14),
    Head("結果", "Result", 70, wrap=True),
)
PRICE_HEADS = (
    Head("銘柄", "Instrument", 15),
    Head("適用", "Applies", 22),
    Head("条項", "Clause", 12),
    Head("清算値段 bp", "Settlement price", 14, BP),
    Head("情報ベンダー bp", "Vendor", 14, BP),
    Head("気配合成値 bp", "Composite", 14, BP),
    Head("前日 bp", "Previous day", 14, BP),
    Head("前日比 bp", "Change", 12, "+#,##0.00;-#,##0.00;0.00"),
    Head("提出者数", "Contributors", 12),
)
POSITION_HEADS = (
    Head("口座", "Account", 12),
    Head("銘柄", "Instrument", 18),
    Head("想定元本 百万円", "Notional, ¥ million", 20, NOTIONAL),
)
FILE_HEADS = (Head("ファイル", "File", 32), Head("内容のハッシュ", "SHA-256", 70))
SETTING_HEADS = (
    Head("設定", "Setting", 32),
    Head("値", "Value", 70),
    Head("単位", "Unit", 10),
    Head("根拠", "Source", 60),
    Head("設定者", "Set by", 14),
    Head("時刻", "When", 26),
)
FINDING_HEADS = (
    Head("重さ", "Severity", 14),
    Head("場所", "Where", 34),
    Head("コード", "Code", 22),
    Head("内容と次の一手", "What and what next", 70, wrap=True),
    Head("", "In English", 70, wrap=True),
)


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One account: its components in order, what was notified first and last, the verdicts, what applies."""

    account: str
    participant: str
    kind: str
    components: Sequence[int | None]
    notified_first: int | None
    verdict_first: str
    notified_last: int | None
    verdict_last: str
    applied: int | None


@dataclass(frozen=True, slots=True)
class MarginBook:
    """Everything the workbook shows, already computed; rows are in the order of the heads above."""

    context: Sequence[str]
    rulings: Sequence[Sequence[object]]
    steps: Sequence[Sequence[object]]
    components: Sequence[tuple[str, str]]
    requirements: Sequence[RequirementLine]
    prices: Sequence[Sequence[object]]
    positions: Sequence[Sequence[object]]
    files: Mapping[str, str]
    settings: Sequence[Sequence[object]]
    findings: Sequence[Sequence[object]]


def margin_book(content: MarginBook) -> bytes:
    """Return the workbook's bytes, the same for the same content."""
    made = book()
    summary = _summary(made, content)
    last = _margin(made, content)
    _chart(summary, made[regions.MARGIN], content, last=last)
    _plain(made, regions.SETTLEMENT_PRICES, PRICE_HEADS, content.prices, ("清算値段", "Settlement prices"), content)
    _plain(made, regions.HOLDINGS, POSITION_HEADS, content.positions, ("建玉", "Positions"), content)
    inputs = _plain(
        made, regions.FILES, FILE_HEADS, list(content.files.items()), ("入力と設定", "Inputs and settings"), content
    )
    settings = regions.Region("HIKAE_SETTINGS", regions.INPUTS, regions.FILES.row + len(content.files) + 3)
    table(inputs, settings, SETTING_HEADS, content.settings)
    _plain(made, regions.NOTES, FINDING_HEADS, content.findings, ("指摘", "Findings"), content)
    return saved(made)


def _summary(made: Workbook, content: MarginBook) -> Worksheet:
    sheet = page(
        made, regions.SUMMARY, heading=("証拠金 日次総括", "Margin, the day at a glance"), lines=content.context
    )
    last = table(sheet, regions.RULINGS, RULING_HEADS, content.rulings)
    for row in range(regions.RULINGS.row + 1, last + 1):
        sheet.row_dimensions[row].height = 46
        sheet.cell(row, 2).font = Font(name=FONT, size=12, bold=True)
        for column in range(1, len(RULING_HEADS) + 1):
            sheet.cell(row, column).alignment = Alignment(vertical="center", wrap_text=True)
    table(sheet, regions.STEPS, STEP_HEADS, content.steps)
    return sheet


def _margin(made: Workbook, content: MarginBook) -> int:
    """Write accounts by component with native sums; returns the row of the total line."""
    sheet = page(
        made, regions.MARGIN, heading=("当初証拠金所要額", "Initial margin requirement"), lines=content.context
    )
    heads = _margin_heads(content)
    first, names = regions.REQUIREMENTS.row + 1, len(content.components)
    rows = [_margin_row(line, row, names) for row, line in enumerate(content.requirements, first)]
    last = table(sheet, regions.REQUIREMENTS, heads, rows)
    total = last + 1
    sheet.cell(total, 1, "合計 Total")
    for column in _summed(names):
        letter = sheet.cell(total, column).column_letter
        sheet.cell(total, column, f"=SUM({letter}{first}:{letter}{last})").number_format = YEN
    total_line(sheet, total, len(heads))
    own = 3 + names
    named(sheet, regions.TOTAL_IM, total, own, last=(total, own))
    sheet.freeze_panes = sheet.cell(first, 4)
    return total


def _margin_heads(content: MarginBook) -> list[Head]:
    components = [Head(ja, en, 17, YEN) for ja, en in content.components]
    return [
        Head("口座", "Account", 12),
        Head("参加者", "Participant", 12),
        Head("区分", "Kind", 12),
        *components,
        Head("通知額 当初", "Notified first", 17, YEN),
        Head("差額", "Difference", 17, "+#,##0;-#,##0;0"),
        Head("判定", "Verdict", 22),
        Head("通知額 最新", "Notified last", 17, YEN),
        Head("差額", "Difference", 17, "+#,##0;-#,##0;0"),
        Head("判定", "Verdict", 22),
        Head("適用額", "Applied", 17, YEN),
    ]


def _margin_row(line: RequirementLine, row: int, names: int) -> list[object]:
    """Return one account's cells; total and differences are formulas of the sheet, so that they read without us."""
    total, first, last = _letter(3 + names), _letter(4 + names), _letter(7 + names)
    whole = None not in line.components
    sums = f"=SUM({_letter(4)}{row}:{_letter(2 + names)}{row})" if whole else None
    return [
        line.account,
        line.participant,
        line.kind,
        *line.components[:-1],
        sums,
        line.notified_first,
        f"={first}{row}-{total}{row}" if whole and line.notified_first is not None else None,
        MARKS[line.verdict_first],
        line.notified_last,
        f"={last}{row}-{total}{row}" if whole and line.notified_last is not None else None,
        MARKS[line.verdict_last],
        line.applied,
    ]


def _summed(names: int) -> list[int]:
    return [*range(4, 4 + names), 4 + names, 5 + names, 7 + names, 8 + names, 10 + names]


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)


def _plain(
    made: Workbook,
    region: regions.Region,
    heads: Sequence[Head],
    rows: Sequence[Sequence[object]],
    heading: tuple[str, str],
    content: MarginBook,
) -> Worksheet:
    sheet = page(made, region.sheet, heading=heading, lines=content.context)
    table(sheet, region, heads, rows)
    sheet.freeze_panes = sheet.cell(region.row + 1, 1)
    return sheet


def _chart(summary: Worksheet, margin: Worksheet, content: MarginBook, *, last: int) -> None:
    """Put a native stacked chart of the components by account under the summary."""
    if not content.requirements:
        return
    first, parts = regions.REQUIREMENTS.row, len(content.components) - 1
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 60
    chart.title = "口座別 当初証拠金所要額の内訳（百万円） / Initial margin by account, ¥ million"
    chart.add_data(
        Reference(margin, min_col=4, max_col=3 + parts, min_row=first, max_row=last - 1), titles_from_data=True
    )
    chart.set_categories(Reference(margin, min_col=1, min_row=first + 1, max_row=last - 1))
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "#,##0,,", chart.y_axis.majorGridlines
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.legend.position = "b"
    chart.width, chart.height = 34, 12
    for series, shade in zip(chart.series, ("1F3864", "8EA0B8", "C55A11", "7F7F7F", "BF9000", "548235"), strict=False):
        series.graphicalProperties.solidFill = shade
    summary.add_chart(chart, f"A{regions.CHART.row}")
