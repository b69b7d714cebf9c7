"""The macros' way to the program, by its text: what it starts, and what it must never look at."""

import re
import sys

import pytest

from addin.excel import agreed, client
from addin.excel.modules import BY_HAND, written
from addin.functions.described import described_functions
from addin.home import data_folder

TEXT = "\n".join(map(written, BY_HAND))
CONSTANTS = dict(re.findall(r'^(?:Private|Public) Const (\w+) As String = "(.*)"', TEXT, re.MULTILINE))
CODE = "\n".join(line.split(" '")[0] for line in TEXT.splitlines() if not line.lstrip().startswith("'"))
ENTRIES = {
    "HikaeCall": "Function", "HikaeState": "Function", "HikaeAct": "Sub", "HikaeTick": "Sub", "HikaeOpened": "Sub",
    "HikaeClosing": "Sub", "HikaeShowErrors": "Sub",
}  # fmt: skip
BETWEEN = {
    "HikaeServer", "HikaeNotice", "HikaeEnd", "HikaeIsPressedOnSheet", "HikaeWords", "HikaeAskAnew", "HikaeCompute",
}  # fmt: skip
SHARED = ["HikaeEngine", "HikaeProblem", "HikaeRestUntil", "HikaeIsOwing"]
LONGEST = 249
HELD = {"computing": "Calculation", "hasEvents": "EnableEvents"}
NEVER = (
    ".conf", "PYTHONPATH", '"PATH"', "GetConfig", "ThisWorkbook.Path", "FullName", "Shell", "CurDir", "Application.Run",
)  # fmt: skip


def body(name):
    """Return the code of one procedure."""
    whole = rf"^(?:Public|Private) (?:Function|Sub) {name}\b.*?^End (?:Function|Sub)$"
    return re.search(whole, CODE, re.MULTILINE | re.DOTALL)[0]


def lines(name):
    """Return the lines of one procedure, without what they are moved in by."""
    return [line.strip() for line in body(name).splitlines()]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XLWINGS", agreed.XLWINGS), ("BRIDGE", agreed.BRIDGE), ("FUNCTIONS", agreed.FUNCTIONS),
        ("HIKAE_DESK", agreed.DESK), ("LIBRARY", agreed.library(64)), ("PROGRAM", agreed.PROGRAM),
        ("ARGUMENTS", agreed.ARGUMENTS),
    ],
)  # fmt: skip
def test_macros_and_program_agree(name, value):
    """What one side asks for is what the other side is."""
    assert CONSTANTS[name] == value


def test_the_versions_are_those_that_are_installed(root):
    """The macros' xlwings is the one that the product pins, and that stands in its lock."""
    pinned = f"xlwings=={agreed.XLWINGS}"
    assert f'"{pinned};' in (root / "pyproject.toml").read_text(encoding="utf-8")
    assert f"\n{pinned} " in (root / "installer" / "run.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "kind"), ENTRIES.items())
def test_the_macros_can_be_called(name, kind):
    """What wrappers, ribbon and workbook call is there, and else only what the modules ask of each other."""
    assert re.search(rf"^Public {kind} {name}\(", CODE, re.MULTILINE)
    assert set(re.findall(r"^Public (?:Function|Sub) (\w+)", CODE, re.MULTILINE)) == {*ENTRIES, *BETWEEN}


def test_the_modules_share_little():
    """Each can be read alone: it is short, calls only those before it, and a handful of variables are shared."""
    assert re.findall(r"^Public (\w+) As", CODE, re.MULTILINE) == SHARED
    for place, name in enumerate(BY_HAND):
        assert len(written(name).splitlines()) <= LONGEST
        later = re.findall(r"^Public \w+ (\w+)\(", "\n".join(map(written, BY_HAND[place + 1 :])), re.MULTILINE)
        assert [own for own in later if re.search(rf"^(?! *').*\b{own}\b", written(name), re.MULTILINE)] == []


def test_no_way_to_the_program_is_open_to_a_book_from_elsewhere():
    """Its formulas and drawings can hand over words, but neither a workbook nor a call of the program's own."""
    assert "If HikaeIsPressedOnSheet() Then Exit Sub" in lines("HikaeEnd")[2]
    assert re.findall(r"^Public .*\bgiven\b.*", CODE, re.MULTILINE) == []
    assert all("(ByVal book As Workbook" in lines(name)[0] for name in ("HikaeAskAnew", "HikaeCompute"))


def test_the_library_is_loaded_by_its_full_path_first():
    """Its calls bind to a file that is loaded already: no search path is looked at for it."""
    server = body("HikaeServer")
    steps = ('LoadLibraryW(StrPtr(environment & "\\" & LIBRARY)) = 0', "isLoaded = True", "Connected(environment)")
    assert [server.count(step) for step in steps] == [1, 1, 1]
    assert sorted(steps, key=server.index) == list(steps)
    assert (CODE.count("Connected("), f'Lib "{agreed.library(64)}"' in TEXT) == (2, True)


def test_a_library_that_was_not_loaded_is_never_called():
    """Windows would look for a file of its name in the working directory, such as that of a mailed book."""
    assert CODE.count("isLoaded = True") == 1
    assert "If isLoaded Then XLPyDLLActivateAuto answer" in body("HikaeEnd")
    assert CODE.count("XLPyDLLActivateAuto") == 1 + body("Connected").count("XLPyDLLActivateAuto") + 1


def test_the_program_is_found_where_the_kit_puts_it():
    """The file `current` of the installation names the version; only what can be a version's name is taken."""
    found = body("InstalledEnvironment")
    folder = f"{data_folder().name.capitalize()}-app"
    known, below = found.index('If folder = "" Then Exit Function'), found.index(f'folder = folder & "\\{folder}\\"')
    assert found.index('folder = EnvironmentText("LOCALAPPDATA")') < known < below
    assert 'OpenTextFile(folder & "current")' in found
    assert '"[0-9a-f]"' in found
    assert 'folder & "versions\\" & version & "\\env"' in found


def test_a_workbook_chooses_nothing():
    """No setting is read from a sheet or from a file beside the workbook, no path from the environment."""
    found = [word for word in NEVER if word in CODE]
    assert found == []
    assert re.findall(r'EnvironmentText\("(\w+)"\)', CODE) == ["LOCALAPPDATA"]


def test_no_workbook_is_held_on_to():
    """What outlives a call is text, a date, a yes or no, and the program: no book, no sheet, nothing of Excel's."""
    kinds = re.findall(r"^(?:Private|Public) (?!Const|Declare|Sub|Function).*", CODE, re.MULTILINE)
    held = [kind for line in kinds for kind in re.findall(r" As (\w+)", line)]
    assert set(held) == {"String", "Boolean", "Date", "Double", "Object"}
    assert re.findall(r"^\w+ (\w+) As Object", "\n".join(kinds), re.MULTILINE) == ["HikaeEngine"]


def test_nothing_is_computed_while_the_wizard_is_open():
    """The wizard is looked for before anything is read or asked."""
    call = body("HikaeCall")
    assert re.search(r"If IsWizardOpen\(\) Then\n +HikaeIsOwing = True *\n +Exit Function\n", call)
    assert call.index("IsWizardOpen()") < call.index("Handed(")


def test_a_worksheet_function_never_fails():
    """Whatever goes wrong, the cell has an error value, set before anything can."""
    call = body("HikaeCall").splitlines()
    assert [line.strip() for line in call[2:4]] == ["On Error GoTo Failed", "HikaeCall = CVErr(xlErrNA)"]


def test_errors_of_the_program_become_true_ones():
    """A whole number is an error value and nothing else is: the program sends numbers as fractions."""
    assert "If VarType(answer) = vbLong Then answer = CVErr(answer)" in body("HikaeCall")


@pytest.mark.parametrize("name", ["HikaeTick", "HikaeOpened"])
def test_the_clock_comes_to_this_book_and_no_other(name):
    """Excel finds a procedure by its book's name first, as every open book of ours has one of that name."""
    assert re.search(r"^    ComeIn \w+", body(name), re.MULTILINE)
    assert """'!HikaeDesk." & macro""" in body("OwnMacro")
    assert "Public Sub HikaeTick()" in written("HikaeDesk")
    assert "ThisWorkbook.Name" in body("OwnMacro")


def test_the_clock_is_called_off_by_the_name_it_was_called_with():
    """After a book was saved under another name its old one would be opened for what is due."""
    assert lines("ComeIn")[-3:-1] == ['dueMacro = OwnMacro("HikaeTick")', "Application.OnTime dueAt, dueMacro"]
    assert "Application.OnTime dueAt, dueMacro, , False" in body("HikaeClosing")
    assert CODE.count("Application.OnTime ") == 2


def test_there_is_one_clock():
    """Whoever calls it out of turn begins none beside it."""
    assert lines("HikaeTick").index("HikaeClosing") < lines("HikaeTick").index("ComeIn wait")


def test_a_drawing_presses_no_button():
    """A book from elsewhere may have one that names our macros: nothing is done for it, before anything else is."""
    assert lines("HikaeAct")[4] == "If HikaeIsPressedOnSheet() Then Exit Sub"
    asked = "VarType(Application.Caller) = vbString Or IsArray(Application.Caller)"
    assert f"HikaeIsPressedOnSheet = {asked}" in body("HikaeIsPressedOnSheet")


@pytest.mark.parametrize("name", ["HikaeAct", "HikaeTick"])
def test_a_person_cannot_break_into_the_macros(name):
    """Esc while one of them runs is an error as any other, and no dialog whose answer would end the clock."""
    assert lines(name).index("Application.EnableCancelKey = xlErrorHandler") <= 3


def test_a_failure_is_told_outside_of_where_it_is_caught():
    """What fails while a failure is told would show the macros' text to a person; so that has its own way out."""
    assert re.search(r"    Resume Refused\nRefused:\n    On Error Resume Next\n", body("HikaeAct"))
    assert lines("Tell")[1] == "On Error GoTo Unknown"


def test_excel_is_never_left_held():
    """A program that ends while Excel neither computes nor calls macros leaves it as it was; the failure goes on."""
    asked = lines("AskedToWrite")
    begun = [asked.index(f"{name} = Application.{what}") for name, what in HELD.items()]
    back = "If Application.{1} <> {0} Then Application.{1} = {0}"
    done = [asked.index(back.format(*each)) for each in HELD.items()]
    work = asked.index("AskedToWrite = Asked(what, given)")
    assert max(begun) < asked.index("On Error Resume Next") < work < min(done)
    assert max(done) < asked.index("If failure <> 0 Then Err.Raise failure, , words_")


def test_whoever_writes_into_a_book_is_asked_that_way():
    """No button and no tick goes past it, and a program that had ended is noticed before, not half-way."""
    assert set(re.findall(r"\bAsked\((?!ByVal)(\S+),", CODE)) == {"what", '"last_errors"'}
    asked = body("AskedToWrite")
    assert asked.index("HikaeNotice") < asked.index("Asked(what, given)")
    noticed = lines("HikaeNotice")
    assert noticed[2] == 'HikaeServer().CallUDF HIKAE_DESK, "hello", Array(BRIDGE, XLWINGS)'
    assert noticed[-3:-1] == ["Ended:", "Set HikaeEngine = Nothing"]


def test_sheets_behind_are_asked_too():
    """A cell is marked as due in the sheet in front only, so whole sheets are, by their own switch."""
    asked = lines("HikaeAskAnew")
    assert "Dirty" not in CODE
    first = asked.index("sheet.EnableCalculation = False")
    assert asked[first + 1].startswith("sheet.EnableCalculation = True")
    assert asked[-3:-1] == ["HikaeCompute book", "book.Saved = wasSaved"]


def test_a_sheet_beyond_all_measure_is_not_searched():
    """A person's own sheet of a million rows is none of ours, and to look for our functions there would take long."""
    assert re.search(r"If sheet\.UsedRange\.CountLarge <= MOST_CELLS Then isDue = CallsOne\(", body("HikaeAskAnew"))


def test_calls_that_had_no_answer_are_made_again():
    """They are owed until the program is there; then all of ours are asked, in books that were seen before as well."""
    assert "If HikaeEngine Is Nothing Then HikaeIsOwing = True" in body("HikaeCall")
    owed = re.search(r"If HikaeIsOwing Then\n(.*?)\n    End If\n", body("AskOpened"), re.DOTALL)[1]
    assert [line.strip() for line in owed.splitlines()] == [
        "If Not HikaeServer() Is Nothing Then",
        "HikaeIsOwing = False",
        'known = ""',
        "functionNames = Array(OURS)",
        "End If",
    ]
    assert all(each["name"].startswith(CONSTANTS["OURS"]) for each in described_functions())


def test_a_cell_that_is_not_computed_yet_is_no_failure():
    """Excel calls again: nothing is asked, owed or noted meanwhile."""
    assert lines("HikaeCall")[-4] == "If Err.Number = NOT_YET Then Exit Function"
    assert body("RowsOf").count("Err.Raise NOT_YET") == 1


def test_other_books_are_not_computed_by_hand():
    """Where Excel computes only when told to, only the book in question is."""
    compute = body("HikaeCompute")
    assert CODE.count("Application.Calculate\n") == compute.count("Application.Calculate\n") == 1
    assert "CalculateFull" not in CODE
    begun = ["If Application.Calculation <> xlCalculationManual Then", "Application.Calculate"]
    assert lines("HikaeCompute")[2:4] == begun
    assert "sheet.Calculate\n" in compute


def test_each_failed_start_is_followed_by_a_longer_rest():
    """One may take Excel a minute: the rest doubles up to a quarter of an hour, and a person's press ends it."""
    rests = lines("Rests")
    most = rests.index("If resting > LONGEST_REST Then resting = LONGEST_REST")
    assert rests.index("resting = resting * 2") < most < rests.index("HikaeRestUntil = Now + resting / DAY_SECONDS")
    assert "resting = 0" in lines("Connected")
    assert "resting = 0" in lines("HikaeEnd")
    assert "HikaeRestUntil = 0" in lines("HikaeAct")


def test_a_message_below_the_sheet_goes_again():
    """It is cut to what Excel takes, and goes by the next tick after a minute, unless another stands there."""
    assert "message = Left$(told(1), LONGEST_SHOWN)" in body("HikaeAct")
    assert "If Application.StatusBar = message Then Application.StatusBar = False" in body("HikaeTick")


def test_an_action_is_never_done_twice_unasked():
    """A program that ended while it was asked is asked once more for a function's value, and for nothing else."""
    asked, answered = body("Asked"), body("Answered")
    assert asked.count("CallUDF(HIKAE_DESK, what, given)") == asked.count("CallUDF(") == 1
    assert asked.index("Ended:") < asked.index("Set HikaeEngine = Nothing") < asked.index("Err.Raise Err.Number")
    assert answered.count("CallUDF(FUNCTIONS, functionName, given)") == answered.count("CallUDF(") == 2
    assert answered.index("Ended:") < answered.index("Set HikaeEngine = Nothing") < answered.rindex("CallUDF(")


def test_only_letters_of_ascii_are_written():
    """The code page of a project is that of whoever saved it: other letters are coded."""
    assert TEXT.isascii()


def test_no_name_is_one_of_a_function_of_ours():
    """Letter case does not tell two names apart in Visual Basic."""
    names = {each["name"].lower() for each in described_functions()}
    assert not names & {name.lower() for name in re.findall(r"(?:Function|Sub|Const) (\w+)", CODE)}


def test_the_program_is_started_by_its_full_path():
    """A folder with blanks is one word of the command, and the DLL puts the class in its place."""
    started = agreed.command("C:\\Users\\a b\\env")
    assert started == '"C:\\Users\\a b\\env\\pythonw.exe" -I -m addin.excel.server $(CLSID)'


@pytest.mark.skipif(sys.platform == "win32", reason="there is such a server on Windows")
def test_elsewhere_there_is_no_such_server():
    """Whoever asks for it on another system is told."""
    with pytest.raises(OSError, match="only Windows"):
        client.started()
