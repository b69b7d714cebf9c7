import json
import re
import subprocess
import sys

import pytest

from addin.functions.actions import ACTIONS
from addin.functions.catalogue import FUNCTIONS, function_named
from addin.functions.described import OFFICE_CODES, described_actions, described_functions, office_words
from addin.functions.desk import BOOKS, EVERY_BOOK
from addin.functions.registry import Kind, Zero, target_of

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
LONGEST_HELP = 255  # what Excel keeps of a help text


def helps():
    """Return (where, words) of every help text of functions, arguments and buttons."""
    for each in (*FUNCTIONS, *ACTIONS):
        yield each.name, each.help
    for function in FUNCTIONS:
        yield from ((f"{function.name} {argument.name}", argument.help) for argument in function.arguments)


@pytest.mark.parametrize(("where", "words"), list(helps()))
def test_every_help_is_short_and_said_twice(where, words):
    """Each help text has a Japanese and an English form that both fit into Excel's function wizard."""
    assert JAPANESE.search(words.ja), where
    assert not JAPANESE.search(words.en), where
    assert 0 < len(words.en) <= LONGEST_HELP
    assert len(words.ja) <= LONGEST_HELP


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_names_bind_in_every_host(function):
    """A name is CDS_ and upper-case words with underscores, the only form that VBA and LibreOffice both take."""
    assert re.fullmatch(r"CDS(_[A-Z][A-Z0-9]*)+", function.name)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", argument.name) for argument in function.arguments)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_only_the_last_arguments_are_optional(function):
    """No required argument follows an optional one, and only optional ones have a default."""
    optional = [argument.optional for argument in function.arguments]
    assert optional == sorted(optional)
    assert all(argument.optional or argument.default is None for argument in function.arguments)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_can_be_called(function):
    """What a function's target names is there."""
    assert callable(function.callable)


def test_every_button_can_be_pressed():
    """Every button has work in some book, and what its target names is there."""
    targets = {name: target for work in (EVERY_BOOK, *BOOKS.values()) for name, target in work.items()}
    assert set(targets) <= {action.name for action in ACTIONS}
    assert all(callable(target_of(target)) for target in targets.values())


def test_names_stand_once():
    """No two functions and no two buttons share a name."""
    names = [each.name for each in (*FUNCTIONS, *ACTIONS)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.INSTANT])
def test_dates_never_take_a_blank(kind):
    """A blank date cell is 0 in a sheet, which is no day, so every date and instant treats it as missing."""
    dates = [argument for function in FUNCTIONS for argument in function.arguments if argument.kind is kind]
    assert dates
    assert {argument.zero for argument in dates} == {Zero.BLANK}


def test_what_may_be_left_out_may_be_blank():
    """A blank cell is 0 to an argument that may be left out: only where a number is meant does that count as one."""
    optional = [argument for function in FUNCTIONS for argument in function.arguments if argument.optional]
    assert optional
    wrong = [each.name for each in optional if each.kind not in {Kind.NUMBER, Kind.CELL} and each.zero is Zero.NUMBER]
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["date", "trade_date", "maturity", "spread_bp", "coupon_bp", "recovery", "curve_range", "notional"]
)
def test_a_cell_of_pricing_means_the_same_everywhere(name):
    """An argument of this name is one declaration, whichever function takes it, and only numbers have a unit."""
    (declared,) = {each for function in FUNCTIONS for each in function.arguments if each.name == name}
    assert not declared.unit or declared.kind is Kind.NUMBER


def test_the_catalogue_stands_in_the_order_of_the_house():
    """State first, then days, prices, quotes, margin, plan and board, and the reading of numbers last."""
    names = [function.name for function in FUNCTIONS]
    ordered = """
        STATUS BUSINESS_DAY PREVIOUS_DAY MATURITY CURVE UPFRONT CASH ACCRUED SPREAD CS01 JTD
        QUOTE_CHECK SETTLEMENT_PRICE IM IM_TOTAL IM_WHATIF IM_WORST IM_ACCOUNTS IM_TRADES IM_DISTRIBUTION STORED VM
        VM_ACCOUNTS CLEARING_FUND INTRADAY IM_EXPLAIN IM_READINGS BACKTEST BACKTEST_DAYS
        PLAN PLAN_CLAUSE PLAN_UNTIL PLAN_IF_NOTHING PLAN_DUE PLAN_NEXT PLAN_BASIS BOARD NUMBER
    """
    assert names == [f"CDS_{word}" for word in ordered.split()]


def test_what_the_record_says_is_never_kept():
    """State and plan change while nothing in their arguments does; prices do not."""
    kept = {function.name for function in FUNCTIONS if function.cached}
    assert not [name for name in kept if name.startswith(("CDS_PLAN", "CDS_STATUS"))]
    assert {"CDS_UPFRONT", "CDS_MATURITY", "CDS_NUMBER"} <= kept


def test_the_catalogue_is_light():
    """Reading the catalogue loads no kernel, no table and no settings: a description is made in no time."""
    heavy = ("numba", "numpy", "pandas", "openpyxl", "addin.app", "addin.store", "calc.pricing")
    code = f"import sys, addin.functions.catalogue; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_functions_are_found_in_either_case():
    """A name is found as typed in a sheet, and nothing is found for a foreign one."""
    assert function_named("cds_upfront") is function_named("CDS_UPFRONT")
    assert function_named("UPFRONT") is None


def test_the_description_holds_every_function_and_button():
    """What hosts are generated from has each function with its arguments, and each button."""
    functions = {each["name"]: [argument["name"] for argument in each["arguments"]] for each in described_functions()}
    assert functions == {each.name: [argument.name for argument in each.arguments] for each in FUNCTIONS}
    assert [each["name"] for each in described_actions()] == [each.name for each in ACTIONS]


def test_the_description_says_what_comes_back():
    """A host learns the kind of a result, the size and columns of a block, and what it may keep."""
    described = {each["name"]: each for each in described_functions()}
    assert described["CDS_MATURITY"]["result"] == {"kind": "date"}
    assert described["CDS_CURVE"]["result"] == {"kind": "block", "rows": 40, "columns": ["date", "number"]}
    assert (described["CDS_UPFRONT"]["cached"], described["CDS_STATUS"]["cached"]) == (True, False)
    json.dumps(described)


def test_the_offices_own_failures_have_words():
    """The words handed to the office keep their place for the detail and stand in both languages."""
    words = office_words()
    assert set(words) == set(OFFICE_CODES)
    assert all(JAPANESE.search(each["ja"]) and not JAPANESE.search(each["en"]) for each in words.values())
    assert {code for code in words if "{detail}" not in words[code]["ja"]} == {
        "action_none",
        "sheet_missing",
        "worker_cancelled",
    }
