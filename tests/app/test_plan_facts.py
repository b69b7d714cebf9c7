"""The facts of the record as the plan's day uses them."""

from datetime import date, datetime

import pytest

from addin.app.outage_facts import told_facts
from addin.app.plan_facts import RECORDED, recorded_facts, saying, unsaid, with_recorded
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.outcome import RefusedError
from calc.plan.day import settings_from
from calc.plan.types import Day, Fact

DAY = date(2026, 11, 20)
OUTAGE = {"participant": "P07", "connection": "tool", "affects": "quotes"}


def moment(clock):
    """Return an instant of the day."""
    return datetime.fromisoformat(f"{DAY}T{clock}+09:00").astimezone(JST)


def fact(clock, what, *, row=1, name=None, **details):
    """Return a fact of a day file."""
    return Fact(row, moment(clock), what, moment(clock), id=name, details=details)


def a_day(*facts):
    """Return the day with these facts of its own."""
    return Day(DAY, settings_from({}), facts=facts)


@pytest.fixture
def told(desk):
    """Return a function that records facts of one instant as one of two people, and gives what the record says."""

    def tell(clock, *facts, who=(1, "SK"), day=DAY):
        person = desk.person(*who)
        with Journal(desk.home) as journal:
            told_facts(journal, facts, business_date=day, at=moment(clock), person=person)
            return recorded_facts(journal, DAY)

    return tell


def recorded_as(desk, **changes):
    """Return what the record says once an entry of this shape is in it, as another office may have made it."""
    body = {"business_date": DAY.isoformat(), "at": f"{DAY}T14:20:00+09:00", "what": "otc.failed", "details": {}}
    with Journal(desk.home) as journal:
        journal.append(RECORDED, {name: value for name, value in {**body, **changes}.items() if value is not None})
        return recorded_facts(journal, DAY)


def test_a_recorded_fact_is_one_of_the_plans_facts(told):
    """Its instant, its word, its details; known from that instant on."""
    (found,) = told("14:20:00", ("participant.outage", OUTAGE))
    assert (found.at, found.what, found.learned) == (moment("14:20:00"), "participant.outage", moment("14:20:00"))
    assert (found.details, found.row, found.id) == (OUTAGE, 1, None)


def test_facts_come_in_the_order_of_the_record(told):
    """The order in which they were said, whatever their instants."""
    told("14:35:00", ("participant.reported", {"participant": "P07"}))
    assert [each.what for each in told("14:20:00", ("otc.failed", {}))] == ["participant.reported", "otc.failed"]


def test_another_days_facts_are_not_of_this_day(told):
    """A fact belongs to the business date under which it was recorded."""
    assert told("14:20:00", ("otc.failed", {}), day=date(2026, 11, 19)) == ()


def test_what_two_people_said_counts_once(told):
    """Two entries, one fact: nothing is due twice."""
    told("14:20:00", ("participant.outage", OUTAGE))
    assert len(told("14:20:00", ("participant.outage", OUTAGE), who=(2, "TY"))) == 1


def test_a_home_without_a_record_has_no_facts(tmp_path):
    """Reading makes no record."""
    with Journal(tmp_path / "none") as journal:
        assert recorded_facts(journal, DAY) == ()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"what": "weather.fine"}, "fact_unknown"),
        ({"what": None}, "fact_unknown"),
        ({"at": "soon"}, "fact_detail_refused"),
        ({"at": f"{DAY}T14:20:00"}, "fact_offset_missing"),
        ({"at": None}, "fact_detail_refused"),
        ({"details": {"colour": "red"}}, "fact_detail_unknown"),
        ({"details": None, "what": "phone.called"}, "fact_detail_missing"),
    ],
)
def test_a_fact_that_this_version_cannot_read_is_refused(desk, changes, code):
    """A ruling without it would be a guess; the words are the plan's own, the place is the record."""
    with pytest.raises(RefusedError) as refused:
        recorded_as(desk, **changes)
    assert {each.code for each in refused.value.findings} == {code}
    assert {each.place.source for each in refused.value.findings} == {"journal"}


def test_a_fact_without_details_is_read(desk):
    """A terminal that fails has none, and an entry may leave them out."""
    assert [each.details for each in recorded_as(desk, details=None)] == [{}]


def test_the_days_own_facts_come_first(desk, told):
    """Those of the record follow, each that the day does not say."""
    told("14:20:00", ("participant.outage", OUTAGE), ("otc.failed", {}))
    own = fact("14:20:00", "participant.outage", row=30, name="tool down", **OUTAGE)
    with Journal(desk.home) as journal:
        facts = with_recorded(a_day(own), journal).facts
    assert facts[0] is own
    assert [each.what for each in facts] == ["participant.outage", "otc.failed"]


def test_what_a_day_file_takes_back_stays_so(desk, told):
    """The retracted fact is said by the day file; the record does not say it again."""
    told("14:20:00", ("otc.failed", {}))
    own = fact("14:20:00", "otc.failed", name="otc"), fact("14:30:00", "fact.retracted", id="otc", reason="wrong line")
    with Journal(desk.home) as journal:
        assert with_recorded(a_day(*own), journal).facts == own


def test_the_order_of_names_says_nothing():
    """`instruments` is a set: the same names in another order are the same fact."""
    one, other = (fact("16:05:00", "price.failed", instruments=names) for names in (["A", "B"], ["B", "A"]))
    assert saying(one) == saying(other)


@pytest.mark.parametrize(
    "other",
    [
        fact("16:05:01", "price.failed", instruments=["A"]),
        fact("16:05:00", "price.received", instruments=["A"]),
        fact("16:05:00", "price.failed", instruments=["A", "B"]),
        fact("16:05:00", "price.failed"),
    ],
)
def test_another_instant_word_or_detail_is_another_fact(other):
    """Only what says exactly the same counts once."""
    assert unsaid([other], beside=[fact("16:05:00", "price.failed", instruments=["A"])]) == (other,)
