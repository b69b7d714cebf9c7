"""Workbook packages written by hand: the least that counts as one, in ways of writing XML that no program of ours has.

Attributes in single quotes, prefixes before every name, comments that look like elements, byte order marks.
"""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import workbooks
from workbooks import catalogue

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
LINK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
OUTSIDE = " TargetMode='External'"
ADDIN_TARGET = "file:///C:/Program%20Files/Hikae.xlam"


def delivered(name):
    """Return a book of ours with the example day, as it lies in the repository; that it is a fresh build is tested."""
    return (Path(workbooks.__path__[0]) / catalogue.file_name(name)).read_bytes()


def packed(parts, *, date=(2020, 2, 2, 2, 2, 2), stored=()):
    """Return a zip of these parts, texts as UTF-8; those named in `stored` are not compressed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, date), data, kind)
    return held.getvalue()


def unpacked(data):
    """Return the parts of a zip by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {each.filename: archive.read(each) for each in archive.infolist()}


def differing(before, after):
    """Return the names of parts that two packages do not share, byte for byte."""
    one, other = unpacked(before), unpacked(after)
    return sorted(name for name in {**one, **other} if one.get(name) != other.get(name))


def links(*named):
    """Return a part of relationships: each (name, type, target), outside ones with a fourth of any kind."""
    said = (
        f"<Relationship Target='{target}' Type='{kind}' Id='{name}'{OUTSIDE if more else ''}/>"
        for name, kind, target, *more in named
    )
    head = f"<?xml version='1.0'?><!-- <Relationship Id='x'/> --><Relationships xmlns='{PACKAGE}'>"
    return f"{head}{''.join(said)}</Relationships>"


def sheet(*formulas, head="<sheetPr><tabColor rgb='FF00FF00'/></sheetPr>", more=""):
    """Return a worksheet whose column A has these formulas, as they stand between the tags if they are markup."""
    cells = "".join(f"<row><c><f>{text}</f><v>7</v></c></row>" for text in formulas)
    return f"<?xml version='1.0'?><worksheet xmlns='{MAIN}'>{head}<sheetData>{cells}</sheetData>{more}</worksheet>"


def book(*, sheets=("Sheet1",), names=None, outside=(), head="<workbookPr/>"):
    """Return workbook.xml with these tabs, defined names by their text, and so many links to other books."""
    tabs = "".join(f"<sheet name='{name}' sheetId='{n}' r:id='s{n}'/>" for n, name in enumerate(sheets, 1))
    listed = "".join(f"<externalReference r:id='x{n}'/>" for n, _ in enumerate(outside, 1))
    named = (names or {}).items()
    defined = "".join(f"<definedName name='{name}'>{escape(text)}</definedName>" for name, text in named)
    return (
        f"<?xml version='1.0'?><workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'>{head}<sheets>{tabs}</sheets>"
        + (f"<externalReferences>{listed}</externalReferences>" if outside else "")
        + (f"<definedNames>{defined}</definedNames></workbook>" if names else "</workbook>")
    )


def hand_book(*formulas, names=None, outside=(), more=None, **sheet_how):
    """Return a whole package: one sheet with these formulas, links to these other books, and what else is given."""
    there = list(enumerate(outside, 1))
    led = [(f"x{n}", f"{OFFICE}/externalLink", f"externalLinks/externalLink{n}.xml") for n, _ in there]
    parts = {
        "[Content_Types].xml": types(outside=len(outside)),
        "_rels/.rels": links(("b", f"{OFFICE}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": book(names=names, outside=outside),
        "xl/_rels/workbook.xml.rels": links(("s1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"), *led),
        "xl/worksheets/sheet1.xml": sheet(*formulas, **sheet_how),
        "xl/sharedStrings.xml": f"<sst xmlns='{MAIN}'><si><t>[1]!cds_im(1)</t></si></sst>",
    }
    for n, target in there:
        kind = f"{OFFICE}/externalLinkPath"
        parts[f"xl/externalLinks/externalLink{n}.xml"] = f"<externalLink xmlns='{MAIN}'><externalBook/></externalLink>"
        parts[f"xl/externalLinks/_rels/externalLink{n}.xml.rels"] = links(("r", kind, target, "outside"))
    return packed(parts | (more or {}))


def types(*, outside=0, more=""):
    """Return [Content_Types].xml of such a package."""
    linked = "".join(
        f"<Override PartName='/xl/externalLinks/externalLink{n}.xml' ContentType='{LINK_TYPE}'/>"
        for n in range(1, outside + 1)
    )
    return (
        f"<?xml version='1.0'?><Types xmlns='{TYPES}'><Default Extension='xml' ContentType='application/xml'/>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/xl/workbook.xml' ContentType='{BOOK_TYPE}'/>"
        f"<Override PartName='/xl/worksheets/sheet1.xml' ContentType='{SHEET_TYPE}'/>{linked}{more}</Types>"
    )
