"""The score of a drill: never rounded up, late worth half, and shares by what a mark is about."""

from datetime import time

import pytest

from addin.drills.marks import Grade, Kind, Mark
from addin.drills.score import Score, first_quote, scored
from addin.drills.truth import truth_of
from calc.text.wording import Words

HIT = {"what": "participant.outage", "participant": "P01", "connection": "tool", "affects": "quotes"}
OUTAGE = {"at": time(16, 0), "failure": "tool_down", "ja": "障害", "en": "down", "fact": HIT}


@pytest.fixture
def scoring(at):
    """Return a function that makes a score of grades."""

    def made(*grades, kind=Kind.NOTICE):
        moment = at("16:00")
        marks = [Mark(kind, ("CP-1.1",), Words("何", "what"), moment, moment, None, each) for each in grades]
        return Score("small", tuple(marks), None)

    return made


@pytest.mark.parametrize(
    ("grades", "points"),
    [
        ([], 100),
        ([Grade.IN_TIME], 100),
        ([Grade.LATE], 50),
        ([Grade.WRONG], 0),
        ([Grade.MISSING], 0),
        ([Grade.IN_TIME] * 2 + [Grade.MISSING], 66),
        ([Grade.IN_TIME] * 999 + [Grade.LATE], 99),
    ],
)
def test_points_are_a_share_of_100_never_rounded_up(scoring, grades, points):
    """A hundred means without any fault, however many marks there are."""
    assert scoring(*grades).points == points


def test_faults_and_omissions_are_told_apart(scoring):
    """What was late or wrong is at fault; what was never done is an omission, too."""
    made = scoring(Grade.IN_TIME, Grade.LATE, Grade.WRONG, Grade.MISSING)
    assert [each.grade for each in made.faults] == [Grade.LATE, Grade.WRONG, Grade.MISSING]
    assert [each.grade for each in made.omissions] == [Grade.MISSING]


def test_a_share_counts_its_own_kind_alone(scoring):
    """Notices in time are no decisions."""
    made = scoring(Grade.IN_TIME, Grade.LATE)
    share, none = made.share(Kind.NOTICE), made.share(Kind.DECISION, Kind.DECLARATION)
    assert (share.good, share.of, none.good, none.of) == (1, 2, 0, 0)


def test_marks_stand_in_order_of_time(reference):
    """A trace reads from the morning to the evening."""
    begins = [each.since for each in reference("bad-day").score.marks]
    assert begins == sorted(begins)


def test_the_same_record_has_the_same_score(reference):
    """Scoring reads nothing but the script and the entries."""
    made = reference("intraday-cmf")
    assert scored(made.script, made.played.entries) == made.score


@pytest.mark.parametrize(("mailed", "minutes"), [(("16:40",), 40), (("16:40:59", "17:30"), 40), ((), None)])
def test_the_first_quote_is_counted_from_the_outage(small, fact, mailed, minutes):
    """Whole minutes to the first that left, None while none has."""
    sent = [fact(clock, "participant.quotes_proxied", participant="P01") for clock in mailed]
    assert first_quote(truth_of(small(events=[OUTAGE]), sent)) == minutes


def test_a_mail_is_the_participants_a_proxy_entry_the_clearing_houses(small, fact):
    """What the other side did is not what this desk brought on its way."""
    mail = [fact("16:40", "participant.quotes_mailed", participant="P01")]
    own = small(events=[OUTAGE], role="participant", participants=["P01"])
    assert first_quote(truth_of(own, mail)) == 40
    assert first_quote(truth_of(small(events=[OUTAGE]), mail)) is None


def test_quotes_without_an_outage_are_ordinary(small, fact):
    """Where nobody was hit nobody waited."""
    assert first_quote(truth_of(small(), [fact("16:40", "participant.quotes_proxied", participant="P01")])) is None
