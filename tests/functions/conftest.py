"""A function of each kind of argument, so that the reading of arguments is tested apart from pricing.

Makes the contract cases importable by name for the tests beside them.
"""

import sys
from pathlib import Path

import pytest

from addin.functions import catalogue
from addin.functions.registry import Argument, Function, Kind, Zero
from calc.text.wording import Words

EXAMPLE_DAY, RECORDED_AT = Path(__file__).parents[2] / "workbooks" / "example-day", "2026-11-20T19:00:00+09:00"
FOLDER = str(Path(__file__).parent)
if FOLDER not in sys.path:
    sys.path.insert(0, FOLDER)

WORDS = Words("説明", "help")
DAY = Argument("day", Kind.DATE, WORDS, zero=Zero.BLANK)
RATE = Argument("rate", Kind.NUMBER, WORDS)
NAME = Argument("name", Kind.TEXT, WORDS)
TABLE = Argument("table", Kind.RANGE, WORDS)
STORED = Argument("stored", Kind.TABLE, WORDS)
AT = Argument("at", Kind.INSTANT, WORDS, zero=Zero.BLANK)
CELL = Argument("cell", Kind.CELL, WORDS)
RULE = Argument("rule", Kind.TEXT, WORDS, zero=Zero.BLANK, optional=True, default="median")
SIZE = Argument("size", Kind.NUMBER, WORDS, optional=True, default=7.0)


def given(*values):
    return [repr(value) for value in values]


@pytest.fixture(scope="session")
def recorded_home(tmp_path_factory, hikae):
    """Return a home with the record of the example day."""
    folder = tmp_path_factory.mktemp("contract")
    done = hikae("day", "--data", EXAMPLE_DAY, "--at", RECORDED_AT, "--home", folder / "home", "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    return folder / "home"


@pytest.fixture
def every_kind():
    """Return a function with an argument of each kind, the last one optional."""
    return Function("CDS_EVERY", (DAY, RATE, NAME, TABLE, SIZE), WORDS, f"{__name__}:given")


@pytest.fixture
def further_kinds():
    """Return a function with an argument of each of the other kinds, the last one optional and never 0."""
    return Function("CDS_FURTHER", (STORED, AT, CELL, RULE), WORDS, f"{__name__}:given")


@pytest.fixture
def registered(monkeypatch):
    """Return a maker of functions that the registry holds for this test; the callable is handed over."""

    def make(function, arguments=(), name="CDS_MADE", **told):
        monkeypatch.setattr("addin.functions.registry.target_of", lambda _: function)
        made = Function(name, tuple(arguments), WORDS, "made:made", **told)
        monkeypatch.setitem(catalogue.BY_NAME, name, made)
        return name

    return make
