"""One LibreOffice with the add-in for all tests of this folder; it starts with the first test that asks for it."""

import importlib.util
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from addin.store.journal import Journal

HIKAE = Path(sys.executable).with_name("hikae")
SHEET = "計算"
CURVE = [
    ["kind", "tenor", "rate", "mm_day_count", "fixed_frequency", "fixed_day_count", "float_frequency",
     "float_day_count", "spot_lag_days"],
    ["deposit", "1M", 0.0011, "ACT/360", None, None, None, None, 2],
    ["deposit", "6M", 0.0021, "ACT/360", None, None, None, None, 2],
    ["swap", "5Y", 0.0051, None, 2, "ACT/365F", 2, "ACT/360", 2],
    ["swap", "10Y", 0.0081, None, 2, "ACT/365F", 2, "ACT/360", 2],
]  # fmt: skip
CONTRACT = [date(2026, 11, 20), date(2031, 12, 20), 55.95, 100, 0.35, 1e9]


def module_beside(name):
    """Return a helper module of this folder; the tests are no package, so it is loaded by its path."""
    spec = importlib.util.spec_from_file_location(f"hikae_hosts_{name}", Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def hosts():
    """Return the module `office.py`."""
    return module_beside("office")


@pytest.fixture(scope="session")
def hikae():
    """Return the path of the product's command."""
    return str(HIKAE)


@pytest.fixture(scope="session")
def extension(tmp_path_factory):
    """Return a freshly built hikae.oxt."""
    from addin.commands.build import build  # noqa: PLC0415 - tests that need no add-in need not build it

    build(tmp_path_factory.mktemp("build"))
    return next(tmp_path_factory.getbasetemp().glob("build*/hikae.oxt"))


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """Return the environment of a desk: its home folder, and the kernels that are already compiled."""
    compiled = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return {"HIKAE_HOME": str(tmp_path_factory.mktemp("home")), "XDG_CACHE_HOME": compiled}


@pytest.fixture(scope="session")
def office(hosts, hikae, extension, desk, tmp_path_factory):
    """Return a running LibreOffice with the add-in, see `office.py`."""
    environment = {**desk, "HIKAE_COMMAND": hikae}
    running = hosts.Office(tmp_path_factory.mktemp("office"), extension=extension, environment=environment)
    yield running
    running.stop()


@pytest.fixture
def book(tmp_path):
    """Return a maker of workbooks: a contract in row 1, its curve below, and whatever cells are given."""

    def make(name="book.xlsx", *, epoch=None, mark=None, **cells):
        made = openpyxl.Workbook()
        made.epoch = epoch or made.epoch
        sheet = made.active
        sheet.title = SHEET
        sheet.append(CONTRACT)
        for row, content in enumerate(CURVE, start=10):
            for column, cell in enumerate(content, start=1):
                sheet.cell(row, column, cell)
        for address, content in cells.items():
            sheet[address] = content
        if mark:
            made.defined_names["HIKAE_RECORD"] = DefinedName("HIKAE_RECORD", attr_text=f"{SHEET}!{mark}")
        made.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture(scope="session")
def shell(hikae, desk):
    """Return a caller of the command line with the same home as the office; it gives the JSON of the last line."""

    def call(*arguments):
        environment = {**os.environ, "HIKAE_HOME": desk["HIKAE_HOME"]}
        done = subprocess.run([hikae, *arguments], env=environment, capture_output=True, check=True, timeout=60)
        return json.loads(done.stdout.decode("utf-8").splitlines()[-1])

    return call


@pytest.fixture(scope="session")
def number(shell):
    """Return what the command line says of the contract."""
    curve = [[cell if cell is not None else "" for cell in row] for row in CURVE]
    start, end, *numbers, notional = CONTRACT
    return shell("call", "CDS_UPFRONT", json.dumps([str(start), str(end), *numbers, curve, notional]))["value"]


@pytest.fixture
def journal(desk):
    """Return the journal that the office's buttons write to."""
    with Journal(Path(desk["HIKAE_HOME"])) as opened:
        yield opened
