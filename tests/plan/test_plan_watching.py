"""`hikae plan --watch`: following the clock until somebody ends it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import workbooks

DAY = Path(workbooks.__file__).parent / "example-day" / "day.toml"


def interruptible():
    """Have a program take Ctrl-C even where its parent was started in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


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
    with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8", preexec_fn=interruptible) as running:  # noqa: PLW1509 - no threads here
        said = json.loads(running.stdout.readline())
        running.send_signal(signal.SIGINT)
        code = running.wait(20)
    assert said["business_date"] == "2026-11-20"
    assert code == 3
