import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import other_readers
import pytest
import xlwings
from compound_reader import Compound
from hypothesis import given
from hypothesis import strategies as st
from vba_reader import Project, opened, shown

from addin.excel.vbaproject import Module, ModuleKind, vba_project

NAME = "Hikae"
BOOK = Module("ThisWorkbook", "Private Sub Workbook_Open()\n    HikaeOpened\nEnd Sub\n", ModuleKind.WORKBOOK)
SHEETS = tuple(Module(f"Sheet{number}", "", ModuleKind.SHEET) for number in range(1, 5))
CODE = Module("HikaeFunctions", "Option Explicit\n\nPublic Function F() As Variant\n    F = 42\nEnd Function\n")
ENTRY = Module("Entry", "Option Explicit\n\nPublic Value As Double\n", ModuleKind.CLASS)
MODULES = (BOOK, *SHEETS, CODE, ENTRY)
LINE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60).map(lambda text: f"' {text}\n")
CODES = {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}

# Of the PROJECT stream in MS-OVBA 3.1.6.
PUBLISHED = """ID="{917DED54-440B-4FD1-A5C1-74ACF261E600}"
CMG="0705D8E3D8EDDBF1DBF1DBF1DBF1"
DPB="0E0CD1ECDFF4E7F5E7F5E7"
GC="1517CAF1D6F9D7F9D706"
"""


def stored(module):
    """Return a module's source as it stands in the project."""
    return module.source.replace("\n", "\r\n")


def read_back(modules):
    """Return [(name, source)] of a project; olevba and the strict reader must agree."""
    data = vba_project(modules, name=NAME)
    ours = [(name, source) for name, _, source in Project(data).modules]
    assert dict(ours) == other_readers.sources(data)
    return ours


def chunks(container):
    """Yield of each chunk of a container whether it is a compressed one."""
    at = 1
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        yield bool(header >> 15)
        at += 3 + (header & 0xFFF)


@pytest.fixture(scope="module")
def data():
    """Return a project of every kind of module."""
    return vba_project(MODULES, name=NAME)


@pytest.fixture(scope="module")
def project(data):
    """Return the same project, read."""
    return Project(data)


@pytest.fixture(scope="module")
def of_excel():
    """Return the streams of a project that Excel wrote, by path."""
    with zipfile.ZipFile(Path(xlwings.__file__).with_name("quickstart.xlsm")) as book:
        streams = other_readers.streams(book.read("xl/vbaProject.bin"))
    return {"/".join(path): data for path, data in streams.items()}


def test_every_module_reads_back_in_order():
    """Book, sheets, code and class come back with their attributes and their text, in the order given."""
    assert read_back(MODULES) == [(module.name, stored(module)) for module in MODULES]


@given(texts=st.lists(st.lists(LINE, max_size=120).map("".join), max_size=12))
def test_any_text_reads_back(texts):
    """Any number of modules of any printable text comes back unchanged."""
    modules = [BOOK, *(Module(f"M{number}", text) for number, text in enumerate(texts))]
    assert read_back(modules) == [(module.name, stored(module)) for module in modules]


def test_a_module_of_more_than_a_megabyte_reads_back():
    """A module far larger than any of ours comes back unchanged, and so do those around it."""
    modules = [BOOK, Module("Large", "".join(f"' {number:018d}\n" for number in range(50_000))), CODE]
    assert len(stored(modules[1])) > 1_000_000
    assert read_back(modules) == [(module.name, stored(module)) for module in modules]


def test_two_builds_are_the_same_bytes():
    """Builds in processes that order their sets differently, at different moments, give the same bytes."""
    recipe = (
        "import sys; from addin.excel.vbaproject import Module, ModuleKind, vba_project\n"
        "modules = [Module('ThisWorkbook', '', ModuleKind.WORKBOOK), Module('B', 'x = 1\\n' * 2000), Module('A', '')]\n"
        "sys.stdout.buffer.write(vba_project(modules, name='P'))"
    )
    run = [sys.executable, "-c", recipe]
    first, second = (
        subprocess.run(run, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout for seed in "12"
    )
    assert first == second
    assert [name for name, _, _ in Project(first).modules] == ["ThisWorkbook", "B", "A"]


def test_the_streams_are_those_of_a_project(project):
    """A storage VBA with dir, _VBA_PROJECT and the modules, and PROJECT and PROJECTwm beside it, are all there is."""
    inside = {"dir", "_VBA_PROJECT", *(module.name for module in MODULES)}
    assert set(project.compound.streams) == {("PROJECT",), ("PROJECTwm",), *(("VBA", name) for name in inside)}


def test_nothing_compiled_is_kept(project):
    """The cache is the empty one of the specification's sample: whoever opens the project compiles the source."""
    assert project.compound.streams["VBA", "_VBA_PROJECT"] == bytes.fromhex("cc61ffff000100")


def test_the_dir_stream_names_project_and_system(project):
    """The project is of 64-bit Windows, code page 1252, and refers to the libraries that any new one refers to."""
    assert (project.name, project.system, project.code_page) == (NAME, 3, 1252)
    assert [name for name, _ in project.libraries] == ["stdole", "Office"]


def test_the_dir_stream_tells_code_from_documents_and_classes(project):
    """Only standard modules are marked as such."""
    expected = [(each.name, "standard" if each is CODE else "document or class") for each in MODULES]
    assert [(name, kind) for name, kind, _ in project.modules] == expected


def test_the_project_stream_lists_modules_by_kind(project):
    """Documents, modules and classes are listed each by its word, in the order given."""
    words = {ModuleKind.STANDARD: "Module={}", ModuleKind.CLASS: "Class={}"}
    expected = [words.get(each.kind, "Document={}/&H00000000").format(each.name) for each in MODULES]
    assert project.lines[1 : len(MODULES) + 1] == expected
    assert (project.value("Name"), project.value("HelpContextID")) == (NAME, "0")


def test_the_project_stream_has_a_window_for_each_module(project):
    """The workspace lists every module with a closed window, and the editor is named as who extends the host."""
    assert project.section("Workspace") == [f"{module.name}=0, 0, 0, 0, C" for module in MODULES]
    (editor,) = project.section("Host Extender Info")
    assert editor == "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


def test_the_project_is_open_to_everybody(project):
    """Neither protection nor password hides the source."""
    identifier = project.value("ID")
    assert re.fullmatch(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}", identifier)
    assert {key: shown(project.value(key), identifier) for key in CODES} == {
        key: (is_, 0) for key, is_ in CODES.items()
    }


def test_the_id_follows_from_the_name(project):
    """Two projects of one name have one id, and another name has another."""
    again, other = (Project(vba_project([BOOK], name=name)).value("ID") for name in (NAME, "Other"))
    assert again == project.value("ID") != other


def test_hidden_values_of_excel_say_the_same(of_excel):
    """What Excel wrote of an open project, and what the specification publishes of one, is read by the same rule."""
    for text in (of_excel["PROJECT"].decode(), PUBLISHED):
        said = dict(re.findall(r'(\w+)="([^"]*)"', text))
        assert {key: shown(said[key], said["ID"])[0] for key in CODES} == CODES


def test_the_dir_stream_begins_as_that_of_excel(of_excel):
    """All records before the references are those that Excel wrote, but for its version and the count of its saves."""
    ours = opened(Project(vba_project([BOOK], name="VBAProject")).compound.streams["VBA", "dir"])
    excel = opened(of_excel["VBA/dir"])
    made_for, count, end = 10, ours.index(b"\x09\0\x04\0\0\0"), ours.index(b"\x16\0\x06\0\0\0stdole")
    assert excel[made_for : made_for + 6] == bytes.fromhex("4a0004000000")
    excel = excel[:made_for] + excel[made_for + 10 :]
    assert excel[: count + 6] == ours[: count + 6]
    assert excel[count + 12 : end] == ours[count + 12 : end]


def test_the_library_of_office_is_that_of_excel(of_excel, project):
    """The reference to Office, which the ribbon's types come from, is the one that Excel wrote."""
    ours = opened(project.compound.streams["VBA", "dir"])
    office = ours[ours.index(b"\x16\0\x06\0\0\0Office") : ours.index(b"\x0f\0\x02\0\0\0")]
    assert office in opened(of_excel["VBA/dir"])


def test_the_project_stream_says_what_that_of_excel_says(of_excel, project):
    """Help, version, sections and the editor stand as in Excel's, in the same order and with the same empty lines."""
    excel, ours = (
        [line for line in lines if line.startswith(("HelpContextID=", "VersionCompatible32=", "[", "&H")) or not line]
        for lines in (of_excel["PROJECT"].decode().split("\r\n"), project.lines)
    )
    assert ours == excel


def test_the_names_stand_in_both_encodings(project):
    """The list of names gives each in the code page and in UTF-16, and ends with two zeros."""
    names = b"".join(f"{each.name}\0".encode() + f"{each.name}\0".encode("utf-16-le") for each in MODULES)
    assert project.compound.streams[("PROJECTwm",)] == names + b"\0\0"


def test_the_attributes_of_documents_are_those_of_excel(of_excel):
    """A sheet without text is stored just as Excel stores one."""
    of_sheet = opened(of_excel["VBA/Sheet1"][0x333:]).decode()
    assert of_sheet == stored(SHEETS[0])


def test_no_module_of_ours_needs_a_plain_chunk():
    """All of the product's modules shrink: a program that has never met a plain chunk need not know what it is."""
    from addin.excel.outfits import modules  # noqa: PLC0415 - brings the whole registry, which no other test here needs

    streams = Compound(vba_project(modules(["Sheet1"]), name=NAME)).streams
    containers = [data for path, data in streams.items() if path[0] == "VBA" and path[1] != "_VBA_PROJECT"]
    flags = [flag for data in containers for flag in chunks(data)]
    assert len(flags) > len(containers)
    assert all(flags)


def test_names_that_stand_twice_are_refused():
    """Two modules of one name are refused, in other letters too, and a module named as the project."""
    for modules in ([BOOK, CODE, CODE], [BOOK, CODE, Module(CODE.name.upper(), "")], [BOOK, Module(NAME, "")]):
        with pytest.raises(ValueError, match="named twice in the project Hikae"):
            vba_project(modules, name=NAME)


def test_a_project_has_one_workbook():
    """A project without the module of a book is refused, and one with two of them."""
    for modules in ([CODE], [BOOK, Module("Second", "", ModuleKind.WORKBOOK), CODE]):
        with pytest.raises(ValueError, match="needs one module of its workbook"):
            vba_project(modules, name=NAME)


def test_text_that_would_not_come_back_is_refused():
    """A module whose end cannot be compressed is refused by its name rather than stored with zeros behind it."""
    wild = "".join(chr(33 + byte % 94) for byte in hashlib.shake_256(b"wild").digest(3990))
    text = "".join(f"{wild[start : start + 210]}\n" for start in range(0, len(wild), 210))
    with pytest.raises(ValueError, match=r"module Wild: the last \d+ bytes do not compress"):
        vba_project([BOOK, Module("Wild", text)], name=NAME)
