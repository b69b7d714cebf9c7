"""The margin workbook of the example day in a real LibreOffice."""

import csv
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from addin.app.day.finish import finished_day
from addin.books.regions import report

EXAMPLE = Path(__file__).parents[2] / "workbooks" / "example-day"


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """Return the example day, run at 20:30."""
    folder = tmp_path_factory.mktemp("day")
    at = datetime.fromisoformat("2026-11-20T20:30:00+09:00")
    return finished_day(EXAMPLE, home=folder / "home", out=folder / "out", at=at, sets=(), tell=lambda _: None)


@pytest.fixture(scope="module")
def dump(office, day):
    """Return every cell as LibreOffice computes it."""
    return office.dump(day.out / "margin.xlsx")


def named_value(day, dump, name):
    """Return the value of the one cell behind a defined name."""
    book = openpyxl.load_workbook(day.out / "margin.xlsx")
    ((sheet, address),) = book.defined_names[name].destinations
    return dump["sheets"][sheet][address.replace("$", "").split(":")[0]]["value"]


def test_no_cell_of_the_margin_workbook_is_an_error(office, dump):
    """After a hard recalculation every sheet is there and no cell shows an error."""
    assert office.error_cells(dump) == {}
    assert {report.SUMMARY, report.MARGIN, report.COMPARE, report.PRICES} <= set(dump["sheets"])


def test_the_sheet_adds_up_to_what_the_upload_file_says(day, dump):
    """The native sums of LibreOffice equal the totals of requirements_upload.csv to the yen."""
    rows = list(csv.DictReader((day.out / "requirements_upload.csv").read_text(encoding="utf-8").splitlines()))
    total = sum(int(row["amount"]) for row in rows if row["component"] == "total")
    assert named_value(day, dump, report.TOTAL_IM) == total
    sheet = dump["sheets"][report.MARGIN]
    for row in rows:
        column = {"base": "D", "short_charge": "E", "bid_offer": "F", "total": "J"}.get(row["component"])
        place = next(cell[1:] for cell, held in sheet.items() if cell[0] == "A" and held["value"] == row["account"])
        assert column is None or sheet[f"{column}{place}"]["value"] == int(row["amount"])


def test_the_sheet_computes_the_wrong_accounts_difference_itself(dump):
    """P05H differs by the missing three billion in the first version and by nothing in the last."""
    sheet = dump["sheets"][report.COMPARE]
    row = next(cell[1:] for cell, content in sheet.items() if cell[0] == "A" and content["value"] == "P05H")
    assert sheet[f"F{row}"]["value"] == -3139105558
    assert sheet[f"I{row}"]["value"] == 0
    assert sheet[f"G{row}"]["value"].startswith("▲")


def test_the_applied_total_is_the_renotified_one(day, dump):
    """What applies adds up to the second version."""
    applied = sum(row.amount for row in day.result.plan.items["margin"].amounts if row.measure == "im")
    assert named_value(day, dump, report.TOTAL_APPLIED) == applied


def test_the_summary_prints_on_one_page_with_its_chart(office, day, tmp_path):
    """The workbook renders to pictures, and the first page carries more ink than its tables alone would."""
    pages = office.pictures(day.out / "margin.xlsx", tmp_path)
    assert len(pages) >= 6
    assert pages[0].stat().st_size > 30_000
