"""Who computes: threads of this process; what several share lies in a file; what is missing is said."""

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from addin.scale import crew as product
from addin.scale import member
from addin.scale.crew import ThisProcess, crew_of, in_order
from addin.scale.shared import Layout, Shared, laid, sharing
from calc.outcome import RefusedError, finding

ARRAYS = (np.arange(6.0).reshape(2, 3), np.arange(4), np.empty((0, 5)), np.array(["ab", "c"]))


def same(one, other):
    """Return whether arrays are equal in kind, shape and content."""
    return [(a.dtype, a.shape, a.tolist()) for a in one] == [(b.dtype, b.shape, b.tolist()) for b in other]


def test_what_is_shared_is_read_as_it_was():
    """Arrays of any kind and shape come back the same, as often as they are read."""
    with sharing(iter(ARRAYS)) as shared:
        assert same(shared.arrays(), ARRAYS)
        assert same(shared.arrays(), ARRAYS)


def test_what_is_shared_ends_with_its_run():
    """The file is private to the user and gone afterwards, also after a fault."""
    seen = []
    with suppress(KeyError), sharing(ARRAYS) as shared:
        seen.append(shared.path.stat().st_mode & 0o077)
        raise KeyError
    assert seen == [0]
    assert not shared.path.parent.exists()


def test_a_file_of_another_length_is_not_taken_for_ours(tmp_path):
    """What is shorter, longer or not there is not what a run shares."""
    path = tmp_path / "blocks"
    shared = Shared(path, (Layout("<f8", (2,)),))
    assert not shared.is_there()
    for size, expected in ((15, False), (16, True), (17, False)):
        path.write_bytes(bytes(size))
        assert shared.is_there() is expected


def test_a_disk_that_is_full_is_said(monkeypatch):
    """Where the file cannot be written, the run is refused."""

    def full(_path, _offset, _data):
        raise OSError(28, "no space")

    monkeypatch.setattr("addin.scale.shared.write_at", full)
    with pytest.raises(RefusedError) as said, sharing(ARRAYS):
        pass
    assert said.value.findings[0].code == "file_not_written"


def test_results_come_in_the_order_of_the_parts():
    """However long a part takes, its result stands where the part stood."""
    begun = [threading.Event() for _ in range(4)]

    def work(_shared, part):
        begun[part].set()
        if part % 2 == 0:
            assert begun[part + 1].wait(10)
        return part

    crew = ThisProcess(2)
    with crew.shared(()) as shared:
        assert list(crew.each(work, range(4), shared)) == [0, 1, 2, 3]


def test_no_more_parts_are_begun_than_asked_for():
    """With three ahead the fourth part is begun when the first has ended."""
    begun, ended = [], []
    for result in in_order(range(6), begin=lambda part: begun.append(part) or part, end=lambda part: part, ahead=3):
        ended.append(result)
        assert len(begun) - len(ended) <= 2
    assert ended == list(range(6))


def test_a_refusal_of_a_part_ends_the_run():
    """What a part raises is raised, and parts that wait are not begun."""
    done = []

    def work(_shared, part):
        if part == 1:
            raise RefusedError([finding("scale_positions", account="A")])
        done.append(part)

    crew = ThisProcess(1)
    with pytest.raises(RefusedError), crew.shared(()) as shared:
        list(crew.each(work, range(100), shared))
    assert len(done) < 10


def test_without_a_cluster_nothing_of_dask_is_loaded():
    """Threads of this process compute where no cluster is asked for, and Dask stays on the disk."""
    code = "import sys; from addin.scale.crew import crew_of; from addin.scale import stress, backtest\n"
    code += "with crew_of() as crew: print(type(crew).__name__, 'distributed' in sys.modules)"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert made.stdout.split() == ["ThisProcess", "False"]


def test_without_the_extra_a_cluster_is_refused(monkeypatch):
    """Where Dask is not installed, the finding names what is missing."""
    monkeypatch.delitem(sys.modules, "addin.scale.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(RefusedError) as said, crew_of("local"):
        pass
    (found,) = said.value.findings
    assert found.code == "scale_extra_missing"
    assert dict(found.details)["package"] in {"dask", "distributed"}


def test_a_crew_has_a_thread_for_each_processor():
    """At least one processor is there, and no more than the computer has."""
    assert 1 <= product.processors() <= 4096


class Worker:
    """What Dask gives a function that asks for its worker."""

    def __init__(self, folder):
        self.local_directory = str(folder)


@pytest.fixture
def sent(tmp_path):
    """Return a function that sends arrays of a run to this process as if it were a worker."""

    def send(run, numbered):
        for number, array in numbered:
            member.received(run, number, array, Worker(tmp_path))

    yield send
    member.forgotten("R")


LAYOUTS = tuple(map(laid, ARRAYS))


def test_a_worker_holds_what_it_was_sent(sent, tmp_path):
    """After the last array it holds the run, and gives it up when told to."""
    sent("R", list(enumerate(ARRAYS))[:-1])
    assert not member.holds("R", LAYOUTS)
    sent("R", [(3, ARRAYS[3])])
    assert member.holds("R", LAYOUTS)
    member.forgotten("R")
    assert not member.holds("R", LAYOUTS)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_missed_an_array_does_not_hold_the_run(sent):
    """Who came after the first array, or lost one between, lacks the run until all are sent again."""
    sent("R", list(enumerate(ARRAYS))[1:])
    assert not member.holds("R", LAYOUTS)
    sent("R", [(0, ARRAYS[0]), (2, ARRAYS[2]), (3, ARRAYS[3])])
    assert not member.holds("R", LAYOUTS)
    sent("R", enumerate(ARRAYS))
    assert member.holds("R", LAYOUTS)


def test_a_worker_reads_a_file_that_it_can_see(tmp_path):
    """On the computer of the run nothing is sent, and the run's own file is left to it."""
    with sharing(ARRAYS) as shared:
        assert member.adopted("R", shared)
        member.forgotten("R")
        assert shared.is_there()
    assert not member.adopted("R", Shared(Path(tmp_path) / "blocks", LAYOUTS))


def test_versions_name_what_figures_depend_on():
    """Product, engine, interpreter, libraries and processor are told, each with something in it."""
    told = member.versions()
    assert set(told) == {"hikae", "engine", "python", "numpy", "numba", "llvmlite", "processor"}
    assert all(told.values())
