"""The margin book in a real LibreOffice: live with the add-in and the day's record, readable without either."""

from datetime import date
from pathlib import Path

import pytest

from addin.app.handles import handles_of
from addin.books.regions import margin

pytestmark = pytest.mark.long

ACCOUNTS, SUMMARY, CASH, COST = margin.ACCOUNTS, margin.SUMMARY, margin.CASH, margin.COST
MARKET, WHATIF, COMPONENTS, WORST = margin.MARKET, margin.WHATIF, margin.COMPONENTS, margin.WORST
WRONG = margin.FIRST + 7  # the row of P05H
OWN, NOTIFIED, DIFFERENCE = 8_749_095_443.0, 5_609_989_885.0, -3_139_105_558.0


@pytest.fixture(scope="module")
def file(tmp_path_factory, example_file):
    """Return the delivered book: the example day at 18:55."""
    path = tmp_path_factory.mktemp("margin") / "margin.xlsx"
    path.write_bytes(example_file("margin"))
    return path


@pytest.fixture(scope="module")
def live(office, file):
    """Return every cell as LibreOffice computes it with the add-in, beside a record of the example day."""
    return office.dump(file)


@pytest.fixture
def opened(office, file):
    """Return the identifier of the book, open and computed; nothing of a test stays in it."""
    with office.opened(file) as document:
        office.ask("recalculate", document=document)
        yield document


def value(dump, sheet, address):
    return dump["sheets"][sheet].get(address, {}).get("value", "")


def read(office, document, sheet, area):
    return office.ask("values", document=document, sheet=sheet, area=area)


def test_no_cell_is_an_error(office, live):
    """On no page of the example day."""
    assert office.error_cells(live) == {}


def test_every_account_has_its_verdict(live):
    """Twelve agree, P05H differs, by the sheet's own formula on the live amounts."""
    verdicts = [value(live, ACCOUNTS, f"A{row}") for row in range(margin.FIRST, margin.FIRST + 13)]
    assert verdicts.count("● 一致 agrees") == 12
    assert verdicts[7] == "✗ 相違 differs"
    row = [value(live, ACCOUNTS, f"{column}{WRONG}") for column in "GHI"]
    assert row == [OWN, NOTIFIED, DIFFERENCE]


def test_the_component_that_differs_is_named(live):
    """P05H's base amount, notified in thousands of yen."""
    assert value(live, ACCOUNTS, f"J{WRONG}") == "基礎基準額 Base"
    assert value(live, ACCOUNTS, f"J{WRONG - 1}") == ""


def test_a_pending_amount_shows_as_provisional(live):
    """At 18:55 it is undecided: the originally notified amount holds until then, and is not blank."""
    row = [value(live, ACCOUNTS, f"{column}{WRONG}") for column in "KLMN"]
    assert row == [NOTIFIED, "当初 first", "CP-2.2.1", "▲ 暫定 provisional"]


def test_the_clock_counts_to_both_limits(live):
    """Five minutes to 19:00, and an hour more."""
    shown = [live["sheets"][ACCOUNTS][address]["text"] for address in ("B5", "B6")]
    assert shown == ["0:05:00", "1:05:00"]


def test_the_summary_counts_what_the_pages_show(live):
    """Agree, differ, not computed, not notified, challenged."""
    assert [value(live, SUMMARY, f"{column}24") for column in "ABCDE"] == [12.0, 1.0, 0.0, 0.0, 0.0]


def test_exposure_is_summed_without_netting(live):
    """What P05H lacks is uncovered, whatever the other accounts have too much."""
    own, applied = (value(live, COST, f"{column}{WRONG}") for column in "BC")
    assert value(live, SUMMARY, "H24") == value(live, COST, f"D{WRONG}") == own - applied == -DIFFERENCE
    assert value(live, COST, "D7") == -DIFFERENCE


def test_cash_is_due_on_the_next_business_day(live):
    """P06H alone has to pay in, over the long weekend; a surplus of another account pays nothing."""
    row = margin.FIRST + 9
    assert value(live, CASH, f"A{row}") == "✗ 不足 short"
    assert value(live, CASH, f"L{row}") == value(live, CASH, "L7") == 89_300_509.0
    assert live["sheets"][CASH][f"N{row}"]["text"] == "2026/11/24"


def test_the_losses_are_all_scenarios(live):
    """The distribution counts every scenario, the worst one first in its table."""
    assert value(live, WORST, "I5") >= 750
    losses = [value(live, WORST, f"E{row}") for row in range(margin.FIRST, margin.FIRST + 20)]
    assert losses == sorted(losses, reverse=True)
    assert value(live, WORST, "E7") == losses[0]


def test_a_changed_spread_is_seen_at_once(office, opened):
    """Every verdict follows, the summary says that a spread was edited, and putting it back undoes it."""
    before = read(office, opened, MARKET, "B20")[0][0]
    office.ask("write", document=opened, sheet=MARKET, cell="B20", value=before + 10)
    assert read(office, opened, ACCOUNTS, f"A{margin.FIRST}") == [["✗ 相違 differs"]]
    assert read(office, opened, SUMMARY, "J24") == [[1.0]]
    office.ask("write", document=opened, sheet=MARKET, cell="B20", value=before)
    assert read(office, opened, ACCOUNTS, f"A{margin.FIRST}") == [["● 一致 agrees"]]


def test_a_spread_that_is_no_number_leaves_gaps(office, opened):
    """No account has an own amount then: a blank and a word, never the amount of before."""
    office.ask("write", document=opened, sheet=MARKET, cell="B20", value="abc")
    assert read(office, opened, ACCOUNTS, f"A{margin.FIRST}:A{margin.FIRST}") == [["－ 計算なし not computed"]]
    assert read(office, opened, ACCOUNTS, f"G{margin.FIRST}") == [[""]]
    assert read(office, opened, COMPONENTS, f"J{margin.FIRST}")[0][0].startswith("✗ ")


def test_trades_are_tried_out(office, opened):
    """Alone and together, and a trade that cannot be read says why in its row."""
    office.ask("write", document=opened, sheet=WHATIF, cell="D10", value="ITXJS4605")
    office.ask("write", document=opened, sheet=WHATIF, cell="E10", value=1e9)
    ((alone, why),) = read(office, opened, WHATIF, "F10:G10")
    now, more, then = (row[0] for row in read(office, opened, WHATIF, "G5:G7"))
    assert (more, why, then) == (alone, "", now + alone)
    assert alone != 0.0


def test_a_mark_is_counted(office, opened):
    """The first of two clicks."""
    office.ask("write", document=opened, sheet=ACCOUNTS, cell=f"F{WRONG}", value="x")
    assert read(office, opened, ACCOUNTS, "E5") == [[1.0]]


def test_an_amount_that_is_text_is_no_agreement(office, opened):
    """The newest notified amount is what counts, also when it cannot be read."""
    office.ask("write", document=opened, sheet=ACCOUNTS, cell=f"E{margin.FIRST}", value="3.5bn")
    assert read(office, opened, ACCOUNTS, f"A{margin.FIRST}") == [["✗ 数でない no number"]]


def test_the_whole_book_is_recalculated_within_a_second(office, opened, told):
    """Every formula of every page, with a market that is valued anew because a spread has changed."""
    office.ask("automatic", document=opened, on=False)
    office.ask("write", document=opened, sheet=MARKET, cell="B21", value=61.5)
    took = office.ask("recalculate", document=opened)
    told("margin workbook of the example day", took, 1.0)


def test_without_the_add_in_only_live_cells_are_errors(plain, file):
    """Deposits, positions and countdowns are the sheet's own and right; the verdict says that nothing is computed."""
    dump = plain.dump(file)
    for where in plain.error_cells(dump):
        sheet, _, address = where.rpartition("!")
        assert "CDS_" in dump["sheets"][sheet][address]["formula"].upper()
    assert value(dump, CASH, "H7") == 50_300_000_000.0
    assert value(dump, margin.POSITIONS, "C5") == 644.0
    assert value(dump, ACCOUNTS, f"A{WRONG}") == "－ 計算なし not computed"
    assert dump["sheets"][ACCOUNTS]["B5"]["text"] == "0:05:00"


def test_the_names_in_the_book_are_those_of_the_record(desk, live):
    """The delivered book finds its stored tables in any home where the example day was run."""
    known = handles_of(date(2026, 11, 20), home=Path(desk["HIKAE_HOME"]))
    stored = [value(live, MARKET, f"Q{row}") for row in (11, 12, 22)]
    assert all(any(name.startswith(each) for each in known) for name in stored)
