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

FUNCTIONS = str(Path(__file__).parents[1] / "functions")  # where the contract cases stand
if FUNCTIONS not in sys.path:
    sys.path.insert(0, FUNCTIONS)

# What takes longest begins first, so that at the end no worker has a long file to itself.
LONGEST = ("test_four_books", "test_window", "test_books_drive", "test_open", "test_addin_workers", "test_books_stale")
LOW_SECURITY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
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


def pytest_collection_modifyitems(items):
    """Have the longest files begin first; files stay whole."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


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
def screens():
    """Return the module `screen.py`."""
    return module_beside("screen")


@pytest.fixture(scope="session")
def hikae():
    """Return the path of the product's command."""
    return str(HIKAE)


@pytest.fixture(scope="session")
def extension(tmp_path_factory):
    """Return a freshly built hikae.oxt."""
    from addin.office.extension import extension  # noqa: PLC0415 - tests that need no add-in need not build it

    path = tmp_path_factory.mktemp("build") / "hikae.oxt"
    path.write_bytes(extension())
    return path


@pytest.fixture(scope="session")
def desk(tmp_path_factory, example_day):
    """Return the environment of a desk: a home with the example day's record, and the kernels already compiled."""
    compiled = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = tmp_path_factory.mktemp("desk")
    day = ["day", "--data", example_day, "--at", "2026-11-20T19:00:00+09:00", "--home", folder / "home"]
    subprocess.run([HIKAE, *day, "--out", folder / "out"], capture_output=True, check=True, timeout=60)
    return {"HIKAE_HOME": str(folder / "home"), "XDG_CACHE_HOME": compiled}


@pytest.fixture(scope="session")
def office(hosts, hikae, extension, desk, tmp_path_factory):
    """Return a running LibreOffice with the add-in, see `office.py`."""
    environment = {**desk, "HIKAE_COMMAND": hikae}
    running = hosts.Office(tmp_path_factory.mktemp("office"), extension=extension, environment=environment)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def plain(hosts, tmp_path_factory):
    """Return a LibreOffice without the add-in."""
    running = hosts.Office(tmp_path_factory.mktemp("plain"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def macros(hosts, tmp_path_factory):
    """Return a LibreOffice of its own that runs the macros of any document, without the add-in."""
    folder = tmp_path_factory.mktemp("macros")
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(LOW_SECURITY, encoding="utf-8")
    running = hosts.Office(folder, driver=Path(__file__).with_name("macro_driver.py"))
    yield running
    running.stop()


@pytest.fixture
def opened(macros):
    """Return an opener of books whose macros may run; they are closed at the end."""
    documents = []

    def open_(path):
        documents.append(macros.ask("open_as_configured", path=str(path)))
        return documents[-1]

    yield open_
    for document in documents:
        macros.ask("close", document=document)


@pytest.fixture(scope="session")
def scripted(hosts, extension, desk, tmp_path_factory):
    """Return a running LibreOffice whose actions do what a test writes into its home, see `scripted.py`."""
    folder = tmp_path_factory.mktemp("scripted")
    command, home = folder / "hikae", folder / "home"
    home.mkdir()
    program = Path(__file__).with_name("scripted.py")
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{program}" "$@"\n', encoding="utf-8")
    command.chmod(0o700)
    environment = {**desk, "HIKAE_HOME": str(home), "HIKAE_COMMAND": str(command)}
    running = hosts.Office(folder, extension=extension, environment=environment)
    yield running
    running.stop()


@pytest.fixture
def script(scripted):
    """Return a writer of the next action's steps."""
    home = Path(scripted.environment["HIKAE_HOME"])
    (home / "replies.json").unlink(missing_ok=True)
    return lambda *steps: (home / "script.json").write_text(json.dumps(steps), encoding="utf-8")


@pytest.fixture
def replies(scripted):
    """Return a reader of what the office replied to the action."""
    return lambda: json.loads((Path(scripted.environment["HIKAE_HOME"]) / "replies.json").read_text(encoding="utf-8"))


@pytest.fixture
def told(capsys):
    """Return what shows a measured time beside its limit, and holds it to that."""

    def tell(what, seconds, limit):
        with capsys.disabled():
            print(f"\n{what}: {1e3 * seconds:.1f} ms (limit {1e3 * limit:g})", end="")  # noqa: T201 - for whoever asks
        assert seconds < limit

    return tell


@pytest.fixture(scope="session")
def book_at():
    """Return a maker of workbooks at a path: a contract in row 1, its curve below, and whatever cells are given."""

    def make(path, *, epoch=None, mark=None, names=None, **cells):
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
        for name, place in {**({"HIKAE_RECORD": mark} if mark else {}), **(names or {})}.items():
            made.defined_names[name] = DefinedName(name, attr_text=f"{SHEET}!{place}")
        made.save(path)
        return path

    return make


@pytest.fixture
def book(book_at, tmp_path):
    """Return a maker of workbooks in the test's own folder."""
    return lambda name="book.xlsx", **how: book_at(tmp_path / name, **how)


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
