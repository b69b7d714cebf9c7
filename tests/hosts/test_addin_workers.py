import json
import os
import signal
import threading
import time
import zipfile
from pathlib import Path

UPFRONT = "=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,F1)"
NOT_AVAILABLE = "#N/A"


def wait_until(condition, seconds=5.0):
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def fresh(office, document):
    """Return the process id of a new worker that computed every cell of a book; 再試行 leaves nothing kept."""
    office.press(document, "RETRY")
    (worker,) = office.workers("functions")
    return worker


def stopped(worker, *, dies_after=None):
    """Let a worker stand still, and die after some seconds if they are given; returns who sees to that."""
    os.kill(worker, signal.SIGSTOP)
    killer = threading.Timer(dies_after or 0.0, os.kill, (worker, signal.SIGKILL))
    if dies_after:
        killer.start()
    return killer


def spread(office, document, value):
    """Type a spread: nothing that was kept answers for a new one."""
    office.ask("write", document=document, sheet="計算", cell="C1", value=value)


def column(office, document):
    """Return the fifty values of column M."""
    return [value for (value,) in office.ask("values", document=document, sheet="計算", area="M1:M50")]


def killed(office, worker):
    """Kill a worker and wait until it is gone."""
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker not in office.workers("functions"))


def test_a_worker_killed_between_two_recalculations_is_replaced(office, book, number):
    """After the worker was killed the next recalculation shows the right number from a new one."""
    with office.opened(book(A3=UPFRONT)) as document:
        worker = fresh(office, document)
        killed(office, worker)
        spread(office, document, 56.0)
        assert isinstance(office.cells(document)["A3"]["value"], float)
        spread(office, document, 55.95)
        assert office.cells(document)["A3"]["value"] == number
        assert office.workers("functions") not in ([], [worker])


def test_a_worker_killed_in_a_call_is_an_error_and_replaced_after_it(office, book, number):
    """A worker that dies while it is asked costs that value, which is a true error; the next recalculation is right."""
    with office.opened(book(A3=UPFRONT)) as document:
        worker = fresh(office, document)
        killer = stopped(worker, dies_after=0.2)
        spread(office, document, 56.0)
        assert office.cells(document)["A3"]["text"] == NOT_AVAILABLE
        killer.join()
        spread(office, document, 55.95)
        assert office.cells(document)["A3"]["value"] == number
        assert office.workers("functions") not in ([], [worker])


def test_a_stopped_worker_freezes_a_sheet_of_fifty_cells_once(office, book, told):
    """Fifty cells on a worker that stands still wait five seconds all together, and are right after that."""
    states = {f"M{row}": "=LEFT(CDS_STATUS(),5)" for row in range(1, 51)}  # nothing is kept of CDS_STATUS
    with office.opened(book(**states)) as document:
        worker = fresh(office, document)
        assert column(office, document) == ["Hikae"] * 50
        stopped(worker)
        told("fifty cells of a stopped worker", office.ask("recalculate", document=document), 8.0)
        assert column(office, document) == [None] * 50
        assert fresh(office, document) != worker
        assert column(office, document) == ["Hikae"] * 50


def test_after_two_failures_only_a_retry_asks_again(office, book, number):
    """Two deaths within ten seconds make every cell an error at once, and 再試行 brings the right number."""
    with office.opened(book(A3=UPFRONT)) as document:
        worker = fresh(office, document)
        for value in (57.0, 58.0):
            killer = stopped(worker, dies_after=0.2)
            spread(office, document, value)
            assert office.cells(document)["A3"]["text"] == NOT_AVAILABLE
            killer.join()
            if value == 57.0:
                office.ask("recalculate", document=document)
                (worker,) = office.workers("functions")
        spread(office, document, 55.95)
        assert office.cells(document)["A3"]["text"] == NOT_AVAILABLE
        assert office.workers("functions") == []
        fresh(office, document)
        assert office.cells(document)["A3"]["value"] == number


def test_a_worker_that_talks_nonsense_costs_one_recalculation(scripted, book, number):
    """Bytes that are no message give a true error, and the next recalculation has a new worker and the right number."""
    asked = Path(scripted.environment["HIKAE_HOME"]) / "functions.txt"
    with scripted.opened(book()) as document:
        scripted.press(document, "RETRY")
        asked.write_text("garbage", encoding="utf-8")
        scripted.ask("write", document=document, sheet="計算", cell="A3", value=UPFRONT)
        assert scripted.cells(document)["A3"]["text"] == NOT_AVAILABLE
        scripted.ask("recalculate", document=document)
        assert scripted.cells(document)["A3"]["value"] == number


def test_functions_and_buttons_have_workers_of_their_own(office, book):
    """Killing the worker of the functions leaves the one of the buttons running."""
    with office.opened(book(A3=UPFRONT)) as document:
        fresh(office, document)
        office.press(document, "RECORD")
        (functions,), (actions,) = office.workers("functions"), office.workers("actions")
        killed(office, functions)
        office.ask("recalculate", document=document)
        assert office.workers("actions") == [actions]


def test_the_command_may_stand_in_the_profile(hosts, extension, desk, hikae, book, number, tmp_path):
    """Without a command cells are #N/A, the file in the profile is found, and a killed office leaves no worker."""
    office = hosts.Office(tmp_path, extension=extension, environment=desk)
    try:
        document = office.ask("open", path=str(book(A3=UPFRONT)))
        assert office.cells(document)["A3"]["text"] == NOT_AVAILABLE
        (tmp_path / "profile/user/hikae.json").write_text(json.dumps({"command": hikae}), encoding="utf-8")
        office.ask("recalculate", document=document)
        assert office.cells(document)["A3"]["value"] == number
        assert len(office.workers("functions")) == 1
        for pid in office.processes("soffice"):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: office.workers("functions") == [])
    finally:
        office.stop()


def test_an_office_that_ends_takes_a_stopped_worker_with_it(hosts, extension, desk, hikae, book, tmp_path):
    """A worker that stands still does not see the end of its pipe: the office itself ends it."""
    office = hosts.Office(tmp_path, extension=extension, environment={**desk, "HIKAE_COMMAND": hikae})
    try:
        with office.opened(book(A3="=CDS_STATUS()")):
            (worker,) = office.workers("functions")
            stopped(worker)
        office.ask("terminate")
        wait_until(lambda: office.workers("functions") == [])
    finally:
        office.stop()


def test_an_older_libreoffice_refuses_the_extension(office, extension, tmp_path):
    """An office older than the extension asks for does not install it, and says that a requirement is not met."""
    newer = tmp_path / "newer.oxt"
    with zipfile.ZipFile(extension) as archive, zipfile.ZipFile(newer, "w") as made:
        for name in archive.namelist():
            made.writestr(name, archive.read(name).replace(b'version value="24.8"', b'version value="99.8"'))
    refused = office.install(newer)
    assert refused.returncode != 0
    assert "unsatisfied dependencies" in refused.stderr
