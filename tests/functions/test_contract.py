"""Every worksheet function through the command line: one call, and a stream of calls."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from contract_cases import ANYTHING, CASES, agrees, changed, derived_cases, good_case

from addin.functions.catalogue import FUNCTIONS
from addin.functions.invoke import answer
from addin.functions.registry import Kind, Zero

HIKAE = str(Path(sys.executable).with_name("hikae"))
ALL = [*CASES, *derived_cases()]
NUMBERS = [
    (function.name, position)
    for function in FUNCTIONS
    for position, argument in enumerate(function.arguments)
    if argument.kind is Kind.NUMBER and argument.zero is Zero.NUMBER
]

ONE_OF_EACH = list({function.target.partition(":")[0]: function.name for function in FUNCTIONS}.values())


@pytest.fixture(scope="module")
def streamed(recorded_home):
    """Return the answers of one process that was asked every case, by the case's name."""
    asked = [json.dumps([case.function, case.arguments]) for case in ALL]
    done = subprocess.run(
        [HIKAE, "call", "-"], input="\n".join(asked).encode(), capture_output=True, check=True, timeout=60,
        env={"HIKAE_HOME": str(recorded_home), "PATH": ""},
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return {case.name: answered for case, answered in zip(ALL, answers, strict=True)}


def test_every_function_has_a_case_that_has_a_value():
    """A function that is declared without a case of its own is told by its name."""
    cases = {case.function for case in CASES if not case.code}
    assert {function.name for function in FUNCTIONS} - cases == set()


def test_every_case_is_of_a_function_and_has_a_name_of_its_own():
    """No case asks for a function that is gone, and no two cases hide each other."""
    assert {case.function for case in CASES} <= {function.name for function in FUNCTIONS}
    names = [case.name for case in (*CASES, *derived_cases())]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_stream_answers_as_agreed(streamed, case):
    """Each line of a stream has the value, or the error with its code and words in both languages."""
    answered = streamed[case.name]
    if not case.code:
        assert list(answered) == ["value"], answered
        assert agrees(answered["value"], case.value), answered["value"]
        return
    assert list(answered) == ["error"], answered
    error = answered["error"]
    assert (error["code"], bool(error["ja"]), bool(error["en"])) == (case.code, True, True)


@pytest.mark.parametrize("function", ONE_OF_EACH)
def test_one_call_answers_as_the_stream(streamed, function, recorded_home):
    """A process for one call prints the very object that the stream has for it."""
    case = good_case(function)
    done = subprocess.run(
        [HIKAE, "call", function, json.dumps(case.arguments)], capture_output=True, check=True, timeout=60,
        env={"HIKAE_HOME": str(recorded_home), "PATH": ""},
    )  # fmt: skip
    assert json.loads(done.stdout) == streamed[case.name]


@pytest.mark.parametrize(("function", "position"), NUMBERS)
def test_a_blank_is_zero_and_a_logical_value_one(function, position, recorded_home, monkeypatch):
    """Where 0 is a number, null and false are 0 and true is 1; an argument that may be left out is when it is null."""
    monkeypatch.setenv("HIKAE_HOME", str(recorded_home))
    arguments = list(good_case(function).arguments)
    argument = next(each for each in FUNCTIONS if each.name == function).arguments[position]
    arguments += [None] * (position + 1 - len(arguments))

    def told(value):
        return answer(function, list(changed(arguments, position, value)))

    for logical, same in ((False, 0), (True, 1)):
        assert told(logical) == told(same)
    assert told(None) == told(argument.default if argument.optional else 0)
    assert told("1")["error"]["code"] == "arguments"


@pytest.mark.parametrize(
    ("value", "expected", "same"),
    [
        (1.0, 1.0, True), (1.0 + 1e-13, 1.0, True), (1.001, 1.0, False), ("1", 1.0, False), ("a", "a", True),
        ([["", 1.0]], [["", 1.0]], True), ([["", 1.0]], [["", 2.0]], False), ([[1.0]], [[1.0], [""]], False),
        (None, ANYTHING, False), ("x", ANYTHING, True), (True, 1.0, False), (0.0, 0.0, True),
    ],
)  # fmt: skip
def test_values_agree_when_they_are_the_same(value, expected, same):
    """The comparison used above tells a wrong number, row, text and type from the right one."""
    assert agrees(value, expected) is same
