"""`hikae build`: the add-ins and the filled workbooks with their texts, in one folder and nowhere else."""

from pathlib import Path

import pytest

import workbooks
from addin.commands import build
from addin.commands.filled import example_book
from addin.excel.outfits import excel_addin, excel_book, module_texts
from workbooks import catalogue, dump

BUILT = ["hikae.oxt", "hikae.xlam", "quotes.txt", "quotes.xlsm", "quotes.xlsx"]
VBA = [f"vba/{name}" for name in module_texts()]


def files_in(folder):
    """Return the names of all files of a folder, with that of the folder within."""
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


@pytest.fixture(autouse=True)
def _one_book(monkeypatch):
    """Build one of the books: that all of them are as delivered is looked at in tests/workbooks."""
    monkeypatch.setattr(catalogue, "NAMES", ("quotes",))


def test_build_writes_the_addins_and_the_workbooks(run, tmp_path):
    """One .oxt, one .xlam and its macros as text; of each name the book for both and its text; each path is said."""
    out = tmp_path / "made"
    code, said, _ = run("build", "--out", out)
    assert (code, files_in(out)) == (0, sorted([*BUILT, *VBA]))
    assert sorted(said.splitlines()) == sorted(str(out / name) for name in (*BUILT, *VBA))


def test_build_writes_nothing_elsewhere(run, tmp_path, monkeypatch):
    """The folder it is started in and its home stay as they were."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert run("build", "--out", tmp_path / "made")[0] == 0
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "home").exists()


def test_a_built_book_shows_the_example_day(run, tmp_path):
    """The file on disk is the form with the example day in it; beside it are its text, and the same for Excel."""
    run("build", "--out", tmp_path)
    data = (tmp_path / "quotes.xlsx").read_bytes()
    assert data == example_book("quotes") != catalogue.built("quotes")
    assert (tmp_path / "quotes.txt").read_bytes() == dump.dumped(data).encode()
    assert (tmp_path / "quotes.xlsm").read_bytes() == excel_book(data)

    assert (tmp_path / "hikae.xlam").read_bytes() == excel_addin()
    assert {name: (tmp_path / "vba" / name).read_bytes().decode("ascii") for name in module_texts()} == module_texts()


def test_without_a_folder_the_books_are_delivered(run, tmp_path, monkeypatch):
    """They go where the product's own workbooks lie."""
    assert build.delivered() == Path(workbooks.__path__[0])
    monkeypatch.setattr(build, "delivered", lambda: tmp_path / "workbooks")
    assert run("build")[0] == 0
    assert files_in(tmp_path / "workbooks") == sorted([*BUILT, *VBA])
