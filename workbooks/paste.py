"""貼付 / Paste: a table from a terminal screen, a mail or a FAX, beside the control totals that were told with it.

Count and sums of what was pasted are the sheet's own, whether each value has its cell or each line is one text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter as letters
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import paste
from addin.books.style import FONT, QUIET, Head, header, label, marked, page, shown_cell
from workbooks.panel import address, shown, typed
from workbooks.parts import (
    DOUBT,
    MOMENT,
    WRONG,
    chosen,
    moments,
    numbers,
    prompted,
    repeated_head,
    small,
    subtitle,
    typed_table,
)

SOURCES = (paste.FROM_TERMINAL, paste.FROM_MAIL, paste.FROM_FAX, paste.FROM_TELEPHONE)
FIGURE = "#,##0.####;-#,##0.####;0"
CONTROL = (
    Head("相手の合計", "Told", 20),
    Head("貼った表", "Pasted", 20),
    Head("差", "Difference", 18),
    Head("照合", "Compared", 20),
)
VERDICTS = ("－ 未記入 not told", "○ 一致 same", "✗ 相違 differs")
FIRST, LAST = paste.PASTED.row + 1, paste.PASTED.last[0]
LINE_COLUMN, SPREAD, RAW, VALUE = 14, 15, (16, 17), (18, 19)  # what the sheet itself reads of each row
LISTS, LAYOUTS = 21, 24
HEADS_ROW, FLAG_ROW, PLACE_ROW = 6, (7, 8), 9


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout that a book takes: its code, its name, and for each column that is added up its headings.

    The first heading of a figure is the one that the page shows; there are two figures at most.
    """

    code: str
    ja: str
    en: str
    figures: tuple[tuple[str, ...], ...]


def paste_sheet(made: Workbook, layouts: Sequence[Layout]) -> Worksheet:
    """Write the page for a book that takes these layouts; the first one is chosen."""
    heading = (
        "貼付: 端末画面・メール・FAX・電話の表",
        "A table from a terminal, a mail, a FAX or a call, with its control total",
    )
    lines = (
        "見出しの行ごと貼る（値ごとのセルでも、1列目に行の文字列でも）。FAX・電話は相手の合計が要る。○ を見てから 取込",
        "Paste it with its headings, a cell a value or a line a cell. FAX and call need a control total: ○, then 取込",
    )
    sheet = page(made, paste.PASTE, heading=heading, lines=lines)
    _fields(sheet, layouts)
    _control(sheet)
    subtitle(sheet, paste.PASTED.row - 2, ja="ここに貼る（見出しの行から）", en="Paste here, headings first")
    heads = [Head(f"{place}列目", f"Column {place}", 20 if place in {1, 2, 3, 4, 5} else 15) for place in _places()]
    typed_table(sheet, paste.PASTED, heads)
    prompted(
        sheet,
        f"A{FIRST}:{letters(paste.WIDTH)}{LAST}",
        title="貼付 / paste",
        prompt="見出しの行から貼る / Paste here, the line of headings first",
    )
    _read_by_the_sheet(sheet, [len(words) for words in _figures(layouts)])
    repeated_head(sheet, paste.PASTED)
    sheet.freeze_panes = f"A{FIRST}"
    sheet.print_area = f"A1:{letters(paste.WIDTH)}{LAST}"
    return sheet


def _places() -> range:
    return range(1, paste.WIDTH + 1)


def _fields(sheet: Worksheet, layouts: Sequence[Layout]) -> None:
    """Write what a person says of the table: its layout, how it came, as of when it is."""
    typed(sheet, paste.LAYOUT, ("書式", "Layout"), layouts[0].code)
    typed(sheet, paste.SOURCE, ("入手経路", "How it came"), paste.FROM_TERMINAL)
    typed(sheet, paste.AS_OF, ("表の時点", "Table as of"), form=MOMENT)
    chosen(sheet, address(paste.LAYOUT), [each.code for each in layouts])
    chosen(sheet, address(paste.SOURCE), SOURCES)
    moments(
        sheet,
        address(paste.AS_OF),
        title="時点 / as of",
        prompt="表に時刻の列が無いときだけ / Only where the table has no times of its own",
    )
    sheet.cell(6, 2).value = f'=IFERROR(VLOOKUP(B5,{_layouts_at(layouts)},2,FALSE),"")'
    sheet.cell(6, 2).font = Font(name=FONT, size=9, color=QUIET)
    for row, each in enumerate(layouts, paste.PASTED.row):
        shown_as = [words[0] for words in each.figures]
        for column, word in enumerate((each.code, f"{each.ja} / {each.en}", *[*shown_as, "－", "－"][:2]), LAYOUTS):
            small(sheet, row, column, word)
    for column, words in enumerate(_figures(layouts), LISTS):
        for row, word in enumerate(words, paste.PASTED.row):
            small(sheet, row, column, word)


def _figures(layouts: Sequence[Layout]) -> list[tuple[str, ...]]:
    """Return the headings of the first and of the second figure of all layouts."""
    found = [
        [word for each in layouts for words in each.figures[place : place + 1] for word in words] for place in (0, 1)
    ]
    return [tuple(dict.fromkeys(words)) or ("－",) for words in found]


def _layouts_at(layouts: Sequence[Layout]) -> str:
    first, last = paste.PASTED.row, paste.PASTED.row + len(layouts) - 1
    return f"${letters(LAYOUTS)}${first}:${letters(LAYOUTS + 3)}${last}"


def _control(sheet: Worksheet) -> None:
    """Write count and sums as told and as pasted; the verdict stands there before any button is pressed."""
    header(sheet, paste.COUNT.row - 1, 2, heads=CONTROL)
    names = ("件数\nRows", "合計1\nTotal 1", "合計2\nTotal 2")
    sums = (f"=SUMPRODUCT(--(LEN(TRIM(A{FIRST + 1}:A{LAST}))>0))",
            *(f"=SUM({letters(column)}{FIRST + 1}:{letters(column)}{LAST})" for column in VALUE))  # fmt: skip
    for region, name, total in zip((paste.COUNT, *paste.TOTALS), names, sums, strict=True):
        row, (ja, en) = region.row, name.split("\n")
        typed(sheet, region, (ja, en), form=FIGURE)
        numbers(sheet, address(region), unit="bp, yen, rows", least=-1e15)
        formulas = (total, f'=IF(B{row}="","",N(B{row})-C{row})', _verdict(row))
        for column, formula in enumerate(formulas, 3):
            shown_cell(sheet, row, column, form=FIGURE, side="left" if column == 5 else "right")  # noqa: PLR2004
            sheet.cell(row, column).value = formula
        sheet.cell(row, 5).font = Font(name=FONT, size=11, bold=True)
    for place, region in enumerate(paste.TOTALS):
        label(sheet, region.row, 6, ja="合計する列", en="Column added up")
        shown_cell(sheet, region.row, 7)
        sheet.cell(region.row, 7).value = _figure_formula(place)
    for row, word in enumerate(VERDICTS, paste.COUNT.row):
        small(sheet, row, LINE_COLUMN, word)
    shown(sheet, paste.RESULT, ("取込の結果", "Imported"), width=6)
    cells = f"E{paste.COUNT.row}:E{paste.TOTALS[-1].row}"
    marked(sheet, cells, f'LEFT($E{paste.COUNT.row},1)="✗"', font=Font(bold=True), fill=WRONG)
    marked(sheet, cells, f'LEFT($E{paste.COUNT.row},1)="－"', font=Font(), fill=DOUBT)


def _figure_formula(place: int) -> str:
    last = paste.PASTED.row + 9
    table = f"${letters(LAYOUTS)}${paste.PASTED.row}:${letters(LAYOUTS + 3)}${last}"
    return f'=IFERROR(VLOOKUP(B5,{table},{3 + place},FALSE),"")'


def _verdict(row: int) -> str:
    first = paste.COUNT.row
    return f'=IF(B{row}="",N${first},IF(ABS(D{row})<0.000001,N${first + 1},N${first + 2}))'


def _read_by_the_sheet(sheet: Worksheet, known_words: Sequence[int]) -> None:
    """Write how the sheet itself reads the table: where the figures stand by their headings, and each row's values.

    The first pasted row has the headings. Where everything stands in the first column, each row is a line of text
    whose fields are parted by tabs, by commas if the headings are, or by spaces.
    """
    shape, separator, head = letters(LINE_COLUMN), letters(SPREAD), HEADS_ROW
    small(sheet, 5, LINE_COLUMN, f"=IF(COUNTA(B{FIRST}:{letters(paste.WIDTH)}{LAST})=0,1,0)")
    small(sheet, 5, SPREAD, f'=IF(ISERROR(FIND(",",A{FIRST})),CHAR(9),",")')
    for place in _places():
        column = LISTS + 6 + place
        letter = letters(column)
        small(
            sheet, head, column, f'=IF({shape}5=1,TRIM(MID(O{FIRST},{place * 99 - 98},99)),{letters(place)}{FIRST}&"")'
        )
        for row, listed, many in zip(FLAG_ROW, (LISTS, LISTS + 1), known_words, strict=True):
            known = f"{letters(listed)}${paste.PASTED.row}:{letters(listed)}${paste.PASTED.row + many - 1}"
            small(sheet, row, column, f'=({letter}{head}<>"")*SUMPRODUCT(--({known}={letter}{head}))')
    first, last = letters(LISTS + 7), letters(LISTS + 6 + paste.WIDTH)
    for row, column in zip(FLAG_ROW, RAW, strict=True):
        small(sheet, PLACE_ROW, column, f"=IFERROR(MATCH(1,{first}{row}:{last}{row},0),{paste.WIDTH})")
        small(sheet, PLACE_ROW + 1, column, f"={letters(column)}{PLACE_ROW}*99-98")
    for row in range(FIRST, LAST + 1):
        small(sheet, row, LINE_COLUMN, f'=TRIM(SUBSTITUTE(SUBSTITUTE(A{row},{separator}$5," "),CHAR(9)," "))')
        small(sheet, row, SPREAD, f'=SUBSTITUTE({shape}{row}," ",REPT(" ",99))')
        for raw, value in zip(RAW, VALUE, strict=True):
            letter, cells = letters(raw), f"A{row}:L{row}"
            text, cell = f"TRIM(MID(O{row},{letter}$10,99))", f'INDEX({cells},{letter}$9)&""'
            small(sheet, row, raw, f"=IF(N$5,{text},{cell})")
            small(sheet, row, value, f'=IFERROR(VALUE(SUBSTITUTE(ASC({letters(raw)}{row}),",","")),"")')
