"""The quotes book in a real LibreOffice without the add-in: what is the sheet's own still reads, and says so."""

import json
from datetime import datetime

import openpyxl
import pytest
from pressed_book import PressedBook

from addin.books.style import saved
from workbooks.quotes import quotes_book

QUOTED, LATE = 46346 + 15.5 / 24, 46346 + 20.5 / 24  # the vendor's prices come in between
QUOTES, PRICES, PLAN = "気配値 Quotes", "清算値段 Prices", "適用 Plan"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Return the book as 取込, 確認 and 計算 leave it, with one quote changed after its check."""
    folder = tmp_path_factory.mktemp("quotes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", str(folder / "home"))
        pressed = PressedBook()
        for button in ("IMPORT", "CHECK", "CALCULATE", "APPLY"):
            pressed.put("HIKAE_AT", LATE if button == "CALCULATE" else QUOTED)
            pressed.done(button)
    filled = quotes_book()  # with its looks, which a copy has not
    for sheet in filled.worksheets:
        for row in pressed.book[sheet.title].iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    sheet[cell.coordinate].value = cell.value
    filled[QUOTES]["C17"] = 29.5
    filled[QUOTES]["E5"] = 46346.7
    filled[QUOTES]["E8"] = None  # no instant is fixed any more: time passes by the clock
    (folder / "quotes.xlsx").write_bytes(saved(filled))
    return folder / "quotes.xlsx"


@pytest.fixture(scope="module")
def dump(plain, file):
    """Return every cell as LibreOffice computes it, and the book as it saves it."""
    return plain.dump(file, save=file.with_name("saved.xlsx"))


def value(dump, address, sheet=QUOTES):
    return dump["sheets"][sheet].get(address, {}).get("value", "")


def test_only_live_cells_are_errors_without_the_add_in(plain, dump):
    """Every cell that shows an error is one whose formula names the engine's functions."""
    for where in plain.error_cells(dump):
        sheet, _, address = where.rpartition("!")
        assert "CDS_" in dump["sheets"][sheet][address]["formula"].upper()


def test_most_formulas_read_without_the_add_in(dump):
    """At least half of all formulas have a value."""
    formulas = [cell for cells in dump["sheets"].values() for cell in cells.values() if cell["formula"].startswith("=")]
    assert sum(not cell["error"] for cell in formulas) >= len(formulas) / 2


def test_the_status_says_that_the_add_in_is_missing(dump):
    """In both languages, on the entry page and on the first page."""
    said = "アドインがありません / add-in is missing"
    assert (value(dump, "A3"), value(dump, "B3", "説明 About")) == (said, said)
    assert value(dump, "E4", "説明 About") == "－ 不明 unknown"


def test_a_checked_row_shows_its_state(dump):
    """The state stands beside the quote for which it was found."""
    assert value(dump, "A16") == "○ 可 good"


def test_a_changed_row_is_not_checked_any_more(dump):
    """A quote changed after its check loses its state by the sheet's own formula."""
    assert value(dump, "A17") == "－ 未点検 not checked"


def test_the_sheet_computes_mid_yesterday_and_change(dump):
    """Mid and change are differences of what stands in the row."""
    assert value(dump, "G16") == pytest.approx((27.12 + 31.12) / 2)
    assert value(dump, "H16") == pytest.approx(27.2)
    assert value(dump, "I16") == pytest.approx((27.12 + 31.12) / 2 - 27.2)


def test_the_control_totals_are_the_sums_of_the_columns(dump):
    """Count, bids and offers as they are read out."""
    bids = [value(dump, f"C{row}") for row in range(16, 96)]
    assert value(dump, "B12") == sum(isinstance(bid, float) for bid in bids) == 58
    assert value(dump, "C12") == pytest.approx(sum(bid for bid in bids if bid != ""))


def test_an_old_as_of_is_called_stale(dump):
    """More than 90 seconds behind the clock the words change, and the plan page repeats them."""
    assert value(dump, "E7") == value(dump, "G8", PLAN) == "▲ 時刻が古い stale"


def test_the_countdown_ends_with_a_word(dump):
    """After 15:15 of the business date there is nothing to count: the cell says open."""
    assert (value(dump, "B10"), dump["sheets"][QUOTES]["B10"]["text"]) == (0.0, "○ 可 open")


def test_an_expired_ruling_is_named_so(dump):
    """A recorded ruling whose cut-off has passed says so; a final one stays valid."""
    shown = {value(dump, f"E{row}", PLAN): value(dump, f"G{row}", PLAN) for row in range(16, 19)}
    assert shown["確定 final"] == "○ 有効 valid"
    assert {said for until, said in shown.items() if isinstance(until, float)} <= {"▲ 期限切れ expired"}


def test_the_change_of_prices_is_the_sheets_own(dump):
    """Settlement price less yesterday's."""
    assert value(dump, "I9", PRICES) == pytest.approx(28.25 - 27.2)


def test_a_saved_book_reopens_with_its_names(file, dump):
    """LibreOffice writes back every defined name and the text of the fields."""
    before, after = openpyxl.load_workbook(file), openpyxl.load_workbook(file.with_name("saved.xlsx"))
    own = {name for name in after.defined_names if name.startswith("HIKAE_")}
    assert own == set(before.defined_names)
    assert value(dump, "H5") == after[QUOTES]["H5"].value == "example"


def test_the_clock_is_the_clock(dump):
    """The one volatile cell shows the present day."""
    days = value(dump, "E6") - (datetime.now().astimezone().date() - datetime(1899, 12, 30).date()).days  # noqa: DTZ001
    assert abs(days) < 2
    assert json.dumps(dump["names"]).count("HIKAE_CLOCK") == 1
