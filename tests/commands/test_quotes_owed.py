"""Which instruments a participant is to quote: its open interest, the desk's own list, or the list of one command."""

import json

import pytest

from addin.settings import load_settings

INDEX, NAME, OTHER = "ITXJS4605", "JP003M3112", "JP060M3106"


@pytest.fixture
def listed(participant):
    """Return a function that makes the desk's list and names it in the settings, as its home sees it."""

    def write(*codes, name="owed.csv"):
        (participant.home / name).write_text("\n".join(["instrument", *codes]) + "\n", encoding="utf-8")
        with (participant.home / "settings.toml").open("a", encoding="utf-8") as file:
            file.write(f'owed_instruments = "{name}"\n')

    return write


@pytest.fixture
def owed(participant, sheet):
    """Return a function that gives what `quotes check` says is owed, and the instruments that are missing."""

    def check(*words):
        code, out, error = participant.quotes("check", sheet(), "--json", *words)
        assert code == 0, error
        made = json.loads(out)
        missing = [row for row in made["blocking"] if row["code"] == "quote_missing"]
        return made["owed"], len(missing)

    return check


def test_open_interest_is_the_default(owed, sheet_rows):
    """Without a list a participant quotes what it has positions in."""
    assert owed() == ([row[0] for row in sheet_rows], 0)


def test_the_desks_list_counts(listed, owed):
    """The file lies in the home, and one of its instruments is not on the sheet."""
    listed(INDEX, OTHER)
    codes, missing = owed()
    assert codes == sorted([INDEX, OTHER])
    assert missing == 1


def test_the_list_of_a_command_wins(listed, owed, tmp_path):
    """`--instruments` is for this sheet, the setting for every sheet."""
    listed(INDEX, OTHER)
    (tmp_path / "today.csv").write_text(f"instrument\n{NAME}\n", encoding="utf-8")
    assert owed("--instruments", tmp_path / "today.csv")[0] == [NAME]


def test_the_list_may_be_named_for_one_run(owed, tmp_path):
    """By `--set`, and anywhere on the disk."""
    (tmp_path / "today.csv").write_text(f"instrument\n{INDEX}\n", encoding="utf-8")
    assert owed("--set", f"owed_instruments={tmp_path / 'today.csv'}")[0] == [INDEX]


def test_a_list_that_is_not_there_stops_the_check(participant, sheet):
    """Falling back to open interest would let a sheet leave that lacks what the desk owes."""
    code, _, error = participant.quotes("check", sheet(), "--set", "owed_instruments=nowhere.csv")
    assert (code, str(participant.home / "nowhere.csv") in error) == (2, True)


def test_where_the_list_lies_is_no_figure(participant, tmp_path):
    """Two offices keep their lists in different places and record the same margin run."""
    named = load_settings(participant.home, sets=(f"owed_instruments={tmp_path / 'here.csv'}",))
    assert named.recorded() == load_settings(participant.home).recorded()
