import pytest

from addin.excel.vbaproject import Module, ModuleKind

WORKBOOK_BASE = "0{00020819-0000-0000-C000-000000000046}"
SHEET_BASE = "0{00020820-0000-0000-C000-000000000046}"
CLASS_BASE = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"


def attributes(module):
    """Return the attributes at the head of a module's source, and what follows them."""
    lines = module.source.splitlines(keepends=True)
    head = [line for line in lines if line.startswith("Attribute VB_")]
    said = dict(line.removeprefix("Attribute VB_").rstrip("\n").split(" = ") for line in head)
    return said, "".join(lines[len(head) :])


def document(name, base):
    """Return the attributes of a document module: there from the start, one of a kind, open to others."""
    return {
        "Name": f'"{name}"', "Base": f'"{base}"', "GlobalNameSpace": "False", "Creatable": "False",
        "PredeclaredId": "True", "Exposed": "True", "TemplateDerived": "False", "Customizable": "True",
    }  # fmt: skip


def test_a_standard_module_has_its_name_before_its_text():
    """The stored source of a standard module is one attribute and then the text as it was given."""
    text = "Option Explicit\n\nSub A()\nEnd Sub\n"
    assert attributes(Module("HikaeBridge", text)) == ({"Name": '"HikaeBridge"'}, text)


def test_a_workbook_module_is_an_instance_of_the_book():
    """The module behind the book says which class of Excel it stands for."""
    module = Module("ThisWorkbook", "Private Sub Workbook_Open()\nEnd Sub\n", ModuleKind.WORKBOOK)
    assert attributes(module) == (document("ThisWorkbook", WORKBOOK_BASE), module.text)


def test_a_sheet_module_is_an_instance_of_a_sheet():
    """The module behind a sheet may have no text at all."""
    assert attributes(Module("Sheet1", "", ModuleKind.SHEET)) == (document("Sheet1", SHEET_BASE), "")


def test_a_class_module_is_made_by_new():
    """A class of one's own is not there before somebody makes one, and not open to other projects."""
    said, text = attributes(Module("Entry", "Public Value As Double\n", ModuleKind.CLASS))
    closed = {"PredeclaredId": "False", "Exposed": "False", "Customizable": "False"}
    assert said == {**document("Entry", CLASS_BASE), **closed}
    assert text == "Public Value As Double\n"


def test_documents_are_the_book_and_its_sheets():
    """Only modules of the book and of a sheet stand behind a document."""
    found = {kind for kind in ModuleKind if Module("x", "", kind).is_document}
    assert found == {ModuleKind.WORKBOOK, ModuleKind.SHEET}


def test_attributes_of_a_procedure_belong_to_the_text():
    """What describes a function stands inside it and is kept."""
    text = 'Function F()\nAttribute F.VB_Description = "Says F."\nEnd Function\n'
    assert Module("M", text).source.endswith(text)


def test_a_name_is_one_of_vba():
    """A name begins with a letter and has at most 31 letters, digits and underscores."""
    assert Module("M" + "_1" * 15, "").name == "M" + "_1" * 15
    for name in ("", "1M", "_M", "M-1", "M 1", "控え", "M\n", "M" * 32):
        with pytest.raises(ValueError, match="names no VBA module"):
            Module(name, "")


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Option Explicit\n' 控え\n", 2, "neither printable ASCII"),
        ("' JPY \xa5\n", 1, "neither printable ASCII"),
        ("Sub A()\r\nEnd Sub\r\n", 1, "neither printable ASCII"),
    ],
)
def test_other_characters_are_refused_with_their_line(text, line, why):
    """A character that is not printable ASCII is refused, whether Japanese, Latin or a control character."""
    with pytest.raises(ValueError, match=rf"module M, line {line}: .*{why}"):
        Module("M", text)


def test_a_tab_is_refused():
    """The editor turns tabs into blanks, so what is read back would not be what was written."""
    with pytest.raises(ValueError, match=r"line 1: '\\t' is neither"):
        Module("M", "\tx = 1\n")


def test_a_head_of_its_own_is_refused():
    """Text as an editor exports it, with attributes or a version at the head, is refused."""
    for text in ('Attribute VB_Name = "M"\n', "VERSION 1.0 CLASS\n", "\nAttribute VB_Exposed = True\n"):
        with pytest.raises(ValueError, match="belongs to the head"):
            Module("M", text)


def test_a_last_line_without_end_is_refused():
    """Text ends with a line end, so that nothing has to be added to it."""
    with pytest.raises(ValueError, match="module M: the last line has no end"):
        Module("M", "Sub A()\nEnd Sub")


def test_a_line_too_long_for_the_editor_is_refused():
    """A line of 1,023 characters is kept, and one more is refused."""
    assert Module("M", f"'{'x' * 1022}\n").text
    with pytest.raises(ValueError, match=r"line 2: .* is longer than 1023 characters"):
        Module("M", f"\n'{'x' * 1023}\n")


def test_code_continued_too_often_is_refused():
    """A line of code goes on 24 times at most; the 25th underscore is refused, counted from its first line."""
    assert Module("M", "a = 1 + _\n" * 24 + "2\n").text
    with pytest.raises(ValueError, match=r"line 3: .* goes on over more than 25 lines"):
        Module("M", "\nb = 1\n" + "a = 1 + _\n" * 25 + "2\n")
