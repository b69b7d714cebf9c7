"""事業継続 / The continuity book: incident, headquarters board, call tree, roster, movers, centre, decisions, drills.

Built, never edited by hand. The board is live by the book's instant and struck out once that is old; countdowns,
counts and comparisons are the sheet's own. What a person fills is declared page by page, all of it or none.
"""

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from addin.books.regions import continuity as regions
from addin.books.style import FONT, book, label, page, shown_cell
from workbooks.about import about_sheet
from workbooks.continuity_about import ABOUT
from workbooks.continuity_forms import calls_sheet, incident_sheet, reports_sheet
from workbooks.continuity_logs import board_sheet, centre_sheet, clauses_sheet, decisions_sheet, drills_sheet
from workbooks.continuity_parts import live
from workbooks.continuity_registers import contacts_sheet, movers_sheet, roster_sheet
from workbooks.continuity_waiting import notice, waiting
from workbooks.panel import panel
from workbooks.parts import LEFT, finished

TOP = 13
SECTIONS = ("incident", "cutoffs", "steps", "services", "centre", "bodies")
NO_RULING = "－ 判定なし none"
COUNTED = 7  # where the counts stand, beside the board


def continuity_book() -> Workbook:
    """Return the book in memory; 取込 / Import brings the registers, 宣言 / Declare records a page."""
    made = book()
    about_sheet(made, ABOUT)
    front = _headquarters(made)
    incident_sheet(made)
    reports_sheet(made)
    calls_sheet(made)
    contacts_sheet(made)
    roster_sheet(made)
    movers_sheet(made)
    centre_sheet(made)
    decisions_sheet(made)
    drills_sheet(made)
    board_sheet(made)
    clauses_sheet(made)
    return finished(made, front)


def _headquarters(made: Workbook) -> Worksheet:
    """Write the board of the headquarters, the next step first, and what is counted of it at its side."""
    heading = ("対策本部", "Headquarters: what is hit, how far everything is, what comes next")
    sheet = page(made, regions.HEADQUARTERS, heading=heading, lines=())
    panel(sheet)
    starts, row = dict[str, int](), TOP
    for section in SECTIONS:
        starts[section] = row + 2
        row = live(sheet, section, row, missing=NO_RULING if section == "incident" else "")
    _counts(sheet, starts)
    waiting(sheet)
    notice(sheet, starts["bodies"] - 2, 3, regions.CONTACTS)
    sheet.print_area = f"A1:K{row - 2}"
    sheet.print_title_rows = "1:2"
    return sheet


def _counts(sheet: Worksheet, starts: dict[str, int]) -> None:
    """Write what is counted, by the sheet's own formulas: time since, time left, and how many of each state."""

    def states(section: str) -> str:
        return f"B{starts[section]}:B{starts[section] + regions.ROOM[section] - 1}"

    causes, recovery = starts["incident"] + 4, starts["incident"] + 5
    calls = f"'{regions.CALLS_PAGE}'!"  # where they are counted already
    rows = (
        ("発生からの経過", "Since the event", f'=IF(N(C{causes})>0,HIKAE_TIMER-C{causes},"")', LEFT),
        ("復旧目標まで", "Until the target", f'=IF(N(D{recovery})>0,MAX(0,D{recovery}-HIKAE_TIMER),"")', LEFT),
        ("手順 完了", "Steps done", f'=COUNTIF({states("steps")},"○*")', "0"),
        ("業務 継続", "Businesses running", f'=COUNTIF({states("services")},"○*")', "0"),
        ("業務 停止", "Businesses stopped", f'=COUNTIF({states("services")},"✗*")', "0"),
        ("復旧前の期限", "Cut-offs inside", f'=COUNTIF({states("cutoffs")},"▲*")', "0"),
        ("外部機関 要照会", "Bodies to ask", f'=COUNTIF({states("bodies")},"●*")', "0"),
        ("連絡済", "Reached", f"={calls}A6", "0"),
        ("未連絡・再試行", "Not reached yet", f"={calls}B6+{calls}C6", "0"),
    )
    for row, (ja, en, formula, form) in enumerate(rows, TOP + 2):
        label(sheet, row, COUNTED, ja=ja, en=en)
        shown_cell(sheet, row, COUNTED + 1, form=form, side="right")
        sheet.cell(row, COUNTED + 1).value = formula
        sheet.cell(row, COUNTED + 1).font = Font(name=FONT, size=12, bold=True)
    sheet.column_dimensions["G"].width, sheet.column_dimensions["H"].width = 16, 13
    for column in "IJK":
        sheet.column_dimensions[column].width = 6
