"""証拠金 / The margin book: own requirement against the notified one, what applies, and what follows from it.

Built, never edited by hand. It reads without the add-in: sums, differences, verdicts and countdowns are the sheet's
own; only cells whose formula names `CDS_` need it.
"""

from openpyxl import Workbook

from addin.books.regions import margin
from addin.books.style import book, page
from workbooks.about import about_sheet
from workbooks.margin_about import ABOUT
from workbooks.margin_accounts import accounts_sheet
from workbooks.margin_cash import cash_sheet, cost_sheet
from workbooks.margin_compare import compare_sheet
from workbooks.margin_components import components_sheet, parts_sheet
from workbooks.margin_explain import explain_sheet
from workbooks.margin_history import history_sheet
from workbooks.margin_inputs import market_sheet, positions_sheet
from workbooks.margin_intraday import intraday_sheet
from workbooks.margin_live import whatif_sheet, worst_sheet
from workbooks.margin_summary import add_charts, summary_sheet
from workbooks.margin_variation import fund_sheet, variation_sheet
from workbooks.parts import finished
from workbooks.paste import Layout, paste_sheet
from workbooks.rulings import plan_sheet

LAYOUTS = (  # what the page 貼付 takes
    Layout("requirements_upload", "所要額", "Requirements", (("金額", "所要額", "amount"),)),
    Layout("intraday_upload", "日中当初証拠金", "Intraday margin", (("所要額", "required"), ("預託額", "deposited"))),
)
HEADING = ("証拠金 総括", "Margin at a glance")


def margin_book() -> Workbook:
    """Return the book in memory; it shows a day once 取込 / Import is pressed."""
    made = book()
    about_sheet(made, ABOUT)
    front = page(made, margin.SUMMARY, heading=HEADING, lines=())
    summary_sheet(front)
    for sheet in (
        accounts_sheet,
        compare_sheet,
        components_sheet,
        parts_sheet,
        explain_sheet,
        variation_sheet,
        fund_sheet,
        intraday_sheet,
        cash_sheet,
        cost_sheet,
        whatif_sheet,
        worst_sheet,
        history_sheet,
        plan_sheet,
        positions_sheet,
        market_sheet,
    ):
        sheet(made)
    paste_sheet(made, LAYOUTS)
    add_charts(front, made[margin.ACCOUNTS], made[margin.COMPONENTS])
    return finished(made, front)
