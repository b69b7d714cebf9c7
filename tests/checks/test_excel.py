"""Which Excel there is: none, one from the Store, one of 32 bits, or one that can take our add-in."""

import sys

import pytest
from excel_desk import program_of

from addin.checks import excel as checked
from addin.checks.excel import APP_PATHS, CLICK_TO_RUN, PACKAGES, excel

STORE = r"C:\Program Files\WindowsApps\Microsoft.Office.Desktop.Excel_16051.11231.20174.0_x86__8wekyb3d8bbwe"


def test_an_excel_in_order_is_named(windows):
    """With everything in its place the check says where the program is, and nothing else."""
    assert windows.found() == {}
    assert windows.said.en == windows.said.ja == str(windows.program)


def test_a_users_own_excel_goes_before_the_computers(windows):
    """What the user's own part of the registry names is the one that Windows starts."""
    windows.note(rf"HKCU\{APP_PATHS}", **{"": f'"{windows.program}"'})
    windows.note(rf"HKLM\{APP_PATHS}", **{"": r"C:\old\EXCEL.EXE"})
    assert windows.found() == {}
    assert windows.said.en == str(windows.program)


def test_no_excel_is_told_alone(windows):
    """Where there is none, what it lacks is no matter."""
    windows.forget("HK")
    assert windows.found().keys() == {"excel_missing"}


@pytest.mark.parametrize("is_noted", [True, False])
def test_an_excel_of_the_store_is_told(windows, is_noted):
    """It is known by its folder, or by its package where Windows notes no program."""
    windows.forget("HKLM")
    if is_noted:
        windows.note(rf"HKCU\{APP_PATHS}", **{"": rf"{STORE}\EXCEL.EXE"})
    else:
        windows.note(rf"{PACKAGES}\{STORE.rpartition(chr(92))[2]}")
    assert "Microsoft.Office.Desktop.Excel_16051" in windows.found()["excel_store"]["path"]


def test_another_package_of_the_store_is_no_excel(windows):
    """A Store with other programs says nothing of Excel."""
    windows.forget("HK")
    windows.note(rf"{PACKAGES}\Microsoft.WindowsCalculator_11.0_x64__8wekyb3d8bbwe")
    assert windows.found().keys() == {"excel_missing"}


@pytest.mark.parametrize(("machine", "codes"), [(0x014C, {"excel_bits"}), (0x8664, set()), (0xAA64, set())])
def test_an_excel_of_32_bits_is_told_by_the_program_itself(windows, machine, codes):
    """Its header says for which processor it is; on ARM Excel loads parts for x64."""
    windows.program.write_bytes(program_of(machine))
    assert windows.found().keys() == codes


@pytest.mark.parametrize(("platform", "codes"), [("x86", {"excel_bits"}), ("x64", set())])
def test_where_the_program_cannot_be_read_its_installation_is_asked(windows, platform, codes):
    """Click-to-Run notes what it installed."""
    windows.program.unlink()
    windows.note(CLICK_TO_RUN, Platform=platform)
    assert windows.found().keys() == codes


def test_a_program_that_is_none_is_not_called_of_32_bits(windows):
    """A file too short to be a program is no reason to replace Excel."""
    windows.program.write_bytes(b"MZ")
    assert windows.found() == {}


def test_everything_is_told_at_once(windows):
    """Whoever sees to it needs one list, not one finding after the other."""
    windows.program.write_bytes(program_of(0x014C))
    windows.forget(r"HKCU\Software\Microsoft\Office")
    assert windows.found().keys() == {"excel_bits", "excel_addin_unlisted", "excel_trust_missing"}


def test_on_other_systems_excel_is_no_matter(tmp_path, monkeypatch):
    """There the check says so once, and looks for nothing."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delattr(checked, "excel_found")
    assert excel(tmp_path).en == "used on Windows only"


def test_on_windows_the_users_own_installation_is_looked_at(windows, monkeypatch):
    """The check itself asks the registry and the folder of the user."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(windows.home.parent))
    assert excel(windows.home).en == str(windows.program)
