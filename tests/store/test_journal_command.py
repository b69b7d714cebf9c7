import csv
import json
import re
from contextlib import suppress

import pytest
from typer.testing import CliRunner

from addin.commands.journal import app
from addin.store.chain import NO_HASH
from addin.store.journal import Journal
from calc.outcome import RefusedError


@pytest.fixture
def journal(monkeypatch):
    """Run `hikae journal …` on a home; returns exit code, standard output and standard error."""

    def run(home, *arguments):
        monkeypatch.setenv("HIKAE_HOME", str(home))
        done = CliRunner().invoke(app, list(arguments))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stdout, done.stderr

    return run


def test_verify_on_an_empty_home_is_intact(journal, home):
    """No entry yet is an intact record; verifying makes nothing."""
    code, out, _ = journal(home, "verify", "--json")
    shown = json.loads(out)
    assert (code, shown["ok"], shown["entries"], shown["head"]) == (0, True, 0, NO_HASH)
    assert not home.exists()


def test_verify_tells_entries_and_head(journal, record):
    """An intact record is told in both languages with its number of entries and its short head."""
    code, out, _ = journal(record, "verify")
    with Journal(record) as opened:
        short = opened.head()[:12]
    assert code == 0
    assert out == f"記録は正常です: 10件、先頭値 {short}\nThe record is intact: 10 entries, head {short}\n"


def test_verify_on_a_broken_record_is_1_and_names_the_row(journal, record, tampered):
    """A broken record gives exit code 1, the row in the JSON, and its words on standard error."""
    tampered(record, "UPDATE entry SET body = '{}' WHERE n = 4")
    code, out, error = journal(record, "verify", "--json")
    shown = json.loads(out)
    assert (code, shown["ok"], shown["broken_at"], shown["reason"]) == (1, False, 4, "journal_row_changed")
    assert "記録の 4 番" in error
    assert "Entry 4 of the record" in error


def test_verify_on_a_file_that_is_no_database_is_1(journal, home):
    """A record that is no database is broken, and named by its file."""
    home.mkdir()
    (home / "journal.sqlite3").write_bytes(b"x" * 5000)
    code, out, error = journal(home, "verify", "--json")
    assert (code, json.loads(out)["ok"]) == (1, False)
    assert "[journal_unreadable]" in error


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM entry WHERE n = 10", "DELETE FROM entry WHERE n = 3", "UPDATE entry SET hash = key WHERE n = 9",
     "UPDATE entry SET previous = hash WHERE n = 1", "CREATE TABLE other (a)"],
)  # fmt: skip
def test_every_kind_of_break_has_words(journal, record, tampered, statement):
    """Whatever is broken, the words are there in both languages."""
    tampered(record, statement)
    code, _, error = journal(record, "verify")
    assert code == 1
    assert re.search(r"\[journal_\w+\] .*記録", error)


def test_show_prints_every_entry_oldest_first(journal, record):
    """Showing as JSON prints every entry, oldest first, each with its own key."""
    code, out, _ = journal(record, "show", "--json")
    entries = json.loads(out)["entries"]
    assert (code, [entry["n"] for entry in entries]) == (0, list(range(1, 11)))
    assert {"n", "at", "kind", "key", "hash"} <= set(entries[0])
    assert len({entry["key"] for entry in entries}) == 10


def test_show_on_an_empty_home_prints_none(journal, home):
    """Showing a record that does not exist prints an empty list and makes nothing."""
    assert journal(home, "show", "--json")[:2] == (0, '{"entries": []}\n')
    assert not home.exists()


def test_show_for_people_has_a_line_per_entry(journal, record):
    """Showing for people prints a heading in both languages and a line for each entry."""
    _, out, _ = journal(record, "show")
    assert "記録 10件" in out
    assert len(re.findall(r"^ +\d+  \S+\+09:00  \S+  test\.number +[0-9a-f]{12}$", out, re.MULTILINE)) == 10


def test_head_prints_the_last_hash(journal, record):
    """The head is the hash of the last entry, alone on a line or as JSON with its short form."""
    with Journal(record) as opened:
        last = opened.head()
    assert journal(record, "head")[1] == f"{last}\n"
    assert json.loads(journal(record, "head", "--json")[1]) == {"head": last, "short": last[:12]}


def test_the_home_option_goes_first(journal, record, tmp_path):
    """The option --home goes before the environment."""
    assert json.loads(journal(tmp_path / "other", "verify", "--home", str(record), "--json")[1])["entries"] == 10


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_one_language_when_asked(journal, record, lang):
    """With --lang only one language is printed."""
    _, out, _ = journal(record, "verify", "--lang", lang)
    assert ("記録は正常です" in out) is (lang == "ja")
    assert ("intact" in out) is (lang == "en")


def test_a_place_that_is_not_local_is_refused(journal, tmp_path):
    """A home in a synchronised folder is refused before anything is looked at."""
    with pytest.raises(RefusedError, match="home_not_local"):
        journal(tmp_path / "Dropbox", "verify")


def test_verify_against_a_head_from_paper(journal, record):
    """A head as printed, in either case of letters, is looked for; an unknown one gives exit code 1 with its words."""
    with Journal(record) as opened:
        printed = next(opened.entries()).hash[:12].upper()
    assert journal(record, "verify", "--against", printed)[0] == 0
    code, out, error = journal(record, "verify", "--against", "f" * 12, "--json")
    shown = json.loads(out)
    assert (code, shown["ok"], shown["reason"]) == (1, False, "journal_head_unknown")
    assert "No entry has the head ffffffffffff" in error


@pytest.mark.parametrize("head", ["", "abc", "g" * 12, "0" * 65])
def test_what_is_no_head_is_refused(journal, record, head):
    """Eleven digits, letters beyond f and other slips of typing are refused, not searched for."""
    with pytest.raises(RefusedError, match="journal_head_malformed"):
        journal(record, "verify", "--against", head)


def test_archived_years_verify_and_are_said(journal, record):
    """Archiving says what went where and verifies everything; so does verifying afterwards."""
    code, out, _ = journal(record, "archive", "--before", "2100-01-01", "--lang", "en")
    assert code == 0
    assert out.startswith("Archived up to n 10: archive/journal-to-10.sqlite3\nThe record is intact: 11 entries")
    assert "(1 archived files included)" in journal(record, "verify")[1]
    assert json.loads(journal(record, "verify", "--json")[1])["archives"] == ["journal-to-10.sqlite3"]
    assert len(json.loads(journal(record, "show", "--json")[1])["entries"]) == 11


def test_a_year_is_archived_up_to_its_end(journal, record):
    """A year that is long over, or the years before the record, hold nothing to archive; one that ends later does."""
    with pytest.raises(RefusedError, match="journal_nothing_to_archive"):
        journal(record, "archive", "--year", "1999")
    assert journal(record, "archive", "--year", "2999")[0] == 0


@pytest.mark.parametrize("words", [[], ["--before", "1.4.2026"], ["--before", "2026-13-01"], ["--year", "9999"]])
def test_what_is_no_day_is_refused(journal, record, words):
    """Without a day, or with one that does not exist, nothing is archived."""
    with pytest.raises(RefusedError, match="journal_day_malformed"):
        journal(record, "archive", *words)


def test_a_missing_archive_is_1_and_named(journal, record):
    """Without an archive's file verifying gives exit code 1 and its path."""
    journal(record, "archive", "--before", "2100-01-01")
    (record / "archive" / "journal-to-10.sqlite3").unlink()
    code, _, error = journal(record, "verify")
    assert code == 1
    assert str(record / "archive" / "journal-to-10.sqlite3") in error
    assert error.startswith("✗ archive/journal-to-10.sqlite3 [journal_archive_missing]")


def test_the_csv_opens_in_a_spreadsheet_and_acts_on_nothing(journal, home):
    """The CSV has a byte order mark, a line per entry, and no cell that a spreadsheet would compute."""
    with Journal(home) as opened:
        opened.append("test.text", {"=": "=1+1"})
    code, out, _ = journal(home, "export")
    heads, entry = csv.reader(out.removeprefix("\ufeff").splitlines())
    assert (code, out[0], heads[0], entry[0], entry[4]) == (0, "\ufeff", "番号 n", "1", '{"=":"=1+1"}')


@pytest.mark.parametrize("user", ["=cmd()", "+1", "-1", "@x"])
def test_a_user_named_like_a_formula_is_shown_not_computed(journal, home, monkeypatch, user):
    """A cell that begins like a formula gets an apostrophe before it."""
    monkeypatch.setattr("addin.store.journal.system_user", lambda: user)
    with Journal(home) as opened:
        opened.append("a", {})
    assert list(csv.reader(journal(home, "export")[1].splitlines()))[1][2] == f"'{user}"


def test_lines_for_machines_are_the_entries(journal, record):
    """With --json each entry is a line of JSON, as `show --json` prints it."""
    lines = journal(record, "export", "--json")[1].splitlines()
    assert [json.loads(line) for line in lines] == json.loads(journal(record, "show", "--json")[1])["entries"]


def test_an_export_to_a_file_is_the_same(journal, record, tmp_path):
    """With --out the same bytes go to a file, whole and private."""
    path = tmp_path / "record.csv"
    assert journal(record, "export", "-o", str(path))[:2] == (0, "")
    assert path.read_bytes().replace(b"\r\n", b"\n").decode() == journal(record, "export")[1]
    assert path.read_bytes().count(b"\r\n") == 11
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_a_killed_run_left_is_told(journal, home):
    """Showing and verifying tell of entries that nobody may have seen confirmed, on standard error, each time."""
    with suppress(KeyboardInterrupt), Journal(home) as opened:
        opened.append("a", {})
        raise KeyboardInterrupt
    for command in ("show", "verify", "show"):
        code, out, error = journal(home, command, "--json")
        assert (code, "journal_unconfirmed" in out) == (0, False)
        assert "Found 1 entries you may not have seen confirmed" in error
