import os
import signal
import threading
import time

import pytest

from addin.worker import child
from addin.worker.client import WorkerError
from addin.worker.frames import PROTOCOL

RANGE = [[1 / 3 + row] * 13 for row in range(10_083)]  # a megabyte
COUNTS = """
count = 0
while message := hear():
    count += 1
    reply(message, value=[count, message["arguments"]])
"""
SLOW_START = """
import os, sys, time
time.sleep(0.8)
from addin.worker.frames import framed, packed, read_frame, unpacked
while frame := read_frame(sys.stdin.buffer):
    sys.stdout.buffer.write(framed(frame[0], packed({"value": unpacked(frame[1]).get("hello", os.getpid())})))
    sys.stdout.buffer.flush()
"""


def failure(client, *arguments):
    with pytest.raises(WorkerError) as caught:
        client.call("NAME", list(arguments))
    return caught.value


def took(work):
    started = time.monotonic()
    work()
    return time.monotonic() - started


def test_calls_share_one_worker(client, echo):
    """Call after call goes to the same process and gets its own answer."""
    asked = client(echo)
    answers = [asked.call("NAME", [number])["value"] for number in range(20)]
    assert [given for _, given in answers] == [[number] for number in range(20)]
    assert len({pid for pid, _ in answers}) == 1


def test_calls_of_two_threads_do_not_mix(client, echo):
    """A call made while another waits gets its own answer."""
    asked, seen = client(echo), {}

    def work(mark):
        seen[mark] = [asked.call("NAME", [mark, number])["value"][1] for number in range(50)]

    threads = [threading.Thread(target=work, args=(mark,)) for mark in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {mark: [[mark, number] for number in range(50)] for mark in "abcd"}


def test_a_call_inside_a_waiting_call_gets_its_own_answer(client, fake_hikae, monkeypatch):
    """Should the office run a second call while the first one waits on the same thread, neither gets the other's."""
    asked, seen = client(fake_hikae("time.sleep(0.2)" + COUNTS)), []
    wait = child.Question.wait

    def office_runs(question, seconds):
        if question.number == 2:  # the first call, after the greeting
            monkeypatch.setattr(child.Question, "wait", wait)
            seen.append(asked.call("NAME", ["inner"])["value"])
        return wait(question, seconds)

    monkeypatch.setattr(child.Question, "wait", office_runs)
    assert asked.call("NAME", ["outer"])["value"] == [1, ["outer"]]
    assert seen == [[2, ["inner"]]]


def test_a_megabyte_goes_there_and_back(client, echo):
    """A range of a megabyte is far more than a pipe holds, and comes back whole."""
    assert client(echo, time.monotonic).call("NAME", [RANGE])["value"][1] == [RANGE]


def test_a_result_is_asked_for_once(client, fake_hikae):
    """The same function with the same arguments is answered from what is kept."""
    asked = client(fake_hikae(COUNTS))
    assert [asked.call("NAME", [1.0])["value"][0] for _ in range(3)] == [1, 1, 1]
    assert [asked.call("NAME", [other])["value"][0] for other in (2.0, True, "1.0", -0.0, 0.0)] == [2, 3, 4, 5, 6]


def test_a_kept_result_belongs_to_nobody(client, fake_hikae):
    """Whoever changes the rows he was given changes nothing of what the next one gets."""
    asked = client(fake_hikae(COUNTS))
    asked.call("NAME", [1])["value"].append("changed")
    assert asked.call("NAME", [1]) == {"value": [1, [1]]}


def test_what_changes_by_itself_is_never_kept(client, fake_hikae):
    """A function that is not to be cached is asked each time, and its answers serve no other call."""
    asked = client(fake_hikae(COUNTS))
    assert [asked.call("NAME", [], cached=False)["value"][0] for _ in range(3)] == [1, 2, 3]
    assert asked.call("NAME", [])["value"][0] == 4
    assert asked.call("NAME", [], cached=False)["value"][0] == 5


def test_a_refusal_is_not_kept(client, fake_hikae):
    """A wrong input is asked again: what it lacked may be there by then."""
    refusing = "reply(hear(), error={'code': 'a'}); reply(hear(), value='there')"
    asked = client(fake_hikae(refusing))
    assert [asked.call("NAME", []) for _ in range(2)] == [{"error": {"code": "a"}}, {"value": "there"}]


def test_an_answer_without_a_value_is_not_kept(client, fake_hikae):
    """What said nothing once is asked again."""
    asked = client(fake_hikae("reply(hear(), value=None); reply(hear(), value='there')"))
    assert [asked.call("NAME", []) for _ in range(2)] == [{"value": None}, {"value": "there"}]


def test_results_are_forgotten_on_request_and_with_a_lost_worker(client, fake_hikae):
    """What rests on changed facts, or was said by a worker that was lost, is asked again."""
    asked = client(fake_hikae(COUNTS.replace("count = 0", "count = 10 * (os.getpid() % 1000)")))
    first, _ = asked.call("NAME", [])["value"]
    asked.forget()
    assert asked.call("NAME", [])["value"][0] == first + 1
    asked.end()
    asked.retry()
    assert asked.call("NAME", [])["value"][0] != first


def test_a_slow_worker_keeps_what_it_said(client, fake_hikae, impatient, patient):
    """Results from before a worker was too slow are still served, so that a heavy sheet gets further each time."""
    slow = "    time.sleep(9 * (message['arguments'] == [9]))\n    reply"
    asked = client(fake_hikae(COUNTS.replace("    reply", slow)))
    assert asked.call("NAME", [1])["value"][0] == 1
    impatient()
    assert failure(asked, 9).code == "worker_timeout"
    patient()
    assert asked.call("NAME", [2])["value"][0] == 1
    assert asked.call("NAME", [1])["value"][0] == 1


def test_all_calls_of_a_recalculation_share_its_budget(client, fake_hikae, impatient):
    """A thousand calls of a worker that is too slow for them cost the budget once, not a thousand times."""
    asked = client(fake_hikae("while message := hear(): time.sleep(0.15), reply(message, value=1)"), time.monotonic)
    answered = []
    asked.call("NAME", ["started"])
    asked.recalculated()
    impatient()

    def recalculate():
        for number in range(1000):
            try:
                answered.append(asked.call("NAME", [number])["value"])
            except WorkerError as fault:
                assert fault.code == "worker_timeout"  # noqa: PT017 - each of them

    assert took(recalculate) < 1.5
    assert 1 <= len(answered) <= 3
    asked.recalculated()
    assert asked.call("NAME", ["next"])["value"] == 1


def test_a_slow_start_counts_and_is_left_starting(client, fake_hikae, impatient):
    """A worker that needs longer to start costs one budget; it is not started anew but greeted by a later call."""
    asked = client(fake_hikae(SLOW_START, head=""), time.monotonic)
    impatient()
    assert took(lambda: failure(asked)) < 0.7
    starting = asked._child._process.pid  # noqa: SLF001 - nothing was heard of it yet
    time.sleep(1.0)
    asked.recalculated()
    assert asked.call("NAME", [])["value"] == starting


def test_a_worker_that_never_greets_is_ended(client, fake_hikae, gone, monkeypatch):
    """A worker that does not greet for all the time it has is ended, and the next call starts another one."""
    monkeypatch.setattr(child, "START_SECONDS", 0.3)
    asked = client(fake_hikae("import time; time.sleep(60)", head=""))
    assert failure(asked).code == "worker_timeout"
    silent = asked._child  # noqa: SLF001 - nothing was heard of it
    assert gone(silent._process.pid)  # noqa: SLF001 - same
    assert failure(asked).code == "worker_timeout"
    assert asked._child is not silent  # noqa: SLF001 - same


def test_another_protocol_is_refused(client, fake_hikae):
    """A worker of another protocol is not used at all."""
    program = "from addin.worker.frames import *\nimport sys, time\nnumber, _ = read_frame(sys.stdin.buffer)\n"
    answer = f"sys.stdout.buffer.write(framed(number, packed({{'value': {PROTOCOL + 1}}})))"
    refused = failure(client(fake_hikae(answer, head=program)))
    assert (refused.code, refused.detail) == ("worker_version", f"{PROTOCOL + 1} / {PROTOCOL}")


def test_a_message_too_large_is_refused_and_the_worker_lives_on(client, echo):
    """Arguments above the frame limit fail their own call only, and do not count as faults of the worker."""
    asked = client(echo)
    pid, _ = asked.call("NAME", [])["value"]
    assert failure(asked, "x" * 17_000_000).code == "worker_message"
    assert [failure(asked, float("nan")).code for _ in range(3)] == ["worker_message"] * 3
    assert asked.call("NAME", ["more"])["value"][0] == pid


def test_ending_the_client_ends_the_worker(client, echo, gone):
    """Nothing is left running when the client ends, not even a stopped worker."""
    asked = client(echo)
    pid, _ = asked.call("NAME", [])["value"]
    os.kill(pid, signal.SIGSTOP)
    asked.end()
    assert gone(pid)


def test_ending_a_client_does_not_wait_for_its_worker(client, fake_hikae, gone, monkeypatch):
    """A client that ends while the system still starts its worker ends at once, and the worker soon after."""
    started, pids = child._started, []  # noqa: SLF001 - what the system may take its time for

    def slowly_started(command):
        time.sleep(0.5)
        process, errors = started(command)
        pids.append(process.pid)
        return process, errors

    monkeypatch.setattr(child, "_started", slowly_started)
    asked = client(fake_hikae("import time; time.sleep(60)", head=""))
    waiting = threading.Thread(target=failure, args=(asked,))
    waiting.start()
    time.sleep(0.2)
    assert took(asked.end) < 0.2
    waiting.join(2.0)
    time.sleep(0.6)
    assert (waiting.is_alive(), gone(pids[0])) == (False, True)
