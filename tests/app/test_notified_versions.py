"""Which versions of margin count as notified: by facts of those concerned, and a repeated upload is no new version."""

from datetime import datetime

import pytest

from addin.app.day.rule import notified_versions
from addin.app.desk_day import example_folder
from addin.app.desk_margin import margin_day, notified_rows
from addin.store.journal import Journal
from calc.days.cutoff import JST
from calc.plan.types import Day, Fact, PlanSettings

UPLOADED, RENOTIFIED = "margin.uploaded", "margin.renotified"


def instant(clock):
    return datetime.fromisoformat(f"2026-11-20T{clock}:00").replace(tzinfo=JST)


def fact(clock, what, *participants, **details):
    named = {"participants": participants} if participants else {}
    return Fact(1, instant(clock), what, instant(clock), details={**named, **details})


def versions(*facts, at="20:00", participants=("P01", "P05")):
    day = Day(instant(at).date(), PlanSettings(True, 5, 5, "x", "y"), facts=facts)  # noqa: FBT003 - not ours to name
    return notified_versions(day, instant(at), participants=participants)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], ()),
        ([fact("18:14", UPLOADED)], (1,)),
        ([fact("18:14", UPLOADED), fact("18:20", UPLOADED)], (1,)),
        ([fact("18:14", UPLOADED), fact("18:20", UPLOADED, version=2)], (1, 2)),
        ([fact("18:14", UPLOADED), fact("19:50", RENOTIFIED)], (1, 2)),
        ([fact("19:50", RENOTIFIED), fact("18:14", UPLOADED)], (1, 2)),
        ([fact("18:14", UPLOADED), fact("19:50", RENOTIFIED), fact("19:55", RENOTIFIED)], (1, 2, 3)),
        ([fact("18:14", UPLOADED), fact("19:50", RENOTIFIED, version=4), fact("19:55", RENOTIFIED)], (1, 4, 5)),
        ([fact("18:14", UPLOADED), fact("18:20", "margin.flagged")], (1,)),
        ([fact("18:14", UPLOADED), fact("20:01", RENOTIFIED)], (1,)),
    ],
)
def test_versions_follow_from_uploads_and_renotifications(facts, expected):
    """An upload is the first version however often, a renotification the next; what comes later does not count."""
    assert versions(*facts) == expected


def test_a_fact_of_others_does_not_count():
    """Neither a participant that is not of the day nor another one was notified for us."""
    facts = (fact("18:14", UPLOADED), fact("18:20", RENOTIFIED, "ZZZ"), fact("18:21", UPLOADED, "P03", version=2))
    assert versions(*facts) == (1,)


def test_two_renotifications_of_two_participants_are_one_version():
    """Each is the second of its own participant."""
    facts = (fact("18:14", UPLOADED), fact("19:50", RENOTIFIED, "P01"), fact("19:55", RENOTIFIED, "P05"))
    assert versions(*facts) == (1, 2)
    assert versions(*facts, fact("19:58", RENOTIFIED, "P05"), participants=("P01",)) == (1, 2)


def test_without_a_list_of_accounts_everybody_is_concerned():
    """A day whose accounts could not be read still knows that margin was uploaded."""
    assert versions(fact("18:14", UPLOADED, "P01"), participants=()) == (1,)


@pytest.mark.parametrize(
    ("what", "details"),
    [(UPLOADED, {}), (UPLOADED, {"participants": ["ZZZ"]}), (RENOTIFIED, {"participants": ["ZZZ"]})],
)
def test_the_margin_book_leaves_version_two_out(tmp_path, what, details):
    """Declared once more, or of nobody: at 18:55 the second version has not been notified, and that is told."""
    body = {"business_date": "2026-11-20", "at": "2026-11-20T18:20:00+09:00", "user": "1", "initials": "SK"}
    with Journal(tmp_path) as journal:
        journal.append("fact.recorded", {**body, "what": what, "details": details})
    day = margin_day(example_folder(), instant("18:55"), home=tmp_path)
    assert (day.versions, day.unseen) == ((1,), (2,))
    assert next(row for row in notified_rows(day) if row[0] == "P05H")[2:4] == (5_609_989_885, None)
