"""Work for the office's main thread, given by other threads."""

import threading

import pytest

from addin.libreoffice.mainthread import Awaited, MainThread


def test_the_result_comes_from_the_thread_that_does_the_work():
    """Whoever waits gets what the work returned on the other thread."""
    threads = []

    def post(work):
        threads.append(threading.Thread(target=work))
        threads[-1].start()

    main = MainThread(post)
    assert main.result(threading.get_ident, 5.0) == threads[0].ident != threading.get_ident()


def test_what_nobody_came_to_is_given_up():
    """After the time is over the work is not done any more, so a refused write cannot happen later."""
    posted, done = [], []
    with pytest.raises(TimeoutError):
        MainThread(posted.append).result(lambda: done.append(1), 0.01)
    posted[0]()
    assert done == []


def test_what_was_begun_is_waited_for():
    """Work that has begun before the time is over is waited for to its end, however long it takes."""
    begun, finish = threading.Event(), threading.Event()

    def work():
        begun.set()
        finish.wait(5)
        return "done"

    awaited = Awaited(work)
    thread = threading.Thread(target=awaited)
    thread.start()
    assert begun.wait(5)
    threading.Timer(0.1, finish.set).start()
    assert awaited.result(0.01) == "done"
    thread.join()


def test_work_that_fails_ends_the_wait():
    """The wait ends with no result when the work raised: the failure itself stays on its own thread."""
    awaited = Awaited(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        awaited()
    assert awaited.result(5.0) is None
