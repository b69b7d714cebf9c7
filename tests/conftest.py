"""What all tests share: the process set up as the program does it, the slow twins, the real command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from addin import runtime

TESTS = Path(__file__).parent
for folder in (TESTS / "twins", TESTS / "published"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

# Threads, kernel cache and text of the process, before anything loads a kernel.
NOT_PRIVATE = runtime.prepare()

# The same examples in every run and on every machine: a failure is one that everybody sees. The long form looks longer.
EXAMPLES = 500 if os.environ.get("HIKAE_LONG") else 50
settings.register_profile(
    "hikae", derandomize=True, deadline=None, database=None, print_blob=False, max_examples=EXAMPLES
)
settings.load_profile("hikae")


@pytest.fixture(scope="session")
def example_day():
    """Return the folder of the committed example day."""
    return TESTS.parent / "workbooks" / "example-day"


@pytest.fixture(scope="session")
def hikae():
    """Return a function that runs the real command line in a process of its own."""
    program = Path(sys.executable).with_name("hikae")

    def run(*arguments, **environment):
        words = [str(program), *map(str, arguments)]
        env = {**os.environ, **environment}
        return subprocess.run(words, capture_output=True, encoding="utf-8", check=False, env=env)

    return run
