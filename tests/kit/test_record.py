"""What leaves a home on a stick, and how the home at the other office takes it in."""

import csv
import gzip
import io
from datetime import date
from pathlib import Path

import pytest

from addin.app.approval.people import Person
from addin.app.continuity_contacts import contact_said, contacts
from addin.app.continuity_record import record_said
from addin.app.drill_new import new_drill
from addin.kit.receive import received
from addin.kit.record import BUNDLE, CONTACTS, looks_secret, taken_from
from addin.now import now
from addin.settings import catalogue
from addin.store.journal import Journal
from calc.continuity.contacts import Contact
from calc.outcome import RefusedError

OLD = Path(__file__).parents[1] / "store" / "schema-1.sqlite3.gz"
SETTINGS = 'role = "participant"\n'


@pytest.fixture
def home(tmp_path):
    """Return a home with a record, a contact, settings for here and elsewhere, two packs, and somebody's own files."""
    home = tmp_path / "home"
    contact = Contact("山田", "staff", {"landline": "03-0000-0000"}, date(2026, 11, 2), None)
    with Journal(home) as journal:
        journal.append("test.number", {"i": 1})
        record_said(journal, [contact_said(contact, at=now())], person=Person("u", "AB"))
    (home / "packs").mkdir()
    for name in ("settings.toml", "settings.alternate.toml", "settings.profile.toml"):
        (home / name).write_text(SETTINGS, encoding="utf-8")
    for day in ("2026-11-19", "2026-11-20"):
        (home / "packs" / f"hikae-pack-{day}-abc.zip").write_bytes(day.encode())
    for name in ("id_ed25519", "password.txt", "hikae.log"):
        (home / name).write_text("mine", encoding="utf-8")
    return home


@pytest.fixture
def stick(home, tmp_path):
    """Return a folder with what was taken from that home."""
    folder = tmp_path / "stick"
    for name, data in taken_from(home, tmp_path).files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_only_what_is_named_leaves(home, tmp_path):
    """Record, contacts, settings of every place and the newest pack leave; other files, and where it is now, stay."""
    assert set(taken_from(home, tmp_path).files) == {
        BUNDLE, CONTACTS, "record/settings.toml", "record/settings.alternate.toml",
        "record/hikae-pack-2026-11-20-abc.zip",
    }  # fmt: skip


def test_the_contacts_are_a_table_for_any_spreadsheet(home, tmp_path):
    """The register is CSV in UTF-8 with its mark, a row for each contact with its means and when it was confirmed."""
    data = taken_from(home, tmp_path).files[CONTACTS]
    (row,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert data.startswith(b"\xef\xbb\xbf")
    assert (row["name"], row["landline"], row["verified"]) == ("山田", "03-0000-0000", "2026-11-02")


def test_a_home_without_a_record_gives_none_and_says_so(tmp_path):
    """An empty home makes a kit without a record, which is said."""
    taken = taken_from(tmp_path / "nobody", tmp_path)
    assert (taken.files, taken.record) == ({}, "")
    assert [each.code for each in taken.findings] == ["kit_no_record"]


def test_no_kit_is_made_of_a_drill(tmp_path):
    """A drill's home is refused: its record would never enter a live one."""
    drill = new_drill(tmp_path / "drill", copy=None, tell=lambda _: None).home
    with pytest.raises(RefusedError, match="kit_drill"):
        taken_from(drill, tmp_path)


SECRETS = ('mail_password = "x"', 'api_key = "x"', "note = '-----BEGIN PRIVATE KEY-----'", 'note = "#1 password"',
           'proxy = "http://me:mine@desk/"')  # fmt: skip


@pytest.mark.parametrize("line", SECRETS)
def test_settings_with_a_credential_do_not_leave(home, tmp_path, line):
    """A line of the settings that looks like a credential stops the kit, with its number."""
    with (home / "settings.alternate.toml").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(RefusedError) as refused:
        taken_from(home, tmp_path)
    (found,) = refused.value.findings
    assert (found.code, dict(found.details)["row"]) == ("kit_secret", "2")


def test_settings_that_cannot_be_read_do_not_leave(home, tmp_path):
    """A wrong setting stops the kit at the main office, where it can be mended."""
    (home / "settings.alternate.toml").write_text('roll = "participant"\n', encoding="utf-8")
    with pytest.raises(RefusedError, match="setting_unknown"):
        taken_from(home, tmp_path)


def test_a_comment_may_speak_of_passwords(home, tmp_path):
    """A word in a comment is no credential."""
    (home / "settings.toml").write_text(f"# never a password here\n{SETTINGS}", encoding="utf-8")
    assert "record/settings.toml" in taken_from(home, tmp_path).files


def test_no_setting_of_the_product_is_a_credential():
    """The product has no setting for a password, a token or a key, so none can lie in a kit."""
    assert [name for name in catalogue() if looks_secret(name)] == []


def kinds_in(home):
    """Return the kind of every entry that a record holds or has read from another."""
    with Journal(home) as journal:
        return [str(entry.body.get("kind", entry.kind)) for entry in journal.entries()]


def test_a_new_home_goes_on_with_the_record(home, stick, tmp_path):
    """Where there is no record, the main office's goes on: the same head, its contacts, its settings, its pack."""
    there = tmp_path / "there"
    done = received(stick, there)
    with Journal(home) as old, Journal(there) as new:
        assert (new.head(), new.record_id()) == (old.head(), old.record_id())
        assert [each.name for each in contacts(new, at=now())] == ["山田"]
    assert (done.added, done.head) == (3, taken_from(home, tmp_path).head)
    assert set(done.files) == {"settings.toml", "settings.alternate.toml", "packs/hikae-pack-2026-11-20-abc.zip"}
    assert (there / "settings.toml").read_text(encoding="utf-8") == SETTINGS


def test_taking_in_twice_brings_nothing_twice(stick, tmp_path):
    """A second time neither an entry nor a file is new."""
    received(stick, tmp_path / "there")
    again = received(stick, tmp_path / "there")
    assert (again.added, again.files) == (0, ())


def test_what_the_other_office_has_stays(stick, tmp_path):
    """Own settings are not overwritten, and the kit's entries are merged beside the own ones."""
    there = tmp_path / "there"
    with Journal(there) as journal:
        journal.append("test.own", {})
    (there / "settings.toml").write_text('role = "clearing_house"\n', encoding="utf-8")
    assert received(stick, there).added == 3
    assert kinds_in(there)[:4] == ["test.own", "test.number", "continuity.contact", "bundle.made"]
    assert (there / "settings.toml").read_text(encoding="utf-8") == 'role = "clearing_house"\n'


def test_an_upgrade_migrates_the_record_and_keeps_every_entry(stick, tmp_path):
    """A record that the first version wrote is brought to the newest schema, all of its ten entries in place."""
    there = tmp_path / "there"
    there.mkdir()
    (there / "journal.sqlite3").write_bytes(gzip.decompress(OLD.read_bytes()))
    with Journal(there) as journal:
        before = [(entry.n, entry.hash) for entry in journal.entries()]
        assert (len(before), journal.record_id()) == (10, None)
    received(stick, there)
    with Journal(there) as journal:
        after = [(entry.n, entry.hash) for entry in journal.entries()]
        assert journal.verify().ok
        assert journal.record_id()
    assert after[:10] == before


def test_a_kit_without_a_record_brings_its_settings(tmp_path):
    """Where the kit carries no record, the settings alone are taken in and no record is made."""
    (tmp_path / "stick" / "record").mkdir(parents=True)
    (tmp_path / "stick" / "record" / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    done = received(tmp_path / "stick", tmp_path / "there")
    assert (done.added, done.files) == (0, ("settings.toml",))
    assert not (tmp_path / "there" / "journal.sqlite3").exists()
