"""A book of ours after other programs had it: macros, ribbon and names are right again, the rest as they left it."""

import io
import re

import openpyxl
import pytest
from excel_saved import excel_saved
from hand_book import differing, packed, unpacked

from addin.excel.formulas import plain_names
from addin.excel.others import module_names
from addin.excel.outfits import addin_outfit, book_outfit, excel_addin, modules
from addin.excel.package import ADDIN_TYPE, BOOK_TYPE, MACROS, RIBBON
from addin.excel.repair import repaired
from addin.functions.catalogue import FUNCTIONS
from calc.text.wording import words

NAMES = plain_names(each.name for each in FUNCTIONS)
BOOK, RELS, ROOT, LIST = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml"
PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SIGN = "customUI/images/check.png"


def mended(data, outfit=None):
    """Return what repairing gives, and the codes of what it told; done again, nothing changes and nothing is told."""
    done = repaired(data, outfit or book_outfit(), NAMES)
    again = repaired(done.data, outfit or book_outfit(), NAMES)
    assert (again.data, again.found) == (done.data, ())
    assert all(words(each).ja and words(each).en for each in done.found)
    return done.data, [each.code for each in done.found]


def dropped(data, *names):
    """Return a package without some of its parts."""
    return packed({name: part for name, part in unpacked(data).items() if name not in names})


def by_openpyxl(data, *, keeps, more=""):
    """Return a book as openpyxl saves it, with the macros it knows of or without, and with one more sheet in front."""
    held, made = io.BytesIO(), openpyxl.load_workbook(io.BytesIO(data), keep_vba=keeps)
    if more:
        made.create_sheet(more, 0)
    made.save(held)
    if keeps:
        made.vba_archive.close()
    return held.getvalue()


def without(data, part, pattern):
    """Return a package with something cut out of a part."""
    parts = unpacked(data)
    changed = re.sub(pattern, "", parts[part].decode())
    assert changed != parts[part].decode()
    return packed({**parts, part: changed.encode()})


def is_whole(data, xlsm):
    """Return whether macros, ribbon and pictures of a package are those of a fresh build."""
    there, meant = unpacked(data), unpacked(xlsm)
    return all(there[name] == meant[name] for name in meant if name == MACROS or name.startswith("customUI/"))


def test_a_fresh_book_needs_nothing(xlsm):
    """Not one byte is written anew."""
    assert mended(xlsm) == (xlsm, [])


def test_an_xlsx_of_ours_becomes_the_xlsm(xlsx, xlsm):
    """Also one that was only given another name: the result is a fresh build."""
    data, told = mended(xlsx)
    assert data == xlsm
    assert told == ["macros_put_back", "ribbon_put_back", "book_type_put_back", "ties_put_back", "code_names_put_back"]


@pytest.mark.parametrize(
    ("keeps", "codes"),
    [
        (True, ["ribbon_put_back", "ties_put_back"]),
        (False, ["macros_put_back", "ribbon_put_back", "book_type_put_back", "ties_put_back"]),
    ],
)
def test_what_openpyxl_dropped_is_put_back(xlsm, keeps, codes):
    """It keeps the macros but not the way to the ribbon, or neither; sheets and styles stay as it wrote them."""
    saved = by_openpyxl(xlsm, keeps=keeps)
    data, told = mended(saved)
    assert told == codes
    assert is_whole(data, xlsm)
    touched = {LIST, ROOT, RELS, MACROS}
    assert {each for each in differing(saved, data) if not each.startswith("customUI/")} <= touched


HARMS = {
    "another project": (lambda data: packed({**unpacked(data), MACROS: b"other"}), "macros_put_back"),
    "no project": (lambda data: dropped(data, MACROS), "macros_put_back"),
    "no way to the project": (
        lambda data: without(data, RELS, r"<Relationship [^>]*vbaProject.bin[^>]*>"),
        "macros_put_back ties_put_back",
    ),
    "no type of the project": (lambda data: without(data, LIST, r"<Override [^>]*vbaProject[^>]*>"), "ties_put_back"),
    "another ribbon": (lambda data: packed({**unpacked(data), RIBBON: b"<customUI/>"}), "ribbon_put_back"),
    "no pictures": (lambda data: dropped(data, SIGN, "customUI/_rels/customUI14.xml.rels"), "icons_put_back"),
    "no way to the ribbon": (
        lambda data: without(data, ROOT, r"<Relationship [^>]*customUI14[^>]*>"),
        "ribbon_put_back ties_put_back",
    ),
    "no type of pictures": (lambda data: without(data, LIST, r"<Default [^>]*png[^>]*>"), "ties_put_back"),
    "no code name": (lambda data: without(data, BOOK, r' codeName="ThisWorkbook"'), "code_names_put_back"),
    "no code name of a sheet": (
        lambda data: without(data, "xl/worksheets/sheet2.xml", r' codeName="Sheet2"'),
        "code_names_put_back",
    ),
}


@pytest.mark.parametrize("harm", HARMS)
def test_each_harm_is_found_and_undone(xlsm, harm):
    """What is told is what was wrong, and the book is what it was."""
    do, codes = HARMS[harm]
    data, told = mended(do(xlsm))
    assert " ".join(told) == codes
    assert set(differing(data, xlsm)) <= {LIST}  # whose entries may stand in another order
    assert sorted(unpacked(data)[LIST].split(b"<")) == sorted(unpacked(xlsm)[LIST].split(b"<"))


def test_a_type_that_excel_would_not_open_is_corrected(xlsm):
    """The content type of a plain book in a file named .xlsm."""
    parts = unpacked(xlsm)
    parts[LIST] = parts[LIST].replace(BOOK_TYPE.encode(), PLAIN_TYPE.encode())
    data, told = mended(packed(parts))
    assert told == ["book_type_put_back", "ties_put_back"]
    assert differing(data, xlsm) == []


def test_a_sheet_that_a_person_added_is_known_to_the_macros(xlsm):
    """The project gets a module for it; the sheets of ours keep their names."""
    data, _ = mended(by_openpyxl(xlsm, keeps=True, more="私の計算"))
    after = unpacked(data)
    sheets = [part.decode() for name, part in after.items() if name.startswith("xl/worksheets/sheet")]
    names = [re.search(r'codeName="(\w+)"', text)[1] for text in sheets]
    assert sorted(names) == sorted(f"Sheet{n}" for n in range(1, len(sheets) + 1))
    assert set(names) < set(module_names(after[MACROS]))
    assert not set(names) < set(module_names(unpacked(xlsm)[MACROS]))


def test_a_book_that_excel_saved_alarms_nobody(xlsm):
    """Its project has no byte of ours and says the same: it is ours again, and that is all that is told."""
    sheets = [name for name in module_names(unpacked(xlsm)[MACROS]) if name.startswith("Sheet")]
    data, told = mended(packed({**unpacked(xlsm), MACROS: excel_saved(modules(sorted(sheets)))}))
    assert told == ["macros_as_built"]
    assert differing(data, xlsm) == []


@pytest.mark.parametrize(("there", "said"), [({}, "was missing"), ({MACROS: b"other"}, "was another")])
def test_it_is_told_whether_the_macros_were_missing(xlsm, there, said):
    """A relationship that leads to nothing is no project."""
    bare = {name: part for name, part in unpacked(xlsm).items() if name != MACROS}
    (found,) = repaired(packed(bare | there), book_outfit(), NAMES).found
    assert dict(found.details)["reason_en"] == said


def test_a_name_that_stands_before_a_function_is_told_each_time(xlsm):
    """It is the person's, and stays."""
    parts = unpacked(xlsm)
    defined = b'<definedName name="cds_im">LAMBDA(a,0)</definedName></definedNames>'
    parts[BOOK] = parts[BOOK].replace(b"</definedNames>", defined)
    done = repaired(packed(parts), book_outfit(), NAMES)
    assert [(each.code, dict(each.details)) for each in done.found] == [("name_hides_function", {"names": "cds_im"})]
    assert done.data == packed(parts)


def test_modules_of_others_are_named(xlsm):
    """What was in the project besides ours goes with it, and the person is told which modules that were."""
    from addin.excel.vbaproject import Module, ModuleKind, vba_project  # noqa: PLC0415 - only here

    theirs = [Module("ThisWorkbook", "", ModuleKind.WORKBOOK), Module("Mine", "'x\n"), Module("HikaeRibbon", "")]
    data = packed({**unpacked(xlsm), MACROS: vba_project(theirs, name="P")})
    done = repaired(data, book_outfit(), NAMES)
    assert [each.code for each in done.found] == ["macros_put_back", "macros_of_others"]
    assert dict(done.found[1].details) == {"names": "Mine"}
    assert is_whole(done.data, xlsm)


def test_names_that_libreoffice_wrote_small_are_made_whole(xlsx, xlsm):
    """The formulas are told of with their number and the parts they stand in."""
    parts = unpacked(xlsm)
    small = parts["xl/worksheets/sheet2.xml"].replace(b"CDS_", b"cds_")
    data = packed({**parts, "xl/worksheets/sheet2.xml": small})
    done = repaired(data, book_outfit(), NAMES)
    assert [each.code for each in done.found] == ["formulas_normalised"]
    assert dict(done.found[0].details)["parts"] == "xl/worksheets/sheet2.xml"
    assert differing(done.data, xlsm) == []
    assert differing(xlsx, xlsm) != []


def test_the_addin_is_made_whole_as_an_addin():
    """Its type, its ribbon, and its own macros."""
    whole = excel_addin()
    parts = unpacked(whole)
    assert mended(whole, addin_outfit()) == (whole, [])
    bare = {name: part for name, part in parts.items() if name != MACROS and not name.startswith("customUI/")}
    bare[LIST] = bare[LIST].replace(ADDIN_TYPE.encode(), BOOK_TYPE.encode())
    data, told = mended(packed(bare), addin_outfit())
    assert differing(data, whole) == []
    assert told[:3] == ["macros_put_back", "ribbon_put_back", "book_type_put_back"]
