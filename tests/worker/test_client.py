import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from addin.worker.client import REST_SECONDS, WorkerError, worker_command, worker_environment
from addin.worker.frames import PROTOCOL

HIKAE = str(Path(sys.executable).with_name("hikae"))
ECHO = """
while message := read_message(source):
    reply(message, value=[os.getpid(), message["arguments"]])
"""

DIES = """
message = read_message(source)
count = len([name for name in os.listdir(os.path.dirname(__file__)) if name.startswith("life")]) + 1
open(__file__.replace("hikae", "life" + str(count)), "w").close()
if count <= {times}:
    sys.exit("最後の言葉")
reply(message, value="answered by " + str(count))
"""


def failure(client, *, arguments=(), seconds=5.0):
    with pytest.raises(WorkerError) as caught:
        client.call("NAME", list(arguments), seconds)
    return caught.value


def failed_action(client):
    with pytest.raises(WorkerError) as caught:
        client.act("NAME", [], 5.0)
    return caught.value


def gone(pid):
    """Return whether a process is no more (a zombie of ours counts as running)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_calls_share_one_worker(client, fake_hikae):
    """Call after call goes to the same process and gets its own answer."""
    asked = client(fake_hikae(ECHO))
    answers = [asked.call("NAME", [number])["value"] for number in range(20)]
    assert [given for _, given in answers] == [[number] for number in range(20)]
    assert len({pid for pid, _ in answers}) == 1


def test_calls_of_two_threads_do_not_mix(client, fake_hikae):
    """A call made while another waits gets its own answer."""
    asked, seen = client(fake_hikae(ECHO)), {}

    def work(mark):
        seen[mark] = [asked.call("NAME", [mark, number])["value"][1] for number in range(50)]

    threads = [threading.Thread(target=work, args=(mark,)) for mark in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {mark: [[mark, number] for number in range(50)] for mark in "abcd"}


def test_an_idle_worker_that_was_killed_is_replaced_unseen(client, fake_hikae):
    """A worker killed between two actions costs nothing: the next one starts another worker and is answered."""
    asked = client(fake_hikae(ECHO))
    first, _ = asked.act("NAME", [1], 5.0)["value"]
    os.kill(first, signal.SIGKILL)
    time.sleep(0.3)
    second, given = asked.act("NAME", [2], 5.0)["value"]
    assert (second != first, given) == (True, [2])


def test_a_function_outlives_one_worker(client, fake_hikae):
    """A function whose worker dies in the call is asked once more of a new one, and the caller sees the value."""
    asked = client(fake_hikae(DIES.format(times=1)))
    assert asked.call("NAME", []) == {"value": "answered by 2"}


def test_a_function_that_kills_two_workers_fails(client, fake_hikae):
    """A function that also ends the second worker fails with its last words, and the next call gets a third one."""
    asked = client(fake_hikae(DIES.format(times=2)))
    lost = failure(asked)
    assert (lost.code, lost.detail) == ("worker_lost", "最後の言葉")
    assert asked.call("NAME", []) == {"value": "answered by 3"}


def test_an_action_is_never_asked_twice(client, fake_hikae):
    """An action whose worker dies is not repeated, as half of it may be done; the next one gets a new worker."""
    asked = client(fake_hikae(DIES.format(times=1)))
    assert failed_action(asked).code == "worker_lost"
    assert asked.act("NAME", [], 5.0) == {"value": "answered by 2"}


def test_the_second_worker_has_only_the_time_that_is_left(client, clock, fake_hikae):
    """A worker lost late leaves its successor the rest of the time, so a call never takes longer than its limit."""
    asked = client(fake_hikae("time.sleep(0.5)" + DIES.format(times=1).replace("reply(", "time.sleep(60), reply(")))
    later = threading.Timer(0.2, lambda: setattr(clock, "now", clock.now + 4.9))
    later.start()
    started = time.monotonic()
    assert failure(asked).detail == "0.1 s"
    later.join()
    assert time.monotonic() - started < 3.0


def test_a_stopped_worker_costs_one_time_limit_and_its_life(client, fake_hikae):
    """A worker that stands still fails the call after its time limit, is ended, and the next call is answered."""
    asked = client(fake_hikae(ECHO))
    stopped, _ = asked.call("NAME", [])["value"]
    os.kill(stopped, signal.SIGSTOP)
    started = time.monotonic()
    assert failure(asked, seconds=0.3).code == "worker_timeout"
    assert time.monotonic() - started < 1.0
    assert gone(stopped)
    assert asked.call("NAME", [])["value"][0] != stopped


def test_a_full_pipe_does_not_hold_the_caller(client, fake_hikae):
    """Far more bytes than a pipe holds, sent to a worker that reads none, still cost only the time limit."""
    asked = client(fake_hikae("time.sleep(60)"))
    started = time.monotonic()
    assert failure(asked, arguments=["x" * 5_000_000], seconds=0.3).code == "worker_timeout"
    assert time.monotonic() - started < 2.0


@pytest.mark.parametrize(
    "body",
    [
        "read_message(source); sink.write(b'Traceback (most recent call last):'); sink.flush(); time.sleep(60)",
        "read_message(source); sink.write(b'\\xff' * 4); sink.flush(); time.sleep(60)",
        "message = read_message(source); message['id'] += 7; reply(message, value=1); time.sleep(60)",
        "read_message(source); sink.write(b'\\x00\\x00\\x00\\x02[]'); sink.flush(); time.sleep(60)",
        "read_message(source); sink.write(b'\\x00\\x00\\x00\\x09{}')",
    ],
)
def test_garbage_ends_the_worker_and_fails_the_call(client, fake_hikae, body):
    """Bytes that are no answer to the question fail the call at once, long before its time limit."""
    asked = client(fake_hikae(body))
    started = time.monotonic()
    assert failure(asked, seconds=20.0).code == "worker_lost"
    assert time.monotonic() - started < 10.0


def test_another_protocol_is_refused(client, fake_hikae):
    """A worker of another protocol is not used at all."""
    program = "from addin.worker.frames import *\nimport sys\nread_message(sys.stdin.buffer)\n"
    answer = f'sys.stdout.buffer.write(packed({{"id": 1, "value": {PROTOCOL + 1}}}))'
    assert failure(client(fake_hikae(answer, head=program))).code == "worker_version"


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
    started = time.monotonic()
    assert {failure(asked).detail for _ in range(1000)} == {"broken"}
    assert time.monotonic() - started < 0.5
    fake_hikae(ECHO)
    clock.now += REST_SECONDS - 0.1
    assert failure(asked).code == "worker_lost"
    clock.now += 0.1
    assert asked.call("NAME", [5])["value"][1] == [5]


def test_two_faults_far_apart_do_not_rest_the_client(client, clock, fake_hikae):
    """A second fault more than ten seconds after the first is met with a new worker as the first was."""
    asked = client(fake_hikae("sys.exit('broken')"))
    failure(asked)
    clock.now += 10.1
    failure(asked)
    fake_hikae(ECHO)
    assert asked.call("NAME", [5])["value"][1] == [5]


def test_a_message_too_large_is_refused_and_the_worker_lives_on(client, fake_hikae):
    """Arguments above the frame limit fail their own call only."""
    asked = client(fake_hikae(ECHO))
    pid, _ = asked.call("NAME", [])["value"]
    assert failure(asked, arguments=["x" * 17_000_000]).code == "worker_message"
    assert failure(asked, arguments=[float("nan")]).code == "worker_message"
    assert asked.call("NAME", [])["value"][0] == pid


def test_ending_the_client_ends_the_worker(client, fake_hikae):
    """Nothing is left running when the client ends."""
    asked = client(fake_hikae(ECHO))
    pid, _ = asked.call("NAME", [])["value"]
    asked.end()
    assert gone(pid)


def test_an_installed_command_runs_isolated():
    """The `hikae` of a virtual environment is run by the interpreter beside it, isolated from the desk's settings."""
    python = str(Path(sys.executable).with_name("python"))
    assert worker_command(HIKAE, "functions") == [python, "-I", "-m", "addin.worker.main", "functions"]


def test_a_link_to_an_installed_command_finds_its_environment(tmp_path):
    """A link to `hikae` from elsewhere runs the interpreter of the environment it points into."""
    link = tmp_path / "hikae"
    link.symlink_to(HIKAE)
    assert worker_command(str(link), "actions") == worker_command(HIKAE, "actions")


def test_any_other_command_starts_its_own_worker(fake_hikae):
    """A `hikae` with no virtual environment around it is asked to be the worker itself."""
    command = fake_hikae("")
    assert worker_command(command, "functions") == [command, "worker", "functions"]


def test_a_command_without_an_environment_answers_too(client, fake_hikae):
    """A wrapper around the real command gives a worker that answers real calls."""
    wrapper = "#!/bin/sh\n"
    asked = client(fake_hikae(f'exec "{HIKAE}" "$@"\n', head=wrapper))
    assert asked.call("CDS_NO", [], 10.0)["error"]["code"] == "function_unknown"


def test_a_worker_sees_nothing_of_the_desks_python(client, fake_hikae, monkeypatch):
    """PYTHONPATH, PYTHONHOME and an active environment of the desk do not reach the worker."""
    for name in ("PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "LD_PRELOAD", "PATH"):
        monkeypatch.setenv(name, "/desk")
    monkeypatch.setenv("HIKAE_HOME", "/home/of/hikae")
    body = "reply(read_message(source), value=[sorted(os.environ), os.environ['HIKAE_HOME']])"
    names, home = client(fake_hikae(body)).call("NAME", [])["value"]
    assert home == "/home/of/hikae"
    assert {name for name in names if name.startswith("PYTHON")} == {"PYTHONSAFEPATH", "PYTHONNOUSERSITE"}
    assert not {"VIRTUAL_ENV", "LD_PRELOAD", "PATH"} & set(names)


def test_only_listed_variables_are_handed_on():
    """The environment of a worker is a list of names, not what is left after removing some."""
    given = {"HIKAE_HOME": "a", "HOME": "b", "NUMBA_DISABLE_JIT": "1", "HIKAE_COMMAND": "c", "PYTHONHOME": "d"}
    expected = {"HIKAE_HOME": "a", "HOME": "b", "PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"}
    assert worker_environment(given) == expected


def test_planted_modules_are_not_imported(tmp_path):
    """A file named like a library in the folder where the office was started is not what the worker imports."""
    (tmp_path / "tomllib.py").write_text("raise SystemExit('planted')", encoding="utf-8")
    code = (
        "from addin.worker.client import Client\n"
        f"client = Client('functions', lambda: {HIKAE!r})\n"
        "print(client.call('CDS_NO', [])['error']['code'])\n"
        "client.end()\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "function_unknown", done.stderr
