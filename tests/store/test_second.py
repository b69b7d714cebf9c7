import os
import signal
import stat
import time
from itertools import count

import pytest

from addin.store import raw
from addin.store import second as second_module
from addin.store.chain import canonical
from addin.store.journal import Journal
from addin.store.second import SecondCopy, copy_name, copy_state


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Wait long for the writer to start, as a busy machine may be slow; tests of the patience set it themselves."""
    monkeypatch.setattr(second_module, "PATIENCE", 30.0)


@pytest.fixture
def patience(monkeypatch, second):
    """Return what sets how long a place may cost the desk."""

    def to(seconds):
        monkeypatch.setattr(second_module, "PATIENCE", seconds)
        second._patience = seconds  # noqa: SLF001 - as it is at the start

    return to


@pytest.fixture
def place(tmp_path):
    """Return a second place that is there."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def second(home, place):
    """Return the second copy of a home in that place, ended after the test."""
    copy = SecondCopy(home, place)
    yield copy
    copy.close()


@pytest.fixture
def journal(home, second):
    """Return a journal with a second copy."""
    with Journal(home, after_commit=second) as opened:
        yield opened


def copy_of(place):
    """Return the lines of the only copy in a place, without its header."""
    (path,) = place.glob(copy_name("*"))
    return path.read_bytes().splitlines(keepends=True)[1:]


def lines_of(home):
    """Return what the copy of a home must hold."""
    return [second_module.line_of(row) for row in raw.rows_after(home, 0)]


def codes(journal):
    """Return the codes of what a journal found, without the note that both are on one disk."""
    return [found.code for found in journal.findings if found.code != "second_copy_same_disk"]


def process_of(second):
    """Return the process that writes the copy."""
    return second._child._process  # noqa: SLF001 - what happens to it is the subject


def test_an_entry_is_in_the_copy_before_it_is_told(home, journal, place):
    """Whoever is told that an entry is recorded finds it in the second place already."""
    seen = []
    look = lambda entry: seen.append(entry.hash.encode() in copy_of(place)[0])  # noqa: E731 - one look
    journal.append_all([("a", {"i": 1})], on_recorded=look)
    assert (seen, codes(journal)) == ([True], [])
    assert copy_of(place) == lines_of(home)


def test_the_copy_is_private_and_named_by_its_record(journal, place):
    """The copy belongs to the user alone, and its name holds the id of the record."""
    journal.append("a", {})
    path = place / copy_name(journal.record_id())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_record_that_was_there_is_copied_whole(record, place):
    """The first append with a second place brings everything recorded before."""
    second = SecondCopy(record, place)
    with Journal(record, after_commit=second) as journal:
        journal.append("a", {})
    second.close()
    assert copy_of(place) == lines_of(record)


def test_a_run_that_adds_nothing_catches_up_too(record, place):
    """Recording again what is there brings the copy to it."""
    second = SecondCopy(record, place)
    with Journal(record, after_commit=second) as journal:
        assert not journal.append("test.number", {"i": 3, "text": "値 3"}).added
    second.close()
    assert len(copy_of(place)) >= 3


@pytest.mark.parametrize("body", [{"cell": "\ud83d\ude00"}, {"text": "長" * 200_000}])
def test_every_body_is_copied_to_the_byte(home, journal, place, body):
    """A body that reads back as another text, and one longer than a request, stand in the copy as they were hashed."""
    journal.append("a", body)
    journal.append("a", {"after": canonical(body)[:20].isascii()})
    assert copy_of(place) == lines_of(home)


def test_a_missing_place_is_said_and_caught_up(home, tmp_path):
    """Without the place work goes on and says so; the first append that reaches it brings everything missing."""
    second = SecondCopy(home, tmp_path / "stick")
    with Journal(home, after_commit=second) as journal:
        journal.append("a", {"i": 1})
        assert codes(journal) == ["second_copy_missing"]
        assert copy_state(journal.findings) == "控えなし / no second copy"
        (tmp_path / "stick").mkdir()
        journal.append("a", {"i": 2})
    second.close()
    assert copy_of(tmp_path / "stick") == lines_of(home)


def test_a_place_is_never_made(home, tmp_path):
    """A folder that is not there is not made: it may be where a stick should be."""
    second = SecondCopy(home, tmp_path / "stick")
    with Journal(home, after_commit=second) as journal:
        journal.append("a", {})
    second.close()
    assert not (tmp_path / "stick").exists()


def test_a_place_that_cannot_be_written_is_said(home, tmp_path):
    """A place that refuses is named with the system's reason."""
    (tmp_path / "stick").touch()
    second = SecondCopy(home, tmp_path / "stick")
    with Journal(home, after_commit=second) as journal:
        journal.append("a", {})
        (found,) = journal.findings
    second.close()
    assert dict(found.details)["reason_en"] == "a part of the path is not a folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_hung_place_costs_two_seconds_once(journal, second, place, patience):
    """A writer that stands still costs one append at most two seconds, and the appends after it next to nothing."""
    journal.append("a", {"i": 0})
    patience(2.0)
    os.kill(process_of(second).pid, signal.SIGSTOP)
    took = []
    for number in range(1, 6):
        started = time.perf_counter()
        journal.append("a", {"i": number})
        took.append(time.perf_counter() - started)
    assert 1.5 < took[0] < 3.0  # the append itself included, on a busy machine
    assert max(took[1:]) < 1.0
    assert codes(journal) == ["second_copy_missing"]
    assert len(copy_of(place)) == 1


def test_a_writer_that_goes_on_catches_up(home, journal, second, place, patience):
    """When a writer that stood still goes on, the next appends bring the copy up to date."""
    journal.append("a", {"i": 0})
    patience(0.3)
    os.kill(process_of(second).pid, signal.SIGSTOP)
    journal.append("a", {"i": 1})
    os.kill(process_of(second).pid, signal.SIGCONT)
    until(lambda: journal.append("a", {"i": time.perf_counter()}) and copy_of(place) == lines_of(home))


def test_a_writer_that_never_goes_on_is_replaced(home, journal, second, place, patience):
    """A writer that stays silent is ended, and a new one brings the copy up to date."""
    journal.append("a", {"i": 0})
    patience(0.3)
    stopped = process_of(second)
    os.kill(stopped.pid, signal.SIGSTOP)
    journal.append("a", {"i": 1})
    until(lambda: journal.append("a", {"i": time.perf_counter()}) and copy_of(place) == lines_of(home))
    assert stopped.wait(5) == -signal.SIGKILL


def test_a_writer_that_died_is_replaced(home, journal, second, place):
    """A writer that was killed costs one entry's copy, until the next append."""
    journal.append("a", {"i": 0})
    process_of(second).kill()
    journal.append("a", {"i": 1})
    assert codes(journal) == ["second_copy_missing"]
    journal.append("a", {"i": 2})
    assert copy_of(place) == lines_of(home)


def until(holds, seconds=15):
    """Try again until something holds."""
    end = time.perf_counter() + seconds
    while not holds():
        assert time.perf_counter() < end
        time.sleep(0.05)


def test_an_altered_copy_is_said_and_left(journal, place):
    """A copy in which somebody changed a value is told as an error and left as it is."""
    journal.append("a", {"i": 0})
    (path,) = place.iterdir()
    path.write_bytes(path.read_bytes().replace(b'"i":0', b'"i":7'))
    altered = path.read_bytes()
    journal.append("a", {"i": 1})
    assert (codes(journal), path.read_bytes()) == (["second_copy_differs"], altered)


def test_a_copy_that_went_on_elsewhere_is_said_and_left(journal, place, home, tmp_path):
    """A copy with entries that this record does not have, as after a restore elsewhere, is left as it is."""
    journal.append("a", {"i": 0})
    for source in home.iterdir():
        (tmp_path / "other").mkdir(exist_ok=True)
        (tmp_path / "other" / source.name).write_bytes(source.read_bytes())
    elsewhere = SecondCopy(tmp_path / "other", place)
    with Journal(tmp_path / "other", after_commit=elsewhere) as other:
        other.append("a", {"elsewhere": 1})
    elsewhere.close()
    before = copy_of(place)
    journal.append("a", {"here": 1})
    assert (codes(journal), copy_of(place)) == (["second_copy_differs"], before)


def test_two_writers_share_one_copy(home, place):
    """Two processes' writers append to one copy in turn, and nothing stands twice or is missing."""
    one, two = SecondCopy(home, place), SecondCopy(home, place)
    with Journal(home, after_commit=one) as first, Journal(home, after_commit=two) as other:
        for number in range(5):
            first.append("a", {"one": number})
            other.append("a", {"two": number})
        assert codes(first) + codes(other) == []
    one.close()
    two.close()
    assert copy_of(place) == lines_of(home)


def test_what_cannot_be_brought_in_time_is_said(record, place, monkeypatch):
    """A copy that is too far behind for two seconds is told as behind, and the next appends go on with it."""
    monkeypatch.setattr(second_module, "BATCH", 10)
    second = SecondCopy(record, place)
    clock = count()
    monkeypatch.setattr(second_module, "seconds", lambda: next(clock) * 4.0)
    with Journal(record, after_commit=second) as journal:
        journal.append("a", {})
        assert codes(journal) == ["second_copy_behind"]
        for number in range(400):
            journal.append("b", {"i": number})
            if len(copy_of(place)) >= 2:
                break
            time.sleep(0.005)  # the record's own disk may be so quick that nobody else gets a turn
    second.close()
    assert len(copy_of(place)) >= 2


def test_time_that_ends_in_the_middle_of_catching_up_is_no_missing_place(record, place, monkeypatch):
    """A place that answered and only has too much to take is behind, not missing, and waited for again."""
    monkeypatch.setattr(second_module, "BATCH", 10)
    second = SecondCopy(record, place)
    answers = second_module._Child.answer  # noqa: SLF001 - the moment in between
    asked = []

    def slow(child, until):
        asked.append(until)
        return answers(child, until) if len(asked) < 4 else None

    monkeypatch.setattr(second_module._Child, "answer", slow)  # noqa: SLF001 - the moment in between
    with Journal(record, after_commit=second) as journal:
        journal.append("a", {})
        assert codes(journal) == ["second_copy_behind"]
    second.close()


def test_the_same_disk_is_said_once(journal):
    """A copy on the disk of the record itself is allowed, and said as information."""
    journal.append("a", {"i": 0})
    journal.append("a", {"i": 1})
    assert [found.code for found in journal.findings] == ["second_copy_same_disk"]
    assert copy_state(journal.findings) == ""


def test_a_forked_process_gets_a_writer_of_its_own(home, journal, second, place):
    """A process forked from one that records never shares its writer's pipes."""
    journal.append("a", {"i": 0})
    second._child.owner = 0  # noqa: SLF001 - as it is in a forked process
    inherited = process_of(second)
    journal.append("a", {"i": 1})
    assert process_of(second).pid != inherited.pid
    assert copy_of(place) == lines_of(home)
    inherited.stdin.close()
    inherited.wait(5)
