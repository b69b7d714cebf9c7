import pytest

from addin.store import second as second_module
from addin.store.journal import Journal
from addin.store.second import copied, copy_name, copy_state, second_copy
from calc.outcome import finding


@pytest.mark.parametrize("code", ["second_copy_missing", "second_copy_behind", "second_copy_differs"])
def test_each_way_of_having_no_copy_is_one_state(code):
    """Whatever the reason, the state that sheets show is the same."""
    assert copy_state([finding("quote_missing"), finding(code)]) == "控えなし / no second copy"


def test_a_journal_knows_its_second_place(home, tmp_path):
    """Every journal of a home copies to the place that the home's settings name, without being told."""
    (tmp_path / "stick").mkdir()
    home.mkdir()
    (home / "settings.toml").write_text(f'second_place = "{tmp_path / "stick"}"\n', encoding="utf-8")
    with Journal(home) as journal:
        entry = journal.append("a", {})
        (copy,) = (tmp_path / "stick").glob(copy_name("*"))
        assert entry.hash in copy.read_text(encoding="utf-8")
    second_copy(home, tmp_path / "stick").close()


def test_a_run_may_name_its_own_second_place(home, tmp_path):
    """The settings of a run name another place, or none, than the home's own settings do."""
    home.mkdir()
    (home / "settings.toml").write_text(f'second_place = "{tmp_path / "stick"}"\n', encoding="utf-8")
    with Journal(home, after_commit=copied(home, "")) as journal:
        journal.append("a", {})
        assert journal.findings == ()
    with Journal(home, after_commit=copied(home, str(tmp_path / "other"))) as journal:
        journal.append("a", {})
        assert dict(journal.findings[0].details)["path"] == str(tmp_path / "other")
    second_copy(home, tmp_path / "other").close()


def test_a_home_without_a_second_place_starts_nothing(home, monkeypatch):
    """Without the setting there is no copy and no process for it."""
    monkeypatch.setattr(second_module, "second_copy", None)
    with Journal(home) as journal:
        journal.append("a", {})
        assert journal.findings == ()


def test_settings_that_cannot_be_read_do_not_stop_the_record(record):
    """The entries are recorded although the settings are broken; what is wrong with them is told."""
    (record / "settings.toml").write_text("second_place = \n", encoding="utf-8")
    with Journal(record) as journal:
        assert journal.append("a", {}).n == 11
        assert [found.code for found in journal.findings] == ["settings_unreadable"]


def test_a_place_may_cost_two_seconds():
    """The patience with a place is two seconds (bar R6)."""
    assert second_module.PATIENCE == 2.0
