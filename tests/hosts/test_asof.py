"""HIKAE_ASOF: the cell that keeps the present instant."""

import time
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from addin.functions.described import office_cutoffs
from addin.libreoffice.asof import Ticker, refresh_books
from addin.now import JST, next_refresh, now
from calc.days import cutoff
from calc.plan.clauses import book as plan_book

SHEET = "計算"
CELL = {"HIKAE_ASOF": "$K$5"}
FIRST = datetime(1899, 12, 30, tzinfo=JST)


def at(clock):
    """Return an instant of the example day."""
    return datetime.fromisoformat(f"2026-11-20T{clock}+09:00")


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("12:00:00", "12:00:30"), ("12:00:29", "12:00:30"), ("12:00:30", "12:01:00"), ("12:00:31", "12:01:00"),
        ("18:59:45", "19:00:00"), ("19:00:00", "19:00:01"), ("19:00:01", "19:00:30"), ("20:00:00", "20:00:30"),
    ],
)  # fmt: skip
def test_the_cell_changes_every_half_minute_and_past_each_cut_off(clock, expected):
    """At a whole half minute, and one second past a cut-off, as its very instant may still be in time."""
    assert next_refresh(at(clock), ["13:00:00", "19:00:00"]) == at(expected)


def test_the_day_ends_with_a_half_minute():
    """After 23:59:30 comes the midnight of the next day."""
    assert next_refresh(at("23:59:30"), []) == at("00:00:00") + timedelta(days=1)


def test_the_cut_offs_are_the_plans():
    """The office gets every cut-off of both plans, and nothing but them."""
    assert office_cutoffs() == sorted({moment.isoformat() for moment, _ in plan_book().cutoffs()})
    assert "19:00:00" in office_cutoffs()


def test_the_clock_of_the_office_is_that_of_the_plan():
    """The zone of the one clock, which goes into the extension, is the one that the rules count in."""
    assert JST == cutoff.JST
    assert now().utcoffset() == timedelta(hours=9)


@pytest.fixture
def ticker():
    """Return a maker of tickers with a clock that stands a moment before the next refresh, all ended with the test."""
    made = []

    def make(refresh, clock="12:00:29.980"):
        made.append(Ticker(refresh, clock=lambda: at(clock), cutoffs=[]))
        return made[-1]

    yield make
    for each in made:
        each.end()


def wait_until(condition, seconds=5.0):
    """Wait for another thread or process."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def test_a_ticker_refreshes_at_once_and_whenever_it_is_due(ticker):
    """Its start brings the first refresh, each due instant one more, and its end the last one."""
    told = []
    ticking = ticker(lambda: told.append(1))
    ticking.start()
    assert told == [1]
    wait_until(lambda: len(told) >= 3)
    ticking.end()
    time.sleep(0.05)
    before = len(told)
    time.sleep(0.1)
    assert len(told) == before


def test_a_refresh_that_fails_is_followed_by_the_next(ticker):
    """The thread outlives whatever a refresh raises: without it no book would show that it is old."""
    told = []

    def refresh():
        told.append(1)
        if len(told) == 2:
            raise RuntimeError

    ticker(refresh).start()
    wait_until(lambda: len(told) >= 4)


def test_a_ticker_is_one_thread(ticker):
    """A second start refreshes once more, and no second thread does."""
    told = []
    ticking = ticker(lambda: told.append(1), clock="12:00:00")
    ticking.start()
    ticking.start()
    time.sleep(0.05)
    assert told == [1, 1]


def test_what_was_put_off_comes_soon():
    """After somebody was found typing the next try is two seconds away, and then the usual time again."""
    ticking = Ticker(lambda: None, clock=lambda: at("12:00:01"), cutoffs=[])
    ticking.put_off()
    assert [ticking._seconds(), ticking._seconds()] == [2.0, 29.0]  # noqa: SLF001 - what its thread waits


class Names(dict):
    """The defined names of a book."""

    hasByName, getByName = dict.__contains__, dict.__getitem__  # noqa: N815 - the office's own names


class FakeSheet(SimpleNamespace):
    """A sheet with one named block of cells, which may be protected."""

    def __init__(self, cell, protected):
        whole = SimpleNamespace(StartColumn=10, StartRow=4, EndColumn=10, EndRow=4)
        self.area = SimpleNamespace(
            RangeAddress=whole, AbsoluteName="$S.$K$5", Spreadsheet=self, getCellByPosition=lambda _column, _row: cell
        )
        cell.Spreadsheet = self
        super().__init__(
            Name="S", getCellRangeByPosition=lambda *_corners: self.area, isProtected=lambda: protected,
            unprotect=lambda _password: None,
        )  # fmt: skip


class FakeBook(SimpleNamespace):
    """A book with the cell, as far as a refresh looks at it."""

    def __init__(self, kind="VALUE", first=(1899, 12, 30), cell=None, *, protected=False, calculates=True):
        cell = cell or SimpleNamespace(Type=SimpleNamespace(value=kind), Value=0.0)
        sheet = FakeSheet(cell, protected)
        names = Names({"HIKAE_ASOF": SimpleNamespace(Content="$S.$K$5", getReferredCells=lambda: sheet.area)})
        year, month, day = first
        super().__init__(
            NamedRanges=names, NullDate=SimpleNamespace(Year=year, Month=month, Day=day), cell=cell, seen=[],
            UndoManager=SimpleNamespace(lock=self.notes("lock"), unlock=self.notes("unlock")),
            disableSetModified=self.notes("off"), enableSetModified=self.notes("on"), calculate=self.notes("told"),
            isAutomaticCalculationEnabled=lambda: calculates,
            enableAutomaticCalculation=lambda on: self.seen.append(("computes", on)),
        )  # fmt: skip

    def notes(self, word):
        """Return what notes that it was called."""
        return lambda: self.seen.append(word)


class Unwritable:
    """A cell that cannot be written."""

    Type = SimpleNamespace(value="VALUE")
    Spreadsheet = None

    def __init__(self, held=1.0):
        self._held = held

    @property
    def Value(self):  # noqa: N802 - the office's own name
        """Return what nobody can change."""
        return self._held


def test_every_book_gets_the_instant():
    """Noon of 20 November 2026 is day 46346 and a half, and the change leaves no trace in the book."""
    books = [FakeBook(), FakeBook()]
    assert refresh_books(books, at("12:00:00"), is_typing=lambda _: False)
    assert [each.cell.Value for each in books] == [46346.5, 46346.5]
    unnoticed = [each for each in books[0].seen if isinstance(each, str)]
    assert unnoticed[:4] == ["lock", "off", "on", "unlock"]
    assert unnoticed.count("off") == unnoticed.count("on") == 3


def test_nothing_is_written_while_somebody_types():
    """One cell that is being edited keeps every book as it is until the next try."""
    books = [FakeBook(), FakeBook()]
    assert not refresh_books(books, at("12:00:00"), is_typing=lambda book: book is books[1])
    assert [each.cell.Value for each in books] == [0.0, 0.0]


@pytest.mark.parametrize(("clock", "again"), [("12:00:30", True), ("12:01:30", True), ("12:01:32", False)])
def test_an_instant_that_cannot_be_written_is_tried_again_until_it_looks_old(clock, again):
    """So its book is computed soon after the 90 seconds are over, and then as rarely as any other."""
    books = [FakeBook(cell=Unwritable(46346.5)), FakeBook()]
    assert refresh_books(books, at(clock), is_typing=lambda _: False) is not again


@pytest.mark.parametrize("types", [True, False])
def test_every_book_has_its_clock_computed(types):
    """Written or not, a book computes its clock at every refresh: switched off and on, and as it was before."""
    book = FakeBook(protected=True)  # with a password
    assert refresh_books([book], at("12:00:00"), is_typing=lambda _: types) is not types
    assert book.cell.Value == 0.0
    assert [each for each in book.seen if isinstance(each, tuple)] == [("computes", False), ("computes", True)]
    assert "told" not in book.seen


def test_a_book_that_computes_only_when_told_is_told_unless_somebody_types():
    """To be told would end the typing; then only the clock is computed, and the switch stays off."""
    free, typed = FakeBook(calculates=False), FakeBook(calculates=False)
    refresh_books([free], at("12:00:00"), is_typing=lambda _: False)
    refresh_books([typed], at("12:00:00"), is_typing=lambda _: True)
    assert free.seen[-1] == "told"
    assert "told" not in typed.seen
    assert [each for each in typed.seen if isinstance(each, tuple)] == [("computes", True), ("computes", False)]


class Closing:
    """A book that is just being closed."""

    @property
    def NamedRanges(self):  # noqa: N802 - the office's own name
        """Raise what the office raises."""
        raise RuntimeError


def test_a_book_that_is_being_closed_stops_no_other():
    """One that cannot even be asked is passed over."""
    book = FakeBook()
    assert refresh_books([Closing(), book], at("12:00:00"), is_typing=lambda _: False)
    assert book.cell.Value == 46346.5


@pytest.mark.parametrize("book", [FakeBook(kind="FORMULA"), FakeBook(first=(1904, 1, 1))])
def test_a_cell_that_is_not_ours_is_left(book):
    """A formula of the book's own stays, and so does the cell of a book that counts other days."""
    assert refresh_books([book], at("12:00:00"), is_typing=lambda _: False)
    assert book.cell.Value == 0.0


def test_a_cell_that_cannot_be_written_stops_nothing():
    """It shows by its age that it is old: its book computes its clock, and the other books are written."""
    books = [FakeBook(cell=Unwritable()), FakeBook()]
    assert refresh_books(books, at("12:00:00"), is_typing=lambda _: False)
    assert books[1].cell.Value == 46346.5
    assert ("computes", True) in books[0].seen
    assert books[0].seen.count("off") == books[0].seen.count("on")


def seconds_old(office, document):
    """Return how many seconds the instant in the cell lies back."""
    ((value,),) = office.ask("values", document=document, sheet=SHEET, area="K5:K5")
    return (datetime.now(JST) - FIRST - timedelta(days=value)).total_seconds()


def test_an_opened_book_has_the_present_instant(office, book):
    """Soon after a book is opened its cell holds the present, the book is not changed and nothing can be undone."""
    with office.opened(book(names=CELL, K5=1.0)) as document:
        wait_until(lambda: seconds_old(office, document) < 5)
        assert seconds_old(office, document) > -0.001
        assert not office.ask("is_modified", document=document)
        assert office.ask("undoable", document=document) == []


def test_a_book_that_was_changed_stays_changed(office, book):
    """A refresh does not make the office forget that there is something to save."""
    with office.opened(book(names=CELL, K5=1.0)) as document:
        office.ask("write", document=document, sheet=SHEET, cell="K6", value=1.0)
        office.ask("write", document=document, sheet=SHEET, cell="K5", value=1.0)
        office.ask("dispatch", document=document, url="service:hikae.Command?ERRORS")
        wait_until(lambda: seconds_old(office, document) < 5)
        assert office.ask("is_modified", document=document)
        assert len(office.ask("undoable", document=document)) == 2


def test_a_book_that_counts_from_1904_is_left(office, book):
    """Where a number is another day, the instant is not written."""
    with office.opened(book(names=CELL, K5=1.0, epoch=CALENDAR_MAC_1904)) as document:
        office.ask("dispatch", document=document, url="service:hikae.Command?ERRORS")
        time.sleep(0.2)
        assert office.ask("values", document=document, sheet=SHEET, area="K5:K5") == [[1.0]]


def test_a_cell_that_is_being_edited_keeps_the_instant_still(office, book):
    """While a cell is open for typing the instant stands still; when it is closed, the present follows by itself."""
    with office.opened(book(names=CELL, K5=1.0)) as document:
        wait_until(lambda: seconds_old(office, document) < 5)
        office.ask("dispatch", document=document, url=".uno:SetInputMode")
        office.ask("write", document=document, sheet=SHEET, cell="K5", value=1.0)
        office.ask("dispatch", document=document, url="service:hikae.Command?ERRORS")
        time.sleep(0.3)
        assert office.ask("values", document=document, sheet=SHEET, area="K5:K5") == [[1.0]]
        office.ask("dispatch", document=document, url=".uno:Cancel")
        office.ask("dispatch", document=document, url="service:hikae.Command?ERRORS")
        wait_until(lambda: seconds_old(office, document) < 5)
