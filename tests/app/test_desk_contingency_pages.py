"""宣言 on the other pages: ticks, notices, who was told and contacts, each with the sheet in front, all or none."""

import pytest
from contingency_desk import ContingencyDesk, at

from addin.app.continuity_contacts import contacts
from addin.app.plan_basis import facts_of
from addin.books.regions.contingency import (
    CHECKLISTS,
    CLAUSES,
    CONTACT_LIST,
    CONTACTS,
    NOTICE_BOARD,
    NOTICES,
    TICKS,
    TOLD,
    TOLD_GRID,
)
from addin.functions.invoke import answer
from addin.now import now
from addin.store.journal import Journal

MARGIN = "証拠金業務担当者 margin_staff"


@pytest.fixture
def desk(tmp_path, monkeypatch, log_in):
    """Return a desk at 18:55 with the example day imported."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    log_in(1)
    made = ContingencyDesk(tmp_path / "home")
    made.done("IMPORT")
    return made


def test_a_tick_is_recorded_with_time_and_initials(desk):
    """A time that is given stays; initials alone mean now; both are then shown with the entry's number."""
    first, second = (desk.row_where(TICKS, item=code) for code in ("CP-2/1", "CP-2/3"))
    desk.fill(TICKS, first, done_at=at("18:02:00"), initials="TY")
    desk.fill(TICKS, second, initials="SK")
    desk.declare(CHECKLISTS)
    assert [(each["item"], each["at"][11:19], each["by"]) for each in desk.entries("checklist.ticked")] == [
        ("CP-2/1", "18:02:00", "TY"),
        ("CP-2/3", "18:55:00", "SK"),
    ]
    shown = desk.line(TICKS, second)
    assert (shown["done_at"], shown["state"]) == (at("18:55:00"), "○ 記録済 recorded #3")


def test_a_time_alone_is_ticked_by_whoever_presses(desk):
    """The initials of the desk stand for a row without any."""
    row = desk.row_where(TICKS, item="shift/1")
    desk.fill(TICKS, row, done_at=at("18:50:00"))
    desk.declare(CHECKLISTS)
    assert desk.line(TICKS, row)["initials"] == "SK"


def test_a_tick_pressed_twice_is_one_entry(desk):
    """The row keeps its time, so that it is the same tick."""
    desk.fill(TICKS, desk.row_where(TICKS, item="CP-2/1"), initials="TY")
    desk.declare(CHECKLISTS)
    assert desk.declare(CHECKLISTS)["said"]["en"] == "0 checklist items recorded; 1 already there"
    assert len(desk.entries("checklist.ticked")) == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"item": "CP-9/1", "initials": "SK"}, "tick_item_unknown"),
        ({"initials": "Tanaka"}, "initials_refused"),
        ({"done_at": at("19:00:00")}, "declare_ahead"),
        ({"item": "", "initials": "SK"}, "tick_item_unknown"),
    ],
)
def test_a_wrong_tick_names_its_cell_and_none_is_recorded(desk, cells, code):
    """A right one above it waits, too."""
    good, bad = (desk.row_where(TICKS, item=item) for item in ("CP-2/1", "CP-2/2"))
    desk.fill(TICKS, good, initials="TY")
    desk.fill(TICKS, bad, **cells)
    error = desk.declare_refused(CHECKLISTS)
    assert (error["code"], "手順 Checklists!" in error["ja"]) == (code, True)
    assert desk.entries("checklist.ticked") == []


def test_open_notices_stand_before_those_that_went_out(desk):
    """At 18:55 two margin staff are still to be told, overdue; below them what went out, the newest first."""
    rows = desk.rows(NOTICE_BOARD.name)
    assert [(row["state"], row["clause"], row["participant"]) for row in rows[:3]] == [
        ("✗ 超過 overdue", "CP-2.1.R1", "P06"),
        ("✗ 超過 overdue", "CP-2.1.R1", "P08"),
        ("○ 済 sent", "CP-2.2.1", ""),
    ]
    sent = [row["sent_at"] for row in rows[2:]]
    assert sent == sorted(sent, reverse=True)


def test_a_notice_with_its_time_is_a_fact_and_leaves_the_duties(desk):
    """The row shows its number; the live cell no longer asks for it."""
    row = desk.row_where(NOTICE_BOARD, participant="P06", state="✗ 超過 overdue")
    desk.fill(NOTICE_BOARD, row, sent_at=at("18:48:00"))
    desk.declare(NOTICES)
    details = {"clause": "CP-2.1.R1", "channel": "separate_contact", "participant": "P06"}
    assert desk.facts() == [("notice.sent", details)]
    shown = desk.line(NOTICE_BOARD, row)
    assert (shown["state"], shown["recorded"].rstrip("0123456789")) == ("○ 済 sent", "○ 記録済 recorded #")
    due = answer("CDS_PLAN_DUE", ["2026-11-20T18:55:00+09:00"])["value"]
    assert not any("P06" in each[2] for each in due)


def test_a_notice_to_wait_for_is_received(tmp_path, monkeypatch, log_in):
    """On a participant's side JSCC's notice comes in: the fact says received, not sent."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    log_in(1)
    made = ContingencyDesk(tmp_path / "home")
    made.look_at("18:05:00")
    made.put("HIKAE_FOLDER", str(_own_day(tmp_path)))
    made.done("IMPORT")
    row = made.row_where(NOTICE_BOARD, clause="CP-2.1.2.a", state="▲ 待ち expected")
    made.fill(NOTICE_BOARD, row, sent_at=at("18:04:00"))
    made.declare(NOTICES)
    assert made.facts() == [("notice.received", {"clause": "CP-2.1.2.a", "channel": "information_list"})]


def _own_day(tmp_path):
    """Return a folder with a participant's day file alone."""
    folder = tmp_path / "own"
    folder.mkdir()
    text = 'business_date = 2026-11-20\nrole = "participant"\nparticipants = ["P01"]\n'
    (folder / "day.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_row_that_nobody_expects_is_refused(desk):
    """A clause overwritten in the list is told at its cell; nothing is recorded."""
    row = desk.row_where(NOTICE_BOARD, participant="P06", state="✗ 超過 overdue")
    desk.fill(NOTICE_BOARD, row, sent_at=at("18:48:00"), clause="CP-1.3.3")
    error = desk.declare_refused(NOTICES)
    assert (error["code"], "連絡 Notices!C" in error["ja"], desk.facts()) == ("notice_row_changed", True, [])


def test_what_went_out_already_is_not_sent_again(desk):
    """The times of the notices that the day's facts tell of are no new ones."""
    assert desk.declare_refused(NOTICES)["code"] == "declare_nothing"


def test_what_was_typed_beside_a_notice_stays_when_the_list_is_renewed(desk):
    """適用 makes the list anew; a time that is not recorded yet is still beside its notice."""
    row = desk.row_where(NOTICE_BOARD, participant="P08", state="✗ 超過 overdue")
    desk.fill(NOTICE_BOARD, row, sent_at=at("18:48:00"), initials="TY")
    desk.done("APPLY")
    shown = desk.line(NOTICE_BOARD, desk.row_where(NOTICE_BOARD, participant="P08", state="✗ 超過 overdue"))
    assert (shown["sent_at"], shown["initials"]) == (at("18:48:00"), "TY")


def test_the_grid_knows_whom_the_days_facts_have_reached(desk):
    """Eight participants with two roles each; the times stand under separate contact."""
    rows = desk.rows(TOLD_GRID.name)
    assert len(rows) == 16
    reached = {(row["participant"], row["role"].split()[-1]): row["separate_contact"] for row in rows}
    assert reached["P01", "settlement_price_staff"] == pytest.approx(at("16:14:00"))
    assert [who for who, time in reached.items() if time == ""] == [("P06", "margin_staff"), ("P08", "margin_staff")]


def test_a_time_in_the_grid_is_a_contact_and_the_plans_separate_contact(desk):
    """A telephone call to the margin staff of P06 closes the duty of CP-2.1.R1; the row shows its number."""
    row = desk.row_where(TOLD_GRID, participant="P06", role=MARGIN)
    desk.fill(TOLD_GRID, row, telephone=at("18:49:00"), initials="TY")
    desk.declare(TOLD)
    (told,) = desk.entries("contact.told")
    assert (told["participant"], told["role"], told["means"], told["by"]) == ("P06", "margin_staff", "telephone", "TY")
    details = {"clause": "CP-2.1.R1", "channel": "separate_contact", "participant": "P06"}
    assert desk.facts() == [("notice.sent", details)]
    assert desk.line(TOLD_GRID, row)["recorded"] == "○ 記録済 recorded #2"


def test_a_list_that_all_read_is_no_separate_contact(desk):
    """The Information List reaches everybody, and says nothing of this role's contact."""
    row = desk.row_where(TOLD_GRID, participant="P06", role=MARGIN)
    desk.fill(TOLD_GRID, row, information_list=at("18:49:00"))
    desk.declare(TOLD)
    assert (len(desk.entries("contact.told")), desk.facts()) == (1, [])


def test_the_grid_tells_a_contact_once(desk):
    """Pressed again, or with a second means, the separate contact is not said twice."""
    row = desk.row_where(TOLD_GRID, participant="P06", role=MARGIN)
    desk.fill(TOLD_GRID, row, telephone=at("18:49:00"))
    desk.declare(TOLD)
    assert desk.declare_refused(TOLD)["code"] == "declare_nothing"
    desk.fill(TOLD_GRID, row, email=at("18:51:00"))
    desk.declare(TOLD)
    assert (len(desk.entries("contact.told")), len(desk.facts())) == (2, 1)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"participant": "", "role": MARGIN, "fax": at("18:00:00")}, "told_participant_missing"),
        ({"participant": "P99", "role": "somebody", "fax": at("18:00:00")}, "told_role_unknown"),
        ({"participant": "P99", "role": MARGIN, "fax": at("18:56:00")}, "declare_ahead"),
        ({"participant": "P99", "role": MARGIN, "fax": at("18:00:00"), "initials": "x"}, "initials_refused"),
    ],
)
def test_a_wrong_row_of_the_grid_names_its_cell(desk, cells, code):
    """Nothing of the press is recorded."""
    desk.fill(TOLD_GRID, 20, **cells)
    error = desk.declare_refused(TOLD)
    assert (error["code"], "周知 Told!" in error["ja"]) == (code, True)
    assert desk.entries("contact.told") == []


def test_the_grid_serves_a_desk_without_a_day(tmp_path, monkeypatch, log_in):
    """Rows that a person writes are recorded although nothing else is known of the day."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "bare"))
    log_in(1)
    made = ContingencyDesk(tmp_path / "bare")
    made.fill(TOLD_GRID, 0, participant="P07", role=MARGIN, telephone=at("18:30:00"))
    made.declare(TOLD)
    assert made.kinds() == ["contact.told", "fact.recorded"]


def test_the_contacts_begin_with_the_plans_own(desk):
    """JSCC and the vendor as the plan names them, never verified here, then every role of every participant."""
    rows = desk.rows(CONTACT_LIST.name)
    assert (rows[0]["landline"], rows[0]["verified"]) == ("03-3665-1405", "")
    assert rows[1]["name"] == "Markit Group Limited"
    assert len(rows) == 2 + 16
    assert rows[2]["name"] == "P01 清算値段業務担当者"


def test_a_contact_goes_into_the_one_register(desk):
    """What this book keeps is what the continuity book's register holds."""
    row = desk.row_where(CONTACT_LIST, name="P07 証拠金業務担当者")
    desk.fill(CONTACT_LIST, row, mobile="090-0000-0007", verified=46345.0)
    desk.declare(CONTACTS)
    with Journal(desk.home) as journal:
        held = {each.name: each for each in contacts(journal, at=now())}
    kept = held["P07 証拠金業務担当者"]
    assert (kept.role, kept.means, kept.verified.isoformat()) == (
        "participant",
        {"mobile": "090-0000-0007"},
        "2026-11-19",
    )
    assert desk.line(CONTACT_LIST, row)["recorded"].startswith("○ 記録済 recorded #")


def test_a_contact_recorded_once_is_shown_by_the_next_import(desk):
    """The register comes back; a second press of the same adds nothing."""
    row = desk.row_where(CONTACT_LIST, name="P07 証拠金業務担当者")
    desk.fill(CONTACT_LIST, row, mobile="090-0000-0007")
    desk.declare(CONTACTS)
    kept = len(desk.entries("continuity.contact"))
    desk.declare(CONTACTS)
    assert len(desk.entries("continuity.contact")) == kept
    desk.done("IMPORT")
    shown = desk.line(CONTACT_LIST, desk.row_where(CONTACT_LIST, name="P07 証拠金業務担当者"))
    assert shown["mobile"] == "090-0000-0007"


def test_a_contact_that_is_typed_stays_when_the_list_is_renewed(desk):
    """適用 writes the register; what is not recorded yet is not lost by it."""
    desk.fill(CONTACT_LIST, 30, name="P99 夜間", role="participant", mobile="090")
    desk.done("APPLY")
    assert desk.line(CONTACT_LIST, desk.row_where(CONTACT_LIST, name="P99 夜間"))["mobile"] == "090"


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"name": "", "mobile": "1"}, "continuity_blank", "A"),
        ({"name": "X", "mobile": "1", "role": "friend"}, "continuity_word", "B"),
        ({"name": "X", "mobile": "1", "verified": "soon"}, "date_unreadable", "I"),
    ],
)
def test_a_wrong_contact_names_its_cell(desk, cells, code, column):
    """Nothing of the press is kept."""
    desk.fill(CONTACT_LIST, 30, **{"role": "participant", **cells})
    error = desk.declare_refused(CONTACTS)
    assert (error["code"], f"連絡先 Contacts!{column}40" in error["ja"]) == (code, True), error
    assert desk.entries("continuity.contact") == []


def test_a_page_without_a_form_is_told_the_others(desk):
    """With a page in front that nobody fills, the refusal names those that can be declared."""
    error = desk.declare_refused(CLAUSES)
    assert (error["code"], CHECKLISTS in error["ja"]) == ("declare_page", True)


def test_a_fact_of_the_grid_is_known_beside_the_day(desk):
    """The facts of the date hold it, once."""
    row = desk.row_where(TOLD_GRID, participant="P08", role=MARGIN)
    desk.fill(TOLD_GRID, row, separate_contact=at("18:50:00"))
    desk.declare(TOLD)
    told = [fact for fact in facts_of(desk.home, now().date().replace(2026, 11, 20)) if fact.what == "notice.sent"]
    assert [fact.at.hour for fact in told if fact.details.get("participant") == "P08"][-1] == 18
