"""Sheets that are protected: without a password the add-in writes into them, with one it never does."""

import re
import time
import zipfile

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.protection import SheetProtection

SHEET, SECOND = "計算", "第二"
BUTTON = "CHECK"
WORD = "himitsu"
END = {"say": {"value": {"said": {"ja": "できました", "en": "Done"}, "mark": "#1 abc"}}}
FAILED = {"say": {"error": {"code": "x", "ja": "だめ", "en": "No"}}}
NAMES = {"HIKAE_OUT": "$D$1:$E$3", "HIKAE_BLOCK": "$G$1:$G$2", "HIKAE_ASOF": "$K$5"}
OPTIONS = {"sort": False, "autoFilter": False, "insertRows": False, "formatColumns": False, "selectLockedCells": True}


def write(**regions):
    return {"say": {"ask": "write", "regions": regions}}


@pytest.fixture
def file(book):
    """Return a maker of books whose first sheet is protected with options of its own; the second has a region too."""

    def make(password=""):
        path = book(names=NAMES, mark="$H$1", D1="old", E1="=1+1", K5=1.0)
        made = openpyxl.load_workbook(path)
        made[SHEET].protection = SheetProtection(sheet=True, **OPTIONS)
        if password:
            made[SHEET].protection.password = password
        made.create_sheet(SECOND)
        made.defined_names["HIKAE_ASIDE"] = DefinedName("HIKAE_ASIDE", attr_text=f"{SECOND}!$A$1:$B$2")
        made.save(path)
        return path

    return make


@pytest.fixture
def opened(scripted, file):
    """Return the book without a password, opened."""
    with scripted.opened(file()) as document:
        yield document


@pytest.fixture
def values(scripted, opened):
    return lambda area: scripted.ask("values", document=opened, sheet=SHEET, area=area)


@pytest.fixture
def protection(scripted, opened, tmp_path):
    """Return a reader of how the first sheet would be saved: its protection with every option."""

    def read():
        scripted.ask("save", document=opened, path=str(tmp_path / "saved.xlsx"))
        with zipfile.ZipFile(tmp_path / "saved.xlsx") as saved:
            return re.findall("<sheetProtection[^>]*>", saved.read("xl/worksheets/sheet1.xml").decode())

    return read


def test_a_protected_sheet_is_written_and_stays_protected(scripted, opened, script, values, protection):
    """Region and mark are written, every option is as it was, and one undo takes back the region and nothing else."""
    before = protection()
    script(write(HIKAE_OUT=[["new", 9]], HIKAE_ASIDE=[[1]]), END)
    scripted.press(opened, BUTTON)
    assert (values("D1:E1"), values("H1:H1")) == ([["new", 9.0]], [["#1 abc"]])
    assert protection() == before != []
    (step,) = scripted.ask("undoable", document=opened)
    assert step.startswith("Hikae 確認 / Check")
    scripted.ask("undo", document=opened)
    assert values("D1:E1") == [["old", 2.0]]
    assert protection() == before


def test_a_write_that_fails_leaves_the_sheet_protected(scripted, opened, script, values, replies, protection):
    """A region that cannot be written has all put back, the protection as well."""
    scripted.ask("array", document=opened, sheet=SECOND, area="A1:A3", formula="=ROW(A1:A3)")
    before = protection()
    script(write(HIKAE_OUT=[["new", 9]], HIKAE_ASIDE=[[7], [8]]), END)
    scripted.press(opened, BUTTON)
    assert replies() == [{"refused": {"code": "region_unwritten", "detail": "HIKAE_ASIDE"}}]
    assert values("D1:E1") == [["old", 2.0]]
    assert protection() == before != []


def test_a_sheet_with_a_password_is_not_written(scripted, opened, script, values, replies, protection):
    """The action is told which sheet it is, and no region is written on any sheet."""
    scripted.ask("protect", document=opened, sheet=SECOND, password=WORD)
    before, steps = protection(), scripted.ask("undoable", document=opened)
    script(write(HIKAE_OUT=[["new", 9]], HIKAE_ASIDE=[[1]]), FAILED)
    scripted.press(opened, BUTTON)
    assert replies() == [{"refused": {"code": "sheet_password", "detail": SECOND}}]
    assert values("D1:E1") == [["old", 2.0]]
    assert (protection(), scripted.ask("undoable", document=opened)) == (before, steps)
    assert scripted.ask("is_protected", document=opened, sheet=SECOND)


def test_the_mark_and_the_as_of_of_a_sheet_with_a_password_are_left(scripted, file, script):
    """What was recorded is recorded, but a sheet that nobody may write says nothing of it, and its as-of grows old."""
    with scripted.opened(file(WORD)) as document:
        script(END)
        scripted.press(document, BUTTON)
        assert scripted.ask("values", document=document, sheet=SHEET, area="H1:H1") == [[""]]
        assert scripted.ask("values", document=document, sheet=SHEET, area="K5:K5") == [[1.0]]
        assert not scripted.ask("is_modified", document=document)


def test_the_as_of_of_a_protected_sheet_is_kept(scripted, opened, values, protection):
    """Its instant is written without a step to undo and without a change to save; the protection stays."""
    before, end = protection(), time.monotonic() + 5
    while values("K5:K5") == [[1.0]]:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert protection() == before != []
    assert scripted.ask("undoable", document=opened) == []
    assert not scripted.ask("is_modified", document=opened)
