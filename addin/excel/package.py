"""A workbook fitted out for Excel: with macros, ribbon and icons, and every other part of it as it was.

Changed are the type of the workbook, what leads to the new parts, and the code names by which the macros know the
sheets. The zip is made last: nothing loads and saves a finished package.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from xml.sax.saxutils import quoteattr

from addin.excel.links import TYPES, drop_part, linked, links_of, links_part, put_ending, put_link, put_type, source_of
from addin.excel.markup import attributes, retagged, tags, with_attribute, with_first
from addin.excel.parts import Parts, edited, parts_of, repacked, text_of

BOOK_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
ADDIN_TYPE = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
MACROS, MACROS_TYPE = "xl/vbaProject.bin", "application/vnd.ms-office.vbaProject"
MACROS_LINK = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
RIBBON = "customUI/customUI14.xml"
RIBBON_LINK = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
IMAGE_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
WORKBOOK = "ThisWorkbook"  # what the macros call the book
_KINDS = {MACROS: MACROS_TYPE, RIBBON: "application/xml"}

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
# Any other name could hide a word of VBA or of Excel in the whole project: `Application`, `Date`, one of our modules.
_CODE_NAME = re.compile(r"sheet[0-9]{1,26}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outfit:
    """What a workbook gets: its content type, its macros by the sheets' code names, a ribbon, icons by their names."""

    content_type: str
    macros: Callable[[Sequence[str]], bytes]
    ribbon: str
    icons: Mapping[str, bytes]


def fitted(data: bytes, outfit: Outfit) -> bytes:
    """Return the package of a workbook with its outfit, whatever was left there of an older or damaged one.

    Raises one of `parts.NO_PACKAGE` where it is no whole package of a workbook.
    """
    return repacked(data, fitted_parts(parts_of(data), outfit))


def fitted_parts(parts: Mapping[str, bytes], outfit: Outfit) -> Parts:
    """Return the same for the parts of a package; Raises KeyError or ValueError."""
    done = dict(parts)
    (book,) = linked(done, "", "/officeDocument")
    put_type(done, book, outfit.content_type)
    new = _new_parts(outfit, _put_code_names(done, book))
    _drop_old(done, book, new)
    done |= new
    put_link(done, book, kind=MACROS_LINK, target=MACROS, name="hikaeMacros")
    put_link(done, "", kind=RIBBON_LINK, target=RIBBON, name="hikaeRibbon")
    put_ending(done, "png", "image/png")
    for part in new.keys() - {links_part(RIBBON)}:
        put_type(done, part, _KINDS.get(part, "image/png"))
    return done


def code_names(found: Iterable[str]) -> list[str]:
    """Return a code name for each sheet: its own `SheetN`, else the first free one from its place on."""
    names, taken = list[str](), set[str]()
    for name in found:
        can_stay = _CODE_NAME.fullmatch(name) is not None and name.lower() not in taken
        names.append(name if can_stay else "")
        taken.add(name.lower())
    for place, name in enumerate(names):
        if not name:
            names[place] = next(free for n in count(place + 1) if (free := f"Sheet{n}").lower() not in taken)
            taken.add(names[place].lower())
    return names


def sheets_of(parts: Parts, book: str) -> list[str]:
    """Return the parts of a book's worksheets in the order of their tabs; sheets of charts have no macros of ours."""
    led = {each.name: each.target for each in links_of(parts, book) if each.kind.endswith("/worksheet")}
    names = [attributes(tag)["id"] for tag in tags(text_of(parts[book]), "sheet")]
    return [led[name] for name in names if name in led]


def _put_code_names(parts: Parts, book: str) -> list[str]:
    sheets = sheets_of(parts, book)
    parts[book] = edited(parts[book], lambda text: _coded(text, "workbookPr", WORKBOOK))
    names = code_names([_code_name(text_of(parts[each])) for each in sheets])
    for sheet, name in zip(sheets, names, strict=True):
        parts[sheet] = edited(parts[sheet], lambda text, name=name: _coded(text, "sheetPr", name))  # type: ignore[misc]
    return names


def _code_name(text: str) -> str:
    return next((attributes(tag).get("codeName", "") for tag in tags(text, "sheetPr")), "")


def _coded(text: str, properties: str, name: str) -> str:
    """Return the text of a book or sheet with its code name in the properties it has, or gets."""
    said = [attributes(tag) for tag in tags(text, properties)]
    if not said:
        before = {"sheetPr": "worksheet", "workbookPr": "workbook|fileVersion|fileSharing"}[properties]
        return with_first(text, before, f"{properties} codeName={quoteattr(name)}")
    if said[0].get("codeName") == name:
        return text
    return retagged(text, properties, lambda tag: with_attribute(tag, "codeName", name))


def _new_parts(outfit: Outfit, code_names: Sequence[str]) -> Parts:
    return {
        MACROS: outfit.macros(code_names),
        RIBBON: outfit.ribbon.encode(),
        links_part(RIBBON): _image_links(outfit.icons).encode(),
        **{f"customUI/images/{name}.png": picture for name, picture in outfit.icons.items()},
    }


def _drop_old(parts: Parts, book: str, new: Parts) -> None:
    """Take away another's macros with their signature, which fits no other, its ribbon with pictures, and ours.

    A part that anything else leads to stays, whatever a broken package says of it; so do the lists of parts.
    """
    elsewhere = _led_to(parts, parts.keys())
    old = {RIBBON, *linked(parts, book, "/vbaProject"), *linked(parts, "", RIBBON_LINK)} - elsewhere
    behind = {each.target for part in old for each in links_of(parts, part)}
    for part in (old | behind) - _led_to(parts, parts.keys() - {links_part(each) for each in old}) - new.keys():
        if part in parts and part != TYPES and not part.endswith(".rels"):
            drop_part(parts, part)
    twins = {each.lower() for each in new}
    for part in [each for each in parts if each.lower() in twins and each not in new]:
        del parts[part]  # of the same name to every reader of packages


def _led_to(parts: Parts, lists: Iterable[str]) -> set[str]:
    """Return the parts to which these lists of relationships lead, but not as to macros or a ribbon."""
    sources = (part for part in map(source_of, lists) if part is not None)
    led = (each for part in sources for each in links_of(parts, part))
    return {each.target for each in led if each.kind not in {MACROS_LINK, RIBBON_LINK}}


def _image_links(names: Iterable[str]) -> str:
    """Return what leads from the ribbon to its pictures, by the names that it calls them."""
    links = "".join(
        f"<Relationship Id={quoteattr(name)} Type={quoteattr(IMAGE_LINK)} Target={quoteattr(f'images/{name}.png')}/>"
        for name in names
    )
    return f'{_HEAD}<Relationships xmlns="{_LINKS}">{links}</Relationships>'
