import os
import random
from collections import Counter
from pathlib import Path

import naive_plan
import pytest
from days_of_facts import moment, quick_day
from naive_plan import RULINGS, Says
from random_days import instant_near, random_facts

from calc.days.business_day import tokyo
from calc.plan.asked import question
from calc.plan.states import state_of

LONG = "HIKAE_LONG" in os.environ
STEPS = {"margin": 6_000, "intraday": 3_000, "settlement_price": 2_000}
LONG_STEPS = {"margin": 600_000, "intraday": 250_000, "settlement_price": 150_000}
RULED = {"margin": 17, "intraday": 11, "settlement_price": 8}


def ruled(item, facts, at, scope, inclusive):
    """Return what the product says, in the words of the naive model."""
    asked = question(quick_day(facts, boundary_inclusive=inclusive), moment(at), calendar=tokyo())
    ruling = state_of(item, scope, asked=asked).ruling
    return Says(ruling.applies, ruling.clause, ruling.gap, ruling.provisional, ruling.standing, floor=ruling.floor)


def expected(item, facts, at, scope, inclusive):
    """Return what the naive model says; for prices there is no cut-off and so no boundary."""
    return RULINGS[item](facts, at, scope, **({} if item == "settlement_price" else {"inclusive": inclusive}))


@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize("item", list(STEPS))
def test_the_naive_model_agrees_over_random_days(item):
    """The reference model written from the documents rules every random day as the clause tables do."""
    chance = random.Random(20261120)  # noqa: S311 - a test's own dice
    seen = Counter()
    for step in range((LONG_STEPS if LONG else STEPS)[item]):
        facts, at = random_facts(chance, item), instant_near(chance, item)
        scope, inclusive = chance.choice([None, None, "A"]), chance.random() < 0.7
        says = expected(item, facts, at, scope, inclusive)
        assert ruled(item, facts, at, scope, inclusive) == says, (step, at, scope, inclusive, facts)
        seen[says.applies, says.clause, says.gap] += 1
    assert len(seen) >= RULED[item], seen


def test_every_ruling_of_the_contract_is_reached():
    """The random days reach every clause that a ruling can cite."""
    chance = random.Random(4)  # noqa: S311 - a test's own dice
    cited = set()
    for _ in range(4000):
        item = chance.choice(list(STEPS))
        cited.add(expected(item, random_facts(chance, item), instant_near(chance, item), None, inclusive=True).clause)
    rulings = "1.3.1 1.3.2 2.1.1 2.1.2.a 2.1.2.b 2.1.2.c 2.2.1 2.2.2 2.2.3 3.1.1 3.1.2.a 3.1.2.b 3.1.2.c 3.2.1 3.2.3"
    assert cited >= {f"CP-{number}" for number in rulings.split()}


def test_the_naive_model_is_short_enough_to_be_read():
    """The reference model has at most 250 lines and knows no table of the product."""
    lines = Path(naive_plan.__file__).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 250
    assert not [line for line in lines if line.startswith(("import", "from")) and "calc" in line]
