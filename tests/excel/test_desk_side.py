"""What the macros ask for beside functions, on a double of Excel's objects and with the product's own use cases."""

from datetime import datetime, timedelta

import pytest
from excel_objects import MANUAL, Workbook
from pressed_book import PressedBook, built_again

from addin.excel import desk
from addin.excel.agreed import BRIDGE, XLWINGS
from addin.excel.asof import refresh
from addin.excel.errors import LAST_ERRORS
from addin.functions.described import office_cutoffs
from addin.now import JST, next_refresh
from calc.outcome import RefusedError

AT = datetime(2026, 11, 20, 19, 0, 1, tzinfo=JST)
DAY_NUMBER = 46346 + (19 * 3600 + 1) / 86400
DONE, FAILED = 1.0, 0.0


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a new home, which the buttons use."""
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def excel(home):
    """Return the quotes book as Excel has it open, and a new home."""
    assert not home.exists()
    return Workbook(built_again("quotes"), "quotes.xlsm")


def contents(book):
    """Return every cell of a book that holds something, but for what says when."""
    texts = [book.defined_names[name].attr_text for name in ("HIKAE_ASOF", "HIKAE_RECORD")]
    places = (text.replace("$", "").replace("'", "").split(":")[0].split("!") for text in texts)
    left_out = {tuple(place) for place in places}
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and (sheet.title, cell.coordinate) not in left_out
    }


def region(excel, name):
    """Return the cells of a defined name."""
    return next(each for each in excel.Names if each.Name == name).RefersToRange


def test_macros_and_program_of_one_version_belong_together():
    """The greeting of this version's macros is answered with yes."""
    assert desk.hello(BRIDGE, XLWINGS) == [[DONE, ""]]


@pytest.mark.parametrize("given", [("0", XLWINGS), (BRIDGE, "0.1"), (BRIDGE,), ()])
def test_macros_of_another_version_are_refused(given):
    """Whatever they say of themselves, the answer says what is expected, and what to do."""
    ((done, words),) = desk.hello(*given)
    assert done == FAILED
    assert f"≠ {BRIDGE}/{XLWINGS}" in words
    assert "hikae repair" in words


def test_a_button_does_the_same_in_excel_as_elsewhere(excel, example_day, tmp_path, monkeypatch):
    """Import, check and calculate leave the very cells in Excel's book that they leave through the office's pipe."""
    pressed = PressedBook()
    pressed.put("HIKAE_FOLDER", str(example_day))
    region(excel, "HIKAE_FOLDER").Value2 = f"'{example_day}"
    for button in ("IMPORT", "CHECK", "CALCULATE"):
        ((done, words),) = desk.act(button, excel)
        assert done == DONE, words
    monkeypatch.setenv("HIKAE_HOME", str(tmp_path / "other"))
    for button in ("IMPORT", "CHECK", "CALCULATE"):
        pressed.done(button)
    assert contents(excel.book) == contents(pressed.book)


def test_a_button_leaves_its_mark_and_the_present_instant(excel, monkeypatch):
    """After an action the mark names what was done, and the book's instant is the present one."""
    monkeypatch.setattr(desk, "now", lambda: AT)
    ((done, words),) = desk.act("RECORD", excel)
    mark = region(excel, "HIKAE_RECORD").Cells(1, 1).Value2
    assert done == DONE
    assert mark.startswith("#1 ")
    assert mark in words
    assert region(excel, "HIKAE_ASOF").Value2 == DAY_NUMBER


@pytest.mark.parametrize("name", ["xlwings.conf", "evil.py", "addin.excel.desk.py"])
def test_a_sheet_of_settings_or_of_code_has_no_effect(excel, name):
    """What a mailed book may hold for xlwings is not even looked at."""
    excel.book.create_sheet(name)["A1"] = "INTERPRETER_WIN"
    excel.sheets[name] = None
    assert desk.act("RECORD", excel)[0][0] == DONE
    assert desk.tick(excel)[0][0] > 0


def test_a_mark_that_cannot_be_written_takes_nothing_back(excel):
    """What was recorded is recorded, also in a book whose mark somebody has deleted."""
    del excel.book.defined_names["HIKAE_RECORD"]
    assert desk.act("RECORD", excel)[0][0] == DONE


def test_a_refused_button_says_why(excel):
    """The words of both languages come back, and are among the last errors."""
    ((done, words),) = desk.act("NONSENSE", excel)
    error = LAST_ERRORS.all[-1]
    assert (done, words) == (FAILED, f"{error['ja']}\n\n{error['en']}")
    assert (error["where"], error["code"]) == ("NONSENSE", "function_unknown")


def test_a_book_that_saves_itself_is_refused(excel):
    """Nothing is recorded or written where every change would be saved and sent to others at once."""
    excel.AutoSaveOn = True
    ((done, words),) = desk.act("RECORD", excel)
    assert (done, LAST_ERRORS.all[-1]["code"]) == (FAILED, "excel_autosave")
    assert "AutoSave" in words
    assert region(excel, "HIKAE_RECORD").Cells(1, 1).Value2 is None
    excel.AutoSaveOn = False
    assert desk.act("RECORD", excel)[0][0] == DONE


def test_the_list_of_errors_has_the_newest_first():
    """As many as fit on a screen, the newest above."""
    for name in ("first", "second"):
        LAST_ERRORS.keep(name, {"code": "c", "ja": name, "en": name})
    ((text,),) = desk.last_errors(1)
    assert "second" in text
    assert "first" not in text


def test_the_clock_brings_the_instant_and_says_when_to_come_again(excel, monkeypatch):
    """The cell has the instant as a day number; the answer is the seconds until it is due again."""
    monkeypatch.setattr(desk, "now", lambda: AT)
    excel.Saved = True
    assert desk.tick(excel) == [[(next_refresh(AT, office_cutoffs()) - AT).total_seconds()]]
    assert region(excel, "HIKAE_ASOF").Value2 == DAY_NUMBER
    assert excel.Saved


def test_a_clock_that_cannot_write_comes_again(excel):
    """A password, or a book that is closing, is no reason to stay away: the book looks old by its own clock."""
    sheet = region(excel, "HIKAE_ASOF").Worksheet
    sheet.ProtectContents, sheet.password = True, "x"
    with pytest.raises(RefusedError, match="sheet_password"):
        refresh(excel, AT)
    for book in (excel, None):
        assert 0 < desk.tick(book)[0][0] <= 30


@pytest.mark.parametrize("change", ["formula", "1904", "no name"])
def test_an_instant_that_is_none_of_ours_is_left_alone(excel, change):
    """A formula in the cell, a book with other days, and one without the name stay as they are."""
    cell = region(excel, "HIKAE_ASOF")
    before = cell.Value2
    if change == "formula":
        cell.Value2 = "=1+1"
        before = cell.Value2
    excel.Date1904 = change == "1904"
    if change == "no name":
        del excel.book.defined_names["HIKAE_ASOF"]
    refresh(excel, AT + timedelta(hours=1))
    assert cell.Value2 == before


def test_a_book_that_computes_when_told_to_is_told(excel):
    """Its rulings follow the instant, whatever a person has set; other open books are not computed for that."""
    refresh(excel, AT)
    assert {sheet.computed for sheet in excel.Worksheets} == {0}
    excel.Application.Calculation = MANUAL
    refresh(excel, AT)
    assert {sheet.computed for sheet in excel.Worksheets} == {2}
    assert excel.Application.computed == 0
