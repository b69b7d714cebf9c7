"""The rules of the house for every workbook of the catalogue: a new one has only to be listed there."""

import io

import openpyxl
import pytest
from book_rules import (
    SPILLING,
    VOLATILE,
    cells,
    fill_of,
    formulas,
    is_said_twice,
    known_regions,
    own_regions,
    rules_by_cell,
)
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula

from addin.books.port import letters
from addin.books.regions import panel
from addin.books.style import INPUT, NAVY, book, page
from addin.functions.actions import ACTIONS
from addin.functions.desk import BOOKS, EVERY_BOOK
from workbooks import catalogue
from workbooks.panel import panel as panel_of
from workbooks.parts import STALE, VOID

LONGEST = 60
STATUS = '=IFERROR(CDS_STATUS(),"アドインがありません / add-in is missing")'

every_book = pytest.mark.parametrize("name", catalogue.NAMES)


@pytest.fixture(scope="module")
def made():
    """Return a function that gives a book as an office would load it, by its name; each is built once."""
    kept = {}

    def book(name):
        if name not in kept:
            kept[name] = openpyxl.load_workbook(io.BytesIO(catalogue.built(name)))
        return kept[name]

    return book


def touched(book):
    """Yield (sheet, cell) for every cell of a book."""
    for sheet in book.worksheets:
        yield from ((sheet, cell) for cell in cells(sheet))


@every_book
def test_a_book_in_memory_is_a_new_one_each_time(name):
    """What is filled into one is not in the next."""
    catalogue.form(name).active["A1"] = "filled"
    assert catalogue.form(name).active["A1"].value != "filled"


@every_book
def test_formulas_can_be_read_at_a_glance(name, made):
    """No formula is longer than 60 characters."""
    assert {where: text for where, text in formulas(made(name)) if len(text) > LONGEST} == {}


@every_book
def test_only_the_clock_is_volatile(name, made):
    """NOW() stands alone in HIKAE_CLOCK; nothing else changes by itself."""
    clock = f"{made(name).active.title}!{letters(panel.CLOCK.column)}{panel.CLOCK.row}"
    found = {where: text for where, text in formulas(made(name)) if VOLATILE.search(text.upper())}
    assert found == {clock: "=NOW()"}


@every_book
def test_nothing_spills(name, made):
    """No formula is of the kind whose size depends on its data, and each array has its fixed range."""
    book = made(name)
    assert [where for where, text in formulas(book) if SPILLING.search(text.upper()) or "#" in text] == []
    arrays = [cell.value for _, cell in touched(book) if isinstance(cell.value, ArrayFormula)]
    assert all(":" in each.ref for each in arrays)


@every_book
def test_no_cells_are_merged_and_nothing_is_hidden(name, made):
    """Every sheet, row, column and cell can be seen; no logic hides behind a format that shows nothing."""
    for sheet in made(name).worksheets:
        assert (sheet.sheet_state, list(sheet.merged_cells.ranges)) == ("visible", [])
        rows, columns = sheet.row_dimensions.values(), sheet.column_dimensions.values()
        assert [each.index for each in rows if each.hidden or each.height == 0] == []
        assert [each.index for each in columns if each.hidden or each.width == 0] == []
        assert [cell.coordinate for cell in cells(sheet) if not cell.number_format.strip(";")] == []


@every_book
def test_most_formulas_need_no_add_in(name, made):
    """At least half of them are the sheet's own, so that the book reads when the engine is gone."""
    texts = [text for _, text in formulas(made(name))]
    live = [text for text in texts if "CDS_" in text]
    assert live
    assert len(live) <= len(texts) / 2


@every_book
def test_no_cell_holds_an_error_as_it_is_built(name, made):
    """No error value is written anywhere."""
    assert [cell.coordinate for _, cell in touched(made(name)) if cell.data_type == "e"] == []


@every_book
def test_a_book_says_when_the_add_in_is_missing(name, made):
    """The status is the one formula that asks for it, and has words of its own for a missing add-in."""
    book = made(name)
    asked = {where: text for where, text in formulas(book) if "CDS_STATUS" in text}
    ((title, address),) = book.defined_names[panel.STATUS.name].destinations
    assert asked == {f"{title}!{address.replace('$', '')}": STATUS}
    assert title == book.active.title


@every_book
def test_the_names_are_the_regions_of_the_book(name, made):
    """Every field and every region of its own has its name, and no other name is there."""
    names = set(made(name).defined_names)
    assert {each.name for each in (*panel.FIELDS, *own_regions(name))} <= names
    assert names <= {each.name for each in known_regions(name, catalogue.NAMES)}


@every_book
def test_a_name_stands_where_its_region_says(name, made):
    """A table is named with its columns' names on top, a field as one cell; what all books have is in front."""
    book = made(name)
    for region in known_regions(name, catalogue.NAMES):
        if region.name not in book.defined_names:
            continue
        ((title, address),) = book.defined_names[region.name].destinations
        first, (last_row, last_column) = f"${letters(region.column)}${region.row}", region.last
        block = f"{first}:${letters(last_column)}${last_row}"
        assert (title, address) == (
            region.sheet or book.active.title,
            block if region.columns or region.rows else first,
        )
        heads = [book[title].cell(region.row, column).value for column in range(region.column, last_column + 1)]
        assert not region.columns or tuple(heads) == region.columns, region.name


@every_book
def test_only_what_a_person_fills_is_unlocked_and_looks_so(name, made):
    """Every unlocked cell has the one look of an input and no formula; what looks so and is locked is its tail."""
    for sheet, cell in touched(made(name)):
        where, is_input = f"{sheet.title}!{cell.coordinate}", fill_of(cell) == INPUT
        if not cell.protection.locked:
            assert is_input, where
            assert cell.data_type != "f", where
        elif is_input:
            before = sheet.cell(cell.row, cell.column - 1)
            assert cell.value is None, where
            assert fill_of(before) == INPUT, where


@every_book
def test_what_a_person_fills_says_what_belongs_there(name, made):
    """Every unlocked cell has a rule with a message, in both languages."""
    for sheet in made(name).worksheets:
        rules = rules_by_cell(sheet)
        typed = [cell for cell in cells(sheet) if not cell.protection.locked]
        silent = [cell.coordinate for cell in typed if (cell.row, cell.column) not in rules]
        assert (sheet.title, silent) == (sheet.title, [])
        for rule in {id(each): each for each in rules.values()}.values():
            said = [each for each in (rule.prompt, rule.error) if each]
            assert said, rule.sqref
            assert all(is_said_twice(each) for each in said), (sheet.title, said)


@every_book
def test_numbers_are_typed_without_an_input_method(name, made):
    """Where a typed cell has the format of a number or a time, the input method is off and other text asks back."""
    for sheet in made(name).worksheets:
        rules = rules_by_cell(sheet)
        for cell in cells(sheet):
            if not cell.protection.locked and cell.number_format not in {"General", "@"}:
                rule = rules.get((cell.row, cell.column))
                where = f"{sheet.title}!{cell.coordinate}"
                assert rule is not None, where
                assert (rule.imeMode, rule.type in {"decimal", "whole", "date", "time"}) == ("off", True), where


@every_book
def test_the_head_of_a_book_is_not_written_over(name, made):
    """What freshness and banner are made of stands in every book as in the bare head."""
    bare = page(book(), "主 Main", heading=("主", "Main"), lines=())
    panel_of(bare)
    front = made(name).active
    kept = {f"{letter}{row}" for letter in "MN" for row in range(3, 11) if bare[f"{letter}{row}"].value is not None}
    kept |= {f"E{row}" for row in (7, 10)} | {"H10", "A3", "A4"}
    assert {cell: front[cell].value for cell in kept} == {cell: bare[cell].value for cell in kept}


@every_book
def test_the_sheets_are_guarded_without_a_password(name, made):
    """Protection is on against a slip of the hand, and anybody may lift it."""
    guards = {sheet.title: (sheet.protection.sheet, sheet.protection.password) for sheet in made(name).worksheets}
    assert set(guards.values()) == {(True, None)}, guards


@every_book
def test_every_page_prints_on_a4_across(name, made):
    """One page wide, with the page's name and number beneath; upright only where a page takes a whole table."""
    for sheet in made(name).worksheets:
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToWidth) == (9, 1), sheet.title
        assert setup.orientation == "landscape" or ("," in sheet.print_area and setup.fitToHeight == 1), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&A" in sheet.oddFooter.center.text
    assert made(name)[panel.ABOUT].page_setup.fitToHeight == 1


@every_book
def test_titles_and_headings_stand_in_both_languages(name, made):
    """A tab has its Japanese name, then the English one; a page's heading has English beneath."""
    for sheet in made(name).worksheets:
        ja, _, en = sheet.title.partition(" ")
        assert (ja.isascii(), en.isascii(), bool(en)) == (False, True, True), sheet.title
        assert is_said_twice(f"{sheet['A1'].value}\n{sheet['A2'].value}"), sheet.title


@every_book
def test_labels_stand_in_both_languages(name, made):
    """Japanese first, English beneath, in every table's head and beside every field of all books."""
    book = made(name)
    for sheet, cell in touched(book):
        if fill_of(cell) == NAVY and (cell.value or "").strip():  # a blank one goes on with the head before it
            assert is_said_twice(cell.value), f"{sheet.title}!{cell.coordinate}"
    for field in (each for each in panel.FIELDS if each.column > 1):
        beside = book[field.sheet or book.active.title].cell(field.row, field.column - 1)
        assert is_said_twice(beside.value), field.name


@pytest.mark.parametrize("when", [STALE, VOID], ids=["old", "void"])
@every_book
def test_every_live_ruling_is_struck_out_when_it_is_of_no_use(name, when, made):
    """What asks the plan on a page as it prints is struck once the as-of is old, or not of the business date."""
    for sheet in made(name).worksheets:
        struck = MultiCellRange(
            area
            for block in sheet.conditional_formatting
            if any(rule.formula == [when] and rule.dxf.font.strike for rule in block.rules)
            for area in block.sqref.ranges
        )
        printed = MultiCellRange(str(sheet.print_area or sheet.dimensions).rpartition("!")[-1].replace("$", ""))
        asking = [cell for cell in cells(sheet) if "CDS_PLAN" in str(getattr(cell.value, "text", cell.value))]
        open_ = [
            cell.coordinate
            for cell in asking
            if cell.data_type == "f" and cell.coordinate in printed and cell.coordinate not in struck
        ]
        assert (sheet.title, open_) == (sheet.title, [])


@every_book
def test_the_first_page_explains_the_buttons_of_this_book(name, made):
    """Label and what it does, in both languages, for each button that has work here and for no other."""
    book = made(name)
    page = {cell.value: cell.offset(0, 1).value for cell in cells(book[panel.ABOUT])}
    work = {**EVERY_BOOK, **BOOKS[name]}
    for action in ACTIONS:
        said = page.get(f"{action.label.ja} {action.label.en}")
        assert (said is not None) == (action.name in work), action.name
        assert said is None or is_said_twice(said), action.name
    assert book[panel.ABOUT].cell(panel.BOOK.row, panel.BOOK.column).value == name
