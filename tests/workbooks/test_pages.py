"""The pages that every book has: the fields at its head, what applies, and the first page."""

import pytest
from book_rules import cells, rules_by_cell

from addin.books.regions import panel as fields
from addin.books.style import NAVY, book, page
from addin.functions.actions import ACTIONS
from workbooks.about import CONTACTS, LINE, MISSING, About, about_sheet, used_in
from workbooks.panel import EXAMPLE_DAY, FRESH_WORDS, LOOKED_AT, address, panel
from workbooks.parts import STALE, VOID, days, moments
from workbooks.rulings import ITEMS, plan_sheet

MAIN = "主 Main"
FOUND = About(
    "quotes",
    ("説明", "About"),
    purpose=[("目的を書く。", "Say what for.")],
    steps=[("1", "押す", "Press")],
    states=[("○ 可 good", "よい", "Fine")],
    buttons={"CHECK": ("このブックの確認", "Check, in this book")},
)


@pytest.fixture
def front():
    """Return a main sheet with the fields of every book."""
    sheet = page(book(), MAIN, heading=("主", "Main"), lines=())
    panel(sheet, participant="P07")
    return sheet


@pytest.fixture
def plan():
    """Return the page of what applies."""
    made = book()
    plan_sheet(made)
    return made.worksheets[0]


@pytest.fixture
def about():
    """Return the first page of a book."""
    made = book()
    about_sheet(made, FOUND)
    return made.worksheets[0]


def conditions(sheet):
    """Return (cells, formula, struck) of every look that depends on a formula."""
    return [
        (str(block.sqref), rule.formula[0], bool(rule.dxf.font.strike))
        for block in sheet.conditional_formatting
        for rule in block.rules
    ]


def test_the_fields_are_set_for_the_example_day(front):
    """Date, instant, folder and participant, so that the first press of a button does something."""
    said = [front[address(each)].value for each in (fields.DATE, fields.LOOK_AT, fields.FOLDER, fields.PARTICIPANT)]
    assert said == [46346, LOOKED_AT, "example", "P07"]


def test_every_field_of_all_books_has_its_name(front):
    """But for the name of the book, which stands on the first page."""
    assert set(front.parent.defined_names) == {each.name for each in fields.FIELDS} - {fields.BOOK.name}


def test_the_instant_of_rulings_is_the_fixed_one_else_the_as_of(front):
    """Countdowns run from it, else from the clock, in whole seconds; nothing shows where there is none."""
    assert front[address(fields.SEEN)].value == "=IF(N(E8)>=40000,E8,E5)"
    assert front[address(fields.TIMER)].value == "=ROUND(IF(N(E8)>=40000,E8,E6)*86400,0)/86400"
    assert front[address(fields.SEEN)].number_format.endswith(";;")


def test_freshness_has_its_words_beside(front):
    """The formula picks one of six words that stand in the sheet; a fault is said before anything else."""
    assert front[address(fields.FRESH)].value == "=IF(N6,M8,IF(N7,M9,IF(N8,M10,N5)))"
    assert front["N5"].value == "=IF(E6-E5>90/86400,M5,IF(N(E8)>0,M6,M7))"
    assert tuple(front[f"M{row}"].value for row in range(5, 11)) == FRESH_WORDS
    assert [word[0] for word in FRESH_WORDS] == ["▲", "○", "○", "✗", "✗", "✗"]


def test_the_banner_names_the_example_day(front):
    """A book of the example says so above everything else, and that it still is where the date is another one."""
    assert front[address(fields.BANNER)].value == f'=IF(HIKAE_FOLDER<>"example","",IF(HIKAE_DATE={EXAMPLE_DAY},M3,M4))'
    assert [front["M3"].value[:3], front["M4"].value[:1]] == ["例示日", "✗"]


def test_a_missing_add_in_and_an_old_time_stand_out(front):
    """Bold and framed, beside their symbol and word."""
    assert ("A3", 'LEFT($A$3,2)="アド"', False) in conditions(front)
    assert (address(fields.FRESH), STALE, False) in conditions(front)
    assert (address(fields.FRESH), VOID, False) in conditions(front)


def test_a_wide_field_is_typed_in_its_first_cell(front):
    """What would be typed beside it is read by nobody, so it is locked, though it looks like one field."""
    locks = [front.cell(fields.FOLDER.row, fields.FOLDER.column + more).protection.locked for more in range(4)]
    assert locks == [False, True, True, True]


def test_a_date_and_a_time_are_typed_without_an_input_method():
    """Both are numbers to a sheet; what is none asks back, and may stay where a person insists."""
    sheet = page(book(), MAIN, heading=("主", "Main"), lines=())
    days(sheet, "A1", title="日", prompt="日 / day")
    moments(sheet, "B1", title="時", prompt="時 / time")
    rules = rules_by_cell(sheet)
    assert {(each.type, each.imeMode, each.errorStyle) for each in rules.values()} == {("decimal", "off", "warning")}
    assert [rules[1, column].error.split(" ")[0][:2] for column in (1, 2)] == ["日付", "時刻"]


def test_a_live_ruling_reads_from_its_code(plan):
    """What applies, by which clause, what it becomes, until when; the code stands in small print beside."""
    row = [plan.cell(8, column).value for column in range(2, 9)]
    assert row == [
        '=IFERROR(CDS_PLAN(H8,HIKAE_SEEN),"－ 判定なし no ruling")',
        '=IF(LEFT(B8)="－","",CDS_PLAN_CLAUSE(H8,HIKAE_SEEN))',
        '=IF(LEFT(B8)="－","",CDS_PLAN_IF_NOTHING(H8,HIKAE_SEEN))',
        '=IF(LEFT(B8)="－","",CDS_PLAN_UNTIL(H8,HIKAE_SEEN))',
        '=IF(N(E8)=0,"",MAX(0,E8-HIKAE_TIMER))',
        "=HIKAE_FRESH",
        "settlement_price",
    ]
    assert [plan.cell(row, 8).value for row in (8, 9, 10)] == [code for code, _, _ in ITEMS]


def test_stale_rulings_are_struck_and_the_word_beside_is_not(plan):
    """The word has to be read; what it is about must not be."""
    for formula in (STALE, VOID):
        assert ("B8:F10", formula, True) in conditions(plan)
        assert ("G8:G10", formula, False) in conditions(plan)


def test_a_recorded_ruling_is_struck_when_its_time_has_passed(plan):
    """By the clock, or by the instant that a drill fixes, without any button."""
    assert ("A16:F55", "AND(ISNUMBER($E16),HIKAE_TIMER>$E16)", True) in conditions(plan)


def test_a_recorded_ruling_of_another_day_is_struck_and_not_called_valid(plan):
    """By the business date in front: what was ruled yesterday says nothing of today, though no limit of it passed."""
    assert ("A16:F55", "AND(ISNUMBER($F16),INT(N($F16))<>HIKAE_DATE)", True) in conditions(plan)
    assert plan["H16"].value == "=(N(E16)>0)*(HIKAE_TIMER>E16)+(INT(N(F16))<>HIKAE_DATE)"
    assert plan["G16"].value == '=IF(F16="","",IF(H16,$G$12,$G$11))'
    assert (plan["G11"].value[0], plan["G12"].value[0]) == ("○", "▲")


def test_the_first_page_says_what_runs_here(about):
    """The line of the status, and the head of the record taken out of it."""
    assert (about["B3"].value, about["B4"].value) == ("=HIKAE_STATUS", "quotes")
    assert about["E4"].value == '=IFERROR(MID(B3,FIND("head=",B3)+5,12),"－ 不明 unknown")'


def test_a_button_is_explained_by_what_it_does_here(about):
    """In the words of the book where it has some, else in those for all books; a button without work is left out."""
    said = {cell.value: cell.offset(0, 1).value for cell in cells(about)}
    texts = {each.name: said.get(f"{each.label.ja} {each.label.en}") for each in ACTIONS}
    assert texts["CHECK"] == "このブックの確認\nCheck, in this book"
    drill = next(each for each in ACTIONS if each.name == "DRILL")
    assert texts["DRILL"] == f"{drill.help.ja}\n{drill.help.en}"
    assert {name for name, text in texts.items() if text} == {each.name for each in used_in(FOUND)}


def test_an_unknown_book_has_the_buttons_of_every_book():
    """Those that need no region of its own."""
    named = About("none", FOUND.heading, FOUND.purpose, FOUND.steps, FOUND.states)
    assert [each.name for each in used_in(named)] == ["APPLY", "RECORD", "DRILL"]


def test_the_desks_own_contacts_are_to_be_filled_in(about):
    """One unlocked cell each, with a rule; everything else on the page is locked."""
    typed = [cell for cell in cells(about) if not cell.protection.locked]
    assert [about.cell(cell.row, cell.column - 1).value for cell in typed] == [f"{ja}\n{en}" for ja, en in CONTACTS]
    assert all((cell.row, cell.column) in rules_by_cell(about) for cell in typed)


def test_the_first_page_says_what_to_do_without_the_add_in(about):
    """In three steps, the last of which needs no LibreOffice at all."""
    texts = [cell.value for cell in cells(about) if isinstance(cell.value, str)]
    assert [f"{ja}\n{en}" for _, ja, en in MISSING if f"{ja}\n{en}" in texts] == [
        f"{ja}\n{en}" for _, ja, en in MISSING
    ]


def test_the_first_page_is_one_sheet_of_paper(about):
    """One page wide and one tall, down to its last line."""
    assert (about.page_setup.fitToWidth, about.page_setup.fitToHeight) == (1, 1)
    last = max(cell.row for cell in cells(about) if cell.value is not None or not cell.protection.locked)
    assert about.print_area.endswith(f"$E${last}")


def test_a_long_line_has_the_height_it_needs():
    """A row shared by both halves is as high as the longer of its two texts."""
    made, long = book(), "長い説明" * 20
    about_sheet(made, About("quotes", FOUND.heading, [(long, "Long")], FOUND.steps, FOUND.states))
    rows = made.worksheets[0].row_dimensions
    assert rows[7].height > rows[8].height == LINE


def test_sections_do_not_write_over_one_another(about):
    """Each section begins below the one before it: no two heads share a cell, and every line is there once."""
    heads = [cell.coordinate for cell in cells(about) if cell.fill.start_color.rgb == f"00{NAVY}"]
    assert len(heads) == 2 * 6
    texts = [cell.value for cell in cells(about) if cell.value]
    for text in ("目的を書く。\nSay what for.", "押す\nPress", "よい\nFine"):
        assert texts.count(text) == 1
