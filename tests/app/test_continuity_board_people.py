"""The board about people: external bodies, the call tree, who is on call, who moves, decisions, standing duties."""

from datetime import date, timedelta

import pytest
from continuity_hand import Headquarters, at

from addin.app.continuity_contacts import contact_said, poll_said, try_said
from addin.app.continuity_log import Exercise, decision_said, decisions, exercise_said
from addin.app.continuity_people import absence_said, mover_said, shift_said
from addin.store.journal import Journal
from calc.continuity.bodies import Poll
from calc.continuity.contacts import Contact, Try
from calc.continuity.readiness import Entry as Held
from calc.continuity.roster import Mover, Shift

WIDE = {"cause": ["earthquake"], "results": ["building"], "own_damage": True, "external_damage": True, "severe": True}
BANK = Contact("銀行 B", "fund_settlement_bank", {"landline": "03-0000-0010", "email": "b@example.jp"})
MARKET = Contact("市場 M", "designated_market_operator", {"landline": "03-0000-0009"})
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def place(tmp_path):
    return Headquarters(tmp_path / "home")


def contact(each, *, moment=None):
    return contact_said(each, at=moment or at(9))


def poll(name, moment, *, reached=True, status="継続"):
    return poll_said(Poll(name, moment, reached=reached, status=status if reached else ""))


def called(name, means, moment, *, reached):
    return try_said(Try(name, means, moment, reached=reached))


def test_in_a_wide_area_disaster_every_body_is_asked_at_once(place):
    """Its turn is the occurrence itself."""
    place.say(contact(BANK), contact(MARKET))
    place.declare(WIDE, at(18))
    assert place.states("bodies") == [("市場 M", "● いま照会 ask now"), ("銀行 B", "● いま照会 ask now")]
    assert {row.until for row in place.rows("bodies")} == {at(18)}


def test_a_body_that_answered_is_asked_again_after_the_interval(place):
    """Sixty minutes unless the desk has set another interval; past it the row is an alarm."""
    place.say(contact(BANK))
    place.declare(WIDE, at(18))
    place.say(poll("銀行 B", at(18, 30), status="大阪で継続"))
    (row,) = place.rows("bodies")
    assert (row.state, row.told, row.since, row.until) == ("○ 回答あり answered", "大阪で継続", at(18, 30), at(19, 30))
    assert place.states("bodies", at(19, 31)) == [("銀行 B", "✗ 照会超過 overdue")]


def test_the_interval_is_a_setting(place):
    """A desk that asks every quarter of an hour says so in its settings."""
    place.home.mkdir()
    (place.home / "settings.toml").write_text("poll_interval_minutes = 15\n", encoding="utf-8")
    place.say(contact(BANK))
    place.declare(WIDE, at(18))
    place.say(poll("銀行 B", at(18, 30)))
    assert place.rows("bodies")[0].until == at(18, 45)


def test_a_body_that_was_not_reached_stays_due(place):
    """Its time does not move."""
    place.say(contact(BANK))
    place.declare(WIDE, at(18))
    place.say(poll("銀行 B", at(18, 30), reached=False))
    (row,) = place.rows("bodies")
    assert (row.state, row.until) == ("✗ 不通 not reached", at(18))


def test_outside_a_wide_area_disaster_no_body_is_due(place):
    """Nobody needs to be asked, and no countdown runs."""
    place.say(contact(BANK))
    (row,) = place.rows("bodies")
    assert (row.state, row.until) == ("－ 照会なし not asked", None)


def test_the_body_to_be_asked_first_stands_first(place):
    """One that answered already comes after those that did not."""
    place.say(contact(MARKET), contact(BANK))
    place.declare(WIDE, at(18))
    place.say(poll("市場 M", at(18, 30)))
    assert [subject for subject, _ in place.states("bodies")] == ["銀行 B", "市場 M"]


def test_the_call_tree_goes_through_the_means_in_order(place):
    """The landline first; after a failed try the next means the contact has."""
    place.say(contact(BANK))
    place.declare(WIDE, at(18))
    (row,) = place.rows("calls")
    assert (row.state, row.told) == ("● 未連絡 to call", "一般電話 03-0000-0010")
    place.say(called("銀行 B", "landline", at(18, 20), reached=False))
    (row,) = place.rows("calls")
    assert (row.state, row.told) == ("▲ 再試行 try next", "電子メール b@example.jp")
    place.say(called("銀行 B", "email", at(18, 25), reached=False))
    assert place.states("calls") == [("銀行 B", "✗ 手段なし no means left")]


def test_who_was_reached_stands_last(place):
    """The list begins with whoever is still to be called."""
    place.say(contact(BANK), contact(MARKET))
    place.declare(WIDE, at(18))
    place.say(called("銀行 B", "landline", at(18, 20), reached=True))
    assert place.states("calls") == [("市場 M", "● 未連絡 to call"), ("銀行 B", "○ 連絡済 reached")]
    assert place.rows("calls")[1].since == at(18, 20)


def test_a_call_before_the_incident_does_not_count(place):
    """Who was reached this morning has not heard of it."""
    place.say(contact(BANK), called("銀行 B", "landline", at(9, 30), reached=True))
    place.declare(WIDE, at(18))
    assert place.states("calls") == [("銀行 B", "● 未連絡 to call")]


def test_more_contacts_than_room_are_counted(place):
    """The eighth row says how many more there are."""
    place.say(*(contact(Contact(f"X{number}", "staff", {"fax": "0"})) for number in range(20)))
    rows = place.rows("calls")
    assert (len(rows), rows[-1].subject) == (8, "他 13 件\n+13 more")


def test_in_office_hours_nobody_needs_to_be_on_call(place):
    """The night ahead is seen all the same."""
    place.say(shift_said(Shift(FRIDAY, ("SK", "TY")), at=at(9)))
    rows = place.states("roster", at(10))
    assert rows[:2] == [("いまの当番", "○ 決定済 named"), ("今夜", "● 当番 on call")]


def test_at_night_the_first_responder_is_named_with_deputies(place):
    """From 20:00 on, and until 8:00 by the date on which the night began."""
    place.say(shift_said(Shift(FRIDAY, ("SK", "TY", "UM")), at=at(9)))
    for moment in (at(20), at(7, 59, day=1)):
        row = place.rows("roster", moment)[0]
        assert (row.state, row.told.split("\n")[1]) == ("● 当番 on call", "SK (deputies TY, UM)")


def test_a_night_without_a_name_is_an_alarm(place):
    """Nobody named is told for now, and for every date ahead without one."""
    named = [Shift(FRIDAY + timedelta(days=days), ("SK",)) for days in range(14) if days not in {0, 2}]
    place.say(*(shift_said(each, at=at(9)) for each in named))
    rows = place.states("roster", at(21))
    assert rows[0] == ("いまの当番", "✗ 当番なし nobody named")
    assert rows[1] == ("今夜", "✗ 当番なし nobody named")
    assert rows[2:] == [("11/22 の夜 休日 closed", "✗ 当番なし nobody named")]


def test_a_holiday_needs_somebody_all_day(place):
    """Monday, 23 November 2026, is a holiday."""
    assert place.states("roster", at(12, day=3))[0] == ("いまの当番", "✗ 当番なし nobody named")
    assert place.states("roster", at(12, day=4))[0] == ("いまの当番", "－ 勤務時間 office hours")


def test_the_deputy_goes_when_the_mover_is_absent(place):
    """And where both are absent nobody does, which is an alarm."""
    place.say(
        mover_said(Mover("SK", "決済", "TY"), at=at(9)),
        mover_said(Mover("TY", "監視", "UM"), at=at(9)),
        mover_said(Mover("TY", "連絡"), at=at(9)),
    )
    assert {state for _, state in place.states("movers")} == {"○ 本人 goes"}
    place.say(absence_said("TY", at=at(18), absent=True))
    assert place.states("movers") == [
        ("決済", "○ 本人 goes"),
        ("監視", "▲ 代理 deputy goes"),
        ("連絡", "✗ 人がいない nobody"),
    ]
    assert place.rows("movers")[1].told.split("\n")[1] == "UM (TY is absent)"


def test_the_newest_decision_in_force_stands_first(place):
    """One that was superseded is not in force any more."""
    place.say(decision_said("待つ", by="MK", reason="復電が近い", at=at(18)))
    place.say(decision_said("電話する", by="SK", reason="端末停止", at=at(18, 10)))
    with Journal(place.home) as journal:
        known = decisions(journal, at=at(19))
    place.say(decision_said("移る", by="MK", reason="復電せず", at=at(18, 30), amends=known[0].id, known=known))
    rows = place.rows("decisions")
    assert [row.subject for row in rows] == ["移る", "電話する"]
    assert (rows[0].told, rows[0].since) == ("MK: 復電せず", at(18, 30))


def test_a_standing_duty_shows_when_it_was_seen_to(place):
    """In place within the limit, stale beyond it, never where nothing was recorded."""
    drill = Exercise(Held("drills", date(2026, 10, 15), "drill", "SK"), ("BCP-4.7",))
    old = Exercise(Held("exchange", date(2025, 8, 31), "check", "TY"), ())
    place.say(exercise_said(drill, at=at(9)), exercise_said(old, at=at(9)))
    states = {subject.split()[0]: state for subject, state in place.states("readiness")}
    assert states["BCP-4.7"] == "○ 整っている in place"
    assert states["BCP-4.3"] == "▲ 古い stale"
    assert states["BCP-4.2"] == "✗ 記録なし never recorded"


def test_a_clause_shows_when_it_was_last_exercised(place):
    """That is another thing than its register having an entry."""
    drill = Exercise(Held("drills", date(2026, 10, 15), "drill", "SK"), ("BCP-4.2",))
    place.say(exercise_said(drill, at=at(9)))
    told = {row.subject.split()[0]: row.told.split("\n")[1] for row in place.rows("readiness")}
    assert (told["BCP-4.2"], told["BCP-4.7"]) == ("exercised 2026/10/15", "never exercised")


@pytest.mark.parametrize(("limit", "state"), [(10, "▲ 古い stale"), (400, "○ 整っている in place")])
def test_the_limit_of_drills_is_a_setting(place, limit, state):
    """The plan says regularly; the desk says how often (gap G16)."""
    place.home.mkdir()
    (place.home / "settings.toml").write_text(f"drill_limit_days = {limit}\n", encoding="utf-8")
    place.say(exercise_said(Exercise(Held("drills", date(2026, 10, 15), "drill", "SK")), at=at(9)))
    assert ("BCP-4.7 検証・訓練・教育", state) in place.states("readiness")


def test_contacts_that_are_too_old_are_named(place):
    """Own staff are verified; with external bodies lists are exchanged, too."""
    place.say(
        contact(Contact("新", "staff", verified=date(2026, 11, 1))),
        contact(Contact("古", "staff", verified=date(2026, 1, 1))),
        contact(Contact("外", "other", verified=date(2026, 11, 1))),
    )
    assert place.states("contacts") == [("古", "▲ 要確認 verified"), ("外", "▲ 要交換 exchanged")]


def test_contacts_within_the_limit_say_so(place):
    """One row is enough."""
    place.say(contact(Contact("新", "staff", verified=date(2026, 11, 1))))
    (row,) = place.rows("contacts")
    assert (row.state, row.told.split("\n")[1]) == ("○ 期限内 in time", "all within 180 days")


def test_the_limit_of_contacts_is_a_setting(place):
    """A stricter desk asks sooner."""
    place.home.mkdir()
    (place.home / "settings.toml").write_text("contact_limit_days = 7\n", encoding="utf-8")
    place.say(contact(Contact("新", "staff", verified=date(2026, 11, 1))))
    assert place.states("contacts") == [("新", "▲ 要確認 verified")]


def test_without_contacts_nothing_is_in_time(place):
    """An empty register is no good news."""
    assert place.states("contacts") == [("連絡先の期限", "－ 未登録 none")]
