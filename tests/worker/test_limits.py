import gc
import weakref

import pytest

from addin.worker.child import WorkerError
from addin.worker.limits import BUDGET_SECONDS, FAULTS_SECONDS, QUIET_SECONDS, REST_SECONDS, Breaker, Budget


def waited(budget, clock, seconds):
    """Let a call wait, and the next one begin at once."""
    since = clock.now
    clock.now += seconds
    budget.spend(since)


def refusal(ask):
    with pytest.raises(WorkerError) as caught:
        ask()
    return caught.value.code, caught.value.detail


def test_the_waits_of_a_recalculation_add_up(clock):
    """Each call may wait for what the calls before it left."""
    budget = Budget(clock)
    left = [budget.left() for _ in range(4) if waited(budget, clock, 1.0) is None]
    assert left == [4.0, 3.0, 2.0, 1.0]


def test_a_spent_budget_refuses_at_once(clock):
    """When five seconds were waited in all, no further call of this recalculation is asked."""
    budget = Budget(clock)
    for _ in range(10):
        waited(budget, clock, BUDGET_SECONDS / 10)
    assert refusal(budget.left) == ("worker_timeout", "5.0 s")


def test_a_rest_too_short_to_be_answered_is_none(clock):
    """A few milliseconds are not used to start a worker that would be ended at once."""
    budget = Budget(clock)
    waited(budget, clock, BUDGET_SECONDS - 0.01)
    assert refusal(budget.left)[0] == "worker_timeout"


def test_the_end_of_a_recalculation_gives_the_next_one_its_budget(clock):
    """Once the office says that it is over, the next recalculation has five seconds again."""
    budget = Budget(clock)
    waited(budget, clock, BUDGET_SECONDS)
    budget.renew()
    assert budget.left() == BUDGET_SECONDS


def test_a_quiet_time_ends_a_recalculation_too(clock):
    """Where the office never says that it is over, a second without a wait does; less than that does not."""
    budget = Budget(clock)
    waited(budget, clock, BUDGET_SECONDS)
    clock.now += QUIET_SECONDS - 0.01
    assert refusal(budget.left)[0] == "worker_timeout"
    clock.now += 0.02
    assert budget.left() == BUDGET_SECONDS


def test_a_wait_is_not_a_quiet_time(clock):
    """A call that waits for two seconds counts as two seconds waited, not as silence."""
    budget = Budget(clock)
    waited(budget, clock, 2.0)
    assert budget.left() == BUDGET_SECONDS - 2.0


def breaker_after(clock, *apart):
    """Return a breaker that has seen a fault, and one more after each of these times."""
    breaker = Breaker(clock)
    breaker.count(WorkerError("worker_lost", "0"))
    for number, seconds in enumerate(apart, start=1):
        clock.now += seconds
        breaker.count(WorkerError("worker_lost", str(number)))
    return breaker


def test_one_fault_lets_calls_pass(clock):
    """A single fault is met with a new worker."""
    breaker_after(clock).check()


@pytest.mark.parametrize(("seconds", "rests"), [(0.0, True), (FAULTS_SECONDS, True), (FAULTS_SECONDS + 0.1, False)])
def test_two_faults_count_together_within_ten_seconds(clock, seconds, rests):
    """The second fault closes the way when it came within ten seconds of the first, the tenth included."""
    breaker = breaker_after(clock, seconds)
    if rests:
        assert refusal(breaker.check) == ("worker_lost", "1")
    else:
        breaker.check()


def test_the_way_is_open_again_after_thirty_seconds(clock):
    """Calls are refused until thirty seconds after the last fault, and pass from then on."""
    breaker = breaker_after(clock, 1.0)
    clock.now += REST_SECONDS - 0.1
    assert refusal(breaker.check) == ("worker_lost", "1")
    clock.now += 0.1
    breaker.check()


def test_a_third_fault_rests_anew(clock):
    """A fault soon after the second one counts thirty seconds from there."""
    breaker = breaker_after(clock, 5.0, 5.0)
    clock.now += REST_SECONDS - 0.1
    assert refusal(breaker.check) == ("worker_lost", "2")


def test_closing_the_breaker_lets_calls_pass_at_once(clock):
    """After the person asked for a retry, two new faults are needed to refuse again."""
    breaker = breaker_after(clock, 1.0)
    breaker.close()
    breaker.check()
    breaker.count(WorkerError("worker_lost", "3"))
    breaker.check()


def test_a_breaker_holds_on_to_nothing_of_the_office(clock):
    """What the caller of a failed call had in hand is free afterwards: it may be an object of the office."""

    class Held:
        pass

    def fail(breaker):
        held = Held()
        with pytest.raises(WorkerError) as raised:
            breaker_after(clock, 1.0).check()
        breaker.count(raised.value)
        return weakref.ref(held)

    breaker = Breaker(clock)
    held = fail(breaker)
    gc.collect()
    assert held() is None
