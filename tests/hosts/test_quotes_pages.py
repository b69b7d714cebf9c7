"""The pages beside the entry in a real LibreOffice without the add-in: countdowns, differences and sums are theirs."""

import pytest

from addin.books.built import BuiltSheet
from addin.books.regions import paste, quotes
from addin.books.style import book, page, saved
from workbooks.catalogue import form
from workbooks.parts import finished
from workbooks.paste import paste_sheet
from workbooks.quotes import LAYOUTS
from workbooks.quotes_keyed import keyed_sheet
from workbooks.quotes_panel import quotes_panel
from workbooks.quotes_prices import members_sheet, prices_sheet
from workbooks.quotes_ways import ways_sheet

pytestmark = pytest.mark.long

HEAD = ("銘柄", "買気配", "売気配")
ROWS = (("ITXJS3605", 27.5, "31.5"), ("ITXJS3705", "２９．００", "1,033.25"))
TOLD = (2, 56.5, 1064.75)
DAY = 46346


def pasted(*rows, told=TOLD):
    """Return what a person fills into the page 貼付."""
    names = [paste.PASTED.columns, *[list(row) for row in rows]]
    fields = zip((paste.COUNT, *paste.TOTALS), told, strict=True)
    return {"HIKAE_PASTED": names, **{region.name: [[value]] for region, value in fields}}


@pytest.fixture(scope="module")
def read(plain, tmp_path_factory):
    """Return a function that gives every cell of one page, as LibreOffice computes it, with regions filled in.

    Beside it stands nothing but the fields that its formulas use: a whole book takes ten times as long.
    """
    folder = tmp_path_factory.mktemp("pages")

    def cells(name, build, regions):
        made = book()
        front = page(made, quotes.QUOTES, heading=("気配値", "Quotes"), lines=())
        quotes_panel(front)
        build(made)
        BuiltSheet(finished(made, front), "quotes.xlsx").write({"HIKAE_AT": [[DAY + 15 / 24]], **regions})
        path = folder / f"{name}.xlsx"
        path.write_bytes(saved(made))
        return plain.dump(path)["sheets"]

    return cells


@pytest.fixture(scope="module")
def empty(plain, tmp_path_factory):
    """Return the cells of the whole form with nothing in it, looked at from 15:00."""
    made = form("quotes")
    BuiltSheet(made, "quotes.xlsx").write({"HIKAE_AT": [[DAY + 15 / 24]]})
    path = tmp_path_factory.mktemp("form") / "quotes.xlsx"
    path.write_bytes(saved(made))
    return plain.dump(path)["sheets"]


def paste_page(made):
    """Write the page for pasted tables as the quotes book has it."""
    paste_sheet(made, LAYOUTS)


def value(sheets, page, address):
    return sheets[page].get(address, {}).get("value", "")


def text(sheets, page, address):
    return sheets[page].get(address, {}).get("text", "")


def verdicts(sheets):
    """Return what stands beside count and totals of the pasted table."""
    return [value(sheets, paste.PASTE, f"E{region.row}") for region in (paste.COUNT, *paste.TOTALS)]


def test_an_empty_form_has_no_errors_but_where_the_engine_is_asked(empty):
    """Without the add-in only the plan's own words are missing."""
    wrong = [
        f"{title}!{address}"
        for title, cells in empty.items()
        for address, cell in cells.items()
        if cell["error"] and "CDS_" not in cell["formula"].upper()
    ]
    assert wrong == []


def test_live_cells_of_an_empty_form_are_blank(empty):
    """Neither upfront nor check nor composite asks for anything before there is something."""
    for title, address in ((quotes.QUOTES, "J16"), (quotes.QUOTES, "V16"), (quotes.MEMBERS, "J5")):
        assert (value(empty, title, address), empty[title].get(address, {}).get("error", 0)) == ("", 0)


def test_the_ways_count_down_before_any_button(empty):
    """At 15:00 mail opens and the report is due in a quarter of an hour."""
    assert text(empty, quotes.WAYS, "E12") == text(empty, quotes.WAYS, "F13") == "0:15:00"
    assert value(empty, quotes.WAYS, "B12") == "－ 開始前 not yet"
    assert value(empty, quotes.WAYS, "C10") == "－ 未設定 unset"


@pytest.mark.parametrize(
    ("hour", "word", "left"),
    [(15.0, "－ 開始前 not yet", "0:45:00"), (15.5, "○ 可 open", "0:15:00"), (16.0, "✗ 終了 closed", "0:00:00")],
)
def test_a_way_is_open_between_its_times(read, hour, word, left):
    """State and countdown follow the clock alone, once the times are known."""
    ways = [["standing", "why", "opens", "closes"], *[["○", "x", 15.25 / 24, 15.75 / 24]] * 4]
    sheets = read(f"ways{hour}", ways_sheet, {"HIKAE_WAYS": ways, "HIKAE_AT": [[DAY + hour / 24]]})
    assert (value(sheets, quotes.WAYS, "B11"), text(sheets, quotes.WAYS, "F11")) == (word, left)


def test_a_way_that_the_plan_closes_says_so(read):
    """What the plan says of it goes before the clock."""
    ways = [["standing", "why", "opens", "closes"], *[["✗ 使えない down", "x", 15 / 24, ""]] * 4]
    assert value(read("closed", ways_sheet, {"HIKAE_WAYS": ways}), quotes.WAYS, "B10") == "✗ 使えない down"


def test_the_report_says_what_the_record_says(read):
    """A failure that was reported is not closed by the clock."""
    ways = [["standing", "why", "opens", "closes"], *[["○ 連絡済 reported", "x", "", 14 / 24]] * 4]
    assert value(read("reported", ways_sheet, {"HIKAE_WAYS": ways}), quotes.WAYS, "B13") == "○ 連絡済 reported"


def test_an_unconfirmed_sending_counts_the_time(read):
    """How long nobody has answered; a confirmed one counts nothing."""
    sent = [[DAY + 14.5 / 24, "▲ 未確認 not confirmed"], [DAY + 14.5 / 24, "○ 確認済 confirmed"]]
    sheets = read("sent", ways_sheet, {"HIKAE_SENDINGS": [quotes.SENDINGS.columns, *sent]})
    assert (text(sheets, quotes.WAYS, "J18"), value(sheets, quotes.WAYS, "J19")) == ("0:30:00", "")


def test_keyed_differences_show_as_one_types(read):
    """The difference is there at once; the verdict is gone as soon as the row has changed."""
    keyed = [["AA", 21.72, 31.12], ["BB", 1.0, 2.0], ["CC", "", ""]]
    beside = [
        [27.12, 31.12, "✗ 相違 differs", "AA", 21.72, 31.12],
        [1.0, 2.0, "○ 一致 same", "BB", 1.5, 2.0],
        [3.0, 4.0, "✗ 入力なし not keyed", "CC", "", ""],
    ]
    sheets = read(
        "keyed",
        keyed_sheet,
        {
            "HIKAE_KEYED": [quotes.KEYED_ENTRY.columns, *keyed],
            "HIKAE_RECONCILED": [quotes.RECONCILED.columns, *beside],
        },
    )
    states = [value(sheets, quotes.KEYED, f"A{row}") for row in (11, 12, 13, 14)]
    assert states == ["✗ 相違 differs", "－ 未照合 not reconciled", "✗ 入力なし not keyed", ""]
    assert value(sheets, quotes.KEYED, "H5") == 2
    assert (text(sheets, quotes.KEYED, "E11"), value(sheets, quotes.KEYED, "F11")) == ("-5.40", 0.0)
    assert value(sheets, quotes.KEYED, "C7") == pytest.approx(22.72)


def test_a_price_says_where_it_comes_from(read):
    """Vendor, yesterday or JSCC itself, by the sheet's own comparison, and how many there are of each."""
    prices = [
        ["AA", "", "", 28.25, 28.25, 28.73, 27.2, 5],
        ["BB", "", "", 30.22, "", 31.39, 30.22, 5],
        ["CC", "", "", 33.3, "", 33.69, 32.83, 5],
        ["DD", "", "", "", "", "", 1.0, 0],
    ]
    sheets = read("prices", prices_sheet, {"HIKAE_PRICES": [quotes.PRICED.columns, *prices]})
    words = [value(sheets, quotes.PRICES, f"K{row}")[:1] for row in range(9, 13)]
    assert words == ["○", "▲", "▲", ""]
    assert [value(sheets, quotes.PRICES, cell) for cell in ("B5", "C5", "E5", "F5", "G5")] == [4, 3, 1, 1, 1]


@pytest.mark.parametrize(
    "rows",
    [
        (HEAD, *ROWS),
        (("銘柄", "参加者", "売気配", "買気配"), *((a, "P01", c, b) for a, b, c in ROWS)),
        (("銘柄 買気配 売気配",), ("ITXJS3605 27.5 31.5",), ("ITXJS3705   ２９．００   1,033.25",)),
        (("銘柄\t買気配\t売気配",), ("ITXJS3605\t27.5\t31.5",), ("ITXJS3705\t29.00\t1,033.25",)),
        (("instrument,bid,offer",), ("ITXJS3605,27.5,31.5",), ("ITXJS3705,29.00,1033.25",)),
    ],
    ids=["cells", "other order", "spaces", "tabs", "commas"],
)
def test_a_pasted_table_is_added_up_by_the_sheet(read, rows, request):
    """Count and both sums agree with what was told, whatever the shape, before any button is pressed."""
    sheets = read(request.node.callspec.id, paste_page, pasted(*rows))
    assert verdicts(sheets) == ["○ 一致 same"] * 3
    assert value(sheets, paste.PASTE, f"C{paste.TOTALS[1].row}") == pytest.approx(1064.75)


def test_another_total_is_seen_at_once(read):
    """The verdict names it, and the difference stands beside."""
    sheets = read("differs", paste_page, pasted(HEAD, *ROWS, told=(2, 56.4, "")))
    assert verdicts(sheets) == ["○ 一致 same", "✗ 相違 differs", "－ 未記入 not told"]
    assert value(sheets, paste.PASTE, f"D{paste.TOTALS[0].row}") == pytest.approx(-0.1)


def test_headings_that_the_sheet_does_not_know_add_up_to_nothing(read):
    """It never shows ○ for a column that it did not find."""
    sheets = read("headless", paste_page, pasted(("A", "B", "C"), *ROWS))
    assert verdicts(sheets)[1:] == ["✗ 相違 differs"] * 2


def test_one_instrument_is_looked_into_by_the_sheet(read):
    """Its quotes stand together, with their mids; those of others do not."""
    members = [[code, name, 10.0 + place, 12.0 + place, ""]
               for code in ("AA", "BB", "CC") for place, name in enumerate(("P01", "P02", "P03"))]  # fmt: skip
    sheets = read(
        "members", members_sheet, {"HIKAE_MEMBERS": [quotes.ALL_QUOTES.columns, *members], "HIKAE_INSPECTED": [["BB"]]}
    )
    assert [value(sheets, quotes.MEMBERS, f"H{row}") for row in range(9, 13)] == ["BB", "BB", "BB", ""]
    assert [value(sheets, quotes.MEMBERS, f"L{row}") for row in range(9, 12)] == [11.0, 12.0, 13.0]
