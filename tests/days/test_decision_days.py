"""What a decision of the desk must know of its day: is the year's calendar announced, and does it reach far enough."""

from datetime import date

import pytest

from calc.days.business_day import WEEKENDS, ProjectedYears, decision_findings, tokyo
from calc.outcome import RefusedError
from calc.text.wording import words


def refusal(day, *, settles_after=3, calendar=None):
    """Return the finding with which a decision for a day is refused."""
    with pytest.raises(RefusedError) as caught:
        decision_findings(day, calendar or tokyo(), settles_after=settles_after, projected=ProjectedYears.REFUSED)
    (found,) = caught.value.findings
    return found


def codes(day, projected, *, settles_after=3, calendar=None):
    """Return the codes of what a decision for a day must know."""
    made = decision_findings(day, calendar or tokyo(), settles_after=settles_after, projected=projected)
    return [each.code for each in made]


@pytest.mark.parametrize("projected", list(ProjectedYears))
def test_a_day_of_an_announced_year_needs_no_words(projected):
    """A decision whose day and settlement are announced has nothing to know, confirmed or not."""
    assert codes(date(2026, 11, 20), projected) == []
    assert codes(date(2027, 12, 24), projected) == []


def test_a_projected_day_is_refused_until_somebody_confirms():
    """In a projected year the decision is refused, and once confirmed it goes on with a warning."""
    assert refusal(date(2028, 1, 5)).code == "calendar_unconfirmed"
    assert codes(date(2028, 1, 5), ProjectedYears.CONFIRMED) == ["calendar_projected"]


def test_a_settlement_in_a_projected_year_is_refused_too():
    """At the end of the last announced year it is the settlement that is projected, and the finding names it."""
    found = refusal(date(2027, 12, 29))
    assert dict(found.details)["day"] == "2028-01-05"
    assert codes(date(2027, 12, 29), ProjectedYears.REFUSED, settles_after=0) == []
    assert codes(date(2027, 12, 29), ProjectedYears.CONFIRMED) == []


def test_the_refusal_says_how_to_confirm():
    """The words name the day, the last announced year and the setting, in both languages."""
    said = words(refusal(date(2030, 5, 7)))
    for text in (said.ja, said.en):
        assert all(part in text for part in ("2030-05-07", "2027", "projected_holidays"))


def test_weekends_are_never_projected():
    """A calendar of weekends alone is as certain in any year."""
    assert codes(date(2050, 6, 1), ProjectedYears.REFUSED, calendar=WEEKENDS) == []


@pytest.mark.parametrize("day", [date(2006, 12, 1), date(2061, 1, 4), date(2060, 12, 30)])
def test_a_day_that_the_calendar_does_not_reach_is_refused(day):
    """Where the day or its settlement lies outside the calendar the decision is refused, confirmed or not."""
    for projected in ProjectedYears:
        with pytest.raises(RefusedError) as caught:
            codes(day, projected)
        assert caught.value.findings[0].code in {"calendar_horizon", "calendar_unconfirmed"}
