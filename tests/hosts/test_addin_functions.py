from pathlib import Path
from urllib.parse import unquote, urlsplit

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from addin.functions.actions import ACTIONS

SHEET = "計算"
UPFRONT = "=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,F1)"
REFUSED = "Err:502"
QUOTES = [
    ["instrument", "participant", "bid_bp", "offer_bp"],
    ["ITXJS4605", "P01", 50, 52],
    ["ITXJS4605", "P02", 51, 53],
    ["ITXJS4605", "P03", 52, 54],
]


def test_a_workbook_shows_the_command_lines_number(office, book, number):
    """A workbook opened in LibreOffice shows at once the very double that the command line prints."""
    with office.opened(book(A3=UPFRONT, A4="=A3*2")) as document:
        cells = office.cells(document)
    assert cells["A3"] == {"value": number, "formula": UPFRONT, "error": 0, "text": cells["A3"]["text"]}
    assert cells["A4"]["value"] == number * 2


def test_the_status_is_the_command_lines(office, book, shell):
    """CDS_STATUS in a cell is the line of the command line."""
    with office.opened(book(A3="=CDS_STATUS()")) as document:
        assert office.cells(document)["A3"]["value"] == shell("call", "CDS_STATUS")["value"]


def test_a_range_may_reach_to_the_end_of_the_sheet(office, book):
    """A reference to whole columns is what stands in them."""
    quotes = {
        f"{column}{row}": cell
        for row, cells in enumerate(QUOTES, start=20)
        for column, cell in zip("ABCD", cells, strict=True)
    }
    formulas = {"M3": "=CDS_SETTLEMENT_PRICE(A20:D1048576)", "M4": "=CDS_SETTLEMENT_PRICE(A20:D23)"}
    with office.opened(book(**quotes, **formulas)) as document:
        cells = office.cells(document)
    assert cells["M3"]["value"] == cells["M4"]["value"] == 52.0


def test_the_notional_may_be_left_out(office, book, number):
    """Without its last argument the function gives the upfront of a notional of one."""
    cells = office.dump(book(A3="=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14)"))["sheets"][SHEET]
    assert cells["A3"]["value"] == pytest.approx(number / 1e9, rel=1e-14)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_saved_book_keeps_the_function_by_its_name(office, book, number, tmp_path, ending):
    """What LibreOffice saves holds the same name and value, and shows the same number when it is opened again."""
    copy = tmp_path / f"copy.{ending}"
    office.dump(book(A3=UPFRONT), save=copy)
    if ending == "xlsx":
        assert openpyxl.load_workbook(copy)[SHEET]["A3"].value == UPFRONT
        assert openpyxl.load_workbook(copy, data_only=True)[SHEET]["A3"].value == pytest.approx(number, rel=1e-14)
    again = office.dump(copy)["sheets"][SHEET]["A3"]
    assert (again["value"], again["formula"]) == (number, UPFRONT)


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=CDS_UPFRONT(A1,B1,Z99,D1,E1,A10:I14)", REFUSED),
        ("=CDS_UPFRONT(Z99,B1,C1,D1,E1,A10:I14)", REFUSED),
        ("=CDS_UPFRONT(A1,B1,C1,D1,1.5,A10:I14)", REFUSED),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I15)", "Err:504"),
        ('=CDS_UPFRONT(A1,B1,C1,D1,E1,"curve:2026-11-20@00000000")', REFUSED),
        ("=CDS_SETTLEMENT_PRICE(A10:I15)", REFUSED),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,A1:F1)", REFUSED),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,L1:T60000)", REFUSED),
        ("=CDS_SETTLEMENT_PRICE(A1:AMJ1048576)", REFUSED),
        ('=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,"many")', REFUSED),
        ("=CDS_UPFRONT(A1,B1,A15,D1,E1,A10:I14)", "#VALUE!"),
        ("=CDS_UPFRONT(A1,B1,C15,D1,E1,A10:I14)", "#DIV/0!"),
        ("=CDS_UPFRONT(A1,B1,C1)", "Err:504"),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,1,1)", "Err:504"),
        ("=CDS_UPFRONT(A1,B1,C1,D1,E1,0.01)", REFUSED),
    ],
)
def test_what_cannot_be_priced_is_a_true_error(office, book, formula, error):
    """A blank, wrong or missing argument and an error in the table give an error value that formulas can see."""
    made = book(A3=formula, A4="=IF(ISERROR(A3),1,2)", A15="swap", B15="12Y", C15="=1/0")
    cells = office.dump(made)["sheets"][SHEET]
    assert (cells["A3"]["text"], cells["A4"]["value"]) == (error, 1.0)
    assert cells["A3"]["error"] != 0


def test_a_book_that_counts_days_from_1904_is_not_priced(office, book):
    """In a book of the 1904 date system the same cells would be other days, so it gets an error and no number."""
    cells = office.dump(book(epoch=CALENDAR_MAC_1904, A3=UPFRONT))["sheets"][SHEET]
    assert cells["A3"]["text"] == REFUSED


def test_the_function_wizard_explains_every_argument(office):
    """The wizard shows description, names and texts of the arguments, and which may be left out."""
    shown = office.ask("function", name="CDS_UPFRONT")
    assert shown["description"].startswith("Clean upfront by the ISDA standard model")
    names = [(name, optional) for name, _, optional in shown["arguments"]]
    required = ["trade_date", "maturity", "spread_bp", "coupon_bp", "recovery"]
    untyped = ["curve_range", "notional"]  # a table may be a range or a name: such arguments look as if left out
    assert names == [*((name, False) for name in required), *((name, True) for name in untyped)]
    assert [text for _, text, _ in shown["arguments"]][2] == "Quoted spread in bp"


@pytest.mark.parametrize("place", ["OfficeMenuBar/hikae.menu/Submenu", "OfficeToolBar/hikae.toolbar",
                                   "OfficeNotebookBar/hikae.tab"])  # fmt: skip
def test_every_button_stands_in_menu_toolbar_and_tab(office, place):
    """The office has each button with its label and its address in all three places, in one order."""
    names = [*(action.name for action in ACTIONS), "CANCEL", "RETRY", "ERRORS"]
    for number, name in enumerate(names, start=1):
        entry = f"/org.openoffice.Office.Addons/AddonUI/{place}/b{number:02}"
        assert office.ask("configured", path=f"{entry}/URL") == f"service:hikae.Command?{name}"
    assert office.ask("configured", path=f"{entry}/Title").startswith("エラー一覧 / Errors")


@pytest.mark.parametrize("size", ["ImageSmallURL", "ImageBigURL"])
def test_every_button_has_an_icon_that_is_there(office, size):
    """The address of each icon leads to a picture inside the installed extension."""
    for name in [*(action.name for action in ACTIONS), "CANCEL", "RETRY", "ERRORS"]:
        image = f"/org.openoffice.Office.Addons/AddonUI/Images/hikae.{name}/UserDefinedImages/{size}"
        url = office.ask("configured", path=image)
        expanded = office.ask("expanded", url=url)
        assert expanded.endswith(".png")
        assert Path(unquote(urlsplit(expanded).path)).read_bytes().startswith(b"\x89PNG")


def test_dates_are_numbers_and_blocks_are_filled(office, book):
    """A date comes as a day number, and a block of cells is filled to its last one with numbers or blanks."""
    made = book(A3="=CDS_BUSINESS_DAY(46347)", names={})
    with office.opened(made) as document:
        office.ask("array", document=document, sheet=SHEET, area="L1:M40", formula="=CDS_CURVE(A1;A10:I14)")
        rows = office.ask("values", document=document, sheet=SHEET, area="L1:M40")
        assert office.cells(document)["A3"]["value"] == 46350.0
    assert rows[0] == [46346.0, 1.0]
    assert rows[5:] == [["", ""]] * 35


def test_saved_by_the_office_and_read_without_the_add_in(office, plain, book, number, tmp_path):
    """A saved .xlsx keeps names and values; where there is no add-in it opens, and what is not ours is computed."""
    copy = tmp_path / "copy.xlsx"
    made = book(A3=UPFRONT, A4="=A3*2", A5='=IFERROR(CDS_STATUS(),"none")', names={"HIKAE_PRICE": "$A$3"})
    before = office.dump(made, save=copy)
    again = openpyxl.load_workbook(copy)
    assert (again[SHEET]["A3"].value, again.defined_names["HIKAE_PRICE"].attr_text) == (UPFRONT, f"{SHEET}!$A$3")
    assert openpyxl.load_workbook(copy, data_only=True)[SHEET]["A4"].value == pytest.approx(2 * number, rel=1e-14)
    assert office.dump(copy)["sheets"][SHEET]["A3"] == before["sheets"][SHEET]["A3"]
    without = plain.dump(copy)
    assert without["names"]["HIKAE_PRICE"].endswith("$A$3")
    cells = without["sheets"][SHEET]
    assert (cells["A3"]["text"], cells["A5"]["value"], cells["B10"]["value"]) == ("#NAME?", "none", "tenor")
