"""Who may accept a change of settings, and what the record then holds."""

import pytest

from addin.app import settings_record
from addin.app.approval import steps
from addin.app.settings_change import accepted, proposed
from addin.app.settings_record import State, settings_in_force
from addin.now import now
from addin.store.journal import Journal
from calc.outcome import RefusedError

MILD, HARSH = "round_unit=1000", "short_charge_ratio=0"


def codes(refused):
    return [found.code for found in refused.value.findings]


def test_one_person_alone_accepts_a_small_change(working):
    """In declared solo mode a change under which no account falls far may be accepted by its maker."""
    working.alone()
    assert working.accept(working.propose(MILD).proposal, "SK").checker is None
    assert "single operator" in settings_in_force(working.home, {}).in_force["round_unit"].set_by


def test_one_person_alone_cannot_accept_a_far_fall(working):
    """A fall of more than 20 % needs the second person, also in declared solo mode, and the account is named."""
    working.alone()
    proposal = working.propose(HARSH).proposal
    assert proposal.effect.falling == ("P1H",)
    with pytest.raises(RefusedError) as refused:
        working.accept(proposal, "SK")
    assert codes(refused) == ["settings_alone"]
    assert dict(refused.value.findings[0].details)["accounts"] == "P1H"
    assert working.accept(proposal).state is State.ACCEPTED


def test_the_maker_may_finish_what_a_second_person_approved(working):
    """Where the second person approved by `hikae approve`, the maker's own acceptance names that person."""
    proposal = working.propose(MILD).proposal
    with Journal(working.home) as journal:
        steps.give(journal, proposal.subject(now().date()), working.person("TY"), seen=None, at=now())
    assert working.accept(proposal, "SK").checker == working.person("TY")


def test_what_a_second_person_refused_stays_refused_alone(working):
    """Declared solo mode does not overrule a refusal."""
    working.alone()
    proposal = working.propose(MILD).proposal
    with Journal(working.home) as journal:
        steps.refuse(journal, proposal.subject(now().date()), working.person("TY"), reason="no", at=now())
    with pytest.raises(RefusedError) as refused:
        working.accept(proposal, "SK")
    assert codes(refused) == ["approval_needed"]


def test_an_accepted_value_that_is_no_longer_allowed_can_be_replaced(working):
    """A value of another version stops every run by its name, and a proposal of that name puts it right."""
    person = working.person("SK")
    body = {"changes": {"tail_rule": "gone"}, "before": {"tail_rule": "fractional"}, "engine": "1", "book": None,
            "effect": None, "after": "", "round": 0, **person.body()}  # fmt: skip
    with Journal(working.home) as journal:
        entry = journal.append("settings.proposed", body)
        proposal = settings_record.proposals(settings_record.entries_of(journal))[-1]
        steps.ask(journal, proposal.subject(now().date()), proposal.content, person, at=now())
    assert proposal.entry.key == entry.key
    working.accept(proposal)
    with pytest.raises(RefusedError) as refused:
        settings_in_force(working.home, {})
    assert codes(refused) == ["setting_refused"]
    made = working.propose("tail_rule=floor")
    assert [each.code for each in made.findings] == ["setting_refused", "settings_effect_unseen"]
    working.accept(made.proposal)
    assert settings_in_force(working.home, {}).text("tail_rule") == "floor"


def test_each_step_is_told_as_soon_as_it_is_recorded(working):
    """Whoever asks is told every entry, in the order of the record."""
    told, person = [], working.person("SK")
    made = proposed(working.home, [MILD], person, data=None, at=now(), tell=lambda entry: told.append(entry.kind))
    person = working.person("TY")
    accepted(working.home, made.proposal.id, person, at=now(), tell=lambda entry: told.append(entry.kind))
    assert told == working.kinds()[1:] == ["settings.proposed", "approval.asked", "approval.given", "settings.accepted"]
