"""The file of a workbook as an office writes it: values beside formulas, shared strings, merged cells, names.

openpyxl alone would not do, as it saves no value of a formula.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = (
    f'<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="0.000%"/></numFmts><cellXfs count="3">'
    '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>'
)
COLOURED, PERCENT = 2, 1  # numbers of styles


CODED = re.compile("_x([0-9A-Fa-f]{4})_")
MOST_RENDERED = 64  # the sheets of four books as they are before anything is done to them
_RENDERED = {}


@dataclass(frozen=True)
class Formula:
    """A formula with the value stored last, None for one that was never computed; `over` cells, for one of several."""

    value: object
    over: str = ""


@dataclass(frozen=True)
class Error:
    """An error value."""

    text: str


@dataclass(frozen=True)
class Shown:
    """A number that is shown as a percentage."""

    value: float


PART = Formula(None)  # a cell that an array formula fills from elsewhere


def address(row, column):
    """Return a cell's address, such as C17."""
    return f"{get_column_letter(column)}{row}"


def named(place):
    """Return a place as the text of a name: fixed cells of a sheet."""
    title, top, left, bottom, right = place
    quoted = title.replace("'", "''")
    first, last = (f"${get_column_letter(column)}${row}" for row, column in ((top, left), (bottom, right)))
    return f"'{quoted}'!{first}" + ("" if first == last else f":{last}")


def package_of(book):
    """Return the file of a book."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for part, content in _parts(book).items():
            package.writestr(part, content)
    return target.getvalue()


def _parts(book):
    sheets = {f"xl/worksheets/sheet{n}.xml": page for n, page in enumerate(book.pages.values(), start=1)}
    links = {f"r{n}": ("worksheet", part.removeprefix("xl/")) for n, part in enumerate(sheets, start=1)}
    return {
        "_rels/.rels": _links({"book": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook(book),
        "xl/_rels/workbook.xml.rels": _links(
            {**links, "s": ("styles", "styles.xml"), "t": ("sharedStrings", "/xl/sharedStrings.xml")}
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": _shared(tuple(book.strings)),
        **{part: _rendered(page, book.strings) for part, page in sheets.items()},
        **book.more_parts,
    }


def _workbook(book):
    pages = enumerate(book.pages, start=1)
    sheets = "".join(f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="r{n}"/>' for n, title in pages)
    names = "".join(
        f'<definedName name="{name}">{escape(place if isinstance(place, str) else named(place))}</definedName>'
        for name, place in book.names.items()
    )
    return (
        f'<workbook {MAIN} xmlns:r="{OFFICE}"><workbookPr date1904="{int(book.from_1904)}"/><bookViews>'
        f'<workbookView activeTab="{list(book.pages).index(book.front)}"/></bookViews><sheets>{sheets}</sheets>'
        f"<definedNames>{book.more_names}{names}</definedNames></workbook>"
    )


def _rendered(page, strings):
    kept = _RENDERED.get(id(page))
    if kept is None or kept[0] is not page:
        kept = (page, _sheet(page, strings))
        if len(_RENDERED) < MOST_RENDERED:
            _RENDERED[id(page)] = kept
    return kept[1]


def _links(targets):
    made = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{k}" Target="{t}"/>' for i, (k, t) in targets.items())
    return f'<Relationships xmlns="{PACKAGE}">{made}</Relationships>'


@cache
def _shared(texts):
    items = "".join(f"<si>{_text(text)}</si>" for text in texts)
    return f'<sst {MAIN} count="{len(texts)}">{items}</sst>'


def _sheet(page, strings):
    rows = {}
    for (row, column), content in sorted(page.cells.items()):
        if content is not None:
            rows.setdefault(row, []).append(_cell(address(row, column), content, strings, page.style))
    hidden = dict.fromkeys(page.hidden, ' hidden="1"')
    made = "".join(f'<row r="{row}"{hidden.get(row, "")}>{"".join(cells)}</row>' for row, cells in rows.items())
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in page.merged)
    tail = (f"<mergeCells>{merged}</mergeCells>" if merged else "") + page.after
    return f"<worksheet {MAIN}>{page.before}<sheetData>{made}</sheetData>{tail}</worksheet>"


def _text(said):
    """Return a text as an office writes it: what XML cannot hold, and what looks like that, as its code."""
    kept = CODED.sub(r"_x005F_x\1_", said).replace("\r", "_x000D_")
    return f'<t xml:space="preserve">{escape(kept)}</t>'


def _cell(where, content, strings, style):
    if content is PART:
        return f'<c r="{where}"/>'
    formula = ""
    if isinstance(content, Formula):
        array = f' t="array" ref="{content.over}"' if content.over else ""
        formula, content = f"<f{array}>1+1</f>", content.value
        if content is None:
            return f'<c r="{where}">{formula}</c>'
        if isinstance(content, str):
            return f'<c r="{where}" t="str">{formula}<v>{escape(content)}</v></c>'
    match content:
        case bool():
            kind, said = "b", int(content)
        case Error(text):
            kind, said = "e", text
        case Shown(value):
            kind, said, style = "n", repr(value), PERCENT
        case str() if content in strings:
            kind, said = "s", strings[content]
        case str():
            return f'<c r="{where}" t="inlineStr"><is>{_text(content)}</is></c>'
        case _:
            kind, said = "n", repr(content)
    return f'<c r="{where}" s="{style}" t="{kind}">{formula}<v>{said}</v></c>'
