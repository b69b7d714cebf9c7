# ruff: noqa: D102, N802 - the stand-ins have the office's own names
"""A function's call and a button's question, without an office: what is asked of it how often, and what is refused."""

import threading
from types import SimpleNamespace

import pytest

from addin.libreoffice import actions
from addin.libreoffice.actions import Actions
from addin.libreoffice.areas import AreaError, write_areas
from addin.libreoffice.calls import MOST_CELLS, Call, Recalculation
from addin.libreoffice.desk import RefusalError
from addin.libreoffice.mainthread import MainThread


class FakeDesk:
    """A desk that answers with what it was asked."""

    def __init__(self):
        self.over = 0
        self.asked = []

    def recalculated(self):
        self.over += 1

    def value(self, name, sent, *, cached):
        self.asked.append((name, sent, cached))
        return 1

    def refusal(self, where, code, detail):
        return RefusalError({"where": where, "code": code, "detail": detail, "ja": "だめ", "en": "No"})


class FakeBook:
    """A book that notes how often it is asked from which day it counts."""

    def __init__(self, year=1899, month=12, day=30):
        self.asked = 0
        self._first = SimpleNamespace(Year=year, Month=month, Day=day)

    def getPropertyValue(self, name):
        assert name == "NullDate"
        self.asked += 1
        return self._first


@pytest.fixture
def desk():
    return FakeDesk()


@pytest.fixture
def posted():
    return []


@pytest.fixture
def call(desk, posted):
    """Return a maker of calls of a function with arguments of some kinds."""
    recalculation = Recalculation(desk, posted.append)

    def make(*kinds, optional=False, cached=True):
        arguments = [{"kind": kind, "optional": optional} for kind in kinds]
        described = {"name": "CDS_X", "cached": cached, "arguments": arguments, "result": {"kind": "number"}}
        return Call(described, desk, recalculation)

    return make


def test_the_end_of_a_recalculation_is_asked_for_once(call, desk, posted):
    """However many cells call, one piece of work waits for the main thread, and it tells that all is over."""
    for _ in range(3):
        call("number").value(FakeBook(), (1.0,))
    assert (len(posted), desk.over) == (1, 0)
    posted.pop()()
    assert desk.over == 1
    call("number").value(FakeBook(), (1.0,))
    assert len(posted) == 1


def test_a_book_is_asked_for_its_first_day_once_in_a_recalculation(call, posted):
    """The first day may change between two recalculations, but not in one."""
    book = FakeBook()
    for _ in range(3):
        call("date", "instant").value(book, (46346.0, 46346.5))
    assert book.asked == 1
    posted.pop()()
    call("date").value(book, (46346.0,))
    assert book.asked == 2


@pytest.mark.parametrize("kind", ["date", "instant"])
def test_a_book_that_counts_other_days_is_refused(call, kind):
    """The same number is another day there."""
    with pytest.raises(RefusalError) as refused:
        call(kind).value(FakeBook(1904, 1, 1), (46346.0,))
    assert (refused.value.error["code"], refused.value.error["detail"]) == ("sheet_date_system", "1904-01-01")


def test_arguments_are_sent_by_their_kinds(call, desk):
    """Dates and instants are ISO text; numbers, texts, handles, rows and what was left out go as they are."""
    rows = ((1.0, ""), ("a", 2.0))
    given = (46346.0, 46346.5, 0.35, "5Y", "curve:2026-11-20@7f3a", rows, None)
    call("date", "instant", "number", "text", "table", "table", "cell", cached=False).value(FakeBook(), given)
    sent = ["2026-11-20", "2026-11-20T12:00:00+09:00", *given[2:]]
    assert desk.asked == [("CDS_X", sent, False)]


def area(rows, *, height=None, filled=None):
    """Return a range of cells that can be asked for nothing but its size, its data, and where it is filled."""
    address = SimpleNamespace(StartRow=0, EndRow=(height or len(rows)) - 1, StartColumn=0, EndColumn=len(rows[0]) - 1)
    parts = SimpleNamespace(RangeAddresses=() if filled is None else (SimpleNamespace(EndRow=filled - 1),))
    return SimpleNamespace(
        getRangeAddress=lambda: address,
        RangeAddress=address,
        getDataArray=lambda: rows,
        queryContentCells=lambda _kinds: parts,
        getCellRangeByPosition=lambda _left, _top, _right, bottom: area(rows, height=bottom + 1),
    )


def test_a_range_is_read_without_asking_for_errors_that_are_not_there(call, desk):
    """One question reads a range; only one that holds an error costs more."""
    call("range").value(FakeBook(), (area(((1.0,), ("",))),))
    assert desk.asked[0][1] == [((1.0,), ("",))]


def test_a_range_that_is_full_beyond_the_limit_is_refused_before_it_is_read(call):
    """Too many cells are counted, not read: the office would need gigabytes for them."""
    with pytest.raises(RefusalError) as refused:
        call("range").value(FakeBook(), (area(((0.0,),), height=2 * MOST_CELLS, filled=MOST_CELLS + 1),))
    assert refused.value.error["code"] == "worker_message"


@pytest.mark.parametrize("filled", [1, None])
def test_a_whole_column_is_read_down_to_its_last_content(call, desk, filled):
    """What a person means by a column is what stands in it."""
    call("range").value(FakeBook(), (area(((0.5,),), height=2 * MOST_CELLS, filled=filled),))
    assert desk.asked[0][1] == [((0.5,),)]


@pytest.mark.parametrize(("kind", "optional"), [("table", False), ("range", True)])
def test_too_many_cells_that_were_read_already_are_refused(call, kind, optional):
    """What comes as rows is counted before it is sent."""
    rows = ((0.0,) * 1000,) * (MOST_CELLS // 1000 + 1)
    with pytest.raises(RefusalError) as refused:
        call(kind, optional=optional).value(FakeBook(), (rows,))
    assert refused.value.error["code"] == "worker_message"
    call(kind, optional=optional).value(FakeBook(), (rows[1:],))


def test_a_main_thread_that_does_not_come_is_refused_in_time(desk, monkeypatch):
    """While a dialog keeps the office busy the action is refused, and what it asked for is not done later."""
    monkeypatch.setattr(actions, "ANSWER_SECONDS", 0.02)
    posted, done = [], []
    busy = Actions(desk, MainThread(posted.append), {})
    press = SimpleNamespace(reply=done.append)
    reply = busy._reply(press, {"ask": "cells"})  # noqa: SLF001 - what the action's own thread calls
    assert reply == {"refused": {"code": "office_busy", "detail": "0 s"}}
    posted.pop()()
    assert done == []


def test_progress_is_shown_and_not_answered(desk):
    """A message with progress is handed to the main thread, and nobody waits for that."""
    shown, posted = [], []
    acting = Actions(desk, MainThread(posted.append), {})
    press = SimpleNamespace(show=lambda text: shown.append((text, threading.get_ident())))
    assert acting._reply(press, {"progress": {"ja": "計算中", "en": "Working"}}) is None  # noqa: SLF001 - same
    posted.pop()()
    assert shown == [("計算中 / Working", threading.get_ident())]


class Area:
    """A named region that changes what is written to it, as a cell with a rule of its own may."""

    def __init__(self, *, stubborn):
        self.stubborn, self.held = stubborn, (("old",),)
        self.RangeAddress = SimpleNamespace(StartRow=0, EndRow=0, StartColumn=0, EndColumn=0)
        self.Spreadsheet, self.AbsoluteName, self.IsMerged = self, "$S.$A$1", False

    def getRangeAddress(self):
        return self.RangeAddress

    def getCellRangeByPosition(self, *_corners):
        return self

    def createCursorByRange(self, _area):
        return self

    def collapseToMergedArea(self):
        pass

    def isProtected(self):
        return False

    def getDataArray(self):
        return self.held

    def getFormulaArray(self):
        return self.held

    def setDataArray(self, rows):
        self.held = (("other",),) if self.stubborn else rows

    def setFormulaArray(self, rows):
        self.held = rows


class Named(dict):
    """The defined names of a book."""

    hasByName, getByName = dict.__contains__, dict.__getitem__  # noqa: N815


class Book:
    """A book of regions that notes in which order it is held and let go."""

    def __init__(self, *, calculates=True, **areas):
        names = {
            name: SimpleNamespace(Content="", getReferredCells=lambda area=area: area) for name, area in areas.items()
        }
        self.NamedRanges, self.UndoManager, self.seen = Named(names), self, []
        self.isAutomaticCalculationEnabled = lambda: calculates

    def __getattr__(self, name):
        return lambda *given: self.seen.append((name, *given))


def test_what_reads_back_otherwise_was_not_written():
    """A region that holds something else afterwards puts all regions back and is told by its name."""
    good, stubborn = Area(stubborn=False), Area(stubborn=True)
    book = Book(GOOD=good, STUBBORN=stubborn)
    with pytest.raises(AreaError) as refused:
        write_areas(book, {"GOOD": [["new"]], "STUBBORN": [["new"]]}, title="Hikae")
    assert (refused.value.code, refused.value.detail) == ("region_unwritten", "STUBBORN")
    assert (good.held, stubborn.held) == ((("old",),), (("old",),))


@pytest.mark.parametrize("calculates", [True, False])
def test_a_book_computes_after_it_was_written_unless_it_never_does(calculates):
    """Nothing is computed between the first write and the last, the person's choice stays, typing is not ended."""
    book = Book(calculates=calculates, GOOD=Area(stubborn=False))
    write_areas(book, {"GOOD": [["new"]]}, title="Hikae")
    switched = [given for name, *given in book.seen if name == "enableAutomaticCalculation"]
    assert switched == [[False], [calculates]]
    assert ("calculate",) not in book.seen
    assert [name for name, *_ in book.seen].index("leaveUndoContext") > 0
