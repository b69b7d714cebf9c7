import sqlite3
from contextlib import closing
from datetime import datetime

import pytest

from addin.app.approval.people import Person
from addin.app.bundle_conflicts import decided, listed_conflicts
from addin.app.bundle_make import made_bundle
from addin.app.bundle_read import read_bundle
from addin.store import journal as journal_module
from addin.store.journal import Journal
from calc.outcome import RefusedError

DAY = "2026-11-20"
AT = datetime.fromisoformat("2026-11-20T19:10:00+09:00")
SATO, ABE = Person("sato", "SA"), Person("abe", "AB")


@pytest.fixture
def home(tmp_path):
    """Return the home of an office that read from another one a different price of the same instrument and day."""
    for name, bp in (("here", 55.0), ("there", 56.0)):
        row = {"instrument": "ITXJS4605", "applies": "today", "clause": None, "bp": bp}
        with Journal(tmp_path / name) as journal:
            journal.append("prices.settled", {"business_date": DAY, "at": "18:40", "prices": [row]})
    made_bundle(tmp_path / "there", tmp_path / "there.bundle")
    read_bundle(tmp_path / "there.bundle", tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def choose(home, monkeypatch):
    """Return what has a person, logged in as his own user, choose a value of the conflict by its number."""

    def run(person, number, name=None):
        monkeypatch.setattr(journal_module, "system_user", lambda: person.user)
        return decided(home, name or conflict(home).name, person, number=number, at=AT)

    return run


def conflict(home):
    """Return the only conflict of a home."""
    (found,) = listed_conflicts(home)
    return found


def refusal(use, *arguments):
    """Return the code that a call is refused with."""
    with pytest.raises(RefusedError) as refused:
        use(*arguments)
    return refused.value.findings[0].code


def test_reading_a_bundle_counts_the_conflicts(home, tmp_path):
    """Whoever reads a bundle learns how many values differ."""
    assert len(read_bundle(tmp_path / "there.bundle", home).conflicts) == 1


def test_two_persons_choose_one_value(home, choose):
    """The first person asks, the second one decides by choosing the same; both values stay."""
    asked = choose(SATO, 2)
    assert (asked.approval.maker, conflict(home).decided) == (SATO, None)
    done = choose(ABE, 2)
    assert (done.approval, done.conflict.decided.value["bp"]) == (None, 56.0)
    assert [each.value["bp"] for each in conflict(home).candidates] == [55.0, 56.0]


def test_one_person_alone_decides_nothing(home, choose):
    """The same person, again or under other initials, decides nothing."""
    choose(SATO, 1)
    choose(SATO, 1)
    assert refusal(choose, Person("sato", "XX"), 1) == "approval_same_user"
    assert refusal(choose, Person("mori", "SA"), 1) == "approval_same_initials"
    assert conflict(home).decided is None


def test_a_second_person_who_chooses_otherwise_decides_nothing(home, choose):
    """Two persons who choose different values have not decided."""
    choose(SATO, 1)
    assert refusal(choose, ABE, 2) == "approval_changed"
    assert conflict(home).decided is None


def test_a_name_must_be_one_conflict_s(choose):
    """A name too short, of no conflict, or a number of no value is refused with words."""
    assert refusal(choose, SATO, 1, "abc") == "conflict_unknown"
    assert refusal(choose, SATO, 1, "0000ffff") == "conflict_unknown"
    assert [refusal(choose, SATO, number) for number in (0, 3)] == ["conflict_choice"] * 2


def test_a_decision_travels(home, choose, tmp_path):
    """The other office, reading back, has the same conflict decided the same way."""
    choose(SATO, 2)
    choose(ABE, 2)
    made_bundle(home, tmp_path / "back.bundle")
    read_bundle(tmp_path / "back.bundle", tmp_path / "there")
    assert conflict(tmp_path / "there") == conflict(home)
    assert conflict(home).decided is not None


def test_nobody_decides_on_a_broken_record(home, choose):
    """A record whose chain is broken is refused before anybody is asked."""
    name = conflict(home).name
    with closing(sqlite3.connect(home / "journal.sqlite3", isolation_level=None)) as database:
        database.execute("DROP TRIGGER entry_not_changed")
        database.execute("UPDATE entry SET hash = key WHERE n = 2")
    assert refusal(choose, SATO, 1, name) == "journal_row_changed"
