"""Each proof of the lists, on a record that holds nothing and on one that cannot be read."""

import pytest
from continuity_hand import Headquarters, at

from addin.app.continuity_state import state_at
from addin.app.move_board import desk_of, shown_move
from addin.app.move_proofs import PROOFS, Asked
from addin.settings import load_settings
from addin.store.journal import Journal
from calc.continuity.move import Way, steps_of
from calc.outcome import RefusedError

NEEDED = {step.proof for way in Way for step in steps_of(way) if step.proof}
HOLD_OF_NOTHING = {
    "closed",
    "countersigned",
    "reconciled",
    "verified",
    "profile_main",
}  # nothing is open, nothing broken


@pytest.fixture
def asked(tmp_path):
    """Return what a proof looks at in a home where nothing was ever recorded."""
    home = tmp_path / "home"
    with Journal(home) as journal:
        yield Asked(journal, state_at(journal, home=home, at=at(12)), at(0))


def test_every_proof_of_the_lists_is_there_and_used():
    """A step never names a proof that nobody can give, and none is given in vain."""
    assert PROOFS.keys() == NEEDED


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_nothing_recorded_proves_nothing_done(asked, name):
    """Only what asks for nothing being left open holds; both languages say what is seen."""
    proof = PROOFS[name](asked)
    assert proof.holds is (name in HOLD_OF_NOTHING)
    assert proof.shown.ja
    assert proof.shown.en


def test_looking_at_both_lists_makes_no_home(tmp_path):
    """On a computer without any record they are two lists of open steps."""
    for way in Way:
        assert len(shown_move(tmp_path / "none", way, at=at(12)).rows) == len(steps_of(way))
    assert not (tmp_path / "none").exists()


def test_a_report_of_a_newer_version_is_refused(tmp_path):
    """A step's state that this version does not know is no open step."""
    place = Headquarters(tmp_path / "home")
    with Journal(place.home) as journal:
        said = {"way": "out", "step": "told", "state": "half", "note": ""}
        journal.append("continuity.move", {"at": "2026-11-20T12:00:00+09:00", "said": said, "initials": "SK"})
    with pytest.raises(RefusedError) as refused:
        shown_move(place.home, Way.OUT, at=at(12, 30))
    assert refused.value.findings[0].code == "continuity_unread"


def test_the_desk_says_where_it_is_and_how_it_is_reached(tmp_path):
    """The four things that a move changes, in the order in which they are told."""
    sets = ["profile=secondary", "reached_at=03-2", "upload_address=u", "information_address=i"]
    assert desk_of(load_settings(tmp_path, sets=sets)) == {
        "profile": "secondary",
        "reached_at": "03-2",
        "upload_address": "u",
        "information_address": "i",
    }
