"""The registers of a folder: the example's own, a desk's, and what is wrong with one."""

from datetime import date

import pytest

from addin.app.continuity_contacts import means_in_order, roles
from addin.app.continuity_file import FILE_NAME, Registers, registers_of_folder
from calc.continuity.contacts import Contact
from calc.continuity.roster import Mover, Shift
from calc.outcome import RefusedError
from workbooks.example_day_continuity import UNNAMED, continuity_toml

OWN = """
[[contact]]
name = "本部"
role = "staff"
mobile = "090-0000-0001"
verified = 2026-11-02

[[shift]]
day = 2026-11-20
people = ["SK", "TY"]

[[mover]]
task = "決済"
person = "SK"
"""


def written(folder, text):
    """Put a register file into a folder."""
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_without_the_file_has_no_registers(tmp_path):
    """Nothing is made up."""
    assert registers_of_folder(tmp_path) == Registers()


def test_the_registers_of_a_desk_are_read(tmp_path):
    """Contacts with their means, shifts with their people, movers with or without a deputy."""
    found = registers_of_folder(written(tmp_path, OWN))
    assert found.contacts == (Contact("本部", "staff", {"mobile": "090-0000-0001"}, date(2026, 11, 2), None),)
    assert found.shifts == (Shift(date(2026, 11, 20), ("SK", "TY")),)
    assert found.movers == (Mover("SK", "決済"),)


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        OWN.replace('name = "本部"', ""),
        OWN.replace('role = "staff"', 'role = "friend"'),
        OWN.replace("verified = 2026-11-02", 'verified = "2026-11-02"'),
        OWN.replace("day = 2026-11-20", ""),
        OWN.replace('people = ["SK", "TY"]', "people = 2"),
        OWN.replace('person = "SK"', ""),
        "contact = 3",
    ],
)
def test_a_wrong_file_is_refused(tmp_path, text):
    """Nothing is taken from a file that cannot be read whole; the finding names the file."""
    with pytest.raises(RefusedError) as raised:
        registers_of_folder(written(tmp_path, text))
    (found,) = raised.value.findings
    assert (found.code, found.place.source) == ("register_unreadable", FILE_NAME)


def test_a_wrong_entry_is_named_by_its_number(tmp_path):
    """The second of a kind is told as the second."""
    text = OWN + '\n[[mover]]\ntask = "連絡"\n'
    with pytest.raises(RefusedError) as raised:
        registers_of_folder(written(tmp_path, text))
    assert dict(raised.value.findings[0].details)["reason_en"] == "mover number 2"


def test_a_file_that_is_no_text_is_refused(tmp_path):
    """Bytes that are no UTF-8 are told, not guessed."""
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe[[contact]]")
    with pytest.raises(RefusedError) as raised:
        registers_of_folder(tmp_path)
    assert [each.code for each in raised.value.findings] == ["register_unreadable"]


def test_the_examples_registers_are_made_as_committed(example_day):
    """The generator's text is the committed file."""
    assert (example_day / FILE_NAME).read_text("utf-8") == continuity_toml()


def test_the_example_covers_the_plan(example_day):
    """Own staff and each of the four types of bodies, every means somewhere, nights for three weeks, five tasks."""
    found = registers_of_folder(example_day)
    assert {each.role for each in found.contacts} == set(roles())
    assert {name for each in found.contacts for name in each.means} == set(means_in_order())
    assert len(found.shifts) == 21
    assert [each.day for each in found.shifts if not each.people] == [UNNAMED]
    assert any(each.deputy is None for each in found.movers)


def test_the_example_is_synthetic(example_day):
    """Every number is of the reserved kind, every address of a reserved domain, and the file says so first."""
    text = (example_day / FILE_NAME).read_text("utf-8")
    assert "合成" in text.splitlines()[0]
    for contact in registers_of_folder(example_day).contacts:
        for means, address in contact.means.items():
            assert address.endswith("@example.jp") or "0000" in address or means == "target_jscc_site"


def test_some_contacts_of_the_example_are_due(example_day):
    """One was never verified and one long ago, so that the page shows what that looks like."""
    verified = {each.name: each.verified for each in registers_of_folder(example_day).contacts}
    assert None in verified.values()
    assert min(day for day in verified.values() if day) < date(2026, 5, 1)
