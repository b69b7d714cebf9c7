"""A clause as a card: every clause of both plans says its times, trigger, action and fallback in both languages."""

from dataclasses import replace
from datetime import time

import pytest

from calc.plan.clause_card import Card, cards, joined, trigger_words, word
from calc.plan.clauses import book
from calc.plan.predicates import VOCABULARY
from calc.tables import packaged
from calc.text.wording import Words

ALL = {card.clause.id: card for card in cards()}
PARTS = ("who", "strength", "times", "trigger", "action", "fallback")


def test_there_is_a_card_for_every_clause_in_plan_order():
    """Both plans, from the first clause of the contingency plan to the last of the continuity plan."""
    assert list(ALL) == list(book().clauses)
    assert len(ALL) == 86


@pytest.mark.parametrize("card", ALL.values(), ids=lambda card: card.clause.id)
def test_every_part_of_a_card_is_said_in_both_languages(card):
    """Nothing is left blank: where the plan says nothing, the card says that there is nothing."""
    for part in PARTS:
        words = getattr(card, part)
        assert words.ja, part
        assert words.en, part
        assert words.en.isascii() or "“" in words.en, part


@pytest.mark.parametrize("card", ALL.values(), ids=lambda card: card.clause.id)
def test_no_card_shows_a_word_of_the_tables(card):
    """A code such as `previous_day` is for programs; a person reads words."""
    shown = " ".join(f"{getattr(card, part).ja} {getattr(card, part).en}" for part in PARTS)
    assert "_" not in shown
    assert "{" not in shown


def test_a_card_with_a_cut_off_says_what_bites_then():
    """CP-2.1.2.c: the cut-off 19:00, its condition, who announces by which means, and the previous day's amounts."""
    card = ALL["CP-2.1.2.c"]
    assert card.who == Words("JSCC", "JSCC")
    assert card.times == Words("19:00 期限 その直後", "cut-off 19:00, shortly after")
    assert card.trigger.ja.endswith("、19:00までに「計算が終わった」がない")
    assert card.trigger.en.endswith("; by 19:00 there is no “the amounts were computed”")
    assert card.action == Words("JSCC: 通知（Information List）", "JSCC: announce (Information List)")
    assert card.fallback == Words("適用: 前日の値段・額", "applies: the previous day's")


def test_a_duty_names_its_last_moment():
    """CP-1.1.b.2 is the participant's, in principle, and to be done by 15:15."""
    card = ALL["CP-1.1.b.2"]
    assert card.strength == Words("原則として", "in principle")
    assert card.action.ja.endswith("15:15 まで")
    assert card.action.en.endswith("by 15:15")


def test_every_time_of_a_window_is_on_the_card():
    """Whatever instant a clause names, its card names it, too."""
    for card in ALL.values():
        for moment in (each for each in card.clause.window.values() if isinstance(each, time)):
            assert f"{moment:%H:%M}" in card.times.ja
            assert f"{moment:%H:%M}" in card.times.en


def test_every_cut_off_of_a_condition_is_on_the_card():
    """CP-2.2.2 has no window of its own: its two cut-offs stand in its trigger."""
    assert "19:00" in ALL["CP-2.2.2"].trigger.ja
    assert "20:00" in ALL["CP-2.2.2"].trigger.en


def test_what_holds_until_then_is_provisional():
    """CP-3.2.1 applies the renotified amount, and tells what counts while it is awaited."""
    assert ALL["CP-3.2.1"].fallback.ja == "適用: 再通知した額、それまでは 当初通知した額（暫定）"


def test_a_floor_is_no_exact_amount():
    """CP-3.1.2.c asks for at least the previous day's house amount."""
    assert "下限" in ALL["CP-3.1.2.c"].fallback.ja
    assert "at least" in ALL["CP-3.1.2.c"].fallback.en


def test_who_may_depart_is_told_beside_the_fallback():
    """Every clause with an override says so, and no other one."""
    told = {name for name, card in ALL.items() if word("line", "override").ja in card.fallback.ja}
    assert told == {clause.id for clause in book().clauses.values() if clause.override}


def test_a_clause_that_asks_nothing_says_why():
    """A heading or a piece of history is no duty that somebody forgot to write down."""
    assert ALL["BCP-0.2"].action == Words("これだけで行うことはない", "nothing to do by itself (history)")


def test_a_clause_without_a_duty_stands_as_worded():
    """What its own sentence asks is not repeated in other words."""
    assert ALL["CP-1.3.1"].action == word("line", "as_worded")


def test_the_plans_own_contacts_are_on_their_cards():
    """CP-4.1 is there to be dialled from."""
    assert "03-3665-1405" in ALL["CP-4.1"].action.ja
    assert "otc@jscc.co.jp" in ALL["CP-4.1"].action.en


def test_ways_to_go_and_a_target_are_actions():
    """A route and the two hours are what a person acts by."""
    assert "電子メール" in ALL["CP-1.1.b.1"].action.ja
    assert "120" in ALL["BCP-4.6.b"].action.en


def test_what_is_left_open_stands_with_its_number():
    """The gaps of the table, each with the words of the gap."""
    card = ALL["CP-2.2.3"]
    assert [gap for gap, _ in card.open_points] == ["G1", "G3", "G4"]
    assert dict(card.open_points)["G3"] == book().gaps["G3"]


def test_a_condition_of_the_continuity_plan_stands_alone():
    """It says itself what it is about, so that nothing is said twice on BCP-4.6.a."""
    assert ALL["BCP-4.6.a"].trigger == word("moment", "primary_centre_lost")
    assert ALL["CP-1.3.2"].trigger.ja.startswith(word("item", "settlement_price").ja)


def test_a_condition_of_any_predicate_can_be_said():
    """The words of the plan's tables are all there: a new condition without words stops the build here."""
    used = {name for clause in book().clauses.values() for name in clause.when}
    assert used <= set(VOCABULARY)
    assert used <= set(packaged("calc.plan", "card.toml")["predicate"])


def test_no_words_are_kept_for_what_no_clause_says():
    """Items, conditions and amounts of the cards' words are those of the clauses."""
    clauses, held = book().clauses.values(), packaged("calc.plan", "card.toml")
    said = {name for clause in clauses for each in clause.when.values() if not isinstance(each, time) for name in each}
    assert set(held["item"]) == {clause.item for clause in clauses}
    assert set(held["moment"]) == said
    assert set(held["predicate"]) == {name for clause in clauses for name in clause.when}


def test_what_the_continuity_plan_asks_is_told_from_outside():
    """The plan's room knows no registers; who knows them hands their words in."""
    told = {"BCP-4.2": Words("当番を決める", "name who is on call")}
    made = {card.clause.id: card for card in cards(told=told)}
    assert made["BCP-4.2"].action == told["BCP-4.2"]
    assert made["BCP-4.4"] == ALL["BCP-4.4"]


def test_a_trigger_without_conditions_is_its_items():
    """A clause that always counts for its item says what that is."""
    clause = replace(book().clauses["CP-1.1.b.4"], when={})
    assert trigger_words(clause) == word("item", "quotes")


def test_words_are_joined_in_each_language():
    """Japanese with its own comma, English with a semicolon; nothing joined is nothing."""
    assert joined((Words("甲", "a"), Words("乙", "b"))) == Words("甲、乙", "a; b")
    assert joined(()) == Words("", "")


def test_a_card_is_a_value():
    """Two cards of one clause are the same: what is printed twice reads the same."""
    assert isinstance(ALL["CP-0.1"], Card)
    assert cards() == cards()
