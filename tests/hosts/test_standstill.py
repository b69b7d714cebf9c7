"""An office that stands still fails its test in time: nothing here may wait for ever."""

import os
import signal
import time

import pytest


@pytest.fixture
def impatient(hosts, tmp_path, monkeypatch):
    """Return an office of its own that is given a second for each answer; no add-in, so that it starts at once."""
    running = hosts.Office(tmp_path)
    monkeypatch.setattr(hosts, "ANSWER_SECONDS", 1.0)
    yield running
    running.stop()


def test_an_office_that_stands_still_is_ended(hosts, impatient):
    """A stopped office fails the command that waits for it, is ended, and every later command fails at once."""
    for pid in impatient.processes("soffice"):
        os.kill(pid, signal.SIGSTOP)
    started = time.monotonic()
    with pytest.raises(hosts.OfficeError, match="did not answer"):
        impatient.ask("configured", path="/org.openoffice.Setup/Product/ooName")
    assert time.monotonic() - started < 10.0
    assert impatient.process.poll() is not None
    for _ in range(2):
        with pytest.raises(hosts.OfficeError):
            impatient.ask("terminate")
    assert time.monotonic() - started < 11.0


def test_a_driver_that_stands_still_is_ended(hosts, impatient):
    """The program between the tests and the office cannot hold a test either, however much it is sent."""
    os.kill(impatient.driver.pid, signal.SIGSTOP)
    started = time.monotonic()
    with pytest.raises(hosts.OfficeError, match="did not answer"):
        impatient.ask("open", path="x" * 1_000_000)
    assert time.monotonic() - started < 10.0


def test_answers_have_less_time_than_a_test(hosts, pytestconfig):
    """The time for an answer ends before a test's own time: after that one nothing would end the wait."""
    assert float(pytestconfig.getini("timeout")) > hosts.ANSWER_SECONDS
