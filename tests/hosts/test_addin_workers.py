import contextlib
import json
import os
import signal
import threading
import time
import zipfile

UPFRONT = "=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,F1)"
RECORD = "service:hikae.Command?RECORD"
NOT_AVAILABLE = "#N/A"


def wait_until(condition, seconds=5.0):
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextlib.contextmanager
def every_worker_killed(office):
    """Kill each worker of the functions as soon as it shows itself; one that just started has not answered by then."""
    over = threading.Event()

    def kill():
        while not over.is_set():
            for worker in office.workers("functions"):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def killed(office, worker):
    """Kill a worker and wait until it is gone."""
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: worker not in office.workers("functions"))


def test_a_worker_killed_between_two_recalculations_is_replaced(office, book, number):
    """After the worker was killed the next recalculation shows the right number from a new one."""
    with office.opened(book(A3=UPFRONT)) as document:
        (worker,) = office.workers("functions")
        killed(office, worker)
        office.ask("recalculate", document=document)
        assert office.cells(document)["A3"]["value"] == number
        assert office.workers("functions") != [worker]


def test_a_worker_killed_in_a_call_is_replaced_in_it(office, book, number):
    """A worker that dies while it is asked is replaced once, and the cell shows the right number."""
    with office.opened(book(A3=UPFRONT)) as document:
        (worker,) = office.workers("functions")
        os.kill(worker, signal.SIGSTOP)
        killer = threading.Timer(0.3, os.kill, (worker, signal.SIGKILL))
        killer.start()
        office.ask("recalculate", document=document)
        killer.join()
        assert office.cells(document)["A3"]["value"] == number


def test_no_worker_at_all_is_a_true_error(office, book, number):
    """While every worker is killed as it starts the cell shows a true error, and the next recalculation is right."""
    with office.opened(book(A3=UPFRONT)) as document:
        (worker,) = office.workers("functions")
        os.kill(worker, signal.SIGSTOP)
        with every_worker_killed(office):
            office.ask("recalculate", document=document)
        assert office.cells(document)["A3"]["text"] == NOT_AVAILABLE
        office.ask("recalculate", document=document)
        assert office.cells(document)["A3"]["value"] == number


def test_functions_and_buttons_have_workers_of_their_own(office, book):
    """Killing the worker of the functions leaves the one of the buttons running."""
    with office.opened(book(A3=UPFRONT)) as document:
        office.ask("dispatch", document=document, url=RECORD)
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


def test_an_older_libreoffice_refuses_the_extension(office, extension, tmp_path):
    """An office older than the extension asks for does not install it, and says that a requirement is not met."""
    newer = tmp_path / "newer.oxt"
    with zipfile.ZipFile(extension) as archive, zipfile.ZipFile(newer, "w") as made:
        for name in archive.namelist():
            made.writestr(name, archive.read(name).replace(b'version value="24.8"', b'version value="99.8"'))
    refused = office.install(newer)
    assert refused.returncode != 0
    assert "unsatisfied dependencies" in refused.stderr
