"""The paper says what the day's run says: the same prices, amounts, rulings and duties at the same instant."""

import random
from datetime import timedelta

import pytest
from continuity_hand import at
from paper_pages import NOWHERE, rows, seen

from addin.app.paper.day import paper_day
from addin.app.paper.figures import figures_section, last_amounts
from addin.app.paper.now import now_section
from addin.store.journal import Journal
from calc.days.business_day import tokyo
from calc.plan.evaluate import plan_of
from calc.plan.page import filled
from calc.plan.types import ITEMS

INSTANTS = {"18:30:00": (18, 30), "20:30:00": (20, 30)}


@pytest.mark.parametrize("instant", INSTANTS)
def test_the_prices_are_those_of_the_days_run(seen_day, instant):
    """Instrument by instrument, the level that `hikae day` settled at that instant, and its clause."""
    settled = {each.instrument: each for each in seen_day(instant).result.prices}
    printed = rows(figures_section(seen(*INSTANTS[instant]).figures), "Settlement prices")
    assert len(printed) == len(settled)
    for row in printed:
        price = settled[row["Instrument"]]
        assert row["Price bp"] == f"{price.price_bp:.2f}"
        assert (price.ruling.clause or "") in row["Applies, clause"]


@pytest.mark.parametrize("instant", INSTANTS)
def test_the_amounts_are_those_of_the_days_run(seen_day, instant):
    """Whatever its ruling applies to an account and a measure is the amount on paper."""
    held = last_amounts(seen(*INSTANTS[instant]).figures)
    applied = [row for item in seen_day(instant).result.plan.items.values() for row in item.amounts]
    assert len(applied) > 30
    assert {(row.account, row.measure): row.amount for row in applied} == {
        key: each.amount for key, each in held.items() if not each.is_old
    }


def test_the_rulings_are_those_that_the_run_recorded(seen_day, example_day):
    """The clause in the record of each item is the clause on the first page of the paper made from it."""
    home = seen_day("20:30:00").out.parent / "home"
    with Journal(home) as journal:
        recorded = {entry.body["item"]: entry.body["ruling"] for entry in journal.entries("plan.ruled")}
    day = paper_day(home, example_day, at=at(20, 30))
    assert set(recorded) == set(ITEMS)
    for name, item in day.answer.plan.items.items():
        assert (item.applies, item.clause) == (recorded[name]["applies"], recorded[name]["clause"])


def test_at_every_cut_off_the_paper_turns_with_the_plan():
    """A second before, at, and a second after each cut-off of the day, every item's clause is the plan's."""
    timetable = seen(20, 30).answer.plan.timetable
    assert timetable
    for cut in timetable:
        for seconds in (-1, 0, 1):
            day = paper_day(NOWHERE, at=cut.at + timedelta(seconds=seconds))
            plan = plan_of(day.answer.day, day.at, calendar=tokyo())
            printed = {
                row["Item"].split("\n")[-1]: row["Clause"]
                for row in rows(now_section(day), "What applies to each item")
            }
            for name in ("margin", "intraday"):
                item = plan.items[name]
                named = " ".join(part for part in (item.clause, item.gap) if part) or "－"
                assert printed[filled("item", name).en] == named


@pytest.mark.parametrize("seed", range(3))
def test_no_duty_is_lost_at_any_instant(seed):
    """At a random minute of the day the rows are the plan's open and missed duties, one for one."""
    minute = random.Random(seed).randrange(9 * 60, 22 * 60)  # noqa: S311 - no secret
    day = seen(*divmod(minute, 60))
    plan = day.answer.plan
    printed = rows(now_section(day), "Duties due")
    wanted = sorted(row.clause for row in (*plan.due, *plan.missed))
    assert sorted(row["Clause"] for row in printed if row["Clause"]) == wanted


def test_only_totals_are_printed():
    """Components of a requirement are no requirement: 13 accounts of two measures, 8 of the other two."""
    assert len(last_amounts(seen(20, 30).figures)) == 13 + 13 + 8 + 8
