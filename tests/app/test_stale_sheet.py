"""A workbook of ours that is opened twice, or pasted back after a newer run, is not recorded as if it were today's."""

import pytest
from openpyxl import load_workbook

from addin.app.record_sheet import record_sheet
from addin.books.stamp import stamp_of
from addin.store.journal import Journal
from calc.outcome import RefusedError


def cells_of(out):
    """Return the first sheet of a written workbook as the button sends it."""
    sheet = load_workbook(out / "margin.xlsx").worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(max_row=40, values_only=True)]


def recorded(home, cells):
    """Return what becomes of the button: the entry's kind, or the code of the refusal."""
    with Journal(home) as journal:
        try:
            return record_sheet(journal, title="margin.xlsx", sheet="総括", cells=cells).kind
        except RefusedError as refused:
            return refused.findings[0].code


def test_the_newest_workbook_is_recorded(run_day, tmp_path):
    """Its sheets are evidence, once however often the button is pressed, also after a run that finds nothing new."""
    run_day()
    cells = cells_of(tmp_path / "out")
    assert recorded(tmp_path / "home", cells) == "sheet.recorded"
    assert recorded(tmp_path / "home", cells) == "sheet.recorded"
    run_day()
    assert recorded(tmp_path / "home", cells) == "sheet.recorded"


def test_an_older_workbook_is_refused_after_a_newer_run(run_day, tmp_path):
    """Another instant of the same day makes the sheets of the first run stale; the newer ones are recorded."""
    run_day("18:55:00", out="early")
    run_day("20:30:00")
    assert recorded(tmp_path / "home", cells_of(tmp_path / "early")) == "sheet_stale"
    assert recorded(tmp_path / "home", cells_of(tmp_path / "out")) == "sheet.recorded"


def test_a_workbook_of_changed_inputs_is_stale_too(run_day, folder, tmp_path):
    """The same instant computed again from other positions makes the first sheets stale."""
    run_day(out="first")
    positions = folder / "positions.csv"
    lines = positions.read_text(encoding="utf-8").splitlines(keepends=True)
    positions.write_text("".join(lines[:-1]), encoding="utf-8")
    run_day()
    assert recorded(tmp_path / "home", cells_of(tmp_path / "first")) == "sheet_stale"


def test_a_workbook_of_another_record_is_refused(run_day, tmp_path):
    """A sheet made from the record of another home never becomes evidence in this one."""
    run_day(home="theirs", out="theirs-out")
    run_day("18:55:00")
    assert recorded(tmp_path / "home", cells_of(tmp_path / "theirs-out")) == "sheet_foreign"


def test_a_sheet_of_ones_own_has_no_stamp(tmp_path):
    """What a person typed is recorded as before."""
    (tmp_path / "home").mkdir()
    assert recorded(tmp_path / "home", [["業務日 business date"], [1.5]]) == "sheet.recorded"


@pytest.mark.parametrize("text", ["", "業務日 business date 2026-11-20", "記録 record 0123456789ab", 4.0])
def test_only_the_whole_line_is_a_stamp(text):
    """A part of it, or a number, says nothing."""
    assert stamp_of([text]) is None
