import os

import pytest
from fake_office import program

from addin.office.environment import office_environment

ACTIVATED = {
    "VIRTUAL_ENV": "/desk/.venv",
    "VIRTUAL_ENV_PROMPT": "(.venv)",
    "PYTHONHOME": "/nonsense",
    "PYTHONPATH": "/nonsense",
    "CONDA_PREFIX": "/conda",
    "PYENV_VERSION": "3.13",
    "URE_BOOTSTRAP": "vnd.sun.star.pathname:/other",
    "HIKAE_COMMAND": "/other/hikae",
}


@pytest.fixture
def pythons(tmp_path):
    """Return folders that hold a Python, by the name it has there."""
    folders = {}
    for name in ("python", "python3", "python3.13", "Python.EXE"):
        folders[name] = tmp_path / f"with {name}"
        folders[name].mkdir()
        program(folders[name] / name, "#!/bin/sh\n")
    return [str(folder) for folder in folders.values()]


def test_nothing_of_another_python_is_left():
    """Every variable that leads a Python, or LibreOffice's own start, somewhere else is taken out."""
    kept = office_environment({**ACTIVATED, "LANG": "ja_JP.UTF-8", "EDITOR": "vi"})
    assert not set(kept) & set(ACTIVATED)
    assert (kept["LANG"], kept["EDITOR"]) == ("ja_JP.UTF-8", "vi")


def test_folders_with_a_python_are_taken_off_the_path(pythons, tmp_path):
    """Whatever the Python is called, its folder goes; others stay in their order, and the system's are there."""
    tools, more = tmp_path / "tools", tmp_path / "not there"
    tools.mkdir()
    given = os.pathsep.join([pythons[0], str(tools), *pythons[1:], "/usr/bin", str(more)])
    folders = office_environment({"PATH": given})["PATH"].split(os.pathsep)
    assert folders[:3] == [str(tools), "/usr/bin", str(more)]
    assert set(folders[3:]) == {"/bin", "/usr/sbin", "/sbin"}


@pytest.mark.parametrize("folder", ["", ".", "bin", "../bin"])
def test_a_folder_that_depends_on_where_one_stands_is_taken_off(folder):
    """A relative folder on the PATH could be any folder, a virtual environment's too."""
    path = office_environment({"PATH": os.pathsep.join([folder, "/usr/bin"])})["PATH"]
    assert path.split(os.pathsep)[0] == "/usr/bin"


@pytest.mark.parametrize(
    "locale", [{}, {"LANG": "C"}, {"LC_ALL": "POSIX", "LANG": "ja_JP.UTF-8"}, {"LC_CTYPE": "C", "LANG": "en_US.UTF-8"}]
)
def test_japanese_file_names_can_be_read_in_any_locale(locale):
    """Where the locale in force has no UTF-8 the letters are made UTF-8, else no Japanese name could be opened."""
    kept = office_environment(locale)
    assert (kept.get("LC_ALL"), kept["LC_CTYPE"]) == (None, "C.UTF-8")


@pytest.mark.parametrize("locale", [{"LANG": "ja_JP.utf8"}, {"LC_ALL": "en_US.UTF-8", "LANG": "C"}])
def test_a_good_locale_is_left_alone(locale):
    """The user's own language stays where its letters are UTF-8."""
    kept = office_environment(locale)
    assert {name: kept.get(name) for name in (*locale, "LC_CTYPE")} == {**locale, "LC_CTYPE": None}


def test_the_clock_is_japan_s():
    """NOW() in a workbook is Japan time on a computer that stands elsewhere, or is set to UTC."""
    assert office_environment({"TZ": "Europe/London"})["TZ"] == "JST-9"


def test_the_home_is_handed_on(tmp_path):
    """A home that is given is the one of the workers; without one, the user's own variable stays."""
    assert office_environment({"HIKAE_HOME": "/a"}, home=tmp_path)["HIKAE_HOME"] == str(tmp_path)
    assert office_environment({"HIKAE_HOME": "/a"})["HIKAE_HOME"] == "/a"
