"""The pages of the other measures in a real LibreOffice: native sums that agree, gaps as words, an empty form."""

import openpyxl
import pytest

from addin.books.regions import margin
from workbooks import catalogue

pytestmark = pytest.mark.long

DAY_ROWS = range(margin.FIRST, margin.FIRST + 13)


@pytest.fixture(scope="module")
def files(tmp_path_factory, example_file):
    """Return the delivered book, the example day at 18:55, and its empty form."""
    folder = tmp_path_factory.mktemp("measures")
    made = {"filled": example_file("margin"), "empty": catalogue.built("margin")}
    for name, data in made.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    return {name: folder / f"{name}.xlsx" for name in made}


@pytest.fixture(scope="module")
def live(office, files):
    """Return every cell of the delivered book as LibreOffice computes it."""
    return office.dump(files["filled"])


def value(dump, sheet, address):
    return dump["sheets"][sheet].get(address, {}).get("value", "")


def column(dump, sheet, letter, rows=DAY_ROWS):
    return [value(dump, sheet, f"{letter}{row}") for row in rows]


def test_every_transfer_is_its_parts_and_the_change_of_the_level(live):
    """The sheet's own sum, and own level less the previous one: equal to the yen where nothing else moved."""
    flows, levels, before = (column(live, margin.VARIATION, letter) for letter in "KEC")
    assert flows == [level - previous for level, previous in zip(levels, before, strict=True)]
    assert column(live, margin.VARIATION, "A") == ["● 一致 agrees"] * 13


def test_a_cleared_book_moves_nothing_in_all(live):
    """What one side pays the other receives: levels and transfers of all accounts sum to nothing but rounding."""
    assert abs(value(live, margin.VARIATION, "E7")) <= 13
    assert abs(value(live, margin.VARIATION, "K7")) <= 13


def test_the_shared_fund_is_the_required_one(live):
    """Pro rata of the sheet's own, with the floor, is the requirement but for its rounding; one has the floor."""
    rows = range(margin.FIRST, margin.FIRST + 8)
    at_least, required = (column(live, margin.FUND, letter, rows) for letter in "MG")
    assert all(abs(a - b) <= 1 for a, b in zip(at_least, required, strict=True))
    assert column(live, margin.FUND, "N", rows) == [""] * 7 + ["▲ 下限 floor"]
    assert abs(value(live, margin.FUND, "L7") - value(live, margin.FUND, "C5")) <= 1


def test_every_component_is_what_its_positions_bring(live):
    """Seven checks that hold, and the worst days' shares of their losses are the base amount."""
    assert column(live, margin.EXPLAIN, "M", range(10, 17)) == ["○ 合う sums up"] * 7
    assert value(live, margin.EXPLAIN, "N42") == pytest.approx(value(live, margin.EXPLAIN, "K10"), abs=1)
    assert value(live, margin.EXPLAIN, "F5") == "○ この口座 this account"


def test_the_evidence_of_the_wrong_account_is_there(live):
    """P05H's base amount is a thousandth of our own; its cause stands beside the account, too."""
    assert value(live, margin.COMPARE, "A10") == "✗ 相違 differs"
    assert value(live, margin.COMPARE, "K10") == pytest.approx(0.001, rel=1e-3)
    assert "単位の誤り" in value(live, margin.ACCOUNTS, f"P{margin.FIRST + 7}")
    assert value(live, margin.ACCOUNTS, f"P{margin.FIRST}") == ""


def test_the_front_page_names_the_wrong_account_and_its_cause(live):
    """Whoever opens the book at 18:55 needs no other page to know what to say on the telephone."""
    said = value(live, margin.SUMMARY, "B25")
    assert said.startswith("P05H  単位の誤り")
    assert "a unit slip" in said
    assert "ほか" not in said


def test_a_whole_evening_fits_the_printed_rows(live):
    """All rows of thirteen accounts are on paper, and the paper says that none is left out."""
    assert value(live, margin.COMPARE, "A129") != ""
    assert value(live, margin.COMPARE, "G6") == 0.0


def test_what_a_fallback_costs_in_all_is_the_sum_of_its_measures(live):
    """Initial margin, level and fund; intraday margin stands beside."""
    parts = column(live, margin.COST, "L", range(10, 13))
    assert value(live, margin.COST, "L13") == sum(parts)
    assert all(part > 0 for part in parts)
    assert value(live, margin.COST, "L14") == value(live, margin.INTRADAY, "T7")


def test_the_backtest_is_judged_by_words(live):
    """Thirteen accounts that are accepted; the chart's days are those of the account that is chosen."""
    assert column(live, margin.HISTORY, "A") == ["● 許容内 accepted"] * 13
    assert value(live, margin.HISTORY, "D5") == value(live, margin.HISTORY, "B5") == "P05H"


def test_a_missing_level_is_a_gap_in_every_sum(office, files):
    """One previous level taken away: the sums that need it are words, on its page and on that of the costs."""
    made = openpyxl.load_workbook(files["filled"])
    made[margin.VARIATION]["C10"] = None
    file = files["filled"].with_name("gap.xlsx")
    made.save(file)
    with office.opened(file) as document:
        office.ask("recalculate", document=document)

        def read(sheet, cell):
            ((found,),) = office.ask("values", document=document, sheet=sheet, area=cell)
            return found

        assert read(margin.VARIATION, "R10") == ""
        assert read(margin.VARIATION, "R7") == read(margin.COST, "L11") == read(margin.COST, "L13") == "－ 不明 gap 1"
        assert isinstance(read(margin.COST, "M13"), float)


def test_the_empty_form_shows_no_number(plain, files):
    """Without a day there is no 0 that could be taken for an amount, and no error but of cells that ask the add-in."""
    dump = plain.dump(files["empty"])
    for page in (margin.VARIATION, margin.FUND, margin.COMPARE, margin.EXPLAIN):
        amounts = [
            cell["value"]
            for address, cell in dump["sheets"][page].items()
            if isinstance(cell["value"], float) and int("".join(filter(str.isdigit, address))) in range(10, 70)
        ]
        assert amounts == [], page
    for where in plain.error_cells(dump):
        sheet, _, address = where.rpartition("!")
        assert "CDS_" in dump["sheets"][sheet][address]["formula"].upper()
