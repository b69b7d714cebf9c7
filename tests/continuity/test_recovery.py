from datetime import datetime, timedelta

from calc.continuity.incident import Cut, Incident, Response
from calc.continuity.recovery import recovery_clock
from calc.days.cutoff import JST

BEGAN = datetime(2026, 11, 20, 12, tzinfo=JST)
TWO_HOURS = timedelta(hours=2)


def after(minutes):
    """Return an instant so many minutes after the incident."""
    return BEGAN + timedelta(minutes=minutes)


def clock(*cuts, target=None):
    """Return the clock of an incident at noon with cut-offs so many minutes after it."""
    incident = Incident(after(10), "i", ("earthquake",), ("building",), frozenset(), BEGAN)
    response = Response(incident=incident, recovery_target=target)
    return recovery_clock(response, [Cut(after(each), f"C{each}") for each in cuts], within=TWO_HOURS)


def test_without_an_incident_no_clock_runs():
    """There is nothing to count from."""
    assert recovery_clock(Response(), [Cut(BEGAN, "C")], within=TWO_HOURS) is None


def test_it_runs_from_the_occurrence_not_from_when_it_was_told():
    """Two hours from noon, though it was declared ten minutes later."""
    assert clock().target == after(120)


def test_the_cut_offs_inside_include_both_ends():
    """From the very instant to the very target, in order of time; others are outside."""
    found = clock(121, 120, 60, 0, -1)
    assert [cut.clause for cut in found.inside] == ["C0", "C60", "C120"]


def test_a_yardstick_is_told_from_the_plans_target():
    """The plan's own target governs where the primary centre is lost; it may be another instant."""
    assert not clock().governs
    assert clock(target=after(90)).governs
    assert clock(100, target=after(90)).inside == ()


def test_the_time_left_goes_below_zero():
    """What is late says by how much."""
    assert clock().left(after(100)) == timedelta(minutes=20)
    assert clock().left(after(130)) == timedelta(minutes=-10)
