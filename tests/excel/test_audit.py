"""Every package against the schemas of Open XML, ribbon included; what is let through is listed with its reason."""

import re
from functools import cache

import pytest
from defusedxml.ElementTree import fromstring
from hand_book import packed, unpacked
from openxml_audit import FileFormat, OpenXmlValidator

from addin.commands.filled import example_book
from addin.excel.outfits import excel_addin, excel_book
from addin.excel.package import RIBBON
from workbooks import catalogue

MOST = 1_000
ALLOWED = (
    # openpyxl writes the parts of a font in an order of its own; every Excel since 2007 reads them in any.
    re.compile(r"/xl/styles\.xml: Unexpected element '(?:b|sz|color)' found"),
    # Texts stand in their cells, not in a list of all: both are allowed, and Excel makes the list when it saves.
    re.compile(r"/xl/worksheets/sheet\d+\.xml: Worksheet sheet\d+\.xml has \d+ inline-string cell\(s\)"),
)
ADDIN = "hikae.xlam"
PACKAGES = (ADDIN, *map(catalogue.excel_name, catalogue.NAMES))


@cache
def built(name):
    """Return a package as `hikae build` makes it."""
    return excel_addin() if name == ADDIN else excel_book(example_book(name.removesuffix(".xlsm")))


@pytest.fixture(scope="module")
def validator():
    """Return a reader of the newest schemas that stops at no number of faults."""
    return OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=MOST)


@pytest.fixture
def faults(validator, tmp_path):
    """Return a function that gives the faults of a package that are not let through."""

    def found(data, name):
        path = tmp_path / name
        path.write_bytes(data)
        told = [f"{each.part_uri}: {each.description}" for each in validator.validate(str(path)).errors]
        assert len(told) < MOST
        return [each for each in told if not any(allowed.match(each) for allowed in ALLOWED)]

    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_what_the_schemas_say(faults, package):
    """All parts of it, in the ways of the newest Excel."""
    assert faults(built(package), package) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_part_is_well_formed(package):
    """The audit passes over what it cannot parse, so that is looked at here."""
    parts = unpacked(built(package))
    texts = [data for name, data in parts.items() if name.endswith((".xml", ".rels"))]
    assert len(texts) > 8
    for data in texts:
        fromstring(data)


@pytest.mark.parametrize(
    ("part", "written", "instead"),
    [
        (RIBBON, "button", "buttn"),
        (RIBBON, "group", "grupp"),
        ("xl/workbook.xml", "workbookPr", "workbookPrr"),
        ("xl/worksheets/sheet1.xml", "sheetPr", "sheetPrr"),
    ],
)
def test_a_fault_of_ours_would_be_found(faults, part, written, instead):
    """In each part that we write into."""
    parts = unpacked(built(ADDIN))
    changed = re.sub(rf"(</?){written}(?=[ >])", rf"\1{instead}", parts[part].decode())
    assert changed != parts[part].decode()
    assert faults(packed({**parts, part: changed.encode()}), ADDIN) != []
