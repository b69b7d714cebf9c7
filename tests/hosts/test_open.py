"""`hikae open` with the real LibreOffice on a screen, from the worst shell that we could think of."""

import os
import sys
from pathlib import Path

import pytest

from addin.functions import described
from addin.libreoffice import package
from addin.office.find import found_office
from addin.office.profile import Profile, is_registered, prepare
from addin.office.run import ran

UPFRONT = "=CDS_UPFRONT(A1,B1,C1,D1,E1,A10:I14,F1)"
NONSENSE = {"PYTHONHOME": "/nonsense", "PYTHONPATH": "/nonsense:/more", "LC_ALL": "C", "HIKAE_COMMAND": "/no/hikae"}


@pytest.fixture(scope="module")
def opened(screens, desk, tmp_path_factory):
    """Return an office whose every command is given in a shell with an activated virtual environment."""
    venv = Path(sys.prefix)
    activated = {"VIRTUAL_ENV": str(venv), "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    folder = tmp_path_factory.mktemp("open") / "控え の 机"
    folder.mkdir()
    screen = screens.Screen(folder)
    office = screens.OpenedOffice(screen, folder, **desk, **activated, **NONSENSE)
    yield office
    office.stop()
    screen.stop()


@pytest.fixture(scope="module")
def first(opened, book_at):
    """Return what the first `hikae open` said, and the document."""
    path = book_at(opened.folder / "気配 値.xlsx", A3=UPFRONT, A4="=CDS_STATUS()")
    said = opened.open(path)
    return said, opened.ask("adopt", path=str(path))


def test_functions_are_live_from_an_activated_environment(opened, first, number):
    """With a virtual environment activated and Python's variables set to nonsense the cells still compute."""
    said, document = first
    assert said["handed_over"] is False
    assert opened.cell(document, "A3")["value"] == number
    assert "ready" in opened.cell(document, "A4")["text"]


def test_libreoffice_sees_nothing_of_the_environment(opened, first):
    """The running office has none of Python's variables and no folder with a Python of ours on its PATH."""
    assert first
    for pid in opened.processes():
        seen = dict(entry.partition("=")[::2] for entry in Path(f"/proc/{pid}/environ").read_text().split("\0"))
        assert not {"VIRTUAL_ENV", *NONSENSE} & set(seen)
        assert not any(Path(folder).is_relative_to(sys.prefix) for folder in seen["PATH"].split(os.pathsep))
        assert seen["HIKAE_HOME"] == opened.environment["HIKAE_HOME"]


def test_a_second_file_goes_to_the_same_office(opened, first, book_at, number):
    """Opened again, the file is handed to the LibreOffice that runs, and both are live."""
    before = opened.processes()
    path = book_at(opened.folder / "second.xlsx", A3=UPFRONT)
    said = opened.open(path)
    document = opened.ask("adopt", path=str(path))
    assert (said["handed_over"], said["profile"]) == (True, first[0]["profile"])
    assert opened.cell(document, "A3")["value"] == number
    assert opened.processes() == before


def test_the_same_file_twice_is_one_window(opened, first):
    """Opening what is open already brings no second copy."""
    assert first
    path = opened.folder / "気配 値.xlsx"
    assert opened.open(path)["handed_over"] is True
    assert opened.ask("adopt", path=str(path)) == first[1]


def test_a_workbook_of_ours_is_live(opened, first):
    """`hikae open quotes` shows the day's copy with the add-in at work in it."""
    assert first
    said = opened.open("quotes")
    document = opened.ask("adopt", path=said["file"])
    sheets = opened.ask("dump", document=document)["sheets"]
    texts = [cell["text"] for cells in sheets.values() for cell in cells.values()]
    assert any("ready" in text for text in texts)


def test_the_users_own_profile_is_not_touched(opened, first):
    """LibreOffice's usual place in the user's settings is not even made."""
    assert first
    assert not (opened.folder / ".config" / "libreoffice").exists()


def test_a_changed_product_is_the_one_that_is_registered(tmp_path):
    """After the product changed, LibreOffice itself lists the new version of the add-in and no other."""
    office, profile = found_office(), Profile(tmp_path / "控え の profile")
    for version in ("0.0.1", "0.0.2"):
        prepare(profile, office, extension=made(version), home=tmp_path)
    listed = ran([office.unopkg, "list", "--shared", *profile.arguments], most=60).said
    assert is_registered(profile, office)
    assert ("0.0.2" in listed, "0.0.1" in listed, listed.count("Identifier: hikae")) == (True, False, 1)


def made(version):
    """Return the add-in of another version of the product."""
    functions, actions = described.described_functions(), described.described_actions()
    said = {"words": described.office_words(), "cutoffs": described.office_cutoffs()}
    return package.extension(functions, actions, version=version, **said)
