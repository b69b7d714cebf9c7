"""Who may import what, where the rule names the few that are allowed: a second look beside .importlinter."""

import ast
import subprocess
import sys

import pytest

STANDARD = sys.stdlib_module_names
UNO = {"uno", "unohelper", "com"}  # what LibreOffice's own Python brings

# A library, and the only places that import it.
ONLY_IN = {
    "pandas": ("addin.books", "addin.export", "addin.scale", "addin.commands"),
    "openpyxl": ("addin.books", "workbooks"),
    "xlwings": ("addin.books", "addin.excel"),
    "dask": ("addin.scale",),
    "distributed": ("addin.scale",),
    "sqlite3": ("addin.store",),
    "numba": ("calc.compile",),
    "llvmlite": ("calc.compile",),
    "typer": ("addin.cli", "addin.commands"),
    "rich": ("addin.cli", "addin.commands"),
    "uno": ("addin.libreoffice",),
    "workbooks": ("workbooks", "addin.cli", "addin.commands"),
}

BUILDERS_USE = ("addin.books.regions", "addin.books.style", "addin.functions", "addin.files")  # a builder writes
OFFICE_HALF = ("child", "client", "frames", "limits", "results")  # of the worker: what goes into the .oxt
# Rooms, and all that they may import.
IMPORT_ONLY = {
    "kernels": {"math", "numpy", "numba", "calc.compile", "calc.pricing.kernels"},
    "addin.libreoffice": {
        *STANDARD,
        *UNO,
        "addin.libreoffice",
        "addin.buttons",
        "addin.cells",
        "addin.last_errors",
        "addin.now",
        *(f"addin.worker.{name}" for name in OFFICE_HALF),
    },
    **{f"addin.{name}": set(STANDARD) for name in ("cells", "last_errors", "now")},
    "addin.buttons": {*STANDARD, "addin.buttons"},
    "addin.excel.vbaproject": {*STANDARD, "addin.excel.vbaproject"},
    **{f"addin.worker.{name}": {*STANDARD, *(f"addin.worker.{one}" for one in OFFICE_HALF)} for name in OFFICE_HALF},
    "addin.worker.frames": set(STANDARD),
    "workbooks": {*STANDARD, "numpy", "openpyxl", "calc", "workbooks", *BUILDERS_USE},
    "calc": {*STANDARD, "numpy", "numba", "llvmlite", "calc"},
}

# Modules that must start at once, and what they must not load to start.
COMMANDS = ("plan", "price", "journal")
STARTS_LIGHT = ("addin.cli", "addin.worker.main", *(f"addin.commands.{name}" for name in COMMANDS))
HEAVY = ("pandas", "numba", "openpyxl", "xlwings", "numpy")


def is_in(name, room):
    """Return whether a module is a room or stands in it; `kernels` is the room of every module of that name."""
    return name == room or name.startswith(f"{room}.") or (room == "kernels" and name.endswith(".kernels"))


def imports(source):
    """Return (node, full name) of everything a module imports, relative imports resolved."""
    package = source.name.split(".") if source.path.endswith("__init__.py") else source.name.split(".")[:-1]
    for node in source.nodes(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        else:
            above = package[: len(package) - node.level + 1] if node.level else []
            yield from ((node, ".".join(filter(None, [*above, node.module, alias.name]))) for alias in node.names)


def strays(sources):
    """Return imports of a library outside the places that may import it."""
    return [
        f"{source.at(node)} imports {name}"
        for source in sources
        for node, name in imports(source)
        for library, places in ONLY_IN.items()
        if is_in(name, library) and not any(is_in(source.name, place) for place in places)
    ]


def extras(sources):
    """Return imports that a closed room does not allow."""
    return [
        f"{source.at(node)} imports {name}"
        for source in sources
        for room, allowed in IMPORT_ONLY.items()
        if is_in(source.name, room)
        for node, name in imports(source)
        if not any(is_in(name, module) for module in allowed)
    ]


def loaded(module):
    """Return which heavy libraries a fresh Python holds after importing the module, or why it cannot import it."""
    code = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    return set(done.stdout.split()) if done.returncode == 0 else {done.stderr.strip().splitlines()[-1]}


def test_libraries_stay_in_their_rooms(product):
    """Each library is imported only in the rooms that own it."""
    assert not (found := strays(product)), "\n".join(found)


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_stray_import_is_found(example, library):
    """A library imported elsewhere is found, in either form and in the middle of a function."""
    for line in (f"import {library}", f"from {library} import x", f"def f():\n    import {library}.y"):
        assert len(strays(example("addin.app.day", line))) == 1, line


def test_closed_rooms_import_only_what_they_may(product):
    """Kernels, the office's half of the bridge, the workbook builders and calc import only their short lists."""
    assert not (found := extras(product)), "\n".join(found)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("calc.margin.kernels", "from calc.margin import base"),
        ("calc.margin.kernels", "import datetime"),
        ("calc.days.cutoff", "import requests"),
        ("addin.libreoffice.desk", "import numpy"),
        ("addin.libreoffice.desk", "from ..functions import registry"),
        ("addin.libreoffice.desk", "from ..worker import main"),
        ("addin.worker.client", "from addin.files import replace_file"),
        ("addin.worker.frames", "from .client import Client"),
        ("workbooks.day", "from addin.app import record_sheet"),
        ("workbooks.day", "from addin.books import xlsx"),
    ],
)
def test_an_import_too_many_is_found(example, name, line):
    """An import that is not on a closed room's list is found."""
    assert extras(example(name, line))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("calc.margin.kernels", "from calc.compile import kernel"),
        ("addin.libreoffice.desk", "from ..worker.client import Client"),
        ("addin.libreoffice.component", "from com.sun.star.task import XJobExecutor"),
        ("workbooks.day", "from addin.books.regions import MARGIN"),
        ("workbooks", "from workbooks.day import sheet"),
    ],
)
def test_a_listed_import_passes(example, name, line):
    """What stands on a closed room's list is let through."""
    assert extras(example(name, line)) + strays(example(name, line)) == []


@pytest.mark.parametrize("module", STARTS_LIGHT)
def test_what_must_start_at_once_loads_nothing_heavy(module):
    """Neither pandas nor a compiler nor a spreadsheet library is on the start path of plan, price and the worker."""
    assert loaded(module) == set()


def test_a_heavy_start_is_found():
    """The look at a fresh Python sees what a module loads."""
    assert "openpyxl" in loaded("addin.books.xlsx")
