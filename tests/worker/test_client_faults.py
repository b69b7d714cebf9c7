import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from addin.worker.client import WorkerError
from addin.worker.limits import BUDGET_SECONDS, REST_SECONDS

DIES = """
message = hear()
count = len([name for name in os.listdir(os.path.dirname(__file__)) if name.startswith("life")]) + 1
open(__file__.replace("hikae", "life" + str(count)), "w").close()
if count <= 1:
    sys.exit("最後の言葉")
reply(message, value="answered by " + str(count))
"""
GARBAGE = [
    "hear(); sink.write(b'Traceback (most recent call last):'); sink.flush(); time.sleep(60)",
    "hear(); sink.write(b'\\xff' * 8); sink.flush(); time.sleep(60)",
    "hear(); sink.write(os.urandom(100_000)); sink.flush(); time.sleep(60)",
    "message = hear(); message['number'] += 7; reply(message, value=1); time.sleep(60)",
    "message = hear(); sink.write(framed(message['number'], b'\\x00\\x00\\x00\\x02[]')); sink.flush(); time.sleep(60)",
    "message = hear(); sink.write(framed(message['number'], packed({'value': 1}))[:-1])",
    "hear(); sink.write(b'\\x00\\x00')",
    "os.close(1); sink = None; time.sleep(60)",
]


def failure(client, *arguments):
    with pytest.raises(WorkerError) as caught:
        client.call("NAME", list(arguments))
    return caught.value


def took(work):
    started = time.monotonic()
    work()
    return time.monotonic() - started


def open_files():
    return sum(1 for _ in Path("/proc/self/fd" if sys.platform == "linux" else "/dev/fd").iterdir())


def test_an_idle_worker_that_was_killed_is_replaced_unseen(client, echo):
    """A worker killed between two calls costs nothing: the next one starts another worker and is answered."""
    asked = client(echo)
    first, _ = asked.call("NAME", [1])["value"]
    asked.call("NAME", [2])
    os.kill(first, signal.SIGKILL)
    time.sleep(0.3)
    second, given = asked.call("NAME", [1])["value"]
    assert (second != first, given) == (True, [1])
    assert asked.call("NAME", [2])["value"][0] == second


def test_a_worker_killed_in_a_call_costs_that_call(client, fake_hikae):
    """A call whose worker dies fails with its last words and is not asked twice; the next one gets a new worker."""
    asked = client(fake_hikae(DIES))
    lost = failure(asked)
    assert (lost.code, lost.detail) == ("worker_lost", "最後の言葉")
    assert asked.call("NAME", []) == {"value": "answered by 2"}


def test_a_killed_worker_is_noticed_at_once(client, fake_hikae):
    """A call whose worker is killed from outside fails then, not when its time is over."""
    asked = client(fake_hikae("hear(); time.sleep(0.3); os.kill(os.getpid(), signal.SIGKILL)"))
    assert took(lambda: failure(asked)) < 2.0


def test_a_stopped_worker_costs_one_budget_and_its_life(client, echo, gone, impatient, patient):
    """A worker that stands still fails the call after its time, is ended, and the next recalculation is right."""
    asked = client(echo, time.monotonic)
    stopped, _ = asked.call("NAME", [])["value"]
    os.kill(stopped, signal.SIGSTOP)
    asked.recalculated()
    impatient()
    codes = set()
    seconds = took(lambda: codes.update(failure(asked, number).code for number in range(1000)))
    assert (codes, seconds < 1.0) == ({"worker_timeout"}, True)
    assert gone(stopped)
    patient()
    asked.recalculated()
    assert asked.call("NAME", ["again"])["value"][0] != stopped


@pytest.mark.long
def test_the_real_budget_is_five_seconds(client, fake_hikae):
    """With nothing changed for the test, a call of a worker that never answers fails after five seconds."""
    asked = client(fake_hikae("time.sleep(60)"), time.monotonic)
    assert BUDGET_SECONDS - 0.1 < took(lambda: failure(asked)) < BUDGET_SECONDS + 1.0


def test_a_full_pipe_does_not_hold_the_caller(client, fake_hikae, impatient):
    """Far more bytes than a pipe holds, sent to a worker that reads none, still cost only the time limit."""
    asked = client(fake_hikae("reply(hear(), value=1); time.sleep(60)"))
    asked.call("NAME", [])
    impatient()
    assert took(lambda: failure(asked, "x" * 5_000_000)) < 2.0


def test_a_worker_that_only_talks_does_not_hold_the_caller(client, fake_hikae, impatient):
    """A worker that fills its standard error instead of answering costs the time limit and nothing else."""
    asked = client(fake_hikae("reply(hear(), value=1)\nwhile True: os.write(2, b'x' * 65536), time.sleep(0.01)"))
    asked.call("NAME", [])
    impatient()
    assert took(lambda: failure(asked, "more")) < 2.0


@pytest.mark.parametrize("body", GARBAGE)
def test_garbage_ends_the_worker_and_fails_the_call(client, fake_hikae, gone, body):
    """Bytes that are no answer to the question fail the call at once, and their worker does not live on."""
    asked = client(fake_hikae(body))
    assert took(lambda: failure(asked)) < BUDGET_SECONDS - 1.0
    assert gone(asked._child._process.pid)  # noqa: SLF001 - whoever talks nonsense tells no number


def test_garbage_from_an_idle_worker_is_no_answer(client, fake_hikae):
    """What comes while nothing is asked ends the worker, and the next call is answered by another one."""
    body = "reply(hear(), value=os.getpid()); sink.write(b'?' * 100); sink.flush(); reply(hear(), value='nonsense')"
    asked = client(fake_hikae(body))
    first = asked.call("NAME", [1])["value"]
    time.sleep(0.3)
    assert asked.call("NAME", [2])["value"] not in (first, "nonsense")


def test_two_answers_to_one_question_are_one_too_many(client, fake_hikae):
    """A second answer to a question that is closed is never taken for the answer to the next one."""
    body = "message = hear(); reply(message, value=1); time.sleep(0.2); reply(message, value=2); time.sleep(60)"
    asked = client(fake_hikae(body))
    assert asked.call("NAME", [1]) == {"value": 1}
    time.sleep(0.5)
    assert asked.call("NAME", [2]) == {"value": 1}


def test_a_command_that_is_not_there_is_named(client):
    """A missing or relative command is refused by its name, and nothing is looked for on the PATH."""
    assert [failure(client(command)).code for command in ("", "hikae", "/nowhere/hikae")] == ["worker_command"] * 3


def test_a_command_that_cannot_run_is_a_failure(client, tmp_path):
    """A file that is no program fails the call with the reason."""
    path = tmp_path / "hikae"
    path.write_text("no program", encoding="utf-8")
    assert failure(client(str(path))).code == "worker_command"


def test_two_faults_rest_the_client(client, clock, fake_hikae):
    """After two faults within ten seconds every call fails at once with the same words until thirty seconds passed."""
    asked = client(fake_hikae("sys.exit('broken')"))
    assert [failure(asked).detail for _ in range(2)] == ["broken"] * 2
    details = set()
    assert took(lambda: details.update(failure(asked).detail for _ in range(1000))) < 0.5
    assert details == {"broken"}
    clock.now += REST_SECONDS - 0.1
    assert failure(asked).code == "worker_lost"
    fake_hikae("reply(hear(), value='mended')")
    clock.now += 0.2
    assert asked.call("NAME", []) == {"value": "mended"}


def test_a_retry_asks_a_new_worker_at_once(client, fake_hikae):
    """After a retry nothing rests and nothing is kept: the next call starts another worker."""
    asked = client(fake_hikae("sys.exit('broken')"))
    for _ in range(3):
        failure(asked)
    fake_hikae("while message := hear(): reply(message, value=os.getpid())")
    asked.retry()
    first = asked.call("NAME", [])["value"]
    asked.retry()
    assert asked.call("NAME", [])["value"] != first


def test_no_thread_and_no_file_outlives_a_worker(client, fake_hikae):
    """Workers that die one after another leave no thread and no open file behind in the office."""
    asked = client(fake_hikae("hear(); sys.exit('broken')"))
    threads, files = threading.active_count(), open_files()
    for _ in range(10):
        failure(asked)
        asked._breaker.close()  # noqa: SLF001 - this is about what is left over
    end = time.monotonic() + 5.0
    while threading.active_count() > threads and time.monotonic() < end:
        time.sleep(0.01)
    asked.end()
    assert threading.active_count() <= threads
    assert open_files() <= files
