"""A function of each kind of argument, so that the reading of arguments is tested apart from pricing."""

import pytest

from addin.functions.registry import FUNCTIONS, Argument, Function, Kind, Zero
from calc.text.wording import Words

WORDS = Words("説明", "help")
DAY = Argument("day", Kind.DATE, WORDS, zero=Zero.BLANK)
RATE = Argument("rate", Kind.NUMBER, WORDS)
NAME = Argument("name", Kind.TEXT, WORDS)
TABLE = Argument("table", Kind.RANGE, WORDS)
SIZE = Argument("size", Kind.NUMBER, WORDS, optional=True, default=7.0)


def given(*values):
    return [repr(value) for value in values]


@pytest.fixture
def every_kind():
    """Return a function with an argument of each kind, the last one optional."""
    return Function("CDS_EVERY", (DAY, RATE, NAME, TABLE, SIZE), WORDS, f"{__name__}:given")


@pytest.fixture
def registered(monkeypatch):
    """Return a maker of functions that the registry holds for this test; the callable is handed over."""

    def make(function, arguments=(), name="CDS_MADE"):
        monkeypatch.setattr("addin.functions.registry.target_of", lambda _: function)
        made = Function(name, tuple(arguments), WORDS, "made:made")
        monkeypatch.setattr("addin.functions.registry.FUNCTIONS", (*FUNCTIONS, made))
        return name

    return make
