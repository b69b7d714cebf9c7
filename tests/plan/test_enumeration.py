from collections import defaultdict
from importlib.resources import files
from itertools import pairwise

import pytest
from draws import every
from exhaustive import TABLES, asked_of, every_case, is_an_act

from calc.days.business_day import tokyo
from calc.plan.asked import question
from calc.plan.clauses import book
from calc.plan.explain import trace_of
from calc.plan.states import is_final, state_of, valid_until


@pytest.fixture(scope="module")
def cases():
    """Return every case of the enumeration, by table."""
    return every_case()


@pytest.mark.parametrize("name", TABLES)
def test_every_state_has_one_ruling_or_a_named_gap(cases, name):
    """At every instant of every state, under both boundaries, one clause, one gap or normal business answers."""
    plan = book()
    for case in cases[name]:
        ruling = case.state.ruling
        assert ruling.applies is not None or ruling.gap in plan.gaps, case
        assert ruling.clause is None or ruling.clause in plan.clauses, case


@pytest.mark.parametrize("name", TABLES)
def test_later_facts_change_nothing_now(cases, name):
    """A state is ruled by what is known: two days that differ only later are ruled the same."""
    rulings = defaultdict(set)
    for case in cases[name]:
        known = tuple(sorted(fact for fact in case.facts if fact.split()[1] <= f"{case.at:%H:%M:%S}"))
        if case.at.hour:  # on the next day every time of the day is past
            rulings[case.inclusive, case.at, known].add(case.state.ruling)
    assert all(len(found) == 1 for found in rulings.values())


@pytest.mark.parametrize("name", TABLES)
def test_what_is_final_stays(cases, name):
    """A final ruling is the same at every later instant, unless somebody orders, flags or departs afterwards."""
    days = defaultdict(list)
    for case in cases[name]:
        days[case.inclusive, case.facts].append(case)
    for (_, facts), day in days.items():
        for before, after in pairwise(day):
            asked = asked_of(before)
            acted = [fact for fact in facts if f"{before.at:%H:%M:%S}" < fact.split()[1] and is_an_act(fact)]
            if is_final(before.state, asked=asked) and not acted:
                assert after.state.ruling.applies == before.state.ruling.applies, (facts, before.at)


@pytest.mark.parametrize("name", TABLES)
def test_no_two_states_share_a_sentence(cases, name):
    """Whoever reads the sentence, in either language, knows which ruling it is."""
    told = {"ja": {}, "en": {}}
    for case in cases[name][:: every(3)]:
        ruling = case.state.ruling
        shows = (case.inclusive, ruling.applies, ruling.clause, ruling.gap, ruling.provisional, ruling.standing)
        trace = trace_of(case.state, asked=asked_of(case))
        for language, sentences in told.items():
            said = getattr(trace, language)
            assert sentences.setdefault((case.inclusive, said), shows) == shows, said


@pytest.mark.parametrize("item", ["settlement_price", "margin", "intraday"])
def test_the_next_cut_off_limits_every_ruling(cases, item):
    """A ruling is valid until the item's next cut-off, and holds at that very instant only under the inclusive one."""
    for case in cases[item][:: every(3)]:
        until = valid_until(item, asked=asked_of(case))
        assert until is None or (until >= case.at if case.inclusive else until > case.at)


def test_a_price_has_no_cut_off(cases):
    """The plan gives no clock time for the settlement price, so nothing limits it."""
    case = cases["settlement_price"][0]
    assert valid_until("settlement_price", asked=asked_of(case)) is None


def test_the_order_of_facts_has_no_effect(cases):
    """Each state is ruled the same when its facts are read the other way round."""
    for case in cases["margin"][::97]:
        asked = asked_of(case)
        turned = question(
            type(asked.day)(asked.day.business_date, asked.day.settings, facts=asked.day.facts[::-1]),
            case.at,
            calendar=tokyo(),
        )
        assert state_of("margin", None, asked=turned).ruling == case.state.ruling


def test_the_table_says_each_state_once():
    """The printed enumeration has a line for each state, and for the exclusive boundary only where it matters."""
    page = files("addin").joinpath("help/plan_table.txt").read_text(encoding="utf-8")  # test_help: as it is printed
    lines = [line for line in page.partition("## incident")[0].splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(lines))
    assert "-" in {line.split(" | ")[0] for line in lines}
    assert any(line.startswith("(exclusive) ") for line in lines)
