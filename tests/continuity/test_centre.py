from datetime import datetime, timedelta

import pytest

from calc.continuity.centre import CentreReport, CentreWord, centre_clock
from calc.days.cutoff import JST

OCCURRED = datetime(2026, 11, 20, 17, 30, tzinfo=JST)
TARGET = OCCURRED + timedelta(hours=2)


def said(minutes, word, by="Sato"):
    """Return a report of so many minutes after the occurrence."""
    return CentreReport(OCCURRED + timedelta(minutes=minutes), CentreWord(word), by)


def clock(minutes, *reports):
    """Return where the switch stands so many minutes after the occurrence."""
    at = OCCURRED + timedelta(minutes=minutes)
    return centre_clock(reports, occurred_at=OCCURRED, within=timedelta(hours=2), at=at)


UNUSABLE, JUDGED = said(5, "unusable"), said(20, "hard_to_recover", "Mori")


@pytest.mark.parametrize("reports", [(), (UNUSABLE,), (JUDGED,)])
def test_one_half_alone_does_not_move_the_centre(reports):
    """Unusable without the judgement, or the judgement without it, is no switch, and nothing is late."""
    found = clock(300, *reports)
    assert (found.switch, found.judged_by, found.late) == (None, None, False)


def test_both_together_move_the_centre_from_the_later_one_on():
    """The switch stands since both were said, whatever their order, and names who judged."""
    for reports in ((UNUSABLE, JUDGED), (JUDGED, UNUSABLE)):
        found = clock(30, *reports)
        assert (found.switch, found.judged_by) == (JUDGED.at, "Mori")


def test_the_target_runs_from_the_occurrence():
    """Two hours after the event, not after the judgement."""
    assert clock(30, UNUSABLE, JUDGED).target == TARGET


def test_exactly_at_the_target_it_is_not_late():
    """Late is strictly after the target, and only while clearing does not run at the secondary centre."""
    assert not clock(120, UNUSABLE, JUDGED).late
    assert clock(121, UNUSABLE, JUDGED).late


def test_running_in_time_at_the_secondary_is_never_late():
    """Once it runs there the clock stops at that instant."""
    found = clock(300, UNUSABLE, JUDGED, said(110, "running_at_secondary"))
    assert (found.running_since, found.late) == (OCCURRED + timedelta(minutes=110), False)
    assert clock(300, UNUSABLE, JUDGED, said(130, "running_at_secondary")).late


@pytest.mark.parametrize("back", ["usable", "quickly_recoverable"])
def test_either_half_can_be_taken_back(back):
    """A primary that is usable again, or proves quick to recover, ends the switch."""
    assert clock(60, UNUSABLE, JUDGED, said(40, back)).switch is None


def test_said_again_it_stands_since_the_first_time():
    """Repeating what is known does not move the instant; after it was taken back it begins anew."""
    assert clock(60, UNUSABLE, JUDGED, said(40, "hard_to_recover")).switch == JUDGED.at
    again = clock(90, UNUSABLE, JUDGED, said(40, "quickly_recoverable"), said(70, "hard_to_recover"))
    assert again.switch == OCCURRED + timedelta(minutes=70)


def test_handing_back_ends_running_at_the_secondary():
    """Back at the primary nothing runs at the secondary any more."""
    reports = (UNUSABLE, JUDGED, said(90, "running_at_secondary"), said(200, "back_at_primary"))
    assert clock(210, *reports).running_since is None


def test_what_is_reported_later_does_not_count_yet():
    """An instant sees only what had been said by then."""
    assert clock(10, UNUSABLE, JUDGED).switch is None
