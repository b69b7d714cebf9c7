"""The built contingency book: next cut-off first, the plan's own clauses and times, forms that say what to fill."""

import pytest
from book_rules import formulas

from addin.books.port import letters
from addin.books.regions import contingency as regions
from calc.plan.board import MEANS, ROLES, choice_of
from calc.plan.checklists import checklists
from calc.plan.clauses import book as rules
from calc.plan.declare import choices, offered
from workbooks.contingency import DUTIES, NEXT, RULINGS, TIMES, contingency_book
from workbooks.contingency_about import ABOUT
from workbooks.contingency_declare import needs_words

SHEETS = [
    "説明 About", "今やること Now", "宣言 Declare", "計画 Plan", "適用 Plan", "手順 Checklists", "連絡 Notices",
    "周知 Told", "連絡先 Contacts", "記録 Log", "引継 Handover",
]  # fmt: skip


@pytest.fixture(scope="module")
def book():
    return contingency_book()


@pytest.fixture(scope="module")
def now(book):
    return book[regions.NOW]


def rules_of(sheet):
    """Return the validation of each range of a sheet."""
    return {str(each.sqref): each for each in sheet.data_validations.dataValidation}


def text(sheet, address):
    """Return a cell's formula or value; of an array its formula."""
    value = sheet[address].value
    return getattr(value, "text", value)


def test_the_sheets_stand_in_the_order_of_use(book):
    """The explanation, what to do now, the form, then everything to look up; what to do now is in front."""
    assert book.sheetnames == SHEETS
    assert book.active.title == regions.NOW


def test_the_next_cut_off_is_the_first_row_and_the_largest_print(now):
    """Time left and time are read across a room; nothing on the page is larger."""
    assert text(now, f"A{NEXT}") == "▶ 次の期限\nNEXT CUT-OFF"
    assert text(now, f"D{NEXT}") == '=IF(O10,"",IFERROR(CDS_PLAN_NEXT(HIKAE_SEEN),M13))'
    assert text(now, f"B{NEXT}") == '=IF(ISNUMBER(D13),MAX(0,D13-HIKAE_TIMER),"○")'
    sizes = {cell.coordinate: cell.font.sz for row in now.iter_rows() for cell in row if cell.value is not None}
    largest = {where for where, size in sizes.items() if size == max(sizes.values())}
    assert largest == {f"B{NEXT}", f"D{NEXT}"}
    assert now.freeze_panes == "A5"


def test_the_timetable_is_the_plans_and_counts_by_itself(now):
    """Each cut-off with its clause and words; instant and countdown are the sheet's own."""
    rows = range(TIMES, TIMES + 6)
    assert [(text(now, f"D{row}"), text(now, f"G{row}")) for row in rows] == [
        (f"{at:%H:%M}", clause) for at, clause in rules().cutoffs()
    ]
    for row in rows:
        words = rules().clauses[text(now, f"G{row}")].words
        assert text(now, f"H{row}") == f"{words.ja}\n{words.en}"
        assert text(now, f"B{row}") == f'=IF(O10,"",MAX(0,M{row}-HIKAE_TIMER))'
        assert text(now, f"M{row}") == f'=IF(O10,"",N11+TIMEVALUE(D{row}))'


def test_five_duties_and_the_line_of_the_others_show_the_live_block(now):
    """State, time left, until, who, clause and what, from one array; the sixth line tells how many more."""
    assert text(now, f"M{DUTIES}") == '=IF(O10,"－",IFERROR(CDS_PLAN_DUE(HIKAE_SEEN),"－"))'
    assert now[f"M{DUTIES}"].value.ref == f"M{DUTIES}:Q{DUTIES + 5}"
    for row in range(DUTIES, DUTIES + 5):
        assert f"P{row}" in text(now, f"A{row}")
        assert text(now, f"E{row}") == f'=Q{row}&""'
        assert text(now, f"G{row}") == f'=N{row}&""'
        assert f"M{row}-HIKAE_TIMER" in text(now, f"B{row}")
    assert f"O{DUTIES + 5}" in text(now, f"H{DUTIES + 5}")
    assert text(now, f"A{DUTIES + 5}") == f'=IF(LEN(O{DUTIES + 5})<2,"",P{DUTIES + 5})'


def test_what_bites_is_told_as_what_bites_if_it_is_still_open(now):
    """The clause's words are of any day: work that is done already does not look undone."""
    assert text(now, f"H{NEXT}") == "=IF(LEN(N14)=0,M14,O9&N14)"
    assert "VLOOKUP" in text(now, "N14")
    assert "if still open" in text(now, "O9")


def test_nothing_due_is_told_by_length(now):
    """The padding of a block is no empty text in every office: only its length is 0 in all of them."""
    assert text(now, f"A{DUTIES}").startswith(f'=IF(LEN(P{DUTIES})=0,"○ なし')


def test_the_times_are_those_of_the_day_that_is_ruled_on(now):
    """Another day, a closed day and a missing business date are said on the page, and count down nothing."""
    assert text(now, "N11") == "=IF(N(HIKAE_SEEN)>0,INT(HIKAE_SEEN),N(HIKAE_DATE))"
    assert text(now, "N12") == '=IF(N10=0,"",IFERROR(CDS_BUSINESS_DAY(N10),N10))'
    assert text(now, "N13") == '=IF(N10=0,O11,IF(N12<>N10,O12,IF(N10<>N11,O13,"")))'
    assert text(now, f"D{DUTIES - 2}") == '=N13&""'
    assert [text(now, cell)[0] for cell in ("O11", "O12", "O13")] == ["－", "－", "✗"]
    for row in range(TIMES, TIMES + 6):
        assert text(now, f"A{row}").startswith("=IF(O10,N13,")


def test_each_item_has_its_ruling_its_clause_and_its_turn(now):
    """What applies, by which clause, until when, and beneath it what it becomes if nothing arrives."""
    items = [text(now, f"M{row}") for row in range(RULINGS, RULINGS + 6, 2)]
    assert items == ["settlement_price", "margin", "intraday"]
    for row in range(RULINGS, RULINGS + 6, 2):
        assert text(now, f"H{row}") == f"=IFERROR(CDS_PLAN(M{row},HIKAE_SEEN),$M$22)"
        assert "CDS_PLAN_UNTIL" in text(now, f"D{row}")
        assert "CDS_PLAN_CLAUSE" in text(now, f"G{row}")
        assert "CDS_PLAN_IF_NOTHING" in text(now, f"H{row + 1}")


def test_without_a_ruling_the_page_says_so(now):
    """A number cell is blank only where the text beside it says that there is no ruling."""
    assert text(now, "M22").startswith("－ 判定なし no ruling")
    for row in range(RULINGS, RULINGS + 6, 2):
        assert text(now, f"D{row}").startswith(f'=IF(LEFT(H{row},1)="－","",')


def test_states_stand_out_by_weight_beside_their_symbols(now):
    """Overdue and to do are bold as well as shaded, so that they are seen on a fax."""
    looks = [rule for block in now.conditional_formatting for rule in block.rules]
    for sign in ("✗", "●", "▶"):
        (found,) = [rule for rule in looks if f'"{sign}"' in rule.formula[0] and "LEFT($A" in rule.formula[0]]
        assert found.dxf.font.b


def test_the_plan_holds_every_clause_with_exactly_its_number(book):
    """86 rows in plan order, Japanese left, English right, nothing to type."""
    sheet, region = book[regions.CLAUSES], regions.CLAUSE_BOARD
    rows = range(region.row + 1, region.last[0] + 1)
    assert [sheet.cell(row, 1).value for row in rows] == list(rules().clauses)
    assert [sheet.cell(row, 2).value for row in rows] == [each.words.ja for each in rules().clauses.values()]
    assert [sheet.cell(row, 3).value for row in rows] == [each.words.en for each in rules().clauses.values()]
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)


def test_the_plan_prints_with_its_head_on_every_page(book):
    """A4 across, one page wide, the header repeated."""
    sheet = book[regions.CLAUSES]
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.print_title_rows == "$6:$7"


def test_each_checklist_begins_on_a_page_of_its_own(book):
    """A break before every list but the first; the items stand in their order with their clauses."""
    sheet, region = book[regions.CHECKLISTS], regions.TICKS
    heads = [row for row in range(region.row + 1, region.last[0] + 1) if sheet.cell(row, 1).value == "■"]
    assert [sheet.cell(row, 3).value for row in heads] == [each.words.ja for each in checklists()]
    assert [each.id for each in sheet.row_breaks.brk] == [row - 1 for row in heads[1:]]
    for each, head in zip(checklists(), heads, strict=True):
        for n, step in enumerate(each.steps, 1):
            shown = [sheet.cell(head + n, column).value for column in (1, 3, 4, 5, 6)]
            assert shown == [str(n), step.words.ja, step.words.en, step.clause, step.code]


def test_a_pause_is_read_before_its_item(book):
    """The time to stop at stands left of the words, bold."""
    sheet, region = book[regions.CHECKLISTS], regions.TICKS
    shown = [sheet.cell(row, 2) for row in range(region.row + 1, region.last[0] + 1) if sheet.cell(row, 2).value]
    wanted = [step.pause for each in checklists() for step in each.steps if step.pause]
    assert [cell.value.split()[1] for cell in shown] == wanted
    assert all(cell.value.startswith("止 ") and cell.font.b for cell in shown)


def test_only_time_and_initials_of_an_item_are_typed(book):
    """Heads, gaps and words are locked."""
    sheet, region = book[regions.CHECKLISTS], regions.TICKS
    unlocked = {cell.column for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {region.column + 1, region.column + 2}


def test_the_form_offers_facts_and_words_from_the_lists_beneath(book):
    """What may be chosen stands on the same page, in full: no list is longer than what it refers to."""
    sheet, kinds = book[regions.DECLARE], regions.FACT_KINDS
    found = rules_of(sheet)
    what = found[f"A{regions.DECLARED.row + 1}:A{regions.DECLARED.last[0]}"]
    assert what.formula1 == f"$A${kinds.row + 1}:$A${kinds.last[0]}"
    shown = [sheet.cell(row, 1).value for row in range(kinds.row + 1, kinds.last[0] + 1)]
    assert shown == [form.choice for form in offered()]
    for column, letter, place in (("choice", "K", 3), ("more", "L", 4)):
        source = found[
            f"{letters(place)}{regions.DECLARED.row + 1}:{letters(place)}{regions.DECLARED.last[0]}"
        ].formula1
        first, last = (int(part.split("$")[-1]) for part in source.split(":"))
        assert source.startswith(f"${letter}$")
        listed = [sheet[f"{letter}{row}"].value for row in range(first, last + 1)]
        assert listed == [choice_of(word) for word in choices(column)]


def test_a_line_of_the_form_says_what_its_fact_asks_for(book):
    """Beside each line the sheet itself looks up the columns to be filled."""
    sheet, form = book[regions.DECLARE], regions.DECLARED
    for row in range(form.row + 1, form.last[0] + 1):
        assert f"VLOOKUP(A{row}," in sheet.cell(row, form.last[1] + 1).value
    told = {form.what: needs_words(form) for form in offered()}
    assert told["principle.departed"].endswith("JSCC参照 ・ 二人目")
    assert told["cmf.recovered"] == "（時刻だけ / the time alone）"


def test_times_are_typed_without_an_input_method(book):
    """Every cell for a time or a day turns it off."""
    for title, region, columns in (
        (regions.DECLARE, regions.DECLARED, ("at",)),
        (regions.CHECKLISTS, regions.TICKS, ("done_at",)),
        (regions.NOTICES, regions.NOTICE_BOARD, ("sent_at",)),
        (regions.TOLD, regions.TOLD_GRID, MEANS),
        (regions.CONTACTS, regions.CONTACT_LIST, ("verified",)),
    ):
        found = rules_of(book[title])
        for name in columns:
            letter = letters(region.column + region.columns.index(name))
            assert found[f"{letter}{region.row + 1}:{letter}{region.last[0]}"].imeMode == "off"


def test_the_sheet_counts_who_is_not_reached_and_what_is_open(book):
    """Open rows are counted natively: without the add-in nobody is forgotten."""
    told, notices, contacts = (book[title] for title in (regions.TOLD, regions.NOTICES, regions.CONTACTS))
    assert told["B6"].value == '=COUNTIF(K10:K49,"▲*")'
    assert told["K10"].value == '=IF(A10="","",IF(COUNT(C10:H10)=0,K$6,K$7))'
    assert (told["K6"].value, told["K7"].value) == ("▲ 未達 open", "○ 到達 reached")
    assert [notices[cell].value for cell in ("B6", "D6", "F6")] == [
        f'=COUNTIF(A10:A69,"{sign}*")' for sign in ("●", "✗", "▲")
    ]
    assert contacts["K10"].value == '=IF(A10="","",IF(HIKAE_DATE-N(I10)>D$6,K$6,K$7))'


def test_the_grid_offers_the_plans_roles(book):
    """Price staff and margin staff, the code behind the label."""
    rule = rules_of(book[regions.TOLD])["B10:B49"]
    assert all(role in rule.formula1 for role in ROLES)


def test_the_handover_is_one_page_with_boxes_to_sign(book):
    """Fitted to one sheet of A4; two boxes framed on all sides; only the names are typed."""
    sheet = book[regions.HANDOVER]
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth) == (1, 1)
    boxes = [cell for row in sheet.iter_rows() for cell in row if cell.border.top and cell.border.top.style == "medium"]
    assert len(boxes) == 2
    assert all(getattr(cell.border, side).style == "medium" for cell in boxes for side in ("left", "right", "bottom"))
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked] == ["B5", "B6"]


def test_the_first_page_says_what_the_buttons_do_here():
    """Each button that this book gives work has words of its own, and every symbol in use is explained."""
    assert set(ABOUT.buttons) == {"IMPORT", "APPLY", "SEND", "EXPORT", "DECLARE"}
    signs = {sign[0] for sign, _, _ in ABOUT.states}
    assert {"●", "▲", "✗", "○", "◎", "－"} <= signs


def test_no_formula_names_a_cell_of_another_book(book):
    """The book stands alone."""
    assert not any("[" in text for _, text in formulas(book))


@pytest.mark.parametrize(
    ("at", "cell"),
    [(regions.NOTICES_AT, "G12"), (regions.CLAUSES_AT, "F9"), (regions.SHIFT_AT, "E14")],
)
def test_a_page_that_a_button_wrote_is_struck_by_its_own_age(book, at, cell):
    """It shows when it was written, and is struck out by that instant, not by that of the live cells alone."""
    sheet, place = book[at.sheet], f"B{at.row}"
    state = sheet[f"C{at.row}"].value
    assert state.startswith(f'=IF(N({place})=0,"－",IF(ABS(HIKAE_TIMER-{place})>1/960,')
    looks = {rule.formula[0]: rule for block in sheet.conditional_formatting if cell in block for rule in block.rules}
    for formula in (
        f"ABS(HIKAE_TIMER-$B${at.row})>1/960",
        f"AND(N(HIKAE_DATE)>0,INT($B${at.row})<>HIKAE_DATE)",
    ):
        assert looks[formula].dxf.font.strike
