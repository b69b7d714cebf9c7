"""The day's margin as a workbook: rulings, components, comparison, applied amounts, inputs, findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.margin_heads import (
    ACCOUNT_HEADS,
    APPROVAL_HEADS,
    CAUSE_HEADS,
    COMPARE_HEADS,
    FILE_HEADS,
    FINDING_HEADS,
    POSITION_HEADS,
    PRICE_HEADS,
    RULING_HEADS,
    SETTING_HEADS,
    STEP_HEADS,
)
from addin.books.regions import report
from addin.books.regions.region import Region
from addin.books.style import (
    FONT,
    YEN,
    CellValue,
    Formula,
    Head,
    book,
    emphasised,
    named,
    page,
    saved,
    table,
    total_line,
)

MARKS = {
    "agrees": "● 一致 agrees",
    "differs": "▲ 相違 differs",
    "cannot_check": "－ 確認不可 cannot check",
}
DIFFERS = "differs"
NO_CAUSE = ("－", "－", "相違なし\nnothing differs", None, None, None, "", None)
STEP_MARKS = {"done": "○ 済 done", "partial": "△ 一部 in part", "stopped": "× 停止 stopped"}


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
    rulings: Sequence[Sequence[CellValue]]
    steps: Sequence[Sequence[CellValue]]
    approvals: Sequence[Sequence[CellValue]]
    components: Sequence[tuple[str, str]]
    requirements: Sequence[RequirementLine]
    causes: Sequence[Sequence[CellValue]]
    prices: Sequence[Sequence[CellValue]]
    positions: Sequence[Sequence[CellValue]]
    files: Mapping[str, str]
    settings: Sequence[Sequence[CellValue]]
    findings: Sequence[Sequence[CellValue]]


def margin_book(content: MarginBook) -> bytes:
    """Return the workbook's bytes, the same for the same content."""
    made = book()
    summary = _summary(made, content)
    last = _margin(made, content)
    _compare(made, content)
    causes = [_cause_row(cells, row) for row, cells in enumerate(content.causes, report.PROBABLE_CAUSES.row + 1)]
    heading = ("通知額の相違で考えられる原因", "What is probably wrong in the notified amounts")
    _plain(made, report.PROBABLE_CAUSES, CAUSE_HEADS, causes or [NO_CAUSE], heading, content)
    _chart(summary, made[report.MARGIN], content, last=last)
    prices = [_price_row(cells, row) for row, cells in enumerate(content.prices, report.SETTLEMENT_PRICES.row + 1)]
    _plain(made, report.SETTLEMENT_PRICES, PRICE_HEADS, prices, ("清算値段", "Settlement prices"), content)
    _plain(made, report.HOLDINGS, POSITION_HEADS, content.positions, ("建玉", "Positions"), content)
    inputs = _plain(
        made, report.FILES, FILE_HEADS, list(content.files.items()), ("入力と設定", "Inputs and settings"), content
    )
    settings = Region("HIKAE_SETTINGS", report.INPUTS, report.FILES.row + len(content.files) + 3)
    table(inputs, settings, SETTING_HEADS, content.settings)
    _plain(made, report.NOTES, FINDING_HEADS, content.findings, ("指摘", "Findings"), content)
    return saved(made)


def _summary(made: Workbook, content: MarginBook) -> Worksheet:
    sheet = page(
        made, report.SUMMARY, heading=("証拠金 日次総括", "Margin, the day at a glance"), lines=content.context
    )
    last = table(sheet, report.RULINGS, RULING_HEADS, content.rulings)
    for row in range(report.RULINGS.row + 1, last + 1):
        sheet.cell(row, 2).font = Font(name=FONT, size=11, bold=True)
    table(sheet, report.STEPS, STEP_HEADS, content.steps)
    table(sheet, report.APPROVALS, APPROVAL_HEADS, content.approvals)
    sheet.page_setup.fitToHeight = 1
    return sheet


def _margin(made: Workbook, content: MarginBook) -> int:
    """Write accounts by component with native sums; returns the row of the total line."""
    sheet = page(made, report.MARGIN, heading=("当初証拠金所要額", "Initial margin requirement"), lines=content.context)
    components = [Head(ja, en, 18, YEN) for ja, en in content.components]
    region, own = report.REQUIREMENTS, len(ACCOUNT_HEADS) + len(components)
    first_part = get_column_letter(len(ACCOUNT_HEADS) + 1)
    last_part = get_column_letter(own - 1)
    rows = [
        [
            *_account(line),
            *line.components[:-1],
            None if None in line.components else Formula(f"=SUM({first_part}{row}:{last_part}{row})"),
        ]
        for row, line in enumerate(content.requirements, region.row + 1)
    ]
    last = table(sheet, region, [*ACCOUNT_HEADS, *components], rows)
    total = _totals(sheet, region, last, columns=range(len(ACCOUNT_HEADS) + 1, own + 1), width=own)
    named(sheet, report.TOTAL_IM, total, own, last=(total, own))
    sheet.freeze_panes = f"{first_part}{region.row + 1}"
    return total


def _compare(made: Workbook, content: MarginBook) -> None:
    """Write our own total against what was notified first and last, and what applies; differences are the sheet's."""
    heading = ("通知額との照合", "Compared with what was notified")
    sheet = page(made, report.COMPARE, heading=heading, lines=content.context)
    region, own = report.COMPARISON, get_column_letter(len(ACCOUNT_HEADS) + len(content.components))
    rows = [
        [
            *_account(line),
            None if None in line.components else Formula(f"='{report.MARGIN}'!{own}{row}"),
            line.notified_first,
            _difference("E", row, line.notified_first, line),
            MARKS[line.verdict_first],
            line.notified_last,
            _difference("H", row, line.notified_last, line),
            MARKS[line.verdict_last],
            line.applied,
        ]
        for row, line in enumerate(content.requirements, region.row + 1)
    ]
    last = table(sheet, region, [*ACCOUNT_HEADS, *COMPARE_HEADS], rows)
    width = len(ACCOUNT_HEADS) + len(COMPARE_HEADS)
    for row, line in enumerate(content.requirements, region.row + 1):
        if DIFFERS in {line.verdict_first, line.verdict_last}:
            emphasised(sheet, row, width)
    applied = [width] if any(line.applied is not None for line in content.requirements) else []  # open is not zero
    total = _totals(sheet, region, last, columns=(4, 5, 6, 8, 9, *applied), width=width)
    named(sheet, report.TOTAL_APPLIED, total, width, last=(total, width))
    sheet.freeze_panes = f"D{region.row + 1}"


def _account(line: RequirementLine) -> list[CellValue]:
    return [line.account, line.participant, line.kind]


def _difference(notified_column: str, row: int, notified: int | None, line: RequirementLine) -> Formula | None:
    whole = None not in line.components and notified is not None
    return Formula(f"={notified_column}{row}-D{row}") if whole else None


def _cause_row(cells: Sequence[CellValue], row: int) -> list[CellValue]:
    """Return a wrong amount's cells with its difference as a formula of the sheet."""
    whole = cells[3] is not None and cells[4] is not None
    return [*cells, Formula(f"=D{row}-E{row}") if whole else None]


def _price_row(cells: Sequence[CellValue], row: int) -> list[CellValue]:
    """Return a price's cells with its change since yesterday as a formula of the sheet."""
    whole = cells[3] is not None and cells[6] is not None
    return [*cells[:7], Formula(f"=D{row}-G{row}") if whole else None, *cells[7:]]


def _totals(sheet: Worksheet, region: Region, last: int, *, columns: Iterable[int], width: int) -> int:
    """Write native sums of some columns under a table, none under an empty one; returns their row."""
    total = last + 1
    sheet.cell(total, 1, "合計 Total")
    for column in columns if last > region.row else ():
        letter = get_column_letter(column)
        sheet.cell(total, column, f"=SUM({letter}{region.row + 1}:{letter}{last})").number_format = YEN
    total_line(sheet, total, width)
    return total


def _plain(
    made: Workbook,
    region: Region,
    heads: Sequence[Head],
    rows: Sequence[Sequence[CellValue]],
    heading: tuple[str, str],
    content: MarginBook,
) -> Worksheet:
    sheet = page(made, region.sheet, heading=heading, lines=content.context)
    table(sheet, region, heads, rows)
    sheet.freeze_panes = f"A{region.row + 1}"
    return sheet


def _chart_title(text: str) -> Title:
    """Return a title in the size of the sheet's own headings."""
    look = CharacterProperties(sz=1200, b=True, solidFill="1F3864")
    run = RegularTextRun(rPr=look, t=text)
    return Title(tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])])), overlay=False)


def _chart(summary: Worksheet, margin: Worksheet, content: MarginBook, *, last: int) -> None:
    """Put a native stacked chart of the components by account under the summary."""
    if not content.requirements:
        return
    first, parts = report.REQUIREMENTS.row, len(content.components) - 1
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 60
    chart.title = _chart_title("口座別 当初証拠金所要額の内訳（百万円） / Initial margin by account, JPY million")
    chart.add_data(
        Reference(margin, min_col=4, max_col=3 + parts, min_row=first, max_row=last - 1), titles_from_data=True
    )
    chart.set_categories(Reference(margin, min_col=1, min_row=first + 1, max_row=last - 1))
    chart.y_axis.number_format = "#,##0,,"
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="D9D9D9")))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.legend.position = "b"
    chart.width, chart.height = 38, 11.5
    for series, shade in zip(chart.series, ("1F3864", "8EA0B8", "C55A11", "7F7F7F", "BF9000", "548235"), strict=False):
        series.graphicalProperties.solidFill = shade
    below = report.APPROVALS.row + len(content.approvals) + 2
    summary.add_chart(chart, f"A{max(report.CHART.row, below)}")
