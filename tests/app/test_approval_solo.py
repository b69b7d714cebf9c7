"""Solo mode over entries made up here: what is declared, what left under it, and who signed."""

from datetime import date

import pytest

from addin.app.approval.people import Person
from addin.app.approval.solo import solo_of_person, solos, solos_of
from addin.app.approval.words import SOLO_MARK, solo_json, solo_lines, solo_row
from addin.store.chain import NO_HASH, Entry, canonical, key_of

DAY = date(2026, 11, 20)
A, B = Person("sato", "SK"), Person("tanaka", "TY")


def entry(kind, user, /, **body):
    """Return an entry as the record would hold it."""
    return Entry(
        0,
        "2026-11-20T18:00:00+09:00",
        user,
        kind,
        key_of(kind.encode(), canonical(body).encode()),
        body,
        NO_HASH,
        NO_HASH,
    )


def declared(by=A, reason="台風", day="2026-11-20", user=None):
    """Return a declaration; `user` is who really made it."""
    return entry("solo.declared", user or by.user, business_date=day, reason=reason, round=0, **by.body())


def signed(task, by=B, user=None):
    """Return a countersignature."""
    return entry("countersign.given", user or by.user, declaration=task.key, **by.body())


def released(task, by=A):
    """Return a release under a declaration."""
    return entry("export.released", by.user, name="a.csv", sha256="ff", declaration=task.key, **by.body())


def test_a_declaration_opens_a_task():
    """A declaration with its reason is in force for its business day, for the person who made it."""
    entries = [declared()]
    (task,) = solos(entries)
    assert (task.is_open, task.reason, task.person) == (True, "台風", A)
    assert solos_of(entries, DAY) == (task,)
    assert solos_of(entries, date(2026, 11, 24)) == ()
    assert solo_of_person(entries, DAY, A) == task
    assert solo_of_person(entries, DAY, B) is None


@pytest.mark.parametrize(
    "bad", [declared(reason="  "), declared(day="soon"), declared(user="tanaka"), declared(by=Person("sato", "7"))]
)
def test_a_declaration_without_reason_day_or_signer_is_none(bad):
    """A blank reason, no date, another user's name and bad initials declare nothing."""
    assert solos([bad]) == ()


@pytest.mark.parametrize(
    ("by", "user", "is_open"),
    [
        (B, None, False),
        (A, None, True),
        (Person("sato", "TY"), None, True),
        (Person("tanaka", "SK"), None, True),
        (B, "sato", True),
    ],
)
def test_only_a_second_person_closes_the_task(by, user, is_open):
    """The signature counts when user and initials both differ from the declarer's, and the user is the entry's own."""
    task = declared()
    assert [each.is_open for each in solos([task, signed(task, by, user)])] == [is_open]


def test_what_left_is_listed_and_later_signatures_change_nothing():
    """Releases under a declaration are listed with it; a second signature does not replace the first."""
    task = declared()
    (told,) = solos([task, released(task), signed(task), signed(task, Person("mori", "MH"))])
    assert (told.released, told.second) == (("a.csv ff",), B)


def test_entries_of_nothing_are_passed_over():
    """A signature of an unknown declaration, and other kinds of entries, change nothing."""
    assert solos([signed(declared()), entry("export.released", "sato", **A.body())]) == ()


def test_the_mark_stays_after_the_signature():
    """Every line carries the mark, with the reason, and says whether it was countersigned."""
    task = declared()
    for entries, says in (([task], "連署待ち"), ([task, signed(task)], "TY (tanaka)")):
        (line,) = solo_lines(solos(entries))
        assert line.startswith(SOLO_MARK)
        assert says in line
        row = solo_row(solos(entries)[0])
        assert row[0] == SOLO_MARK
        assert says in row[1]


def test_a_declaration_as_json_names_both():
    """The list's JSON holds the task's key, who declared and who signed."""
    task = declared()
    told = solo_json(solos([task, released(task), signed(task)])[0])
    assert (told["declaration"], told["open"]) == (task.key, False)
    assert (told["declared_by"], told["countersigned_by"]) == (A.body(), B.body())
    assert told["released"] == ["a.csv ff"]
