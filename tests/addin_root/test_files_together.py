"""Several files written together: each whole, all durable, every folder synced once."""

import errno
import os
import stat

import pytest

from addin import files
from addin.files import replace_files, sync_folders
from calc.outcome import RefusedError


@pytest.fixture
def calls(monkeypatch):
    """Return what is written and synced, in order."""
    seen, write, sync = [], files._write_new, files.sync_folder  # noqa: SLF001 - the order of its own steps is the subject

    def writing(path, data):
        seen.append("file")
        write(path, data)

    def syncing(folder):
        seen.append(folder.name)
        sync(folder)

    monkeypatch.setattr(files, "_write_new", writing)
    monkeypatch.setattr(files, "sync_folder", syncing)
    return seen


def test_several_files_are_written_whole(tmp_path):
    """Each content is under its path afterwards, private, in folders made for it, and nothing else is there."""
    wanted = {tmp_path / "a" / "one": b"1", tmp_path / "a" / "two": b"22", tmp_path / "b" / "c" / "three": b""}
    replace_files(wanted)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == wanted
    assert {stat.S_IMODE(path.stat().st_mode) for path in wanted} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*") if path.is_dir()} == {0o700}


def test_each_folder_is_synced_once_and_last(tmp_path, calls):
    """The folders that got new names are synced after the last file, each of them once."""
    replace_files({tmp_path / "a" / name: b"x" for name in ("one", "two", "three")})
    assert calls == ["file", "file", "file", tmp_path.name, "a"]


def test_an_old_file_is_replaced(tmp_path):
    """What was under the name before is gone."""
    (tmp_path / "one").write_bytes(b"old and longer")
    replace_files({tmp_path / "one": b"new"})
    assert (tmp_path / "one").read_bytes() == b"new"


def test_the_first_that_cannot_be_written_is_told(tmp_path):
    """A path that is a folder is refused by its name; files before it stand whole."""
    (tmp_path / "two").mkdir()
    with pytest.raises(RefusedError) as refused:
        replace_files({tmp_path / "one": b"1", tmp_path / "two": b"2", tmp_path / "three": b"3"})
    (found,) = refused.value.findings
    assert (found.code, dict(found.details)["path"]) == ("file_not_written", str(tmp_path / "two"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_a_folder_that_cannot_be_synced_is_told(tmp_path, monkeypatch):
    """Where names cannot be made durable nothing counts as written."""

    def failing(_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(files, "sync_folder", failing)
    for act in (lambda: replace_files({tmp_path / "one": b"1"}), lambda: sync_folders([tmp_path])):
        with pytest.raises(RefusedError) as refused:
            act()
        assert [found.code for found in refused.value.findings] == ["file_not_written"]
