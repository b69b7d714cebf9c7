"""`hikae build`: one extension and the filled workbooks with their texts, in one folder and nowhere else."""

from pathlib import Path

import pytest

import workbooks
from addin.commands import build
from addin.commands.filled import example_book
from workbooks import catalogue, dump

BUILT = ["hikae.oxt", "quotes.txt", "quotes.xlsx"]


@pytest.fixture(autouse=True)
def _one_book(monkeypatch):
    """Build one of the books: that all of them are as delivered is looked at in tests/workbooks."""
    monkeypatch.setattr(catalogue, "NAMES", ("quotes",))


def test_build_writes_one_extension_and_the_workbooks(run, tmp_path):
    """Exactly one .oxt, a book and its text for each name; each path is said."""
    out = tmp_path / "made"
    code, said, _ = run("build", "--out", out)
    assert (code, sorted(each.name for each in out.iterdir())) == (0, BUILT)
    assert sorted(said.splitlines()) == [str(out / name) for name in BUILT]


def test_build_writes_nothing_elsewhere(run, tmp_path, monkeypatch):
    """The folder it is started in and its home stay as they were."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert run("build", "--out", tmp_path / "made")[0] == 0
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "home").exists()


def test_a_built_book_shows_the_example_day(run, tmp_path):
    """The file on disk is the form with the example day in it, and its text is beside it."""
    run("build", "--out", tmp_path)
    data = (tmp_path / "quotes.xlsx").read_bytes()
    assert data == example_book("quotes") != catalogue.built("quotes")
    assert (tmp_path / "quotes.txt").read_bytes() == dump.dumped(data).encode()


def test_without_a_folder_the_books_are_delivered(run, tmp_path, monkeypatch):
    """They go where the product's own workbooks lie."""
    assert build.delivered() == Path(workbooks.__path__[0])
    monkeypatch.setattr(build, "delivered", lambda: tmp_path / "workbooks")
    assert run("build")[0] == 0
    assert sorted(each.name for each in (tmp_path / "workbooks").iterdir()) == BUILT
