"""Errors put into notified variation margin and clearing funds: found, named by their cause, and no false alarm."""

import os
import sys
from collections import Counter

import pytest
from notified_faults import example_book
from notified_measures import FUND, KINDS, MEASURES, VM, MeasureDay, injected, stale

pytestmark = pytest.mark.timeout(1_800)  # the long form looks at 10,000 files
LONG = "HIKAE_LONG" in os.environ
ERRORS, A_DAY = (10_000, 40) if LONG else (240, 40)
CLEAN_DAYS = 250 if LONG else 12


@pytest.fixture(scope="module")
def day_of(tmp_path_factory):
    """Return a function that makes the day of a seed."""
    home = tmp_path_factory.mktemp("home")
    book = example_book(home)
    return lambda seed: MeasureDay(book, seed, home)


@pytest.fixture(scope="module")
def judged(day_of):
    """Return how many errors of each measure and kind there were, were found, and were named by their cause alone."""
    made, found, named, seed = Counter(), Counter(), Counter(), 0
    while made.total() < ERRORS:
        day = day_of(seed)
        for place in range(A_DAY):
            kind, measure = KINDS[place % len(KINDS)], MEASURES[place // len(KINDS) % 2]
            error = injected(day, kind, measure)
            if error is None:
                continue
            rows, causes = error
            said = {of: each.cause for of, each in day.found(rows).items()}
            meant = {(name, measure): cause for name, cause in causes.items()}
            made[measure, kind] += 1
            found[measure, kind] += bool(meant.keys() & said.keys())
            named[measure, kind] += said == meant
        seed += 1
    sys.stderr.write(f"errors {made.total()} found {found.total()} named {named.total()}\n")
    for (measure, kind), count in made.items():
        key = measure, kind
        sys.stderr.write(f"  {measure} {kind.__name__}: {count} {found[key]} {named[key]}\n")
    return made, found, named


def of_measure(counter, measure):
    """Return how many of a measure were counted."""
    return sum(count for (of, _), count in counter.items() if of == measure)


@pytest.mark.parametrize("measure", MEASURES)
def test_nearly_every_error_in_a_measure_is_found(judged, measure):
    """Of the errors in levels, and of those in funds, at least 99 in 100 give an account in which they are a cause."""
    made, found, _ = judged
    assert of_measure(made, measure) >= 0.4 * ERRORS
    assert of_measure(found, measure) >= 0.99 * of_measure(made, measure)


def test_every_kind_of_error_is_tried(judged):
    """Each slip is in the sample for both measures, but a fund of stale positions, which no file is made of."""
    made, _, _ = judged
    assert set(made) == {(measure, kind) for measure in MEASURES for kind in KINDS} - {(FUND, stale)}
    assert min(made.values()) >= ERRORS / len(KINDS) / 8


@pytest.mark.parametrize("measure", MEASURES)
def test_the_right_cause_is_named_in_the_right_measure(judged, measure):
    """At least 9 in 10 errors have their cause in every account they are in, and nothing is said of any other row."""
    made, _, named = judged
    assert of_measure(named, measure) >= 0.9 * of_measure(made, measure)
    kinds = [each for each in made if each[0] == measure]
    assert min(named[each] / made[each] for each in kinds) >= 0.5


def test_no_alarm_where_levels_and_funds_agree(day_of):
    """On days whose file is within a yen of our own, nothing is said of any measure."""
    days = [day_of(seed) for seed in range(CLEAN_DAYS)]
    assert [day for day in days if day.found(day.rows(day.right))] == []


def test_the_days_have_something_to_compare(day_of):
    """Levels have both signs, and the funds of a day are no row of floors."""
    day = day_of(0)
    assert {yen > 0 for yen in day.own.amounts[VM].values()} == {True, False}
    assert len(set(day.own.amounts[FUND].values())) > len(day.own.amounts[FUND]) // 2
