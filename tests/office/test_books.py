from datetime import date

import pytest

from addin.office.books import further_copy, newest_copy, working_copy
from calc.outcome import RefusedError

DAY = date(2026, 11, 20)


def never():
    """Stand for a workbook that must not be built."""
    raise AssertionError


def test_the_first_copy_of_a_day_is_fresh(tmp_path):
    """The first time on a day the workbook is built into the home, private to the user."""
    path, is_new = working_copy(tmp_path / "home", "quotes.xlsx", day=DAY, built=lambda: b"book")
    assert (path, is_new) == (tmp_path / "home/books/quotes-2026-11-20.xlsx", True)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"book", 0o600)


def test_a_copy_somebody_works_in_is_never_written_over(tmp_path):
    """The second time on a day the copy is as the user left it, and nothing is built."""
    path, _ = working_copy(tmp_path, "quotes.xlsx", day=DAY, built=lambda: b"book")
    path.write_bytes(b"the user's work")
    assert working_copy(tmp_path, "quotes.xlsx", day=DAY, built=never) == (path, False)
    assert path.read_bytes() == b"the user's work"


def test_two_that_open_at_once_do_not_write_over_each_other(tmp_path):
    """A copy that appears while another is being built stays, and the later one is refused."""
    path = tmp_path / "books/quotes-2026-11-20.xlsx"

    def meanwhile():
        path.parent.mkdir()
        path.write_bytes(b"the user's work")
        return b"book"

    with pytest.raises(RefusedError):
        working_copy(tmp_path, "quotes.xlsx", day=DAY, built=meanwhile)
    assert path.read_bytes() == b"the user's work"


def test_the_next_day_begins_afresh(tmp_path):
    """Another day has another copy, and the one before stays."""
    first, _ = working_copy(tmp_path, "quotes.xlsx", day=DAY, built=lambda: b"one")
    second, is_new = working_copy(tmp_path, "quotes.xlsx", day=date(2026, 11, 24), built=lambda: b"two")
    assert (is_new, first.read_bytes(), second.read_bytes()) == (True, b"one", b"two")


def test_a_further_copy_stands_beside_the_others(tmp_path):
    """Numbered from 2, each made anew; the work in the earlier ones stays."""
    first, _ = working_copy(tmp_path, "quotes.xlsx", day=DAY, built=lambda: b"one")
    made = [further_copy(tmp_path, "quotes.xlsx", day=DAY, built=lambda: b"two") for _ in range(2)]
    assert [path.name for path in made] == ["quotes-2026-11-20-2.xlsx", "quotes-2026-11-20-3.xlsx"]
    assert [path.read_bytes() for path in (first, *made)] == [b"one", b"two", b"two"]


def test_the_newest_copy_is_the_one_to_go_on_with(tmp_path):
    """By its number, also beyond nine; what has another name, day or form is none of them."""
    folder = tmp_path / "books"
    folder.mkdir()
    for more in ("", "-2", "-10", "-9", "-02", "-x"):
        (folder / f"quotes-2026-11-20{more}.xlsx").write_bytes(b"")
    for other in ("margin-2026-11-20-11.xlsx", "quotes-2026-11-21-12.xlsx", "quotes-2026-11-20-13.ods", "~quotes"):
        (folder / other).write_bytes(b"")
    path, is_new = working_copy(tmp_path, "quotes.xlsx", day=DAY, built=never)
    assert (path.name, is_new) == ("quotes-2026-11-20-10.xlsx", False)


def test_the_first_further_copy_of_a_day_is_the_first(tmp_path):
    """Where there is none yet, it has the plain name."""
    assert further_copy(tmp_path, "quotes.xlsx", day=DAY, built=lambda: b"").name == "quotes-2026-11-20.xlsx"


def test_copies_for_excel_are_counted_by_themselves(tmp_path):
    """The one for LibreOffice is no reason to go without one for Excel, nor the other way."""
    first, _ = working_copy(tmp_path, "quotes.xlsx", day=DAY, built=lambda: b"book")
    assert newest_copy(tmp_path, "quotes.xlsm", day=DAY) is None
    second, is_new = working_copy(tmp_path, "quotes.xlsm", day=DAY, built=lambda: b"macros")
    assert (second.name, is_new) == ("quotes-2026-11-20.xlsm", True)
    assert newest_copy(tmp_path, "quotes.xlsx", day=DAY) == first


def test_the_newest_copy_is_the_one_with_the_highest_number(tmp_path):
    """Numbers are compared as numbers, and looking makes nothing."""
    assert newest_copy(tmp_path / "none", "quotes.xlsx", day=DAY) is None
    for _ in range(11):
        last = further_copy(tmp_path, "quotes.xlsx", day=DAY, built=lambda: b"book")
    assert newest_copy(tmp_path, "quotes.xlsx", day=DAY) == last == tmp_path / "books/quotes-2026-11-20-11.xlsx"
    assert not (tmp_path / "none").exists()
