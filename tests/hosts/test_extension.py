import ast
import io
import json
import re
import zipfile

import pytest
from defusedxml.ElementTree import fromstring

from addin.commands.build import build
from addin.functions.registry import FUNCTIONS
from addin.libreoffice import texts
from addin.libreoffice.cells import iso_date, sent_rows, shown
from addin.libreoffice.desk import hikae_command

OLDEST_PYTHON = (3, 8)  # what LibreOffice 24.8 brings on Windows and macOS


@pytest.fixture(scope="module")
def members(extension):
    """Return the texts of the extension by their names."""
    with zipfile.ZipFile(extension) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_two_builds_are_the_same_bytes(tmp_path):
    """Building twice gives one file each, byte by byte the same, and nothing else."""
    built = []
    for name in ("first", "second/deeper"):
        build(tmp_path / name)
        built += [(path.name, path.read_bytes()) for path in (tmp_path / name).iterdir()]
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
    assert set(listed) == {"hikae.idl", "hikae.components", "Addons.xcu", "CalcWindowState.xcu"} <= set(members)


def test_the_interface_has_every_function(members):
    """Each function is a method, with the book first, tables as ranges, and only optional arguments untyped."""
    methods = dict(re.findall(r"any (\w+)\((.*?)\);", members["hikae.idl"]))
    assert set(methods) == {texts.method_name(function.name) for function in FUNCTIONS}
    types = [parameter.split()[1] for parameter in methods["cdsUpfront"].split(", ")]
    book, cells = "com::sun::star::beans::XPropertySet", "com::sun::star::table::XCellRange"
    assert types == [book, *["double"] * 5, cells, "any"]


@pytest.mark.parametrize(
    ("kind", "optional", "expected"),
    [("text", False, "string"), ("text", True, "any"), ("date", False, "double"), ("range", True, "XCellRange")],
)
def test_an_argument_has_the_type_of_its_kind(kind, optional, expected):
    """Only what may be left out is untyped, and a table is a range even then, so that error cells reach us."""
    argument = {"name": "the_name", "kind": kind, "optional": optional}
    idl = texts.interface([{"name": "CDS_X", "arguments": [argument]}])
    assert idl.split(", ")[1].startswith(f"[in] {expected} theName") or f"::{expected} theName" in idl


def test_every_button_is_in_menu_and_toolbar():
    """Each button stands in the menu and directly under the toolbar, with both languages and its own address."""
    actions = [{"name": name, "label": {"ja": "記録", "en": name}} for name in ("RECORD", "A&B")]
    found = fromstring(texts.buttons(actions)).iter("value")
    said = [value.text for value in found]
    assert said.count("service:hikae.Command?RECORD") == said.count("記録 / A&B") == 2


def test_the_description_carries_words_for_a_silent_worker(members):
    """The office can say in both languages that no worker answers, without the product's catalogue."""
    words = json.loads(members["pythonpath/hikae_office/libreoffice/description.json"])["words"]
    assert "{detail}" in words["worker_timeout"]["ja"]
    assert "{detail}" in words["worker_timeout"]["en"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (46346.0, "2026-11-20"), (46346.99, "2026-11-20"), (1.0, "1899-12-31"), (60.0, "1900-02-28"),
        (61.0, "1900-03-01"), (2958465.0, "9999-12-31"), (2958466.0, 2958466.0), (0.0, 0.0), (-1.0, -1.0),
        (float("inf"), float("inf")), ("2026-11-20", "2026-11-20"), (None, None),
    ],
)  # fmt: skip
def test_day_numbers_become_dates(number, expected):
    """A sheet's day number becomes ISO text; what is no day is left for the worker to refuse."""
    assert iso_date(number) == expected


def test_error_cells_are_marked_in_their_place():
    """An error cell of a range is told by its text, and the other cells stay as they are."""
    assert sent_rows((("a", 1.0), ("", None)), {(1, 1): "#N/A"}) == [["a", 1.0], ["", {"error": "#N/A"}]]


def test_answers_become_what_a_cell_can_show():
    """Logical values are 1 and 0, blocks are tuples of rows, and nothing is blank text, never an error."""
    assert shown([[True, None], [2, "控え"]]) == ((1.0, ""), (2.0, "控え"))
    assert [type(shown(value)) for value in (True, 2)] == [float, float]


def test_the_command_comes_from_the_environment_or_the_profile(tmp_path):
    """HIKAE_COMMAND names the program, else the file in the profile, and without either nothing is guessed."""
    assert hikae_command({"PATH": "/usr/bin"}, tmp_path) == ""
    for broken in ("", "[]", "{}", '{"command"', "null"):
        (tmp_path / "hikae.json").write_text(broken, encoding="utf-8")
        assert hikae_command({}, tmp_path) == ""
    (tmp_path / "hikae.json").write_text('{"command": "/opt/控え/hikae"}', encoding="utf-8")
    assert hikae_command({}, tmp_path) == "/opt/控え/hikae"
    assert hikae_command({"HIKAE_COMMAND": "/other"}, tmp_path) == "/other"
