"""`hikae plan --watch`: following the clock until somebody ends it."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import workbooks

DAY = Path(workbooks.__file__).parent / "example-day" / "day.toml"


def interrupted(running, tries=20):
    """Press Ctrl-C until a program ends, as a person does; one press may fall where Python cannot take it."""
    for _ in range(tries):
        running.send_signal(2)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return running.wait(1)
    running.kill()
    return None


def test_watching_follows_the_clock():
    """`--watch` prints the plan and keeps following until it is interrupted, which ends it with 3."""
    if os.name == "nt":
        pytest.skip("an interrupt cannot be sent to one process alone on Windows")
    words = [
        str(Path(sys.executable).with_name("hikae")),
        "plan",
        "--day",
        str(DAY),
        "--watch",
        "--json",
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as running:
        said = json.loads(running.stdout.readline())
        code = interrupted(running)
    assert said["business_date"] == "2026-11-20"
    assert code == 3
