"""取込, 適用, 送信, 出力 of the contingency book on the example day: what each records, and what its pages then say."""

from datetime import datetime

import pytest
from contingency_desk import ContingencyDesk, at

from addin.app.desk_contingency import filling
from addin.app.plan_day import day_of_file, ruled
from addin.app.recorded_day import newest_day
from addin.books.built import BuiltSheet
from addin.books.regions import contingency as regions
from addin.functions.invoke import answer
from addin.store.journal import Journal
from calc.plan.clauses import book as rules
from workbooks.contingency import contingency_book

MOMENT = datetime.fromisoformat("2026-11-20T18:55:00+09:00")


@pytest.fixture
def desk(tmp_path, monkeypatch, log_in):
    """Return a desk at 18:55 of the example day, with nothing recorded yet."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    log_in(1)
    return ContingencyDesk(tmp_path / "home")


def test_import_takes_the_days_facts_into_the_record(desk):
    """After it the live cells answer; the book names day and entry."""
    said = desk.done("IMPORT")
    assert said["said"]["en"] == "Imported 2026-11-20: 30 facts"
    assert desk.kinds() == ["desk.imported"]
    assert desk.cell("HIKAE_IMPORTED") == "2026-11-20 #1"
    assert answer("CDS_PLAN_CLAUSE", ["margin", "2026-11-20T18:55:00+09:00"])["value"] == "CP-2.2.1"


def test_import_is_no_run_of_the_day(desk):
    """No figure was computed: what looks for a recorded run finds none."""
    desk.done("IMPORT")
    assert newest_day(desk.home) is None


def test_a_second_import_records_nothing_new(desk):
    """The same facts of the same folder are one entry."""
    desk.done("IMPORT")
    desk.done("IMPORT")
    assert desk.kinds() == ["desk.imported"]


def test_the_live_cells_say_what_the_command_says(desk, example_day):
    """Item by item at 18:55, with the day imported alone."""
    desk.done("IMPORT")
    document = ruled(day_of_file(example_day / "day.toml"), MOMENT).document
    for item, expected in document["items"].items():
        arguments = [item, "2026-11-20T18:55:00+09:00"]
        assert f" / {expected['applies']}" in answer("CDS_PLAN", arguments)["value"]
        assert answer("CDS_PLAN_UNTIL", arguments)["value"] == (expected["valid_until"] or "")
    (due, *_), coming = answer("CDS_PLAN_DUE", arguments[1:])["value"], document["next_cutoff"]
    assert due[1] == "CP-1.1.b.3"
    assert answer("CDS_PLAN_NEXT", arguments[1:])["value"] == coming["at"]


def test_a_folder_of_another_day_is_refused(desk):
    """The book's own date decides; nothing is recorded."""
    desk.put("HIKAE_DATE", 46345.0)
    assert (desk.refused("IMPORT")["code"], desk.kinds()) == ("folder_other_day", [])


def test_a_page_that_is_full_is_told_before_anything_is_recorded(desk):
    """Nothing is cut off silently: rows that a person added beyond the room stop the import."""
    for row in range(24, 40):
        desk.fill(regions.TOLD_GRID, row, participant=f"X{row}", role="証拠金業務担当者 margin_staff")
    for row in range(24):
        desk.fill(regions.TOLD_GRID, row, participant=f"Y{row}", role="証拠金業務担当者 margin_staff")
    assert (desk.refused("IMPORT")["code"], desk.kinds()) == ("region_full", [])


def test_every_clause_says_where_it_stands(desk):
    """All 86 in plan order with the tables' own numbers; those that bite are marked, as of the instant."""
    desk.done("IMPORT")
    rows = desk.rows("HIKAE_CLAUSES")
    assert [row["clause"] for row in rows] == list(rules().clauses)
    status = {row["clause"]: row["status"] for row in rows}
    assert status["CP-2.2.1"].startswith("◎ 適用中 証拠金等")
    assert status["CP-1.3.1"].startswith("◎ 一部に適用 7件")
    assert status["CP-2.1.R1"].startswith("✗ 超過 2件")
    assert status["BCP-4.3"] == "－"
    assert {row["at"] for row in rows} == {at("18:55:00")}


def test_apply_records_what_the_live_cells_rest_on(desk):
    """The day as imported and the facts declared since: three decisions, and the rulings as recorded."""
    desk.done("IMPORT")
    desk.tell(what="証拠金等の疑い解消 margin.confirmed", at=at("18:50:00"))
    desk.declare()
    desk.done("APPLY")
    assert desk.kinds()[-3:] == ["plan.ruled"] * 3
    margin = next(row for row in desk.rows("HIKAE_RULINGS") if row["item"].startswith("証拠金等"))
    assert margin["clause"] == answer("CDS_PLAN_CLAUSE", ["margin", "2026-11-20T18:55:00+09:00"])["value"]
    assert margin["clause"] == "CP-2.1.2.b"


def test_apply_rules_on_declared_facts_alone(desk):
    """Without any folder: what was declared is ruled on, and the handover says what that rests on."""
    desk.put("HIKAE_FOLDER", "")
    desk.tell(what="清算値段の算出障害 price.failed", at=at("16:05:00"))
    desk.declare()
    desk.done("APPLY")
    assert desk.cell("HIKAE_SHIFT_BASIS").startswith("▲ 日次事実の取込なし。控えの事実 1 件だけによる")
    assert "CP-1.3.1" in [row["clause"] for row in desk.rows("HIKAE_RULINGS")]


def test_apply_without_any_fact_is_refused(desk):
    """A ruling without facts would be a guess; the book stays as it was."""
    assert (desk.refused("APPLY")["code"], desk.kinds()) == ("plan_day_unrecorded", [])


def test_the_handover_tells_in_the_order_of_need(desk):
    """Next cut-off, what applies, what is owed with the overdue first, what is unconfirmed, what to watch."""
    desk.done("IMPORT")
    desk.done("APPLY")
    sections = [row["section"] for row in desk.rows("HIKAE_SHIFT")]
    assert sections == [
        "▶ 次の期限 next",
        "✗ パック未了 no pack",
        *["◎ 適用 applies"] * 3,
        *["✗ 超過 overdue"] * 4,
        "○ 未確認なし confirmed",
        *["▲ 見ること watch"] * 2,
    ]
    decide = next(row["what"] for row in desk.rows("HIKAE_SHIFT") if row["clause"] == "CP-2.2.R2")
    assert decide == f"判断 / decide\n{rules().clauses['CP-2.2.R2'].words.ja}"
    first = desk.rows("HIKAE_SHIFT")[0]
    assert (first["clause"], first["until"]) == ("CP-2.1.2.c", at("19:00:00"))


def test_the_handover_names_the_records_head_and_basis(desk):
    """Two people read number and hash to each other."""
    desk.done("IMPORT")
    desk.done("APPLY")
    with Journal(desk.home) as journal:
        last = journal.last()
    assert desk.cell("HIKAE_SHIFT_HEAD") == f"#{last.n} {last.hash[:12]}"
    pages = ("HIKAE_SHIFT_AT", "HIKAE_NOTICES_AT", "HIKAE_CLAUSES_AT")
    assert [desk.cell(page) for page in pages] == [at("18:55:00")] * 3
    assert desk.cell("HIKAE_SHIFT_BASIS").startswith("○ 記録 #1 の日次事実と、控えの事実 0 件による / by the day's")


def test_the_log_holds_the_days_entries_in_order(desk):
    """Number, kind in words, what it is about, by whom, how the hash begins; ticks and facts are told in words."""
    desk.done("IMPORT")
    desk.tell(what="参加者の障害 participant.outage", participant="P03", choice="direct", more="quotes")
    desk.declare()
    desk.fill(regions.TICKS, desk.row_where(regions.TICKS, item="CP-1.1/1"), initials="TY")
    desk.declare(regions.CHECKLISTS)
    desk.done("APPLY")
    rows = desk.rows("HIKAE_LOG")
    assert [row["n"] for row in rows] == [float(n) for n in range(1, 7)]
    assert [row["kind"] for row in rows[:3]] == ["取込 import", "事実 fact", "手順の実施 checklist item done"]
    assert rows[1]["what"] == "18:55:00 参加者の障害 participant's outage P03"
    assert (rows[2]["what"], rows[2]["who"]) == ("18:55:00 CP-1.1/1", "SK")
    assert desk.cell("HIKAE_LOG_MORE") == "－ 本日の控えすべて all of this day"


def test_the_log_tells_how_many_older_entries_it_does_not_show(desk, monkeypatch):
    """The newest stand in it; nothing is left out unsaid."""
    monkeypatch.setattr("addin.app.contingency_board.log_rows", lambda *_, **__: ([], 7))
    desk.done("IMPORT")
    assert desk.cell("HIKAE_LOG_MORE") == "他 7件（これより古い）/ +7 older"


def test_drafts_are_made_of_every_notice_that_is_ours_to_send(desk):
    """At 18:01 the notice that margin is not ready is due: one text in both languages, under its clause."""
    desk.look_at("18:01:00")
    desk.done("IMPORT")
    said = desk.done("SEND")
    (path,) = (desk.home / "out" / "2026-11-20").iterdir()
    assert path.name == "notice_CP-2.1.2.a_20261120.txt"
    text = path.read_text(encoding="utf-8")
    assert "18時時点で計算が完了していません" in text
    assert "not complete at 18:00" in text
    assert "控え record #1 " in text
    assert str(path.parent) in said["said"]["ja"]
    assert desk.facts() == []


def test_without_a_notice_that_is_due_no_draft_is_made(desk):
    """At 18:55 what is owed are contacts, of which there is no text; nothing is written."""
    desk.done("IMPORT")
    assert desk.refused("SEND")["code"] == "notices_none_due"
    assert not (desk.home / "out").exists()


def test_export_makes_the_page_that_needs_no_spreadsheet(desk):
    """Next cut-off first, then rulings and duties as `hikae plan` prints them, with the record's head."""
    desk.done("IMPORT")
    desk.done("EXPORT")
    (path,) = (desk.home / "out" / "2026-11-20").iterdir()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert path.name == "now_20261120_185500.txt"
    assert lines[0] == "今やること NOW  2026-11-20T18:55:00+09:00"
    assert lines[1].startswith("○ 記録 #1 の日次事実")
    assert lines[4].startswith("次の期限 19:00:00")
    assert any("✗" in line or "● 要対応" in line for line in lines)


def test_a_fresh_book_is_filled_without_any_record(tmp_path, example_day):
    """As `hikae build` does it: every page of the example day at the book's own instant, and no journal is made."""
    made = contingency_book()
    sheet = BuiltSheet(made, "contingency.xlsx")
    rows = filling(sheet, example_day, home=tmp_path / "none")
    sheet.write(rows)
    assert not (tmp_path / "none").exists()
    assert sheet.read("HIKAE_SHIFT_AT").cell == at("18:55:00")
    assert sheet.read("HIKAE_SHIFT_HEAD").cell == "－ 記録なし nothing recorded"
    assert sheet.read("HIKAE_SHIFT_BASIS").cell.startswith("▲ フォルダの事実")
    assert sheet.read("HIKAE_NOTICES").rows[1][0] == "✗ 超過 overdue"


def test_record_keeps_the_sheet_in_front(desk):
    """控え works in this book as in every other: the handover as it is shown goes into the record."""
    desk.done("IMPORT")
    desk.turn_to(regions.HANDOVER)
    desk.done("RECORD")
    assert desk.entries("sheet.recorded")[0]["sheet"] == regions.HANDOVER


def test_a_button_without_work_here_is_told(desk):
    """計算 belongs to other books."""
    assert desk.refused("CALCULATE")["code"] == "button_idle"
