"""The built continuity book: its pages, its live board, its forms, and what the sheet itself counts and compares."""

import io

import openpyxl
import pytest
from book_rules import cells, formulas, rules_by_cell
from openpyxl.worksheet.formula import ArrayFormula

from addin.app.continuity_contacts import roles
from addin.books.port import letters
from addin.books.regions import continuity as regions
from addin.books.style import saved
from addin.functions.desk import BOOKS, FILLINGS
from calc.continuity.labels import label
from calc.plan.clauses import book as rules
from workbooks.catalogue import built
from workbooks.continuity import SECTIONS, continuity_book

PAGES = [
    "説明 About",
    "本部 Headquarters",
    "発災 Incident",
    "報告 Reports",
    "連絡網 Calls",
    "連絡先 Contacts",
    "要員 Roster",
    "移動 Movers",
    "センター Centre",
    "判断 Decisions",
    "訓練 Drills",
    "控え Board",
    "計画 Plan",
]
FORMS = (*regions.FORMS, *(register for register, _ in regions.REGISTERS))
REGISTERS = pytest.mark.parametrize(("region", "kept"), regions.REGISTERS, ids=lambda each: each.name)


@pytest.fixture(scope="module")
def book():
    """Return the book as an office would load it."""
    return openpyxl.load_workbook(io.BytesIO(built("continuity")))


def live(book):
    """Yield sheet, cell and array of every section of the board that is live."""
    for sheet in book.worksheets:
        for cell in cells(sheet):
            if isinstance(cell.value, ArrayFormula):
                yield sheet, cell, cell.value


def test_the_pages_stand_in_the_order_of_an_emergency(book):
    """The explanation, the board, what is declared and reported, who is called; the registers; the logs; the plan."""
    assert book.sheetnames == PAGES
    assert book.active.title == regions.HEADQUARTERS


def test_the_catalogue_builds_it():
    """`hikae build` and `hikae open continuity` find it there, and its buttons and its filling are known."""
    assert built("continuity") == saved(continuity_book())
    assert set(BOOKS["continuity"]) == {"IMPORT", "APPLY", "DECLARE"}
    assert "continuity" in FILLINGS


def test_the_board_asks_for_each_section_once_a_page(book):
    """The headquarters shows six sections, other pages the one that they are about."""
    asked = [(sheet.title, array.text.split('"')[1]) for sheet, _, array in live(book)]
    assert [section for title, section in asked if title == regions.HEADQUARTERS] == list(SECTIONS)
    assert {section for _, section in asked} | {"calls", "decisions"} == set(regions.ROOM)
    assert len(asked) == len(set(asked))


def test_the_next_step_and_the_next_cutoff_stand_first(book):
    """What to do now is read without scrolling."""
    rows = {array.text.split('"')[1]: cell.row for sheet, cell, array in live(book) if sheet.title == PAGES[1]}
    assert sorted(rows, key=rows.get)[:2] == ["incident", "cutoffs"]


def test_a_live_section_is_as_large_as_its_room(book):
    """Five columns by as many rows as the board gives, so that nothing is cut off."""
    for _, cell, array in live(book):
        room = regions.ROOM[array.text.split('"')[1]]
        assert array.ref == f"A{cell.row}:E{cell.row + room - 1}"


def test_a_live_section_stays_quiet_without_the_add_in(book):
    """No cell shows an error then; on the headquarters the first section says that there is no ruling."""
    texts = [array.text for _, _, array in live(book)]
    assert all(text.startswith("=IFERROR(CDS_BOARD(") and ",HIKAE_SEEN)," in text for text in texts)
    assert [text for text in texts if "判定なし" in text] == [
        '=IFERROR(CDS_BOARD("incident",HIKAE_SEEN),"－ 判定なし none")'
    ]


def test_every_live_row_is_struck_out_when_stale(book):
    """Countdown included."""
    for sheet, cell, array in live(book):
        last = cell.row + regions.ROOM[array.text.split('"')[1]] - 1
        struck = [
            str(block.sqref)
            for block in sheet.conditional_formatting
            if any(rule.formula == ["HIKAE_CLOCK-HIKAE_ASOF>90/86400"] for rule in block.rules)
        ]
        assert f"A{cell.row}:F{last}" in struck, sheet.title


def test_every_live_row_has_its_countdown(book):
    """The sheet's own difference from the instant that countdowns run from."""
    for sheet, cell, array in live(book):
        for row in range(cell.row, cell.row + regions.ROOM[array.text.split('"')[1]]):
            assert sheet.cell(row, 6).value == f'=IF(N(D{row})>0,MAX(0,D{row}-HIKAE_TIMER),"")'
            assert sheet.cell(row, 6).number_format == "[h]:mm:ss"


def test_the_headquarters_counts_by_itself(book):
    """Time since and left, steps done, businesses stopped, who was reached: native formulas beside the board."""
    sheet = book[regions.HEADQUARTERS]
    counts = {sheet.cell(row, 7).value.split("\n")[1]: sheet.cell(row, 8).value for row in range(15, 24)}
    assert len(counts) == 9
    assert not any("CDS_" in formula for formula in counts.values())
    assert counts["Reached"] == "='連絡網 Calls'!A6"
    assert counts["Steps done"].startswith("=COUNTIF(B")


def test_the_incident_form_asks_everything_that_the_facts_know(book):
    """One line for what is declared, lists for causes and results, yes or no for each truth, time and class."""
    sheet, region = book[regions.INCIDENT], regions.INCIDENT_FORM
    fields = [sheet.cell(row, 2).value for row in range(region.row + 1, region.last[0] + 1)]
    assert fields == [
        "report", "cause", "results", "own_damage", "external_damage", "severe", "primary_centre_lost", "occurred_at",
        "class",
    ]  # fmt: skip
    unlocked = {cell.coordinate for cell in cells(sheet) if not cell.protection.locked}
    assert unlocked == {
        "C8",
        *(f"{column}{row}" for row in (9, 10) for column in "CDEF"),
        *(f"C{n}" for n in range(11, 17)),
    }


def test_the_incident_form_offers_the_plans_words(book):
    """Causes and results come from the clauses, in Japanese with their codes."""
    offered = rules_by_cell(book[regions.INCIDENT])
    for row, key in ((9, "causes"), (10, "results")):
        codes = [each.split()[-1] for each in offered[row, 3].formula1.strip('"').split(",")]
        assert codes == list(next(iter(rules().values(key).values())))
        assert offered[row, 6] is offered[row, 3]
    assert offered[11, 3].formula1 == '"はい yes,いいえ no"'


@pytest.mark.parametrize("region", regions.FORMS, ids=lambda each: each.name)
def test_a_form_says_what_is_not_recorded_yet(book, region):
    """Beside each row stands its mark, or that what was typed is not recorded, by the sheet's own formula."""
    sheet = book[region.sheet]
    for row in range(region.row + 1, region.last[0] + 1):
        formula = sheet.cell(row, region.last[1] + 1).value
        assert formula.startswith("=IF(COUNTA(")
        assert '"－ 未記録 not recorded"' in formula
        assert formula.endswith(f'{letters(region.last[1])}{row}&"")')


@pytest.mark.parametrize("region", regions.FORMS, ids=lambda each: each.name)
def test_the_mark_of_a_form_is_not_typed(book, region):
    """Only buttons say that something is in the record."""
    sheet = book[region.sheet]
    assert sheet.cell(region.row, region.last[1]).value == "recorded"
    assert sheet.cell(region.row + 1, region.last[1]).protection.locked


def test_a_form_that_names_its_rows_leaves_the_names_to_buttons(book):
    """Steps, businesses, bodies and contacts are shown; what is reported of them is typed."""
    for region in (regions.STEPS, regions.SERVICES, regions.POLLS, regions.CALLS):
        assert book[region.sheet].cell(region.row + 1, region.column).protection.locked
        typed = [
            column
            for column in range(region.column, region.last[1] + 1)
            if not book[region.sheet].cell(region.row + 1, column).protection.locked
        ]
        assert typed


@REGISTERS
def test_a_register_compares_itself_with_the_record(book, region, kept):
    """All of a row equals what was recorded, or it is told that it is not, in one formula of the sheet."""
    sheet, row = book[region.sheet], region.row + 1
    ours = f"{letters(region.column)}{row}:{letters(region.last[1])}{row}"
    theirs = f"{letters(kept.column + 1)}{row}:{letters(kept.last[1])}{row}"
    word = f"${letters(region.column - 1)}${region.row - 2}"
    expected = f'=IF(SUMPRODUCT(--({ours}={theirs}))={len(region.columns)},{letters(kept.column)}{row}&"",{word})'
    assert sheet.cell(row, region.column - 1).value == expected
    assert sheet[word.replace("$", "")].value == "－ 未記録 not recorded"
    assert kept.columns == ("recorded", *region.columns)


@REGISTERS
def test_what_is_kept_of_a_register_is_not_printed(book, region, kept):
    """It stands beyond the printed page, in sight on screen."""
    area = book[region.sheet].print_area
    last = area.rpartition(":")[2].replace("$", "").rstrip("0123456789")
    assert openpyxl.utils.column_index_from_string(last) < kept.column


def test_the_contacts_have_the_six_means_in_the_plans_order(book):
    """BCP-4.3; an address is kept as text, with its leading zero."""
    means = list(next(iter(rules().values("means").values())))
    assert list(regions.CONTACTS.columns[2:8]) == means
    sheet = book[regions.CONTACTS_PAGE]
    for column in range(4, 10):
        assert sheet.cell(regions.CONTACTS.row + 1, column).number_format == "@"


def test_a_contact_is_own_staff_or_one_of_four_types(book):
    """The choice is the plan's list of external bodies behind the own staff."""
    rule = rules_by_cell(book[regions.CONTACTS_PAGE])[regions.CONTACTS.row + 1, 3]
    offered = rule.formula1.strip('"').split(",")
    assert offered == [f"{each.ja} {each.en}" for each in (label("body", kind) for kind in roles())]


def test_the_roster_marks_a_night_without_a_name_by_itself(book):
    """Weekday and mark are the sheet's own formulas."""
    sheet, row = book[regions.ROSTER_PAGE], regions.ROSTER.row + 1
    assert sheet.cell(row, 6).value == f'=IF(B{row}="","",MID("日月火水木金土",WEEKDAY(B{row}),1))'
    assert sheet.cell(row, 7).value == f'=IF((B{row}<>"")*(C{row}=""),"✗ 当番なし nobody","")'


def test_the_call_tree_counts_who_was_reached(book):
    """Four counts over the states, each by its symbol."""
    sheet = book[regions.CALLS_PAGE]
    assert [sheet.cell(6, column).value[-5:-2] for column in range(1, 5)] == ['"○*', '"●*', '"▲*', '"✗*']
    assert [sheet.cell(5, column).value.split("\n")[1] for column in range(1, 5)] == [
        "Reached", "To call", "Try next", "No means",
    ]  # fmt: skip


def test_the_centre_page_counts_down_in_large_type(book):
    """Time left until the target and time past it, from the live section above."""
    sheet = book[regions.CENTRE]
    assert sheet["B12"].value == '=IF(N(D10)>0,MAX(0,D10-HIKAE_TIMER),"")'
    assert sheet["D12"].value == '=IF(N(D10)>0,MAX(0,HIKAE_TIMER-D10),"")'
    assert (sheet["B12"].font.size, sheet["B12"].font.bold) == (16, True)


def test_the_written_board_has_room_for_every_section(book):
    """All rows that the sections can have, and the line that names the instant."""
    assert sum(regions.ROOM.values()) + 1 <= regions.BOARD.rows
    assert book[regions.BOARD_PAGE].print_title_rows == "$7:$8"


def test_every_clause_of_the_plan_stands_on_its_page(book):
    """In the plan's order, in both languages, locked."""
    sheet, region = book[regions.CLAUSES], regions.CLAUSE_TABLE
    clauses = [each for name, each in rules().clauses.items() if name.startswith("BCP")]
    rows = [
        [sheet.cell(row, column).value for column in range(1, 7)] for row in range(region.row + 1, region.last[0] + 1)
    ]
    assert [(row[0], row[2], row[3]) for row in rows] == [(each.id, each.words.ja, each.words.en) for each in clauses]
    assert all(each.protection.locked for each in cells(sheet))
    assert sheet.print_title_rows == "$6:$7"


def test_states_are_never_told_by_colour_alone(book):
    """Every conditional shade asks for the symbol that stands there, or for the age of the as-of."""
    for sheet in book.worksheets:
        for block in sheet.conditional_formatting:
            for rule in block.rules:
                (formula,) = rule.formula
                assert any(sign in formula for sign in ("✗", "▲", "HIKAE_CLOCK", "$G", "アド")), (sheet.title, formula)


@pytest.mark.parametrize("region", FORMS, ids=lambda each: each.name)
def test_a_form_has_the_columns_that_its_button_reads(book, region):
    """Names in small print stand under labels in both languages."""
    sheet = book[region.sheet]
    for column, name in enumerate(region.columns, region.column):
        assert sheet.cell(region.row, column).value == name
        assert sheet.cell(region.row - 1, column).value.count("\n") == 1


def test_more_than_half_of_the_formulas_are_the_sheets_own(book):
    """Only the sections of the board and the status ask for the add-in."""
    texts = [text for _, text in formulas(book)]
    asking = [text for text in texts if "CDS_" in text]
    assert len(asking) == len(list(live(book))) + 1
    assert len(asking) * 10 < len(texts)


def test_a_book_in_memory_is_a_new_one_each_time():
    """What is filled into one is not in the next."""
    continuity_book()[regions.CONTACTS_PAGE]["B18"] = "X"
    assert continuity_book()[regions.CONTACTS_PAGE]["B18"].value is None
