"""The rows of notices, log and handover by hand: order, words, and what is told of what is not shown."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from addin.app.approval import steps
from addin.app.approval.people import Person, person_at_desk
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.approval.touches import DECISION
from addin.app.contingency_board import head_words, status_rows
from addin.app.contingency_log import log_rows, said_of
from addin.app.contingency_notices import SYMBOLS, as_fact, notices_of
from addin.app.contingency_shift import MOST_DUTIES, shift_rows
from addin.store.journal import Journal
from calc.days.business_day import tokyo
from calc.plan.evaluate import plan_of
from calc.plan.fact_rows import facts_from
from calc.plan.lines import lines_of
from calc.plan.notices import notice_text
from calc.plan.types import Day, PlanSettings

DAY = date(2026, 11, 20)
SETTINGS = PlanSettings(
    boundary_inclusive=True,
    notice_grace_minutes=10,
    poll_interval_minutes=30,
    vm_fallback_mode="stock",
    late_vendor_price="until_margin",
)


def day_of(*facts, participants=("P01", "P02")):
    """Return a day with these facts: (time, what, details)."""
    rows = [{"at": at(time), "what": what, **details} for time, what, details in facts]
    return Day(DAY, SETTINGS, participants=participants, facts=facts_from(rows, lines_of("")))


def at(clock):
    return datetime.fromisoformat(f"2026-11-20T{clock}+09:00")


def notices(clock, *facts, **named):
    """Return the notices of a day at a time of it."""
    day = day_of(*facts, **named)
    return notices_of(plan_of(day, at(clock), calendar=tokyo()), day)


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path) as opened:
        yield opened


def test_a_notice_that_is_due_has_the_plans_own_text():
    """The text of the draft is the one that the command makes, in both languages."""
    day = day_of()
    plan = plan_of(day, at("18:05:00"), calendar=tokyo())
    (row,) = [each for each in plan.due if each.clause == "CP-2.1.2.a"]
    (shown,) = [each for each in notices_of(plan, day) if each.clause == "CP-2.1.2.a"]
    said = notice_text(row, plan)
    assert (shown.text, shown.state) == (f"{said.ja}\n{said.en}", SYMBOLS["do"])


def test_overdue_notices_stand_first_and_missed_ones_are_kept():
    """At 19:30 the notice of 18:00 was overtaken; it stands behind what can still be done, before what is done."""
    sent = ("13:01:00", "notice.sent", {"clause": "CP-3.1.2.a", "channel": "information_list"})
    shown = notices("19:30:00", sent)
    states = [each.state for each in shown]
    assert states == sorted(states, key=[*SYMBOLS.values(), "○ 済 sent"].index)
    assert SYMBOLS["missed"] in states
    assert states[-1] == "○ 済 sent"


def test_what_is_known_only_later_is_not_shown_yet():
    """A notice sent at 18:03 is no notice at 18:02."""
    sent = ("18:03:00", "notice.sent", {"clause": "CP-2.1.2.a", "channel": "information_list"})
    assert not any(each.at for each in notices("18:02:00", sent))
    assert [each.at for each in notices("18:03:00", sent) if each.at] == [at("18:03:00")]


def test_a_call_is_recorded_as_a_call():
    """The telephone call to one that is short is `phone.called`; the message after it is a notice."""
    short = ("13:20:00", "cmf.failed", {"short": [{"participant": "P01", "amount": 5_000_000}]})
    shown = {each.clause: each for each in notices("13:21:00", short)}
    assert as_fact(shown["CP-3.3.2"]) == (
        "phone.called",
        {"clause": "CP-3.3.2", "participant": "P01", "reached": True},
    )
    called = ("13:22:00", "phone.called", {"participant": "P01", "clause": "CP-3.3.2", "reached": True})
    after = {each.clause: each for each in notices("13:23:00", short, called) if each.at is None}
    assert as_fact(after["CP-3.3.1"]) == (
        "notice.sent",
        {"clause": "CP-3.3.1", "participant": "P01", "channel": "list_of_message"},
    )


def test_a_missed_notice_that_comes_in_late_was_received():
    """On a participant's side also what JSCC has missed is JSCC's to send: it is never recorded as sent from here."""
    day = replace(day_of(), role="participant")
    shown = notices_of(plan_of(day, at("19:30:00"), calendar=tokyo()), day)
    missed = [each for each in shown if each.state == SYMBOLS["missed"]]
    assert missed
    assert {as_fact(each)[0] for each in missed} == {"notice.received"}


def test_a_call_that_was_made_is_shown_as_done():
    """Calls stand among what is done, by telephone."""
    called = ("13:22:00", "phone.called", {"participant": "P01", "clause": "CP-3.3.2", "reached": True})
    (done,) = [each for each in notices("13:23:00", called) if each.at]
    assert (done.state, done.channel, done.participant) == ("○ 済 called", "telephone", "P01")


def test_the_log_is_of_the_business_day(journal):
    """An entry that names another business date is not of this day, whenever it was recorded."""
    for day in ("2026-11-20", "2026-11-19"):
        journal.append("contact.told", {"business_date": day, "participant": "P01", "means": "fax"})
    rows, older = log_rows(journal, DAY, most=10)
    assert ([row[0] for row in rows], older) == ([1.0], 0)


def test_an_entry_without_a_business_date_is_of_the_day_it_was_recorded(journal):
    """Approvals and sheets name none: the clock says which day they are of."""
    entry = journal.append("sheet.recorded", {"sheet": "s", "cells": []})
    day = datetime.fromisoformat(entry.at).date()
    assert len(log_rows(journal, day, most=10)[0]) == 1
    assert log_rows(journal, DAY, most=10) == ([], 0)


def test_the_newest_entries_are_shown_and_the_others_counted(journal):
    """Room for two of five: the last two, in order, and three more."""
    for n in range(5):
        journal.append("contact.told", {"business_date": "2026-11-20", "participant": f"P{n}"})
    rows, older = log_rows(journal, DAY, most=2)
    assert ([row[0] for row in rows], older) == ([4.0, 5.0], 3)


def test_an_entry_says_what_it_is_about_whatever_its_details_are(journal):
    """Lists and tables within an entry are told in a line; what cannot be read as a time is left out."""
    body = {"business_date": "2026-11-20", "at": "2026-11-20T16:05:00+09:00", "what": "cmf.failed"}
    short = {"short": [{"participant": "P01", "amount": 5}]}
    assert said_of(journal.append("fact.recorded", {**body, "details": short})) == (
        "16:05:00 CMF端末の障害 CMF terminal failed amount=5 participant=P01"
    )
    assert said_of(journal.append("fact.recorded", {**body, "what": "unknown.fact", "details": "?"})) == "16:05:00"
    assert said_of(journal.append("contact.told", {"at": "soon", "participant": "P01"})) == "P01"


def shift(clock, journal, *facts, **named):
    """Return the handover's rows at a time of a day."""
    return shift_rows(plan_of(day_of(*facts, **named), at(clock), calendar=tokyo()), journal)


def test_after_the_last_cut_off_the_handover_says_so(journal):
    """Nothing is next any more."""
    first = shift("20:30:00", journal)[0]
    assert first[:2] == ("▶ 次の期限 next", "本日の期限はすべて過ぎました\nAll of today's cut-offs have passed")


def test_a_quiet_desk_hands_over_that_nothing_is_open(journal):
    """Each section without content says so, so that an empty page is no forgotten one."""
    sections = [row[0] for row in shift("09:00:00", journal)]
    assert {"○ 要対応なし none open", "○ 未確認なし confirmed"} <= set(sections)


def test_what_does_not_fit_is_counted_with_what_is_late_of_it(journal):
    """Twenty separate contacts: ten lines, then how many more, and how many of them are overdue or missed."""
    names = tuple(f"P{n:02}" for n in range(1, 21))
    rows = shift("18:15:00", journal, participants=names)
    owed = [row for row in rows if row[0][0] in "✗●"]
    assert len(owed) == MOST_DUTIES + 1
    total = len(plan_of(day_of(participants=names), at("18:15:00"), calendar=tokyo()).due)
    missed = len(plan_of(day_of(participants=names), at("18:15:00"), calendar=tokyo()).missed)
    assert f"+{total + missed - MOST_DUTIES} more" in owed[-1][1]
    assert "0 overdue" not in owed[-1][1]


def test_exceptions_are_counted_by_what_applies_to_them(journal):
    """Two instruments without a price, one with it: the handover tells both groups."""
    failed = ("16:00:00", "price.failed", {"instruments": ["AA", "BB"]})
    received = ("16:10:00", "price.received", {"instruments": ["CC"]})
    (price, *_) = [row for row in shift("16:30:00", journal, failed, received) if row[0] == "◎ 適用 applies"]
    assert "例外 2件 前日 / 2 previous day's" in price[1]
    assert "例外 1件 当日 / 1 today's" in price[1]


def test_a_participant_in_trouble_is_to_be_watched(journal):
    """Until it has recovered the next shift must know."""
    outage = {"participant": "P07", "connection": "tool", "affects": "quotes"}
    watched = [row for row in shift("14:30:00", journal, ("14:20:00", "participant.outage", outage)) if row[2] == "P07"]
    assert [row[1] for row in watched if row[0].startswith("▲ 見る")] == ["P07 障害中 / in trouble"]


def decided(journal, name, day=DAY):
    """Record a decision whose approval is asked for by SK; returns its subject."""
    subject = Subject(day, SubjectKind.DEPARTURE, name)
    journal.append(DECISION, {**subject.body(), "content_hash": "x" * 64, "revision": 1})
    steps.ask(journal, subject, Content("x" * 64), Person(journal.last().user, "SK"), at=at("18:00:00"))
    return subject


def unconfirmed(journal):
    return [row[1] for row in shift("18:30:00", journal) if row[0] == "▲ 未確認 unconfirmed"]


def test_an_approval_that_waits_is_unconfirmed(journal):
    """What nobody has approved yet is handed over by its name."""
    decided(journal, "JSCC-1")
    assert [words.split(": ")[0] for words in unconfirmed(journal)] == ["JSCC-1"]


def test_an_approval_that_was_given_is_not_handed_over(journal, log_in):
    """Once two persons agree there is nothing left to confirm."""
    log_in(1)
    subject = decided(journal, "JSCC-1")
    log_in(2)
    steps.give(journal, subject, person_at_desk("TY"), seen=None, at=at("18:10:00"))
    assert unconfirmed(journal) == []


def test_an_approval_of_another_day_is_not_this_shifts(journal):
    """Yesterday's waiting decision belongs to yesterday's page."""
    decided(journal, "JSCC-0", date(2026, 11, 19))
    assert unconfirmed(journal) == []


def test_a_ruling_that_jscc_has_not_confirmed_is_handed_over(journal):
    """On a participant's side the previous day's amounts apply by the clock; JSCC's notice is still awaited."""
    day = replace(day_of(), role="participant")
    rows = shift_rows(plan_of(day, at("19:05:00"), calendar=tokyo()), journal)
    open_ = [row[1] for row in rows if row[0] == "▲ 未確認 unconfirmed"]
    assert "証拠金等 Margin" in open_


def test_without_a_plan_the_page_of_clauses_says_nothing_of_states():
    """The built form shows every clause, and no status that nobody has ruled."""
    rows = status_rows()
    assert len(rows) == 86
    assert {row[5:] for row in rows} == {(None, None)}


def test_a_clause_is_told_in_both_languages_on_its_page():
    """Words left and right; window and consequence with both in one cell, a line each."""
    (row,) = [row for row in status_rows() if row[0] == "CP-2.2.1"]
    assert row[3] == "19:00 まで\nby 19:00"
    assert row[4].split("\n")[0].startswith("適用: 未定、暫定: 当初通知")


def test_the_head_of_an_empty_record_says_so(journal):
    """Two people who read to each other must not read nothing."""
    assert head_words(None) == "－ 記録なし nothing recorded"
    entry = journal.append("contact.told", {"participant": "P01"})
    assert head_words(entry) == f"#1 {entry.hash[:12]}"
