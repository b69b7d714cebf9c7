"""What is typed and not in the record: counted by page on the headquarters, and said where it matters."""

import pytest

from addin.books.port import letters
from addin.books.regions import continuity as regions
from workbooks.continuity import continuity_book
from workbooks.continuity_waiting import ENDING, KEPT, PLACES, SENTENCE, TOTAL

HEADQUARTERS = f"'{regions.HEADQUARTERS}'!"
ALL = f'=IF({HEADQUARTERS}H{TOTAL}>0,{HEADQUARTERS}M{TOTAL},"")'


@pytest.fixture(scope="module")
def book():
    return continuity_book()


@pytest.fixture(scope="module")
def front(book):
    return book[regions.HEADQUARTERS]


def counted(front):
    """Return the formula of each count by the English line of its label."""
    return {front.cell(row, 7).value.split("\n")[1]: front.cell(row, 8).value for row in range(24, KEPT + 1)}


def test_the_headquarters_says_first_what_to_press(front):
    """Above the board: what waits to be declared, else to import where no contact is recorded either."""
    assert front["A12"].value == f'=IF(H{TOTAL}>0,M{TOTAL},IF(H{KEPT}>0,"",M{KEPT}))'
    assert front.cell(TOTAL, SENTENCE).value == f"=M22&H{TOTAL}&N{TOTAL}"
    assert front["M22"].value == "▲ 記入済・未記録 typed, not recorded: "
    assert "各ページで 宣言" in front.cell(TOTAL, ENDING).value
    assert "取込 を押し" in front.cell(KEPT, SENTENCE).value


def test_every_form_and_register_is_counted(front):
    """Each once, and their sum."""
    assert {region for region, *_ in PLACES} == {
        *regions.FORMS, regions.INCIDENT_FORM, *(register for register, _ in regions.REGISTERS),
    }  # fmt: skip
    assert front.cell(TOTAL, 8).value == f"=SUM(H24:H{TOTAL - 1})"
    assert front.cell(KEPT, 8).value == '=COUNTIF(HIKAE_CONTACTS_KEPT,"○*")'


@pytest.mark.parametrize(("region", "kept"), regions.REGISTERS, ids=lambda each: each.name)
def test_a_register_is_counted_by_the_state_before_its_rows(book, front, region, kept):
    """The count looks at the very cells that compare a row with the record."""
    row = 24 + [each for each, *_ in PLACES].index(region)
    state, first, last = letters(region.column - 1), region.row + 1, region.last[0]
    assert front.cell(row, 8).value == f"=COUNTIF('{region.sheet}'!{state}{first}:{state}{last},\"－*\")"
    assert "SUMPRODUCT" in book[region.sheet][f"{state}{first}"].value
    assert kept.sheet == region.sheet


@pytest.mark.parametrize("region", regions.FORMS, ids=lambda each: each.name)
def test_a_form_is_counted_by_the_state_behind_its_rows(book, front, region):
    """The count looks at the very cells that say what is typed and not recorded."""
    row = 24 + [each for each, *_ in PLACES].index(region)
    state, first, last = letters(region.last[1] + 1), region.row + 1, region.last[0]
    assert front.cell(row, 8).value == f"=COUNTIF('{region.sheet}'!{state}{first}:{state}{last},\"－*\")"
    assert "COUNTA(" in book[region.sheet][f"{state}{first}"].value


def test_an_incident_that_is_typed_is_counted_by_its_cells(front):
    """The form has no state of its own."""
    assert counted(front)["Incident cells waiting"] == "=COUNTA('発災 Incident'!C8:F16)"


@pytest.mark.parametrize(
    ("title", "cell", "region"),
    [
        (regions.CONTACTS_PAGE, "C5", regions.CONTACTS),
        (regions.ROSTER_PAGE, "C5", regions.ROSTER),
        (regions.MOVERS_PAGE, "C5", regions.MOVERS),
        (regions.CALLS_PAGE, "A7", regions.CONTACTS),
        (regions.REPORTS, "C25", regions.CONTACTS),
    ],
)
def test_a_page_says_what_waits_to_be_declared(book, front, title, cell, region):
    """Beside the live board or above the list that follows from it, with the page on which to press."""
    row = 24 + [each for each, *_ in PLACES].index(region)
    assert book[title][cell].value == f"={HEADQUARTERS}M{row}"
    assert front.cell(row, SENTENCE).value == f'=IF(H{row}>0,M$22&H{row}&N{row},"")'
    assert region.sheet in front.cell(row, ENDING).value


def test_contacts_are_to_be_declared_before_a_try(front):
    """The call tree says so before anybody presses."""
    assert "連絡網の試行はその後" in front.cell(24, ENDING).value


def test_the_written_board_says_how_much_waits(book):
    """All of it, above the values."""
    assert book[regions.BOARD_PAGE]["A6"].value == ALL


def test_the_words_stand_beyond_the_printed_page(front):
    """What sentences are put together from is seen on screen alone."""
    assert front.print_area.rpartition(":")[2].replace("$", "").rstrip("0123456789") < letters(SENTENCE)


def test_the_call_tree_shows_when_it_was_written(book):
    """Its states are values: instant and word are those of the board that was written with it."""
    sheet = book[regions.CALLS_PAGE]
    assert (sheet["E6"].value, sheet["F6"].value) == ("='控え Board'!C5", "='控え Board'!B5")


def test_the_reports_fill_the_width_of_two_pages(book):
    """Steps and businesses on one, the external bodies on the next: not all squeezed into the height of one."""
    sheet = book[regions.REPORTS]
    assert (sheet.page_setup.fitToHeight, [each.id for each in sheet.row_breaks.brk]) == (0, [24])


def test_a_row_of_the_call_tree_stands_out_to_its_end(book):
    """The shade covers the last column, too."""
    areas = {str(each.sqref) for each in book[regions.CALLS_PAGE].conditional_formatting}
    assert f"A{regions.CALLS.row + 1}:M{regions.CALLS.last[0]}" in areas


def test_the_written_board_says_how_old_it_is(book):
    """Not written, not recorded, over 90 seconds or another day, or recent; its own instant stands beside the word."""
    sheet = book[regions.BOARD_PAGE]
    assert sheet["B5"].value == '=IF(C5=0,I3,IF(LEFT(C9,1)="▲",I4,IF(I7>0,I5,I6)))'
    assert sheet["C5"].value == "=N(E9)"
    assert sheet["I7"].value == "=(ABS(HIKAE_TIMER-C5)>90/86400)+(INT(HIKAE_TIMER)<>INT(C5))"
    assert [sheet[f"I{row}"].value[:1] for row in (3, 4, 5, 6)] == ["－", "▲", "▲", "○"]


def test_the_written_board_is_struck_by_its_own_instant(book):
    """Whenever its word is a doubt, and not by the as-of, which says nothing of values written earlier."""
    sheet = book[regions.BOARD_PAGE]
    struck = {
        str(block.sqref): rule.formula
        for block in sheet.conditional_formatting
        for rule in block.rules
        if rule.dxf.font.strike
    }
    assert struck == {f"A9:G{regions.BOARD.last[0]}": ['LEFT($B$5,1)="▲"']}
