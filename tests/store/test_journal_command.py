import json
import re

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
