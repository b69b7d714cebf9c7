"""Runs in processes of their own: memory that does not grow, an interrupt, connections under TLS."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import dask
import psutil
import pytest
from distributed import Security
from scale_cases import at_once, plain, run

from addin.scale.crew import crew_of
from calc.outcome import RefusedError

HERE = Path(__file__).parent
MEGABYTE = 1_000_000


def most_memory(accounts, scenarios):
    """Return the most memory of a run of a size, in bytes."""
    command = [sys.executable, str(HERE / "memory_child.py"), str(accounts), str(scenarios)]
    return int(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)


def test_four_times_the_accounts_take_no_more_memory():
    """Of 2,000 and of 8,000 accounts, whose gains alone would be 200 MB more, the process is as large."""
    assert abs(most_memory(8_000, 4_096) - most_memory(2_000, 4_096)) < 50 * MEGABYTE


@pytest.mark.long
def test_four_times_the_scenarios_take_hardly_more_memory():
    """Of 25,000 and of 100,000 scenarios, whose value changes alone would be 60 MB more, the process is as large."""
    assert abs(most_memory(200, 100_000) - most_memory(200, 25_000)) < 40 * MEGABYTE


def test_an_interrupt_ends_every_process():
    """Ctrl-C, which a terminal sends to all, ends run and workers at once and without a traceback."""
    command = [sys.executable, str(HERE / "interrupted_child.py")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(command, **pipes, start_new_session=True) as made:
        assert made.stdout.readline() == "under way\n"
        workers = psutil.Process(made.pid).children(recursive=True)
        os.killpg(made.pid, signal.SIGINT)
        _, said = made.communicate(timeout=60)
    assert (made.returncode, said) == (3, "")
    assert psutil.wait_procs(workers, timeout=20)[1] == []
    assert workers


def test_an_interrupt_while_processes_start_ends_every_one():
    """Ctrl-C before the first worker is there ends the run without a traceback, and all that had been started."""
    command = [sys.executable, str(HERE / "interrupted_child.py")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(command, **pipes, start_new_session=True) as made:
        while len(started := psutil.Process(made.pid).children(recursive=True)) < 2:  # the first keeps count of others
            assert made.poll() is None
        os.killpg(made.pid, signal.SIGINT)
        told = made.communicate(timeout=60)
    assert (made.returncode, *told) == (3, "", "")
    assert psutil.wait_procs(started, timeout=20)[1] == []


@pytest.fixture
def tls(tmp_path):
    """Return the environment and the configuration of connections under TLS, with certificates in files."""
    made = Security.temporary()
    (tmp_path / "certificate.pem").write_text(made.tls_ca_file, encoding="ascii")
    (tmp_path / "key.pem").write_text(made.tls_client_key, encoding="ascii")
    told = {"ca-file": str(tmp_path / "certificate.pem")}
    for role in ("client", "scheduler", "worker"):
        told |= {f"{role}.cert": told["ca-file"], f"{role}.key": str(tmp_path / "key.pem")}
    settings = {f"distributed.comm.tls.{name}": value for name, value in told.items()}
    settings["distributed.comm.require-encryption"] = True
    environment = {
        f"DASK_{name.replace('.', '__').replace('-', '_').upper()}": str(value) for name, value in settings.items()
    }
    return environment, settings


def test_a_cluster_under_tls_gives_the_same_bits(cluster, tls):
    """With Dask's settings for certificates the run goes through encrypted connections; without them, not at all."""
    environment, settings = tls
    with cluster(workers=0, **environment) as made:
        made.worker("--no-nanny", "--protocol", "tls")
        assert made.address.startswith("tls://")
        with dask.config.set(settings), crew_of(made.address) as crew:
            assert plain(run(crew)) == at_once()
        with pytest.raises(RefusedError) as said, crew_of(made.address):
            pass
    assert said.value.findings[0].code == "scale_unreachable"
