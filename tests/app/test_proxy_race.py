"""Two processes read mails, or key tables, at the same instant: each is judged beside the other, whoever is quicker."""

import json
import subprocess
import sys

import pytest

from addin.store.journal import Journal

CONTACTS = "participant,role,name,email\nP07,settlement_price_staff,Staff,desk@p07.example\n"
AT = "2026-11-20T15:25:00+09:00"
MAIL = """From: desk@p07.example
Date: Fri, 20 Nov 2026 15:20:00 +0900
Message-ID: <{message_id}@p07>
Content-Type: text/plain

instrument,bid,offer
S46,{bid},47.5
"""

# The command as it is; but when it has looked at the record it waits until the other one has looked, too.
READER = """
import sys
from addin.cli import ended
from addin.store.journal import Journal
looked = Journal.entries
def entries(self, *words, **options):
    found = list(looked(self, *words, **options))
    if not found:
        print("looked", flush=True)
        sys.stdin.readline()
    return iter(found)
Journal.entries = entries
sys.exit(ended(sys.argv[1:]))
"""


@pytest.fixture
def contacts(tmp_path):
    """Return the table of who sends from where."""
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    return tmp_path / "contacts.csv"


def mail(folder, message_id, bid="45.5"):
    """Return a mail as a file."""
    path = folder / f"{message_id}.eml"
    path.write_text(MAIL.format(message_id=message_id, bid=bid), encoding="utf-8")
    return path


def started(*words):
    """Start a command as a process of its own that will wait once it has looked."""
    command = [sys.executable, "-c", READER, *map(str, words)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def together(*commands):
    """Run two commands whose looks at the record are both over before either records; return what they printed."""
    programs = [started(*words) for words in commands]
    for program in programs:
        while program.stdout.readline() != "looked\n":
            assert program.poll() is None
    for program in programs:
        program.stdin.write("\n")
        program.stdin.flush()
    said = [program.communicate(timeout=60)[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    return said


def read(path, home, contacts):
    """Return the words of the command that reads a mail."""
    return ("proxy", "read", path, "--contacts", contacts, "--home", home, "--at", AT, "--json")


@pytest.mark.parametrize("second", ["1", "2"])
def test_one_of_two_same_mails_is_accepted(tmp_path, contacts, second):
    """Under one identification or with the same quotes: one is accepted, the other its duplicate, and so recorded."""
    home = tmp_path / "home"
    paths = [mail(tmp_path, "1"), mail(tmp_path, second)]
    said = [json.loads(each) for each in together(*(read(path, home, contacts) for path in paths))]
    assert sorted(each["status"] for each in said) == ["accepted", "duplicate"]
    assert sorted(len(each["quotes"]) for each in said) == [0, 1]
    with Journal(home) as journal:
        assert journal.verify().ok
        kept = [entry.body for entry in journal.entries("mail.read")]
    assert [body["status"] for body in kept] == ["accepted", "duplicate"]
    assert [body["place"] for body in kept] == [1, 2]


def test_one_of_two_other_mails_is_the_correction(tmp_path, contacts):
    """The later of the two in the record supersedes the one before it, as its answer says."""
    home = tmp_path / "home"
    paths = [mail(tmp_path, "1"), mail(tmp_path, "2", bid="45.0")]
    said = [json.loads(each) for each in together(*(read(path, home, contacts) for path in paths))]
    first, second = sorted(said, key=lambda each: each["status"])
    assert (first["status"], second["status"]) == ("accepted", "correction")
    assert second["supersedes"] == first["message_id"]


def test_a_table_told_at_the_same_instant_is_held_once(tmp_path):
    """Two people key the same page: one reading waits for acceptance, and neither has to be taken back."""
    table, home = tmp_path / "told.csv", tmp_path / "home"
    table.write_text("instrument,bid,offer\nS46,45.5,47.5\n", encoding="utf-8")
    typed = ("--participant", "P07", "--by", "telephone", "--bid-total", "45.5", "--offer-total", "47.5")
    words = ("proxy", "paste", table, *typed, "--home", home)
    together((*words, "--at", AT), (*words, "--at", "2026-11-20T15:25:01+09:00"))
    with Journal(home) as journal:
        assert len(list(journal.entries("mail.read"))) == 1
