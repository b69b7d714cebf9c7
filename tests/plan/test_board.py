"""The words of the contingency board, and the plan as its pages show it: windows, consequences, states of clauses."""

from datetime import date, datetime

import pytest

from calc.days.business_day import tokyo
from calc.plan.board import (
    MEANS,
    ROLES,
    both,
    choice_of,
    clause_rows,
    clause_states,
    consequence_words,
    cutoff_rows,
    duty_words,
    entry_words,
    is_overdue,
    role_clause,
    said,
    state_words,
    until,
    who_acts,
    window_words,
)
from calc.plan.clauses import book
from calc.plan.declare import choices
from calc.plan.evaluate import plan_of
from calc.plan.fact_rows import facts_from
from calc.plan.lines import lines_of
from calc.plan.types import Day, PlanSettings, Row
from calc.text.wording import Words

SETTINGS = PlanSettings(
    boundary_inclusive=True,
    notice_grace_minutes=10,
    poll_interval_minutes=30,
    vm_fallback_mode="stock",
    late_vendor_price="until_margin",
)


def at(clock):
    """Return an instant of the day."""
    return datetime.fromisoformat(f"2026-11-20T{clock}+09:00")


def states(clock, *facts, participants=("P01", "P02")):
    """Return where each clause stands at a time of a day with these facts: (time, what, details)."""
    rows = [{"at": at(time), "what": what, **details} for time, what, details in facts]
    day = Day(date(2026, 11, 20), SETTINGS, participants=participants, facts=facts_from(rows, lines_of("")))
    return clause_states(plan_of(day, at(clock), calendar=tokyo()))


def duty(mode="do", by=None, by_whom="clearing_house", what="notice", channel="information_list", participant=None):
    """Return a duty that opened at 18:00 and is overdue from 18:10."""
    times = {"opens": at("18:00:00"), "overdue_from": at("18:10:00"), "by": by and at(by)}
    return Row("CP-2.1.2.a", what, channel, participant, by_whom, mode, **times)


def test_every_clause_stands_on_the_page_in_plan_order():
    """All 86, with exactly the numbers and words of the tables."""
    rows = clause_rows()
    assert [row.id for row in rows] == list(book().clauses)
    assert len(rows) == 86
    assert [row.words for row in rows] == [each.words for each in book().clauses.values()]


@pytest.mark.parametrize(
    ("clause", "ja", "en"),
    [
        ("CP-2.1.2.a", "18:00 期限 その直後", "cut-off 18:00, shortly after"),
        ("CP-2.2.1", "19:00 まで", "by 19:00"),
        ("CP-1.1.b.3", "15:15 以降 すみやかに", "from 15:15, promptly"),
        ("CP-2.1.2.b", "ただちに", "immediately"),
        ("CP-4.1", "", ""),
    ],
)
def test_a_window_is_the_plans_own_time_and_pace(clause, ja, en):
    """A cut-off, a last or first moment and the plan's own adverb; nothing where it names no time."""
    assert window_words(book().clauses[clause]) == Words(ja, en)


@pytest.mark.parametrize(
    ("clause", "ja", "en"),
    [
        ("CP-2.2.3", "適用: 当初通知", "applies: originally notified"),
        ("CP-1.1.a.1", "方法: ツール・電子メール", "ways: tool / email"),
        ("CP-3.3.2", "JSCC: 電話", "JSCC: telephone"),
        ("CP-3.2.2", "JSCC: 通知（Information List）", "JSCC: announce (Information List)"),
        ("CP-2.2.R2", "適用: 前日、JSCC: 判断", "applies: previous day, JSCC: decide"),
        ("BCP-4.6.b", "目標 120分", "target 120 minutes"),
        ("BCP-4.1", "対策本部を設ける", "set up the headquarters"),
        ("CP-0.1", "", ""),
    ],
)  # fmt: skip
def test_a_consequence_says_what_applies_and_who_must_do_what(clause, ja, en):
    """What applies, by which ways, and each duty with its side and means, once."""
    assert consequence_words(book().clauses[clause]) == Words(ja, en)


def test_the_timetable_is_the_plans():
    """Every cut-off with the clause that bites then, in the order of the day."""
    assert [(time, clause) for time, clause, _ in cutoff_rows()] == [
        ("13:00", "CP-3.1.2.a"),
        ("13:30", "CP-3.1.2.c"),
        ("15:15", "CP-1.1.b.2"),
        ("18:00", "CP-2.1.2.a"),
        ("19:00", "CP-2.1.2.c"),
        ("20:00", "CP-2.2.3"),
    ]
    assert all(words == book().clauses[clause].words for _, clause, words in cutoff_rows())


def test_a_clause_in_force_names_what_it_is_in_force_for():
    """At 18:30 without a result both margins rest on a clause; the others say that they ask for nothing."""
    found = states("18:30:00")
    assert found["CP-3.1.2.c"].ja.endswith("◎ 適用中 日中当初証拠金")
    assert "in force: Margin" in found["CP-2.1.2.a"].en
    assert found["CP-4.1"] == Words("－", "")
    assert list(found) == list(book().clauses)


def test_what_is_to_do_is_counted_by_clause_and_overdue_goes_first():
    """At 18:05 the notice is to do, at 18:11 it is overdue; each separate contact is one more of its clause."""
    assert states("18:05:00")["CP-2.1.2.a"].ja.startswith("● 要対応 1件")
    assert states("18:05:00")["CP-2.1.R1"].ja == "● 要対応 2件"
    late = states("18:11:00")["CP-2.1.2.a"]
    assert (late.ja[:7], late.en.split(",")[0]) == ("✗ 超過 1件", "1 overdue")
    first, second = ({"participant": name, "item": "margin"} for name in ("P01", "P02"))
    mixed = states(
        "18:11:00", ("18:00:00", "participant.challenged", first), ("18:10:59", "participant.challenged", second)
    )
    assert mixed["CP-2.2.R1"].ja == "✗ 超過 1件 ● 要対応 1件"


def test_what_was_missed_stays_in_sight():
    """A notice that was overtaken unsent is told at its clause for the rest of the day."""
    assert "✗ 未了 1件" in states("19:30:00")["CP-2.1.2.a"].ja


def test_a_clause_in_force_for_some_names_how_many():
    """A failure of two instruments leaves the others alone."""
    failed = ("16:00:00", "price.failed", {"instruments": ["AA", "BB"]})
    received = ("16:10:00", "price.received", {"instruments": ["CC"]})
    assert states("16:30:00", failed, received)["CP-1.3.1"].ja.endswith("◎ 一部に適用 2件")


def test_an_overdue_duty_says_so_with_a_symbol_of_its_own():
    """Symbol and word tell ours from theirs, in time from late; at the very end of the grace it is still in time."""
    told = {
        (mode, clock): state_words(duty(mode), at(clock)).ja
        for mode in ("do", "expect")
        for clock in ("18:10:00", "18:10:01")
    }
    assert told == {
        ("do", "18:10:00"): "● 要対応",
        ("do", "18:10:01"): "✗ 超過・要対応",
        ("expect", "18:10:00"): "▲ 待ち",
        ("expect", "18:10:01"): "✗ 超過・待ち",
    }


def test_a_cut_off_before_the_grace_ends_counts():
    """Until when is the cut-off where there is one, and beyond it the duty is overdue."""
    cut = duty(by="18:05:00")
    assert (until(cut), until(duty())) == (at("18:05:00"), at("18:10:00"))
    assert [is_overdue(cut, at(clock)) for clock in ("18:05:00", "18:05:01")] == [False, True]


def test_who_must_act_is_jscc_or_the_participant_by_name():
    """A participant without a name is told as such."""
    assert who_acts(duty()) == "JSCC"
    assert who_acts(duty(by_whom="participant", participant="P07")) == "参加者 P07"
    assert who_acts(duty(by_whom="participant")) == "参加者 participant"


def test_a_duty_names_its_means_and_whom_it_is_for():
    """A telephone call is not told to be by telephone; what has no means has none in brackets."""
    assert duty_words(duty(participant="P01")) == Words(
        "通知（Information List） P01", "announce (Information List) P01"
    )
    assert duty_words(duty(what="call", channel="telephone")).ja == "電話"
    assert duty_words(duty(what="decide", channel=None)) == Words("判断", "decide")


def test_a_role_names_the_clause_that_has_it_contacted():
    """Price staff by CP-1.3.R2, margin staff by CP-2.1.R1; both are separate contacts of the plan."""
    assert [role_clause(role) for role in ROLES] == ["CP-1.3.R2", "CP-2.1.R1"]
    assert all(book().clauses[role_clause(role)].channel == "separate_contact" for role in ROLES)


def test_every_means_and_choice_has_its_label():
    """A list shows Japanese before the word that is read."""
    assert all(not said("means", means).ja.isascii() for means in MEANS)
    for column in ("choice", "more"):
        for word in choices(column):
            label, code = choice_of(word).split()
            assert (label.isascii(), code) == (False, word)


def test_an_entry_without_a_word_keeps_its_kind():
    """What a later version records is shown by its kind, never left out."""
    assert entry_words("fact.recorded") == Words("事実", "fact")
    assert entry_words("some.new_kind") == Words("some.new_kind", "some.new_kind")


def test_two_languages_that_read_the_same_stand_once():
    """JSCC is JSCC in both; nothing in English leaves the Japanese alone."""
    assert both(Words("JSCC", "JSCC")) == "JSCC"
    assert both(Words("－", "")) == "－"
    assert both(Words("通知", "notice"), between=" / ") == "通知 / notice"


def test_a_plan_of_nothing_has_states_for_every_clause():
    """In the morning of a quiet day no clause asks for anything overdue."""
    assert not any(words.ja.startswith("✗") for words in states("09:00:00").values())
