"""Our packages for Excel in LibreOffice: functions bind, a save harms the macros, and repair undoes just that."""

import io
import re
import zipfile

import openpyxl
import pytest
from hand_book import ADDIN_TARGET, delivered, differing, hand_book, unpacked
from other_readers import sources

from addin.excel.mend import normalise_file, repair_file
from addin.excel.outfits import excel_addin, excel_book, modules
from addin.excel.package import MACROS, RIBBON
from workbooks import catalogue

UNKNOWN_NAME = 525  # what LibreOffice calls #NAME?
MISSING = "アドインがありません / add-in is missing"
NUMBER = 'CDS_NUMBER("５")'
HARMED = (
    f"[1]!{NUMBER}",
    f"'C:\\add ins\\hikae.xlam'!{NUMBER}",
    f"hikae.xlam!{NUMBER}",
    f"_xldudf_{NUMBER}",
    f"_xlfn.{NUMBER}",
    f"[2]Sheet1!A1*0+{NUMBER}",
    'CDS.NUMBER("５")',
    'cds_number("５")',
    f'IF({NUMBER}=5,"[1]!cds_number(","no")',
)


def touched(before, after):
    """Return the parts that repair changed, but for the ribbon's own and the lists of parts."""
    lists = {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"}
    return {each for each in differing(before, after) if not each.startswith("customUI/")} - lists


def is_whole(data, meant):
    """Return whether macros and ribbon, with its pictures, are those of a fresh build."""
    there, wanted = unpacked(data), unpacked(meant)
    ours = {name for name in wanted if name == MACROS or name.startswith("customUI/")}
    return all(there.get(name) == wanted[name] for name in ours)


def saved_by(office, data, path):
    """Return the path of a book as an office saves it when somebody opens it and presses Save."""
    source = path.with_name(f"opened.{'xlsm' if MACROS in unpacked(data) else 'xlsx'}")
    source.write_bytes(data)
    with office.opened(source) as document:
        office.ask("save", document=document, path=str(path))
    return path


def is_bound(office, data, path):
    """Return whether no cell of a book, as an office opens it, knows a function of ours not, or says so in words."""
    path.write_bytes(data)
    with office.opened(path) as document:
        grids = office.ask("grids", document=document).values()
    said = [value for grid in grids for row in grid["rows"] for value in row]
    return MISSING not in said and UNKNOWN_NAME not in {code for grid in grids for code in grid["errors"].values()}


@pytest.mark.parametrize("name", catalogue.NAMES)
def test_functions_bind_in_a_book_for_excel(office, tmp_path, name):
    """From the .xlsm as from the .xlsx, with its macros off."""
    assert is_bound(office, excel_book(delivered(name)), tmp_path / f"{name}.xlsm")


@pytest.mark.parametrize("name", ["quotes", "contingency"])
def test_functions_do_not_bind_without_the_addin(plain, tmp_path, name):
    """So that what is said above says something: a book says in words, or by an error, that the add-in is missing."""
    assert not is_bound(plain, excel_book(delivered(name)), tmp_path / f"{name}.xlsm")


@pytest.mark.parametrize("which", ["office", "plain"])
def test_a_save_is_undone_and_nothing_else(request, tmp_path, which):
    """LibreOffice writes the project anew and drops pictures and code names; they are back, the rest is as it saved."""
    meant = excel_book(delivered("contingency"))
    path = saved_by(request.getfixturevalue(which), meant, tmp_path / "saved.xlsm")
    saved = path.read_bytes()
    assert unpacked(saved)[MACROS] != unpacked(meant)[MACROS]
    done = repair_file(path)
    data = path.read_bytes()
    assert is_whole(data, meant)
    assert done.kept.read_bytes() == saved
    assert {each.code for each in done.found} >= {"macros_as_built", "icons_put_back", "code_names_put_back"}
    sheets = {each for each in unpacked(saved) if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", each)}
    assert touched(saved, data) == {MACROS, "xl/workbook.xml", *sheets}
    for part in ("xl/workbook.xml", *sheets):
        bare = re.sub(rb'<sheetPr codeName="\w+"/>| codeName="\w+"', b"", unpacked(data)[part])
        assert bare == re.sub(rb' codeName="\w+"', b"", unpacked(saved)[part])
    assert repair_file(path).is_changed is False


def test_a_book_that_was_repaired_opens_again(office, tmp_path):
    """Its functions bind, and a second save and repair end in the same macros and ribbon."""
    meant = excel_book(delivered("continuity"))
    path = saved_by(office, meant, tmp_path / "once.xlsm")
    repair_file(path)
    assert is_bound(office, path.read_bytes(), tmp_path / "seen.xlsm")
    again = saved_by(office, path.read_bytes(), tmp_path / "twice.xlsm")
    repair_file(again)
    assert is_whole(again.read_bytes(), meant)
    assert sources(again.read_bytes())["HikaeFunctions"] == sources(meant)["HikaeFunctions"]


def test_an_xlsx_saved_as_xlsm_without_the_addin_is_made_whole(plain, tmp_path):
    """No project, no ribbon, our names in small letters: after repair it is a book for Excel."""
    path = saved_by(plain, delivered("contingency"), tmp_path / "saved.xlsm")
    parts = unpacked(path.read_bytes())
    assert MACROS not in parts
    assert RIBBON not in parts
    assert any(b"cds_plan(" in part for part in parts.values())
    done = repair_file(path)
    assert {each.code for each in done.found} >= {"formulas_normalised", "macros_put_back", "ribbon_put_back"}
    data = path.read_bytes()
    assert is_whole(data, excel_book(delivered("contingency")))
    assert not any(re.search(rb"cds_\w+\(", part) for part in unpacked(data).values())
    titles = [openpyxl.load_workbook(io.BytesIO(each)).sheetnames for each in (data, delivered("contingency"))]
    assert titles[0] == titles[1]


def test_a_working_copy_saved_as_xlsx_gets_its_xlsm(office, tmp_path):
    """The desk works in LibreOffice without macros; what it hands on to Excel has them."""
    meant = excel_book(delivered("continuity"))
    path = saved_by(office, meant, tmp_path / "saved.xlsx")
    assert MACROS not in unpacked(path.read_bytes())
    saved = path.read_bytes()
    done = repair_file(path)
    assert (done.path.name, path.read_bytes()) == ("saved.xlsm", saved)
    assert is_whole(done.path.read_bytes(), meant)


def test_a_sheet_that_a_person_added_gets_a_module(office, tmp_path):
    """Nothing of the person's is lost, and the macros know the sheet."""
    made, held = openpyxl.load_workbook(io.BytesIO(delivered("contingency"))), io.BytesIO()
    made.create_sheet("手元 Mine")["A1"] = "=1+1"
    made.save(held)
    path = saved_by(office, held.getvalue(), tmp_path / "saved.xlsm")
    repair_file(path)
    names = [f"Sheet{n}" for n in range(1, len(made.worksheets) + 1)]
    assert sources(path.read_bytes()) == {each.name: each.source.replace("\n", "\r\n") for each in modules(names)}
    mine = openpyxl.load_workbook(path, data_only=True)["手元 Mine"]
    assert mine["A1"].value == 2


@pytest.fixture
def harmed(tmp_path):
    """Return the path of a book in which our functions stand as other programs leave them; none of them computes."""
    path = tmp_path / "mine.xlsx"
    path.write_bytes(hand_book(*(each.replace("&", "&amp;") for each in HARMED), outside=["prices.xlsx", ADDIN_TARGET]))
    return path


@pytest.mark.parametrize("saves", [None, "plain", "office"])
def test_normalised_functions_compute(request, office, harmed, tmp_path, saves):
    """As Excel or another add-in left them, or after a LibreOffice with or without ours saved that."""
    if saves:
        saved_by(request.getfixturevalue(saves), harmed.read_bytes(), tmp_path / "saved.xlsx").replace(harmed)
    before = harmed.read_bytes()
    done = normalise_file(harmed)
    assert {each.code for each in done.found} >= {"formulas_normalised"}
    assert set(differing(before, harmed.read_bytes())) >= {"xl/worksheets/sheet1.xml"}
    cells = next(iter(office.dump(harmed)["sheets"].values()))
    shown = [cells[f"A{row}"]["text"] for row in range(1, len(HARMED) + 1)]
    assert shown == ["5"] * 5 + [cells["A6"]["text"]] + ["5"] * 2 + ["[1]!cds_number("]
    with zipfile.ZipFile(harmed) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert len(re.findall("CDS_NUMBER", text)) == len(HARMED)


def test_the_addin_is_for_excel_alone(plain, tmp_path):
    """LibreOffice does not open an .xlam, so nobody harms it there."""
    path = tmp_path / "hikae.xlam"
    path.write_bytes(excel_addin())
    with pytest.raises(AssertionError, match="did not open"):
        plain.dump(path)
