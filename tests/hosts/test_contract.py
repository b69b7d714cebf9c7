"""Every worksheet function through the command line, the worker and LibreOffice: one value, whoever asks."""

import json
import os
import subprocess
from datetime import date, datetime

import openpyxl
import pytest
from contract_cases import CASES, agrees, derived_cases
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from addin.functions.catalogue import function_named
from addin.functions.registry import Block, Kind
from addin.worker.client import Client

SHEET = "cases"
NUMBER_THERE = "instant_without_offset"  # a sheet reads such a text as a number, and its instants have no offset
ALL = [case for case in (*CASES, *derived_cases()) if not case.sheet and case.code != NUMBER_THERE]
# A sheet hands over one cell as a range: the accounts are listed then, and say why they have no amounts.
LISTED_ALL_THE_SAME = {
    "CDS_IM_ACCOUNTS: market_range is one number": "P1H",
    "CDS_VM_ACCOUNTS: market_range is one number": "PH",
    "CDS_INTRADAY: market_range is one number": "PH",
    "CDS_BACKTEST: market_range is one number": "P1H",
}
FIRST_ARGUMENT = 12  # to the right of the widest block
DAYS = {Kind.DATE, Kind.INSTANT}


def day_number(text):
    """Return an ISO date or an instant of Tokyo as a sheet counts it."""
    moment = datetime.fromisoformat(text).replace(tzinfo=None)
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86400  # noqa: DTZ001 - a sheet knows no zone


def as_cell(value, kind):
    """Return what is typed into a cell for one JSON value."""
    if isinstance(value, dict):
        return "=NA()"
    if kind in DAYS and isinstance(value, str):
        try:
            return day_number(value) if "T" not in value or "+" in value else value
        except ValueError:
            return value
    return value


def laid_out(sheet, row, column, value):
    """Type a table into a sheet and return its reference and its height."""
    width = max(map(len, value))
    for down, cells in enumerate(value):
        for right, cell in enumerate(cells):
            sheet.cell(row + down, column + right).value = None if cell == "" else as_cell(cell, None)
    end = f"{get_column_letter(column + width - 1)}{row + len(value) - 1}"
    return f"{get_column_letter(column)}{row}:{end}", len(value), width


def typed(sheet, row, case):
    """Type the arguments of a case from a row on; returns the formula and how many rows they take."""
    declared, said, column, height = function_named(case.function).arguments, [], FIRST_ARGUMENT, 1
    for position, value in enumerate(case.arguments):
        argument = declared[position] if position < len(declared) else None
        if value is None and argument is not None and argument.optional:
            said.append("")
            continue
        if isinstance(value, (list, tuple)):
            reference, rows, width = laid_out(sheet, row, column, value)
            height = max(height, rows)
        else:
            sheet.cell(row, column).value = as_cell(value, argument and argument.kind)
            reference, width = f"{get_column_letter(column)}{row}", 1
        said.append(reference)
        column += width + 1
    while said and said[-1] == "":
        said.pop()
    return f"={case.function}({','.join(said)})", height


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Return a workbook that asks every case, and where the answer of each one stands."""
    book, row, places = openpyxl.Workbook(), 1, {}
    sheet = book.active
    sheet.title = SHEET
    for case in ALL:
        formula, height = typed(sheet, row, case)
        result = function_named(case.function).result
        size = (result.rows, len(result.columns)) if isinstance(result, Block) and not case.code else (1, 1)
        block = f"A{row}:{get_column_letter(size[1])}{row + size[0] - 1}"
        sheet.cell(row, 1).value = formula if size == (1, 1) else ArrayFormula(block, formula)
        places[case.name] = (row - 1, *size)
        row += max(height, size[0]) + 1
    path = tmp_path_factory.mktemp("contract") / "contract.xlsx"
    book.save(path)
    return path, places, f"A1:{get_column_letter(FIRST_ARGUMENT - 2)}{row}"


@pytest.fixture(scope="module")
def shown(office, asked):
    """Return what LibreOffice shows for every case: one value or rows of them, None for an error."""
    path, places, area = asked
    with office.opened(path) as document:
        values = office.ask("values", document=document, sheet=SHEET, area=area)
    return {
        name: [values[row + down][:width] for down in range(rows)] if (rows, width) != (1, 1) else values[row][0]
        for name, (row, rows, width) in places.items()
    }


@pytest.fixture(scope="module")
def streamed(hikae, desk):
    """Return what one process of the command line answers to every case."""
    lines = "\n".join(json.dumps([case.function, case.arguments]) for case in ALL).encode()
    done = subprocess.run(
        [hikae, "call", "-"], input=lines, env={**os.environ, **desk}, capture_output=True, check=True, timeout=60
    )
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return {case.name: answer for case, answer in zip(ALL, answers, strict=True)}


@pytest.fixture(scope="module")
def worker(hikae, desk):
    """Return the worker as the office asks it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", desk["HIKAE_HOME"])
        client = Client("functions", lambda: hikae)
        yield client
        client.end()


def as_shown(value, result):
    """Return what a sheet shows for a JSON value of a declared kind."""
    if isinstance(result, Block):
        return [[as_shown(cell, kind) for cell, kind in zip(row, result.columns, strict=True)] for row in value]
    if result in DAYS and value != "":
        return day_number(value)
    return float(value) if isinstance(value, (bool, int)) else value


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_every_way_of_asking_has_the_same_answer(streamed, worker, shown, case):
    """Command line and worker give the very same answer, and LibreOffice shows that value, or a true error."""
    answer = streamed[case.name]
    worker.recalculated()
    assert worker.call(case.function, list(case.arguments), cached=False) == answer
    if "error" in answer:
        assert shown[case.name] == LISTED_ALL_THE_SAME.get(case.name)
    else:  # the sheet's numbers went through a file, which may have cost an argument its last bit
        assert agrees(shown[case.name], as_shown(answer["value"], function_named(case.function).result))


def test_the_days_of_a_sheet_are_counted_as_here():
    """The yardstick of this file: 20 November 2026 is day 46346, and its noon half a day more."""
    assert day_number("2026-11-20") == (date(2026, 11, 20) - date(1899, 12, 30)).days == 46346
    assert day_number("2026-11-20T12:00:00+09:00") == 46346.5
