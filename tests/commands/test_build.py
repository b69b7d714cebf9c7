"""`hikae build`: one extension and the workbooks, in one folder and nowhere else."""

from workbooks.catalogue import NAMES, built, file_name


def test_build_writes_one_extension_and_the_workbooks(run, tmp_path):
    """Exactly one .oxt and a book for each name; each path is said."""
    out = tmp_path / "made"
    code, said, _ = run("build", "--out", out)
    files = sorted(each.name for each in out.iterdir())
    assert (code, files) == (0, sorted(["hikae.oxt", *map(file_name, NAMES)]))
    assert sorted(said.splitlines()) == [str(out / name) for name in files]


def test_build_writes_nothing_elsewhere(run, tmp_path, monkeypatch):
    """The folder it is started in and its home stay as they were."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert run("build", "--out", tmp_path / "made")[0] == 0
    assert list(folder.iterdir()) == []
    assert not (tmp_path / "home").exists()


def test_a_built_book_is_the_catalogues(run, tmp_path):
    """The file on disk holds the builder's bytes."""
    run("build", "--out", tmp_path)
    assert (tmp_path / "quotes.xlsx").read_bytes() == built("quotes")


def test_without_a_folder_the_build_folder_is_used(run, tmp_path, monkeypatch):
    """`build/` below the present folder."""
    monkeypatch.chdir(tmp_path)
    assert run("build")[0] == 0
    assert (tmp_path / "build" / "hikae.oxt").exists()
