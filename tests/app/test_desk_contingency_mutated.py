"""Forms as people leave them: after any harm what was written is recorded as it stands or told at its cell."""

import os
from random import Random

import pytest
from contingency_desk import ContingencyDesk, at
from openpyxl.styles import PatternFill

from addin.books.regions.contingency import (
    CHECKLISTS,
    CONTACT_LIST,
    CONTACTS,
    DECLARE,
    DECLARED,
    NOTICE_BOARD,
    NOTICES,
    TICKS,
    TOLD,
    TOLD_GRID,
)
from addin.store.journal import Journal

pytestmark = pytest.mark.sampled

SEEDS = range(6 if os.environ.get("HIKAE_LONG") else 2)
FORMS = {
    DECLARE: (DECLARED, {"what": "清算値段の算出障害 price.failed", "names": "ITXJS3705"}),
    CHECKLISTS: (TICKS, {"item": "CP-2/1", "initials": "TY"}),
    NOTICES: (NOTICE_BOARD, {"sent_at": at("18:50:00")}),
    TOLD: (TOLD_GRID, {"participant": "P06", "role": "証拠金業務担当者 margin_staff", "fax": at("18:50:00")}),
    CONTACTS: (CONTACT_LIST, {"name": "P01 夜間", "role": "participant", "mobile": "090"}),
}
TIMES = {DECLARE: "at", CHECKLISTS: "done_at", NOTICES: "sent_at", TOLD: "fax"}
every_form = pytest.mark.parametrize("sheet", list(FORMS))


@pytest.fixture
def desk(tmp_path, monkeypatch, log_in):
    """Return a desk with the example day imported."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    log_in(1)
    made = ContingencyDesk(tmp_path / "home")
    made.done("IMPORT")
    return made


def written(desk, sheet, **more):
    """Fill one good row into a form; returns its number."""
    region, cells = FORMS[sheet]
    row = {NOTICES: 0, TOLD: 25, CONTACTS: 40}.get(sheet, 1)
    desk.fill(region, row, **{**cells, **more})
    return row


def counted(desk):
    """Return how much the record holds."""
    with Journal(desk.home) as journal:
        return len(list(journal.entries()))


@every_form
def test_a_row_deleted_above_moves_nothing_into_another_column(desk, sheet):
    """The region follows its name: the row that was written is the one recorded, and its state stands beside it."""
    row = written(desk, sheet)
    desk.move_up(sheet, 3)
    before = counted(desk)
    desk.declare(sheet)
    assert counted(desk) > before
    region = FORMS[sheet][0]
    column = "state" if "state" in region.columns and sheet != NOTICES else "recorded"
    assert desk.line(region, row)[column].startswith("○ 記録済 recorded #")


@every_form
def test_columns_in_another_order_are_read_by_their_names(desk, sheet):
    """Two columns changed places, head and all: what is recorded is the same."""
    written(desk, sheet)
    region = FORMS[sheet][0]
    rows = [list(row) for row in desk.sheet.read(region.name).rows]
    for row in rows:
        row[1], row[-2] = row[-2], row[1]
    desk.sheet.write({region.name: rows})
    desk.declare(sheet)
    bodies = [body for body in desk.entries() if body.get("initials")]
    assert bodies
    assert "CP-2/1" in str(bodies) or sheet != CHECKLISTS
    assert "ITXJS3705" in str(bodies) or sheet != DECLARE
    assert "P06" in str(bodies) or sheet not in {TOLD, NOTICES}


@every_form
def test_a_column_without_its_name_is_told(desk, sheet):
    """Nothing is guessed from where a cell stands."""
    written(desk, sheet)
    region = FORMS[sheet][0]
    rows = [list(row) for row in desk.sheet.read(region.name).rows]
    rows[0][2] = "?"
    desk.sheet.write({region.name: rows})
    before = counted(desk)
    assert (desk.declare_refused(sheet)["code"], counted(desk)) == ("column_missing", before)


@every_form
@pytest.mark.parametrize("seed", SEEDS)
def test_an_error_value_is_told_at_its_cell(desk, sheet, seed):
    """An error anywhere in the form stops the press; the finding names the cell."""
    written(desk, sheet)
    region, draw = FORMS[sheet][0], Random(seed)  # noqa: S311 - a repeatable harm, no secret
    row, name = draw.randrange(region.rows), draw.choice(region.columns)
    desk.fill(region, row, **{name: {"error": draw.choice(["#N/A", "#REF!", "#DIV/0!"])}})
    before, error = counted(desk), desk.declare_refused(sheet)
    assert (error["code"], f"{sheet}!" in error["ja"], counted(desk)) == ("cell_error", True, before)


@pytest.mark.parametrize("sheet", list(TIMES))
@pytest.mark.parametrize("text", ["soon", "25:00", "18時", -3.0, "2026-11-20 18:00"])
def test_a_time_that_is_none_is_told_at_its_cell(desk, sheet, text):
    """It is neither left out nor taken for now."""
    written(desk, sheet, **{TIMES[sheet]: text})
    before, error = counted(desk), desk.declare_refused(sheet)
    assert (error["code"], f"{sheet}!" in error["ja"], counted(desk)) == ("instant_unreadable", True, before)


@every_form
def test_a_form_whose_name_is_gone_is_told(desk, sheet):
    """The region's name was deleted: the book says which one, and how to get it back."""
    written(desk, sheet)
    desk.drop(FORMS[sheet][0].name)
    before, error = counted(desk), desk.declare_refused(sheet)
    assert (error["code"], FORMS[sheet][0].name in error["ja"], counted(desk)) == ("region_missing", True, before)


@every_form
def test_a_renamed_sheet_is_told_the_names_it_should_have(desk, sheet):
    """Which form is in front is known by its title; another title records nothing."""
    written(desk, sheet)
    desk.book[sheet].title = "Sheet1"
    before, error = counted(desk), desk.declare_refused("Sheet1")
    assert (error["code"], sheet in error["ja"], counted(desk)) == ("declare_page", True, before)


@every_form
def test_looks_and_added_sheets_change_nothing(desk, sheet):
    """A wider column, a colour, a sheet of one's own: the same is recorded."""
    written(desk, sheet)
    page = desk.book[sheet]
    page.column_dimensions["A"].width = 60
    page["A1"].fill = PatternFill("solid", start_color="FF0000")
    desk.book.create_sheet("mine")["A1"] = "own notes"
    before = counted(desk)
    desk.declare(sheet)
    assert counted(desk) > before


@pytest.mark.parametrize("seed", SEEDS)
def test_lines_in_any_order_are_the_same_facts(desk, seed):
    """A form sorted by its own columns is read row by row as it stands."""
    whats = ["OTC端末の障害 otc.failed", "清算値段の算出障害 price.failed", "CMF端末の復旧 cmf.recovered"]
    rows = list(enumerate(whats))
    Random(seed).shuffle(rows)  # noqa: S311 - a repeatable order, no secret
    for place, (_, what) in enumerate(rows):
        desk.tell(place, what=what)
    desk.declare()
    assert sorted(what for what, _ in desk.facts()) == ["cmf.recovered", "otc.failed", "price.failed"]
    assert [desk.line(DECLARED, place)["what"] for place in range(3)] == [what for _, what in rows]


def test_an_office_that_does_not_write_loses_no_fact(desk, monkeypatch):
    """Recorded first, shown after: where the cells could not be written, the next press shows the same number."""
    desk.tell(what="OTC端末の障害 otc.failed", at=at("18:30:00"))
    monkeypatch.setattr(desk.sheet, "write", lambda *_: (_ for _ in ()).throw(OSError("gone")))
    assert "error" in desk.press("DECLARE")
    monkeypatch.undo()
    monkeypatch.setenv("HIKAE_HOME", str(desk.home))
    assert [what for what, _ in desk.facts()] == ["otc.failed"]
    desk.put("HIKAE_INITIALS", "SK")
    desk.declare()
    assert ([what for what, _ in desk.facts()], desk.line(DECLARED, 0)["state"]) == (
        ["otc.failed"],
        "○ 記録済 recorded #2",
    )
