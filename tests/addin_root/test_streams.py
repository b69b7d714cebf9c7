import errno
import os
import subprocess
import sys

import pytest

from addin import files
from addin.files import replace_file_by
from addin.streams import claimed, make_file, scratch, shared_file, sync_open
from calc.outcome import RefusedError

HOLDS = """
import sys
from pathlib import Path
from addin.streams import shared_file
with shared_file(Path(sys.argv[1])):
    print("in")
"""


def filled(path):
    """Fill a file as somebody else does, by its name."""
    path.write_bytes(b"filled")


def failing(_path):
    """Fail in the middle."""
    raise OSError(errno.ENOSPC, "no space")


def test_a_file_that_somebody_fills_appears_whole(tmp_path):
    """The file gets its name when it is filled, is private, and nothing is left beside it."""
    seen = []
    make_file(tmp_path / "a", lambda path: seen.append(list(tmp_path.iterdir()) == [path]) or filled(path), needed=6)
    assert (seen, [each.name for each in tmp_path.iterdir()]) == ([True], ["a"])
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "a").stat().st_mode & 0o777) == (b"filled", 0o600)


def test_a_file_that_is_there_is_never_replaced(tmp_path):
    """Whatever has the name keeps it, and nothing is left of the new file."""
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(RefusedError) as refused:
        make_file(tmp_path / "a", filled, needed=6)
    assert dict(refused.value.findings[0].details)["reason_en"] == "something of that name is already there"
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"old")]


def test_without_links_a_file_gets_its_name_too(tmp_path, monkeypatch):
    """On a file system without links the file is renamed, unless something has the name."""

    def no_links(_source, _target):
        raise OSError(errno.EPERM, "no links")

    monkeypatch.setattr(os, "link", no_links)
    make_file(tmp_path / "a", filled, needed=6)
    with pytest.raises(RefusedError):
        make_file(tmp_path / "a", failing, needed=6)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"filled")]


def test_a_failed_filling_leaves_nothing(tmp_path):
    """When the filling fails, the finding names the space needed and nothing is left."""
    with pytest.raises(RefusedError) as refused:
        make_file(tmp_path / "a", failing, needed=1_234_567)
    assert dict(refused.value.findings[0].details)["needed"] == "1,234,567"
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_on_the_drive_before_it_has_its_name(tmp_path, monkeypatch):
    """First the content is synced, then the name is given, then the folder is synced."""
    steps = []
    monkeypatch.setattr(files, "_sync", lambda _: steps.append((tmp_path / "a").exists()))
    make_file(tmp_path / "a", filled, needed=6)
    assert steps == [False, True]


def test_pieces_replace_a_file(tmp_path):
    """A content too large to hold replaces a file as a whole."""
    (tmp_path / "a").write_bytes(b"old")
    replace_file_by(tmp_path / "a", lambda: (b"piece" for _ in range(3)), needed=15)
    assert (tmp_path / "a").read_bytes() == b"piecepiecepiece"


def test_pieces_that_fail_leave_the_old_file(tmp_path):
    """When the pieces cannot be written, the old file stays and nothing is left beside it."""

    def pieces():
        yield b"half"
        raise OSError(errno.EIO, "bad drive")

    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(RefusedError) as refused:
        replace_file_by(tmp_path / "a", pieces, needed=8)
    assert refused.value.findings[0].code == "file_not_written"
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("a", b"old")]


def test_a_shared_file_is_private_and_keeps_what_it_holds(tmp_path):
    """A shared file is made private when it is missing, and opened as it is when it is there."""
    for _ in range(2):
        with shared_file(tmp_path / "a") as file:
            file.seek(0, 2)
            file.write(b"line\n")
            sync_open(file)
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "a").stat().st_mode & 0o777) == (b"line\nline\n", 0o600)


def test_two_processes_never_hold_a_shared_file_at_once(tmp_path):
    """Who opens a shared file waits until the other process has let go of it."""
    with shared_file(tmp_path / "a"):
        other = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path / "a")], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(1.5)
    assert (other.communicate(timeout=20)[0], other.returncode) == ("in\n", 0)


def test_a_claim_is_one_process_s_at_a_time(tmp_path):
    """Who comes second is told at once, and has it when the first one is done; the file is private."""
    path = tmp_path / "claim"
    with claimed(path) as first, claimed(path) as second:
        assert (first, second) == (True, False)
    with claimed(path) as later:
        assert later
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_claim_that_cannot_be_made_is_told(tmp_path):
    """Where there is no folder there is nothing to be claimed."""
    with pytest.raises(RefusedError, match="file_not_written"), claimed(tmp_path / "none" / "claim"):
        pass


def test_scratch_is_memory_until_it_is_large():
    """A computation's own bytes come back as they were, from memory and, beyond its share, from a file without name."""
    with scratch(4) as place:
        place.write(b"abc")
        assert place.name is None
        place.write(b"def")
        assert isinstance(place.name, int)
        place.seek(0)
        assert place.read() == b"abcdef"
