"""What people do to a book's regions: each is read right or refused by its name, never read wrong."""

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

SHEET, BUTTON = "計算", "CHECK"
FAILED = {"say": {"error": {"code": "x", "ja": "だめ", "en": "No"}}}
NAMES = {
    "HIKAE_IN": "$M$2:$N$4", "HIKAE_ONE": "$M$6", "HIKAE_BROKEN": "#REF!", "HIKAE_TWO": "$M$2:$M$3,計算!$N$2",
    "HIKAE_DEEP": "$P$20:$P$21",
}  # fmt: skip
FILLED = {"M2": "name", "N2": "bid", "M3": "A", "N3": 1.5, "M4": "B", "N4": 2.5, "M6": "only"}


def read(region):
    return {"say": {"ask": "read", "region": region}}


def write(**regions):
    return {"say": {"ask": "write", "regions": regions}}


@pytest.fixture
def opened(scripted, book):
    """Return a book with regions, opened."""
    with scripted.opened(book(names=NAMES, **FILLED)) as document:
        yield document


@pytest.fixture
def asked(scripted, opened, script, replies):
    """Return what asks the office something and gives its reply."""

    def ask(step):
        script(step, FAILED)
        scripted.press(opened, BUTTON)
        (reply,) = replies()
        return reply

    return ask


@pytest.mark.parametrize(
    ("merged", "region", "told"),
    [
        ("M3:M4", "HIKAE_IN", "M3:M4"), ("N3:O3", "HIKAE_IN", ""), ("N4:N5", "HIKAE_IN", ""),
        ("L3:M3", "HIKAE_IN", "L3:M3"), ("M1:M2", "HIKAE_IN", "M1:M2"), ("M6:P6", "HIKAE_ONE", ""),
        ("L6:M6", "HIKAE_ONE", "L6:M6"), ("M3:M5", "HIKAE_ONE", ""),
    ],
)  # fmt: skip
def test_a_region_with_hidden_cells_is_refused(scripted, opened, asked, merged, region, told):
    """Merged cells that hide one of a region are named; those whose first cell is the region's only one are not."""
    scripted.ask("merge", document=opened, sheet=SHEET, area=merged)
    for step in (read(region), write(**{region: [["x"]]})):
        expected = {"code": "region_merged", "detail": f"{region}: {SHEET}!{told}"} if told else None
        assert asked(step).get("refused") == expected


def test_a_refused_region_keeps_what_it_hides(scripted, opened, asked):
    """Nothing is written over cells that nobody sees."""
    scripted.ask("merge", document=opened, sheet=SHEET, area="M3:M4")
    asked(write(HIKAE_IN=[["x"], ["y"], ["z"]]))
    held = scripted.ask("values", document=opened, sheet=SHEET, area="M2:N4")
    assert held == [["name", "bid"], ["A", 1.5], ["B", 2.5]]


def test_rows_deleted_within_a_region_leave_the_others(scripted, opened, asked):
    """The name shrinks with its cells, and the row that is left is read; what has no room is refused."""
    scripted.ask("remove_rows", document=opened, sheet=SHEET, area="A3:A3")
    assert asked(read("HIKAE_IN"))["answer"]["rows"] == [["name", "bid"], ["B", 2.5]]
    assert asked(write(HIKAE_IN=[["x"]] * 3))["refused"]["code"] == "region_small"


def test_rows_put_in_above_move_a_region(scripted, opened, asked):
    """A region that stands elsewhere now is found by its name, with its new place."""
    scripted.ask("remove_rows", document=opened, sheet=SHEET, area="A1:A1")
    assert asked(read("HIKAE_IN"))["answer"] == {
        "rows": [["name", "bid"], ["A", 1.5], ["B", 2.5]], "sheet": SHEET, "row": 1, "column": 13,
    }  # fmt: skip


def test_a_region_whose_cells_were_all_deleted_is_refused(scripted, opened, asked):
    """The office would read other cells for it; both questions are refused, which is not the same as missing."""
    scripted.ask("remove_rows", document=opened, sheet=SHEET, area="A20:A21")
    for step in (read("HIKAE_DEEP"), write(HIKAE_DEEP=[["x"]])):
        assert asked(step)["refused"] == {"code": "region_broken", "detail": "HIKAE_DEEP"}


@pytest.mark.parametrize("name", ["HIKAE_BROKEN", "HIKAE_TWO"])
def test_a_name_that_is_no_block_of_cells_is_refused(asked, name):
    """A name without cells, and one with several blocks of them, are told as broken."""
    assert asked(read(name))["refused"] == {"code": "region_broken", "detail": name}


def test_a_name_over_several_sheets_is_refused(scripted, book, script, replies):
    """The cells of its first sheet are not taken for the region."""
    made = openpyxl.load_workbook(book())
    made.create_sheet("次")
    made.defined_names["HIKAE_BOTH"] = DefinedName("HIKAE_BOTH", attr_text=f"{SHEET}:次!$A$1:$B$2")
    made.save(path := book("both.xlsx"))
    with scripted.opened(path) as document:
        script(read("HIKAE_BOTH"), FAILED)
        scripted.press(document, BUTTON)
    assert replies() == [{"refused": {"code": "region_broken", "detail": "HIKAE_BOTH"}}]


def test_a_name_that_points_to_another_sheet_is_read_there(scripted, book, script, replies):
    """Its rows come with the sheet that they stand on, so that a finding names the right cell."""
    made = openpyxl.load_workbook(book())
    made.create_sheet("次")["B2"] = "there"
    made.defined_names["HIKAE_MOVED"] = DefinedName("HIKAE_MOVED", attr_text="次!$B$2")
    made.save(path := book("moved.xlsx"))
    with scripted.opened(path) as document:
        script(read("HIKAE_MOVED"), FAILED)
        scripted.press(document, BUTTON)
    assert replies() == [{"answer": {"rows": [["there"]], "sheet": "次", "row": 2, "column": 2}}]


def test_formulas_texts_and_errors_are_read_as_they_show(scripted, opened, asked):
    """A formula is its value, a text in a number's place stays a text, an error stays an error."""
    for cell, content in {"M3": '="A"&"1"', "N3": "=1+0.25", "M4": "=1/0", "N4": "2,5"}.items():
        scripted.ask("write", document=opened, sheet=SHEET, cell=cell, value=content)
    rows = asked(read("HIKAE_IN"))["answer"]["rows"]
    assert rows == [["name", "bid"], ["A1", 1.25], [{"error": "#DIV/0!"}, "2,5"]]


def test_a_book_that_does_not_compute_is_read_as_of_now(scripted, opened, asked):
    """A formula shows what it was before the last input where a person switched computing off; its value is read."""
    scripted.ask("write", document=opened, sheet=SHEET, cell="N3", value="=N4*2")
    scripted.ask("automatic", document=opened, on=False)
    scripted.ask("write", document=opened, sheet=SHEET, cell="N4", value=7.0)
    assert scripted.ask("values", document=opened, sheet=SHEET, area="N3:N3") == [[5.0]]
    assert asked(read("HIKAE_IN"))["answer"]["rows"][1] == ["A", 14.0]
    scripted.ask("write", document=opened, sheet=SHEET, cell="N4", value=8.0)
    assert scripted.ask("values", document=opened, sheet=SHEET, area="N3:N3") == [[14.0]]
