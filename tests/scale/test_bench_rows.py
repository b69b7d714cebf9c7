"""`hikae bench --scale`: what it tells; how fast this machine is, no test says."""

import json

import pytest

from addin.bench import scale as product
from addin.bench.memory import most_memory
from addin.bench.scale import CLUSTER, LESS_ACCOUNTS, LESS_SCENARIOS, WHOLE, Size, Taken, scale_rows, timed

MEGABYTE = 1_000_000


@pytest.fixture
def taken(monkeypatch):
    """Let each run take a second for 100 million accounts x scenarios in 200 MB; return the sizes in their order."""
    sizes = []

    def take(size):
        sizes.append(size)
        return Taken(size.accounts * size.scenarios / 1e8, 200 * MEGABYTE)

    monkeypatch.setattr(product, "_taken", take)
    return sizes


def test_the_whole_run_stands_against_its_bars(taken):
    """10,000 accounts on 100,000 scenarios are held against 15 s and 1 GB, and aimed at 8 s and half of it."""
    time, memory, *_ = scale_rows()
    assert (time.measured, time.unit, time.bar, time.aim) == (10.0, "s", 15.0, 8.0)
    assert (memory.measured, memory.unit, memory.bar, memory.aim) == (200.0, "MB", 1000.0, 500.0)
    assert time.passes
    assert WHOLE in taken


def test_growth_is_told_of_accounts_and_of_scenarios(taken):
    """Twice and four times as many take twice and four times as long, in the same memory."""
    rows = {row.work: row.measured for row in scale_rows()}
    for what in ("accounts", "scenarios"):
        assert [rows[f"{times} x {what}, time"] for times in (2, 4)] == [2.0, 4.0]
        assert [rows[f"{times} x {what}, memory"] for times in (2, 4)] == [1.0, 1.0]
    assert len(rows) == 11
    assert taken


def test_growth_beyond_proportion_fails_its_bar(monkeypatch):
    """A time that grows with the square and memory that grows with the size are over their bars."""
    monkeypatch.setattr(product, "_taken", lambda size: Taken((size.accounts / 1e3) ** 2, size.accounts))
    bad = {row.work for row in scale_rows() if not row.passes}
    assert {"2 x accounts, time", "4 x accounts, time", "2 x accounts, memory", "4 x accounts, memory"} <= bad
    assert not any("scenarios" in work for work in bad)


def test_runs_take_turns(taken):
    """In each round every size has its turn, so that a slow phase of the machine meets all of them."""
    scale_rows()
    each = [*LESS_ACCOUNTS, *LESS_SCENARIOS, WHOLE, CLUSTER]
    assert taken == each * product.ROUNDS


def test_a_run_has_a_process_of_its_own():
    """What is measured is told by the process that ran: seconds, and the memory of a process of that size."""
    made = product._taken(Size(10, 2_000))  # noqa: SLF001 - the part that starts a process
    assert made.seconds > 0.0
    assert 50 * MEGABYTE < made.memory < 2_000 * MEGABYTE


def test_memory_is_counted_in_bytes():
    """Ten megabytes more are seen as no less than that."""
    before = most_memory()
    filled = bytearray(b"x" * (before + 10 * MEGABYTE))
    assert most_memory() >= before + 10 * MEGABYTE
    assert filled


def test_a_run_computes_every_account():
    """A run on this process's threads ends and takes time."""
    assert timed(Size(20, 300)).seconds > 0.0


def test_the_command_tells_the_rows(hikae, taken):
    """With --scale and --json one line holds these rows and no others."""
    made = hikae("bench", "--scale", "--json")
    assert made.returncode == 0
    assert [row["work"] for row in json.loads(made.stdout)["rows"]] == [row.work for row in scale_rows()]
    assert taken
