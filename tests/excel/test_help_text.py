import re

import pytest
from spelled_text import spelled

from addin.excel.help_text import LONGEST, help_text
from addin.excel.modules import written
from addin.excel.vbaproject import Module
from addin.functions.described import described_functions

PROCEDURE = re.compile(r"Private Sub Tell_(\w+)\(\)\n(.*?)End Sub\n", re.DOTALL)
SAID = re.compile(r"    HikaeSay (.*?), _\n        (.*?)\n(?=    Hikae)", re.DOTALL)
LARGEST_PROCEDURE = 32_768  # half of what Visual Basic compiles, as its own form of a text is not shorter
MOST_LINES = 25  # of one statement


def described(**words):
    """Return an imaginary function with this help."""
    return {"name": "CDS_MADE", "help": words, "arguments": [], "cached": True}


@pytest.fixture(scope="module")
def text():
    """Return the module's text as the registry makes it now."""
    return help_text(described_functions())


@pytest.fixture(scope="module")
def told(text):
    """Return {function: [(Japanese, English) of itself and of each argument]} as the module says it to Excel."""
    return {
        name: [tuple(spelled(each.split(" & _\n        ")) for each in said) for said in SAID.findall(body)]
        for name, body in PROCEDURE.findall(text)
    }


def test_every_help_is_told_in_both_languages(told):
    """Excel gets the registry's own words: of each function, and of each argument in order."""
    both = [
        [each["help"], *(argument["help"] for argument in each["arguments"])] for each in described_functions()
    ]  # fmt: skip
    expected = [[(words["ja"], words["en"]) for words in texts] for texts in both]
    assert [*told.values()] == expected


def test_each_procedure_tells_of_its_own_function(text):
    """The last line of each hands what was said over under the function's name, and the module calls them all."""
    names = [each["name"] for each in described_functions()]
    assert [re.findall(r'HikaeTell "(\w+)"', body) for _, body in PROCEDURE.findall(text)] == [[name] for name in names]
    called = re.search(r"Public Sub HikaeTellAll\(\)\n(.*?)End Sub\n", text, re.DOTALL)[1]
    assert called.split() == [f"Tell_{name}" for name in names]


def test_no_procedure_is_too_large(text):
    """Each is far from the 64 KB that Visual Basic compiles in one, and no statement goes on too long."""
    assert max(len(body) for _, body in PROCEDURE.findall(text)) < LARGEST_PROCEDURE
    assert max(len(said.splitlines()) for said in re.split(r"(?<! _)\n", text)) <= MOST_LINES


def test_the_text_is_what_a_visual_basic_project_holds(text):
    """ASCII, whatever language is told in it, and hidden from the dialog of macros."""
    assert text.isascii()
    assert Module("HikaeHelpTexts", text).text == text
    assert "Option Private Module\n" in text


@pytest.mark.parametrize("words", [{"ja": "説" * LONGEST, "en": "a" * LONGEST}, {"ja": "説", "en": "a"}])
def test_a_help_that_excel_keeps_is_taken(words):
    """255 characters of either language are within the limit, whatever they take in the module."""
    assert Module("HikaeHelpTexts", help_text([described(**words)]))


@pytest.mark.parametrize(
    "words",
    [
        {"ja": "説" * (LONGEST + 1), "en": "a"}, {"ja": "説", "en": "a" * (LONGEST + 1)}, {"ja": "", "en": "a"},
        {"ja": "𠮷" * (LONGEST // 2 + 1), "en": "a"},
    ],
)  # fmt: skip
def test_a_help_that_excel_would_refuse_is_refused_before(words):
    """A text of 256 characters as Excel counts them, or none, stops the build with the name of its function."""
    with pytest.raises(ValueError, match="CDS_MADE"):
        help_text([described(**words)])


def test_a_new_function_is_told_by_itself():
    """An imaginary function's help is in the text without a line of ours."""
    assert 'HikaeSay "{8AAC660E}", _\n        "help"\n    HikaeTell "CDS_MADE"' in help_text(
        [*described_functions(), described(ja="説明", en="help")]
    )


def test_help_is_registered_under_our_category():
    """The wizard lists our functions under Hikae, with description and argument help, by the book that holds them."""
    tell = written("HikaeHelp")
    assert tell.count("Application.MacroOptions") == tell.count('Category:="Hikae"') == 2
    assert "ArgumentDescriptions:=described" in tell
    assert """place = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName""" in tell


def test_registering_help_never_asks_to_save():
    """Whether the book was saved is put back as it was, after everything else."""
    register = re.search(r"Public Sub HikaeRegister\(\)\n(.*?)End Sub", written("HikaeHelp"), re.DOTALL)[1]
    lines = [line.strip() for line in register.splitlines()]
    assert lines[1] == "On Error Resume Next"
    assert lines.index("wasSaved = ThisWorkbook.Saved") < lines.index("HikaeTellAll")
    assert lines[-1] == "ThisWorkbook.Saved = wasSaved"
