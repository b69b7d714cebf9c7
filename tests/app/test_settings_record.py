"""What the record says about settings, over entries made up here: no disk, no clock."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from addin.app.approval.people import Person
from addin.app.approval.subjects import Content, Subject, SubjectKind
from addin.app.settings_record import (
    State,
    last_accepted,
    overrides,
    proposals,
    readable_overrides,
    recorded_overrides,
    settings_in_force,
)
from addin.store.chain import NO_HASH, Entry, canonical, key_of, short_head
from addin.store.journal import Journal
from calc.outcome import RefusedError

A, B = Person("sato", "SK"), Person("tanaka", "TY")
SMALL = [{"account": "P01H", "old": 1000, "new": 800}]
FAR = [{"account": "P01H", "old": 1000, "new": 799}]


def chained(*made):
    """Return entries with their numbers, as the record would hold them."""
    return [replace(entry, n=n) for n, entry in zip(count(1), made, strict=False)]


def entry(kind, person, body, *, at="2026-11-20T10:00:00", user=None):
    """Return an entry that one person made; `user` is who really did, where the body lies about that."""
    full = {**body, **person.body()}
    key = key_of(kind.encode(), canonical(full).encode())
    return Entry(0, f"{at}+09:00", user or person.user, kind, key, full, NO_HASH, NO_HASH)


def proposed(by=A, effect=SMALL, *, after="", book="b" * 64, **changes):
    """Return the entry of a proposal, round_unit=10 unless told otherwise."""
    values = changes or {"round_unit": "10"}
    body = {"changes": values, "before": dict.fromkeys(values, "1"), "engine": "1", "book": book, "effect": effect}
    return entry("settings.proposed", by, {**body, "after": after, "round": 0})


def approval(kind, proposal, by, *, day="2026-11-20", **more):
    """Return one step of a proposal's approval."""
    subject = Subject(date.fromisoformat(day), SubjectKind.SETTINGS_CHANGE, short_head(proposal.key))
    content = Content(proposal.key)
    bound = {"content_hash": content.content_hash, "ruling_hash": "", "until": "", "round": 0}
    return entry(f"approval.{kind}", by, {**subject.body(), **bound, **more}, at=f"{day}T10:01:00")


def accepted(proposal, by=B, *, approved="", declared="", at="2026-11-20T10:02:00", user=None):
    """Return the entry of an acceptance."""
    body = {"proposal": proposal.key, "approval": approved, "declaration": declared}
    return entry("settings.accepted", by, body, at=at, user=user)


def given(proposal, checker=B):
    """Return the entries of a proposal that a second person approved and accepted."""
    approved = approval("given", proposal, checker)
    return proposal, approval("asked", proposal, A), approved, accepted(proposal, checker, approved=approved.key)


def alone(proposal, by=A):
    """Return the entries of a proposal that one person accepted in declared solo mode."""
    declared = entry("solo.declared", by, {"business_date": "2026-11-20", "reason": "one here", "round": 0})
    return declared, proposal, accepted(proposal, by, declared=declared.key)


def only(entries):
    """Return the one proposal of these entries."""
    (found,) = proposals(chained(*entries))
    return found


def test_a_proposal_is_open_and_changes_nothing():
    """What was only proposed waits, and no value is in force by it."""
    found = only([proposed()])
    assert (found.state, found.maker, found.changes) == (State.OPEN, A, {"round_unit": "10"})
    assert overrides([found]) == {}


def test_an_approved_proposal_is_in_force_and_says_by_whom():
    """A change that a second person approved is in force, with maker, checker and the instant of acceptance."""
    found = only(given(proposed()))
    (value,) = overrides([found]).values()
    assert (found.state, found.checker) == (State.ACCEPTED, B)
    assert (value.value, value.at) == ("10", "2026-11-20T10:02:00+09:00")
    assert value.user == "記録 record: SK (sato) 承認 approved: TY (tanaka)"


def test_declared_solo_mode_accepts_a_small_change_and_says_so():
    """One person alone, declared, may accept where no account falls far, and the value carries the mark."""
    found = only(alone(proposed()))
    (value,) = overrides([found]).values()
    assert (found.state, found.checker) == (State.ACCEPTED, None)
    assert value.user == "記録 record: SK (sato) 単独操作 single operator"


@pytest.mark.parametrize("proposal", [proposed(effect=FAR), proposed(effect=None), proposed(book=None)])
def test_nobody_alone_accepts_a_far_fall_or_an_unseen_effect(proposal):
    """A fall of more than 20 %, an effect nobody saw, and a book somebody chose need the second person."""
    assert proposal is not None
    assert only(alone(proposal)).state is State.OPEN
    assert only(given(proposal)).state is State.ACCEPTED


@pytest.mark.parametrize(
    "entries",
    [
        [proposed(), accepted(proposed())],
        [proposed(), accepted(proposed(), A)],
        [*given(proposed(), checker=A)],
        [*given(proposed(), checker=Person("sato", "TY"))],
        [*given(proposed())[:3], accepted(proposed(), at="2026-11-21T00:00:00")],
        [*given(proposed())[:3], accepted(proposed(), user="mori")],
        [given(proposed())[place] for place in (0, 1, 3, 2)],
        [proposed(), accepted(proposed(), A, declared="d" * 64)],
    ],
)
def test_an_acceptance_without_permission_counts_for_nothing(entries):
    """Not approved, by the maker, after the day's end, under a false name, before the approval: it stays open."""
    assert only(entries).state is State.OPEN


def test_what_was_withdrawn_cannot_be_accepted():
    """After a withdrawal an approved acceptance changes nothing, and after an acceptance a withdrawal does not."""
    proposal = proposed()
    taken = entry("settings.withdrawn", A, {"proposal": proposal.key, "reason": ""})
    first, *rest = given(proposal)
    assert only([first, taken, *rest]).state is State.WITHDRAWN
    assert only([*given(proposal), taken]).state is State.ACCEPTED


def test_a_proposal_made_before_another_was_accepted_is_stale():
    """Its effect was seen under other settings, so its acceptance no longer counts."""
    one, two = proposed(round_unit="10"), proposed(tail_rule="floor")
    made = proposals(chained(*given(one), *given(two)))
    assert [each.state for each in made] == [State.ACCEPTED, State.OPEN]
    assert last_accepted(made) == given(one)[-1].key


def test_the_last_accepted_value_holds():
    """Of two accepted values of one setting the later acceptance is in force, whichever was proposed first."""
    one = proposed(round_unit="10")
    two = proposed(round_unit="100", after=given(one)[-1].key)
    made = proposals(chained(*given(one), *given(two)))
    assert {name: value.value for name, value in overrides(made).items()} == {"round_unit": "100"}


def test_entries_about_other_things_are_left_alone():
    """Entries without a proposal, and acceptances of unknown ones, make none."""
    assert proposals(chained(accepted(proposed()), entry("export.prepared", A, {"name": "x"}))) == ()


def test_settings_in_force_come_from_the_record_of_the_home(tmp_path):
    """An accepted change beats the home's file, the day's own and `key=value` beat it."""
    (tmp_path / "settings.toml").write_text("round_unit = 2\nholding_days = 2\n", encoding="utf-8")
    with Journal(tmp_path) as journal:
        assert recorded_overrides(tmp_path) == {}
        journal.append("other.thing", {})
    found = settings_in_force(tmp_path, {"holding_days": 3}, sets=["round_mode=down"])
    assert (found.whole("round_unit"), found.whole("holding_days"), found.text("round_mode")) == (2, 3, "down")


def test_a_record_that_cannot_be_read_is_told_where_the_figures_must_come(tmp_path):
    """`hikae margin` goes on without the record and says so, a day does not."""
    (tmp_path / "journal.sqlite3").write_bytes(b"no record " * 1000)
    values, (found,) = readable_overrides(tmp_path)
    assert (values, found.code) == ({}, "settings_record_unread")
    with pytest.raises(RefusedError):
        settings_in_force(tmp_path, {})
