import ast
import io
import json
import re
import zipfile

import pytest
from defusedxml.ElementTree import fromstring

from addin.commands.build import build
from addin.functions.actions import ACTIONS
from addin.functions.catalogue import FUNCTIONS
from addin.functions.described import office_cutoffs
from addin.functions.registry import Block
from addin.libreoffice import buttons, texts
from addin.libreoffice.desk import hikae_command
from workbooks import catalogue

SETTINGS = {"Addons.xcu", "CalcWindowState.xcu", "Jobs.xcu"}
OLDEST_PYTHON = (3, 8)  # what LibreOffice 24.8 brings on Windows and macOS


@pytest.fixture(scope="module")
def members(extension):
    """Return the texts of the extension by their names, the pictures left out."""
    with zipfile.ZipFile(extension) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist() if not name.endswith(".png")}


def test_two_builds_are_the_same_bytes(tmp_path, monkeypatch):
    """Building twice gives the same extension, byte by byte, exactly one, and writes nothing beside its folder."""
    monkeypatch.setattr(catalogue, "NAMES", ())  # that each book is, is looked at in tests/workbooks
    built = []
    for name in ("first", "second/deeper"):
        build(tmp_path / name)
        built += [(path.name, path.read_bytes()) for path in (tmp_path / name).glob("*.oxt")]
    assert [name for name, _ in built] == ["hikae.oxt", "hikae.oxt"]
    assert built[0] == built[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "second"]


def test_the_extension_is_stored_text_with_a_fixed_date(extension):
    """No member is compressed or carries the time of the build, so every machine builds the same bytes."""
    with zipfile.ZipFile(io.BytesIO(extension.read_bytes())) as archive:
        facts = {(member.compress_type, member.date_time, member.create_system) for member in archive.infolist()}
    assert facts == {(zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), 3)}


def test_every_python_file_runs_on_the_oldest_python(members):
    """What goes into LibreOffice's own Python has the syntax of its oldest version."""
    sources = {name: text for name, text in members.items() if name.endswith(".py")}
    assert "pythonpath/hikae_office/worker/client.py" in sources
    for name, text in sources.items():
        tree = ast.parse(text, name, feature_version=OLDEST_PYTHON)
        lazy = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
        assert lazy or not any(isinstance(node, ast.FunctionDef) for node in ast.walk(tree)), name


def test_the_copies_find_each_other(members):
    """Every relative import inside the extension names a file that is in it."""
    for name, text in members.items():
        for dots, module in re.findall(r"^from (\.+)([\w.]*) import", text, re.MULTILINE):
            folder = "/".join(name.split("/")[: -len(dots)])
            path = f"{folder}/{module.replace('.', '/')}.py" if module else f"{folder}/__init__.py"
            assert path in members, f"{name}: {dots}{module}"


def test_every_xml_part_is_well_formed_and_listed(members):
    """Each XML part can be parsed, and the manifest lists exactly the parts that are there to be installed."""
    for name, text in members.items():
        if name.endswith((".xml", ".xcu", ".components")):
            fromstring(text)
    listed = re.findall(r'full-path="([^"]+)"', members["META-INF/manifest.xml"])
    assert set(listed) == {"hikae.idl", "hikae.components", *SETTINGS} <= set(members)


def test_the_interface_has_every_function(members):
    """Each function is a method, with the book first, ranges as such, tables and what may be left out untyped."""
    methods = dict(re.findall(r" (\w+)\((.*?)\);", members["hikae.idl"]))
    assert set(methods) == {texts.method_name(function.name) for function in FUNCTIONS}
    book, cells = "com::sun::star::beans::XPropertySet", "com::sun::star::table::XCellRange"
    types = {name: [each.split()[1] for each in methods[name].split(", ")] for name in methods}
    assert types["cdsUpfront"] == [book, *["double"] * 5, "any", "any"]
    assert types["cdsSettlementPrice"] == [book, cells, "any"]
    assert types["cdsPlan"] == [book, "string", "double"]


def test_a_block_of_cells_says_that_it_is_one(members):
    """A result of many cells is declared as rows, anything else may be a number, a text or no value."""
    declared = re.findall(r"    (any|sequence< sequence< any > >) (\w+)\(", members["hikae.idl"])
    results = {name: result for result, name in declared}
    for function in FUNCTIONS:
        expected = "sequence< sequence< any > >" if isinstance(function.result, Block) else "any"
        assert results[texts.method_name(function.name)] == expected


@pytest.mark.parametrize(
    ("kind", "optional", "expected"),
    [
        ("text", False, "string"), ("text", True, "any"), ("date", False, "double"), ("instant", False, "double"),
        ("range", False, "com::sun::star::table::XCellRange"), ("range", True, "any"),
        ("table", False, "any"), ("table", True, "any"),
        ("cell", False, "any"),
    ],
)  # fmt: skip
def test_an_argument_has_the_type_of_its_kind(kind, optional, expected):
    """LibreOffice lets only untyped arguments be left out, and hands a name over only as one."""
    argument = {"name": "the_name", "kind": kind, "optional": optional}
    idl = texts.interface([{"name": "CDS_X", "arguments": [argument], "result": {"kind": "number"}}])
    assert idl.split(", ")[1].startswith(f"[in] {expected} theName")


def test_every_button_is_in_menu_toolbar_and_tab():
    """Each button stands in all three with both languages and its address; what is only an icon has its help too."""
    words = {"help": {"ja": "残す", "en": "Keep"}}
    actions = [{"name": name, "label": {"ja": "記録", "en": name}, **words} for name in ("A", "A&B")]
    said = [value.text for value in fromstring(buttons.places(actions)).iter("value")]
    assert said.count("service:hikae.Command?A&B") == 4
    assert said.count("記録 / A&B") == 1
    assert said.count("記録 / A&B\n残す\nKeep") == 2


def test_the_offices_own_buttons_come_last(members):
    """中止, 再試行 and エラー一覧 stand after the actions, and the component knows the words of all."""
    described = json.loads(members["pythonpath/hikae_office/libreoffice/description.json"])
    names = [each["name"] for each in described["buttons"]]
    assert names == [*(action.name for action in ACTIONS), "CANCEL", "RETRY", "ERRORS"]


def test_the_component_is_told_of_opened_spreadsheets_only(members):
    """No other document starts Python: the job has the context of spreadsheets."""
    found = fromstring(members["Jobs.xcu"])
    said = {prop.get("{http://openoffice.org/2001/registry}name"): prop[0].text for prop in found.iter("prop")}
    assert said == {"Service": "hikae.Opened.implementation", "Context": "com.sun.star.sheet.SpreadsheetDocument"}
    assert "onDocumentOpened" in members["Jobs.xcu"]


def test_the_description_carries_the_cut_offs(members):
    """The office learns the plan's cut-offs from the product, not from a list of its own."""
    described = json.loads(members["pythonpath/hikae_office/libreoffice/description.json"])
    assert described["cutoffs"] == office_cutoffs()


def test_the_description_carries_words_for_a_silent_worker(members):
    """The office can say in both languages that no worker answers, without the product's catalogue."""
    words = json.loads(members["pythonpath/hikae_office/libreoffice/description.json"])["words"]
    assert "{detail}" in words["worker_timeout"]["ja"]
    assert "{detail}" in words["worker_timeout"]["en"]


def test_the_command_comes_from_the_environment_or_the_profile(tmp_path):
    """HIKAE_COMMAND names the program, else the file in the profile, and without either nothing is guessed."""
    assert hikae_command({"PATH": "/usr/bin"}, tmp_path) == ""
    for broken in ("", "[]", "{}", '{"command"', "null"):
        (tmp_path / "hikae.json").write_text(broken, encoding="utf-8")
        assert hikae_command({}, tmp_path) == ""
    (tmp_path / "hikae.json").write_text('{"command": "/opt/控え/hikae"}', encoding="utf-8")
    assert hikae_command({}, tmp_path) == "/opt/控え/hikae"
    assert hikae_command({"HIKAE_COMMAND": "/other"}, tmp_path) == "/other"
