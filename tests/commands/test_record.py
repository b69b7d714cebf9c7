"""What the record has to tell, every command that opens it tells: no second copy, entries nobody saw confirmed."""

import pytest

from addin.store.journal import Journal

MAIL = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: quotes\r\n\r\nIX 10 12\r\n"
SK, TY = ("--initials", "SK"), ("--initials", "TY")


@pytest.fixture
def desk(run, tmp_path, example_day):
    """Return a function that runs a command in a home whose second place is missing."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text(f'second_place = "{tmp_path / "gone"}"\n', encoding="utf-8")
    (tmp_path / "mail.eml").write_bytes(MAIL)
    table = tmp_path / "table.csv"
    rows = "2026-11-20,P01,IX,10,12,2026-11-20T15:00:00+09:00"
    table.write_text(f"business_date,participant,instrument,bid_bp,offer_bp,as_of\n{rows}\n", encoding="utf-8")
    file = "quotes_proxy_20261120.csv"
    words = {
        "export": ("export", "quotes_proxy", "--from", table, "--out", tmp_path, "--reason", "late"),
        "declare": ("solo", "declare", *SK, "--reason", "alone", "--date", "2026-11-20"),
        "ask": ("approve", "ask", file, *SK),
        "withdraw": ("approve", "withdraw", file, *SK),
        "release": ("release", tmp_path / file, *SK, "--reason", "late"),
        "proxy": ("proxy", "read", tmp_path / "mail.eml"),
        "plan": ("plan", "--day", example_day / "day.toml", "--at", "2026-11-20T20:30:00+09:00", "--record"),
        "import": ("import", "quotes_proxy", table),
        "propose": ("settings", "propose", "round_unit=10", *SK),
        "bundle": ("bundle", "make", "-o", tmp_path / "bundle"),
    }

    def command(name):
        return run(*words[name], "--home", home)

    command.home = home
    return command


BEFORE = {"ask": ["export"], "withdraw": ["export", "ask"], "release": ["export", "declare"], "bundle": ["declare"]}
COMMANDS = ["declare", "ask", "withdraw", "release", "proxy", "plan", "import", "export", "propose", "bundle"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_missing_second_copy_is_told(desk, name):
    """Whoever records something hears when it has no second copy."""
    for earlier in BEFORE.get(name, []):
        assert desk(earlier)[0] == 0
    code, _, err = desk(name)
    assert (code, err.count("[second_copy_missing]")) == (0, 1)


@pytest.mark.parametrize("name", COMMANDS)
def test_entries_that_nobody_saw_confirmed_are_told_once(desk, name):
    """After a crash the next command says what was recorded unseen, whichever it is, and no later one repeats it."""
    for earlier in BEFORE.get(name, ["declare"]):
        desk(earlier)
    (desk.home / "journal.shown").unlink()
    assert "[journal_unconfirmed]" in desk(name)[2]
    assert "[journal_unconfirmed]" not in desk(name)[2]


def test_a_refused_command_still_tells_of_the_copy(desk, monkeypatch):
    """What was recorded before a refusal stands without a second copy, and that is said."""
    desk("export")
    desk("declare")
    monkeypatch.setattr("addin.app.approval.release.ensure_folder", lambda _: 1 / 0)
    code, _, err = desk("release")
    assert (code, "[second_copy_missing]" in err) == (2, True)


def test_a_second_place_is_no_proposal(desk, run, tmp_path):
    """Where the copy goes is a matter of one computer, never of a proposal that travels."""
    code, _, err = run("settings", "propose", f"second_place={tmp_path}", *SK, "--home", desk.home)
    assert (code, "[settings_of_this_computer]" in err) == (2, True)
    with Journal(desk.home) as journal:
        assert journal.last() is None
