"""The record of the continuity plan: one entry a saying, registers superseded and never edited, all of it or none."""

from datetime import timedelta

import pytest
from continuity_hand import SK, TY, at

from addin.app.continuity_record import (
    LONGEST,
    Kept,
    Said,
    by,
    instant,
    needed,
    optional,
    record_said,
    register,
    reports,
    said,
    shaped,
    word,
)
from addin.store.journal import Journal
from calc.outcome import RefusedError


@pytest.fixture
def journal(tmp_path):
    with Journal(tmp_path / "home") as opened:
        yield opened


def mover(task, person, *, when=None):
    """Return one entry of the register of movers."""
    return Said(Kept.MOVER, {"task": task, "person": person, "deputy": "", "withdrawn": False}, when or at(9))


def absence(person, *, when=None, absent=True):
    """Return one report of an absence."""
    return Said(Kept.ABSENCE, {"person": person, "absent": absent}, when or at(9))


def codes(raised):
    return [each.code for each in raised.value.findings]


def test_an_entry_holds_content_instant_and_person(journal):
    """What is said stands apart from when and by whom; a first entry supersedes nothing."""
    (entry,) = record_said(journal, [mover("決済", "SK")], person=SK)
    assert entry.kind == "continuity.mover"
    assert entry.body == {
        "at": "2026-11-20T09:00:00+09:00",
        "said": {"task": "決済", "person": "SK", "deputy": "", "withdrawn": False},
        "supersedes": "",
        "user": "os-1",
        "initials": "SK",
    }


def test_the_same_register_entry_is_recorded_once(journal):
    """Saying again what stands already, later and by somebody else, finds the entry from before."""
    (first,) = record_said(journal, [mover("決済", "SK")], person=SK)
    (again,) = record_said(journal, [mover("決済", "SK", when=at(10))], person=TY)
    assert (again.n, again.added, len(list(journal.entries()))) == (first.n, False, 1)


def test_a_change_supersedes_what_stood_before(journal):
    """The newer entry names the older one by its key; both stay."""
    (first,) = record_said(journal, [mover("決済", "SK")], person=SK)
    (second,) = record_said(journal, [mover("決済", "TY", when=at(10))], person=SK)
    assert second.body["supersedes"] == first.key
    assert [entry.body["said"]["person"] for entry in journal.entries()] == ["SK", "TY"]


def test_going_back_to_what_stood_before_is_said_anew(journal):
    """A, then B, then A again in one instant leaves three entries, and A stands."""
    for person in ("SK", "TY", "SK"):
        record_said(journal, [mover("決済", person)], person=SK)
    assert len(list(journal.entries())) == 3
    assert [said(entry)["person"] for entry in register(journal, Kept.MOVER, at=at(9))] == ["SK"]


def test_the_same_report_at_another_time_is_another_one(journal):
    """Reports count each by their instant; the same instant and content is one."""
    record_said(journal, [absence("TY"), absence("TY", when=at(10))], person=SK)
    (again,) = record_said(journal, [absence("TY")], person=TY)
    assert (again.n, again.added) == (1, False)
    assert len(reports(journal, Kept.ABSENCE, at=at(11))) == 2


def test_entries_come_back_in_the_order_of_what_was_said(journal):
    """New ones and found ones stand at their own places."""
    record_said(journal, [mover("B", "SK")], person=SK)
    entries = record_said(journal, [mover("A", "SK"), mover("B", "SK"), mover("C", "SK")], person=SK)
    assert [said(entry)["task"] for entry in entries] == ["A", "B", "C"]
    assert [entry.added for entry in entries] == [True, False, True]


def test_all_is_recorded_or_nothing(journal):
    """A name that stands twice leaves the record empty, and the finding names its row and column."""
    with pytest.raises(RefusedError) as raised:
        record_said(journal, [mover("A", "SK"), mover("B", "SK"), mover("A", "TY")], person=SK)
    (found,) = raised.value.findings
    assert (found.code, found.place.row, found.place.column) == ("continuity_twice", 3, "task")
    assert list(journal.entries()) == []


def test_the_same_name_in_two_registers_is_no_repetition(journal):
    """Each register has its own names."""
    contact = Said(Kept.CONTACT, {"name": "A", "role": "staff", "means": {}, "withdrawn": False}, at(9))
    assert len(record_said(journal, [mover("A", "SK"), contact], person=SK)) == 2


def test_nothing_said_records_nothing(journal):
    """An empty list is no transaction."""
    assert record_said(journal, [], person=SK) == ()
    assert list(journal.entries()) == []


def test_whoever_waits_is_told_of_new_entries(journal):
    """The word "recorded" follows each entry that was recorded."""
    told = []
    record_said(journal, [mover("A", "SK"), mover("B", "SK")], person=SK, tell=told.append)
    assert [entry.n for entry in told] == [1, 2]


def test_reports_are_those_said_by_an_instant(journal):
    """The instant itself counts, what came later does not; they stand in order of time."""
    record_said(journal, [absence("B", when=at(10)), absence("A", when=at(9)), absence("C", when=at(11))], person=SK)
    found = reports(journal, Kept.ABSENCE, at=at(10))
    assert [said(entry)["person"] for entry in found] == ["A", "B"]


def test_a_register_looks_back(journal):
    """At an earlier instant it stands as it did then."""
    record_said(journal, [mover("決済", "SK")], person=SK)
    record_said(journal, [mover("決済", "TY", when=at(12))], person=SK)
    assert [said(entry)["person"] for entry in register(journal, Kept.MOVER, at=at(11))] == ["SK"]
    assert [said(entry)["person"] for entry in register(journal, Kept.MOVER, at=at(12))] == ["TY"]


def test_a_register_keeps_the_order_in_which_names_came(journal):
    """A change leaves a name at its place."""
    record_said(journal, [mover("B", "SK"), mover("A", "SK")], person=SK)
    record_said(journal, [mover("B", "TY", when=at(10))], person=SK)
    assert [said(entry)["task"] for entry in register(journal, Kept.MOVER, at=at(10))] == ["B", "A"]


def test_what_is_withdrawn_leaves_the_register_and_stays_in_the_record(journal):
    """The list is without it; the entries are all there; said again it is back."""
    gone = Said(Kept.MOVER, {"task": "A", "person": "SK", "deputy": "", "withdrawn": True}, at(10))
    record_said(journal, [mover("A", "SK"), mover("B", "SK")], person=SK)
    record_said(journal, [gone], person=SK)
    assert [said(entry)["task"] for entry in register(journal, Kept.MOVER, at=at(10))] == ["B"]
    assert len(list(journal.entries())) == 3
    record_said(journal, [mover("A", "SK", when=at(11))], person=SK)
    assert {said(entry)["task"] for entry in register(journal, Kept.MOVER, at=at(11))} == {"A", "B"}


def test_the_newest_by_instant_counts_whatever_its_number(journal):
    """An entry that another office said later, merged in first, is the newer one."""
    record_said(journal, [mover("A", "late", when=at(12))], person=TY)
    record_said(journal, [mover("A", "early", when=at(10))], person=SK)
    assert [said(entry)["person"] for entry in register(journal, Kept.MOVER, at=at(13))] == ["late"]


def test_what_is_said_already_is_found_by_its_instant(journal):
    """Saying again what another office said last adds nothing, though an older saying was merged in behind it."""
    record_said(journal, [mover("A", "late", when=at(12))], person=TY)
    record_said(journal, [mover("A", "early", when=at(10))], person=SK)
    (again,) = record_said(journal, [mover("A", "late", when=at(13))], person=SK)
    assert (again.n, again.added) == (1, False)


@pytest.mark.parametrize(
    "body",
    [
        {"at": "2026-11-20T09:00:00+09:00", "said": "text"},
        {"at": "2026-11-20T09:00:00+09:00"},
        {"at": "yesterday", "said": {}},
        {"said": {}},
        {"at": "2026-11-20T09:00:00", "said": {}},
        {"at": 5, "said": {}},
    ],
)
def test_an_entry_without_content_or_instant_is_refused(journal, body):
    """Another version may have recorded it: the finding names the entry and its kind, and nothing is guessed."""
    journal.append("continuity.absence", body)
    with pytest.raises(RefusedError) as raised:
        shaped(reports(journal, Kept.ABSENCE, at=at(10)), lambda entry: said(entry)["person"])
    (found,) = raised.value.findings
    assert (found.code, found.place.row, dict(found.details)) == (
        "continuity_unread",
        1,
        {"kind": "continuity.absence"},
    )


def test_a_shape_that_cannot_be_made_is_refused(journal):
    """A content that lacks what its kind needs is the same finding."""
    record_said(journal, [Said(Kept.ABSENCE, {"who": "TY"}, at(9))], person=SK)
    with pytest.raises(RefusedError) as raised:
        shaped(reports(journal, Kept.ABSENCE, at=at(10)), lambda entry: said(entry)["person"])
    assert codes(raised) == ["continuity_unread"]


def test_who_and_when_can_be_read_from_an_entry(journal):
    """The initials and the instant of an entry are those it was said with."""
    (entry,) = record_said(journal, [absence("TY", when=at(10, 30))], person=TY)
    assert (by(entry), instant(entry)) == ("TY", at(10, 30))
    assert instant(entry).utcoffset() == timedelta(hours=9)


def test_a_text_is_kept_on_one_line():
    """Margins and line breaks become single spaces."""
    assert needed("  a\n b  c ", "note") == "a b c"
    assert optional("  ", "note") == ""


@pytest.mark.parametrize(("text", "code"), [("", "continuity_blank"), (" \n", "continuity_blank"),
                                            ("x" * (LONGEST + 1), "continuity_long")])  # fmt: skip
def test_a_needed_text_must_say_something_and_be_short(text, code):
    """Blank and overlong texts are refused at their column."""
    with pytest.raises(RefusedError) as raised:
        needed(text, "what")
    assert (codes(raised), raised.value.findings[0].place.column) == ([code], "what")


def test_the_longest_text_passes():
    """The limit itself is allowed."""
    assert len(needed("x" * LONGEST, "what")) == LONGEST


def test_a_word_must_be_on_its_list():
    """The finding shows what was given and what is known."""
    assert word("fax", ("email", "fax"), "means") == "fax"
    with pytest.raises(RefusedError) as raised:
        word("pigeon", ("email", "fax"), "means")
    (found,) = raised.value.findings
    assert (found.code, found.place.column) == ("continuity_word", "means")
    assert dict(found.details) == {"given": "pigeon", "known": "email / fax"}
