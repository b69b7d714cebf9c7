import pytest

from addin.excel import calls
from addin.excel.calls import Call
from addin.excel.errors import LAST_ERRORS
from addin.functions.described import described_functions

DESCRIBED = {each["name"]: each for each in described_functions()}
VALUE, NOT_AVAILABLE, NA = 2015, 2042, -2146826246
DAY = 46346.0


def shown(name, *given, is_1904=False):
    """Return what a cell shows."""
    return Call(DESCRIBED[name]).shown(given, is_1904=is_1904)


def test_a_date_goes_in_and_comes_out_as_a_day_number():
    """Excel's days become dates on the way in and days again on the way out."""
    assert shown("CDS_BUSINESS_DAY", ((46347.0,),)) == 46350.0


def test_a_block_is_always_of_its_size():
    """A table's rows become a block as large as declared, what it does not use blank."""
    made = shown("CDS_CURVE", ((DAY,),), (("swap", "1Y", 0.0065), ("swap", "5Y", 0.0112)), (("JPY",),))
    assert (len(made), len(made[0]), made[0], made[-1]) == (40, 2, (DAY, 1.0), ("", ""))


def test_a_refused_input_is_an_error_with_words():
    """The cell has Excel's number of #VALUE!, the list of errors says where and why in both languages."""
    assert shown("CDS_MATURITY", ((DAY,),), (("5X",),)) == VALUE
    error = LAST_ERRORS.all[-1]
    assert (error["where"], error["code"]) == ("CDS_MATURITY", "tenor_refused")
    assert all(error[language] for language in ("ja", "en"))


def test_an_error_in_a_cell_passes_through():
    """As in Excel's own functions, an error among the arguments is the answer, and no error of ours."""
    LAST_ERRORS.keep("before", {"code": "c", "ja": "j", "en": "e"})
    assert shown("CDS_MATURITY", ((NA,),), (("5Y",),)) == NOT_AVAILABLE
    assert LAST_ERRORS.all[-1]["where"] == "before"


def test_an_error_inside_a_table_is_told_with_its_place():
    """A table is read all the same, and its error cell is named by row and column."""
    assert shown("CDS_CURVE", DAY, (("swap", "1Y", NA),), "JPY") == VALUE
    assert "#N/A" in LAST_ERRORS.all[-1]["en"]


def test_a_table_of_one_cell_is_a_table():
    """Where rows are due a reference to a single cell is one row of one."""
    assert shown("CDS_QUOTE_CHECK", (("x",),), (("x",),)) == VALUE
    assert LAST_ERRORS.all[-1]["code"] != "arguments"
    assert shown("CDS_QUOTE_CHECK", "x", "x") == VALUE
    assert LAST_ERRORS.all[-1]["code"] == "arguments"


def test_no_answer_is_not_available(monkeypatch):
    """A function that answers nothing is no blank cell and no wrong input."""
    monkeypatch.setattr(calls, "answer", lambda *_: {"value": None})
    assert shown("CDS_MATURITY", DAY, "5Y") == NOT_AVAILABLE
    assert LAST_ERRORS.all[-1]["code"] == "function_failed"


@pytest.mark.parametrize("name", ["CDS_MATURITY", "CDS_NUMBER", "CDS_IM"])
def test_a_book_that_counts_from_1904_is_refused(name):
    """Its days are four years off, in cells and in tables: no function is answered there."""
    assert shown(name, ((DAY,),), (("5Y",),), is_1904=True) == VALUE
    assert (LAST_ERRORS.all[-1]["code"], "1904-01-01" in LAST_ERRORS.all[-1]["ja"]) == ("sheet_date_system", True)


@pytest.mark.parametrize("given", [(), (DAY,), (DAY, "5Y", 1.0)])
def test_too_few_and_too_many_arguments_are_refused(given):
    """What a wrapper of another version hands over is refused, not cut off."""
    assert shown("CDS_MATURITY", *given) == VALUE
    assert LAST_ERRORS.all[-1]["code"] == "arguments"


def test_a_table_beyond_all_measure_is_refused():
    """More than half a million cells are no table of ours, and are not looked at."""
    assert shown("CDS_CURVE", DAY, ((0.0,) * 501,) * 1000, "JPY") == VALUE
    assert "1000 × 501" in LAST_ERRORS.all[-1]["en"]
    assert LAST_ERRORS.all[-1]["code"] == "worker_message"
