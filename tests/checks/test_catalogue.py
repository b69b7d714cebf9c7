"""Every check that a desk is promised, on homes in any state."""

import pytest

from addin.checks.catalogue import CHECKS
from addin.checks.check import State, looked_at
from addin.store.journal import Journal

PROMISED = {
    "home", "journal", "second_copy", "pack", "versions", "calendar", "clock", "worker", "kernels", "golden", "csv",
    "tool", "contacts", "roster", "drill", "libreoffice", "addin", "cell", "excel", "books", "screen",
    "fonts",
}  # fmt: skip
OF_THE_RECORD = ("home", "journal", "second_copy", "pack", "versions", "clock", "tool", "contacts", "roster", "drill")


def looked(home):
    """Return what came of the checks that read the record, by name."""
    chosen = [check for check in CHECKS if check.name in OF_THE_RECORD]
    return {each.check.name: each for each in looked_at(chosen, home)}


def codes(found):
    """Return every code that was found."""
    return {each.code for one in found.values() for each in one.findings}


def test_every_promised_check_is_there():
    """Nothing that the page promises is left out, and each has its name in both languages."""
    assert {check.name for check in CHECKS} == PROMISED
    assert all(check.label.ja and check.label.en for check in CHECKS)


def test_a_new_desk_is_told_what_it_lacks(tmp_path):
    """Nothing breaks, nothing is made, and everything that is missing has its own code."""
    found = looked(tmp_path / "new")
    assert "internal_fault" not in codes(found)
    assert {"second_place_unnamed", "pack_due", "clock_unchecked", "contacts_none", "roster_nobody"} <= {
        code.replace("pack_late", "pack_due") for code in codes(found)
    }
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_record_is_told_once(tmp_path):
    """What needs the record is left out then: one cause is one line."""
    (tmp_path / "journal.sqlite3").write_bytes(b"no record at all" * 100)
    found = looked(tmp_path)
    assert found["journal"].state is State.BAD
    left_out = {name for name, each in found.items() if each.state is State.SKIPPED}
    assert left_out == {"second_copy", "pack", "clock", "tool", "contacts", "roster", "drill"}


def test_an_entry_of_a_newer_version_is_told_where_it_stands(tmp_path):
    """A contact that this version cannot read is no empty register."""
    with Journal(tmp_path) as journal:
        journal.append("continuity.contact", {"at": "2026-11-20T12:00:00+09:00", "said": {"name": "A"}})
    assert {each.code for each in looked(tmp_path)["contacts"].findings} == {"continuity_unread"}


@pytest.mark.parametrize("text", ["no_such_setting = 1\n", "role = [\n"])
def test_settings_that_cannot_be_read_are_told_by_name(tmp_path, text):
    """The file is mended by what the finding says; nothing is taken for the default in silence."""
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    found = looked(tmp_path)
    assert found["contacts"].state is found["pack"].state is State.BAD
    assert codes(found) & {"setting_unknown", "settings_unreadable"}
    assert "internal_fault" not in codes(found)
