"""What a page of the continuity book is refused for, at its very cell, and that nothing is recorded then."""

from random import Random

import pytest
from continuity_hand import PAGES, QUAKE, number

from addin.books.port import letters
from addin.store.journal import Journal

pytestmark = pytest.mark.sampled

TABLES = ("HIKAE_STEPS", "HIKAE_SERVICES", "HIKAE_POLLS", "HIKAE_CALLS", "HIKAE_CONTACTS", "HIKAE_ROSTER",
          "HIKAE_MOVERS", "HIKAE_CENTRE", "HIKAE_DECIDE", "HIKAE_DRILL")  # fmt: skip


def length(home):
    with Journal(home) as journal:
        return sum(1 for _ in journal.entries())


def refused_at(hand, region, place, name):
    """Declare the page of a region, which must be refused at one cell; return the code."""
    error = hand.declare_refused(region)
    assert error["ja"].startswith(f"{hand.cell_of(region, place, name)} "), error["ja"]
    return error["code"]


@pytest.mark.parametrize(
    ("region", "subject", "cells", "name", "code"),
    [
        ("HIKAE_STEPS", "headquarters", {"state": "完了 done"}, "lead", "continuity_blank"),
        ("HIKAE_STEPS", "headquarters", {"lead": "MK"}, "state", "continuity_blank"),
        ("HIKAE_STEPS", "headquarters", {"lead": "MK", "state": "半分 half"}, "state", "continuity_word"),
        ("HIKAE_SERVICES", "settlement", {"state": "停止 stopped"}, "by", "continuity_blank"),
        ("HIKAE_SERVICES", "settlement", {"state": "stopped", "by": "UM", "at": "noon"}, "at", "instant_unreadable"),
        ("HIKAE_SERVICES", "settlement", {"state": "stopped", "by": "UM", "at": number(19)}, "at", "continuity_future"),
        ("HIKAE_POLLS", "資金決済銀行", {"status": "継続"}, "reached", "continuity_blank"),
        ("HIKAE_POLLS", "資金決済銀行", {"reached": "はい yes"}, "status", "continuity_blank"),
        ("HIKAE_POLLS", "資金決済銀行", {"reached": "たぶん maybe"}, "reached", "continuity_word"),
        ("HIKAE_CALLS", "対策本部", {"means": "伝書鳩 pigeon", "reached": "はい yes"}, "means", "continuity_word"),
        ("HIKAE_CALLS", "対策本部", {"note": "留守"}, "reached", "continuity_blank"),
        ("HIKAE_CONTACTS", "対策本部", {"role": "友人 friend"}, "role", "continuity_word"),
        ("HIKAE_CONTACTS", "対策本部", {"name": " "}, "name", "continuity_blank"),
        ("HIKAE_CONTACTS", "対策本部", {"verified": "先週"}, "verified", "date_unreadable"),
        ("HIKAE_CONTACTS", "対策本部", {"withdrawn": "多分"}, "withdrawn", "continuity_word"),
        ("HIKAE_CONTACTS", "対策本部", {"fax": "0" * 500}, "fax", "continuity_long"),
        ("HIKAE_ROSTER", None, {"first": "SK"}, "day", "continuity_blank"),
        ("HIKAE_ROSTER", None, {"day": "tonight", "first": "SK"}, "day", "date_unreadable"),
        ("HIKAE_MOVERS", None, {"person": "SK"}, "task", "continuity_blank"),
        ("HIKAE_ABSENCES", None, {"person": "TY"}, "absent", "continuity_blank"),
        ("HIKAE_CENTRE", None, {"word": "プライマリは使えない unusable", "by": "UM"}, "reason", "continuity_blank"),
        ("HIKAE_CENTRE", None, {"by": "UM", "reason": "浸水"}, "word", "continuity_blank"),
        ("HIKAE_DECIDE", None, {"what": "移る", "by": "MK"}, "reason", "continuity_blank"),
        ("HIKAE_DECIDE", None, {"what": "a", "by": "MK", "reason": "b", "amends": "d0"}, "amends", "decision_unknown"),
        ("HIKAE_DRILL", None, {"by": "SK"}, "on", "continuity_blank"),
        ("HIKAE_DRILL", None, {"on": 46310.0, "register": "drills", "kind": "drill", "by": "SK", "clauses": "X-1"},
         "clauses", "clause_unknown"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_nothing_is_recorded(hand, home, region, subject, cells, name, code):
    """The refusal stands at the cell to be corrected; the record is as long as before."""
    before = length(home)
    place = hand.fill(region, subject, **cells)
    assert refused_at(hand, region, place, name) == code
    assert length(home) == before


def test_a_date_may_be_typed_with_strokes_or_dashes(hand):
    """2026/12/10 and 2026-12-10 are the same day."""
    hand.fill("HIKAE_ROSTER", day="2026/12/10", first="SK")
    hand.fill("HIKAE_ROSTER", day="2026-12-11", first="TY")
    assert hand.declare("HIKAE_ROSTER")["said"]["en"].startswith("Recorded 2 of 23")


def test_one_wrong_row_keeps_the_good_ones_out(hand, home):
    """All of a page or none, over its three tables."""
    before = length(home)
    hand.fill("HIKAE_STEPS", "headquarters", state="完了 done", lead="MK")
    place = hand.fill("HIKAE_SERVICES", "settlement", state="停止 stopped")
    assert refused_at(hand, "HIKAE_SERVICES", place, "by") == "continuity_blank"
    assert length(home) == before
    assert hand.row("HIKAE_STEPS", "headquarters")["lead"] == "MK"


def test_several_wrong_rows_are_counted(hand):
    """The first is named, and how many more there are."""
    hand.fill("HIKAE_DECIDE", what="a")
    hand.fill("HIKAE_DECIDE", what="b")
    assert "(+1 more)" in hand.declare_refused("HIKAE_DECIDE")["en"]


def test_a_name_that_stands_twice_is_refused_at_the_second(hand):
    """A register has one row a name."""
    place = hand.fill("HIKAE_MOVERS", task="決済", person="UM")
    assert refused_at(hand, "HIKAE_MOVERS", place, "task") == "continuity_twice"


def test_a_contact_that_was_never_declared_cannot_be_called(hand):
    """A name that somebody typed over is told at its cell."""
    place = hand.fill("HIKAE_CALLS", "対策本部", contact="本社", reached="はい yes")
    assert refused_at(hand, "HIKAE_CALLS", place, "contact") == "contact_unknown"


def test_a_body_that_was_never_declared_cannot_be_polled(hand):
    """The list of bodies is that of the contacts."""
    place = hand.fill("HIKAE_POLLS", "資金決済銀行", body="別の銀行", reached="いいえ no")
    assert refused_at(hand, "HIKAE_POLLS", place, "body") == "contact_unknown"


def test_a_contact_without_means_left_must_say_which_was_tried(hand):
    """Nothing is guessed once all were tried."""
    hand.fill("HIKAE_CONTACTS", None, name="無", role="自社要員 staff")
    hand.declare("HIKAE_CONTACTS")
    place = hand.fill("HIKAE_CALLS", "無", reached="いいえ no")
    assert refused_at(hand, "HIKAE_CALLS", place, "means") == "continuity_blank"


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({}, "report", "continuity_blank"),
        ({"report": ("宣言 declare",)}, "report", "continuity_word"),
        ({"report": ("declared",), "cause": ()}, "cause", "continuity_blank"),
        ({"report": ("declared",), "cause": ("退屈 boredom",)}, "cause", "continuity_word"),
        ({**QUAKE, "results": ("全部 all",)}, "results", "continuity_word"),
        ({**QUAKE, "own_damage": ("",)}, "own_damage", "continuity_blank"),
        ({**QUAKE, "severe": ("たぶん maybe",)}, "severe", "continuity_word"),
        ({**QUAKE, "class": ("大変 terrible",)}, "class", "continuity_word"),
        ({**QUAKE, "occurred_at": ("昨日",)}, "occurred_at", "instant_unreadable"),
        ({**QUAKE, "occurred_at": (number(20),)}, "occurred_at", "continuity_future"),
    ],
)
def test_a_wrong_answer_of_the_incident_form_is_named(hand, answers, field, code):
    """The line of the form that is to be corrected."""
    hand.tell(**answers)
    rows = hand.sheet.read("HIKAE_INCIDENT").rows
    place = next(place for place, row in enumerate(rows) if row[0] == field)
    assert refused_at(hand, "HIKAE_INCIDENT", place, "first") == code


def test_the_second_answer_of_a_line_is_looked_at_too(hand):
    """A wrong cause in the second cell is named there."""
    hand.tell(**{**QUAKE, "cause": ("地震 earthquake", "退屈 boredom")})
    assert refused_at(hand, "HIKAE_INCIDENT", 2, "second") == "continuity_word"


def test_the_lines_of_the_form_may_stand_in_any_order(hand, home):
    """Each is found by its code, not by its place."""
    hand.tell(**QUAKE)
    head, *lines = hand.sheet.read("HIKAE_INCIDENT").rows
    hand.sheet.write({"HIKAE_INCIDENT": [head, *reversed(lines)]})
    hand.declare("HIKAE_INCIDENT")
    with Journal(home) as journal:
        (entry,) = journal.entries("fact.recorded")
    assert entry.body["details"]["cause"] == ["earthquake", "power"]


def test_a_form_that_lost_a_line_is_refused(hand):
    """The head of the form is named, and which field is missing."""
    hand.tell(**QUAKE)
    rows = hand.sheet.read("HIKAE_INCIDENT").rows
    hand.sheet.write({"HIKAE_INCIDENT": [row for row in rows if row[0] != "severe"]})
    error = hand.declare_refused("HIKAE_INCIDENT")
    assert (error["code"], "severe" in error["en"]) == ("continuity_blank", True)


def test_a_change_without_an_incident_is_refused(hand, home):
    """There is nothing to change yet."""
    before = length(home)
    hand.tell(report=("終結 closed",))
    assert hand.declare_refused("HIKAE_INCIDENT")["code"] == "incident_none_open"
    assert length(home) == before


@pytest.mark.parametrize("region", ["HIKAE_STEPS", "HIKAE_CALLS", "HIKAE_CENTRE", "HIKAE_DECIDE", "HIKAE_DRILL"])
def test_a_page_without_anything_typed_is_refused(hand, region):
    """Pressing the button of a blank page says what to do."""
    assert hand.declare_refused(region)["code"] == "continuity_nothing"


@pytest.mark.parametrize("page", ["本部 Headquarters", "控え Board", "計画 Plan", "説明 About"])
def test_a_page_without_a_form_is_refused(hand, page):
    """The board itself is not filled in."""
    hand.turn_to(page)
    error = hand.refused("DECLARE")
    assert (error["code"], page in error["ja"]) == ("continuity_no_form", True)


@pytest.mark.parametrize("given", ["", "S", "12"])
def test_nobody_declares_without_initials(hand, home, given):
    """Every entry says who."""
    before = length(home)
    hand.put("HIKAE_INITIALS", given)
    hand.fill("HIKAE_DECIDE", what="a", by="b", reason="c")
    assert hand.declare_refused("HIKAE_DECIDE")["code"] == "initials_refused"
    assert length(home) == before


def test_today_no_instant_can_be_fixed(hand, monkeypatch):
    """On the day itself the clock counts."""
    from datetime import datetime  # noqa: PLC0415 - this test alone needs it

    monkeypatch.setattr("addin.functions.desk.now", lambda: datetime.fromisoformat("2026-11-20T18:55:00+09:00"))
    hand.fill("HIKAE_DECIDE", what="a", by="b", reason="c")
    assert hand.declare_refused("HIKAE_DECIDE")["code"] == "fixed_today"


@pytest.mark.parametrize("region", TABLES)
def test_an_error_value_in_a_table_is_named(hand, home, region):
    """A cell that shows #REF! is told, whatever column it stands in."""
    before = length(home)
    rows = [list(row) for row in hand.sheet.read(region).rows]
    block = hand.sheet.read(region)
    sheet = hand.book[PAGES[region]]
    sheet.cell(block.row + 3, block.column + 1).value = "#REF!"
    sheet.cell(block.row + 3, block.column + 1).data_type = "e"
    error = hand.declare_refused(region)
    assert error["code"] == "cell_error"
    assert f"{PAGES[region]}!{letters(block.column + 1)}{block.row + 3}" in error["ja"]
    assert (length(home), len(rows)) == (before, len(block.rows))


@pytest.mark.parametrize("region", TABLES)
def test_names_of_columns_pasted_over_stop_everything(hand, home, region):
    """Without its columns' names nothing of a table is read."""
    before = length(home)
    block = hand.sheet.read(region)
    hand.book[PAGES[region]].cell(block.row, block.column).value = "pasted"
    assert hand.declare_refused(region)["code"] in {"column_missing", "column_repeated"}
    assert length(home) == before


@pytest.mark.parametrize("seed", range(6))
def test_a_moved_table_is_read_all_the_same(apart, home, seed):
    """Rows deleted above it and columns exchanged with their names change nothing of what is recorded."""
    draw = Random(seed)  # noqa: S311 - a repeatable harm, no secret
    region = draw.choice(["HIKAE_MOVERS", "HIKAE_ROSTER"])
    head, *rows = apart.sheet.read(region).rows
    order = draw.sample(range(len(head)), len(head))
    apart.sheet.write({region: [[row[place] for place in order] for row in (head, *rows)]})
    apart.move_up(PAGES[region], 3)
    assert apart.declare(region)["said"]["en"].startswith("Recorded 0 of")
    assert length(home) == 37
