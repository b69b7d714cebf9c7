from dataclasses import replace

import pytest
from days_of_facts import BUSINESS_DATE, fact, moment, read

from calc.days.business_day import tokyo
from calc.plan.evaluate import plan_of
from calc.plan.latch import Decision, Standing, in_force, latched

UPLOAD = fact("18:30", "margin.uploaded")
LATE_FLAG = fact("18:35", "margin.flagged", known_at="18:50", id="flag")


def beside(at, *facts, earlier=(), **keys):
    """Return each item's ruling beside earlier decisions, by item."""
    day, when = read(*facts, **keys), moment(at)
    plan = plan_of(day, when, calendar=tokyo())
    found = latched(plan, day, earlier=earlier, calendar=tokyo(), versions={"plan": "1"})
    return {each.item: each for each in found}


def recorded(at, *facts, earlier=(), key="first", **keys):
    """Return the margin decision as the record would hold it."""
    return Decision(key, moment(at), beside(at, *facts, earlier=earlier, **keys)["margin"].body)


def change(at, *facts, before, **keys):
    """Return what a run says of margin after one earlier decision."""
    return beside(at, *facts, earlier=[before], **keys)["margin"]


def test_the_first_ruling_of_a_day_is_recorded_as_it_is():
    """With nothing recorded each item has a body to record that supersedes nothing."""
    found = beside("18:40", UPLOAD)
    assert {each.standing for each in found.values()} == {Standing.FIRST}
    body = found["margin"].body
    assert (body["business_date"], body["at"], body["item"]) == (
        BUSINESS_DATE.isoformat(),
        "2026-11-20T18:40:00+09:00",
        "margin",
    )
    assert body["ruling"]["clause"] == "CP-2.1.2.b"
    assert (body["supersedes"], body["because"], body["versions"]) == (None, [], {"plan": "1"})


def test_a_decision_names_the_facts_it_rests_on():
    """The body holds the item's own facts known then, and nothing of other items."""
    facts = [UPLOAD, LATE_FLAG, fact("18:00", "intraday.uploaded")]
    departed = fact("18:10", "principle.departed", item="margin", applies="today", reference="R", second_person="S")
    body = beside("18:40", *facts, departed)["margin"].body
    assert [each["what"] for each in body["facts"]] == ["margin.uploaded", "principle.departed"]
    assert body["facts"][0]["known_at"] == "2026-11-20T18:30:00+09:00"


def test_the_order_of_the_facts_does_not_change_a_decision():
    """The same facts in another order give the same body, so that the same key is made of it."""
    facts = [UPLOAD, fact("18:35", "margin.flagged"), fact("18:36", "margin.confirmed")]
    assert beside("18:40", *facts)["margin"].body == beside("18:40", *reversed(facts))["margin"].body


def test_a_ruling_that_stands_adds_nothing():
    """Asked again, or later with the same ruling, nothing is recorded and nothing is told."""
    before = recorded("18:40", UPLOAD)
    for at in ("18:40", "18:45", "20:30"):
        found = change(at, UPLOAD, before=before)
        assert (found.standing, found.body, found.words) == (Standing.STANDS, None, None)


def test_a_fact_learned_late_supersedes_visibly():
    """The new decision names the old one's key, both rulings, the fact and when it became known."""
    before = recorded("18:41", UPLOAD, LATE_FLAG)
    found = change("18:51", UPLOAD, LATE_FLAG, before=before)
    assert (found.standing, found.late, found.body["supersedes"]) == (Standing.SUPERSEDES, True, "first")
    assert found.body["because"] == [
        {
            "change": "known",
            "what": "margin.flagged",
            "at": "2026-11-20T18:35:00+09:00",
            "known_at": "2026-11-20T18:50:00+09:00",
        }
    ]
    for said in ("18:41:00", "CP-2.1.2.b", "CP-2.2.1", "margin.flagged of 18:35:00 became known at 18:50:00"):
        assert said in found.words.en
    assert "18:35:00の margin.flagged が18:50:00に分かった" in found.words.ja


def test_a_retraction_supersedes_visibly():
    """What was decided on a fact that is retracted later names the fact and when it was taken back."""
    facts = [UPLOAD, fact("18:35", "margin.flagged", id="flag")]
    before = recorded("18:41", *facts)
    found = change("18:51", *facts, fact("18:50", "fact.retracted", id="flag", reason="typo"), before=before)
    assert found.late
    assert found.body["because"][0]["change"] == "retracted"
    assert "margin.flagged of 18:35:00 was retracted at 18:50:00" in found.words.en


def test_a_fact_that_left_the_file_supersedes_visibly():
    """A fact that is no longer in the day file is told as such, not passed over."""
    before = recorded("18:41", UPLOAD, fact("18:35", "margin.flagged"))
    found = change("18:51", UPLOAD, before=before)
    assert found.late
    assert "margin.flagged of 18:35:00 is no longer in the day file" in found.words.en


def test_a_fact_entered_afterwards_without_saying_so_is_late_all_the_same():
    """A fact older than the decision that did not rest on it is late, whatever its own known_at claims."""
    before = recorded("18:41", UPLOAD)
    assert change("18:51", UPLOAD, fact("18:35", "margin.flagged"), before=before).late


def test_the_course_of_the_day_is_no_late_change():
    """A flag raised after the decision supersedes it too, but nothing was learned late."""
    before = recorded("18:41", UPLOAD)
    found = change("18:51", UPLOAD, fact("18:50", "margin.flagged"), before=before)
    assert (found.standing, found.late) == (Standing.SUPERSEDES, False)


@pytest.mark.parametrize("facts", [[], [fact("18:50", "margin.computed", measures=["im"])]])
def test_what_the_clock_alone_changed_names_the_cut_off(facts):
    """Where the facts of the decision would come to the same by now, the cut-off is the reason."""
    before = recorded("18:41")
    found = change("19:00:01", *facts, before=before)
    assert (found.late, found.body["because"]) == (
        False,
        [{"change": "cut_off", "at": "2026-11-20T19:00:00+09:00"}],
    )
    assert "the cut-off 19:00:00 has passed" in found.words.en


def test_a_cut_off_that_passed_beside_a_new_fact_is_not_the_reason():
    """When the clock would have come to something else, the fact is the reason."""
    before = recorded("18:41")
    found = change("19:10", fact("18:59", "margin.uploaded"), before=before)
    assert [each["change"] for each in found.body["because"]] == ["known"]


def test_amounts_that_changed_are_a_new_decision():
    """The same clause with other amounts is another decision, and says that amounts or settings have changed."""
    amounts = [{"set": "uploaded", "account": "P1", "measure": "im", "amount": 1}]
    before = recorded("18:41", UPLOAD, amounts=amounts)
    found = change("18:41", UPLOAD, before=before, amounts=[{**amounts[0], "amount": 2}])
    assert (found.late, found.body["because"]) == (True, [{"change": "inputs"}])
    assert "amounts or settings have changed" in found.words.en


def test_a_decision_of_an_older_record_without_its_facts_gives_no_guessed_reason():
    """Where the facts of the earlier decision were not kept, only that the inputs changed is said."""
    before = recorded("19:30", fact("18:50", "margin.computed"))
    older = replace(before, body={**before.body, "facts": None})
    assert change("19:40", before=older).body["because"] == [{"change": "inputs"}]


def test_many_reasons_are_counted():
    """No more than three reasons are told, the rest are counted; the record holds them all."""
    before = recorded("18:31", UPLOAD)
    flags = [fact(f"18:{minute}", "margin.flagged") for minute in range(40, 45)]
    found = change("18:51", UPLOAD, *flags, before=before)
    assert len(found.body["because"]) == 5
    assert found.words.en.endswith("2 more")


def test_an_earlier_instant_is_a_look_back():
    """Turning the clock back records nothing and shows the decision in force."""
    before = recorded("19:10")
    found = change("18:40", UPLOAD, before=before)
    assert (found.standing, found.body, found.late) == (Standing.LOOK_BACK, None, False)
    assert "in force is that of 19:10:00" in found.words.en
    assert "CP-2.1.2.c" in found.words.en


def test_where_no_clause_applied_the_words_name_the_gap():
    """A decision that only a gap names is told by the gap, one of normal business by no clause."""
    late = fact("19:10", "margin.flagged")
    assert "G2" in change("19:20", UPLOAD, late, before=recorded("18:40", UPLOAD)).words.en
    pending = beside("10:00")["settlement_price"].body
    failed = beside("11:00", fact("10:30", "price.failed"), earlier=[Decision("p", moment("10:00"), pending)])
    assert "(no clause)" in failed["settlement_price"].words.en


def test_decisions_of_other_days_and_items_do_not_count():
    """Another day's decision, or another item's, is nothing to supersede."""
    before = recorded("18:41", UPLOAD)
    other_day = Decision("x", before.at, {**before.body, "business_date": "2026-11-19"})
    found = beside("19:20", earlier=[other_day, before])
    assert found["margin"].body["supersedes"] == "first"
    assert found["intraday"].standing is Standing.FIRST


def test_back_and_forth_never_makes_the_same_decision_twice():
    """A ruling that returns supersedes the one between, so it is a decision of its own."""
    first = recorded("18:41", UPLOAD)
    flagged = Decision("second", moment("18:50"), change("18:50", UPLOAD, LATE_FLAG, before=first).body)
    found = beside("18:50", UPLOAD, earlier=[first, flagged])["margin"]
    assert found.body["supersedes"] == "second"
    assert found.body["ruling"]["applies"] == first.body["ruling"]["applies"]


def test_of_joined_records_the_latest_unsuperseded_decision_is_in_force():
    """Of several that nobody superseded the one of the latest instant counts, of one instant the last recorded."""

    def decision(key, at, supersedes=None):
        return Decision(key, moment(at), {"supersedes": supersedes})

    assert in_force([]) is None
    assert in_force([decision("a", "18:00"), decision("b", "17:00")]).key == "a"
    assert in_force([decision("a", "18:00"), decision("b", "18:00")]).key == "b"
    assert in_force([decision("a", "19:00"), decision("b", "18:00", "a")]).key == "b"
