import re

import pytest
from days_of_facts import ask_item, fact

PREVIOUS = [
    {"set": "previous", "account": "P01-H", "measure": measure, "amount": amount}
    for measure, amount in (("im", 1000), ("vm", 200), ("clearing_fund", 34))
]
UPLOADED = fact("18:30", "margin.uploaded")
FLAGGED = fact("18:40", "margin.flagged")


def said(item, at, *facts, **keys):
    """Return the English sentence of an item."""
    return ask_item(item, at, *facts, **keys)["trace"]["en"]


def test_a_sentence_says_clause_fact_cut_off_and_date():
    """A fallback names its clause, the cut-off it missed, the date of the amount and the instant it was asked."""
    sentence = said("margin", "19:00:04")
    for part in ("CP-2.1.2.c", "19:00:00", "2026-11-19", "19:00:04"):
        assert part in sentence


def test_both_languages_say_the_same_figures():
    """The Japanese sentence carries the same times, dates and clauses as the English one."""
    trace = ask_item("margin", "20:00:05", UPLOADED, FLAGGED)["trace"]
    figures = [sorted(set(re.findall(r"[0-9:]{8}|CP-[0-9.a-zR]+", trace[language]))) for language in ("ja", "en")]
    assert figures[0] == figures[1]
    assert trace["ja"].endswith("。")
    assert trace["en"].endswith(".")


def test_the_deciding_fact_is_told_with_its_time():
    """What decided is named with the time at which it happened."""
    assert "18:40:00" in said("margin", "18:50", UPLOADED, FLAGGED)
    assert "19:50:00" in said("margin", "19:55", UPLOADED, FLAGGED, *renotified("19:10", "19:50"))
    assert "19:10:00" in said("margin", "20:30", UPLOADED, FLAGGED, *renotified("19:10", "20:05"))
    assert "16:40:00" in said("settlement_price", "17:00", price_set("16:30"), price_set("16:40"))


def renotified(*instants):
    """Return renotifications."""
    return [fact(at, "margin.renotified") for at in instants]


def price_set(at):
    """Return a price set by JSCC."""
    return fact(at, "price.set_by_jscc", reference="R", second_person="B")


def test_computed_and_uploaded_read_differently():
    """A result that is not yet uploaded says so."""
    computed = fact("18:30", "margin.computed")
    assert "not yet uploaded" in said("margin", "18:50", computed)
    assert "uploaded at 18:45:00" in said("margin", "18:50", computed, fact("18:45", "margin.uploaded"))
    assert "not yet uploaded" in said("intraday", "13:20", fact("13:10", "intraday.computed"))


def test_a_gap_is_said_in_words_and_by_name():
    """A ruling with a gap beside it ends with the gap's words and name."""
    sentence = said("margin", "19:20", fact("19:10", "margin.uploaded"))
    assert "kept as information" in sentence
    assert "(G4)" in sentence
    assert "call JSCC" in said("margin", "19:20", UPLOADED, fact("19:10", "margin.flagged"))


def test_a_departure_names_its_reference_and_second_person():
    """A departure says by whose decision, under which reference and with which second person."""
    departed = fact(
        "19:10", "principle.departed", item="margin", applies="today", reference="JSCC-7", second_person="Sato"
    )
    sentence = said("margin", "19:20", fact("19:05", "margin.uploaded"), departed)
    for part in ("JSCC-7", "Sato", "CP-2.1.1", "19:10:00", "today's"):
        assert part in sentence


def test_if_nothing_arrives_the_fallback_is_told():
    """While it waits, an item says what it becomes, when, how long that is, and the amount."""
    turn = ask_item("margin", "18:55:48", amounts=PREVIOUS)["if_nothing"]
    assert turn["at"] == "2026-11-20T19:00:00+09:00"
    assert (turn["seconds"], turn["applies"], turn["clause"]) == (252, "previous_day", "CP-2.1.2.c")
    assert turn["en"] == (
        "If nothing arrives, in 0:04:12 (at 19:00:00) it becomes Thursday's (2026-11-19), ¥1,234 in all, CP-2.1.2.c"
    )
    assert "木曜日" in turn["ja"]
    assert "1,234円" in turn["ja"]


def test_an_unknown_fallback_amount_is_told_as_unknown():
    """Without a previous amount the sentence says G18, never zero."""
    assert "G18" in ask_item("margin", "18:55")["if_nothing"]["en"]
    part = ask_item("margin", "18:55", amounts=PREVIOUS[:1])["if_nothing"]["en"]
    assert "G18" in part


@pytest.mark.parametrize(
    ("item", "at", "facts", "applies", "clause", "seconds"),
    [
        ("margin", "18:45", [UPLOADED, FLAGGED], "originally_notified", "CP-2.2.3", 4500),
        ("intraday", "13:00", [], "previous_day_house", "CP-3.1.2.c", 1800),
        (
            "intraday",
            "13:20",
            [fact("13:00", "intraday.uploaded"), fact("13:10", "intraday.flagged")],
            "previous_day_house",
            "CP-3.2.3",
            600,
        ),
        ("margin", "19:00", [], "previous_day", "CP-2.1.2.c", 0),
    ],
)
def test_each_waiting_state_has_its_own_fallback(item, at, facts, applies, clause, seconds):
    """Every pending state names the clause the clock alone leads to."""
    turn = ask_item(item, at, *facts)["if_nothing"]
    assert (turn["applies"], turn["clause"], turn["seconds"]) == (applies, clause, seconds)


@pytest.mark.parametrize(
    ("item", "at", "facts"),
    [
        ("settlement_price", "15:00", []),
        ("margin", "18:45", [UPLOADED]),
        ("margin", "19:30", []),
        ("margin", "19:30", [UPLOADED, fact("19:10", "margin.flagged")]),
        ("intraday", "14:00", []),
    ],
)
def test_where_the_clock_changes_nothing_nothing_is_promised(item, at, facts):
    """An item the clock alone will not change has no fallback to tell."""
    assert ask_item(item, at, *facts)["if_nothing"] is None


def test_with_the_exclusive_boundary_the_fallback_comes_with_the_cut_off():
    """Under the exclusive boundary it is still the cut-off that is named."""
    turn = ask_item("margin", "18:59", settings={"boundary_inclusive": False})["if_nothing"]
    assert (turn["at"], turn["seconds"]) == ("2026-11-20T19:00:00+09:00", 60)


def test_what_is_learned_late_supersedes_visibly():
    """A fact learned late makes a new decision, and the sentence names the one it takes the place of."""
    late = fact("18:55", "margin.uploaded", known_at="19:30")
    before = ask_item("margin", "19:29:59", late)
    assert (before["applies"], before["clause"]) == ("previous_day", "CP-2.1.2.c")
    after = ask_item("margin", "19:30", late)
    assert (after["applies"], after["clause"]) == ("today", "CP-2.1.2.b")
    assert "19:30:00" in after["trace"]["en"]
    assert "takes the place of Thursday's" in after["trace"]["en"]
    assert "CP-2.1.2.c" in after["trace"]["en"]


def test_what_is_not_yet_learned_is_not_mentioned():
    """Before a late fact is known the sentence does not speak of it."""
    late = fact("18:55", "margin.uploaded", known_at="19:30")
    assert "takes the place" not in said("margin", "19:29:59", late)


def test_what_is_learned_late_but_changes_nothing_is_not_mentioned():
    """A fact learned late that leaves the ruling as it was needs no word."""
    late = fact("19:05", "margin.uploaded", known_at="19:30")
    assert "takes the place" not in said("margin", "19:40", late)


def test_a_retraction_supersedes_too():
    """A retracted flag gives the amount back, and the sentence says what was shown until then."""
    flagged = fact("18:40", "margin.flagged", id="f1")
    retracted = fact("18:50", "fact.retracted", id="f1", reason="wrong account")
    assert ask_item("margin", "18:49:59", UPLOADED, flagged, retracted)["applies"] == "pending"
    after = ask_item("margin", "18:50", UPLOADED, flagged, retracted)
    assert after["applies"] == "today"
    assert "CP-2.2.1" in after["trace"]["en"]


def test_a_retraction_works_once_it_is_known():
    """A retraction recorded for later does nothing before it is known."""
    flagged = fact("18:40", "margin.flagged", id="f1")
    retracted = fact("18:50", "fact.retracted", id="f1", reason="x", known_at="19:10")
    assert ask_item("margin", "19:00", UPLOADED, flagged, retracted)["applies"] == "pending"
    assert ask_item("margin", "19:10", UPLOADED, flagged, retracted)["applies"] == "today"


def test_the_gap_of_no_rule_is_named_when_it_is_superseded():
    """Superseding a state without a rule says that there was none."""
    late = fact("18:50", "margin.flagged", known_at="19:30")
    facts = [UPLOADED, fact("19:10", "margin.flagged"), late]
    assert ask_item("margin", "19:20", *facts)["applies"] is None
    assert "no clause" in said("margin", "19:30", *facts)


def test_turning_the_clock_back_undoes_nothing():
    """Asked again for an earlier instant, the plan says what it said then: by the facts known then."""
    late = fact("18:55", "margin.uploaded", known_at="19:30")
    once = ask_item("margin", "19:10", late)
    ask_item("margin", "19:40", late)
    assert ask_item("margin", "19:10", late) == once
