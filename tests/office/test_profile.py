import json
import os
import sys
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from fake_office import fake_office, told

from addin.libreoffice.desk import hikae_command
from addin.office.defaults import defaults
from addin.office.find import found_office
from addin.office.profile import Profile, hikae_program, is_registered, prepare, profile_of
from calc.outcome import RefusedError

HIKAE = str(Path(sys.executable).with_name("hikae"))


@pytest.fixture
def office(tmp_path):
    """Return a LibreOffice that is not one."""
    return found_office([fake_office(tmp_path / "office")])


@pytest.fixture
def ready(office, tmp_path):
    """Return a function that prepares a profile for some add-in, and the profile's folder."""
    profile = Profile(tmp_path / "控え の profile")

    def made(extension, home=tmp_path):
        return prepare(profile, office, extension=extension, home=home)

    made.profile, made.calls = profile, lambda: told(tmp_path / "office", "calls")
    return made


def test_each_home_has_a_profile_of_its_own(monkeypatch, tmp_path):
    """Two homes never share a LibreOffice, and none lies in the home or among the user's own settings."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    live, drill = (profile_of(tmp_path / name).folder for name in ("live", "drill"))
    assert live != drill
    assert live == profile_of(tmp_path / "live").folder
    assert live.parent == drill.parent == tmp_path / "data" / "hikae-libreoffice"


def test_everything_lies_in_the_folder(tmp_path):
    """User settings and extensions are all told to lie below the folder, as an address any letter survives in."""
    arguments = Profile(tmp_path / "控え 一").arguments
    assert {argument.partition("=")[0] for argument in arguments} == {
        "-env:UserInstallation", "-env:UNO_SHARED_PACKAGES", "-env:UNO_SHARED_PACKAGES_CACHE",
    }  # fmt: skip
    assert all(argument.partition("=")[2].startswith((tmp_path / "控え 一").as_uri()) for argument in arguments)
    assert not any(" " in argument for argument in arguments)


def test_a_new_profile_gets_the_add_in_and_the_command(ready, tmp_path):
    """The first time the add-in is installed, and the component finds this hikae by the file in the profile."""
    assert not ready(b"one")
    assert (ready.profile.folder / "hikae.oxt").read_bytes() == b"one"
    assert len(ready.calls()) == 1
    assert ready.calls()[0].startswith("add -f --shared ")
    assert hikae_command({}, ready.profile.user) == HIKAE == str(hikae_program())
    assert ready.profile.noted()["home"] == str(tmp_path)


def test_the_same_add_in_is_not_installed_again(ready):
    """As long as the product is the same, nothing is installed and nothing is written."""
    ready(b"one")
    before = (ready.profile.user / "hikae.json").stat()
    assert not ready(b"one")
    assert len(ready.calls()) == 1
    assert os.path.samestat(before, (ready.profile.user / "hikae.json").stat())


def test_a_changed_product_renews_its_add_in(ready):
    """When the product changed the add-in is installed anew, and that is told."""
    ready(b"one")
    assert ready(b"two")
    assert (ready.profile.folder / "hikae.oxt").read_bytes() == b"two"
    assert len(ready.calls()) == 2


def test_an_installation_that_failed_is_done_again(tmp_path, ready):
    """A failed installation is refused with LibreOffice's own words, and the next start tries it again."""
    fake_office(tmp_path / "office", unopkg="echo WARNING: x; echo 'ERROR: no write permission' >&2; exit 1")
    with pytest.raises(RefusedError) as refused:
        ready(b"one")
    (found,) = refused.value.findings
    assert (found.code, dict(found.details)["detail"]) == ("addin_not_installed", "ERROR: no write permission")
    fake_office(tmp_path / "office")
    ready(b"one")
    assert ready.profile.noted()["extension"]


def test_a_missing_installer_is_told(tmp_path, ready):
    """A LibreOffice without unopkg is refused, not a fault."""
    (tmp_path / "office" / "unopkg").unlink()
    with pytest.raises(RefusedError) as refused:
        ready(b"one")
    assert dict(refused.value.findings[0].details)["detail"] == "FileNotFoundError"


def test_a_new_profile_has_our_defaults_and_keeps_the_users(ready):
    """A new profile recalculates what it reads and shows nothing before the workbook; a setting changed there stays."""
    ready(b"one")
    kept = ready.profile.user / "registrymodifications.xcu"
    settings = fromstring(kept.read_text(encoding="utf-8"))
    values = [(node.get("{http://openoffice.org/2001/registry}name"), node[0].text) for node in settings.iter("prop")]
    assert ("OOXMLRecalcMode", "0") in values
    assert ("ShowTipOfTheDay", "false") in values
    assert kept.read_text(encoding="utf-8") == defaults()
    kept.write_text("mine", encoding="utf-8")
    ready(b"two")
    assert kept.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("damage", ["", "[]", "{", "3"])
def test_a_damaged_note_is_written_anew(ready, damage):
    """What was noted and cannot be read counts as nothing noted."""
    ready(b"one")
    (ready.profile.user / "hikae.json").write_text(damage, encoding="utf-8")
    assert ready.profile.noted() == {}
    ready(b"one")
    assert json.loads((ready.profile.user / "hikae.json").read_text(encoding="utf-8"))["command"] == HIKAE


def test_the_office_is_asked_whether_the_add_in_is_registered(ready, office, tmp_path):
    """Only a list that names our add-in as registered counts."""
    assert not is_registered(ready.profile, office)
    fake_office(tmp_path / "office", unopkg="echo 'Identifier: hikae'; echo '  is registered: no'")
    assert not is_registered(ready.profile, office)
    fake_office(tmp_path / "office", unopkg="echo 'Identifier: hikae'; echo '  is registered: yes'")
    assert is_registered(ready.profile, office)
