"""Clusters of real processes on this computer, started as a firm would start its own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "margin"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

WAIT_SECONDS = 90


class Started:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder, **environment):
        self.folder, self.environment, self.processes = folder, environment, []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._said(self.scheduler, "Scheduler at:").split()[-1]

    def worker(self, *options, ready="Registered to:", **environment):
        """Start a worker, and return its process once it has said what is expected of it."""
        options = options or ("--no-nanny",)
        made = self._start("worker", self.address, "--nthreads", "1", *options, **environment)
        self._said(made, ready)
        return made

    def _start(self, program, *options, **environment):
        log = self.folder / f"{program}-{len(self.processes)}.log"
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{program}",
            *options,
            "--dashboard-address",
            "127.0.0.1:0",
        ]
        command += ["--local-directory", str(self.folder)] if program == "worker" else []
        env = {**os.environ, **self.environment, **environment}
        env["PYTHONPATH"] = os.pathsep.join(filter(None, (environment.get("PYTHONPATH"), str(HERE))))
        with log.open("wb") as out:
            made = subprocess.Popen(command, stdout=out, stderr=out, env=env, cwd=self.folder, start_new_session=True)
        made.log = log
        self.processes.append(made)
        return made

    def _said(self, process, words):
        """Return the line of a process's log that holds the words, once it is there."""
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until and process.poll() is None:
            for line in process.log.read_text("utf-8").splitlines():
                if words in line:
                    return line
            time.sleep(0.05)
        raise AssertionError(process.log.read_text("utf-8"))

    def end(self):
        """End whatever still runs, with the children that a nanny has."""
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def cluster_in(folder, *, workers, **environment):
    """Give a scheduler with so many workers."""
    made = Started(folder, **environment)
    try:
        for _ in range(workers):
            made.worker()
        yield made
    finally:
        made.end()


@pytest.fixture(scope="session")
def two_workers(tmp_path_factory):
    """Give a cluster of two workers that nobody harms."""
    with cluster_in(tmp_path_factory.mktemp("two"), workers=2) as made:
        yield made


@pytest.fixture
def cluster(tmp_path):
    """Return a function that gives a cluster of so many workers for one test."""
    return lambda **asked: cluster_in(tmp_path, **asked)
