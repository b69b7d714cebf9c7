"""Relationships and content types of a package, read and changed in place."""

import pytest
from hand_book import BOOK_TYPE, OFFICE, PACKAGE, TYPES, links, types

from addin.excel.links import (
    Link,
    drop_links,
    drop_part,
    linked,
    links_of,
    links_part,
    put_ending,
    put_link,
    put_type,
    source_of,
    type_of,
)

KIND = "http://example.org/kind"
BOOK, RELS, LIST = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"


@pytest.fixture
def parts():
    """Return the parts of a package as far as they are looked at here."""
    led = links(("a", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"), ("b", KIND, "/xl/../x.bin"), ("c", KIND, "u", 1))
    return {LIST: types().encode(), RELS: led.encode(), BOOK: b"", "x.bin": b""}


def test_relationships_are_read(parts):
    """Relative and absolute targets are parts of the package, outside ones stay as they are."""
    assert list(links_of(parts, BOOK)) == [
        Link("a", f"{OFFICE}/worksheet", "xl/worksheets/sheet1.xml", is_outside=False),
        Link("b", KIND, "x.bin", is_outside=False),
        Link("c", KIND, "u", is_outside=True),
    ]
    assert linked(parts, BOOK, "/kind") == ["x.bin"]
    assert list(links_of(parts, "x.bin")) == []


def test_a_relationship_is_added_once(parts):
    """Last, with a relative target; what leads there already stays as it is."""
    put_link(parts, BOOK, kind="http://k/new", target="customUI/c.xml", name="n")
    first = parts[RELS]
    assert list(links_of(parts, BOOK))[-1] == Link("n", "http://k/new", "customUI/c.xml", is_outside=False)
    assert b'Target="../customUI/c.xml"' in first
    put_link(parts, BOOK, kind="http://k/new", target="customUI/c.xml", name="m")
    assert parts[RELS] == first


def test_a_name_that_is_taken_gets_a_number(parts):
    """Two relationships of one part never have one name."""
    put_link(parts, BOOK, kind="http://k/new", target="xl/n.bin", name="a")
    assert [each.name for each in links_of(parts, BOOK)] == ["a", "b", "c", "a2"]


def test_others_of_the_same_type_give_way(parts):
    """Several, or one that leads elsewhere, become the one that is meant."""
    put_link(parts, BOOK, kind=KIND, target="y.bin", name="n")
    assert [(each.name, each.target) for each in links_of(parts, BOOK)] == [
        ("a", "xl/worksheets/sheet1.xml"),
        ("n", "y.bin"),
    ]


def test_relationships_are_made_where_there_were_none(parts):
    """A part of them that is whole by itself."""
    put_link(parts, "", kind=KIND, target="xl/n.bin", name="n")
    assert list(links_of(parts, "")) == [Link("n", KIND, "xl/n.bin", is_outside=False)]
    assert PACKAGE.encode() in parts["_rels/.rels"]


@pytest.mark.parametrize("part", ["", BOOK, "a.bin", "xl/deep/a.b.xml"])
def test_a_list_of_relationships_says_whose_it_is(part):
    """By its name alone, and back."""
    assert source_of(links_part(part)) == part


@pytest.mark.parametrize("part", [BOOK, "_rels/a.xml", "rels/a.rels", "a.rels"])
def test_any_other_part_is_nobodys_list(part):
    """In another folder, or with another ending."""
    assert source_of(part) is None


def test_relationships_are_dropped(parts):
    """Those alone of which it is true."""
    drop_links(parts, BOOK, lambda each: each.is_outside)
    assert [each.name for each in links_of(parts, BOOK)] == ["a", "b"]


def test_a_part_goes_with_its_type_and_relationships(parts):
    """And nothing of any other part."""
    parts |= {"xl/worksheets/sheet1.xml": b"", "xl/worksheets/_rels/sheet1.xml.rels": b""}
    drop_part(parts, "xl/worksheets/sheet1.xml")
    assert sorted(parts) == sorted([LIST, RELS, BOOK, "x.bin"])
    assert type_of(parts, "xl/worksheets/sheet1.xml") == "application/xml"
    assert type_of(parts, BOOK) == BOOK_TYPE


def test_a_type_is_found_by_part_or_ending(parts):
    """A part's own entry counts before that of its ending; letter case makes no difference."""
    assert type_of(parts, "XL/Workbook.xml") == BOOK_TYPE
    assert type_of(parts, "y/z.XML") == "application/xml"
    assert type_of(parts, "y/z.bin") == ""


def test_a_type_is_changed_in_its_place(parts):
    """One entry a part, no second one."""
    put_type(parts, BOOK, "new/type")
    assert (type_of(parts, BOOK), parts[LIST].count(b"/xl/workbook.xml")) == ("new/type", 1)


def test_a_type_that_holds_already_is_not_written(parts):
    """Not where the ending says it, nor where the part's own entry does."""
    before = parts[LIST]
    put_type(parts, "customUI/c.xml", "application/xml")
    put_type(parts, BOOK, BOOK_TYPE)
    assert parts[LIST] == before


def test_an_ending_of_another_type_is_overruled(parts):
    """Excel gives .bin to printers' settings when a book has some: the project then has an entry of its own."""
    put_ending(parts, "bin", "printer/settings")
    put_type(parts, "xl/vbaProject.bin", "vba/project")
    assert (type_of(parts, "xl/vbaProject.bin"), type_of(parts, "x.bin")) == ("vba/project", "printer/settings")


def test_an_ending_is_said_once(parts):
    """What is said of it already stays."""
    put_ending(parts, "png", "image/png")
    put_ending(parts, "png", "image/other")
    assert type_of(parts, "a.png") == "image/png"
    assert parts[LIST].count(b'Extension="png"') == 1
    assert TYPES.encode() in parts[LIST]
