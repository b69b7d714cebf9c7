"""CDS_NUMBER as its callers see it: short codes, the refused character with its place, one answer whatever is typed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.functions.invoke import answer
from addin.libreoffice.texts import interface

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def read(*arguments):
    """Return the value, or the code of the error."""
    answered = answer("CDS_NUMBER", list(arguments))
    return answered["value"] if "value" in answered else answered["error"]["code"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["0.29%"], 29.0), (["50bp", "%"], 0.5), (["▲１，２３４．５ｂｐ", "bp"], -1234.5), (["1,000", "yen"], 1000.0),
        ([1.5], 1.5), ([0], 0.0), (["-0"], 0.0), (["29", None], 29.0),
    ],
)  # fmt: skip
def test_what_was_typed_is_read_in_the_unit_of_its_column(arguments, expected):
    """Text by the grammar, numbers as they are; without a unit the column is in bp."""
    assert read(*arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([None], "missing"), ([""], "missing"), ([" \u3000"], "missing"), ([True], "type"), ([[1]], "type"),
        ([{"error": "#N/A"}], "type"), ([10**400], "type"), (["٣"], "character"), (["1,23"], "form"),
        (["1234567890123456"], "digits"), (["1bp", "yen"], "unit"), (["1", "percent"], "unit"), (["1", 3], "unit"),
        ([], "arguments"), (["1", "bp", "x"], "arguments"),
    ],
)  # fmt: skip
def test_a_refusal_has_its_short_code(arguments, code):
    """Each reason has one word, without the name of the room it comes from."""
    assert read(*arguments) == code


def test_a_refused_character_is_repeated_with_its_place():
    """The first one as it was typed, counted from 1, spaces and all; other refusals repeat nothing."""
    error = answer("CDS_NUMBER", [" 12²x"])["error"]
    assert (error["character"], error["at"]) == ("²", 4)
    assert set(answer("CDS_NUMBER", ["1,23"])["error"]) == {"code", "ja", "en"}


@given(st.lists(JSON | st.text(), min_size=1, max_size=2))
def test_every_cell_is_answered(arguments):
    """A number or one of the seven reasons, and never our own fault, as text that every pipe carries."""
    assert isinstance(read(*arguments), float) or read(*arguments) in {
        "missing", "type", "character", "form", "digits", "unit",
    }  # fmt: skip
    json.dumps(answer("CDS_NUMBER", arguments), ensure_ascii=False, allow_nan=False).encode()


def test_a_cell_of_any_kind_reaches_the_function_in_the_office():
    """The office must not turn text into a number on its own: such an argument has no type there."""
    cell = {"name": "text", "kind": "cell", "optional": False}
    assert "[in] any text" in interface([{"name": "CDS_X", "arguments": [cell], "result": {"kind": "number"}}])
