from datetime import date, time
from importlib.resources import files

import pytest
from soundness import faults_of
from tables import IDS, raw_clauses, raw_gaps

from calc.plan.clauses import PARTS, PLANS, book, book_from
from calc.plan.predicates import VOCABULARY

GAPS = [f"G{n}" for n in range(1, 20)]


def altered(clause, **fields):
    """Return the clause tables with one clause's fields changed; None takes a field away."""
    tables = raw_clauses()
    (table,) = [each for each in tables if each["id"] == clause]
    for key, value in fields.items():
        if value is None:
            del table[key]
        else:
            table[key] = value
    return tables


def faults(clause, **fields):
    """Return what is wrong with the tables after a change."""
    return faults_of(altered(clause, **fields), raw_gaps(), ids=IDS)


def test_the_tables_are_sound():
    """Nothing is wrong with the tables as shipped."""
    assert faults_of(raw_clauses(), raw_gaps(), ids=IDS) == []


def test_every_clause_of_both_plans_is_there():
    """There are 86 clauses, 51 of one plan and 35 of the other, each id once and in plan order."""
    assert list(book().clauses) == IDS
    assert len(IDS) == len(set(IDS)) == 86
    assert sum(each.startswith("CP-") for each in IDS) == 51
    assert {each.plan for each in book().clauses.values()} == set(PLANS.values())


def test_few_clauses_carry_nothing_to_do():
    """At most twenty clauses carry nothing to do, each with its reason."""
    idle = [each for each in book().clauses.values() if each.nothing]
    assert len(idle) <= 20
    assert all(each.nothing.split(":")[0] in REASONS or each.nothing.split()[0] in REASONS for each in idle)


REASONS = ("heading", "history", "definition", "liability", "subject", "evidence", "consequence")


def test_every_gap_is_named_once():
    """There are nineteen gaps, each with its words and with what follows from it."""
    assert list(book().gaps) == GAPS


def test_every_gap_is_claimed_by_a_clause_or_marked():
    """A gap is either one that some clause leaves open or one that a product rule marks."""
    claimed = {gap for clause in book().clauses.values() for gap in clause.gaps}
    assert claimed == set(GAPS)


def test_the_timetable_is_the_plans():
    """Six cut-offs, each with the clause that bites then."""
    assert book().cutoffs() == (
        (time(13), "CP-3.1.2.a"),
        (time(13, 30), "CP-3.1.2.c"),
        (time(15, 15), "CP-1.1.b.2"),
        (time(18), "CP-2.1.2.a"),
        (time(19), "CP-2.1.2.c"),
        (time(20), "CP-2.2.3"),
    )
    assert [cut for cut, _ in book().cutoffs("margin")] == [time(18), time(19), time(20)]
    assert [cut for cut, _ in book().cutoffs("intraday")] == [time(13), time(13, 30)]
    assert book().cutoffs("settlement_price") == ()


def test_the_predicates_are_all_used():
    """No word of the vocabulary stands idle."""
    whens = [rule.when for rule in book().rules] + [beside.when for beside in book().beside]
    whens += [duty.when for clause in book().clauses.values() for duty in clause.duties]
    assert {word for when in whens for word in when} == set(VOCABULARY)


def test_the_principles_are_those_of_the_contract():
    """Four principles may be departed from: CP-1.3.1, CP-2.1.1, CP-2.2.3, CP-3.1.1."""
    principles = {rule.then["principle"] for rule in book().rules if "principle" in rule.then}
    assert principles == {"CP-1.3.1", "CP-2.1.1", "CP-2.2.3", "CP-3.1.1"}
    assert all(book().clauses[each].strength == "in_principle" for each in principles)


def test_the_order_of_the_tables_has_no_effect():
    """Read backwards, the tables hold the same rules."""
    turned = book_from(raw_clauses()[::-1], {**raw_gaps(), "gap": raw_gaps()["gap"][::-1]})
    assert {rule.id: rule for rule in turned.rules} == {rule.id: rule for rule in book().rules}


def test_the_parts_follow_the_documents():
    """The table files stand in the order of the two documents."""
    assert PARTS == ("CP-0", "CP-1", "CP-2", "CP-3", "CP-4", "BCP-0", "BCP-3", "BCP-4")


@pytest.mark.parametrize(
    ("clause", "fields", "fault"),
    [
        ("CP-2.1.2.c", {"colour": "red"}, "unknown field colour"),
        ("CP-2.1.2.c", {"item": "weather"}, "unknown item weather"),
        ("CP-2.1.2.c", {"side": "vendor"}, "unknown side vendor"),
        ("CP-2.1.2.c", {"strength": "maybe"}, "unknown strength maybe"),
        ("CP-2.1.2.c", {"in_force": {"from": date(2012, 1, 1)}}, "not in force with its plan"),
        ("CP-2.1.2.c", {"channel": "pigeon"}, "unknown channel pigeon"),
        ("CP-2.1.2.c", {"ja": "in English"}, "the Japanese words are not Japanese"),
        ("CP-2.1.2.c", {"en": "日本語"}, "the English words are not English"),
        ("CP-2.1.2.c", {"when": {"received_by": time(19)}}, "unknown word received_by"),
        ("CP-2.1.2.c", {"when": {"known": ["rumour"]}}, "unknown moment rumour"),
        ("CP-2.1.2.c", {"when": {"past": time(19, 1)}}, "19:01:00 is no cut-off of the plan"),
        ("CP-2.1.2.c", {"then": {"applies": "x", "sends": 1}}, "unknown consequence sends"),
        ("CP-2.1.2.c", {"window": {"cutoff": time(18)}}, "its window cutoff is nowhere in what it rules or asks"),
        ("CP-2.1.2.c", {"window": {"pace": "soon"}}, "unknown pace soon"),
        ("CP-2.1.2.c", {"window": {"width": 1}}, "unknown window width"),
        ("CP-2.1.2.c", {"duty": [{"what": "sing"}]}, "unknown duty sing"),
        ("CP-2.1.2.c", {"duty": [{"what": "notice", "opens": "dawn"}]}, "unknown moment dawn"),
        ("CP-2.1.2.c", {"duty": [{"what": "notice", "by": "dusk"}]}, "unknown deadline dusk"),
        ("CP-2.1.2.c", {"duty": [{"what": "notice", "colour": 1}]}, "unknown field of a duty colour"),
        ("CP-2.1.R1", {"duty": [{"what": "contact"}]}, "a contact that goes with no notice"),
        ("CP-2.1.1", {"override": None}, "who may depart from it does not fit its strength"),
        ("CP-2.1.2", {"nothing": None}, "it carries nothing to do and gives no reason"),
        ("CP-2.1.2", {"then": {"applies": "today"}}, "it carries something to do and a reason why it does not"),
    ],
)
def test_a_table_that_says_something_else_is_refused(clause, fields, fault):
    """Each way of writing what the plan does not say is found, by clause and in words."""
    assert f"{clause}: {fault}" in faults(clause, **fields)


def test_a_missing_clause_is_found():
    """Without one of its clauses the plan is not the plan."""
    without = [table for table in raw_clauses() if table["id"] != "CP-4.2"]
    assert faults_of(without, raw_gaps(), ids=IDS) == ["the ids are not those of the plan, in its order"]


@pytest.mark.parametrize(
    ("clause", "fields", "fault"),
    [
        ("CP-1.3.2", {"overrides": ["CP-9"]}, "CP-1.3.2 overrides CP-9, which is not there"),
        ("CP-1.3.2", {"gaps": ["G77"]}, "CP-1.3.2 names G77, which is not there"),
        ("CP-1.2.a.2", {"overrides": ["CP-9"]}, "CP-1.2.a.2 overrides CP-9, which is not there"),
        (
            "CP-2.1.R1",
            {"duty": [{"what": "contact", "with": ["CP-2.1.1"]}]},
            "CP-2.1.R1 goes with CP-2.1.1, which has no notice",
        ),
    ],
)
def test_a_reference_to_nothing_is_found(clause, fields, fault):
    """A rule, gap or notice that is named must be there."""
    assert fault in faults(clause, **fields)


def test_a_gap_that_does_nothing_is_found():
    """A gap that is neither marked nor ruled is a gap closed silently."""
    gaps = raw_gaps()
    del gaps["gap"][0]["marks"]
    assert faults_of(raw_clauses(), gaps, ids=IDS) == [
        "G1: it is neither marked by the code nor ruled by a table, or both"
    ]


def test_the_how_to_names_every_word():
    """The page for readers of the tables explains each word of the vocabulary."""
    page = files("calc.plan").joinpath("README.md").read_text(encoding="utf-8")
    assert [word for word in VOCABULARY if f"`{word}" not in page] == []


def test_the_fields_of_every_table_stand_in_one_order():
    """An officer finds each field at the same place: about what, when, then what, how, how strongly."""
    order = "id ja en item side when then wait overrides hit_by channel window strength override gaps in_force"
    places = [*order.split(), "duty", "nothing"]
    for table in raw_clauses():
        found = [places.index(key) for key in table]
        assert found == sorted(found), table["id"]
