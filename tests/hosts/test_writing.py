# ruff: noqa: D102, N802 - the stand-ins have the office's own names
"""Changing a book without a trace: whatever happens meanwhile, everything is as it was."""

from types import SimpleNamespace

import pytest

from addin.libreoffice.writing import LockedError, compute_clock, computing, lifted, unnoticed


class Sheet:
    """A protected sheet, with a password or without."""

    def __init__(self, name, *, password="", protected=True):
        self.Name, self._password, self.protected = name, password, protected

    def isProtected(self):
        return self.protected

    def unprotect(self, password):
        if password != self._password:
            raise ValueError
        self.protected = False

    def protect(self, password):
        self._password, self.protected = password, True


class Book:
    """A book that notes what was done to it."""

    def __init__(self, *, calculates=True):
        self.seen, self.calculates = [], calculates
        self.UndoManager = SimpleNamespace(lock=self._notes("lock"), unlock=self._notes("unlock"))
        self.disableSetModified, self.enableSetModified = self._notes("off"), self._notes("on")

    def _notes(self, word):
        return lambda: self.seen.append(word)

    def isAutomaticCalculationEnabled(self):
        return self.calculates

    def enableAutomaticCalculation(self, on):
        self.calculates = on
        self.seen.append(on)


def fails_after(work, given):
    """Do something, then fail."""
    work(given)
    raise ValueError("full")


def test_a_change_that_fails_is_no_reason_to_stay_silent():
    """Steps are kept again and changes noticed again, also after a failure."""
    book = Book()
    with pytest.raises(ValueError, match="full"), unnoticed(book):
        raise ValueError("full")
    assert book.seen == ["lock", "off", "on", "unlock"]


def test_protection_is_back_after_a_failure():
    """Both sheets are free for the work, and protected after it whatever it came to."""
    sheets, seen = [Sheet("a"), Sheet("b")], []
    with pytest.raises(ValueError, match="full"), lifted(Book(), sheets):
        fails_after(seen.extend, (each.protected for each in sheets))
    assert seen == [False, False]
    assert [each.protected for each in sheets] == [True, True]


def test_a_sheet_that_was_free_stays_free():
    """Nobody finds a sheet protected that was not."""
    free = Sheet("a", protected=False)
    with lifted(Book(), [free, free]):
        pass
    assert not free.protected


def test_a_password_lifts_no_protection_at_all():
    """The sheet with the password is told by its name, and the one before it is protected again."""
    sheets = [Sheet("a"), Sheet("b", password="himitsu")]  # noqa: S106 - of nothing
    with pytest.raises(LockedError, match="b"), lifted(Book(), sheets):
        raise AssertionError
    assert [each.protected for each in sheets] == [True, True]


@pytest.mark.parametrize("calculates", [True, False])
def test_a_reading_is_computed_and_the_switch_is_as_it_was(calculates):
    """A book computes while it is read, and afterwards what a person chose."""
    book, seen = Book(calculates=calculates), []
    with pytest.raises(ValueError, match="full"), computing(book):
        fails_after(seen.append, book.calculates)
    assert seen == [True]
    assert book.calculates is calculates


@pytest.mark.parametrize("calculates", [True, False])
def test_a_clock_is_computed_by_switching_there_and_back(calculates):
    """Each switch leaves no trace, and the last one is the person's own."""
    book = Book(calculates=calculates)
    compute_clock(book)
    assert [each for each in book.seen if isinstance(each, bool)] == [not calculates, calculates]
    assert book.seen.count("off") == book.seen.count("on") == 2
