"""Two persons change a setting: proposed with its effect, accepted, withdrawn, and in force for every run after."""

from datetime import timedelta

import pytest

from addin.app import settings_change, settings_record
from addin.app.settings_change import accepted, listing, withdrawn
from addin.app.settings_record import State, settings_in_force
from addin.now import now
from calc.outcome import RefusedError

MILD, HARSH = "round_unit=1000", "short_charge_ratio=0"


def codes(refused):
    return [found.code for found in refused.value.findings]


def test_a_proposal_shows_what_it_does_to_the_last_recorded_book(working, recorded_book, tmp_path):
    """Each account's old total is the recorded one, the new one what a run under the proposed values gives."""
    made = working.propose(HARSH, MILD)
    old, new = recorded_book(working.home)[1], recorded_book(tmp_path / "other", HARSH, MILD)[1]
    assert {each.account: (each.old, each.new) for each in made.proposal.effect.accounts} == {
        account: (old[account], new[account]) for account in old
    }
    assert (made.findings, made.proposal.changes) == ((), {"round_unit": "1000", "short_charge_ratio": "0.0"})
    assert made.proposal.entry.body["before"] == {"round_unit": "1", "short_charge_ratio": "0.65"}
    assert working.kinds()[:3] == ["margin.computed", "settings.proposed", "approval.asked"]


def test_the_book_is_computed_from_what_was_kept(working, tmp_path):
    """The effect does not change when the files that were read then are changed or gone."""
    first = working.propose(HARSH).proposal.effect
    for path in (tmp_path / "tables").iterdir():
        path.write_text("gone", encoding="utf-8")
    assert working.propose(HARSH).proposal.effect == first


def test_nothing_is_left_where_the_book_was_laid_out(working):
    """After a proposal the home holds its record and its contents, no copies of tables."""
    working.propose(HARSH)
    assert not list(working.home.rglob("*.csv"))


def test_an_accepted_change_is_in_force_for_the_next_run(working, recorded_book):
    """After the second person accepted, a run computes under the new value and the sheet says who set it."""
    done = working.accept(working.propose(HARSH).proposal)
    assert done.state is State.ACCEPTED
    entry, totals = recorded_book(working.home)
    assert entry.body["settings"]["short_charge_ratio"] == "0.0"
    assert {each.account: each.new for each in done.effect.accounts} == totals
    row = settings_in_force(working.home, {}).in_force["short_charge_ratio"]
    assert row.set_by == "記録 record: SK (uid-987601) 承認 approved: TY (uid-987602)"
    assert row.at == done.ended.at


def test_the_maker_cannot_accept(working):
    """The one who proposed is told that a second person is needed, and nothing changes."""
    proposal = working.propose(MILD).proposal
    with pytest.raises(RefusedError) as refused:
        working.accept(proposal, "SK")
    assert codes(refused) == ["approval_needed"]
    assert settings_in_force(working.home, {}).whole("round_unit") == 1


def test_without_a_recorded_book_the_second_person_is_always_needed(office):
    """Where no run is recorded the proposal says so, and one person alone cannot accept it."""
    office.alone()
    made = office.propose(MILD)
    assert [each.code for each in made.findings] == ["settings_no_book"]
    with pytest.raises(RefusedError) as refused:
        office.accept(made.proposal, "SK")
    assert codes(refused) == ["settings_alone"]
    assert office.accept(made.proposal).state is State.ACCEPTED


def test_a_book_that_cannot_be_computed_is_told_and_needs_the_second_person(working):
    """A kept input that is damaged leaves the effect unseen, which is told with its reason."""
    path = next((working.home / "snapshots").glob("*/*"))
    path.write_bytes(b"x")
    made = working.propose(MILD)
    assert [each.code for each in made.findings] == ["snapshot_damaged", "settings_effect_unseen"]
    assert made.proposal.effect is None
    assert made.proposal.needs_second_person


def test_values_under_which_nothing_can_be_computed_are_told(working, recorded_book):
    """Proposed values that make the computation refuse leave the effect unseen."""
    recorded_book(working.home, scenarios="scenario,kind,IX,AA\ns3,stress,120,90\n")
    made = working.propose("stress_mode=off")
    assert [each.code for each in made.findings] == ["scenarios_missing", "settings_effect_unseen"]


@pytest.mark.parametrize(
    ("given", "code"),
    [("round_unit=1", "settings_unchanged"), ("round_unit=0", "setting_refused"), ("rund=1", "setting_unknown"),
     ("round_unit", "setting_form"), ("second_place=/mnt/stick", "settings_of_this_computer")],
)  # fmt: skip
def test_what_is_no_change_is_refused(working, given, code):
    """A value in force already, a bad value and an unknown name are told, and nothing is recorded."""
    with pytest.raises(RefusedError) as refused:
        working.propose(given)
    assert codes(refused) == [code]
    assert working.kinds() == ["margin.computed"]


def test_the_same_proposal_twice_is_one(working):
    """Proposing again what waits already records nothing more."""
    first, second = working.propose(MILD).proposal, working.propose(MILD).proposal
    assert first.id == second.id
    assert working.kinds() == ["margin.computed", "settings.proposed", "approval.asked"]


def test_an_accepted_change_can_be_changed_back(working):
    """The value before is a change like any other, and shows its own effect."""
    working.accept(working.propose("round_unit=1000").proposal)
    back = working.propose("round_unit=1")
    assert back.proposal.entry.body["before"] == {"round_unit": "1000"}
    working.accept(back.proposal)
    assert settings_in_force(working.home, {}).whole("round_unit") == 1


def test_an_effect_that_is_no_longer_true_cannot_be_accepted(working):
    """After another change was accepted the proposal must be made again."""
    one, two = working.propose(MILD).proposal, working.propose("tail_rule=floor").proposal
    working.accept(one)
    with pytest.raises(RefusedError) as refused:
        working.accept(two)
    assert codes(refused) == ["settings_proposal_stale"]
    assert working.accept(working.propose("tail_rule=floor").proposal).state is State.ACCEPTED


def test_an_approval_dies_with_its_day(working):
    """On the next day a proposal of yesterday cannot be accepted; it is asked for again and then can."""
    proposal = working.propose(MILD).proposal
    tomorrow = now() + timedelta(days=1)
    with pytest.raises(RefusedError) as refused:
        working.accept(proposal, at=tomorrow)
    assert codes(refused) == ["approval_not_waiting"]


def test_the_maker_takes_back(working):
    """A withdrawn proposal can neither be accepted nor taken back again, but made anew."""
    proposal = working.propose(MILD).proposal
    assert working.withdraw(proposal).state is State.WITHDRAWN
    for act in (working.accept, working.withdraw):
        with pytest.raises(RefusedError) as refused:
            act(proposal)
        assert codes(refused) == ["settings_proposal_closed"]
    assert working.accept(working.propose(MILD).proposal).state is State.ACCEPTED


def test_somebody_else_turns_down_with_a_reason(working):
    """Without a reason the second person cannot turn a proposal down."""
    proposal = working.propose(MILD).proposal
    with pytest.raises(RefusedError) as refused:
        working.withdraw(proposal, "TY")
    assert codes(refused) == ["reason_needed"]
    with pytest.raises(RefusedError) as refused:  # tomorrow, when nothing waits for an approval any more
        withdrawn(working.home, proposal.id, working.person("TY"), reason=" ", at=now() + timedelta(days=1))
    assert codes(refused) == ["reason_needed"]
    done = working.withdraw(proposal, "TY", reason="too coarse")
    assert (done.state, done.ended.body["reason"]) == (State.WITHDRAWN, "too coarse")
    assert "approval.refused" in working.kinds()


@pytest.mark.parametrize("name", ["", "abc", "0000", "zzzz"])
def test_an_unknown_proposal_is_told(working, name):
    """An id that is too short or fits none is told."""
    working.propose(MILD)
    with pytest.raises(RefusedError) as refused:
        accepted(working.home, name, working.person("TY"), at=now())
    assert codes(refused) == ["settings_proposal_unknown"]


def test_an_acceptance_overtaken_by_a_withdrawal_is_told(working, monkeypatch):
    """Somebody who withdraws between the look and the record wins, and the one who accepts is told."""
    proposal, permission = working.propose(MILD).proposal, settings_record.permission

    def slow(*arguments, **named):
        found = permission(*arguments, **named)
        monkeypatch.setattr(settings_change, "permission", permission)
        working.withdraw(proposal)
        working.log_in(2)
        return found

    monkeypatch.setattr(settings_change, "permission", slow)
    with pytest.raises(RefusedError) as refused:
        working.accept(proposal)
    assert codes(refused) == ["settings_proposal_closed"]


def test_the_list_shows_settings_and_proposals(working):
    """Everything in force is listed with every proposal, oldest first."""
    working.accept(working.propose(MILD).proposal)
    working.propose("tail_rule=floor")
    found = listing(working.home)
    assert found.settings.whole("round_unit") == 1000
    assert [(each.state, dict(each.changes)) for each in found.proposals] == [
        (State.ACCEPTED, {"round_unit": "1000"}),
        (State.OPEN, {"tail_rule": "floor"}),
    ]
