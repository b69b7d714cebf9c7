"""A copy of the example day that a test may harm, and the day run on it in this process."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from addin.app.day.finish import finished_day

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "example-day"


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the example day."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "day"))


@pytest.fixture
def run_day(tmp_path, folder):
    """Return a function that runs the copied day, at 20:30 unless told otherwise, into `tmp_path / out`."""

    def run(at="20:30:00", out="out", home="home", sets=()):
        moment = datetime.fromisoformat(f"2026-11-20T{at}+09:00")
        return finished_day(
            folder, home=tmp_path / home, out=tmp_path / out, at=moment, sets=sets, tell=lambda _: None
        )

    return run
