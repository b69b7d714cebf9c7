"""What people declare is in the record once, whoever says it again, and all of a press or nothing."""

import pytest

from addin.app.approval.people import Person
from addin.app.declared import mark, recorded_once
from addin.store.journal import Journal
from calc.outcome import RefusedError

SK, TY = Person("1001", "SK"), Person("1002", "TY")
TICK = ("checklist.ticked", {"business_date": "2026-11-20", "item": "CP-2/1", "at": "2026-11-20T18:05:00+09:00"})
OTHER = ("checklist.ticked", {**TICK[1], "item": "CP-2/2"})
CALL = ("contact.told", {"business_date": "2026-11-20", "participant": "P01"})


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path) as opened:
        yield opened


def test_a_content_is_recorded_with_who_says_it(journal):
    """The entry holds the content and the person."""
    (entry,) = recorded_once(journal, [TICK], person=SK)
    assert (entry.kind, entry.added) == ("checklist.ticked", True)
    assert entry.body == {**TICK[1], "user": "1001", "initials": "SK"}


def test_the_same_said_by_another_person_is_the_first_entry(journal):
    """Whoever presses again finds the entry; nothing is added in another name."""
    (first,) = recorded_once(journal, [TICK], person=SK)
    (again,) = recorded_once(journal, [TICK], person=TY)
    assert (again.n, again.body["initials"]) == (first.n, "SK")
    assert len(list(journal.entries())) == 1


def test_the_entries_come_in_the_order_of_the_contents(journal):
    """New ones and known ones stand where their contents stood."""
    (known,) = recorded_once(journal, [OTHER], person=SK)
    made = recorded_once(journal, [TICK, OTHER, CALL], person=TY)
    assert [each.n for each in made] == [2, known.n, 3]
    assert [each.kind for each in made] == ["checklist.ticked", "checklist.ticked", "contact.told"]


def test_one_content_twice_in_a_press_is_one_entry(journal):
    """Two rows that say the same show the same number."""
    made = recorded_once(journal, [TICK, TICK], person=SK)
    assert [each.n for each in made] == [1, 1]


def test_nothing_new_writes_nothing(journal, monkeypatch):
    """A press that repeats everything does not even open the record for writing."""
    recorded_once(journal, [TICK], person=SK)
    monkeypatch.setattr(Journal, "append_all", lambda *_, **__: pytest.fail("written"))
    assert [each.n for each in recorded_once(journal, [TICK], person=TY)] == [1]


def test_either_everything_is_recorded_or_nothing(journal):
    """One content that cannot be an entry leaves the others out, too."""
    with pytest.raises((RefusedError, ValueError)):
        recorded_once(journal, [TICK, ("Not a kind", {})], person=SK)
    assert list(journal.entries()) == []


def test_a_row_shows_the_number_of_its_entry(journal):
    """Symbol, word, number."""
    (entry,) = recorded_once(journal, [TICK], person=SK)
    assert mark(entry) == "○ 記録済 recorded #1"


def told(clock):
    """Return that P07's margin staff was telephoned at a time."""
    cell = {"business_date": "2026-11-20", "participant": "P07", "role": "margin_staff", "means": "telephone"}
    return ("contact.told", {**cell, "at": f"2026-11-20T{clock}:00+09:00", "by": "SK"})


@pytest.mark.parametrize(
    ("first", "second"), [(told("14:05"), told("14:10")), (TICK, (TICK[0], {**TICK[1], "by": "TY"}))]
)
def test_going_back_to_what_was_said_before_is_said_anew(journal, first, second):
    """The newest said of a cell or an item counts; its entry names the one that it supersedes."""
    made = [recorded_once(journal, [said], person=SK)[0] for said in (first, second, first, first)]
    assert [each.n for each in made] == [1, 2, 3, 3]
    assert [each.body.get("supersedes") for each in made[:3]] == [None, made[0].key, made[1].key]
