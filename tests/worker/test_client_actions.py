import os
import signal
import threading
import time

import pytest

from addin.worker.client import WorkerError

BOOK = {"title": "book", "sheet": "計算"}
ASKS = """
message = hear()
reply(message, progress={"ja": "読込", "en": "reading"})
reply(message, ask="read", region="HIKAE_QUOTES")
rows = hear()
reply(message, ask="write", regions={"HIKAE_STATE": rows["answer"]})
written = hear()
reply(message, value={"asked": message["act"], "book": message["book"], "written": written})
time.sleep(60)
"""
WAITS = "while message := hear():\n    reply(message, ask='read', region='A'); hear(); time.sleep(60)"
ROWS = [[float(row)] * 8 for row in range(2000)]


def acted(client, host, *, seconds=20.0):
    """Perform an action on a thread of its own, as an office does; returns the thread and what becomes of it."""
    outcome = []

    def work():
        try:
            outcome.append(client.act("IMPORT", BOOK, host, seconds=seconds))
        except WorkerError as fault:
            outcome.append(fault.code)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, outcome


def wait_until(condition, seconds=5.0):
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_an_action_asks_the_office_back(client, fake_hikae):
    """What the action asks is answered by the host in order, progress has no answer, and the end is the action's."""
    heard = []

    def host(message):
        heard.append(message)
        return None if "progress" in message else {"answer": ROWS}

    done = client(fake_hikae(ASKS)).act("IMPORT", BOOK, host)
    assert heard == [
        {"progress": {"ja": "読込", "en": "reading"}},
        {"ask": "read", "region": "HIKAE_QUOTES"},
        {"ask": "write", "regions": {"HIKAE_STATE": ROWS}},
    ]
    assert done == {"value": {"asked": "IMPORT", "book": BOOK, "written": {"number": 2, "answer": ROWS}}}


def test_an_action_that_was_lost_is_never_asked_twice(client, fake_hikae):
    """An action whose worker dies is not repeated, as half of it may be done; the next press gets a new worker."""
    asked = client(fake_hikae("hear(); sys.exit('broken')"))
    for _ in range(3):  # nor does a button rest: a press is the person's own retry
        with pytest.raises(WorkerError, match="broken"):
            asked.act("IMPORT", BOOK, None)
    fake_hikae("reply(hear(), value=7)")
    assert asked.act("IMPORT", BOOK, None) == {"value": 7}


def test_only_silence_is_limited(client, fake_hikae):
    """An action may take longer than the limit while it tells how far it is; a silent one is ended."""
    body = "message = hear()\nfor n in range(6): time.sleep(0.1); reply(message, progress={})\n"
    talking = client(fake_hikae(body + "reply(message, value=1)"))
    assert talking.act("IMPORT", BOOK, lambda _: None, seconds=0.4) == {"value": 1}
    with pytest.raises(WorkerError) as silent:
        client(fake_hikae("time.sleep(60)")).act("IMPORT", BOOK, None, seconds=0.4)
    assert (silent.value.code, silent.value.detail) == ("worker_timeout", "0.4 s")


def test_a_fault_of_the_host_ends_the_action(client, fake_hikae, gone):
    """When the office itself fails to answer, the action does not go on without it."""
    asked = client(fake_hikae("reply(hear(), ask=str(os.getpid())); time.sleep(60)"))
    seen = []

    def host(message):
        seen.append(int(message["ask"]))
        raise LookupError("closed")

    with pytest.raises(LookupError):
        asked.act("IMPORT", BOOK, host)
    assert gone(seen[0])


def test_an_answer_that_cannot_be_sent_is_a_refusal(client, fake_hikae):
    """Cells that no message carries are refused to the action, which then can say so itself."""
    asked = client(fake_hikae("message = hear(); reply(message, ask='read'); reply(message, value=hear()['refused'])"))
    assert asked.act("IMPORT", BOOK, lambda _: {"answer": float("nan")})["value"]["code"] == "worker_message"


def test_cancelling_while_the_worker_starts(client, fake_hikae):
    """An action can be cancelled before its worker has greeted."""
    asked = client(fake_hikae("import time; time.sleep(60)", head=""))
    thread, outcome = acted(asked, None)
    wait_until(asked.cancel)
    thread.join(2.0)
    assert outcome == ["worker_cancelled"]


def test_cancelling_before_there_is_a_worker(client, fake_hikae):
    """An action that is cancelled while its command is still looked up starts no worker at all."""
    asked = client(fake_hikae(WAITS))
    seen = []

    def command():
        seen.append(asked.cancel())
        return asked_command

    asked_command, asked._command = asked._command(), command  # noqa: SLF001 - the place in between
    with pytest.raises(WorkerError) as cancelled:
        asked.act("IMPORT", BOOK, lambda _: {"answer": 1})
    assert (cancelled.value.code, seen) == ("worker_cancelled", [True])


def test_cancelling_while_the_worker_computes(client, fake_hikae, gone):
    """An action that computes is ended at once from another thread, and so is its worker."""
    asked, pids = client(fake_hikae(WAITS.replace("'A'", "str(os.getpid())"))), []
    thread, outcome = acted(asked, lambda message: pids.append(int(message["region"])) or {"answer": 1})
    wait_until(lambda: pids)
    assert asked.cancel() is True
    thread.join(2.0)
    assert (outcome, gone(pids[0])) == (["worker_cancelled"], True)


def test_cancelling_while_the_office_answers(client, fake_hikae):
    """An action that is cancelled while the office reads cells ends when they were read."""
    asked = client(fake_hikae(WAITS))
    thread, outcome = acted(asked, lambda _: asked.cancel() and {"answer": 1})
    thread.join(2.0)
    assert outcome == ["worker_cancelled"]


def test_cancelling_a_stopped_worker_with_a_full_pipe(client, fake_hikae):
    """A worker that stands still while megabytes wait for it is no obstacle to cancelling."""
    asked = client(fake_hikae("reply(hear(), ask='read'); os.kill(os.getpid(), signal.SIGSTOP)"))
    answered = []
    thread, outcome = acted(asked, lambda _: answered.append(1) or {"answer": "x" * 5_000_000})
    wait_until(lambda: answered)
    assert asked.cancel() is True
    thread.join(2.0)
    assert outcome == ["worker_cancelled"]


def test_a_cancelled_action_leaves_nothing_behind(client, fake_hikae):
    """Where nothing is under way there is nothing to cancel, and the press after a cancelled one is performed."""
    asked = client(fake_hikae("message = hear(); reply(message, ask='read'); hear(); reply(message, value=1)"))
    assert asked.cancel() is False
    with pytest.raises(WorkerError):
        asked.act("IMPORT", BOOK, lambda _: asked.cancel() and {"answer": 1})
    assert asked.cancel() is False
    assert asked.act("IMPORT", BOOK, lambda _: {"answer": 1}) == {"value": 1}
    assert asked.cancel() is False


def test_a_retry_leaves_a_running_action_alone(client, fake_hikae):
    """Whoever presses retry while an action runs does not end it."""
    asked = client(fake_hikae("message = hear(); reply(message, ask='read'); hear(); reply(message, value=1)"))
    assert asked.act("IMPORT", BOOK, lambda _: asked.retry() or {"answer": 1}) == {"value": 1}


def test_functions_are_served_while_an_action_waits(client, fake_hikae, echo, tmp_path):
    """Two hundred calls of the functions made while the office answers an action all get their values."""
    functions, seen = client(echo), []
    path = tmp_path / "elsewhere"
    path.mkdir()

    def host(_):
        seen.extend(functions.call("NAME", [number])["value"][1][0] for number in range(200))
        return {"answer": 1}

    functions.call("NAME", ["started"])
    actions = client(fake_hikae("message = hear(); reply(message, ask='write'); hear(); reply(message, value=1)"))
    assert actions.act("APPLY", BOOK, host) == {"value": 1}
    assert seen == list(range(200))


def test_a_stopped_functions_worker_does_not_hold_an_action(client, fake_hikae, echo, impatient):
    """An action ends well although every function its writing touches fails."""
    functions = client(echo, time.monotonic)
    os.kill(functions.call("NAME", [])["value"][0], signal.SIGSTOP)
    impatient()

    def host(_):
        for number in range(200):
            with pytest.raises(WorkerError):
                functions.call("NAME", [number])
        return {"answer": 1}

    actions = client(fake_hikae("message = hear(); reply(message, ask='write'); hear(); reply(message, value=1)"))
    assert actions.act("APPLY", BOOK, host) == {"value": 1}
