import errno
from contextlib import suppress
from dataclasses import replace

import pytest

from addin.store import shown
from addin.store.journal import Journal
from addin.store.shown import FILE_NAME, forget_shown, last_shown, mark_shown, not_shown, runs, unconfirmed


@pytest.fixture
def home(home):
    home.mkdir()
    return home


def numbers(home, last):
    return list(not_shown(home, last))


def test_without_marks_nothing_was_told(home):
    """A home without marks says of every entry that nobody may have seen it."""
    assert numbers(home, 3) == [1, 2, 3]


def test_marked_entries_were_told(home):
    """Numbers that were marked, in any order and more than once, are no longer named."""
    mark_shown(home, [4, 2, 3, 2])
    assert numbers(home, 6) == [1, 5, 6]


def test_marks_of_two_processes_do_not_disturb_each_other(home):
    """An entry that another process recorded and never told stays named, though later ones were told."""
    mark_shown(home, [1, 2])
    mark_shown(home, [4])
    assert numbers(home, 4) == [3]
    mark_shown(home, [3])
    assert numbers(home, 4) == []


def test_marks_beyond_the_last_entry_say_nothing(home):
    """Marks of entries that a restored record does not hold name nobody."""
    mark_shown(home, range(1, 100))
    assert numbers(home, 5) == []


def test_the_last_that_was_told_is_known(home):
    """The highest mark counts, whatever is missing below or empty behind it; marks that cannot be read say nothing."""
    assert last_shown(home) == 0
    mark_shown(home, [2, 5])
    (home / FILE_NAME).write_bytes((home / FILE_NAME).read_bytes() + bytes(10))
    assert last_shown(home) == 5
    (home / FILE_NAME).unlink()
    (home / FILE_NAME).mkdir()
    assert last_shown(home) == 0


def test_marks_can_be_forgotten(home):
    """Forgotten marks tell of nothing, and a home without marks gets none by forgetting."""
    forget_shown(home)
    assert not (home / FILE_NAME).exists()
    mark_shown(home, [9])
    forget_shown(home)
    assert (numbers(home, 2), last_shown(home)) == ([1, 2], 0)


def test_a_mark_is_one_byte_per_entry_and_private(home):
    """The file holds one byte per entry at the offset of its number, and belongs to the user alone."""
    mark_shown(home, [2, 3])
    path = home / FILE_NAME
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"\0\0\1\1", 0o600)


def test_a_mark_that_cannot_be_put_disturbs_nobody(home, monkeypatch):
    """A full disk costs the mark, not the work."""

    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(shown, "write_at", full)
    mark_shown(home, [1])
    assert numbers(home, 1) == [1]


def test_numbers_that_follow_one_another_are_one_run():
    """Runs are first number and length, smallest first, each number once."""
    assert list(runs([7, 1, 2, 3, 9, 8, 2])) == [(1, 3), (7, 3)]


def test_no_entry_is_no_finding(home):
    """When everything was told there is nothing to say."""
    assert unconfirmed(()) == ()
    with Journal(home) as journal:
        assert journal.unconfirmed() == ()


def test_the_finding_counts_and_names_the_entries(home):
    """The finding says how many entries there are, and the first and last number."""
    with Journal(home) as journal:
        entries = journal.append_all([("a", {"i": i}) for i in range(3)])
    (found,) = unconfirmed(entries)
    assert (found.code, dict(found.details)) == ("journal_unconfirmed", {"count": "3", "first": "1", "last": "3"})


def test_a_run_that_ends_well_has_told_its_entries(home):
    """What was returned counts as told when the journal is closed."""
    with Journal(home) as journal:
        entry = journal.append("a", {})
        assert journal.unconfirmed() == (replace(entry, added=False),)
    with Journal(home) as journal:
        assert journal.unconfirmed() == ()


def test_a_run_that_dies_has_told_nobody(home):
    """What a run recorded before it broke off is named at the next opening, and once only after it was confirmed."""
    with suppress(KeyboardInterrupt), Journal(home) as journal:
        journal.append("a", {})
        raise KeyboardInterrupt
    with Journal(home) as journal:
        missed = journal.unconfirmed()
        assert [entry.kind for entry in missed] == ["a"]
        journal.confirm(missed)
        assert journal.unconfirmed() == ()


def test_who_is_told_each_entry_needs_no_closing(home):
    """An entry is marked right after `on_recorded` was told, before anything else can happen."""
    marks = []
    with Journal(home, on_recorded=lambda _: marks.append(numbers(home, 1))) as journal:
        journal.append("a", {})
        assert (marks, numbers(home, 1)) == ([[1]], [])


def test_repeating_a_killed_run_confirms_its_entries(home):
    """Recording the same again gives the entry that is there, tells it, and doubles nothing."""
    with suppress(KeyboardInterrupt), Journal(home) as journal:
        journal.append("a", {})
        raise KeyboardInterrupt
    told = []
    with Journal(home, on_recorded=told.append) as journal:
        journal.append("a", {})
        assert [(entry.n, entry.added) for entry in told] == [(1, False)]
        assert (journal.unconfirmed(), journal.verify().entries) == ((), 1)
