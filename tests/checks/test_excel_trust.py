"""Whether Excel lets macros run in our folders: the user's own settings, and policies before them."""

import pytest
from excel_desk import POLICY, SECURITY, TRUSTED

USER = r"HKCU\Software\Microsoft\Office\16.0"
CLOUD = r"HKCU\Software\Policies\Microsoft\Cloud\Office\16.0"
COMPUTER = r"HKLM\Software\Policies\Microsoft\Office\16.0"
OFF = {"AllLocationsDisabled": 1}


def test_a_folder_that_is_not_trusted_is_told_by_name(windows):
    """Each of our two folders counts for itself."""
    windows.forget(rf"{TRUSTED}\Location1")
    assert windows.found() == {"excel_trust_missing": {"path": str(windows.home / "books")}}


@pytest.mark.parametrize(("within", "codes"), [(1, set()), (0, {"excel_trust_missing"})])
def test_a_folder_in_a_trusted_one_counts_where_that_one_says_so(windows, within, codes):
    """A location may trust what lies in it, or itself alone."""
    windows.forget(TRUSTED)
    windows.note(rf"{TRUSTED}\Location9", Path=f"{windows.home.parent}".upper(), AllowSubFolders=within)
    assert windows.found().keys() == codes


def test_a_folder_of_a_name_that_only_begins_alike_is_not_trusted(windows):
    """`Hikae-app` lies beside `Hikae`, not in it."""
    windows.forget(TRUSTED)
    windows.note(rf"{TRUSTED}\Location9", Path=str(windows.home), AllowSubfolders=1)
    assert windows.found() == {"excel_trust_missing": {"path": str(windows.there.addin.parent)}}


def test_a_location_without_a_folder_trusts_nothing(windows):
    """A half-made entry is passed over."""
    windows.forget(TRUSTED)
    windows.note(rf"{TRUSTED}\Location0", Description="x")
    assert "excel_trust_missing" in windows.found()


@pytest.mark.parametrize("root", [USER, POLICY, CLOUD, COMPUTER])
def test_locations_that_are_switched_off_are_told(windows, root):
    """Whether the user or any kind of policy did it, every location is then without effect."""
    windows.note(rf"{root}\Excel\Security\Trusted Locations", **OFF)
    assert windows.found()["excel_trust_off"]["name"] == "AllLocationsDisabled"


def test_a_policy_goes_before_the_users_own_setting(windows):
    """A policy that leaves locations on is stronger than a user who switched them off."""
    windows.note(TRUSTED, **OFF)
    windows.note(rf"{POLICY}\Excel\Security\Trusted Locations", alllocationsdisabled=0)
    assert windows.found() == {}


def test_a_policy_that_counts_only_its_own_locations_is_told(windows):
    """The user's locations are there, and have no effect."""
    windows.note(rf"{POLICY}\Common\Security\Trusted Locations", **{"allow user locations": 0})
    found = windows.found()["excel_trust_off"]
    assert found["name"] == "Allow User Locations"
    assert str(windows.home / "books") in found["paths"]


@pytest.mark.parametrize("part", ["Excel", "Common"])
def test_a_location_of_the_policy_counts_then(windows, part):
    """For Excel alone, or for all of Office, a firm may trust our folders itself."""
    windows.note(rf"{POLICY}\Common\Security\Trusted Locations", **{"allow user locations": 0})
    location = rf"{POLICY}\{part}\Security\Trusted Locations\Location1"
    windows.note(location, Path=str(windows.home.parent), AllowSubfolders=1)
    assert windows.found() == {}


@pytest.mark.parametrize(("level", "is_blocked"), [(1, False), (2, False), (3, True), (4, True)])
def test_blocked_macros_are_told_where_a_folder_is_not_trusted(windows, level, is_blocked):
    """Unsigned macros stop without a question at two of the four levels."""
    windows.forget(rf"{TRUSTED}\Location1")
    windows.note(rf"{USER}\{SECURITY}", VBAWarnings=level)
    assert ("excel_macros_blocked" in windows.found()) is is_blocked


def test_blocked_macros_are_no_matter_in_trusted_folders(windows):
    """There they run at every level, so nothing is told."""
    windows.note(rf"{POLICY}\{SECURITY}", vbawarnings=4)
    assert windows.found() == {}


@pytest.mark.parametrize("name", ["requireaddinsig", "disablealladdins"])
def test_refused_add_ins_are_told_even_in_trusted_folders(windows, name):
    """These two settings are stronger than a trusted location."""
    windows.note(rf"{POLICY}\{SECURITY}", **{name: 1})
    assert windows.found().keys() == {"excel_addins_refused"}
    windows.note(rf"{POLICY}\{SECURITY}", **{name: 0})
    assert windows.found() == {}
