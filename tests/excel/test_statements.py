import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spelled_text import spelled

from addin.excel.statements import LONGEST_LITERAL, RESERVED, WIDTH, identifier, listed, literal
from addin.functions.catalogue import FUNCTIONS

NAME = re.compile(r"[a-z][a-z0-9_]{0,254}", re.IGNORECASE)  # MS-VBAL 3.3.5: a letter first, 255 characters at most
WRITTEN = st.characters(codec="utf-8", exclude_characters="{}", exclude_categories=("Cc", "Zl", "Zp"))
ARGUMENTS = sorted({argument.name for function in FUNCTIONS for argument in function.arguments})


@pytest.mark.parametrize("name", ["at", "item", "text", "n", "unit", "handle", "name", "spread_bp", "rule"])
def test_an_ordinary_name_stays(name):
    """What VBA does not reserve is called in VBA what it is called everywhere."""
    assert identifier(name) == name


@pytest.mark.parametrize(
    "name", ["date", "next", "type", "string", "to", "Date", "END", "null", "array", "Error", "hikaecall"]
)
def test_a_reserved_word_gets_a_mark(name):
    """A word of the language, in either case, and what our own text calls, cannot name an argument."""
    assert identifier(name) == f"{name}_"


def test_a_name_that_is_taken_gets_a_mark():
    """Two arguments that VBA could not tell apart, as letter case does not count there, are told apart."""
    assert identifier("date", {"date_"}) == "date__"
    assert identifier("Rate", {"rate"}) == "Rate_"


def test_every_argument_of_the_registry_is_a_name_in_visual_basic():
    """All of them are legal and none of them is reserved."""
    made = [identifier(name) for name in ARGUMENTS]
    assert [name for name in made if not NAME.fullmatch(name) or name.lower() in RESERVED] == []
    assert [(name, new) for name, new in zip(ARGUMENTS, made, strict=True) if name != new] == [("date", "date_")]


def test_a_short_statement_is_one_line():
    """What fits stays together."""
    assert listed("f(", ["a", "b"], ")", indent="  ") == "  f(a, b)\n"


def test_a_statement_without_items_is_its_head_and_tail():
    """A call without arguments keeps its parentheses."""
    assert listed("f(", [], ")") == "f()\n"


def test_a_long_statement_goes_on():
    """No line is longer than the width, each but the last ends with the sign that it goes on, and nothing is lost."""
    items = [f"argument_{number}" for number in range(40)]
    lines = listed("    total = f(", items, ")").splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= WIDTH + len(" _")
    assert [line.endswith(", _") for line in lines] == [True] * (len(lines) - 1) + [False]
    assert "".join(line.removesuffix("_").strip() for line in lines).replace(" ", "") == f"total=f({','.join(items)})"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", ['""']), ("Date", ['"Date"']), ('say "no"', ['"say ""no"""']),
        ("日付", ['"{65E54ED8}"']), ("5Y、6M", ['"5Y{3001}6M"']), ("a × b", ['"a {00D7} b"']), ("𠮷", ['"{D842DFB7}"']),
    ],
)  # fmt: skip
def test_a_text_is_written_in_ascii(text, pieces):
    """Quotes are doubled, other characters are coded, two units where Unicode needs two."""
    assert literal(text) == pieces


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="{}", exclude_categories=("Cc", "Zl", "Zp")), max_size=255)
)
def test_a_text_comes_back_whole(text):
    """What VBA spells is the text itself, in pieces of printable ASCII that fit on a line."""
    pieces = literal(text)
    assert spelled(pieces) == text
    assert all(re.fullmatch(r'"[ -~]*"', piece) for piece in pieces)
    assert max(len(piece.replace('""', '"')) for piece in pieces) <= LONGEST_LITERAL + 2


def test_a_text_with_braces_is_refused():
    """They mean that characters are coded."""
    with pytest.raises(ValueError, match="brace"):
        literal("a {b}")
