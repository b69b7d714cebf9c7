"""Facts made ready for the record: each with its own instant, all of them checked first, nobody's name in them yet."""

from datetime import date, datetime

import pytest

from addin.app.approval.people import Person
from addin.app.outage_facts import fact_items, told_facts
from addin.app.plan_facts import recorded_facts
from addin.store.journal import Journal
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)


def at(clock, day="2026-11-20"):
    return datetime.fromisoformat(f"{day}T{clock}+09:00")


def test_each_fact_keeps_its_own_instant():
    """Several of a form happened at several times."""
    items = fact_items(
        [(at("16:00:00"), "price.failed", {}), (at("16:30:00"), "price.recovered", {})], business_date=DAY
    )
    assert [(kind, body["at"][11:19], body["what"]) for kind, body in items] == [
        ("fact.recorded", "16:00:00", "price.failed"),
        ("fact.recorded", "16:30:00", "price.recovered"),
    ]
    assert all("initials" not in body for _, body in items)


def test_a_wrong_fact_is_counted_from_one():
    """The detail `n` says which of them, so that a row can be named; the right ones are not made either."""
    facts = [(at("16:00:00"), "price.failed", {}), (at("16:00:00"), "participant.reported", {})]
    with pytest.raises(RefusedError) as caught:
        fact_items(facts, business_date=DAY)
    (found,) = caught.value.findings
    assert (found.code, dict(found.details)["n"], dict(found.details)["detail"]) == (
        "fact_detail_missing",
        "2",
        "participant",
    )


def test_a_fact_before_its_day_is_refused():
    """A time of yesterday is no time of this business date."""
    with pytest.raises(RefusedError) as caught:
        fact_items([(at("23:59:59", "2026-11-19"), "otc.failed", {})], business_date=DAY)
    assert [(each.code, each.place.column) for each in caught.value.findings] == [("fact_before_day", "at")]


def test_facts_told_at_one_instant_are_these_items_with_their_person(tmp_path):
    """The command line's way and the form's leave the same contents."""
    facts = [("otc.failed", {}), ("cmf.failed", {"short": []})]
    with Journal(tmp_path) as journal:
        entries = told_facts(journal, facts, business_date=DAY, at=at("18:00:00"), person=Person("1", "SK"))
        items = fact_items([(at("18:00:00"), what, details) for what, details in facts], business_date=DAY)
        assert [(each.kind, dict(each.body)) for each in entries] == [
            (kind, {**body, "user": "1", "initials": "SK"}) for kind, body in items
        ]
        assert [fact.what for fact in recorded_facts(journal, DAY)] == ["otc.failed", "cmf.failed"]


def test_a_time_in_another_zone_is_kept_in_tokyos():
    """Whoever declares from elsewhere tells the same instant."""
    moment = datetime.fromisoformat("2026-11-20T07:00:00+00:00")
    ((_, body),) = fact_items([(moment, "otc.failed", {})], business_date=DAY)
    assert body["at"] == "2026-11-20T16:00:00+09:00"
