"""Random days of events, late knowledge, jumping clocks and dying desks, against the naive model of the rulings."""

import random
from dataclasses import replace

import pytest
from days_of_facts import moment, quick_day
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from naive_plan import RULINGS, Says
from random_days import random_fact
from random_desk import Desk, steps_run
from warm_process import LONG

from calc.days.business_day import tokyo
from calc.plan.evaluate import plan_of
from calc.plan.types import Amount

ITEMS = ("settlement_price", "margin", "intraday")
STEPS = 500_000 if LONG else 3_000
FALLBACKS = {"previous_day", "previous_day_house", "originally_notified", "renotified", "set_by_jscc"}
MEASURES = ("im", "vm", "clearing_fund", "intraday_im")
# One number for each set of amounts, so that a number says where it came from.
AMOUNTS = {("previous", None): 1_000, ("uploaded", 1): 2_000, ("renotified", 2): 3_000}
SETS = {"previous_day": {1_000}, "previous_day_house": {1_000}, "renotified": {3_000}, "originally_notified": {2_000}}
GIVEN = tuple(
    Amount(name, "A-H", measure, amount + place, version)
    for (name, version), amount in AMOUNTS.items()
    for place, measure in enumerate(MEASURES)
)
CALENDAR = tokyo()


def seconds(instant):
    """Return an instant as seconds after midnight, as the naive model counts."""
    return int((instant - moment("00:00")).total_seconds())


class RandomDay(Desk):
    """A day of facts that are told when they are known, and of rulings that are recorded."""

    def __init__(self):
        super().__init__()
        self.facts, self.decided, self.finals = [], {}, {}
        self.latest = self.clock

    @rule(item=st.sampled_from(ITEMS), dice=st.integers(0, 10**6))
    def a_fact_is_told(self, item, dice):
        """Tell a fact: it may be of any time, but it is known from now on only, by the latest clock there was."""
        self.count()
        self.latest = max(self.latest, self.clock)
        fact = random_fact(random.Random(dice), item, f"f{len(self.facts)}")  # noqa: S311 - a test's dice
        self.learn({**fact, "known": seconds(self.latest)})

    @precondition(lambda self: self.facts)
    @rule(dice=st.integers(0, 10**6))
    def a_fact_is_taken_back(self, dice):
        """Take an earlier fact back, from now on."""
        self.count()
        self.latest = max(self.latest, self.clock)
        now = seconds(self.latest)
        gone = self.facts[dice % len(self.facts)]["id"]
        self.learn({"what": "fact.retracted", "id": gone, "at": now, "known": now, "reason": "x"})

    def learn(self, fact):
        """Take in a fact: what was decided before it was learned stays decided."""
        learned = max(fact["at"], fact["known"])
        self.facts.append(fact)
        self.record("fact.told", {"number": len(self.facts), "fact": fact})
        self.decided = {key: says for key, says in self.decided.items() if key[1] < learned}
        self.finals = {}

    @rule(item=st.sampled_from(ITEMS))
    def the_desk_decides(self, item):
        """Decide what applies now, by the clock that the desk has now."""
        self.count()
        self.decide(item, seconds(self.clock))

    @precondition(lambda self: self.decided)
    @rule(dice=st.integers(0, 10**6))
    def the_desk_decides_again(self, dice):
        """Ask again for the instant of an earlier decision: it is the same and adds nothing to the record."""
        self.count()
        item, at = sorted(self.decided)[dice % len(self.decided)]
        assert not self.decide(item, at).added

    def decide(self, item, at):
        """Return the recorded decision, after everything that must be true of it."""
        day = replace(quick_day(self.facts), amounts=GIVEN)
        plan = plan_of(day, moment(at), calendar=CALENDAR)
        ruling = plan.items[item].ruling
        says = Says(ruling.applies, ruling.clause, ruling.gap, ruling.provisional, ruling.standing, floor=ruling.floor)
        assert says == RULINGS[item](self.facts, at)
        assert ruling.clause or ruling.applies not in FALLBACKS, "a decision without clause"
        assert ruling.applies or ruling.gap, "no rule, and no gap named"
        self.amounts_are_right(plan.items[item])
        self.latched(item, at, says, final=plan.items[item].final)
        return self.record(
            "plan.decided", {"item": item, "at": at, "says": [ruling.applies, ruling.clause, ruling.gap]}
        )

    def amounts_are_right(self, item):
        """See that every amount that applies is one of a set that the ruling may take it from."""
        allowed = SETS.get(item.applies, {2_000, 3_000})
        found = {(row.amount or 0) // 1_000 * 1_000 for row in item.amounts}
        assert found <= allowed, (item.ruling, item.amounts)
        assert not (item.amounts and item.applies in (None, "pending"))

    def latched(self, item, at, says, *, final):
        """See that a decision stays what it was, and a final one while only the clock goes on."""
        assert self.decided.setdefault((item, at), says) == says
        when, was = self.finals.get(item, (at, says.applies))
        learned = {max(fact["at"], fact["known"]) for fact in self.facts}
        if when <= at and not any(when < each <= at for each in learned):
            assert says.applies == was
        if final:
            self.finals[item] = (at, says.applies)


@pytest.mark.timeout(7200 if LONG else 300)
def test_random_days_keep_every_promise():
    """Over random days no decision lacks its clause, replaces a valid amount or changes; the record loses nothing."""
    assert steps_run(RandomDay, STEPS) >= STEPS
