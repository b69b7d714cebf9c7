"""Windows' registry is read through one small reader, which finds nothing where there is none."""

import sys

import pytest
from windows_registry import TEMPLATE, Handle, WinregTwin

from addin.checks.registry import WindowsRegistry, number, text

KEY = r"HKCU\Software\Maker\Product"


@pytest.fixture
def noted(monkeypatch):
    """Return a registry of Windows with one key in it."""
    values = {"": "its own", "Level": 4, "Path": "C:\\"}
    twin = WinregTwin({KEY: values, rf"{KEY}\Location1": {}, rf"{KEY}\location2": {}})
    monkeypatch.setitem(sys.modules, "winreg", twin)
    return twin


@pytest.mark.usefixtures("noted")
def test_a_key_is_read_with_its_names_in_small_letters():
    """Policies write the same names in other letters than programs do, and to Windows they are one."""
    assert WindowsRegistry().values(KEY) == {"": "its own", "level": 4, "path": "C:\\"}
    assert WindowsRegistry().values(KEY.upper()) == WindowsRegistry().values(KEY)


def test_the_keys_in_a_key_are_named_as_they_are_spelt(noted):
    """Only those directly below count, in the order in which Windows has them."""
    noted.CreateKey("HKCU", r"Software\Maker\Product\Location1\deeper")
    assert WindowsRegistry().keys(KEY) == ("Location1", "location2")


def test_a_value_that_asks_for_it_is_filled_in(noted):
    """A folder that Excel notes by a variable is compared as the folder that it is."""
    noted.SetValueEx(Handle(KEY), "Path", 0, TEMPLATE, r"%APPDATA%\Microsoft")
    assert WindowsRegistry().values(KEY)["path"] == r"C:\Users\a\AppData\Roaming\Microsoft"


def test_a_key_that_is_not_there_is_empty(noted):
    """Nothing is made by looking."""
    before = noted.all
    assert (WindowsRegistry().values(rf"{KEY}\No"), WindowsRegistry().keys(r"HKLM\No")) == ({}, ())
    assert noted.all == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a registry")
def test_other_systems_have_no_registry():
    """The same questions are answered there: nothing is noted."""
    assert (WindowsRegistry().values(KEY), WindowsRegistry().keys(KEY)) == ({}, ())


@pytest.mark.usefixtures("noted")
def test_a_value_of_another_kind_counts_as_not_set():
    """A text where a number belongs, and a number where a text belongs, decide nothing."""
    there = WindowsRegistry()
    assert (number(there, KEY, "Level"), number(there, KEY, "Path"), number(there, KEY, "None")) == (4, None, None)
    assert (text(there, KEY, "path"), text(there, KEY, "level"), text(there, KEY, "none")) == ("C:\\", "", "")
