import pytest

from addin.excel.errors import TEXTS, error_number, error_text
from addin.excel.given import json_argument, json_rows, own_error

NA = -2146826246  # #N/A as COM hands it over


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (None, "number", None), (((None,),), "number", 0.0), (((None,),), "cell", 0.0), (((None,),), "text", 0.0),
        (2.5, "number", 2.5), (((2.5,),), "number", 2.5), (((True,),), "number", 1.0), (False, "number", 0.0),
        (7, "number", 7.0), ((("5Y",),), "text", "5Y"), (((46346.0,),), "number", 46346.0),
        (((46346.0,),), "date", "2026-11-20"), (46346.5, "instant", "2026-11-20T12:00:00+09:00"),
        (((None,),), "date", 0.0), ((("2026-11-20",),), "date", "2026-11-20"), (((NA,),), "text", {"error": "#N/A"}),
        ((("scen:2026-11-20@7f3a",),), "table", "scen:2026-11-20@7f3a"), ((("a", 1.0),), "table", [["a", 1.0]]),
    ],
)  # fmt: skip
def test_an_argument_becomes_what_every_host_sends(value, kind, expected):
    """Left out is none, a blank cell 0; a logical value is 1 or 0, a day its ISO text; one cell is its value."""
    made = json_argument(value, kind)
    assert (made, type(made)) == (expected, type(expected))


def test_a_range_becomes_rows():
    """Blank cells are blank text, errors are marked, and logical values are 1 and 0."""
    rows = (("a", 1.0, None), (True, NA, 3))
    assert json_rows(rows) == [["a", 1.0, ""], [1.0, {"error": "#N/A"}, 3.0]]


@pytest.mark.parametrize(
    ("value", "rows"),
    [((("a", 1.0),), [["a", 1.0]]), (("a", None), [["a", ""]]), (5.0, [[5.0]]), (((None,),), [[""]]), ((), [[]])],
)
def test_every_form_of_a_range_becomes_rows(value, rows):
    """A formula's own row comes without a second dimension, a cell alone without any."""
    assert json_rows(value) == rows


@pytest.mark.parametrize("number", TEXTS)
def test_an_error_value_is_known_by_its_number(number):
    """Every error value of Excel's comes as a whole number, which its own number is told from."""
    assert error_number(number - 2146828288) == number
    assert error_text(number) == TEXTS[number]


@pytest.mark.parametrize("value", [1.0, 2015, 0, -1, True, "#N/A", None, -2146828288, -2147352572])
def test_anything_else_is_no_error_value(value):
    """Numbers, Excel's own numbers of errors, texts and an argument that was left out are none."""
    assert error_number(value) == 0


def test_an_unknown_error_value_has_a_text_all_the_same():
    """A later Excel may have errors of its own."""
    assert error_text(2099) == "#2099"


def test_an_error_value_is_found_in_a_cell_and_alone():
    """A reference to one cell and a formula that comes to an error are the same; a table with an error in it is not."""
    assert own_error(((NA,),)) == own_error(NA) == 2042
    assert own_error(((NA, 1.0),)) == own_error(1.0) == 0
