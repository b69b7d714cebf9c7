"""What a command loads: each module that it does not need is time a person waits."""

import subprocess
import sys

import pytest

TABLES = {"pandas", "openpyxl", "pydantic"}
NUMBERS = {"numpy", "numba", "llvmlite"}
RARE = {"addin.log", "addin.commands.usage", "rich"}
LOADED = (
    "import sys\n"
    "from addin.cli import ended\n"
    "code = ended(sys.argv[1:])\n"
    "sys.stderr.write(f'{code} ' + ' '.join(sys.modules))\n"
)


def loaded(*words):
    """Run a command in a process of its own; return its exit code and the modules it has loaded."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True)
    code, *modules = done.stderr.splitlines()[-1].split(" ")
    return int(code), set(modules)


@pytest.mark.parametrize("form", ["--json", "--strict"])
def test_a_ruling_loads_neither_tables_nor_numbers(example_day, form):
    """`plan` on a day loads no table library, no compiler, nothing that only a failure needs."""
    code, modules = loaded("plan", "--day", str(example_day / "day.toml"), "--at", "2026-11-20T19:00:01+09:00", form)
    assert code in {0, 1}
    assert "calc.plan.evaluate" in modules
    assert modules & (TABLES | NUMBERS | RARE) == set()


@pytest.mark.parametrize("words", [["price", "--help"], ["plan", "--help"], ["journal", "--help"], ["--version"]])
def test_help_loads_neither_tables_nor_numbers(words):
    """What a command says of itself needs nothing of what the command does."""
    code, modules = loaded(*words)
    assert code == 0
    assert modules & (TABLES | NUMBERS) == set()


def test_a_price_loads_no_table_library(japan):
    """`price` reads and writes its tables without pandas and openpyxl."""
    contracts, curves, out = map(str, japan)
    code, modules = loaded("price", contracts, "--curves", curves, "-o", out)
    assert code == 0
    assert "calc.pricing.kernels" in modules
    assert modules & (TABLES | RARE) == set()


def test_what_is_loaded_is_seen(japan):
    """A module that a command does load is found by this look at it."""
    contracts, curves, out = map(str, japan)
    assert "numba" in loaded("price", contracts, "--curves", curves, "-o", out)[1]
