"""計算 / Calculate of the margin book pressed in a real LibreOffice: another account is chosen, the day is recorded."""

import pytest

from addin.books.regions import margin

DAY_ROWS = range(margin.FIRST, margin.FIRST + 13)


@pytest.fixture
def document(office, tmp_path, example_file):
    """Return the delivered book, the example day at 18:55, open."""
    (tmp_path / "margin.xlsx").write_bytes(example_file("margin"))
    with office.opened(tmp_path / "margin.xlsx") as opened:
        yield opened


def test_calculate_explains_the_chosen_account_and_records_the_day(office, document, journal):
    """Its pages turn to P06H, the recorded amounts stand beside the live ones and are equal, and no sum is a gap."""

    def read(sheet, area):
        return office.ask("values", document=document, sheet=sheet, area=area)

    before = len(list(journal.entries()))
    for sheet in (margin.EXPLAIN, margin.HISTORY):
        office.ask("write", document=document, sheet=sheet, cell="B5", value="P06H")
    assert read(margin.EXPLAIN, "F5") != [["○ この口座 this account"]]
    office.press(document, "CALCULATE")
    assert read(margin.EXPLAIN, "D5:F5")[0][::2] == ["P06H", "○ この口座 this account"]
    assert read(margin.EXPLAIN, "K16") == [row[8:9] for row in read(margin.COMPONENTS, "A10:I69") if row[0] == "P06H"]
    assert read(margin.HISTORY, "D5") == [["P06H"]]
    rows = f"{DAY_ROWS[0]}:{{}}{DAY_ROWS[-1]}"
    assert read(margin.COMPONENTS, "S" + rows.format("S")) == read(margin.COMPONENTS, "I" + rows.format("I"))
    assert read(margin.SUMMARY, "B25")[0][0].startswith("P05H  単位の誤り")
    assert isinstance(read(margin.COST, "L13")[0][0], float)
    assert len(list(journal.entries())) > before
