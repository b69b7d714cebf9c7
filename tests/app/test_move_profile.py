"""Which settings a computer works with: the main office's, or those of the place it has moved to."""

import pytest
from continuity_hand import SK, at

from addin.app.move_record import profiles, used_profile
from addin.settings import load_settings
from addin.store.journal import Journal
from calc.outcome import RefusedError


@pytest.fixture
def home(tmp_path):
    """Return a home with settings of its own, and those of the alternate office made ready."""
    (tmp_path / "settings.toml").write_text('reached_at = "03-1"\nrole = "participant"\n', encoding="utf-8")
    (tmp_path / "settings.alternate.toml").write_text(
        'reached_at = "03-2"\nupload_address = "二次"\n', encoding="utf-8"
    )
    return tmp_path


def code_of(home, name):
    """Return the code that a profile is refused with."""
    with pytest.raises(RefusedError) as refused:
        used_profile(home, name, person=SK, at=at(12))
    return refused.value.findings[0].code


def test_a_profile_beats_the_desks_own_settings(home):
    """Its numbers and addresses count; what it does not name stays."""
    used_profile(home, "alternate", person=SK, at=at(12))
    settings = load_settings(home)
    assert [settings.text(name) for name in ("profile", "reached_at", "upload_address", "role")] == [
        "alternate", "03-2", "二次", "participant",
    ]  # fmt: skip
    assert settings.in_force["reached_at"].set_by == "settings.profile.toml"


def test_back_at_the_main_office_its_own_settings_count_again(home):
    """Nothing of the other place is left."""
    used_profile(home, "alternate", person=SK, at=at(12))
    used_profile(home, "main", person=SK, at=at(18))
    settings = load_settings(home)
    assert [settings.text(name) for name in ("profile", "reached_at", "upload_address")] == ["main", "03-1", ""]


def test_who_switched_stands_in_the_record(home):
    """With the profile and the instant; the same again is one entry."""
    for _ in range(2):
        used_profile(home, "alternate", person=SK, at=at(12))
    with Journal(home) as journal:
        (entry,) = journal.entries("continuity.profile")
    assert (entry.body["said"], entry.body["initials"]) == ({"profile": "alternate"}, "SK")


def test_a_profile_that_is_not_ready_is_refused(home):
    """The settings in use stay, and nothing is recorded."""
    assert code_of(home, "secondary") == "profile_missing"
    assert load_settings(home).text("profile") == "main"
    with Journal(home) as journal:
        assert journal.last() is None


def test_only_three_places_are_known(home):
    """The main office, the alternate one and the secondary centre."""
    assert profiles() == ("main", "alternate", "secondary")
    assert code_of(home, "elsewhere") == "continuity_word"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('profile = "secondary"\n', "profile_named"),
        ('  "profile"="x"\n', "profile_named"),
        ("no_such_setting = 1\n", "setting_unknown"),
        ("reached_at = \n", "settings_unreadable"),
    ],
)
def test_a_profile_that_would_stop_every_command_is_never_put_in_use(home, text, code):
    """A file with a fault is told now, not on the next command of a bad day."""
    (home / "settings.alternate.toml").write_text(text, encoding="utf-8")
    assert code_of(home, "alternate") == code
    assert not (home / "settings.profile.toml").exists()


def test_where_a_desk_is_does_not_change_what_it_computes(home):
    """Two offices record the same settings behind their figures, though each is reached at its own number."""
    before = load_settings(home).recorded()
    used_profile(home, "alternate", person=SK, at=at(12))
    assert load_settings(home).recorded() == before
    assert not {"profile", "reached_at", "second_place", "tool_program"} & before.keys()


def test_the_place_of_a_computer_is_no_matter_for_two_persons(home):
    """It cannot be proposed for the record: the other office has another one."""
    from addin.app.settings_proposal import change_of  # noqa: PLC0415 - loads the engine

    with pytest.raises(RefusedError) as refused:
        change_of(home, ["profile=alternate"], {})
    assert refused.value.findings[0].code == "settings_of_this_computer"
