import io
import os
import signal
import subprocess
import sys
import time

import pytest

from addin.worker.frames import PROTOCOL, FrameError, packed, read_message
from addin.worker.main import serve


def served(*messages, answerer):
    sink = io.BytesIO()
    serve(io.BytesIO(b"".join(packed(message) for message in messages)), sink, answerer=answerer)
    sink.seek(0)
    return list(iter(lambda: read_message(sink), None))


@pytest.fixture
def worker():
    """Return a maker of real workers that run a few lines before they serve."""
    started = []

    def start(lines="", role="functions"):
        code = f"{lines}\nimport sys\nfrom addin.worker.main import main\nsys.exit(main({role!r}))"
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()


def asked(process, **message):
    process.stdin.write(packed({"id": 1, **message}))
    process.stdin.flush()
    return read_message(process.stdout)


def test_every_message_gets_one_answer_in_order():
    """Each message is answered under its own number, in the order of asking."""
    calls = [{"id": n, "call": "N", "arguments": [n]} for n in range(5)]
    answers = served(*calls, answerer=lambda _, given: {"value": given[0]})
    assert answers == [{"id": n, "value": n} for n in range(5)]


def test_the_greeting_tells_the_protocol():
    """A greeting is answered with the worker's protocol, without touching any function."""
    assert served({"id": 1, "hello": 99}, answerer=None) == [{"id": 1, "value": PROTOCOL}]


def test_an_answer_that_cannot_be_sent_is_an_error_of_its_call():
    """A result that no frame carries becomes an error in both languages, and the next call is answered."""
    results = iter([{"value": float("nan")}, {"value": 1}])
    first, second = served({"id": 1, "call": "N"}, {"id": 2, "call": "N"}, answerer=lambda *_: next(results))
    assert (first["id"], first["error"]["code"], second) == (1, "worker_message", {"id": 2, "value": 1})


def test_garbage_is_never_answered():
    """A frame that is no message ends the service instead of being guessed at."""
    with pytest.raises(FrameError):
        serve(io.BytesIO(b"\x00\x00\x00\x01x"), io.BytesIO(), answerer=None)


def test_the_end_of_the_input_ends_the_worker(worker):
    """When the office closes the pipe the worker ends by itself, with success."""
    process = worker()
    assert asked(process, hello=PROTOCOL)["value"] == PROTOCOL
    process.stdin.close()
    assert process.wait(10) == 0


def test_garbage_ends_the_worker_with_a_word(worker):
    """A garbled pipe ends the worker with its own exit code and one line."""
    process = worker()
    _, said = process.communicate(b"\xff\xff\xff\xff", timeout=10)
    assert (process.returncode, said.startswith(b"garbled")) == (2, True)


def test_stray_prints_cannot_reach_the_pipe(worker):
    """What a library prints, in Python or below it, goes to standard error and the answers stay whole."""
    process = worker(
        "import addin.functions.invoke, os\n"
        "def answer(name, arguments):\n"
        "    print('stray'); os.write(1, b'below'); return {'value': input.__name__}\n"
        "addin.functions.invoke.answer = answer"
    )
    assert asked(process, call="N", arguments=[])["value"] == "input"
    process.stdin.close()
    assert (process.stdout.read(), process.wait(10)) == (b"", 0)
    assert {b"stray", b"below"} <= set(process.stderr.read().replace(b"below", b"\nbelow\n").split())


def test_stray_reads_find_nothing(worker):
    """Code that reads standard input cannot swallow a message."""
    process = worker(
        "import addin.functions.invoke, os\n"
        "addin.functions.invoke.answer = lambda *_: {'value': os.read(0, 10).decode()}"
    )
    assert [asked(process, call="N")["value"] for _ in range(2)] == ["", ""]


def test_the_desks_interrupt_does_not_end_a_worker(worker):
    """Ctrl-C in the terminal the office was started from leaves the worker answering."""
    process = worker()
    asked(process, hello=PROTOCOL)
    os.kill(process.pid, signal.SIGINT)
    assert asked(process, hello=PROTOCOL)["value"] == PROTOCOL


def test_a_worker_is_ready_without_loading_the_engine(worker):
    """The greeting is answered before pricing is imported, and soon."""
    started = time.perf_counter()
    process = worker(
        "import addin.functions.invoke, sys\n"
        "addin.functions.invoke.answer = lambda *_: {'value': 'numpy' in sys.modules}"
    )
    asked(process, hello=PROTOCOL)
    assert time.perf_counter() - started < 3.0
    assert asked(process, call="N")["value"] is False
