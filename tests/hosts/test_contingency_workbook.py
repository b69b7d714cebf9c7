"""The contingency book in a real LibreOffice: what the record says, and what the sheet itself counts."""

import pytest

from addin.app.desk_contingency import filling
from addin.books.built import BuiltSheet
from addin.books.style import saved
from addin.functions.invoke import answer
from workbooks.contingency import DUTIES, NEXT, RULINGS, TIMES, contingency_book

pytestmark = pytest.mark.long

NOW, TOLD, NOTICES, CONTACTS = "今やること Now", "周知 Told", "連絡 Notices", "連絡先 Contacts"
MOMENT, FIRST = "2026-11-20T18:55:00+09:00", 46346  # the example day as a sheet counts it
ITEMS = ("settlement_price", "margin", "intraday")
FRESH = (f"E{NEXT}", *(f"E{row}" for row in range(RULINGS, RULINGS + 6, 2)))
TELLS_TIME = {f"{NOW}!{cell}" for cell in ("E5", "E6", "E7", *FRESH)} | {f"適用 Plan!G{row}" for row in range(8, 11)}


@pytest.fixture(scope="module")
def file(tmp_path_factory, example_day):
    """Return the book as it is delivered: filled with the example day, looked at from 18:55."""
    folder = tmp_path_factory.mktemp("contingency")
    made = contingency_book()
    sheet = BuiltSheet(made, "contingency.xlsx")
    sheet.write(filling(sheet, example_day, home=folder / "none"))
    (folder / "contingency.xlsx").write_bytes(saved(made))
    return folder / "contingency.xlsx"


@pytest.fixture(scope="module")
def live(office, file):
    """Return every cell as LibreOffice computes it with the add-in, and the book as it saves it."""
    return office.dump(file, save=file.with_name("live.xlsx"))


@pytest.fixture(scope="module")
def alone(plain, file):
    """Return every cell as LibreOffice computes it without the add-in."""
    return plain.dump(file, save=file.with_name("alone.xlsx"))


@pytest.fixture
def called(desk, monkeypatch):
    """Return a function that gives what a worksheet function says by the record that the office looks into."""
    monkeypatch.setenv("HIKAE_HOME", desk["HIKAE_HOME"])
    return lambda name, *arguments: answer(name, [*arguments, MOMENT])["value"]


def value(dump, address, sheet=NOW):
    return dump["sheets"][sheet].get(address, {}).get("value", "")


def clock(moment):
    """Return the instant of a cell as a time of the example day."""
    minutes = round((moment - FIRST) * 1440)
    return f"2026-11-20T{minutes // 60:02}:{minutes % 60:02}:00+09:00"


def test_no_cell_is_an_error(office, plain, live, alone):
    """Neither with the add-in nor without it, on any sheet."""
    assert dict(office.error_cells(live)) == {}
    assert dict(plain.error_cells(alone)) == {}


def test_the_next_cut_off_is_the_records(live, called):
    """Time, time left and clause of the first row are those of the command line."""
    assert clock(value(live, f"D{NEXT}")) == called("CDS_PLAN_NEXT")
    assert value(live, f"B{NEXT}") == pytest.approx(5 / 1440)
    assert value(live, f"G{NEXT}") == "CP-2.1.2.c"
    assert value(live, f"H{NEXT}").startswith("（未了の場合 if still open）19時を過ぎても計算できていなければ")


def test_the_duties_are_the_records_row_by_row(live, called):
    """State, until, who, clause and what of each row; the clause's own words stand beneath."""
    shown = 0
    for row, (until, clause, duty, state, who) in enumerate(called("CDS_PLAN_DUE")[:5], DUTIES):
        if not clause:
            continue
        shown += 1
        assert (value(live, f"A{row}"), value(live, f"G{row}"), value(live, f"E{row}")) == (state, clause, who)
        assert clock(value(live, f"D{row}")) == until
        first, second = value(live, f"H{row}").split("\n")
        assert first == duty
        assert second
    assert shown == 4


def test_each_item_is_ruled_as_the_record_says(live, called):
    """What applies, by which clause, until when, and what it becomes if nothing arrives."""
    for item, row in zip(ITEMS, range(RULINGS, RULINGS + 6, 2), strict=True):
        assert value(live, f"H{row}") == called("CDS_PLAN", item)
        assert value(live, f"G{row}") == called("CDS_PLAN_CLAUSE", item)
        assert value(live, f"H{row + 1}") == called("CDS_PLAN_IF_NOTHING", item)
        until = called("CDS_PLAN_UNTIL", item)
        assert (clock(value(live, f"D{row}")) if until else value(live, f"D{row}")) == until


def test_the_page_says_what_its_rulings_rest_on(live, called):
    """The basis stands beside the head of the duties."""
    assert value(live, f"H{DUTIES - 2}") == called("CDS_PLAN_BASIS")


def test_without_the_add_in_the_timetable_still_counts(alone):
    """The next cut-off, its time left, its clause and its words are then the sheet's own."""
    assert clock(value(alone, f"D{NEXT}")) == "2026-11-20T19:00:00+09:00"
    assert value(alone, f"B{NEXT}") == pytest.approx(5 / 1440)
    assert value(alone, f"G{NEXT}") == "CP-2.1.2.c"
    states = [value(alone, f"A{row}") for row in range(TIMES, TIMES + 6)]
    assert states == [*["○ 経過 passed"] * 4, "▶ 次 next", "－ 先 later"]


def test_without_the_add_in_no_duty_looks_like_none(alone):
    """A page that cannot rule says so in every row: a blank one would be read as nothing to do."""
    assert {value(alone, f"A{row}") for row in range(DUTIES, DUTIES + 5)} == {"－"}
    for row in range(RULINGS, RULINGS + 6, 2):
        assert value(alone, f"H{row}").startswith("－ 判定なし no ruling")
        assert value(alone, f"D{row}") == ""
    assert value(alone, f"H{DUTIES - 2}").startswith("✗ － 判定なし no ruling")


def test_without_the_add_in_open_contacts_and_notices_are_counted(alone):
    """Two margin staff not reached, two notices overdue, every contact but none to be verified."""
    assert (value(alone, "B6", TOLD), value(alone, "D6", TOLD)) == (2, 14)
    assert [value(alone, cell, NOTICES) for cell in ("B6", "D6", "F6")] == [0, 2, 0]
    assert value(alone, "B6", CONTACTS) == 18


def test_the_book_survives_being_saved(office, live, file):
    """Saved by the office and opened again: the same names, and the same text in every cell."""
    again = office.dump(file.with_name("live.xlsx"), save=file.with_name("again.xlsx"))
    assert set(again["names"]) == set(live["names"])
    before, after = _said(live), _said(again)
    moved = {where for where in before if before[where] != after.get(where)}
    assert (moved - TELLS_TIME, set(after) - set(before)) == (set(), set())


def _said(dump):
    """Return what every cell shows, by its sheet and address."""
    cells = ((sheet, where, cell) for sheet, each in dump["sheets"].items() for where, cell in each.items())
    return {f"{sheet}!{where}": cell["text"] for sheet, where, cell in cells}
