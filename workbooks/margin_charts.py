"""The native charts of the margin book: shades that tell apart in black and white, numbers on the axis in millions."""

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

SHADES = ("1F3864", "C9D3E3", "6E86AD", "7F7F7F", "BF9000", "404040")  # dark and light in turn
MILLIONS = "#,##0,,"
SIZE, LINE = 1000, 22_000

Area = tuple[Worksheet, int, int, int, int]  # sheet, first column, last column, row of the names of columns, last row


def stacked(title: str, values: Area, *, names: int) -> BarChart:
    """Return columns stacked over a table of accounts; `names` is the column of what stands on the axis."""
    chart = _bars(title, values, names=names)
    chart.grouping, chart.overlap = "stacked", 100
    return chart


def beside(title: str, values: Area, *, names: int) -> BarChart:
    """Return columns side by side."""
    chart = _bars(title, values, names=names)
    chart.grouping, chart.overlap = "clustered", 0
    return chart


def histogram(title: str, values: Area, *, names: int) -> BarChart:
    """Return columns without gaps: counts over bins."""
    chart = _bars(title, values, names=names)
    chart.gapWidth, chart.legend, chart.y_axis.number_format = 5, None, "0"
    chart.x_axis.number_format, chart.x_axis.tickLblPos = MILLIONS, "low"
    return chart


def lines(title: str, values: Area, *, names: int) -> LineChart:
    """Return two lines over days, one of them dashed."""
    chart = LineChart()
    _dressed(chart, title, values, names=names)
    looks = LineProperties(solidFill=SHADES[0], w=LINE), LineProperties(solidFill=SHADES[4], prstDash="sysDash", w=LINE)
    for series, look in zip(chart.series, looks, strict=True):
        series.smooth, series.graphicalProperties.line = False, look
    return chart


def _bars(title: str, values: Area, *, names: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.gapWidth = "col", 60
    _dressed(chart, title, values, names=names)
    for series, shade in zip(chart.series, SHADES, strict=False):
        series.graphicalProperties.solidFill = shade
        series.graphicalProperties.line.solidFill = SHADES[0]
    return chart


def _dressed(chart: BarChart | LineChart, title: str, values: Area, *, names: int) -> None:
    sheet, first, last, head, end = values
    chart.title = _title(title)
    for column in range(first, last + 1):
        series = Series(Reference(sheet, min_col=column, min_row=head + 1, max_row=end))
        series.tx = SeriesLabel(strRef=StrRef(f"'{sheet.title}'!${get_column_letter(column)}${head - 1}"))
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=names, min_row=head + 1, max_row=end))
    chart.y_axis.number_format = MILLIONS
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="D9D9D9")))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.legend = Legend(legendPos="b")
    chart.width, chart.height = 34, 9


def _title(text: str) -> Title:
    """Return a title in the size of the sheet's own headings."""
    look = CharacterProperties(sz=SIZE, b=True, solidFill=SHADES[0])
    run = RegularTextRun(rPr=look, t=text)
    return Title(tx=Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])])), overlay=False)
