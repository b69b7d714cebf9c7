import io
import os
import threading
import time

import pytest

from addin.worker import acting
from addin.worker.acting import Office, refusal
from addin.worker.frames import framed, packed, read_frame, unpacked
from addin.worker.main import serve
from calc.outcome import RefusedError

ACT = {"act": "IMPORT", "book": {"title": "book", "sheet": "計算"}}


@pytest.fixture
def pipes(monkeypatch):
    """Return the office's ends of the two pipes of a worker, and the worker's half; `left` gets its exit code."""
    monkeypatch.setattr(acting, "GRACE_SECONDS", 0.3)
    (source, to_worker), (from_worker, sink) = os.pipe(), os.pipe()
    opened = [os.fdopen(*each) for each in ((source, "rb"), (to_worker, "wb"), (from_worker, "rb"), (sink, "wb"))]
    yield opened
    for each in (opened[1], opened[0], opened[2], opened[3]):
        each.close()


class Served:
    """A worker's half that performs one action on a thread, and the office's end to speak with it."""

    def __init__(self, pipes, action):
        self.source, self.to_worker, self.from_worker, sink = pipes
        self.left, self.ended = [], []
        office = Office(self.source, sink, leave=self.left.append)

        def work():
            try:
                serve(office.questions(), sink, answerer=lambda _: {"value": action(office.ask)})
            except BaseException as end:  # noqa: BLE001 - how it ends is what is looked at
                self.ended.append(end)

        self.thread = threading.Thread(target=work)
        self.thread.start()

    def say(self, number, message):
        """Send a message as the office."""
        self.to_worker.write(framed(number, packed(message)))
        self.to_worker.flush()

    def hear(self):
        """Return the worker's next message and its number."""
        number, body = read_frame(self.from_worker)
        return number, unpacked(body)

    def finish(self):
        """Close the office's end; returns how the work ended and the exit code of what was left."""
        self.to_worker.close()
        self.thread.join(5.0)
        end = time.monotonic() + 5.0
        while not self.left and time.monotonic() < end:
            time.sleep(0.01)
        return self.ended, self.left


@pytest.fixture
def served(pipes):
    return lambda action: Served(pipes, action)


def test_an_action_asks_under_its_own_number(served):
    """What an action asks carries the number of its question, and the office's answer is what it gets."""
    worker = served(lambda ask: ask({"ask": "read", "region": "HIKAE_QUOTES"}))
    worker.say(7, ACT)
    assert worker.hear() == (7, {"ask": "read", "region": "HIKAE_QUOTES"})
    worker.say(7, {"answer": [["7974.T", 1.5]]})
    assert worker.hear() == (7, {"value": [["7974.T", 1.5]]})
    assert worker.finish() == ([], [0])


def test_progress_is_not_answered(served):
    """Telling how far it is costs an action no wait."""
    progress = {"progress": {"ja": "読込", "en": "reading"}}
    worker = served(lambda ask: ask(progress))
    worker.say(7, ACT)
    assert [worker.hear() for _ in range(2)] == [(7, progress), (7, {"value": None})]
    worker.finish()


def test_a_refusal_of_the_office_is_a_refusal_of_the_action(served):
    """What the office will not do reaches the action as a finding with the office's code and detail."""

    def action(ask):
        with pytest.raises(RefusedError) as refused:
            ask({"ask": "write", "regions": {}})
        return [refused.value.findings[0].code, dict(refused.value.findings[0].details)]

    worker = served(action)
    worker.say(7, ACT)
    worker.hear()
    worker.say(7, {"refused": {"code": "sheet_too_large", "detail": "812 × 60"}})
    assert worker.hear()[1]["value"] == ["sheet_too_large", {"detail": "812 × 60"}]
    worker.finish()


@pytest.mark.parametrize("said", [{"code": "no_such_code", "detail": "x"}, {"code": "cell_error"}, {}, None, "text", 7])
def test_a_refusal_without_words_is_a_failure_of_the_office(said):
    """A code that is not known, or whose words ask for more than a detail, is told as the office's own failure."""
    assert refusal(said).code == "office_failed"


def test_an_action_that_asks_no_office_ends(served):
    """When the office is gone the next question ends the action, past everything that catches errors."""

    def action(ask):
        try:
            return ask({"ask": "read"})
        except Exception:  # noqa: BLE001 - as the caller of an action does
            return "caught"

    worker = served(action)
    worker.say(7, ACT)
    worker.hear()
    ended, left = worker.finish()
    assert [type(each) for each in ended] == [SystemExit]
    assert left == [0]


def test_what_is_about_to_be_recorded_still_is(served):
    """An action that needs no office any more has a moment to finish what it is doing."""
    office_gone, recorded = threading.Event(), []

    def action(ask):
        ask({"progress": {}})
        office_gone.wait(5.0)
        time.sleep(0.1)
        recorded.append(list(worker.left))

    worker = served(action)
    worker.say(7, ACT)
    worker.hear()
    worker.to_worker.close()
    office_gone.set()
    worker.finish()
    assert recorded == [[]]


def test_a_long_action_ends_soon_after_its_office(served):
    """An action that computes on does not outlive the office by more than the grace."""
    computed = threading.Event()
    worker = served(lambda _: computed.wait(30.0))
    worker.say(7, ACT)
    worker.to_worker.close()
    started = time.monotonic()
    while not worker.left:
        assert time.monotonic() - started < 5.0
        time.sleep(0.01)
    assert worker.left == [0]
    computed.set()
    worker.finish()


def test_an_answer_to_something_else_ends_the_worker(served):
    """An answer under another number is not taken for the one that is waited for."""
    worker = served(lambda ask: ask({"ask": "read"}))
    worker.say(7, ACT)
    worker.hear()
    worker.say(8, {"answer": 1})
    ended, _ = worker.finish()
    assert [each.code for each in ended] == [acting.GARBLED]


def test_an_office_that_reads_no_more_ends_the_action():
    """An action that cannot send its question ends without a fault of its own."""
    source, sink = os.pipe()
    office = Office(io.BytesIO(framed(1, packed(ACT))), os.fdopen(sink, "wb"), leave=lambda _: None)
    assert next(office.questions())[0] == 1
    os.close(source)
    with pytest.raises(SystemExit):
        office.ask({"progress": {}})
    with pytest.raises(BrokenPipeError):
        office._sink.close()  # noqa: SLF001 - what could not be sent is still in it
