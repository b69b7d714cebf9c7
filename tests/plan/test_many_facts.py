"""A day of ten thousand facts is read and ruled while a person waits: nothing is read again and again."""

import time

import pytest
from days_of_facts import fact, moment

from calc.days.business_day import tokyo
from calc.plan.day import day_from_table
from calc.plan.evaluate import plan_of
from calc.plan.known import grouped

MANY = 10_000
SHORT = [{"participant": f"P{n}", "amount": 1} for n in range(200)]
FAILED = {
    "whole": fact("09:00", "price.failed"),
    "part": fact("09:00", "price.failed", instruments=["X"]),
    "cmf": fact("09:00", "cmf.failed", short=SHORT),
}
FLOODS = {
    "calls": lambda n: fact(n, "phone.called", participant=f"P{n % 200}"),
    "notices": lambda n: fact(n, "notice.sent", clause="CP-1.3.3", channel="information_list"),
    "uploads and flags": lambda n: fact(n, ("margin.uploaded", "margin.flagged", "margin.confirmed")[n % 3]),
    "prices": lambda n: fact(n, ("price.failed", "price.recovered", "price.received")[n % 3]),
    "set prices": lambda n: fact(n, "price.set_by_jscc", reference="R", second_person="S"),
    "instruments": lambda n: fact(n, "price.failed", instruments=[f"I{n % 200}"]),
    "participants": lambda n: fact(n, "margin.flagged", participants=[f"P{n % 200}"]),
    "outages": lambda n: fact(n, "participant.outage", participant=f"P{n % 200}", connection="tool", affects="quotes"),
    "closed incidents": lambda n: fact(n, "incident.closed"),
}


def seconds_for(flood):
    """Return how long reading and ruling a day takes, with many facts of one kind."""
    facts = [*FAILED.values(), *(FLOODS[flood](40_000 + n) for n in range(MANY))]
    began = time.process_time()
    day = day_from_table({"business_date": moment(0).date(), "fact": facts}, calendar=tokyo(), source="DAY").value
    plan_of(day, moment("20:30"), calendar=tokyo())
    return time.process_time() - began


@pytest.mark.parametrize("flood", FLOODS)
def test_ten_thousand_facts_are_ruled_in_time(flood):
    """Whatever the facts are about, none of them makes the others be read again and again."""
    assert seconds_for(flood) < 4


def test_facts_are_grouped_by_family_and_by_whom_they_name():
    """Those that name nobody concern all; those that name somebody concern only these."""
    day = day_from_table(
        {
            "business_date": moment(0).date(),
            "fact": [
                fact("18:00", "margin.uploaded"),
                fact("18:10", "margin.flagged", participants=["P1", "P2"]),
                fact("18:20", "price.failed", instruments=["I1"]),
                fact("18:30", "phone.called", participant="P1"),
            ],
        },
        calendar=tokyo(),
        source="DAY",
    ).value
    known = grouped(day.facts)
    assert [each.what for each in known.concerning("margin", None)] == ["margin.uploaded"]
    assert [each.what for each in known.concerning("margin", "P1")] == ["margin.uploaded", "margin.flagged"]
    assert [each.what for each in known.naming("phone", "P1")] == ["phone.called"]
    assert (known.names("margin"), known.names("price"), known.names("otc")) == (["P1", "P2"], ["I1"], [])
    assert (known.family("cmf"), known.facts) == ((), day.facts)
