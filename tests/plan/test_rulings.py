import pytest
from days_of_facts import ask, fact, moment, read
from tables import raw_clauses, raw_gaps

from calc.days.business_day import tokyo
from calc.plan.asked import question
from calc.plan.clause_page import clause_lines, clauses_json, plain
from calc.plan.clauses import book, book_from
from calc.plan.evaluate import plan_of
from calc.plan.rulings import PlanError
from calc.plan.states import is_final, state_of

UPLOADED, FLAGGED = fact("18:30", "margin.uploaded"), fact("18:40", "margin.flagged")


def plan_by(clauses, gaps, at, *facts):
    """Return what altered tables say."""
    return plan_of(read(*facts), moment(at), calendar=tokyo(), plan=book_from(clauses, gaps))


def final(item, at, *facts):
    """Return whether an item's ruling is final."""
    return ask(at, *facts)["items"][item]["final"]


def test_two_rules_for_one_state_are_refused():
    """When the tables leave two rules for a state nothing is decided: the tables are wrong."""
    clauses = raw_clauses()
    next(each for each in clauses if each["id"] == "CP-2.2.1")["overrides"] = []
    with pytest.raises(PlanError, match=r"CP-2\.1\.2\.b"):
        plan_by(clauses, raw_gaps(), "18:50", UPLOADED, FLAGGED)


def test_no_rule_for_a_state_is_refused():
    """When the tables leave no rule for a state nothing is decided either."""
    clauses = [each for each in raw_clauses() if each["id"] != "CP-2.1.2.a"]
    with pytest.raises(PlanError, match="margin"):
        plan_by(clauses, raw_gaps(), "12:00")


def test_two_gaps_beside_one_ruling_are_refused():
    """When neither of two gaps stands behind the other, which one to name is not settled."""
    gaps = raw_gaps()
    for gap in gaps["gap"]:
        for beside in gap.get("beside", []):
            beside.pop("behind", None)
    late = [fact("19:10", "margin.flagged"), fact("19:20", "margin.renotified"), fact("19:30", "margin.uploaded")]
    assert plan_by(raw_clauses(), raw_gaps(), "19:40", UPLOADED, *late).items["margin"].gap == "G2"
    with pytest.raises(PlanError, match="two gaps"):
        plan_by(raw_clauses(), gaps, "19:40", UPLOADED, *late)


def test_the_tables_in_any_order_rule_the_same():
    """Clauses and gaps read backwards give the same rulings and duties."""
    gaps = raw_gaps()
    turned = (raw_clauses()[::-1], {**gaps, "gap": gaps["gap"][::-1], "normal": gaps["normal"][::-1]})
    facts = [fact("16:00", "price.failed"), UPLOADED, FLAGGED]
    as_shipped, backwards = (plan_by(*tables, "18:50", *facts) for tables in ((raw_clauses(), gaps), turned))
    assert as_shipped.items == backwards.items
    assert sorted(row.clause for row in as_shipped.due) == sorted(row.clause for row in backwards.due)


@pytest.mark.parametrize(
    ("item", "at", "facts", "expected"),
    [
        ("margin", "18:00", [], False),
        ("margin", "18:50", [UPLOADED], False),
        ("margin", "20:00", [UPLOADED], False),
        ("margin", "20:00:01", [UPLOADED], True),
        ("margin", "19:00:01", [], True),
        ("margin", "18:50", [UPLOADED, FLAGGED], False),
        ("margin", "20:00:01", [UPLOADED, FLAGGED], True),
        ("margin", "19:30", [UPLOADED, fact("19:10", "margin.flagged")], False),
        ("margin", "20:00:01", [UPLOADED, fact("19:10", "margin.flagged")], True),
        ("intraday", "13:20", [fact("13:10", "intraday.uploaded")], False),
        ("intraday", "13:30:01", [fact("13:10", "intraday.uploaded")], True),
        ("intraday", "13:30:01", [], True),
        ("intraday", "14:00", [fact("13:10", "intraday.uploaded"), fact("13:15", "intraday.flagged")], True),
        ("settlement_price", "15:00", [], False),
        ("settlement_price", "15:00", [fact("14:00", "price.received")], True),
        ("settlement_price", "15:00", [fact("14:00", "price.failed")], False),
        ("settlement_price", "18:30", [fact("14:00", "price.failed"), fact("18:00", "margin.computed")], True),
    ],
)
def test_final_means_no_window_is_open(item, at, facts, expected):
    """A ruling is final once no cut-off and no window of the plan can change it any more."""
    assert final(item, at, *facts) is expected


def test_a_departure_is_of_its_principle_alone():
    """A departure changes an item only while one of the four principles decides it."""
    departed = fact("18:45", "principle.departed", item="margin", applies="today", reference="R", second_person="B")
    waiting = ask("18:50", UPLOADED, FLAGGED, departed)["items"]["margin"]
    assert (waiting["applies"], waiting["clause"]) == ("pending", "CP-2.2.1")
    decided = ask("20:00:01", UPLOADED, FLAGGED, departed)["items"]["margin"]
    assert (decided["applies"], decided["clause"], decided["gap"]) == ("today", "CP-2.2.3", None)


def test_an_order_with_the_confirmation_decides():
    """Of an order and a confirmation the later decides; at one instant it is the order."""
    order = fact("19:10", "margin.previous_day_ordered", reference="R", second_person="B")
    cleared = {at: fact(at, "margin.confirmed") for at in ("19:09:59", "19:10", "19:10:01")}
    applies = {
        at: ask("19:30", UPLOADED, FLAGGED, order, each)["items"]["margin"]["applies"] for at, each in cleared.items()
    }
    assert applies == {"19:09:59": "previous_day", "19:10": "previous_day", "19:10:01": "today"}


def test_the_last_departure_counts():
    """Of several departures the last by its own time takes effect."""
    departures = [
        fact(at, "principle.departed", item="margin", applies=applies, reference="R", second_person="B")
        for at, applies in (("19:30", "renotified"), ("19:10", "today"))
    ]
    assert ask("19:20", *departures)["items"]["margin"]["applies"] == "today"
    assert ask("19:40", *departures)["items"]["margin"]["applies"] == "renotified"


def test_a_departure_of_one_item_leaves_the_others():
    """A departure for margin does not touch the intraday fallback, and is told where it has no effect."""
    departed = fact("13:40", "principle.departed", item="margin", applies="today", reference="R", second_person="B")
    plan = plan_of(read(departed), moment("13:50"), calendar=tokyo())
    assert plan.items["intraday"].clause == "CP-3.1.2.c"
    assert [(found.code, dict(found.details)["item"]) for found in plan.findings] == [
        ("departure_without_effect", "margin")
    ]


def test_prices_may_be_ruled_per_instrument():
    """Facts that name instruments rule those; the item itself is ruled by the rest."""
    facts = [
        fact("15:00", "price.received"),
        fact("15:10", "price.failed", instruments=["S46"]),
        fact("15:20", "price.set_by_jscc", instruments=["S45"], reference="R", second_person="B"),
    ]
    said = ask("15:30", *facts)["items"]["settlement_price"]
    assert said["applies"] == "today"
    assert {name: each["applies"] for name, each in said["exceptions"].items()} == {"S45": "set_by_jscc"}
    only = ask("15:30", fact("15:10", "price.failed", instruments=["S46"]))["items"]["settlement_price"]
    assert (only["applies"], only["exceptions"]["S46"]["clause"]) == ("pending", "CP-1.3.1")


def test_the_margin_that_ends_the_vendors_window_is_everybodys():
    """One participant's margin being computed does not end the time for a vendor price."""
    facts = [
        fact("15:00", "price.failed"),
        fact("16:00", "margin.computed", participants=["P01"]),
        fact("17:00", "price.received"),
    ]
    assert ask("17:10", *facts)["items"]["settlement_price"]["gap"] == "G11"
    assert ask("17:10", *facts)["items"]["settlement_price"]["applies"] == "today"


def test_a_state_knows_its_result():
    """The state behind a ruling holds the instant of the result, or none."""
    asked = question(read(UPLOADED), moment("18:50"), calendar=tokyo())
    state = state_of("margin", None, asked=asked)
    assert state.result.at == moment("18:30")
    assert not is_final(state, asked=asked)
    asked = question(read(), moment("18:50"), calendar=tokyo())
    assert state_of("margin", None, asked=asked).result.at is None


def test_the_page_of_clauses_shows_every_table():
    """Each clause stands with its words, then what its table says, in plan order and the same for both languages."""
    lines = list(clause_lines(book()))
    heads = [line.en.split()[0] for line in lines if not line.en.startswith(" ")]
    assert heads == list(book().clauses)
    english = "\n".join(line.en for line in lines)
    assert "when: missing_at result 19:00:00" in english
    assert "wait: when known flag, until 13:30:00, applies pending" in english
    assert "override: by clearing_house, needs reference second_person" in english
    assert "nothing to do: history" in english
    assert [line for line in lines if line.en.startswith("    ") and line.en != line.ja] == []


def test_the_clauses_as_data_hold_what_the_tables_hold():
    """As JSON each clause carries all of its fields, times and dates as text."""
    by_id = {each["id"]: each for each in clauses_json(book())}
    clause = by_id["CP-2.1.2.c"]
    assert clause["when"] == {"missing_at": {"result": "19:00:00"}}
    assert clause["duties"][0]["opens"] == "19:00:00"
    assert (clause["in_force"], clause["plan"], clause["nothing"]) == ("2011-07-01", "CP-2011-07", None)
    assert by_id["BCP-0.1"]["nothing"] == "history"
    assert plain(({"a": 1},)) == [{"a": 1}]
