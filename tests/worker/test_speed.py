"""How long the bridge takes, best of several: limits that a busy machine keeps too; `pytest -s` shows the numbers."""

import gc
import time

import pytest

from addin.worker.client import Client

ROUNDS = 7
ARGUMENTS = ["2026-11-20", "2031-12-20", 55.95, 100.0, 0.35, 1e9]
RANGE = tuple(tuple(1 / 3 + row * 8 + column for column in range(8)) for row in range(10_000))
HEADED = (("heading",) * 8, *RANGE[1:])


def best(work, *, times=1):
    """Return the seconds of the quickest round, for one of so many times; the work may not keep its results."""
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - started) / times)
    return min(rounds)


@pytest.fixture(autouse=True)
def as_in_an_office():
    """Let garbage be collected by nobody, as in the office: the tests' own heap would be looked through each time."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def told(capsys):
    """Return what shows a measured time beside its limit, and holds it to that."""

    def tell(what, seconds, limit):
        with capsys.disabled():
            print(f"\n{what}: {1e3 * seconds:.3f} ms (limit {1e3 * limit:g})", end="")  # noqa: T201 - for whoever asks
        assert seconds < limit

    return tell


@pytest.fixture
def echoing(client, fake_hikae):
    """Return a client whose worker is there and answers with the first argument."""
    asked = client(fake_hikae("while message := hear(): reply(message, value=message['arguments'][0])"))
    asked.call("NAME", ["started"])
    return asked


@pytest.mark.parametrize(("rows", "limit"), [(RANGE, 0.1), (HEADED, 0.3)], ids=["numbers", "with a heading"])
def test_a_large_range_goes_there_and_back_quickly(echoing, told, rows, limit):
    """Ten thousand rows of eight numbers, into a function and back, are no reason to wait."""
    told("10,000 x 8 there and back", best(lambda: echoing.call("NAME", [rows], cached=False)), limit)


def test_a_call_of_numbers_is_quick(echoing, told):
    """A thousand cells with a call each are recalculated in less than the time of a blink."""
    told("a call", best(lambda: echoing.call("NAME", ARGUMENTS, cached=False), times=200), 0.0005)


def test_a_kept_result_is_quicker(echoing, told):
    """What was asked before costs no way to the worker."""
    echoing.call("NAME", ARGUMENTS)
    told("a kept result", best(lambda: echoing.call("NAME", ARGUMENTS), times=200), 0.0001)


def test_a_worker_is_soon_ready(hikae, told, tmp_path, monkeypatch):
    """From nothing to the first answer of CDS_STATUS it takes a fraction of a second."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path))

    def first_answer():
        client = Client("functions", lambda: hikae)
        assert "value" in client.call("CDS_STATUS", [], cached=False)
        client.end()

    told("a worker's first answer", best(first_answer), 0.8)
