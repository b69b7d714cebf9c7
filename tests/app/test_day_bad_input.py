import io
import shutil
import zipfile

import openpyxl
import pytest

from calc.outcome import RefusedError
from calc.text.wording import words


def codes(done):
    return {each.code for each in done.result.findings}


def states(done):
    return {step.name: step.state for step in done.result.steps}


def changed(path, old, new, times=1):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


TABLES = ("instruments", "accounts", "positions", "curves", "history", "constituents", "vendor_prices", "quotes")


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_stops_what_needs_it_and_nothing_else(run_day, folder, name):
    """An empty file is a finding that names it, and the day still rules, records and writes."""
    (folder / f"{name}.csv").write_bytes(b"")
    done = run_day()
    assert ("file_empty", f"{name}.csv") in {(each.code, each.place.source) for each in done.result.findings}
    assert states(done)["rule"] == "done"
    assert states(done)["write"] in {"done", "partial"}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_not_there_is_named(run_day, folder, name):
    """A missing file is a finding that says which one to put there."""
    (folder / f"{name}.csv").unlink()
    assert ("file_missing", f"{name}.csv") in {(each.code, each.place.source) for each in run_day().result.findings}


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("positions.csv", "P01H,ITXJS3605,", "P01H,ITXJS9999,", "instrument_unknown"),
        ("positions.csv", "P01H,ITXJS3605,", "P99H,ITXJS3605,", "account_unknown"),
        ("positions.csv", "P01H,ITXJS3605,-", "P01H,ITXJS3605,nan", "number_character"),
        ("positions.csv", "P01H,ITXJS3605,-", "P01H,ITXJS3605,百億", "number_character"),
        ("positions.csv", "P01H,ITXJS3605,", "P01H,ITXJS3605,1,", "row_shape"),
        ("positions.csv", "account,instrument", "account,銘柄", "column_missing"),
        ("instruments.csv", ",100,0.35,0.975,", ",100,1.35,0.975,", "recovery_range"),
        ("instruments.csv", "ITXJS3705,ITRAXXJP", "ITXJS3605,ITRAXXJP", "key_repeated"),
        ("history.csv", "2023-09-21,", "2023-09-23,", "date_closed"),
        ("history.csv", "2023-09-21,", "2023-09-20,", "history_unordered"),
        ("vendor_prices.csv", "28.25", "inf", "number_character"),
        ("vendor_prices.csv", "28.25,2026-11-20", "28.25,2026-11-19", "price_of_another_day"),
        ("curves.csv", "JPY-TONA,2026-11-20,deposit,1M", "JPY-TONA,2026-11-20,deposit,1Q", "curve_tenor"),
        ("accounts.csv", "P01H,P01,house", "P01H,P01,own", "choice_refused"),
    ],
)
def test_a_bad_cell_is_told_with_its_code_and_the_rest_goes_on(run_day, folder, name, old, new, code):
    """Every bad cell gives its finding in both languages, and the day runs to its end."""
    changed(folder / name, old, new)
    done = run_day()
    told = [each for each in done.result.findings if each.code == code]
    assert told
    assert all(words(each).ja and words(each).en for each in told)
    assert states(done)["write"] in {"done", "partial"}


def test_a_file_in_another_encoding_is_refused_by_name(run_day, folder):
    """Shift_JIS text is not guessed at: the finding says which file and where."""
    path = folder / "instruments.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Name 001", "単名").encode("cp932"))
    assert "encoding_refused" in codes(run_day())


def test_an_account_with_a_bad_position_is_not_computed_from_the_rest(run_day, folder):
    """A half-read account has no requirement at all, and the others have theirs."""
    changed(folder / "positions.csv", "P01H,ITXJS3605,-", "P01H,ITXJS3605,x")
    done = run_day()
    computed = {each.account for each in done.result.margin.requirements}
    assert "P01H" not in computed
    assert len(computed) == 12
    verdict = {row.account: row.verdict.value for row in done.result.comparisons[2] if row.measure == "im"}
    assert verdict["P01H"] == "cannot_check"


def test_a_short_history_stops_margin_only(run_day, folder):
    """759 days are too few for margin, while prices and rulings stand."""
    path = folder / "history.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + "".join(lines[-759:]), encoding="utf-8")
    done = run_day()
    assert "history_short" in codes(done)
    assert states(done)["margin"] == "stopped"
    assert states(done)["rule"] == "done"


def test_earlier_results_stay_when_a_step_is_stopped(run_day, folder):
    """A requirements file of an earlier run is left whole when this run cannot compute one."""
    before = (run_day().out / "requirements_upload.csv").read_bytes()
    (folder / "positions.csv").write_bytes(b"")
    done = run_day()
    assert states(done)["margin"] == "stopped"
    assert (done.out / "requirements_upload.csv").read_bytes() == before


def test_a_business_date_on_a_holiday_is_refused(run_day, folder):
    """Monday 23 November 2026 is a holiday, so no day can be run on it."""
    changed(folder / "day.toml", "business_date = 2026-11-20", "business_date = 2026-11-23")
    with pytest.raises(RefusedError):
        run_day()


def test_a_table_may_be_a_workbook(run_day, folder):
    """Positions as .xlsx give the requirements that the same positions as CSV give."""
    plain = [each.total for each in run_day().result.margin.requirements]
    to_workbook(folder / "positions.csv")
    assert [each.total for each in run_day().result.margin.requirements] == plain


def to_workbook(path):
    book = openpyxl.Workbook()
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split(",")
        book.active.append([int(cell) if cell.lstrip("-").isdigit() else cell for cell in cells])
    book.save(path.with_suffix(".xlsx"))
    path.unlink()


def repacked(path, change):
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    path.write_bytes(out.getvalue())


def test_a_workbook_with_a_document_type_is_refused(run_day, folder):
    """A workbook that declares entities is never parsed."""
    to_workbook(folder / "positions.csv")
    dtd = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
    part = "xl/worksheets/sheet1.xml"
    repacked(folder / "positions.xlsx", lambda name, data: dtd + data if name == part else data)
    done = run_day()
    assert "xlsx_unsafe" in codes(done)
    assert states(done)["margin"] == "stopped"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(run_day, folder):
    """A part that unpacks more than a hundred to one stops the table, not the program."""
    to_workbook(folder / "positions.csv")
    part = "xl/worksheets/sheet1.xml"
    repacked(folder / "positions.xlsx", lambda name, data: b" " * 60_000_000 + data if name == part else data)
    assert "xlsx_unsafe" in codes(run_day())


def test_an_unreadable_facts_file_stops_the_day_before_anything_is_written(run_day, folder, tmp_path):
    """Without facts there is nothing to rule on: refused, nothing recorded, nothing written."""
    (folder / "day.toml").write_text("business_date = 2026-11-20\n[[fact]]\nwhat = ", encoding="utf-8")
    with pytest.raises(RefusedError):
        run_day()
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_refused(run_day, folder):
    """A missing day folder is told by its path."""
    shutil.rmtree(folder)
    with pytest.raises(RefusedError):
        run_day()
