from pathlib import Path

import pytest
from fake_office import fake_office

from addin.office.find import UNKNOWN, VARIABLE, found_office, is_new, usual_places, version_of
from calc.outcome import RefusedError


def refused(*places):
    """Return the finding that no LibreOffice of these places is good."""
    with pytest.raises(RefusedError) as caught:
        found_office(places)
    (found,) = caught.value.findings
    return found.code, dict(found.details)


def test_the_first_new_enough_is_taken(tmp_path):
    """An old LibreOffice at the first place does not hide a new one at the next."""
    old = fake_office(tmp_path / "old", says="LibreOffice 7.4.7.2 40(Build:2)")
    new = fake_office(tmp_path / "new", says="LibreOffice 24.8.0.3 480(Build:3)")
    found = found_office([tmp_path / "nothing", old, new])
    assert (found.program, found.version) == (new, "24.8.0.3")
    assert found.unopkg == tmp_path / "new" / "unopkg"


def test_no_libreoffice_is_said_with_what_is_needed(tmp_path):
    """Where there is none, the finding names the version that is needed and how to point at another place."""
    code, details = refused(tmp_path / "soffice", tmp_path)
    assert (code, details["needed"], details["variable"]) == ("office_missing", "24.8", VARIABLE)


def test_an_old_libreoffice_is_said_with_its_version(tmp_path):
    """One that does not bind our names is refused with its version and its place."""
    old = fake_office(tmp_path, says="LibreOffice 7.4.7.2 40(Build:2)")
    code, details = refused(old)
    assert (code, details["version"], details["path"]) == ("office_old", "7.4.7.2", str(old))


@pytest.mark.parametrize("says", ["", "OpenOffice 4.1", "soffice: error while loading shared libraries"])
def test_a_program_that_says_no_version_is_no_good(tmp_path, says):
    """A program that does not call itself LibreOffice counts as too old."""
    program = fake_office(tmp_path, says=says)
    assert version_of(program) == UNKNOWN
    assert refused(program)[0] == "office_old"


@pytest.mark.parametrize(
    ("version", "new"),
    [("24.8", True), ("24.8.0.3", True), ("25.2.3.2", True), ("26.2", True), ("24.2.7", False), ("7.4.7.2", False),
     ("24", False), (UNKNOWN, False)],
)  # fmt: skip
def test_versions_are_compared_as_numbers(version, new):
    """24.8 is the first that is new enough, and 24.10 would be later than it."""
    assert is_new(version) is new
    assert is_new("24.10")


def test_a_named_program_is_the_only_place():
    """What the user names is looked at, and nothing else."""
    assert list(usual_places({VARIABLE: "/opt/my office/soffice"})) == [Path("/opt/my office/soffice")]


@pytest.mark.parametrize(
    ("system", "place"),
    [
        ("linux", "/usr/bin/soffice"),
        ("darwin", "/Applications/LibreOffice.app/Contents/MacOS/soffice"),
        ("win32", "/programs/LibreOffice/program/soffice.exe"),
    ],
)
def test_each_system_has_its_usual_places(system, place):
    """Linux, macOS and Windows are each looked at where their installers put it."""
    assert Path(place) in usual_places({"ProgramFiles": "/programs"}, system=system)


def test_windows_programs_are_asked_through_their_console_twin(tmp_path):
    """Where a .com stands beside the .exe, that one is asked: the other says nothing to its caller."""
    fake_office(tmp_path)
    (tmp_path / "soffice").rename(tmp_path / "soffice.com")
    (tmp_path / "soffice.exe").write_text("", encoding="utf-8")
    assert version_of(tmp_path / "soffice.exe") == "25.2.3.2"
