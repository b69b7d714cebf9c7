"""All modules together: what each is, that they call only what is there, and that the registry alone makes them."""

import re

import pytest
from vbalidator import precheck

from addin.excel.modules import vba_modules, written
from addin.excel.vbaproject import ModuleKind
from addin.functions.described import described_actions, described_functions

SHEETS = ("Sheet1", "Sheet2")
WORDS = {"ja": "天気", "en": "Weather"}
WEATHER = {
    "name": "CDS_WEATHER", "help": WORDS, "cached": False, "result": {"kind": "text"},
    "arguments": [{"name": "date", "kind": "date", "optional": False, "help": WORDS}],
}  # fmt: skip
MADE = ("HikaeFunctions", "HikaeHelpTexts", "HikaeFacts", "HikaeRibbon")
CALLED = re.compile(r"^Public (?:Sub|Function) (\w+)", re.MULTILINE)


def modules(functions=None, actions=None, **told):
    """Return {name: module} of a book, made of the registry or of what is given."""
    told = {"sheets": SHEETS, "version": "1.2.3", **told}
    return {
        each.name: each
        for each in vba_modules(functions or described_functions(), actions or described_actions(), **told)
    }


@pytest.fixture(scope="module")
def made():
    return modules()


@pytest.fixture
def lint(tmp_path):
    """Return what says in which lines of these texts, {file: text}, a compiler of Visual Basic would stop, and why."""

    def faults(texts, **defined):
        folder = tmp_path / "vba"
        folder.mkdir()
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="ascii")
        found = precheck(str(folder), host="excel", defines=defined or None).issues
        return [f"{each['file']}:{each['line']} {each['message']}" for each in found]

    return faults


def test_a_book_has_a_module_for_itself_and_each_sheet(made):
    """The book's own module is one, each sheet has an empty one by its code name, everything else is ordinary."""
    kinds = {name: module.kind for name, module in made.items()}
    assert [name for name, kind in kinds.items() if kind is ModuleKind.WORKBOOK] == ["ThisWorkbook"]
    assert [name for name, kind in kinds.items() if kind is ModuleKind.SHEET] == [*SHEETS]
    assert {made[name].text for name in SHEETS} == {""}
    ordinary = [name for name, kind in kinds.items() if kind is ModuleKind.STANDARD]
    made_and_helped = ["HikaeFunctions", "HikaeHelp", "HikaeHelpTexts", "HikaeFacts", "HikaeRibbon"]
    assert ordinary == ["HikaeBridge", "HikaeCells", "HikaeDesk", *made_and_helped]


def test_everything_has_to_be_declared(made):
    """Each module with code refuses a name that nothing declares."""
    texts = [module.text for module in made.values() if module.text]
    assert all(text.count("Option Explicit\n") == 1 for text in texts)


def test_only_the_functions_are_seen_outside(made):
    """What is no worksheet function is hidden from the wizard and from the dialog of macros."""
    seen = [name for name in made if name.startswith("Hikae") and "Option Private Module\n" not in made[name].text]
    assert seen == ["HikaeFunctions"]


def test_the_book_knows_its_version(made):
    """The bridge compares it with the installation."""
    assert 'Public Const HIKAE_VERSION As String = "1.2.3"\n' in made["HikaeFacts"].text


def test_what_has_to_be_asked_anew_is_listed(made):
    """Each function that the registry does not let a host keep, and no other."""
    listed = re.search(r"HikaeLive = Array\((.*?)\)", made["HikaeFacts"].text, re.DOTALL)[1]
    assert re.findall(r'"(\w+)"', listed) == [each["name"] for each in described_functions() if not each["cached"]]


def test_no_two_public_names_are_the_same(made):
    """One name means one thing in the whole project, in either case."""
    names = [name.lower() for module in made.values() for name in CALLED.findall(module.text)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("bits", [32, 64])
def test_a_compiler_would_take_every_module(made, lint, bits):
    """The lint, which knows Excel's own objects, has nothing against any of them, for either Excel."""
    texts = {f"{name}.bas": module.source for name, module in made.items() if module.kind is ModuleKind.STANDARD}
    assert lint(texts, WIN64=bits == 64, WIN32=bits == 32) == []


def test_a_compiler_would_take_the_books_own_module(made, lint):
    """The same of the events, which call what stands in the other modules."""
    texts = {f"{name}.bas": module.source for name, module in made.items() if module.kind is ModuleKind.STANDARD}
    found = lint({**texts, "ThisWorkbook.cls": made["ThisWorkbook"].source})
    assert [each for each in found if each.startswith("ThisWorkbook")] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("    If ", "    Iff "), ("End Function", "End Sub"), ("HikaeCall(", "HikaeCal("), ("Null", "Nothing_")],
)
def test_the_lint_bites(made, lint, old, new):
    """A slip in the text of the functions is found."""
    texts = {f"{name}.bas": module.source for name, module in made.items() if module.kind is ModuleKind.STANDARD}
    broken = texts["HikaeFunctions.bas"].replace(old, new, 1)
    assert broken != texts["HikaeFunctions.bas"]
    assert [each for each in lint({**texts, "HikaeFunctions.bas": broken}) if each.startswith("HikaeFunctions")]


def test_a_new_function_and_a_new_action_change_everything_by_themselves(made):
    """An imaginary function and an imaginary button are in each generated module, and in no written one."""
    button = {"name": "LOOK", "label": WORDS, "help": WORDS}
    more = modules([*described_functions(), WEATHER], [*described_actions(), button])
    changed = [name for name in made if made[name].text != more[name].text]
    assert changed == [name for name in made if name in MADE]
    for name in MADE[:3]:
        assert "CDS_WEATHER" in more[name].text
    assert "OnLook" in more["HikaeRibbon"].text


def test_the_same_registry_makes_the_same_text(made):
    """Nothing in the text depends on the day, the machine or the order of a set."""
    assert modules() == made


def test_the_addin_has_the_same_modules(made):
    """It differs in its sheets only."""
    alone = modules(sheets=("Only",))
    assert {name: alone[name] for name in made if name not in SHEETS} == {
        name: made[name] for name in made if name not in SHEETS
    }


def test_opening_a_book_computes_nothing():
    """It tells Excel its help and has the bridge note that a book is open; nothing is calculated, asked or shown."""
    own = written("ThisWorkbook")
    opened = re.search(r"Private Sub Workbook_Open\(\)\n(.*?)End Sub", own, re.DOTALL)[1]
    assert opened.split() == ["HikaeRegister", "HikaeOpened"]
    assert not re.search(r"Calculate|MsgBox|InputBox|\.Save\b|Shell|CreateObject", own + written("HikaeHelp"))


def does(name):
    """Return the lines of a procedure of the book's own module, without what they are moved in by."""
    body = re.search(rf"Private Sub {name}\([^)]*\)\n(.*?)End Sub", written("ThisWorkbook"), re.DOTALL)[1]
    return [line.strip() for line in body.splitlines()]


def test_a_book_that_closes_ends_everything():
    """At once where Excel asks nothing more, else when it is left: Excel would open the book again for what is due."""
    asked = ["If Not ActiveWorkbook Is ThisWorkbook Then", "Halt", "ElseIf ActiveWorkbook.Saved Then", "Halt", "End If"]
    assert does("Workbook_BeforeClose") == ["isEnding = True", *asked]
    assert does("Workbook_Deactivate") == ["If isEnding Then Halt"]
    assert does("Halt") == ["isHalted = True", "HikaeClosing"]


def test_a_book_that_stays_open_goes_on():
    """Each sign that a person kept it begins anew what had ended, and only that."""
    signs = re.findall(r"Private Sub Workbook_(\w+)\([^)]*\)\n    Kept\n", written("ThisWorkbook"))
    assert signs == ["Activate", "SheetActivate", "SheetSelectionChange"]
    assert does("Kept") == ["isEnding = False", "GoOn"]
    assert does("GoOn") == ["If Not isHalted Then Exit Sub", "isHalted = False", "HikaeOpened"]


def test_a_book_under_another_name_goes_on_under_that():
    """What is due under the old name ends before the name changes; a book that is saved as it closes begins nothing."""
    assert does("Workbook_BeforeSave") == ["If SaveAsUI Then Halt"]
    assert does("Workbook_AfterSave") == ["If Not isEnding Then GoOn"]


def test_what_was_saved_with_a_book_is_asked_anew():
    """A state of yesterday is not shown as today's: soon after the opening, once, what reads the record is asked."""
    desk = written("HikaeDesk")
    opened = re.search(r"Public Sub HikaeOpened\(\)\n(.*?)End Sub", desk, re.DOTALL)[1]
    asked = re.search(r"Private Sub AskOpened\(\)\n(.*?)End Sub", desk, re.DOTALL)[1]
    assert '    known = ""\n' in opened
    assert "If book Is ThisWorkbook Or ThisWorkbook.IsAddin Then" in asked
    assert 'If InStr(known, "|" & book.Name & "|") = 0 Then HikaeAskAnew book, functionNames' in asked
