"""The continuity book in a real LibreOffice: live with the add-in as the command line says, readable without it."""

import json
import subprocess
from datetime import datetime, timedelta

import openpyxl
import pytest
from continuity_hand import QUAKE, Prepared, at, number

from addin.books.regions import continuity as regions
from addin.books.style import saved
from addin.functions.invoke import answer
from workbooks.continuity import continuity_book

pytestmark = pytest.mark.long

FIRST = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days know no zone
HEADQUARTERS = regions.HEADQUARTERS


def acted(folder):
    """Return the book after an evening: an earthquake, reports, calls, the centre; the board as written at 18:55."""
    hand = Prepared(folder / "home").hand
    hand.look_at(18, 22)
    hand.tell(**QUAKE, occurred_at=(number(18, 4),))
    hand.declare("HIKAE_INCIDENT")
    hand.look_at(18, 40)
    hand.fill("HIKAE_STEPS", "headquarters", state="完了 done", lead="MK")
    hand.fill("HIKAE_SERVICES", "collateral_tse", state="停止 stopped", by="UM", note="端末停止")
    hand.declare("HIKAE_STEPS")
    hand.fill("HIKAE_CALLS", "対策本部", reached="はい yes")
    hand.fill("HIKAE_CENTRE", word="プライマリは使えない unusable", by="UM", reason="浸水")
    hand.declare("HIKAE_CALLS")
    hand.declare("HIKAE_CENTRE")
    hand.look_at(18, 55)
    hand.done("APPLY")
    hand.fill("HIKAE_DECIDE", what="まだ宣言していない")
    hand.fill("HIKAE_CONTACTS", "対策本部", landline="03-0000-9999")
    made = continuity_book()  # with its looks, which a copy has not
    for sheet in made.worksheets:
        for row in hand.book[sheet.title].iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    sheet[cell.coordinate].value = cell.value
    return made


@pytest.fixture(scope="module")
def evening(tmp_path_factory):
    """Return the folder of a home and its book after that evening."""
    folder = tmp_path_factory.mktemp("continuity")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIKAE_HOME", str(folder / "home"))
        (folder / "continuity.xlsx").write_bytes(saved(acted(folder)))
    return folder


@pytest.fixture(scope="module")
def alone(plain, evening):
    """Return every cell of the book where the add-in is missing."""
    return plain.dump(evening / "continuity.xlsx")


@pytest.fixture(scope="module")
def live(hosts, hikae, extension, evening):
    """Return every cell of the book with the add-in and that home."""
    environment = {"HIKAE_HOME": str(evening / "home"), "HIKAE_COMMAND": hikae}
    running = hosts.Office(evening, extension=extension, environment=environment)
    try:
        yield running.dump(evening / "continuity.xlsx", save=evening / "saved.xlsx")
    finally:
        running.stop()


def value(dump, address, sheet=HEADQUARTERS):
    return dump["sheets"][sheet].get(address, {}).get("value", "")


def sections(dump):
    """Yield sheet, first row and section of every live section."""
    for sheet, cells in dump["sheets"].items():
        for address, cell in cells.items():
            if address.startswith("A") and "CDS_BOARD" in cell["formula"].upper():
                above = cells.get(f"A{int(address[1:]) - 1}", {}).get("formula", "")
                if "CDS_BOARD" not in above.upper():
                    yield sheet, int(address[1:]), cell["formula"].split('"')[1]


def as_shown(cell):
    """Return a value of the command line as a sheet holds it."""
    if not cell.startswith("2026-") or "T" not in cell:
        return cell
    return (datetime.fromisoformat(cell).replace(tzinfo=None) - FIRST) / timedelta(days=1)


def test_no_cell_shows_an_error_with_the_add_in(hosts, live):
    """Neither on the board nor on any other page."""
    assert hosts.Office.error_cells(live) == {}


def test_every_live_row_is_what_the_command_line_says(live, evening, monkeypatch):
    """All sections on all pages, cell by cell, at the instant that the book looks at."""
    monkeypatch.setenv("HIKAE_HOME", str(evening / "home"))
    seen = list(sections(live))
    assert len(seen) == 12
    for sheet, first, section in seen:
        rows = answer("CDS_BOARD", [section, "2026-11-20T18:55:00+09:00"])["value"][: regions.ROOM[section]]
        for down, row in enumerate(rows):
            shown = [value(live, f"{column}{first + down}", sheet) for column in "ABCDE"]
            assert shown == [pytest.approx(as_shown(cell)) if cell else "" for cell in row], (sheet, section, down)


def test_one_section_is_what_the_real_command_prints(live, hikae, evening):
    """In a process of its own, too."""
    command = [hikae, "call", "CDS_BOARD", json.dumps(["incident", "2026-11-20T18:55:00+09:00"])]
    environment = {"HIKAE_HOME": str(evening / "home"), "PATH": "/usr/bin:/bin"}
    printed = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60).stdout
    rows = json.loads(printed)["value"]
    assert [value(live, f"B{row}") for row in range(15, 21)] == [row[1] for row in rows[:6]]


def test_the_countdowns_run_from_the_fixed_instant(live):
    """At 18:55 there are 69 minutes until 20:04, and 5 until 19:00."""
    assert value(live, "F20") == pytest.approx(69 / 1440)
    assert value(live, "H15") == pytest.approx(51 / 1440)
    assert value(live, "F24") == pytest.approx(5 / 1440)


def test_the_counts_follow_the_board(live):
    """One step done, one business stopped, one contact reached, two cut-offs inside."""
    counts = {value(live, f"G{row}").split("\n")[1]: value(live, f"H{row}") for row in range(17, 24)}
    assert (counts["Steps done"], counts["Businesses stopped"], counts["Cut-offs inside"]) == (1, 1, 2)
    assert (counts["Reached"], counts["Not reached yet"]) == (1, 10)


def test_what_is_typed_and_not_declared_says_so(live):
    """A decision and a changed contact are not in the record yet; those that are keep their marks."""
    assert value(live, "G8", regions.DECISIONS_PAGE) == "－ 未記録 not recorded"
    assert value(live, "A18", regions.CONTACTS_PAGE) == "－ 未記録 not recorded"
    assert value(live, "A19", regions.CONTACTS_PAGE) == "○ 記録済 recorded #2"
    assert value(live, "A70", regions.CONTACTS_PAGE) == ""


def test_a_night_without_a_name_is_marked(live):
    """Sunday, 29 November: by the sheet's own formula."""
    row = regions.ROSTER.row + 14
    assert value(live, f"F{row}", regions.ROSTER_PAGE) == "日"
    assert value(live, f"G{row}", regions.ROSTER_PAGE) == "✗ 当番なし nobody"


@pytest.mark.usefixtures("live")
def test_a_saved_book_reads_the_same(evening):
    """Names and texts survive the office's own saving."""
    before = openpyxl.load_workbook(evening / "continuity.xlsx")
    after = openpyxl.load_workbook(evening / "saved.xlsx")
    assert set(after.defined_names) == set(before.defined_names)
    assert after.sheetnames == before.sheetnames
    assert after[regions.CLAUSES]["C8"].value == before[regions.CLAUSES]["C8"].value


def test_nothing_is_an_error_without_the_add_in(hosts, alone):
    """Every live cell has words or nothing in its place."""
    assert hosts.Office.error_cells(alone) == {}


def test_without_the_add_in_the_book_says_so(alone):
    """The status, and that no ruling stands there."""
    assert value(alone, "A3") == "アドインがありません / add-in is missing"
    assert value(alone, "A15") == "－ 判定なし none"


def test_the_written_board_reads_without_the_add_in(alone):
    """The rows of 18:55 stand there with their countdowns, and the call tree with its counts."""
    assert value(alone, "B5", regions.BOARD_PAGE) == "○ 90秒以内 within 90 s"
    states = {value(alone, f"C{row}", regions.BOARD_PAGE) for row in range(10, 60)}
    assert {"▲ 広域災害 wide-area disaster", "✗ 停止 stopped", "● 進行中 counting"} <= states
    assert value(alone, "A6", regions.CALLS_PAGE) == 1


def test_the_board_was_written_at_the_instant_of_the_book(alone):
    """Its first row names it."""
    moment = (at(18, 55).replace(tzinfo=None) - FIRST) / timedelta(days=1)
    assert value(alone, "E9", regions.BOARD_PAGE) == pytest.approx(moment)
