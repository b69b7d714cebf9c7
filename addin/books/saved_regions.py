"""The named regions of a saved workbook, read from those parts of its package alone that they need.

All of this runs in the child that `addin.books.confined` starts, once `addin.books.xlsx.unsafe` has found the package
safe; what it finds leaves it as JSON.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring, iterparse

from addin.books.confined import READERS
from addin.books.saved_page import MAIN, Area, Look, Page, area_of, parsed, text_of
from addin.books.xlsx import unsafe

OURS = "HIKAE_"  # what the names of our regions begin with; a person's own names are no concern of ours
FROM_1904 = "1904-01-01"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TRUE = ("1", "true")
PERCENTS = {"9", "10"}  # 0% and 0.00%, which a file names by their numbers alone
FIXED = r"\$[A-Z]{1,3}\$[1-9][0-9]{0,6}"
NAMED = re.compile(rf"(?:'((?:[^']|'')+)'|([^'!]+))!({FIXED}(?::{FIXED})?)")

Json: TypeAlias = Any
Links: TypeAlias = Mapping[str, tuple[str, str]]  # kind and part of what a part refers to, by how it names it


def speak(data: bytes, tell: Callable[[object], None]) -> None:
    """Tell the regions of a book, or the code and details why there are none.

    Told first is what holds should the reading never end.
    """
    tell({"code": "xlsx_unsafe", "reason": str(READERS["book"])})
    tell(said_of(data))


def said_of(data: bytes, names: Iterable[str] | None = None) -> dict[str, Json]:
    """Return `{"regions": {name: block or code}, "front": block}` of all our regions, or these; {} for a plain table.

    A block has `sheet`, `row` and `column` of its corner from 1, and `rows`: numbers, `{"percent": 0.4}` for one that
    is shown so, texts, logical values, `{"error": "#N/A"}`, `{"unsaved": true}`, "" for nothing.
    """
    reason = unsafe(data)
    if reason:
        return {"code": "xlsx_unsafe", "reason": reason}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _said(SavedBook(package), names)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken package makes a parser raise, the desk gets one finding
        return {"code": "xlsx_unreadable"}


def _said(book: "SavedBook", names: Iterable[str] | None) -> dict[str, Json]:
    if not book.names:
        return {}
    if book.counts_from_1904:
        return {"code": "sheet_date_system", "detail": FROM_1904}
    wanted = book.names if names is None else [name for name in names if name in book.names]
    return {"regions": {name: book.region(name) for name in wanted}, "front": book.front()}


class SavedBook:
    """A workbook's package: its sheets, each parsed when it is asked for, and what the names of our regions stand for.

    Raises KeyError, ValueError, or what a parser raises, where the package is not what it should be.
    """

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package, self._pages = package, dict[str, Page]()
        part = _parts(self._links(""), "officeDocument")[0]
        links, book = self._links(part), self._root(part)
        sheets = [(each.attrib["name"], links[each.attrib[LINK]]) for each in book.iter(f"{MAIN}sheet")]
        self._sheets = {name: target for name, (kind, target) in sheets if kind == "worksheet"}
        self._front = sheets[_front_of(book)][0]
        self._look = Look(self._strings(links), self._percents(links))
        self.names = _names(book)
        self.counts_from_1904 = any(each.get("date1904") in TRUE for each in book.iter(f"{MAIN}workbookPr"))

    def region(self, name: str) -> dict[str, Json]:
        """Return what a region holds, or the code why that cannot be said: `region_broken` or `region_merged`."""
        title, area = _meant(self.names[name])
        if area is None or title not in self._sheets:
            return {"code": "region_broken", "detail": name}
        page = self._page(title)
        hidden = page.hidden(area)
        if hidden:
            return {"code": "region_merged", "detail": f"{name}: {title}!{hidden}", "at": f"{title}!{hidden}"}
        return page.block(title, area)

    def front(self) -> dict[str, Json]:
        """Return every cell of the sheet in front, from A1; a sheet of charts has none."""
        page = self._page(self._front) if self._front in self._sheets else Page()
        bottom, right = (max((spot[axis] for spot in page.cells), default=1) for axis in (0, 1))
        return page.block(self._front, Area(1, 1, bottom, right))

    def _page(self, title: str) -> Page:
        if title not in self._pages:
            with self._package.open(self._sheets[title]) as stream:
                self._pages[title] = parsed(iterparse(stream), self._look)
        return self._pages[title]

    def _strings(self, links: Links) -> list[str]:
        return [text_of(each) for part in _parts(links, "sharedStrings") for each in self._root(part).iter(f"{MAIN}si")]

    def _percents(self, links: Links) -> frozenset[str]:
        """Return the numbers of the styles that show a number as a percentage."""
        found = set[str]()
        for root in map(self._root, _parts(links, "styles")):
            texts = {each.attrib["numFmtId"]: each.attrib["formatCode"] for each in root.iter(f"{MAIN}numFmt")}
            percents = PERCENTS | {number for number, text in texts.items() if "%" in text}
            styles = root.findall(f"{MAIN}cellXfs/{MAIN}xf")
            found |= {str(place) for place, each in enumerate(styles) if each.get("numFmtId") in percents}
        return frozenset(found)

    def _links(self, part: str) -> Links:
        folder, _, name = part.rpartition("/")
        return {
            each.attrib["Id"]: (
                each.attrib["Type"].rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.attrib["Target"]))[1:],
            )
            for each in self._root(posixpath.join(folder, "_rels", f"{name}.rels"))
        }

    def _root(self, part: str) -> Element:
        root: Element = fromstring(self._package.read(part))
        return root


def _parts(links: Links, kind: str) -> list[str]:
    return [target for each, target in links.values() if each == kind]


def _names(book: Element) -> dict[str, str]:
    """Return what our names of the whole book stand for; one that stands there twice stands for nothing."""
    names = dict[str, str]()
    for each in book.iter(f"{MAIN}definedName"):
        name = each.attrib["name"]
        if name.startswith(OURS) and each.get("localSheetId") is None:  # a copied sheet has its own of the same name
            names[name] = "" if name in names else (each.text or "")
    return names


def _meant(text: str) -> tuple[str, Area | None]:
    """Return sheet and cells that a name stands for; no cells where it is anything but one block of fixed ones."""
    parts = NAMED.fullmatch(text)
    if parts is None:
        return "", None
    return parts[1].replace("''", "'") if parts[1] else parts[2], area_of(parts[3])


def _front_of(book: Element) -> int:
    return next((int(each.get("activeTab", "0")) for each in book.iter(f"{MAIN}workbookView")), 0)
