"""A workbook with macros and ribbon: what goes in, what changes, and that everything else is as it was."""

import re

import pytest
from hand_book import BOOK_TYPE, OFFICE, SHEET_TYPE, book, differing, hand_book, links, sheet, types, unpacked

from addin.excel.links import linked, links_of, type_of
from addin.excel.package import (
    ADDIN_TYPE,
    IMAGE_LINK,
    MACROS,
    MACROS_LINK,
    MACROS_TYPE,
    RIBBON,
    RIBBON_LINK,
    Outfit,
    code_names,
    fitted,
    sheets_of,
)
from addin.excel.package import BOOK_TYPE as MACRO_BOOK_TYPE

BOOK, FIRST = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
RELS, ROOT, LIST = "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml"
IMAGES = ["customUI/images/check.png", "customUI/images/send.png"]
NEW = [RIBBON, "customUI/_rels/customUI14.xml.rels", *IMAGES, MACROS]


def macros(names):
    """Return what stands for a project with these sheets."""
    return f"macros of {' '.join(names)}".encode()


OUTFIT = Outfit(MACRO_BOOK_TYPE, macros, "<customUI/>", {"check": b"png 1", "send": b"png 2"})


def many_sheets(*heads, order=()):
    """Return a package of sheets with these properties, their tabs in the order of their numbers or in this one."""
    numbers = range(1, len(heads) + 1)
    led = dict(enumerate(order or numbers, 1))
    tabs = re.sub(r"r:id='s(\d+)'", lambda tab: f"r:id='s{led[int(tab[1])]}'", book(sheets=[f"t{n}" for n in numbers]))
    overrides = "".join(
        f"<Override PartName='/xl/worksheets/sheet{n}.xml' ContentType='{SHEET_TYPE}'/>" for n in numbers[1:]
    )
    return hand_book(
        more={
            LIST: types(more=overrides),
            BOOK: tabs,
            RELS: links(*((f"s{n}", f"{OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in numbers)),
            **{f"xl/worksheets/sheet{n}.xml": sheet("1+1", head=head) for n, head in enumerate(heads, 1)},
        }
    )


def test_only_what_must_change_changes():
    """Types, relationships and code names; every other part is the same, and the new ones are there."""
    before = hand_book("A1+1", outside=["prices.xlsx"])
    assert differing(before, fitted(before, OUTFIT)) == sorted([BOOK, FIRST, RELS, ROOT, LIST, *NEW])


def test_what_changes_is_no_more_than_an_attribute_or_an_element():
    """The sheet and the book are as they were but for the code names; lists have gained entries."""
    before, after = (unpacked(each) for each in (hand_book("A1+1"), fitted(hand_book("A1+1"), OUTFIT)))
    assert after[FIRST].replace(b'<sheetPr codeName="Sheet1">', b"<sheetPr>") == before[FIRST]
    assert after[BOOK].replace(b'<workbookPr codeName="ThisWorkbook"/>', b"<workbookPr/>") == before[BOOK]
    for part, root in ((RELS, b"</Relationships>"), (ROOT, b"</Relationships>")):
        assert after[part].startswith(before[part].removesuffix(root))
    changed = after[LIST].replace(MACRO_BOOK_TYPE.encode(), BOOK_TYPE.encode()).replace(b'"', b"'")
    assert changed.startswith(before[LIST].removesuffix(b"</Types>"))


def test_everything_is_found_where_excel_looks_for_it():
    """The types of the parts, the relationships to them, and the pictures by the names that the ribbon calls them."""
    parts = unpacked(fitted(hand_book("1"), OUTFIT))
    assert type_of(parts, BOOK) == MACRO_BOOK_TYPE
    assert type_of(parts, MACROS) == MACROS_TYPE
    assert [type_of(parts, each) for each in IMAGES] == ["image/png", "image/png"]
    assert type_of(parts, RIBBON) == "application/xml"
    assert [each.target for each in links_of(parts, BOOK) if each.kind == MACROS_LINK] == [MACROS]
    assert [each.target for each in links_of(parts, "") if each.kind == RIBBON_LINK] == [RIBBON]
    assert [(each.name, each.target, each.kind) for each in links_of(parts, RIBBON)] == [
        ("check", IMAGES[0], IMAGE_LINK),
        ("send", IMAGES[1], IMAGE_LINK),
    ]
    assert (parts[MACROS], parts[RIBBON], parts[IMAGES[0]]) == (b"macros of Sheet1", b"<customUI/>", b"png 1")


def test_the_same_book_gives_the_same_bytes_and_twice_is_once():
    """Two builds are equal, and a finished package stays as it is."""
    done = fitted(hand_book("1"), OUTFIT)
    assert fitted(hand_book("1"), OUTFIT) == done
    assert fitted(done, OUTFIT) is done


def test_an_addin_has_a_type_of_its_own():
    """Nothing else about it is different."""
    addin = Outfit(ADDIN_TYPE, macros, "<customUI/>", OUTFIT.icons)
    assert type_of(unpacked(fitted(hand_book("1"), addin)), BOOK) == ADDIN_TYPE
    assert differing(fitted(hand_book("1"), addin), fitted(hand_book("1"), OUTFIT)) == [LIST]


@pytest.mark.parametrize(
    ("found", "given"),
    [
        (["", "", ""], ["Sheet1", "Sheet2", "Sheet3"]),
        (["Sheet1", "Sheet7", "Sheet3"], ["Sheet1", "Sheet7", "Sheet3"]),
        (["Sheet2", "", ""], ["Sheet2", "Sheet3", "Sheet4"]),
        (["", "Sheet1", ""], ["Sheet2", "Sheet1", "Sheet3"]),
        (["Sheet4", "sheet4", "SHEET4"], ["Sheet4", "Sheet2", "Sheet3"]),
        (["ThisWorkbook", "HikaeBridge", "Front"], ["Sheet1", "Sheet2", "Sheet3"]),
        (["Application", "Date", "入力", "Sheet9"], ["Sheet1", "Sheet2", "Sheet3", "Sheet9"]),
        (["集計", "Sheet", "Sheet 1"], ["Sheet1", "Sheet2", "Sheet3"]),
        (["Sheet" + "1" * 26, "Sheet" + "1" * 27], ["Sheet" + "1" * 26, "Sheet2"]),
        ([], []),
    ],
)
def test_each_sheet_has_a_code_name_of_its_own(found, given):
    """A sheet keeps a `SheetN` that no other has; any other word may mean something in VBA, in Excel or to us."""
    assert code_names(found) == given


def test_code_names_follow_the_tabs():
    """Not the numbers of the parts: the first tab is Sheet1 wherever its part lies."""
    data = many_sheets("", "<sheetPr codeName='Sheet9'/>", "<sheetPr></sheetPr>", order=[3, 2, 1])
    assert sheets_of(unpacked(data), BOOK) == [f"xl/worksheets/sheet{n}.xml" for n in (3, 2, 1)]
    parts = unpacked(fitted(data, OUTFIT))
    assert parts[MACROS] == b"macros of Sheet1 Sheet9 Sheet3"
    assert b'<sheetPr codeName="Sheet1"></sheetPr>' in parts["xl/worksheets/sheet3.xml"]
    assert b"<sheetPr codeName='Sheet9'/>" in parts["xl/worksheets/sheet2.xml"]


def test_a_sheet_without_properties_gets_them_first():
    """Where the schema wants them: before anything else of the sheet."""
    text = unpacked(fitted(many_sheets(""), OUTFIT))[FIRST].decode()
    assert re.search(r'<worksheet [^>]*><sheetPr codeName="Sheet1"/><sheetData>', text)


@pytest.mark.parametrize("before", ["", "<fileVersion appName='xl'/>", "<fileVersion></fileVersion><fileSharing/>"])
def test_a_book_without_properties_gets_them_in_their_place(before):
    """After the program's version and the sharing, before the sheets."""
    data = hand_book("1", more={BOOK: book(head=before)})
    text = unpacked(fitted(data, OUTFIT))[BOOK].decode()
    assert f'{before}<workbookPr codeName="ThisWorkbook"/><sheets>' in text


def test_a_sheet_of_a_chart_is_left_alone():
    """It has no cells, and no module of ours."""
    parts = unpacked(many_sheets("", ""))
    parts[RELS] = parts[RELS].replace(b"/worksheet' Id='s2'", b"/chartsheet' Id='s2'")
    assert sheets_of(parts, BOOK) == [FIRST]


def signed(data):
    """Return a package whose project lies under another name, with a signature, and another's ribbon with a picture."""
    parts = unpacked(fitted(data, OUTFIT))
    parts["xl/old.bin"] = b"old"
    parts["xl/_rels/old.bin.rels"] = links(("v", "http://x/vbaProjectSignature", "sign.bin")).encode()
    parts["xl/sign.bin"] = b"signature"
    parts[RELS] = parts[RELS].replace(b"vbaProject.bin", b"old.bin")
    parts["customUI/images/stale.png"] = b"stale"
    parts["customUI/_rels/customUI14.xml.rels"] = links(("stale", IMAGE_LINK, "images/stale.png")).encode()
    parts["customUI/mine.xml"] = b"<customUI/>"
    return hand_book("1", more=parts)


def test_what_was_left_of_others_goes():
    """A project under another name, its signature, which fits no other, and pictures of a ribbon that is replaced."""
    data = signed(hand_book("1"))
    parts = unpacked(fitted(data, OUTFIT))
    assert sorted(set(unpacked(data)) - set(parts)) == [
        "customUI/images/stale.png",
        "xl/_rels/old.bin.rels",
        "xl/old.bin",
        "xl/sign.bin",
    ]
    assert linked(parts, BOOK, "/vbaProject") == [MACROS]
    assert parts["customUI/mine.xml"] == b"<customUI/>"


def test_a_ribbon_under_another_name_gives_way():
    """Excel takes one of its kind: the way leads to ours, and the other goes with its pictures."""
    parts = unpacked(fitted(hand_book("1"), OUTFIT))
    parts |= {"customUI/old.xml": b"<customUI/>", "customUI/images/old.png": b"old"}
    parts["customUI/_rels/old.xml.rels"] = links(("old", IMAGE_LINK, "images/old.png")).encode()
    parts[ROOT] = parts[ROOT].replace(b"customUI14.xml", b"old.xml")
    done = unpacked(fitted(hand_book("1", more=parts), OUTFIT))
    assert [name for name in done if "old" in name] == []
    assert [each.target for each in links_of(done, "") if each.kind == RIBBON_LINK] == [RIBBON]


def test_parts_that_no_ending_speaks_for_have_types_of_their_own():
    """A package may say the type of each part one by one."""
    parts = unpacked(hand_book("1"))
    parts[LIST] = parts[LIST].replace(b"<Default Extension='xml' ContentType='application/xml'/>", b"")
    done = unpacked(fitted(hand_book("1", more=parts), OUTFIT))
    assert type_of(done, RIBBON) == "application/xml"


def test_what_is_no_workbook_is_refused():
    """A package whose relationships lead to no book, or to one that is not there."""
    with pytest.raises(ValueError, match="unpack"):
        fitted(hand_book("1", more={ROOT: links()}), OUTFIT)
    with pytest.raises(KeyError):
        fitted(hand_book("1", more={ROOT: links(("b", f"{OFFICE}/officeDocument", "xl/none.xml"))}), OUTFIT)


@pytest.mark.parametrize("name", NEW)
def test_a_part_named_as_ours_but_for_letter_case_gives_way(name):
    """Readers of packages know no case: two such parts would be one name twice, and the book a broken one."""
    done = unpacked(fitted(hand_book("1"), OUTFIT))
    twin = hand_book("1", more={each.upper() if each == name else each: data for each, data in done.items()})
    assert sorted(unpacked(fitted(twin, OUTFIT))) == sorted(done)


SIGNATURE = "xl/_rels/vbaProject.bin.rels"


@pytest.mark.parametrize(
    ("lists", "written", "target"),
    [
        (RELS, b"vbaProject.bin", b"worksheets/sheet1.xml"),
        (RELS, b"vbaProject.bin", b"workbook.xml"),
        (RELS, b"vbaProject.bin", b"/[Content_Types].xml"),
        (RELS, b"vbaProject.bin", b"/_rels/.rels"),
        (ROOT, b"customUI/customUI14.xml", b"xl/workbook.xml"),
        ("customUI/_rels/customUI14.xml.rels", b"images/check.png", b"../xl/worksheets/sheet1.xml"),
        (SIGNATURE, b"sign.bin", b"worksheets/sheet1.xml"),
    ],
)
def test_a_part_that_the_book_needs_stays(lists, written, target):
    """Whether a package calls it macros, signature, ribbon or picture: what anything else leads to is no such thing."""
    done = unpacked(fitted(hand_book("1"), OUTFIT))
    done[SIGNATURE] = links(("v", "http://x/vbaProjectSignature", "sign.bin")).encode()
    assert written in done[lists]
    done[lists] = done[lists].replace(written, target)
    again = unpacked(fitted(hand_book("1", more=done), OUTFIT))
    assert set(done) - set(again) <= {SIGNATURE}
    assert (again[FIRST], again[BOOK]) == (done[FIRST], done[BOOK])
    assert linked(again, BOOK, "/vbaProject") == [MACROS]
