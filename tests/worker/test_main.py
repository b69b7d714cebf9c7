import io
import os
import signal
import subprocess
import sys
import time

import pytest

from addin.worker.frames import PROTOCOL, FrameError, framed, packed, read_frame, unpacked
from addin.worker.main import questions_of, serve


def received(pipe):
    frame = read_frame(pipe)
    return frame and {"id": frame[0], **unpacked(frame[1])}


def served(*messages, answerer):
    sink = io.BytesIO()
    source = io.BytesIO(b"".join(framed(number, packed(message)) for number, message in messages))
    serve(questions_of(source), sink, answerer=answerer)
    sink.seek(0)
    return list(iter(lambda: received(sink), None))


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


def answering(expression):
    """Return lines that put another answer in the place of the functions."""
    return f"import addin.functions.invoke, os\naddin.functions.invoke.answer = lambda *_: {{'value': {expression}}}"


def asked(process, **message):
    process.stdin.write(framed(1, packed(message)))
    process.stdin.flush()
    return received(process.stdout)


def test_every_question_gets_one_answer_in_order():
    """Each question is answered under its own number, in the order of asking."""
    calls = [(number, {"call": "N", "arguments": [number]}) for number in (7, 3, 5)]
    answers = served(*calls, answerer=lambda question: {"value": question["arguments"][0]})
    assert answers == [{"id": number, "value": number} for number in (7, 3, 5)]


def test_the_greeting_tells_the_protocol():
    """A greeting is answered with the worker's protocol, without touching any function."""
    assert served((1, {"hello": 99}), answerer=None) == [{"id": 1, "value": PROTOCOL}]


def test_an_answer_that_cannot_be_sent_is_an_error_of_its_call():
    """A result that no frame carries becomes an error in both languages, and the next call is answered."""
    results = iter([{"value": float("nan")}, {"value": 1}])
    first, second = served((1, {}), (2, {}), answerer=lambda _: next(results))
    assert (first["id"], first["error"]["code"], second) == (1, "worker_message", {"id": 2, "value": 1})


@pytest.mark.parametrize("garbage", [b"\x00\x00\x00\x01\x00\x00\x00\x01x", b"\xff" * 8, b"\x00"])
def test_garbage_is_never_answered(garbage):
    """A frame that is no message ends the service instead of being guessed at."""
    sink = io.BytesIO()
    with pytest.raises(FrameError):
        serve(questions_of(io.BytesIO(garbage)), sink, answerer=None)
    assert sink.getvalue() == b""


@pytest.mark.parametrize("role", ["functions", "actions"])
def test_the_end_of_the_input_ends_the_worker(worker, role):
    """When the office closes the pipe the worker ends by itself, with success."""
    process = worker(role=role)
    assert asked(process, hello=PROTOCOL)["value"] == PROTOCOL
    process.stdin.close()
    assert process.wait(10) == 0


@pytest.mark.parametrize("role", ["functions", "actions"])
def test_garbage_ends_the_worker_with_a_word(worker, role):
    """A garbled pipe ends the worker with its own exit code and one line."""
    process = worker(role=role)
    _, said = process.communicate(b"\xff" * 8, timeout=10)
    assert (process.returncode, said.startswith(b"garbled")) == (2, True)


def test_an_office_that_is_no_more_ends_the_worker(worker):
    """A worker whose answer nobody reads ends without a word."""
    process = worker(answering("'x' * 100_000"))
    asked(process, hello=PROTOCOL)
    process.stdout.close()
    process.stdin.write(framed(1, packed({"call": "N"})))
    process.stdin.flush()
    assert (process.wait(10), process.stderr.read()) == (0, b"")
    process.stdout = io.BytesIO()


def test_a_worker_dies_with_its_office(gone):
    """A worker whose office was killed, without a word to anybody, ends too."""
    office = (
        "import subprocess, sys, time\n"
        "worker = [sys.executable, '-I', '-m', 'addin.worker.main', 'functions']\n"
        "child = subprocess.Popen(worker, stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    killed = subprocess.Popen([sys.executable, "-c", office], stdout=subprocess.PIPE, text=True)
    with killed.stdout:
        pid = int(killed.stdout.readline())
    killed.kill()
    killed.wait()
    assert gone(pid)


def test_stray_prints_cannot_reach_the_pipe(worker):
    """What a library prints, in Python, below it or in a process of its own, goes to standard error."""
    process = worker(
        "import addin.functions.invoke, os, subprocess, ctypes\n"
        "def answer(name, arguments):\n"
        "    print('stray'); os.write(1, b'below')\n"
        "    ctypes.CDLL(None).puts(b'library'); ctypes.CDLL(None).fflush(None)\n"
        "    subprocess.run(['/bin/echo', 'process'], check=True)\n"
        "    return {'value': input.__name__}\n"
        "addin.functions.invoke.answer = answer"
    )
    assert asked(process, call="N", arguments=[])["value"] == "input"
    process.stdin.close()
    assert (process.stdout.read(), process.wait(10)) == (b"", 0)
    said = process.stderr.read().replace(b"below", b"\nbelow\n").split()
    assert {b"stray", b"below", b"library", b"process"} <= set(said)


def test_stray_reads_find_nothing(worker):
    """Code that reads standard input, in the worker or in a process it starts, cannot swallow a message."""
    process = worker(answering("os.read(0, 10).decode() + os.popen('cat').read()"))
    assert [asked(process, call="N")["value"] for _ in range(2)] == ["", ""]


def test_processes_of_a_worker_do_not_inherit_its_pipe(worker):
    """A process that a worker leaves behind does not keep the pipe of the office open."""
    process = worker(answering("__import__('subprocess').Popen(['/bin/sleep', '5'], close_fds=False).pid"))
    left = asked(process, call="N")["value"]
    process.stdin.close()
    started = time.monotonic()
    assert process.stdout.read() == b""
    assert time.monotonic() - started < 3.0
    os.kill(left, signal.SIGKILL)


@pytest.mark.parametrize("role", ["functions", "actions"])
def test_the_desks_interrupt_does_not_end_a_worker(worker, role):
    """Ctrl-C in the terminal the office was started from leaves the worker answering."""
    process = worker(role=role)
    asked(process, hello=PROTOCOL)
    os.kill(process.pid, signal.SIGINT)
    assert asked(process, hello=PROTOCOL)["value"] == PROTOCOL


def test_a_worker_is_ready_without_loading_the_engine(worker):
    """The greeting is answered before pricing is imported, and soon."""
    started = time.perf_counter()
    process = worker("import sys\n" + answering("'numpy' in sys.modules"))
    asked(process, hello=PROTOCOL)
    assert time.perf_counter() - started < 3.0
    assert asked(process, call="N")["value"] is False
