"""A cluster that cannot be used is refused with what is wrong with it, before the run or in its middle."""

import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import work_cases
from scale_cases import many_parts, run

from addin.scale import clients, member
from addin.scale import cluster as product
from addin.scale.crew import LOCAL, crew_of
from calc.outcome import Place, RefusedError

NOWHERE = "tcp://127.0.0.1:1"


def refused(address, computed=run, **given):
    """Return the code that a run on a cluster is refused with, and its details."""
    with pytest.raises(RefusedError) as said, crew_of(address) as crew:
        computed(crew, **given)
    (found,) = said.value.findings
    return found.code, dict(found.details)


def each_of(work):
    """Return what lets a crew compute one part."""

    def computed(crew):
        with crew.shared([np.ones(1)]) as shared:
            return list(crew.each(work, ["A"], shared))

    return computed


def test_a_scheduler_that_is_lost_is_said_at_once(cluster, monkeypatch):
    """A scheduler killed in the middle ends the run with its address; what was computed is given to nobody twice."""
    many_parts(monkeypatch)
    with cluster(workers=1) as made:

        def before(account):
            if account == 30:
                os.kill(made.scheduler.pid, signal.SIGKILL)

        assert refused(made.address, before=before) == ("scale_scheduler_lost", {"address": made.address})


@pytest.mark.long
def test_a_scheduler_lost_before_the_parts_is_said(cluster):
    """One that ends after it was found to be there is lost as well."""
    with cluster(workers=1) as made:

        def computed(crew):
            os.kill(made.scheduler.pid, signal.SIGKILL)
            run(crew)

        assert refused(made.address, computed) == ("scale_scheduler_lost", {"address": made.address})


def test_work_that_ends_every_worker_is_given_up(cluster):
    """A part that no worker survives ends the run instead of all workers for ever."""
    with cluster(workers=1, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as made:
        code, details = refused(made.address, each_of(work_cases.deadly))
        assert code == "scale_worker_lost"
        assert details["worker"].startswith("tcp://127.0.0.1:")


def test_a_cluster_without_workers_is_refused(cluster, monkeypatch):
    """A scheduler that nobody computes for is said after some patience."""
    monkeypatch.setattr(product, "PATIENCE_SECONDS", 2)
    with cluster(workers=0) as made:
        assert refused(made.address) == ("scale_workers_missing", {"address": made.address, "seconds": "2"})


@pytest.mark.long
def test_workers_that_all_end_are_not_waited_for_without_end(cluster, monkeypatch):
    """When the last worker was killed and none comes, the run ends after some patience."""
    monkeypatch.setattr(product, "PATIENCE_SECONDS", 2)
    many_parts(monkeypatch)
    with cluster(workers=1) as made:

        def before(account):
            if account == 30:
                os.kill(made.processes[1].pid, signal.SIGKILL)

        assert refused(made.address, before=before)[0] == "scale_workers_missing"


@pytest.mark.parametrize("address", [NOWHERE, "carrier-pigeon://10"])
def test_an_address_without_a_scheduler_is_refused(monkeypatch, address):
    """Nobody there, and what is no address, are said with the address."""
    monkeypatch.setattr(clients, "CONNECTING_SECONDS", 1)
    code, details = refused(address)
    assert (code, details["address"]) == ("scale_unreachable", address)
    assert details["reason"]


@pytest.mark.parametrize("words", [b"", b"HTTP/1.0 400 Bad request\r\n\r\n", bytes(range(256)) * 9])
def test_another_program_at_the_address_is_refused(monkeypatch, words):
    """A program that is no scheduler is told from one, whether it says nothing or something else."""
    monkeypatch.setattr(clients, "CONNECTING_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as beside:

        def answer():
            other, _ = server.accept()
            other.sendall(words)
            return other

        answered = beside.submit(answer)
        assert refused(f"tcp://127.0.0.1:{server.getsockname()[1]}")[0] == "scale_unreachable"
        answered.result(timeout=5).close()


def test_processes_that_cannot_be_started_are_said(monkeypatch):
    """Where this computer starts no process, the run is refused with the reason."""

    def failing(**_options):
        raise RuntimeError("Nanny failed to start.")

    monkeypatch.setattr(clients, "LocalCluster", failing)
    assert refused(LOCAL) == ("scale_unreachable", {"address": LOCAL, "reason": "Nanny failed to start."})


@pytest.mark.long
def test_a_worker_of_another_version_is_refused(cluster, tmp_path):
    """A worker whose installation says another version is named, with both versions."""
    other = tmp_path / "other" / "hikae-9.9.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: hikae\nVersion: 9.9\n", encoding="utf-8")
    with cluster(workers=1) as made:
        made.worker(PYTHONPATH=str(other.parent))
        code, details = refused(made.address)
    assert (code, details["name"], details["found"]) == ("scale_version", "hikae", "9.9")
    assert details["expected"] == member.versions()["hikae"]


def test_a_worker_of_another_version_that_comes_later_is_refused(cluster, tmp_path, monkeypatch):
    """A worker that joins in the middle is asked for its version before its first figure counts."""
    many_parts(monkeypatch)
    other = tmp_path / "other" / "hikae-9.9.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: hikae\nVersion: 9.9\n", encoding="utf-8")
    with cluster(workers=1) as made:

        def before(account):
            if account == 30:
                made.worker(PYTHONPATH=str(other.parent))
                os.kill(made.processes[1].pid, signal.SIGKILL)

        assert refused(made.address, before=before)[0] == "scale_version"


@pytest.fixture
def hidden(tmp_path):
    """Return the path of an environment in which this program is not."""
    folder = tmp_path / "hidden" / "addin"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'addin'\")\n", encoding="utf-8")
    return str(folder.parent)


def test_a_worker_without_the_program_is_refused(cluster, hidden):
    """A worker started from an environment without this program is named."""
    with cluster(workers=1) as made:
        made.worker(PYTHONPATH=hidden)
        code, details = refused(made.address)
    assert code == "scale_package"
    assert "No module named" in details["reason"]


@pytest.mark.long
def test_a_worker_without_the_program_that_is_left_alone_is_refused(cluster, hidden, monkeypatch):
    """One that joins in the middle and stays the only one, which Dask may end, ends the run."""
    monkeypatch.setattr(product, "PATIENCE_SECONDS", 2)
    many_parts(monkeypatch)
    with cluster(workers=1) as made:

        def before(account):
            if account == 30:
                made.worker(PYTHONPATH=hidden)
                os.kill(made.processes[1].pid, signal.SIGKILL)

        assert refused(made.address, before=before)[0] in {"scale_package", "scale_workers_missing"}


def test_a_worker_that_keeps_nothing_is_given_up(two_workers, monkeypatch):
    """Who lacks what it was given however often ends the run, and is named."""
    monkeypatch.setattr(member, "computed", work_cases.forgetful)
    code, details = refused(two_workers.address, each_of(work_cases.total))
    assert (code, details["times"]) == ("scale_arrays_lost", str(product.MOST_BEGUN))
    assert details["worker"].startswith("tcp://127.0.0.1:")


def test_a_worker_that_hangs_is_said(cluster, monkeypatch):
    """Where a worker that is stopped does not answer, the run ends after some patience."""
    monkeypatch.setattr(product, "ANSWER_SECONDS", 1)
    with cluster(workers=1) as made:
        os.kill(made.processes[1].pid, signal.SIGSTOP)
        assert refused(made.address) == ("scale_worker_silent", {"address": made.address, "seconds": "1"})


def test_a_refusal_on_a_worker_comes_as_it_was(two_workers):
    """A finding that a part ends with arrives with its place and its details."""
    with pytest.raises(RefusedError) as said, crew_of(two_workers.address) as crew:
        each_of(work_cases.refusing)(crew)
    (found,) = said.value.findings
    assert (found.code, found.place, dict(found.details)) == (
        "scale_positions",
        Place("positions.csv", 3),
        {"account": "A"},
    )


def test_what_was_sent_is_taken_back_when_a_run_is_refused(two_workers, monkeypatch):
    """After a part was refused nothing of the run is left on the workers."""
    monkeypatch.setattr(member, "adopted", work_cases.far)
    assert refused(two_workers.address, each_of(work_cases.refusing))[0] == "scale_positions"
    assert list(two_workers.folder.rglob("hikae-*")) == []


def test_a_fault_of_the_work_is_no_lost_scheduler(two_workers):
    """An error of the system on a worker stays that error."""
    with pytest.raises(FileNotFoundError), crew_of(two_workers.address) as crew:
        each_of(work_cases.unreadable)(crew)
