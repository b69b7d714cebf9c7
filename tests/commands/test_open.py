"""`hikae open` with a LibreOffice of two shell scripts; the real one is in tests/hosts."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fake_office import FAILS, HANDS_OVER, HANGS, STARTS, fake_office, told

from addin.commands import filled
from addin.commands.filled import example_book
from addin.office import start
from calc.outcome import finding


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Return a function that puts a LibreOffice where `hikae open` looks, with a screen."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("DISPLAY", ":0")

    def put(**how):
        monkeypatch.setenv("HIKAE_SOFFICE", str(fake_office(tmp_path / "office", **how)))
        return tmp_path / "office"

    return put


@pytest.fixture
def book(tmp_path):
    """Return a workbook of the user's, in a folder with a space and Japanese letters."""
    (tmp_path / "気配 値").mkdir()
    path = tmp_path / "気配 値" / "控え 一.xlsx"
    path.write_bytes(b"book")
    return path


@pytest.fixture
def lives_on(monkeypatch):
    """Let a program outlive the command in this very process, where Python would complain that nobody waits for it."""
    monkeypatch.setattr(subprocess.Popen, "__del__", lambda _: None)


@pytest.fixture
def quick(monkeypatch):
    """Have books made at once; returns the list of what is told of them."""
    findings = []
    monkeypatch.setattr(filled, "opened_book", lambda *_, **__: (b"book", tuple(findings)))
    return findings


def codes(error):
    """Return the finding codes of what was said."""
    return [word[1:-1] for word in error.split() if word.startswith("[") and word.endswith("]")]


def test_a_running_office_gets_the_file(office, run, book):
    """A program that ends at once has handed the file over, and that is said."""
    folder = office(behaves=HANDS_OVER)
    code, out, error = run("open", str(book), "--json")
    assert (code, error) == (0, "")
    said = json.loads(out)
    assert (said["file"], said["handed_over"], said["is_new"]) == (str(book), True, False)
    assert told(folder)[-1] == str(book)


@pytest.mark.parametrize(("lock", "handed_over"), [("", True), ('touch -d 2000-01-01 "$lock"; ', False)])
def test_a_slow_hand_over_is_known_by_the_profiles_lock(office, run, book, hikae_process, tmp_path, lock, handed_over):
    """Who starts writes the lock of the profile anew, so an old lock that stays belongs to an office that runs."""
    office(behaves=HANDS_OVER)
    profile = Path(json.loads(run("open", str(book), "--json")[1])["profile"])
    (profile / ".lock").touch()
    office(behaves=f"lock='{profile / '.lock'}'; {lock}{STARTS}")
    done = hikae_process("open", book, "--json", HIKAE_HOME=str(tmp_path / "home"))
    assert json.loads(done.stdout)["handed_over"] is handed_over


def test_the_command_returns_when_the_file_is_open(office, book, hikae_process, tmp_path):
    """A LibreOffice that runs on is not waited for."""
    office(behaves='touch "$mark"; exec sleep 4')
    started = time.monotonic()
    done = hikae_process("open", book, "--json", HIKAE_HOME=str(tmp_path / "home"))
    assert time.monotonic() - started < 3.5
    assert (done.returncode, json.loads(done.stdout)["handed_over"]) == (0, False)


def test_the_office_gets_the_home_and_a_profile_of_its_own(office, run, book, tmp_path):
    """The workers' home and our profile are told to LibreOffice, whatever stands in the environment."""
    folder = office(behaves=HANDS_OVER)
    run("open", str(book), "--home", str(tmp_path / "drill"))
    assert f"HIKAE_HOME={tmp_path / 'drill'}" in told(folder, "environment")
    profile = (tmp_path / "data" / "hikae-libreoffice").as_uri()
    assert sum(argument.startswith(f"-env:UserInstallation={profile}/") for argument in told(folder)) == 1
    assert len(told(folder, "calls")) == 1


def test_a_renewed_add_in_asks_a_running_office_to_be_closed(office, run, book, monkeypatch):
    """When the product changed under a running LibreOffice, the desk is told to close it."""
    office(behaves=HANDS_OVER)
    monkeypatch.setattr(start, "extension", lambda: b"before")
    assert codes(run("open", str(book))[2]) == []
    monkeypatch.setattr(start, "extension", lambda: b"after")
    assert codes(run("open", str(book))[2]) == ["office_restart"]
    assert codes(run("open", str(book))[2]) == []


@pytest.mark.usefixtures("lives_on")
def test_a_renewed_add_in_is_no_news_to_an_office_that_starts(office, run, book, monkeypatch):
    """A LibreOffice that starts with the new add-in has nothing to be closed for."""
    office()
    monkeypatch.setattr(start, "extension", lambda: b"before")
    run("open", str(book))
    (book.parent / f".~lock.{book.name}#").unlink()
    monkeypatch.setattr(start, "extension", lambda: b"after")
    assert run("open", str(book))[2] == ""


def test_a_name_opens_the_days_copy(office, run, tmp_path):
    """The name of a workbook of ours opens the day's working copy, the same one every time."""
    office(behaves=HANDS_OVER)
    first, second = (json.loads(run("open", "quotes", "--json")[1]) for _ in range(2))
    assert (first["is_new"], second["is_new"], first["file"]) == (True, False, second["file"])
    assert first["file"].startswith(str(tmp_path / "home" / "books" / "quotes-20"))
    assert Path(first["file"]).read_bytes() == example_book("quotes")


@pytest.mark.usefixtures("quick")
def test_a_further_copy_is_made_when_it_is_asked_for(office, run, tmp_path):
    """With --new a person begins afresh beside the own work, and goes on with the newest copy afterwards."""
    office(behaves=HANDS_OVER)
    first, second, again = (json.loads(run("open", "quotes", *more, "--json")[1]) for more in ((), ("--new",), ()))
    assert (first["is_new"], second["is_new"], again["is_new"]) == (True, True, False)
    assert second["file"] == again["file"] == first["file"].replace(".xlsx", "-2.xlsx")
    assert len(list((tmp_path / "home" / "books").iterdir())) == 2


@pytest.mark.usefixtures("quick")
def test_the_desk_is_told_how_to_begin_afresh(office, run):
    """Who gets the file as it is learns of --new."""
    office(behaves=HANDS_OVER)
    assert "--new" not in run("open", "quotes")[1]
    assert "--new" in run("open", "quotes")[1]


@pytest.mark.parametrize("more", [(), ("--new",)])
def test_what_hinders_a_fresh_copy_is_told_and_the_form_opens(office, run, quick, more):
    """The book opens all the same, for a person and for a program; a copy that stands is no news."""
    folder = office(behaves=HANDS_OVER)
    quick.append(finding("book_unfilled", book="quotes", detail="snapshot_missing"))
    code, out, error = run("open", "quotes", *more)
    assert (code, codes(error)) == (0, ["book_unfilled"])
    assert told(folder)[-1] in out
    assert codes(run("open", "quotes")[2]) == []
    said = json.loads(run("open", "quotes", "--new", "--json")[1])
    assert [each["code"] for each in said["findings"]] == ["book_unfilled"]


def test_neither_name_nor_file_is_refused_with_the_names(office, run, tmp_path):
    """What is neither is refused before anything is started or made."""
    folder = office()
    code, _, error = run("open", "qoutes")
    assert (code, codes(error)) == (2, ["open_unknown"])
    assert "quotes" in error
    assert told(folder, "calls") == []
    assert not (tmp_path / "home").exists()


def test_a_missing_office_is_said_in_both_languages(run, book, monkeypatch, tmp_path):
    """Without LibreOffice the command does nothing and says what is needed."""
    monkeypatch.setenv("HIKAE_SOFFICE", str(tmp_path / "none"))
    code, out, error = run("open", str(book))
    assert (code, out, codes(error)) == (2, "", ["office_missing"])
    assert "LibreOffice が見つかりません（24.8 以上が必要です）" in error
    assert "24.8 or later is needed" in error


def test_without_an_office_no_copy_is_made(run, monkeypatch, tmp_path):
    """The day's copy of a workbook is made only when there is something to open it with."""
    monkeypatch.setenv("HIKAE_SOFFICE", str(tmp_path / "none"))
    assert run("open", "quotes")[0] == 2
    assert not (tmp_path / "home").exists()


def test_an_old_office_is_not_started(office, run, book, tmp_path):
    """LibreOffice 7.4 is refused with its version, and neither add-in nor profile is made."""
    folder = office(says="LibreOffice 7.4.7.2 40(Build:2)")
    code, _, error = run("open", str(book))
    assert (code, codes(error)) == (2, ["office_old"])
    assert "7.4.7.2" in error
    assert (told(folder), told(folder, "calls")) == ([], [])
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux starts without a screen")
def test_without_a_screen_nothing_is_started(office, run, book, monkeypatch):
    """On a computer without a screen LibreOffice would wait unseen for ever, so it is not started."""
    folder = office()
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert codes(run("open", str(book))[2]) == ["office_display"]
    assert told(folder) == []


def test_an_office_that_fails_is_quoted(office, run, book):
    """A LibreOffice that ends with an error is a refusal with its last words."""
    office(behaves=FAILS)
    code, _, error = run("open", str(book))
    assert (code, codes(error)) == (2, ["office_not_started"])
    assert "no fonts at all" in error


@pytest.mark.usefixtures("lives_on")
def test_a_question_that_waits_is_told(office, run, book, monkeypatch):
    """When LibreOffice runs but the file does not open, the desk is told to look at its window."""
    office(behaves=HANGS)
    monkeypatch.setattr(start, "OPENED_SECONDS", 0.5)
    code, out, error = run("open", str(book))
    assert (code, codes(error)) == (0, ["office_waits"])
    assert str(book) in out


def test_a_file_that_cannot_be_written_is_seen_by_the_profile(book, monkeypatch, tmp_path):
    """For a file opened for reading only, which gets no mark of its own, the profile's own mark is looked at."""
    profile = start.Profile(tmp_path)
    assert start._mark(book, profile) == book.parent / f".~lock.{book.name}#"  # noqa: SLF001 - root may write anywhere
    monkeypatch.setattr(start.os, "access", lambda path, _: path != book)
    assert start._mark(book, profile) == tmp_path / ".lock"  # noqa: SLF001


def test_the_last_words_are_of_this_start(office, run, book):
    """What an earlier start complained about is not said again."""
    office(behaves=FAILS)
    run("open", str(book))
    office(behaves="exit 5")
    assert "no fonts at all" not in run("open", str(book))[2]


def test_both_ways_of_the_fake_are_there():
    """The stand-in marks the document only when it starts."""
    assert "$mark" in STARTS
    assert "$mark" not in HANDS_OVER
