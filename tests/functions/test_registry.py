import re

import pytest

from addin.functions.actions import ACTIONS
from addin.functions.described import OFFICE_CODES, described_actions, described_functions, office_words
from addin.functions.registry import FUNCTIONS, Kind, Zero, function_named, target_of

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
    """What a button's target names is there."""
    assert all(callable(target_of(action.target)) for action in ACTIONS)


def test_names_stand_once():
    """No two functions and no two buttons share a name."""
    names = [each.name for each in (*FUNCTIONS, *ACTIONS)]
    assert len(names) == len(set(names))


def test_dates_never_take_a_blank():
    """A blank date cell is 0 in a sheet, which is no day, so every date argument treats it as missing."""
    dates = [argument for function in FUNCTIONS for argument in function.arguments if argument.kind is Kind.DATE]
    assert dates
    assert {argument.zero for argument in dates} == {Zero.BLANK}


def test_functions_are_found_in_either_case():
    """A name is found as typed in a sheet, and nothing is found for a foreign one."""
    assert function_named("cds_upfront") is function_named("CDS_UPFRONT")
    assert function_named("UPFRONT") is None


def test_the_description_holds_every_function_and_button():
    """What hosts are generated from has each function with its arguments, and each button."""
    functions = {each["name"]: [argument["name"] for argument in each["arguments"]] for each in described_functions()}
    assert functions == {each.name: [argument.name for argument in each.arguments] for each in FUNCTIONS}
    assert [each["name"] for each in described_actions()] == [each.name for each in ACTIONS]


def test_the_offices_own_failures_have_words():
    """The words handed to the office keep their place for the detail and stand in both languages."""
    words = office_words()
    assert set(words) == set(OFFICE_CODES)
    assert all(JAPANESE.search(each["ja"]) and not JAPANESE.search(each["en"]) for each in words.values())
    assert {code for code in words if "{detail}" not in words[code]["ja"]} == {"sheet_missing"}
