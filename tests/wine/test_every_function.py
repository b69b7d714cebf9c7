"""Every worksheet function through xlwings' real COM server, asked as by Excel's macros: the command line's value."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from contract_cases import CASES, agrees, derived_cases

from addin.excel.agreed import FUNCTIONS
from addin.functions.catalogue import FUNCTIONS as REGISTRY
from addin.functions.catalogue import function_named
from addin.functions.registry import Block, Kind

HIKAE = str(Path(sys.executable).with_name("hikae"))
ALL = [case for case in (*CASES, *derived_cases()) if not case.sheet]
DAYS = {Kind.DATE, Kind.INSTANT}
REFUSED = 2015  # what Excel's macros make #VALUE! of
ERROR_CELL, NOT_AVAILABLE = -2146826246, 2042  # #N/A as COM hands it over, and as Excel counts it


def day_number(text):
    """Return an ISO date or an instant of Tokyo as a sheet counts it."""
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86400  # noqa: DTZ001 - a sheet knows no zone


def is_table(argument):
    """Return whether Excel hands over the rows of an argument, also of a single cell."""
    return argument is not None and argument.kind is Kind.RANGE and not argument.optional


def in_cell(value, kind=None):
    """Return what a cell holds for one JSON value, as COM hands it over."""
    if isinstance(value, dict):
        return ERROR_CELL
    if kind in DAYS and isinstance(value, str):
        try:
            return day_number(value) if "T" not in value or "+" in value else value
        except ValueError:
            return value
    return float(value) if type(value) is int else None if value == "" else value


def declared(case):
    """Return each argument of a case with its declaration, None for one too many."""
    arguments = function_named(case.function).arguments
    return [(value, arguments[at] if at < len(arguments) else None) for at, value in enumerate(case.arguments)]


def over_com(case):
    """Return the arguments of a case as the macros hand them over: references, or what was left out."""

    def handed(value, argument):
        if value is None and (argument is None or argument.optional):
            return None
        if isinstance(value, (list, tuple)):
            return [[in_cell(cell) for cell in row] for row in value]
        return [[in_cell(value, argument and argument.kind)]]

    return [False, *(handed(*each) for each in declared(case))]


def as_json(case):
    """Return the arguments of a case as the command line gets them: a cell where a table is due is a table of one."""
    return [[[value]] if is_table(argument) and not isinstance(value, (list, tuple)) else value
            for value, argument in declared(case)]  # fmt: skip


def as_shown(value, result):
    """Return what a sheet shows for a JSON value of a declared kind."""
    if isinstance(result, Block):
        return [[as_shown(cell, kind) for cell, kind in zip(row, result.columns, strict=True)] for row in value]
    if result in DAYS and value != "":
        return day_number(value)
    return float(value) if isinstance(value, (bool, int)) else value


@pytest.fixture(scope="module")
def streamed(recorded_home):
    """Return what one process of the command line answers to every case."""
    asked = "\n".join(json.dumps([case.function, as_json(case)]) for case in ALL)
    done = subprocess.run(
        [HIKAE, "call", "-"], input=asked.encode(), capture_output=True, check=True, timeout=60,
        env={"HIKAE_HOME": str(recorded_home), "PATH": ""},
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return {case.name: answer for case, answer in zip(ALL, answers, strict=True)}


@pytest.fixture(scope="module")
def shown(wine, on_windows, recorded_home):
    """Return what the server under Wine answers to every case."""
    questions = [["call", FUNCTIONS, case.function, over_com(case)] for case in ALL]
    answers = on_windows("asking.py", questions, HIKAE_HOME=wine.windows_path(recorded_home))
    return {case.name: answer for case, answer in zip(ALL, answers, strict=True)}


def test_every_function_of_the_registry_is_asked():
    """No function of the registry is left out of the comparison."""
    assert {function.name for function in REGISTRY} <= {case.function for case in ALL}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_excel_gets_the_value_of_the_command_line(streamed, shown, case):
    """The server's answer is the command line's value, or #VALUE! where that refuses; an error in a cell passes on."""
    answer, told = streamed[case.name], shown[case.name]
    if any(isinstance(value, dict) and not is_table(argument) for value, argument in declared(case)):
        assert told == NOT_AVAILABLE
    elif "error" in answer:
        assert told == REFUSED
    else:
        expected = as_shown(answer["value"], function_named(case.function).result)
        assert agrees(told, expected)
