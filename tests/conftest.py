"""What all tests share: the process set up as the program does it, the slow twins, the command line."""

import os
import subprocess
import sys
from collections import defaultdict
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from hypothesis import settings

from addin import runtime
from addin.cli import ended

TESTS = Path(__file__).parent
for folder in (TESTS / "twins", TESTS / "published"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

# Threads, kernel cache and text of the process, before anything loads a kernel.
NOT_PRIVATE = runtime.prepare()

# The same examples in every run and on every machine: a failure is one that everybody sees. The long form looks longer.
LONG = bool(os.environ.get("HIKAE_LONG"))
EXAMPLES = 500 if LONG else 20
ONE_OF = 3  # cases of a test with many, in an ordinary run
FEW = 3
EVERY_CASE = {"published", "plan", "architecture", "hosts", "faults", "wine"}
settings.register_profile(
    "hikae", derandomize=True, deadline=None, database=None, print_blob=False, max_examples=EXAMPLES
)
settings.load_profile("hikae")


def pytest_collection_modifyitems(config, items):
    """Leave some cases to the long form; every test function runs in an ordinary run, unless it is marked `long`.

    Of a test with many cases, or one marked `sampled`, one case of three is run, but for the folders in which every
    case is a fact of its own.
    """
    if LONG:
        return
    cases = defaultdict(list)
    for item in items:
        cases[item.path, item.originalname].append(item)
    left = {each for group in cases.values() for each in passed_over(group)}
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = [item for item in items if item not in left]


def passed_over(group):
    """Return the cases of one test that an ordinary run leaves out."""
    first = group[0]
    if first.get_closest_marker("long"):
        return group
    is_few = len(group) <= FEW or EVERY_CASE & set(first.path.parts)
    if is_few and not first.get_closest_marker("sampled"):
        return []
    return [each for place, each in enumerate(group) if place % ONE_OF]


@pytest.fixture(scope="session")
def example_day():
    """Return the folder of the committed example day."""
    return TESTS.parent / "workbooks" / "example-day"


@pytest.fixture(scope="session")
def example_file(tmp_path_factory):
    """Return a function that gives the file of a workbook with the example day, built once for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    @cache
    def made(name):
        from addin.commands.filled import example_book  # noqa: PLC0415 - tests without a book need not load this

        path = folder / f"example-{name}.xlsx"
        if not path.exists():
            unfinished = own / path.name
            unfinished.write_bytes(example_book(name))
            unfinished.rename(path)
        return path.read_bytes()

    return made


@pytest.fixture(scope="session")
def hikae():
    """Return a function that runs a command line inside this process and tells what came of it as a process would."""

    def run(*arguments, **environment):
        words = [*map(str, arguments)]
        out, error = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(error):
            for name, value in environment.items():
                patch.setenv(name, value)
            code = ended(words)
        said = (each.buffer.getvalue().decode("utf-8") for each in (out, error))
        return subprocess.CompletedProcess(words, code, *said)

    return run


@pytest.fixture(scope="session")
def hikae_process():
    """Return a function that runs the real command line in a process of its own, where that is what counts."""
    program = Path(sys.executable).with_name("hikae")

    def run(*arguments, **environment):
        words = [str(program), *map(str, arguments)]
        env = {**os.environ, **environment}
        return subprocess.run(words, capture_output=True, encoding="utf-8", check=False, env=env)

    return run
