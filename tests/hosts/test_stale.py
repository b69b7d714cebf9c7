"""An old ruling looks old: a book strikes it out by its own clock, which the add-in keeps going."""

import time
from datetime import datetime, timedelta

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.protection import SheetProtection

from addin.now import JST, next_refresh, now

SHEET = "計算"
FIRST = datetime(1899, 12, 30, tzinfo=JST)
NAMES = {"HIKAE_ASOF": "$K$5", "HIKAE_CLOCK": "$K$6"}
STALE = "HIKAE_CLOCK-HIKAE_ASOF>90/86400"
CELLS = {"K6": "=NOW()", "K7": f'=IF({STALE},"stale","current")', "K8": "ruling"}
TICK = "service:hikae.Command?ERRORS"  # begins a refresh at once, as the ticker does every 30 seconds


@pytest.fixture
def file(book):
    """Return a maker of books with a ruling that is struck out when it is old; the refresh is stopped by a password."""

    def make(password=""):
        path = book(names=NAMES, **CELLS)
        made = openpyxl.load_workbook(path)
        struck = FormulaRule(formula=[STALE], font=Font(strike=True))
        made[SHEET].conditional_formatting.add("K8", struck)
        if password:
            made[SHEET].protection = SheetProtection(sheet=True)
            made[SHEET].protection.password = password
        made.save(path)
        return path

    return make


def wait_until(condition, seconds=5.0):
    """Wait for the office."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def value(office, document, cell):
    ((shown,),) = office.ask("values", document=document, sheet=SHEET, area=f"{cell}:{cell}")
    return shown


def is_struck(office, document, tmp_path, word):
    """Return whether a word is struck out as the sheet shows it, conditional formats applied."""
    office.ask("save", document=document, path=str(tmp_path / "shown.html"))
    (line,) = [each for each in (tmp_path / "shown.html").read_text("utf-8").splitlines() if word in each]
    return "<s>" in line


def is_refreshed(office, document):
    """Return whether the book has the instant that it was opened at; the next refresh is some seconds away then."""
    left = (next_refresh(now(), []) - now()).total_seconds()
    if left < 4:
        time.sleep(left + 0.3)
    return value(office, document, "K5") != ""


def set_back(office, document, seconds):
    """Set the as-of to so many seconds before the present."""
    instant = (datetime.now(JST) - FIRST - timedelta(seconds=seconds)) / timedelta(days=1)
    office.ask("write", document=document, sheet=SHEET, cell="K5", value=instant)


def test_a_book_whose_refresh_is_stopped_strikes_its_rulings_out(office, file, tmp_path):
    """Nobody touches the book, its as-of cannot be written, and with the next refresh the ruling looks old."""
    with office.opened(file("himitsu")) as document:
        is_refreshed(office, document)
        set_back(office, document, 89.5)
        assert (value(office, document, "K7"), is_struck(office, document, tmp_path, "ruling")) == ("current", False)
        time.sleep(1)
        assert value(office, document, "K7") == "current"  # nothing computes a clock by itself
        before = value(office, document, "K5")
        office.ask("dispatch", document=document, url=TICK)
        wait_until(lambda: value(office, document, "K7") == "stale")
        assert is_struck(office, document, tmp_path, "ruling")
        assert value(office, document, "K5") == before


def test_a_book_that_is_refreshed_shows_its_rulings(office, file, tmp_path):
    """The as-of follows the clock, and an old ruling looks current again once it is asked anew."""
    with office.opened(file()) as document:
        wait_until(lambda: is_refreshed(office, document))
        set_back(office, document, 120)
        assert (value(office, document, "K7"), is_struck(office, document, tmp_path, "ruling")) == ("stale", True)
        office.ask("dispatch", document=document, url=TICK)
        wait_until(lambda: value(office, document, "K7") == "current")
        assert not is_struck(office, document, tmp_path, "ruling")


def test_the_clock_goes_on_while_somebody_types(office, file):
    """A cell is open for typing, so no as-of is written; the ruling grows old, and the cell stays open."""
    with office.opened(file()) as document:
        wait_until(lambda: is_refreshed(office, document))
        office.ask("dispatch", document=document, url=".uno:SetInputMode")
        set_back(office, document, 89.5)
        time.sleep(0.7)
        office.ask("dispatch", document=document, url=TICK)
        wait_until(lambda: value(office, document, "K7") == "stale")
        old = value(office, document, "K5")
        time.sleep(0.2)
        office.ask("dispatch", document=document, url=TICK)
        time.sleep(0.2)
        assert value(office, document, "K5") == old
        office.ask("dispatch", document=document, url=".uno:Cancel")
        office.ask("dispatch", document=document, url=TICK)
        wait_until(lambda: value(office, document, "K7") == "current")


def test_a_book_that_computes_only_when_told_is_computed_with_its_as_of(office, file):
    """A new as-of above rulings that were not asked again would be a lie; the person's own switch stays as it is."""
    with office.opened(file()) as document:
        wait_until(lambda: is_refreshed(office, document))
        office.ask("automatic", document=document, on=False)
        office.ask("write", document=document, sheet=SHEET, cell="K8", value="=K5")
        set_back(office, document, 120)
        office.ask("dispatch", document=document, url=TICK)
        wait_until(lambda: value(office, document, "K7") == "current")
        assert value(office, document, "K8") == value(office, document, "K5")
        office.ask("write", document=document, sheet=SHEET, cell="K5", value=1.0)
        assert value(office, document, "K8") != 1.0
