"""What a person signs on a real Excel names all that there is to see there, and its figures are the product's own."""

import re
from pathlib import Path

import pytest

from addin.excel.outfits import addin_outfit, book_outfit
from addin.functions import examples
from addin.functions.catalogue import FUNCTIONS
from addin.functions.examples import EXAMPLES
from addin.functions.invoke import answer
from workbooks import catalogue

SHEET = Path(__file__).with_name("site_acceptance.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d\.\d+) \| (.+) \| (.+) \|(.*)\|(.*)\|$", re.MULTILINE)
FIGURE = re.compile(r"^\| 4\.\d+ \| `=(?:INDEX\()?(CDS_\w+)\((.*?)\)(?:,1,2\))?` \| (-?[\d.-]+) \|", re.MULTILINE)
MARKET = EXAMPLES["CDS_IM"][1]
TABLES = {
    "A1:C3": examples.CURVE, "A5:C6": examples.POSITIONS, "A8:F11": MARKET, "A13:C16": examples.SCENARIOS,
    "A18:D19": examples.ACCOUNTS, "A21:D24": examples.QUOTES,
}  # fmt: skip
# What stayed open while no Excel was at hand, each by the words under which the sheet looks at it.
OPEN = (
    "キャッシュのない VBA",
    "コンパイル",
    "Ctrl+Alt+F9",
    "切れた字がない",
    "保護ビュー",
    "インターネットからのマクロ",
    "`hikae repair FILE`",
    "0 とは見なさず",
    "範囲の中のエラー値",
    "Excel は固まらず",
    "`pythonw.exe` も `EXCEL.EXE` も残らない",
    "32 ビット・Store 版",
    "自動保存の入切",
    "会社の方針",
    "1904",
    "出荷する NumPy",
    "Windows の LibreOffice",
    "`hikae.xlam` の場所が入らず",
    "開いている間は計算しない",
    "セルを編集中",
)
HEAD = ("Done by", "When and where", "Windows, version", "Excel, version", "32 or 64 bits", "Signed")


def typed(value):
    """Return an argument as it is typed into Excel's formula."""
    if isinstance(value, list):
        return next(area for area, table in TABLES.items() if table == value)
    if value is None:
        return ""
    if isinstance(value, str):
        date = re.fullmatch(r"(\d{4})-0?(\d+)-0?(\d+)", value)
        return f"DATE({date[1]},{date[2]},{date[3]})" if date else f'"{value}"'
    return str(value)


def pasted():
    """Return the cells of the table to paste, as text."""
    (block,) = re.findall(r"^```\n(.*?)^```$", SHEET, re.MULTILINE | re.DOTALL)
    return [line.split("\t") for line in block.splitlines()]


def area(name):
    """Return first row, last row and number of columns of an area that begins in column A."""
    found = re.fullmatch(r"A(\d+):([A-F])(\d+)", name)
    return int(found[1]), int(found[3]), "ABCDEF".index(found[2]) + 1


def test_every_button_of_the_ribbon_is_on_the_sheet():
    """Those of the books and those of the add-in, by the names that stand on them."""
    ribbons = book_outfit().ribbon + addin_outfit().ribbon
    labels = set(re.findall(r'<button [^>]*?label="([^"]+)"', ribbons))
    assert len(labels) >= 11
    assert [label for label in sorted(labels) if f"| {label} |" not in SHEET] == []


def test_every_function_is_on_the_sheet():
    """Whoever looks at the function wizard can tick them off, and none stands there that is gone."""
    listed = SHEET.partition("関数の一覧")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"`(CDS_\w+)`", listed)) == sorted(function.name for function in FUNCTIONS)


def test_every_workbook_is_on_the_sheet():
    """All four are opened."""
    assert [name for name in catalogue.NAMES if f"`{name}.xlsm`" not in SHEET and f"\\{name}.xlsm`" not in SHEET] == []


@pytest.mark.parametrize("words", OPEN)
def test_every_open_point_is_on_the_sheet(words):
    """What could not be seen here is looked at there."""
    assert words in SHEET


def test_every_row_has_room_for_a_result():
    """The last two columns are empty, the rows are numbered in order, and each says what to expect."""
    rows = [found.groups() for found in ROW.finditer(SHEET)]
    numbers = [tuple(map(int, row[0].split("."))) for row in rows]
    assert numbers == sorted(set(numbers))
    assert len(rows) >= 50
    assert [row[0] for row in rows if row[3].strip() or row[4].strip() or not row[2].strip()] == []


def test_nothing_is_signed_yet():
    """Who, when, which versions and the signature are left to the person."""
    blank = re.findall(r"^\| ([^|]+) \| \|$", SHEET, re.MULTILINE)
    assert [words for words in HEAD if not any(words in each for each in blank)] == []


def test_the_figures_are_those_of_the_product():
    """Each formula is the product's own example, and its value is what the product computes."""
    rows = FIGURE.findall(SHEET)
    assert len(rows) == 8
    for name, arguments, value in rows:
        assert arguments == ",".join(map(typed, EXAMPLES[name])), name
        computed = answer(name, list(EXAMPLES[name]))["value"]
        computed = computed[0][1] if isinstance(computed, list) else computed
        shown = f"{computed:.3f}".rstrip("0").rstrip(".") if isinstance(computed, float) else str(computed)
        assert shown == value, name


@pytest.mark.parametrize("name", TABLES)
def test_the_table_to_paste_lies_where_the_formulas_look(name):
    """Cell for cell, the areas of the formulas hold the tables of the examples."""
    first, last, width = area(name)
    cells = [[*row, *[""] * width][:width] for row in pasted()[first - 1 : last]]
    assert cells == [[*map(str, row), *[""] * width][:width] for row in TABLES[name]]
