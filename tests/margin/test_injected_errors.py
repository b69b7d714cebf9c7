"""Errors put into notified files: found, named by their cause, and no alarm where there is none."""

import os
import sys
from collections import Counter

import pytest
from notified_faults import KINDS, Day, example_book, injected

pytestmark = pytest.mark.timeout(1_800)  # the long form looks at 10,000 files
LONG = "HIKAE_LONG" in os.environ
ERRORS, A_DAY = (10_000, 40) if LONG else (280, 40)
CLEAN_DAYS = 250 if LONG else 80


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return the example day's book."""
    return example_book(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def judged(book):
    """Return how many errors of each kind there were, how many were found, and how many named by their cause."""
    made, found, named, wrong = Counter(), Counter(), Counter(), []
    seed = 0
    while made.total() < ERRORS:
        day = Day(book, seed)
        for place in range(A_DAY):
            kind = KINDS[(seed * A_DAY + place) % len(KINDS)]
            error = injected(day, kind)
            if error is None:
                continue
            rows, accounts, causes = error
            said = day.found(rows)
            made[kind.__name__] += 1
            found[kind.__name__] += bool(accounts & set(said))
            right = set(said) == accounts and all(said[name].cause in causes for name in accounts)
            named[kind.__name__] += right
            if not right:
                wrong.append((seed, kind.__name__, sorted((n, e.cause.value, e.name) for n, e in said.items())))
        seed += 1
    sys.stderr.write(f"errors {made.total()} found {found.total()} named {named.total()}\n")
    for kind in KINDS:
        name = kind.__name__
        sys.stderr.write(f"  {name}: {made[name]} {found[name]} {named[name]}\n")
    for each in wrong[:10]:
        sys.stderr.write(f"  {each}\n")
    return made, found, named


def test_nearly_every_error_is_found(judged):
    """Of the errors at least 99 in 100 give an account a cause, and each kind is among them."""
    made, found, _ = judged
    assert made.total() >= ERRORS
    assert min(made[kind.__name__] for kind in KINDS) >= ERRORS / len(KINDS) / 2
    assert found.total() >= 0.99 * made.total()


def test_the_right_cause_is_named(judged):
    """At least 9 in 10 errors are named by their cause in every account they are in, and in no other."""
    made, _, named = judged
    assert named.total() >= 0.9 * made.total()
    assert min(named[kind.__name__] / made[kind.__name__] for kind in KINDS) >= 0.75  # ×10^8 is not read


def test_no_alarm_on_clean_days(book):
    """On days whose file is within a yen of our own nothing is found."""
    alarms = [seed for seed in range(CLEAN_DAYS) if (day := Day(book, seed)).found(day.rows(day.right))]
    assert alarms == []
