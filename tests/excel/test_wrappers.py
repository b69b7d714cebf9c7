import re

import pytest

from addin.excel.statements import WIDTH
from addin.excel.vbaproject import Module
from addin.excel.wrappers import arguments_of, wrappers
from addin.functions.described import described_functions

FUNCTION = re.compile(r"Public Function (\w+)\((.*?)\) As Variant\n(.*?)End Function\n", re.DOTALL)
MOST_ARGUMENTS = 60  # of a function in Visual Basic


def described(name="CDS_MADE", arguments=(), **told):
    """Return an imaginary function of the registry; an argument is (name, whether it is optional)."""
    words = {"ja": "説明", "en": "help"}
    made = [{"name": each, "kind": "number", "optional": lacking, "help": words} for each, lacking in arguments]
    return {"name": name, "help": words, "arguments": made, "result": {"kind": "number"}, "cached": True, **told}


@pytest.fixture(scope="module")
def text():
    """Return the module's text as the registry makes it now."""
    return wrappers(described_functions())


def joined(text):
    """Return a text with each statement on one line."""
    return re.sub(r" _\n +", " ", text)


def test_a_function_hands_its_arguments_on():
    """The template, line by line: untyped arguments by value, what was left out as Null, one call of the bridge."""
    made = wrappers([described("CDS_CURVE", [("date", False), ("rates", False), ("convention", True)])])
    assert made.splitlines()[3:] == [
        "Public Function CDS_CURVE(ByVal date_ As Variant, ByVal rates As Variant, _",
        "        Optional ByVal convention As Variant) As Variant",
        "    If IsMissing(convention) Then convention = Null",
        '    CDS_CURVE = HikaeCall("CDS_CURVE", Array(date_, rates, convention))',
        "End Function",
    ]


def test_a_function_without_arguments_hands_on_an_empty_list():
    """CDS_STATUS() has nothing to hand over."""
    assert 'CDS_STATUS = HikaeCall("CDS_STATUS", Array())\n' in wrappers([described("CDS_STATUS")])


def test_every_function_has_its_wrapper(text):
    """Each function of the registry stands there once, with its arguments in order, and nothing else does."""
    made = {name: re.findall(r"ByVal (\w+) As Variant", signature) for name, signature, _ in FUNCTION.findall(text)}
    assert made == {each["name"]: arguments_of(each) for each in described_functions()}
    assert text.count("Function") == 2 * len(made)
    assert not re.search(r"\b(Sub|Property|Public [^F])\b", text)


def test_optional_arguments_are_the_registrys(text):
    """What the registry lets be left out may be left out, and is then Null; what it asks for is asked for."""
    functions = {each["name"]: each for each in described_functions()}
    for name, signature, body in FUNCTION.findall(text):
        lacking = re.findall(r"Optional ByVal (\w+) ", signature)
        pairs = zip(arguments_of(functions[name]), functions[name]["arguments"], strict=True)
        assert lacking == [new for new, argument in pairs if argument["optional"]], name
        assert re.findall(r"If IsMissing\((\w+)\) Then \1 = Null\n", body) == lacking, name


def test_every_argument_reaches_the_bridge_in_order(text):
    """What the bridge gets is every argument once, in the order of the formula."""
    for name, signature, body in FUNCTION.findall(text):
        handed = re.search(rf'    {name} = HikaeCall\("{name}", Array\((.*)\)\)\n', joined(body))[1]
        assert handed == ", ".join(re.findall(r"ByVal (\w+) As Variant", signature)), name


def test_no_function_is_computed_after_every_input(text):
    """None is volatile: two hundred rulings would be asked for anew at every key."""
    assert "Volatile" not in text


def test_a_cell_never_gets_words_for_an_error(text):
    """No wrapper catches an error to show its text: whatever the bridge does not answer is #VALUE! by itself."""
    assert not re.search(r"On Error|Err\.|Description|MsgBox", text)


def test_the_text_is_what_a_visual_basic_project_holds(text):
    """ASCII, lines of the width, and what `Module` asks of a module."""
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= WIDTH + len(" _")
    assert Module("HikaeFunctions", text).text == text


def test_a_new_function_changes_the_module_by_itself():
    """An imaginary function is in the text without a line of ours, and the others stay as they are."""
    functions = described_functions()
    more = wrappers([*functions, described("CDS_WEATHER", [("end", False), ("next", True)])])
    assert more.startswith(wrappers(functions))
    assert "CDS_WEATHER(ByVal end_ As Variant, Optional ByVal next_ As Variant)" in more


def test_arguments_that_would_be_one_name_are_told_apart():
    """Letter case, a mark and the function's own name do not make two arguments the same."""
    names = [("date", False), ("date_", False), ("DATE", False), ("cds_made", False)]
    assert arguments_of(described("CDS_MADE", names)) == ["date_", "date__", "DATE___", "cds_made_"]


def test_the_largest_function_still_fits():
    """Visual Basic takes sixty arguments; that many, of ordinary length, are within what one statement may be long."""
    names = [(f"range_{number:02}", number > 30) for number in range(MOST_ARGUMENTS)]
    assert Module("HikaeFunctions", wrappers([described(arguments=names)]))
