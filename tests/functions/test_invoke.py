import json
from datetime import UTC, date, datetime

import pytest
from draws import drawn
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.functions.arguments import converted
from addin.functions.catalogue import FUNCTIONS
from addin.functions.invoke import answer
from addin.functions.registry import Block, Kind
from calc.outcome import Finding, RefusedError, finding

TABLE = [["kind", "rate"], ["zero", 0.01]]
GOOD = ["2026-11-20", 1.5, "控え", TABLE]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def with_(position, value):
    return [*GOOD[:position], value, *GOOD[position + 1 :]]


def test_arguments_become_what_the_function_takes(every_kind):
    """ISO text becomes a date, numbers become floats, texts and tables stay, and the default is filled in."""
    assert converted(every_kind, GOOD) == [date(2026, 11, 20), 1.5, "控え", TABLE, 7.0]
    assert converted(every_kind, [*GOOD, 3]) == [date(2026, 11, 20), 1.5, "控え", TABLE, 3.0]
    assert converted(every_kind, [*GOOD, None])[-1] == 7.0


@pytest.mark.parametrize("arguments", [[], GOOD[:3], [*GOOD, 1, 2]])
def test_too_few_or_too_many_arguments_are_refused(every_kind, arguments):
    """A wrong number of arguments says how many the function takes and how many came."""
    found = converted(every_kind, arguments)
    assert found.code == "arguments"
    assert dict(found.details)["reason_en"] == f"it takes 4–5 arguments, not {len(arguments)}"


@pytest.mark.parametrize(
    ("position", "value"),
    [
        (0, "20 Nov 2026"), (0, 46346.0), (0, True), (0, "2026-02-30"), (0, 0), (0, 0.0), (0, ""), (0, None), (0, []),
        (0, False), (0, float("nan")),
        (1, "1.5"), (1, ""), (1, float("nan")), (1, float("inf")), (1, 10**400), (1, [1.0]),
        (2, 5), (2, True), (2, []),
        (3, None), (3, "A1:B2"), (3, []), (3, [1, 2]), (3, [[1], [1, 2]]), (3, {}), (3, 0),
        (4, "x"), (4, [1]),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named(every_kind, position, value):
    """A value of another kind is refused with the argument's name, never converted by guess."""
    found = converted(every_kind, with_(position, value))
    assert found.code == "arguments"
    name = every_kind.arguments[position].name
    assert found.place.column == name
    assert f"argument {name} " in dict(found.details)["reason_en"]


@pytest.mark.parametrize(
    ("position", "value", "read"),
    [
        (1, 0, 0.0),
        (1, None, 0.0),
        (1, False, 0.0),
        (1, True, 1.0),
        (2, None, ""),
        (2, "", ""),
        (4, 0, 0.0),
        (4, True, 1.0),
    ],
)
def test_a_blank_is_zero_and_a_logical_value_a_number(every_kind, position, value, read):
    """Where 0 is a number like any other, blank, FALSE and TRUE are what every sheet makes of them."""
    found = converted(every_kind, with_(position, value))[position]
    assert (found, type(found)) == (read, type(read))


def test_an_instant_is_told_with_its_offset(further_kinds):
    """An ISO instant is one wherever its clock stands; without offset it has a finding that names the argument."""
    for text in ("2026-11-20T19:00:01+09:00", "2026-11-20T10:00:01Z"):
        found = converted(further_kinds, ["x", text, None])[1]
        assert found == datetime(2026, 11, 20, 10, 0, 1, tzinfo=UTC)
    found = converted(further_kinds, ["x", "2026-11-20T19:00:01", None])
    assert (found.code, found.place.column) == ("instant_without_offset", "at")
    for wrong in ("19:00", 46346.5, True, [], ["2026-11-20T19:00:01+09:00"]):
        assert converted(further_kinds, ["x", wrong, None]).place.column == "at"
    for blank in (None, 0, 0.0, "", False):
        assert "blank" in dict(converted(further_kinds, ["x", blank, None]).details)["reason_en"]


def test_a_table_is_rows_or_a_handle(further_kinds):
    """Rows stay rows, the name of a stored table stays text; a number or nothing is neither."""
    at = "2026-11-20T19:00:01+09:00"
    for table in ("curve:2026-11-20@7f3a", [["a", 1.0]]):
        assert converted(further_kinds, [table, at, 5])[0] == table
    for wrong in ("", None, 0, 0.01, True, {}, []):
        found = converted(further_kinds, [wrong, at, 5])
        assert (found.code, found.place.column) == ("arguments", "stored")
    assert converted(further_kinds, [[["a", {"error": "#N/A"}]], at, 5]).code == "cell_error"


def test_a_cell_is_handed_over_as_it_is(further_kinds):
    """Whatever a cell holds reaches a function that reads cells itself."""
    for cell in (None, True, 0, "", "x", 1.5, {"error": "#N/A"}):
        assert converted(further_kinds, ["x", "2026-11-20T19:00:01+09:00", cell])[2] is cell


@pytest.mark.parametrize("blank", [None, 0, 0.0, "", False])
def test_a_blank_that_means_nothing_is_left_out(further_kinds, blank):
    """An argument that may be left out and for which 0 means nothing has its default when its cell is blank."""
    given = ["x", "2026-11-20T19:00:01+09:00", 5]
    assert converted(further_kinds, given) == converted(further_kinds, [*given, blank])
    assert converted(further_kinds, given)[-1] == "median"
    assert converted(further_kinds, [*given, "mean"])[-1] == "mean"


def test_an_error_cell_in_a_range_is_named_by_row_and_column(every_kind):
    """An error value inside a table is refused with its row and column, counted from 1."""
    found = converted(every_kind, with_(3, [["a", 1.0], ["b", {"error": "#N/A"}]]))
    assert (found.code, found.place.row, found.place.column) == ("cell_error", 2, "2")
    assert dict(found.details)["error"] == "#N/A"


def test_cells_of_a_range_are_as_every_sheet_gives_them(every_kind):
    """A null in a table is blank text and a logical value a number, as LibreOffice gives them."""
    read = converted(every_kind, with_(3, [["a", None], [True, 2]]))[3]
    assert [[(cell, type(cell)) for cell in row] for row in read] == [[("a", str), ("", str)], [(1.0, float), (2, int)]]


def test_the_value_of_a_function_is_the_answer(registered):
    """A result comes back as the value, dates as ISO text and blocks as lists of rows."""
    name = registered(lambda: ((date(2026, 11, 20), 1.5), (datetime(2026, 11, 20, 10, 0, 1, tzinfo=UTC), True)))
    assert answer(name, []) == {"value": [["2026-11-20", 1.5], ["2026-11-20T19:00:01+09:00", True]]}


def test_a_block_has_its_size(registered):
    """A block is filled with blank text to its rows and columns, so that an array formula shows nothing else."""
    block = Block(3, (Kind.DATE, Kind.NUMBER))
    name = registered(lambda: [(date(2026, 11, 20), 1.5), ("more",)], result=block)
    assert answer(name, []) == {"value": [["2026-11-20", 1.5], ["more", ""], ["", ""]]}
    assert answer(registered(list, result=block), []) == {"value": [["", ""]] * 3}


@pytest.mark.parametrize(("rows", "code"), [([[1.0, 2.0]] * 4, "block_rows"), ([[float("nan")]], "value_not_finite")])
def test_a_block_that_does_not_fit_is_refused(registered, rows, code):
    """More rows than the block has would be lost without a word, and a number that is none is no number."""
    name = registered(lambda: rows, result=Block(3, (Kind.NUMBER, Kind.NUMBER)))
    assert answer(name, [])["error"]["code"] == code


@pytest.mark.parametrize("result", [float("nan"), float("inf"), [[1.0, float("-inf")]]])
def test_a_result_that_is_no_number_is_refused(registered, result):
    """A result that is not finite, alone or inside a block, is an error and never a number."""
    assert answer(registered(lambda: result), [])["error"]["code"] == "value_not_finite"


def test_a_refusal_is_answered_in_both_languages(registered):
    """A finding that a function returns or raises becomes its code and words."""

    def raising():
        raise RefusedError([finding("curve_tenor", tenor="5X")])

    returned = answer(registered(lambda: finding("curve_tenor", tenor="5X")), [])
    assert returned == answer(registered(raising), [])
    assert returned["error"]["code"] == "curve_tenor"
    assert ("「5X」" in returned["error"]["ja"], "“5X”" in returned["error"]["en"]) == (True, True)


def test_a_fault_of_ours_is_an_error_with_its_place_in_the_log(registered, tmp_path, monkeypatch, capfd):
    """An unexpected exception is answered with its own code, and the technician finds its kind and place, no figure."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))
    failed = answer(registered(lambda: int("12345678 yen")), [])
    assert failed["error"]["code"] == "function_failed"
    said = (tmp_path / "log/hikae.log").read_text(encoding="utf-8")
    assert ("error=ValueError" in said, "step=cds_made" in said, "invoke.py" in said) == (True, True, True)
    assert "12345678" not in said
    assert capfd.readouterr() == ("", "")


def test_a_log_that_cannot_be_written_leaves_the_answer(registered, tmp_path, monkeypatch):
    """Without a place for the log the fault is still answered."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "file"))
    assert answer(registered(lambda: 1 / 0), [])["error"]["code"] == "function_failed"


@pytest.mark.parametrize("name", ["CDS_NO", "", None, 5, ["CDS_STATUS"], "CDS_UPFRONT "])
def test_an_unknown_name_is_answered(name):
    """A name that is no function's gives its own code."""
    assert answer(name, [])["error"]["code"] == "function_unknown"


@pytest.mark.parametrize("arguments", [None, {}, "[]", 5])
def test_arguments_that_are_no_list_are_refused(arguments):
    """Arguments of a known function that are not a list are wrong arguments."""
    assert answer("CDS_STATUS", arguments)["error"]["code"] == "arguments"


@settings(max_examples=drawn(300), deadline=None)
@given(st.sampled_from(["CDS_UPFRONT", "CDS_NO", ""]) | JSON, st.lists(JSON, max_size=8) | JSON)
def test_every_call_is_answered(name, arguments):
    """Whatever JSON is asked, the answer is one value or one error, and can be written as JSON."""
    answered = answer(name, arguments)
    assert len(answered) == 1
    json.dumps(answered, allow_nan=False).encode()
    if "error" in answered:
        assert set(answered["error"]) == {"code", "ja", "en"}


def test_half_a_character_cannot_break_the_answer():
    """A lone surrogate in a name comes back as text that every pipe carries."""
    json.dumps(answer("\ud800", []), ensure_ascii=False).encode("utf-8")


def test_no_function_answers_with_a_finding_object():
    """Calls without arguments are answered for every function, with a value or words."""
    for function in FUNCTIONS:
        assert not isinstance(answer(function.name, []).get("value"), Finding)
