"""宣言, 適用 and 取込 in the continuity book: pages into the record, all of it or none, and the board written anew."""

import pytest
from continuity_hand import QUAKE, ContinuityHand, at, number

from addin.functions.invoke import answer
from addin.store.journal import Journal


def entries(home, kind=None):
    with Journal(home) as journal:
        return list(journal.entries(kind))


def said(home, kind):
    """Return what the entries of a kind say."""
    return [entry.body["said"] for entry in entries(home, kind)]


def test_a_declared_incident_moves_the_board(hand, home):
    """The form is blank afterwards, the log shows the entry, and the board has class and clock."""
    hand.look_at(18, 22)
    hand.tell(**QUAKE, occurred_at=(number(18, 4),))
    mark = hand.declare("HIKAE_INCIDENT")["mark"]
    (entry,) = entries(home, "fact.recorded")
    assert mark.startswith(f"#{entry.n} ")
    assert entry.body["details"] == {
        "cause": ["earthquake", "power"],
        "results": ["building"],
        "own_damage": True,
        "external_damage": True,
        "severe": False,
        "primary_centre_lost": True,
        "occurred_at": "2026-11-20T18:04:00+09:00",
    }
    assert {row["first"] for row in hand.rows("HIKAE_INCIDENT")} == {""}
    (logged,) = hand.rows("HIKAE_INCIDENT_LOG")
    assert (logged["report"], logged["by"], logged["entry"]) == ("発災の宣言 declared", "SK", f"#{entry.n}")
    states = {row["subject"].split("\n")[1]: row["state"] for row in hand.board("Incident, and what comes next")}
    assert (states["Class"], states["Recovery clock"]) == ("▲ 広域災害 wide-area disaster", "● 進行中 counting")


def test_a_change_and_an_end_concern_the_open_incident(hand):
    """The log has all three, the newest first; the board is quiet again."""
    hand.look_at(18)
    hand.tell(**QUAKE)
    hand.declare("HIKAE_INCIDENT")
    hand.look_at(18, 30)
    hand.tell(report=("内容の変更 reclassified",), severe=("はい yes",))
    hand.declare("HIKAE_INCIDENT")
    hand.look_at(20)
    hand.tell(report=("終結 closed",))
    hand.declare("HIKAE_INCIDENT")
    kinds = [row["report"] for row in hand.rows("HIKAE_INCIDENT_LOG")]
    assert kinds == ["終結 closed", "内容の変更 reclassified", "発災の宣言 declared"]
    assert hand.board("Incident, and what comes next")[0]["state"] == "－ 平常 normal"


def test_a_page_of_three_forms_is_recorded_together(hand, home):
    """Steps, businesses and bodies of one press; typed cells are cleared, the marks stand beside their rows."""
    hand.tell(**QUAKE)
    hand.declare("HIKAE_INCIDENT")
    hand.fill("HIKAE_STEPS", "headquarters", state="完了 done", lead="MK")
    hand.fill("HIKAE_SERVICES", "settlement", state="縮退 degraded", by="UM", note="PC 2台")
    hand.fill("HIKAE_POLLS", "資金決済銀行", reached="はい yes", status="大阪で継続")
    hand.declare("HIKAE_STEPS")
    assert [entry.kind for entry in entries(home)][-3:] == ["continuity.step", "continuity.service", "continuity.poll"]
    row = hand.row("HIKAE_SERVICES", "settlement")
    assert (row["state"], row["by"], row["note"], row["recorded"][:5]) == ("", "", "", "○ 記録済")
    assert hand.row("HIKAE_STEPS", "grasp_damage")["recorded"] == ""


def test_a_try_without_a_means_is_the_next_one(hand, home):
    """Saying reached is enough; the row then names the means after it."""
    hand.tell(**QUAKE)
    hand.declare("HIKAE_INCIDENT")
    hand.fill("HIKAE_CALLS", "対策本部", reached="いいえ no")
    hand.declare("HIKAE_CALLS")
    assert said(home, "continuity.try") == [{"contact": "対策本部", "means": "landline", "reached": False, "note": ""}]
    row = hand.row("HIKAE_CALLS", "対策本部")
    assert (row["state"], row["next"], row["tries"]) == (
        "▲ 再試行 try next",
        "災害時優先電話\ndisaster-priority phone",
        1.0,
    )
    assert row["last"] == pytest.approx(number(18, 55))


def test_a_try_before_the_incident_is_not_the_last_one(hand):
    """Who was reached this morning is to be called again, and the page shows no try yet."""
    hand.fill("HIKAE_CALLS", "対策本部", reached="はい yes", at=number(9, 30))
    hand.declare("HIKAE_CALLS")
    assert hand.row("HIKAE_CALLS", "対策本部")["last"] == pytest.approx(number(9, 30))
    hand.tell(**QUAKE, occurred_at=(number(18, 4),))
    hand.declare("HIKAE_INCIDENT")
    row = hand.row("HIKAE_CALLS", "対策本部")
    assert (row["state"], row["tries"], row["last"]) == ("● 未連絡 to call", 0.0, "")


def test_a_chosen_means_goes_before_the_next_one(hand, home):
    """Whoever called by mobile says so."""
    hand.fill("HIKAE_CALLS", "対策本部", means="携帯電話 mobile", reached="はい yes", at=number(18, 40), note="了解")
    hand.declare("HIKAE_CALLS")
    (entry,) = entries(home, "continuity.try")
    assert entry.body["at"] == "2026-11-20T18:40:00+09:00"
    assert entry.body["said"]["means"] == "mobile"
    assert hand.row("HIKAE_CALLS", "対策本部")["state"] == "○ 連絡済 reached"


def test_a_time_of_day_is_one_of_today(hand, home):
    """15:20 typed as a time means 15:20 of the day that the book looks at."""
    hand.fill("HIKAE_CALLS", "対策本部", reached="はい yes", at=(15 * 60 + 20) / 1440)
    hand.declare("HIKAE_CALLS")
    assert entries(home, "continuity.try")[0].body["at"] == "2026-11-20T15:20:00+09:00"


def test_the_other_pages_keep_what_was_typed_there(hand):
    """A declaration of one page does not lose the half-filled rows of another."""
    hand.fill("HIKAE_CALLS", "対策本部", reached="はい yes", note="途中")
    hand.fill("HIKAE_DECIDE", what="待つ")
    hand.tell(**QUAKE)
    hand.declare("HIKAE_INCIDENT")
    row = hand.row("HIKAE_CALLS", "対策本部")
    assert (row["reached"], row["note"]) == ("はい yes", "途中")
    assert hand.rows("HIKAE_DECIDE")[0]["what"] == "待つ"


def test_a_mark_stays_beside_its_row(hand):
    """What another page declares later does not take it away."""
    hand.fill("HIKAE_CALLS", "対策本部", reached="はい yes")
    hand.declare("HIKAE_CALLS")
    mark = hand.row("HIKAE_CALLS", "対策本部")["recorded"]
    hand.fill("HIKAE_CONTACTS", "対策本部", role="その他関係機関 other")
    hand.declare("HIKAE_CONTACTS")
    assert (hand.row("HIKAE_CALLS", "対策本部")["recorded"], mark[:5]) == (mark, "○ 記録済")


def test_absences_bring_up_the_deputies(hand):
    """The board names who goes instead."""
    hand.fill("HIKAE_ABSENCES", person="TY", absent="はい yes")
    hand.declare("HIKAE_ABSENCES")
    states = {row["subject"]: row["state"] for row in hand.board("Who goes to the alternate office")}
    assert states["リスクモニタリング"] == "▲ 代理 deputy goes"


def test_what_is_said_of_the_centre_is_logged_with_its_speaker(hand):
    """The newest stands first, with who said it and who recorded it."""
    hand.fill("HIKAE_CENTRE", word="プライマリは使えない unusable", by="UM", reason="浸水", at=number(18, 20))
    hand.fill(
        "HIKAE_CENTRE", word="すみやかな復旧は困難 hard_to_recover", by="MK", reason="復電せず", at=number(18, 40)
    )
    hand.declare("HIKAE_CENTRE")
    rows = hand.rows("HIKAE_CENTRE_LOG")
    assert [row["by"] for row in rows] == ["MK", "UM"]
    assert rows[0]["entry"].startswith("SK #")
    assert [row["recorded"][:5] for row in hand.rows("HIKAE_CENTRE")] == ["○ 記録済", "○ 記録済"]


def test_a_decision_is_superseded_by_its_number(hand):
    """The older one stays in the list and says what took its place."""
    hand.fill("HIKAE_DECIDE", what="待つ", reason="復電が近い", by="MK", at=number(18, 30))
    hand.declare("HIKAE_DECIDE")
    (old,) = hand.rows("HIKAE_DECISIONS")
    hand.fill("HIKAE_DECIDE", what="移る", reason="復電せず", by="MK", amends=old["id"])
    hand.declare("HIKAE_DECIDE")
    newer, older = hand.rows("HIKAE_DECISIONS")
    assert (newer["what"], newer["state"], newer["amends"]) == ("移る", "● 有効 in force", old["id"])
    assert older["state"] == f"－ {newer['id']} に代わった superseded"


def test_a_drill_is_registered_with_its_clauses(hand, home):
    """Day, register, kind, who, what came of it, and the clauses that were exercised."""
    hand.fill(
        "HIKAE_DRILL", on=46310.0, register="検証・訓練・教育 drills", kind="訓練 drill", by="SK", note="停電",
        clauses="BCP-4.7 CP-1.3.1",
    )  # fmt: skip
    hand.declare("HIKAE_DRILL")
    assert said(home, "continuity.drill")[0]["clauses"] == ["BCP-4.7", "CP-1.3.1"]
    (row,) = hand.rows("HIKAE_DRILLS")
    assert (row["on"], row["kind"], row["clauses"]) == ("2026/10/15", "訓練 drill", "BCP-4.7 CP-1.3.1")


def test_apply_writes_the_board_and_records_nothing(hand, home):
    """The board of the instant stands there as values; it equals what cells show live."""
    hand.tell(**QUAKE)
    hand.declare("HIKAE_INCIDENT")
    before = len(entries(home))
    hand.look_at(19, 30)
    assert "11-20 19:30:00" in hand.done("APPLY")["said"]["en"]
    assert len(entries(home)) == before
    assert hand.rows("HIKAE_BOARD")[0]["since"] == pytest.approx(number(19, 30))
    live = answer("CDS_BOARD", ["cutoffs", "2026-11-20T19:30:00+09:00"])["value"]
    shown = hand.board("Cut-offs before recovery")
    assert [(row["subject"], row["state"], row["told"]) for row in shown] == [
        (row[0], row[1], row[4]) for row in live if row[0]
    ]


def test_apply_keeps_what_was_typed_and_not_declared(hand):
    """Looking at the board costs nobody a half-filled row."""
    hand.fill("HIKAE_CALLS", "対策本部", reached="はい yes")
    hand.fill("HIKAE_ABSENCES", person="TY")
    hand.done("APPLY")
    assert hand.row("HIKAE_CALLS", "対策本部")["reached"] == "はい yes"
    assert hand.rows("HIKAE_ABSENCES")[0]["person"] == "TY"


def test_without_a_fixed_instant_the_clock_counts(home, monkeypatch):
    """On the day itself what is declared happened now, on a Sunday, too."""
    assert not home.exists()
    hand = ContinuityHand()
    hand.put("HIKAE_AT", "")
    monkeypatch.setattr("addin.functions.desk.now", lambda: at(3, 15, day=2).replace(microsecond=500))
    hand.tell(**QUAKE)
    hand.declare("HIKAE_INCIDENT")
    (entry,) = entries(home, "fact.recorded")
    assert entry.body["at"] == "2026-11-22T03:15:00+09:00"
    assert entry.body["business_date"] == "2026-11-20"  # as the book names it


def test_the_book_may_lack_pages(apart):
    """Somebody's copy without the call tree still declares and applies."""
    apart.drop("HIKAE_CALLS")
    apart.drop("HIKAE_SUMMARY")
    apart.tell(**QUAKE)
    apart.declare("HIKAE_INCIDENT")
    apart.done("APPLY")
    assert apart.board("Incident, and what comes next")


def test_a_drill_says_so_on_every_button(hand, home, monkeypatch):
    """In a drill's home the banner stands before the words."""
    hand.done("DRILL")
    (made,) = home.parent.glob("home-drill-*")
    monkeypatch.setenv("HIKAE_HOME", str(made))
    hand.tell(**QUAKE)
    assert hand.declare("HIKAE_INCIDENT")["said"]["ja"].startswith("訓練 / DRILL")
