"""Separate processes compute the same yen, however many there are, whoever ends and whoever comes."""

import os
import signal
import tempfile

import numpy as np
import pytest
import work_cases
from distributed import Client
from scale_cases import at_once, many_parts, plain, run

from addin.scale import member
from addin.scale.crew import LOCAL, crew_of
from calc.margin.base import StressMode
from calc.outcome import RefusedError


def killer(pid, *, at=30):
    """Return what kills a process without notice when an account is about to be computed."""

    def before(account):
        if account == at:
            os.kill(pid, signal.SIGKILL)

    return before


@pytest.mark.long
def test_any_number_of_workers_gives_the_same_bits(cluster, monkeypatch):
    """One, two and three processes give what all gains at once give, to the last bit."""
    many_parts(monkeypatch)
    with cluster(workers=0) as made:
        for _ in range(3):
            made.worker()
            with crew_of(made.address) as crew:
                assert plain(run(crew)) == at_once()


@pytest.mark.parametrize("mode", list(StressMode))
def test_every_stress_mode_gives_the_same_bits(two_workers, mode):
    """Stress scenarios in the sample, as a floor or left out: two processes give what all gains at once give."""
    with crew_of(two_workers.address) as crew:
        assert plain(run(crew, stress_mode=mode)) == at_once(stress_mode=mode)


@pytest.mark.parametrize("size", [1, 7, 61])
def test_any_parts_on_a_cluster_give_the_same_bits(two_workers, monkeypatch, size):
    """Parts of one account, of seven and of all are computed to the same bits."""
    many_parts(monkeypatch, number=size)
    with crew_of(two_workers.address) as crew:
        assert plain(run(crew)) == at_once()


def test_two_runs_follow_one_another_on_one_crew(two_workers):
    """What the first run left does not stand in the second one's way."""
    with crew_of(two_workers.address) as crew:
        assert plain(run(crew)) == plain(run(crew))


@pytest.mark.long
def test_a_worker_killed_in_the_middle_changes_nothing(cluster, monkeypatch):
    """Of two workers one is killed when half the accounts are under way: every figure is the same."""
    many_parts(monkeypatch)
    with cluster(workers=2) as made, crew_of(made.address) as crew:
        assert plain(run(crew, before=killer(made.processes[1].pid))) == at_once()


def test_the_only_worker_killed_is_waited_for(cluster, monkeypatch):
    """A worker that its keeper starts again is given anew what it needs, and the run goes on."""
    many_parts(monkeypatch)
    with cluster(workers=0) as made:
        made.worker("--nanny")
        with Client(made.address, set_as_default=False) as client:
            (pid,) = client.run(os.getpid).values()
        with crew_of(made.address) as crew:
            assert plain(run(crew, before=killer(pid))) == at_once()


@pytest.mark.long
def test_a_worker_that_comes_in_the_middle_helps(cluster, monkeypatch):
    """The first worker ends as soon as a second one is there, which was given nothing at the start."""
    many_parts(monkeypatch)
    with cluster(workers=1) as made, crew_of(made.address) as crew:

        def before(account):
            if account == 30:
                made.worker()
                killer(made.processes[1].pid)(account)

        assert plain(run(crew, before=before)) == at_once()


def test_workers_of_another_computer_are_sent_what_they_need(cluster, monkeypatch):
    """Workers that cannot read the file are sent its arrays, also the one that comes in the middle."""
    many_parts(monkeypatch)
    monkeypatch.setattr(member, "adopted", work_cases.far)
    with cluster(workers=1) as made, crew_of(made.address) as crew:

        def before(account):
            if account == 30:
                made.worker()
                killer(made.processes[1].pid)(account)

        assert plain(run(crew, before=before)) == at_once()


def test_a_worker_that_cannot_keep_what_it_is_sent_ends_the_run(two_workers, monkeypatch):
    """Where a worker's disk is full, the run is refused with the worker's own finding, and not tried for ever."""
    monkeypatch.setattr(member, "adopted", work_cases.far)
    monkeypatch.setattr(member, "received", work_cases.full)
    with pytest.raises(RefusedError, match="file_not_written"), crew_of(two_workers.address) as crew:
        run(crew)


def test_what_is_sent_arrives_as_it_was(two_workers, monkeypatch):
    """Arrays of several kinds and shapes, also empty ones, are the same on workers that were sent them."""
    monkeypatch.setattr(member, "adopted", work_cases.far)
    arrays = [np.arange(6.0).reshape(2, 3), np.arange(4), np.empty((0, 5)), np.full((1, 1, 1), 0.5)]
    with crew_of(two_workers.address) as crew, crew.shared(arrays) as shared:
        assert list(crew.each(work_cases.total, range(9), shared)) == [(part, 21.5) for part in range(9)]
        assert len(list(two_workers.folder.rglob("hikae-*"))) == 2
    assert list(two_workers.folder.rglob("hikae-*")) == []


def test_the_processors_of_this_computer_give_the_same_bits(monkeypatch, tmp_path):
    """`local` starts processes, computes the same and leaves none of them behind, nor anything of theirs."""
    many_parts(monkeypatch)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with crew_of(LOCAL) as crew:
        assert plain(run(crew)) == at_once()
    assert children_of(os.getpid()) == []
    assert list(tmp_path.iterdir()) == []


def children_of(pid):
    """Return the processes that a process has started and that still run."""
    import psutil  # noqa: PLC0415 - Dask brings it

    def runs(process):
        try:
            return "multiprocessing.spawn" in " ".join(process.cmdline())
        except psutil.NoSuchProcess:  # it ended, and waits at most for its parent to take note
            return False

    return [each for each in psutil.Process(pid).children() if runs(each)]
